"""Reads a plain text file: its words untouched, its date from a ` date YYYY-MM-DD ` prefix or from front matter."""

from __future__ import annotations

import re
from typing import Final

from ingest.encodings import decode
from ingest.front_matter import read_front_matter
from ingest.metadata import Metadata
from ingest.moments import read_moment
from ingest.reading import Document, Reading, require_words

_PREFIX = re.compile(r" ?date (?P<date>\d{4}-\d{2}-\d{2})(?: |(?=[\r\n]))", re.IGNORECASE)


class PlainText:
    """The reader of `.txt` files."""

    name: Final = "text"
    suffixes: Final = (".txt", ".text")

    def recognises(self, beginning: bytes) -> bool:
        """Claim nothing by its looks: any file might be text."""
        return False

    def read(self, document: Document) -> Reading:
        """Return the text after its prefix or front matter, a contiguous piece of the file."""
        text = decode(document.content, name=document.name, declared=document.charset).text
        starts_at, place, stated = _opening(text)
        require_words(text[starts_at:], document.name)
        return Reading(text[starts_at:], ((place, stated),))


def _opening(text: str) -> tuple[int, str, Metadata]:
    """Return where the article starts, and what stands before it."""
    match = _PREFIX.match(text)
    published = read_moment(match["date"]) if match else None
    if match and published:
        return match.end(), "date prefix", Metadata(published=published)
    front = read_front_matter(text)
    return front.ends_at, "front matter", front.metadata
