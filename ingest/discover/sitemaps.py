"""Reads a sitemap: lists of pages with their dates, news sitemaps with titles, and indexes that list further sitemaps."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ingest.discover.candidate import Candidate
from ingest.errors import SkipPage
from ingest.fetch.addresses import resolve
from ingest.fetch.decoded import gunzipped
from ingest.metadata import Metadata
from ingest.moments import Moment, read_moment

# The protocol's own limits (sitemaps.org): 50 MB unpacked, 50,000 addresses.
LARGEST_BYTES = 52_428_800
_ADDRESSES_LIMIT = 50_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A further sitemap that an index names, and when it last changed."""

    url: str
    modified: Moment | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap holds. `is_sitemap` is false for anything else."""

    is_sitemap: bool
    candidates: tuple[Candidate, ...] = ()
    further: tuple[Listed, ...] = ()


def read_sitemap(content: bytes, *, url: str) -> Sitemap:
    """Return what a sitemap, packed or not, lists. Raises SkipPage when it is too large or damaged beyond reading."""
    content = gunzipped(content, limit_bytes=LARGEST_BYTES, name=url)
    beginning = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not beginning.startswith(b"<"):
        return _text_list(content, url)
    if b"<html" in beginning.lower():
        return Sitemap(False)
    try:
        return _xml(content, url)
    except etree.XMLSyntaxError as error:
        raise SkipPage(f"{url}: is a damaged sitemap ({error})", reason="broken") from error


def _xml(content: bytes, url: str) -> Sitemap:
    candidates: list[Candidate] = []
    further: list[Listed] = []
    known = False
    # Entities are left alone and nothing is loaded: a sitemap is a stranger's XML.
    walk = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for _, element in walk:
        name = _local(element)
        known = known or name in ("urlset", "sitemapindex", "url", "sitemap")
        if name == "url" and len(candidates) < _ADDRESSES_LIMIT:
            _append(candidates, _page(element, url))
        elif name == "sitemap" and len(further) < _ADDRESSES_LIMIT:
            fields = _fields(element)
            if address := resolve(url, fields.get("loc", "")):
                further.append(Listed(address, read_moment(fields.get("lastmod", ""))))
        if name in ("url", "sitemap"):
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return Sitemap(known, tuple(candidates), tuple(further))


def _append(candidates: list[Candidate], candidate: Candidate) -> None:
    if candidate.url:
        candidates.append(candidate)


def _page(element: Any, url: str) -> Candidate:
    fields = _fields(element)
    return Candidate(
        resolve(url, fields.get("loc", "")),
        found_in=url,
        summary=fields.get("keywords", ""),
        stated=Metadata(
            title=fields.get("title", ""),
            outlet=fields.get("name", ""),
            language=fields.get("language", ""),
            published=read_moment(fields.get("publication_date", "")),
            modified=read_moment(fields.get("lastmod", "")),
        ),
    )


def _fields(element: Any) -> dict[str, str]:
    """Return the words of an entry by element name; of images and videos, which have titles of their own, nothing."""
    found: dict[str, str] = {}
    for child in element.iter():
        outer = [_local(one) for one in child.iterancestors()]
        if _local(child) and child.text and child.text.strip() and not {"image", "video"} & set(outer):
            found.setdefault(_local(child), " ".join(child.text.split()))
    return found


def _local(element: Any) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _text_list(content: bytes, url: str) -> Sitemap:
    lines = content[:LARGEST_BYTES].decode("utf-8", "replace").splitlines()[:_ADDRESSES_LIMIT]
    addresses = [resolve(url, line) for line in lines if re.match(r"\s*https?://", line)]
    return Sitemap(bool(addresses), tuple(Candidate(address, found_in=url) for address in addresses if address))
