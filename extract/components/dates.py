"""Finds expressions of time and resolves them to days where the text and its date allow it; their numbers are no figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract import periods
from extract.annotations import Period
from extract.draft import DateSpan, Draft
from extract.figure_reading import same_places
from extract.tables import LANGUAGES, table

Resolve = Callable[[re.Match[str], date | None], Period | None]


class Rule(NamedTuple):
    """A pattern with what it means; a relative one needs the day of publication."""

    pattern: re.Pattern[str]
    resolve: Resolve
    relative: bool


@Language.component("racegraph_dates")
def find_dates(doc: Doc) -> Doc:
    """Fill `draft.dates`; the longest expression at a place wins."""
    draft: Draft = doc._.draft
    published = draft.article.published_on
    text = same_places(draft.text)
    for s in draft.sentences:
        if s.language not in LANGUAGES:
            continue
        found: list[DateSpan] = []
        for rule in _rules(s.language):
            for m in rule.pattern.finditer(text, s.start, s.end):
                found.append(
                    DateSpan(
                        m.start(), m.end(), draft.text[m.start() : m.end()], _period(rule, m, published), rule.relative
                    )
                )
        draft.dates += _longest(found)
    return doc


def _period(rule: Rule, match: re.Match[str], published: date | None) -> Period | None:
    try:
        return rule.resolve(match, published)
    except (ValueError, OverflowError):
        return None


def _longest(found: list[DateSpan]) -> list[DateSpan]:
    kept: list[DateSpan] = []
    for span in sorted(found, key=lambda d: (-(d.end - d.start), d.start)):
        if all(span.end <= k.start or span.start >= k.end for k in kept):
            kept.append(span)
    return sorted(kept, key=lambda d: d.start)


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    """Read the patterns of `tables/<language>/periods.toml`; a row's `means` names one of the meanings below."""
    flags = 0 if language == "zh" else re.I
    edge, close = ("", "") if language == "zh" else (r"(?<![^\W_])", r"(?![^\W_])")
    rules = []
    for row in table(language, "periods")["rule"]:
        pattern = re.compile(f"{edge}(?:{row['pattern']}){close}", flags)
        meaning, relative = _MEANINGS[row["means"]]
        rules.append(Rule(pattern, _bound(meaning, language, row), relative))
    return tuple(rules)


def _bound(meaning: Callable[..., Period | None], language: str, row: dict[str, object]) -> Resolve:
    return lambda match, published: meaning(_Parts(match, language, row), published)


class _Parts:
    """The named groups of a match, read as numbers, months and parts of a period."""

    def __init__(self, match: re.Match[str], language: str, row: dict[str, object]) -> None:
        self.words = match.group().lower()
        self.groups = {k.rstrip("234"): v.rstrip(".") for k, v in match.groupdict().items() if v}
        self.tables = table(language, "periods")
        self.row = row

    def number(self, name: str, default: int = 0) -> int:
        raw = self.groups.get(name, "")
        known = {str(k).lower(): int(v) for k, v in self.tables["numbers"].items()}
        raw = re.split(r"\s?[-–]\s?", raw)[-1].removeprefix("a ")
        return int(raw) if raw.isdigit() else known.get(raw.lower(), int(str(self.row.get(name, default))))

    def year(self) -> int | None:
        raw = self.groups.get("y")
        return int(raw) if raw and raw.isdigit() else None

    def part(self, period: Period) -> Period:
        word = self.groups.get("part", "").lower()
        part = {str(k).lower(): str(v) for k, v in self.tables["parts"].items()}.get(word)
        return periods.part_of(period, part) if part else period

    def days(self) -> int:
        unit = self.groups.get("unit", "").lower()
        lengths = {str(k).lower(): int(v) for k, v in self.tables["lengths"].items()}
        return max(1, self.number("n", 1)) * lengths.get(unit, int(str(self.row.get("days", 1))))


