"""Remembers every address of a source that was found: what became of it, and whether it is due again.

Kept in the library beside the articles and written in the same step as they are, so that a killed run resumes where it was.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from ingest.discover.candidate import Candidate, candidate_from_json, candidate_to_json
from ingest.library import Library
from ingest.moments import Moment, read_moment

Outcome = Literal["waiting", "done", "failed", "left out"]

# Faults of the page itself; asking again would not help until the outlet says that it changed.
_LASTING = frozenset(
    {
        "gone",
        "refused",
        "too large",
        "not an article",
        "empty",
        "redirects",
        "paywall",
        "binary",
        "broken",
        "encoding",
        "locked",
        "not relevant",
    }
)
_TRIES = 3
_YOUNG = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of one address. `changed` is the time of change that the source stated when we last asked."""

    url: str
    outcome: Outcome = "waiting"
    reason: str = ""
    tries: int = 0
    asked_at: str = ""
    changed: str = ""
    article: str = ""
    found: dict[str, Any] = field(default_factory=dict)

    def candidate(self) -> Candidate:
        """Return the page to fetch, as it was found."""
        return candidate_from_json(self.url, self.found)


def visits_of(library: Library, source_id: str) -> dict[str, Visit]:
    """Return all visits of a source by address."""
    known = {one.name for one in fields(Visit)}
    states = library.states(_kind(source_id))
    return {
        url: Visit(url, **{name: value for name, value in state.items() if name in known})
        for url, state in states.items()
    }


def keep_visit(library: Library, source_id: str, visit: Visit) -> None:
    """Write a visit down."""
    state = {name: value for name, value in asdict(visit).items() if value and name != "url"}
    library.set_state(_kind(source_id), visit.url, state)


def new_visit(candidate: Candidate, known: Visit | None) -> Visit:
    """Return the visit that is to be made to a page."""
    tries = known.tries if known and known.outcome == "failed" else 0
    article = known.article if known else ""
    return Visit(
        candidate.url,
        tries=tries,
        changed=_stated_change(candidate),
        article=article,
        found=candidate_to_json(candidate),
    )


def is_due(known: Visit | None, candidate: Candidate, *, now: datetime, recheck_after: timedelta) -> bool:
    """Say whether a page that a source names is to be asked for now.

    A page that was read is due when the source says it changed since; where sources say nothing of changes, a young page is
    asked about again after `recheck_after`, which costs a line when it has not changed.
    """
    if known is None or known.outcome in ("waiting", "left out"):
        return True
    changed = _stated_change(candidate)
    if changed and changed != known.changed and (not known.changed or _later(changed, known.changed)):
        return True
    asked_at = datetime.fromisoformat(known.asked_at) if known.asked_at else datetime.min.replace(tzinfo=UTC)
    if known.outcome == "failed":
        return known.reason not in _LASTING and (known.tries < _TRIES or now - asked_at > timedelta(days=1))
    published = candidate.stated.published
    is_young = published is None or now - datetime.combine(published.on, datetime.min.time(), tzinfo=UTC) < _YOUNG
    return not changed and is_young and now - asked_at >= recheck_after


def _kind(source_id: str) -> str:
    return f"visit:{source_id}"


def _stated_change(candidate: Candidate) -> str:
    moment = candidate.stated.modified
    if moment is None:
        return ""
    return moment.at.isoformat() if moment.at else moment.on.isoformat()


def _later(one: str, other: str) -> bool:
    first, second = read_moment(one), read_moment(other)
    return first is not None and second is not None and _instant(first) > _instant(second)


def _instant(moment: Moment) -> datetime:
    return moment.at or datetime.combine(moment.on, datetime.min.time(), tzinfo=UTC)
