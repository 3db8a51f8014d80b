"""An answer with its citations, and the JSON in which `ask --json` and the API give it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from app.answer.question import Question


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence of the answer can be read: the exact words at `[start, end)` of the article's text."""

    n: int
    claim_id: str
    speaker: str | None
    modality: str
    firm: bool
    quote: str
    start: int
    end: int
    article_id: str
    version: str
    title: str
    outlet: str
    authors: str
    published_at: str | None
    retrieved_at: str | None
    url: str
    page: int | None
    origins: int
    origins_state: str
    language: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched before the answer was given: articles in all and by language."""

    articles: int
    by_language: dict[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; `read` is how the question was understood, so that the next one can follow it up."""

    question: str
    language: str
    answered: bool
    answer: str
    citations: tuple[Citation, ...]
    searched: Searched
    cypher: tuple[str, ...]
    seconds: float
    read: tuple[Question, ...] = field(default=(), compare=False)


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Return the contract's object for one answer."""
    return {
        "question": answer.question,
        "language": answer.language,
        "answered": answer.answered,
        "answer": answer.answer,
        "citations": [asdict(c) for c in answer.citations],
        "searched": asdict(answer.searched),
        "cypher": list(answer.cypher),
        "seconds": round(answer.seconds, 4),
    }
