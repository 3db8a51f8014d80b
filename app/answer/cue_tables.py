"""Marks that tell whether a sentence can fill a slot: a time, a reason, an unnamed "a company"; by language, from `cues.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from app.answer.periods import periods_in


def shows(cue: str, sentence: str, language: str) -> bool:
    """Say whether the sentence holds a mark of `time`, `day` or `reason`."""
    return bool(_pattern(cue, language).search(sentence.lower()))


def times_in(sentence: str, language: str) -> list[tuple[int, int]]:
    """Return the places of all expressions of time, the longest where several begin at one place or overlap."""
    spans = [(s, e) for _, s, e in periods_in(sentence)]
    spans += [m.span() for m in _pattern("time", language).finditer(sentence.lower())]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        if all(end <= s or e <= start for s, e in kept):
            kept.append((start, end))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(kept):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


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
