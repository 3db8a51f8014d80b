"""The list of claims, narrowed by who said them, whom they are about, how firmly, when, where and in which language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.views.claim_rows import ClaimRow, claim_rows
from graph.store import Store
from graph.tokens import tokens

Part = Literal["any", "by", "about"]

_STARTS = {
    "any": "MATCH (e:Entity {id: $entity})<-[:MADE_BY|ABOUT|VIA]-(c:Claim)",
    "by": "MATCH (e:Entity {id: $entity})<-[:MADE_BY]-(c:Claim)",
    "about": "MATCH (e:Entity {id: $entity})<-[:ABOUT]-(c:Claim)",
}
_CONDITIONS = {
    "modality": "c.modality = $modality",
    "language": "c.language = $language",
    "since": "c.published_on >= $since",
    "until": "c.published_on <= $until",
    "firm": "c.firm = true",
}
_FOUND_BY_WORDS = 400


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What to narrow the claims by; empty fields narrow nothing. `kind` is that of an entity the claim is about."""

    entity: str = ""
    part: Part = "any"
    topic: str = ""
    outlet: str = ""
    kind: str = ""
    modality: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    firm: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class ClaimList:
    """One page of claims, newest first, and how many there are in all."""

    total: int
    claims: tuple[ClaimRow, ...]


def list_claims(graph: Store, wanted: ClaimFilter, *, limit: int = 20, skip: int = 0) -> ClaimList:
    """Return the current claims that pass the filter, newest first."""
    params: dict[str, Any] = {
        "entity": wanted.entity, "topic": wanted.topic, "outlet": wanted.outlet, "kind": wanted.kind,
        "modality": wanted.modality, "language": wanted.language, "since": wanted.since, "until": wanted.until,
    }  # fmt: skip
    if wanted.words.strip():
        params["ids"] = [str(r["id"]) for r in graph.search(wanted.words, "Claim", _FOUND_BY_WORDS)]
        params["tokens"] = [f" {t} " for t in tokens(wanted.words)]
        if not params["ids"]:
            return ClaimList(0, ())
    pattern = _pattern(wanted)
    used = {name: value for name, value in params.items() if f"${name}" in pattern}
    (counted,) = graph.read(f"{pattern}\nRETURN count(DISTINCT c) AS n", used).rows
    rows = graph.read(
        f"{pattern}\nRETURN DISTINCT c.id AS id, c.published_on AS day ORDER BY day DESC, id SKIP $skip LIMIT $limit",
        {**used, "skip": skip, "limit": limit},
        limit=limit,
    )
    return ClaimList(int(counted["n"]), claim_rows(graph, [r["id"] for r in rows]))


def _pattern(wanted: ClaimFilter) -> str:
    """Return the MATCH clauses of a filter: they begin at the node whose id is known; no word of the reader's is in them."""
    matches, conditions = [], ["c.status = 'current'"]
    if wanted.words.strip():
        matches.append("UNWIND $ids AS cid MATCH (c:Claim {id: cid})")
    if wanted.entity:
        matches.append(_STARTS[wanted.part])
    if wanted.topic:
        matches.append("MATCH (t:Topic {id: $topic})<-[:ON]-(c:Claim)")
    if wanted.outlet:
        matches.append("MATCH (o:Entity {id: $outlet})-[:PUBLISHED]->(a:Article)<-[:REPORTED_IN]-(c:Claim)")
    if wanted.kind:
        matches.append("MATCH (c:Claim)-[:ABOUT]->(k:Entity {kind: $kind})")
    if not matches:
        matches.append("MATCH (c:Claim)")
    if wanted.words.strip():
        conditions.append("all(t IN $tokens WHERE (' ' + c.search + ' ') CONTAINS t)")
    conditions += [text for name, text in _CONDITIONS.items() if getattr(wanted, name)]
    return "\n".join(matches) + "\nWHERE " + " AND ".join(conditions)
