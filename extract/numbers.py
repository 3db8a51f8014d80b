"""Reads one number at a place: digits as a language groups them, words, Chinese numerals, fractions, multiples and vague amounts.

Grammar: number = (digits | words | numerals) scale*, or a phrase of the tables; what stands around it (range, unit, bound) belongs to
`figure_grammar`. All places are places in a `figure_reading.Reading`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from extract.figure_reading import Reading
from extract.han_numerals import HAN_NUMBER, parse_han, read_han
from extract.speech import any_of
from extract.tables import table

Form = Literal["digits", "words", "few", "hosts", "fractions", "multiples", "half"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `[start, end)`. `value` is None when it is vague; `high` is set where it names two neighbours (两三, "vài ba").

    `scale` is the product of the words like "million" behind it, 1 when there is none; `short` one that is a letter ("5B"). `unit` is what the form itself implies.
    """

    start: int
    end: int
    value: float | None
    form: Form
    scale: float = 1.0
    high: float | None = None
    unit: str = ""
    short: str = ""


_DIGITS = r"\d+(?:[.,]\d+)*"


@cache
def number_starts(language: str) -> re.Pattern[str]:
    """Return the pattern of everything that may begin a number in a language, over lower-case text."""
    rules = table(language, "numbers")
    fixed = [*rules["fractions"], *rules["multiples"], *rules["hosts"]]
    if language == "zh":
        return re.compile(
            rf"(?P<fixed>{any_of(fixed)})|(?P<han>{HAN_NUMBER})|(?<![a-z\d.,_/])(?<![a-z][-])(?P<digits>{_DIGITS})"
        )
    fixed += rules["a_few"]
    scales = any_of(rules["scales"])
    half = rf"(?:{any_of(rules['half']['words'])})(?! (?:an? )?(?:{scales})(?![^\W_]))"
    return re.compile(
        rf"(?<![^\W_])(?:(?P<fixed>{any_of(fixed)}|{half})|(?P<words>{_word_run(language)}))(?![^\W_])"
        rf"|(?<![\w.,/-])(?<![a-z]/)(?P<digits>{_DIGITS})"
    )


@cache
def _word_run(language: str) -> str:
    rules = table(language, "numbers")
    words, scales = any_of(rules["words"]), any_of(rules["scales"])
    if language == "en":
        return rf"(?:an?(?= (?:year|month|decade|generation|week)s? (?:or (?:two|so) )?(?:behind|ahead))|half an? (?:{scales})|an? (?:{scales})|(?:{words})(?:[ -](?:and )?(?:{words}|{scales}))*(?: and a half)?)(?:[ -](?:{scales}))*"
    first = any_of([w for w in rules["words"] if w not in ("không", "mốt", "tư", "lăm", "nhăm", "mươi", "linh", "lẻ")])
    return rf"(?:{first}|nửa (?=(?:{scales})(?![^\W_]))|(?:{scales})(?= rưỡi))(?:(?:(?<= )| )(?:{words}|{scales})(?![^\W_]))*(?: rưỡi)?"


def read_number(r: Reading, match: re.Match[str], end: int, language: str) -> Number | None:
    """Return the number that a match of `number_starts` begins, with its scale, or None when it is none."""
    rules = table(language, "numbers")
    if match["digits"]:
        return _from_digits(r, match.start("digits"), match["digits"], end, language)
    if match["fixed"]:
        return _fixed(r, match, rules)
    if language == "zh":
        han = read_han(match["han"], r.low[match.end() : match.end() + 2])
        if han is None:
            return None
        form: Form = "hosts" if han.value is None else "words"
        return Number(match.start(), match.start() + han.length, han.value, form, han.scale, han.high, han.unit)
    return _from_words(match.start(), match["words"], language)


def number_at(r: Reading, at: int, end: int, language: str) -> Number | None:
    """Return the number that begins right at a place, or None."""
    match = number_starts(language).match(r.low, at, end) or _DIGITS_HERE.match(r.low, at, end)
    return read_number(r, match, end, language) if match else None


_DIGITS_HERE = re.compile(rf"(?P<digits>{_DIGITS})(?P<fixed>(?!))?(?P<han>(?!))?(?P<words>(?!))?")


