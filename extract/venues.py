"""Finds where something was said: "told a conference in Paris", "tại Davos", 在接受彭博采访时. Only words beside speaker and verb are read."""

from __future__ import annotations

import re
from functools import cache

from extract.speech import any_of
from extract.tables import table


def venue_in(text: str, start: int, end: int, language: str) -> tuple[int, int] | None:
    """Return the range of the venue or occasion named in `text[start:end]`, or None. `text` is the readable text."""
    match = _venue(language).search(text, start, end)
    return match.span("where") if match else None


@cache
def _venue(language: str) -> re.Pattern[str]:
    rules = table(language, "speech")["venue"]
    before, nouns = any_of(rules["before"]), any_of([*rules["nouns"], *(w.title() for w in rules["nouns"])])
    if language == "zh":
        return re.compile(rf"(?:{before})(?P<where>[^，。；：“”「」]{{0,24}}?(?:{nouns}))")
    if language == "vi":
        ends = (
            r"(?=[ \u00a0](?:hôm|ngày|vào|rằng|mới đây|gần đây|tuần|sáng|chiều|tối|ông|bà|cho biết|nói)\b|[,.;:“”\"]|$)"
        )
        return re.compile(
            rf"(?<![^\W_])(?:{before})[ \u00a0](?P<where>(?:(?:một|buổi|cuộc|các|bản)[ \u00a0])?(?:{nouns})(?![^\W_])[^,.;:“”\"]{{0,70}}?){ends}",
            re.I,
        )
    return re.compile(
        rf"\b(?:{before}) (?P<where>(?:(?:an?|the|his|her|its|their|this|last|that|its latest) )?(?:[\w’'-]+ ){{0,4}}?(?:{nouns})\b"
        r"(?: (?:with|of|in|for|by|at|to) (?:the )?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][\w’'-]*(?: (?:of |and )?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][\w’'-]*)*)*)"
    )
