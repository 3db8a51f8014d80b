"""The entities of the corpus as a network: who is named with whom, which groups that makes, and who stands between the two countries.

Two entities are joined by the number of articles that name both, each article counting less the more it names; measured with networkx.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import networkx as nx

from graph.store.role import Store

_NAMED = """
MATCH (a:Article)-[:MENTIONS]->(e:Entity)
WHERE e.kind <> 'Outlet'
RETURN a.id AS article, a.published_on AS published, e.id AS id, e.name AS name, e.kind AS kind, e.country AS country
ORDER BY article, id
"""
_LARGEST = 40
"""An article that names more is a list, not a story."""
_EXACT_UP_TO = 400


@dataclass(frozen=True, slots=True)
class Member:
    """An entity in the network. `rank` is its share of attention (PageRank, 0 to 1), `bridge` how much it stands between the countries."""

    id: str
    name: str
    kind: str
    country: str
    group: int
    articles: int
    neighbours: int
    rank: float
    bridge: float


@dataclass(frozen=True, slots=True)
class Network:
    """Who is named with whom in a span of time. `members` come by rank; groups are numbered from 1, the largest first."""

    since: date | None
    until: date | None
    articles: int
    members: tuple[Member, ...]
    links: tuple[tuple[str, str, float], ...]

    def groups(self) -> dict[int, list[Member]]:
        """Return the members of each group, by rank."""
        found: dict[int, list[Member]] = defaultdict(list)
        for member in self.members:
            found[member.group].append(member)
        return dict(sorted(found.items()))


def network(
    store: Store, *, since: date | None = None, until: date | None = None, sides: tuple[str, str] = ("US", "CN")
) -> Network:
    """Return the network of the articles published in a span of days (both included; undated ones only without a span).

    A bridge lies on shortest ways between entities of the one country and the other; of networks over 400 entities it is estimated.
    """
    rows = [r for r in store.read(_NAMED, timeout_s=120, limit=5_000_000) if _within(r["published"], since, until)]
    by_article: dict[str, list[str]] = defaultdict(list)
    known = {}
    for row in rows:
        by_article[row["article"]].append(row["id"])
        known[row["id"]] = row
    graph = _graph(by_article.values())
    graph.add_nodes_from(known)
    groups = _groups(graph)
    rank = nx.pagerank(graph, weight="weight") if graph else {}
    bridge = _bridges(graph, *({i for i, r in known.items() if r["country"] == side} for side in sides))
    counts: dict[str, int] = defaultdict(int)
    for ids in by_article.values():
        for one in ids:
            counts[one] += 1
    members = [
        Member(i, r["name"], r["kind"], r["country"] or "", groups[i], counts[i], graph.degree(i), rank[i], bridge.get(i, 0.0))
        for i, r in known.items()
    ]  # fmt: skip
    links = tuple(sorted((min(a, b), max(a, b), round(w, 4)) for a, b, w in graph.edges(data="weight")))
    return Network(since, until, len(by_article), tuple(sorted(members, key=lambda m: (-m.rank, m.id))), links)


def by_quarter(store: Store, *, since: date | None = None, until: date | None = None) -> Iterator[Network]:
    """Yield the network of each quarter that has articles, oldest first."""
    days = store.read("MATCH (a:Article) WHERE a.published_on IS NOT NULL RETURN DISTINCT a.published_on AS day", limit=100_000)  # fmt: skip
    inside = [r["day"] for r in days if _within(r["day"], since, until)]
    for year, quarter in sorted({(d.year, (d.month - 1) // 3) for d in inside}):
        first = date(year, 3 * quarter + 1, 1)
        last = date.fromordinal((date(year + quarter // 3, (3 * quarter + 3) % 12 + 1, 1)).toordinal() - 1)
        yield network(store, since=max(first, since or first), until=min(last, until or last))


def _within(day: date | None, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    return day is not None and (since or day) <= day <= (until or day)


def _graph(articles: Iterable[list[str]]) -> nx.Graph:
    graph = nx.Graph()
    for ids in articles:
        if 2 <= len(ids) <= _LARGEST:
            for a, b in combinations(sorted(set(ids)), 2):
                weight = graph.get_edge_data(a, b, {"weight": 0.0})["weight"]
                graph.add_edge(a, b, weight=weight + 1 / (len(ids) - 1))
    return graph


def _groups(graph: nx.Graph) -> dict[str, int]:
    if not graph:
        return {}
    # The seed makes the same corpus give the same groups.
    found = nx.community.louvain_communities(graph, weight="weight", seed=1)
    ordered = sorted(found, key=lambda group: (-len(group), min(group)))
    return {member: number for number, group in enumerate(ordered, start=1) for member in group}


def _bridges(graph: nx.Graph, one: set[str], other: set[str]) -> dict[str, float]:
    """Return how much each entity stands between the two sides, 0 to 1 of the most; the sides' own members count as well."""
    sources, targets = sorted(one & set(graph)), sorted(other & set(graph))
    if not sources or not targets:
        return {}
    if len(graph) > _EXACT_UP_TO:
        by_degree = dict(graph.degree())
        sources, targets = (sorted(s, key=lambda n: (-by_degree[n], n))[:60] for s in (sources, targets))
    scores = nx.betweenness_centrality_subset(graph, sources, targets)
    most = max(scores.values(), default=0.0)
    return {node: score / most for node, score in scores.items()} if most else {}
