"""Runs a reader's query: made to mean the same on both engines, guarded, and with a hint where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from graph.dialect import nearest, portable
from graph.errors import QueryFailed
from graph.store.role import Rows

# What both engines know; see research on the common subset.
_FUNCTIONS = (
    "abs", "all", "any", "avg", "ceil", "coalesce", "collect", "count", "date", "datetime", "duration", "endNode", "exists", "exp", "floor",
    "head", "labels", "last", "left", "length", "log", "max", "min", "nodes", "none", "range", "reduce", "relationships", "replace", "reverse",
    "right", "round", "sign", "single", "size", "split", "sqrt", "startNode", "stDev", "substring", "sum", "tail", "toBoolean", "toFloat",
    "toInteger", "toLower", "toString", "toUpper", "trim", "type",
)  # fmt: skip
_UNKNOWN_FUNCTION = re.compile(r"[Uu]nknown function:? ['`\"]?(\w+)")


class Readable(Protocol):
    """A store, or a sandbox around one."""

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout_s: float = 10.0, limit: int = 1000
    ) -> Rows: ...


def read_portably(
    store: Readable, query: str, params: Mapping[str, Any] | None = None, *, timeout_s: float = 10.0, limit: int = 1000
) -> Rows:
    """Answer anybody's query; what was rewritten is told in the rows' warnings. Raises QueryRefused or QueryFailed."""
    asked = portable(query, params)
    try:
        rows = store.read(asked.query, asked.params, timeout_s=timeout_s, limit=limit)
    except QueryFailed as error:
        raise QueryFailed(_hinted(str(error))) from error
    return replace(rows, warnings=(*asked.notes, *rows.warnings))


def _hinted(message: str) -> str:
    unknown = _UNKNOWN_FUNCTION.search(message)
    return message + (nearest(unknown[1], _FUNCTIONS) if unknown else "")
