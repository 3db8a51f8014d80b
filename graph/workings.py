"""What a build remembers between runs, so that one changed article does not make everything be computed again. May be deleted: the next
build then begins from nothing.

The graph is computed in steps. A step's unit (one article, one speaker, one metric of one entity) reads what earlier units sent to it, and sends
pieces on. A unit is looked at again when a piece that reaches it has changed, and only then; its number in `units` says when that was, and each
store remembers up to which number it was brought. Nothing here is the truth: library and ledger are.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from graph.errors import LedgerError

_LAYOUT = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS pieces (
    kind TEXT NOT NULL, key TEXT NOT NULL, sender TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key, sender)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pieces_by_sender ON pieces(sender);
CREATE TABLE IF NOT EXISTS units (kind TEXT NOT NULL, key TEXT NOT NULL, changed INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS units_by_change ON units(changed);
CREATE TABLE IF NOT EXISTS written (
    store TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, rows BLOB NOT NULL, PRIMARY KEY (store, kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Unit(NamedTuple):
    """One piece of work: its step and its key in it."""

    kind: str
    key: str


class Workings:
    """The memory of the builds of one data folder."""

    def __init__(self, path: str | Path) -> None:
        """Open the file, made first if it is not there; one of another layout is begun anew."""
        self.path = Path(path)
        try:
            self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA cache_size = -64000")
            if self._db.execute("PRAGMA user_version").fetchone()[0] not in (0, _LAYOUT):
                self._drop()
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_LAYOUT}; COMMIT;")
        except sqlite3.Error as error:
            raise LedgerError(f"{self.path}: cannot be used ({error}); delete it, nothing is lost") from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def setting(self, name: str, default: str = "") -> str:
        """Return a remembered value."""
        row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def remember(self, name: str, value: str | int) -> None:
        """Remember a value."""
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, str(value)))

    def send(self, sender: Unit, pieces: Mapping[Unit, str]) -> set[Unit]:
        """Replace all that a unit sends on; return the units that get something else than before."""
        name = f"{sender.kind}:{sender.key}"
        before = {
            Unit(kind, key): body
            for kind, key, body in self._db.execute("SELECT kind, key, body FROM pieces WHERE sender = ?", (name,))
        }
        gone = [u for u in before if u not in pieces]
        changed = {u: body for u, body in pieces.items() if before.get(u) != body}
        self._db.executemany(
            "DELETE FROM pieces WHERE kind = ? AND key = ? AND sender = ?", [(u.kind, u.key, name) for u in gone]
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO pieces VALUES (?, ?, ?, ?)", [(u.kind, u.key, name, b) for u, b in changed.items()]
        )
        return {*gone, *changed}

    def received(self, unit: Unit) -> list[str]:
        """Return what was sent to a unit, in the order of its senders."""
        rows = self._db.execute("SELECT body FROM pieces WHERE kind = ? AND key = ? ORDER BY sender", unit)
        return [row[0] for row in rows]

    def senders(self, unit: Unit) -> list[Unit]:
        """Return who sent something to a unit."""
        rows = self._db.execute("SELECT sender FROM pieces WHERE kind = ? AND key = ? ORDER BY sender", unit)
        return [Unit(*row[0].split(":", 1)) for row in rows]

    def receivers(self, sender: Unit, kind: str) -> set[str]:
        """Return the keys of the units of a step to which a unit sends something."""
        rows = self._db.execute(
            "SELECT key FROM pieces WHERE sender = ? AND kind = ?", (f"{sender.kind}:{sender.key}", kind)
        )
        return {row[0] for row in rows}

    def all_received(self, kind: str) -> Iterator[tuple[str, str]]:
        """Yield key and body of everything sent to the units of a step."""
        yield from self._db.execute("SELECT key, body FROM pieces WHERE kind = ? ORDER BY key, sender", (kind,))

    def senders_holding(self, kind: str, text: str) -> list[tuple[Unit, Unit]]:
        """Return receiver and sender of the pieces of a step whose body holds a text."""
        rows = self._db.execute(
            "SELECT key, sender FROM pieces WHERE kind = ? AND instr(body, ?) > 0 ORDER BY key, sender", (kind, text)
        )
        return [(Unit(kind, key), Unit(*sender.split(":", 1))) for key, sender in rows]

    def touch(self, units: Iterable[Unit], number: int) -> None:
        """Note that these units are to be written again by every store that was brought no further than before `number`."""
        self._db.executemany("INSERT OR REPLACE INTO units VALUES (?, ?, ?)", [(*u, number) for u in units])

    def touched(self, kind: str, since: int) -> list[str]:
        """Return the keys of a step's units that changed after number `since`, in order."""
        rows = self._db.execute("SELECT key FROM units WHERE changed > ? AND kind = ? ORDER BY key", (since, kind))
        return [row[0] for row in rows]

    def touch_all(self, number: int) -> None:
        """Note that everything is to be looked at again, and forget what was sent on."""
        self._db.execute("UPDATE units SET changed = ?", (number,))
        self._db.execute("DELETE FROM pieces")
        self._db.execute("DELETE FROM settings WHERE name IN ('canonical', 'leaders', 'seen', 'made by')")

    def written(self, store: str, unit: Unit) -> dict[str, str]:
        """Return, by row, the hash of what a store was last given of a unit; an empty hash where the writing may have been cut off."""
        row = self._db.execute(
            "SELECT rows FROM written WHERE store = ? AND kind = ? AND key = ?", (store, *unit)
        ).fetchone()
        return dict(json.loads(zlib.decompress(row[0]))) if row else {}

    def all_written(self, store: str) -> Iterator[str]:
        """Yield every row that a store was given."""
        for (rows,) in self._db.execute("SELECT rows FROM written WHERE store = ?", (store,)):
            yield from json.loads(zlib.decompress(rows))

    def set_written(self, store: str, unit: Unit, rows: Mapping[str, str]) -> None:
        """Remember what a store was given of a unit."""
        if rows:
            packed = zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 1)
            self._db.execute("INSERT OR REPLACE INTO written VALUES (?, ?, ?, ?)", (store, *unit, packed))
        else:
            self._db.execute("DELETE FROM written WHERE store = ? AND kind = ? AND key = ?", (store, *unit))

    def units_written(self, store: str, kind: str) -> int:
        """Return of how many units of a kind a store has something."""
        row = self._db.execute("SELECT count(*) FROM written WHERE store = ? AND kind = ?", (store, kind)).fetchone()
        return int(row[0])

    def forget_written(self, store: str) -> None:
        """Forget what a store was given: the next build writes everything."""
        with self.transaction():
            self._db.execute("DELETE FROM written WHERE store = ?", (store,))
            self._db.execute(
                "DELETE FROM settings WHERE name IN (?, ?, ?, ?)",
                (f"store:{store}", f"writing:{store}", f"rows:{store}", f"seen:{store}"),
            )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do several calls or none of them; may be nested."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _drop(self) -> None:
        for table in ("pieces", "units", "written", "settings"):
            self._db.execute(f"DROP TABLE IF EXISTS {table}")
