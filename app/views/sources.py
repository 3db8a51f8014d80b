"""How the sources are doing: the outlets whose articles are here, and the health of the feeds that are watched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.views.articles import OutletSeen, outlets
from graph.store import Store
from ingest.crawl.health import FAILING, Health, source_health
from ingest.library import Library
from ingest.sources import Source


@dataclass(frozen=True, slots=True)
class SourcesSeen:
    """Outlets with articles; every watched source with its state, those to look after first; and a count of each state."""

    outlets: tuple[OutletSeen, ...]
    watched: tuple[Health, ...]
    states: dict[str, int]


def sources_seen(graph: Store, library: Library, watched: Iterable[Source]) -> SourcesSeen:
    """Return outlets and source health."""
    health = source_health(library, list(watched))
    states: dict[str, int] = {}
    for h in health:
        states[h.state] = states.get(h.state, 0) + 1
    ordered = sorted(health, key=lambda h: (h.state not in FAILING, h.state == "never asked", h.name or h.source))
    return SourcesSeen(outlets(graph), tuple(ordered), states)
