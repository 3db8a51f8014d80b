"""What a page, the API or the chat runs for a reader: any query made portable, and the named ones with their parameters understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.views.entities import resolve_entity
from graph.cookbook import arguments, cookbook
from graph.reader import Readable, read_portably
from graph.store import Rows, Store


@dataclass(frozen=True, slots=True)
class ReaderQueries:
    """Runs queries in `limits` (a store, or a sandbox around one); names are looked up in `graph`."""

    limits: Readable
    graph: Store

    def __call__(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout_s: float = 5.0, limit: int = 1000
    ) -> Rows:
        """Answer a query; a named one takes names for entities and days as text. Raises QueryRefused, QueryFailed or WrongUsage."""
        named = next((one for one in cookbook() if one.cypher == query.strip()), None)
        given = dict(params or {})
        if named is not None:
            given = arguments(named, given, lambda name: resolve_entity(self.graph, name))
        return read_portably(self.limits, query, given, timeout_s=timeout_s, limit=limit)
