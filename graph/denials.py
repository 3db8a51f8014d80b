"""Which claim of an article a denial answers: one told before it by somebody else, about the speaker or about the same things."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from graph.concepts import concepts, weight
from graph.said import Said
from graph.tables import table

_ENOUGH = 2.0
_HELD = ("asserted", "hedged", "predicted")


def denied_by(denial: Said, speaker: str, others: Iterable[tuple[str, Said]]) -> Said | None:
    """Return the claim that a denial denies, or None. `speaker` says the denial; `others` are all claims of the article with who says them."""
    before = sorted(
        (
            (who, s)
            for who, s in others
            if s.place < denial.place and who != speaker and s.modality in _HELD and s.stands == denial.stands
        ),
        key=lambda pair: -pair[1].place,
    )
    if not before:
        return None
    scored = [(_score(denial, speaker, s), s) for _, s in before]
    best = max(scored, key=lambda pair: (pair[0], pair[1].place, pair[1].claim))
    if best[0] >= _ENOUGH:
        return best[1]
    return before[0][1] if _points_back().search(denial.text.casefold()) else None


def _score(denial: Said, speaker: str, other: Said) -> float:
    subjects = {x for a in other.amounts for x in a.subjects}
    score = 2.0 if speaker in other.about or speaker in subjects else 0.0
    score += len({*denial.about} & {*other.about} - {speaker})
    score += 1.0 if other.amounts and score else 0.0
    shared = concepts(denial.text, denial.language) & concepts(other.text, other.language)
    return score + sum(weight(c) for c in shared) / 2


@cache
def _points_back() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for words in table("denials").values() for w in words))
