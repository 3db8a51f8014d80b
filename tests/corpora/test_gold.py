"""The annotations of the demo briefs fit the briefs and speak the language of `extract/annotations.py`."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from app.cli.serving import briefs
from extract.annotations import KINDS, MODALITIES, PREDICATES, Basis, Qualifier, Reply, Role
from ingest.article import Article
from ingest.files import ReadFile, read_files

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "vi", "zh")
FAMILIES = ("mentions", "figures", "claims", "relations")
# Required items of each family, and claims that have a speaker: what was annotated must not get lost.
LEAST = {
    "en": {"mentions": 206, "figures": 50, "claims": 116, "relations": 31, "attributed": 73},
    "vi": {"mentions": 205, "figures": 48, "claims": 94, "relations": 39, "attributed": 66},
    "zh": {"mentions": 224, "figures": 55, "claims": 93, "relations": 43, "attributed": 70},
}

Row = dict[str, Any]


def rows(language: str) -> list[Row]:
    lines = (ROOT / "corpora/gold" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


ALL = [row for language in LANGUAGES for row in rows(language)]
every_file = pytest.mark.parametrize("row", ALL, ids=[row["file"] for row in ALL])


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {Path(file.path).name: file.article for file in read_files(briefs()) if isinstance(file, ReadFile)}


@pytest.fixture(scope="module")
def units() -> set[str]:
    table = tomllib.loads((ROOT / "extract/tables/any/units.toml").read_text(encoding="utf-8"))
    return {unit["id"] for unit in table["unit"]} | {
        "ratio"
    }  # a share in words ("half of it") has no word for its unit


@pytest.fixture(scope="module")
def metrics() -> set[str]:
    table = tomllib.loads((ROOT / "extract/tables/any/metrics.toml").read_text(encoding="utf-8"))
    return {metric["id"] for metric in table["metric"]}


def test_every_brief_is_annotated_once(articles: dict[str, Article]) -> None:
    assert sorted(row["file"] for row in ALL) == sorted(articles)


@every_file
def test_every_span_is_the_text_at_its_place(row: Row, articles: dict[str, Article]) -> None:
    article = articles[row["file"]]
    assert row["article"]["version"] == article.version, "the brief was edited after it was annotated"
    wrong = [x for family in FAMILIES for x in row[family] if article.text[x["start"] : x["end"]] != x["text"]]
    assert not wrong


@every_file
def test_every_word_of_a_closed_list_is_in_it(row: Row, units: set[str], metrics: set[str]) -> None:
    assert {x["kind"] for x in row["entities"] + row["mentions"]} <= set(KINDS)
    assert {k for x in row["entities"] for k in x.get("kind_or", [])} <= set(KINDS)
    assert {x["unit"] for x in row["figures"]} <= units
    assert {x["metric"] for x in row["figures"]} <= metrics | {""}
    assert {x["qualifier"] for x in row["figures"]} <= set(get_args(Qualifier))
    assert {x["role"] for x in row["figures"]} <= set(get_args(Role))
    assert {x["basis"] for x in row["figures"]} <= set(get_args(Basis))
    assert {m for x in row["claims"] for m in [x["modality"], *x.get("modality_or", [])]} <= set(MODALITIES)
    assert {x["reply"] for x in row["claims"]} <= {None, *get_args(Reply)}
    assert {x["predicate"] for x in row["relations"]} <= set(PREDICATES)


@every_file
def test_every_name_used_is_an_entity_of_the_article(row: Row) -> None:
    entities = {x["id"]: x["kind"] for x in row["entities"]}
    assert all(entities[x["entity"]] == x["kind"] for x in row["mentions"])
    assert set(entities) == {x["entity"] for x in row["mentions"]}
    speakers = {x["speaker"] for x in row["claims"]} - {None}
    used = {s for s in speakers if not s.startswith("unnamed: ")}
    used |= {e for x in row["claims"] for e in x["about"] + x["via"]}
    used |= {e for x in row["figures"] for e in x["subjects"]}
    used |= {e for x in row["relations"] for e in (x["subject"], x["object"])}
    assert used <= set(entities)


@every_file
def test_what_points_at_a_figure_or_a_claim_finds_it(row: Row) -> None:
    figures, claims = ({x["id"] for x in row[family]} for family in ("figures", "claims"))
    assert len(figures) == len(row["figures"])
    assert len(claims) == len(row["claims"])
    assert {f for x in row["claims"] for f in x["figures"]} <= figures
    assert {x["changed_from"] for x in row["figures"]} <= figures | {None}
    assert {x["claim"] for x in row["relations"]} <= claims | {None}


@every_file
def test_bounds_follow_from_the_qualifier(row: Row) -> None:
    bounds = {
        "more_than": (True, False),
        "at_least": (True, False),
        "up_to": (False, True),
        "less_than": (False, True),
        "almost": (False, True),
    }
    for figure in row["figures"]:
        low, high = bounds.get(figure["qualifier"], (False, False))
        if figure["qualifier"] == "range":
            assert figure["low"] is not None
        else:
            assert figure["low"] == (figure["value"] if low else None)
            assert figure["high"] == (figure["value"] if high else None)
        assert (figure["value"] is None) == (figure["qualifier"] in ("vague", "range"))


@every_file
def test_a_claim_with_a_speaker_says_by_which_words(row: Row, articles: dict[str, Article]) -> None:
    text = articles[row["file"]].text
    for claim in row["claims"]:
        assert (claim["speaker"] is None) == (claim["speaker_text"] is None)
        assert claim["speaker_text"] is None or claim["speaker_text"] in text
        assert claim["condition"] is None or claim["condition"] in claim["text"]
        assert (claim["reply"] is None) == (claim["modality"] != "declined_to_comment")


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_halves_hold_about_as_many_files(language: str) -> None:
    halves = Counter(row["half"] for row in rows(language))
    assert set(halves) == {"fit", "check"}
    assert abs(halves["fit"] - halves["check"]) <= 1


def test_versions_and_copies_of_one_brief_stand_in_one_half() -> None:
    half = {row["file"]: row["half"] for row in ALL}
    together = [
        ("en-04-bytedance-capex.v1.md", "en-04-bytedance-capex.v2.md"),
        ("vi-04-alphabet-85-ty.v1.md", "vi-04-alphabet-85-ty.v2.md"),
        ("en-05-chip-smuggling.txt", "en-06-smuggling-tech-review.html"),
        ("vi-05-deepseek-blackwell.txt", "vi-06-deepseek-blackwell-vi-du.html"),
    ]
    assert [(half[a], a, b) for a, b in together if half[a] != half[b]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_annotation_got_lost(language: str) -> None:
    counts: Counter[str] = Counter()
    for row in rows(language):
        for family in FAMILIES:
            counts[family] += sum(not x.get("optional") for x in row[family])
        counts["attributed"] += sum(x["speaker"] is not None and not x.get("optional") for x in row["claims"])
    assert {k: v for k, v in LEAST[language].items() if counts[k] < v} == {}
