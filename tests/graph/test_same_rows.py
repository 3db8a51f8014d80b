"""Every query gives the same rows on the embedded engine and on Neo4j: the cookbook, what readers write, and random patterns."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli.serving import briefs
from extract.pipeline import Extractor
from graph.build import Build
from graph.cookbook import NamedQuery, arguments, cookbook
from graph.dialect import portable
from graph.errors import QueryFailed, QueryRefused
from graph.reader import read_portably
from graph.schema import LINKS, NODES, Link, Node
from graph.store import Store, open_store
from ingest.files import ReadFile, read_files
from tests.graph.factory import World, ledger_in
from tests.graph.random_queries import Model, ask, given, in_order
from tests.graph.reader_queries import LOUD, READ_ALIKE, REFUSED

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def both(
    extractor: Extractor, neo4j_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Store]]:
    """The demo briefs on each engine."""
    folder = tmp_path_factory.mktemp("both")
    with ledger_in(folder) as ledger:
        world = World(extractor, ledger, open_store(str(folder / "graph.kgl")), "file")
        world.add(*(f.article for f in read_files(briefs()) if isinstance(f, ReadFile)))
        stores = [world.store, open_store(neo4j_url)]
        for store, name in zip(stores, ("file", "server"), strict=True):
            Build(world.sources(), store, name).run(fresh=True)
        yield stores[0], stores[1]
        for store in stores:
            store.close()


def rows(store: Store, query: str, params: dict[str, Any] | None = None) -> list[list[Any]]:
    """Return the rows in order, numbers to nine digits."""
    answer = read_portably(store, query, params, limit=100_000)
    return [[_rounded(row.get(c)) for c in answer.columns] for row in answer.rows]


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in sorted(value.items()) if v is not None}
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


def outcome(store: Store, query: str) -> str:
    """Return the rows as text, or what went wrong in a word."""
    try:
        return json.dumps(rows(store, query, {"id": "nvidia"}), default=str, ensure_ascii=False)
    except (QueryRefused, QueryFailed) as error:
        return type(error).__name__


@pytest.mark.parametrize("query", cookbook(), ids=lambda q: q.name)
def test_a_named_query_gives_the_same_rows_on_both_engines(both: tuple[Store, Store], query: NamedQuery) -> None:
    params = arguments(query, {}, lambda name: name)
    first, second = (rows(store, query.cypher, params) for store in both)
    assert first == second
    assert portable(query.cypher, params).notes == ()


@pytest.mark.parametrize("shown", [*NODES, *LINKS], ids=lambda one: one.label if isinstance(one, Node) else one.type)
def test_an_example_of_the_schema_runs_on_both_engines(both: tuple[Store, Store], shown: Node | Link) -> None:
    first, second = (len(rows(store, shown.example)) for store in both)
    assert first == second


def test_the_demo_fills_most_of_the_cookbook(both: tuple[Store, Store]) -> None:
    filled = [q.name for q in cookbook() if rows(both[0], q.cypher, arguments(q, {}, lambda name: name))]
    assert len(filled) >= 30, sorted({q.name for q in cookbook()} - set(filled))


@pytest.mark.parametrize("query", READ_ALIKE)
def test_what_readers_write_gives_the_same_rows_on_both_engines(both: tuple[Store, Store], query: str) -> None:
    first, second = (outcome(store, query) for store in both)
    assert first == second
    assert first != "QueryRefused"


@pytest.mark.parametrize("query", REFUSED)
def test_what_would_silently_differ_is_refused_with_one_line(both: tuple[Store, Store], query: str) -> None:
    for store in both:
        with pytest.raises(QueryRefused) as refused:
            read_portably(store, query)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize("query", LOUD)
def test_what_one_engine_lacks_fails_there_and_says_so(both: tuple[Store, Store], query: str) -> None:
    assert "QueryFailed" in [outcome(store, query) for store in both]


def test_two_thousand_random_queries_give_the_rows_they_must(neo4j_url: str, tmp_path: Path) -> None:
    """On the embedded engine all of them, on the server some, for it compiles each anew: `make fuzz` runs all on both."""
    model, chance = Model(5), random.Random(5)
    stores = [open_store(str(tmp_path / "random.kgl")), open_store(neo4j_url)]
    for store in stores:
        store.clear()
        store.setup()
        model.write(store)
    for number in range(2000):
        asked = ask(model, chance)
        wanted = in_order(asked.rows)
        assert in_order(given(stores[0], asked)) == wanted, asked.query
        if number % 40 == 0:
            assert in_order(given(stores[1], asked)) == wanted, asked.query
    for store in stores:
        store.close()
