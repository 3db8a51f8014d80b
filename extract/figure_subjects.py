"""Says whose number a figure is: the name beside it, the owner of what is measured, or the subject of its clause; never who only reports it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.annotations import Figure, Mention
from extract.draft import Draft, Sentence, within
from extract.speech import according_to, cues
from extract.tables import table

_FITTING = ("Model", "Company", "Chip", "Product", "Organization", "Agency", "Person", "Policy", "Country")
_BESIDE = {
    "vi": re.compile(r"\s?(?:với|chiếm|đạt|có|là|ở mức|hiện|chỉ|đã|còn|được|:|\()*(?:\s(?:với|chiếm|đạt|có|là|ở mức|chỉ|đã|còn|khoảng))*\s?", re.I),
    "en": re.compile(r"(?:,| \(|:)?\s?(?:with|at|has|had|have|holds?|held|is|was|to|accounts? for|accounted for|takes?|took|controls?|reached|hit|about|only|just|now|a|an|the|\s)*(?:us|hk|nt)?[$€£¥]?", re.I),
    "zh": re.compile(r"\s?(?:占比?|为|达到?|约|有|以|则|仅|是|：|:|（|\(|的|了)*\s?"),
}  # fmt: skip
_OWNED = {
    "vi": re.compile(r"(?P<thing>[^,.;:()]{0,30}?)(?<![^\W_])(?:của|cho|từ|bởi|do)\s(?:hãng |công ty |tập đoàn |chip |mô hình |chính |riêng )*$", re.I),
    "en": re.compile(r"(?P<thing>[^,.;:()]{0,30}?)\b(?:of|for|from|by|in|to)\s(?:the |its |a |all )*$", re.I),
    "zh": re.compile(r"(?P<thing>[^，。；：]{0,8}?)(?:给|为|来自)$"),
}  # fmt: skip
_OWNER = re.compile(r"\s?(?:của|thuộc|'s|’s|的|旗下的?|from|by|of|do)\s?")
_BEFORE_THING = re.compile(r"(?:['’]s?|的|\s)?[^,.;:，。；：()（）]{0,24}")
_AFTER_THING = re.compile(
    r"\s?(?:(?:của|tại|of|at|for|from)\s(?:the |hãng |công ty |tập đoàn |chip |mô hình |nhà sản xuất chip )*)?", re.I
)


def subjects(
    draft: Draft, s: Sentence, clause: tuple[int, int], f: Figure, metric: str, cue: tuple[int, int] | None
) -> tuple[str, ...]:
    """Return the entities whose number it is, the likeliest first; empty when no name fits."""
    everyone = _named(draft, s.start, s.end)
    sources = _sources(draft, s, everyone, f.start)
    told = [m for m in everyone if m.start not in sources]
    named = _best_kinds([m for m in told if not _is_place(draft.text, m)] or told, metric)
    inside = [m.entity for m in named if m.start >= f.start and m.end <= f.end]
    chosen = _beside(draft.text, s, named, f) or _owner_of_thing(draft.text, named, clause, f, cue)
    if chosen is None:
        before = [m for m in named if clause[0] <= m.start and m.end <= f.start]
        chosen = before[0] if before else None
    owned = _owned_after(draft.text, s, named, f)
    if chosen is None and owned is None and not inside:
        chosen = _further(draft, s, clause, named, [m for m in everyone if m.start in sources], f)
    if metric == "gap" and chosen is not None:
        first = next((m for m in named if m.start >= clause[0] or m is chosen), chosen)
        chosen, inside = (first, [chosen.entity, *inside]) if first.end <= f.start else (chosen, inside)
    found = [
        *(_with_owner(draft.text, everyone, chosen) if chosen else ()),
        *inside,
        *([owned.entity] if owned else []),
    ]
    return tuple(dict.fromkeys(found))[:4]


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


def _sources(draft: Draft, s: Sentence, named: Sequence[Mention], at: int) -> set[int]:
    """Return the starts of the names that only report: before a verb of saying, or behind "according to".

    Who expects or plans something of nobody else is no source: it is the one whose number it is.
    """
    text = draft.text
    sources: set[int] = set()
    for cue in cues(text, s.start, s.end, s.language):
        before = [m for m in named if m.end <= cue.start and cue.start - m.end < 40]
        if cue.act in ("predicted", "hedged") and not any(cue.end <= m.start < at for m in named):
            continue
        if before and not re.search(r"[;；]", text[before[-1].end : cue.start]):
            sources.add(before[-1].start)
    for match in according_to(s.language).finditer(text, s.start, s.end):
        after = next((m for m in named if m.start >= match.end()), None)
        outlets = [m for m in within(draft.mentions, match.end(), match.end() + 25) if m.kind == "Outlet"]
        if after and after.start - match.end() < 25 and not (outlets and outlets[0].start < after.start):
            sources.add(after.start)
    return sources


_IN = re.compile(
    r"(?:(?<![^\W_])(?:in|at|across|within|from|to|tại|ở|vào|sang|khỏi|trong|thị trường|khách hàng)\s(?:the )?|在|对|向|来自|源自)$",
    re.I,
)


def _is_place(text: str, m: Mention) -> bool:
    """True when a country only says where: "in China", "tại Trung Quốc", 在中国."""
    return m.kind == "Country" and _IN.search(text, max(0, m.start - 14), m.start) is not None


@cache
def _kinds(metric: str) -> tuple[str, ...]:
    rows = table("any", "metrics")["subjects"]
    return tuple(next((r["kinds"] for r in rows if metric in r["metrics"]), rows[0]["kinds"]))


def _best_kinds(named: list[Mention], metric: str) -> list[Mention]:
    """Keep the kinds whose number the metric is; where there is none, any but laws and persons; else all."""
    kinds = _kinds(metric)
    return [m for m in named if m.kind in kinds] or [m for m in named if m.kind not in ("Policy", "Person")] or named


def _beside(text: str, s: Sentence, named: Sequence[Mention], f: Figure) -> Mention | None:
    last = next((m for m in reversed(named) if m.end <= f.start), None)
    return last if last and _BESIDE[s.language].fullmatch(text[last.end : f.start]) else None


def _owner_of_thing(
    text: str, named: Sequence[Mention], clause: tuple[int, int], f: Figure, cue: tuple[int, int] | None
) -> Mention | None:
    """Return the owner of what is measured: "doanh thu của Y", "Y's revenue", Y的营收."""
    if cue is None:
        return None
    after = next((m for m in named if m.start >= cue[1]), None)
    if after and after.start - cue[1] < 40 and cue[1] <= f.start and _AFTER_THING.fullmatch(text[cue[1] : after.start]):
        return after
    before = next((m for m in reversed(named) if m.end <= cue[0] and clause[0] <= m.start < clause[1]), None)
    return (
        before if before and _BEFORE_THING.fullmatch(text[before.end : cue[0]]) and cue[0] - before.end < 25 else None
    )


def _owned_after(text: str, s: Sentence, named: Sequence[Mention], f: Figure) -> Mention | None:
    """Return Y of "13% doanh thu của Y", "$5bn in revenue for Y"."""
    after = next((m for m in named if m.start >= f.end), None)
    return (
        after
        if after and after.start - f.end < 50 and _OWNED[s.language].fullmatch(text[f.end : after.start])
        else None
    )


def _further(
    draft: Draft, s: Sentence, clause: tuple[int, int], named: Sequence[Mention], sources: Sequence[Mention], f: Figure
) -> Mention | None:
    """Look on: earlier in the sentence, later in the clause, the reporting company itself, then the sentence before."""
    earlier = [m for m in named if m.end <= f.start]
    later = [m for m in named if m.start >= f.end and m.start < clause[1]]
    speakers = [m for m in sources if m.kind in ("Company", "Organization", "Country", "Agency")]
    if earlier or later or speakers:
        return earlier[-1] if earlier else later[0] if later else speakers[0]
    previous = draft.sentence_at(s.start - 2) or draft.sentence_at(s.start - 1)
    if named or sources or previous is None or previous.block != s.block or previous.start >= s.start:
        return None
    return next(
        (
            m
            for m in _named(draft, previous.start, previous.end)
            if m.kind in ("Company", "Model", "Chip", "Product", "Country")
        ),
        None,
    )


def _with_owner(text: str, named: Sequence[Mention], m: Mention) -> tuple[str, ...]:
    """ "Llama của Meta", "Meta's Llama": both are subjects."""
    for other in reversed(named):
        if other.end <= m.start and _OWNER.fullmatch(text[other.end : m.start]) and text[other.end : m.start].strip():
            return other.entity, m.entity
    for other in named:
        if other.start >= m.end and _OWNER.fullmatch(text[m.end : other.start]):
            return m.entity, other.entity
        if other.end <= m.start and re.fullmatch(r"['’]s |的|旗下的?", text[other.end : m.start]):
            return m.entity, other.entity
    return (m.entity,)
