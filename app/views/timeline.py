"""Over time: an entity's numbers as lines with their revisions, and who said what of it when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.views.claim_rows import ClaimRow
from app.views.claims import ClaimFilter, list_claims
from app.views.figures import FigureRow, Series, drawable_series, figure_series, revisions
from graph.store import Store


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One series with its numbers in order; `revised` pairs a figure's id with that of the later number for the same period."""

    series: Series
    rows: tuple[FigureRow, ...]
    revised: dict[str, str]


def figure_timeline(graph: Store, entity: str, metric: str = "", unit: str = "") -> tuple[TimeLine, ...]:
    """Return the series of an entity that have numbers with a date, the longest first."""
    lines = []
    for series in drawable_series(graph, entity):
        if (not metric or series.metric == metric) and (not unit or series.unit == unit):
            rows = figure_series(graph, entity, series.metric, series.unit)
            if rows:
                lines.append(TimeLine(series, rows, revisions(rows)))
    return tuple(sorted(lines, key=lambda line: (line.series.metric == "", -len(line.rows))))


def said_timeline(
    graph: Store, entity: str, *, since: date | None = None, until: date | None = None, limit: int = 60
) -> tuple[ClaimRow, ...]:
    """Return what named speakers said by or about an entity, in order of the day it was said, the newest first."""
    found = list_claims(graph, ClaimFilter(entity=entity, since=since, until=until), limit=limit).claims
    named = [c for c in found if c.speaker and c.modality != "declined_to_comment"]
    return tuple(sorted(named, key=lambda c: (str(c.day or ""), c.id), reverse=True))
