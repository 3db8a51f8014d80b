"""Cuts a question or a sentence into comparable words: folded case, English endings off, one Han character a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.script import simplified
from extract.tokens import HAN, TOKEN
from graph import tokens

_HAN = re.compile(rf"[{HAN}]")
_WORD = re.compile(r"\w")
# Vietnamese writes the tone of oa, oe, uy on either vowel; one of the two is kept.
_OLD_TONES = (
    ("oá", "óa"), ("oà", "òa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"),
    ("oé", "óe"), ("oè", "òe"), ("oẻ", "ỏe"), ("oẽ", "õe"), ("oẹ", "ọe"),
    ("uý", "úy"), ("uỳ", "ùy"), ("uỷ", "ủy"), ("uỹ", "ũy"), ("uỵ", "ụy"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word at its place; `key` is the form that is compared."""

    key: str
    start: int
    end: int
    text: str


def words_of(text: str, language: str) -> list[Word]:
    """Return the words of the text, without punctuation, in order."""
    return list(_words(text, language))


def _words(text: str, language: str) -> Iterator[Word]:
    for match in TOKEN.finditer(text):
        surface = match.group()
        if _WORD.match(surface):
            yield Word(key_of(surface, language), match.start(), match.end(), surface)


@lru_cache(maxsize=200_000)
def key_of(surface: str, language: str) -> str:
    """Return the form in which a word is compared: NFKC, case folded; in English the stem; in Vietnamese one tone place."""
    key = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", surface)).casefold()
    if language == "vi":
        for old, new in _OLD_TONES:
            if old in key and not key.startswith("qu"):
                key = key.replace(old, new)
        return key
    key = key if key.isascii() else simplified(key)
    return stem(key) if key.isascii() and key.isalpha() else key


def stem(word: str) -> str:
    """Return an English word without its regular ending; crude, but the same for the table and for the text."""
    if len(word) <= 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed", "er", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and re.search("[aeiouy]", word[: -len(ending)]):
            word = word[: -len(ending)]
            break
    word = word.removesuffix("e") if len(word) > 3 else word
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def is_han(text: str) -> bool:
    """Say whether the text holds a Han character."""
    return bool(_HAN.search(text))


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return the text as search knows it: no case, no diacritics, simplified characters."""
    return tokens.fold(text)
