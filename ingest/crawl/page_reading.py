"""Turns a fetched page into an article, with nothing but the page and what was said of it where it was found.

Runs in a process of its own when a run is large, so it takes and returns plain values and never raises.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.article import Article, Genre
from ingest.errors import SkipPage
from ingest.fetch.addresses import host_of, tidy
from ingest.metadata import NOTHING, Metadata
from ingest.outlets import OUTLETS
from ingest.page_metadata import canonical_address
from ingest.readers import READERS
from ingest.readers.web_page import parse_page
from ingest.reading import Document, Reader, Reading, require_words, to_article

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page to read: its bytes, where it came from, and what is known of it beforehand."""

    url: str
    content: bytes
    content_type: str = ""
    charset: str = ""
    fetched_at: datetime | None = None
    found: Metadata = NOTHING
    source: str = ""
    outlet: str = ""
    language: str = ""
    genre: Genre = "unknown"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a page gave no article: `reason` to count by, `line` to show."""

    reason: str
    line: str


def read_page(page: FetchedPage) -> Article | Unreadable:
    """Return the article of a page, or why there is none."""
    try:
        return _article(page)
    except SkipPage as error:
        return Unreadable(error.reason, str(error))
    except Exception as error:  # strangers' markup finds faults in any parser; one page must not end a run
        log.debug("reading %s failed", page.url, exc_info=True)
        return Unreadable("parse failed", f"{page.url}: could not be read ({type(error).__name__}: {str(error)[:200]})")


def _article(page: FetchedPage) -> Article:
    document = Document(page.content, page.url, url=page.url, charset=page.charset)
    reading = _by_outlet(document) or _reader(page).read(document)
    # The visible text is the least trusted place: what the feed says comes before it.
    stated = list(reading.stated)
    last = next((at for at, (place, _) in enumerate(stated) if place == "text"), len(stated))
    stated.insert(last, ("feed", page.found))
    address = tidy(next((canonical_address(said.url, fetched=page.url) for _, said in stated if said.url), page.url))
    elsewhere = next(
        (said.url for _, said in stated if said.url and host_of(said.url) not in ("", host_of(page.url))), ""
    )
    return to_article(
        Reading(reading.text, tuple(stated), reading.blocks, reading.pages),
        address=address,
        url=address,
        source=page.source,
        fetched_at=page.fetched_at,
        above=(("source", Metadata(outlet=page.outlet)),),
        # A canonical link to another site is how a copy names its original.
        below=(
            ("source", Metadata(language=page.language, genre=page.genre)),
            ("canonical", Metadata(credit=elsewhere)),
        ),
    )


def _by_outlet(document: Document) -> Reading | None:
    host = (urlsplit(document.url).hostname or "").removeprefix("www.")
    for outlet in OUTLETS:
        if host in outlet.hosts:
            tree, _ = parse_page(document)
            reading = outlet.read(tree, url=document.url)
            if reading is not None:
                require_words(reading.text, document.name)
            return reading
    return None


def _reader(page: FetchedPage) -> Reader:
    """Choose by what the page begins with, then by what the server calls it."""
    beginning = page.content[:8192]
    by_looks = next((reader for reader in READERS if reader.recognises(beginning)), None)
    if by_looks:
        return by_looks
    suffix = PurePosixPath(urlsplit(page.url).path).suffix.lower()
    if page.content_type in ("text/html", "application/xhtml+xml"):
        suffix = ".html"
    elif page.content_type == "text/markdown":
        suffix = ".md"
    elif page.content_type == "text/plain" and suffix not in (".md", ".markdown"):
        suffix = ".txt"
    by_kind = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if by_kind is None:
        raise SkipPage(
            f"{page.url}: is {page.content_type or 'of no stated kind'}, no article; left out", reason="not an article"
        )
    return by_kind
