"""What a new version of an article does to the claims of an older one: kept, superseded by a correction, or withdrawn.

A claim whose sentence still stands is not gone, even when the newest reading does not make it again; it is only told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from extract.annotations import Claim
from extract.ids import normalised
from graph.tables import table
from graph.tokens import tokens
from ingest.article import Article

_COUNTERPART = 0.6


@dataclass(frozen=True, slots=True)
class Gone:
    """A claim of an older version whose sentence is no more; `replaced_by` is the claim that stands in its place after a correction."""

    claim: Claim
    version: str
    status: str
    replaced_by: str = ""


def gone(newest: Article, current: Iterable[Claim], older: Iterable[tuple[str, Claim]]) -> list[Gone]:
    """Return the claims of older versions (version and claim, newest first) that the newest text does not hold any more, each once."""
    standing = list(current)
    seen = {c.id for c in standing}
    text = normalised(newest.text)
    corrected = is_corrected(newest)
    found = []
    for version, claim in older:
        if claim.id in seen or normalised(claim.sentence) in text:
            continue
        seen.add(claim.id)
        other = _counterpart(claim, standing) if corrected else None
        found.append(Gone(claim, version, "superseded" if other else "withdrawn", other.id if other else ""))
    return found


def is_corrected(article: Article) -> bool:
    """Say whether an article tells its readers that it was corrected."""
    return bool(_notice().search(article.text))


@cache
def _notice() -> re.Pattern[str]:
    words = sorted((w for words in table("corrections").values() for w in words), key=len, reverse=True)
    return re.compile(r"(?:^|[\n(（\[【*_—-])\s*(?:" + "|".join(re.escape(w) for w in words) + ")", re.I)


def _words(sentence: str) -> set[str]:
    """Return the words of a sentence without its numbers, which are what corrections mostly change."""
    return {t for t in tokens(sentence) if not t.isdigit()}


def _counterpart(claim: Claim, standing: list[Claim]) -> Claim | None:
    """Return the claim of the same speaker whose sentence is nearly the same but for what was corrected, or whose answer took its place."""
    mine = _words(claim.sentence)
    best: tuple[float, Claim] | None = None
    for other in standing:
        theirs = _words(other.sentence)
        alike = len(mine & theirs) / max(1, len(mine | theirs))
        if other.speaker == claim.speaker and (best is None or alike > best[0]):
            best = (alike, other)
    if best and best[0] >= _COUNTERPART:
        return best[1]
    answers = [c for c in standing if c.speaker == claim.speaker and c.speaker and c.modality != "declined_to_comment"]
    return answers[0] if answers and claim.modality == "declined_to_comment" else None
