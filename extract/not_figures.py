"""Tells numbers that quantify nothing: labels, versions, clock times, stock codes, list marks, and small words pointing back."""

from __future__ import annotations

import re
from functools import cache

from extract.figure_reading import Reading
from extract.figure_units import is_weak, kind_of
from extract.numbers import Number
from extract.speech import any_of
from extract.tables import table


@cache
def _labels(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = table(language, "numbers")["labels"]
    edge, gap = ("", " ?") if language == "zh" else (r"(?<![^\W_])", "(?: |(?<=#))")
    spare = "".join(rf"(?<!{re.escape(w)})" for w in rules["spare"])
    return re.compile(rf"{edge}(?:{any_of(rules['before'])}){spare}{gap}$"), re.compile(rules["after"])


@cache
def _per(language: str) -> re.Pattern[str]:
    edge = "" if language == "zh" else r"(?<![^\W_])"
    words = [w for w in table(language, "numbers")["per"] if w != "a"]
    return re.compile(rf"{edge}(?:{any_of(words)}) ?(?:một )?$")


def is_label(r: Reading, start: int, end: int, number: Number, language: str) -> bool:
    """True when the number names or counts off ("lần thứ 15", "Top 10", 第三, "24/7", "5G", "9:30", "688256.SH", "[12]")."""
    before = r.low[max(start, number.start - 18) : number.start]
    after = r.low[number.end : number.end + 14]
    labels, tails = _labels(language)
    digits = number.form == "digits"
    if (
        number.scale == 1
        and labels.search(before)
        and (digits or language == "zh" or before.endswith(("thứ ", "no. ", "number ", "top ")))
    ):
        return not (language == "zh" and before.endswith("前") and number.unit)
    if digits and number.scale == 1 and tails.match(after):
        return True
    if _per(language).search(before) and (number.scale > 1 or not digits) and number.form != "fractions":
        return True
    if digits and re.search(r"\d:$", before):
        return True
    if digits and number.scale == 1 and re.search(r"[\[(（]$", before) and re.match(r"[\])）]", after):
        return True
    if digits and number.start == start and re.match(r"[.)、]\s|[.)、]$", after):
        return True
    if (
        digits
        and re.search(r"(?:[:：] ?|[(（])$", before)
        and re.match(r"(?:\.[a-z]{2})?[)）]", after)
        and number.scale == 1
        and (number.value or 0) > 99
    ):
        return True
    if digits and re.search(r"[+(]\d{1,4}[) ]*$|\d[ -]$", before) and re.match(r"[ -]\d{3}", after):
        return True
    return language == "vi" and _is_year_word(r, before, number)


def _is_year_word(r: Reading, before: str, number: Number) -> bool:
    """ "Năm" is a year here, not five; "ba", "một" after a digit belong to it."""
    word = r.low[number.start : number.end]
    if word != "năm":
        return False
    after = r.low[number.end : number.end + 9]
    if re.search(
        r"(?:\d|một|hai|ba|bốn|sáu|mười|mươi|vài|mỗi|trong|suốt|hàng|nhiều|cả|của|từ|đến|thứ|theo|cuối|đầu|giữa) $",
        before,
    ):
        return True
    return (
        re.match(r" (?:nay|ngoái|sau|trước|tới|qua|học|mới|\d|tài|gần|kia|đó|này|nữa|vừa|dương|âm|con|là|và)", after)
        is not None
        or not after.strip()
    )


def counts(
    r: Reading,
    start: int,
    end: int,
    at: int,
    finish: int,
    number: Number,
    unit: str,
    qualifier: str,
    language: str,
    *,
    noun: bool,
) -> bool:
    """True when the number quantifies something worth keeping: it has a unit, or is large; small words that point back are none."""
    value, form = number.value, number.form
    if form == "half":
        return qualifier != "exact" or unit not in ("", "ratio", "count")
    if form == "multiples":
        return True
    if form == "fractions":
        return True
    if unit == "times" and value is not None:
        return _is_multiple(r, start, at, finish, value, language)
    if form == "few":
        return bool(unit) and kind_of(unit) in ("time", "money", "share", "physical") and unit != "times"
    if form == "hosts":
        return bool(unit)
    if not unit:
        return _stands_alone(r, start, end, at, finish, number, language)
    if unit == "years" and value is not None and 1900 <= value <= 2100 and number.scale == 1:
        return False
    if form == "digits":
        return not (noun and (value or 0) < 4 and language == "vi") and not (noun and _named_before(r, start, at))
    return _counts_in_words(r, start, at, finish, number, unit, qualifier, language, noun=noun)


def _stands_alone(r: Reading, start: int, end: int, at: int, finish: int, number: Number, language: str) -> bool:
    if number.scale > 1 and number.value is not None:
        return (
            not (language == "zh" and re.fullmatch(r"[百千万亿兆]+", r.low[number.start : number.end]))
            and not number.short
        ) or number.short in ("bn", "tn", "mn", "trn")
    return (
        number.form == "digits"
        and (number.value or 0) >= 1000
        and re.search(r"\d[.,]\d{3}", r.low[number.start : number.end]) is not None
    )


def _named_before(r: Reading, start: int, at: int) -> bool:
    """ "Gemini 3 models": a capital word before a small bare number makes a name of it."""
    word = re.search(r"(?<![.\w])([A-Z][\w-]+) $", r.text[max(start, at - 20) : at])
    return bool(word) and word.start() + max(start, at - 20) != start  # type: ignore[union-attr]


def _is_multiple(r: Reading, start: int, at: int, finish: int, value: float, language: str) -> bool:
    """ "Three times faster" is a multiple, "three times this year" only an enumeration."""
    if value >= 20 or language == "zh" or r.low[finish - 1] in ("x", "×"):
        return True
    rules = table(language, "numbers")["compares"]
    if language == "vi":
        return (
            r.low[at:finish].startswith("gấp")
            or re.search(rules["before"], r.low[max(start, at - 24) : at]) is not None
        )
    return re.match(rules["after"], r.low[finish : finish + 14]) is not None


@cache
def _couples(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = table(language, "numbers")["couples"]
    if language == "zh":
        return re.compile(rf"(?:{any_of(rules['before'])})$"), re.compile(rf".{{0,3}}(?:{any_of(rules['nouns'])})")
    return (
        re.compile(rf"(?<![^\W_])(?:{any_of(rules['before'])}) $"),
        re.compile(rf" (?:\w+ )?(?:{any_of(rules['nouns'])})(?![^\W_])"),
    )


def _counts_in_words(
    r: Reading,
    start: int,
    at: int,
    finish: int,
    number: Number,
    unit: str,
    qualifier: str,
    language: str,
    *,
    noun: bool,
) -> bool:
    value = number.value or 0
    if number.scale > 1 or value >= 20 or kind_of(unit) in ("money", "physical") or unit in ("percent", "points"):
        return not (language == "zh" and value < 20 and unit == "points")
    if kind_of(unit) == "time" or unit == "generations":
        return (
            value != 1
            or qualifier != "exact"
            or r.low[at:finish].endswith(("半", "rưỡi"))
            or _is_gap(r, start, at, finish, language)
        )
    if noun and language == "vi":
        return False
    before, nouns = _couples(language)
    if value == 1 or nouns.match(r.low, number.end) or (value <= 5 and before.search(r.low[max(start, at - 12) : at])):
        return False
    if language == "zh" and is_weak(r.low, number.end):
        return qualifier != "exact"
    return not noun or value >= 4 or qualifier != "exact"


def _is_gap(r: Reading, start: int, at: int, finish: int, language: str) -> bool:
    around = r.low[max(start, at - 14) : at] + " " + r.low[finish : finish + 10]
    cues = {
        "vi": r"chậm|sau|trước|kém|tụt|mất|kéo dài|chỉ|cần|cách",
        "en": r"behind|ahead|just|only|takes?|took|gap|lead|lag",
        "zh": r"落后|领先|差|仅|只|需|耗时|整整|缩短",
    }[language]
    return re.search(cues, around) is not None
