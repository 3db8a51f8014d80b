"""The ledger: what was extracted from which version of which article, by which extractor, and what people have judged.

One SQLite file. Extractions can be made again; judgements cannot, so nothing here ever deletes one. What a call has returned from is on the disk.
`recorded_at` is written once, when an extraction arrives, and never taken from the clock again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from extract.annotations import Extraction
from extract.contract import extraction_from_json, extraction_to_json
from graph.errors import LedgerError

_LAYOUT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS extractions (
    article_id TEXT NOT NULL, version TEXT NOT NULL, extractor TEXT NOT NULL, recorded_at TEXT NOT NULL, extraction TEXT NOT NULL,
    arrival INTEGER NOT NULL, PRIMARY KEY (article_id, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS judgements (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, verdict TEXT NOT NULL, by TEXT NOT NULL,
    reason TEXT NOT NULL, judged_at TEXT NOT NULL, undone_at TEXT);
CREATE TABLE IF NOT EXISTS projected (
    store TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (store, kind, key)) WITHOUT ROWID;
"""

Verdict = Literal["same", "different", "unsure", "wrong", "right"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An extraction with the time it entered the ledger."""

    extraction: Extraction
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """Somebody's verdict on a pair of entities, or on a claim (`b` empty)."""

    number: int
    kind: Literal["entity", "claim"]
    a: str
    b: str
    verdict: Verdict
    by: str
    reason: str
    judged_at: datetime


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

    def extraction(self, article_id: str, version: str) -> Extraction | None:
        """Return what was found in one version of an article, or None when nobody has read it."""
        with self._clear_errors():
            row = self._db.execute(
                "SELECT extraction FROM extractions WHERE article_id = ? AND version = ?", (article_id, version)
            ).fetchone()
        return extraction_from_json(json.loads(row[0])) if row else None

    def remove(self, article_id: str) -> int:
        """Forget the extractions of an article; return how many there were. Judgements stay."""
        with self.transaction():
            return self._db.execute("DELETE FROM extractions WHERE article_id = ?", (article_id,)).rowcount

    def judge_entities(self, a: str, b: str, verdict: Verdict, *, by: str, reason: str = "") -> Judgement:
        """Keep a verdict on whether two entities are the same; the later verdict on a pair counts."""
        first, second = sorted((a, b))
        return self._judge("entity", first, second, verdict, by, reason)

    def judge_claim(self, claim_id: str, verdict: Verdict, *, by: str, reason: str = "") -> Judgement:
        """Keep a verdict on whether a claim was read rightly; it survives every rebuild."""
        return self._judge("claim", claim_id, "", verdict, by, reason)

    def _judge(self, kind: str, a: str, b: str, verdict: Verdict, by: str, reason: str) -> Judgement:
        with self.transaction():
            self._db.execute(
                "INSERT INTO judgements (kind, a, b, verdict, by, reason, judged_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (kind, a, b, verdict, by, reason, _now()),
            )
        return self.judgements()[-1]

    def undo(self, number: int) -> bool:
        """Take a judgement back; return False when there is none of that number to take back."""
        with self.transaction():
            done = self._db.execute(
                "UPDATE judgements SET undone_at = ? WHERE number = ? AND undone_at IS NULL", (_now(), number)
            )
            return done.rowcount > 0

    def judgements(self) -> list[Judgement]:
        """Return the judgements that stand, oldest first."""
        with self._clear_errors():
            rows = self._db.execute(
                "SELECT number, kind, a, b, verdict, by, reason, judged_at FROM judgements WHERE undone_at IS NULL ORDER BY number"
            ).fetchall()
        return [Judgement(*row[:7], judged_at=datetime.fromisoformat(row[7])) for row in rows]  # type: ignore[misc]

    def projected(self, store: str, kind: str) -> dict[str, str]:
        """Return, by key, the hash of each row of a kind that a store was last given."""
        with self._clear_errors():
            return dict(
                self._db.execute(
                    "SELECT key, hash FROM projected WHERE store = ? AND kind = ?", (store, kind)
                ).fetchall()
            )

    def projected_kinds(self, store: str) -> list[str]:
        """Return the kinds of rows a store was given."""
        with self._clear_errors():
            return [row[0] for row in self._db.execute("SELECT DISTINCT kind FROM projected WHERE store = ?", (store,))]

    def set_projected(self, store: str, kind: str, written: Mapping[str, str], gone: Iterable[str]) -> None:
        """Remember what a store was given."""
        with self.transaction():
            self._db.executemany(
                "DELETE FROM projected WHERE store = ? AND kind = ? AND key = ?", [(store, kind, k) for k in gone]
            )
            self._db.executemany(
                "INSERT OR REPLACE INTO projected VALUES (?, ?, ?, ?)",
                [(store, kind, k, h) for k, h in written.items()],
            )

    def forget_projected(self, store: str) -> None:
        """Forget what a store was given: the next build writes everything."""
        with self.transaction():
            self._db.execute("DELETE FROM projected WHERE store = ?", (store,))

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
