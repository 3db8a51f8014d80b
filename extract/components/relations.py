"""Finds the links between named things that a text states plainly: who leads, makes, owns, funds or restricts whom.

Names, and pronouns whose name is known, are replaced by slots, and the patterns of `tables/<language>/relations.toml` are matched on what is
left. A link that is hedged, planned, denied, conditional or past is no relation (a past post is `formerly_at`). A sentence that states one
and has no claim yet becomes a claim in the outlet's own voice: every relation has a claim that carries it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Claim, Predicate, Relation
from extract.draft import Draft, Sentence, overlapping, within
from extract.own_voice import OwnVoice
from extract.relation_lines import Line, Slot, line_of
from extract.relation_patterns import (
    Rule,
    candidates,
    former_words,
    lesser_words,
    modal_words,
    no_subject_after,
    past_words,
    rumour_words,
)
from extract.tables import LANGUAGES

_TITLE_REACH = 700
"""How far back the company of a bare title ("the chief executive, X") may stand."""
_CONFIDENCE = {"name": 0.85, "clause": 0.75, "title": 0.65}


@dataclass(frozen=True, slots=True)
class Link:
    """A relation found in a sentence, before it is known which claim carries it."""

    subject: str
    object: str
    rule: Rule
    start: int
    end: int


@Language.component("racegraph_relations")
def find_relations(doc: Doc) -> Doc:
    """Fill `draft.relations`, each pair of entities at most once a predicate; add the claims that only a relation asked for."""
    draft: Draft = doc._.draft
    found: dict[tuple[str, str, str], Relation] = {}
    own = OwnVoice(draft)
    for s in draft.sentences:
        if s.language not in LANGUAGES or draft.blocks[s.block].kind != "body":
            continue
        for link in _links(draft, s):
            key = (link.subject, link.rule.predicate, link.object)
            if key in found:
                continue
            claim = _carrier(draft, s, link, own)
            if claim:
                found[key] = _relation(draft, s, link, claim)
    draft.claims = sorted([*draft.claims, *own.claims()], key=lambda c: (c.start, c.end))
    kept = (r for r in found.values() if not _said_better(r, found))
    draft.relations = sorted(kept, key=lambda r: (r.start, r.end, r.predicate))
    return doc


def _relation(draft: Draft, s: Sentence, link: Link, claim: Claim) -> Relation:
    return Relation(
        link.subject, link.rule.predicate, link.object, link.start, link.end, draft.text[link.start : link.end], claim.id,
        _CONFIDENCE[link.rule.style], f"pattern:{s.language}",
    )  # fmt: skip


_BETTER: dict[str, tuple[Predicate, ...]] = {
    "works_for": ("leads", "founded", "formerly_at"),
    "leads": ("formerly_at",),
    "partners_with": ("owns",),
    "develops": ("owns",),
}
"""What the first predicate adds nothing to, or is wrong beside."""


def _said_better(r: Relation, found: Iterable[tuple[str, str, str]]) -> bool:
    return any((r.subject, better, r.object) in found for better in _BETTER.get(r.predicate, ()))


def _links(draft: Draft, s: Sentence) -> Iterator[Link]:
    """Yield what one sentence states."""
    line = line_of(draft, s)
    if not line.slots:
        return
    rumoured = rumour_words(s.language).search(line.text) is not None
    for rule in candidates(s.language, line.text, frozenset(line.text[at] for at in line.slots)):
        if len(line.slots) < len(rule.needs) or (rumoured and rule.style == "clause"):
            continue
        for match in rule.pattern.finditer(line.text):
            if not _unsure(line, match, rule):
                yield from _pairs(draft, line, match, rule)


_SHARED = frozenset(["leads", "founded", "develops", "makes"])
"""In a name phrase only these reach over the whole list ("Nvidia's H20 and H100"; not "Microsoft-backed OpenAI and Oracle")."""


def _pairs(draft: Draft, line: Line, match: re.Match[str], rule: Rule) -> Iterator[Link]:
    """Yield the links of a match: lists are taken apart, and a bare title finds its company."""
    a = line.slots[match.start("A")]
    if rule.style == "title":
        company = _company_before(draft, a.start)
        if company:
            yield Link(a.entities[0], company, rule, a.start, a.end)
        return
    b = line.slots[match.start("B")]
    a_first = match.start("A") < match.start("B")
    by_verb = rule.style == "clause"
    subjects = line.listed(match.start("A"), forward=not a_first) if by_verb else [a]
    shared = by_verb or (a_first and rule.predicate in _SHARED)
    objects = line.listed(match.start("B"), forward=a_first) if shared else [b]
    for one in subjects:
        for other in objects:
            yield from _between(one, other, rule)


def _between(one: Slot, other: Slot, rule: Rule) -> Iterator[Link]:
    start, end = min(one.start, other.start), max(one.end, other.end)
    for subject in one.entities:
        for object_ in other.entities:
            if subject != object_:
                yield Link(subject, object_, rule, start, end)


def _company_before(draft: Draft, at: int) -> str | None:
    """Return the company an article is speaking of: the one named most often shortly before, the later one of equals."""
    before = [m for m in within(draft.mentions, max(0, at - _TITLE_REACH), at) if m.kind == "Company"]
    if not before:
        return None
    counts = Counter(m.entity for m in before)
    last = {m.entity: m.start for m in before}
    return max(counts, key=lambda e: (counts[e], last[e]))


_LASTING = frozenset(["founded", "formerly_at", "released", "invests_in"])
"""What was done once stays done."""
_CLAUSE_EDGE = re.compile(r"[,;:。；：，“”]")


def _unsure(line: Line, match: re.Match[str], rule: Rule) -> bool:
    """A name phrase is taken back by "former" only; a clause also by hedges, plans, conditions and negations in it."""
    before = line.text[max(0, match.start() - 60) : match.start()]
    if rule.predicate in ("leads", "works_for") and former_words(line.language).search(before[-14:] + match.group()):
        return True
    if rule.predicate == "leads" and lesser_words(line.language).search(before):
        return True
    if rule.style != "clause":
        return False
    edges = [m.end() for m in _CLAUSE_EDGE.finditer(before)]
    clause = before[edges[-1] if edges else 0 :] + match.group()
    if modal_words(line.language).search(clause):
        return True
    if rule.predicate not in _LASTING and past_words(line.language).search(clause):
        return True
    first = min(match.start("A"), match.start("B"))
    if first != match.start():
        return False
    start = line.list_start(first)
    return no_subject_after(line.language).search(line.text[max(0, start - 12) : start]) is not None


def _carrier(draft: Draft, s: Sentence, link: Link, own: OwnVoice) -> Claim | None:
    """Return the claim that holds the words (the narrowest one), or a new one in the outlet's voice; None where it takes them back."""
    over = [c for c in overlapping(draft.claims, s.start, s.end) if c.start < s.end]
    holding = [c for c in over if c.start <= link.start < c.end] or over
    if holding:
        claim = min(holding, key=lambda c: (c.end - c.start, c.id))
        taken_back = link.rule.style == "clause" and (claim.modality == "denied" or claim.condition is not None)
        return None if taken_back else claim
    if draft.text[s.start] in '“"「『‘':
        return None
    return own.claim_of(s, by="relation", confidence=_CONFIDENCE[link.rule.style])
