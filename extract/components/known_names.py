"""Finds the names of the gazetteer in the text, exactly as their aliases allow.

A capital city that stands for its government is that government; a name inside another entity's name counts for both where the
inner one is a country, place or person ("Trung Quốc" in a ministry's name), not where it is part of a model's or outlet's name.
"""

from __future__ import annotations

import re
from collections import defaultdict

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from extract.annotations import Entity, Mention
from extract.draft import Draft
from extract.gazetteer import Alias, Gazetteer, load_gazetteer
from extract.name_hits import Hit, collisions, is_part_of_something_else, reach, spellings
from extract.name_neighbours import stands_well
from extract.tables import table
from extract.tokens import nfc

NESTED_INSIDE: dict[str, frozenset[str]] = {
    "Country": frozenset({"Agency", "Organization", "Policy", "Event", "Place"}),
    "Place": frozenset({"Agency", "Organization", "Policy", "Event"}),
    "Person": frozenset({"Agency", "Policy"}),
    "Company": frozenset({"Chip", "Product", "Event", "Organization"}),
}


@Language.factory("racegraph_known_names")
def make_known_names(nlp: Language, name: str) -> KnownNames:
    return KnownNames(nlp, load_gazetteer())


class KnownNames:
    """Matches the gazetteer on tokens and fills `draft.mentions` and `draft.entities`."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.exact = PhraseMatcher(nlp.vocab, attr="NORM")
        self.folded = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.aliases: dict[str, list[Alias]] = defaultdict(list)
        for alias in gazetteer.aliases():
            for spelling in spellings(alias, gazetteer.entities[alias.entity].kind):
                key = "~" + spelling.lower() if alias.any_case else "=" + nfc(spelling)
                self.aliases[key].append(alias)
        for key in self.aliases:
            (self.folded if key[0] == "~" else self.exact).add(key, [nlp.make_doc(key[1:])])
        self.strings = nlp.vocab.strings

    def __call__(self, doc: Doc) -> Doc:
        draft: Draft = doc._.draft
        kept = _longest(self._in_context(draft, self._hits(doc, draft)))
        draft.mentions = sorted((self._mention(draft, h) for h in kept), key=lambda m: (m.start, -m.end))
        for mention in draft.mentions:
            if mention.entity not in draft.entities:
                draft.entities[mention.entity] = self._entity(mention.entity)
        return doc

    def _hits(self, doc: Doc, draft: Draft) -> list[Hit]:
        found = []
        chance = _covered_by_chance(draft)
        for matcher in (self.exact, self.folded):
            for key, start, end in matcher(doc):
                at, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
                sentence = draft.sentence_at(at)
                if sentence is None or last > sentence.end or last <= chance.get(at, -1):
                    continue
                place = (sentence.start, at, last, sentence.end)
                for alias in self.aliases[self.strings[key]]:
                    hit = Hit(at, last, alias, self.gazetteer.entities[alias.entity].kind)
                    if alias.language == "vi" and sentence.language != "vi":
                        continue
                    if stands_well(alias, draft.text, place) and not is_part_of_something_else(
                        draft.text, hit, sentence.language
                    ):
                        found.append(hit)
        return found

    def _in_context(self, draft: Draft, hits: list[Hit]) -> list[Hit]:
        """Keep the hits whose alias needs no context, and those whose context stands in their sentence or in that of another such hit."""
        plain = {h.alias.entity for h in hits if not h.alias.needs_context}
        explained = {
            (h.alias.text, h.alias.entity)
            for h in hits
            if h.alias.needs_context and h.alias.entity not in plain and _has_context(draft, h)
        }
        kept = []
        for h in hits:
            bare = h.alias.needs_context and h.alias.entity not in plain and not _has_context(draft, h)
            if not bare or ((h.alias.text, h.alias.entity) in explained and not _opens_sentence(draft, h)):
                kept.append(h)
        return _one_owner(draft, kept, plain)

    def _mention(self, draft: Draft, hit: Hit) -> Mention:
        entity, kind = hit.alias.entity, hit.kind
        government = table("any", "capitals")["government"].get(entity)
        if government in self.gazetteer.entities and _stands_for_government(draft, hit):
            entity, kind = government, self.gazetteer.entities[government].kind
        sentence = draft.sentence_at(hit.start)
        assert sentence is not None
        start, end = reach(draft.text, hit, sentence.start, sentence.end)
        return Mention(start, end, draft.text[start:end], kind, entity, by="gazetteer", confidence=0.97)

    def _entity(self, entity_id: str) -> Entity:
        known = self.gazetteer.entities[entity_id]
        aliases = tuple(dict.fromkeys(a.text for a in known.aliases if a.text != known.name))
        return Entity(known.id, known.name, known.kind, aliases)


def _covered_by_chance(draft: Draft) -> dict[int, int]:
    """Return, for each character inside a Chinese word that holds a name by chance, where that word ends."""
    return {
        at: end
        for s in draft.sentences
        if s.language == "zh"
        for start, end in collisions(draft.text, s.start, s.end)
        for at in range(start, end)
    }


def _opens_sentence(draft: Draft, hit: Hit) -> bool:
    sentence = draft.sentence_at(hit.start)
    return sentence is None or hit.start == sentence.start


def _has_context(draft: Draft, hit: Hit) -> bool:
    sentence = draft.sentence_at(hit.start)
    if sentence is None or not hit.alias.context:
        return False
    around = draft.text[sentence.start : hit.start] + " \0 " + draft.text[hit.end : sentence.end]
    return any(_stands_in(word, around) for word in hit.alias.context)


def _stands_in(word: str, text: str) -> bool:
    if not word.isascii() or " " in word or not word.isalnum():
        return word in text
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text) is not None


def _one_owner(draft: Draft, hits: list[Hit], plain: set[str]) -> list[Hit]:
    """Where one place has several owners, keep the one whose context stands nearest: in the sentence, then in the article."""
    by_place: dict[tuple[int, int], list[Hit]] = defaultdict(list)
    for h in hits:
        by_place[h.start, h.end].append(h)
    kept = []
    for group in by_place.values():
        unique = {h.alias.entity: h for h in group}
        if len(unique) > 1:
            ranked = sorted(
                unique.values(),
                key=lambda h: (
                    not h.alias.only,
                    not (h.alias.needs_context and _has_context(draft, h)),
                    h.alias.needs_context,
                    h.alias.entity not in plain,
                ),
            )
            kept.append(ranked[0])
        else:
            kept.append(group[0])
    return kept


def _longest(hits: list[Hit]) -> list[Hit]:
    """Drop a hit that overlaps a longer one, unless it is a name nested in another entity's name that counts for both."""
    kept: list[Hit] = []
    open_hits: list[Hit] = []
    for h in sorted(hits, key=lambda h: (h.start, -h.end)):
        open_hits = [o for o in open_hits if o.end > h.start]
        outer = next((o for o in open_hits), None)
        if any(o.alias.entity == h.alias.entity for o in open_hits):
            continue
        if outer is None or (h.end <= outer.end and outer.kind in NESTED_INSIDE.get(h.kind, ())):
            kept.append(h)
            open_hits.append(h)
    return kept


def _stands_for_government(draft: Draft, hit: Hit) -> bool:
    """A capital is a place after a preposition of place, before a word for a city, or as somebody's seat; else the government."""
    sentence = draft.sentence_at(hit.start)
    language = sentence.language if sentence else draft.language
    rules = table("any", "capitals")["place"].get(language)
    if not rules or sentence is None:
        return False
    before = draft.text[max(sentence.start, hit.start - 25) : hit.start].lower()
    after = draft.text[hit.end : min(sentence.end, hit.end + 15)].lower()
    if any(re.search(pattern, before) for pattern in rules["before"]) or any(
        re.match(pattern, after) for pattern in rules["after"]
    ):
        return False
    government = rules.get("government_after")
    if government is None or any(re.match(pattern, after) for pattern in government):
        return True
    return any(re.search(pattern, before) for pattern in rules["government_before"])
