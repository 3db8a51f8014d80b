"""One source in one run: what it names is found and judged, what is due is fetched, read and kept, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from ingest.article import Article, article_id
from ingest.copies import record_copies, runs_of, share
from ingest.crawl.health import SourceCounts
from ingest.crawl.page_readers import PageReader
from ingest.crawl.page_reading import FetchedPage, Unreadable
from ingest.crawl.visits import Visit, is_due, keep_visit, new_visit, visits_of
from ingest.discover.candidate import Candidate
from ingest.discover.discovery import discover
from ingest.discover.relevance import Relevance, Terms
from ingest.errors import RetryLater, SkipPage, StopSource
from ingest.fetch.addresses import tidy
from ingest.fetch.fetcher import Fetcher, Page
from ingest.library import Library
from ingest.sources import Source

Tell = Callable[[str, int, int, str], None]

_LINES_KEPT = 50


@dataclass(slots=True)
class SourceVisit:
    """The work at one source; used once."""

    library: Library
    source: Source
    fetcher: Fetcher
    reader: PageReader
    terms: Terms | None
    since: date | None
    recheck_after: timedelta
    pages_limit: int
    now: datetime
    counts: SourceCounts = field(init=False)

    def run(self, tell: Tell) -> SourceCounts:
        """Do all that is due and return what became of it."""
        self.counts = SourceCounts(self.source.id, self.source.name)
        try:
            due = self._find()
        except StopSource as error:
            self._say(str(error))
            return self.counts
        self.counts.waiting = len(due)
        for done, visit in enumerate(due[: self.pages_limit], start=1):
            try:
                outcome = self._make(visit)
            except StopSource as error:
                # The rest was written down as waiting and is the first thing the next run does.
                self._say(str(error))
                break
            self.counts.waiting -= 1
            tell(visit.url, done, len(due), outcome)
        return self.counts

    def _find(self) -> list[Visit]:
        """Write down every page that is due, in one step, and return them in the order to be fetched."""
        known = visits_of(self.library, self.source.id)
        found = discover(self.source, self.fetcher, since=self.since)
        self.counts.lookups = found.lookups
        for lookup in found.lookups:
            if lookup.failed or lookup.moved_to:
                self._say(lookup.line or f"{lookup.address}: has moved to {lookup.moved_to}")
        # A page that an earlier run did not get to may have dropped out of its feed since.
        left = {url: visit.candidate() for url, visit in known.items() if visit.outcome == "waiting"}
        candidates = {**left, **found.candidates}
        self.counts.found = len(candidates) + found.too_old + found.out_of_scope
        self._leave_out("before the period", found.too_old)
        self._leave_out("out of scope", found.out_of_scope)
        due: list[Visit] = []
        with self.library.transaction():
            for candidate in candidates.values():
                visit = self._decide(candidate, known.get(candidate.url))
                if visit is not None:
                    due.append(visit)
        return due

    def _decide(self, candidate: Candidate, known: Visit | None) -> Visit | None:
        if not is_due(known, candidate, now=self.now, recheck_after=self.recheck_after):
            self.counts.known += 1
            return None
        visit = new_visit(candidate, known)
        judged = self._judged(candidate)
        if judged.verdict == "no" and not visit.article:
            self._leave_out("not relevant", 1)
            left_out = replace(visit, outcome="left out", reason=judged.reason)
            if known is None or (known.outcome, known.reason) != ("left out", judged.reason):
                keep_visit(self.library, self.source.id, left_out)
            return None
        visit = replace(visit, reason=judged.reason)
        keep_visit(self.library, self.source.id, visit)
        return visit

    def _judged(self, candidate: Candidate) -> Relevance:
        if self.terms is None or self.source.wanted == "all":
            return Relevance("yes", "everything of this source is wanted")
        return self.terms.judge(candidate)

    def _make(self, visit: Visit) -> str:
        """Fetch and read one page and keep what came of it; return that in a word."""
        try:
            page = self.fetcher.get(visit.url)
        except SkipPage as error:
            return self._fail(visit, error.reason, str(error))
        except RetryLater as error:
            return self._fail(visit, "unreachable", str(error))
        if page.unchanged and visit.article and self.library.versions(visit.article):
            self.counts.unchanged += 1
            self._done(visit, visit.article)
            return "unchanged"
        self.counts.fetched += 1
        result = self.reader.read(self._to_read(visit, page))
        if isinstance(result, Unreadable):
            return self._fail(visit, result.reason, result.line)
        if self._is_off_topic(visit, result):
            self.counts.fetched -= 1
            self._leave_out("not relevant", 1)
            self._done(replace(visit, reason="not relevant"), "")
            return "not relevant"
        return self._keep(visit, page, result)

    def _to_read(self, visit: Visit, page: Page) -> FetchedPage:
        source = self.source
        return FetchedPage(
            url=page.final_url, content=page.content, content_type=page.content_type, charset=page.charset, fetched_at=page.fetched_at,
            found=visit.candidate().stated, source=source.id, outlet=source.name, language=source.language, genre=source.genre,
        )  # fmt: skip

    def _is_off_topic(self, visit: Visit, article: Article) -> bool:
        """Judge by its beginning a page of which nothing was known before it was fetched."""
        if self.terms is None or self.source.wanted == "all" or self.terms.judge(visit.candidate()).verdict != "unsure":
            return False
        return self.terms.judge_text(f"{article.title}\n{article.text[:1500]}").verdict == "no"

    def _keep(self, visit: Visit, page: Page, article: Article) -> str:
        with self.library.transaction():
            article = self._under_its_own_id(article, tidy(page.final_url))
            added = self.library.add(article, page.content)
            if added != "unchanged":
                self.counts.copies += record_copies(self.library, article) > 0
            self._done(visit, article.id)
        match added:
            case "new":
                self.counts.new += 1
            case "new version":
                self.counts.new_versions += 1
            case "unchanged":
                self.counts.unchanged += 1
        return added

    def _under_its_own_id(self, article: Article, fetched: str) -> Article:
        """Refuse a canonical address that names another page: some sites name one section page for all their articles."""
        if article.url == fetched:
            return article
        namer = self.library.state("canonical", article.id)
        if namer is None:
            self.library.set_state("canonical", article.id, {"fetched": fetched})
            return article
        versions = self.library.versions(article.id) if namer["fetched"] != fetched else []
        if versions and share(runs_of(article.text), runs_of(versions[-1].text)) < 0.2:
            return replace(article, id=article_id(fetched), url=fetched)
        return article

    def _done(self, visit: Visit, article: str) -> None:
        keep_visit(
            self.library,
            self.source.id,
            replace(visit, outcome="done", article=article, tries=0, asked_at=self.now.isoformat(), found={}),
        )

    def _fail(self, visit: Visit, reason: str, line: str) -> str:
        self.counts.failed[reason] += 1
        self._say(line)
        failed = replace(visit, outcome="failed", reason=reason, tries=visit.tries + 1, asked_at=self.now.isoformat())
        keep_visit(self.library, self.source.id, failed)
        return reason

    def _leave_out(self, reason: str, number: int) -> None:
        if number:
            self.counts.left_out[reason] += number

    def _say(self, line: str) -> None:
        if len(self.counts.lines) < _LINES_KEPT:
            self.counts.lines.append(line)
