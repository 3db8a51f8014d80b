"""The board of estimates: the standing questions with every position taken, and the measures for which several numbers stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from app.answer.evidence import Party
from app.views.claim_rows import ClaimRow, claim_rows
from app.views.figures import FigureRow, figure_series
from graph.store import Store
from ingest.errors import WrongUsage

_TOPICS = """
MATCH (t:Topic)
OPTIONAL MATCH (t)<-[:ON]-(c:Claim {status: 'current'})
RETURN t.id AS id, t.question_en AS en, t.question_vi AS vi, t.question_zh AS zh, count(DISTINCT c) AS claims
ORDER BY claims DESC, id
"""
_POSITIONS = """
MATCH (t:Topic {id: $id})<-[o:ON]-(c:Claim)
WHERE c.status = 'current'
RETURN o.position AS position, c.id AS claim, c.published_on AS day ORDER BY day DESC, claim LIMIT $limit
"""
_MEASURES = """
MATCH (e:Entity)<-[:MEASURES]-(f:Figure)<-[:STATES]-(c:Claim)-[:REPORTED_IN]->(a:Article)
WHERE c.status = 'current' AND f.figurative = false AND f.metric IS NOT NULL
RETURN e.id AS id, e.name AS name, e.kind AS kind, f.metric AS metric, f.unit AS unit,
       count(DISTINCT c) AS claims, count(DISTINCT a) AS articles,
       min(coalesce(f.value, f.low, f.high)) AS least, max(coalesce(f.value, f.high, f.low)) AS most
ORDER BY claims DESC, id, metric, unit LIMIT $limit
"""


@dataclass(frozen=True, slots=True)
class TopicSeen:
    """A standing question in three languages, with the number of claims that speak to it."""

    id: str
    question: dict[str, str]
    claims: int


@dataclass(frozen=True, slots=True)
class PositionTaken:
    """One answer to a standing question (empty: spoken to without an answer), and the claims that give it."""

    position: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class TopicBoard:
    """A standing question with all positions side by side."""

    topic: TopicSeen
    positions: tuple[PositionTaken, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something several numbers are given for: whose, what, in which unit, by how many claims, from the least to the greatest."""

    entity: Party
    metric: str
    unit: str
    claims: int
    articles: int
    least: float | None
    most: float | None


def topics(graph: Store) -> tuple[TopicSeen, ...]:
    """Return the standing questions, those most spoken to first."""
    return tuple(
        TopicSeen(r["id"], {k: r[k] or "" for k in ("en", "vi", "zh")}, int(r["claims"])) for r in graph.read(_TOPICS)
    )


def topic_board(graph: Store, topic_id: str, *, limit: int = 200) -> TopicBoard:
    """Return all positions on a standing question, the most taken first. Raises WrongUsage when there is no such question."""
    topic = next((t for t in topics(graph) if t.id == topic_id), None)
    if topic is None:
        raise WrongUsage(f"there is no topic {topic_id!r}; see the list of topics")
    taken: dict[str, list[str]] = defaultdict(list)
    for row in graph.read(_POSITIONS, {"id": topic_id, "limit": limit}):
        taken[row["position"] or ""].append(row["claim"])
    claims = {c.id: c for c in claim_rows(graph, [i for ids in taken.values() for i in ids])}
    order = sorted(taken, key=lambda p: (p == "", -len(taken[p]), p))
    return TopicBoard(topic, tuple(PositionTaken(p, tuple(claims[i] for i in taken[p] if i in claims)) for p in order))


def measures(graph: Store, *, limit: int = 60) -> tuple[Measure, ...]:
    """Return what at least two claims put a number on, the most spoken of first."""
    return tuple(
        Measure(
            Party(r["id"], r["name"] or r["id"], r["kind"] or ""), r["metric"], r["unit"] or "", int(r["claims"]),
            int(r["articles"]), r["least"], r["most"],
        )
        for r in graph.read(_MEASURES, {"limit": limit})
        if int(r["claims"]) > 1
    )  # fmt: skip


def estimates_of(graph: Store, entity: str, metric: str, unit: str) -> tuple[FigureRow, ...]:
    """Return every number given for a measure, side by side, the newest publication first."""
    rows = figure_series(graph, entity, metric, unit)
    return tuple(sorted(rows, key=lambda r: (str(r.claim.published_on or ""), r.figure.id), reverse=True))
