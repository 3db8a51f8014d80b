"""Finds articles that carry the same story in the same words, so that ten copies of one report are never counted as ten.

Likeness is measured on runs of five words (eight Chinese characters), first roughly by keys that similar texts are likely to
share, then exactly. A copy points at the earlier article; which of them is the origin is for the graph to judge.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime, time

import numpy as np
import numpy.typing as npt

from ingest.article import Article
from ingest.library import Library

# Sixteen bands of four: texts that share half of their runs share a key with probability 0.64, at 0.7 with 0.99.
_BANDS, _ROWS = 16, 4
_SHARE = 0.6
_FEWEST_SHARED = 12
_CANDIDATES = 20
_TOKENS = re.compile(r"[㐀-鿿豈-﫿]|[^\W_㐀-鿿豈-﫿]+")
_random = np.random.default_rng(20260228)
_FACTORS = _random.integers(1, 2**63, _BANDS * _ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SHIFTS = _random.integers(0, 2**63, _BANDS * _ROWS, dtype=np.uint64)


def record_copies(library: Library, article: Article) -> int:
    """Compare an article that was just added with all others, and keep which are copies; return how many were found.

    Kept as states of kind `copy` by article id: the ids of the others, and the share of the shorter text that is in both.
    """
    runs = runs_of(article.text)
    keys = likeness_keys(runs)
    with library.transaction():
        library.set_keys(article.id, keys)
        alike: dict[str, float] = {}
        others = [one for one in library.sharing(keys)[: _CANDIDATES + 1] if one != article.id]
        for other in library.articles(others):
            shared = share(runs, runs_of(other.text))
            if shared >= _SHARE:
                alike[other.id] = round(shared, 3)
                _note(library, _later(article, other), _earlier(article, other), alike[other.id])
    return len(alike)


def copies(library: Library) -> dict[str, dict[str, float]]:
    """Return, for each article that has an earlier one like it, those earlier ones and the share of words in common."""
    return {article_id: dict(state) for article_id, state in library.states("copy").items()}


def runs_of(text: str) -> frozenset[int]:
    """Return the runs of words in a text, as numbers."""
    tokens = _TOKENS.findall(text.lower())
    han = sum("㐀" <= token[0] <= "鿿" for token in tokens)
    length = 8 if han * 2 > len(tokens) else 5
    return frozenset(
        zlib.crc32(" ".join(tokens[at : at + length]).encode("utf-8", "replace"))
        for at in range(len(tokens) - length + 1)
    )


def likeness_keys(runs: frozenset[int]) -> list[int]:
    """Return the keys under which a text is looked up; none for one too short to compare."""
    if len(runs) < _FEWEST_SHARED:
        return []
    hashed = np.fromiter(runs, dtype=np.uint64, count=len(runs))
    least = np.full(_BANDS * _ROWS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for at in range(0, len(hashed), 4096):
        part: npt.NDArray[np.uint64] = (hashed[at : at + 4096, None] * _FACTORS + _SHIFTS) >> np.uint64(16)
        least = np.minimum(least, part.min(axis=0))
    return [zlib.crc32(bytes([band]) + least[band * _ROWS : (band + 1) * _ROWS].tobytes()) for band in range(_BANDS)]


def share(one: frozenset[int], other: frozenset[int]) -> float:
    """Return how much of the shorter text stands in the longer one too, from 0 to 1."""
    common = len(one & other)
    return common / min(len(one), len(other)) if common >= _FEWEST_SHARED else 0.0


def _note(library: Library, later: Article, earlier: Article, shared: float) -> None:
    library.set_state("copy", later.id, {**(library.state("copy", later.id) or {}), earlier.id: shared})


def _earlier(one: Article, other: Article) -> Article:
    return min(one, other, key=_order)


def _later(one: Article, other: Article) -> Article:
    return max(one, other, key=_order)


def _order(article: Article) -> tuple[datetime, str]:
    """By the outlet's time; an undated article counts as later than a dated one, and the id breaks ties the same way always."""
    latest = datetime.max.replace(tzinfo=UTC)
    at = article.published_at or (
        datetime.combine(article.published_on, time(12), tzinfo=UTC) if article.published_on else latest
    )
    return at, article.id
