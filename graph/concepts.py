"""What a sentence speaks of, as words that are the same in every language, so that one remark can be known again in translation."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache

from graph.tables import table

_LANGUAGES = ("en", "vi", "zh")
_LONGEST = 5
"""Words (characters of Chinese) in the longest entry of the table that is worth looking for."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of one language: whole words and phrases, and beginnings of words, each with the concepts it stands for."""

    whole: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    beginnings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@lru_cache(maxsize=65_536)
def concepts(text: str, language: str) -> frozenset[str]:
    """Return the concepts that a text in a language names; an unknown language is read as English."""
    known = "zh" if language.startswith("zh") else language if language in _LANGUAGES else "en"
    lexicon = _lexicon(known)
    folded = unicodedata.normalize("NFC", text).casefold()
    pieces = list(folded) if known == "zh" else re.findall(r"[\w-]+", folded)
    found: set[str] = set()
    for at, word in enumerate(pieces):
        for length in range(1, min(_LONGEST, len(pieces) - at) + 1):
            phrase = ("" if known == "zh" else " ").join(pieces[at : at + length])
            found |= lexicon.whole.get(phrase, set())
        for end in range(3, len(word) + 1):
            found |= lexicon.beginnings.get(word[:end], set())
    return frozenset(found)


def domains(text: str, language: str) -> frozenset[str]:
    """Return which parts of the race (models, chips, ...) a text is about."""
    named = table("concepts")["domains"]
    return frozenset(named[c] for c in concepts(text, language) if c in named)


@cache
def weight(concept: str) -> float:
    """Return how much a shared concept says: half where it is in every second sentence."""
    return 0.5 if any(row.split("|")[0].strip() == concept for row in table("concepts")["common"]) else 1.0


@cache
def _lexicon(language: str) -> _Lexicon:
    lexicon = _Lexicon()
    for row in [*table("concepts")["common"], *table("concepts")["rows"]]:
        cells = [cell.strip() for cell in row.split("|")]
        for word in (w.strip() for w in cells[_LANGUAGES.index(language) + 1].split(",")):
            target = lexicon.beginnings if word.endswith("*") else lexicon.whole
            if word:
                target[word.rstrip("*")].add(cells[0])
    return lexicon
