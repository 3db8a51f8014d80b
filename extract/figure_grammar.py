"""Reads figures: bound + currency + number + range + unit, put together from the number grammar and the tables of units and bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.annotations import Qualifier
from extract.numbers import Number, number_starts, parse_digits, read_number
from extract.speech import any_of
from extract.tables import table

_WHOLE = r"(?![^\W_])"


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure at `[start, end)` with its values; `unit` is empty when none stands there."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    kind: str
    qualifier: Qualifier
    form: str
    scaled: bool


@cache
def unit_words(language: str) -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    """Return the units by their words, lower-case, and the pattern that finds one right behind a number."""
    words = {w.lower(): (u["id"], u["kind"]) for u in table("any", "units")["unit"] for w in u[language]}
    close = "" if language == "zh" else _WHOLE
    symbols = [w for w in words if not w[-1].isalnum()]
    letters = [w for w in words if w[-1].isalnum()]
    between = r"[ \u00a0]?" if language != "zh" else r"\s?"
    return words, re.compile(
        rf"{between}(?:(?P<letters>{any_of(letters)}){close}|(?P<symbols>{any_of(symbols)}))", re.I
    )


@cache
def _far_unit(language: str) -> re.Pattern[str]:
    """A counted unit after one or two describing words: "200,000 Ascend 910C chips"."""
    words = [w for w, (_, kind) in unit_words(language)[0].items() if kind == "counted" and len(w) > 2]
    return re.compile(rf"[ \u00a0](?:[\w.-]+[ \u00a0]){{1,3}}(?P<letters>{any_of(words)}){_WHOLE}", re.I)


@cache
def _currency_before() -> tuple[dict[str, str], re.Pattern[str]]:
    signs = {w.strip(): u["id"] for u in table("any", "units")["unit"] for w in u["before"]}
    return signs, re.compile(rf"(?:{any_of(signs)})\s?$")


@cache
def _bound(language: str, side: str) -> tuple[dict[str, Qualifier], re.Pattern[str]]:
    words: dict[str, Qualifier] = {w: q for q, ws in table(language, "numbers")[side].items() for w in ws}
    edge = "" if language == "zh" else r"(?<![^\W_])"
    if side == "before":
        return words, re.compile(rf"{edge}({any_of(words)})[ \u00a0]?(?:mức |con số |mốc |a |the )?$", re.I)
    return words, re.compile(rf"[ \u00a0]?({any_of(words)}){'' if language == 'zh' else _WHOLE}", re.I)


@cache
def _range(language: str) -> re.Pattern[str]:
    words = table(language, "numbers")["range"]
    return re.compile(rf"\s?(?P<word>{any_of(words)})\s?(?:US\$|HK\$|NT\$|[$€£¥])?", re.I)


def readings(text: str, start: int, end: int, language: str, taken: list[tuple[int, int]]) -> list[Reading]:
    """Return the figures of `text[start:end]` in order, none of which touches a `taken` range (names, dates)."""
    found: list[Reading] = []
    at = start
    for match in number_starts(language).finditer(text, start, end):
        if match.start() < at or any(s < match.end() and match.start() < e for s, e in taken):
            continue
        number = read_number(text, match, end, language)
        reading = _figure(text, start, end, number, language, taken) if number else None
        if reading is not None:
            found.append(reading)
            at = reading.end
    return found


def _figure(
    text: str, start: int, end: int, number: Number, language: str, taken: list[tuple[int, int]]
) -> Reading | None:
    if _is_label(text, start, number, language):
        return None
    sign, begin = _sign(text, start, number.start)
    low, high, after, scaled = number.value, None, number.end, number.scaled
    unit, kind, at = _unit(text, after, end, language)
    second = _second(
        text,
        at if unit else after,
        end,
        language,
        taken,
        needs="between" in text[max(start, begin - 12) : begin].lower(),
    )
    if second is not None and number.value is not None and second.value is not None:
        other, other_kind, other_end = _unit(text, second.end, end, language)
        if not (unit and other and other != unit) and (other or unit or sign or second.scaled):
            unit, kind, at = other or unit, other_kind or kind, other_end if other else second.end
            if second.scaled and not scaled and number.value < second.value:
                low = number.value * _factor(text, second, language)
            high, scaled = second.value, True
    if sign:
        unit, kind, at = sign, _kind_of(sign), max(after, at if high is not None else after)
    at = max(at, after)
    if not unit and number.form == "fractions":
        unit, kind = "ratio", "share"
    if not unit and number.form == "multiples":
        unit, kind = "times", "share"
    reading = Reading(begin, at, low, None, high, unit, kind, "exact", number.form, scaled)
    return _bounded(text, start, end, reading, language) if _counts(text, reading, number) else None


def _factor(text: str, second: Number, language: str) -> float:
    """The scale word of "60 to 70 million", which holds for both ends."""
    bare = re.match(r"[\d.,]+", text[second.start : second.end])
    value = second.value or 0

    raw = parse_digits(bare.group().rstrip(".,"), language) if bare else None
    return value / raw if raw else 1.0


@cache
def _kind_of(unit: str) -> str:
    return next(str(u["kind"]) for u in table("any", "units")["unit"] if u["id"] == unit)


def _sign(text: str, start: int, at: int) -> tuple[str, int]:
    signs, pattern = _currency_before()
    match = pattern.search(text, max(start, at - 6), at)
    if not match:
        return "", at
    sign = match.group().strip()
    return signs[sign], match.start()


def _unit(text: str, at: int, end: int, language: str) -> tuple[str, str, int]:
    words, pattern = unit_words(language)
    match = pattern.match(text, at, end)
    if match:
        unit, kind = words[(match["letters"] or match["symbols"]).lower()]
        return unit, kind, match.end()
    if language == "en":
        far = _far_unit(language).match(text, at, min(end, at + 60))
        if far and not re.search(r"[,.;]", far.group()):
            unit, kind = words[far["letters"].lower()]
            return unit, kind, far.end()
    return "", "", at


def _second(text: str, at: int, end: int, language: str, taken: list[tuple[int, int]], *, needs: bool) -> Number | None:
    joint = _range(language).match(text, at, min(end, at + 8))
    if not joint or (joint["word"].lower() in ("and", "or") and not needs):
        return None
    match = number_starts(language).match(text, joint.end(), end) or re.compile(
        r"(?P<digits>\d+(?:[.,]\d+)*)(?P<special>(?!))?(?P<han>(?!))?"
    ).match(text, joint.end(), end)
    if not match or any(s < match.end() and match.start() < e for s, e in taken):
        return None
    return read_number(text, match, end, language)


def _counts(text: str, r: Reading, number: Number) -> bool:
    """A bare number is no figure; nor is a year, nor a small word with things to count ("two sources")."""
    value = r.value
    if r.form in ("fractions", "multiples"):
        return True
    if r.form == "vague":
        return bool(r.unit) and r.unit not in ("count", "people", "points")
    if not r.unit:
        return number.scaled or (
            value is not None and value >= 1000 and bool(re.search(r"[.,]\d{3}", text[r.start : r.end]))
        )
    if r.unit == "years" and value is not None and 1900 <= value <= 2100:
        return False
    small = value is not None and value <= 3 and r.high is None
    return not (small and r.form == "words" and r.kind == "counted")


def _bounded(text: str, start: int, end: int, r: Reading, language: str) -> Reading:
    """Read the bound before or behind, and set value, low and high by the conventions of the contract."""
    words, pattern = _bound(language, "before")
    begin, finish = r.start, r.end
    qualifier: Qualifier = "range" if r.high is not None else "vague" if r.form == "vague" else "exact"
    before = pattern.search(text, max(start, begin - 24), begin)
    after_words, after_pattern = _bound(language, "after")
    after = after_pattern.match(text, finish, end)
    if before:
        qualifier, begin = (words[before.group(1).lower()] if qualifier == "exact" else qualifier), before.start(1)
    elif after:
        qualifier, finish = (after_words[after.group(1).lower()] if qualifier == "exact" else qualifier), after.end()
    value, low, high = r.value, None, None
    if qualifier == "range":
        value, low, high = None, r.value, r.high
    elif qualifier in ("more_than", "at_least"):
        low = value
    elif qualifier in ("up_to", "less_than", "almost"):
        high = value
    if finish == r.end:
        unit, kind, at = (r.unit, r.kind, r.end) if r.unit else _unit(text, finish, end, language)
    else:
        unit, kind, at = (r.unit, r.kind, finish) if r.unit else _unit(text, finish, end, language)
    return Reading(begin, max(finish, at), value, low, high, unit, kind, qualifier, r.form, r.scaled)


_LABELS = {
    "vi": r"(?:tháng|ngày|năm|quý|kế hoạch|lần thứ|thứ|số|khóa|kỳ|phiên bản|top|điều|khoản|nghị quyết|chương|mục|phần|thế hệ thứ|tập|bước|giai đoạn|cấp)\s$",
    "en": r"(?:\bno\.?|chapter|article|section|top|phase|version|level|step|part|tier|group of|january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|fiscal|series|generation|class|route|room|page)\s$",
    "zh": r"第$",
}


def _is_label(text: str, start: int, number: Number, language: str) -> bool:
    """A number that names or counts off: "lần thứ 15", "Top 10", 第三, "24/7", "5G", clock times."""
    before = text[max(start, number.start - 16) : number.start].lower()
    after = text[number.end : number.end + 4]
    if re.search(_LABELS[language], before) and number.form == "digits":
        return True
    if re.match(r"G\b|/\d|:\d|-\d{4}|th\b|st\b|nd\b|rd\b", after) and not re.match(r"/\d", after[:0]):
        return not (re.match(r"/\d", after) and re.match(r"/10\b", after))
    if language == "vi" and re.search(r"\d\s$", before) and number.form == "words":
        return True
    return (
        language == "vi"
        and text[number.start : number.end].lower() == "năm"
        and not number.scaled
        and re.match(r"\s(?:nay|ngoái|sau|trước|tới|qua|học|mới|\d{4}|tài|gần|kia)", text[number.end : number.end + 7])
        is not None
    )
