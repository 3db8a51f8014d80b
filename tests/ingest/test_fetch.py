"""The fetcher asks for nothing it may not have, as seldom as it can, and never more than it can hold."""

from __future__ import annotations

import gzip
import threading
import time
import tracemalloc
import zlib
from pathlib import Path

import httpcore2
import pytest

from ingest.errors import RetryLater, SkipPage, StopSource
from ingest.fetch.addresses import resolve, same_site, tidy, words_of
from ingest.fetch.decoded import decoded
from ingest.fetch.fetcher import Fetcher, FetchSettings
from ingest.fetch.guard import GuardedBackend, guarded_transport, is_public
from ingest.page_metadata import canonical_address
from tests.ingest.site import Outlet, Site

HOSTILE = [
    "http://localhost/",
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://10.0.0.1/",
    "http://192.168.1.1/admin",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25lo]/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://user:secret@127.0.0.1/",
    "http://127.0.0.1:22/",
    "http://127.0.0.1\\@example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "http:///nothing",
]


@pytest.fixture
def site():
    with Site() as running:
        running.outlets[0].add(3, first=1)
        yield running


@pytest.fixture
def outlet(site) -> Outlet:
    return site.outlets[0]


def fetcher_for(site: Site, folder: Path, **settings: object) -> Fetcher:
    chosen = {"interval_s": 0.0, "first_wait_s": 0.01, "allowed": site.allowed(), "timeout_s": 5.0, **settings}
    return Fetcher(folder / "cache.db", FetchSettings(**chosen))  # type: ignore[arg-type]


@pytest.fixture
def fetcher(site, tmp_path):
    with fetcher_for(site, tmp_path) as one:
        yield one


class TestWhatIsRefused:
    @pytest.mark.parametrize("url", HOSTILE)
    def test_a_hostile_address_is_refused_before_anything_is_sent(self, url, tmp_path):
        with (
            Fetcher(tmp_path / "cache.db", FetchSettings(interval_s=0.0)) as fetcher,
            pytest.raises(SkipPage) as refused,
        ):
            fetcher.get(url)
        assert refused.value.reason == "refused"
        assert "secret" not in str(refused.value)

    @pytest.mark.parametrize("target", [*HOSTILE[:9], "file:///etc/passwd", "ftp://example.org/"])
    def test_a_redirect_to_one_is_refused_at_that_hop(self, target, outlet, fetcher):
        outlet.fixed["/away"] = (302, {"Location": "/further"}, b"")
        outlet.fixed["/further"] = (307, {"Location": target}, b"")
        with pytest.raises(SkipPage) as refused:
            fetcher.get(outlet.root + "/away")
        assert refused.value.reason == "refused"
        assert outlet.asked_for() == {"/robots.txt", "/away", "/further"}

    def test_a_name_that_leads_to_a_private_address_is_refused(self, tmp_path):
        with (
            Fetcher(tmp_path / "cache.db", resolve=lambda host, port: ["93.184.216.34", "10.0.0.7"]) as fetcher,
            pytest.raises(SkipPage, match=r"10\.0\.0\.7"),
        ):
            fetcher.get("https://innocent.example/")

    def test_the_connection_goes_to_the_address_that_was_checked(self):
        asked: list[str] = []

        class Inner(httpcore2.NetworkBackend):
            def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
                asked.append(host)
                raise httpcore2.ConnectError("not in a test")

        answers = iter([["93.184.216.34"], ["127.0.0.1"]])
        guarded = GuardedBackend(Inner(), allowed=frozenset(), resolve=lambda host, port: next(answers))
        with pytest.raises(httpcore2.ConnectError):
            guarded.connect_tcp("rebinding.example", 80)
        assert asked == ["93.184.216.34"]

    def test_the_guard_sits_where_the_client_connects(self):
        # One private name of httpx2 is replaced; a new release that moves it must fail here.
        assert isinstance(guarded_transport(allowed=frozenset())._pool._network_backend, GuardedBackend)

    @pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
    def test_public_addresses_are_let_through(self, address):
        assert is_public(address)


