"""Holds two numbers against each other: whether they can be compared at all, and whether they agree.

Money is turned into dollars at the rate of its year, times into months. "More than", "up to" and ranges are bounds, "about" is a margin. Where
anything that decides is unknown, the answer is that they cannot be compared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from extract.rates import usd
from graph.said import Amount, Said, days_between
from graph.tables import table

Verdict = Literal["agree", "compatible", "differ"]

_NEAR_DAYS = 92
"""Numbers without a period are compared when they were given within a quarter."""
AHEAD = ("forecast", "target")
"""Roles of numbers about what is to come."""
_BESIDE = 800
"""Characters within which an article that tells two numbers of a state, one of them undated, holds them against each other itself."""
_ABOUT = 0.10
_LIKE = 0.25
_SAME_STRETCH = 0.7


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and the greatest that an amount can be, in the one unit of its class."""

    low: float
    high: float
    unit_class: str
    unit: str

    @property
    def is_bounded(self) -> bool:
        return math.isfinite(self.low) and math.isfinite(self.high)


def dollars(amount: Amount, day: str) -> float | None:
    """Return the value of an amount of money in dollars of its year; the middle of a range; None for anything else."""
    value = amount.value
    if value is None and amount.low is not None and amount.high is not None:
        value = (amount.low + amount.high) / 2
    return None if value is None else usd(value, amount.unit, _on(amount, day))


def interval(amount: Amount, day: str) -> Interval | None:
    """Return what an amount can be; `day` tells the year of the rate where it has no period. None when it names no number."""
    if amount.is_vague or amount.figurative:
        return None
    unit_class, factor = _unit(amount, day)
    low, high = amount.low, amount.high
    if amount.value is not None and (amount.qualifier in ("exact", "about") or (low is None and high is None)):
        margin = _ABOUT * abs(amount.value) if amount.qualifier == "about" else 0.0
        low, high = amount.value - margin, amount.value + margin
    elif amount.qualifier == "almost" and high is not None:
        low = high * (1 - _ABOUT)
    elif amount.qualifier in ("up_to", "less_than"):
        low = None
    elif amount.qualifier in ("more_than", "at_least"):
        high = None
    return Interval(
        -math.inf if low is None else low * factor, math.inf if high is None else high * factor, unit_class, amount.unit
    )


def compare(a: tuple[Amount, Said], b: tuple[Amount, Said]) -> Verdict | None:
    """Return how two amounts of one metric and subject stand to each other; None when they cannot be compared."""
    if not comparable(a, b):
        return None
    return verdict(interval(a[0], a[1].when), interval(b[0], b[1].when))


def comparable(a: tuple[Amount, Said], b: tuple[Amount, Said]) -> bool:
    """Say whether two amounts of one metric and subject are about the same thing at the same time."""
    return alike(a, b) and _same_time(a, b)


def alike(a: tuple[Amount, Said], b: tuple[Amount, Said]) -> bool:
    """Say whether two amounts measure the same thing, at whatever time."""
    (x, p), (y, q) = a, b
    return (
        x.metric == y.metric
        and (bool(x.metric) or _beside(p, q))
        and _unit(x, p.when)[0] == _unit(y, q.when)[0]
        and _same_role(x, y)
        and (x.basis == "change") == (y.basis == "change")
        and (x.basis == "cumulative") == (y.basis == "cumulative")
        and _same_part(x, y)
        and _same_subject(a, b)
        and _same_scope(x.metric, p, q)
    )


def verdict(a: Interval | None, b: Interval | None) -> Verdict | None:
    """Return whether two intervals agree, only do not exclude each other (one is open, or much wider), or differ."""
    if a is None or b is None or a.unit_class != b.unit_class:
        return None
    slack = _slack(a, b)
    finite = [abs(x) for x in (a.low, a.high, b.low, b.high) if math.isfinite(x)]
    room = slack * max(finite, default=0.0)
    if a.low > b.high + room or b.low > a.high + room:
        return "differ"
    if not (a.is_bounded and b.is_bounded):
        return "compatible"
    middle, other = (a.low + a.high) / 2, (b.low + b.high) / 2
    return "agree" if abs(middle - other) <= _LIKE * max(abs(middle), abs(other)) else "compatible"


