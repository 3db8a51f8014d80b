"""The claims of one article in all its versions: each once, in the newest version that holds it, with what has become of it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from extract.annotations import Claim, Entity, Extraction, Figure
from graph.ledger import Recorded
from graph.versions import gone
from ingest.article import Article


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the version it stands in; `replaced_by` is the claim that a correction put in its place, or empty."""

    claim: Claim
    extraction: Extraction
    recorded_at: datetime
    status: str
    replaced_by: str = ""

    @property
    def stands(self) -> bool:
        return self.status == "current"


@dataclass(frozen=True, slots=True)
class Reading:
    """One article as the graph sees it: its newest text, what was found in that, and every claim with those of older versions."""

    article: Article
    newest: Extraction | None
    told: tuple[Told, ...]
    figures: dict[str, Figure]
    entities: dict[str, Entity]

    @property
    def past(self) -> set[str]:
        """The figures that are told as what others were before."""
        return {f.changed_from for f in self.figures.values() if f.changed_from}

    @property
    def language(self) -> str:
        return self.newest.language if self.newest else self.article.language


def read(article: Article, recorded: Iterable[Recorded], wrong: Container[str]) -> Reading:
    """Return what an article tells; `wrong` holds the claims that were judged wrong. Of each version the latest extraction is given."""
    records = list(recorded)
    current = next((r for r in records if r.extraction.version == article.version), None)
    older = [r for r in reversed(records) if r is not current]
    told = [_told(c, current, "current", wrong) for c in current.extraction.claims] if current else []
    if current:
        by_version = {r.extraction.version: r for r in older}
        claims = [(r.extraction.version, c) for r in older for c in r.extraction.claims]
        for g in gone(article, current.extraction.claims, claims):
            told.append(_told(g.claim, by_version[g.version], g.status, wrong, g.replaced_by))
    found = [r.extraction for r in (*older[::-1], *([current] if current else []))]
    return Reading(
        article,
        current.extraction if current else None,
        tuple(told),
        {f.id: f for x in found for f in x.figures},
        {e.id: e for x in found for e in x.entities},
    )


def _told(claim: Claim, recorded: Recorded, status: str, wrong: Container[str], replaced_by: str = "") -> Told:
    return Told(
        claim, recorded.extraction, recorded.recorded_at, "judged_wrong" if claim.id in wrong else status, replaced_by
    )
