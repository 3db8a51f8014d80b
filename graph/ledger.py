"""The ledger: what was extracted from which version of which article, by which extractor, and what people have judged.

One SQLite file. Extractions can be made again; judgements cannot, so nothing here ever deletes one. What a call has returned from is on the disk.
`recorded_at` is written once, when an extraction arrives, and never taken from the clock again. Every change leaves the key of what it touches
in `changes`, numbered, so that a build knows what to look at again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from extract.annotations import Extraction
from extract.contract import extraction_from_json, extraction_to_json
from graph.errors import LedgerError

_LAYOUT = 2
_TABLES = """
DROP TABLE IF EXISTS projected;
CREATE TABLE IF NOT EXISTS extractions (
    article_id TEXT NOT NULL, version TEXT NOT NULL, extractor TEXT NOT NULL, recorded_at TEXT NOT NULL, extraction TEXT NOT NULL,
    arrival INTEGER NOT NULL, PRIMARY KEY (article_id, version)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS extractions_by_arrival ON extractions(arrival);
CREATE TABLE IF NOT EXISTS judgements (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL, by TEXT NOT NULL,
    reason TEXT NOT NULL, judged_at TEXT NOT NULL, undone_at TEXT);
CREATE TABLE IF NOT EXISTS changes (
    kind TEXT NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL UNIQUE, PRIMARY KEY (kind, key)) WITHOUT ROWID;
"""

Verdict = Literal["same", "different", "unsure", "wrong", "right"]
JudgementKind = Literal["entity", "claim", "statement"]
ChangeKind = Literal["article", "entity", "claim", "statement"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An extraction with the time it entered the ledger."""

    extraction: Extraction
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """Somebody's verdict on a pair of entities, on a claim (`b` empty), or on whether two claims say the same thing.

    `by` is `person`, or names a model or a rule.
    """

    number: int
    kind: JudgementKind
    a: str
    b: str
    verdict: Verdict
    by: str
    reason: str
    judged_at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a build must look at again: an article, an entity, a claim, or a claim whose statement was judged."""

    kind: ChangeKind
    key: str
    number: int


class Ledger:
    """The ledger of one data folder."""

    def __init__(self, path: str | Path) -> None:
        """Open the ledger, made first if it is not there. Raises LedgerError when the file cannot be used."""
        self.path = Path(path)
        with self._clear_errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            layout = self._db.execute("PRAGMA user_version").fetchone()[0]
            if layout > _LAYOUT:
                raise LedgerError(f"{self.path}: was written by a newer racegraph; update racegraph")
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_LAYOUT}; COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def record(self, extraction: Extraction) -> bool:
        """Keep an extraction; an earlier one of the same article version by another extractor is replaced, its time of arrival kept.

        Return False when this very extraction is there already.
        """
        body = json.dumps(extraction_to_json(extraction), ensure_ascii=False, separators=(",", ":"))
        with self.transaction():
            row = self._db.execute(
                "SELECT extraction, recorded_at, arrival FROM extractions WHERE article_id = ? AND version = ?",
                (extraction.article_id, extraction.version),
            ).fetchone()
            if row and row[0] == body:
                return False
            arrival = (
                row[2]
                if row
                else self._db.execute("SELECT coalesce(max(arrival), 0) + 1 FROM extractions").fetchone()[0]
            )
            at = row[1] if row else _now()
            self._db.execute(
                "INSERT OR REPLACE INTO extractions VALUES (?, ?, ?, ?, ?, ?)",
                (extraction.article_id, extraction.version, extraction.extractor, at, body, arrival),
            )
            self._mark("article", extraction.article_id)
        return True

    def has(self, article_id: str, version: str, extractor: str) -> bool:
        """Say whether this version was read by this extractor."""
        with self._clear_errors():
            row = self._db.execute(
                "SELECT 1 FROM extractions WHERE article_id = ? AND version = ? AND extractor = ?",
                (article_id, version, extractor),
            ).fetchone()
        return row is not None

    def extractions(self) -> Iterator[Recorded]:
        """Yield every extraction, oldest arrival first: of each article all its versions."""
        with self._clear_errors():
            rows = self._db.execute(
                "SELECT extraction, recorded_at FROM extractions ORDER BY arrival, article_id, version"
            )
            for body, at in rows:
                yield Recorded(extraction_from_json(json.loads(body)), datetime.fromisoformat(at))

    def of_article(self, article_id: str) -> list[Recorded]:
        """Return the extractions of one article, of each of its versions, oldest arrival first."""
        return [Recorded(extraction_from_json(row), datetime.fromisoformat(at)) for row, at in self._stored(article_id)]

    def as_json(self, article_id: str) -> list[dict[str, Any]]:
        """Return the same extractions as the plain JSON they are kept in, which is much faster to get."""
        return [row for row, _ in self._stored(article_id)]

    def _stored(self, article_id: str) -> list[tuple[dict[str, Any], str]]:
        with self._clear_errors():
            rows = self._db.execute(
                "SELECT extraction, recorded_at FROM extractions WHERE article_id = ? ORDER BY arrival, version",
                (article_id,),
            ).fetchall()
        return [(json.loads(body), at) for body, at in rows]

    def article_ids(self) -> list[str]:
        """Return the ids of the articles that were extracted from."""
        with self._clear_errors():
            return [row[0] for row in self._db.execute("SELECT DISTINCT article_id FROM extractions")]

    def remove(self, article_id: str) -> int:
        """Forget the extractions of an article; return how many there were. Judgements stay."""
        with self.transaction():
            self._mark("article", article_id)
            return self._db.execute("DELETE FROM extractions WHERE article_id = ?", (article_id,)).rowcount

    def judge_entities(self, a: str, b: str, verdict: Verdict, *, by: str, reason: str = "") -> Judgement:
        """Keep a verdict on whether two entities are the same; the later verdict on a pair counts."""
        first, second = sorted((a, b))
        return self._judge("entity", first, second, verdict, by, reason)

    def judge_claim(self, claim_id: str, verdict: Verdict, *, by: str, reason: str = "") -> Judgement:
        """Keep a verdict on whether a claim was read rightly; it survives every rebuild."""
        return self._judge("claim", claim_id, "", verdict, by, reason)

    def judge_statements(self, a: str, b: str, verdict: Verdict, *, by: str, reason: str = "") -> Judgement:
        """Keep a verdict on whether two claims of one speaker say the same thing; claims are named, for a statement's id may change."""
        first, second = sorted((a, b))
        return self._judge("statement", first, second, verdict, by, reason)

    def _judge(self, kind: JudgementKind, a: str, b: str, verdict: Verdict, by: str, reason: str) -> Judgement:
        with self.transaction():
            row = self._db.execute(
                "INSERT INTO judgements (kind, a, b, verdict, by, reason, judged_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (kind, a, b, verdict, by, reason, _now()),
            )
            self._mark_judged(kind, a, b)
        return next(j for j in self.judgements() if j.number == row.lastrowid)

    def _mark_judged(self, kind: JudgementKind, a: str, b: str) -> None:
        for key in filter(None, (a, b)):
            self._mark(kind, key)

    def _mark(self, kind: ChangeKind, key: str) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO changes SELECT ?, ?, coalesce(max(number), 0) + 1 FROM changes", (kind, key)
        )

    def changes(self, since: int) -> list[Change]:
        """Return what was touched after change number `since`, earliest first."""
        with self._clear_errors():
            rows = self._db.execute("SELECT kind, key, number FROM changes WHERE number > ? ORDER BY number", (since,))
            return [Change(*row) for row in rows]

    def undo(self, number: int) -> bool:
        """Take a judgement back; return False when there is none of that number to take back."""
        with self.transaction():
            done = self._db.execute(
                "UPDATE judgements SET undone_at = ? WHERE number = ? AND undone_at IS NULL RETURNING kind, a, b",
                (_now(), number),
            ).fetchone()
            if done:
                self._mark_judged(*done)
            return done is not None

    def judgements(self, *, undone: bool = False) -> list[Judgement]:
        """Return the judgements that stand, oldest first; with `undone` also those that were taken back."""
        with self._clear_errors():
            rows = self._db.execute(
                "SELECT number, kind, a, b, verdict, by, reason, judged_at, undone_at FROM judgements ORDER BY number"
            ).fetchall()
        return [
            Judgement(
                number,
                kind,
                a,
                b,
                verdict,
                by,
                reason,
                datetime.fromisoformat(at),
                datetime.fromisoformat(undone_at) if undone_at else None,
            )
            for number, kind, a, b, verdict, by, reason, at, undone_at in rows
            if undone or undone_at is None
        ]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do several calls or none of them; may be nested."""
        if self._db.in_transaction:
            yield
            return
        with self._clear_errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            hint = "free some disk space" if "full" in str(error) else "try again when no other command runs"
            raise LedgerError(f"{self.path}: {error}; {hint}") from error
        except sqlite3.DatabaseError as error:
            raise LedgerError(
                f"{self.path}: is not a usable ledger ({error}); restore it from `racegraph export`"
            ) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