def _day(p: _Parts, published: date | None) -> Period | None:
    y = p.year() or (periods.month_near(published, p.number("m")).start.year if published else None)
    return Period(date(y, p.number("m"), p.number("d")), date(y, p.number("m"), p.number("d"))) if y else None


def _month(p: _Parts, published: date | None) -> Period | None:
    y = p.year()
    if y is None and published is None:
        return None
    m = p.number("m")
    return p.part(periods.months(y, m, m) if y else periods.month_near(published, m))  # type: ignore[arg-type]


def _year(p: _Parts, published: date | None) -> Period | None:
    y = p.year()
    if y is None and published is not None:
        y = published.year + int(str(p.row.get("shift", 0)))
    return p.part(periods.year(y)) if y else None


def _quarter(p: _Parts, published: date | None) -> Period | None:
    y = p.year()
    if y is None and published is not None:
        return _latest(p, published, [periods.quarter(published.year + d, p.number("q")) for d in (0, -1)])
    return periods.quarter(y, p.number("q")) if y else None


def _half(p: _Parts, published: date | None) -> Period | None:
    y = p.year()
    if y is None and published is not None:
        return _latest(p, published, [periods.half(published.year + d, p.number("h")) for d in (0, -1)])
    return periods.half(y, p.number("h")) if y else None


def _latest(p: _Parts, published: date, this_and_last: list[Period]) -> Period:
    """Return the part of this year or of the last: as the text says, else the latest that has begun or is about to."""
    this, last = this_and_last
    if "shift" in p.row:
        return last
    named = any(w in p.words for w in p.tables["this_year"])
    return this if named or (this.start - published).days <= 62 else last


def _ended_quarter(p: _Parts, published: date | None) -> Period | None:
    """Return the three months that ended with the day."""
    day = _day(p, published) if p.number("d") else _month(p, published)
    if day is None:
        return None
    index = day.end.year * 12 + day.end.month - 3
    return Period(date(index // 12, index % 12 + 1, 1), day.end)


def _recent_quarter(p: _Parts, published: date | None) -> Period | None:
    return periods.quarter_before(published) if published else None


def _shifted_month(p: _Parts, published: date | None) -> Period | None:
    return p.part(periods.shifted_months(published, int(str(p.row.get("shift", 0))))) if published else None


def _past(p: _Parts, published: date | None) -> Period | None:
    return periods.days_back(published, p.days()) if published else None


def _coming(p: _Parts, published: date | None) -> Period | None:
    return periods.days_ahead(published, p.days()) if published else None


def _since(p: _Parts, published: date | None) -> Period | None:
    y, m = p.year(), p.number("m")
    begin = (periods.months(y, m, m) if m else periods.year(y)).start if y else None
    if begin is None and m and published:
        begin = periods.month_near(published, m).start
    return (
        Period(begin, published)
        if begin and published and begin <= published
        else (Period(begin, begin) if begin else None)
    )


def _lunar(p: _Parts, published: date | None) -> Period | None:
    y = p.year() or (published.year if published else None)
    known = periods.LUNAR_NEW_YEAR.get(y or 0)
    return Period(date(y, *known), date(y, *known)) if y and known else None


def _years(p: _Parts, published: date | None) -> Period | None:
    a, b = p.number("a"), p.number("b")
    return Period(date(a, 1, 1), date(b, 12, 31)) if a <= b else None


def _unresolved(p: _Parts, published: date | None) -> Period | None:
    return None


_MEANINGS: dict[str, tuple[Callable[..., Period | None], bool]] = {
    "day": (_day, False),
    "month": (_month, False),
    "year": (_year, False),
    "quarter": (_quarter, False),
    "half": (_half, False),
    "ended_quarter": (_ended_quarter, False),
    "recent_quarter": (_recent_quarter, True),
    "shifted_month": (_shifted_month, True),
    "shifted_year": (_year, True),
    "past": (_past, True),
    "coming": (_coming, True),
    "since": (_since, False),
    "lunar": (_lunar, False),
    "years": (_years, False),
    "unresolved": (_unresolved, True),
}
