"""The server back-end: Neo4j 5 through its driver. Opens connections to the address it is given, and no other.

Reads run in READ sessions with a time limit of their own; writes in transactions of 5,000 rows that the driver retries.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from graph import guard
from graph.errors import QueryFailed, QueryRefused, StoreError
from graph.schema import SEARCHED, constraints, range_indexes
from graph.store.role import SEARCH, Rows, index_name, plain
from graph.tokens import tokens

_BATCH = 5000


class Neo4jStore:
    """A graph on a Neo4j server."""

    def __init__(self, url: str, auth: tuple[str, str] | None, database: str = "neo4j") -> None:
        """Connect. Raises StoreError when the server does not answer or refuses the login."""
        self.url, self.database = url, database
        # The server's remarks on a query (an unused label, an old form) would fill the log; what matters comes as an error.
        self.driver = neo4j.GraphDatabase.driver(
            url, auth=auth, telemetry_disabled=True, connection_timeout=10,
            notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
        )  # fmt: skip
        try:
            self.driver.verify_connectivity()
        except AuthError as error:
            self.driver.close()
            raise StoreError(
                f"{url}: Neo4j refuses the login; check user and password in the store's address"
            ) from error
        except (ServiceUnavailable, DriverError, Neo4jError, OSError) as error:
            self.driver.close()
            raise StoreError(
                f"{url}: no Neo4j answers there ({_line(error)}); start it, or use the embedded default"
            ) from error

    @classmethod
    def from_url(cls, address: str) -> Self:
        """Open `neo4j://user:password@host:port/database`; user, password and database may be left out."""
        parts = urlsplit(address)
        auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        host = parts.hostname or "127.0.0.1"
        return cls(f"{parts.scheme}://{host}:{parts.port or 7687}", auth, parts.path.strip("/") or "neo4j")

    def setup(self) -> None:
        with self.writer() as writer:
            for statement in [*constraints(), *range_indexes()]:
                writer.do(statement)
            for label in SEARCHED:
                writer.do(
                    f"CREATE FULLTEXT INDEX {index_name(label)} IF NOT EXISTS FOR (n:{label}) ON EACH [n.search]"
                    " OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
                )
            writer.do("CALL db.awaitIndexes(60)")

    @contextmanager
    def writer(self) -> Iterator[Neo4jWriter]:
        with self.driver.session(database=self.database) as session:
            yield Neo4jWriter(session)

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout_s: float = 10.0, limit: int = 1000
    ) -> Rows:
        checked = guard.check(query)
        began = time.monotonic()
        try:
            with (
                self.driver.session(database=self.database, default_access_mode=neo4j.READ_ACCESS) as session,
                session.begin_transaction(timeout=timeout_s) as transaction,
            ):
                result = transaction.run(checked, dict(params or {}))
                columns = tuple(result.keys())
                found = [{key: plain(record[key]) for key in columns} for record in islice(result, limit + 1)]
                transaction.rollback()
        except Neo4jError as error:
            raise _explained(error, timeout_s) from error
        except (ServiceUnavailable, DriverError) as error:
            raise StoreError(f"{self.url}: Neo4j does not answer ({_line(error)})") from error
        return Rows(columns, tuple(found[:limit]), len(found) > limit, time.monotonic() - began)

    def search(self, text: str, label: str = "Claim", limit: int = 20) -> Rows:
        words = " ".join(tokens(text))
        if not words:
            return Rows(("id", "score"), ())
        return self.read(SEARCH.format(name=index_name(label)), {"q": words, "limit": limit})

    def clear(self) -> None:
        with self.driver.session(database=self.database) as session:
            session.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()

    def close(self) -> None:
        self.driver.close()


class Neo4jWriter:
    """Writes in retried transactions."""

    def __init__(self, session: neo4j.Session) -> None:
        self.session = session

    def run(self, query: str, rows: Iterable[Mapping[str, Any]]) -> None:
        waiting = iter(rows)
        while batch := [dict(r) for r in islice(waiting, _BATCH)]:
            self._execute(query, {"rows": batch})

    def do(self, query: str) -> None:
        try:
            self.session.run(query).consume()
        except (Neo4jError, DriverError) as error:
            raise StoreError(f"Neo4j refused a statement ({_line(error)})") from error

    def _execute(self, query: str, params: dict[str, Any]) -> None:
        def work(transaction: neo4j.ManagedTransaction) -> None:
            transaction.run(query, params).consume()

        try:
            self.session.execute_write(work)
        except (Neo4jError, DriverError) as error:
            raise StoreError(f"Neo4j refused a write ({_line(error)})") from error


def _explained(error: Neo4jError, timeout_s: float) -> QueryRefused | QueryFailed:
    code = error.code or ""
    if "AccessMode" in code:
        return QueryRefused(f"read-only: {_line(error)}")
    if "TransactionTimedOut" in code or "Terminated" in code:
        return QueryFailed(f"the query took longer than {timeout_s:g} s; narrow it")
    return QueryFailed(" ".join((error.message or str(error)).split())[:300])


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
