"""The outlets and institutions we read, as `corpora/sources.toml` and the user's own file list them.

A source is five lines: id, name, home, language and kind; everything else may be left out and is found at run time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from ingest.article import GENRES, Genre
from ingest.errors import SkipPage, WrongUsage
from ingest.fetch.addresses import Endpoint, check_address, host_of, tidy

SourceKind = Literal["wire", "press", "state media", "company", "government", "research"]
Wanted = Literal["all", "topic"]
KINDS: tuple[SourceKind, ...] = get_args(SourceKind)


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet or institution. `wanted`: everything it publishes, or what concerns the topic; `checked`: by a person, when."""

    id: str
    name: str
    home: str
    language: str
    kind: SourceKind
    country: str = ""
    owner: str = ""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    wanted: Wanted = "topic"
    under: tuple[str, ...] = ()
    genre: Genre = "unknown"
    interval_s: float = 0.0
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class TopicTerms:
    """The words that say a page concerns the race: one of `strong` is enough, of `weak` it takes two."""

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceList:
    """All sources by id, in the order of the files, and the topic's words."""

    sources: dict[str, Source]
    terms: TopicTerms

    def of(self, ids: Iterable[str]) -> list[Source]:
        """Return the sources with these ids. Raises WrongUsage for one that is not listed."""
        wanted = list(ids)
        if missing := [one for one in wanted if one not in self.sources]:
            raise WrongUsage(f"no source is called {missing[0]}; `racegraph sources` lists all {len(self.sources)}")
        return [self.sources[one] for one in wanted]


def shipped_sources() -> Path:
    """Return the path of the list that comes with racegraph."""
    return Path(str(resources.files("corpora"))) / "sources.toml"


def read_sources(*paths: Path, allowed: frozenset[Endpoint] = frozenset()) -> SourceList:
    """Read source lists; a later file replaces a source of the same id. Raises WrongUsage naming the file and the fault."""
    sources: dict[str, Source] = {}
    strong: list[str] = []
    weak: list[str] = []
    for path in paths:
        values = _loaded(path)
        for number, entry in enumerate(values.get("source", []), start=1):
            source = _source(entry, f"{path}, source {number}", allowed)
            sources[source.id] = source
        topic = values.get("topic", {})
        strong += _list_of_words(topic.get("strong", []), f"{path}: strong")
        weak += _list_of_words(topic.get("weak", []), f"{path}: weak")
    return SourceList(sources, TopicTerms(tuple(strong), tuple(weak)))


def source_to_toml(source: Source) -> str:
    """Write a source as the lines a user would add to a list."""
    lines = ["[[source]]"]
    texts = ("id", "name", "home", "language", "kind", "country", "owner")
    lines += [f"{name} = {_quoted(getattr(source, name))}" for name in texts if getattr(source, name)]
    lists = ((name, getattr(source, name)) for name in ("feeds", "sitemaps", "listings"))
    lines += [f"{name} = [{', '.join(map(_quoted, values))}]" for name, values in lists if values]
    lines.append(f"wanted = {_quoted(source.wanted)}")
    return "\n".join(lines) + "\n"


def id_for(url: str) -> str:
    """Return a readable id for a source known only by its address: the name in its host."""
    host = re.sub(r"^(?:www|m|amp)\.|:\d+$", "", host_of(url))
    return (
        re.sub(r"[^a-z0-9]+", "-", re.sub(r"\.(?:com|org|net|gov|edu)?(?:\.?[a-z]{2,3})$", "", host)).strip("-") or host
    )


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'


def _loaded(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongUsage(f"{path}: the list of sources cannot be opened ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUsage(f"{path}: is not valid TOML ({error})") from error


def _source(entry: object, place: str, allowed: frozenset[Endpoint]) -> Source:
    if not isinstance(entry, dict):
        raise WrongUsage(f"{place}: is no table; a source begins with [[source]]")
    unknown = sorted(set(entry) - set(Source.__slots__))
    if unknown:
        raise WrongUsage(f"{place}: {unknown[0]} is nothing a source has; it has {', '.join(Source.__slots__)}")
    for name in ("id", "name", "home", "language", "kind"):
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise WrongUsage(f"{place}: {name} is missing")
    place = f"{place} ({entry['id']})"
    if entry["kind"] not in KINDS:
        raise WrongUsage(f"{place}: kind is {entry['kind']!r} but must be one of {', '.join(KINDS)}")
    if entry.get("wanted", "topic") not in get_args(Wanted):
        raise WrongUsage(f"{place}: wanted is {entry['wanted']!r} but must be all or topic")
    if entry.get("genre", "unknown") not in GENRES:
        raise WrongUsage(f"{place}: genre is {entry['genre']!r} but must be one of {', '.join(GENRES)}")
    values = dict(entry)
    for name in ("feeds", "sitemaps", "listings", "urls", "under"):
        values[name] = _list_of_words(entry.get(name, []), f"{place}: {name}")
    for name in ("feeds", "sitemaps", "listings", "urls"):
        values[name] = tuple(_address(url, f"{place}: {name}", allowed) for url in values[name])
    values["home"] = _address(entry["home"], f"{place}: home", allowed)
    if isinstance(values.get("checked"), str):
        # "never" is written out in the list, so that nobody takes an unchecked address for a checked one.
        values["checked"] = None
    return Source(**values)


def _list_of_words(value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise WrongUsage(f"{place} must be a list of texts")
    return tuple(value)


def _address(url: str, place: str, allowed: frozenset[Endpoint]) -> str:
    try:
        check_address(url, allowed=allowed)
    except SkipPage as error:
        raise WrongUsage(f"{place}: {error}") from error
    return tidy(url)
