"""Brings the graph up to date after a reader's judgement: in the background, one build at a time, several wishes as one."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from ingest.errors import RacegraphError

log = structlog.get_logger()


class Rebuilding:
    """Runs `build` when asked, in a thread of its own. Close it at the end; a judgement is in the ledger whether or not it was built."""

    def __init__(self, build: Callable[[], object]) -> None:
        self._build = build
        self._wanted, self._closing = threading.Event(), False
        self._thread = threading.Thread(target=self._work, name="rebuilding", daemon=True)
        self._thread.start()

    def ask(self) -> None:
        """Ask for a build, soon."""
        self._wanted.set()

    def close(self) -> None:
        """Let a running build end, and begin no other."""
        self._closing = True
        self._wanted.set()
        self._thread.join(timeout=60)

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._closing:
                return
            try:
                self._build()
            except RacegraphError as error:
                log.warning("the graph could not be brought up to date", error=str(error))
            except Exception:
                log.exception("the graph could not be brought up to date")
