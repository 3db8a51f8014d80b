"""The JSON API under /api, over the same functions as the pages. A mistake is answered in one line: `{"error": "..."}`."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field

from app.answer.result import answer_to_json
from app.views.articles import ArticleFilter, ArticleList, list_articles
from app.views.claims import ClaimFilter, ClaimList, list_claims
from app.views.conflicts import Conflict, conflicts
from app.views.entities import EntityFound, EntityPage, busiest_entities, entity_page, find_entities
from app.views.estimates import Measure, TopicBoard, TopicSeen, measures, topic_board, topics
from app.views.figures import FigureFilter, FigureList, list_figures
from app.views.neighbours import neighbourhood
from app.views.reader import ReadArticle, read_article
from app.web.desk import LONGEST_QUESTION, Desk
from app.web.languages import term
from app.web.render import rendered
from app.web.tables import inert
from extract.annotations import Modality
from graph.errors import QueryRefused, StoreError
from ingest.errors import RacegraphError, RetryLater, StopRun, WrongUsage

Limit = Annotated[int, Query(ge=1, le=500)]
Skip = Annotated[int, Query(ge=0, le=1_000_000)]
Language = Literal["", "en", "vi", "zh"]


class Asked(BaseModel):
    """A question; `earlier` are those asked before it in the conversation."""

    question: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    earlier: list[str] = Field(default_factory=list, max_length=20)


class Verdict(BaseModel):
    """Whether a claim was read rightly."""

    verdict: Literal["wrong", "right"]
    reason: str = Field("", max_length=500)


class Queried(BaseModel):
    """A read-only query with its parameters."""

    query: str = Field(min_length=1, max_length=20_000)
    parameters: dict[str, Any] = Field(default_factory=dict)
    limit: int = Field(1000, ge=1, le=10_000)
    timeout_s: float = Field(5.0, gt=0, le=10)


class Near(BaseModel):
    """What stands next to an entity: nodes, and the lines between them; `label` is in the reader's language."""

    nodes: list[dict[str, str]]
    edges: list[dict[str, str | int]]


def add_api(app: FastAPI, desk: Desk) -> None:
    """Put the API on the application."""
    app.include_router(_questions(desk))
    app.include_router(_lists(desk))
    app.include_router(_entities(desk))
    app.include_router(_documents(app))
    app.add_exception_handler(RacegraphError, _fault)
    app.add_exception_handler(RequestValidationError, _malformed)


def _questions(desk: Desk) -> APIRouter:
    api = APIRouter(prefix="/api")

    @api.post("/ask")
    def ask(asked: Asked, request: Request) -> dict[str, Any]:
        """Answer a question in Vietnamese, English or Chinese, each sentence with the words it rests on."""
        desk.admit(_caller(request))
        return answer_to_json(desk.ask(asked.question, asked.earlier))

    @api.post("/cypher")
    def cypher(queried: Queried, request: Request) -> dict[str, Any]:
        """Run a read-only query under limits of time, rows and memory."""
        desk.admit(_caller(request))
        found = desk.given.run_query(
            queried.query, queried.parameters, timeout_s=queried.timeout_s, limit=queried.limit
        )
        return {
            "columns": found.columns,
            "rows": found.rows,
            "truncated": found.truncated,
            "seconds": round(found.seconds, 4),
            "notes": found.warnings,
        }

    @api.get("/cypher/named")
    def named() -> list[dict[str, Any]]:
        """List the ready-made queries."""
        return [
            {"name": q.name, "title": q.title, "query": q.query, "parameters": q.parameters} for q in desk.given.named
        ]

    @api.post("/claims/{claim_id}/judgement")
    def judge(claim_id: str, verdict: Verdict, request: Request) -> dict[str, Any]:
        """Mark a claim as read wrongly, or as right after all; it survives every rebuild."""
        judged = desk.judge(claim_id, verdict.verdict, by=request.state.user, reason=verdict.reason)
        return {"number": judged.number, "claim": judged.a, "verdict": judged.verdict, "by": judged.by}

    return api


