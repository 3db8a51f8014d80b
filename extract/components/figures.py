"""Finds the numbers that quantify something, outside names and dates, and marks a change from one number to another."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Figure
from extract.draft import Draft, Sentence, overlapping
from extract.figure_grammar import Reading, readings
from extract.ids import sentence_ordinals, stable_id
from extract.speech import any_of
from extract.tables import LANGUAGES, table

_CONFIDENCE = {"digits": 0.95, "words": 0.85, "vague": 0.85, "fractions": 0.85, "multiples": 0.8}


@Language.component("racegraph_figures")
def find_figures(doc: Doc) -> Doc:
    """Fill `draft.figures`."""
    draft: Draft = doc._.draft
    ordinals = sentence_ordinals(draft)
    for s in draft.sentences:
        if s.language not in LANGUAGES or draft.blocks[s.block].kind == "credit":
            continue
        names = [(m.start, m.end) for m in overlapping(draft.mentions, s.start, s.end, reach=200)]
        days = [(d.start, d.end) for d in overlapping(draft.dates, s.start, s.end, reach=200)]
        found = readings(draft.text, s.start, s.end, s.language, sorted(names + days))
        draft.figures += _linked(draft.text, s, _with_units([_figure(draft, s, r, ordinals[s.start]) for r in found]))
    return doc


def _figure(draft: Draft, s: Sentence, r: Reading, ordinal: int) -> Figure:
    text = draft.text
    unit = r.unit
    if (
        unit == "times" and r.value is not None and r.value >= 1000
    ):  # "75 triệu lần": so often, not so many times as much
        unit = "downloads" if re.search(r"tải|download|下载", text[s.start : s.end]) else "count"
    return Figure(
        id=stable_id(draft.article.id, text[s.start : s.end], ordinal, r.start - s.start, "figure"),
        start=r.start,
        end=r.end,
        text=text[r.start : r.end],
        value=r.value,
        low=r.low,
        high=r.high,
        unit=unit,
        qualifier=r.qualifier,
        confidence=_CONFIDENCE[r.form],
        by=f"grammar:{r.form}",
    )


def _with_units(found: list[Figure]) -> list[Figure]:
    """A number without a unit takes that of the number before it in the sentence, else it is a count."""
    unit = ""
    out = []
    for f in found:
        whole = f if f.unit else replace(f, unit=unit or "count", confidence=0.75, by="grammar:elided")
        unit = whole.unit
        out.append(whole)
    return out


def _linked(text: str, s: Sentence, found: list[Figure]) -> list[Figure]:
    """Mark "from A down to B" as one change."""
    rules = table(s.language, "numbers")
    change, begin = any_of(rules["change"]), any_of(rules["from"])
    out = list(found)
    for i, (a, b) in enumerate(pairwise(found)):
        between = text[a.end : b.start]
        if not re.fullmatch(rf"[^,.;，。；]{{0,30}}?(?:{change})\s?(?:mức |khoảng )?", between, re.I):
            continue
        if re.search(rf"(?:{begin})\s?(?:mức )?$", text[max(s.start, a.start - 12) : a.start], re.I):
            out[i + 1] = replace(out[i + 1], changed_from=a.id)
    return out
