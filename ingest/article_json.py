"""Writes an article as plain JSON values and reads it back the same: how the library and its exports keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from ingest.article import Article, MarkedBlock, PageBreak

_DEFAULTS = {field.name: field.default for field in fields(Article)}


def article_to_json(article: Article) -> dict[str, Any]:
    """Return the article's fields as JSON values; a field at its default is left off."""
    return {
        field.name: _plain(value)
        for field in fields(Article)
        if (value := getattr(article, field.name)) != _DEFAULTS[field.name]
    }


def article_from_json(values: Mapping[str, Any]) -> Article:
    """Return the article that `article_to_json` wrote."""
    read = {name: value for name, value in values.items() if name in _DEFAULTS}
    if "authors" in read:
        read["authors"] = tuple(read["authors"])
    if "blocks" in read:
        read["blocks"] = tuple(MarkedBlock(*block) for block in read["blocks"])
    if "pages" in read:
        read["pages"] = tuple(PageBreak(*page) for page in read["pages"])
    if "came_from" in read:
        read["came_from"] = tuple((field, place) for field, place in read["came_from"])
    if read.get("published_on"):
        read["published_on"] = date.fromisoformat(read["published_on"])
    for name in ("published_at", "modified_at", "fetched_at"):
        if read.get(name):
            read[name] = datetime.fromisoformat(read[name])
    return Article(**read)


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    if isinstance(value, MarkedBlock):
        return [value.start, value.end, value.kind]
    if isinstance(value, PageBreak):
        return [value.start, value.number]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
