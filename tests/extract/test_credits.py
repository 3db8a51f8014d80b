"""Which outlets a text credits with its story: lines at head and foot, datelines, brackets behind the last words, in three languages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.annotations import Extraction
from extract.pipeline import Extractor
from ingest.article import Article

CASES = tomllib.loads((Path(__file__).parent / "credits.toml").read_text(encoding="utf-8"))
STORY = {
    "vi": [
        "Một hãng sản xuất chip hôm thứ Sáu cho biết sẽ tuyển thêm người cho nhà máy mới của mình ở miền Trung.",
        "Nhà máy sẽ mở cửa vào mùa xuân năm sau, theo kế hoạch mà hãng đã gửi cho chính quyền thành phố.",
    ],
    "en": [
        "A maker of chips said on Friday that it would hire more people for its new plant in the valley.",
        "The plant will open next spring, according to the plan that the company has sent to the city.",
    ],
    "zh": [
        "一家芯片制造商星期五表示，将为新工厂招聘更多工程师，并扩大产能，以满足客户的需求。",
        "新工厂将于明年春天投产，公司已将计划提交给市政府审批，预计年内可以获得批准。",
    ],
}


def read(extractor: Extractor, *paragraphs: str) -> Extraction:
    found = extractor.extract(Article(id="a", version="v", text="\n\n".join(paragraphs)))
    text = "\n\n".join(paragraphs)
    for part in (*found.credits, *found.mentions):
        assert text[part.start : part.end] == part.text
    return found


def outlets(found: Extraction) -> list[str]:
    return [c.outlet for c in found.credits]


@pytest.mark.parametrize("case", CASES["line"], ids=[c["text"] for c in CASES["line"]])
def test_a_line_at_head_or_foot_credits_the_outlets_it_names(extractor: Extractor, case: dict[str, Any]) -> None:
    story = STORY[case["language"]]
    if case.get("at", "head") == "head":
        assert sorted(outlets(read(extractor, case["text"], *story))) == sorted(case["outlets"])
    if case.get("at", "foot") == "foot":
        assert sorted(outlets(read(extractor, *story, case["text"]))) == sorted(case["outlets"])


@pytest.mark.parametrize("case", CASES["line"], ids=[c["text"] for c in CASES["line"]])
def test_the_same_line_amid_the_story_credits_nobody(extractor: Extractor, case: dict[str, Any]) -> None:
    story = STORY[case["language"]]
    assert outlets(read(extractor, *story, case["text"], *story)) == []


@pytest.mark.parametrize("case", CASES["opening"], ids=[c["text"][:40] for c in CASES["opening"]])
def test_a_dateline_credits_the_agency_it_names(extractor: Extractor, case: dict[str, Any]) -> None:
    found = read(extractor, case["text"], *STORY["en"])
    assert outlets(found) == case["outlets"]
    assert [c.text for c in found.credits] == ([case["dateline"]] if case["dateline"] else [])


@pytest.mark.parametrize("case", CASES["ending"], ids=[c["text"][-40:] for c in CASES["ending"]])
def test_a_bracket_behind_the_last_words_credits_the_story(extractor: Extractor, case: dict[str, Any]) -> None:
    assert outlets(read(extractor, *STORY["en"], case["text"])) == case["outlets"]


def test_a_source_under_a_caption_is_the_pictures(extractor: Extractor) -> None:
    assert outlets(read(extractor, "Photo: a plant in the valley", "Source: Bloomberg", *STORY["en"])) == []


def test_a_credited_outlet_is_an_entity_of_the_article_and_named_where_it_stands(extractor: Extractor) -> None:
    found = read(extractor, *STORY["en"], "Source: AP")
    assert [(c.text, c.outlet) for c in found.credits] == [("Source: AP", "ap")]
    assert {"ap"} <= {e.id for e in found.entities}
    assert [m.text for m in found.mentions if m.entity == "ap"] == ["AP"]


def test_an_outlet_that_is_credited_twice_is_one_credit(extractor: Extractor) -> None:
    found = read(extractor, "By Reuters", "OSLO, Jan 3 (Reuters) - " + STORY["en"][0], STORY["en"][1], "(Reuters)")
    assert [(c.text, c.outlet) for c in found.credits] == [("By Reuters", "reuters")]


def test_an_empty_text_credits_nobody(extractor: Extractor) -> None:
    assert outlets(read(extractor, "")) == []
