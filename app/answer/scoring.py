"""Scores answers against questions with known answers: what must stand in the answer, which sentence must be cited, what must be declined."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.answer.result import Answer
from ingest.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question with what its answer must hold: each group of `must_include` by one of its forms, each quote by a citation."""

    id: str
    question: str
    language: str
    kind: str
    must_include: tuple[tuple[str, ...], ...]
    quotes: tuple[str, ...]
    unanswerable: bool
    across_languages: bool


@dataclass(slots=True)
class AnswerScore:
    """How many of how many, by language and kind; `wrong` tells each fault in a line."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    cited: int = 0
    to_cite: int = 0
    wrong: list[str] = field(default_factory=list)


def read_questions(path: Path) -> list[KnownQuestion]:
    """Read one JSON object a line. Raises WrongUsage when the file is missing or a line lacks a field."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [
            KnownQuestion(
                id=row["id"],
                question=row["question"],
                language=row["language"],
                kind=row["kind"],
                must_include=tuple(tuple(group) for group in row["must_include"]),
                quotes=tuple(e["quote"] for e in row["evidence"]),
                unanswerable=bool(row.get("unanswerable")),
                across_languages=bool(row.get("across_languages")),
            )
            for row in rows
        ]
    except (OSError, KeyError, json.JSONDecodeError) as error:
        raise WrongUsage(f"{path}: cannot be read as questions ({type(error).__name__}: {error})") from error


def score_answers(questions: Iterable[KnownQuestion], ask: Callable[[str], Answer]) -> AnswerScore:
    """Ask every question and count what was right; an unanswerable one is right when it is declined."""
    score = AnswerScore()
    for question in questions:
        answer = ask(question.question)
        right = is_right(question, answer)
        groups = ["all", question.language, question.kind] + (["across languages"] if question.across_languages else [])
        score.asked.update(groups)
        if right:
            score.right.update(groups)
        else:
            score.wrong.append(f"{question.id} {question.question} -> {answer.answer.splitlines()[0][:200]}")
        if not question.unanswerable:
            score.to_cite += 1
            score.cited += right and is_cited(question, answer)
    return score


def is_right(question: KnownQuestion, answer: Answer) -> bool:
    """Say whether the answer holds what it must, or declines what nobody can answer."""
    if question.unanswerable:
        return not answer.answered
    body = answer.answer.casefold()
    return answer.answered and all(any(form.casefold() in body for form in group) for group in question.must_include)


def is_cited(question: KnownQuestion, answer: Answer) -> bool:
    """Say whether a citation holds one of the sentences that answer the question."""
    return any(quote in c.quote or c.quote in quote for quote in question.quotes for c in answer.citations)
