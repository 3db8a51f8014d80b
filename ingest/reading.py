"""The role of a reader: bytes in, the words of an article and what they state about themselves out.

A reader does no input or output and knows no other reader; it raises SkipPage when the bytes hold no article.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Protocol

from ingest.article import Article, MarkedBlock, PageBreak, article_id, content_version
from ingest.errors import SkipPage
from ingest.metadata import NOTHING, Layers, Metadata, language_code, merge


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of one file or page. `name` is for messages; `url` is the address it was fetched from, if it was."""

    content: bytes
    name: str
    url: str = ""
    charset: str = ""
    expected: Metadata = NOTHING


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found. `stated` runs from the most to the least trusted place that says something of the article."""

    text: str
    stated: Layers = ()
    blocks: tuple[MarkedBlock, ...] = ()
    pages: tuple[PageBreak, ...] = ()


class Reader(Protocol):
    """Reads one kind of file."""

    @property
    def name(self) -> str:
        """One word for the kind."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of its files, with the dot, in lower case."""

    def recognises(self, beginning: bytes) -> bool:
        """Say whether a file that begins with these bytes is of this kind, whatever it is called."""

    def read(self, document: Document) -> Reading:
        """Return the article in the document. Raises SkipPage when there is none."""


def to_article(
    reading: Reading,
    *,
    address: str,
    url: str = "",
    source: str = "",
    fetched_at: datetime | None = None,
    above: Layers = (),
    below: Layers = (),
) -> Article:
    """Make the article of a reading, known by `address`; what `above` states wins over the document, `below` fills gaps.

    `url` is the address that was found good enough to cite, whatever else the document states.
    """
    merged = merge(*above, *reading.stated, *below)
    known = merged.metadata
    return Article(
        id=article_id(address),
        version=content_version(known.title, reading.text),
        text=reading.text,
        title=known.title,
        url=url,
        outlet=known.outlet,
        authors=known.authors,
        language=language_code(known.language),
        published_on=known.published.on if known.published else None,
        published_at=known.published.at if known.published else None,
        modified_at=_instant(known),
        fetched_at=fetched_at,
        genre=known.genre,
        credit=known.credit,
        source=source,
        blocks=reading.blocks,
        pages=reading.pages,
        came_from=tuple((field, place) for field, place in merged.came_from if field != "url"),
    )


def _instant(known: Metadata) -> datetime | None:
    """A change dated only to the day counts from the start of that day: it orders versions and is never quoted."""
    if known.modified is None:
        return None
    return known.modified.at or datetime.combine(known.modified.on, time(), tzinfo=UTC)


def require_words(text: str, name: str) -> None:
    """Raise SkipPage unless the text has at least a few letters of any script."""
    if not text.strip():
        raise SkipPage(f"{name}: holds no text; left out", reason="empty")
    letters = 0
    for character in text:
        letters += character.isalpha()
        if letters >= 8:
            return
    raise SkipPage(f"{name}: holds no words, so it is not an article; left out", reason="not an article")
