"""Finds where something was said: at a conference, in an interview, on an earnings call, in a filing.

The words are `[venue]` of the speech tables: what may stand before, and the nouns of occasions and media.
"""

from __future__ import annotations

import re
from functools import cache

from extract.speech import whole
from extract.tables import table


def venue(text: str, start: int, end: int, language: str) -> tuple[int, int] | None:
    """Return where the occasion is named in `text[start:end]`, without the preposition; the last one, nearest to the words said."""
    found = None
    for match in _venues(language).finditer(text, start, end):
        found = match.span("place")
    return found


@cache
def _venues(language: str) -> re.Pattern[str]:
    rules = table(language, "speech")["venue"]
    before, nouns = whole(language, rules["before"]), whole(language, rules["nouns"])
    if language == "zh":
        return re.compile(rf"{before}(?P<place>[^，。；：“”「」的]{{0,6}}(?:的)?[^，。；：“”「」]{{0,14}}?{nouns})")
    if language == "vi":
        name = r"(?:\s(?:(?-i:[A-ZĐ0-9])[\w.&-]*|với|của|tại|về|ở|cho|các|nhà|báo|tờ|đầu tư|công nghệ|phát triển))*"
        return re.compile(rf"{before}\s(?P<place>(?:[\w-]+\s){{0,3}}?{nouns}{name})", re.I)
    name = r"(?:\s(?:with|in|on|for|of|to|by|at)\s(?:the\s)?(?-i:[A-Z][\w.&’'-]*(?:\s[A-Z][\w.&’'-]*)*))?"
    return re.compile(rf"{before}\s(?P<place>(?:[\w’'&-]+\s){{0,5}}?{nouns}{name})", re.I)
