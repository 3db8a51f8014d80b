"""Measures how far a claim covers what a question speaks of; across languages the bridge is entities, ideas, figures and names.

Coverage is the covered share of the question's weight, from 0 to 1. Rare ideas weigh more than common ones, names most.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.answer.evidence import Evidence
from app.answer.lexicon import lexicon, near
from app.answer.names import NameFound, NameIndex
from app.answer.periods import overlaps
from app.answer.question import Question, Target
from app.answer.words_of_text import fold, is_han, words_of
from graph.tokens import entity_token

LIGHT = frozenset(
    [
        "say",
        "announce",
        "claim",
        "ask_",
        "give",
        "number",
        "report_",
        "believe",
        "possible",
        "show",
        "models_count",
        "company",
        "tech",
        "new",
        "time_gap",
        "human",
        "early",
        "late",
        "year_unit",
        "month_unit",
        "times_",
        "research",
        "product",
        "joint",
        "only",
        "media",
        "data",
        "make_",
        "work_",
        "platform",
        "industry",
        "job",
        "service",
        "size_",
        "compare",
        "share_",
        "need",
        "plan",
        "version",
    ]
)
"""Ideas so common in this field that sharing them says little."""

_MODALITY_IDEAS = {
    "hedged": frozenset({"suspect", "possible"}),
    "predicted": frozenset({"predict"}),
    "denied": frozenset({"deny"}),
    "declined_to_comment": frozenset({"decline", "respond"}),
}
_DESCRIPTIONS = {"Model": "model", "Company": "company", "Chip": "chip", "Policy": "law", "Product": "product"}
"""The noun by which a thing of a kind is spoken of once it has been named ("the model")."""

_NEARLY = 0.6
_SHARES = frozenset({"", "market_share", "revenue_share", "revenue"})
"""Metrics under which a percentage is a share of something, whatever the sentence calls it."""
_NEAR = 900
_JUST_BEFORE = 150
"""Characters within which another claim of the same article still tells what this one is about."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What can be seen in a claim's sentence: ideas, words, names with their places."""

    ideas: frozenset[str]
    places: tuple[tuple[tuple[str, ...], int, int], ...]
    keys: frozenset[str]
    folded: str
    names: tuple[NameFound, ...]
    entities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Context:
    """The entities named just before a claim, close to it, and anywhere in the claims of its article that are looked at."""

    before: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    article: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A claim measured against a question: coverage, and how well each target is covered."""

    evidence: Evidence
    reading: Reading
    coverage: float
    ideas_hit: int
    targets: dict[str, float] = field(default_factory=dict)
    content: float = 0.0

    def near_idea(self, group: tuple[str, ...]) -> bool:
        """Say whether the claim speaks of one of these ideas, or of one near it."""
        return _idea_hit(group, self.reading) > 0

    def has(self, target: Target, at_least: float = 0.5) -> bool:
        return self.targets.get(target.thing.id, 0.0) >= at_least


class SentenceReader:
    """Reads claims' sentences and remembers what it saw."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names
        self._read: dict[str, Reading] = {}

    def read(self, evidence: Evidence) -> Reading:
        """Return what stands in the claim's sentence."""
        known = self._read.get(evidence.id)
        if known is None:
            if len(self._read) > 50_000:
                self._read.clear()
            known = self._read[evidence.id] = self._look(evidence)
        return known

    def _look(self, evidence: Evidence) -> Reading:
        words = words_of(evidence.sentence, evidence.language)
        found = lexicon(evidence.language).find(words)
        names = tuple(self.names.find(evidence.sentence))
        return Reading(
            ideas=frozenset(lexicon(evidence.language).all_ideas(words))
            | _MODALITY_IDEAS.get(evidence.modality, frozenset())
            | {f.metric for f in evidence.figures if f.metric}
            | {
                "share" for f in evidence.figures if f.unit == "percent" and f.basis != "change" and f.metric in _SHARES
            },
            places=tuple((f.ideas, f.start, f.end) for f in found),
            keys=frozenset(w.key for w in words) | frozenset(fold(w.key) for w in words),
            folded=fold(evidence.sentence),
            names=names,
            entities=evidence.entities | {n.things[0].id for n in names},
        )


def matches(question: Question, found: Sequence[Evidence], reader: SentenceReader) -> list[Match]:
    """Return the claims with their coverage, best first; ties by confidence, newest, id."""
    readings = [reader.read(e) for e in found]
    counts = Counter(i for r in readings for i in r.ideas)
    contexts = _contexts(found, readings)
    measured = [
        _measure(question, e, r, contexts[n], counts, len(found))
        for n, (e, r) in enumerate(zip(found, readings, strict=True))
    ]
    return sorted(measured, key=lambda m: (-m.coverage, -m.evidence.confidence, _newest(m.evidence), m.evidence.id))


def _newest(evidence: Evidence) -> int:
    return -evidence.day.toordinal() if evidence.day else 0


def _contexts(found: Sequence[Evidence], readings: Sequence[Reading]) -> list[Context]:
    """Return for each claim the entities of claims that stand close to it, and those of its whole article."""
    by_article: dict[str, list[int]] = {}
    for n, evidence in enumerate(found):
        by_article.setdefault(evidence.article.id, []).append(n)
    contexts = [Context()] * len(found)
    for members in by_article.values():
        for n in members:
            close = [m for m in members if m != n and abs(found[m].start - found[n].start) < _NEAR]
            just = [
                m for m in close if found[n].start - found[m].start > 0 and found[n].start - found[m].end < _JUST_BEFORE
            ]
            contexts[n] = Context(
                frozenset(e for m in just for e in readings[m].entities),
                frozenset(e for m in close for e in readings[m].entities),
                frozenset(e for m in members for e in readings[m].entities),
            )
    return contexts


