"""Says whether a known name stands where its alias lets it: what must and what must not be written directly beside it.

Short names are also ordinary words or parts of them: "Pháp" begins "Pháp luật", "美" begins "美元", "Đức" is a given name.
"""

from __future__ import annotations

import re

from extract.gazetteer import Alias
from extract.tables import table
from extract.tokens import HAN

_OPENS = re.compile(r"(?:^|[.:!?…\"“«‘•*\n])\s*[-–—]?\s*$")
_WORD_BEFORE = re.compile(r"([^\W\d_]+) $")

Place = tuple[int, int, int, int]
"""The start of the sentence, the start and end of the name, the end of the sentence."""


def stands_well(alias: Alias, text: str, place: Place) -> bool:
    """Return False where the words beside the name make it another thing's name or an ordinary word."""
    if alias.never and any(_beside(p, text, place) for p in alias.never):
        return False
    if alias.only and not any(_beside(p, text, place) for p in alias.only):
        return False
    return not (alias.language == "vi" and " " not in alias.text and _in_a_persons_name(text, place))


def _beside(pattern: str, text: str, place: Place) -> bool:
    first, start, end, last = place
    left, _, right = pattern.partition("_")
    if left == "^":
        return bool(_OPENS.search(text[first:start])) and _follows(right, text[end:last])
    before = text[max(first, start - len(left) - 1) : start]
    if left and not _ends(left, before):
        return False
    return _follows(right, text[end:last])


def _ends(left: str, before: str) -> bool:
    if not before.casefold().endswith(left.casefold()):
        return False
    edge = before[: len(before) - len(left)][-1:]
    return not (_letter(edge) and _letter(left[0]))


def _follows(right: str, after: str) -> bool:
    if after[: len(right)].casefold() != right.casefold():
        return False
    return not (right and _letter(right[-1]) and _letter(after[len(right) : len(right) + 1]))


def _letter(character: str) -> bool:
    return character.isalpha() and not re.match(f"[{HAN}]", character)


def _in_a_persons_name(text: str, place: Place) -> bool:
    """A name of one Vietnamese syllable behind a surname or behind a capital inside the sentence: "Nguyễn Đức Kiên", "ông Minh Đức"."""
    first, start, _, _ = place
    word = _WORD_BEFORE.search(text, max(first, start - 12), start)
    if word is None or not word[1][0].isupper():
        return False
    if word[1] in _surnames():
        return True
    return not _OPENS.search(text[first : word.start()]) and word[1].istitle() and not word[1].isascii()


def _surnames() -> frozenset[str]:
    return frozenset(table("any", "persons")["vietnamese_surnames"])
