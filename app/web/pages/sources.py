"""Sources: the outlets whose articles are here, and whether the watched sources still answer."""

from __future__ import annotations

import gradio as gr

from app.views.sources import sources_seen
from app.web.desk import Desk
from app.web.showing import Page, Visit, show


def _build(desk: Desk, page: gr.Blocks) -> None:
    show(desk, page, _view)


def _view(desk: Desk, visit: Visit) -> str:
    return visit.html(desk, "sources.html", seen=sources_seen(desk.graph, desk.library, desk.given.sources))


PAGE = Page("sources", "/sources", _build)
