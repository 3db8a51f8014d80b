"""Timeline: one entity's numbers drawn over time with their revisions and sources, and who said what of it when."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.views.claim_rows import entity_names
from app.views.figures import drawable_series
from app.views.timeline import TimeLine, figure_timeline, said_timeline
from app.web.chart import series_chart
from app.web.desk import Desk
from app.web.languages import mark, term
from app.web.showing import Page, Visit, content, guarded, skeleton, visit_of


def _build(desk: Desk, page: gr.Blocks) -> None:
    above = content(skeleton(), "content")
    chart = gr.Plot(label=mark("timeline.chart"), show_label=False, elem_id="series", visible=False)
    below = content("", "below")

    def fill(request: gr.Request) -> tuple[str, Any, str]:
        visit, drawn = visit_of(request), list[Any]()
        parts: list[str] = ["", ""]

        def make() -> str:
            parts[0], figure, parts[1] = _view(desk, visit)
            drawn.append(figure)
            return parts[0]

        first = guarded(desk, visit, make)
        figure = drawn[0] if drawn else None
        return first, gr.Plot(value=figure, visible=True) if figure is not None else gr.Plot(visible=False), parts[1]

    page.load(fill, None, [above, chart, below], show_progress="hidden", api_visibility="private")


def _view(desk: Desk, visit: Visit) -> tuple[str, Any, str]:
    graph, language = desk.graph, visit.language
    series = drawable_series(graph, limit=200)
    entities = dict.fromkeys((s.entity.id, s.entity.name) for s in series if s.metric)
    entity = visit.query.get("entity") or next((e for e, _ in entities), "")
    party = entity_names(graph, [entity] if entity else []).get(entity)
    name = desk.name(entity, party.name if party else "", language) if entity else ""
    lines = figure_timeline(graph, entity) if entity else ()
    line = _chosen(lines, visit)
    known = list(entities) if entity in dict(entities) or not entity else [(entity, name), *entities]
    above = visit.html(
        desk, "timeline.html", title=_title(line, name, visit), name=name, entity=entity, line=line,
        entities=[(i, desk.name(i, n, language)) for i, n in known],
        measures=[(_key(x), _measure(x, visit)) for x in lines], measure=_key(line) if line else "",
    )  # fmt: skip
    below = visit.html(
        desk, "timeline_below.html", line=line, by_id={r.figure.id: r for r in line.rows} if line else {},
        said=said_timeline(graph, entity) if entity else (),
    )  # fmt: skip
    return above, series_chart(line, _title(line, name, visit), language, desk.name) if line else None, below


def _chosen(lines: tuple[TimeLine, ...], visit: Visit) -> TimeLine | None:
    """Return the line that the address names, else the first."""
    q = visit.query
    wanted = q.get("measure") or (f"{q.get('metric', '')} {q.get('unit', '')}" if q.get("unit") else "")
    return next((line for line in lines if _key(line) == wanted), lines[0] if lines else None)


def _key(line: TimeLine) -> str:
    return f"{line.series.metric} {line.series.unit}"


def _measure(line: TimeLine, visit: Visit) -> str:
    unit = term("unit", line.series.unit, visit.language)
    return f"{term('metric', line.series.metric or 'none', visit.language)} ({unit}, {len(line.rows)})"


def _title(line: TimeLine | None, name: str, visit: Visit) -> str:
    return f"{name}: {term('metric', line.series.metric or 'none', visit.language)}" if line else name


PAGE = Page("timeline", "/timeline", _build)
