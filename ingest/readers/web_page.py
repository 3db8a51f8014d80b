"""Reads a web page, fetched or saved by hand: its running text, and what its markup states of title, authors and dates."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree, html  # type: ignore[import-untyped]

from ingest.encodings import decode
from ingest.errors import SkipPage
from ingest.main_text import main_text
from ingest.metadata import Metadata
from ingest.page_barrier import require_open
from ingest.page_metadata import read_page_metadata
from ingest.reading import Document, Reading, require_words

_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|article|title)\b", re.IGNORECASE)
_CHARSET = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+?)\s*-->", re.IGNORECASE)
# Beyond this a page is data or an attack; lxml takes some ten times the size in memory.
_CHARACTERS_LIMIT = 10_000_000


class WebPage:
    """The reader of `.html` files and of fetched pages."""

    name: Final = "html"
    suffixes: Final = (".html", ".htm", ".xhtml", ".shtml")

    def recognises(self, beginning: bytes) -> bool:
        """Know a page by a tag of its frame near the start."""
        return _MARKUP.search(beginning.replace(b"\0", b"")[:2048]) is not None

    def read(self, document: Document) -> Reading:
        """Return the page's running text, one line a block."""
        tree, saved_from = parse_page(document)
        layers = read_page_metadata(tree, url=document.url or saved_from)
        found = main_text(tree, url=document.url)
        require_open(tree, found.text, name=document.name)
        if not found.text:
            raise SkipPage(f"{document.name}: no running text was found in the page; left out", reason="not an article")
        require_words(found.text, document.name)
        if saved_from:
            layers = (("saved from", Metadata(url=saved_from)), *layers)
        return Reading(found.text, layers, found.blocks)


def parse_page(document: Document) -> tuple[Any, str]:
    """Return the page as a tree, and the address a browser noted when it saved it (empty for fetched pages)."""
    if len(document.content) > 4 * _CHARACTERS_LIMIT:
        raise SkipPage(f"{document.name}: is a page of more than 40 MB; left out", reason="too large")
    declared = _CHARSET.search(document.content[:4096])
    charset = document.charset or (declared[1].decode("ascii", "replace") if declared else "")
    text = decode(document.content, name=document.name, declared=charset).text
    if not text.strip():
        raise SkipPage(f"{document.name}: holds no text; left out", reason="empty")
    if len(text) > _CHARACTERS_LIMIT:
        raise SkipPage(f"{document.name}: is a page of more than 10 million characters; left out", reason="too large")
    saved = _SAVED_FROM.search(text[:4096])
    # The text is decoded already: an encoding it declares must not be applied a second time.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        # Characters that no XML tree can hold are replaced one for one.
        clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", " ", text)
        tree = html.document_fromstring(clean.encode("utf-8"), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SkipPage(f"{document.name}: cannot be read as a page ({error}); left out", reason="broken") from error
    return tree, saved[1] if saved and not document.url else ""
