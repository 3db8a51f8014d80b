"""Finds where surfaces occur in a text, however many there are: each place is looked up by its first word or first two Han characters.

One big pattern of alternatives would try every surface at every place; thousands of names in a long report would take hours.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_\u4e00-\u9fff]+")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


def occurrences(text: str, surfaces: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield `(start, end, surface)`, the longest surface at a place and none inside another; Latin ones as whole words only."""
    latin: dict[str, list[str]] = defaultdict(list)
    han: dict[str, list[str]] = defaultdict(list)
    for surface in sorted(set(surfaces), key=len, reverse=True):
        first = _WORD.match(surface)
        if first:
            latin[first.group()].append(surface)
        elif len(surface) > 1:
            han[surface[:2]].append(surface)
    found = [*_latin(text, latin)] if latin else []
    if han:
        found = sorted([*found, *_in_han(text, han)])
    yield from found


def _latin(text: str, by_word: dict[str, list[str]]) -> Iterator[tuple[int, int, str]]:
    last = 0
    for word in _WORD.finditer(text):
        if word.start() < last or word.group() not in by_word:
            continue
        for surface in by_word[word.group()]:
            end = word.start() + len(surface)
            if text.startswith(surface, word.start()) and not _goes_on(text, end):
                yield word.start(), end, surface
                last = end
                break


def _goes_on(text: str, end: int) -> bool:
    after = text[end : end + 2]
    return bool(_WORD.match(after)) or (after[:1] in ("-", "‑") and after[1:].isalnum())


def _in_han(text: str, by_pair: dict[str, list[str]]) -> Iterator[tuple[int, int, str]]:
    last = 0
    for run in _HAN.finditer(text):
        for at in range(run.start(), run.end() - 1):
            if at < last:
                continue
            for surface in by_pair.get(text[at : at + 2], ()):
                if text.startswith(surface, at):
                    last = at + len(surface)
                    yield at, last, surface
                    break
