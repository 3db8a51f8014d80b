"""Finds what the variables of a query stand for: which labels a node may have, which types a relationship.

What is written counts first; of a node without a label, the relationships it takes part in tell what it can be. This reads patterns only,
not the whole of Cypher: a variable it knows nothing of is left alone by everybody who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.schema import KIND_LABELS, LABELS, LINKS

_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`|//[^\n]*|/\*.*?\*/", re.S)
_NODE = re.compile(r"\(\s*(?P<var>[A-Za-z_]\w*)?\s*(?P<labels>(?::\s*[\w|&!%:\s]+?)?)\s*(?P<end>\)|\{|WHERE\b)", re.I)
_LINK = re.compile(
    r"\s*(?P<left><)?-\s*(?:\[\s*(?P<var>[A-Za-z_]\w*)?\s*(?P<types>(?::\s*[\w|:\s!&]+?)?)\s*(?P<span>\*\s*\d*(?:\.\.\d*)?)?\s*(?P<props>\{[^}]*\})?\s*\])?\s*-(?P<right>>)?\s*"
)
_EVERY = frozenset(LABELS)
_BY_TYPE = {link.type: link for link in LINKS}


def masked(query: str) -> str:
    """Return the query with strings, quoted names and comments blanked; every place stays where it is."""
    return _QUOTED.sub(lambda m: " " * len(m.group()), query)


@dataclass(frozen=True, slots=True)
class Written:
    """A label or type as it stands in the query."""

    name: str
    start: int


@dataclass(slots=True)
class Bindings:
    """What the patterns of a query tell: labels a node variable may have, types of a relationship variable, all names used."""

    nodes: dict[str, frozenset[str]] = field(default_factory=dict)
    links: dict[str, frozenset[str]] = field(default_factory=dict)
    labels: list[Written] = field(default_factory=list)
    types: list[Written] = field(default_factory=list)


@dataclass(slots=True)
class _End:
    var: str
    labels: frozenset[str]


def bindings(query: str) -> Bindings:
    """Return what the patterns of a query tell of its variables."""
    text = masked(query)
    found = Bindings()
    at = 0
    while node := _NODE.search(text, at):
        at = _chain(text, node, found)
    return found


def _chain(text: str, node: re.Match[str], found: Bindings) -> int:
    """Read one path from its first node; return where it ends."""
    last, at = _end(text, node, found)
    while (link := _LINK.match(text, at)) and link.end() > link.start():
        following = _NODE.match(text, link.end())
        if following is None:
            break
        written = [
            Written(m.group(), link.start("types") + m.start()) for m in re.finditer(r"\w+", link["types"] or "")
        ]
        types = frozenset(one.name for one in written)
        found.types += written
        if link["var"]:
            found.links[link["var"]] = types
        before = last
        last, at = _end(text, following, found)
        if types and not link["span"]:
            _narrow(found, before, last, types, forward=bool(link["right"]), backward=bool(link["left"]))
    return max(at, node.end())


def _end(text: str, node: re.Match[str], found: Bindings) -> tuple[_End, int]:
    names = re.findall(r"\w+", node["labels"])
    found.labels += [Written(m.group(), node.start("labels") + m.start()) for m in re.finditer(r"\w+", node["labels"])]
    plain = not re.search(r"[!%&]", node["labels"])
    labels = frozenset("Entity" if n in KIND_LABELS else n for n in names) & _EVERY if names and plain else _EVERY
    var = node["var"] or ""
    if var:
        found.nodes[var] = found.nodes.get(var, _EVERY) & (labels or _EVERY)
    return _End(var, labels or _EVERY), _closing(text, node)


def _closing(text: str, node: re.Match[str]) -> int:
    """Return where a node's bracket closes, behind its map of properties."""
    depth = 0
    for at in range(node.start(), len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at + 1
    return len(text)


def _narrow(found: Bindings, a: _End, b: _End, types: Iterable[str], *, forward: bool, backward: bool) -> None:
    """Leave each end only the labels that one of the types can have there."""
    known = [_BY_TYPE[t] for t in types if t in _BY_TYPE]
    if not known:
        return
    starts = frozenset(label for link in known for label in link.start)
    ends = frozenset(label for link in known for label in link.end)
    either = starts | ends
    first, second = (starts, ends) if forward and not backward else (ends, starts) if backward and not forward else (either, either)  # fmt: skip
    for end, possible in ((a, first), (b, second)):
        if end.var:
            found.nodes[end.var] = (found.nodes[end.var] & possible) or found.nodes[end.var]
