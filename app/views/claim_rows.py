"""A claim as a reader sees it: the words, who said them, how firmly, where they stand, and how independent they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.answer.evidence import Evidence, FigureSeen, Party
from app.answer.retrieve import Retriever
from graph.store import Store

NAMES = """
UNWIND $ids AS eid
MATCH (e:Entity {id: eid})
RETURN e.id AS id, e.name AS name, e.kind AS kind ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One current claim. `quote` stands at `[start, end)` of that version of the article's text."""

    id: str
    quote: str
    text: str
    speaker: Party | None
    via: tuple[Party, ...]
    about: tuple[Party, ...]
    figures: tuple[FigureSeen, ...]
    modality: str
    reply: str
    condition: str
    negated: bool
    direct: bool
    quote_status: str
    firm: bool
    confidence: float
    said_start: date | None
    said_end: date | None
    published_on: date | None
    venue: str
    language: str
    article_id: str
    version: str
    start: int
    end: int
    title: str
    url: str
    outlet: str
    outlet_id: str
    authors: str
    fetched_at: str
    statement: str
    origins: int
    origins_state: str

    @property
    def day(self) -> date | None:
        """The day it was said, else the day it was published."""
        return self.said_end or self.published_on


def claim_rows(graph: Store, ids: Iterable[str]) -> tuple[ClaimRow, ...]:
    """Return the claims of these ids that are current, in the order asked."""
    found = Retriever(graph).evidence(ids)
    names = entity_names(graph, {a for e in found for a in e.about})
    return tuple(_row(e, names) for e in found)


def entity_names(graph: Store, ids: Iterable[str]) -> dict[str, Party]:
    """Return name and kind of each entity by its id; ids that the graph does not have are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = graph.read(NAMES, {"ids": wanted}, limit=len(wanted))
    return {r["id"]: Party(r["id"], r["name"] or r["id"], r["kind"] or "") for r in rows}


def _row(e: Evidence, names: dict[str, Party]) -> ClaimRow:
    a = e.article
    return ClaimRow(
        id=e.id, quote=e.sentence, text=e.text, speaker=e.speaker, via=e.via,
        about=tuple(names[x] for x in e.about if x in names), figures=e.figures, modality=e.modality, reply=e.reply,
        condition=e.condition, negated=e.negated, direct=e.direct, quote_status=e.quote_status, firm=e.firm,
        confidence=e.confidence, said_start=e.said_start, said_end=e.said_end, published_on=a.published_on, venue=e.venue,
        language=e.language, article_id=a.id, version=a.version, start=e.start, end=e.end, title=a.title, url=a.url,
        outlet=a.outlet, outlet_id=a.outlet_id, authors=a.authors, fetched_at=a.fetched_at, statement=e.statement,
        origins=e.origins, origins_state=e.origins_state,
    )  # fmt: skip
