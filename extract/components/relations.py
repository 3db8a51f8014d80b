"""Finds the links between named things that a text states plainly: who leads, makes, owns, funds or restricts whom.

Names in a sentence are replaced by slots, and the patterns of `tables/<language>/relations.toml` are matched on what is left. A link that
is hedged, denied, conditional or past is no relation (a past post is `formerly_at`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Claim, Mention, Predicate, Relation
from extract.draft import Draft, Sentence, within
from extract.speech import compiled, whole
from extract.tables import LANGUAGES, table

_SLOT = "\ue000"
_REACH = 330


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over slots; `first` tells whether the subject's slot comes before the object's."""

    predicate: Predicate
    pattern: re.Pattern[str]
    order: int


@Language.component("racegraph_relations")
def find_relations(doc: Doc) -> Doc:
    """Fill `draft.relations`, each pair of entities at most once a predicate."""
    draft: Draft = doc._.draft
    seen: dict[tuple[str, str, str], Relation] = {}
    for s in draft.sentences:
        if s.language not in LANGUAGES or draft.blocks[s.block].kind not in ("body", "heading"):
            continue
        for r in sentence_relations(draft, s):
            seen.setdefault((r.subject, r.predicate, r.object), r)
    draft.relations = sorted(seen.values(), key=lambda r: (r.start, r.end, r.predicate))
    return doc


def sentence_relations(draft: Draft, s: Sentence) -> Iterator[Relation]:
    """Yield the relations one sentence states."""
    mentions = _outer(list(within(draft.mentions, s.start, s.end)))
    if len(mentions) < 2:
        return
    line, slots = _slotted(draft.text, s, mentions)
    for rule in _rules(s.language):
        for match in rule.pattern.finditer(line):
            a, b = slots[match.start("A")], slots[match.start("B")]
            for subject, object_ in _pairs(line, slots, a, b, match):
                if not _fits(rule.predicate, subject, object_) or _unsure(draft, line, match, s, rule.predicate):
                    continue
                claim = _carrier(draft, s, subject)
                if claim is None:
                    continue
                start, end = min(subject.start, object_.start), max(subject.end, object_.end)
                yield Relation(
                    subject.entity,
                    rule.predicate,
                    object_.entity,
                    start,
                    end,
                    draft.text[start:end],
                    claim.id,
                    0.75,
                    f"pattern:{s.language}",
                )


def _outer(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for m in mentions:
        if not kept or m.start >= kept[-1].end:
            kept.append(m)
    return kept


def _slotted(text: str, s: Sentence, mentions: list[Mention]) -> tuple[str, dict[int, Mention]]:
    """Return the sentence with each name as one slot character, and the mention at each slot."""
    out, slots, at, length = [], {}, s.start, 0
    for m in mentions:
        out += [text[at : m.start].replace("\n", " "), _SLOT]
        length += m.start - at
        slots[length] = m
        length += 1
        at = m.end
    out.append(text[at : s.end].replace("\n", " "))
    return "".join(out), slots


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    rules = []
    for row in table(language, "relations")["rule"]:
        for pattern in row["patterns"]:
            slots = pattern.replace("{A}", f"(?P<A>{_SLOT})").replace("{B}", f"(?P<B>{_SLOT})")
            rules.append(
                Rule(
                    cast(Predicate, row["predicate"]),
                    re.compile(slots.replace("A-Z]", f"A-Z{_SLOT}]")),
                    pattern.index("{A}") - pattern.index("{B}"),
                )
            )
    return tuple(rules)


_AND = re.compile(rf"{_SLOT}(?:\s?(?:,|、|và|and|&|和|与|及|或|or|hay|hoặc|cùng)\s?{_SLOT})+")


def _pairs(
    line: str, slots: dict[int, Mention], a: Mention, b: Mention, match: re.Match[str]
) -> Iterator[tuple[Mention, Mention]]:
    """Yield the pair, and its neighbours in a list on the far side ("made by A and B", "founded A and B")."""
    last = "A" if match.start("A") > match.start("B") else "B"
    group = next((g for g in _AND.finditer(line) if g.start() <= match.start(last) < g.end()), None)
    others = (
        [
            slots[group.start() + i]
            for i, c in enumerate(group.group())
            if c == _SLOT and group.start() + i >= match.start(last)
        ]
        if group
        else []
    )
    others = [m for m in others if m.kind == (a if last == "A" else b).kind] or [a if last == "A" else b]
    for m in others:
        yield (m, b) if last == "A" else (a, m)


def _fits(predicate: Predicate, subject: Mention, object_: Mention) -> bool:
    subjects, objects = table("any", "relations")["kinds"][predicate]
    return subject.kind in subjects and object_.kind in objects and subject.entity != object_.entity


def _unsure(draft: Draft, line: str, match: re.Match[str], s: Sentence, predicate: Predicate) -> bool:
    """A hedge, a rumour, an "if" or a negation in the clause takes the link back; the past does too, but for a former post."""
    clause = line[max(0, match.start() - 25) : match.end() + 12]
    inner = match.group()
    for subject in ("rumour", "hedged", "conditional"):
        if compiled(s.language, "{}", "modality", subject).search(clause):
            return True
    if predicate not in ("excludes", "formerly_at") and compiled(s.language, "{}", "modality", "negation").search(
        inner
    ):
        return True
    past = re.compile(whole(s.language, table(s.language, "relations")["past"]["words"]), re.I)
    return predicate not in ("formerly_at", "founded", "released") and past.search(inner) is not None


def _carrier(draft: Draft, s: Sentence, subject: Mention) -> Claim | None:
    """Return the claim of the sentence that holds the words: the narrowest one, attributed before the outlet's own."""
    over = [
        c for c in within(draft.claims, max(0, s.start - 2000), s.end + 2000) if c.start < s.end and s.start < c.end
    ]
    holding = [c for c in over if c.start <= subject.start < c.end] or over
    return min(holding, key=lambda c: (c.end - c.start, c.id)) if holding else None
