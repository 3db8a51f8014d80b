"""Ids made from content, so that a second run changes nothing and an edit elsewhere in the article changes no id."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter

from extract.draft import Draft


def stable_id(article_id: str, sentence: str, ordinal: int, offset: int, *parts: str) -> str:
    """Return 16 hex digits from where and what: the article, its sentence (white space and case folded), which one of equal
    sentences it is (`ordinal`, from 0), the place in the sentence (`offset`), and further parts such as the speaker."""
    key = "\0".join([article_id, normalised(sentence), str(ordinal), str(offset), *parts])
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def normalised(sentence: str) -> str:
    """Return the sentence as ids see it: NFKC, case folded, white space single."""
    return " ".join(unicodedata.normalize("NFKC", sentence).casefold().split())


def sentence_ordinals(draft: Draft) -> dict[int, int]:
    """Return, by the start of each sentence, how many equal sentences stand before it in the article."""
    seen: Counter[str] = Counter()
    ordinals: dict[int, int] = {}
    for s in draft.sentences:
        key = normalised(draft.text[s.start : s.end])
        ordinals[s.start] = seen[key]
        seen[key] += 1
    return ordinals