class TestPoliteness:
    def test_what_robots_txt_forbids_is_not_asked_for(self, outlet, fetcher):
        outlet.robots = "User-agent: *\nDisallow: /news/2\nUser-agent: racegraph\nDisallow: /news/1\n"
        first, second, _ = outlet.stories
        with pytest.raises(SkipPage, match=r"robots\.txt"):
            fetcher.get(outlet.root + first)
        assert fetcher.get(outlet.root + second).content
        assert first not in outlet.asked_for()

    def test_a_redirect_into_a_forbidden_place_is_not_followed(self, outlet, fetcher):
        outlet.robots = "User-agent: *\nDisallow: /private\n"
        outlet.fixed["/open"] = (301, {"Location": "/private/page"}, b"")
        with pytest.raises(SkipPage) as refused:
            fetcher.get(outlet.root + "/open")
        assert refused.value.reason == "robots"
        assert "/private/page" not in outlet.asked_for()

    def test_a_failing_robots_txt_forbids_everything_a_missing_one_nothing(self, site, outlet, fetcher):
        outlet.fixed["/robots.txt"] = (503, {}, b"")
        with pytest.raises(SkipPage) as refused:
            fetcher.get(outlet.root + next(iter(outlet.stories)))
        assert refused.value.reason == "unreachable"
        site.outlets[1].add(1, first=9)
        assert fetcher.get(site.outlets[1].root + next(iter(site.outlets[1].stories))).content

    def test_robots_txt_is_asked_for_once_a_run(self, outlet, fetcher):
        for path in outlet.stories:
            fetcher.get(outlet.root + path)
        assert [path for path, _ in outlet.requests].count("/robots.txt") == 1

    def test_requests_to_a_host_keep_their_distance_and_never_overlap(self, site, outlet, tmp_path):
        outlet.robots = "User-agent: *\nCrawl-delay: 0.2\n"
        with fetcher_for(site, tmp_path, interval_s=0.05) as fetcher:
            started = time.monotonic()
            threads = [threading.Thread(target=fetcher.get, args=(outlet.root + path,)) for path in outlet.stories]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert time.monotonic() - started >= 0.4

    def test_retry_after_is_waited_for(self, outlet, fetcher):
        path = next(iter(outlet.stories))
        outlet.busy_once.add(path)
        started = time.monotonic()
        assert fetcher.get(outlet.root + path).content
        assert time.monotonic() - started >= 1.0

    def test_a_host_that_asks_for_a_long_rest_is_left_alone(self, outlet, fetcher):
        outlet.fixed["/busy"] = (429, {"Retry-After": "3600"}, b"")
        with pytest.raises(StopSource, match="3600 s"):
            fetcher.get(outlet.root + "/busy")
        assert [path for path, _ in outlet.requests].count("/busy") == 1

    @pytest.mark.parametrize(("status", "times"), [(503, 3), (500, 3), (404, 1), (403, 1), (410, 1), (402, 1)])
    def test_only_passing_faults_are_tried_again(self, status, times, outlet, fetcher):
        outlet.fixed["/faulty"] = (status, {}, b"")
        with pytest.raises((SkipPage, RetryLater)):
            fetcher.get(outlet.root + "/faulty")
        assert [path for path, _ in outlet.requests].count("/faulty") == times

    def test_a_stop_ends_all_waiting_at_once(self, site, outlet, tmp_path):
        with fetcher_for(site, tmp_path, interval_s=60.0) as fetcher:
            first = next(iter(outlet.stories))
            threading.Timer(0.3, fetcher.stop.set).start()
            started = time.monotonic()
            with pytest.raises(StopSource):
                fetcher.get(outlet.root + first)
            assert time.monotonic() - started < 5


class TestTheCache:
    def test_what_has_not_changed_is_not_sent_again(self, outlet, fetcher):
        path = next(iter(outlet.stories))
        first, second = fetcher.get(outlet.root + path), fetcher.get(outlet.root + path)
        assert (first.unchanged, second.unchanged) == (False, True)
        assert first.content == second.content
        assert outlet.answered()[304] == 1
        outlet.stories[path].revision += 1
        third = fetcher.get(outlet.root + path)
        assert (third.unchanged, third.content == first.content) == (False, False)

    def test_a_page_that_calls_itself_fresh_for_weeks_is_asked_about_all_the_same(self, outlet, fetcher):
        outlet.fixed["/old"] = (
            200,
            {"Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT", "Cache-Control": "max-age=9999999"},
            b"one",
        )
        fetcher.get(outlet.root + "/old")
        outlet.fixed["/old"] = (200, {"Last-Modified": "Tue, 02 Jan 2024 00:00:00 GMT"}, b"two")
        assert fetcher.get(outlet.root + "/old").content == b"two"


