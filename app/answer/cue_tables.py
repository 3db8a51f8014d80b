"""Marks that tell whether a sentence can fill a slot: a time, a reason, an unnamed "a company"; by language, from `cues.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def shows(cue: str, sentence: str, language: str) -> bool:
    """Say whether the sentence holds a mark of `time`, `day` or `reason`."""
    return bool(_pattern(cue, language).search(sentence.lower()))


def first_of(cue: str, sentence: str, language: str) -> str:
    """Return the words of the first such mark, as written; empty when there is none."""
    match = _pattern(cue, language).search(sentence.lower())
    return sentence[match.start() : match.end()] if match else ""


def is_unnamed(kind: str, sentence: str, language: str) -> bool:
    """Say whether the sentence speaks of some `kind` without naming it."""
    pattern = _unnamed(kind, language)
    return bool(pattern and pattern.search(sentence.lower()))


@cache
def _pattern(cue: str, language: str) -> re.Pattern[str]:
    table = _table()[cue]
    return re.compile(table.get(language, table["en"]))


@cache
def _unnamed(kind: str, language: str) -> re.Pattern[str] | None:
    table = _table()["unnamed"].get(kind)
    return re.compile(table.get(language, table["en"])) if table else None


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("app.answer") / "cues.toml").read_text(encoding="utf-8"))