def _fixed(r: Reading, match: re.Match[str], rules: dict[str, Any]) -> Number:
    word, start, end = match["fixed"], match.start(), match.end()
    if word in rules["fractions"]:
        return Number(start, end, rules["fractions"][word], "fractions", unit="ratio")
    if word in rules["multiples"]:
        return Number(start, end, rules["multiples"][word], "multiples", unit="times")
    if word in rules["half"]["words"]:
        a = re.match(r" an?(?= (?:year|month|decade|century|percent|percentage|day|hour|point))", r.low[end : end + 14])
        return Number(start, end + (a.end() if a else 0), 0.5, "half", unit="" if a else "ratio")
    return Number(start, end, None, "hosts" if word in rules["hosts"] else "few")


def _from_digits(r: Reading, start: int, digits: str, end: int, language: str) -> Number | None:
    ratio = _RATIO[language].match(r.low, start, min(end, start + 24))
    if ratio and float(ratio["b"]) and not (ratio["sign"] == "/" and ratio["b"] in ("7", "24")):
        a, b = float(ratio["a"]), float(ratio["b"])
        return Number(start, ratio.end(), a / b, "fractions", unit="ratio")
    power = _POWER.match(r.low, start, min(end, start + 20))
    if power:
        value = float(power["a"] or power["a2"] or 1) * 10.0 ** min(300, int(power["b"] or power["c"]))
        return Number(start, power.end(), value, "digits", scale=10.0)
    plain = parse_digits(digits, language)
    if plain is None:
        return None
    number = _scaled(r, Number(start, start + len(digits), plain, "digits"), end, language)
    if language == "vi" and number.scale > 1:
        rest = re.compile(rf" (?P<digits>{_DIGITS})(?= (?:nghìn|ngàn|triệu|tỷ|tỉ)(?![^\W_]))").match(
            r.low, number.end, end
        )
        more = parse_digits(rest["digits"], "vi") if rest else None
        if rest and more:
            part = _scaled(r, Number(start, rest.end(), more, "digits"), end, language)
            if part.scale < number.scale:
                return replace(number, end=part.end, value=(number.value or 0) + (part.value or 0))
    return number


_POWER = re.compile(
    r"(?:(?P<a>\d+(?:\.\d+)?) ?[x×*·] ?)?10\^(?P<b>\d{1,2})(?!\d)|(?P<a2>\d(?:\.\d+)?)e(?P<c>\d{2})(?!\d)"
)
"""A power of ten: "3×10^25", "1e26"."""
_RATIO = {
    "vi": re.compile(r"(?P<a>\d{1,3})(?P<sign>/|\s?:\s?| trên | trong (?:số )?(?:mỗi )?)(?P<b>\d{1,4})(?![\d/:%h]|[.,]\d| (?:triệu|tỷ|nghìn|năm|ngày|tháng))(?<!:\d\d)"),
    "en": re.compile(r"(?P<a>\d{1,3})(?P<sign>/|:| in | out of (?:every )?|-to-| to (?=1\b))(?P<b>\d{1,4})(?![\d/:]|[.,]\d|%| (?:million|billion|years|days))(?<!:\d\d)"),
    "zh": re.compile(r"(?P<a>\d{1,3})(?P<sign>/|:|比|对(?=1(?!\d)))(?P<b>\d{1,4})(?![\d/:%]|[.,]\d)(?<!:\d\d)"),
}  # fmt: skip
"""Ratios: "1/10", "3:1", "one in five" in digits, 10比1."""


def parse_digits(digits: str, language: str) -> float | None:
    """Return the value of digits as a language writes them ("385,3" is 385.3 in Vietnamese), or None when the grouping is broken.

    In Vietnamese a point before one or two digits, and grouping by commas, are foreign ("1.5", "1,234.5").
    """
    rules = table(language, "numbers")
    grouping, decimal = rules["grouping"], rules["decimal"]
    if language == "vi" and re.fullmatch(r"\d+\.\d{1,2}|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}", digits):
        return float(digits.replace(",", ""))
    if language == "en" and re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", digits):
        return float(digits.replace(".", ""))
    whole, *rest = digits.split(decimal)
    if len(rest) > 1:
        return None
    groups = whole.split(grouping)
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])):
        return None
    return float("".join(groups) + ("." + rest[0] if rest else ""))


