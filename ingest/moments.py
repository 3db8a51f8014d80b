"""Reads the many ways in which outlets write a date or a time, and never makes one more exact than it was written.

A day is the day as the outlet wrote it; a time is known only when its zone is. A month or a year alone is not a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CLOCK = r"(?P<hour>\d{1,2})[:h时時](?P<minute>\d{2})(?:[:分](?P<second>\d{2}))?(?:\.\d+)?\s*(?P<half>[ap]\.?m\.?)?"
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_NAMED = re.compile(
    rf"(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}))"
    rf"|(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_MONTH})\.?,?\s+(?P<year2>\d{{4}}))",
    re.IGNORECASE,
)
_VIETNAMESE_WORDS = re.compile(
    r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s*,?\s*năm\s+(?P<year>\d{4})|(?P<day2>\d{1,2})\s+tháng\s+(?P<month2>\d{1,2})\s*,\s*(?P<year2>\d{4})",
    re.IGNORECASE,
)
_DAY_OR_MONTH_FIRST = re.compile(r"(?<!\d)(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4})(?!\d)")
_ZONE = re.compile(
    r"(?:GMT|UTC)?\s*(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?\b|(?P<zero>\bGMT\b|\bUTC\b|\bZ\b|(?<=\d)Z\b)"
)
_AMERICAN = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "PST": -8, "PDT": -7}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as written, and the exact time (aware, UTC) where one is written with its zone."""

    on: date
    at: datetime | None = None


def read_moment(written: str, *, language: str = "") -> Moment | None:
    """Return the day and time that a text states, or None when it states no whole day.

    `05/03/2026` is the 5th of March in Vietnamese; in English it is refused unless one of the two cannot be a month.
    """
    written = written.strip()
    if not written or len(written) > 200:
        return None
    exact = _standard(written)
    if exact is not None:
        return exact
    found = _day(written, language)
    if found is None:
        return None
    on, rest = found
    return Moment(on, _time(on, rest))


def _standard(written: str) -> Moment | None:
    """Read ISO 8601 and the form of mail headers and RSS."""
    parsed: datetime | None = None
    try:
        parsed = datetime.fromisoformat(written)
    except ValueError:
        try:
            parsed = parsedate_to_datetime(written)
        except (ValueError, TypeError, IndexError):
            return None
    if not _is_plausible(parsed.date()):
        return None
    # Mail headers mark "zone unknown" with -0000, which Python returns as a naive time.
    at = parsed.astimezone(UTC) if parsed.tzinfo is not None else None
    return Moment(parsed.date(), at)


def _day(written: str, language: str) -> tuple[date, str] | None:
    for pattern in (_YEAR_FIRST, _VIETNAMESE_WORDS, _NAMED, _COMPACT):
        if match := pattern.search(written):
            groups = match.groupdict()
            year, month, day = (groups[part] or groups.get(part + "2") or "" for part in ("year", "month", "day"))
            number = int(month) if month.isdigit() else _MONTHS[month.lower()]
            return _checked(int(year), number, int(day), written[: match.start()] + " " + written[match.end() :])
    if match := _DAY_OR_MONTH_FIRST.search(written):
        first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
        rest = written[: match.start()] + " " + written[match.end() :]
        if language.startswith("vi") or first > 12 or "." in match.group():
            return _checked(year, second, first, rest)
        if second > 12 or first == second:
            return _checked(year, first, second, rest)
    return None


def _checked(year: int, month: int, day: int, rest: str) -> tuple[date, str] | None:
    try:
        on = date(year, month, day)
    except ValueError:
        return None
    return (on, rest) if _is_plausible(on) else None


def _is_plausible(on: date) -> bool:
    """Refuse the zero dates (1970-01-01, 0001-01-01) and far futures that faulty pages carry."""
    return date(1980, 1, 1) < on < date(2100, 1, 1)


def _time(on: date, rest: str) -> datetime | None:
    clock = re.search(_CLOCK, rest, re.IGNORECASE)
    if clock is None:
        return None
    zone = _zone(rest[clock.end() :])
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower().startswith("p") else 0)
    if zone is None or hour > 23 or minute > 59 or second > 59:
        return None
    return datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=zone).astimezone(UTC)


def _zone(rest: str) -> timezone | None:
    if match := _ZONE.search(rest):
        if match["zero"]:
            return UTC
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        if minutes > 14 * 60:
            return None
        return timezone(timedelta(minutes=minutes if match["sign"] == "+" else -minutes))
    # China writes CST for its own time too, so the three letters count as American only when nothing else is possible.
    word = re.match(r"\W*(EST|EDT|CDT|PST|PDT)\b", rest)
    return timezone(timedelta(hours=_AMERICAN[word[1]])) if word else None
