"""What a graph store can do, whichever engine is behind it, and how values come out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query: column names and plain Python values; `truncated` when the row limit cut it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool = False
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


class Writer(Protocol):
    """Runs writing statements; `rows` arrive as `$rows`, in batches."""

    def run(self, query: str, rows: Iterable[Mapping[str, Any]]) -> None: ...
    def do(self, query: str) -> None: ...


class Store(Protocol):
    """Where the graph lives."""

    def setup(self) -> None:
        """Make constraints and indexes; doing it again changes nothing."""

    def writer(self) -> AbstractContextManager[Writer]:
        """Take the store for writing, for a short time. Raises StoreBusy when somebody else keeps it."""

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout_s: float = 10.0, limit: int = 1000
    ) -> Rows:
        """Answer a guarded, read-only query. Raises QueryRefused or QueryFailed."""

    def search(self, text: str, label: str = "Claim", limit: int = 20) -> Rows:
        """Return `id` and `score` of the nodes whose search tokens match, best first."""

    def clear(self) -> None:
        """Remove everything, so that a fresh build begins from nothing."""

    def close(self) -> None: ...


SEARCH = """CALL db.index.fulltext.queryNodes('{name}', $q) YIELD node, score
RETURN node.id AS id, score ORDER BY score DESC, id LIMIT $limit"""


def index_name(label: str) -> str:
    """Return the name of a label's full-text index."""
    return f"{label.lower()}_search"


def plain(value: Any) -> Any:
    """Return a value from an engine as plain Python: nodes and relationships as dicts, times as `datetime`."""
    if value is None or isinstance(value, bool | int | float | str | dt.date):
        return value
    if hasattr(value, "to_native"):
        return value.to_native()
    if hasattr(value, "labels") and hasattr(value, "items"):
        return {"labels": sorted(value.labels), **{k: plain(v) for k, v in value.items()}}
    if hasattr(value, "type") and hasattr(value, "items"):
        return {"type": value.type, **{k: plain(v) for k, v in value.items()}}
    if isinstance(value, Mapping):
        return _plain_map(value)
    if hasattr(value, "nodes") and hasattr(value, "relationships"):
        return {"nodes": [plain(n) for n in value.nodes], "relationships": [plain(r) for r in value.relationships]}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    return str(value)


def _plain_map(value: Mapping[str, Any]) -> Row:
    if "labels" in value and "properties" in value:
        properties = {k: plain(v) for k, v in value["properties"].items()}
        return {"labels": sorted(value["labels"]), **_without_synthetic(properties, value["labels"])}
    if "type" in value and "properties" in value and "start" in value:
        return {"type": value["type"], **{k: plain(v) for k, v in value["properties"].items()}}
    return {k: plain(v) for k, v in value.items()}


def _without_synthetic(properties: Row, labels: Iterable[str]) -> Row:
    """kglite gives every node a `type` and a `title` of its own; those are taken out again."""
    known = list(labels)
    first = known[0] if known else ""
    if properties.get("type") in known:
        properties.pop("type")
    if properties.get("title") in (f"{first}_{properties.get('id')}", properties.get("name")):
        properties.pop("title", None)
    return properties
