"""Runs over the sources: several at a time, one request at a time at each host, everything kept as soon as it is read.

A run may be stopped or killed at any moment. What was found and not yet fetched is written down before the first page is
fetched, and an article is kept in one step with the note that its page was read; so the next run goes on where this one ended.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ingest.crawl.health import FAILING, SourceCounts, judge, keep_health, utc_now
from ingest.crawl.page_readers import PageReader, ReadHere
from ingest.crawl.source_visit import SourceVisit
from ingest.discover.relevance import Terms
from ingest.errors import StopRun
from ingest.fetch.fetcher import Fetcher
from ingest.library import Library
from ingest.sources import Source


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """What a run is to do. `pages_a_source` limits one run, the rest waits for the next; `terms` None takes everything."""

    since: date | None = None
    terms: Terms | None = None
    recheck_after: timedelta = timedelta(hours=6)
    pages_a_source: int = 500
    at_once: int = 8
    now: Callable[[], datetime] = utc_now


@dataclass(frozen=True, slots=True)
class CrawlProgress:
    """One step of a run: at which source, which page, and how far that source is."""

    source: str
    url: str
    done: int
    due: int
    outcome: str


@dataclass(slots=True)
class CrawlReport:
    """What became of everything a run found, by source; `stopped` when it was ended before its end."""

    sources: list[SourceCounts] = field(default_factory=list)
    stopped: bool = False

    def total(self) -> SourceCounts:
        """Return the sums over all sources."""
        total = SourceCounts("total", "all sources")
        for counts in self.sources:
            for name in ("found", "known", "waiting", "fetched", "unchanged", "new", "new_versions", "copies"):
                setattr(total, name, getattr(total, name) + getattr(counts, name))
            total.left_out.update(counts.left_out)
            total.failed.update(counts.failed)
            total.lines.extend(counts.lines)
        return total

    def failing(self) -> list[SourceCounts]:
        """Return the sources that somebody should look after: they make the exit code 1."""
        return [counts for counts in self.sources if counts.state in FAILING]

    def table(self) -> list[list[str]]:
        """Return the closing table of a run, head first: a row a source, then the sums."""
        rows = [
            [
                "source",
                "state",
                "found",
                "skipped",
                "fetched",
                "unchanged",
                "parsed",
                "new",
                "versions",
                "copies",
                "failed",
            ]
        ]
        for counts in (*self.sources, self.total()):
            skipped = Counter(counts.left_out) + Counter({"known": counts.known, "waiting": counts.waiting})
            rows.append([
                counts.source, counts.state if counts.source != "total" else "", str(counts.found), _reasons(skipped), str(counts.fetched),
                str(counts.unchanged), str(counts.parsed()), str(counts.new), str(counts.new_versions), str(counts.copies), _reasons(counts.failed),
            ])  # fmt: skip
        return rows


def crawl(
    library: Library,
    sources: Iterable[Source],
    fetcher: Fetcher,
    *,
    plan: CrawlPlan = CrawlPlan(),
    reader: PageReader | None = None,
    on_progress: Callable[[CrawlProgress], None] = lambda progress: None,
) -> CrawlReport:
    """Bring the library up to date with these sources.

    Ends early, with what was done kept and reported, when `fetcher.stop` is set or on Ctrl-C. Raises StopRun when the
    library cannot be written.
    """
    wanted = list(sources)
    report = CrawlReport()
    lock = threading.Lock()

    def tell(progress: CrawlProgress) -> None:
        with lock:
            on_progress(progress)

    def visit(source: Source) -> SourceCounts:
        one = SourceVisit(
            library,
            source,
            fetcher,
            reader or ReadHere(),
            plan.terms,
            plan.since,
            plan.recheck_after,
            plan.pages_a_source,
            plan.now(),
        )
        try:
            counts = one.run(lambda url, done, due, outcome: tell(CrawlProgress(source.id, url, done, due, outcome)))
        except StopRun:
            fetcher.stop.set()
            raise
        counts.state, counts.why = judge(counts)
        if not fetcher.stop.is_set():
            keep_health(library, counts, now=plan.now())
        return counts

    with ThreadPoolExecutor(max(1, min(plan.at_once, len(wanted))), thread_name_prefix="source") as threads:
        running = [threads.submit(visit, source) for source in wanted]
        try:
            report.sources = [each.result() for each in running]
        except KeyboardInterrupt:
            # Every thread ends at its next wait; what each has done is collected all the same.
            fetcher.stop.set()
            report.sources = [each.result() for each in running]
    report.stopped = fetcher.stop.is_set()
    return report


def _reasons(counted: Counter[str]) -> str:
    parts = [f"{number} {reason}" for reason, number in counted.most_common() if number]
    return ", ".join(parts) or "0"
