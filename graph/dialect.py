"""Makes a reader's Cypher mean the same on both engines: what would silently differ is rewritten, or refused with one clear line.

The differences were found by running some 250 queries as people write them on kglite and on Neo4j 5.26 and comparing the rows
(`tests/graph/reader_queries.py` keeps them). A rewrite is told in a note; names the graph does not have are refused with the nearest
one it has, for the engines answer them with silence.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.bindings import Bindings, bindings, masked
from graph.errors import QueryRefused
from graph.schema import KIND_LABELS, LABELS, LINKS, NODES
from graph.tokens import tokens

_OF_NODE = {n.label: {"id", *(p.name for p in n.properties)} for n in NODES}
_OF_LINK = {link.type: {p.name for p in link.properties} for link in LINKS}
_DATES = {p.name for n in NODES for p in n.properties if p.type == "date"} | {"first_seen", "last_seen"}
_NUMBERS = {p.name for n in NODES for p in n.properties if p.type == "number"}
_STRING = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\""
_DAY = r"['\"]\d{4}-\d{2}-\d{2}['\"]"

# What is refused: where it stands in the masked query, and what to write instead.
_REFUSED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), why)
    for pattern, why in (
        (r"\bduration\s*\.\s*between\s*\(", "duration.between counts months on one engine and days on the other; write duration.inDays(a, b).days"),
        (r"\b(?:elementId|id)\s*\(", "every engine numbers nodes its own way; write n.id, which stays"),
        (r"\bdb\s*\.\s*(?:labels|relationshipTypes|propertyKeys|schema)\b", "the engines list their own names; SCHEMA.md and :schema have the graph's"),
        (r"^\s*(?:EXPLAIN|PROFILE)\b", "EXPLAIN and PROFILE show an engine's insides; take the word away to get rows"),
        (r"\bkeys\s*\(\s*[a-z_]\w*\s*\)", "one engine gives nodes keys of its own; SCHEMA.md lists the properties"),
        (r"\bproperties\s*\(", "one engine gives nodes properties of its own; write n {.*}"),
        (rf"\btoString\s*\(\s*(?:\w+\.(?:{'|'.join(sorted(_NUMBERS))})|-?\d*\.?\d+e[+-]?\d+|-?0?\.0\d*)\s*\)", "numbers are written differently as text (385300000.0, 3.853E8); return the number itself"),
        (r"/\s*0+(?:\.0*)?(?![\d.])", "a division by zero is null on one engine and Infinity or an error on the other"),
        (r"\brand\s*\(\s*\)|\brandomUUID\s*\(", "the answer would be another each time"),
        (r"\bsize\s*\(\s*\([^()]*\)\s*(?:<-|-)", "write COUNT { pattern } to count a pattern"),
    )
)  # fmt: skip

# What is rewritten, on the masked query; `\g<…>` as in `re`.
_REWRITTEN: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.I), new, why)
    for pattern, new, why in (
        (r"!=", "<>", "!= read as <>"),
        (r"\bround\s*\(\s*(?P<x>[\w.]+|-?\d+\.\d+)\s*\)", r"floor(\g<x> + 0.5)", "round(x) read as floor(x + 0.5): the engines round negative halves each their own way"),
        (r"\bupper\s*\(", "toUpper(", "upper read as toUpper"),
        (r"\blower\s*\(", "toLower(", "lower read as toLower"),
        (r"\bchar_length\s*\(|\bcharacter_length\s*\(", "size(", "char_length read as size"),
        (r"\blength\s*\(\s*(?P<x>\w+\.\w+)\s*\)", r"size(\g<x>)", "length of a text read as size"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Portable:
    """A query that means the same on both engines, the parameters it needs, and a line for everything that was rewritten."""

    query: str
    params: dict[str, Any]
    notes: tuple[str, ...] = ()


def portable(query: str, params: Mapping[str, Any] | None = None) -> Portable:
    """Return the query as both engines read it alike. Raises QueryRefused, with the place in the query, where that cannot be."""
    text = masked(query)
    for pattern, why in _REFUSED:
        if match := pattern.search(text):
            raise QueryRefused(f"{place(query, match.start())}: {why}")
    bound = bindings(query)
    _check_names(query, bound)
    _check_properties(query, text, bound)
    edits: list[tuple[int, int, str, str]] = []
    for pattern, new, why in _REWRITTEN:
        edits += [(m.start(), m.end(), m.expand(new), why) for m in pattern.finditer(text)]
    edits += [*_dates(query, text), *_moments(query), *_stars(text, bound), *_folded(query)]
    given = dict(params or {})
    for name in _searched_parameters(query):
        if isinstance(given.get(name), str):
            given[name] = " ".join(tokens(given[name]))
    return Portable(_edited(query, edits), given, tuple(dict.fromkeys(why for *_, why in sorted(edits) if why)))


def place(query: str, at: int) -> str:
    """Return a place in a query as a person counts it: "line 2, column 7"."""
    line = query.count("\n", 0, at)
    return f"line {line + 1}, column {at - (query.rfind(chr(10), 0, at) + 1) + 1}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean X?)" for the likest known name, or nothing."""
    by_lower = {k.lower(): k for k in known}
    found = difflib.get_close_matches(name.lower(), by_lower, 1, 0.6)
    return f"; did you mean {by_lower[found[0]]}?" if found else ""


