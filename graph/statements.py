"""What one speaker says, however often it is reported: claims that say the same thing share a statement.

Two claims of one speaker are the same when their words are the same, when they share a quotation of some length, or when they share their
figures and what they are about. The id is that of the least member, so that order does not matter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from extract.annotations import Claim, Figure
from graph.tokens import fold, tokens

_QUOTED = re.compile(r"[“\"「]([^“”\"「」]{12,})[”\"」]")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with the figures it states and its resolved speaker and subjects."""

    claim: Claim
    figures: tuple[Figure, ...]
    speaker: str
    about: tuple[str, ...]


def statement_ids(said: Iterable[Said]) -> dict[str, str]:
    """Return, by claim id, the id of its statement."""
    parent: dict[str, str] = {}

    def find(x: str) -> str:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    keys: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for s in said:
        parent.setdefault(s.claim.id, s.claim.id)
        for key in _keys(s):
            keys[key].append(s.claim.id)
    for members in keys.values():
        for other in members[1:]:
            a, b = find(members[0]), find(other)
            parent[max(a, b)] = min(a, b)
    return {claim: f"s{find(claim)}" for claim in parent}


def _keys(s: Said) -> list[tuple[str, ...]]:
    """Return what makes two claims one statement: any key in common. Without a named speaker only equal words count."""
    speaker = s.speaker or "own voice"
    keys: list[tuple[str, ...]] = [("words", speaker, " ".join(tokens(s.claim.text)))]
    if not s.speaker or s.speaker.startswith("source:") or s.claim.modality == "declined_to_comment":
        return keys
    keys += [("quote", speaker, fold(m.group(1)).strip(" .,。，")) for m in _QUOTED.finditer(s.claim.text)]
    numbers = sorted(
        f"{f.value or ''}/{f.low or ''}/{f.high or ''} {f.unit}" for f in s.figures if f.value or f.low or f.high
    )
    if numbers and s.about:
        keys.append(("figures", speaker, *numbers, *sorted(s.about)[:3]))
    return keys
