"""Reads a PDF report: its text page by page, with the place where each page starts, so that a citation can name the page."""

from __future__ import annotations

import io
import logging
import re
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingest.article import PageBreak
from ingest.authors import split_authors
from ingest.errors import SkipPage
from ingest.metadata import Metadata
from ingest.moments import read_moment
from ingest.reading import Document, Reading, require_words

_PAGES_LIMIT = 1500
_CHARACTERS_LIMIT = 10_000_000
# What pypdf may raise on a damaged or hostile file, by its own code and by the structures it walks.
_BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, OverflowError,
           NotImplementedError, MemoryError, OSError, ZeroDivisionError)  # fmt: skip
_PROGRAMS_TITLE = re.compile(
    r"^(?:microsoft word|untitled|document\d*|powerpoint|slide \d|.*\.(?:docx?|indd|pdf|tex|dvi|qxd|pptx?)$)",
    re.IGNORECASE,
)


class Pdf:
    """The reader of `.pdf` files."""

    name: Final = "pdf"
    suffixes: Final = (".pdf",)

    def recognises(self, beginning: bytes) -> bool:
        """Know a PDF by its signature, which may stand a little after the start."""
        return b"%PDF-" in beginning[:1024]

    def read(self, document: Document) -> Reading:
        """Return the text of all pages, joined by line ends."""
        # pypdf reports every repaired flaw of a file as a warning; the reader of a run has no use for them.
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        try:
            report = PdfReader(io.BytesIO(document.content), strict=False)
            if report.is_encrypted and not report.decrypt(""):
                raise SkipPage(f"{document.name}: is a PDF locked with a password; left out", reason="locked")
            text, pages = _pages(report, document.name)
            stated = _stated(report)
        except _BROKEN as error:
            raise SkipPage(
                f"{document.name}: is a damaged PDF ({type(error).__name__}); left out", reason="broken"
            ) from error
        if not text.strip():
            raise SkipPage(
                f"{document.name}: is a PDF of pictures without text; it needs text recognition first", reason="empty"
            )
        require_words(text, document.name)
        return Reading(text, (("pdf", stated),), pages=pages)


def _pages(report: Any, name: str) -> tuple[str, tuple[PageBreak, ...]]:
    parts: list[str] = []
    breaks: list[PageBreak] = []
    length = 0
    for number, page in enumerate(report.pages, start=1):
        if number > _PAGES_LIMIT or length > _CHARACTERS_LIMIT:
            raise SkipPage(
                f"{name}: has more than {_PAGES_LIMIT} pages or 10 million characters; left out", reason="too large"
            )
        breaks.append(PageBreak(length, number))
        # A lone surrogate, from a font without a proper map, cannot be stored or shown.
        words = re.sub("[\ud800-\udfff]", "\ufffd", page.extract_text() or "") + "\n"
        parts.append(words)
        length += len(words)
    return "".join(parts), tuple(breaks)


def _stated(report: Any) -> Metadata:
    said = report.metadata or {}
    title = str(said.get("/Title") or "").strip()
    return Metadata(
        title="" if _PROGRAMS_TITLE.match(title) or "\ufffd" in title else title,
        authors=split_authors(str(said.get("/Author") or "")),
        published=read_moment(_iso(str(said.get("/CreationDate") or ""))),
    )


def _iso(written: str) -> str:
    """Turn PDF's own `D:20260228093000+07'00'` into ISO 8601."""
    match = re.match(r"D:(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2})?'?(\d{2})?", written)
    if match is None:
        return ""
    year, month, day, hour, minute, second, zone, zone_minutes = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    offset = "" if zone is None else "+00:00" if zone == "Z" else f"{zone}:{zone_minutes or '00'}"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{offset}"
