"""What the language model may cost: a sum a day, counted from the tokens that the provider reports."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime


def _today() -> date:
    return datetime.now(UTC).date()


class Budget:
    """Counts dollars of one day, for all readers together; a new day begins at nothing."""

    def __init__(
        self,
        usd_per_day: float,
        usd_per_million_in: float,
        usd_per_million_out: float,
        today: Callable[[], date] = _today,
    ) -> None:
        self.usd_per_day = usd_per_day
        self._prices = usd_per_million_in / 1e6, usd_per_million_out / 1e6
        self._today, self._day, self._spent = today, today(), 0.0
        self._lock = threading.Lock()

    def is_spent(self) -> bool:
        """Say whether nothing is left for today."""
        return self.spent() >= self.usd_per_day

    def spent(self) -> float:
        """Return the dollars of today."""
        with self._lock:
            self._turn()
            return self._spent

    def count(self, tokens_in: int, tokens_out: int) -> None:
        """Count what an answer took."""
        with self._lock:
            self._turn()
            self._spent += tokens_in * self._prices[0] + tokens_out * self._prices[1]

    def _turn(self) -> None:
        if self._today() != self._day:
            self._day, self._spent = self._today(), 0.0
