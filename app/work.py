"""The three steps of a run: take articles in, extract from those that are new, build the graph. Each can be stopped and done again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from extract.annotations import Extraction
from extract.pipeline import Extractor
from graph.ledger import Ledger
from ingest.article import Article
from ingest.library import Library

log = structlog.get_logger()


@dataclass(slots=True)
class ExtractCounts:
    """What an extraction run did; `failed` holds a line an article."""

    extracted: int = 0
    unchanged: int = 0
    mentions: int = 0
    figures: int = 0
    claims: int = 0
    relations: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    def add(self, extraction: Extraction) -> None:
        self.extracted += 1
        self.mentions += len(extraction.mentions)
        self.figures += len(extraction.figures)
        self.claims += len(extraction.claims)
        self.relations += len(extraction.relations)
        self.dropped.update(dict(extraction.dropped))


def extract_pending(
    library: Library,
    ledger: Ledger,
    make_extractor: Callable[[], Extractor],
    version: str,
    *,
    on_progress: Callable[[int, int, str], None],
) -> ExtractCounts:
    """Extract from every version of every article that this extractor has not read; an article that fails is counted and left for later."""
    counts = ExtractCounts()
    waiting = [
        (a.id, v.version)
        for a in library.articles()
        for v in library.versions(a.id)
        if not ledger.has(a.id, v.version, version)
    ]
    counts.unchanged = sum(len(library.versions(a.id)) for a in library.articles()) - len(waiting)
    extractor = make_extractor() if waiting else None
    for number, (article_id, article_version) in enumerate(waiting, start=1):
        assert extractor is not None
        article = library.get(article_id, article_version)
        extraction = _one(extractor, article, counts)
        if extraction is not None:
            ledger.record(extraction)
            counts.add(extraction)
        on_progress(number, len(waiting), article.title or article.url)
    return counts


def _one(extractor: Extractor, article: Article, counts: ExtractCounts) -> Extraction | None:
    try:
        return extractor.extract(article)
    except Exception as error:  # noqa: BLE001  # the one place: a fault in one article must not lose the others
        log.warning("extraction failed", article=article.id, url=article.url, error=f"{type(error).__name__}: {error}")
        counts.failed.append(f"{article.url or article.id}: {type(error).__name__}: {error}")
        return None
