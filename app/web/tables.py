"""The rows of a query for readers: cells as text, CSV, and the nodes among them as a picture."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from itertools import pairwise
from typing import Any

from graph.store import Rows

_DRAWN = 200
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def cells(rows: Rows) -> list[list[Any]]:
    """Return the cells of a table: numbers as they are, everything else as text."""
    return [[_cell(row.get(c)) for c in rows.columns] for row in rows]


def as_csv(rows: Rows) -> str:
    """Return the rows as CSV; text that a spreadsheet would run as a formula is quoted with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows.columns)
    writer.writerows([[inert(x) for x in row] for row in cells(rows)])
    return out.getvalue()


def drawn(rows: Rows) -> list[dict[str, Any]]:
    """Return the nodes among the rows as elements of a picture, nodes of one row joined in order; empty when there are none."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[str, dict[str, Any]] = {}
    for row in rows.rows[:_DRAWN]:
        here = [value for value in row.values() if isinstance(value, dict) and value.get("labels") and value.get("id")]
        links = [
            str(value["type"]).lower()
            for value in row.values()
            if isinstance(value, dict) and "type" in value and "labels" not in value
        ]
        for node in here:
            label = str(node.get("name") or node.get("title") or node.get("gist") or node.get("text") or node["id"])
            nodes[node["id"]] = {
                "data": {"id": node["id"], "label": label[:40], "kind": node.get("kind") or node["labels"][0]}
            }
        for place, (one, other) in enumerate(pairwise(here)):
            key = f"{one['id']} {other['id']}"
            link = links[place] if place < len(links) else ""
            edges[key] = {
                "data": {"id": key, "source": one["id"], "target": other["id"], "label": link.replace("_", " ")}
            }
    return [*nodes.values(), *edges.values()]


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | str):
        return value
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False, default=str)


def inert(value: Any) -> Any:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value
