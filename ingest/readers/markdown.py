"""Reads a Markdown file: front matter as metadata, headings marked as headings, the rest untouched."""

from __future__ import annotations

import re
from typing import Final

from ingest.article import MarkedBlock
from ingest.encodings import decode
from ingest.front_matter import read_front_matter
from ingest.metadata import Metadata
from ingest.reading import Document, Reading, require_words

_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<words>[^\r\n]*?)[ \t]*#*[ \t]*(?=\r?$)", re.MULTILINE)
_UNDERLINED = re.compile(r"^(?P<words>[^\s#>*+-][^\r\n]*?)[ \t]*\r?\n(?:=+|-{3,})[ \t]*(?=\r?$)", re.MULTILINE)
_IMAGE = re.compile(r"^[ \t]*!\[[^\]\r\n]*\]\([^)\r\n]*\)[ \t]*(?=\r?$)", re.MULTILINE)


class Markdown:
    """The reader of `.md` files."""

    name: Final = "markdown"
    suffixes: Final = (".md", ".markdown", ".mdown")

    def recognises(self, beginning: bytes) -> bool:
        """Claim nothing by its looks: Markdown without its suffix is text."""
        return False

    def read(self, document: Document) -> Reading:
        """Return the text after the front matter, a contiguous piece of the file."""
        whole = decode(document.content, name=document.name, declared=document.charset).text
        front = read_front_matter(whole)
        text = whole[front.ends_at :]
        require_words(text, document.name)
        return Reading(text, (("front matter", front.metadata), ("text", Metadata(title=_title(text)))), _blocks(text))


def _title(text: str) -> str:
    """The first heading is the title when the article opens with it and it is of the first rank."""
    match = _HEADING.search(text)
    if match and len(match["marks"]) == 1 and not text[: match.start()].strip():
        return match["words"]
    match = _UNDERLINED.search(text)
    if match and not text[: match.start()].strip() and match.group().rstrip().endswith("="):
        return match["words"]
    return ""


def _blocks(text: str) -> tuple[MarkedBlock, ...]:
    found = [MarkedBlock(match.start(), match.end(), "heading") for match in _HEADING.finditer(text)]
    found += [MarkedBlock(match.start(), match.end(), "heading") for match in _UNDERLINED.finditer(text)]
    found += [MarkedBlock(match.start(), match.end(), "caption") for match in _IMAGE.finditer(text)]
    return tuple(sorted(found, key=lambda block: block.start))
