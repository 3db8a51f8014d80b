"""Says what each figure measures, whose number it is, for which time, and whether it is fact, forecast, target or estimate.

All is read from the clause the figure stands in, then from its sentence. The speaker of a sentence is never taken for the subject of the
numbers in what is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Basis, Figure, Mention, Period, Role
from extract.draft import Draft, Sentence, overlapping, within
from extract.speech import whole
from extract.tables import table

_FITTING = ("Model", "Company", "Chip", "Product", "Organization", "Agency", "Person", "Policy", "Country")
_CLAUSE = {
    "vi": re.compile(
        r"[;:]|, (?:trong khi|còn|nhưng|song|và)(?= )|\b(?:trong khi|nhưng)\b|\brằng\b|\bcho biết\b|\bcho rằng\b",
        re.I,
    ),
    "en": re.compile(
        r"[;:]|, (?:while|but|whereas|and|compared with)\b|\bwhile\b|\bwhereas\b|\bthat\b|\bsaid\b|\bsays\b", re.I
    ),
    "zh": re.compile(r"[；：]|，(?:而|但|同时|其中)|表示，|称，|认为，|指出，"),
}
_OWNER = re.compile(r"\s?(?:của|thuộc|'s|’s|的|旗下的?|from|by|of)\s?")


@dataclass(frozen=True, slots=True)
class Clause:
    """The stretch of a sentence around a figure between two turns."""

    start: int
    end: int


@Language.component("racegraph_measures")
def measure(doc: Doc) -> Doc:
    """Fill in metric, subjects, period, role, basis and figurative of `draft.figures`."""
    draft: Draft = doc._.draft
    out = []
    for f in draft.figures:
        s = draft.sentence_at(f.start)
        out.append(_measured(draft, s, f) if s else f)
    draft.figures = out
    return doc


def _measured(draft: Draft, s: Sentence, f: Figure) -> Figure:
    clause = _clause(draft.text, s, f)
    sentence = draft.text[s.start : s.end]
    metric = _metric(draft.text, clause, s, f)
    return replace(
        f,
        metric=metric,
        subjects=_subjects(draft, s, clause, f),
        period=_period(draft, s, clause),
        role=_role(sentence, draft.text[clause.start : clause.end], s.language),
        basis=_basis(draft.text, clause, f, s.language),
        figurative=f.qualifier == "vague" and _shows("figurative", f.text, s.language),
    )


def _clause(text: str, s: Sentence, f: Figure) -> Clause:
    turns = list(_CLAUSE[s.language].finditer(text, s.start, s.end))
    start = max((m.end() for m in turns if m.end() <= f.start), default=s.start)
    end = min((m.start() for m in turns if m.start() >= f.end), default=s.end)
    return Clause(start, end)


@cache
def _words(subject: str, language: str) -> re.Pattern[str]:
    return re.compile(whole(language, table("any", "metrics")[subject][language]), re.I)


def _shows(subject: str, text: str, language: str) -> bool:
    return _words(subject, language).search(text) is not None


@cache
def _cues(language: str) -> tuple[tuple[str, frozenset[str], re.Pattern[str]], ...]:
    return tuple(
        (m["id"], frozenset(m["units"]), re.compile(whole(language, m[language]), re.I))
        for m in table("any", "metrics")["metric"]
    )


@cache
def _kinds() -> dict[str, str]:
    return {u["id"]: u["kind"] for u in table("any", "units")["unit"]}


def _metric(text: str, clause: Clause, s: Sentence, f: Figure) -> str:
    """Return the metric whose cue stands nearest in the clause, of those that take the unit; a telling unit decides by itself."""
    by_unit: dict[str, str] = table("any", "metrics")["by_unit"]
    if f.unit in by_unit:
        return by_unit[f.unit]
    kind = _kinds().get(f.unit, "share" if f.unit == "ratio" else "counted")
    best: tuple[float, str] = (1e9, "")
    for low, high, penalty in ((clause.start, clause.end, 0), (s.start, s.end, 1000)):
        for metric, units, pattern in _cues(s.language):
            if kind not in units and f.unit not in units:
                continue
            for m in pattern.finditer(text, low, high):
                distance = f.start - m.end() if m.end() <= f.start else (m.start() - f.end) * 0.8
                if m.start() < f.end and m.end() > f.start:
                    distance = 0
                weight = max(0.0, distance) + penalty - 2 * (m.end() - m.start())
                best = min(best, (weight, metric))
    return best[1]


def _subjects(draft: Draft, s: Sentence, clause: Clause, f: Figure) -> tuple[str, ...]:
    """Return whose number it is: the first fitting name of the clause with its owner, else the nearest name of the sentence."""
    named = _named(draft, clause.start, clause.end)
    before = [m for m in named if m.end <= f.start]
    if not before:
        after = [m for m in named if m.start >= f.end]
        if after:
            return _with_owner(draft.text, named, after[0])
        wide = [m for m in _named(draft, s.start, s.end) if m.end <= f.start]
        return _with_owner(draft.text, wide, wide[-1]) if wide else ()
    if re.fullmatch(r"\s?(?:với|with|at|ở mức|là|to|为|达|约)\s?", draft.text[before[-1].end : f.start]):
        return _with_owner(draft.text, named, before[-1])
    things = [m for m in before if m.kind != "Country"] or before
    subjects = _with_owner(draft.text, named, things[0])
    for m in named:
        if (
            m.start >= f.end
            and m.kind in ("Company", "Organization")
            and re.search(r"(?:cho|for|to|为)\s?(?:[^\W\d_]+\s){0,1}$", draft.text[f.end : m.start])
        ):
            subjects = (*subjects, m.entity)
    return tuple(dict.fromkeys(subjects))


def _named(draft: Draft, start: int, end: int) -> list[Mention]:
    """Return fitting names and what pronouns stand for, in order, outermost only."""
    found: list[Mention] = []
    for m in within(draft.mentions, start, end):
        if m.kind in _FITTING and (not found or m.start >= found[-1].end):
            found.append(m)
    for r in within(draft.referents, start, end):
        entity = draft.entities[r.entities[0]]
        if entity.kind in _FITTING and entity.kind != "Person":
            found.append(Mention(r.start, r.end, r.text, entity.kind, entity.id))
    return sorted(found, key=lambda m: m.start)


def _with_owner(text: str, named: Sequence[Mention], m: Mention) -> tuple[str, ...]:
    """ "Llama của Meta", "Meta's Llama": both are subjects."""
    for other in named:
        if other is not m and other.start >= m.end and _OWNER.fullmatch(text[m.end : other.start]):
            return m.entity, other.entity
    return (m.entity,)


def _period(draft: Draft, s: Sentence, clause: Clause) -> Period | None:
    for start, end in ((clause.start, clause.end), (s.start, s.end)):
        for d in overlapping(draft.dates, start, end, reach=200):
            if d.period:
                return d.period
    return None


def _role(sentence: str, clause: str, language: str) -> Role:
    if _shows("target", clause, language):
        return "target"
    if _shows("forecast", clause, language):
        return "forecast"
    return "estimate" if _shows("estimate", sentence, language) else "actual"


def _basis(text: str, clause: Clause, f: Figure, language: str) -> Basis:
    before = text[max(clause.start, f.start - 18) : f.start]
    if f.unit in ("percent", "times", "points") and _shows("change", before, language):
        return "change"
    return "cumulative" if _shows("cumulative", text[clause.start : clause.end], language) else "level"
