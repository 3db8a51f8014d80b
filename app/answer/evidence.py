"""What the graph says about a claim, gathered in one value: words, place, speaker, figures, article, origins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from extract.annotations import Modality, Qualifier

UNKNOWN_DAY = date.min


@dataclass(frozen=True, slots=True)
class ArticleSeen:
    """The article a claim stands in."""

    id: str
    version: str
    title: str
    url: str
    outlet: str
    outlet_id: str
    authors: str
    language: str
    genre: str
    published_on: date | None
    fetched_at: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks or passes on: an entity (`kind` set) or a nameless source of one article (`kind` empty)."""

    id: str
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class FigureSeen:
    """A figure that a claim states."""

    id: str
    text: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier
    metric: str
    role: str
    basis: str
    figurative: bool
    period_start: date | None
    period_end: date | None
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A plainly stated relation between two entities and the claims that carry it."""

    subject: str
    predicate: str
    object: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One current claim with everything an answer needs. `sentence` stands at `[start, end)` of the article's text."""

    id: str
    text: str
    sentence: str
    start: int
    end: int
    cue: str
    modality: Modality
    reply: str
    condition: str
    negated: bool
    direct: bool
    quote_status: str
    said_start: date | None
    said_end: date | None
    venue: str
    confidence: float
    firm: bool
    language: str
    tokens: frozenset[str]
    article: ArticleSeen
    speakers: tuple[Party, ...] = ()
    via: tuple[Party, ...] = ()
    about: tuple[str, ...] = ()
    figures: tuple[FigureSeen, ...] = ()
    statement: str = ""
    origins: int = 1
    origins_state: Literal["known", "at_most"] = "known"

    @property
    def speaker(self) -> Party | None:
        return self.speakers[0] if self.speakers else None

    @property
    def entities(self) -> frozenset[str]:
        """Every entity the claim is tied to: speaker, channel, subject."""
        parties = {p.id for p in (*self.speakers, *self.via) if p.kind}
        return frozenset(parties | set(self.about) | {s for f in self.figures for s in f.subjects})

    @property
    def day(self) -> date | None:
        """The day the claim is known to be from: when it was said, else when it was published."""
        return self.said_end or self.article.published_on
