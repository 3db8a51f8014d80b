"""An article as it is read: its paragraphs cut into pieces that carry their marks, its claims with their standing, and its versions.

The pieces of all paragraphs, put together in order, are the article's text again: nothing is edited, only marked.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

from extract.annotations import Extraction
from graph.ledger import Ledger
from graph.store import Store
from ingest.article import Article
from ingest.errors import WrongUsage
from ingest.library import Library

MarkKind = Literal["name", "figure", "claim", "sought"]
Change = Literal["same", "gone", "new"]

_STATUS = """
MATCH (a:Article {id: $id})<-[:REPORTED_IN]-(c:Claim)
OPTIONAL MATCH (c)-[:MADE_BY]->(e:Entity)
OPTIONAL MATCH (c)-[:MADE_BY]->(s:Source)
RETURN c.id AS id, c.status AS status, c.modality AS modality, c.firm AS firm, c.text AS text, e.id AS speaker_id, e.name AS speaker, s.text AS source
ORDER BY id
"""
_PARAGRAPH = re.compile(r"[^\n]+")
_WHOLE_WORDS = re.compile(r"^[^\s。，；！？]*[\s。，；！？]")
_LAST_WORD = re.compile(r"[\s。，；！？][^\s。，；！？]*$")
_WORDS = re.compile(r"\d+(?:[.,]\d+)*|[\u3400-\u9fff]|\w+|[^\w\s]|\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of the text: a name (`ref` is an entity id), a figure, a claim (`ref` its id), or what was looked for."""

    start: int
    end: int
    kind: MarkKind
    ref: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks."""

    text: str
    start: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text; `kind` is what the page marked it as."""

    pieces: tuple[Piece, ...]
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """A claim of the article with its standing in the graph: current, withdrawn, superseded, judged_wrong; empty before the next build."""

    id: str
    text: str
    start: int
    speaker_id: str
    speaker: str
    modality: str
    firm: bool
    status: str
    verdict: str


@dataclass(frozen=True, slots=True)
class VersionSeen:
    """One version of an article."""

    version: str
    published_on: date | None
    modified_at: datetime | None
    fetched_at: datetime | None
    newest: bool


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One version of an article, ready to be shown."""

    id: str
    version: str
    title: str
    outlet: str
    authors: tuple[str, ...]
    url: str
    language: str
    published_on: date | None
    fetched_at: datetime | None
    paragraphs: tuple[Paragraph, ...]
    claims: tuple[ClaimNote, ...]
    versions: tuple[VersionSeen, ...]


def read_article(
    library: Library,
    ledger: Ledger,
    graph: Store,
    article_id: str,
    version: str = "",
    *,
    sought: tuple[int, int] | None = None,
) -> ReadArticle:
    """Return a version of an article (the newest by default) with its marks. Raises WrongUsage when it is not in the library."""
    article = library.get(article_id, version or None)
    read = (r.extraction for r in ledger.of_article(article.id))
    extraction = next((e for e in read if e.version == article.version), None)
    newest = library.get(article_id).version
    return ReadArticle(
        id=article.id, version=article.version, title=article.title or article.text.strip().split("\n", 1)[0][:120],
        outlet=article.outlet, authors=article.authors, url=article.url,
        language=extraction.language if extraction else article.language, published_on=article.published_on,
        fetched_at=article.fetched_at, paragraphs=tuple(_paragraphs(article, _marks(extraction, sought))),
        claims=tuple(_claims(extraction, ledger, graph)),
        versions=tuple(
            VersionSeen(v.version, v.published_on, v.modified_at, v.fetched_at, v.version == newest)
            for v in library.versions(article_id)
        ),
    )  # fmt: skip


def around(
    library: Library, article_id: str, version: str, start: int, end: int, *, margin: int = 280
) -> tuple[str, str, str]:
    """Return the words before, the words at `[start, end)`, and the words after, cut at paragraphs or at `margin`.

    Raises WrongUsage when the library does not have that version.
    """
    text = library.get(article_id, version).text
    before = text[max(0, start - margin) : start]
    after = text[end : end + margin]
    if len(before) == margin < start and "\n\n" not in before:
        before = "… " + _WHOLE_WORDS.sub("", before, count=1)
    if len(after) == margin and end + margin < len(text) and "\n\n" not in after:
        after = _LAST_WORD.sub("", after, count=1) + " …"
    before, after = before.rsplit("\n\n", 1)[-1], after.split("\n\n", 1)[0]
    return before, text[start:end], after


def compared(library: Library, article_id: str, one: str, other: str) -> tuple[tuple[Change, str], ...]:
    """Return how one version became the other, word by word, as runs of what stayed, went and came. Raises WrongUsage."""
    before, after = (_WORDS.findall(library.get(article_id, v).text) for v in (one, other))
    runs: list[tuple[Change, str]] = []
    for action, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if action == "equal":
            runs.append(("same", "".join(before[a:b])))
        else:
            runs += [(k, t) for k, t in (("gone", "".join(before[a:b])), ("new", "".join(after[c:d]))) if t]  # type: ignore[misc]
    return tuple(runs)


def _marks(extraction: Extraction | None, sought: tuple[int, int] | None) -> list[Mark]:
    marks = [Mark(*sought, "sought")] if sought and 0 <= sought[0] < sought[1] else []
    if extraction is None:
        return marks
    marks += [Mark(c.start, c.end, "claim", c.id, c.modality) for c in extraction.claims if c.speaker]
    marks += [Mark(f.start, f.end, "figure", f.id, f"{f.metric or f.unit}") for f in extraction.figures]
    marks += [Mark(m.start, m.end, "name", m.entity, m.kind) for m in extraction.mentions]
    return marks


def _paragraphs(article: Article, marks: list[Mark]) -> Iterable[Paragraph]:
    for line in _PARAGRAPH.finditer(article.text):
        kind = next((b.kind for b in article.blocks if b.start <= line.start() < b.end), "body")
        yield Paragraph(tuple(_pieces(article.text, line.start(), line.end(), marks)), kind)


def _pieces(text: str, start: int, end: int, marks: list[Mark]) -> Iterable[Piece]:
    here = [m for m in marks if m.start < end and m.end > start]
    edges = sorted({start, end, *(x for m in here for x in (m.start, m.end) if start < x < end)})
    for a, b in pairwise(edges):
        yield Piece(text[a:b], a, tuple(m for m in here if m.start <= a and m.end >= b))


def _claims(extraction: Extraction | None, ledger: Ledger, graph: Store) -> Iterable[ClaimNote]:
    if extraction is None:
        return
    verdicts = {j.a: j.verdict for j in ledger.judgements() if j.kind == "claim"}
    known = {r["id"]: r for r in graph.read(_STATUS, {"id": extraction.article_id}, limit=5000)}
    names = {e.id: e.name for e in extraction.entities}
    for c in extraction.claims:
        row = known.get(c.id)
        speaker = (row["speaker"] or row["source"]) if row else names.get(c.speaker or "", c.speaker_text)
        yield ClaimNote(
            c.id, c.text, c.start, (row["speaker_id"] if row else "") or "", speaker or "", c.modality, c.firm,
            row["status"] if row else "", verdicts.get(c.id, ""),
        )  # fmt: skip


def claim_exists(graph: Store, claim_id: str) -> None:
    """Raise WrongUsage when the graph has no claim of this id."""
    if not graph.read("MATCH (c:Claim {id: $id}) RETURN c.id AS id", {"id": claim_id}).rows:
        raise WrongUsage(f"there is no claim {claim_id!r} in the graph")
