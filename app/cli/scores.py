"""Commands that measure: `score`, of extraction against annotated articles, or of answers to questions with known answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.cli.articles import AsJson, StoreOption
from app.cli.state import State

if TYPE_CHECKING:
    from extract.scorer import Score


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(score)


def score(
    context: typer.Context,
    gold: Annotated[
        list[Path] | None,
        typer.Argument(help="Annotated articles; default: those of the demo briefs.", show_default=False),
    ] = None,
    texts: Annotated[
        Path | None, typer.Option(help="The folder of their files; default: the demo briefs.", show_default=False)
    ] = None,
    half: Annotated[
        Literal["fit", "check", "all"],
        typer.Option(help="Rules may be made with the fit half; the check half only judges them."),
    ] = "fit",
    faults: Annotated[bool, typer.Option("--faults", help="List every fault, not only the commonest kinds.")] = False,
    questions: Annotated[
        Path | None,
        typer.Option(
            help="Score answers instead: questions with known answers, one JSON object a line.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
    store: StoreOption = "",
) -> None:
    """Score what the extractor finds in annotated articles or, with --questions, the answers from the graph as it stands."""
    if questions is not None:
        _score_answers(context.obj, questions, store, as_json=as_json)
        return
    from app.quality import demo_texts, read_all, score_extraction, shipped_gold
    from extract.pipeline import Extractor

    annotated = read_all(gold or shipped_gold())
    scores = score_extraction(annotated, texts or demo_texts(), Extractor(), half=None if half == "all" else half)
    if as_json:
        for language, one in scores.items():
            typer.echo(json.dumps({"language": language, "half": half, **_numbers(one)}))
        return
    _show(scores)
    if "all" in scores and half != "check":
        _show_faults(scores["all"], every=faults)


def _numbers(one: Score) -> dict[str, dict[str, float]]:
    return {
        family: {"precision": round(t.precision, 3), "recall": round(t.recall, 3), "f1": round(t.f1, 3), "wanted": t.wanted}
        for family, t in one.tallies.items()
    }  # fmt: skip


def _show(scores: dict[str, Score]) -> None:
    from extract.scorer import FAMILIES

    languages = list(scores)
    typer.echo(f"{'':18}" + "".join(f"{language:>26}" for language in languages))
    typer.echo(f"{'':18}" + f"{'P      R      F1   of':>26}" * len(languages))
    for family in FAMILIES:
        cells = ""
        for language in languages:
            t = scores[language].tallies[family]
            cells += f"{t.precision:10.3f}{t.recall:7.3f}" + (f"{t.f1:7.3f}{t.wanted:5}" if t.wanted else " " * 12)
        typer.echo(f"{family:18}{cells}")


def _show_faults(one: Score, *, every: bool) -> None:
    from app.quality import commonest_faults

    if every:
        for family, line in sorted(one.faults):
            typer.echo(f"{family}: {line}", err=True)
        return
    for family, number, example in commonest_faults(one):
        typer.echo(f"{number:4} {family}, e.g. {example}", err=True)


def _score_answers(state: State, questions: Path, store: str, *, as_json: bool) -> None:
    from app.answer.engine import AnswerEngine
    from app.answer.scoring import read_questions, score_answers
    from app.wiring import open_graph
    from extract.gazetteer import load_gazetteer

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
