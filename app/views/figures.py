"""Numbers with who gave them: the list of figures, the series that can be drawn, and one series in order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from app.answer.evidence import FigureSeen, Party
from app.views.claim_rows import ClaimRow, claim_rows, entity_names
from graph.store import Store

_CONDITIONS = {
    "metric": "f.metric = $metric",
    "unit": "f.unit = $unit",
    "since": "c.published_on >= $since",
    "until": "c.published_on <= $until",
    "language": "c.language = $language",
}
_SERIES = """
MATCH (e:Entity)<-[:MEASURES]-(f:Figure)<-[:STATES]-(c:Claim)
WHERE c.status = 'current' AND f.figurative = false AND ($entity = '' OR e.id = $entity)
RETURN e.id AS id, e.name AS name, e.kind AS kind, f.metric AS metric, f.unit AS unit, count(DISTINCT c) AS claims
ORDER BY claims DESC, id, metric, unit LIMIT $limit
"""


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """What to narrow the figures by; empty fields narrow nothing."""

    entity: str = ""
    metric: str = ""
    unit: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure, whose it is, and the claim that states it."""

    figure: FigureSeen
    subjects: tuple[Party, ...]
    claim: ClaimRow

    @property
    def number(self) -> float | None:
        """The value, else the middle of its bounds, else the one bound there is."""
        f = self.figure
        if f.value is not None:
            return f.value
        bounds = [b for b in (f.low, f.high) if b is not None]
        return sum(bounds) / len(bounds) if bounds else None

    @property
    def at(self) -> date | None:
        """The last day the figure is about, else the day it was said or published."""
        return self.figure.period_end or self.claim.day


@dataclass(frozen=True, slots=True)
class FigureList:
    """One page of figures, newest first, and how many there are in all."""

    total: int
    figures: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """What can be drawn over time: one entity's numbers of one metric in one unit."""

    entity: Party
    metric: str
    unit: str
    claims: int


def list_figures(graph: Store, wanted: FigureFilter, *, limit: int = 50, skip: int = 0) -> FigureList:
    """Return the figures of current claims that pass the filter, newest publication first."""
    params: dict[str, Any] = {
        "entity": wanted.entity, "metric": wanted.metric, "unit": wanted.unit, "language": wanted.language,
        "since": wanted.since, "until": wanted.until,
    }  # fmt: skip
    pattern = _pattern(wanted)
    used = {name: value for name, value in params.items() if f"${name}" in pattern}
    (counted,) = graph.read(f"{pattern}\nRETURN count(DISTINCT f) AS n", used).rows
    rows = graph.read(
        f"{pattern}\nRETURN DISTINCT f.id AS id, c.id AS claim, c.published_on AS day ORDER BY day DESC, id, claim SKIP $skip LIMIT $limit",
        {**used, "skip": skip, "limit": limit},
        limit=limit,
    ).rows
    return FigureList(int(counted["n"]), _rows(graph, [(r["id"], r["claim"]) for r in rows]))


def drawable_series(graph: Store, entity: str = "", *, limit: int = 40) -> tuple[Series, ...]:
    """Return the series with most claims; a figure whose metric is not known counts under its unit."""
    return tuple(
        Series(
            Party(r["id"], r["name"] or r["id"], r["kind"] or ""), r["metric"] or "", r["unit"] or "", int(r["claims"])
        )
        for r in graph.read(_SERIES, {"entity": entity, "limit": limit})
    )


def figure_series(graph: Store, entity: str, metric: str, unit: str) -> tuple[FigureRow, ...]:
    """Return one series in order of the time each number is about, then of its publication; manners of speaking are left out."""
    found = list_figures(graph, FigureFilter(entity, metric, unit), limit=500).figures
    kept = [r for r in found if not r.figure.figurative and r.figure.metric == metric and r.number is not None and r.at]
    return tuple(sorted(kept, key=lambda r: (r.at or date.min, r.claim.published_on or date.min, r.figure.id)))


def revisions(rows: Iterable[FigureRow]) -> dict[str, str]:
    """Return, by figure id, the id of the figure that the same outlet or speaker gave later for the same period."""
    groups: dict[tuple[str, ...], list[FigureRow]] = defaultdict(list)
    for row in rows:
        if row.figure.period_start:
            who = row.claim.speaker.id if row.claim.speaker else row.claim.outlet_id
            groups[who, str(row.figure.period_start), str(row.figure.period_end)].append(row)
    later: dict[str, str] = {}
    for group in groups.values():
        for before, after in pairwise(group):
            if before.number != after.number:
                later[before.figure.id] = after.figure.id
    return later


def _pattern(wanted: FigureFilter) -> str:
    start = "MATCH (e:Entity {id: $entity})<-[:MEASURES]-(f:Figure)" if wanted.entity else "MATCH (f:Figure)"
    conditions = ["c.status = 'current'", *(text for name, text in _CONDITIONS.items() if getattr(wanted, name))]
    return f"{start}<-[:STATES]-(c:Claim)\nWHERE {' AND '.join(conditions)}"


def _rows(graph: Store, pairs: list[tuple[str, str]]) -> tuple[FigureRow, ...]:
    claims = {c.id: c for c in claim_rows(graph, [claim for _, claim in pairs])}
    names = entity_names(graph, {s for c in claims.values() for f in c.figures for s in f.subjects})
    rows = []
    for figure_id, claim_id in pairs:
        claim = claims.get(claim_id)
        figure = next((f for f in claim.figures if f.id == figure_id), None) if claim else None
        if claim and figure:
            rows.append(FigureRow(figure, tuple(names[s] for s in figure.subjects if s in names), claim))
    return tuple(rows)
