"""Reads what would fill a question's slot: the kinds of names, the units of a figure, the office asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answer.lexicon import Found, role_ideas
from app.answer.question import Asked
from app.answer.question_tables import QuestionForms, slots
from app.answer.words_of_text import Word
from extract.annotations import Kind

WEAK_MEASURES = frozenset(
    {"chip", "company", "model", "models_count", "chips_count", "developer", "time_gap", "dollars", "yuan", "lag",
     "generation", "times_", "rate", "memory", "customers", "users", "engineers", "employees", "nanosecond", "invest", "energy"}
)  # fmt: skip
"""Ideas that may be what is counted, but often are only what is spoken of; a firmer measure in the question overrules them."""
_WHO = {"en": r"\bwho(?:m|se)?\b", "vi": r"\bai\b", "zh": "谁|哪位|哪些人"}
_HOW_MANY = {
    "en": re.compile(r"how (?:many|much) (?:\w+[- ]){0,4}?(?P<noun>[\w-]+)"),
    "vi": re.compile(r"(?:bao nhiêu|mấy) (?P<noun>\S+(?: \S+){0,2})"),
    "zh": re.compile(r"(?:多少|几)(?P<noun>[^，。？?]{1,8})"),
}


def wanted_of(
    words: Sequence[Word], ideas: Sequence[Found], language: str, lowered: str, asked: Asked
) -> tuple[tuple[Kind, ...], str]:
    """Return the kinds that fill the slot, and the idea of the noun that was asked for."""
    if asked == "where":
        return ("Country", "Place"), ""
    if asked not in ("which", "who_said", "open", "yes_no", "when", "role", "reaction", "said", "figure"):
        return (), ""
    for at, word in enumerate(words):
        noun = _asked_noun(words, at, word, language)
        if noun is None:
            continue
        first, last = noun
        for found in ideas:
            if first <= found.first and found.first < last:
                for idea in found.ideas:
                    if idea in slots().kinds:
                        return slots().kinds[idea], idea
        for keys, kind in slots().nouns[language].items():
            span = tuple(w.key for w in words[first:last])
            if any(span[i : i + len(keys)] == keys for i in range(len(span))):
                return (kind,), ""
    if re.search(_WHO[language], lowered):
        return ("Person", "Company", "Organization", "Agency"), ""
    return (), ""


def _asked_noun(words: Sequence[Word], at: int, word: Word, language: str) -> tuple[int, int] | None:
    """Return the range of words in which the noun of "which NOUN", "NOUN nào", 哪家NOUN stands."""
    text = word.text.lower()
    following = words[at + 1].text.lower() if at + 1 < len(words) else ""
    if language == "en" and text in ("which", "what", "whose"):
        return at + 1, min(len(words), at + 5)
    if language == "en" and text == "name" and following == "of":
        return at + 2, min(len(words), at + 6)
    if language == "vi" and text == "nào":
        return max(0, at - 4), at
    if language == "vi" and text in ("những", "các") and any(w.text.lower() in ("nào", "gì") for w in words[at + 1 :]):
        return at + 1, min(len(words), at + 4)
    if language == "vi" and text == "tên":
        return (at + 1, min(len(words), at + 5)) if following == "của" else (0, 4)
    if language == "zh" and text in ("哪", "几"):
        return at + 1, min(len(words), at + 7)
    if language == "zh" and text in ("叫", "名") and at > 2:
        return 0, at
    if language == "zh" and text == "什" and following == "么":
        return at + 2, min(len(words), at + 6)
    return None


def units_of(
    lowered: str, language: str, table: QuestionForms, ideas: Sequence[Found], asked: Asked
) -> tuple[str, ...]:
    """Return the units that a figure may have: by the question's words, else by the thing counted, else by what is measured."""
    if asked not in ("figure", "conflict", "yes_no", "open", "change", "which"):
        return ()
    for pattern, units in table.units:
        if pattern.search(lowered):
            return units
    counted = _HOW_MANY[language].search(lowered)
    if counted and asked == "figure":
        near = [i for f in ideas if counted.start("noun") - 1 <= f.start <= counted.end("noun") for i in f.ideas]
        units = tuple(dict.fromkeys(u for i in near for u in slots().units.get(i, ())))
        if units:
            return units
    flat = sorted({i for f in ideas for i in f.ideas if i in slots().units})
    firm = [i for i in flat if i not in WEAK_MEASURES] or flat
    return tuple(dict.fromkeys(u for i in firm for u in slots().units[i]))


def role_of(ideas: Sequence[Found], asked: Asked) -> str:
    """Return the office asked for, if the question may ask for one."""
    if asked not in ("role", "which", "overview", "yes_no", "open"):
        return ""
    roles = [i for f in ideas for i in f.ideas if i in role_ideas()]
    return roles[0] if roles else ""
