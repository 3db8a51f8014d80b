"""Reads which sources a question wants: their language, their country, their genre, and when they were published."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from app.answer.question import Filters
from app.answer.question_tables import QuestionForms
from extract.annotations import Period

_LANGUAGES = ("zh", "vi", "en")
_GENRES = ("opinion", "analysis", "release", "report")

Times = list[tuple[Period, int, int]]


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    table = tomllib.loads((files("app.answer") / "phrases.toml").read_text(encoding="utf-8"))
    return {name: re.compile(pattern) for name, pattern in table[language]["sources"].items()}


def filters_of(
    lowered: str, table: QuestionForms, times: Times, language: str
) -> tuple[Filters, Times, list[tuple[int, int]]]:
    """Return the filters, the times that are left, and the places of the words that set a filter.

    A date beside "article" is the article's; a date after "since" bounds what was said or published from below.
    """
    rest = list(times)
    published = since = None
    for found in times:
        around = lowered[max(0, found[1] - 40) : min(len(lowered), found[2] + 8)]
        just_before = lowered[max(0, found[1] - 12) : found[2] + 4]
        if published is None and table.flags["article"].search(around):
            published = found[0]
            rest.remove(found)
        elif since is None and table.flags["since"].search(just_before):
            since = found[0]
    places: list[tuple[int, int]] = []
    hits: dict[str, None] = {}
    for name, pattern in _patterns(language).items():
        match = pattern.search(lowered)
        if match and match.end() > match.start():
            hits[name] = None
            places.append(match.span())
    filters = Filters(
        languages=tuple(n for n in hits if n in _LANGUAGES),
        countries=tuple(n for n in hits if n.isupper()),
        genres=tuple(n for n in hits if n in _GENRES),
        published=published,
        since=since,
    )
    return filters, rest, places
