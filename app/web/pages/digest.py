"""Digest: this week's preview and what was sent before; says so when digests are not set up."""

from __future__ import annotations

import gradio as gr

from app.web.desk import Desk
from app.web.showing import Page, Visit, show


def _build(desk: Desk, page: gr.Blocks) -> None:
    show(desk, page, _view)


def _view(desk: Desk, visit: Visit) -> str:
    shelf = desk.given.digests
    if shelf is None:
        return visit.html(desk, "digest.html", there=False, page="", sent=())
    wanted = visit.query.get("id", "")
    page = shelf.page(wanted) if wanted else shelf.preview(visit.language)
    return visit.html(desk, "digest.html", there=True, page=page, sent=shelf.sent())


PAGE = Page("digest", "/digest", _build)
