"""Writes the graph out for other tools: JSON Lines, CSV files, or GraphML for Gephi, Cytoscape and yEd."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import networkx as nx

from graph.schema import LINKS, NODES, Link, Node
from graph.store.role import Store

_ALL = 50_000_000
_PATIENCE_S = 600.0


def json_lines(store: Store) -> Iterator[str]:
    """Yield a line a node (`{"label", "id", ...}`), then a line a relationship (`{"type", "from", "to", ...}`), in order of ids."""
    for node in NODES:
        for row in _nodes(store, node):
            yield json.dumps({"label": node.label, **row}, ensure_ascii=False, default=_text)
    for link in LINKS:
        for row in _links(store, link):
            yield json.dumps({"type": link.type, **row}, ensure_ascii=False, default=_text)


def write_csv(store: Store, folder: Path) -> list[Path]:
    """Write a file a label (`Claim.csv`) and a relationship type (`MADE_BY.csv`) that the graph has; return them. Lists are JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    tables = [(n.label, ["id", *(p.name for p in n.properties if p.name != "search")], _nodes(store, n)) for n in NODES]
    tables += [(k.type, ["from_label", "from", "to_label", "to", *(p.name for p in k.properties)], _links(store, k)) for k in LINKS]  # fmt: skip
    for name, columns, rows in tables:
        path = folder / f"{name}.csv"
        first = next(rows, None)
        if first is None:
            path.unlink(missing_ok=True)
            continue
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerow(_cells(first))
            writer.writerows(map(_cells, rows))
        written.append(path)
    return written


def write_graphml(store: Store, path: Path) -> None:
    """Write one GraphML file; every node is named by label and id (`Claim:1a2b…`), lists and dates are text."""
    graph = nx.MultiDiGraph()
    for node in NODES:
        for row in _nodes(store, node):
            graph.add_node(f"{node.label}:{row['id']}", label=node.label, **_plain(row))
    for link in LINKS:
        for row in _links(store, link):
            ends = (f"{row[f'{end}_label']}:{row[end]}" for end in ("from", "to"))
            own = {k: v for k, v in row.items() if k not in ("from", "to", "from_label", "to_label")}
            graph.add_edge(*ends, type=link.type, **_plain(own))
    path.parent.mkdir(parents=True, exist_ok=True)
    nx.write_graphml(graph, path)


def _nodes(store: Store, node: Node) -> Iterator[dict[str, Any]]:
    names = ["id", *(p.name for p in node.properties if p.name != "search")]
    wanted = ", ".join(f"n.{name} AS {name}" for name in names)
    for row in store.read(f"MATCH (n:{node.label}) RETURN {wanted} ORDER BY n.id", timeout_s=_PATIENCE_S, limit=_ALL):
        yield {name: row.get(name) for name in names if row.get(name) is not None}


def _links(store: Store, link: Link) -> Iterator[dict[str, Any]]:
    own = "".join(f", r.{p.name} AS {p.name}" for p in link.properties)
    for start in link.start:
        for end in link.end:
            query = f"MATCH (a:{start})-[r:{link.type}]->(b:{end}) RETURN a.id AS source, b.id AS target{own} ORDER BY source, target"
            for row in store.read(query, timeout_s=_PATIENCE_S, limit=_ALL):
                kept = {p.name: row[p.name] for p in link.properties if row.get(p.name) is not None}
                yield {"from_label": start, "from": row["source"], "to_label": end, "to": row["target"], **kept}


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    return {k: json.dumps(v, ensure_ascii=False) if isinstance(v, list) else v for k, v in row.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v if isinstance(v, bool | int | float | str) else _text(v) for k, v in row.items() if k != "label"}


def _text(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)
