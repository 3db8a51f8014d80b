"""What a question asks for, once read: its kind, the things and people it names, the ideas, the time, and the slot to be filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.answer.names import NamedThing
from extract.annotations import Kind, Period

Asked = Literal[
    "figure", "who_said", "said", "reaction", "role", "change", "conflict", "when", "where", "why", "which", "yes_no",
    "overview", "open",
]  # fmt: skip
"""The kind of a question; `which` wants a name, `said` wants somebody's words, `open` whatever fits."""


@dataclass(frozen=True, slots=True)
class Target:
    """A name in the question and what it may stand for; `speaker` when the question asks for this one's words.

    A name that nobody knows is a target too: its thing has an id that begins with `?`, and only a sentence that holds it will do.
    """

    text: str
    things: tuple[NamedThing, ...]
    start: int
    end: int
    speaker: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(t.id for t in self.things)

    @property
    def thing(self) -> NamedThing:
        return self.things[0]


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody named by an office of something: the idea of the office, and the target it is of."""

    role: str
    of: Target


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits a question sets on its sources."""

    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    published: Period | None = None
    since: Period | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or one part of a question that asks several things.

    `wanted` holds the kinds of things that can fill the slot ("which company" → Company); `units` the units a figure may have;
    Each of `ideas` is one expression with the ideas it may stand for; `context` are those of the part before.
    `role` the office asked for; `exact_day` when only a day answers; `realis` when only what happened answers, not what is expected.
    `names_it` when the answer must be a proper name ("what is the company called"). `amounts` are the numbers it names, in full.
    `excluded` are the things it leaves out ("apart from Nvidia"); `listed` those it names side by side ("Qwen and DeepSeek").
    `offices` are people it names by their office ("the head of Nvidia"); the graph knows who they are.
    """

    text: str
    language: str
    asked: Asked
    targets: tuple[Target, ...] = ()
    ideas: tuple[tuple[str, ...], ...] = ()
    context: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()
    literal: tuple[str, ...] = ()
    amounts: tuple[float, ...] = ()
    excluded: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    described: tuple[str, ...] = ()
    superlative: Literal["", "most", "least"] = ""
    wanted: tuple[Kind, ...] = ()
    wanted_idea: str = ""
    units: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    role: str = ""
    period: Period | None = None
    since: bool = False
    filters: Filters = Filters()
    latest: bool = False
    many: bool = False
    compare: bool = False
    each: bool = False
    inherits: bool = False
    also_why: bool = False
    exact_day: bool = False
    realis: bool = False
    future: bool = False
    names_it: bool = False
    refers_back: bool = False

    @property
    def flat_ideas(self) -> frozenset[str]:
        return frozenset(idea for group in self.ideas for idea in group)

    @property
    def speakers(self) -> tuple[Target, ...]:
        return tuple(t for t in self.targets if t.speaker)

    @property
    def topics(self) -> tuple[Target, ...]:
        return tuple(t for t in self.targets if not t.speaker)
