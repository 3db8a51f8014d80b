"""Commands that open the application: `serve`, and `demo`, which first runs the main job on the demo briefs."""

from __future__ import annotations

import threading
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.answers import answers, shown
from app.cli.articles import StoreOption, run_all
from app.cli.state import State

if TYPE_CHECKING:
    from app.answer.result import Answer

QUESTIONS = (
    "How far behind is China?",
    "Huawei sản xuất được bao nhiêu chip Ascend?",
    "黄仁勋怎么看中国在人工智能竞赛中的位置？",
)
"""One a language; their answers come from the demo briefs."""

Port = Annotated[int | None, typer.Option(help="0 takes a free one.", min=0, max=65535)]


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(serve)
    app.command()(demo)


def serve(context: typer.Context, port: Port = None, store: StoreOption = "") -> None:
    """Open the application on a loopback address."""
    _serve(context.obj, port, store)


def demo(
    context: typer.Context,
    port: Port = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the sample answers.")] = False,
) -> None:
    """Run the main job on the demo briefs, show three cited answers, and open the application."""
    from app.gathering import Wanted

    state: State = context.obj
    failed = False
    for report in run_all(state, Wanted(tuple(map(str, briefs())))):
        typer.echo(report["line"])
        for line in report["failed"]:
            typer.echo(f"  {line}", err=True)
            failed = True
    typer.echo("")
    for answer in answers(state, QUESTIONS):
        typer.echo(shown(answer) + "\n")
    if no_serve:
        raise typer.Exit(1 if failed else 0)
    _serve(state, port, "")


def briefs() -> list[Path]:
    """Return the demo briefs in order, without the page that lists their sources."""
    folder = Path(str(files("corpora") / "demo"))
    return sorted(p for p in folder.iterdir() if p.name[:3] in ("en-", "vi-", "zh-"))


def _serve(state: State, port: int | None, store: str) -> None:
    from app.answer.engine import AnswerEngine
    from app.web.server import listen, make_app
    from app.web.server import serve as serve_app
    from app.wiring import open_graph
    from extract.gazetteer import load_gazetteer

    web = state.settings.web
    with open_graph(state.settings, store) as graph:
        engine, one_at_a_time = AnswerEngine(graph, load_gazetteer()), threading.Lock()

        def ask(question: str) -> Answer:
            with one_at_a_time:
                return engine.ask(question)

        bound = listen(web.host, web.port if port is None else port)
        host, number = bound.getsockname()[:2]
        typer.echo(f"racegraph is open at http://{host}:{number}/  (Ctrl+C ends it)")
        serve_app(make_app(ask, QUESTIONS), bound)
