"""The demo briefs are what `corpora/gold/demo_expected.toml` says of them: every quote stands in its file, every kind is there."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from app.cli.serving import briefs
from ingest.article import Article
from ingest.copies import record_copies
from ingest.files import ReadFile, read_files
from ingest.library import Library
from ingest.run import ingest_paths

EXPECTED: list[dict[str, Any]] = tomllib.loads(
    Path(str(files("corpora") / "gold" / "demo_expected.toml")).read_text(encoding="utf-8")
)["expected"]


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {Path(found.path).name: found.article for found in read_files(briefs()) if isinstance(found, ReadFile)}


def test_every_brief_is_read(articles: dict[str, Article]) -> None:
    assert len(articles) == len(briefs()) == 26
    assert len({article.id for article in articles.values()}) == 24
    assert Counter(name[:2] for name in articles if ".v1." not in name) == {"en": 8, "vi": 8, "zh": 8}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: str(expected["id"]))
def test_every_quote_stands_in_its_brief(expected: dict[str, Any], articles: dict[str, Article]) -> None:
    assert [quote for name, quote in expected["quotes"] if quote not in articles[name].text] == []


def test_a_corrected_sentence_is_gone_from_the_second_version(articles: dict[str, Article]) -> None:
    for expected in (e for e in EXPECTED if e["kind"] == "correction"):
        (first, wrong), (second, right), (_, gone) = expected["quotes"]
        assert articles[first].id == articles[second].id
        assert wrong not in articles[second].text
        assert right not in articles[first].text
        assert gone not in articles[second].text


def test_the_second_version_stays_the_newest_however_often_the_folder_is_read(
    tmp_path: Path, articles: dict[str, Article]
) -> None:
    with Library(tmp_path / "library.db") as library:
        ingest_paths(library, briefs())
        again = ingest_paths(library, briefs())
        assert (again.new, again.new_versions, again.skipped) == (0, 0, [])
        for name, article in articles.items():
            if ".v2." in name:
                assert library.get(article.id).version == article.version


def test_copies_and_only_copies_are_found(tmp_path: Path, articles: dict[str, Article]) -> None:
    wanted = {frozenset((e["of"], e["quotes"][0][0])) for e in EXPECTED if e["kind"] == "copy"}
    newest = {name: article for name, article in articles.items() if ".v1." not in name}
    with Library(tmp_path / "library.db") as library:
        found = 0
        for article in newest.values():
            library.add(article)
            found += record_copies(library, article)
    assert found == len(wanted)
