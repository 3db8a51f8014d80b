"""What becomes of claims when their article changes, in three languages; and what a denial denies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.annotations import Claim, Piece
from graph.denials import Voiced, denied_by
from graph.versions import gone
from tests.graph.claims import amount, said
from tests.graph.factory import article


def claim(id_: str, sentence: str, speaker: str | None = "nvidia", modality: str = "asserted") -> Claim:
    return Claim(id_, 0, len(sentence), sentence, sentence, (Piece(0, len(sentence)),), speaker, None, "said", modality)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "text", "new", "status", "by"),
    [
        ("Sales were 26.4 billion last year.", "Sales were 20.6 billion last year.\n\nCorrection: a number was wrong.", "Sales were 20.6 billion last year.", "superseded", "new"),
        ("Doanh thu đạt 94,6 tỷ USD trong quý hai.", "Doanh thu đạt 96,4 tỷ USD trong quý hai.\n\nĐính chính: ghi nhầm doanh thu.", "Doanh thu đạt 96,4 tỷ USD trong quý hai.", "superseded", "new"),
        ("公司去年的销售额为264亿美元。", "公司去年的销售额为206亿美元。\n\n更正：此前数字有误。", "公司去年的销售额为206亿美元。", "superseded", "new"),
        ("Sales were 26.4 billion last year.", "Sales were 20.6 billion last year.", "Sales were 20.6 billion last year.", "withdrawn", ""),
        ("Shares fell at once.", "Sales were 20.6 billion last year.\n\nCorrection: a sentence was removed.", "Sales were 20.6 billion last year.", "withdrawn", ""),
    ],
    ids=["English", "Vietnamese", "Chinese", "changed without a word", "taken out"],
)  # fmt: skip
def test_a_claim_that_is_gone_is_superseded_or_withdrawn(old: str, text: str, new: str, status: str, by: str) -> None:
    (found,) = gone(article("a", text), [claim("new", new)], [("v1", claim("old", old))])
    assert (found.status, found.replaced_by) == (status, by)


def test_a_claim_whose_sentence_still_stands_is_not_gone() -> None:
    assert gone(article("a", "Sales rose. More."), [], [("v1", claim("old", "Sales rose."))]) == []


def test_an_answer_takes_the_place_of_none() -> None:
    text = "ByteDance rejected the report. It was wrong.\n\nCorrection: updated with the answer."
    answer = claim("new", "ByteDance rejected the report.", "bytedance", "denied")
    (found,) = gone(
        article("a", text),
        [answer],
        [("v1", claim("old", "ByteDance did not respond.", "bytedance", "declined_to_comment"))],
    )
    assert found.replaced_by == "new"


PLAN = said(
    "c1", "It plans to spend 150 billion.", place=0, about=("bytedance",), amounts=(amount(1.5e11, "CNY", "capex"),)
)
ASIDE = said("c2", "The people were not named.", place=100)
RUMOUR = said("c3", "The model is said to come out in August.", place=200)
OTHERS = [
    Voiced("unnamed:reuters", "source", PLAN),
    Voiced("own:wire", "own", ASIDE),
    Voiced("own:wire", "own", RUMOUR),
]


@pytest.mark.parametrize(
    ("text", "language", "about", "denied"),
    [
        ("ByteDance rejected the report.", "en", (), "c1"),
        ("ByteDance bác bỏ thông tin này.", "vi", (), "c3"),
        ("字节跳动否认此事。", "zh", (), "c3"),
        ("ByteDance denied that it would spend 150 billion on it.", "en", ("bytedance",), "c1"),
        ("Nothing of the kind.", "en", (), None),
    ],
    ids=[
        "a report",
        "Vietnamese: what was said last",
        "Chinese: what was said last",
        "by what it is about",
        "nothing that is told",
    ],
)
def test_a_denial_answers_what_it_points_back_to(
    text: str, language: str, about: tuple[str, ...], denied: str | None
) -> None:
    denial = said("d", text, place=300, modality="denied", language=language, about=about)
    speaker = "bytedance" if denied is not None else "somebody"
    found = denied_by(denial, speaker, [*OTHERS, Voiced(speaker, "named", denial)])
    assert (found.claim if found else None) == denied


def test_a_denial_of_an_older_version_does_not_deny_the_newer() -> None:
    denial = said("d", "ByteDance rejected the report.", place=300, modality="denied", stands=False)
    assert denied_by(denial, "bytedance", [*OTHERS, Voiced("bytedance", "named", denial)]) is None
    assert denied_by(replace(denial, stands=True), "bytedance", OTHERS) is not None