def _lists(desk: Desk) -> APIRouter:
    api = APIRouter(prefix="/api")

    @api.get("/claims", response_model=ClaimList)
    def claims(
        entity: str = "", part: Literal["any", "by", "about"] = "any", topic: str = "", outlet: str = "", kind: str = "",
        modality: Modality | Literal[""] = "", language: Language = "", since: date | None = None, until: date | None = None,
        firm: bool = False, words: str = "", limit: Limit = 20, skip: Skip = 0,
    ) -> ClaimList:  # fmt: skip
        """List current claims, newest first."""
        wanted = ClaimFilter(entity, part, topic, outlet, kind, modality, language, since, until, firm, words)
        return list_claims(desk.graph, wanted, limit=limit, skip=skip)

    @api.get("/figures", response_model=FigureList)
    def figures(
        entity: str = "", metric: str = "", unit: str = "", language: Language = "", since: date | None = None,
        until: date | None = None, limit: Limit = 50, skip: Skip = 0,
    ) -> FigureList:  # fmt: skip
        """List figures with the claims that state them, newest first."""
        return list_figures(
            desk.graph, FigureFilter(entity, metric, unit, language, since, until), limit=limit, skip=skip
        )

    @api.get("/figures.csv", response_class=PlainTextResponse)
    def figures_csv(entity: str = "", metric: str = "", unit: str = "") -> PlainTextResponse:
        """Return figures as CSV, each row with its source."""
        found = list_figures(desk.graph, FigureFilter(entity, metric, unit), limit=5000)
        name = "-".join(x for x in ("racegraph", metric, unit) if x.replace("_", "").isascii() and x)
        return PlainTextResponse(
            _csv(found),
            media_type="text/csv",
            headers={"content-disposition": f'attachment; filename="{name or "figures"}.csv"'},
        )

    @api.get("/measures", response_model=list[Measure])
    def several() -> Any:
        """List what several numbers are given for."""
        return measures(desk.graph)

    @api.get("/conflicts", response_model=list[Conflict])
    def contradictions(entity: str = "", limit: Limit = 60) -> Any:
        """List statements that contradict, deny or replace each other, side by side."""
        return conflicts(desk.graph, entity, limit=limit)

    @api.get("/topics", response_model=list[TopicSeen])
    def questions() -> Any:
        """List the standing questions."""
        return topics(desk.graph)

    @api.get("/topics/{topic_id}", response_model=TopicBoard)
    def board(topic_id: str) -> TopicBoard:
        """Return all positions on a standing question."""
        return topic_board(desk.graph, topic_id)

    @api.get("/articles", response_model=ArticleList)
    def articles(
        outlet: str = "", mentions: str = "", language: Language = "", since: date | None = None, until: date | None = None,
        words: str = "", limit: Limit = 30, skip: Skip = 0,
    ) -> ArticleList:  # fmt: skip
        """List articles, newest first."""
        wanted = ArticleFilter(outlet, mentions, language, since, until, words)
        return list_articles(desk.graph, wanted, limit=limit, skip=skip)

    @api.get("/articles/{article_id}", response_model=ReadArticle)
    def article(article_id: str, version: str = "") -> ReadArticle:
        """Return a version of an article with everything marked in it, and its claims."""
        return read_article(desk.library, desk.ledger, desk.graph, article_id, version)

    return api


