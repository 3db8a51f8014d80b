"""Makes issues and letters: finds what changed, keeps the issue, chooses for each subscriber what is his."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.answer.names import NamedThing
from app.digest.book import Book
from app.digest.changes import Span, Told, find_issue
from app.digest.gist import Namer
from app.digest.items import Issue, Item
from app.digest.letter import Letter, compose, items_for
from app.digest.subscribers import Subscriber
from graph.store import Store
from ingest.errors import WrongUsage

_WEEK = timedelta(days=6)
_LOOKED_BACK = timedelta(days=90)
_ID = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Press:
    """What issues are made of. `sources_down` tells which sources do not answer, when asked."""

    graph: Store
    book: Book
    things: Mapping[str, NamedThing]
    base_url: str
    sources_down: Callable[[], Sequence[str]]

    def issue(self, issue_id: str, now: datetime) -> Issue:
        """Return the issue of a day, made and kept when it is asked for the first time: from then on it stays as it is."""
        return self.book.issue(issue_id) or self.book.keep_issue(self.draft(issue_id, now))

    def draft(self, issue_id: str, now: datetime) -> Issue:
        """Make the issue of a day without keeping it. Raises WrongUsage when the id is no day."""
        day = checked_id(issue_id)
        since = self.book.seen_before((day - _WEEK).isoformat())
        return find_issue(
            self.graph, issue_id, Span(since, now), told=self._told(day), sources_down=self.sources_down()
        )

    def kept(self, issue_id: str) -> Issue:
        """Return an issue that was made. Raises WrongUsage when there is none of that id."""
        found = self.book.issue(issue_id)
        if found is None:
            raise WrongUsage(
                f"no issue has the id {issue_id[:20]!r}; `racegraph digest preview` shows what would be sent"
            )
        return found

    def letter(self, issue: Issue, who: Subscriber) -> tuple[Letter, Namer]:
        """Return what a subscriber is told of an issue, and the names in his language."""
        verdicts = self.book.verdicts()
        items = items_for(issue, who, told=self.book.told(who.id), drop=_of(verdicts, "drop"), pin=_of(verdicts, "pin"))
        namer = self.namer(issue, who.wishes.language)
        return compose(issue, items, namer, self.base_url), namer

    def whole(self, issue: Issue, language: str) -> tuple[Letter, Namer]:
        """Return an issue as everybody sees it on the web: all of its items."""
        namer = self.namer(issue, language)
        return compose(issue, self._all(issue), namer, self.base_url, short=False), namer

    def front(self, issue: Issue, language: str) -> tuple[Letter, Namer]:
        """Return an issue as it is mailed to somebody who wants everything."""
        namer = self.namer(issue, language)
        return compose(issue, self._all(issue), namer, self.base_url), namer

    def namer(self, issue: Issue, language: str) -> Namer:
        """Return the names of an issue in a language."""
        return Namer(language, self.things, issue.names)

    def _all(self, issue: Issue) -> list[Item]:
        verdicts = self.book.verdicts()
        pinned = _of(verdicts, "pin")
        return sorted((i for i in issue.items if verdicts.get(i.key) != "drop"), key=lambda i: i.key not in pinned)

    def _told(self, day: date) -> list[Told]:
        """Return the claims that were sent in the last months, as they were then."""
        marks = self.book.told_to_anybody()
        oldest = (day - _LOOKED_BACK).isoformat()
        by_claim = {}
        for issue_id in sorted({i for i in marks.values() if i >= oldest}):
            issue = self.book.issue(issue_id)
            for item in issue.items if issue else ():
                if item.now.id in marks and item.kind != "correction":
                    by_claim[item.now.id] = Told(item.now, date.fromisoformat(issue_id))
        return list(by_claim.values())


def checked_id(issue_id: str) -> date:
    """Return the day of an issue's id. Raises WrongUsage when it is none."""
    try:
        if _ID.fullmatch(issue_id):
            return date.fromisoformat(issue_id)
    except ValueError:
        pass
    raise WrongUsage(f"an issue is named by its day, like 2026-03-02, not {issue_id[:20]!r}")


def _of(verdicts: Mapping[str, str], verdict: str) -> frozenset[str]:
    return frozenset(item for item, given in verdicts.items() if given == verdict)
