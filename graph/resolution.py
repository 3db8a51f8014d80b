"""Decides which entities of different articles are one: what the gazetteer names is; what was judged the same is; nothing else.

Mentions are never rewritten: a judgement that is taken back takes the merge back. Of those judged the same, the gazetteer's id stands, else
the least one; a pair judged different is never joined, not even through a third.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.annotations import Entity, Extraction
from extract.gazetteer import Gazetteer
from graph.ledger import Judgement
from graph.tokens import fold


class Resolution:
    """The entities of all articles, with the canonical id of each."""

    def __init__(
        self, gazetteer: Gazetteer, extractions: Iterable[Extraction], judgements: Iterable[Judgement]
    ) -> None:
        self._gazetteer = gazetteer
        self._forms: dict[str, Counter[Entity]] = defaultdict(Counter)
        for extraction in extractions:
            for entity in extraction.entities:
                self._forms[entity.id][entity] += 1
        self._canonical = self._merged(tuple(judgements))
        self._outlets = {
            fold(a.text): e.id for e in gazetteer.entities.values() if e.kind == "Outlet" for a in e.aliases
        }

    def id(self, entity_id: str) -> str:
        """Return the canonical id."""
        return self._canonical.get(entity_id, entity_id)

    def outlet(self, name: str) -> str:
        """Return the entity id of an outlet by its name; a name that no list knows gets an id of its own."""
        known = self._outlets.get(fold(name))
        if known:
            self._forms[known]
            return self.id(known)
        entity = f"outlet:{'-'.join(fold(name).split())}"
        self._forms[entity][Entity(entity, name, "Outlet")] += 1
        return self.id(entity)

    def entities(self) -> Iterator[Entity]:
        """Yield each canonical entity once, with the names of all that were merged into it."""
        groups: dict[str, list[str]] = defaultdict(list)
        for entity_id in sorted(self._forms):
            groups[self.id(entity_id)].append(entity_id)
        for canonical, members in sorted(groups.items()):
            yield self._joined(canonical, members)

    def _joined(self, canonical: str, members: list[str]) -> Entity:
        known = self._gazetteer.entities.get(canonical)
        forms = [form for m in members for form in sorted(self._forms[m], key=lambda e: (-self._forms[m][e], e.name))]
        names = dict.fromkeys(n for form in forms for n in (form.name, *form.aliases))
        if known:
            names = dict.fromkeys([*(a.text for a in known.aliases), *names])
            return Entity(canonical, known.name, known.kind, tuple(n for n in names if n != known.name))
        head = forms[0]
        return replace(head, id=canonical, aliases=tuple(n for n in names if n != head.name))

    def _merged(self, judgements: tuple[Judgement, ...]) -> dict[str, str]:
        latest = {(j.a, j.b): j.verdict for j in judgements if j.kind == "entity"}
        apart = [pair for pair, verdict in latest.items() if verdict == "different"]
        groups: dict[str, set[str]] = {}
        for (a, b), verdict in sorted(latest.items()):
            if verdict != "same":
                continue
            joined = groups.get(a, {a}) | groups.get(b, {b})
            if any(x in joined and y in joined for x, y in apart):
                continue
            for member in joined:
                groups[member] = joined
        return {
            member: min(group, key=lambda e: (e not in self._gazetteer.entities, e)) for member, group in groups.items()
        }
