"""What the graph shows of the demo briefs, from the files to the edges, held against `corpora/gold/demo_expected.toml`.

Every line of it is found, but for those in MISSED, which names what the extraction does not read yet; that list may only shrink. Nothing beyond
the lines is invented: no copy, conflict, update or denial that they do not name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from app.cli.serving import briefs
from app.wiring import Workshop, make_build
from app.work import extract_pending
from extract.pipeline import Extractor
from graph.ledger import Ledger
from graph.store import Store, open_store
from ingest.article import Article
from ingest.files import ReadFile, read_files
from ingest.library import Library
from ingest.run import ingest_paths

EXPECTED: dict[str, dict[str, Any]] = {
    str(e["id"]): e
    for e in tomllib.loads((Path(str(files("corpora"))) / "gold" / "demo_expected.toml").read_text(encoding="utf-8"))[
        "expected"
    ]
}
COMPATIBLE = ("conflict-h20-sales-2024", "conflict-smuggled-2024", "conflict-lag-chips")
"""Estimates that the lines themselves call compatible: shown side by side, with no edge of conflict."""
Claims = tuple[str, ...]


@dataclass
class Shown:
    """The graph of the demo, with the claims that stand at a quote."""

    store: Store
    articles: dict[str, Article]
    statement: dict[str, str] = field(default_factory=dict)

    def rows(self, query: str, **given: Any) -> list[dict[str, Any]]:
        return list(self.store.read(query, given, limit=10_000).rows)

    def at(self, name: str, quote: str) -> Claims:
        """Return the claims whose words meet a quote of a brief."""
        article = self.articles[name]
        start = article.text.index(quote)
        found = self.rows(
            "MATCH (c:Claim)-[r:REPORTED_IN]->(:Article {id: $id}) WHERE r.version = $version AND r.start_pos < $stop AND r.end_pos > $start RETURN c.id AS id ORDER BY id",
            id=article.id, version=article.version, start=start, stop=start + len(quote),
        )  # fmt: skip
        return tuple(r["id"] for r in found)

    def statements(self, claims: Claims) -> set[str]:
        return {
            r["id"]
            for r in self.rows(
                "MATCH (c:Claim)-[:SAYS]->(s:Statement) WHERE c.id IN $ids RETURN DISTINCT s.id AS id", ids=list(claims)
            )
        }

    def edge(self, kind: str, one: Claims, other: Claims) -> bool:
        """Say whether an edge runs between the statements of two quotes, either way."""
        query = f"MATCH (a:Statement)-[:{kind}]-(b:Statement) WHERE a.id IN $a AND b.id IN $b RETURN count(*) AS n"
        return bool(self.rows(query, a=sorted(self.statements(one)), b=sorted(self.statements(other)))[0]["n"])

    def said(self, claims: Claims, prop: str) -> set[Any]:
        return {r["v"] for r in self.rows(f"MATCH (c:Claim) WHERE c.id IN $ids RETURN c.{prop} AS v", ids=list(claims))}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("demo")
    with Library(folder / "library.db") as library, Ledger(folder / "ledger.db") as ledger:
        ingest_paths(library, briefs())
        extract_pending(library, ledger, lambda: extractor, "test", on_progress=lambda *_: None)
        address = str(folder / "graph.kgl")
        store = open_store(address)
        make_build(Workshop(library, ledger), store, address).run()
        articles = {Path(f.path).name: f.article for f in read_files(briefs()) if isinstance(f, ReadFile)}
        yield Shown(store, articles)
        store.close()


def found(shown: Shown, expected: dict[str, Any]) -> bool:
    """Say whether the graph shows a line."""
    quotes = [shown.at(name, quote) for name, quote in expected["quotes"]]
    kind = expected["kind"]
    if kind == "copy":
        return _one_origin(shown, expected)
    if kind in ("paraphrase", "same_statement"):
        common = [shown.statements(q) for q in quotes]
        return bool(set.intersection(*common))
    if kind == "correction":
        return not {"current"} & shown.said(quotes[0], "status") and not {"current"} & shown.said(quotes[2], "status")
    if kind == "conflict":
        return _side_by_side(shown, expected, quotes)
    if kind in ("change", "series"):
        return shown.edge("UPDATES", quotes[0], quotes[1])
    if kind == "denial":
        return shown.said(quotes[0], "modality") == {"denied"} and _denies(shown, quotes[0])
    if kind in ("declined", "no_response"):
        return shown.said(quotes[0], "modality") == {"declined_to_comment"}
    if kind == "prediction":
        return "predicted" in shown.said(quotes[0], "modality")
    if kind == "figurative":
        return not any(_compared(shown, q) for q in quotes)
    return all(quotes)


def _one_origin(shown: Shown, expected: dict[str, Any]) -> bool:
    """The copy shares statements with what it copies, and none of them counts two origins."""
    ids = [shown.articles[name].id for name in (expected["of"], expected["quotes"][0][0])]
    rows = shown.rows(
        "MATCH (:Article {id: $a})<-[:REPORTED_IN]-(:Claim)-[:SAYS]->(s:Statement)<-[:SAYS]-(:Claim)-[:REPORTED_IN]->(:Article {id: $b}) RETURN DISTINCT s.id AS id, s.origins AS n",
        a=ids[0], b=ids[1],
    )  # fmt: skip
    return len(rows) >= 3 and all(r["n"] == 1 for r in rows)


def _side_by_side(shown: Shown, expected: dict[str, Any], quotes: list[Claims]) -> bool:
    pairs = [(a, b) for i, a in enumerate(quotes) for b in quotes[i + 1 :]]
    if expected["id"] in COMPATIBLE:
        return all(quotes) and not any(shown.edge("CONFLICTS_WITH", a, b) for a, b in pairs)
    return any(shown.edge("CONFLICTS_WITH", a, b) for a, b in pairs)


def _denies(shown: Shown, claims: Claims) -> bool:
    query = "MATCH (c:Claim)-[:SAYS]->(:Statement)-[:DENIES]->(s:Statement) WHERE c.id IN $ids RETURN count(s) AS n"
    return bool(shown.rows(query, ids=list(claims))[0]["n"])


def _compared(shown: Shown, claims: Claims) -> bool:
    query = (
        "MATCH (c:Claim)-[:SAYS]->(:Statement)-[r:CONFLICTS_WITH|SUPPORTS]-() WHERE c.id IN $ids RETURN count(r) AS n"
    )
    return bool(shown.rows(query, ids=list(claims))[0]["n"])


MISSED: dict[str, str] = {}
"""Lines that are not shown, with what is not read: nothing in the graph is fitted to it."""


@pytest.mark.parametrize("line", [e for e in EXPECTED if e not in MISSED])
def test_the_graph_shows_what_the_briefs_hold(line: str, shown: Shown) -> None:
    assert found(shown, EXPECTED[line]), EXPECTED[line]["show"]


def test_no_conflict_or_update_is_invented(shown: Shown) -> None:
    lines = [
        e
        for e in EXPECTED.values()
        if e["kind"] in ("conflict", "change", "series", "correction", "position", "same_statement")
    ]
    named = _joined(
        [set().union(*(shown.statements(shown.at(name, quote)) for name, quote in e["quotes"])) for e in lines]
    )
    edges = shown.rows(
        "MATCH (a:Statement)-[r:CONFLICTS_WITH|UPDATES]->(b:Statement) RETURN a.id AS a, b.id AS b, a.gist AS one, b.gist AS other, type(r) AS t, r.why AS why"
    )
    invented = [e for e in edges if not any({e["a"], e["b"]} <= n for n in named)]
    assert [(e["t"], e["one"], e["other"], e["why"]) for e in invented] == []


def _joined(groups: list[set[str]]) -> list[set[str]]:
    """Join groups that share a statement: two lines about it speak of one matter."""
    joined: list[set[str]] = []
    for group in groups:
        touching = [j for j in joined if j & group]
        joined = [j for j in joined if not j & group] + [group.union(*touching)]
    return joined


def test_support_is_never_between_two_outlets_or_one_side(shown: Shown) -> None:
    rows = shown.rows(
        "MATCH (a:Statement)-[:SUPPORTS]->(b:Statement), (a)<-[:SAYS]-(c:Claim), (b)<-[:SAYS]-(d:Claim) OPTIONAL MATCH (c)-[:MADE_BY]->(x) OPTIONAL MATCH (d)-[:MADE_BY]->(y) RETURN x.id AS x, y.id AS y, labels(x) AS kinds"
    )
    assert [r for r in rows if r["x"] is None or r["y"] is None or r["x"] == r["y"] or "Outlet" in r["kinds"]] == []
