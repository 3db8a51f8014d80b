"""Estimates: the standing questions with every position, the measures with every number, and what contradicts what, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from app.views.claim_rows import entity_names
from app.views.conflicts import conflicts
from app.views.estimates import estimates_of, measures, topic_board, topics
from app.views.figures import FigureRow
from app.web.desk import Desk
from app.web.languages import term
from app.web.showing import Page, Visit, show
from extract.topics import load_topics


def _build(desk: Desk, page: gr.Blocks) -> None:
    show(desk, page, _view)


def _view(desk: Desk, visit: Visit) -> str:
    q = visit.query
    if q.get("topic"):
        return _topic(desk, visit, q["topic"])
    if q.get("entity"):
        return _measure(desk, visit, q["entity"], q.get("metric", ""), q.get("unit", ""))
    return visit.html(
        desk, "estimates.html", topics=[t for t in topics(desk.graph) if t.claims], measures=measures(desk.graph),
        conflicts=conflicts(desk.graph),
    )  # fmt: skip


def _topic(desk: Desk, visit: Visit, topic_id: str) -> str:
    known = next((t for t in load_topics() if t.id == topic_id), None)
    labels = known.labels if known else {}

    def position(position_id: str) -> str:
        words = labels.get(position_id, {})
        return words.get(visit.language) or words.get("en") or position_id.replace("_", " ")

    return visit.html(desk, "topic.html", board=topic_board(desk.graph, topic_id), position=position)


def _measure(desk: Desk, visit: Visit, entity: str, metric: str, unit: str) -> str:
    rows = estimates_of(desk.graph, entity, metric, unit)
    party = entity_names(desk.graph, [entity]).get(entity)
    name = desk.name(entity, party.name if party else entity, visit.language)
    return visit.html(
        desk, "measure.html", rows=rows, bars=_bars(rows), entity=entity, metric=metric, unit=unit,
        title=f"{name}: {term('metric', metric or 'none', visit.language)}",
    )  # fmt: skip


def _bars(rows: Sequence[FigureRow]) -> list[tuple[FigureRow, float, float, float]]:
    """Return each number with the left end and the width of its bar, in percent of the greatest; a range is drawn as one."""
    ends = [_ends(r) for r in rows]
    greatest = max((high for _, high in ends), default=0.0)
    if greatest <= 0:
        return []
    bars = []
    for row, (low, high) in zip(rows, ends, strict=True):
        left = 100 * low / greatest if low < high else 0.0
        bars.append((row, round(left, 1), round(max(1.0, 100 * high / greatest - left), 1), high))
    return bars


def _ends(row: FigureRow) -> tuple[float, float]:
    f = row.figure
    if f.value is None and f.low is not None and f.high is not None:
        return f.low, f.high
    number = row.number or 0.0
    return number, number


PAGE = Page("estimates", "/estimates", _build)