def _check_names(query: str, bound: Bindings) -> None:
    labels, types = {*LABELS, *KIND_LABELS}, set(_OF_LINK)
    for written in bound.labels:
        if written.name not in labels:
            raise QueryRefused(f"{place(query, written.start)}: there is no label {written.name}{nearest(written.name, labels)}")  # fmt: skip
    for written in bound.types:
        if written.name not in types:
            raise QueryRefused(f"{place(query, written.start)}: there is no relationship {written.name}{nearest(written.name, types)}")  # fmt: skip


def _check_properties(query: str, text: str, bound: Bindings) -> None:
    """Refuse a property that what stands there does not have: one engine answers null, the other a name it made up."""
    for match in re.finditer(r"(?<![\w.$])(?P<var>[A-Za-z_]\w*)\s*\.\s*(?P<name>[A-Za-z_]\w*)(?!\w)(?!\s*\()", text):
        var, name = match["var"], match["name"]
        if var in bound.links:
            _check_link(query, match.start("name"), var, name, bound.links[var])
        elif var in bound.nodes:
            _check_node(query, match.start("name"), var, name, bound.nodes[var])
    for match in re.finditer(r"\(\s*(?P<var>[A-Za-z_]\w*)?\s*:\s*(?P<label>\w+)\s*\{(?P<map>[^{}]*)\}", text):
        label = "Entity" if match["label"] in KIND_LABELS else match["label"]
        for key in re.finditer(r"(?:^|,)\s*(?P<name>\w+)\s*:", match["map"]):
            _check_node(query, match.start("map") + key.start("name"), label, key["name"], frozenset((label,)))


def _check_node(query: str, at: int, var: str, name: str, labels: frozenset[str]) -> None:
    without = sorted(label for label in labels if name not in _OF_NODE.get(label, {name}))
    if not without:
        return
    having = sorted(label for label, names in _OF_NODE.items() if name in names)
    if len(without) == len(labels):
        what = without[0] if len(without) == 1 else "what stands there"
        raise QueryRefused(f"{place(query, at)}: {what} has no property {name}{nearest(name, set().union(*(_OF_NODE[label] for label in without)))}")  # fmt: skip
    if having and name in ("name", "title", "type"):
        raise QueryRefused(
            f"{place(query, at)}: {var} may be a {without[0]}, which has no {name}; write ({var}:{having[0]})"
        )


def _check_link(query: str, at: int, var: str, name: str, types: frozenset[str]) -> None:
    if name == "type" or (types and all(name not in _OF_LINK.get(t, {name}) for t in types)):
        known = set().union(*(_OF_LINK.get(t, set()) for t in types))
        hint = f"; write type({var})" if name == "type" else nearest(name, known)
        raise QueryRefused(f"{place(query, at)}: this relationship has no property {name}{hint}")