def same_number(a: tuple[Amount, Said], b: tuple[Amount, Said]) -> bool:
    """Say whether two amounts are one number told twice, perhaps rounded or in another unit."""
    (x, p), (y, q) = a, b
    if x.is_vague or y.is_vague:
        return x.is_vague and y.is_vague and x.unit == y.unit
    i, j = interval(x, p.when), interval(y, q.when)
    if i is None or j is None or i.unit_class != j.unit_class or (x.metric and y.metric and x.metric != y.metric):
        return False
    slack = 0.02 if i.unit == j.unit else _slack(i, j)
    ends = [(_middle(x, i), _middle(y, j))] if x.value is not None and y.value is not None else [
        (i.low, j.low), (i.high, j.high)
    ]  # fmt: skip
    return all(m == n or abs(m - n) <= slack * max(abs(m), abs(n)) for m, n in ends)


def _middle(amount: Amount, i: Interval) -> float:
    if i.is_bounded:
        return (i.low + i.high) / 2
    return i.low if math.isfinite(i.low) else i.high


def _slack(a: Interval, b: Interval) -> float:
    by_class = _table()["tolerance"]
    slack = float(by_class.get(a.unit_class, by_class["other"]))
    return slack + float(_table()["across_currencies"].get(a.unit_class, 0.0)) if a.unit != b.unit else slack


def _unit(amount: Amount, day: str) -> tuple[str, float]:
    """Return the class of a unit, and what one of it is in the unit of its class."""
    rate = usd(1.0, amount.unit, _on(amount, day))
    if rate is not None:
        return "money", rate
    if amount.unit in _table()["months"]:
        return "time", float(_table()["months"][amount.unit])
    if amount.unit == "ratio":
        return "percent", 100.0
    return ("count" if amount.unit in _table()["counted"]["units"] else amount.unit), 1.0


def _on(amount: Amount, day: str) -> date | None:
    on = amount.end or day
    return date.fromisoformat(on) if on else None


def _same_role(x: Amount, y: Amount) -> bool:
    """A target is held against other plans and forecasts, not against what is."""
    return "target" not in (x.role, y.role) or (x.role in AHEAD and y.role in AHEAD)


def _same_part(x: Amount, y: Amount) -> bool:
    """A number that names no part of the race is about its models."""
    if x.metric not in _table()["parts"]["metrics"]:
        return True
    usual = [_table()["parts"]["usual"]]
    return bool(set(x.domains or usual) & set(y.domains or usual))


def _same_subject(a: tuple[Amount, Said], b: tuple[Amount, Said]) -> bool:
    """Beside a country it must be the same company, chip or person whose number it is."""
    one, other = (set(x.subjects) - {c.removeprefix("country:") for c in _countries(said)} for x, said in (a, b))
    return one == other


def _same_scope(metric: str, p: Said, q: Said) -> bool:
    """Amounts of one country, or of one product, are not held against those of another."""
    if metric in _table()["scoped"]["metrics"] and _countries(p) != _countries(q):
        return False
    mine, theirs = set(p.scope) - _countries(p), set(q.scope) - _countries(q)
    return not (mine and theirs and not mine & theirs)


def _countries(said: Said) -> set[str]:
    return {s for s in said.scope if s.startswith("country:")}


def _same_time(a: tuple[Amount, Said], b: tuple[Amount, Said]) -> bool:
    (x, p), (y, q) = a, b
    if any(one.role in AHEAD and not one.start and other.role not in AHEAD for one, other in ((x, y), (y, x))):
        return False
    if x.start and y.start:
        overlap = _days(max(x.start, y.start), min(x.end, y.end))
        if x.metric not in _table()["flows"]["metrics"]:
            return overlap > 0
        return overlap >= _SAME_STRETCH * max(_days(x.start, x.end), _days(y.start, y.end))
    if not x.start and not y.start:
        apart = days_between(p.when, q.when)
        return apart is not None and apart <= _NEAR_DAYS
    if is_flow(x.metric):
        return False
    dated, other = (x, q) if x.start else (y, p)
    return _beside(p, q) or (bool(other.when) and dated.start <= other.when <= dated.end)


def _beside(p: Said, q: Said) -> bool:
    return p.article == q.article and abs(p.place - q.place) <= _BESIDE


def same_stretch(x: Amount, y: Amount) -> bool:
    """Say whether two amounts are about the same stretch of time, or neither says which."""
    if not x.start or not y.start:
        return not x.start and not y.start
    overlap = _days(max(x.start, y.start), min(x.end, y.end))
    return overlap >= _SAME_STRETCH * max(_days(x.start, x.end), _days(y.start, y.end))


def is_flow(metric: str) -> bool:
    """Say whether a metric counts over a stretch of time."""
    return metric in _table()["flows"]["metrics"]


def is_plan(amount: Amount) -> bool:
    """Say whether an amount is what its subject plans or expects of itself."""
    return amount.role in ("forecast", "target") and amount.metric in _table()["plans"]["metrics"]


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days + 1


@cache
def _table() -> dict[str, Any]:
    return table("amounts")
