"""Reads a page that lists articles (a front page, a section, a search result): its links, and the feeds it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ingest.discover.candidate import Candidate
from ingest.fetch.addresses import host_of, resolve, same_site
from ingest.metadata import Metadata
from ingest.readers.web_page import parse_page
from ingest.reading import Document

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json+feed")
_NOT_ARTICLES = re.compile(
    r"/(?:tags?|topics?|category|categories|author|authors|search|login|signin|register|subscribe|about|contact|privacy|terms|video|videos|photo|photos|podcasts?|"
    r"tim-kiem|chu-de|tac-gia|video|rss|feed|page)(?:/|$|\?)|\.(?:jpg|jpeg|png|gif|svg|css|js|xml|zip|mp[34])$",
    re.IGNORECASE,
)
_DATED = re.compile(r"/(?:19|20)\d{2}[-/]?\d{1,2}(?:[-/]?\d{1,2})?/|\d{5,}")
_LINKS_LIMIT = 1000


def links_to_articles(content: bytes, *, url: str, charset: str = "") -> tuple[Candidate, ...]:
    """Return the links of a page that look like articles of the same site, each once, in the page's order."""
    tree, _ = parse_page(Document(content, url, url=url, charset=charset))
    titles: dict[str, str] = {}
    for address, words in _links(tree, url):
        if len(titles) < _LINKS_LIMIT and same_site(address, url) and address != url:
            # The same article is linked from its picture and from its headline: the longer words are its title.
            titles[address] = max(titles.get(address, ""), words, key=len)
    return tuple(
        Candidate(address, found_in=url, stated=Metadata(title=words))
        for address, words in titles.items()
        if _is_article(address, words)
    )


def feeds_named(content: bytes, *, url: str, charset: str = "") -> tuple[str, ...]:
    """Return the feeds that a page names in its head."""
    tree, _ = parse_page(Document(content, url, url=url, charset=charset))
    found = []
    for link in tree.iter("link"):
        rel = (link.get("rel") or "").lower().split()
        if "alternate" in rel and (link.get("type") or "").lower().strip() in _FEED_TYPES:
            found.append(resolve(url, link.get("href") or ""))
    return tuple(dict.fromkeys(address for address in found if address and not re.search(r"/comments/feed", address)))


def _links(tree: Any, url: str) -> Iterator[tuple[str, str]]:
    for anchor in tree.iter("a"):
        address = resolve(url, anchor.get("href") or "")
        if address:
            yield address, " ".join((anchor.text_content() or anchor.get("title") or "").split())


def _is_article(address: str, words: str) -> bool:
    path = urlsplit(address).path
    if _NOT_ARTICLES.search(address.removeprefix(f"https://{host_of(address)}")) or path in ("", "/"):
        return False
    slug = path.rstrip("/").rsplit("/", 1)[-1]
    long_slug = len(re.findall(r"[a-z0-9]+", slug.lower())) >= 4
    long_title = len(words.split()) >= 5 or len(re.findall("[一-鿿]", words)) >= 8
    return (long_slug or bool(_DATED.search(path + "/")) or long_title) and (long_slug or long_title or not words)
