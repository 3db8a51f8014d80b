"""Finds sources without a name: "two people familiar with the matter", "giới phân tích", 一位不愿具名的知情人士.

A noun of `[unnamed]` in the speech tables carries the description: number and adjectives before it, what they know or where they are
behind it. A noun that says too little by itself (`needs_more`: "người", "the company") is a source only with one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from extract.speech import any_of, whole
from extract.tables import table

_REACH = 70
"""How far before its noun a description may begin."""


def unnamed_sources(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Yield where descriptions of sources stand in `text[start:end]`, in order."""
    floor = start
    for match in _nouns(language).finditer(text, start, end):
        if match.start() < floor or _is_verb(text, match, language):
            continue
        low = max(floor, match.start() - _REACH)
        left = _before(language).search(text[low : match.start()])
        begin = low + left.start() if left else match.start()
        behind = _behind(language).match(text, match.end(), end)
        close = behind.end() if behind else match.end()
        if begin == match.start() and close == match.end() and match.group().lower() in _needs_more(language):
            continue
        floor = close
        yield begin, close


def _is_verb(text: str, match: re.Match[str], language: str) -> bool:
    """ "Orga estimates that …": no noun."""
    if language != "en" or match.group().lower() not in table("en", "speech")["needs_clause"]["nouns"]:
        return False
    named = re.search(r"(?:^|\s)[A-Z][\w.&-]*\s$", text[max(0, match.start() - 24) : match.start()])
    follows = text.startswith((" that ", " the ", ": "), match.end())
    return follows or (
        named is not None and named.group().strip() not in ("The", "A", "Its", "Their", "These", "His", "Her")
    )


def _rules(language: str) -> dict[str, Any]:
    rules: dict[str, Any] = table(language, "speech")["unnamed"]
    return rules


@cache
def _needs_more(language: str) -> frozenset[str]:
    rules = _rules(language)
    return frozenset(w.lower() for w in (*rules["institutions"], *rules["needs_more"]))


@cache
def _nouns(language: str) -> re.Pattern[str]:
    rules = _rules(language)
    words = [w for name in ("people", "institutions", "documents", "media", "spokespersons") for w in rules[name]]
    return re.compile(whole(language, words), re.I)


@cache
def _before(language: str) -> re.Pattern[str]:
    rules = _rules(language)
    number = any_of(rules["quantity"])
    adjectives = f"(?:{any_of(w for w in rules['modifiers'] if '[' not in w)})"
    shaped = "|".join(w for w in rules["modifiers"] if "[" in w) or "(?!)"
    if language == "zh":
        return re.compile(rf"(?:{number}|{adjectives}|{shaped})+$")
    number = rf"(?:{number}|\d+)"
    if language == "vi":
        return re.compile(rf"(?<![^\W_])(?:{number}\s(?:số\s)?)?(?:(?:{number}|{adjectives})\s)+$", re.I)
    proper = r"(?-i:[A-Z][\w.&-]*(?:[’']s)?)"
    plain = r"(?-i:[a-z][a-z-]+)"
    return re.compile(
        rf"(?<![^\W_])(?:(?!that\sthe\s){number}\s(?:(?:{number}|{adjectives}|{proper})\s|{plain}\s(?={adjectives}\s|$))*|(?:{adjectives}\s)+)$",
        re.I,
    )


@cache
def _behind(language: str) -> re.Pattern[str]:
    """What they know and where they are; a clause with "who" ends before the verb of saying."""
    rules = _rules(language)
    tails = "|".join(rules["tails"])
    if language == "zh":
        return re.compile(rf"(?:{tails})+")
    verbs = table(language, "speech")["verbs"]
    say = whole(language, [w for act in ("asserted", "predicted", "hedged", "denied") for w in verbs[act]])
    open_end = rf"?(?=\s*(?:{say}|[,.;:“”\"]|$))"
    tails = re.sub(r"\{\d+,\d+\}", lambda m: m.group() + open_end, tails)
    if language == "vi":
        return re.compile(rf"(?:\s(?:{tails})(?![^\W_]))+", re.I)
    days = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb)uary|March|April|May|June|July|August|September|October|November|December"
    where = rf"(?:{any_of(rules['place'])}) (?:the )?(?-i:(?!{days})[A-Z][\w&’'-]*(?: (?:[A-Z][\w&’'-]*|of|for|the)(?![^\W_]))*)"
    clause = rf"(?:who|that) (?:{any_of(rules['who'])})(?: [\w’'-]+){{1,14}}?(?=(?:(?<!been)(?<!were)(?<!was)(?<! be) {say}|[,.;]|$))"
    return re.compile(rf"(?:\s(?:{clause}|{tails}|{where}))+", re.I)
