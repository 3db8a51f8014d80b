"""Cuts mixed Vietnamese, English and Chinese text into words, numbers and single Han characters, losing no character.

A run of letters and digits is one token, with inner dots before digits ("V3.1", "385,3", "10.6"); so "V3" is never found inside
"V3.1" nor "H20" inside "H200". Combining marks belong to their word, so that NFD text cuts as NFC text does.
"""

from __future__ import annotations

import re
import unicodedata

from spacy.tokens import Doc
from spacy.vocab import Vocab

HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_MARKS = r"\u0300-\u036f"
_WORD = rf"[^\W_{HAN}][^\W_{HAN}{_MARKS}]*(?:[{_MARKS}]+[^\W_{HAN}]*)*"
TOKEN = re.compile(rf"[{HAN}]|(?:{_WORD}(?:(?:(?<=\d)[.,]|\.)(?=\d)[^\W_{HAN}]+)*)|[ ]|[^\S ]+|.", re.S)


class MixedTokenizer:
    """A spaCy tokenizer; `tokenizer(text)` gives a Doc whose text equals the input exactly."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for piece in TOKEN.findall(text):
            if piece == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


_LOOKALIKES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "‐": "-", "\u00a0": " ", "·": "·", "•": "·", "・": "·", "‧": "·"}
)


def nfc(text: str) -> str:
    """Return the form in which names are compared, so that NFD text, curly apostrophes and unbreakable hyphens find their aliases."""
    return unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
