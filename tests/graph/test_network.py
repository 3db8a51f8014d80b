"""The network of who is named with whom: weights, groups, and who stands between two countries."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.exporting import json_lines, write_csv, write_graphml
from graph.network import by_quarter, network
from graph.store import KgliteStore, Store

# Two groups, one of each country; only the bridge is named with both.
ARTICLES = {
    "a1": (date(2026, 1, 5), ["us1", "us2", "us3"]),
    "a2": (date(2026, 1, 6), ["us1", "us2"]),
    "a3": (date(2026, 2, 1), ["us3", "bridge"]),
    "a4": (date(2026, 4, 1), ["bridge", "cn1"]),
    "a5": (date(2026, 4, 2), ["cn1", "cn2", "cn3"]),
    "a6": (None, ["cn2", "cn3"]),
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = KgliteStore(tmp_path / "graph.kgl")
    made.setup()
    entities = sorted({e for _, named in ARTICLES.values() for e in named})
    with made.writer() as writer:
        writer.run(
            "UNWIND $rows AS r MERGE (n:Article {id: r.id}) SET n.published_on = r.day, n.title = r.id, n.search = r.id",
            [{"id": key, "day": day} for key, (day, _) in ARTICLES.items()],
        )
        writer.run(
            "UNWIND $rows AS r MERGE (n:Entity {id: r.id}) SET n.name = r.id, n.kind = 'Company', n.country = r.country, n.search = r.id",
            [{"id": e, "country": {"us": "US", "cn": "CN"}.get(e[:2])} for e in entities],
        )
        writer.run(
            "UNWIND $rows AS r MATCH (a:Article {id: r.a}) MATCH (e:Entity {id: r.e}) MERGE (a)-[m:MENTIONS]->(e) SET m.count = 2, m.surfaces = ['x', 'y']",
            [{"a": key, "e": e} for key, (_, named) in ARTICLES.items() for e in named],
        )
    return made


def test_pairs_weigh_by_the_articles_that_name_both(store: Store) -> None:
    links = {(a, b): weight for a, b, weight in network(store).links}
    assert links["us1", "us2"] == 1.5  # one article of three names, one of two
    assert links["bridge", "us3"] == 1.0
    assert ("cn1", "us1") not in links


def test_who_stands_between_two_countries_is_the_bridge(store: Store) -> None:
    found = network(store)
    bridge = next(m for m in found.members if m.id == "bridge")
    assert bridge.bridge == 1.0
    assert max(m.bridge for m in found.members if m.id in ("us1", "us2", "cn2", "cn3")) < 0.5
    groups = {m.id: m.group for m in found.members}
    assert groups["us1"] == groups["us2"]
    assert groups["cn2"] == groups["cn3"] != groups["us1"]
    assert abs(sum(m.rank for m in found.members) - 1) < 1e-6


def test_a_span_of_days_leaves_the_rest_out(store: Store) -> None:
    january = network(store, since=date(2026, 1, 1), until=date(2026, 1, 31))
    assert (january.articles, {m.id for m in january.members}) == (2, {"us1", "us2", "us3"})
    assert [(n.since, n.articles) for n in by_quarter(store)] == [(date(2026, 1, 1), 3), (date(2026, 4, 1), 2)]
    assert network(store, since=date(2030, 1, 1)).members == ()


def test_the_same_corpus_gives_the_same_network(store: Store) -> None:
    assert network(store) == network(store)


def test_the_graph_is_written_for_other_tools_whole(store: Store, tmp_path: Path) -> None:
    import networkx as nx

    lines = list(json_lines(store))
    assert len(lines) == len(ARTICLES) + 7 + sum(len(named) for _, named in ARTICLES.values())
    assert {p.name for p in write_csv(store, tmp_path / "csv")} == {"Article.csv", "Entity.csv", "MENTIONS.csv"}
    header, first, *_ = (tmp_path / "csv" / "MENTIONS.csv").read_text(encoding="utf-8").splitlines()
    assert header == "from_label,from,to_label,to,count,surfaces"
    assert first.startswith("Article,a1,Entity,us1,2,")
    write_graphml(store, tmp_path / "graph.graphml")
    read = nx.read_graphml(tmp_path / "graph.graphml")
    assert read.number_of_nodes() == len(ARTICLES) + 7
    assert read.nodes["Article:a1"]["published_on"] == "2026-01-05"
