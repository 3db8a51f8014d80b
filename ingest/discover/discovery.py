"""Collects what one source has published: from the feeds and sitemaps it is known by, and from those found on the way.

A dead address is noted and never fatal. Nothing here decides whether a page is worth fetching, only whether it is in scope.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from ingest.discover.candidate import Candidate
from ingest.discover.feeds import read_feed
from ingest.discover.listing import feeds_named, links_to_articles
from ingest.discover.sitemaps import LARGEST_BYTES, Listed, Sitemap, read_sitemap
from ingest.errors import RetryLater, SkipPage
from ingest.fetch.addresses import host_of, root_of, tidy
from ingest.fetch.fetcher import Fetcher, Page
from ingest.metadata import merge
from ingest.sources import Source

_SITEMAPS_A_RUN = 100
_FEEDS_FOUND = 10


@dataclass(frozen=True, slots=True)
class Lookup:
    """What came of asking one feed, sitemap or listing: how many pages it named, or why it could not be used."""

    address: str
    kind: str
    found: int = 0
    failed: str = ""
    line: str = ""
    moved_to: str = ""
    unchanged: bool = False


@dataclass(slots=True)
class Found:
    """The pages a source names, each once, and the places that were asked for them."""

    candidates: dict[str, Candidate] = field(default_factory=dict)
    lookups: list[Lookup] = field(default_factory=list)
    out_of_scope: int = 0
    too_old: int = 0


def discover(source: Source, fetcher: Fetcher, *, since: date | None = None) -> Found:
    """Ask a source for what it has published. Raises StopSource when it wants to be left alone."""
    found = Found()
    for url in source.urls:
        _take(found, [Candidate(tidy(url), found_in="list")], source, None)
    named: list[str] = []
    for address in source.feeds:
        _ask(found, address, "feed", fetcher, _feed_entries, source, since)
    for address in source.listings:
        _ask(found, address, "listing", fetcher, partial(_listing_entries, named=named), source, since)
    working = any(lookup.kind == "feed" and not lookup.failed for lookup in found.lookups)
    if not working and not source.urls:
        # No feed is known, or the known ones are dead: the front page names the living ones.
        _ask(found, source.home, "home page", fetcher, partial(_listing_entries, named=named), source, since)
        for address in [one for one in dict.fromkeys(named) if one not in source.feeds][:_FEEDS_FOUND]:
            _ask(found, address, "feed", fetcher, _feed_entries, source, since)
    if not source.urls or source.sitemaps:
        _walk_sitemaps(found, source, fetcher, since)
    return found


def _ask(
    found: Found,
    address: str,
    kind: str,
    fetcher: Fetcher,
    read: Callable[[Page], Iterable[Candidate]],
    source: Source,
    since: date | None,
) -> None:
    """Fetch one place and take what it names; note what became of it."""
    try:
        page = fetcher.get(address, largest_bytes=LARGEST_BYTES if kind == "sitemap" else 0)
        candidates = list(read(page))
    except SkipPage as error:
        found.lookups.append(Lookup(address, kind, failed=error.reason, line=str(error)))
    except RetryLater as error:
        found.lookups.append(Lookup(address, kind, failed="unreachable", line=str(error)))
    else:
        _take(found, candidates, source, since)
        found.lookups.append(Lookup(address, kind, len(candidates), moved_to=page.moved_to, unchanged=page.unchanged))


def _feed_entries(page: Page) -> Iterable[Candidate]:
    feed = read_feed(page.content, url=page.final_url, content_type=page.content_type)
    if not feed.is_feed:
        raise SkipPage(f"{page.url}: is no feed (any more)", reason="not a feed")
    return feed.candidates


def _listing_entries(page: Page, named: list[str]) -> Iterable[Candidate]:
    named.extend(feeds_named(page.content, url=page.final_url, charset=page.charset))
    return links_to_articles(page.content, url=page.final_url, charset=page.charset)


def _walk_sitemaps(found: Found, source: Source, fetcher: Fetcher, since: date | None) -> None:
    """Read the sitemaps of a source and those that they list, newest first, each once."""
    try:
        named = fetcher.robots(source.home).sitemaps()
    except SkipPage as error:
        found.lookups.append(
            Lookup(f"{root_of(source.home)}/robots.txt", "robots.txt", failed=error.reason, line=str(error))
        )
        return
    waiting = deque(Listed(tidy(address)) for address in dict.fromkeys((*source.sitemaps, *named)))
    seen: set[str] = set()
    asked = 0
    while waiting and asked < _SITEMAPS_A_RUN:
        listed = waiting.popleft()
        # A sitemap on another host speaks for it only when the site's own robots.txt names it.
        ours = host_of(listed.url) == host_of(source.home) or listed.url in named or listed.url in source.sitemaps
        if listed.url in seen or not ours or (since and listed.modified and listed.modified.on < since):
            continue
        seen.add(listed.url)
        asked += 1
        further: list[Listed] = []
        _ask(
            found,
            listed.url,
            "sitemap",
            fetcher,
            partial(_sitemap_entries, further=further),
            source,
            since,
        )
        newest_first = sorted(further, key=lambda one: one.modified.on if one.modified else date.max, reverse=True)
        waiting.extend(replace(one, url=tidy(one.url)) for one in newest_first)
    if waiting:
        left = f"{len(waiting)} further sitemaps of {source.id} were not asked in this run ({_SITEMAPS_A_RUN} are the limit)"
        found.lookups.append(Lookup(waiting[0].url, "sitemap", failed="limit", line=left))


def _sitemap_entries(page: Page, further: list[Listed]) -> Iterable[Candidate]:
    sitemap: Sitemap = read_sitemap(page.content, url=page.final_url)
    if not sitemap.is_sitemap:
        raise SkipPage(f"{page.url}: is no sitemap (any more)", reason="not a sitemap")
    further.extend(sitemap.further)
    return sitemap.candidates


def _take(found: Found, candidates: Iterable[Candidate], source: Source, since: date | None) -> None:
    for candidate in candidates:
        day = candidate.last_known_day()
        if source.under and not any(candidate.url.startswith(prefix) for prefix in source.under):
            found.out_of_scope += 1
        elif since and day and day < since:
            found.too_old += 1
        else:
            known = found.candidates.get(candidate.url)
            found.candidates[candidate.url] = _joined(known, candidate) if known else candidate


def _joined(first: Candidate, second: Candidate) -> Candidate:
    """Join what two places say of one page; the first to name it is believed first."""
    stated = merge(("", first.stated), ("", second.stated)).metadata
    return Candidate(first.url, first.found_in, first.summary or second.summary, stated)
