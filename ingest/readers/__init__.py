"""The kinds of files we can read: one file a kind, listed here by one line each."""

from __future__ import annotations

from pathlib import PurePath

from ingest.errors import SkipPage
from ingest.readers.markdown import Markdown
from ingest.readers.pdf import Pdf
from ingest.readers.plain_text import PlainText
from ingest.readers.web_page import WebPage
from ingest.reading import Document, Reader

READERS: tuple[Reader, ...] = (
    Pdf(),
    WebPage(),
    Markdown(),
    PlainText(),
)


def reader_of(document: Document) -> Reader:
    """Choose the reader by what the file begins with, then by its suffix; a file without a suffix is read as text.

    Raises SkipPage when the file is of no kind we read.
    """
    beginning = document.content[:8192]
    suffix = PurePath(document.name).suffix.lower()
    by_suffix = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if by_suffix is not None and by_suffix.name in ("text", "markdown") and not beginning.startswith(b"%PDF-"):
        # A text about HTML may well begin with a tag.
        return by_suffix
    by_looks = next((reader for reader in READERS if reader.recognises(beginning)), None)
    if by_looks or by_suffix:
        return by_looks or by_suffix  # type: ignore[return-value]  # one of the two is not None
    if suffix and not suffix[1:].isdigit():
        raise SkipPage(
            f"{document.name}: a {suffix} file is no article that can be read here; left out", reason="not an article"
        )
    return READERS[-1]
