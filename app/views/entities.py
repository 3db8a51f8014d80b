"""An entity's page: what it is, what is plainly stated of it, what it says and what is said of it; and how to find one by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.answer.evidence import Party
from app.views.claim_rows import ClaimRow, claim_rows, entity_names
from extract.annotations import PREDICATES
from graph.store import Row, Store
from ingest.errors import WrongUsage

_TYPES = "|".join(p.upper() for p in PREDICATES)
_ENTITY = """
MATCH (e:Entity {id: $id})
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.country AS country, e.parent AS parent, e.aliases AS aliases, e.candidate AS candidate
"""
_COUNTS = """
MATCH (e:Entity {id: $id})
OPTIONAL MATCH (e)<-[:MADE_BY]-(b:Claim {status: 'current'})
WITH e, count(DISTINCT b) AS said_by
OPTIONAL MATCH (e)<-[:ABOUT]-(c:Claim {status: 'current'})
WITH e, said_by, count(DISTINCT c) AS said_of
OPTIONAL MATCH (e)<-[:MENTIONS]-(a:Article)
RETURN said_by, said_of, count(DISTINCT a) AS articles, min(a.published_on) AS first_day, max(a.published_on) AS last_day
"""
_FACTS_FROM = f"""
MATCH (s:Entity {{id: $id}})-[r:{_TYPES}]->(o:Entity)
RETURN s.id AS subject, type(r) AS predicate, o.id AS object, r.claims AS claims, r.first_seen AS first_seen, r.last_seen AS last_seen, r.origins AS origins
ORDER BY origins DESC, predicate, object LIMIT 200
"""
_FACTS_TO = _FACTS_FROM.replace("(s:Entity {id: $id})", "(s:Entity)").replace("(o:Entity)", "(o:Entity {id: $id})")
_BUSIEST = """
MATCH (e:Entity)<-[:ABOUT]-(c:Claim)
WHERE c.status = 'current' AND ($kind = '' OR e.kind = $kind)
RETURN e.id AS id, e.name AS name, e.kind AS kind, count(c) AS claims ORDER BY claims DESC, id LIMIT $limit
"""
_CALLED = """
MATCH (e:Entity)
WHERE e.name = $name OR $name IN e.aliases
OPTIONAL MATCH (e)<-[:MENTIONS]-(a:Article)
RETURN e.id AS id, count(a) AS articles ORDER BY articles DESC, id LIMIT 12
"""
_CLAIMS_OF = """
UNWIND $ids AS eid
MATCH (e:Entity {id: eid})
OPTIONAL MATCH (e)<-[:ABOUT]-(c:Claim {status: 'current'})
RETURN e.id AS id, e.name AS name, e.kind AS kind, count(c) AS claims ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation that articles state plainly, with the claims that carry it and the number of independent origins."""

    subject: Party
    predicate: str
    object: Party
    claims: tuple[ClaimRow, ...]
    origins: int
    first_seen: date | None
    last_seen: date | None


@dataclass(frozen=True, slots=True)
class EntityPage:
    """What the graph knows of an entity. `country` and `parent` are reference data, never evidence."""

    id: str
    name: str
    kind: str
    country: str
    parent: Party | None
    aliases: tuple[str, ...]
    candidate: bool
    facts: tuple[Fact, ...]
    said_by: int
    said_of: int
    articles: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class EntityFound:
    """An entity in a list, with the number of claims about it."""

    id: str
    name: str
    kind: str
    claims: int


def entity_page(graph: Store, entity_id: str) -> EntityPage:
    """Return an entity's page. Raises WrongUsage when the graph does not have it."""
    rows = graph.read(_ENTITY, {"id": entity_id}).rows
    if not rows:
        raise WrongUsage(f"there is no entity {entity_id!r}; look for it by name, e.g. racegraph entity Huawei")
    (row,), (counts,) = rows, graph.read(_COUNTS, {"id": entity_id}).rows
    parent = entity_names(graph, [row["parent"]] if row["parent"] else [])
    return EntityPage(
        id=row["id"], name=row["name"] or row["id"], kind=row["kind"] or "", country=row["country"] or "",
        parent=next(iter(parent.values()), None), aliases=tuple(a for a in row["aliases"] or () if a),
        candidate=bool(row["candidate"]), facts=_facts(graph, entity_id), said_by=int(counts["said_by"]),
        said_of=int(counts["said_of"]), articles=int(counts["articles"]), first_day=counts["first_day"],
        last_day=counts["last_day"],
    )  # fmt: skip


def find_entities(graph: Store, name: str, *, limit: int = 12) -> tuple[EntityFound, ...]:
    """Return the entities whose names fit, best first; an id finds itself."""
    called = [str(r["id"]) for r in graph.read(_CALLED, {"name": name})]
    ids = [name, *called, *(str(r["id"]) for r in graph.search(name, "Entity", limit * 3))]
    found = {r["id"]: _found(r) for r in graph.read(_CLAIMS_OF, {"ids": list(dict.fromkeys(ids))})}
    ranked = [found[i] for i in dict.fromkeys(ids) if i in found]
    exact = [e for e in ranked if name.casefold() in (e.id.casefold(), e.name.casefold())]
    return tuple(dict.fromkeys([*exact, *ranked]))[:limit]


def busiest_entities(graph: Store, kind: str = "", *, limit: int = 24) -> tuple[EntityFound, ...]:
    """Return the entities that most claims are about."""
    return tuple(_found(r) for r in graph.read(_BUSIEST, {"kind": kind, "limit": limit}))


def resolve_entity(graph: Store, name: str) -> str:
    """Return the id of the entity that a reader means by an id or a name. Raises WrongUsage when nothing fits."""
    found = find_entities(graph, name, limit=1)
    if not found:
        raise WrongUsage(f"nothing in the graph is called {name!r}; try another spelling")
    return found[0].id


def _found(row: Row) -> EntityFound:
    return EntityFound(row["id"], row["name"] or row["id"], row["kind"] or "", int(row["claims"]))


def _facts(graph: Store, entity_id: str) -> tuple[Fact, ...]:
    rows = [*graph.read(_FACTS_FROM, {"id": entity_id}), *graph.read(_FACTS_TO, {"id": entity_id})]
    names = entity_names(graph, {x for r in rows for x in (r["subject"], r["object"])})
    claims = {c.id: c for c in claim_rows(graph, _first_claims(rows))}
    return tuple(
        Fact(
            names[r["subject"]], str(r["predicate"]).lower(), names[r["object"]],
            tuple(claims[c] for c in r["claims"] or () if c in claims), int(r["origins"] or 1), r["first_seen"], r["last_seen"],
        )
        for r in rows
    )  # fmt: skip


def _first_claims(rows: Iterable[Row]) -> list[str]:
    return [c for r in rows for c in (r["claims"] or ())[:3]]
