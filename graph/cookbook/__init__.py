"""The cookbook: named, documented queries that give the same rows on both engines, kept in the TOML files of this folder.

A parameter of the kind `entity` takes an id or a name in any language; `search` takes words, which are folded as the index folds them;
`day` takes YYYY-MM-DD.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from graph.dialect import nearest
from graph.tokens import tokens
from ingest.errors import WrongUsage

Kind = Literal["entity", "text", "search", "day", "number"]
THEMES = ("claims", "figures", "relations", "corpus")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query asks for; `default` is what the documentation shows and what stands when nothing is given."""

    name: str
    kind: Kind
    default: str
    meaning: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the collection."""

    name: str
    title: str
    description: str
    theme: str
    cypher: str
    parameters: tuple[Parameter, ...] = ()


@cache
def cookbook() -> tuple[NamedQuery, ...]:
    """Return all named queries, in the order of the files."""
    return tuple(_query(row, theme) for theme in THEMES for row in _rows(theme))


def named(name: str) -> NamedQuery:
    """Return the query of that name. Raises WrongUsage, with the nearest name, when there is none."""
    by_name = {query.name: query for query in cookbook()}
    if name not in by_name:
        raise WrongUsage(
            f"no query is called {name}{nearest(name, by_name)}; `racegraph cypher --list` shows all {len(by_name)}"
        )
    return by_name[name]


def arguments(query: NamedQuery, given: Mapping[str, Any], find_entity: Callable[[str], str]) -> dict[str, Any]:
    """Return the parameters to run a query with, the defaults where nothing is given.

    `find_entity` turns an id or a name into an id. Raises WrongUsage for an unknown parameter or a value of the wrong kind.
    """
    known = {p.name for p in query.parameters}
    if unknown := sorted(set(given) - known):
        takes = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
        raise WrongUsage(f"query {query.name} has no parameter {unknown[0]}; {takes}")
    return {p.name: _value(query, p, given.get(p.name, p.default), find_entity) for p in query.parameters}


def _value(query: NamedQuery, parameter: Parameter, value: Any, find_entity: Callable[[str], str]) -> Any:
    try:
        match parameter.kind:
            case "entity":
                return find_entity(str(value)) if value else ""
            case "search":
                return " ".join(tokens(str(value)))
            case "day":
                return value if isinstance(value, date) else date.fromisoformat(str(value))
            case "number":
                return float(value)
            case "text":
                return str(value)
    except ValueError as error:
        raise WrongUsage(f"query {query.name}: {parameter.name} takes a {parameter.kind}, not {value!r}") from error


def _rows(theme: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((files("graph.cookbook") / f"{theme}.toml").read_text(encoding="utf-8"))["query"])


def _query(row: dict[str, Any], theme: str) -> NamedQuery:
    parameters = tuple(Parameter(name, p["kind"], p["default"], p["meaning"]) for name, p in row.get("parameters", {}).items())  # fmt: skip
    assert all(p.kind in get_args(Kind) for p in parameters), row["name"]
    return NamedQuery(row["name"], row["title"], row["description"], theme, row["cypher"].strip(), parameters)
