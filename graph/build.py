"""Builds the graph: derives what follows from library and ledger, and brings the store to it. Doing it twice changes nothing."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from graph.derivation import Derivation, Sources
from graph.projection import Projection
from graph.schema import LABELS, SEARCHED, constraints, range_indexes
from graph.store.role import Store
from graph.workings import Workings
from graph.writing import Writing

_SCHEMA = hashlib.sha256("\n".join([*constraints(), *range_indexes(), *SEARCHED]).encode()).hexdigest()[:16]
"""Which constraints and indexes a store was given: making them again costs a second."""


@dataclass(frozen=True, slots=True)
class BuildCounts:
    """What the graph holds after a build, and how much of it was written."""

    nodes: dict[str, int]
    relationships: int
    written: int
    removed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Build:
    """What a build needs; `address` names the store, without a password."""

    sources: Sources
    store: Store
    address: str

    def run(self, *, fresh: bool = False) -> BuildCounts:
        """Bring the store to what library and ledger say; `fresh` computes and writes all of it anew. Raises StoreError when it cannot be used."""
        began = time.monotonic()
        path = workings_of(self.sources.ledger.path)
        if fresh:
            for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
                name.unlink(missing_ok=True)
        with Workings(path) as workings:
            if fresh:
                self._begin_anew(workings)
            if workings.setting(f"setup:{self.address}") != _SCHEMA:
                self.store.setup()
            if not self._agrees(workings):
                self._begin_anew(workings)
                self.store.setup()
            workings.remember(f"setup:{self.address}", _SCHEMA)
            derivation = Derivation(self.sources, workings)
            number = derivation.run()
            done = Writing(Projection(derivation), workings, self.store, self.address).run(number)
        nodes = {label: self._count(f"MATCH (n:{label}) RETURN count(n) AS n") for label in sorted(LABELS)}
        links = self._count("MATCH ()-[r]->() RETURN count(r) AS n")
        return BuildCounts(nodes, links, done.written, done.removed, time.monotonic() - began)

    def _begin_anew(self, workings: Workings) -> None:
        self.store.clear()
        workings.forget_written(self.address)

    def _agrees(self, workings: Workings) -> bool:
        """Say whether the store holds what it was last given: somebody may have emptied or replaced it since."""
        if workings.setting(f"writing:{self.address}") == "begun":
            return True
        return self._count("MATCH (a:Article) RETURN count(a) AS n") == workings.units_written(self.address, "article")

    def _count(self, query: str) -> int:
        return int(self.store.read(query, timeout_s=60).rows[0]["n"])


def workings_of(ledger: Path) -> Path:
    """Return where the memory of the builds lies: beside the ledger."""
    return ledger.with_name("workings.db")
