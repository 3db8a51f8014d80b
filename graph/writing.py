"""Brings a store to a projection by writing only what differs from what it was last given, with the same statements on every back-end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from extract.annotations import KINDS
from graph.ledger import Ledger
from graph.projection import Projection, Properties
from graph.schema import LINKS, NODES
from graph.store.role import Store, Writer

_NODE_PROPERTIES = {n.label: tuple(p.name for p in n.properties) for n in NODES}
_LINK_PROPERTIES = {link.type: tuple(p.name for p in link.properties) for link in LINKS}
_SEPARATOR = "\t"


@dataclass(slots=True)
class Difference:
    """What is to be written and removed, by kind of row: `node:Claim`, `link:MADE_BY:Claim:Entity`."""

    written: dict[str, dict[str, str]] = field(default_factory=dict)
    removed: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, set[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.written.values()) and not any(self.removed.values())


def write(projection: Projection, store: Store, ledger: Ledger, address: str) -> Difference:
    """Write what changed since the last call for this store; killed in the middle, the next call does the rest."""
    rows = _by_kind(projection)
    difference = _difference(rows, ledger, address)
    if difference.is_empty:
        return difference
    with store.writer() as writer:
        _remove(writer, difference)
        for kind, keys in difference.written.items():
            if kind.startswith("node:"):
                _write_nodes(writer, kind, {k: rows[kind][k] for k in keys}, difference.known.get(kind, set()))
        for kind, keys in difference.written.items():
            if kind.startswith("link:"):
                _write_links(writer, kind, {k: rows[kind][k] for k in keys})
    for kind in {*difference.written, *difference.removed}:
        ledger.set_projected(address, kind, difference.written.get(kind, {}), difference.removed.get(kind, []))
    return difference


def _by_kind(projection: Projection) -> dict[str, dict[str, Properties]]:
    rows = {f"node:{label}": dict(nodes) for label, nodes in projection.nodes.items()}
    for (kind, start, end), links in projection.links.items():
        rows[f"link:{kind}:{start}:{end}"] = {f"{a}{_SEPARATOR}{b}": row for (a, b), row in links.items()}
    for label in _NODE_PROPERTIES:
        rows.setdefault(f"node:{label}", {})
    return rows


def _difference(rows: Mapping[str, Mapping[str, Properties]], ledger: Ledger, address: str) -> Difference:
    out = Difference()
    for kind in sorted({*rows, *ledger.projected_kinds(address)}):
        before = ledger.projected(address, kind)
        now = {key: _hash(row) for key, row in rows.get(kind, {}).items()}
        written = {key: value for key, value in now.items() if before.get(key) != value}
        removed = [key for key in before if key not in now]
        if written:
            out.written[kind] = written
            out.known[kind] = {key for key in written if key in before}
        if removed:
            out.removed[kind] = removed
    return out


def _hash(row: Properties) -> str:
    return hashlib.blake2b(
        json.dumps(row, sort_keys=True, default=str, ensure_ascii=False).encode(), digest_size=12
    ).hexdigest()


def _remove(writer: Writer, difference: Difference) -> None:
    for kind, keys in difference.removed.items():
        if kind.startswith("link:"):
            _, type_, start, end = kind.split(":")
            writer.run(
                f"UNWIND $rows AS r MATCH (a:{start} {{id: r.a}})-[x:{type_}]->(b:{end} {{id: r.b}}) DELETE x",
                (_ends(k) for k in keys),
            )
    for kind, keys in difference.removed.items():
        if kind.startswith("node:"):
            writer.run(
                f"UNWIND $rows AS r MATCH (n:{kind[5:]} {{id: r.id}}) DETACH DELETE n", ({"id": k} for k in keys)
            )


def _ends(key: str) -> dict[str, str]:
    a, b = key.split(_SEPARATOR)
    return {"a": a, "b": b}


def _write_nodes(writer: Writer, kind: str, rows: Mapping[str, Properties], known: set[str]) -> None:
    label = kind[5:]
    names = _NODE_PROPERTIES[label]
    assignments = ", ".join(f"n.{p} = r.{p}" for p in names)
    writer.run(
        f"UNWIND $rows AS r MERGE (n:{label} {{id: r.id}}) SET {assignments}",
        (_row(k, row, names) for k, row in rows.items()),
    )
    if label != "Entity":
        return
    for entity_kind in KINDS:
        of_kind = [{"id": k} for k, row in rows.items() if row["kind"] == entity_kind]
        no_longer = [{"id": k} for k, row in rows.items() if row["kind"] != entity_kind and k in known]
        if no_longer:
            writer.run(f"UNWIND $rows AS r MATCH (n:Entity {{id: r.id}}) REMOVE n:{entity_kind}", no_longer)
        if of_kind:
            writer.run(f"UNWIND $rows AS r MATCH (n:Entity {{id: r.id}}) SET n:{entity_kind}", of_kind)


def _row(key: str, row: Properties, names: Iterable[str]) -> dict[str, Any]:
    return {"id": key, **{name: row.get(name) for name in names}}


def _write_links(writer: Writer, kind: str, rows: Mapping[str, Properties]) -> None:
    _, type_, start, end = kind.split(":")
    names = _LINK_PROPERTIES[type_]
    sets = " SET " + ", ".join(f"x.{p} = r.{p}" for p in names) if names else ""
    writer.run(
        f"UNWIND $rows AS r MATCH (a:{start} {{id: r.a}}) MATCH (b:{end} {{id: r.b}}) MERGE (a)-[x:{type_}]->(b){sets}",
        ({**_ends(k), **{name: row.get(name) for name in names}} for k, row in rows.items()),
    )
