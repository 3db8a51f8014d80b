"""Query: an editor for Cypher, ready-made queries, the rows as a table and, where they hold nodes, as a graph."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

from app.web.desk import Desk
from app.web.languages import mark, word
from app.web.showing import Page, Visit, content, filled, guarded, show, skeleton, visit_of
from app.web.tables import as_csv, cells, drawn
from graph.schema import NODES
from ingest.errors import RacegraphError, WrongUsage

_ROWS = 500
_SECONDS = 5.0
_FIRST = "MATCH (p:Person)<-[:MADE_BY]-(c:Claim)\nRETURN p.name AS person, count(c) AS claims\nORDER BY claims DESC, person LIMIT 10"


def _build(desk: Desk, page: gr.Blocks) -> None:
    show(desk, page, _head)
    named = desk.given.named
    with gr.Column(elem_classes="rg-ask", elem_id="editor"):
        pick = gr.Dropdown(
            [(q.title, q.name) for q in named], value=None, label=mark("cypher.named"), elem_id="named",
            visible=True if named else "hidden",
        )  # fmt: skip
        query = gr.Code(_FIRST, language="sql", label=mark("cypher.query"), elem_id="query", lines=5, max_lines=18)
        parameters = gr.Textbox(
            "", label=mark("cypher.parameters"), placeholder='{"name": "nvidia"}', elem_id="parameters"
        )
        run = gr.Button(mark("cypher.run"), variant="primary", elem_id="run")
        said = content("", "said")
        rows = gr.Dataframe(
            label=mark("cypher.result"),
            interactive=False,
            wrap=True,
            elem_id="rows",
            visible="hidden",
            show_search="none",
        )
        picture = content("", "picture")
        save = gr.Button(mark("cypher.csv"), size="sm", elem_id="save", visible="hidden")
        kept = gr.Textbox(visible="hidden", elem_id="kept")
    below = content(skeleton(), "below")
    private: dict[str, Any] = {"api_visibility": "private"}
    outputs = [said, rows, picture, save, kept]

    def answer(text: str, given: str, request: gr.Request) -> tuple[Any, ...]:
        return _answered(desk, text, given, visit_of(request))

    def chosen(name: str) -> tuple[str, str]:
        picked = next((q for q in named if q.name == name), None)
        if picked is None:
            return _FIRST, ""
        return picked.query, json.dumps(picked.parameters, ensure_ascii=False) if picked.parameters else ""

    def opened(request: gr.Request) -> tuple[str, str]:
        visit = visit_of(request)
        text, given = chosen(visit.query.get("named", ""))
        return visit.query.get("query") or text, visit.query.get("parameters") or given

    run.click(
        answer, [query, parameters], outputs, **private, concurrency_limit=4,
        js="(query, parameters) => { window.rgAddress({query, parameters}); return [query, parameters]; }",
    )  # fmt: skip
    pick.input(chosen, pick, [query, parameters], **private, show_progress="hidden")
    save.click(None, kept, None, js="(text) => window.rgDownload('racegraph.csv', 'text/csv', text)", **private)
    page.load(opened, None, [query, parameters], **private, show_progress="hidden")
    page.load(filled(desk, _below), None, below, **private, show_progress="hidden")


def _head(desk: Desk, visit: Visit) -> str:
    return visit.html(
        desk, "head.html", title=word("cypher.title", visit.language), lead=word("cypher.lead", visit.language)
    )


def _below(desk: Desk, visit: Visit) -> str:
    return visit.html(desk, "cypher_below.html", nodes=NODES)


def _answered(desk: Desk, text: str, given: str, visit: Visit) -> tuple[Any, ...]:
    hidden = gr.Dataframe(visible="hidden")
    try:
        desk.admit(visit.caller)
        found = desk.given.run_query(text[:20_000], _parameters(given), timeout_s=_SECONDS, limit=_ROWS)
    except RacegraphError as error:
        line = str(error)
        refused = guarded(desk, visit, lambda: visit.html(desk, "failed.html", line=line))
        return refused, hidden, "", gr.Button(visible="hidden"), ""
    said = word("cypher.rows", visit.language, n=len(found.rows), ms=round(found.seconds * 1000))
    if found.truncated:
        said += ", " + word("cypher.cut", visit.language, n=_ROWS)
    said += "".join(f"; {warning}" for warning in found.warnings)
    picture = (
        visit.html(desk, "picture.html", elements=json.dumps(drawn(found), ensure_ascii=False)) if drawn(found) else ""
    )
    table = gr.Dataframe(value=cells(found), headers=list(found.columns), visible=True) if found.rows else hidden
    note = visit.html(desk, "note.html", line=said)
    return note, table, picture, gr.Button(visible=True if found.rows else "hidden"), as_csv(found)


def _parameters(given: str) -> dict[str, Any]:
    if not given.strip():
        return {}
    try:
        parameters = json.loads(given)
    except json.JSONDecodeError as error:
        raise WrongUsage(f"the parameters are no JSON: {error.msg} at character {error.pos}") from error
    if not isinstance(parameters, dict):
        raise WrongUsage('write the parameters as an object, e.g. {"name": "nvidia"}')
    return parameters


PAGE = Page("cypher", "/cypher", _build)
