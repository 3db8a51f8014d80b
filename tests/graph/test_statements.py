"""What one speaker says is one statement in any language, whatever the order; what is not the same stays apart or is asked."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from graph.said import Said
from graph.statements import group, statement
from tests.graph.claims import amount, said

MONTHS = amount(3.0, "months", "gap", subjects=("china",))
SAME: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("equal words", {"text": "Demand for our chips is strong."}, {"text": "Demand for our chips is strong"}),
    (
        "a quotation in common, however it is led in",
        {"text": "“The market has changed for good,” he told the paper."},
        {"text": "In his words: “The market has changed for good.”"},
    ),
    (
        "one number about one thing in two languages",
        {"text": "China was three months behind", "amounts": (MONTHS,), "about": ("china",)},
        {"text": "中国只落后三个月", "language": "zh", "amounts": (MONTHS,), "about": ("china",)},
    ),
    (
        "a number rounded",
        {"text": "spent 5.58 million on it", "amounts": (amount(5.58e6, "USD", "training_cost"),)},
        {"text": "tốn khoảng 5,6 triệu", "language": "vi", "amounts": (amount(5.6e6, "USD", "training_cost", qualifier="about"),)},
    ),
    (
        "what is spoken of, in two languages, on one day",
        {"text": "If superintelligence took longer, the extra capacity would serve the core business."},
        {"text": "如果超级智能来得晚，多出来的算力可以用在核心业务上。", "language": "zh", "day": "2026-03-03"},
    ),
    (
        "the same relation",
        {"text": "It bought the start-up.", "triples": ("owns nvidia vinbrain",)},
        {"text": "Công ty đã mua lại startup.", "language": "vi", "triples": ("owns nvidia vinbrain",)},
    ),
    (
        "one vague number in one unit about one thing",
        {"text": "a few months behind", "amounts": (amount(None, "months", "gap", qualifier="vague"),), "about": ("china",)},
        {"text": "chậm vài tháng", "language": "vi", "amounts": (amount(None, "months", "gap", qualifier="vague"),), "about": ("china",)},
    ),
]  # fmt: skip
NOT_SAME: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "another number",
        {"text": "China is three months behind in chips", "amounts": (MONTHS,), "about": ("china",)},
        {"text": "China is nine months behind in chips", "amounts": (amount(9.0, "months", "gap", subjects=("china",)),), "about": ("china",)},
    ),
    (
        "the same words of another year's number",
        {"text": "revenue grew by 20 percent", "amounts": (amount(20.0, "percent", "growth", start="2024-01-01", end="2024-12-31"),)},
        {"text": "sales rose 20 percent", "amounts": (amount(20.0, "percent", "growth", start="2025-01-01", end="2025-12-31"),)},
    ),
    ("a denial and an assertion", {"text": "We sold the chips."}, {"text": "We sold the chips.", "modality": "denied"}),
    ("said and not said", {"text": "We will sell the chips."}, {"text": "We will sell the chips.", "negated": True}),
    (
        "two occasions months apart",
        {"text": "“The market has changed for good.”", "said_from": "2025-01-05", "said_to": "2025-01-05"},
        {"text": "“The market has changed for good.”", "said_from": "2025-09-05", "said_to": "2025-09-05"},
    ),
    ("another subject altogether", {"text": "Energy is cheap in the north."}, {"text": "芯片出口需要许可。", "language": "zh"}),
    (
        "declined, in two stories",
        {"text": "declined to comment", "modality": "declined_to_comment", "day": "2026-01-01"},
        {"text": "declined to comment", "modality": "declined_to_comment", "day": "2026-03-01", "source": None},
    ),
]  # fmt: skip


def pair(one: dict[str, Any], other: dict[str, Any]) -> list[Said]:
    from graph.origins import Source

    elsewhere = Source("other-outlet", "a2", "outlet", "inferred")
    return [said("c1", **one), said("c2", **{**other, "source": other.get("source") or elsewhere})]


@pytest.mark.parametrize(("one", "other"), [c[1:] for c in SAME], ids=[c[0] for c in SAME])
def test_claims_that_say_the_same_share_a_statement(one: dict[str, Any], other: dict[str, Any]) -> None:
    classes, _ = group(pair(one, other), {})
    assert len(classes) == 1


@pytest.mark.parametrize(("one", "other"), [c[1:] for c in NOT_SAME], ids=[c[0] for c in NOT_SAME])
def test_claims_that_do_not_stay_two_statements(one: dict[str, Any], other: dict[str, Any]) -> None:
    classes, _ = group(pair(one, other), {})
    assert len(classes) == 2


def test_the_id_is_that_of_the_least_claim_whatever_the_order() -> None:
    three = [said(c, "Demand for our chips is strong.") for c in ("c3", "c1", "c2")]
    made = {tuple(statement("x", m).id for m in group(list(order), {})[0]) for order in permutations(three)}
    assert made == {("sc1",)}


def test_an_unsure_pair_is_asked_and_a_persons_answer_stands() -> None:
    one = said("c1", "We plan to hire engineers for three large new offices in Austin next year.", about=("alibaba",))
    other = said(
        "c2", "Next year engineers in Austin will move to new offices, where a laboratory opens.", about=("alibaba",)
    )
    classes, unsure = group([one, other], {})
    assert (len(classes), unsure) == (2, [("c1", "c2")])
    classes, unsure = group([one, other], {("c1", "c2"): "same"})
    assert (len(classes), unsure) == (1, [])
    classes, unsure = group([one, other], {("c1", "c2"): "different"})
    assert (len(classes), unsure) == (2, [])


def test_what_was_judged_different_is_not_joined_through_a_third() -> None:
    three = [said(c, "Demand for our chips is strong.") for c in ("c1", "c2", "c3")]
    classes, _ = group(three, {("c1", "c2"): "different"})
    assert not any({"c1", "c2"} <= {s.claim for s in members} for members in classes)


def test_a_claim_that_does_not_stand_keeps_its_statement_and_counts_for_nothing() -> None:
    made = statement("x", [said("c1", "Strong."), said("c2", "Strong.", stands=False, day="2020-01-01")])
    assert (made.id, made.count, made.first_seen, len(made.claims)) == ("sc1", 1, "2026-03-02", 2)
