"""Runs strangers' Cypher in a child process that can be lost: it reads one graph file, and can open, write or grow nothing else.

The engine's own limits come first (read-only, time, rows); the child is for what they do not bound: memory, and faults in the engine itself.
The child keeps the graph loaded; it is started again when the file has changed, when it was killed, and when it died.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from graph import guard
from graph.errors import QueryFailed, QueryRefused, StoreError
from graph.store.kglite_store import KgliteStore
from graph.store.role import Rows
from ingest.errors import RacegraphError

_START_S = 30.0
_GRACE_S = 1.5
_KINDS: dict[str, type[RacegraphError]] = {
    "QueryRefused": QueryRefused, "QueryFailed": QueryFailed, "StoreError": StoreError,
}  # fmt: skip


class Sandbox:
    """One child for one graph file; queries wait for each other. Close it at the end."""

    def __init__(self, path: Path, *, memory_mb: int = 2048) -> None:
        self.path, self.memory_mb = path, memory_mb
        self._lock = threading.Lock()
        self._child: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._stamp: tuple[int, int, int] | None = None

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout_s: float = 5.0, limit: int = 1000
    ) -> Rows:
        """Answer a guarded query. Raises QueryRefused or QueryFailed; a query that outgrows its limits costs only the child."""
        guard.check(query)
        with self._lock:
            pipe = self._ready()
            pipe.send((query, dict(params or {}), timeout_s, limit))
            try:
                if not pipe.poll(timeout_s + _GRACE_S):
                    self._end()
                    raise QueryFailed(f"the query took longer than {timeout_s:g} s; narrow it")
                kind, value = pipe.recv()
            except EOFError as error:
                self._end()
                raise QueryFailed("the query needed more memory than a query may have; narrow it") from error
        if kind == "rows":
            return Rows(*value)
        raise _KINDS.get(kind, QueryFailed)(value)

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _ready(self) -> Connection:
        stamp = _stamp(self.path)
        if self._child is None or not self._child.is_alive() or stamp != self._stamp or self._pipe is None:
            self._end()
            ours, theirs = multiprocessing.Pipe()
            self._child = multiprocessing.get_context("spawn").Process(
                target=_serve, args=(str(self.path), theirs, self.memory_mb), daemon=True
            )
            self._child.start()
            theirs.close()
            self._pipe, self._stamp = ours, stamp
            if not ours.poll(_START_S):
                self._end()
                raise StoreError(f"{self.path}: could not be opened for queries in {_START_S:g} s; try again")
            try:
                fault = ours.recv()
            except EOFError:
                fault = f"{self.path}: could not be opened for queries; raise the memory limit"
            if fault:
                self._end()
                raise StoreError(fault)
        return self._pipe

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.join()
        if self._pipe is not None:
            self._pipe.close()
        self._child = self._pipe = None


def _stamp(path: Path) -> tuple[int, int, int]:
    if not path.exists():
        raise StoreError(f"{path}: there is no graph yet; run `racegraph build`")
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _serve(path: str, pipe: Connection, memory_mb: int) -> None:
    """Answer queries until the pipe closes. The first message is empty when the graph is loaded, else says why not."""
    store = KgliteStore(Path(path))
    try:
        store.read("RETURN 1 AS one")
    except RacegraphError as error:
        pipe.send(str(error))
        return
    _lock_in(memory_mb)
    pipe.send("")
    while True:
        try:
            query, params, timeout_s, limit = pipe.recv()
        except EOFError:
            return
        try:
            rows = store.read(query, params, timeout_s=timeout_s, limit=limit)
            pipe.send(("rows", (rows.columns, rows.rows, rows.truncated, rows.seconds, rows.warnings)))
        except RacegraphError as error:
            pipe.send((type(error).__name__, str(error)))
        except MemoryError:
            pipe.send(("QueryFailed", "the query needed more memory than a query may have; narrow it"))


def _lock_in(memory_mb: int) -> None:
    """Take from this process the right to open files, to write to any, to start programs and to grow."""
    first_free = next(number for number in range(3, 4096) if not _is_open(number))
    for limit, most in (
        (resource.RLIMIT_NOFILE, first_free),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory_mb << 20),
    ):
        resource.setrlimit(limit, (most, most))


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
