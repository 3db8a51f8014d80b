"""Gives digests as pages: this week's as it would be sent now, and those that were sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from app.answer import wording
from app.digest.items import Issue
from app.digest.press import Press, checked_id
from app.digest.render import LetterLinks, as_page
from app.digest.tongue import LANGUAGES


class Shelf:
    """The digests of one book; fulfils the desk's DigestShelf."""

    def __init__(self, press: Press, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._press, self._clock = press, clock

    def preview(self, language: str) -> str:
        """Return this week's digest as it would be sent now."""
        now = self._clock()
        issue = self._press.draft(now.date().isoformat(), now)
        letter, namer = self._press.front(issue, _spoken(language))
        return as_page(letter, LetterLinks(), namer)

    def sent(self, language: str = "en") -> Sequence[tuple[str, str]]:
        """Return (id, title) of the digests that were sent, newest first."""
        titles = self._press.book.titles(_spoken(language))
        return [
            (i, f"{wording.day(checked_id(i), _spoken(language))}: {titles[i]}")
            for i in self._press.book.issues_sent()
            if i in titles
        ]

    def page(self, digest_id: str, language: str = "en", archive: str = "") -> str:
        """Return one that was sent, with all of its items. Raises WrongUsage when there is none of that id."""
        letter, namer = self._press.whole(self._sent_issue(digest_id), _spoken(language))
        return as_page(letter, LetterLinks(archive=archive), namer)

    def _sent_issue(self, digest_id: str) -> Issue:
        wanted = digest_id if digest_id in self._press.book.issues_sent() else ""
        return self._press.kept(wanted)


def _spoken(language: str) -> str:
    return language if language in LANGUAGES else "en"
