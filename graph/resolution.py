"""Which entities of all articles are one: what the gazetteer names is; what a rule is sure of; what was judged the same.

Mentions are never rewritten: a judgement that is taken back takes the merge back. People's judgements go first, then the rules; a pair judged
different is never joined, not even through a third. Of those joined, the gazetteer's id stands, else the least one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extract.gazetteer import Gazetteer
from graph.ledger import Judgement
from graph.matching import Merge
from graph.tokens import fold


def canonical_ids(
    merges: Iterable[Merge], judgements: Iterable[Judgement], known: Mapping[str, object]
) -> dict[str, str]:
    """Return the canonical id of every id that has been joined with others; all else stands for itself. The order of the merges counts for nothing."""
    latest = {(j.a, j.b): j.verdict for j in judgements if j.kind == "entity"}
    apart: dict[str, set[str]] = {}
    for (a, b), verdict in latest.items():
        if verdict == "different":
            apart.setdefault(a, set()).add(b)
            apart.setdefault(b, set()).add(a)
    judged = sorted(pair for pair, verdict in latest.items() if verdict == "same")
    by_rule = sorted({(m.a, m.b) for m in merges} - set(judged))
    groups: dict[str, set[str]] = {}
    for a, b in [*judged, *by_rule]:
        one, other = groups.get(a, {a}), groups.get(b, {b})
        if one is other or any(apart.get(x, set()) & other for x in one):
            continue
        one |= other
        for member in one:
            groups[member] = one
    return {member: min(group, key=lambda e: (e not in known, "@" in e, e)) for member, group in groups.items()}


class Outlets:
    """Finds the entity of an outlet by its name."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known = {fold(a.text): e.id for e in gazetteer.entities.values() if e.kind == "Outlet" for a in e.aliases}

    def id(self, name: str) -> str:
        """Return the id of an outlet; a name that no list knows gets an id of its own, no name gets none."""
        if not name.strip():
            return ""
        return self._known.get(fold(name)) or f"outlet:{'-'.join(fold(name).split())}"

    def owner(self, entity_id: str) -> str:
        """Return who owns an outlet in the end, or the outlet itself: outlets of one owner do not confirm each other."""
        owner, seen = entity_id, set()
        while (known := self._gazetteer.entities.get(owner)) and known.parent and owner not in seen:
            seen.add(owner)
            owner = known.parent
        return owner
