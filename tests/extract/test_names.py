"""Names: exactly the known ones, and the unknown ones that the words around them explain."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.pipeline import Extractor
from ingest.article import Article

MUST_NOT_MATCH = [
    ("Chip H200 đã được giao cho khách hàng.", "H20"),
    ("The Qwen3 family is open.", "Qwen"),
    ("GPT-4o is older than it looks.", "GPT-4"),
    ("昇腾910C已经量产。", "910B"),
]


def names(extractor: Extractor, text: str) -> dict[str, str]:
    return {m.text: m.kind for m in extractor.extract(Article(id="a", version="v", text=text)).mentions}


@pytest.mark.parametrize(("text", "name"), MUST_NOT_MATCH)
def test_a_version_is_not_its_neighbour(extractor: Extractor, text: str, name: str) -> None:
    assert name not in names(extractor, text)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Nhà phân tích Charlie Whitford nhận định thị trường đang nóng.", "Charlie Whitford", "Person"),
        ("Startup Lumora Robotics vừa gọi vốn thành công.", "Lumora Robotics", "Company"),
        ("Dana Whitfield, an analyst at Harborview Research, said prices would fall.", "Dana Whitfield", "Person"),
        (
            "Dana Whitfield, an analyst at Harborview Research, said prices would fall.",
            "Harborview Research",
            "Company",
        ),
        ("The Ministry of Digital Progress published a draft.", "Ministry of Digital Progress", "Agency"),
        ("分析师周立群表示，需求正在回升。", "周立群", "Person"),
    ],
)
def test_an_unknown_name_is_typed_by_the_words_around_it(extractor: Extractor, text: str, name: str, kind: str) -> None:
    assert names(extractor, text).get(name) == kind


def test_a_surname_is_the_person_named_before(extractor: Extractor) -> None:
    text = "Dana Whitfield, an analyst, was calm. Prices, Whitfield said, would fall."
    found = extractor.extract(Article(id="a", version="v", text=text))
    assert {m.entity for m in found.mentions if "Whitfield" in m.text} == {"person:dana-whitfield"}


def test_one_company_has_one_id_in_three_languages(extractor: Extractor) -> None:
    ids = {
        m.entity
        for text in ("英伟达公布财报。", "輝達公布財報。", "NVIDIA công bố báo cáo.", "Nvidia published its results.")
        for m in extractor.extract(Article(id="a", version="v", text=text)).mentions
    }
    assert ids == {"nvidia"}


CASES = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:50] for c in CASES])
def test_names_are_found_where_the_sentence_says_what_they_are(extractor: Extractor, case: dict[str, Any]) -> None:
    article = Article(id="a", version="v", text=case["text"])
    mentions = extractor.extract(article).mentions
    kinds = {m.text: m.kind for m in mentions}
    for wanted in case.get("has", []):
        surface, _, kind = wanted.rpartition("=")
        assert kinds.get(surface) == kind, f"{surface}: {kinds}"
    assert not [surface for surface in case.get("not", []) if surface in kinds], kinds
    if "same" in case:
        owners = {m.text: m.entity for m in mentions}
        assert len({owners.get(surface, surface) for surface in case["same"]}) == 1, owners
