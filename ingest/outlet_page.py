"""The role of an outlet's own parser: for a site whose pages the general reader gets wrong, and only for those."""

from __future__ import annotations

from typing import Any, Protocol

from ingest.reading import Reading


class OutletPage(Protocol):
    """Reads the pages of one outlet."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts whose pages it reads, without `www.`."""

    def read(self, tree: Any, *, url: str) -> Reading | None:
        """Return the article of a parsed page, or None to leave the page to the general reader."""
