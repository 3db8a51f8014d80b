"""Reads the time a question asks for: a day, month, quarter, half or year, written in any of the three languages."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from extract.annotations import Period

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(f"{m}|{m[:3]}\\.?" for m in _MONTHS)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_QUARTERS |= {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_PARTS = {
    "early": (1, 4), "beginning of": (1, 4), "mid": (5, 8), "middle of": (5, 8), "late": (9, 12), "end of": (10, 12),
    "đầu năm": (1, 4), "giữa năm": (5, 8), "cuối năm": (9, 12), "初": (1, 4), "中": (5, 8), "底": (9, 12), "末": (9, 12),
}  # fmt: skip


def periods_in(text: str) -> list[tuple[Period, int, int]]:
    """Return the periods named in the text with their places, in order; the more exact reading wins where two overlap."""
    lowered = text.lower()
    found: list[tuple[Period, int, int]] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(lowered):
            if any(start < match.end() and match.start() < end for _, start, end in found):
                continue
            period = read(match)
            if period:
                found.append((period, match.start(), match.end()))
    return sorted(found, key=lambda f: f[1])


def overlaps(one: Period, start: date | None, end: date | None) -> bool:
    """Say whether the period shares a day with `[start, end]`; an open side is unbounded, two open sides share nothing."""
    if start is None and end is None:
        return False
    return (start is None or start <= one.end) and (end is None or one.start <= end)


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Period(found, found)


def _month(year: int, first: int, last: int | None = None) -> Period | None:
    last = last or first
    if not (1 <= first <= last <= 12 and 1900 <= year <= 2199):
        return None
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _month_number(name: str) -> int:
    return next(i for i, m in enumerate(_MONTHS, 1) if m.startswith(name.rstrip(".")[:3]))


def _quarter(match: re.Match[str]) -> Period | None:
    key = match["q"].strip()
    number = int(key) if key.isdigit() else _QUARTERS.get(key, 0)
    return _month(int(match["y"]), number * 3 - 2, number * 3) if 1 <= number <= 4 else None


def _half(match: re.Match[str]) -> Period | None:
    first = match["h"] in ("first", "1", "đầu", "上")
    return _month(int(match["y"]), 1 if first else 7, 6 if first else 12)


def _part(match: re.Match[str]) -> Period | None:
    first, last = _PARTS[re.sub(r"[\s-]+", " ", match["p"]).strip()]
    return _month(int(match["y"]), first, last)


_Y = r"(?P<y>(?:19|20)\d\d)"
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]], ...] = (
    (re.compile(rf"{_Y}-(?P<m>\d\d?)-(?P<d>\d\d?)"), lambda m: _day(int(m["y"]), int(m["m"]), int(m["d"]))),
    (re.compile(rf"{_Y}\s*年\s*(?P<m>\d\d?)\s*月\s*(?P<d>\d\d?)\s*[日号]"), lambda m: _day(int(m["y"]), int(m["m"]), int(m["d"]))),
    (re.compile(rf"(?P<d>\d\d?)[/.](?P<m>\d\d?)[/.]{_Y}"), lambda m: _day(int(m["y"]), int(m["m"]), int(m["d"]))),
    (re.compile(rf"(?P<d>\d\d?)\s+tháng\s+(?P<m>\d\d?)(?:\s+năm|,)?\s+{_Y}"), lambda m: _day(int(m["y"]), int(m["m"]), int(m["d"]))),
    (re.compile(rf"(?P<d>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH}),?\s+{_Y}"), lambda m: _day(int(m["y"]), _month_number(m["m"]), int(m["d"]))),
    (re.compile(rf"(?P<m>{_MONTH})\s+(?P<d>\d\d?)(?:st|nd|rd|th)?,?\s+{_Y}"), lambda m: _day(int(m["y"]), _month_number(m["m"]), int(m["d"]))),
    (re.compile(rf"{_Y}\s*年\s*(?P<m>\d\d?)\s*月"), lambda m: _month(int(m["y"]), int(m["m"]))),
    (re.compile(rf"tháng\s+(?P<m>\d\d?)(?:\s+năm\s+|[/.-]|\s+){_Y}"), lambda m: _month(int(m["y"]), int(m["m"]))),
    (re.compile(rf"(?P<m>{_MONTH})(?:\s+of|,)?\s+{_Y}"), lambda m: _month(int(m["y"]), _month_number(m["m"]))),
    (re.compile(rf"(?:q|quý\s+)(?P<q>[1-4]|iv|i{{1,3}}|nhất|hai|ba|tư)(?:\s*[/,-]\s*|\s+năm\s+|\s+of\s+|\s+){_Y}"), _quarter),
    (re.compile(rf"(?P<q>first|second|third|fourth|last)[\s-]+quarter\s+(?:of\s+)?{_Y}"), _quarter),
    (re.compile(rf"{_Y}\s*年\s*第?(?P<q>[一二三四1-4])季度?"), _quarter),
    (re.compile(rf"{_Y}\s*q(?P<q>[1-4])"), _quarter),
    (re.compile(rf"(?P<h>first|second)[\s-]+half\s+(?:of\s+)?{_Y}"), _half),
    (re.compile(rf"h(?P<h>[12])\s+{_Y}"), _half),
    (re.compile(rf"nửa\s+(?P<h>đầu|cuối)\s+năm\s+{_Y}"), _half),
    (re.compile(rf"{_Y}\s*年\s*(?P<h>上|下)半年"), _half),
    (re.compile(rf"(?P<p>early|mid|late|beginning of|middle of|end of)[\s-]+{_Y}"), _part),
    (re.compile(rf"(?P<p>đầu năm|giữa năm|cuối năm)\s+{_Y}"), _part),
    (re.compile(rf"{_Y}\s*年?\s*(?:年)?(?P<p>[初中底末])"), _part),
    (re.compile(rf"(?<![\d.,]){_Y}(?![\d.,]*\d)(?:\s*年)?"), lambda m: _month(int(m["y"]), 1, 12)),
)  # fmt: skip
