"""Reads a feed: RSS, Atom or JSON Feed, well-formed or nearly so."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import feedparser

from ingest.authors import split_authors
from ingest.discover.candidate import Candidate
from ingest.fetch.addresses import resolve
from ingest.metadata import Metadata
from ingest.moments import Moment, read_moment

_ENTRIES_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds: its title, language and entries in its own order. `is_feed` is false for anything else."""

    is_feed: bool
    title: str = ""
    language: str = ""
    candidates: tuple[Candidate, ...] = ()


def read_feed(content: bytes, *, url: str, content_type: str = "") -> Feed:
    """Return the entries of a feed that was fetched from `url`."""
    if content.lstrip()[:1] == b"{":
        return _json_feed(content, url)
    # Given as a stream: feedparser would try to open a string as a file or an address.
    parsed = feedparser.parse(
        io.BytesIO(content),
        response_headers={"content-type": content_type or "application/xml", "content-location": url},
    )
    if not parsed.get("version"):
        return Feed(False)
    head = parsed.get("feed", {})
    language = str(head.get("language", ""))
    entries = tuple(_entries(parsed.get("entries", [])[:_ENTRIES_LIMIT], url, language))
    return Feed(True, _plain(head.get("title", "")), language, entries)


def _entries(entries: list[Any], url: str, language: str) -> Iterator[Candidate]:
    for entry in entries:
        address = resolve(
            url,
            str(entry.get("link") or (entry.get("id") if str(entry.get("id", "")).startswith("http") else "") or ""),
        )
        if not address:
            continue
        people = [str(person.get("name", "")) for person in entry.get("authors", []) if person] or [
            str(entry.get("author", ""))
        ]
        source = entry.get("source") or {}
        yield Candidate(
            address,
            found_in=url,
            summary=_plain(entry.get("summary", "")),
            stated=Metadata(
                title=_plain(entry.get("title", "")),
                outlet=_plain(source.get("title", "")),
                authors=tuple(dict.fromkeys(name for one in people for name in split_authors(_plain(one)))),
                language=language,
                published=_moment(entry, "published"),
                modified=_moment(entry, "updated"),
            ),
        )


def _moment(entry: Any, name: str) -> Moment | None:
    # feedparser offers "updated" for an entry that states only when it was published; that is no change.
    written = str(dict(entry).get(name, "") or "")
    return read_moment(written)


def _json_feed(content: bytes, url: str) -> Feed:
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Feed(False)
    if not isinstance(values, dict) or "jsonfeed.org" not in str(values.get("version", "")):
        return Feed(False)
    language = str(values.get("language") or "")
    items = values.get("items")
    candidates = [
        _json_item(item, url, language)
        for item in (items if isinstance(items, list) else [])[:_ENTRIES_LIMIT]
        if isinstance(item, dict)
    ]
    return Feed(True, _plain(values.get("title", "")), language, tuple(one for one in candidates if one.url))


def _json_item(item: dict[str, Any], url: str, language: str) -> Candidate:
    people = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [str(person.get("name") or "") for person in people or [] if isinstance(person, dict)]
    return Candidate(
        resolve(url, str(item.get("url") or item.get("id") or "")),
        found_in=url,
        summary=_plain(item.get("summary") or item.get("content_text") or "")[:1000],
        stated=Metadata(
            title=_plain(item.get("title") or ""),
            authors=tuple(name for one in names for name in split_authors(one)),
            language=str(item.get("language") or language),
            published=read_moment(str(item.get("date_published") or "")),
            modified=read_moment(str(item.get("date_modified") or "")),
        ),
    )


def _plain(written: object) -> str:
    """Return the words of a title or summary that may hold markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", str(written))).split())
