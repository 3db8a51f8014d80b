"""Statements that cannot both hold, or deny or replace each other, side by side with the reason. Nothing here takes a side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from app.views.claim_rows import ClaimRow, claim_rows
from graph.store import Row, Store

_LINKED = """
MATCH (s:Statement)-[x:CONFLICTS_WITH|DENIES|UPDATES]->(t:Statement)
RETURN s.id AS one, t.id AS other, type(x) AS link, x.why AS why, s.last_seen AS day
ORDER BY day DESC, one, other LIMIT $limit
"""
_ABOUT = """
MATCH (e:Entity {id: $entity})<-[:ABOUT|MADE_BY]-(c:Claim {status: 'current'})-[:SAYS]->(s:Statement)
MATCH (s)-[x:CONFLICTS_WITH|DENIES|UPDATES]-(t:Statement)
RETURN DISTINCT startNode(x).id AS one, endNode(x).id AS other, type(x) AS link, x.why AS why, s.last_seen AS day
ORDER BY day DESC, one, other LIMIT $limit
"""
_CLAIMS = """
UNWIND $ids AS sid
MATCH (s:Statement {id: sid})<-[:SAYS]-(c:Claim)
WHERE c.status = 'current'
RETURN s.id AS statement, c.id AS claim, c.published_on AS day ORDER BY statement, day, claim
"""
_SHOWN_PER_SIDE = 4


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements and what stands between them: `conflicts_with`, `denies` or `updates`, and why; each with its claims."""

    link: str
    why: str
    one: tuple[ClaimRow, ...]
    other: tuple[ClaimRow, ...]


def conflicts(graph: Store, entity: str = "", *, limit: int = 60) -> tuple[Conflict, ...]:
    """Return the conflicts, denials and updates, newest first; all of them, or those an entity is in."""
    query, params = (_ABOUT, {"entity": entity}) if entity else (_LINKED, {})
    rows = _each_once(list(graph.read(query, {**params, "limit": limit * 2}).rows))[:limit]
    ids: dict[str, list[str]] = defaultdict(list)
    for row in graph.read(_CLAIMS, {"ids": sorted({x for r in rows for x in (r["one"], r["other"])})}, limit=5000):
        ids[row["statement"]].append(row["claim"])
    wanted = {s: found[:_SHOWN_PER_SIDE] for s, found in ids.items()}
    claims = {c.id: c for c in claim_rows(graph, [c for found in wanted.values() for c in found])}

    def side(statement: str) -> tuple[ClaimRow, ...]:
        return tuple(claims[c] for c in wanted.get(statement, ()) if c in claims)

    found = [Conflict(str(r["link"]).lower(), r["why"] or "", side(r["one"]), side(r["other"])) for r in rows]
    return tuple(c for c in found if c.one and c.other)


def _each_once(rows: list[Row]) -> list[Row]:
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        seen.setdefault((*sorted((row["one"], row["other"])), row["link"]), row)
    return list(seen.values())
