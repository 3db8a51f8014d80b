"""Which first report a claim goes back to: ten articles from one wire report are one origin.

A claim passed on through a named channel comes from the channel nearest to its speaker; one in an article that credits another outlet, from that
outlet; one in a copy, from what was copied; else its article's outlet is where it is first seen, or nobody knows. Outlets of one owner are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from extract.annotations import Claim, Credit
from graph.resolution import Outlets
from graph.tables import table
from ingest.article import Article

STATES = ("known", "inferred", "unknown")
"""How sure it is where something comes from, the surest first."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from: `owner` of the first outlet (empty when unknown), `report` the earliest article we have of it."""

    owner: str
    report: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Origin:
    """An independent first report; `state` says whether it is known, inferred or unknown."""

    id: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: its article, the article that this one copies (itself when it copies none), and the outlet it credits, or empty."""

    article: Article
    leader: Article
    credit: str


def credited(credits_: Iterable[Credit], article: Article, outlet: str) -> str:
    """Return the outlet to which an article credits its story, or empty: a credit line at its head or foot that names another outlet."""
    edge = max(200, len(article.text) // 8)
    for c in credits_:
        at_edge = c.start < edge or c.end > len(article.text) - edge
        if c.outlet != outlet and at_edge:
            return c.outlet
    return ""


def source_of(claim: Claim, place: Place, outlets: Outlets, *, speaks: str) -> Source:
    """Return where a claim comes from. `speaks` is the outlet that makes the claim itself ("Reuters reported"), or empty."""
    report = place.leader.id
    channel = claim.via[0] if claim.via else speaks or place.credit
    if channel:
        return Source(outlets.owner(channel), report, _kind(channel), "known")
    outlet = outlets.id(place.leader.outlet)
    if not outlet:
        return Source("", report, "unknown", "unknown")
    if place.leader.genre == "release":
        return Source(outlets.owner(outlet), report, "release", "known")
    copied = place.leader.id != place.article.id
    own_work = claim.speaker is None or claim.venue is not None or outlet in table("outlets")["wires"]
    return Source(outlets.owner(outlet), report, _kind(outlet), "inferred" if copied or own_work else "unknown")


def _kind(channel: str) -> str:
    return "wire" if channel in table("outlets")["wires"] else "outlet"


def origins(sources: Iterable[tuple[str, Source]]) -> dict[str, Origin]:
    """Return the origin of each claim of one statement, by claim id: what one owner brings is one origin, named by its least report."""
    by_owner: dict[str, list[Source]] = defaultdict(list)
    claims = list(sources)
    for _, source in claims:
        by_owner[source.owner or f"unknown:{source.report}"].append(source)
    made = {}
    for owner, found in by_owner.items():
        surest = min(found, key=lambda s: (STATES.index(s.state), s.kind))
        report = min(s.report for s in found)
        key = owner if owner.startswith("unknown:") else f"{owner}:{report}"
        made[owner] = Origin(f"origin:{key}", surest.kind, surest.state)
    return {claim: made[s.owner or f"unknown:{s.report}"] for claim, s in claims}