class TestHostileServers:
    def test_a_small_file_that_unpacks_to_a_huge_one_is_stopped_early(self, outlet, fetcher):
        bomb = gzip.compress(b"\0" * 30_000_000)
        outlet.fixed["/bomb"] = (200, {"Content-Encoding": "gzip", "Content-Type": "text/html"}, bomb)
        with pytest.raises(SkipPage) as refused:
            fetcher.get(outlet.root + "/bomb")
        assert refused.value.reason == "too large"

    def test_unpacking_holds_little_more_than_the_limit(self):
        bomb = gzip.compress(b"\0" * 200_000_000)
        tracemalloc.start()
        with pytest.raises(SkipPage):
            decoded([bomb], encoding="gzip", limit_bytes=1_000_000, name="bomb")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 4_000_000

    @pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip"])
    def test_a_packing_that_was_not_asked_for_is_refused(self, packing, outlet, fetcher):
        outlet.fixed["/odd"] = (200, {"Content-Encoding": packing}, b"whatever")
        with pytest.raises(SkipPage) as refused:
            fetcher.get(outlet.root + "/odd")
        assert refused.value.reason == "broken"

    @pytest.mark.parametrize("packed", [zlib.compress(b"words"), zlib.compress(b"words")[2:-4]])
    def test_both_kinds_of_deflate_are_read(self, packed):
        assert decoded([packed], encoding="deflate", limit_bytes=100, name="a") == b"words"

    def test_a_page_that_drips_for_ever_is_given_up(self, site, outlet, tmp_path):
        outlet.dripping.add("/drip")
        with fetcher_for(site, tmp_path, page_deadline_s=0.5) as fetcher, pytest.raises(SkipPage) as refused:
            fetcher.get(outlet.root + "/drip")
        assert refused.value.reason == "slow"

    def test_a_broken_off_page_is_tried_again_then_left(self, outlet, fetcher):
        outlet.cut.add("/cut")
        with pytest.raises(RetryLater):
            fetcher.get(outlet.root + "/cut")
        assert [path for path, _ in outlet.requests].count("/cut") == 3

    @pytest.mark.parametrize("location", ["/circle", "/circle?x=1"])
    def test_redirects_in_a_circle_end(self, location, outlet, fetcher):
        outlet.fixed["/circle"] = outlet.fixed["/circle?x=1"] = (302, {"Location": location}, b"")
        with pytest.raises(SkipPage) as refused:
            fetcher.get(outlet.root + "/circle")
        assert refused.value.reason == "redirects"

    def test_a_moved_page_is_followed_and_the_move_is_told(self, outlet, fetcher):
        path = next(iter(outlet.stories))
        outlet.fixed["/before"] = (301, {"Location": path}, b"")
        page = fetcher.get(outlet.root + "/before")
        assert (page.final_url, page.moved_to) == (outlet.root + path, outlet.root + path)
        outlet.fixed["/for-now"] = (302, {"Location": path}, b"")
        assert fetcher.get(outlet.root + "/for-now").moved_to == ""


class TestAddresses:
    @pytest.mark.parametrize(
        ("written", "tidied"),
        [
            ("HTTPS://Demo.Example:443/A?b=1#part", "https://demo.example/A?b=1"),
            ("http://demo.example", "http://demo.example/"),
            ("https://demo.example/a?utm_source=x&id=7&fbclid=y", "https://demo.example/a?id=7"),
            ("https://demo.example/bài viết", "https://demo.example/b%C3%A0i%20vi%E1%BA%BFt"),
            ("https://mẫu.example/", "https://xn--mu-95s.example/"),
        ],
    )
    def test_equal_addresses_are_written_the_same(self, written, tidied):
        assert tidy(written) == tidied
        assert tidy(tidied) == tidied

    def test_links_are_resolved_and_others_dropped(self):
        assert resolve("https://demo.example/a/", "../b") == "https://demo.example/b"
        assert resolve("https://demo.example/", "javascript:alert(1)") == ""
        assert same_site("https://m.demo.example/a", "https://www.demo.example/")
        assert words_of("https://demo.example/cong-nghe/tri-tue-nhan-tao-123.html") == "cong nghe tri tue nhan tao 123"

    @pytest.mark.parametrize(
        ("stated", "fetched", "named"),
        [
            ("/a", "https://demo.example/a?x=1", "https://demo.example/a"),
            ("https://www.demo.example/a", "https://demo.example/a?x=1", "https://www.demo.example/a"),
            ("https://other.example/a", "https://demo.example/a", "https://demo.example/a"),
            ("https://demo.example/", "https://demo.example/a", "https://demo.example/a"),
            ("", "https://demo.example/a", "https://demo.example/a"),
            ("javascript:void(0)", "https://demo.example/a", "https://demo.example/a"),
        ],
    )
    def test_a_canonical_address_counts_only_where_it_can_be_believed(self, stated, fetched, named):
        assert canonical_address(stated, fetched=fetched) == named
