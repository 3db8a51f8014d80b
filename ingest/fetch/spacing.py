"""Keeps the distance between two requests to one host, whoever makes them: one request at a time, none sooner than agreed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ingest.errors import StopSource


@dataclass(slots=True)
class _Host:
    busy: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0


class Spacing:
    """The turns at every host. `stop` is set to end all waiting at once."""

    def __init__(self, *, stop: threading.Event) -> None:
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._stop = stop

    @contextmanager
    def turn(self, host: str, *, interval_s: float) -> Iterator[None]:
        """Hold the host until the block ends; wait first until `interval_s` have passed since its last request."""
        with self._lock:
            state = self._hosts.setdefault(host, _Host())
        with state.busy:
            self.wait(state.next_at - time.monotonic())
            try:
                yield
            finally:
                state.next_at = time.monotonic() + interval_s

    def wait(self, seconds: float) -> None:
        """Wait, but not beyond a stop. Raises StopSource when the run is being stopped."""
        if self._stop.is_set() or (seconds > 0 and self._stop.wait(seconds)):
            raise StopSource("the run is being stopped")
