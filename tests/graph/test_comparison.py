"""Numbers support, contradict or update each other only when they are about one thing, one time and one scope."""

from __future__ import annotations

from typing import Any

import pytest

from graph.amounts import dollars, interval, same_number
from graph.comparison import Number, relate, telling
from tests.graph.claims import YEAR, amount, number, said

Edges = set[tuple[str, str, str]]


def capex(value: float, **given: Any) -> Any:
    return amount(value, given.pop("unit", "USD"), "capex", **{**YEAR, **given})


def share(value: float, **given: Any) -> Any:
    return amount(value, "percent", "market_share", **given)


def gap(value: float, **given: Any) -> Any:
    return amount(value, given.pop("unit", "months"), "gap", **given)


CHINA = ("country:china",)
CASES: list[tuple[str, Number, Number, str]] = [
    ("two estimates of one year", number("ft", capex(12e9)), number("broker", capex(160e9, unit="CNY")), "CONFLICTS_WITH"),
    ("one amount in two currencies", number("paper", capex(22e9)), number("broker", capex(160e9, unit="CNY")), "SUPPORTS"),
    ("a bound and a number beyond it", number("us", amount(2e5, "chips", "chip_output", high=2e5, qualifier="up_to", **YEAR)), number("firm", amount(8e5, "chips", "chip_output", **YEAR)), "CONFLICTS_WITH"),
    ("a bound and a number within it", number("us", amount(1e6, "chips", "chip_output", high=1e6, qualifier="up_to", **YEAR)), number("firm", amount(8e5, "chips", "chip_output", **YEAR)), ""),
    ("about, within the margin", number("a", amount(10.0, "months", "gap", qualifier="about")), number("b", gap(10.5)), "SUPPORTS"),
    ("two numbers a little apart", number("a", share(55.0)), number("b", share(56.0)), "SUPPORTS"),
    ("years and months", number("a", gap(2.0, unit="years")), number("b", gap(24.0)), "SUPPORTS"),
    ("ranges that meet at the edge", number("a", amount(None, "months", "gap", low=3.0, high=6.0, qualifier="range")), number("b", amount(None, "months", "gap", low=5.0, high=8.0, qualifier="range")), ""),
    ("ranges apart", number("a", amount(None, "months", "gap", low=3.0, high=6.0, qualifier="range")), number("b", amount(None, "months", "gap", low=24.0, high=36.0, qualifier="range")), "CONFLICTS_WITH"),
    ("a target is no claim about what is", number("a", capex(10e9, role="target")), number("b", capex(20e9)), ""),
    ("a forecast and what came", number("a", capex(10e9, role="forecast")), number("b", capex(20e9)), "CONFLICTS_WITH"),
    ("a quarter and its year", number("a", capex(10e9, start="2025-01-01", end="2025-03-31")), number("b", capex(40e9)), ""),
    ("two years", number("a", capex(10e9, start="2024-01-01", end="2024-12-31")), number("b", capex(40e9)), ""),
    ("no period, said a year apart", number("a", gap(30.0), day="2024-05-01"), number("b", gap(3.0), day="2025-06-01"), ""),
    ("models and chips", number("a", gap(3.0, domains=("models",))), number("b", gap(24.0, domains=("chips",))), ""),
    ("the world and one country", number("a", share(80.0)), number("b", share(20.0), scope=CHINA), ""),
    ("one country", number("a", share(80.0), scope=CHINA), number("b", share(20.0), scope=CHINA), "CONFLICTS_WITH"),
    ("two products", number("a", amount(5e4, "chips", "shipments", **YEAR), scope=("h100",)), number("b", amount(1e4, "chips", "shipments", **YEAR), scope=("h800",)), ""),
    ("a change and a level", number("a", share(5.0, basis="change")), number("b", share(50.0)), ""),
    ("a manner of speaking", number("a", gap(1.0, unit="nanoseconds", figurative=True)), number("b", gap(7.0)), ""),
    ("one who denies the number of another", number("a", share(50.0)), number("b", share(50.0), modality="denied"), "DENIES"),
    ("an outlet that repeats a number supports nothing", number("idc", share(55.0)), number("own:wire", share(55.0), voice="own"), ""),
    ("an outlet named as speaker supports nothing", number("idc", share(55.0)), number("reuters", share(55.0), voice="outlet"), ""),
    ("a chief and his company are one side", number("nvidia", share(55.0)), number("jensen-huang", share(55.0), side="nvidia"), ""),
    ("one report behind both", number("a", share(55.0), origin="origin:reuters:1"), number("b", share(55.0), origin="origin:reuters:1"), ""),
    ("the same speaker, later and otherwise", number("huang", share(50.0), day="2025-05-21"), number("huang", share(0.0), day="2025-10-06"), "UPDATES"),
    ("the same speaker with the same number again", number("huang", share(50.0), day="2025-05-21"), number("huang", share(50.0), day="2025-10-06"), ""),
    ("a plan of the company, retold and raised", number("nvidia", capex(75e9, role="forecast"), day="2025-02-04"), number("own:wire", capex(85e9, role="forecast"), voice="own", day="2025-07-24"), "UPDATES"),
    ("a range given anew", number("nvidia", amount(None, "USD", "capex", low=66e9, high=72e9, qualifier="range", role="forecast", **YEAR), day="2025-07-30"), number("nvidia", amount(None, "USD", "capex", low=70e9, high=72e9, qualifier="range", role="forecast", **YEAR), day="2025-10-29"), "UPDATES"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "edge"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_two_numbers(a: Number, b: Number, edge: str) -> None:
    for order in ((a, b), (b, a)):
        found = relate("nvidia", order).edges
        assert [e.type for e in found] == ([edge] if edge else [])
        assert all(e.why for e in found)


def test_the_later_statement_updates_the_earlier_whose_claims_are_superseded() -> None:
    old, new = number("huang", share(50.0), day="2025-05-21"), number("huang", share(0.0), day="2025-10-06")
    found = relate("nvidia", [new, old])
    assert [(e.start, e.end) for e in found.edges] == [(new.statement, old.statement)]
    assert found.superseded == old.claims


def test_the_earlier_number_of_a_change_is_not_compared() -> None:
    was = share(95.0, id="was", is_past=True)
    now = share(50.0, changed_from="was")
    assert telling(said("c1", "from 95 to 50 per cent", amounts=(was, now))) == [now]


def test_two_numbers_for_one_thing_in_one_claim_are_not_compared() -> None:
    assert telling(said("c1", "66 per cent, then 8", amounts=(share(66.0), share(8.0)))) == []


@pytest.mark.parametrize(
    ("given", "usd"),
    [(amount(720.0, "CNY", start="2024-01-01", end="2024-12-31"), 100.0), (amount(5.0, "USD"), 5.0), (amount(5.0, "percent"), None), (amount(None, "USD", low=2.0, high=4.0), 3.0)],
)  # fmt: skip
def test_money_is_turned_into_dollars_of_its_year(given: Any, usd: float | None) -> None:
    assert dollars(given, "2025-01-01") == (None if usd is None else pytest.approx(usd, rel=0.02))


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "expected"),
    [("exact", None, None, (40, 40)), ("more_than", 40.0, None, (40, float("inf"))), ("up_to", None, 40.0, (-float("inf"), 40)), ("almost", None, 40.0, (36, 40)), ("about", None, None, (36, 44))],
)  # fmt: skip
def test_a_qualifier_is_a_bound_or_a_margin(
    qualifier: str, low: float | None, high: float | None, expected: tuple[float, float]
) -> None:
    found = interval(amount(40.0, "percent", qualifier=qualifier, low=low, high=high), "2025-01-01")
    assert found
    assert (found.low, found.high) == pytest.approx(expected)


def test_rounding_does_not_make_another_number() -> None:
    assert same_number((amount(5.58e6, "USD"), said("a", "")), (amount(5.6e6, "USD"), said("b", "")))
    assert not same_number((amount(5.58e6, "USD"), said("a", "")), (amount(6.0e6, "USD"), said("b", "")))
