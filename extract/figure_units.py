"""Finds the unit of a number: a currency before it, a word behind it, or the thing that is counted a few words on."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extract.figure_reading import Reading
from extract.speech import any_of
from extract.tables import table


class Unit(NamedTuple):
    """A unit read up to `end`; the amount times `factor` is in the unit. `noun` is set where a plain word is counted that no table knows."""

    id: str
    kind: str
    factor: float
    end: int
    noun: bool = False


@cache
def kind_of(unit: str) -> str:
    """Return the kind of a unit: money, share, counted, time, physical."""
    return next((str(u["kind"]) for u in table("any", "units")["unit"] if u["id"] == unit), "share")


@cache
def _words(language: str) -> dict[str, tuple[str, str, float]]:
    rows = table("any", "units")["unit"]
    words = {w: (u["id"], u["kind"], float(u.get("factor", 1))) for u in reversed(rows) for w in u[language]}
    if language == "en":
        for word, unit in list(words.items()):
            if unit[1] == "counted" and word.endswith("s"):
                words.setdefault("-" + (word[:-3] + "y" if word.endswith("ies") else word[:-1]), unit)
        words |= {"-" + w: unit for w, unit in list(words.items()) if unit[1] != "counted" and w[0].isalpha()}
    return words


@cache
def _near(language: str) -> re.Pattern[str]:
    """A unit right behind a number."""
    words = _words(language)
    letters = any_of(w for w in words if w[-1].isalnum())
    symbols = any_of(w for w in words if not w[-1].isalnum())
    close = "" if language == "zh" else r"(?![^\W_])"
    return re.compile(rf"[ ]?(?:(?P<letters>{letters}){close}|(?P<symbols>{symbols}))")


@cache
def _counted(language: str) -> str:
    words = [w for w, unit in _words(language).items() if unit[1] == "counted" and not w.startswith("-") and len(w) > 1]
    return any_of(words)


_STOPS = r"and|or|in|on|at|to|for|by|with|from|that|which|who|is|are|was|were|than|as|per|but|will|would|has|have|had|after|before|while|since|until|of|into|over|under|this|last|next|a|an|not|it"


@cache
def _far() -> re.Pattern[str]:
    return re.compile(
        rf"(?: of (?:its|the|their|these|those|his|our))?[ -](?:(?!(?:{_STOPS})\b)[\w.’'‑-]+ ){{0,4}}?(?P<letters>{_counted('en')})(?![^\W_])"
    )


_PLURAL = re.compile(rf" (?:(?!(?:{_STOPS})\b)[a-z‑-]+ ){{0,2}}?(?P<noun>[a-z]{{3,}}[^sui\W]s)(?![^\W_])")
_VIET = re.compile(r" (?P<noun>[^\W\d_]+)(?![^\W_])")


@cache
def _not_counted(language: str) -> frozenset[str]:
    return frozenset(table("any", "units")["not_counted"][language])


def unit_after(r: Reading, at: int, end: int, language: str) -> Unit | None:
    """Return the unit that stands behind a number, or None."""
    if language == "zh":
        return _chinese_unit(r.low, at, end)
    match = _near(language).match(r.low, at, end)
    if match and not (match["letters"] == "đ" and r.low[at] == " "):
        unit, kind, factor = _words(language)[match["letters"] or match["symbols"]]
        return Unit(unit, kind, factor, match.end())
    if language == "en":
        far = _far().match(r.low, at, min(end, at + 70))
        if far:
            unit, kind, factor = _words("en")[far["letters"]]
            return Unit(unit, kind, factor, far.end())
        plural = _PLURAL.match(r.low, at, min(end, at + 40))
        if plural and plural["noun"] not in _not_counted("en"):
            return Unit("count", "counted", 1.0, plural.end(), noun=True)
        return None
    noun = _VIET.match(r.low, at, end)
    if noun and noun["noun"] not in _not_counted("vi") and r.text[noun.start("noun")].islower():
        return Unit("count", "counted", 1.0, noun.end(), noun=True)
    return None


@cache
def _classifier() -> tuple[dict[str, str], re.Pattern[str], frozenset[str]]:
    rows = table("any", "units")["classifiers"]
    units = {w: unit for unit in ("count", "chips", "people") for w in rows[unit]}
    return units, re.compile(rf" ?(?:余|多)?(?P<word>{any_of(units)})"), frozenset(rows["weak"])


@cache
def _han_noun() -> re.Pattern[str]:
    return re.compile(rf"(?P<between>[^，。；：、,.;:()（）和与的是在有为]{{0,6}}?)(?P<noun>{_counted('zh')})")


_NOT_YEAR = re.compile(r" ?年[代级轻底初中末会间第人份度]")


def _chinese_unit(low: str, at: int, end: int) -> Unit | None:
    classifier = None
    near = _near("zh").match(low, at, end)
    if near and not _NOT_YEAR.match(low, at, end):
        unit, kind, factor = _words("zh")[near["letters"] or near["symbols"]]
        return Unit(unit, kind, factor, near.end())
    units, pattern, _ = _classifier()
    classifier = pattern.match(low, at, end)
    noun = _han_noun().match(low, classifier.end() if classifier else at, min(end, at + 14))
    if noun and (
        classifier or not noun["between"] or re.fullmatch(r" ?[a-z\d ]+|ai|高端|先进|付费|活跃|新", noun["between"])
    ):
        unit, kind, factor = _words("zh")[noun["noun"]]
        close = classifier.end() if classifier and len(noun["between"]) > 4 else noun.end()
        return Unit(unit, kind, factor, close)
    if classifier:
        return Unit(units[classifier["word"]], "counted", 1.0, classifier.end())
    return None


def is_weak(low: str, at: int) -> bool:
    """True when the Chinese measure word at a place says hardly a quantity (两种, 三次) unless the number is large."""
    _, pattern, weak = _classifier()
    match = pattern.match(low, at)
    return bool(match) and match["word"] in weak  # type: ignore[index]


@cache
def _signs() -> tuple[dict[str, str], re.Pattern[str]]:
    signs = {w: u["id"] for u in table("any", "units")["unit"] for w in u["before"]}
    return signs, re.compile(rf"(?<![a-z])({any_of(signs)}) ?$")


def sign_before(r: Reading, start: int, at: int, sentence_end: int) -> tuple[str, int]:
    """Return the currency that stands right before a number with its place, or an empty string; ¥ is yen where the sentence is about Japan."""
    signs, pattern = _signs()
    match = pattern.search(r.low, max(start, at - 8), at)
    if not match or (match[1].isalpha() and r.text[match.start(1)].islower() and match[1].isascii()):
        return "", at
    unit = signs[match[1]]
    if match[1] == "¥" and any(w in r.low[start:sentence_end] for w in table("any", "units")["yen"]["words"]):
        unit = "JPY"
    return unit, match.start()
