"""A run over three outlets fetches what it may, nothing twice, loses nothing when killed, and says what it missed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ingest.article_json import article_to_json
from ingest.copies import copies
from ingest.crawl.crawl import CrawlPlan, CrawlReport, crawl
from ingest.crawl.health import FAILING, source_health
from ingest.crawl.page_readers import ReadBeside
from ingest.crawl.page_reading import FetchedPage, Unreadable, read_page
from ingest.discover.relevance import Terms
from ingest.errors import StopRun, WrongUsage
from ingest.fetch.fetcher import Fetcher, FetchSettings
from ingest.library import Library
from ingest.source_finder import add_source, find_source, source_of_addresses
from ingest.sources import Source, read_sources
from tests.ingest.site import Outlet, Site, Story, source_of

NOW = datetime(2026, 3, 20, tzinfo=UTC)
PLAN = CrawlPlan(recheck_after=timedelta(0), pages_a_source=1000, now=lambda: NOW)


@pytest.fixture
def library(tmp_path):
    with Library(tmp_path / "library.db") as opened:
        yield opened


def settings(site: Site) -> FetchSettings:
    return FetchSettings(interval_s=0.0, first_wait_s=0.01, timeout_s=5.0, page_deadline_s=2.0, allowed=site.allowed())


def run(library: Library, site: Site, sources: list[Source] | None = None, plan: CrawlPlan = PLAN) -> CrawlReport:
    with Fetcher(library.path.parent / "cache.db", settings(site)) as fetcher:
        return crawl(library, sources or site.sources(), fetcher, plan=plan)


def holdings(library: Library) -> list[dict[str, object]]:
    """What the library holds, whatever the order and the hour in which it came."""
    return sorted(
        (article_to_json(replace(one, fetched_at=None)) for one in library.articles()), key=lambda one: str(one["id"])
    )


def furnish(site: Site) -> set[str]:
    """Fill the outlets with 500 pages and every kind of trouble; return the addresses that may and can be had."""
    a, b, c = site.outlets
    a.add(200, first=1000)
    a.add(20, first=1500, folder="private")
    a.robots = f"User-agent: *\nDisallow: /private/\nSitemap: {a.root}/sitemap-index.xml\n"
    a.feed_paths = ["/rss.xml", "/gone.xml"]
    a.listed = ["/old/moved", "/circle", "/bomb", "/to-metadata", "/picture.png", "/menu", "/cut"]
    a.fixed["/old/moved"] = (301, {"Location": "/older/moved"}, b"")
    a.fixed["/older/moved"] = (302, {"Location": "/news/1000-sample-laboratory-reports-ai-model"}, b"")
    a.fixed["/circle"] = (302, {"Location": "/circle"}, b"")
    a.fixed["/to-metadata"] = (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b"")
    a.fixed["/bomb"] = (
        200,
        {"Content-Encoding": "gzip", "Content-Type": "text/html"},
        gzip.compress(b"<p>" + b"\0" * 30_000_000),
    )
    a.fixed["/picture.png"] = (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    a.fixed["/menu"] = (
        200,
        {"Content-Type": "text/html"},
        b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
    )
    a.cut.add("/cut")
    b.add(180, first=2000)
    b.robots = f"Sitemap: {b.root}/sitemap-index.xml\n"
    b.feed_paths = ["/atom.xml"]
    b.busy_once = set(list(b.stories)[3:5])
    b.slow = dict.fromkeys(list(b.stories)[10:14], 0.2)
    c.add(80, first=3000)
    for number, like in enumerate(range(1000, 1020), start=3500):
        story = Story(f"/wire/{number}-carried-from-elsewhere", number, like=like)
        c.stories[story.path] = story
    c.feed_paths = ["/feed.json"]
    hostile = Story("/hostile", 3900)
    c.stories[hostile.path] = hostile
    c.fixed["/hostile"] = (200, {"Content-Type": "text/html"}, HOSTILE_PAGE)
    return {outlet.root + path for outlet in site.outlets for path in outlet.stories if "/private/" not in path} - {
        c.root + "/hostile"
    }


HOSTILE_PAGE = (
    b"<html><head><title>A</title><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":" + b"[" * 5000 + b"</script>"
    b"<meta property='og:title' content='x\x01\xff\"><base href='javascript:alert(1)'></head><body>" + b"<div>" * 3000 + b"<p>deep \xed\xa0\x80"
)  # fmt: skip


@pytest.mark.slow
class TestTheWholeSite:
    def test_every_page_that_may_be_fetched_is_and_none_that_may_not(self, site, library):
        may = furnish(site)
        report = run(library, site)
        a, b, c = report.sources
        assert {one.url for one in library.articles()} >= may
        assert library.count() <= len(may) + 1
        assert not any("/private/" in path for path in site.outlets[0].asked_for())
        assert a.failed == {
            "robots": 20,
            "redirects": 1,
            "refused": 1,
            "too large": 1,
            "not an article": 2,
            "unreachable": 1,
        }
        assert (b.failed, b.new) == ({}, 180)
        assert c.copies == 20
        assert len(copies(library)) == 20
        for counts in report.sources:
            assert counts.found == counts.known + counts.waiting + sum(
                counts.left_out.values()
            ) + counts.unchanged + counts.new + counts.new_versions + sum(counts.failed.values())
        assert any("/gone.xml" in line for line in a.lines)
        assert [len(row) for row in report.table()] == [11] * 5

        before = holdings(library)
        for outlet in site.outlets:
            outlet.requests.clear()
        second = run(library, site)
        pages = [
            status
            for outlet in site.outlets
            for path, status in outlet.requests
            if path in outlet.stories and path != "/hostile"
        ]
        assert 200 not in pages
        assert (second.total().new, second.total().new_versions, second.total().unchanged + second.total().known) == (
            0,
            0,
            sum(site_size(site)),
        )
        assert holdings(library) == before

    def test_a_run_killed_in_the_middle_and_resumed_gives_the_same_library(self, site, library, tmp_path):
        furnish(site)
        crawler = subprocess.Popen(
            [sys.executable, "-c", CRAWLER, str(tmp_path / "killed"), json.dumps(ends(site))],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert crawler.stdout is not None
        for _ in range(60):
            crawler.stdout.readline()
        os.kill(crawler.pid, signal.SIGKILL)
        crawler.wait()
        crawler.stdout.close()
        with Library(tmp_path / "killed" / "library.db") as killed:
            kept = killed.count()
            assert 40 <= kept < 400
            run(killed, site)
            run(library, site)
            assert holdings(killed) == holdings(library)


def site_size(site: Site) -> list[int]:
    return [
        len([path for path in outlet.stories if "/private/" not in path and path != "/hostile"])
        + (path_is_extra(outlet))
        for outlet in site.outlets
    ]


def path_is_extra(outlet: Outlet) -> int:
    """Pages that were read or that failed for good are known too: the moved one, and those that lasting faults keep out."""
    lasting = {"/old/moved", "/circle", "/to-metadata", "/bomb", "/picture.png", "/menu"} & set(outlet.fixed)
    return len(lasting) + ("/hostile" in outlet.fixed)


def ends(site: Site) -> list[list[object]]:
    return [[outlet.name, outlet.host, outlet.port, outlet.feed_paths] for outlet in site.outlets]


CRAWLER = """
import json, sys
from pathlib import Path
from datetime import timedelta
from ingest.crawl.crawl import CrawlPlan, crawl
from ingest.fetch.fetcher import Fetcher, FetchSettings
from ingest.library import Library
from ingest.sources import Source
folder, ends = Path(sys.argv[1]), json.loads(sys.argv[2])
allowed = frozenset((host, port) for _, host, port, _ in ends)
sources = [Source(name[-1].lower(), name, f"http://{host}:{port}/", "en", "press", feeds=tuple(f"http://{host}:{port}{p}" for p in feeds), wanted="all") for name, host, port, feeds in ends]
with Library(folder / "library.db") as library, Fetcher(folder / "cache.db", FetchSettings(interval_s=0.0, first_wait_s=0.01, allowed=allowed)) as fetcher:
    crawl(library, sources, fetcher, plan=CrawlPlan(recheck_after=timedelta(0), pages_a_source=1000), on_progress=lambda progress: print(progress.url, flush=True))
