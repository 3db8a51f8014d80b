"""Says what each figure measures, whose number it is, for which time, and whether it is fact, forecast, target or estimate.

All is read from the clause the figure stands in, then from its sentence. The speaker of a sentence is never taken for the subject of the
numbers in what is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Basis, Figure, Period, Role
from extract.draft import Draft, Sentence, overlapping
from extract.figure_reading import same_places
from extract.figure_subjects import subjects
from extract.figure_units import kind_of
from extract.speech import whole
from extract.tables import table

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


@dataclass(frozen=True, slots=True)
class Clause:
    """The stretch of a sentence around a figure between two turns."""

    start: int
    end: int


@Language.component("racegraph_measures")
def measure(doc: Doc) -> Doc:
    """Fill in metric, subjects, period, role, basis and figurative of `draft.figures`."""
    draft: Draft = doc._.draft
    text = same_places(draft.text)
    out = []
    for f in draft.figures:
        s = draft.sentence_at(f.start)
        out.append(_measured(draft, text, s, f) if s else f)
    draft.figures = out
    return doc


def _measured(draft: Draft, text: str, s: Sentence, f: Figure) -> Figure:
    clause = _clause(text, s, f)
    metric, cue = _metric(text, clause, s, f)
    role = _role(text[s.start : s.end], text[clause.start : clause.end], s.language)
    return replace(
        f,
        metric=metric,
        subjects=subjects(draft, s, (clause.start, clause.end), f, metric, cue),
        period=_period(draft, s, clause, f, role, metric),
        role=role,
        basis=_basis(text, clause, f, metric, s.language),
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


def _metric(text: str, clause: Clause, s: Sentence, f: Figure) -> tuple[str, tuple[int, int] | None]:
    """Return the metric whose cue stands nearest in the clause, of those that take the unit, and the cue's place.

    A telling unit decides by itself. A cue behind the number counts only until the next comma, and what merely grew yields to what grew.
    """
    by_unit: dict[str, str] = table("any", "metrics")["by_unit"]
    kind = kind_of(f.unit)
    best: tuple[float, str, tuple[int, int] | None] = (1e9, "", None)
    stop = _COMMA.search(text, f.end, clause.end)
    near_end = stop.start() if stop else clause.end
    for low, high, penalty in ((clause.start, near_end, 0), (s.start, s.end, 1000)):
        for metric, units, pattern in _cues(s.language):
            if kind not in units and f.unit not in units:
                continue
            for m in pattern.finditer(text, low, high):
                distance = f.start - m.end() if m.end() <= f.start else (m.start() - f.end) * 1.5
                if m.start() < f.end and m.end() > f.start:
                    distance = 0
                weight = (
                    max(0.0, distance)
                    + penalty
                    - (m.end() - m.start()) * (2 if s.language == "zh" else 1)
                    + (200 if metric in _WEAK else 0)
                )
                if weight < best[0]:
                    best = (weight, metric, m.span())
        if best[1]:
            break
    return by_unit.get(f.unit, best[1]), best[2]


_WEAK = ("growth", "models_released")
_COMMA = re.compile(r"[,，]\s?(?!\d)")


def _period(draft: Draft, s: Sentence, clause: Clause, f: Figure, role: Role, metric: str) -> Period | None:
    """Return the time that stands nearest to the figure in its clause, then in its sentence, never one it is compared with.

    What is stated of no time is as of the day of publication, unless it is yet to come.
    """
    text = draft.text
    best: tuple[float, Period] | None = None
    for d in overlapping(draft.dates, s.start, s.end, reach=200):
        compared = _COMPARED[s.language].search(
            text, max(f.end if d.start >= f.end else s.start, d.start - 30), d.start
        )
        if d.period is None or compared:
            continue
        gap = d.start - f.end if d.start >= f.end else f.start - d.end
        outside = d.end <= clause.start or d.start >= clause.end
        beside = gap < 8 and not re.search(r"[,;，；。]", text[min(f.end, d.end) : max(d.start, f.start)])
        weight = gap + (300 if outside else 0) - (500 if beside else 0) + (40 if d.start >= f.end else 0)
        if best is None or weight < best[0]:
            best = (weight, d.period)
    if best:
        return best[1]
    published = draft.article.published_on
    if metric in table("any", "metrics")["flows"] and (told := _told_before(draft, s)):
        return told
    return Period(published, published) if published and role in ("actual", "estimate") else None


def _told_before(draft: Draft, s: Sentence) -> Period | None:
    """Return the month, quarter or year of the sentences before in the paragraph: what flows does so in the time they speak of."""
    begin = draft.blocks[s.block].start
    published = draft.article.published_on
    for d in reversed(overlapping(draft.dates, begin, s.start, reach=200)):
        if d.period and (d.period.end - d.period.start).days >= 27 and not (published and d.period.end > published):
            return d.period
    return None


_COMPARED = {
    "vi": re.compile(r"so với (?:mức |con số |cùng kỳ |cùng giai đoạn |thời điểm )*[^,.;]{0,12}$|hơn (?:cùng kỳ )?$", re.I),
    "en": re.compile(r"(?:compared (?:with|to)|versus|than(?: in)?|from|over|against)(?: (?:the|a|an|in|same|period))*\s$", re.I),
    "zh": re.compile(r"(?:较|比|相比|相较于?|与)$"),
}  # fmt: skip
"""What stands before a time that a figure is only compared with."""


def _role(sentence: str, clause: str, language: str) -> Role:
    if _shows("target", clause, language):
        return "target"
    if _shows("forecast", clause, language):
        return "forecast"
    return "estimate" if _shows("estimate", sentence, language) else "actual"


def _basis(text: str, clause: Clause, f: Figure, metric: str, language: str) -> Basis:
    before = text[max(clause.start, f.start - 18) : f.start]
    if f.unit in ("percent", "times", "points", "ratio") and _shows("change", before, language):
        return "change"
    if _shows("cumulative", text[clause.start : clause.end], language):
        return "cumulative"
    return "flow" if metric in table("any", "metrics")["flows"] and f.unit != "percent" else "level"
