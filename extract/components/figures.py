"""Finds the numbers that quantify something, outside names and dates, and marks a change from one number to another."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Figure
from extract.draft import Draft, Sentence, overlapping
from extract.figure_grammar import Quantity, quantities
from extract.figure_reading import Reading, read
from extract.figure_units import kind_of
from extract.ids import sentence_ordinals, stable_id
from extract.numbers import number_starts
from extract.speech import any_of
from extract.tables import LANGUAGES, table

_CONFIDENCE = {
    "digits": 0.95,
    "words": 0.85,
    "few": 0.8,
    "hosts": 0.85,
    "fractions": 0.85,
    "multiples": 0.8,
    "half": 0.8,
}


@Language.component("racegraph_figures")
def find_figures(doc: Doc) -> Doc:
    """Fill `draft.figures`."""
    draft: Draft = doc._.draft
    ordinals = sentence_ordinals(draft)
    r = read(draft.text)
    for s in draft.sentences:
        if s.language not in LANGUAGES or draft.blocks[s.block].kind == "credit":
            continue
        start, end = r.offset(s.start), r.offset(s.end)
        if not number_starts(s.language).search(r.low, start, end):
            continue
        names = [(m.start, m.end) for m in overlapping(draft.mentions, s.start, s.end, reach=200)]
        days = [(d.start, d.end) for d in overlapping(draft.dates, s.start, s.end, reach=200)]
        taken = [(r.offset(a), r.offset(b)) for a, b in sorted(names + days)]
        found = _with_units(r, s.language, quantities(r, start, end, s.language, taken))
        figures = [_figure(draft, r, s, q, ordinals[s.start]) for q in found]
        draft.figures += _linked(draft.text, s, figures)
    return doc


def _figure(draft: Draft, r: Reading, s: Sentence, q: Quantity, ordinal: int) -> Figure:
    start, end = r.article_offset(q.start), r.article_offset(q.end)
    text = draft.text
    unit = q.unit
    counted = unit == "count" or (unit == "times" and (q.value or 0) >= 1000)
    if counted and q.end > q.start:
        told = _DOWNLOADS.search(text, s.start, s.end) and _OFTEN.search(text[start:end])
        unit = "downloads" if told else "count"
    return Figure(
        id=stable_id(draft.article.id, text[s.start : s.end], ordinal, start - s.start, "figure"),
        start=start,
        end=end,
        text=text[start:end],
        value=q.value,
        low=q.low,
        high=q.high,
        unit=unit,
        qualifier=q.qualifier,
        confidence=0.75 if q.plain else _CONFIDENCE[q.form],
        by=f"grammar:{q.form}",
    )


_DOWNLOADS = re.compile(r"tải (?:xuống|về)|lượt tải|download|下载|下載", re.I)
_OFTEN = re.compile(r"lượt$|lần$|times$|次", re.I)
"""How often something was done, which is a number of downloads where the sentence is about them."""


def _with_units(r: Reading, language: str, found: list[Quantity]) -> list[Quantity]:
    """Give a number without a unit that of its neighbour in the sentence: the one before it, or the other end of a change."""
    out: list[Quantity] = []
    for i, q in enumerate(found):
        if q.unit:
            out.append(q)
            continue
        after = next((x.unit for x in found[i + 1 :] if x.unit), "")
        before = next((x.unit for x in reversed(out) if x.unit), "")
        close = i + 1 < len(found) and _change(language).fullmatch(r.low, q.end, found[i + 1].start)
        told = _told_unit(r.low[max(0, q.start - 24) : q.start])
        unit = (after if close else "") or told or before or (after if q.scaled else "") or "count"
        out.append(replace(q, unit="count" if unit in ("percent", "ratio", "times") and q.scaled else unit))
    return out


def _told_unit(before: str) -> str:
    """Return the unit of what the words right before name as counted, or an empty string."""
    clause = re.split(r"[,.;，。；]", before)[-1]
    return next(
        (unit for unit, words in table("any", "units")["elided"].items() if any(w in clause for w in words)), ""
    )


@cache
def _change(language: str) -> re.Pattern[str]:
    words = any_of(table(language, "numbers")["change"])
    return re.compile(rf"[^,.;，。；]{{0,30}}?(?:{words})\s?(?:mức |khoảng |了)?", re.I)


@cache
def _since(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:{any_of(table(language, 'numbers')['from'])})\s?(?:mức |khoảng |[^\s,，。]{{0,8}}的?)?$", re.I
    )


_REVERSED = {
    "en": re.compile(r",? (?:up|down|compared with|compared to|from)(?: [\d.]+%)?(?: from)?(?: the| a)?\s"),
    "vi": re.compile(r",? (?:tăng|giảm|so với)(?: mạnh)?(?: từ)?(?: mức)?\s"),
    "zh": re.compile(r"[，,]?(?:高于|低于)?(?:去年同期|上年同期|此前)[^，。]{0,6}"),
}  # fmt: skip
"""What stands between the later number and the earlier one where the later comes first: "$44bn, up from $26bn"."""


def _linked(text: str, s: Sentence, found: list[Figure]) -> list[Figure]:
    """Mark "from A down to B" and "B, up from A" as one change."""
    out = list(found)
    for i, (a, b) in enumerate(pairwise(found)):
        if a.unit != b.unit and {kind_of(a.unit), kind_of(b.unit)} != {"time"}:
            continue
        between = text[a.end : b.start]
        if _change(s.language).fullmatch(between) and _since(s.language).search(
            text[max(s.start, a.start - 16) : a.start]
        ):
            out[i + 1] = replace(out[i + 1], changed_from=a.id)
        elif (
            _REVERSED[s.language].fullmatch(between)
            and out[i].changed_from is None
            and re.search(r"from|từ|同期|此前", between)
        ):
            out[i] = replace(out[i], changed_from=b.id)
    return out
