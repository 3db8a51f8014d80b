"""Who is meant: turns the ids of one article into those of the graph, and names the speaker of each claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extract.annotations import Claim
from extract.gazetteer import Gazetteer
from graph.origins import Place
from graph.resolution import Outlets


@dataclass(frozen=True, slots=True)
class Identities:
    """The ids of one article: `local` where a name means somebody only here, `canonical` where ids were joined."""

    local: Mapping[str, str]
    canonical: Mapping[str, str]

    def of(self, entity_id: str) -> str:
        """Return the canonical id."""
        here = self.local.get(entity_id, entity_id)
        return self.canonical.get(here, here)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: `key` gathers the claims of one speaker over all articles; `voice` is own, outlet, source or named; `side` is who is behind."""

    key: str
    voice: str
    side: str


def speaker_of(
    claim: Claim, place: Place, ids: Identities, outlets: Outlets, gazetteer: Gazetteer, ties: Mapping[str, str]
) -> Speaker:
    """Return the speaker of a claim; `ties` holds the organisation of persons as this article states it."""
    channel = ids.of(claim.via[0]) if claim.via else ""
    if claim.speaker is None:
        if channel:
            return Speaker(channel, "outlet", outlets.owner(channel))
        outlet = place.credit or outlets.id(place.leader.outlet)
        owner = ids.of(outlets.owner(outlet)) if outlet else f"article:{place.leader.id}"
        return Speaker(f"own:{owner}", "own", owner)
    if claim.speaker.startswith("unnamed: "):
        key = f"unnamed:{outlets.owner(channel)}" if channel else f"source:{place.leader.id}"
        return Speaker(key, "source", key)
    who = ids.of(claim.speaker)
    known = gazetteer.entities.get(who)
    is_outlet = (known.kind == "Outlet") if known else who.startswith("outlet:")
    side = outlets.owner(ties.get(claim.speaker) or who if not (known and known.parent) else who)
    return Speaker(who, "outlet" if is_outlet else "named", side)


def speaker_node(article_id: str, claim: Claim, ids: Identities) -> tuple[str, str] | None:
    """Return the label and id of a claim's speaker in the graph; None for the outlet's own voice."""
    if claim.speaker is None:
        return None
    if claim.speaker.startswith("unnamed: "):
        return "Source", f"source:{article_id}:{' '.join((claim.speaker_text or claim.speaker).lower().split())}"
    return "Entity", ids.of(claim.speaker)
