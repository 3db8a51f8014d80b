"""Reads the block of `key: value` lines that a text or Markdown file may begin with, between two lines of three dashes.

Only the little of YAML that people write there is read: plain and quoted values, `[a, b]` lists and `- a` lists. The block is
metadata; what follows it, line for line, is the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.authors import split_authors
from ingest.metadata import Metadata, as_genre
from ingest.moments import read_moment

_BLOCK = re.compile(
    r"\s*?---[ \t]*(?:\r\n|\n|\r)(?P<lines>.*?)(?:^|(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.DOTALL
)
_LINE = re.compile(r"(?P<key>[A-Za-z_][\w -]*?)[ \t]*:(?:[ \t]+(?P<value>.*)|[ \t]*)$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)$")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block states and where the article starts after it (0 when there is no block)."""

    metadata: Metadata
    ends_at: int


def read_front_matter(text: str) -> FrontMatter:
    """Split the front matter from the text it introduces."""
    match = _BLOCK.match(text[:_LONGEST])
    values = _values(match["lines"]) if match else None
    if match is None or values is None:
        return FrontMatter(Metadata(), 0)
    return FrontMatter(_metadata(values), match.end())


def _values(lines: str) -> dict[str, list[str]] | None:
    """Return the values by key, or None when a line is no `key: value`: then the dashes were a rule in the text."""
    values: dict[str, list[str]] = {}
    key = ""
    for line in re.split(r"\r\n|\n|\r", lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if key and (item := _ITEM.match(line)):
            values[key].append(_unquoted(item["value"]))
        elif match := _LINE.match(line):
            key = match["key"].lower().replace("-", "_").replace(" ", "_")
            values[key] = _scalars(match["value"] or "")
        elif not (key and line[0] in " \t"):
            return None
    return values or None


def _scalars(value: str) -> list[str]:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return [_unquoted(part) for part in value[1:-1].split(",") if part.strip()]
    return [_unquoted(value)] if value else []


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _metadata(values: dict[str, list[str]]) -> Metadata:
    def first(*keys: str) -> str:
        return next((values[key][0] for key in keys if values.get(key)), "")

    language = first("language", "lang")
    people = next((values[key] for key in ("authors", "author", "byline") if values.get(key)), [])
    return Metadata(
        title=first("title", "headline"),
        url=first("url", "canonical", "link", "source_url"),
        outlet=first("outlet", "publisher", "site", "publication"),
        authors=tuple(name for one in people for name in split_authors(one)),
        language=language,
        published=read_moment(first("published", "published_at", "published_on", "date"), language=language),
        modified=read_moment(first("modified", "modified_at", "updated", "lastmod"), language=language),
        genre=as_genre(first("genre", "kind")),
    )
