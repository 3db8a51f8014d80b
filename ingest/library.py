"""The library: every version of every article, and the bytes each was read from, in one SQLite file.

Always true: what a call has returned from is on the disk, whole, even if the process is killed at that moment. A version is
never changed into another; of two versions the newest is the one its outlet dates later, else the one that came later.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from ingest.article import Article
from ingest.article_json import article_from_json, article_to_json
from ingest.errors import StopRun, WrongUsage

Added = Literal["new", "unchanged", "new version"]

_LAYOUT = 2
_BUSY_TIMEOUT_S = 30.0
_TABLES = """
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, newest TEXT NOT NULL, place INTEGER NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS versions (
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, version TEXT NOT NULL, arrival INTEGER NOT NULL,
    article TEXT NOT NULL, page TEXT, PRIMARY KEY (article_id, version)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS versions_by_page ON versions(page);
CREATE INDEX IF NOT EXISTS versions_by_arrival ON versions(arrival);
CREATE TABLE IF NOT EXISTS pages (hash TEXT PRIMARY KEY, size INTEGER NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS likeness (
    key INTEGER NOT NULL, article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, PRIMARY KEY (key, article_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS likeness_by_article ON likeness(article_id);
CREATE TABLE IF NOT EXISTS states (kind TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
"""


class Library:
    """The articles of one data folder. May be used from several threads; several processes may open the same file."""

    def __init__(self, path: str | Path) -> None:
        """Open the library, made first if it is not there. Raises StopRun when the file cannot be used."""
        self.path = Path(path)
        self._lock = threading.RLock()
        self._depth = 0
        with self._readable_errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self.path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        # FULL: an acknowledged article survives a power cut too, at about a millisecond each.
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.create_function(
            "stamp", 1, lambda text: f"{zlib.crc32(text.encode()):08x}", deterministic=True
        )
        layout = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if layout > _LAYOUT:
            raise StopRun(
                f"{self.path}: was written by a newer racegraph (layout {layout}, this one knows {_LAYOUT}); update racegraph"
            )
        if layout < _LAYOUT:
            self._connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_LAYOUT}; COMMIT;")

    def close(self) -> None:
        """Close the file; a closed library cannot be used again."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def add(self, article: Article, raw: bytes | None = None) -> Added:
        """Keep a version of an article and the bytes it was read from; say whether it was there.

        A version that is there already keeps its text; what is newly known of it (authors, dates) is taken over.
        """
        with self.transaction():
            newest = self._newest_id(article.id)
            known = newest is not None and self._row(article.id, article.version) is not None
            if known and newest == article.version:
                self._refresh(article, raw)
                return "unchanged"
            arrival = self._next("versions", "arrival")
            if newest is None:
                self._run(
                    "INSERT INTO articles VALUES (?, ?, ?)",
                    article.id,
                    article.version,
                    self._next("articles", "place"),
                )
            self._run(
                "INSERT INTO versions VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET arrival = excluded.arrival,"
                " article = excluded.article, page = coalesce(excluded.page, page)",
                article.id, article.version, arrival, _dumped(article), self._keep_page(raw),
            )  # fmt: skip
            if newest is None:
                return "new"
            if is_newer(article, than=self.get(article.id, newest)):
                self._run("UPDATE articles SET newest = ? WHERE id = ?", article.version, article.id)
            elif known:
                return "unchanged"
            return "new version"

    def remove(self, article_id: str) -> None:
        """Forget an article, its versions and the bytes that only they were read from. Forgetting twice is no error."""
        with self.transaction():
            self._run("DELETE FROM articles WHERE id = ?", article_id)
            self._run("DELETE FROM pages WHERE hash NOT IN (SELECT page FROM versions WHERE page IS NOT NULL)")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside one step that happens whole or not at all. May be nested; other threads wait."""
        with self._lock, self._readable_errors():
            if self._depth:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0

    # Reading

    def articles(self, ids: Iterable[str] | None = None) -> Iterator[Article]:
        """Yield the newest version of every article in order of arrival, or of those with these ids, in their order."""
        wanted = (
            list(ids) if ids is not None else [row[0] for row in self._rows("SELECT id FROM articles ORDER BY place")]
        )
        for article_id in wanted:
            rows = self._rows(
                "SELECT v.article FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.newest WHERE a.id = ?",
                article_id,
            )
            if rows:
                yield _loaded(rows[0][0])

    def get(self, article_id: str, version: str | None = None) -> Article:
        """Return one version of an article, the newest by default. Raises WrongUsage when it is not in the library."""
        wanted = version or self._newest_id(article_id) or ""
        row = self._row(article_id, wanted)
        if row is None:
            raise WrongUsage(
                f"article {article_id}{' in version ' + version if version else ''} is not in the library {self.path}"
            )
        return _loaded(row[0])

    def versions(self, article_id: str) -> list[Article]:
        """Return all versions of an article, the earliest to arrive first; none when it is unknown."""
        rows = self._rows("SELECT article FROM versions WHERE article_id = ? ORDER BY arrival", article_id)
        return [_loaded(row[0]) for row in rows]

    def stamps(self) -> dict[str, str]:
        """Return, by article id, something that changes whenever the newest version or what is known of it changes."""
        newest = "FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.newest"
        return dict(self._rows(f"SELECT a.id, v.version || ' ' || stamp(v.article) {newest}"))

    def raw(self, article_id: str, version: str | None = None) -> bytes | None:
        """Return the bytes a version was read from, or None when they were not kept."""
        row = self._row(article_id, version or self._newest_id(article_id) or "")
        return self.page(row[1]) if row and row[1] else None

    def has(self, article_id: str, version: str) -> bool:
        """Say whether a version is in the library."""
        return self._row(article_id, version) is not None

    def count(self) -> int:
        """Return the number of articles."""
        return int(self._rows("SELECT count(*) FROM articles")[0][0])

    def rows(self) -> Iterator[tuple[Article, bytes | None]]:
        """Yield every version with its bytes; added to an empty library in this order, they make this one again."""
        ordered = "SELECT v.article_id, v.version FROM articles a JOIN versions v ON v.article_id = a.id"
        for article_id, version in self._rows(f"{ordered} ORDER BY a.place, v.arrival"):
            yield self.get(article_id, version), self.raw(article_id, version)

    # Pages by content, and small records of the crawler

    def keep_page(self, raw: bytes) -> str:
        """Keep the bytes of a page, compressed, and return the hash they are found by."""
        with self.transaction():
            return self._keep_page(raw) or ""

    def page(self, page_hash: str) -> bytes | None:
        """Return the bytes of a page, or None when it is not kept."""
        rows = self._rows("SELECT content FROM pages WHERE hash = ?", page_hash)
        return zlib.decompress(rows[0][0]) if rows else None

    def state(self, kind: str, name: str) -> dict[str, Any] | None:
        """Return the record kept under a kind and name (of a source, of an address in a run), or None."""
        rows = self._rows("SELECT state FROM states WHERE kind = ? AND name = ?", kind, name)
        return dict(json.loads(rows[0][0])) if rows else None

    def states(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return all records of a kind by name, in the order of their names."""
        return {
            name: json.loads(state)
            for name, state in self._rows("SELECT name, state FROM states WHERE kind = ? ORDER BY name", kind)
        }

    def set_state(self, kind: str, name: str, state: dict[str, Any] | None) -> None:
        """Keep a record, or drop it when it is None."""
        with self.transaction():
            if state is None:
                self._run("DELETE FROM states WHERE kind = ? AND name = ?", kind, name)
            else:
                self._run(
                    "INSERT OR REPLACE INTO states VALUES (?, ?, ?)",
                    kind,
                    name,
                    json.dumps(state, ensure_ascii=False, sort_keys=True),
                )

    # Likeness: articles that share a key may be copies of each other (see copies.py)

    def set_keys(self, article_id: str, keys: Iterable[int]) -> None:
        """Replace the likeness keys of an article that is in the library."""
        with self.transaction():
            self._run("DELETE FROM likeness WHERE article_id = ?", article_id)
            self._connection.executemany(
                "INSERT OR IGNORE INTO likeness VALUES (?, ?)", [(key, article_id) for key in keys]
            )

    def sharing(self, keys: Iterable[int]) -> list[str]:
        """Return the articles that share a key with these, those that share most first."""
        wanted = list(keys)
        marks = ", ".join("?" * len(wanted))
        query = f"SELECT article_id FROM likeness WHERE key IN ({marks}) GROUP BY article_id ORDER BY count(*) DESC, article_id"  # noqa: S608
        return [str(row[0]) for row in self._rows(query, *wanted)]

    # Steps

    def _refresh(self, article: Article, raw: bytes | None) -> None:
        """Take over what is newly known of a version; write nothing when nothing is, so that a second run changes nothing."""
        stored = self.get(article.id, article.version)
        if replace(stored, fetched_at=None, source="") != replace(article, fetched_at=None, source=""):
            kept = replace(article, fetched_at=stored.fetched_at or article.fetched_at)
            self._run(
                "UPDATE versions SET article = ? WHERE article_id = ? AND version = ?",
                _dumped(kept),
                article.id,
                article.version,
            )
        row = self._row(article.id, article.version)
        if raw is not None and row and row[1] is None:
            self._run(
                "UPDATE versions SET page = ? WHERE article_id = ? AND version = ?",
                self._keep_page(raw),
                article.id,
                article.version,
            )

    def _keep_page(self, raw: bytes | None) -> str | None:
        if raw is None:
            return None
        page_hash = hashlib.sha256(raw).hexdigest()
        if not self._rows("SELECT 1 FROM pages WHERE hash = ?", page_hash):
            self._run("INSERT INTO pages VALUES (?, ?, ?)", page_hash, len(raw), zlib.compress(raw, 6))
        return page_hash

    def _newest_id(self, article_id: str) -> str | None:
        rows = self._rows("SELECT newest FROM articles WHERE id = ?", article_id)
        return str(rows[0][0]) if rows else None

    def _row(self, article_id: str, version: str) -> tuple[str, str | None] | None:
        rows = self._rows(
            "SELECT article, page FROM versions WHERE article_id = ? AND version = ?", article_id, version
        )
        return rows[0] if rows else None

    def _next(self, table: str, column: str) -> int:
        return int(self._rows(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}")[0][0])  # noqa: S608  # our own names

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._lock, self._readable_errors():
            return self._connection.execute(query, values).fetchall()

    def _run(self, statement: str, *values: object) -> None:
        self._connection.execute(statement, values)

    @contextmanager
    def _readable_errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StopRun(_explained(self.path, error)) from error


def is_newer(article: Article, *, than: Article) -> bool:
    """Say whether a version that has just come is newer than one that was there.

    The outlet's own times decide where both versions state them; equal or missing, the later to come is the newer.
    """
    if article.modified_at and than.modified_at and article.modified_at != than.modified_at:
        return article.modified_at > than.modified_at
    if article.published_on and than.published_on and article.published_on != than.published_on:
        return article.published_on > than.published_on
    return True


def _dumped(article: Article) -> str:
    # ASCII escapes keep a lone surrogate, which UTF-8 could not.
    return json.dumps(article_to_json(article))


def _loaded(stored: str) -> Article:
    return article_from_json(json.loads(stored))


def _explained(path: Path, error: sqlite3.Error | OSError) -> str:
    said = str(error).lower()
    if "full" in said or "no space" in said:
        return f"{path}: the disk is full; free some space and start again, nothing that was kept is lost"
    if "locked" in said or "busy" in said:
        return f"{path}: another process has been writing to the library for {_BUSY_TIMEOUT_S:.0f} s; wait for it and start again"
    if "not a database" in said or "malformed" in said:
        return f"{path}: is not a racegraph library, or is damaged ({error})"
    if "closed" in said:
        return f"{path}: the library was closed already"
    return f"{path}: the library cannot be used ({error})"
