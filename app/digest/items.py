"""What an issue is made of: items with typed fields, no words yet. They are kept as JSON, so that an issue reads the same ever after."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from pydantic import TypeAdapter

from app.answer.evidence import Evidence, FigureSeen

Kind = Literal["figure", "position", "denial", "conflict", "correction", "statement"]
SECTIONS: tuple[tuple[Kind, ...], ...] = (("figure",), ("position", "denial", "conflict"), ("correction",), ("statement",))  # fmt: skip
"""The order in which an issue tells things."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A position that a claim takes on a standing question."""

    topic: str
    position: str


@dataclass(frozen=True, slots=True)
class Triple:
    """A relation that a claim states, by the ids of its ends."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell. `key` is stable from week to week; `claims` are all tellings of it, so that none of them is told again.

    `after` and `before` are figures that moved or are held against each other; `fate` is what became of a claim that was sent
    (`withdrawn`, `judged_wrong`, `gone`), `told_on` the day it was sent.
    """

    key: str
    kind: Kind
    now: Evidence
    claims: tuple[str, ...]
    other: Evidence | None = None
    after: FigureSeen | None = None
    before: FigureSeen | None = None
    stand: Stand | None = None
    stood: Stand | None = None
    triple: Triple | None = None
    topics: tuple[str, ...] = ()
    fate: str = ""
    told_on: date | None = None
    score: float = 0.0
    reasons: tuple[str, ...] = ()

    @property
    def entities(self) -> frozenset[str]:
        return self.now.entities | (self.other.entities if self.other else frozenset())


@dataclass(frozen=True, slots=True)
class Issue:
    """What changed up to a day. `names` are the names of all entities in it; `archived` counts finds that are older or undated.

    `seen_until` is when the newest claim of the graph was recorded: what the next issue calls new was recorded after that. (The time of making
    will not do: what was read just before, and built into the graph just after, would never be told.)
    """

    id: str
    made_at: datetime
    seen_until: datetime
    items: tuple[Item, ...] = ()
    archived: int = 0
    articles: int = 0
    sources_down: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)


_ISSUE = TypeAdapter(Issue)
_EVIDENCE = TypeAdapter(Evidence)


def issue_to_json(issue: Issue) -> str:
    """Return an issue as text to keep."""
    return _ISSUE.dump_json(issue).decode()


def issue_from_json(text: str) -> Issue:
    """Return the issue that `issue_to_json` wrote."""
    return _ISSUE.validate_json(text)


def evidence_to_json(evidence: Evidence) -> str:
    """Return a claim as it was sent, to keep."""
    return _EVIDENCE.dump_json(evidence).decode()


def evidence_from_json(text: str) -> Evidence:
    """Return the claim that `evidence_to_json` wrote."""
    return _EVIDENCE.validate_json(text)
