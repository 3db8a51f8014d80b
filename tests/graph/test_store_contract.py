"""Every store keeps the same promises."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from graph.errors import QueryFailed, QueryRefused
from graph.store import Store

REFUSED = [
    "CREATE (n)",
    "MATCH (n) SET n.x = 1",
    "MATCH (n) DETACH DELETE n",
    "MERGE (n:Claim {id: 'x'})",
    "MATCH (n) REMOVE n.x",
    "FOREACH (x IN [1] | CREATE (:X))",
    "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "load\ncsv FROM 'file:///etc/passwd' AS l RETURN l",
    "RETURN 1 UNION LOAD CSV FROM 'http://127.0.0.1/' AS l RETURN l",
    "L\\u004fAD CSV FROM 'x' AS l RETURN l",
    "RETURN 1; RETURN 2",
    "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
    "CALL dbms.listConfig()",
    "SHOW TRANSACTIONS",
    "DROP INDEX claim_search",
    "CREATE INDEX x FOR (n:X) ON (n.y)",
    "MATCH (n) CALL { WITH n DELETE n } IN TRANSACTIONS",
    "USE system RETURN 1",
    "",
]
WRITE = "UNWIND $rows AS r MERGE (n:Claim {id: r.id}) SET n.text = r.text, n.published_on = r.on, n.recorded_at = r.at, n.search = r.text"
ROWS = [
    {"id": "c1", "text": "chip xuat khau", "on": date(2026, 3, 1), "at": datetime(2026, 3, 1, 8, 30, tzinfo=UTC)},
    {"id": "c2", "text": "chip 中国 国芯", "on": None, "at": None},
]


@pytest.mark.parametrize("query", REFUSED)
def test_a_reader_cannot_write_read_files_or_administer(store: Store, query: str) -> None:
    with pytest.raises(QueryRefused):
        store.read(query)


def test_words_inside_strings_and_comments_are_not_commands(store: Store) -> None:
    assert store.read("RETURN 'CREATE; DELETE' AS x // SET").rows == ({"x": "CREATE; DELETE"},)
    assert store.read("RETURN 1 AS `drop`;").rows == ({"drop": 1},)


def test_a_malformed_query_says_so(store: Store) -> None:
    with pytest.raises(QueryFailed):
        store.read("MATCH (n RETURN n")


def test_writing_twice_is_writing_once(store: Store) -> None:
    for _ in range(2):
        with store.writer() as writer:
            writer.run(WRITE, ROWS)
    assert store.read("MATCH (c:Claim) RETURN count(c) AS n").rows == ({"n": 2},)


def test_dates_and_times_come_back_as_they_went_in(store: Store) -> None:
    with store.writer() as writer:
        writer.run(WRITE, ROWS)
    (row,) = store.read("MATCH (c:Claim {id: 'c1'}) RETURN c.published_on AS on, c.recorded_at AS at").rows
    assert row["on"] == date(2026, 3, 1)
    assert row["at"] == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def test_search_finds_vietnamese_without_accents_and_chinese(store: Store) -> None:
    with store.writer() as writer:
        writer.run(WRITE, ROWS)
    assert [r["id"] for r in store.search("xuất khẩu").rows] == ["c1"]
    assert [r["id"] for r in store.search("中国").rows] == ["c2"]
    assert store.search("…").rows == ()


def test_rows_beyond_the_limit_are_cut_and_said_to_be(store: Store) -> None:
    rows = store.read("UNWIND range(1, 50) AS x RETURN x ORDER BY x", limit=10)
    assert len(rows.rows) == 10
    assert rows.truncated


def test_a_cleared_store_is_empty(store: Store) -> None:
    with store.writer() as writer:
        writer.run(WRITE, ROWS)
    store.clear()
    store.setup()
    assert store.read("MATCH (n) RETURN count(n) AS n").rows == ({"n": 0},)
