"""Reads one number at a place: digits as a language groups them, words, Chinese numerals, fractions and vague amounts.

Grammar: number = (digits | words | numerals) scale*; what stands around it (range, unit, bound) is `figure_grammar`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.speech import any_of
from extract.tables import table


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `[start, end)`; `value` is None when it is vague; `scaled` when a word like "million" belongs to it."""

    start: int
    end: int
    value: float | None
    form: str
    scaled: bool = False


_DIGITS = r"\d+(?:[.,]\d+)*"
_HAN = "零一二两兩三四五六七八九十百千万萬亿億半"
_HAN_DIGIT = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_HAN_UNIT = {"十": 10, "百": 100, "千": 1000}


@cache
def number_starts(language: str) -> re.Pattern[str]:
    """Return the pattern of everything that may begin a number in a language."""
    rules = table(language, "numbers")
    words = [*rules["fractions"], *rules["multiples"], *rules["vague"]]
    if language == "zh":
        return re.compile(rf"(?<![A-Za-z\d.,_-])(?P<digits>{_DIGITS})|(?P<special>{any_of(words)})|(?P<han>[{_HAN}]+)")
    plain = any_of(rules["words"])
    return re.compile(
        rf"(?<![\w.,‑-])(?<![A-Za-z][-‑])(?P<digits>{_DIGITS})(?![\d])|(?<![^\W_])(?:(?P<special>{any_of(words)})|(?P<words>(?:{plain})(?:[ -](?:{plain}))?))(?![^\W_])",
        re.I,
    )


def read_number(text: str, match: re.Match[str], end: int, language: str) -> Number | None:
    """Return the number that a match of `number_starts` begins, with its scale, or None when it is none."""
    rules = table(language, "numbers")
    word = match.group().lower()
    if match["digits"]:
        value = parse_digits(match["digits"], language)
        return _scaled(text, match.start(), match.end(), end, value, "digits", language) if value is not None else None
    if match["special"]:
        for form in ("fractions", "multiples"):
            known = {k.lower(): v for k, v in rules[form].items()}
            if word in known:
                return Number(match.start(), match.end(), float(known[word]), form)
        return _scaled(text, match.start(), match.end(), end, None, "vague", language)
    if language == "zh":
        value = parse_han(match["han"])
        return _scaled(text, match.start(), match.end(), end, value, "words", language) if value is not None else None
    value = _words(word, {k.lower(): v for k, v in rules["words"].items()})
    return _scaled(text, match.start(), match.end(), end, value, "words", language) if value is not None else None


def parse_digits(digits: str, language: str) -> float | None:
    """Return the value of digits as a language writes them ("385,3" is 385.3 in Vietnamese), or None when the grouping is broken.

    In Vietnamese a point before one or two digits is a foreign decimal ("1.5").
    """
    rules = table(language, "numbers")
    grouping, decimal = rules["grouping"], rules["decimal"]
    if language == "vi" and re.fullmatch(r"\d+\.\d{1,2}", digits):
        return float(digits)
    whole, *rest = digits.split(decimal)
    if len(rest) > 1:
        parts = digits.split(decimal)
        return float("".join(parts)) if all(len(p) == 3 for p in parts[1:]) else None
    groups = whole.split(grouping)
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])):
        return None
    return float("".join(groups) + ("." + rest[0] if rest else ""))


def parse_han(numeral: str) -> float | None:
    """Return the value of Chinese numerals up to 亿 ("三十五", "一千二百万"), or None when it is no number."""
    if numeral == "半":
        return 0.5
    total, section, digit = 0.0, 0.0, None
    for c in numeral:
        if c in _HAN_DIGIT:
            if digit is not None:
                return None
            digit = _HAN_DIGIT[c]
        elif c in _HAN_UNIT:
            section += (1 if digit is None else digit) * _HAN_UNIT[c]
            digit = None
        elif c in "万萬亿億":
            section += digit or 0
            total = (total + (section or 1)) * (10_000 if c in "万萬" else 100_000_000)
            section, digit = 0.0, None
        else:
            return None
    return total + section + (digit or 0)


def _words(words: str, known: dict[str, float]) -> float | None:
    if words in known:
        return float(known[words])
    parts = re.split(r"[ -]", words, maxsplit=1)
    if len(parts) == 2 and parts[0] in known and parts[1] in known and known[parts[0]] >= 20 > known[parts[1]]:
        return float(known[parts[0]] + known[parts[1]])
    return None


@cache
def _scales(language: str) -> re.Pattern[str]:
    words = any_of(table(language, "numbers")["scales"])
    if language == "zh":
        return re.compile(rf"\s?(?P<scale>{words})(?![级分])")
    short = r"(?P<short>k|K|m|M|mn|bn|B|b|tn|trn|T)(?![^\W_])" if language == "en" else r"(?P<short>(?!))"
    return re.compile(rf"(?:[ \u00a0]|-)?(?:(?P<scale>{words})(?![^\W_])|{short})")


def _scaled(text: str, start: int, at: int, end: int, value: float | None, form: str, language: str) -> Number:
    scales = table(language, "numbers")["scales"]
    scaled = False
    for _ in range(2):
        match = _scales(language).match(text, at, end)
        if not match or (form == "vague" and language == "en"):
            break
        word = match.group("scale") or match.groupdict().get("short") or ""
        if len(word) == 1 and word.isascii() and text[match.start()] in " \u00a0-":
            break
        factor = scales.get(word) or scales.get(word.lower()) or 1
        value = None if value is None else value * factor
        at, scaled = match.end(), True
        half = re.match(r" rưỡi", text[at : at + 6])
        if half and value is not None:
            value, at = value + factor / 2, at + half.end()
    return Number(start, at, value, form, scaled)