@cache
def _scale_words(language: str) -> re.Pattern[str]:
    words = any_of(table(language, "numbers")["scales"])
    if language == "zh":
        return re.compile(
            r" ?(?:(?P<many>[多余])(?=[百千万亿]))?(?P<scale>(?:百(?![分度科])|千(?![瓦问克米卡兆])|万(?![能])|亿|兆(?![瓦赫字比]))+)"
        )
    return re.compile(rf"(?: |-)?(?P<scale>{words})(?![^\W_])")


def _scaled(r: Reading, n: Number, end: int, language: str) -> Number:
    """Read the scale words behind digits, or one short letter of scale that touches them."""
    scales = table(language, "numbers")["scales"]
    at, factor = n.end, 1.0
    for _ in range(3):
        match = _scale_words(language).match(r.low, at, end)
        if not match:
            break
        words = match["scale"] if language == "zh" else (match["scale"],)
        for word in words:
            factor *= scales[word]
        at = match.end()
    if factor > 1:
        value = (n.value or 0) * factor
        if r.low.startswith(" rưỡi", at):
            value, at = value + factor / 2, at + 5
        return replace(n, end=at, value=value, scale=factor)
    short = _short(language).match(r.text, n.end, end)
    if short and n.value is not None:
        factor = table(language, "numbers")["short"][short["short"]]
        return replace(n, end=short.end(), value=n.value * factor, scale=factor, short=short["short"])
    return n


@cache
def _short(language: str) -> re.Pattern[str]:
    close = r"(?![A-Za-z\d])" if language == "zh" else r"(?![^\W_])"
    return re.compile(rf" ?(?P<short>{any_of(table(language, 'numbers')['short'])}){close}(?<![ ][a-zA-Z])")


def _from_words(start: int, run: str, language: str) -> Number | None:
    """Put a run of number words together ("hai mươi lăm nghìn", "one hundred and fifty"); what no longer fits is left."""
    rules = table(language, "numbers")
    known, scales = rules["words"], rules["scales"]
    total, section, last, factor, used = 0.0, 0.0, 0.0, 1.0, 0
    any_read = False
    tokens = list(re.finditer(r"[^ -]+", run))
    for i, token in enumerate(tokens):
        word = token.group()
        if word in ("and", "a", "an"):
            continue
        if word in ("half", "nửa"):
            section, any_read = (section + 0.5 if any_read else 0.5), True
        elif word == "rưỡi":
            total, section, any_read = total + section + (factor if factor > 1 else 1) / 2, 0.0, True
        elif word in scales:
            scale = scales[word]
            if scale <= 100:
                section = (section or 1) * scale
            elif scale > factor or factor == 1:
                total, section = (total + section or 1) * scale, 0.0
            else:
                total, section = total + (section or 1) * scale, 0.0
            factor, any_read, last = max(factor, scale), True, 0.0
        else:
            following = tokens[i + 1].group() if i + 1 < len(tokens) else ""
            added = _next_digit(word, known[word], section, last, following, i == 0)
            if added is None:
                break
            section, last, any_read = section + added, known[word], True
        used = token.end()
    if not any_read:
        return Number(start, start + len(run.rstrip()), 1.0, "words") if run.rstrip() in ("a", "an") else None
    if run.endswith("and a half") and language == "en" and used < len(run):
        return None
    return Number(start, start + used, total + section, "words", factor)


def _next_digit(word: str, value: float, section: float, last: float, following: str, first: bool) -> float | None:
    """Return what a number word adds to the section before it, or None where it begins something else ("ba năm": three years)."""
    if value < 0:
        return 0.0
    if word == "mươi":
        return last * 9 if 0 < last < 10 else None
    if word == "năm" and not first and following not in ("mươi", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "tỉ", "chục"):
        return None
    if section == 0:
        return value
    if value < 10 and section % 10 == 0 and (section % 100 >= 10 or section >= 100) and last != value:
        return value
    return value if value < 100 and section % 100 == 0 else None


__all__ = ["Form", "Number", "number_at", "number_starts", "parse_digits", "parse_han", "read_number"]
