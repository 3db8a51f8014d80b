"""Which claim of an article a denial answers: one told before it by somebody else, about the speaker or about the same things.

"Denied it" answers what was said last; "rejected the report" answers the first report about the speaker; else the most alike is answered, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from graph.concepts import concepts, weight
from graph.said import Said
from graph.tables import table


@dataclass(frozen=True, slots=True)
class Voiced:
    """A claim with its speaker's key and voice."""

    key: str
    voice: str
    said: Said


_ENOUGH = 2.0
_HELD = ("asserted", "hedged", "predicted")


def denied_by(denial: Said, speaker: str, others: Iterable[Voiced]) -> Said | None:
    """Return the claim that a denial denies, or None. `speaker` says the denial; `others` are all claims of the article with who says them."""
    before = sorted(
        (
            v
            for v in others
            if v.said.place < denial.place
            and v.key != speaker
            and v.said.modality in _HELD
            and v.said.stands == denial.stands
        ),
        key=lambda v: (-v.said.place, v.said.claim),
    )
    if not before:
        return None
    text = denial.text.casefold()
    if _pattern("it").search(text):
        return before[0].said
    if _pattern("report").search(text):
        reported = [v.said for v in before if v.voice != "own"]
        of_them = [s for s in reported if _concerns(s, speaker)]
        return of_them[-1] if of_them else reported[0] if reported else None
    best = max(before, key=lambda v: (_score(denial, speaker, v.said), v.said.place, v.said.claim))
    return best.said if _score(denial, speaker, best.said) >= _ENOUGH else None


def _concerns(other: Said, speaker: str) -> bool:
    return speaker in other.about or any(speaker in a.subjects for a in other.amounts)


def _score(denial: Said, speaker: str, other: Said) -> float:
    score = 2.0 if _concerns(other, speaker) else 0.0
    score += len({*denial.about} & {*other.about} - {speaker})
    score += 1.0 if other.amounts and score else 0.0
    shared = concepts(denial.text, denial.language) & concepts(other.text, other.language)
    return score + sum(weight(c) for c in shared) / 2


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for words in table("denials")[kind].values() for w in words))
