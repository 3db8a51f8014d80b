"""An article as we read it: its words, untouched, and what is known of where it came from.

`text` is never edited after ingest: every span anywhere in racegraph is a half-open range of code points into it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Genre = Literal["news", "analysis", "opinion", "release", "report", "unknown"]
GENRES: tuple[Genre, ...] = ("news", "analysis", "opinion", "release", "report", "unknown")

BlockKind = Literal["heading", "caption", "boilerplate", "body"]


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A range `[start, end)` of the text that the page itself marked as something other than running text."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where page `number` (from 1) of a paged document starts in the text."""

    start: int
    number: int


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article.

    `id` is a hash of the source address and stays when the text changes; `version` is a hash of title and text.
    `published_on` is the outlet's date; `published_at` its time where the page gives one (aware, UTC).
    `language` is what the page claims (`vi`, `en`, `zh`, ...) or empty; extract decides for itself.
    `credit` is the agency or address that the page's markup names as where the story comes from.
    `came_from` pairs each known field with where it was read (`json-ld`, `meta`, `feed`, `sidecar`, `front matter`, `text`).
    """

    id: str
    version: str
    text: str
    title: str = ""
    url: str = ""
    outlet: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    published_on: date | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    fetched_at: datetime | None = None
    genre: Genre = "unknown"
    source: str = ""
    blocks: tuple[MarkedBlock, ...] = ()
    pages: tuple[PageBreak, ...] = ()
    came_from: tuple[tuple[str, str], ...] = ()
    credit: str = ""


def article_id(address: str) -> str:
    """Return the article's id from its source address (canonical URL, or the path relative to the ingested root)."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def content_version(title: str, text: str) -> str:
    """Return the version of an article: a hash of what a reader sees."""
    return hashlib.sha256(f"{title}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
