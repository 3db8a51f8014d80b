"""Which names of different articles are one by rule: whole names equal but for legal form and spelling, or a Chinese name and its pinyin.

A rule joins only what it is sure of: numbers and version words must agree, kinds must agree, a short Chinese name needs an organisation in common,
and two known entities are never one. What merely looks alike is proposed to a person (`graph/review.py`), never joined.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from extract.gazetteer import Gazetteer
from graph.names import is_han, is_short_chinese, keys, kinds_agree, may_be_one, sound, spelling
from graph.naming import Form

_SHORTEST_SOUND = 5
"""Letters of pinyin from which a name of no person is told by its sound; below it, words such as `dali` and `maike` stand for too many."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two ids that a rule holds to be one, with the reason."""

    a: str
    b: str
    reason: str


def known_by_key(gazetteer: Gazetteer) -> dict[str, tuple[Form, ...]]:
    """Return the known entities by every key of their names; names that need a context to mean them are left out."""
    found: dict[str, dict[str, Form]] = {}
    for e in gazetteer.entities.values():
        names = tuple(a.text for a in e.aliases if not a.needs_context)
        for name in names:
            for key in keys(name, e.kind):
                found.setdefault(key, {})[e.id] = Form(e.id, e.name, e.kind, names)
    return {key: tuple(forms.values()) for key, forms in found.items()}


def merges(key: str, forms: Iterable[Form], known: Iterable[Form]) -> list[Merge]:
    """Return what is one among those whose names meet under a key."""
    met = _one_each([*known, *forms])
    found = []
    for a, b in combinations(met, 2):
        reason = _reason(key, a, b, met)
        if reason:
            found.append(Merge(min(a.id, b.id), max(a.id, b.id), reason))
    return found


def merges_body(found: Iterable[Merge]) -> str:
    """Return merges as a piece to send on."""
    return json.dumps(sorted((m.a, m.b, m.reason) for m in found), ensure_ascii=False)


def merges_of(body: str) -> list[Merge]:
    """Return the merges that `merges_body` wrote."""
    return [Merge(*row) for row in json.loads(body)]


def _one_each(forms: Iterable[Form]) -> list[Form]:
    by_id: dict[str, Form] = {}
    for f in forms:
        before = by_id.get(f.id)
        if before is None:
            by_id[f.id] = f
            continue
        names = dict.fromkeys([*before.aliases, f.name, *f.aliases])
        orgs = dict.fromkeys([*before.organizations, *f.organizations])
        by_id[f.id] = Form(
            f.id,
            before.name,
            before.kind,
            tuple(n for n in names if n != before.name),
            before.candidate and f.candidate,
            before.count + f.count,
            tuple(sorted(orgs)),
        )
    return sorted(by_id.values(), key=lambda f: f.id)


def _reason(key: str, a: Form, b: Form, met: list[Form]) -> str:
    if ":" not in a.id and ":" not in b.id:
        return ""
    if not kinds_agree(a.kind, b.kind) or _several_known(a, b, met):
        return ""
    for x in (n for n in (a.name, *a.aliases) if key in keys(n, a.kind)):
        for y in (n for n in (b.name, *b.aliases) if key in keys(n, b.kind)):
            reason = _names_agree(x, y, a, b, met) if may_be_one(x, y) else ""
            if reason:
                return reason
    return ""


def _several_known(a: Form, b: Form, met: list[Form]) -> bool:
    """A name that means two known things means neither for certain."""
    kinds = (a.kind, b.kind)
    return sum(":" not in f.id and any(kinds_agree(f.kind, k) for k in kinds) for f in met) > 1


def _names_agree(x: str, y: str, a: Form, b: Form, met: list[Form]) -> str:
    person = a.kind == "Person"
    shared = set(a.organizations) & set(b.organizations)
    if person and is_short_chinese(x) and not shared:
        return ""
    if spelling(x) == spelling(y) or (person and not is_han(x) and not is_han(y)):
        return f"the same name: {x}" if x == y else f"the same name: {x}, {y}"
    if is_han(x) == is_han(y):
        both = f"{x} and {y} sound alike and belong to {min(shared)}" if shared and person else ""
        return both if sound(x) == sound(y) else ""
    han = x if is_han(x) else y
    if person and not shared and _sounds_of_others(han, met):
        return ""
    if not person and len(sound(han)) < _SHORTEST_SOUND:
        return ""
    return f"{x} is {y} in pinyin"


def _sounds_of_others(han: str, met: list[Form]) -> bool:
    """Say whether another Chinese name here sounds the same: then the pinyin alone does not tell whose it is."""
    others = {n for f in met for n in (f.name, *f.aliases) if is_han(n) and sound(n) == sound(han)}
    return len({spelling(n) for n in others}) > 1
