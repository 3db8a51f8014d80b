"""Explore: find a company, chip, model or person; its page with facts, connections, numbers, and the claims by and about it."""

from __future__ import annotations

import gradio as gr

from app.answer.evidence import Party
from app.views.articles import outlets
from app.views.claims import ClaimFilter, list_claims
from app.views.entities import EntityFound, busiest_entities, entity_page, find_entities
from app.views.figures import FigureFilter, list_figures
from app.views.neighbours import neighbourhood
from app.web.desk import Desk
from app.web.languages import LANGUAGES, term
from app.web.showing import PAGE_SIZE, Page, Visit, choices, show
from extract.annotations import KINDS, MODALITIES

_NAMES_SHOWN = 12
_FIGURES_SHOWN = 12


def _build(desk: Desk, page: gr.Blocks) -> None:
    show(desk, page, _view)


def _view(desk: Desk, visit: Visit) -> str:
    return _entity(desk, visit) if visit.query.get("entity") else _finder(desk, visit)


def _finder(desk: Desk, visit: Visit) -> str:
    wanted, kind = visit.query.get("find", "").strip(), visit.query.get("kind", "")
    if wanted:
        found = tuple(e for e in find_entities(desk.graph, wanted, limit=24) if not kind or e.kind == kind)
    else:
        found = busiest_entities(desk.graph, kind)

    def named_entity(e: EntityFound) -> str:
        return desk.name(e.id, e.name, visit.language)

    return visit.html(desk, "explore.html", found=found, kinds=_kinds(visit), named_entity=named_entity)


def _entity(desk: Desk, visit: Visit) -> str:
    q, graph, skip = visit.query, desk.graph, visit.number("skip")
    entity = entity_page(graph, q["entity"])
    part = q.get("part", "any")
    wanted = ClaimFilter(
        entity=entity.id, part=part if part in ("by", "about") else "any", outlet=q.get("outlet", ""), kind=q.get("kind", ""),  # type: ignore[arg-type]
        modality=q.get("modality", ""), language=q.get("language", ""), since=visit.day("since"), until=visit.day("until"),
    )  # fmt: skip
    near = neighbourhood(graph, entity.id)
    title = desk.name(entity.id, entity.name, visit.language)
    return visit.html(
        desk, "entity.html", e=entity, title=title, names=[n for n in (entity.name, *entity.aliases) if n != title][:_NAMES_SHOWN],
        near=near, parties={n.id: n for n in near.nodes} | {entity.id: Party(entity.id, entity.name, entity.kind)},
        figures=list_figures(graph, FigureFilter(entity.id), limit=_FIGURES_SHOWN).figures,
        claims=list_claims(graph, wanted, limit=PAGE_SIZE, skip=skip), skip=skip, size=PAGE_SIZE, kinds=_kinds(visit),
        modalities=[(m, term("modality", m, visit.language)) for m in MODALITIES],
        languages=[(x, term("language", x, visit.language)) for x in LANGUAGES],
        outlets=[(o.id, o.name) for o in outlets(graph)],
    )  # fmt: skip


def _kinds(visit: Visit) -> list[tuple[str, str]]:
    return choices({k: term("kind", k, visit.language) for k in KINDS})


PAGE = Page("explore", "/explore", _build)
