"""Finds the known names in a question: those of the gazetteer and those that the corpus itself has brought up.

Readers type names carelessly, so case is ignored; short names ("US", "Phi") still want their capitals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.answer.words_of_text import Word, fold, is_han, key_of, words_of
from extract.gazetteer import Gazetteer, KnownEntity

_LONGEST = 8
_TRANSLATED_INTO_VIETNAMESE = frozenset({"Country", "Place", "Agency", "Policy", "Event", "Organization"})
"""Kinds that today's Vietnamese press calls by a Vietnamese name; a company, a product or a foreign newspaper keeps its own."""
_HAN_NAMED = frozenset({"CN", "TW", "HK", "MO", "SG"})
"""Countries whose people the Vietnamese press calls by the Sino-Vietnamese reading of their names."""


@dataclass(frozen=True, slots=True)
class NamedThing:
    """An entity that can be named: its id, its English name, and its names in a language where it has any."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    parent: str = ""
    country: str = ""

    def name_in(self, language: str) -> str:
        """Return its usual name in the language, else its English name."""
        return next((name for its, name in self.names if its == language), self.name)


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name at its place in the question, with the things it may stand for, likeliest first."""

    things: tuple[NamedThing, ...]
    start: int
    end: int
    text: str


class NameIndex:
    """All names by their words. Built once from the gazetteer and the graph's entities."""

    def __init__(self, things: Iterable[NamedThing]) -> None:
        self.things: dict[str, NamedThing] = {}
        self._by_words: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        self._by_bare_words: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        for thing in things:
            self.things.setdefault(thing.id, thing)
            for name in dict.fromkeys((thing.name, *thing.aliases)):
                self._add(name, thing.id)

    def _add(self, name: str, entity: str) -> None:
        keys = tuple(_key(w.text) for w in words_of(name, "vi"))
        if not keys or len(keys) > _LONGEST:
            return
        self._by_words[keys].append((entity, name))
        bare = tuple(fold(k) for k in keys)
        # Without diacritics short syllables are ambiguous ("Mỹ" and "my"), so only longer names may be typed bare.
        if bare != keys and (len(bare) > 1 or len(bare[0]) > 5):
            self._by_bare_words[bare].append((entity, name))

    def find(self, text: str) -> list[NameFound]:
        """Return the names in the text, longest first at each place, without overlaps."""
        words = words_of(text, "vi")
        keys = [_key(w.text) for w in words]
        found: list[NameFound] = []
        at = 0
        while at < len(words):
            step = 1
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                things = self._things(text, words[at : at + length], keys[at : at + length])
                if things:
                    start, end = words[at].start, words[at + length - 1].end
                    found.append(NameFound(things, start, end, text[start:end]))
                    step = length
                    break
            at += step
        return found

    def _things(self, text: str, words: Sequence[Word], keys: Sequence[str]) -> tuple[NamedThing, ...]:
        hits = self._by_words.get(tuple(keys)) or self._by_bare_words.get(tuple(keys), [])
        surface = text[words[0].start : words[-1].end + (text[words[-1].end : words[-1].end + 1] in ("+", "＋"))]
        fitting = [(entity, name) for entity, name in hits if _case_fits(surface, name)]
        # The same spelling first, and what the gazetteer knows before what the corpus alone brought up.
        fitting.sort(key=lambda hit: (hit[1] != surface, ":" in hit[0]))
        return tuple(self.things[e] for e in dict.fromkeys(entity for entity, _ in fitting))


def _key(surface: str) -> str:
    return key_of(surface, "zh" if is_han(surface) else "vi").removesuffix("'s")


def _case_fits(surface: str, name: str) -> bool:
    if name[-1] in "+＋" and name[-1] != surface[-1]:
        return False
    letters = [c for c in name if c.isalpha()]
    if is_han(name) or any(c.isdigit() for c in name) or len(letters) > 3:
        return True
    return surface == name or (surface.isupper() and name.isupper())


def gazetteer_things(gazetteer: Gazetteer) -> list[NamedThing]:
    """Return the gazetteer's entities with their names per language; an alias that needs context names only what the reader must guess."""
    things = []
    for entity in gazetteer.entities.values():
        certain = tuple(a.text for a in entity.aliases if not a.needs_context or a.text == entity.name)
        names = []
        for language in ("vi", "zh"):
            fitting = [a for a in entity.aliases if a.language == language and not a.needs_context]
            proper = [a for a in fitting if a.kind in ("name", "translit")]
            if proper and (language != "vi" or _has_vietnamese_name(entity)):
                names.append((language, proper[0].text))
        things.append(
            NamedThing(entity.id, entity.name, entity.kind, certain, tuple(names), entity.parent, entity.country)
        )
    return things


def _has_vietnamese_name(entity: KnownEntity) -> bool:
    if entity.kind in ("Person", "Outlet"):
        return entity.country in (_HAN_NAMED if entity.kind == "Person" else _HAN_NAMED | {"VN"})
    return entity.kind in _TRANSLATED_INTO_VIETNAMESE or entity.country == "VN"
