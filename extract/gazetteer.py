"""The names we know: entities with their aliases in three languages, read from the tables in `corpora/gazetteer`.

It identifies, it never testifies: `country` and `parent` are reference data, and no relation or answer comes from them.
The format is described in `corpora/README.md`.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extract.annotations import Kind
from ingest.errors import StopRun

TABLES: dict[str, Kind] = {
    "companies": "Company",
    "models": "Model",
    "chips": "Chip",
    "people": "Person",
    "countries": "Country",
    "places": "Place",
    "agencies": "Agency",
    "organizations": "Organization",
    "outlets": "Outlet",
    "products": "Product",
    "policies": "Policy",
    "events": "Event",
}
LANGUAGES = ("vi", "en", "zh", "zht", "*")
_ALIAS = re.compile(
    r"(?P<text>.+?)@(?P<language>vi|en|zht|zh|\*)(?P<any_case>~)?(?:#(?P<kind>[a-z]+))?(?P<flag>\?(?:\((?P<words>[^)]*)\))?)?"
    r"(?:&\((?P<only>[^)]*)\))?(?:!\((?P<never>[^)]*)\))?$"
)


class GazetteerError(StopRun):
    """A table of the gazetteer breaks its format; the message names the file, the line and the alias."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a name. With `needs_context` it counts only beside one of `context` or another name of the entity.

    `only` and `never` say what must or must not stand directly beside it, `_` being the name: "_ luật", "赴_", "^_".
    """

    text: str
    language: str
    entity: str
    any_case: bool = False
    kind: str = "name"
    needs_context: bool = False
    context: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """A row of the gazetteer."""

    id: str
    name: str
    kind: Kind
    country: str
    parent: str
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All known entities by id."""

    entities: dict[str, KnownEntity]

    def aliases(self) -> list[Alias]:
        """Return every alias of every entity, in table order."""
        return [a for e in self.entities.values() for a in e.aliases]


def parse_alias(part: str, entity: str) -> Alias:
    """Return the alias that `text@language~#kind?(word|word)&(_x|x_)!(_y)` describes. Raises GazetteerError when it is malformed."""
    match = _ALIAS.fullmatch(part)
    if not match:
        raise GazetteerError(f"gazetteer: {entity}: alias {part!r} is not text@language with flags")
    return Alias(
        text=match["text"].strip(),
        language=match["language"],
        entity=entity,
        any_case=bool(match["any_case"]),
        kind=match["kind"] or "name",
        needs_context=bool(match["flag"]),
        context=tuple(w.strip() for w in (match["words"] or "").split("|") if w.strip()),
        only=_sides(match["only"]),
        never=_sides(match["never"]),
    )


def _sides(patterns: str | None) -> tuple[str, ...]:
    return tuple(p for p in (patterns or "").split("|") if p)


@cache
def load_gazetteer() -> Gazetteer:
    """Return the shipped gazetteer. Raises GazetteerError when a table breaks its format (see `check_gazetteer`)."""
    entities: dict[str, KnownEntity] = {}
    for stem, kind in TABLES.items():
        source = files("corpora") / "gazetteer" / f"{stem}.csv"
        if not source.is_file():
            continue
        for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines()):
            if row["id"] in entities:
                raise GazetteerError(f"gazetteer: {stem}.csv: id {row['id']!r} stands twice")
            entities[row["id"]] = _known(row, kind)
    return Gazetteer(entities)


def _known(row: dict[str, str], kind: Kind) -> KnownEntity:
    parts = [p.strip() for p in (row.get("aliases") or "").split(";") if p.strip()]
    aliases = {(a.text, a.language): a for a in (parse_alias(p, row["id"]) for p in parts)}
    if not any(text == row["name"] for text, _ in aliases):
        aliases[row["name"], "*"] = Alias(row["name"], "*", row["id"])
    return KnownEntity(
        row["id"], row["name"], kind, row.get("country") or "", row.get("parent") or "", tuple(aliases.values())
    )


def check_gazetteer(gazetteer: Gazetteer) -> list[str]:
    """Return a line for each rule that is broken: an alias of several entities of which more than one needs no context,
    a parent that is no entity, an id that is not lower-case ASCII, a one-letter alias, a neighbour without the name's place,
    flags in the wrong order."""
    owners: dict[str, list[Alias]] = defaultdict(list)
    faults = []
    for entity in gazetteer.entities.values():
        if not re.fullmatch(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", entity.id):
            faults.append(f"{entity.id}: an id is lower-case ASCII words joined by '-'")
        if entity.parent and entity.parent not in gazetteer.entities:
            faults.append(f"{entity.id}: parent {entity.parent!r} is no entity")
        for alias in entity.aliases:
            owners[alias.text].append(alias)
            if len(alias.text) == 1 and alias.text.isascii():
                faults.append(f"{entity.id}: alias {alias.text!r} is one letter")
            if re.search(r"[?&!]\(", alias.text):
                faults.append(f"{entity.id}: alias {alias.text!r} has its flags in the wrong order: ? then & then !")
            if any(p.count("_") != 1 for p in (*alias.only, *alias.never)):
                faults.append(f"{entity.id}: alias {alias.text!r} needs one '_' in each neighbour")
    for text, aliases in owners.items():
        free = sorted({a.entity for a in aliases if not a.needs_context and not a.only})
        if len(free) > 1:
            faults.append(f"alias {text!r} names {', '.join(free)}: all but one need a context")
    return faults


@cache
def gazetteer_version() -> str:
    """Return a hash of the shipped tables, so that an edited gazetteer makes a new version of the extractor."""
    digest = hashlib.sha256()
    for stem in TABLES:
        source = files("corpora") / "gazetteer" / f"{stem}.csv"
        if source.is_file():
            digest.update(source.read_bytes())
    return digest.hexdigest()[:8]
