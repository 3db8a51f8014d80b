"""Brings a store to what was derived by writing only what differs from what it was last given, with the same statements on every back-end.

Before a batch is written, the rows it will touch are noted as uncertain, and after it as written: killed at any moment, the next run writes them
again or takes them away. Rows go only after everything new has come, so that nothing is lost that merely changed hands.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from extract.annotations import KINDS as ENTITY_KINDS
from graph.projection import KINDS, SEPARATOR, Projection, Properties
from graph.schema import LINKS, NODES
from graph.store.role import Store, Writer
from graph.workings import Unit, Workings

_NODE_PROPERTIES = {n.label: tuple(p.name for p in n.properties) for n in NODES}
_LINK_PROPERTIES = {link.type: tuple(p.name for p in link.properties) for link in LINKS}
_UNITS = 500
_UNCERTAIN = ""


@dataclass(slots=True)
class Written:
    """How many rows were written and removed."""

    written: int = 0
    removed: int = 0


@dataclass(slots=True)
class _Batch:
    """The units of one go: all their rows by hash, and the rows to write."""

    hashes: dict[Unit, dict[str, str]] = field(default_factory=dict)
    changed: dict[str, dict[str, Properties]] = field(default_factory=lambda: defaultdict(dict))
    known: set[str] = field(default_factory=set)


class Writing:
    """One run that brings a store, known by its address, up to a number."""

    def __init__(self, projection: Projection, workings: Workings, store: Store, address: str) -> None:
        self._projection, self._workings = projection, workings
        self._store, self._address = store, address
        self._gone: dict[Unit, list[str]] = {}
        self._come: set[str] = set()
        self._counts = Written()
        self._rows = Counter(json.loads(workings.setting(f"rows:{address}", "{}")))
        self._is_first = False

    def run(self, number: int) -> Written:
        """Write every unit that changed since the store was last brought up to date."""
        since = int(self._workings.setting(f"store:{self._address}", "0"))
        if since >= number:
            return self._counts
        self._is_first = since == 0
        cut_off = self._workings.setting(f"writing:{self._address}") == "begun" or not (self._rows or self._is_first)
        self._workings.remember(f"writing:{self._address}", "begun")
        units = (Unit(kind, key) for kind in KINDS for key in self._workings.touched(kind, since))
        first = list(islice(units, _UNITS))
        if first:
            with self._store.writer() as writer, ThreadPoolExecutor(max_workers=1) as engine:
                self._write_all(writer, engine, first, units)
                self._remove(writer)
        with self._workings.transaction():
            self._settle()
            if cut_off:
                self._rows = Counter(
                    kind for name in self._workings.all_written(self._address) for kind in [name.split("|", 1)[0]]
                )
            self._workings.remember(f"store:{self._address}", number)
            self._workings.remember(f"writing:{self._address}", "done")
            self._workings.remember(f"rows:{self._address}", json.dumps(self._rows))
        return self._counts

    def _write_all(self, writer: Writer, engine: Executor, first: list[Unit], rest: Iterator[Unit]) -> None:
        """Compute the rows of some units while the engine writes those of the units before."""
        under_way: tuple[_Batch, Future[None]] | None = None
        while first:
            batch = self._batch(first)
            if under_way:
                self._finish(*under_way)
            self._note(batch, {f"{kind}|{key}" for kind, rows in batch.changed.items() for key in rows})
            under_way = (batch, engine.submit(_write, writer, batch))
            first = list(islice(rest, _UNITS))
        if under_way:
            self._finish(*under_way)

    def _finish(self, batch: _Batch, done: Future[None]) -> None:
        done.result()
        self._counts.written += sum(len(rows) for rows in batch.changed.values())
        self._note(batch, set())

    @property
    def rows(self) -> Counter[str]:
        """How many rows of each kind the store holds (`node:Claim`, `link:SAYS:Claim:Statement`)."""
        return +self._rows

    def _batch(self, units: Iterable[Unit]) -> _Batch:
        batch = _Batch()
        for unit in units:
            before = self._workings.written(self._address, unit)
            now: dict[str, str] = {}
            for kind, rows in self._projection.rows(unit).kinds.items():
                for key, row in rows.items():
                    name = f"{kind}|{key}"
                    now[name] = _hash(row)
                    if before.get(name) != now[name]:
                        batch.changed[kind][key] = row
                        if name in before:
                            batch.known.add(name)
                        else:
                            self._rows[kind] += 1
                            if not self._is_first:
                                self._come.add(name)
            gone = [name for name in before if name not in now]
            if gone:
                self._gone[unit] = gone
                self._rows.subtract(name.split("|", 1)[0] for name in gone)
            batch.hashes[unit] = now
        return batch

    def _note(self, batch: _Batch, uncertain: set[str]) -> None:
        """Remember what the store has of each unit, with what is just being written as uncertain and what is to go kept in mind."""
        with self._workings.transaction():
            for unit, now in batch.hashes.items():
                kept = {name: _UNCERTAIN if name in uncertain else value for name, value in now.items()}
                self._workings.set_written(
                    self._address, unit, kept | dict.fromkeys(self._gone.get(unit, ()), _UNCERTAIN)
                )

    def _remove(self, writer: Writer) -> None:
        gone = [name for names in self._gone.values() for name in names if name not in self._come]
        self._counts.removed = len(gone)
        by_kind: dict[str, list[str]] = defaultdict(list)
        for name in gone:
            kind, key = name.split("|", 1)
            by_kind[kind].append(key)
        for kind in sorted(by_kind, key=lambda k: (k.startswith("node:"), k)):
            keys = by_kind[kind]
            if kind.startswith("link:"):
                _, type_, start, end = kind.split(":")
                query = f"UNWIND $rows AS r MATCH (a:{start} {{id: r.a}})-[x:{type_}]->(b:{end} {{id: r.b}}) DELETE x"
                writer.run(query, (_ends(k) for k in keys))
            else:
                query = f"UNWIND $rows AS r MATCH (n:{kind[5:]} {{id: r.id}}) DETACH DELETE n"
                writer.run(query, ({"id": k} for k in keys))

    def _settle(self) -> None:
        """Forget the rows that have gone."""
        for unit, names in self._gone.items():
            kept = self._workings.written(self._address, unit)
            for name in names:
                kept.pop(name, None)
            self._workings.set_written(self._address, unit, kept)


def _write(writer: Writer, batch: _Batch) -> None:
    """Write the rows of a batch, nodes before relationships."""
    for kind in sorted(batch.changed, key=lambda k: (k.startswith("link:"), k)):
        if kind.startswith("node:"):
            _write_nodes(writer, kind, batch.changed[kind], batch.known)
        else:
            _write_links(writer, kind, batch.changed[kind])


def _hash(row: Properties) -> str:
    """Return a short hash of a row, whose properties always come in one order."""
    return hashlib.blake2b(repr(row).encode("utf-8", "replace"), digest_size=9).hexdigest()


def _ends(key: str) -> dict[str, str]:
    a, b = key.split(SEPARATOR)
    return {"a": a, "b": b}


def _write_nodes(writer: Writer, kind: str, rows: Mapping[str, Properties], known: set[str]) -> None:
    label = kind[5:]
    names = _NODE_PROPERTIES[label]
    assignments = ", ".join(f"n.{p} = r.{p}" for p in names)
    writer.run(f"UNWIND $rows AS r MERGE (n:{label} {{id: r.id}}) SET {assignments}", _with_ids(rows, names))
    if label != "Entity":
        return
    for entity_kind in ENTITY_KINDS:
        of_kind = [{"id": k} for k, row in rows.items() if row["kind"] == entity_kind]
        no_longer = [{"id": k} for k, row in rows.items() if row["kind"] != entity_kind and f"{kind}|{k}" in known]
        if no_longer:
            writer.run(f"UNWIND $rows AS r MATCH (n:Entity {{id: r.id}}) REMOVE n:{entity_kind}", no_longer)
        if of_kind:
            writer.run(f"UNWIND $rows AS r MATCH (n:Entity {{id: r.id}}) SET n:{entity_kind}", of_kind)


def _with_ids(rows: Mapping[str, Properties], names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for key, row in rows.items():
        yield {"id": key, **{name: row.get(name) for name in names}}


def _write_links(writer: Writer, kind: str, rows: Mapping[str, Properties]) -> None:
    _, type_, start, end = kind.split(":")
    names = _LINK_PROPERTIES[type_]
    sets = " SET " + ", ".join(f"x.{p} = r.{p}" for p in names) if names else ""
    writer.run(
        f"UNWIND $rows AS r MATCH (a:{start} {{id: r.a}}) MATCH (b:{end} {{id: r.b}}) MERGE (a)-[x:{type_}]->(b){sets}",
        ({**_ends(k), **{name: row.get(name) for name in names}} for k, row in rows.items()),
    )
