"""Reads what a page states of its article outside JSON-LD: in its meta tags, and failing those in its visible text.

Returned as layers from the most to the least trusted, so that every field keeps where it came from.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from ingest.authors import split_authors
from ingest.json_ld import read_json_ld
from ingest.metadata import Metadata
from ingest.moments import Moment, read_moment
from ingest.visible_metadata import visible_metadata

_TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "headline",
    "parsely-title",
    "sailthru.title",
)
_AUTHORS = (
    "citation_author",
    "article:author",
    "author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article:author_name",
)
_OUTLETS = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "citation_journal_title",
    "twitter:app:name:iphone",
    "copyright",
)
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate", "publish_date", "publish-date",
    "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date", "pubtime",
    "weibo: article:create_at", "og:pubdate", "firstcreatetime",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "weibo: article:update_at",
    "updatetime",
)
_LANGUAGES = ("og:locale", "dc.language", "content-language", "language", "inlanguage")


def read_page_metadata(tree: Any, *, url: str = "") -> tuple[tuple[str, Metadata], ...]:
    """Return the layers `json-ld`, `meta` and `text` of a parsed page."""
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    meta = _meta_tags(tree)
    claimed = language or _first(meta, _LANGUAGES)
    structured, from_meta = read_json_ld(tree, language=claimed), _from_meta(tree, meta, claimed, url)
    return (
        # The canonical link is made to name the page; the structured data's address is the second best.
        ("json-ld", replace(structured, url="") if from_meta.url else structured),
        ("meta", from_meta),
        ("text", _from_text(tree, claimed)),
    )


def canonical_address(stated: str, *, fetched: str) -> str:
    """Return the address that names the article: the canonical one when it can be believed, else the one it was fetched from.

    A canonical address on another host, or a site's home page, names something else.
    """
    if not stated:
        return fetched
    candidate = urljoin(fetched, stated.strip()).split("#")[0]
    parts = urlsplit(candidate)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return fetched
    if fetched and _host(candidate) != _host(fetched):
        return fetched
    is_home = parts.path in ("", "/") and not parts.query
    return candidate if not is_home or candidate == fetched else fetched


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _meta_tags(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        content = (tag.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := (tag.get(attribute) or "").strip().lower()):
                found.setdefault(name, []).append(content)
    return found


def _first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _from_meta(tree: Any, meta: dict[str, list[str]], language: str, url: str) -> Metadata:
    outlet = re.sub(r"^(?:©|copyright)\W*(?:\d{4})?\W*", "", _first(meta, _OUTLETS), flags=re.IGNORECASE)
    authors = next((names for key in _AUTHORS if (names := _people(meta.get(key, [])))), ())
    return Metadata(
        title=_without_outlet(_first(meta, _TITLES), outlet),
        url=_canonical_link(tree, meta, url),
        outlet=outlet,
        authors=tuple(name for name in authors if name.casefold() != outlet.casefold()),
        language=language.replace("_", "-"),
        published=_first_moment(meta, _PUBLISHED, language),
        modified=_first_moment(meta, _MODIFIED, language),
    )


def _people(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for value in values for name in split_authors(value)))


def _first_moment(meta: dict[str, list[str]], names: tuple[str, ...], language: str) -> Moment | None:
    """Prefer the first that gives a time with its zone over an earlier one that gives only the day."""
    moments = [
        moment
        for name in names
        for value in meta.get(name, [])[:1]
        if (moment := read_moment(value, language=language))
    ]
    exact = next((moment for moment in moments if moment.at and moment.on == moments[0].on), None)
    return exact or (moments[0] if moments else None)


def _canonical_link(tree: Any, meta: dict[str, list[str]], url: str) -> str:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (link.get("href") or "").strip():
            return urljoin(url, str(link.get("href")).strip())
    return _first(meta, ("og:url",))


def _without_outlet(title: str, outlet: str) -> str:
    """Drop the outlet's own name from the end of a title, where many pages repeat it."""
    if outlet:
        shorter = re.sub(rf"\s*[-–—|_·»:]+\s*{re.escape(outlet)}\s*$", "", title, flags=re.IGNORECASE)
        return shorter or title
    return title


def _from_text(tree: Any, language: str) -> Metadata:
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter("h1")]
    page_title = next((" ".join(title.text_content().split()) for title in tree.iter("title")), "")
    # Some sites set their logo as the first-rank heading; the right one repeats words of the page's title.
    fitting = [heading for heading in headings if heading and heading.casefold() in page_title.casefold()]
    authors, published = visible_metadata(tree, language)
    return Metadata(
        title=next(iter(fitting or [heading for heading in headings if heading]), page_title),
        authors=authors,
        published=published,
    )
