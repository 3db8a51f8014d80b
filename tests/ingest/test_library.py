"""The library keeps every version, loses nothing it acknowledged, and a second run changes nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import Article, MarkedBlock, PageBreak, article_id, content_version
from ingest.errors import StopRun, WrongUsage
from ingest.export import export_library, import_library
from ingest.library import Library
from ingest.run import ingest_paths

DAYS = st.dates(min_value=date(1990, 1, 1))
TIMES = st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the zone is the strategy's


def article(text: str = "Một đoạn văn mẫu.", *, address: str = "a.txt", **known: object) -> Article:
    title = str(known.get("title", ""))
    return Article(id=article_id(address), version=content_version(title, text), text=text, **known)  # type: ignore[arg-type]


ARTICLES = st.builds(
    article,
    st.text(min_size=1),
    address=st.sampled_from(["a", "b", "c"]),
    title=st.text(),
    authors=st.lists(st.text()).map(tuple),
    published_on=st.none() | DAYS,
    modified_at=st.none() | TIMES,
    blocks=st.lists(st.builds(MarkedBlock, st.integers(0, 9), st.integers(10, 20), st.just("heading"))).map(tuple),
    pages=st.lists(st.builds(PageBreak, st.integers(0, 9), st.integers(1, 20))).map(tuple),
    came_from=st.lists(st.tuples(st.text(), st.text())).map(tuple),
)


@pytest.fixture
def library(tmp_path):
    with Library(tmp_path / "library.db") as opened:
        yield opened


def test_a_second_add_changes_nothing(library):
    assert library.add(article(), b"raw") == "new"
    before = list(export_library(library))
    assert library.add(article(), b"raw") == "unchanged"
    assert list(export_library(library)) == before


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(library):
    library.add(article("Câu cũ ở đây."), b"old")
    assert library.add(article("Câu mới ở đây."), b"new") == "new version"
    assert library.count() == 1
    assert [one.text for one in library.versions(article_id("a.txt"))] == ["Câu cũ ở đây.", "Câu mới ở đây."]
    assert library.get(article_id("a.txt")).text == "Câu mới ở đây."
    assert library.raw(article_id("a.txt")) == b"new"
    assert library.raw(article_id("a.txt"), content_version("", "Câu cũ ở đây.")) == b"old"


def test_the_outlets_own_times_say_which_version_is_newest(library):
    late, early = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    library.add(article("Bản sau.", modified_at=late))
    assert library.add(article("Bản trước.", modified_at=early)) == "new version"
    assert library.get(article_id("a.txt")).text == "Bản sau."


def test_a_text_that_returns_is_the_newest_again(library):
    for text in ("Bản một.", "Bản hai.", "Bản một."):
        library.add(article(text))
    assert library.get(article_id("a.txt")).text == "Bản một."
    assert len(library.versions(article_id("a.txt"))) == 2


def test_what_is_newly_known_of_an_unchanged_article_is_taken_over(library):
    library.add(article())
    assert library.add(article(authors=("Ada Sample",)), b"raw") == "unchanged"
    assert library.get(article_id("a.txt")).authors == ("Ada Sample",)
    assert library.raw(article_id("a.txt")) == b"raw"


def test_articles_come_in_order_of_arrival_or_as_asked(library):
    for address in ("b", "a", "c"):
        library.add(article(address=address, source=address))
    assert [one.source for one in library.articles()] == ["b", "a", "c"]
    assert [one.source for one in library.articles([article_id("c"), article_id("none"), article_id("a")])] == [
        "c",
        "a",
    ]


def test_a_removed_article_leaves_nothing_behind_but_what_others_share(library):
    library.add(article(address="a"), b"shared")
    library.add(article(address="b"), b"shared")
    library.add(article(address="b", text="Khác hẳn."), b"own")
    library.remove(article_id("b"))
    library.remove(article_id("b"))
    assert (library.count(), library.versions(article_id("b"))) == (1, [])
    assert library.raw(article_id("a")) == b"shared"
    with pytest.raises(WrongUsage, match="not in the library"):
        library.get(article_id("b"))


@settings(max_examples=20, deadline=None)
@given(added=st.lists(ARTICLES, max_size=6))
def test_export_and_import_make_the_same_library(added, tmp_path_factory):
    folder = tmp_path_factory.mktemp("libraries")
    with Library(folder / "one.db") as one, Library(folder / "two.db") as two:
        for number, each in enumerate(added):
            one.add(each, b"raw %d" % number)
        lines = list(export_library(one))
        import_library(two, lines)
        assert list(export_library(two)) == lines
        assert list(two.articles()) == list(one.articles())
        assert import_library(two, lines) == 0
        assert list(export_library(two)) == lines


@settings(max_examples=25, deadline=None)
@given(each=ARTICLES)
def test_an_article_comes_back_as_it_was_put_in(each, tmp_path_factory):
    with Library(tmp_path_factory.mktemp("library") / "library.db") as library:
        library.add(each)
        assert library.get(each.id, each.version) == each


def test_a_broken_import_line_leaves_the_library_as_it_was(library):
    library.add(article())
    lines = [*export_library(library)]
    library.remove(article_id("a.txt"))
    with pytest.raises(WrongUsage, match="line 2"):
        import_library(library, [*lines, "{"])
    assert library.count() == 0


def test_a_full_disk_gives_one_clear_line_and_keeps_what_was_there(library):
    library.add(article())
    pages = library._connection.execute("PRAGMA page_count").fetchone()[0]
    library._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StopRun, match="disk is full"):
        library.add(article(address="b"), os.urandom(200_000))
    assert [one.id for one in library.articles()] == [article_id("a.txt")]


def test_a_file_that_is_no_library_gives_one_clear_line(tmp_path):
    (tmp_path / "library.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StopRun, match="not a racegraph library"):
        Library(tmp_path / "library.db")


def test_a_library_of_a_newer_racegraph_is_not_touched(tmp_path):
    connection = sqlite3.connect(tmp_path / "library.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StopRun, match="update racegraph"):
        Library(tmp_path / "library.db")


WRITER = """
import sys
from ingest.article import Article
from ingest.library import Library
library = Library(sys.argv[1])
for number in range(100000):
    library.add(Article(id=f"{number:016}", version="v", text=f"Bài số {number}."), b"raw")
    print(number, flush=True)
"""


def test_a_killed_process_loses_nothing_it_acknowledged(tmp_path):
    path = tmp_path / "library.db"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(25)]
    os.kill(writer.pid, signal.SIGKILL)
    acknowledged += [int(line) for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    writer.stdout.close()
    with Library(path) as library:
        kept = {one.id for one in library.articles()}
        assert {f"{number:016}" for number in acknowledged} <= kept
        assert library.add(replace(article(), id="x")) == "new"


def test_a_run_counts_what_became_of_every_file(tmp_path, library):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("Công ty mẫu công bố mô hình.")
    (folder / "b.txt").write_text("Công ty khác nói điều khác.")
    (folder / "empty.txt").write_text("")
    seen = []
    first = ingest_paths(library, [folder], on_progress=seen.append)
    assert (first.found, first.new, first.skipped_by_reason()) == (3, 2, {"empty": 1})
    assert [(progress.done, progress.total) for progress in seen] == [(1, 3), (2, 3), (3, 3)]
    before = list(export_library(library))
    assert ingest_paths(library, [folder]).unchanged == 2
    assert list(export_library(library)) == before
    (folder / "a.txt").write_text("Công ty mẫu đính chính về mô hình.")
    third = ingest_paths(library, [folder])
    assert (third.new, third.unchanged, third.new_versions) == (0, 1, 1)
