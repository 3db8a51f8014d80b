"""Which statements support, contradict or update each other by their numbers, each with the reason in words.

Support needs two speakers who do not belong together, with nothing in common behind them: an outlet that repeats a number supports nothing. One
speaker who gives another number later has updated his own; so has a company whose plan is retold. Nothing is ever struck out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from graph.amounts import (
    AHEAD,
    alike,
    comparable,
    compare,
    interval,
    is_flow,
    is_plan,
    same_number,
    same_stretch,
    verdict,
)
from graph.said import Amount, Said, amount_of, amount_row, days_between
from graph.said import from_body as said_from_body
from graph.said import to_body as said_to_body
from graph.tables import table

_HELD = ("asserted", "hedged", "predicted")
_ESTIMATE_DAYS = 92
_MOST = 400
"""Statements about one metric of one subject beyond which only those near in time are compared."""


@dataclass(frozen=True, slots=True)
class Number:
    """One amount that a statement gives. `side` is who is behind the speaker (employer, owner, maker); `voice` tells what kind of speaker it is."""

    statement: str
    speaker: str
    side: str
    voice: str
    amount: Amount
    said: Said
    origins: tuple[str, ...]
    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship between two statements; `why` says so in words."""

    type: str
    start: str
    end: str
    why: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What comes of comparing: edges, and the claims whose number was replaced later, with their articles."""

    edges: tuple[Edge, ...]
    superseded: tuple[tuple[str, str], ...]


def relate(subject: str, numbers: Iterable[Number]) -> Compared:
    """Return how the statements about one metric of one subject stand to each other."""
    given = sorted(_told_once(numbers), key=lambda n: (_as_of(n), n.statement, n.amount.id))
    held = [n for n in given if _is_held(n)]
    edges = {(e.type, e.start, e.end): e for e in _denials(given, held)}
    superseded: set[tuple[str, str]] = set()
    for a, b in _pairs(held):
        edge = _edge(subject, a, b)
        if edge is None or (edge.type, edge.start, edge.end) in edges:
            continue
        edges[edge.type, edge.start, edge.end] = edge
        if edge.type == "UPDATES":
            older = a if edge.end == a.statement else b
            superseded |= set(older.claims)
    return Compared(tuple(_settled(edges)), tuple(sorted(superseded)))


def telling(said: Said) -> list[Amount]:
    """Return the amounts of a claim that can be held against others: not the earlier number of a change, nor one that is only turned into
    another currency, nor two for one thing, as the text then gives a history or says more than we read."""
    named = [a for a in said.amounts if measure(a) and not a.is_vague and not a.figurative and not a.is_past]
    first = [a for n, a in enumerate(named) if not any(_converted(a, other, said) for other in named[:n])]
    meant = Counter((measure(a), a.subjects, a.start, a.end, a.basis, a.domains) for a in first)
    return [a for a in first if meant[measure(a), a.subjects, a.start, a.end, a.basis, a.domains] == 1]


def measure(a: Amount) -> str:
    """Return what an amount measures; things counted of two subjects (somebody's chips of a kind) need no metric. Empty when unknown."""
    return a.metric or (
        f"number of {a.unit}" if len(a.subjects) > 1 and a.unit in table("amounts")["owned"]["units"] else ""
    )


def _converted(a: Amount, other: Amount, said: Said) -> bool:
    i, j = interval(a, said.when), interval(other, said.when)
    alike_ = i is not None and j is not None and i.unit_class == j.unit_class == "money" and i.unit != j.unit
    return alike_ and a.subjects == other.subjects and verdict(i, j) != "differ"


def to_body(found: Iterable[Number]) -> str:
    """Return numbers as a piece to send on."""
    rows = [
        [n.statement, n.speaker, n.side, n.voice, amount_row(n.amount), said_to_body([replace(n.said, amounts=())]), n.origins, n.claims]
        for n in found
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def from_body(body: str) -> list[Number]:
    """Return the numbers that `to_body` wrote."""
    return [
        Number(statement, speaker, side, voice, amount_of(amount), said_from_body(said)[0], tuple(origins), tuple((c, a) for c, a in claims))
        for statement, speaker, side, voice, amount, said, origins, claims in json.loads(body)
    ]  # fmt: skip


def edges_body(found: Iterable[Edge]) -> str:
    """Return edges as a piece to send on."""
    return json.dumps([[e.type, e.start, e.end, e.why] for e in found], ensure_ascii=False)


def edges_of(body: str) -> list[Edge]:
    """Return the edges that `edges_body` wrote."""
    return [Edge(*row) for row in json.loads(body)]


def _told_once(numbers: Iterable[Number]) -> Iterable[Number]:
    """Yield each number of a statement once, from the telling that says most about it: its period, its part of the race, its day."""
    kept: dict[str, list[Number]] = {}
    for n in sorted(
        numbers,
        key=lambda n: (not n.amount.start, not n.amount.domains, not n.said.said_from, n.said.when, n.amount.id),
    ):
        told = kept.setdefault(n.statement, [])
        if not any(same_number((n.amount, n.said), (m.amount, m.said)) for m in told):
            told.append(n)
    return (n for told in kept.values() for n in told)


def _as_of(n: Number) -> str:
    """Return the day a number holds for, as far as the text gives it: that of an estimate, else that of saying, else that of publication."""
    if (
        n.amount.start
        and not is_flow(n.amount.metric)
        and (days_between(n.amount.start, n.amount.end) or 0) <= _ESTIMATE_DAYS
    ):
        return n.amount.start
    return n.said.when


def _is_dated(n: Number) -> bool:
    return _as_of(n) != n.said.day or bool(n.said.said_from)


def _is_held(n: Number) -> bool:
    """A number that its speaker stands by. In "no more than 200,000" the negation belongs to the bound."""
    bound = n.amount.qualifier not in ("exact", "about")
    return n.said.modality in _HELD and (bound or not n.said.negated)


def _pairs(held: list[Number]) -> Iterable[tuple[Number, Number]]:
    if len(held) <= _MOST:
        return combinations(held, 2)
    near = range(1, _MOST // 8)
    return ((held[i], held[i + d]) for i in range(len(held)) for d in near if i + d < len(held))


def _edge(subject: str, a: Number, b: Number) -> Edge | None:
    """`a` was said no later than `b`."""
    if a.statement == b.statement:
        return None
    if _one_source(subject, a, b):
        return _update(a, b)
    found = compare((a.amount, a.said), (b.amount, b.said))
    if found == "differ" and not _same_teller(a, b):
        return Edge("CONFLICTS_WITH", min(a.statement, b.statement), max(a.statement, b.statement), _reason(a, b))
    if found == "agree" and _independent(a, b):
        return Edge("SUPPORTS", b.statement, a.statement, _reason(a, b))
    return None


def _one_source(subject: str, a: Number, b: Number) -> bool:
    if a.speaker == b.speaker:
        return True
    plans = is_plan(a.amount) and is_plan(b.amount)
    return plans and all(n.voice == "own" or subject in (n.speaker, n.side) for n in (a, b))


def _denials(given: list[Number], held: list[Number]) -> Iterable[Edge]:
    """Yield who denies a number that somebody else gives."""
    for denial in (n for n in given if n.said.modality == "denied"):
        for n in held:
            one, other = (denial.amount, denial.said), (n.amount, n.said)
            if n.speaker != denial.speaker and comparable(one, other) and same_number(one, other):
                yield Edge("DENIES", denial.statement, n.statement, f"denies this number: {_reason(denial, n)}")


def _update(a: Number, b: Number) -> Edge | None:
    """The same source later, with another number for the same thing; a number of a moment may be of another moment."""
    if a.voice == "source" or not alike((a.amount, a.said), (b.amount, b.said)):
        return None
    if is_flow(a.amount.metric) and not same_stretch(a.amount, b.amount):
        return None
    order = _in_time(a, b)
    if order is None:
        return None
    older, newer = order
    if verdict(interval(a.amount, a.said.when), interval(b.amount, b.said.when)) != "differ":
        return _narrowed(older, newer)
    return Edge("UPDATES", newer.statement, older.statement, _changed(older, newer))


def _in_time(a: Number, b: Number) -> tuple[Number, Number] | None:
    """Return two numbers of one source with the earlier first, or None where the text does not tell: what is retold without a day may be old."""
    roles = (a.amount.role in AHEAD, b.amount.role in AHEAD)
    if is_flow(a.amount.metric) and roles[0] != roles[1]:
        return (a, b) if roles[0] else (b, a)
    if not _as_of(a) or _as_of(a) == _as_of(b):
        return None
    later_is_undated = _is_dated(a) and not _is_dated(b)
    return None if later_is_undated and not is_plan(b.amount) else (a, b)


def _narrowed(older: Number, newer: Number) -> Edge | None:
    """A range that is given anew with other ends is an update too, though the two overlap."""
    i, j = interval(older.amount, older.said.when), interval(newer.amount, newer.said.when)
    if i is None or j is None or {older.amount.qualifier, newer.amount.qualifier} != {"range"}:
        return None
    if (i.low, i.high) == (j.low, j.high) or i.unit != j.unit:
        return None
    return Edge("UPDATES", newer.statement, older.statement, _changed(older, newer))


def _same_teller(a: Number, b: Number) -> bool:
    """An outlet that gives two numbers in one article reports both; it does not contradict itself."""
    return a.voice == b.voice == "own" and a.said.source.owner == b.said.source.owner


def _independent(a: Number, b: Number) -> bool:
    """Two speakers who can confirm each other: named or reached by a named outlet, not of one side, with no first report in common."""
    if "own" in (a.voice, b.voice) or "outlet" in (a.voice, b.voice):
        return False
    return a.side != b.side and not set(a.origins) & set(b.origins)


def _reason(a: Number, b: Number) -> str:
    told = " against ".join(f"{n.amount.text} ({', '.join(_particulars(n))})" for n in (a, b))
    return f"{measure(a.amount).replace('_', ' ')}: {told}"


def _changed(older: Number, newer: Number) -> str:
    then, now = (", ".join(_particulars(n)) for n in (older, newer))
    return (
        f"{measure(older.amount).replace('_', ' ')}: from {older.amount.text} ({then}) to {newer.amount.text} ({now})"
    )


def _particulars(n: Number) -> list[str]:
    period = f"{n.amount.start} to {n.amount.end}" if n.amount.start else ""
    said = f"said {n.said.when}" if n.said.when else "undated"
    return [x for x in (n.amount.role, period, said) if x]


def _settled(edges: dict[tuple[str, str, str], Edge]) -> list[Edge]:
    """Two statements that contradict each other in one number do not support each other by another of the same kind."""
    against = {frozenset((e.start, e.end)) for e in edges.values() if e.type == "CONFLICTS_WITH"}
    kept = [e for e in edges.values() if e.type != "SUPPORTS" or frozenset((e.start, e.end)) not in against]
    return sorted(kept, key=lambda e: (e.type, e.start, e.end))