def _entities(desk: Desk) -> APIRouter:
    api = APIRouter(prefix="/api")

    @api.get("/entities", response_model=list[EntityFound])
    def entities(name: str = "", kind: str = "", limit: Limit = 24) -> Any:
        """Find entities by name, or list those most spoken of."""
        return find_entities(desk.graph, name, limit=limit) if name else busiest_entities(desk.graph, kind, limit=limit)

    @api.get("/entities/{entity_id}", response_model=EntityPage)
    def entity(entity_id: str) -> EntityPage:
        """Return an entity with what is plainly stated of it."""
        return entity_page(desk.graph, entity_id)

    @api.get("/entities/{entity_id}/neighbours")
    def neighbours(entity_id: str, request: Request, limit: Annotated[int, Query(ge=1, le=100)] = 24) -> Near:
        """Return what stands next to an entity."""
        language, near = request.state.language, neighbourhood(desk.graph, entity_id, limit=limit)
        return Near(
            nodes=[
                {"id": n.id, "name": n.name, "kind": n.kind, "label": desk.name(n.id, n.name, language)}
                for n in near.nodes
            ],
            edges=[
                {"source": e.source, "target": e.target, "link": e.link, "claims": e.claims, "label": term("link", e.link, language)}
                for e in near.edges
            ],
        )  # fmt: skip

    return api


def _documents(app: FastAPI) -> APIRouter:
    api = APIRouter(prefix="/api", include_in_schema=False)

    @api.get("/health")
    def health() -> dict[str, bool]:
        return {"ok": True}

    @api.get("/docs", response_class=HTMLResponse)
    def docs() -> HTMLResponse:
        schema = app.openapi()
        calls = [
            {
                "method": method.upper(), "path": path, "summary": call.get("description", ""),
                "parameters": [_parameter(p) for p in call.get("parameters", [])] + _body(call, schema),
            }
            for path, methods in schema["paths"].items() for method, call in methods.items()
        ]  # fmt: skip
        page = rendered("api_docs.html", "en", lambda _i, name, _l: name, calls=calls, description=app.description)
        return HTMLResponse(page)

    return api


def _parameter(p: dict[str, Any]) -> dict[str, Any]:
    shape = p.get("schema", {})
    return {"name": p["name"], "type": _type(shape), "default": shape.get("default", "")}


def _body(call: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    content = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    shape = schema["components"]["schemas"].get(content.get("$ref", "").rsplit("/", 1)[-1], {})
    return [
        {"name": name, "type": _type(p), "default": p.get("default", "")}
        for name, p in shape.get("properties", {}).items()
    ]


def _type(shape: dict[str, Any]) -> str:
    if "enum" in shape:
        return " | ".join(str(x) or '""' for x in shape["enum"])
    if "anyOf" in shape:
        return " | ".join(dict.fromkeys(_type(s) for s in shape["anyOf"]))
    return str(shape.get("format") or shape.get("type") or shape.get("const", ""))


def _csv(found: FigureList) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["of", "metric", "value", "low", "high", "unit", "as printed", "role", "from", "to", "according to", "how", "outlet", "published", "title", "address"])  # fmt: skip
    for r in found.figures:
        f, c = r.figure, r.claim
        writer.writerow(
            inert(x) for x in (
                "; ".join(s.name for s in r.subjects), f.metric, f.value, f.low, f.high, f.unit, f.text, f.role, f.period_start,
                f.period_end, c.speaker.name if c.speaker else "", c.modality, c.outlet, c.published_on, c.title, c.url,
            )
        )  # fmt: skip
    return out.getvalue()


def _caller(request: Request) -> str:
    return request.state.user or (request.client.host if request.client else "?")


def _fault(request: Request, error: Exception) -> JSONResponse:
    headers = {}
    if isinstance(error, RetryLater):
        status, headers = 429, {"retry-after": str(max(1, round(error.retry_after_s)))}
    elif isinstance(error, QueryRefused):
        status = 403
    elif isinstance(error, WrongUsage):
        status = 404 if request.path_params else 400
    else:
        status = 503 if isinstance(error, StoreError | StopRun) else 500
    return JSONResponse({"error": str(error)}, status, headers)


def _malformed(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return JSONResponse({"error": f"{where}: {first['msg']}" if where else str(first["msg"])}, 422)
