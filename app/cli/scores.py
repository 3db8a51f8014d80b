"""Commands that measure: `score`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from app.cli.articles import AsJson, StoreOption
from app.cli.state import State
from ingest.errors import WrongUsage


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(score)


def score(
    context: typer.Context,
    questions: Annotated[
        Path | None, typer.Option(help="Questions with known answers, one JSON object a line.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    store: StoreOption = "",
) -> None:
    """Score the answers to questions whose answers are known, over the graph as it stands."""
    from app.answer.engine import AnswerEngine
    from app.answer.scoring import read_questions, score_answers
    from app.wiring import open_graph
    from extract.gazetteer import load_gazetteer

    if questions is None:
        raise WrongUsage("give --questions FILE, e.g. corpora/gold/questions.jsonl")
    state: State = context.obj
    known = read_questions(questions)
    with open_graph(state.settings, store) as graph:
        result = score_answers(known, AnswerEngine(graph, load_gazetteer()).ask)
    if as_json:
        typer.echo(
            json.dumps({"right": result.right, "asked": result.asked, "cited": result.cited, "to_cite": result.to_cite})
        )
    else:
        for group, asked in result.asked.most_common():
            typer.echo(f"{group:18} {result.right[group]:3} of {asked}")
        typer.echo(f"{'cited':18} {result.cited:3} of {result.to_cite}")
    for line in result.wrong:
        typer.echo(f"  {line}", err=True)
