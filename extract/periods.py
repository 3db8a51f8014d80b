"""Turns expressions of time into days: years, months, quarters, halves, and what is relative to the day of publication.

Without a publication date nothing relative is resolved: no date, no guess. A period is inclusive at both ends.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from extract.annotations import Period

LUNAR_NEW_YEAR = {
    2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1),
    2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
}  # fmt: skip
"""First day of the lunar year, by the Hong Kong Observatory's tables."""


def year(y: int) -> Period:
    """Return a year."""
    return Period(date(y, 1, 1), date(y, 12, 31))


def months(y: int, first: int, last: int) -> Period:
    """Return the months from `first` to `last` of a year."""
    return Period(date(y, first, 1), date(y, last, calendar.monthrange(y, last)[1]))


def quarter(y: int, q: int) -> Period:
    """Return a calendar quarter."""
    return months(y, 3 * q - 2, 3 * q)


def half(y: int, h: int) -> Period:
    """Return half a year."""
    return months(y, 6 * h - 5, 6 * h)


def month_near(published: date, m: int) -> Period:
    """Return the bare month as a news text means it: the latest one that is not after the publication by more than two months."""
    y = published.year if m <= published.month + 2 else published.year - 1
    return months(y, m, m)


def shifted_months(published: date, by: int) -> Period:
    """Return the whole month `by` months from the publication."""
    index = published.year * 12 + published.month - 1 + by
    return months(index // 12, index % 12 + 1, index % 12 + 1)


def days_back(published: date, days: int) -> Period:
    """Return the days that ended with the publication."""
    return Period(published - timedelta(days=days), published)


def days_ahead(published: date, days: int) -> Period:
    """Return the days that begin with the publication."""
    return Period(published, published + timedelta(days=days))


def part_of(period: Period, part: str) -> Period:
    """Return the early, middle or late third of a period; a year's early part is its first quarter."""
    span = (period.end - period.start).days + 1
    third = span // 4 if span > 300 else span // 3
    if part == "early":
        return Period(period.start, period.start + timedelta(days=third - 1))
    if part == "late":
        return Period(period.end - timedelta(days=third - 1), period.end)
    return Period(period.start + timedelta(days=third), period.end - timedelta(days=third))


def quarter_before(published: date) -> Period:
    """Return the last quarter that had ended on the day of publication."""
    q = (published.month - 1) // 3
    return quarter(published.year, q) if q else quarter(published.year - 1, 4)
