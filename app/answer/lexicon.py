"""The ideas of this field in three languages: what lets an English question find a Vietnamese or Chinese sentence.

The tables are `words/*.toml`, one row an idea. Matching takes the longest row form first, left to right, so "mã nguồn mở"
is open source and not "open".
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.answer.words_of_text import Word, fold, words_of

LANGUAGES = ("en", "vi", "zh")
TABLES = ("acts", "measures", "qualities", "things", "roles")
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Found:
    """Words `[first, last)` of a text that stand for one or more ideas."""

    ideas: tuple[str, ...]
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Forms of one language by their word keys; `folded` is for Vietnamese typed without diacritics."""

    language: str
    forms: dict[tuple[str, ...], tuple[str, ...]]
    folded: dict[tuple[str, ...], tuple[str, ...]]

    def all_ideas(self, words: Sequence[Word]) -> set[str]:
        """Return every idea in the words, also those inside longer expressions; a lone Han character inside one does not count."""
        ideas = {idea for found in self.find(words) for idea in found.ideas}
        keys = [w.key for w in words]
        for at in range(len(keys)):
            for length in range(1, min(_LONGEST, len(keys) - at) + 1):
                if length == 1 and self.language == "zh" and not keys[at].isascii():
                    continue
                ideas.update(self.forms.get(tuple(keys[at : at + length]), ()))
        return ideas

    def find(self, words: Sequence[Word], *, bare: bool = False) -> list[Found]:
        """Return the ideas in the words, longest form first, without overlaps; `bare` compares without diacritics."""
        table = self.folded if bare else self.forms
        keys = [fold(w.key) for w in words] if bare else [w.key for w in words]
        found: list[Found] = []
        at = 0
        while at < len(keys):
            for length in range(min(_LONGEST, len(keys) - at), 0, -1):
                ideas = table.get(tuple(keys[at : at + length]))
                if ideas:
                    found.append(Found(ideas, at, at + length, words[at].start, words[at + length - 1].end))
                    at += length - 1
                    break
            at += 1
        return found


@cache
def rows() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return every idea with its forms in English, Vietnamese and Chinese, as the tables have them."""
    ideas: dict[str, tuple[tuple[str, ...], ...]] = {}
    for table in TABLES:
        source = files("app.answer") / "words" / f"{table}.toml"
        for idea, forms in tomllib.loads(source.read_text(encoding="utf-8")).items():
            ideas[idea] = tuple(tuple(f.strip() for f in part.split(";") if f.strip()) for part in forms)
    return ideas


@cache
def near(idea: str) -> frozenset[str]:
    """Return the ideas that stand so near this one that a sentence with them may answer for it."""
    source = files("app.answer") / "words" / "near.toml"
    groups = tomllib.loads(source.read_text(encoding="utf-8"))["groups"]
    return frozenset(other for group in groups if idea in group for other in group) - {idea}


@cache
def role_ideas() -> frozenset[str]:
    """Return the ideas that are offices (chief executive, founder, minister, ...)."""
    source = files("app.answer") / "words" / "roles.toml"
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8")))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language; another language than the three reads as English."""
    language = language if language in LANGUAGES else "en"
    column = LANGUAGES.index(language)
    forms: dict[tuple[str, ...], set[str]] = {}
    for idea, parts in rows().items():
        own = parts[column] + (parts[0] if language != "en" else ())
        for form in own:
            # English words stand in Vietnamese and Chinese sentences too ("startup", "API"), but only as they are.
            form_language = language if form in parts[column] else "en"
            forms.setdefault(tuple(w.key for w in words_of(form, form_language)), set()).add(idea)
    fixed = {keys: tuple(sorted(ideas)) for keys, ideas in forms.items()}
    folded: dict[tuple[str, ...], set[str]] = {}
    for keys, found in fixed.items():
        if len(keys) > 1 or language != "vi":
            folded.setdefault(tuple(fold(k) for k in keys), set()).update(found)
    return Lexicon(language, fixed, {keys: tuple(sorted(ideas)) for keys, ideas in folded.items()})


def ideas_of(text: str, language: str) -> set[str]:
    """Return all ideas that the text speaks of."""
    return {idea for found in lexicon(language).find(words_of(text, language)) for idea in found.ideas}
