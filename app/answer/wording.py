"""Puts numbers, units, dates and names into words as English, Vietnamese and Chinese write them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from app.answer.evidence import FigureSeen
from app.answer.names import NamedThing

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WITH_ARTICLE = frozenset(
    {"United States", "United Kingdom", "Netherlands", "Philippines", "United Arab Emirates", "European Union"}
)
_SCALES: dict[str, tuple[tuple[float, str], ...]] = {
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
    "vi": ((1e12, " nghìn tỷ"), (1e9, " tỷ"), (1e6, " triệu")),
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}
_COLUMN = {"en": 0, "vi": 1, "zh": 2}


@cache
def grammar(language: str) -> dict[str, Any]:
    """Return the grammar of answers of a language."""
    return _read(language)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("app.answer") / "grammar" / f"{name}.toml").read_text(encoding="utf-8"))


def number(value: float, language: str) -> str:
    """Write a number: 385.3 million, 385,3 triệu, 3.853亿; a comma or a dot where the language has it."""
    for scale, word in _SCALES[language]:
        if abs(value) >= scale:
            return _digits(value / scale, language) + word
    return _digits(value, language)


def _digits(value: float, language: str) -> str:
    exact = Decimal(repr(value)).quantize(Decimal("0.000001")).normalize()
    text = f"{exact:,f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def figure(seen: FigureSeen, language: str) -> str:
    """Write a figure with its unit and how exact it is; a vague one as the source has it."""
    forms = _read("qualifiers")[seen.qualifier if _has_number(seen) else "vague"]
    form: str = forms[_COLUMN[language]]
    if seen.qualifier == "range" and seen.low is not None and seen.high is not None:
        low = number(seen.low, language)
        if not _with_unit(seen.low, seen.unit, language).startswith(low):
            low = _with_unit(seen.low, seen.unit, language)  # a sign before the number stands before both
        return form.format(low=low, high=_with_unit(seen.high, seen.unit, language))
    value = next((v for v in (seen.value, seen.low, seen.high) if v is not None), None)
    if value is None:
        return form.format(t=seen.text)
    written = _with_unit(value, seen.unit, language)
    return form.format(f=written, low=written, high=written, t=seen.text)


def _has_number(seen: FigureSeen) -> bool:
    if seen.qualifier == "range" and (seen.low is None or seen.high is None):
        return False
    return seen.qualifier != "vague" and any(v is not None for v in (seen.value, seen.low, seen.high))


def _with_unit(value: float, unit: str, language: str) -> str:
    forms = _read("units").get(unit) or _read("units")["_other"]
    column = {"en": 0 if value == 1 else 1, "vi": 2, "zh": 3}[language]
    written: str = forms[column].format(n=number(value, language), unit=unit)
    return written


def metric(measure: str, language: str) -> str:
    """Say what a figure measures, by the id of its metric, when its unit does not say it already."""
    table = _read("metrics")
    found = next((table[k] for k in table if k in measure), None) if measure else None
    return found[_COLUMN[language]] if found else ""


def day(when: date, language: str) -> str:
    """Write a day: 28 February 2026, 28/2/2026, 2026年2月28日."""
    if language == "zh":
        return f"{when.year}年{when.month}月{when.day}日"
    if language == "vi":
        return f"{when.day}/{when.month}/{when.year}"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def period(start: date | None, end: date | None, language: str) -> str:
    """Write a period as briefly as it is exact: a day, a month, a year, or from ... to ...; empty when both ends are open."""
    if start is None or end is None:
        known = start or end
        return day(known, language) if known else ""
    if start == end:
        return day(start, language)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        years = {"en": "{a} to {b}", "vi": "{a} đến {b}", "zh": "{a}至{b}"}[language]
        one = {"en": "{a}", "vi": "năm {a}", "zh": "{a}年"}[language]
        return one.format(a=start.year) if start.year == end.year else years.format(a=start.year, b=end.year)
    if start.day == 1 and start.year == end.year and _last_day(end):
        return _months(start, end, language)
    return {"en": "{a} to {b}", "vi": "{a} đến {b}", "zh": "{a}至{b}"}[language].format(
        a=day(start, language), b=day(end, language)
    )


def _last_day(when: date) -> bool:
    return when.toordinal() == date.max.toordinal() or date.fromordinal(when.toordinal() + 1).day == 1


def _months(start: date, end: date, language: str) -> str:
    if start.month == end.month:
        return {"en": f"{_MONTHS[start.month - 1]} {start.year}", "vi": f"tháng {start.month}/{start.year}",
                "zh": f"{start.year}年{start.month}月"}[language]  # fmt: skip
    return {"en": f"{_MONTHS[start.month - 1]} to {_MONTHS[end.month - 1]} {end.year}",
            "vi": f"tháng {start.month} đến tháng {end.month}/{end.year}",
            "zh": f"{start.year}年{start.month}月至{end.month}月"}[language]  # fmt: skip


def name(thing: NamedThing | None, fallback: str, language: str) -> str:
    """Write a name as the language has it; in Chinese the Latin name stands behind it, so that both readers know who is meant."""
    if thing is None:
        return fallback
    local = thing.name_in(language)
    if language == "en" and local in _WITH_ARTICLE:
        return f"the {local}"
    if (
        language == "zh"
        and local != thing.name
        and thing.kind in ("Person", "Company", "Model", "Organization", "Product")
    ):
        return f"{local}（{thing.name}）"
    return local


def joined(names: Sequence[str], language: str) -> str:
    """Join names as a list: "A, B and C"."""
    parts = grammar(language)["parts"]
    if len(names) < 2:
        return "".join(names)
    return str(parts["list"]).join(names[:-1]) + str(parts["last"]) + names[-1]
