"""Builds the graph: reads library and ledger, computes the projection, brings the store to it. Doing it twice changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extract.gazetteer import Gazetteer
from extract.topics import Topic
from graph.ledger import Ledger
from graph.projection import Given, project
from graph.store.role import Store
from graph.writing import write
from ingest.article import Article


@dataclass(frozen=True, slots=True)
class BuildCounts:
    """What the graph holds after a build, and how much of it was written."""

    nodes: dict[str, int]
    relationships: int
    written: int
    removed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Build:
    """What a build needs. `versions(article_id, version)` gives one version of an article, or None; `address` names the store."""

    articles: Callable[[], Iterable[Article]]
    versions: Callable[[str, str], Article | None]
    ledger: Ledger
    store: Store
    address: str
    gazetteer: Gazetteer
    topics: tuple[Topic, ...]

    def run(self, *, fresh: bool = False) -> BuildCounts:
        """Bring the store to what library and ledger say; `fresh` empties it first. Raises StoreError when it cannot be used."""
        began = time.monotonic()
        if fresh:
            self.store.clear()
            self.ledger.forget_projected(self.address)
        self.store.setup()
        given = Given(
            {a.id: a for a in self.articles()},
            self.versions,
            tuple(self.ledger.extractions()),
            tuple(self.ledger.judgements()),
            self.gazetteer,
            self.topics,
        )
        projection = project(given)
        difference = write(projection, self.store, self.ledger, self.address)
        return BuildCounts(
            {label: len(rows) for label, rows in sorted(projection.nodes.items())},
            sum(len(rows) for rows in projection.links.values()),
            sum(len(rows) for rows in difference.written.values()),
            sum(len(rows) for rows in difference.removed.values()),
            time.monotonic() - began,
        )
