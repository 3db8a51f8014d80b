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
    """What the graph holds after a build, how much of it was written, and how long that took, all in all and for the writing."""

    nodes: dict[str, int]
    relationships: int
    written: int
    removed: int
    seconds: float
    writing_seconds: float


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
            self._prepare(workings, fresh=fresh)
            derivation = Derivation(self.sources, workings)
            number = derivation.run()
            derived = time.monotonic()
            writing = Writing(Projection(derivation), workings, self.store, self.address)
            done = writing.run(number)
            workings.remember(f"seen:{self.address}", self._seen())
        nodes = {label: writing.rows[f"node:{label}"] for label in sorted(LABELS)}
        links = sum(n for kind, n in writing.rows.items() if kind.startswith("link:"))
        ended = time.monotonic()
        return BuildCounts(nodes, links, done.written, done.removed, ended - began, ended - derived)

    def _prepare(self, workings: Workings, *, fresh: bool) -> None:
        """Make the store ready; one that does not hold what it was last given is emptied, and all is written again."""
        if not fresh and workings.setting(f"setup:{self.address}") == _SCHEMA and self._agrees(workings):
            return
        if fresh or not self._agrees(workings):
            self.store.clear()
            workings.forget_written(self.address)
        self.store.setup()
        workings.remember(f"setup:{self.address}", _SCHEMA)

    def _agrees(self, workings: Workings) -> bool:
        """Say whether the store holds what it was last given: somebody may have emptied or replaced it since."""
        if workings.setting(f"writing:{self.address}") == "begun" and self._exists():
            return True
        if self._exists() and self._seen() and workings.setting(f"seen:{self.address}") == self._seen():
            return True
        rows = self.store.read("MATCH (a:Article) RETURN count(a) AS n", timeout_s=60).rows if self._exists() else ()
        return bool(rows) and int(rows[0]["n"]) == workings.units_written(self.address, "article")

    def _exists(self) -> bool:
        return "://" in self.address or Path(self.address).exists()

    def _seen(self) -> str:
        """Return size and time of the store's file, which tell at once that nobody has touched it; empty for a server."""
        if "://" in self.address or not Path(self.address).exists():
            return ""
        stat = Path(self.address).stat()
        return f"{stat.st_size} {stat.st_mtime_ns}"


def workings_of(ledger: Path) -> Path:
    """Return where the memory of the builds lies: beside the ledger."""
    return ledger.with_name("workings.db")
