"""A possible speaker in a sentence: somebody named, a pronoun or description bound to a name, or a source without a name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A possible speaker: entity ids (several for "both companies"), none for a source without a name."""

    start: int
    end: int
    text: str
    kind: str
    entities: tuple[str, ...] = ()
