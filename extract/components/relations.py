"""Finds the links between named things that a text states plainly: who leads, makes, owns, funds or restricts whom.

Names, and pronouns whose name is known, are replaced by slots, and the patterns of `tables/<language>/relations.toml` are matched on what is
left. A link that is hedged, planned, denied, conditional or past is no relation (a past post is `formerly_at`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Claim, Kind, Predicate, Relation
from extract.draft import Draft, Sentence, within
from extract.relation_patterns import (
    ANY_SLOT,
    SLOTS,
    Rule,
    former_words,
    lesser_words,
    modal_words,
    no_subject_after,
    rules,
    rumour_words,
)
from extract.tables import LANGUAGES

_TITLE_REACH = 700
"""How far back the company of a bare title ("the chief executive, X") may stand."""
_CONFIDENCE = {"name": 0.85, "clause": 0.75, "title": 0.65}


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands at a slot: a name, or a pronoun with the entities it refers to."""

    start: int
    end: int
    kind: Kind
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence whose names are single characters; `slots` is keyed by the place of each in `text`."""

    text: str
    slots: dict[int, Slot]
    language: str


@Language.component("racegraph_relations")
def find_relations(doc: Doc) -> Doc:
    """Fill `draft.relations`, each pair of entities at most once a predicate."""
    draft: Draft = doc._.draft
    found: dict[tuple[str, str, str], Relation] = {}
    for s in draft.sentences:
        if s.language in LANGUAGES and draft.blocks[s.block].kind in ("body", "heading"):
            for r in sentence_relations(draft, s):
                found.setdefault((r.subject, r.predicate, r.object), r)
    draft.relations = sorted(
        (r for r in found.values() if not _said_better(r, found)), key=lambda r: (r.start, r.end, r.predicate)
    )
    return doc


_BETTER: dict[str, tuple[Predicate, ...]] = {
    "works_for": ("leads", "formerly_at"),
    "leads": ("formerly_at",),
    "partners_with": ("owns",),
    "released": (),
}
"""What the first predicate adds nothing to, or is wrong beside."""


def _said_better(r: Relation, found: Iterable[tuple[str, str, str]]) -> bool:
    return any((r.subject, better, r.object) in found for better in _BETTER.get(r.predicate, ()))


def sentence_relations(draft: Draft, s: Sentence) -> Iterator[Relation]:
    """Yield the relations one sentence states."""
    line = _slotted(draft, s)
    present = {line.text[at] for at in line.slots}
    if not present or rumour_words(s.language).search(line.text):
        return
    for rule in rules(s.language):
        if not all(present & need for need in rule.needs):
            continue
        for match in rule.pattern.finditer(line.text):
            if _unsure(line, match, rule):
                continue
            for subject, object_, a, b in _ends(draft, line, match, rule):
                claim = _carrier(draft, s, a)
                if subject != object_ and claim is not None and not _taken_back(claim, rule):
                    start, end = min(a.start, b.start), max(a.end, b.end)
                    yield Relation(
                        subject, rule.predicate, object_, start, end, draft.text[start:end], claim.id,
                        _CONFIDENCE[rule.style], f"pattern:{s.language}",
                    )  # fmt: skip


def _slotted(draft: Draft, s: Sentence) -> Line:
    """Return the sentence with each name and each understood pronoun as one character."""
    named = [Slot(m.start, m.end, m.kind, (m.entity,)) for m in within(draft.mentions, s.start, s.end)]
    meant = [
        Slot(r.start, r.end, draft.entities[r.entities[0]].kind, r.entities)
        for r in within(draft.referents, s.start, s.end)
        if r.entities[0] in draft.entities
    ]
    out: list[str] = []
    slots: dict[int, Slot] = {}
    at, length = s.start, 0
    for slot in sorted([*named, *meant], key=lambda x: (x.start, -x.end)):
        if slot.start < at:
            continue
        out += [draft.text[at : slot.start], SLOTS[slot.kind]]
        length += slot.start - at
        slots[length] = slot
        length, at = length + 1, slot.end
    out.append(draft.text[at : s.end])
    return Line(re.sub(r"[\n\u00a0]", " ", "".join(out)), slots, s.language)


_LIST = re.compile(
    rf"[{ANY_SLOT}](?:(?:\s?[,、/]\s?(?:(?:and|or|và|hay|hoặc) )?|\s?(?:&|以及|和|与|與|及|或)\s?|\s(?:and|or|và|hay|hoặc|cùng)\s)[{ANY_SLOT}])+"
)


def _ends(
    draft: Draft, line: Line, match: re.Match[str], rule: Rule
) -> Iterator[tuple[str, str, Slot, Slot]]:
    """Yield subject and object of a match, with the slots they stand at: lists are taken apart, a bare title finds its company."""
    a = line.slots[match.start("A")]
    if rule.style == "title":
        company = _company_before(draft, a.start)
        if company:
            yield a.entities[0], company, a, a
        return
    b = line.slots[match.start("B")]
    a_first = match.start("A") < match.start("B")
    subjects = _listed(line, match.start("A"), wide=rule.style == "clause", forward=not a_first)
    objects = _listed(line, match.start("B"), wide=rule.style == "clause" or a_first, forward=a_first)
    for one in subjects:
        for other in objects:
            for subject in one.entities:
                for object_ in other.entities:
                    yield subject, object_, one, other


def _listed(line: Line, at: int, *, wide: bool, forward: bool) -> list[Slot]:
    """Return the slot at a place and, when `wide`, those of its kind listed with it on the far side from the other end."""
    members = [line.slots[at]]
    group = next((g for g in _LIST.finditer(line.text) if g.start() <= at < g.end()), None) if wide else None
    if group is None:
        return members
    places = [i for i in range(group.start(), group.end()) if i in line.slots]
    there = [i for i in places if i > at] if forward else [i for i in reversed(places) if i < at]
    for i in there:
        if line.text[i] != line.text[at]:
            break
        members.append(line.slots[i])
    return members


def _company_before(draft: Draft, at: int) -> str | None:
    """Return the company an article is speaking of: the one named most often shortly before, the later one of equals."""
    before = [m for m in within(draft.mentions, max(0, at - _TITLE_REACH), at) if m.kind == "Company"]
    if not before:
        return None
    counts = Counter(m.entity for m in before)
    last = {m.entity: m.start for m in before}
    return max(counts, key=lambda e: (counts[e], last[e]))


_CLAUSE_EDGE = re.compile(r"[;:。；：“”]|[,，] (?:but|while|although|though|nhưng|trong khi|dù)\b")


def _unsure(line: Line, match: re.Match[str], rule: Rule) -> bool:
    """A name phrase is taken back by "former" only; a clause also by hedges, plans, conditions and negations in it."""
    before = line.text[max(0, match.start() - 60) : match.start()]
    if rule.predicate in ("leads", "works_for"):
        if former_words(line.language).search(before[-14:] + match.group()):
            return True
    if rule.predicate == "leads" and lesser_words(line.language).search(before):
        return True
    if rule.style != "clause":
        return False
    edges = [m.end() for m in _CLAUSE_EDGE.finditer(before)]
    clause = before[edges[-1] if edges else 0 :] + match.group()
    if modal_words(line.language).search(clause):
        return True
    first = min(match.start("A"), match.start("B"))
    group = next((g for g in _LIST.finditer(line.text) if g.start() <= first < g.end()), None)
    return first == match.start() and no_subject_after(line.language).search(
        line.text[max(0, (group.start() if group else first) - 12) : group.start() if group else first]
    ) is not None


def _carrier(draft: Draft, s: Sentence, subject: Slot) -> Claim | None:
    """Return the claim of the sentence that holds the words: the narrowest one, attributed before the outlet's own."""
    near = within(draft.claims, max(0, s.start - 2000), s.end + 2000)
    over = [c for c in near if c.start < s.end and s.start < c.end]
    holding = [c for c in over if c.start <= subject.start < c.end] or over
    return min(holding, key=lambda c: (c.end - c.start, c.id)) if holding else None


def _taken_back(claim: Claim, rule: Rule) -> bool:
    return rule.style == "clause" and claim.modality == "denied"
