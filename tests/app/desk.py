"""A desk over articles written for a test, in a folder of its own: library, ledger and graph as in life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.settings import Settings
from app.web.desk import Desk
from app.wiring import make_build, open_desk, open_graph, open_workshop, store_address
from extract.pipeline import Extractor
from ingest.article import Article


@dataclass(frozen=True, slots=True)
class Opened:
    """An open desk, its settings, and a way to take further articles in and build."""

    desk: Desk
    settings: Settings
    add: Callable[[list[Article]], None]


def take_in(settings: Settings, extractor: Extractor, articles: list[Article], *, fresh: bool = False) -> None:
    """Take articles into the library of the data folder, extract from them and build the graph."""
    with open_workshop(settings) as workshop, open_graph(settings) as graph:
        for a in articles:
            workshop.library.add(a)
            workshop.ledger.record(extractor.extract(a))
        make_build(workshop, graph, store_address(settings)).run(fresh=fresh)


@contextmanager
def desk_over(
    folder: Path, extractor: Extractor, articles: list[Article], settings: Settings | None = None
) -> Iterator[Opened]:
    """Yield a desk over these articles."""
    chosen = (settings or Settings()).model_copy(update={"data_dir": folder})
    take_in(chosen, extractor, articles)
    with open_desk(chosen) as desk:
        yield Opened(desk, chosen, lambda more: take_in(chosen, extractor, more))
