"""A claim as the comparison of all articles sees it: who says what, with which numbers, when, and where it comes from.

An article sends these to its speakers; ids of entities in it are canonical.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.origins import Source

_OCCASION_DAYS = 45


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with what it needs to be compared: `domains` is the part of the race that the text around it speaks of; one that `is_past` is
    told as what another was before."""

    id: str
    text: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    qualifier: str
    metric: str
    subjects: tuple[str, ...]
    start: str
    end: str
    role: str
    basis: str
    figurative: bool
    changed_from: str
    domains: tuple[str, ...]
    is_past: bool = False

    @property
    def is_vague(self) -> bool:
        """Say whether it names a unit and no number."""
        return self.value is None and self.low is None and self.high is None


@dataclass(frozen=True, slots=True)
class Said:
    """One claim. `stands` is false for one that was judged wrong, withdrawn or superseded: it keeps its statement and counts for nothing."""

    claim: str
    article: str
    place: int
    day: str
    said_from: str
    said_to: str
    language: str
    text: str
    modality: str
    negated: bool
    stands: bool
    linked: bool
    about: tuple[str, ...]
    scope: tuple[str, ...]
    triples: tuple[str, ...]
    positions: tuple[tuple[str, str], ...]
    amounts: tuple[Amount, ...]
    source: Source
    firm: bool

    @property
    def when(self) -> str:
        """The day on which it was said, where the text narrows it down to some weeks; else that of publication."""
        wide = days_between(self.said_from, self.said_to) if self.said_to else 0
        return self.day if self.day and (not self.said_from or (wide or 0) > _OCCASION_DAYS) else self.said_from


def days_between(a: str, b: str) -> int | None:
    """Return how far apart two ISO days are, or None when one is not known."""
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days) if a and b else None


def to_body(said: list[Said]) -> str:
    """Return claims as a piece to send on."""
    return json.dumps([_row(s) for s in said], ensure_ascii=False, separators=(",", ":"))


def from_body(body: str) -> list[Said]:
    """Return the claims that `to_body` wrote."""
    return [_said(row) for row in json.loads(body)]


def amount_row(a: Amount) -> list[object]:
    """Return an amount as plain JSON values."""
    return [
        a.id, a.text, a.value, a.low, a.high, a.unit, a.qualifier, a.metric, a.subjects, a.start, a.end, a.role, a.basis,
        a.figurative, a.changed_from, a.domains, a.is_past,
    ]  # fmt: skip


def amount_of(row: list[Any]) -> Amount:
    """Return the amount that `amount_row` wrote."""
    values: list[Any] = [tuple(v) if isinstance(v, list) else v for v in row]
    return Amount(*values)


def _row(s: Said) -> list[object]:
    return [
        s.claim, s.article, s.place, s.day, s.said_from, s.said_to, s.language, s.text, s.modality, s.negated, s.stands, s.linked,
        s.about, s.scope, s.triples, s.positions, [amount_row(a) for a in s.amounts],
        [s.source.owner, s.source.report, s.source.kind, s.source.state], s.firm,
    ]  # fmt: skip


def _said(row: list[Any]) -> Said:
    about, scope, triples, positions, amounts, source, firm = row[12:]
    values: list[Any] = [*row[:12], tuple(about), tuple(scope), tuple(triples), tuple((t, p) for t, p in positions)]
    values += [tuple(amount_of(a) for a in amounts), Source(*source), firm]
    return Said(*values)
