"""Reads arXiv's page of a paper: its article is the abstract, which general extraction takes for furniture.

Layout as of 2024: citation_* meta tags, and the abstract in a blockquote of that class.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ingest.metadata import Metadata
from ingest.moments import read_moment
from ingest.reading import Reading


class Arxiv:
    """The parser of arxiv.org/abs pages."""

    hosts: Final = ("arxiv.org",)

    def read(self, tree: Any, *, url: str) -> Reading | None:
        """Return the abstract with the paper's title, authors and date."""
        quotes = [quote for quote in tree.iter("blockquote") if "abstract" in (quote.get("class") or "").split()]
        meta = [(tag.get("name") or "", (tag.get("content") or "").strip()) for tag in tree.iter("meta")]
        if "/abs/" not in url or not quotes:
            return None
        words = re.sub(r"\s+", " ", quotes[0].text_content()).strip().removeprefix("Abstract:").strip()
        stated = Metadata(
            title=next((content for name, content in meta if name == "citation_title"), ""),
            url=url,
            outlet="arXiv",
            authors=tuple(_upright(content) for name, content in meta if name == "citation_author"),
            language="en",
            published=next(
                (read_moment(content.replace("/", "-")) for name, content in meta if name == "citation_date"), None
            ),
            modified=next(
                (read_moment(content.replace("/", "-")) for name, content in meta if name == "citation_online_date"),
                None,
            ),
            genre="report",
        )
        return Reading(words, (("meta", stated),)) if words else None


def _upright(name: str) -> str:
    family, _, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip()
