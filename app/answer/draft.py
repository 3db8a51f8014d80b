"""What an answer will say before it is put into words: lines, each resting on one claim, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from app.answer.evidence import Evidence, FigureSeen, Link
from app.answer.names import NameIndex
from app.answer.question import Question, Target
from app.answer.rank import Match, SentenceReader
from app.answer.retrieve import Retriever

# `other_way`: the question turned out to be of a more general kind; the engine asks the general way instead.
Form = Literal["figure", "claim", "reply", "link", "time"]
Absence = Literal["", "nothing", "no_name", "no_date", "only_expected", "no_figure", "no_speaker", "no_reply", "no_conflict", "not_mentioned", "no_role", "no_reason", "other_way"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say. `subject` is the entity a figure is of; `names` fill the slot that was asked for."""

    form: Form
    match: Match
    figure: FigureSeen | None = None
    subject: str = ""
    link: Link | None = None
    names: tuple[str, ...] = ()
    older: bool = False
    measure: str = ""

    @property
    def evidence(self) -> Evidence:
        return self.match.evidence


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of an answer in order; no lines means that the corpus does not say, for the reason `absence`."""

    lines: tuple[Line, ...] = ()
    absence: Absence = ""
    nearest: Match | None = None
    missing: tuple[Target, ...] = ()
    disagree: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a way of answering may look at."""

    question: Question
    matches: tuple[Match, ...]
    retriever: Retriever
    names: NameIndex
    reader: SentenceReader

    def nearest(self) -> Match | None:
        """Return the claim that comes nearest, if it is near enough to be worth showing."""
        serious = [t for t in self.question.targets if t.thing.kind not in ("Country", "Place")]
        near = (m for m in self.matches if not serious or any(m.has(t, 0.6) for t in serious))
        best = next(near, None)
        return best if best and best.coverage >= 0.3 and best.ideas_hit else None


class WayToAnswer(Protocol):
    """Plans the answer to one kind of question."""

    def __call__(self, scene: Scene) -> Plan: ...


def apart(matches: list[Match], limit: int) -> list[Match]:
    """Return the first matches that stand on different sentences and statements, at most `limit`."""
    kept: list[Match] = []
    seen: set[str] = set()
    for match in matches:
        evidence = match.evidence
        # A copied article repeats a sentence word for word, but for what its outlet adds at the end.
        marks = {
            f"{evidence.article.id}:{evidence.start}",
            evidence.statement or evidence.id,
            " ".join(evidence.sentence.split())[:60],
        }
        if marks & seen:
            continue
        seen |= marks
        kept.append(match)
        if len(kept) == limit:
            break
    return kept
