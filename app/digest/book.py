"""The book of the digest, `subscribers.db`: who subscribes, which issues were made, which mails went out, what everybody was told.

It cannot be made again from anything else. Every step is committed before the next one outside begins: that is what keeps a mail from going twice.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from app.digest.items import Issue, issue_from_json, issue_to_json
from app.digest.subscribers import State, Subscriber, Wishes
from ingest.errors import StopRun

MailState = Literal["begun", "done", "refused", "nothing"]
"""`begun`: handed over, the answer was not seen; `done`: the relay took it; `refused`: it never will; `nothing`: a quiet week that was not wanted."""

_TABLES = """
CREATE TABLE IF NOT EXISTS subscribers (
    id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE COLLATE NOCASE, wishes TEXT NOT NULL, state TEXT NOT NULL, since TEXT,
    asked_at TEXT, turned_away INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS issues (id TEXT PRIMARY KEY, seen_until TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS releases (issue TEXT PRIMARY KEY, state TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS verdicts (item TEXT PRIMARY KEY, verdict TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS mails (
    subscriber INTEGER NOT NULL, issue TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (subscriber, issue));
CREATE TABLE IF NOT EXISTS told (subscriber INTEGER NOT NULL, mark TEXT NOT NULL, issue TEXT NOT NULL, PRIMARY KEY (subscriber, mark));
CREATE TABLE IF NOT EXISTS titles (issue TEXT NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (issue, language));
CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Mail:
    """What became of one subscriber's mail of an issue."""

    subscriber: int
    issue: str
    state: MailState
    at: datetime
    note: str


class Book:
    """The open book; may be used from several threads and several processes."""

    def __init__(self, path: Path) -> None:
        """Open or make the book. Raises StopRun when the file cannot be used."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            self._db.row_factory = sqlite3.Row
            self._db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; {_TABLES}")
        except (OSError, sqlite3.Error) as error:
            raise StopRun(f"{path} cannot be used as the book of subscribers: {error}") from error
        self._lock = threading.RLock()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def subscribers(self, *states: State) -> list[Subscriber]:
        """Return the subscribers in these states (none given: all), in the order they came."""
        rows = self._rows("SELECT * FROM subscribers ORDER BY id")
        return [s for s in map(_subscriber, rows) if not states or s.state in states]

    def subscriber(self, number: int) -> Subscriber | None:
        """Return a subscriber by number."""
        rows = self._rows("SELECT * FROM subscribers WHERE id = ?", number)
        return _subscriber(rows[0]) if rows else None

    def by_address(self, address: str) -> Subscriber | None:
        """Return a subscriber by address."""
        rows = self._rows("SELECT * FROM subscribers WHERE address = ?", address)
        return _subscriber(rows[0]) if rows else None

    def add(self, address: str, wishes: Wishes, state: State, now: datetime) -> Subscriber:
        """Add a subscriber, or take one up again who is not active; an active one keeps what he has."""
        since = now.isoformat() if state == "active" else None
        self._do(
            "INSERT INTO subscribers (address, wishes, state, since) VALUES (?, ?, ?, ?) ON CONFLICT (address) DO UPDATE SET "
            "wishes = excluded.wishes, state = excluded.state, since = excluded.since, turned_away = 0 WHERE subscribers.state <> 'active'",
            address, json.dumps(asdict(wishes)), state, since,
        )  # fmt: skip
        found = self.by_address(address)
        assert found is not None
        return found

    def may_ask(self, number: int, now: datetime, wait_s: float) -> bool:
        """Say whether a subscriber may be sent a mail that asks him to confirm, and note that he is: at most one in `wait_s`."""
        with self.at_once():
            (row,) = self._rows("SELECT asked_at FROM subscribers WHERE id = ?", number)
            if row["asked_at"] and (now - datetime.fromisoformat(row["asked_at"])).total_seconds() < wait_s:
                return False
            self._do("UPDATE subscribers SET asked_at = ? WHERE id = ?", now.isoformat(), number)
        return True

    def set_wishes(self, number: int, wishes: Wishes) -> None:
        """Replace what a subscriber wants."""
        self._do("UPDATE subscribers SET wishes = ? WHERE id = ?", json.dumps(asdict(wishes)), number)

    def set_state(self, number: int, state: State, now: datetime) -> None:
        """Begin or end a subscription."""
        since = now.isoformat() if state == "active" else None
        self._do("UPDATE subscribers SET state = ?, since = COALESCE(?, since), turned_away = 0 WHERE id = ?", state, since, number)  # fmt: skip

    def forget(self, number: int) -> None:
        """Remove a subscriber with all that is kept of him."""
        with self.at_once():
            for table, column in (("told", "subscriber"), ("mails", "subscriber"), ("subscribers", "id")):
                self._do(f"DELETE FROM {table} WHERE {column} = ?", number)  # noqa: S608 (names of ours)

    def turn_away(self, number: int, most: int) -> None:
        """Count that his server refused him; after `most` times in a row nothing is sent to him any more."""
        self._do(
            "UPDATE subscribers SET turned_away = turned_away + 1, state = CASE WHEN turned_away + 1 >= ? THEN 'refused' ELSE state END "
            "WHERE id = ?", most, number,
        )  # fmt: skip

    def issue(self, issue_id: str) -> Issue | None:
        """Return an issue that was made."""
        rows = self._rows("SELECT body FROM issues WHERE id = ?", issue_id)
        return issue_from_json(rows[0]["body"]) if rows else None

    def issues_sent(self) -> list[str]:
        """Return the ids of the issues that went to somebody, newest first."""
        rows = self._rows("SELECT DISTINCT issue FROM mails WHERE state IN ('done', 'begun') ORDER BY issue DESC")
        return [row["issue"] for row in rows]

    def keep_issue(self, issue: Issue) -> Issue:
        """Keep an issue, and return the one that is kept: the first made under its id."""
        self._do("INSERT OR IGNORE INTO issues (id, seen_until, body) VALUES (?, ?, ?)", issue.id, issue.seen_until.isoformat(), issue_to_json(issue))  # fmt: skip
        kept = self.issue(issue.id)
        assert kept is not None
        return kept

    def seen_before(self, issue_id: str) -> datetime | None:
        """Return up to when the newest issue up to this id had seen the graph, or None when there is none."""
        rows = self._rows("SELECT seen_until FROM issues WHERE id <= ? ORDER BY id DESC LIMIT 1", issue_id)
        return datetime.fromisoformat(rows[0]["seen_until"]) if rows else None

    def release(self, issue_id: str) -> str:
        """Return `held`, `approved`, or nothing for an issue on which no editor spoke."""
        rows = self._rows("SELECT state FROM releases WHERE issue = ?", issue_id)
        return str(rows[0]["state"]) if rows else ""

    def set_release(self, issue_id: str, state: Literal["held", "approved"], now: datetime) -> None:
        """Hold an issue back, or let it go."""
        self._do("INSERT OR REPLACE INTO releases VALUES (?, ?, ?)", issue_id, state, now.isoformat())

    def verdicts(self) -> Mapping[str, str]:
        """Return what an editor decided on items: `drop` or `pin`, by key."""
        return {row["item"]: row["verdict"] for row in self._rows("SELECT item, verdict FROM verdicts")}

    def set_verdict(self, item: str, verdict: Literal["drop", "pin"], now: datetime) -> None:
        """Drop or pin an item."""
        self._do("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?)", item, verdict, now.isoformat())

    def mails(self, issue_id: str) -> dict[int, Mail]:
        """Return what became of the mails of an issue, by subscriber."""
        rows = self._rows("SELECT * FROM mails WHERE issue = ?", issue_id)
        return {r["subscriber"]: Mail(r["subscriber"], r["issue"], r["state"], datetime.fromisoformat(r["at"]), r["note"]) for r in rows}  # fmt: skip

    def in_doubt(self, *, until: datetime) -> list[Mail]:
        """Return the mails whose handing over began before `until` and whose end nobody saw."""
        rows = self._rows("SELECT * FROM mails WHERE state = 'begun' AND at < ? ORDER BY subscriber, issue", until.isoformat())  # fmt: skip
        return [Mail(r["subscriber"], r["issue"], r["state"], datetime.fromisoformat(r["at"]), r["note"]) for r in rows]

    def begin(self, subscriber: int, issue_id: str, now: datetime) -> bool:
        """Write down that a mail is about to be handed over; False when somebody has already begun or done so."""
        with self._lock:
            done = self._db.execute("INSERT OR IGNORE INTO mails (subscriber, issue, state, at) VALUES (?, ?, 'begun', ?)", (subscriber, issue_id, now.isoformat()))  # fmt: skip
            return done.rowcount == 1

    def end(self, subscriber: int, issue_id: str, state: MailState, marks: Iterable[str], now: datetime, note: str = "") -> None:  # fmt: skip
        """Write down how a mail ended, and what it told."""
        with self.at_once():
            self._do("INSERT OR REPLACE INTO mails VALUES (?, ?, ?, ?, ?)", subscriber, issue_id, state, now.isoformat(), note)  # fmt: skip
            for mark in marks:
                self._do("INSERT OR IGNORE INTO told VALUES (?, ?, ?)", subscriber, mark, issue_id)
            if state == "done":
                self._do("UPDATE subscribers SET turned_away = 0 WHERE id = ?", subscriber)

    def undo_begin(self, subscriber: int, issue_id: str) -> None:
        """Take back that a mail was begun: the relay has said that it did not take it."""
        self._do("DELETE FROM mails WHERE subscriber = ? AND issue = ? AND state = 'begun'", subscriber, issue_id)

    def told(self, subscriber: int) -> frozenset[str]:
        """Return the marks of everything a subscriber was told."""
        return frozenset(r["mark"] for r in self._rows("SELECT mark FROM told WHERE subscriber = ?", subscriber))

    def told_to_anybody(self) -> dict[str, str]:
        """Return every mark with the newest issue that told it."""
        return {r["mark"]: r["issue"] for r in self._rows("SELECT mark, MAX(issue) AS issue FROM told GROUP BY mark")}

    def set_title(self, issue_id: str, language: str, title: str) -> None:
        """Keep the title under which an issue stands in the archive."""
        self._do("INSERT OR REPLACE INTO titles VALUES (?, ?, ?)", issue_id, language, title)

    def titles(self, language: str) -> dict[str, str]:
        """Return the titles of the issues in a language."""
        return {r["issue"]: r["title"] for r in self._rows("SELECT issue, title FROM titles WHERE language = ?", language)}  # fmt: skip

    def secret(self) -> str:
        """Return the key that signs the links of this book, made once."""
        self._do("INSERT OR IGNORE INTO keys VALUES ('links', ?)", secrets.token_hex(32))
        return str(self._rows("SELECT value FROM keys WHERE name = 'links'")[0]["value"])

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Do all or nothing of what is done inside."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def _do(self, query: str, *values: Any) -> None:
        with self._lock:
            self._db.execute(query, values)


def _subscriber(row: sqlite3.Row) -> Subscriber:
    wishes = json.loads(row["wishes"])
    kept = Wishes(**{**wishes, "topics": tuple(wishes["topics"]), "entities": tuple(wishes["entities"])})
    since = datetime.fromisoformat(row["since"]) if row["since"] else None
    return Subscriber(row["id"], row["address"], kept, row["state"], since)
