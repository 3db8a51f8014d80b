"""One run of sending: each subscriber gets each issue once, also when the run is killed.

Before the words of a mail go to the relay the book says `begun`, after the relay's yes it says `done`. Killed before `begun`: the next run sends
it. Killed after `done`: it is never sent again. Killed in between, nobody knows whether the relay took it: it is not sent again by itself, the
next run names it (without the address), and `--resend-doubtful` sends it with the same Message-ID, by which mailboxes know a second copy.
"""

from __future__ import annotations

import fcntl
import ipaddress
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from app.digest.items import Issue
from app.digest.letter import Letter
from app.digest.mailer import Outbox, Refused
from app.digest.message import Sender, digest_mail
from app.digest.press import Press
from app.digest.schedule import due_issue
from app.digest.subscribers import Subscriber
from app.digest.tokens import Links
from app.digest.tongue import LANGUAGES
from ingest.errors import RetryLater, StopRun, WrongUsage

_log = structlog.get_logger(__name__)
_TURNED_AWAY = 3
_UNREACHABLE = 3
"""Passing faults in a row after which the run ends: the relay itself is ill."""


@dataclass(slots=True)
class Report:
    """What a run did, by number of mails; `lines` say what needs a person."""

    sent: int = 0
    already: int = 0
    nothing: int = 0
    refused: int = 0
    later: int = 0
    held: int = 0
    in_doubt: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def has_failed(self) -> bool:
        return bool(self.refused or self.later or self.in_doubt)


@dataclass(frozen=True, slots=True)
class PostOffice:
    """What a run needs."""

    press: Press
    links: Links
    sender: Sender
    outbox: Outbox
    needs_approval: bool = False
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


def send_due(office: PostOffice, now: datetime) -> Report:
    """Send to everybody whose mail is due at this moment."""
    active = office.press.book.subscribers("active")
    return _run(office, ((who, day.isoformat()) for who in active if (day := due_issue(who, now))), now)


def send_all(office: PostOffice, issue_id: str, now: datetime) -> Report:
    """Send an issue now to everybody who does not pause."""
    active = office.press.book.subscribers("active")
    return _run(office, ((who, issue_id) for who in active if not who.wishes.paused), now)


def _run(office: PostOffice, wanted: Iterable[tuple[Subscriber, str]], now: datetime) -> Report:
    report = Report()
    book = office.press.book
    for mail in book.in_doubt(until=office.clock()):
        report.in_doubt += 1
        report.lines.append(
            f"subscriber {mail.subscriber}, issue {mail.issue}: the last run ended while the mail was handed over; it may have arrived "
            "(--resend-doubtful sends it again)"
        )  # fmt: skip
    issues: dict[str, Issue] = {}
    done: dict[str, set[int]] = {}
    failing = 0
    for who, issue_id in wanted:
        if issue_id not in issues:
            issues[issue_id] = office.press.issue(issue_id, now)
            done[issue_id] = set(book.mails(issue_id))
            _name(office, issues[issue_id])
        if who.id in done[issue_id]:
            report.already += 1
            continue
        if _is_held(office, issue_id):
            report.held += 1
            continue
        failing = failing + 1 if _one(office, issues[issue_id], who, report) == "later" else 0
        if failing >= _UNREACHABLE:
            report.lines.append("the relay does not take mails now; the rest waits for the next run")
            break
    return _told(report, office, issues)


def _told(report: Report, office: PostOffice, issues: Iterable[str]) -> Report:
    if report.held:
        waiting = [i for i in issues if _is_held(office, i)]
        report.lines += [f"issue {i} waits: `racegraph digest approve {i}` lets it go" for i in waiting]
    _log.info("digest run", sent=report.sent, refused=report.refused, later=report.later, held=report.held)
    return report


def _is_held(office: PostOffice, issue_id: str) -> bool:
    release = office.press.book.release(issue_id)
    return release == "held" or (office.needs_approval and release != "approved")


def _one(office: PostOffice, issue: Issue, who: Subscriber, report: Report) -> str:
    book = office.press.book
    letter, namer = office.press.letter(issue, who)
    if letter.is_quiet and not who.wishes.quiet:
        book.end(who.id, issue.id, "nothing", (), office.clock())
        report.nothing += 1
        return "nothing"
    message = digest_mail(letter, who, office.sender, office.links, namer, at=office.clock())
    begun = False

    def before_words() -> None:
        nonlocal begun
        if not begun and not book.begin(who.id, issue.id, office.clock()):
            raise _Taken
        begun = True

    try:
        office.outbox.hand_over(message, who.address, before_words=before_words)
    except _Taken:
        report.already += 1
        return "already"
    except Refused as error:
        book.end(who.id, issue.id, "refused", (), office.clock(), str(error))
        book.turn_away(who.id, _TURNED_AWAY)
        report.refused += 1
        report.lines.append(f"subscriber {who.id}: {error}")
        return "refused"
    except RetryLater as error:
        book.undo_begin(who.id, issue.id)
        report.later += 1
        report.lines.append(f"subscriber {who.id}: {error}")
        return "later"
    except StopRun:
        if begun:
            book.undo_begin(who.id, issue.id)
        raise
    book.end(who.id, issue.id, "done", _marks(letter), office.clock())
    report.sent += 1
    return "done"


class _Taken(Exception):
    """Somebody else has begun this mail."""


def _marks(letter: Letter) -> list[str]:
    return list(dict.fromkeys(claim for told in letter.told for claim in told.item.claims))


def _name(office: PostOffice, issue: Issue) -> None:
    for language in LANGUAGES:
        letter, _ = office.press.front(issue, language)
        office.press.book.set_title(issue.id, language, letter.subject)


def resend_doubtful(office: PostOffice) -> int:
    """Let the mails whose end nobody saw be sent again; return how many there are."""
    doubtful = office.press.book.in_doubt(until=office.clock())
    for mail in doubtful:
        office.press.book.undo_begin(mail.subscriber, mail.issue)
    return len(doubtful)


@contextmanager
def only_run(path: Path) -> Iterator[None]:
    """Let one run at a time through; the lock goes when the process does. Raises StopRun when another is at work."""
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StopRun("another digest run is at work in this data folder; wait for its end") from error
        yield


def checked_address_of_pages(base_url: str, *, allow_loopback: bool) -> str:
    """Return the address that the links of a mail begin with. Raises WrongUsage when readers elsewhere could not open it."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if (
        parts.scheme not in ("https", "http")
        or not host
        or parts.query
        or parts.fragment
        or any(c.isspace() for c in base_url)
    ):
        raise WrongUsage(
            "set digest.base_url (RACEGRAPH_DIGEST__BASE_URL) to the address at which readers open these pages"
        )
    if allow_loopback:
        return base_url.rstrip("/")
    if _is_here(host):
        raise WrongUsage(f"digest.base_url points to this machine ({host}); readers elsewhere could not open the links")
    if parts.scheme != "https":
        raise WrongUsage("digest.base_url must begin with https://: unsubscribing at one click asks for it")
    return base_url.rstrip("/")


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