def _measure(
    question: Question, evidence: Evidence, reading: Reading, context: Context, counts: Counter[str], total: int,
) -> Match:  # fmt: skip
    weight = covered = content_weight = content = 0.0
    targets: dict[str, float] = {}
    for target in question.targets:
        worth = 1.0 if target.thing.kind in ("Country", "Place") else 2.0
        share = _target_share(target, evidence, reading, context)
        targets[target.thing.id] = share
        weight += worth
        covered += worth * share
    hits = 0
    for group, full in [(g, 1.0) for g in question.ideas] + [(g, 0.3) for g in question.context]:
        worth = full * _idea_weight(group, counts, total)
        hit = _idea_hit(group, reading)
        hits += hit > 0.5 and worth > 0.3
        weight += worth
        covered += worth * hit
        content_weight += worth
        content += worth * hit
    same = evidence.language == question.language
    for key in question.words:
        worth = 0.6 if same else 0.15
        hit = (
            1.0
            if key in reading.keys
            or fold(key) in reading.keys
            or (len(key) > 1 and is_han(key) and key in reading.folded)
            else 0.0
        )
        weight += worth
        covered += worth * hit
        content_weight += worth
        content += worth * hit
    for amount in question.amounts:
        weight += 1.0
        covered += _has_amount(amount, evidence)
    if question.period:
        weight += 0.5
        covered += 0.5 * _in_period(question, evidence)
    coverage = covered / weight if weight else 0.0
    return Match(evidence, reading, coverage, hits, targets, content / content_weight if content_weight else 1.0)


def _idea_hit(group: tuple[str, ...], reading: Reading) -> float:
    """Return 1 for an idea of the sentence, less for one that is only near it ("spend" for "cost")."""
    if reading.ideas.intersection(group):
        return 1.0
    return _NEARLY if any(reading.ideas & near(idea) for idea in group) else 0.0


def _idea_weight(group: tuple[str, ...], counts: Counter[str], total: int) -> float:
    base = 0.25 if LIGHT.intersection(group) else 1.0
    seen = max((counts[i] for i in group), default=0)
    rarity = math.log((total + 1) / (seen + 1)) / math.log(total + 1) if total > 1 else 0.5
    return base * (0.5 + 0.5 * rarity)


def _target_share(target: Target, evidence: Evidence, reading: Reading, context: Context) -> float:
    ids = set(target.ids)
    if (
        ids & reading.entities
        or any(entity_token(i) in evidence.tokens for i in ids)
        or evidence.article.outlet_id in ids
    ):
        return 1.0
    if re.search(rf"(?<![^\W_]){re.escape(fold(target.text))}(?![^\W_])", reading.folded):
        return 0.9
    if _short_form(target, evidence, ids | {target.thing.parent}, reading.entities | context.article):
        return 0.9
    if ids & context.article and _describes(target, reading):
        return 0.7
    if ids & context.before:
        return 0.6
    if ids & context.near:
        return 0.45
    if target.thing.parent in reading.entities:
        return 0.35
    if fold(target.text) in fold(evidence.article.title):
        return 0.6
    return 0.0


def _short_form(target: Target, evidence: Evidence, kin: set[str], around: frozenset[str]) -> bool:
    """Say whether the sentence has only the number of a model or chip ("R2"), in an article about it or its maker."""
    last = target.thing.name.split()[-1].split("-")[-1]
    if target.thing.kind not in ("Model", "Chip") or not (re.search(r"\d", last) and re.search(r"[A-Za-z]", last)):
        return False
    return bool(kin & around) and bool(
        re.search(rf"(?<![A-Za-z0-9-]){re.escape(last)}(?![A-Za-z0-9])", evidence.sentence)
    )


def _describes(target: Target, reading: Reading) -> bool:
    """Say whether the sentence speaks of "the model", "the company" and names no other of that kind."""
    idea = _DESCRIPTIONS.get(target.thing.kind)
    return (
        bool(idea) and idea in reading.ideas and not any(n.things[0].kind == target.thing.kind for n in reading.names)
    )


def _has_amount(amount: float, evidence: Evidence) -> float:
    """Return 1 when a figure of the claim has this value, or its words hold the bare number."""
    if any(amount in (f.value, f.low, f.high) for f in evidence.figures):
        return 1.0
    return 1.0 if re.search(rf"(?<![\d.,]){amount:g}(?!\d|[.,]\d)", evidence.sentence) else 0.0


def _in_period(question: Question, evidence: Evidence) -> float:
    period = question.period
    assert period is not None
    spans = [(f.period_start, f.period_end) for f in evidence.figures if f.period_start or f.period_end]
    spans += [(evidence.said_start, evidence.said_end)] if evidence.said_start or evidence.said_end else []
    if any(overlaps(period, start, end) for start, end in spans):
        return 1.0
    day = evidence.article.published_on
    if day and overlaps(period, day, day):
        return 0.7
    return 0.8 if str(period.start.year) in evidence.sentence else 0.0
