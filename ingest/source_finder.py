"""Makes a source out of a bare address: what kind of place it is, and which feeds and sitemaps it has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ingest.discover.feeds import read_feed
from ingest.discover.listing import feeds_named
from ingest.discover.sitemaps import read_sitemap
from ingest.errors import RetryLater, SkipPage, WrongUsage
from ingest.fetch.addresses import Endpoint, root_of, tidy
from ingest.fetch.fetcher import Fetcher, Page
from ingest.metadata import language_code, merge
from ingest.page_metadata import read_page_metadata
from ingest.readers.web_page import parse_page
from ingest.reading import Document
from ingest.sources import Source, id_for, read_sources, source_to_toml

GIVEN = "given"
"""The id of the source made of addresses that a user named."""


def find_source(url: str, fetcher: Fetcher) -> Source:
    """Return the source that an address belongs to, with the feeds and sitemaps it names itself.

    Raises SkipPage or RetryLater when the address cannot be had.
    """
    page = fetcher.get(tidy(url))
    home = root_of(page.final_url) + "/"
    sitemaps = fetcher.robots(home).sitemaps()
    feed = read_feed(page.content, url=page.final_url, content_type=page.content_type)
    if feed.is_feed:
        return Source(
            id_for(home),
            feed.title or id_for(home),
            home,
            language_code(feed.language) or "en",
            "press",
            feeds=(page.final_url,),
        )
    if read_sitemap(page.content, url=page.final_url).is_sitemap:
        return Source(id_for(home), id_for(home), home, "en", "press", sitemaps=(page.final_url,))
    name, language = _name_and_language(page)
    feeds = tuple(
        one for one in feeds_named(page.content, url=page.final_url, charset=page.charset) if _is_living(one, fetcher)
    )
    listings = () if feeds or sitemaps else (page.final_url,)
    return Source(
        id_for(home),
        name or id_for(home),
        home,
        language or "en",
        "press",
        feeds=feeds,
        sitemaps=sitemaps,
        listings=listings,
    )


def add_source(path: Path, source: Source, *, allowed: frozenset[Endpoint] = frozenset()) -> None:
    """Write a source to the end of a user's list, made first if there is none. Raises WrongUsage when its id is taken."""
    if path.exists() and source.id in read_sources(path, allowed=allowed).sources:
        raise WrongUsage(f"{path}: a source called {source.id} is listed already")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if path.stat().st_size else "") + source_to_toml(source))


def source_of_addresses(urls: Iterable[str], fetcher: Fetcher) -> tuple[Source, list[str]]:
    """Sort addresses that a user gave into feeds, sitemaps and pages, as one source of which everything is wanted.

    Returns with it a line for every address that could not be had.
    """
    feeds, sitemaps, pages, lines = [], [], [], []
    given = list(dict.fromkeys(tidy(url) for url in urls))
    for url in given:
        try:
            page = fetcher.get(url)
            if read_feed(page.content, url=page.final_url, content_type=page.content_type).is_feed:
                feeds.append(url)
            elif "html" not in page.content_type and read_sitemap(page.content, url=page.final_url).is_sitemap:
                sitemaps.append(url)
            else:
                pages.append(url)
        except (SkipPage, RetryLater) as error:
            lines.append(str(error))
    home = root_of(given[0]) + "/" if given else ""
    source = Source(
        GIVEN, "", home, "", "press", feeds=tuple(feeds), sitemaps=tuple(sitemaps), urls=tuple(pages), wanted="all"
    )
    return source, lines


def read_address_list(path: Path) -> list[str]:
    """Return the addresses in a file, one a line; empty lines and lines that begin with # are passed over."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUsage(f"{path}: the list of addresses cannot be read ({error})") from error
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _is_living(url: str, fetcher: Fetcher) -> bool:
    try:
        page = fetcher.get(url)
    except (SkipPage, RetryLater):
        return False
    return read_feed(page.content, url=page.final_url, content_type=page.content_type).is_feed


def _name_and_language(page: Page) -> tuple[str, str]:
    tree, _ = parse_page(Document(page.content, page.url, url=page.final_url, charset=page.charset))
    stated = merge(*read_page_metadata(tree, url=page.final_url)).metadata
    name = stated.outlet or re.split(r"\s[-–—|]\s", stated.title)[0]
    return name.strip()[:80], language_code(stated.language)
