"""Reads figures: bound + currency + number + range + unit, put together from the number grammar and the tables of units and bounds.

All places are places in a `figure_reading.Reading`; every step looks a few words ahead or back, so that the time stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.annotations import Qualifier
from extract.figure_reading import Reading
from extract.figure_units import Unit, kind_of, sign_before, unit_after
from extract.not_figures import counts, is_label
from extract.numbers import Number, number_at, number_starts, read_number
from extract.speech import any_of
from extract.tables import table

Taken = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at `[start, end)` with its values; `unit` is empty when none stands there and it must be looked for around."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier
    form: str
    scaled: bool
    plain: bool = False


@cache
def _bound(language: str, side: str) -> tuple[dict[str, Qualifier], re.Pattern[str]]:
    rules = table(language, "numbers")
    words: dict[str, Qualifier] = {w: q for q, ws in rules[side].items() if q != "filler" for w in ws}
    if side == "after":
        return words, re.compile(
            rf"({any_of(words)})(?:(?<![^\W_])|(?![a-z]))" if language != "zh" else rf" ?({any_of(words)})"
        )
    edge, gap = ("", " ?") if language == "zh" else (r"(?<![^\W_])", "[ ]?")
    filler = any_of(rules["before"]["filler"])
    return words, re.compile(rf"{edge}({any_of(words)}){gap}(?:(?:{filler}){gap})?$")


@cache
def _joint(language: str) -> re.Pattern[str]:
    words = table(language, "numbers")["range"]
    spaced = any_of(w for w in words if w[0].isalpha())
    signs = any_of(w for w in words if not w[0].isalpha())
    gap = " ?" if language == "zh" else " "
    return re.compile(rf"(?: ?(?P<sign>{signs}) ?|{gap}(?P<word>{spaced}){gap})")


@cache
def _comparative() -> re.Pattern[str]:
    return re.compile(r"(?:cao|thấp|rẻ|nhanh|mạnh|lớn|nhỏ|đắt|chậm|tốt|kém|dài|ngắn|nặng|nhẹ|hiệu quả|sớm|muộn)\s$")


def quantities(r: Reading, start: int, end: int, language: str, taken: Taken) -> list[Quantity]:
    """Return the figures of a sentence in order, none of which touches a `taken` range (names, dates)."""
    found: list[Quantity] = []
    at = start
    for match in number_starts(language).finditer(r.low, start, end):
        if match.start() < at or _is_taken(taken, match.start(), match.end()):
            continue
        number = read_number(r, match, end, language)
        if number is None or is_label(r, start, end, number, language):
            continue
        quantity = _quantity(r, start, end, number, language, taken) or _zero(r, found, number, language)
        if quantity is not None:
            found.append(quantity)
            at = quantity.end
    return found


def _zero(r: Reading, found: list[Quantity], number: Number, language: str) -> Quantity | None:
    """ "From 95% to zero": a bare number at the end of a change has the unit of its beginning."""
    if not found or not found[-1].unit or number.value is None or number.value > 100:
        return None
    between = r.low[found[-1].end : number.start].strip()
    if between.removeprefix("直接") not in table(language, "numbers")["change"]:
        return None
    return Quantity(number.start, number.end, number.value, None, None, found[-1].unit, "exact", number.form, False)


def _is_taken(taken: Taken, start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in taken)


def _quantity(r: Reading, start: int, end: int, number: Number, language: str, taken: Taken) -> Quantity | None:
    sign, begin = sign_before(r, start, number.start, end)
    unit = _unit(r, number, sign, end, language)
    second, other = _second(r, start, end, number, unit, bool(sign), language, taken)
    low, high, at, scaled = number.value, number.high, number.end, number.scale > 1
    if second is not None and low is not None and second.value is not None:
        if second.scale > 1 and number.scale == 1 and low < second.value and not unit:
            low *= second.scale
        high, at, scaled = second.value, second.end, scaled or second.scale > 1
        unit = other or unit
    if unit:
        low, high = _times(low, unit.factor), _times(high, unit.factor)
        at = max(at, unit.end)
    implied = number.unit
    unit_id = sign or implied or (unit.id if unit else "")
    if implied and unit and not (number.form == "half" and unit.kind == "time"):
        at = second.end if second else number.end
        if implied == "times" and unit.id == "times":
            at = max(at, unit.end)
    elif implied and unit:
        unit_id = unit.id
    if low is not None and unit and unit.kind == "time" and re.match(r" rưỡi|半(?!年)", r.low[at : at + 5]):
        low, at = low + 0.5, at + (5 if r.low[at] == " " else 1)
    if sign and unit and unit.kind != "money":
        at = second.end if second else number.end
    q = Quantity(begin, at, low, None, high, unit_id, "exact", number.form, scaled, bool(unit and unit.noun))
    q = _bounded(r, start, end, q, language)
    return q if counts(r, start, end, q.start, q.end, number, q.unit, q.qualifier, language, noun=q.plain) else None


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def _unit(r: Reading, number: Number, sign: str, end: int, language: str) -> Unit | None:
    if number.short:
        return _unit_of_letter(r, number, sign, end, language)
    unit = unit_after(r, number.end, end, language)
    return unit if not (unit and unit.noun and sign) else None


def _unit_of_letter(r: Reading, number: Number, sign: str, end: int, language: str) -> Unit | None:
    """ "70B model" counts parameters, a "128K" context tokens; "$5B" is money."""
    unit = unit_after(r, number.end, end, language)
    if sign or (unit and not unit.noun and unit.id != "count"):
        return unit
    sizes = table("any", "units")["sizes"]
    near = r.low[max(0, number.start - 40) : number.end + 40]
    if number.short in ("B", "T") and any(w in near for w in sizes["words"]):
        return Unit("parameters", "counted", 1.0, number.end)
    if number.short in ("K", "k", "M") and any(w in near for w in sizes["context"]):
        return Unit("tokens", "counted", 1.0, number.end)
    return unit


def _second(
    r: Reading, start: int, end: int, number: Number, unit: Unit | None, sign: bool, language: str, taken: Taken
) -> tuple[Number | None, Unit | None]:
    """Read the other end of a range, with its unit: "20%-40%", "60 to 70 million dollars", "ba đến sáu tháng"."""
    if number.form not in ("digits", "words") or number.high is not None:
        return None, None
    joint, rules = None, table(language, "numbers")
    for at in dict.fromkeys((number.end, unit.end if unit and not unit.noun else number.end)):
        joint = joint or _joint(language).match(r.low, at, end)
    if not joint or _moves_before(r, start, number, language, joint["word"] or ""):
        return None, None
    at = joint.end()
    if sign or r.low[at : at + 1] in ("$", "€", "£", "¥"):
        at += len(re.match(r"(?:us\$|hk\$|nt\$|usd ?|rmb ?|[$€£¥])?", r.low[at : at + 5]).group())  # type: ignore[union-attr]
    second = number_at(r, at, end, language)
    if not second or second.form not in ("digits", "words") or _is_taken(taken, second.start, second.end):
        return None, None
    other = unit_after(r, second.end, end, language)
    if joint["word"] in rules["narrow"] and not _between(r, start, number, second):
        return None, None
    if (
        second.value is None
        or number.value is None
        or second.value * (1 if second.scale > 1 else number.scale) < number.value
    ):
        return None, None
    if unit and other and not unit.noun and not other.noun and unit.id != other.id:
        return None, None
    if not (sign or other or unit or second.scale > 1):
        return None, None
    if number.scale > 1 and second.scale == 1 and not number.short:
        return None, None
    return second, other


def _between(r: Reading, start: int, number: Number, second: Number) -> bool:
    before = r.low[max(start, number.start - 14) : number.start]
    neighbours = number.scale == second.scale == 1 and second.value == (number.value or 0) + 1 and second.value <= 10
    return "between" in before or "介于" in before or neighbours


def _moves_before(r: Reading, start: int, number: Number, language: str, word: str) -> bool:
    """ "Rose from 3 to 5" is a change, "takes from 3 to 5" a range."""
    if language == "vi" or word not in ("to", "到", "至"):
        return False
    rules = table(language, "numbers")
    begin = any_of(rules["from"])
    if language == "en":
        moves = any_of(rules["moves"])
        return (
            re.search(
                rf"\b(?:{moves})(?: [\w-]+){{0,3}} from (?:about |around |roughly |nearly |more than |over )?(?:us|hk|nt)?[$€£¥]?$",
                r.low[max(start, number.start - 50) : number.start],
            )
            is not None
        )
    moves = any_of(rules["moves"])
    return (
        re.search(rf"(?:{moves})[^，。；]{{0,4}}(?:{begin})$", r.low[max(start, number.start - 10) : number.start])
        is not None
    )


def _bounded(r: Reading, start: int, end: int, q: Quantity, language: str) -> Quantity:
    """Read the bound before or behind, and set value, low and high by the conventions of the contract."""
    qualifier: Qualifier = "range" if q.high is not None else "vague" if q.value is None else "exact"
    begin, finish = q.start, q.end
    before_words, before_pattern = _bound(language, "before")
    before = before_pattern.search(r.low, max(start, begin - 34), begin)
    after_words, after_pattern = _bound(language, "after")
    after = after_pattern.match(r.low, finish, end)
    share = q.unit in ("percent", "times", "points") or not q.unit
    if (
        before
        and before.group(1) == "hơn"
        and _comparative().search(r.low, max(start, before.start() - 9), before.start())
    ):
        before = None
    if before and share and before.group(1) in ("nhiều hơn", "ít hơn", "lớn hơn", "nhỏ hơn", "thấp hơn", "高出"):
        before = None
    if before:
        begin = before.start(1)
        qualifier = before_words[before.group(1)] if qualifier == "exact" else qualifier
    elif after:
        finish = after.end()
        qualifier = after_words[after.group(1)] if qualifier == "exact" else qualifier
    unit, noun = q.unit, q.plain
    if not unit and after and not before:
        late = unit_after(r, finish, end, language)
        if late:
            unit, finish, noun = late.id, late.end, late.noun
    if (q.form == "fractions" and r.text[q.start : q.end].lower() in ("quá nửa", "hơn nửa", "过半")) or (
        language == "zh" and qualifier == "exact" and re.search(r"[多余]", r.low[q.start : q.end])
    ):
        qualifier = "more_than"
    elif q.form == "fractions" and r.low[q.start : q.end] in ("gần nửa", "近半"):
        qualifier = "almost"
    value, low, high = _values(q, qualifier)
    return replace(
        q, start=begin, end=finish, value=value, low=low, high=high, unit=unit, qualifier=qualifier, plain=noun
    )


def _values(q: Quantity, qualifier: Qualifier) -> tuple[float | None, float | None, float | None]:
    if qualifier == "range":
        return None, q.value, q.high
    low = q.value if qualifier in ("more_than", "at_least") else None
    high = q.value if qualifier in ("up_to", "less_than", "almost") else None
    return q.value, low, high


__all__ = ["Quantity", "kind_of", "quantities"]
