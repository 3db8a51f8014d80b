"""Says whom a post with an organisation stands for: "the Nvidia chief", "vị lãnh đạo Nvidia", 英伟达掌门人 are the person who holds it.

That is the person named before who works there by the gazetteer, or who was named right beside the organisation.
"""

from __future__ import annotations

import re
from functools import cache

from extract.annotations import Mention
from extract.draft import Draft, Sentence, within
from extract.gazetteer import load_gazetteer
from extract.script import readable
from extract.speech import any_of, whole
from extract.tables import table

_EMPLOYERS = ("Company", "Organization", "Agency")
_NEAR = 60
_LOOK_BACK = 6000


def held_posts(draft: Draft, sentence: Sentence, names: list[Mention]) -> list[tuple[int, int, str | None]]:
    """Return the posts of a sentence that have no name beside them: start, end, and who holds it, where that is known."""
    text = readable(draft.text, sentence.language)
    found: list[tuple[int, int, str | None]] = []
    for m in names:
        span = _around(text, sentence, m) if m.kind in _EMPLOYERS else None
        if span is None or any(p.kind == "Person" and span[0] < p.start <= span[1] + 12 for p in names):
            continue
        found.append((*span, _holder(draft, sentence.start, m.entity)))
    return found


def _around(text: str, sentence: Sentence, m: Mention) -> tuple[int, int] | None:
    before, behind = _leaders(sentence.language)
    right = behind.match(text, m.end, sentence.end)
    if right:
        left = re.search(r"(?:\b[Tt]he |这位|这名|该)$", text[max(sentence.start, m.start - 4) : m.start])
        return m.start - (len(left.group()) if left else 0), right.end()
    left = before.search(text[max(sentence.start, m.start - _NEAR) : m.start])
    return (m.start - len(left.group()), m.end) if left else None


@cache
def _leaders(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what stands before and what stands behind an organisation to name its head."""
    words = table(language, "speech")["unnamed"]["leaders"]
    never = re.compile("(?!)")
    if language == "zh":
        return never, re.compile(rf"的?(?:{any_of(words)})(?:兼(?:{any_of(words)}))?")
    leaders = whole(language, words)
    if language == "vi":
        link = r"(?: của| tại| công ty| hãng| tập đoàn| kiêm \w+)*\s"
        return re.compile(rf"(?:(?:vị|ông|nhà|người)\s)?{leaders}{link}$", re.I), never
    behind = re.compile(rf"(?:['’]s)?\s{leaders}(?!,? (?-i:[A-Z]))", re.I)
    return re.compile(rf"(?:the |its ){leaders} of (?:the )?$", re.I), behind


def _holder(draft: Draft, before: int, employer: str) -> str | None:
    known = load_gazetteer().entities
    earlier = within(draft.mentions, max(0, before - _LOOK_BACK), before)
    near = [m for m in earlier if m.entity == employer]
    for m in reversed(earlier):
        if m.kind != "Person":
            continue
        row = known.get(m.entity)
        beside = any(abs(m.start - o.end) < _NEAR or abs(o.start - m.end) < _NEAR for o in near)
        if (row.parent == employer) if row is not None else beside:
            return m.entity
    return None
