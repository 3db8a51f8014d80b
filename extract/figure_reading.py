"""The text as the number and date grammars read it: plain spaces, plain digits, composed letters, simplified characters, and a lower-case copy.

Every place in a reading maps back to a place in the article, so that spans are always cut from the untouched text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.tables import table

_CLUSTER = re.compile(r"[\s\S][\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u3099\u309a]*")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，：；！？"}  # full-width ASCII
_BLANK = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\u3000\t\r\n\u2028\u2029\u0085\v\f"), " ")
_DASH = dict.fromkeys(map(ord, "\u2010\u2011\u2212"), "-")
_PLAIN: dict[int, str | int | None] = {**_WIDE, **_BLANK, **_DASH, ord("￥"): "¥"}


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` keeps its case and `low` is lower-case, equally long; `places[i]` is where `text[i]` starts in the article."""

    text: str
    low: str
    places: list[int] | None

    def article_offset(self, at: int) -> int:
        """Return the place in the article of a place in the reading."""
        return self.places[at] if self.places else at

    def offset(self, article_offset: int) -> int:
        """Return the place in the reading of a place in the article."""
        return bisect_left(self.places, article_offset) if self.places else article_offset


@lru_cache(maxsize=2)  # dates, figures and measures of one article share one reading
def read(text: str) -> Reading:
    """Return the reading of an article's text."""
    places: list[int] | None = None
    if not unicodedata.is_normalized("NFC", text):
        text, places = _composed(text)
    plain = text.translate(_PLAIN | _simplified())
    return Reading(plain, _lower(plain), places)


def same_places(text: str) -> str:
    """Return the reading of a text where it is equally long, else the text itself: for rules that keep the article's places."""
    r = read(text)
    return text if r.places else r.text


@cache
def _simplified() -> dict[int, str | int | None]:
    """Read the traditional characters that our tables write in their simplified form."""
    pairs = table("any", "traditional")["pairs"]
    return {ord(a): b for a, b in zip(pairs[::2], pairs[1::2], strict=True) if a != b}


def _composed(text: str) -> tuple[str, list[int]]:
    pieces: list[str] = []
    places: list[int] = []
    for match in _CLUSTER.finditer(text):
        cluster = match.group()
        piece = unicodedata.normalize("NFC", cluster) if len(cluster) > 1 else cluster
        pieces.append(piece)
        places.extend(match.start() + min(i, len(cluster) - 1) for i in range(len(piece)))
    places.append(len(text))
    return "".join(pieces), places


def _lower(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)  # "İ" would grow
