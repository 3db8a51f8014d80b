"""What a sentence speaks of, as words that are the same in every language, so that one remark can be known again in translation."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache

from graph.tables import table

_LANGUAGES = ("en", "vi", "zh")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of one language: whole words and phrases, and beginnings of words, each with the concepts it stands for.

    `longest` tells how many words the longest phrase has that begins with a word, `stems` the first letters of all beginnings.
    """

    whole: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    longest: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    beginnings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    stems: set[str] = field(default_factory=set)


@lru_cache(maxsize=8192)
def concepts(text: str, language: str) -> frozenset[str]:
    """Return the concepts that a text in a language names; an unknown language is read as English."""
    known = "zh" if language.startswith("zh") else language if language in _LANGUAGES else "en"
    lexicon = _lexicon(known)
    folded = unicodedata.normalize("NFC", text).casefold()
    pieces = list(folded) if known == "zh" else re.findall(r"[\w-]+", folded)
    glue = "" if known == "zh" else " "
    found: set[str] = set()
    for at, word in enumerate(pieces):
        for length in range(1, min(lexicon.longest.get(word, 0), len(pieces) - at) + 1):
            found |= lexicon.whole.get(glue.join(pieces[at : at + length]), _NONE)
        if word[:3] in lexicon.stems:
            for end in range(3, len(word) + 1):
                found |= lexicon.beginnings.get(word[:end], _NONE)
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
            if word.endswith("*"):
                lexicon.beginnings[word[:-1]].add(cells[0])
                lexicon.stems.add(word[:3])
            elif word:
                parts = list(word) if language == "zh" else word.split()
                lexicon.whole[word].add(cells[0])
                lexicon.longest[parts[0]] = max(lexicon.longest.get(parts[0], 0), len(parts))
    return lexicon
