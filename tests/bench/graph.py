"""How fast 20,000 articles with 200,000 claims become a graph, what one changed article costs, how long the usual queries take, and in how much memory."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from extract.gazetteer import load_gazetteer
from extract.topics import load_topics
from graph.build import Build
from graph.derivation import Sources
from graph.ledger import Ledger
from graph.store import Store, open_store
from ingest.library import Library
from tests.bench._newsroom import newsroom

ARTICLES = 20_000
ROUNDS = 20
HUB, OTHER = "company:thing-0", "model:thing-1"
QUERIES = {
    "L1 latest 20 claims about a hub with speakers": "MATCH (e:Entity {id: $hub})<-[:ABOUT]-(c:Claim) OPTIONAL MATCH (c)-[:MADE_BY]->(s) RETURN c.id AS id, c.text AS text, s.id AS speaker ORDER BY c.published_on DESC, id LIMIT 20",
    "L2 claims about X by Y between days": "MATCH (:Entity {id: $hub})<-[:ABOUT]-(c:Claim)-[:MADE_BY]->(:Entity {id: $hub}) WHERE c.published_on >= date('2024-01-01') AND c.published_on < date('2025-01-01') RETURN c.id AS id ORDER BY id",
    "L3 two typed hops": "MATCH (a:Entity {id: $hub})-[:DEVELOPS|MAKES|USES]->(b:Entity)-[:SUPPLIES|RESTRICTS]->(c:Entity) RETURN DISTINCT b.id AS b, c.id AS c ORDER BY b, c LIMIT 50",
    "L4 series of a figure": "MATCH (e:Entity {id: $hub})<-[:MEASURES]-(f:Figure {metric: 'revenue'}) RETURN f.period_start AS since, f.value AS value, f.id AS id ORDER BY since, id",
    "L5 co-mentions of a hub": "MATCH (:Entity {id: $hub})<-[:MENTIONS]-(a:Article)-[:MENTIONS]->(o:Entity) WHERE o.id <> $hub RETURN o.id AS id, count(DISTINCT a) AS n ORDER BY n DESC, id LIMIT 20",
    "L6 conflicts about X": "MATCH (:Entity {id: $hub})<-[:ABOUT]-(:Claim)-[:SAYS]->(s:Statement)-[r:CONFLICTS_WITH]-(t:Statement) RETURN DISTINCT s.id AS s, t.id AS t, r.why AS why ORDER BY s, t LIMIT 50",
    "L7 claims a month about X": "MATCH (:Entity {id: $hub})<-[:ABOUT]-(c:Claim) RETURN date.truncate('month', c.published_on) AS month, count(c) AS n ORDER BY month",
    "L8 all claims a month": "MATCH (c:Claim) RETURN date.truncate('month', c.published_on) AS month, count(c) AS n ORDER BY month",
    "L9 substring in all claims": "MATCH (c:Claim) WHERE c.text CONTAINS 'subsidy 4242' RETURN count(c) AS n",
    "L10 shortest path": "MATCH p = shortestPath((a:Entity {id: $hub})-[:DEVELOPS|MAKES|USES|SUPPLIES|RESTRICTS*..6]-(b:Entity {id: $other})) RETURN length(p) AS n",
    "L11 one claim by id": "MATCH (c:Claim {id: $claim}) RETURN c.text AS text",
    "L12 top pairs of a month": "MATCH (x:Entity)<-[:MENTIONS]-(a:Article)-[:MENTIONS]->(y:Entity) WHERE a.published_on >= date('2024-03-01') AND a.published_on < date('2024-04-01') AND x.id < y.id RETURN x.id AS x, y.id AS y, count(*) AS n ORDER BY n DESC, x, y LIMIT 10",
}  # fmt: skip
"""The queries of the survey that chose the engine, on the schema as it is now."""


def bench() -> Iterator[str]:
    """Yield the figures for the embedded store."""
    with tempfile.TemporaryDirectory() as folder:
        yield from measure(Path(folder), str(Path(folder) / "graph.kgl"), ARTICLES)


def measure(folder: Path, address: str, articles: int) -> Iterator[str]:
    """Fill a data folder and build it into the store at an address."""
    with Library(folder / "library.db") as library, Ledger(folder / "ledger.db") as ledger:
        with library.transaction(), ledger.transaction():
            for article, extraction in newsroom(articles):
                library.add(article)
                ledger.record(extraction)
        yield f"{articles} articles in library and ledger; {_memory()}"
        store = open_store(address)
        sources = Sources(
            library.stamps, lambda a: next(library.articles([a]), None), ledger, load_gazetteer(), load_topics()
        )
        build = Build(sources, store, address)
        counts = build.run(fresh=True)
        rows = sum(counts.nodes.values()) + counts.relationships
        yield f"fresh build: {counts.seconds:.1f} s, of which writing {counts.writing_seconds:.1f} s, for {rows} rows ({counts.nodes}, {counts.relationships} relationships); {_memory()}"
        yield from _changes(build, library, ledger)
        yield from _latencies(store)
        store.close()


def _changes(build: Build, library: Library, ledger: Ledger) -> Iterator[str]:
    counts = build.run()
    yield f"nothing changed: {counts.seconds:.2f} s, {counts.written} rows written"
    article = next(iter(library.articles()))
    library.add(replace(article, authors=("Somebody Else",)))
    counts = build.run()
    yield f"one article changed: {counts.seconds:.2f} s, {counts.written} rows written"
    ledger.judge_entities("company:thing-0", "company:thing-9", "same", by="bench")
    counts = build.run()
    yield f"two entities of many articles joined: {counts.seconds:.2f} s, {counts.written} written, {counts.removed} removed"
    library.remove(article.id)
    ledger.remove(article.id)
    counts = build.run()
    yield f"one article deleted: {counts.seconds:.2f} s, {counts.removed} rows removed; {_memory()}"


def _latencies(store: Store) -> Iterator[str]:
    given: dict[str, Any] = {"hub": HUB, "other": OTHER, "claim": ""}
    given["claim"] = store.read("MATCH (c:Claim) RETURN c.id AS id ORDER BY id LIMIT 1").rows[0]["id"]
    for name, query in QUERIES.items():
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            store.read(query, given, timeout_s=60)
            times.append((time.perf_counter() - began) * 1000)
        yield f"{name}: {statistics.median(times):.1f} ms median, {sorted(times)[int(len(times) * 0.95)]:.1f} ms at worst of twenty"


def _memory() -> str:
    return f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB so far"
