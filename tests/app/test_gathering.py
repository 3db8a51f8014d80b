"""Articles come over the network by address, by list and by source; what was missed is said, in the table, on stderr and in the exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import main
from tests.ingest.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        a, b, c = running.outlets
        a.add(6, first=1000)
        a.feed_paths = ["/rss.xml"]
        b.add(4, first=2000)
        b.robots = f"Sitemap: {b.root}/sitemap-index.xml\n"
        c.add(3, first=3000)
        yield running


class Shell:
    """The command line on a data folder of its own, let through to the loopback site."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["--data-dir", str(self.folder), *arguments])
        out = self._capsys.readouterr()
        return int(left.value.code or 0), out.out, out.err

    def list_sources(self, site: Site) -> None:
        self.folder.mkdir(exist_ok=True)
        entries = [
            f'[[source]]\nid = "demo-{o.name[-1].lower()}"\nname = "{o.name}"\nhome = "{o.root}/"\nlanguage = "en"\nkind = "press"\n'
            + (f'feeds = ["{o.root}/rss.xml"]\n' if o.feed_paths else "")
            for o in site.outlets
        ]
        (self.folder / "sources.toml").write_text("\n".join(entries), encoding="utf-8")


@pytest.fixture
def shell(tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    allowed = [f"{host}:{port}" for host, port in sorted(site.allowed())]
    monkeypatch.setenv("RACEGRAPH_FETCH__ALLOWED", json.dumps(allowed))
    monkeypatch.setenv("RACEGRAPH_FETCH__INTERVAL_S", "0")
    monkeypatch.setenv("RACEGRAPH_FETCH__ATTEMPTS", "1")
    return Shell(tmp_path / "data", capsys)


def test_listed_sources_are_taken_in_once(shell: Shell, site: Site) -> None:
    shell.list_sources(site)
    code, out, _ = shell("ingest", "--source", "demo-a", "--source", "demo-b", "--json")
    rows = {row["source"]: row for row in json.loads(out)["sources"]}
    assert (code, rows["demo-a"]["new"], rows["demo-b"]["new"], rows["total"]["parsed"]) == (0, "6", "4", "10")
    code, out, _ = shell("ingest", "--source", "demo-a", "--source", "demo-b")
    assert code == 0
    assert out.splitlines()[0].split()[:3] == ["source", "state", "found"]
    assert "10 known" in out


def test_addresses_of_every_sort_are_taken_as_what_they_are(shell: Shell, site: Site, tmp_path: Path) -> None:
    a, b, c = site.outlets
    pages = [c.root + path for path in c.stories]
    listed = tmp_path / "addresses.txt"
    listed.write_text("# of interest\n" + pages[1] + "\n", encoding="utf-8")
    feed, sitemap = a.root + "/rss.xml", b.root + "/sitemap-1.xml"
    code, out, _ = shell("ingest", pages[0], feed, sitemap, "--list", str(listed), "--json")
    (row, total) = json.loads(out)["sources"]
    assert (code, row["new"], total["new"]) == (0, "10", "10")


def test_a_page_that_is_gone_is_a_line_and_the_others_are_kept(shell: Shell, site: Site) -> None:
    c = site.outlets[2]
    code, out, err = shell("ingest", c.root + "/nothing-here", c.root + next(iter(c.stories)), "--json")
    assert code == 1
    assert json.loads(out)["sources"][-1]["new"] == "1"
    assert "/nothing-here" in err


def test_only_what_was_published_since_a_day_is_taken(shell: Shell, site: Site) -> None:
    shell.list_sources(site)
    site.outlets[0].add(2, first=1100)
    later = min(s.published().date() for s in site.outlets[0].stories.values() if s.number >= 1100)
    _, out, _ = shell("ingest", "--source", "demo-a", "--since", later.isoformat(), "--json")
    (row, _) = json.loads(out)["sources"]
    assert (row["new"], row["skipped"]) == ("2", "6 before the period")
    code, _, err = shell("ingest", "--source", "demo-a", "--since", "yesterday")
    assert (code, "write it as" in err) == (2, True)


def test_sources_tell_how_they_are_doing(shell: Shell, site: Site) -> None:
    shell.list_sources(site)
    site.outlets[1].stories.clear()
    shell("ingest", "--source", "demo-a", "--source", "demo-b")
    code, out, _ = shell("sources", "--json")
    states = {row["source"]: row["state"] for row in map(json.loads, out.splitlines())}
    assert (code, states["demo-a"], states["reuters"]) == (1, "ok", "never asked")
    assert states["demo-b"] == "empty"
    code, out, _ = shell("sources", "--failing")
    assert (code, "demo-b" in out, "demo-a" in out) == (1, True, False)


def test_a_source_is_added_by_its_address_with_the_feed_it_names(shell: Shell, site: Site) -> None:
    a = site.outlets[0]
    code, out, _ = shell("sources", "add", a.root + "/rss.xml")
    assert code == 0
    assert "1 feed" in out
    added = out.split()[1]
    code, out, _ = shell("ingest", "--source", added, "--json")
    assert (code, json.loads(out)["sources"][0]["new"]) == (0, "6")
    assert shell("sources", "add", a.root + "/rss.xml")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ingest",), "nothing to take in"),
        (("ingest", "--source", "nobody"), "no source is called nobody"),
        (("ingest", "--list", "missing.txt"), "missing.txt"),
    ],
)
def test_a_wrong_call_is_one_line(shell: Shell, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = shell(*arguments)
    assert code == 2
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_when_no_source_answers_the_exit_code_says_so(shell: Shell, site: Site) -> None:
    shell.list_sources(site)
    for outlet in site.outlets:
        outlet.fixed["/robots.txt"] = (503, {}, b"")
    code, _, err = shell("ingest", "--source", "demo-a", "--source", "demo-b")
    assert (code, "demo-a: dead" in err) == (3, True)


@pytest.mark.parametrize(("path", "code"), [("/gone", 3), ("", 2)])
def test_an_address_that_cannot_be_had_is_not_added(shell: Shell, site: Site, path: str, code: int) -> None:
    url = site.outlets[2].root + path if path else "http://169.254.169.254/"
    left, _, err = shell("sources", "add", url)
    assert (left, len(err.strip().splitlines())) == (code, 1)
    assert not (shell.folder / "sources.toml").exists()


def test_an_address_inside_is_refused_unless_let_through(shell: Shell) -> None:
    code, _, err = shell("ingest", "http://169.254.169.254/latest/meta-data/")
    assert code == 1
    assert "169.254.169.254" in err
