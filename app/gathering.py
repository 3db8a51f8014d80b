"""Takes in what a user names: files and folders, addresses, and listed sources; each part reports what became of everything it met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.settings import Settings
from app.wiring import known_sources, open_fetcher
from ingest.crawl.crawl import CrawlPlan, CrawlProgress, CrawlReport, crawl
from ingest.crawl.page_readers import PageReader, ReadBeside, ReadHere
from ingest.discover.relevance import Terms
from ingest.errors import WrongUsage
from ingest.library import Library
from ingest.source_finder import read_address_list, source_of_addresses
from ingest.sources import Source

Advance = Callable[[int, int, str], None]

ALL = "all"
"""In place of a source's id: every source there is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken in. `given` mixes paths and addresses; `lists` are files of addresses; `sources` are ids, or "all"."""

    given: tuple[str, ...] = ()
    lists: tuple[Path, ...] = ()
    sources: tuple[str, ...] = ()
    since: date | None = None
    every_subject: bool = False

    def paths(self) -> list[Path]:
        """Return the files and folders."""
        return [Path(one) for one in self.given if not _is_address(one)]

    def addresses(self) -> list[str]:
        """Return the addresses, those in lists of addresses among them. Raises WrongUsage when a list cannot be read."""
        listed = [url for path in self.lists for url in read_address_list(path)]
        return [one for one in self.given if _is_address(one)] + listed


def gather(library: Library, settings: Settings, wanted: Wanted, *, on_progress: Advance) -> CrawlReport:
    """Bring the library up to date with the addresses and sources that are wanted.

    Raises WrongUsage for a source that is not listed, StopRun when the library cannot be written.
    """
    known = known_sources(settings)
    sources = list(known.sources.values()) if ALL in wanted.sources else known.of(wanted.sources)
    terms = None if wanted.every_subject else Terms(known.terms.strong, known.terms.weak)
    plan = CrawlPlan(
        since=wanted.since,
        terms=terms,
        recheck_after=timedelta(hours=settings.fetch.recheck_after_h),
        pages_a_source=settings.fetch.pages_a_source,
    )
    with open_fetcher(settings) as fetcher, _reader(settings, sources) as reader:
        unreachable: list[str] = []
        if addresses := wanted.addresses():
            given, unreachable = source_of_addresses(addresses, fetcher)
            sources.append(given)
        report = crawl(library, sources, fetcher, plan=plan, reader=reader, on_progress=_Together(on_progress).tell)
    if unreachable:
        report.sources[-1].failed["not fetched"] += len(unreachable)
        report.sources[-1].lines += unreachable
    return report


def as_date(written: str) -> date:
    """Read a day given as YYYY-MM-DD. Raises WrongUsage for anything else."""
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise WrongUsage(f"--since {written}: is no day; write it as 2026-03-01") from error


class _Together:
    """Adds up the progress of sources that are visited side by side."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._done: dict[str, int] = {}
        self._due: dict[str, int] = {}

    def tell(self, step: CrawlProgress) -> None:
        self._done[step.source], self._due[step.source] = step.done, step.due
        self._advance(
            sum(self._done.values()),
            sum(self._due.values()),
            f"{step.source}: {step.url.split('://')[-1]} ({step.outcome})",
        )


@contextmanager
def _reader(settings: Settings, sources: list[Source]) -> Iterator[PageReader]:
    # Processes cost a second to start: worth it for sources, not for a handful of addresses.
    if not sources:
        yield ReadHere()
        return
    with ReadBeside(settings.fetch.processes) as reader:
        yield reader


def _is_address(given: str) -> bool:
    return given.startswith(("http://", "https://"))