"""


class TestOneSource:
    @pytest.fixture
    def outlet(self, site) -> Outlet:
        outlet = site.outlets[0]
        outlet.add(6, first=100)
        outlet.feed_paths = ["/feed.json"]
        return outlet

    def test_an_updated_article_becomes_a_version_and_nothing_else_is_fetched(self, site, outlet, library):
        run(library, site, [source_of(outlet)])
        corrected = list(outlet.stories.values())[2]
        corrected.revision += 1
        outlet.requests.clear()
        report = run(library, site, [source_of(outlet)])
        assert (report.sources[0].new, report.sources[0].new_versions) == (0, 1)
        assert [path for path, status in outlet.requests if path in outlet.stories] == [corrected.path]
        [article] = [one for one in library.articles() if one.url == outlet.root + corrected.path]
        assert "Correction 0" in article.text
        assert "Correction 0" not in library.versions(article.id)[0].text
        assert library.raw(article.id, library.versions(article.id)[0].version)

    def test_a_limit_leaves_the_rest_for_the_next_run(self, site, outlet, library):
        first = run(library, site, [source_of(outlet)], replace(PLAN, pages_a_source=2))
        assert (first.sources[0].new, first.sources[0].waiting) == (2, 4)
        outlet.feed_paths, outlet.stories = ["/feed.json"], outlet.stories
        assert run(library, site, [source_of(outlet)]).sources[0].new == 4

    def test_what_waits_is_fetched_even_when_its_feed_has_dropped_it(self, site, outlet, library):
        source = replace(source_of(outlet), feeds=(outlet.root + "/feed.json",))
        run(library, site, [source], replace(PLAN, pages_a_source=2))
        outlet.fixed["/feed.json"] = (200, {}, b'{"version": "https://jsonfeed.org/version/1.1", "items": []}')
        assert run(library, site, [source]).sources[0].new == 4

    def test_only_what_concerns_the_topic_is_fetched_and_the_reason_is_kept(self, site, outlet, library):
        odd = Story("/news/garden-show-opens", 300)
        odd.title = lambda: "Garden show opens"  # type: ignore[method-assign]
        outlet.stories[odd.path] = odd
        source = replace(source_of(outlet), wanted="topic")
        report = run(library, site, [source], replace(PLAN, terms=Terms(["Demo Chip"], ["AI", "laboratory"])))
        assert (report.sources[0].new, dict(report.sources[0].left_out)) == (6, {"not relevant": 1})
        assert odd.path not in outlet.asked_for()
        assert library.states("visit:a")[outlet.root + odd.path]["reason"] == "names nothing of the subject"

    def test_what_is_older_than_asked_for_is_left_out_and_counted(self, site, outlet, library):
        report = run(library, site, [source_of(outlet)], replace(PLAN, since=date(2026, 3, 1)))
        assert (report.sources[0].new, dict(report.sources[0].left_out)) == (0, {"before the period": 6})

    def test_a_source_without_a_known_feed_is_found_through_its_front_page(self, site, outlet, library):
        front = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body><a href="/news/x">A</a></body></html>'
        outlet.fixed["/"] = (200, {"Content-Type": "text/html"}, front.encode())
        outlet.feed_paths = []
        assert run(library, site, [source_of(outlet)]).sources[0].new == 6

    def test_a_listing_page_leads_to_its_articles(self, site, outlet, library):
        links = "".join(f'<a href="{path}">{story.title()}</a>' for path, story in outlet.stories.items())
        outlet.fixed["/section"] = (
            200,
            {"Content-Type": "text/html"},
            f"<html><body><a href='/tag/ai'>A tag with quite a few words</a>{links}</body></html>".encode(),
        )
        source = Source("a", "A", outlet.root + "/", "en", "press", listings=(outlet.root + "/section",), wanted="all")
        assert run(library, site, [source]).sources[0].new == 6

    def test_a_canonical_address_shared_by_different_articles_does_not_make_them_versions(self, site, outlet, library):
        for path, story in outlet.stories.items():
            outlet.fixed[path] = (200, {"Content-Type": "text/html"}, story.html(outlet.name, outlet.root + "/section"))
        assert run(library, site, [source_of(outlet)]).sources[0].new == 6
        assert library.count() == 6

    def test_a_stop_ends_the_run_and_reports_what_was_done(self, site, outlet, library):
        with Fetcher(library.path.parent / "cache.db", settings(site)) as fetcher:
            report = crawl(
                library,
                [source_of(outlet)],
                fetcher,
                plan=PLAN,
                on_progress=lambda progress: fetcher.stop.set() if progress.done == 2 else None,
            )
        assert report.stopped
        assert (report.sources[0].new, report.sources[0].waiting) == (2, 4)

    def test_a_library_that_cannot_be_written_stops_the_run(self, site, outlet, library):
        pages = library._connection.execute("PRAGMA page_count").fetchone()[0]
        library._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(StopRun, match="disk is full"):
            run(library, site, [source_of(outlet)])


class TestHealth:
    @pytest.fixture
    def outlet(self, site) -> Outlet:
        outlet = site.outlets[0]
        outlet.add(4, first=100)
        outlet.feed_paths = ["/feed.json"]
        return outlet

    def state(self, library: Library, site: Site, outlet: Outlet) -> str:
        run(library, site, [source_of(outlet)])
        [health] = source_health(library, [source_of(outlet)])
        assert health.is_failing() == (health.state in FAILING)
        return health.state

    def test_a_source_that_was_never_asked_says_so(self, library, outlet):
        assert source_health(library, [source_of(outlet)])[0].state == "never asked"

    def test_ok_then_unchanged(self, library, site, outlet):
        assert [self.state(library, site, outlet), self.state(library, site, outlet)] == ["ok", "unchanged"]

    def test_dead_when_nothing_it_is_known_by_answers(self, library, site, outlet):
        outlet.fixed = {path: (404, {}, b"") for path in ("/feed.json", "/", "/robots.txt")}
        assert self.state(library, site, outlet) == "dead"

    def test_blocked_when_we_are_not_let_in(self, library, site, outlet):
        outlet.fixed = {path: (403, {}, b"") for path in ("/feed.json", "/")}
        assert self.state(library, site, outlet) == "blocked"

    def test_empty_when_its_feed_names_nothing(self, library, site, outlet):
        outlet.fixed["/feed.json"] = (200, {}, b'{"version": "https://jsonfeed.org/version/1.1", "items": []}')
        assert self.state(library, site, outlet) == "empty"

    def test_moved_when_its_feed_redirects_for_good(self, library, site, outlet):
        outlet.fixed["/old.json"] = (301, {"Location": "/feed.json"}, b"")
        outlet.feed_paths = ["/old.json"]
        assert self.state(library, site, outlet) == "moved"

    def test_parse_failed_when_its_pages_hold_no_text(self, library, site, outlet):
        for path in outlet.stories:
            outlet.fixed[path] = (200, {"Content-Type": "text/html"}, b"<html><body><div id='app'></div></body></html>")
        assert self.state(library, site, outlet) == "parse failed"

    def test_paywall_when_its_pages_are_for_subscribers(self, library, site, outlet):
        data = '{"@type": "NewsArticle", "headline": "A", "isAccessibleForFree": false}'
        teaser = "The sample laboratory said on Friday that it had trained a model of its own on many chips."
        page = f"<html><head><script type='application/ld+json'>{data}</script></head><body><article><p>{teaser}</p></article></body></html>"
        for path in outlet.stories:
            outlet.fixed[path] = (200, {"Content-Type": "text/html"}, page.encode())
        assert self.state(library, site, outlet) == "paywall"

    def test_blocked_when_a_robot_check_stands_before_its_pages(self, library, site, outlet):
        page = b"<html><head><title>Just a moment...</title></head><body><p>Checking your browser before you may go on. This takes a few seconds.</p></body></html>"
        for path in outlet.stories:
            outlet.fixed[path] = (200, {"Content-Type": "text/html"}, page)
        assert self.state(library, site, outlet) == "blocked"


class TestSourceFinder:
    def test_a_source_is_made_from_an_address_and_added_to_the_users_list(self, site, tmp_path):
        outlet = site.outlets[0]
        outlet.add(2, first=1)
        outlet.robots = f"Sitemap: {outlet.root}/sitemap-1.xml\n"
        outlet.fixed["/"] = (
            200,
            {"Content-Type": "text/html"},
            b'<html lang="vi"><head><title>Demo Outlet A - news</title><link rel="alternate" type="application/rss+xml" href="/rss.xml"><link rel="alternate" type="application/rss+xml" href="/dead.xml"></head><body><p>x</p></body></html>',
        )
        with Fetcher(tmp_path / "cache.db", settings(site)) as fetcher:
            source = find_source(outlet.root, fetcher)
            assert (source.name, source.language, source.feeds) == ("Demo Outlet A", "vi", (outlet.root + "/rss.xml",))
            assert source.sitemaps == (outlet.root + "/sitemap-1.xml",)
            assert find_source(outlet.root + "/rss.xml", fetcher).feeds == (outlet.root + "/rss.xml",)
        add_source(tmp_path / "mine.toml", source)
        assert read_sources(tmp_path / "mine.toml", allowed=site.allowed()).sources[source.id] == source
        with pytest.raises(WrongUsage, match="listed already"):
            add_source(tmp_path / "mine.toml", replace(source, feeds=()), allowed=site.allowed())

    def test_given_addresses_are_sorted_into_feeds_sitemaps_and_pages(self, site, tmp_path, library):
        outlet = site.outlets[0]
        outlet.add(3, first=1)
        page = outlet.root + next(iter(outlet.stories))
        given = [outlet.root + "/rss.xml", outlet.root + "/sitemap-1.xml", page, outlet.root + "/none"]
        with Fetcher(tmp_path / "cache.db", settings(site)) as fetcher:
            source, lines = source_of_addresses(given, fetcher)
            assert (source.feeds, source.sitemaps, source.urls) == ((given[0],), (given[1],), (page,))
            assert len(lines) == 1
            crawl(library, [source], fetcher, plan=PLAN)
        assert library.count() == 3


class TestReadingBeside:
    def test_a_page_is_read_the_same_beside_as_here_and_a_closed_pool_says_so(self):
        story = Story("/a", 1)
        page = FetchedPage("https://demo.example/a", story.html("Demo", "https://demo.example/a"), "text/html")
        with ReadBeside(1) as reader:
            assert reader.read(page) == read_page(page)

    def test_a_page_that_stalls_its_process_is_given_up_and_the_next_is_read(self):
        story = Story("/a", 1)
        page = FetchedPage("https://demo.example/a", story.html("Demo", "https://demo.example/a"), "text/html")
        with ReadBeside(1, page_limit_s=20.0) as reader:
            assert not isinstance(reader.read(page), Unreadable)
            [process] = reader._pool._processes.values()
            os.kill(process.pid, signal.SIGKILL)
            time.sleep(0.1)
            assert not isinstance(reader.read(page), Unreadable)
