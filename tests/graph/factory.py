"""Small articles and extractions for the tests of the graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from extract.gazetteer import load_gazetteer
from extract.pipeline import Extractor
from extract.topics import load_topics
from graph.build import Build
from graph.derivation import Sources
from graph.ledger import Ledger
from graph.store import Store
from ingest.article import Article, article_id, content_version

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def article(
    address: str, text: str, *, outlet: str = "Demo Wire", day: date | None = date(2026, 3, 2), title: str = ""
) -> Article:
    return Article(
        article_id(address),
        content_version(title, text),
        text,
        title=title,
        url=address,
        outlet=outlet,
        published_on=day,
    )


@dataclass
class World:
    """A library in memory with its ledger and store."""

    extractor: Extractor
    ledger: Ledger
    store: Store
    address: str
    newest: dict[str, Article] = field(default_factory=dict)
    versions: dict[tuple[str, str], Article] = field(default_factory=dict)

    def add(self, *articles: Article) -> None:
        for a in articles:
            self.newest[a.id] = a
            self.versions[a.id, a.version] = a
            self.ledger.record(self.extractor.extract(a))

    def remove(self, a: Article) -> None:
        del self.newest[a.id]
        self.ledger.remove(a.id)

    def build(self, *, fresh: bool = False) -> None:
        Build(self.sources(), self.store, self.address).run(fresh=fresh)

    def sources(self) -> Sources:
        def stamps() -> dict[str, str]:
            return {a.id: str(hash(a)) for a in self.newest.values()}

        return Sources(stamps, self.newest.get, self.ledger, load_gazetteer(), load_topics())

    def content(self) -> tuple[list[object], list[object]]:
        """Return all nodes and relationships, to compare builds."""
        nodes = self.store.read(
            "MATCH (n) WITH n ORDER BY labels(n)[0], n.id RETURN labels(n) AS l, properties(n) AS p", limit=100_000
        )
        links = self.store.read(
            "MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p ORDER BY t, a, b",
            limit=100_000,
        )
        return [(sorted(r["l"]), sorted(r["p"].items(), key=str)) for r in nodes.rows], [
            (r["t"], r["a"], r["b"], sorted(r["p"].items(), key=str)) for r in links.rows
        ]


def ledger_in(folder: Path) -> Ledger:
    return Ledger(folder / "ledger.db")
