"""The tables that say how questions are put in each language, and what may fill their slots; read once, compiled."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from app.answer.question import Asked
from app.answer.words_of_text import words_of
from extract.annotations import Kind


@dataclass(frozen=True, slots=True)
class QuestionForms:
    """How questions of one language betray what they ask."""

    kinds: tuple[tuple[Asked, re.Pattern[str]], ...]
    flags: dict[str, re.Pattern[str]]
    say: re.Pattern[str]
    units: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Slots:
    """What can fill a slot: kinds of names by idea and by noun, units by idea."""

    kinds: dict[str, tuple[Kind, ...]]
    nouns: dict[str, dict[tuple[str, ...], Kind]]
    units: dict[str, tuple[str, ...]]


@cache
def forms(language: str) -> QuestionForms:
    """Return the question forms of `en`, `vi` or `zh`."""
    table = _read("questions")[language]
    units = _read("slots")["question_units"][language]
    return QuestionForms(
        kinds=tuple(
            (cast(Asked, kind), re.compile(pattern.replace("{say}", table["say"]))) for kind, pattern in table["kinds"]
        ),
        flags={
            name: re.compile(pattern)
            for name, pattern in (*table["flags"].items(), *_read("phrases")[language]["around"].items())
            if name in table["flags"] or name in ("most", "least")
        },
        say=re.compile(table["say"]),
        units=tuple((re.compile(pattern), _units(names)) for pattern, names in units),
    )


@cache
def slots() -> Slots:
    """Return what may fill the slots."""
    table = _read("slots")
    nouns: dict[str, dict[tuple[str, ...], Kind]] = {"en": {}, "vi": {}, "zh": {}}
    for kind, parts in table["nouns"].items():
        for language, part in zip(("en", "vi", "zh"), parts, strict=True):
            for form in part.split(";"):
                nouns[language][tuple(w.key for w in words_of(form, language))] = cast(Kind, kind)
    return Slots(
        kinds={idea: tuple(kinds) for idea, kinds in table["kinds"].items()},
        nouns=nouns,
        units={idea: _units(names) for idea, names in table["units"].items()},
    )


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the words of a language that carry no content."""
    text: str = _read("function_words")[language]
    return frozenset(w.key for w in words_of(text, language))


@cache
def unit_group(name: str) -> tuple[str, ...]:
    """Return the units of a group (`money`, `time`), or the unit itself."""
    return tuple(_read("slots")["groups"].get(name, (name,)))


def _units(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit for name in names for unit in unit_group(name)))


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("app.answer") / f"{name}.toml").read_text(encoding="utf-8"))
