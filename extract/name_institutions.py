"""Finds the full names of institutions: "Cơ quan Quản lý Không gian mạng Trung Quốc", "Ministry of Digital Affairs".

Such a name begins with a word that says what it is, and runs over capitalised words, known places and the small words between them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from extract.annotations import Kind
from extract.draft import Draft
from extract.name_shapes import UPPER
from extract.name_types import Typing
from extract.tables import table

_ENGLISH_TAIL = rf"(?:the )?[{UPPER}][\w’'-]*(?:,? (?:(?:and|of|for|the|&|on) ){{0,3}}[{UPPER}][\w’'-]*)*"


def institutions(draft: Draft, masked: str) -> list[tuple[int, int, Typing]]:
    """Return the places of institutions' names that stand outside known names, with their kinds."""
    found: list[tuple[int, int, Typing]] = []
    for s in draft.sentences:
        if s.language == "vi":
            found += _vietnamese(draft, masked, s.start, s.end)
        elif s.language == "en":
            for match in _english().finditer(masked, s.start, s.end):
                kind = _kinds("en")[match["head"]]
                found.append((match.start(), match.end(), Typing(kind, "institution", 0.85)))
    return found


def _vietnamese(draft: Draft, masked: str, start: int, end: int) -> list[tuple[int, int, Typing]]:
    rows = []
    for match in _vietnamese_head().finditer(masked, start, end):
        last = _tail(draft, match.end(), end)
        if last - match.end() < 3:
            continue
        if not re.search(rf"[{UPPER}]", draft.text[match.end() : last]):
            continue
        rows.append((match.start(), last, Typing(_kinds("vi")[match.group()], "institution", 0.8)))
    return rows


def _tail(draft: Draft, at: int, end: int) -> int:
    """Go on over capitalised syllables, and over up to four small ones when a capitalised one follows them."""
    stop = _stop_words()
    last, small = at, 0
    for match in re.finditer(r"[ \u00a0]([^\s.,;:!?()\"“”]+)([.,;:!?()\"“”]?)", draft.text[at:end]):
        word = match.group(1)
        if word.lower() in stop or at + match.start() > last + 40:
            break
        if word[:1].isupper():
            last, small = at + match.end(1), 0
        else:
            small += 1
        if small > 2 or match.group(2):
            break
    return last


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(w for w in table("vi", "names")["institutions"]["stop"] if w != "cho")


@cache
def _kinds(language: str) -> dict[str, Kind]:
    rows = table(language, "names")["institutions"]
    return {w: cast(Kind, kind) for kind, words in rows.items() if kind != "stop" for w in words}


@cache
def _vietnamese_head() -> re.Pattern[str]:
    words = sorted(_kinds("vi"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?=[ \u00a0][\w])")


@cache
def _english() -> re.Pattern[str]:
    words = sorted(_kinds("en"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?P<head>{'|'.join(map(re.escape, words))}) {_ENGLISH_TAIL}")
