"""What a person should decide: names that look alike but that no rule may join, and claims of which the rules are not sure that they say the same.

Likeness of letters only proposes, and never where numbers or version words differ. What was judged once is not asked again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz, process

from extract.gazetteer import Gazetteer
from graph.ledger import Judgement, Ledger
from graph.names import is_han, kinds_agree, may_be_one, sound, spelling
from graph.naming import form_of
from graph.said import Said, from_body
from graph.workings import Unit, Workings
from ingest.errors import WrongUsage

_ALIKE = 84.0
"""Likeness in per cent from which two names are worth a look; H20 and H200 reach 86, so that numbers are compared first."""
_NEAREST = 6


@dataclass(slots=True)
class Name:
    """A canonical entity with what helps to tell it from others."""

    id: str
    name: str
    kind: str
    aliases: set[str] = field(default_factory=set)
    articles: int = 0
    organizations: set[str] = field(default_factory=set)

    def names(self) -> list[str]:
        """Return every name, the main one first."""
        return [self.name, *sorted(self.aliases - {self.name})]


@dataclass(frozen=True, slots=True)
class EntityPair:
    """Two entities that may be one; `score` is the likeness of their nearest names in per cent."""

    a: Name
    b: Name
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """Two claims of one speaker that may say the same."""

    a: Said
    b: Said


class Review:
    """The open questions of one data folder."""

    def __init__(self, ledger: Ledger, workings: Workings, gazetteer: Gazetteer) -> None:
        self._ledger, self._workings, self._gazetteer = ledger, workings, gazetteer
        self._canonical: dict[str, str] = json.loads(workings.setting("canonical", "{}"))

    def entities(self, limit: int) -> list[EntityPair]:
        """Return pairs of entities to decide, those named most often first."""
        names = self._names()
        judged = {(j.a, j.b) for j in self._ledger.judgements() if j.kind == "entity"}
        found: dict[tuple[str, str], EntityPair] = {}
        for pair in [*_lookalikes(names), *_namesakes(names)]:
            key = (min(pair.a.id, pair.b.id), max(pair.a.id, pair.b.id))
            if key not in judged and (key not in found or found[key].score < pair.score):
                found[key] = pair
        ranked = sorted(found.values(), key=lambda p: (-min(p.a.articles, p.b.articles), -p.score, p.a.id, p.b.id))
        return ranked[:limit]

    def claims(self, limit: int) -> list[ClaimPair]:
        """Return pairs of claims to decide."""
        judged = {(j.a, j.b) for j in self._ledger.judgements() if j.kind == "statement"}
        pairs: list[ClaimPair] = []
        for speaker, body in self._workings.all_received("unsure"):
            said = {
                s.claim: s
                for row in self._workings.received(Unit("speaker", speaker))
                for s in from_body(row.split("\n", 2)[2])
            }
            pairs += [
                ClaimPair(said[a], said[b])
                for a, b in json.loads(body)
                if (min(a, b), max(a, b)) not in judged and a in said and b in said
            ]
        return pairs[:limit]

    def entity(self, id_: str) -> str:
        """Return the id when there is such an entity, under its own or a former id. Raises WrongUsage when there is none."""
        if id_ in self._gazetteer.entities or self._workings.received(Unit("form", id_)):
            return id_
        raise WrongUsage(
            f"no entity has the id {id_!r}; `racegraph resolve list` shows ids, or look one up in the graph"
        )

    def claim(self, id_: str) -> tuple[str, str]:
        """Return the id and the speaker of a claim, given its id or that of its statement. Raises WrongUsage when there is none."""
        wanted = id_[1:] if len(id_) == 17 and id_.startswith("s") else id_
        for receiver, _ in self._workings.senders_holding("speaker", f'["{wanted}",'):
            return wanted, receiver.key
        raise WrongUsage(
            f"no claim has the id {id_!r}; build the graph first, and take the id from an answer or a query"
        )

    def _names(self) -> dict[str, Name]:
        names: dict[str, Name] = {}
        for _, body in self._workings.all_received("form"):
            form = form_of(body)
            id_ = self._canonical.get(form.id, form.id)
            known = self._gazetteer.entities.get(id_)
            name = names.setdefault(
                id_, Name(id_, known.name if known else form.name, known.kind if known else form.kind)
            )
            name.aliases |= {form.name, *form.aliases}
            name.organizations |= set(form.organizations)
            name.articles += 1
        return names


def judgement_row(j: Judgement) -> dict[str, object]:
    """Return a judgement as a plain row."""
    return {
        "number": j.number, "kind": j.kind, "a": j.a, "b": j.b, "verdict": j.verdict, "by": j.by, "reason": j.reason,
        "judged_at": j.judged_at.isoformat(), "undone_at": j.undone_at.isoformat() if j.undone_at else None,
    }  # fmt: skip


def _lookalikes(names: dict[str, Name]) -> Iterator[EntityPair]:
    """Yield pairs whose spelling, or whose pinyin, is nearly the same; one of each is a name that no list knows."""
    written: dict[str, list[Name]] = defaultdict(list)
    for n in names.values():
        for text in n.names():
            written[sound(text) if is_han(text) else spelling(text)].append(n)
    choices = [key for key in written if len(key) >= 3]
    for n in (n for n in names.values() if ":" in n.id):
        for text in n.names():
            key = sound(text) if is_han(text) else spelling(text)
            for other, score, _ in process.extract(
                key, choices, scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_ALIKE
            ):
                for m in written[other]:
                    if m.id != n.id and kinds_agree(n.kind, m.kind) and _may_be_one(n, m):
                        yield EntityPair(
                            n, m, round(float(score), 1), f"{text} is written or sounds nearly like {m.name}"
                        )


def _namesakes(names: dict[str, Name]) -> Iterator[EntityPair]:
    """Yield persons of one short Chinese name who were met with different organisations, or none."""
    groups: dict[str, list[Name]] = defaultdict(list)
    for n in names.values():
        if "@" in n.id:
            groups[n.id.split("@")[0]].append(n)
    for members in groups.values():
        members.sort(key=lambda n: n.id)
        for one, other in pairwise(members):
            yield EntityPair(one, other, 100.0, f"both are called {one.name}; nothing says that they are one person")


def _may_be_one(a: Name, b: Name) -> bool:
    return any(may_be_one(x, y) for x in a.names() for y in b.names())
