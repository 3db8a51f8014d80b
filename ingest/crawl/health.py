"""Says in a word how a source is doing, from what a run met there, and keeps it for everybody who asks.

A source that stops answering is otherwise silent: no new article looks the same as no news.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Literal, get_args

from ingest.discover.discovery import Lookup
from ingest.library import Library
from ingest.sources import Source

State = Literal["ok", "unchanged", "empty", "blocked", "paywall", "moved", "parse failed", "dead", "never asked"]
STATES: tuple[State, ...] = get_args(State)
FAILING: frozenset[State] = frozenset({"empty", "blocked", "paywall", "parse failed", "dead"})

_READING = frozenset({"parse failed", "not an article", "empty", "encoding", "binary", "broken", "locked"})


@dataclass(slots=True)
class SourceCounts:
    """What a run met at one source. Every page that was found ends in exactly one of the other numbers."""

    source: str
    name: str = ""
    found: int = 0
    known: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    fetched: int = 0
    unchanged: int = 0
    new: int = 0
    new_versions: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    copies: int = 0
    lines: list[str] = field(default_factory=list)
    lookups: list[Lookup] = field(default_factory=list)
    state: State = "never asked"
    why: str = ""

    def parsed(self) -> int:
        """Return how many pages gave an article, whether it was new or not."""
        return self.fetched - sum(
            self.failed[reason] for reason in self.failed if reason in _READING or reason == "paywall"
        )


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is doing: its state, since when, why, and when it last gave something."""

    source: str
    name: str
    state: State
    why: str = ""
    since: str = ""
    asked_at: str = ""
    last_new_at: str = ""

    def is_failing(self) -> bool:
        """Say whether somebody should look after the source."""
        return self.state in FAILING


def judge(counts: SourceCounts) -> tuple[State, str]:
    """Return the state of a source after a run, and the reason in a few words."""
    asked = [lookup for lookup in counts.lookups if lookup.failed != "limit"]
    failed = [lookup for lookup in asked if lookup.failed]
    tried = counts.new + counts.new_versions + counts.unchanged + sum(counts.failed.values())
    if asked and len(failed) == len(asked) and not counts.found:
        blocked = [lookup for lookup in failed if lookup.failed in ("blocked", "robots", "refused")]
        return ("blocked" if blocked else "dead"), (blocked or failed)[0].line
    failing = _failing_pages(counts.failed) if sum(counts.failed.values()) * 2 >= max(tried, 1) else None
    if failing:
        return failing
    moved = next((lookup for lookup in asked if lookup.moved_to), None)
    if moved:
        return "moved", f"{moved.address} has moved for good to {moved.moved_to}"
    if not counts.found:
        return "empty", "it answers but names no page in scope"
    if counts.new or counts.new_versions:
        return "ok", _dead_lookups(failed)
    return "unchanged", _dead_lookups(failed)


def _failing_pages(failed: Counter[str]) -> tuple[State, str] | None:
    by_state: Counter[State] = Counter()
    for reason, number in failed.items():
        state: State | None = (
            "parse failed" if reason in _READING
            else "paywall" if reason == "paywall"
            else "blocked" if reason in ("blocked", "robots", "refused")
            else "dead" if reason in ("gone", "unreachable", "server error")
            else None
        )  # fmt: skip
        if state:
            by_state[state] += number
    if not by_state:
        return None
    state = by_state.most_common(1)[0][0]
    return state, f"{sum(failed.values())} of its pages failed: " + ", ".join(
        f"{number} {reason}" for reason, number in failed.most_common(3)
    )


def _dead_lookups(failed: list[Lookup]) -> str:
    return f"one of its addresses does not work: {failed[0].line}" if failed else ""


def keep_health(library: Library, counts: SourceCounts, *, now: datetime) -> Health:
    """Write the state of a source down after a run; `since` stays while the state does."""
    before = library.state("source", counts.source) or {}
    health = Health(
        counts.source,
        counts.name,
        counts.state,
        counts.why,
        since=before.get("since", now.isoformat()) if before.get("state") == counts.state else now.isoformat(),
        asked_at=now.isoformat(),
        last_new_at=now.isoformat() if counts.new or counts.new_versions else before.get("last_new_at", ""),
    )
    library.set_state(
        "source", counts.source, {name: value for name, value in asdict(health).items() if name != "source"}
    )
    return health


def source_health(library: Library, sources: list[Source]) -> list[Health]:
    """Return how each source is doing, in the order given; one that was never asked says so."""
    kept = library.states("source")
    return [
        Health(source.id, **kept[source.id]) if source.id in kept else Health(source.id, source.name, "never asked")
        for source in sources
    ]


def utc_now() -> datetime:
    """Return the present time, without fractions of a second."""
    return datetime.now(UTC).replace(microsecond=0)
