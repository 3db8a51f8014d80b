"""Reads what a page states of its article in JSON-LD, the structured data that most outlets publish for search engines.

The vocabulary is schema.org's; pages get it wrong in many ways, so every value is taken only in a shape that makes sense.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from ingest.article import Genre
from ingest.authors import split_authors
from ingest.metadata import Metadata
from ingest.moments import Moment, read_moment

_ARTICLES = {
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle",
    "blogposting", "techarticle", "scholarlyarticle", "report", "liveblogposting", "reviewnewsarticle", "pressrelease",
    "socialmediaposting", "webpage",
}  # fmt: skip
_GENRES: dict[str, Genre] = {
    "reportagenewsarticle": "news", "analysisnewsarticle": "analysis", "opinionnewsarticle": "opinion",
    "report": "report", "scholarlyarticle": "report", "pressrelease": "release",
}  # fmt: skip
_NODES_LIMIT = 2000


def read_json_ld(tree: Any, *, language: str = "") -> Metadata:
    """Return what the page's JSON-LD says of its article; empty when there is none."""
    nodes = list(_nodes(tree))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _types(node) & _ARTICLES]
    # A WebPage node describes the frame; it counts only where no article node stands.
    articles.sort(key=lambda node: (_types(node) <= {"webpage"}, not (node.get("headline") or node.get("name"))))
    return _metadata(articles[0], by_id, language) if articles else Metadata()


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    scripts = (script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())
    waiting: list[Any] = [_parsed(script.text or "") for script in scripts]
    seen = 0
    while waiting and seen < _NODES_LIMIT:
        value = waiting.pop(0)
        seen += 1
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            yield value
            # Comments and related stories are articles of their own; only these keys lead to the page's one.
            waiting.extend(
                value[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "author", "publisher")
                if key in value
            )


def _parsed(script: str) -> Any:
    cleaned = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>)\s*$", "", script).strip().rstrip(";")
    for attempt in (cleaned, re.sub(r",\s*([}\]])", r"\1", cleaned)):
        try:
            # Line ends inside strings are forbidden in JSON and common in the wild.
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: dict[str, Any]) -> set[str]:
    named = node.get("@type")
    return {str(name).rsplit("/", 1)[-1].lower() for name in (named if isinstance(named, list) else [named]) if name}


def _metadata(node: dict[str, Any], by_id: dict[str, dict[str, Any]], language: str) -> Metadata:
    kinds = _types(node)
    frame_only = kinds <= {"webpage"}
    language = _text(node.get("inLanguage"), by_id) or language
    return Metadata(
        title=_text(node.get("headline"), by_id) or ("" if frame_only else _text(node.get("name"), by_id)),
        url=_address(node),
        outlet=_text(node.get("publisher"), by_id) or _text(node.get("sourceOrganization"), by_id),
        authors=_authors(node.get("author") or node.get("creator"), by_id),
        language=language,
        published=_moment(node.get("datePublished") or (None if frame_only else node.get("dateCreated")), language),
        modified=_moment(node.get("dateModified"), language),
        genre=next((_GENRES[kind] for kind in sorted(kinds) if kind in _GENRES), "unknown"),
    )


def _address(node: dict[str, Any]) -> str:
    page = node.get("mainEntityOfPage")
    for value in (node.get("url"), page.get("@id") if isinstance(page, dict) else page):
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return value
    return ""


def _text(value: Any, by_id: dict[str, dict[str, Any]], depth: int = 0) -> str:
    """Return the words of a value that may be a string, a list, a node with a name or a reference to one."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict) and depth < 4:
        reference = value.get("@id")
        named = value.get("name") or value.get("@value") or value.get("alternateName")
        if not named and isinstance(reference, str) and reference in by_id:
            named = by_id[reference].get("name")
        return _text(named, by_id, depth + 1)
    return re.sub(r"\s+", " ", unescape(value)).strip() if isinstance(value, str) else ""


def _authors(value: Any, by_id: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    names: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        node = by_id.get(str(one.get("@id")), one) if isinstance(one, dict) else one
        # An outlet that signs as the author of its own article is not a person who wrote it.
        if isinstance(node, dict) and _types(node) & {"organization", "newsmediaorganization"}:
            continue
        named = node.get("name") if isinstance(node, dict) else None
        for part in named if isinstance(named, list) else [node]:
            for name in split_authors(_text(part, by_id)):
                if name not in names:
                    names.append(name)
    return tuple(names)


def _moment(value: Any, language: str) -> Moment | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return read_moment(value, language=language) if isinstance(value, str) else None
