"""Commands that open the application: `serve`, and `demo`, which first runs the main job on the demo briefs."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from app.cli.answers import answers, shown
from app.cli.articles import StoreOption, run_all
from app.cli.state import State

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


def serve(
    context: typer.Context,
    port: Port = None,
    host: Annotated[
        str, typer.Option(help="The address to serve on; beyond this machine only with users to log in.")
    ] = "",
    store: StoreOption = "",
) -> None:
    """Open the application: pages and JSON API, on a loopback address by default."""
    _serve(context.obj, port, store, host)


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


def _serve(state: State, port: int | None, store: str, host: str = "") -> None:
    from app.web.server import listen, make_app
    from app.web.server import serve as serve_app
    from app.wiring import open_desk

    web = state.settings.web.model_copy(update={"host": host} if host else {})
    with open_desk(state.settings, store) as desk:
        app = make_app(desk, web)
        bound = listen(web.host, web.port if port is None else port)
        shown, number = bound.getsockname()[:2]
        typer.echo(f"racegraph is open at http://{f'[{shown}]' if ':' in shown else shown}:{number}/  (Ctrl+C ends it)")
        serve_app(app, bound)
