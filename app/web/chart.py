"""Draws a series over time: a point for each number with its bounds, who gave it on hover, revisions joined, the source line beneath."""

from __future__ import annotations

import html
from collections import defaultdict
from typing import Any

import plotly.graph_objects as go

from app.answer.wording import figure as written_figure
from app.answer.wording import period as written_period
from app.views.figures import FigureRow
from app.views.timeline import TimeLine
from app.web.languages import term, word
from app.web.render import Name, named, shown_day

_COLOURS = {
    "asserted": "#2f6fdb", "hedged": "#c77700", "predicted": "#8a4bd8", "denied": "#c8372d", "declined_to_comment": "#6b7280",
}  # fmt: skip
_OUTLETS_NAMED = 6


def series_chart(line: TimeLine, title: str, language: str, name: Name) -> go.Figure:
    """Return the chart of a series; a number given as a range has a bar from end to end."""
    groups: dict[str, list[FigureRow]] = defaultdict(list)
    for row in line.rows:
        groups[row.claim.modality].append(row)
    traces = [_trace(modality, rows, language, name) for modality, rows in groups.items()]
    by_id = {r.figure.id: r for r in line.rows}
    for earlier, later in line.revised.items():
        traces.append(_joined(by_id[earlier], by_id[later]))
    outlets = list(dict.fromkeys(r.claim.outlet for r in line.rows if r.claim.outlet))[:_OUTLETS_NAMED]
    source = word("timeline.source_line", language, outlets=", ".join(outlets))
    layout = {
        "title": {"text": html.escape(title), "font": {"size": 16}, "x": 0, "xref": "paper"},
        "margin": {"l": 60, "r": 16, "t": 44, "b": 96},
        "height": 420,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif", "color": "#7d8594", "size": 13},
        "xaxis": {"gridcolor": "rgba(128,128,128,.2)", "type": "date"},
        "yaxis": {"gridcolor": "rgba(128,128,128,.2)", "rangemode": "tozero", "zeroline": False, "tickformat": "~s"},
        "legend": {"orientation": "h", "y": -0.14, "x": 0},
        "annotations": [
            {"text": html.escape(source), "xref": "paper", "yref": "paper", "x": 0, "y": -0.3, "showarrow": False, "font": {"size": 11}}
        ],
    }  # fmt: skip
    return go.Figure(traces, layout)


def _trace(modality: str, rows: list[FigureRow], language: str, name: Name) -> Any:
    plus = [(r.figure.high or 0) - (r.number or 0) if r.figure.high is not None else 0 for r in rows]
    minus = [(r.number or 0) - (r.figure.low or 0) if r.figure.low is not None else 0 for r in rows]
    return go.Scatter(
        x=[r.at for r in rows], y=[r.number for r in rows], mode="markers", name=html.escape(term("modality", modality, language)),
        marker={"size": 12, "color": _COLOURS.get(modality, "#6b7280"), "symbol": ["circle" if r.figure.role == "actual" else "diamond-open" for r in rows]},
        error_y={"type": "data", "symmetric": False, "array": plus, "arrayminus": minus, "visible": any(plus) or any(minus), "thickness": 1.5},
        hovertemplate="%{text}<extra></extra>", text=[_note(r, language, name) for r in rows],
    )  # fmt: skip


def _note(row: FigureRow, language: str, name: Name) -> str:
    c = row.claim
    lines = [
        f"<b>{html.escape(written_figure(row.figure, language))}</b>",
        html.escape(written_period(row.figure.period_start, row.figure.period_end, language)),
        html.escape(word("ask.said_by", language, name=named(c.speaker, language, name)) if c.speaker else ""),
        html.escape(
            f"{c.outlet}, {word('timeline.published', language, day=shown_day(c.published_on, language))}".lstrip(", ")
        ),
    ]
    return "<br>".join(x for x in lines if x)


def _joined(earlier: FigureRow, later: FigureRow) -> Any:
    return go.Scatter(
        x=[earlier.at, later.at], y=[earlier.number, later.number], mode="lines", line={"dash": "dot", "color": "#6b7280", "width": 1.5},
        showlegend=False, hoverinfo="skip",
    )  # fmt: skip
