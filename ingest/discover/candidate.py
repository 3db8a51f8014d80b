"""A page that may be worth fetching: its address, and what the place where it was found says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ingest.metadata import NOTHING, Metadata
from ingest.moments import Moment, read_moment


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page found in a feed, a sitemap or a listing; `stated` is what was said of it there."""

    url: str
    found_in: str = ""
    summary: str = ""
    stated: Metadata = NOTHING

    def last_known_day(self) -> date | None:
        """Return the day of its last change, or of its publication."""
        moment = self.stated.modified or self.stated.published
        return moment.on if moment else None


def candidate_to_json(candidate: Candidate) -> dict[str, Any]:
    """Return what must be kept of a candidate to fetch it in a later run."""
    stated = candidate.stated
    values: dict[str, Any] = {
        "found_in": candidate.found_in,
        "summary": candidate.summary[:500],
        "title": stated.title,
        "outlet": stated.outlet,
        "authors": list(stated.authors),
        "language": stated.language,
        "published": written(stated.published),
        "modified": written(stated.modified),
    }
    return {name: value for name, value in values.items() if value}


def candidate_from_json(url: str, values: dict[str, Any]) -> Candidate:
    """Return the candidate that `candidate_to_json` wrote."""
    stated = Metadata(
        title=values.get("title", ""),
        outlet=values.get("outlet", ""),
        authors=tuple(values.get("authors", ())),
        language=values.get("language", ""),
        published=read_moment(values.get("published", "")),
        modified=read_moment(values.get("modified", "")),
    )
    return Candidate(url, values.get("found_in", ""), values.get("summary", ""), stated)


def written(moment: Moment | None) -> str:
    """Write a moment so that `read_moment` gives back its time, or its day when it has none."""
    if moment is None:
        return ""
    return moment.at.isoformat() if moment.at else moment.on.isoformat()