def _dates(query: str, text: str) -> Iterator[tuple[int, int, str, str]]:
    """Read a day written as text beside a date property as a date: one engine compares them, the other never finds any."""
    why = "a day in quotes read as date('…')"
    dates = "|".join(sorted(_DATES))
    for pattern in (
        rf"\.(?:{dates})\s*(?:=|<>|<=|>=|<|>)\s*(?P<day>{_DAY})",
        rf"(?P<day>{_DAY})\s*(?:=|<>|<=|>=|<|>)\s*\w+\.(?:{dates})\b",
        rf"\bdate\s*\([^()]*\)\s*(?:=|<>|<=|>=|<|>)\s*(?P<day>{_DAY})",
    ):
        for match in re.finditer(pattern, query):
            if not text[match.start("day") : match.end("day")].strip():
                yield match.start("day"), match.end("day"), f"date({match['day']})", why


def _moments(query: str) -> Iterator[tuple[int, int, str, str]]:
    """Write a time with a zone of its own in UTC: equal instants are equal on one engine only when their zones are."""
    for match in re.finditer(r"\bdatetime\s*\(\s*['\"](?P<moment>[^'\"]+[+-]\d{2}:?\d{2})['\"]\s*\)", query, re.I):
        try:
            moment = datetime.fromisoformat(match["moment"]).astimezone(UTC)
        except ValueError:
            continue
        yield match.start(), match.end(), f"datetime('{moment:%Y-%m-%dT%H:%M:%SZ}')", "a time with a zone read in UTC"


def _stars(text: str, bound: Bindings) -> Iterator[tuple[int, int, str, str]]:
    """Write out `n {.*}`, to which one engine adds properties of its own."""
    for match in re.finditer(r"(?<![\w.])(?P<var>[A-Za-z_]\w*)\s*(?P<map>\{\s*\.\*)", text):
        labels = bound.nodes.get(match["var"], frozenset())
        names = sorted(set().union(*(_OF_NODE[label] for label in labels)) - {"search"}) if labels else []
        if len(labels) == 1:
            yield match.start("map"), match.end("map"), "{" + ", ".join(f".{n}" for n in names), ""
        elif labels:
            raise QueryRefused(f"{match['var']} {{.*}}: say what {match['var']} is, e.g. ({match['var']}:Claim)")


_SEARCH_CALL = re.compile(r"db\s*\.\s*index\s*\.\s*fulltext\s*\.\s*queryNodes\s*\(\s*(?:'[^']*'|\"[^\"]*\")\s*,\s*", re.I)  # fmt: skip


def _folded(query: str) -> Iterator[tuple[int, int, str, str]]:
    """Fold the words of a search as the index does; the engines read operators and capitals each their own way."""
    for match in re.finditer(rf"\$fold\s*\(\s*(?P<words>{_STRING})\s*\)", query):
        yield match.start(), match.end(), _quoted(match["words"]), ""
    for call in _SEARCH_CALL.finditer(query):
        if words := re.compile(_STRING).match(query, call.end()):
            folded = _quoted(words.group())
            if folded != words.group():
                yield words.start(), words.end(), folded, "the words of a search are folded as in the index"


def _searched_parameters(query: str) -> list[str]:
    """Return the parameters that hold the words of a search."""
    return [m[1] for call in _SEARCH_CALL.finditer(query) if (m := re.compile(r"\$(\w+)").match(query, call.end()))]


def _quoted(literal: str) -> str:
    return "'" + " ".join(tokens(literal[1:-1])) + "'"


def _edited(query: str, edits: list[tuple[int, int, str, str]]) -> str:
    last = len(query)
    for start, end, new, _ in sorted(edits, reverse=True):
        if end <= last:
            query, last = query[:start] + new + query[end:], start
    return query
