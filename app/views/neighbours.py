"""Who and what stands next to an entity: by a stated relation, or by being spoken of in the same claims."""

from __future__ import annotations

from dataclasses import dataclass

from app.answer.evidence import Party
from app.views.claim_rows import entity_names
from extract.annotations import PREDICATES
from graph.store import Store

_TYPES = "|".join(p.upper() for p in PREDICATES)
_STATED = f"""
MATCH (e:Entity {{id: $id}})-[r:{_TYPES}]-(o:Entity)
RETURN startNode(r).id AS source, type(r) AS link, endNode(r).id AS target, size(r.claims) AS claims
ORDER BY claims DESC, source, link, target LIMIT $limit
"""
_TOGETHER = """
MATCH (e:Entity {id: $id})<-[:ABOUT]-(c:Claim {status: 'current'})-[:ABOUT]->(o:Entity)
WHERE o.id <> $id
RETURN o.id AS other, count(DISTINCT c) AS claims ORDER BY claims DESC, other LIMIT $limit
"""
_SPOKE_OF = """
MATCH (e:Entity {id: $id})<-[:MADE_BY]-(c:Claim {status: 'current'})-[:ABOUT]->(o:Entity)
WHERE o.id <> $id
RETURN o.id AS other, count(DISTINCT c) AS claims ORDER BY claims DESC, other LIMIT $limit
"""
_SPOKEN_OF_BY = """
MATCH (e:Entity {id: $id})<-[:ABOUT]-(c:Claim {status: 'current'})-[:MADE_BY]->(o:Entity)
WHERE o.id <> $id
RETURN o.id AS other, count(DISTINCT c) AS claims ORDER BY claims DESC, other LIMIT $limit
"""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two entities: a predicate, `spoke_of`, or `named_together`; with the number of claims behind it."""

    source: str
    target: str
    link: str
    claims: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """An entity, what stands next to it, and the lines between."""

    centre: str
    nodes: tuple[Party, ...]
    edges: tuple[Edge, ...]


def neighbourhood(graph: Store, entity_id: str, *, limit: int = 24) -> Neighbourhood:
    """Return what is next to an entity, at most `limit` of each sort, strongest first."""
    params = {"id": entity_id, "limit": limit}
    edges = [
        Edge(r["source"], r["target"], str(r["link"]).lower(), int(r["claims"] or 1))
        for r in graph.read(_STATED, params)
    ]
    edges += [Edge(entity_id, r["other"], "spoke_of", int(r["claims"])) for r in graph.read(_SPOKE_OF, params)]
    edges += [Edge(r["other"], entity_id, "spoke_of", int(r["claims"])) for r in graph.read(_SPOKEN_OF_BY, params)]
    linked = {x for e in edges for x in (e.source, e.target)}
    edges += [
        Edge(entity_id, r["other"], "named_together", int(r["claims"]))
        for r in graph.read(_TOGETHER, params)
        if r["other"] not in linked
    ]
    edges = sorted(edges, key=lambda e: (e.link == "named_together", -e.claims, e.source, e.target))[: limit * 2]
    names = entity_names(graph, {entity_id, *(x for e in edges for x in (e.source, e.target))})
    return Neighbourhood(entity_id, tuple(names.values()), tuple(dict.fromkeys(edges)))
