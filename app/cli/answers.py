"""Commands that answer: `ask`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.articles import AsJson, StoreOption
from app.cli.state import State
from ingest.errors import WrongUsage

if TYPE_CHECKING:
    from app.answer.result import Answer


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(ask)


def ask(
    context: typer.Context,
    questions: Annotated[
        list[str] | None, typer.Argument(help="Questions; `-` reads one a line from standard input.")
    ] = None,
    as_json: AsJson = False,
    store: StoreOption = "",
) -> None:
    """Answer questions in Vietnamese, English or Chinese, each sentence with the words it rests on."""
    if not questions:
        raise WrongUsage('give a question, e.g. racegraph ask "Who said that China is close behind?"')
    for answer in answers(context.obj, _asked(questions), store):
        typer.echo(json.dumps(_json(answer), ensure_ascii=False) if as_json else shown(answer) + "\n")


def answers(state: State, questions: Iterable[str], store: str = "") -> Iterator[Answer]:
    """Yield the answer to each question; the graph is opened once."""
    from app.answer.engine import AnswerEngine
    from app.wiring import open_graph
    from extract.gazetteer import load_gazetteer

    with open_graph(state.settings, store) as graph:
        engine = AnswerEngine(graph, load_gazetteer())
        for question in questions:
            yield engine.ask(question)


def _asked(questions: list[str]) -> Iterator[str]:
    for question in questions:
        if question == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield question


def _json(answer: Answer) -> dict[str, object]:
    from app.answer.result import answer_to_json

    return answer_to_json(answer)


def shown(answer: Answer) -> str:
    """Return an answer as a person reads it in a terminal: question, answer, and its sources with their words."""
    lines = [f"? {answer.question}", *(f"  {line}" for line in answer.answer.split("\n"))]
    for c in answer.citations:
        where = ", ".join(part for part in (c.outlet, c.published_at or "", c.url) if part)
        lines += [f"    [{c.n}] {c.quote}", f"        {where}"]
    return "\n".join(lines)
