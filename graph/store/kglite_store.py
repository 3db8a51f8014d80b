"""The embedded default: one file read by the kglite engine. Opens no connection.

Nobody keeps the file open for writing: a writer takes a short lease and closes it, which writes the file whole; readers hold a
snapshot and load the file again when it has changed. One optimiser pass of this engine gives wrong counts and is switched off.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import kglite

from graph import guard
from graph.errors import QueryFailed, QueryRefused, StoreBusy, StoreError
from graph.schema import SEARCHED, constraints, range_indexes
from graph.store.role import SEARCH, Rows, index_name, plain
from graph.tokens import tokens

DISABLED_PASSES = ["fuse_match_return_aggregate"]
"""kglite <= 0.21.2 answers 0 to `count(*)` over two undirected hops with this pass on (research, 27,000 random queries)."""
_BATCH = 1000
_LEASE_WAIT_S = 30.0


class KgliteStore:
    """A graph in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._snapshot: Any = None
        self._stamp: tuple[int, int, int] | None = None
        self._lock = threading.RLock()
        kglite.set_query_warning_policy("silent")

    def setup(self) -> None:
        with self.writer() as writer:
            for statement in [*constraints(), *range_indexes()]:
                writer.do(statement)
            writer.changed = True

    @contextmanager
    def writer(self) -> Iterator[KgliteWriter]:
        with self._lock:
            session = self._lease()
            writer = KgliteWriter(session)
            try:
                yield writer
                if writer.changed:
                    writer.index()
            finally:
                session.close()
            self._snapshot = None

    def _lease(self) -> Any:
        deadline = time.monotonic() + _LEASE_WAIT_S
        self.path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                return kglite.open_session(str(self.path), durable="normal")
            except kglite.WriterLeaseHeldError as error:
                if time.monotonic() >= deadline:
                    raise StoreBusy(f"{self.path}: another process is writing ({error}); try again") from error
                time.sleep(0.02 + random.random() * 0.05)  # noqa: S311
            except (kglite.FileError, kglite.FileFormatError, kglite.KgError, OSError) as error:
                raise self._unusable(error) from error

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout_s: float = 10.0, limit: int = 1000
    ) -> Rows:
        checked = guard.check(query)
        cursor = self._current().cursor()
        cursor.read_only(True)
        began = time.monotonic()
        try:
            answer = cursor.cypher(
                checked,
                params=dict(params or {}),
                timeout_ms=int(timeout_s * 1000),
                row_limit=limit,
                disabled_passes=DISABLED_PASSES,
            )
        except kglite.ReadOnlyError as error:
            raise QueryRefused(f"read-only: {_line(error)}") from error
        except kglite.CypherTimeoutError as error:
            raise QueryFailed(f"the query took longer than {timeout_s:g} s; narrow it") from error
        except kglite.KgError as error:
            raise QueryFailed(_line(error)) from error
        rows = tuple({k: plain(v) for k, v in dict(row).items()} for row in answer)
        warnings = tuple(answer.warnings or ())
        columns = tuple(getattr(answer, "columns", ()) or (rows[0] if rows else ()))
        return Rows(columns, rows, any("truncated" in w.lower() for w in warnings), time.monotonic() - began, warnings)

    def _current(self) -> Any:
        """Return a snapshot of the newest file; a crashed writer's log is replayed first."""
        with self._lock:
            if self._pending():
                with suppress(StoreBusy), self.writer():
                    pass
            if not self.path.exists():
                if self._snapshot is not None:
                    return self._snapshot  # another process builds it afresh: what was known is better than nothing
                raise StoreError(f"{self.path}: there is no graph yet; run `racegraph build`")
            stat = self.path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if self._snapshot is None or stamp != self._stamp:
                try:
                    self._snapshot, self._stamp = kglite.open_session(str(self.path)), stamp
                except (kglite.KgError, OSError) as error:
                    raise self._unusable(error) from error
            return self._snapshot

    def _pending(self) -> bool:
        log = self.path.with_name(self.path.name + "-wal")
        return log.exists() and log.stat().st_size > 5

    def _unusable(self, error: BaseException) -> StoreError:
        return StoreError(
            f"{self.path}: cannot be read ({_line(error)}); delete it and run `racegraph build --fresh`, nothing is lost"
        )

    def search(self, text: str, label: str = "Claim", limit: int = 20) -> Rows:
        words = " ".join(tokens(text))
        if not words:
            return Rows(("id", "score"), ())
        return self.read(SEARCH.format(name=index_name(label)), {"q": words, "limit": limit})

    def clear(self) -> None:
        with self._lock:
            self._snapshot = None
            for name in (self.path, self.path.with_name(self.path.name + "-wal")):
                name.unlink(missing_ok=True)

    def close(self) -> None:
        self._snapshot = None


class KgliteWriter:
    """Writes through a lease; the full-text indexes are made anew at its end, for they go stale after 1,000 changes."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.changed = False

    def run(self, query: str, rows: Iterable[Mapping[str, Any]]) -> None:
        waiting = iter(rows)
        while batch := [dict(r) for r in islice(waiting, _BATCH)]:
            self._execute(query, {"rows": batch})

    def do(self, query: str) -> None:
        self._execute(query, {})

    def _execute(self, query: str, params: dict[str, Any]) -> None:
        try:
            self.session.execute(query, params=params)
        except kglite.KgError as error:
            raise StoreError(f"the graph refused a write ({_line(error)})") from error
        self.changed = True

    def index(self) -> None:
        """Make the full-text indexes anew."""
        for label in SEARCHED:
            self.session.execute(f"DROP INDEX {index_name(label)} IF EXISTS")
            self.session.execute(
                f"CREATE FULLTEXT INDEX {index_name(label)} IF NOT EXISTS FOR (n:{label}) ON EACH [n.search]"
            )


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
