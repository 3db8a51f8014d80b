"""The command line: `racegraph COMMAND`. Results go to stdout, progress and logs to stderr.

Commands live in one module a group, and load what is slow only when they run, so that `--version` and `--help` answer at once.
Exit codes: 0 done, 1 done with failures that are listed, 2 wrong usage, 3 store or network unavailable, 4 query refused.
"""

from __future__ import annotations

import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer

from app.cli import answers, articles, extras, graphs, judging, moving, scores, serving, sources, views
from app.cli.state import State
from ingest.errors import RacegraphError, StopRun

app = typer.Typer(
    name="racegraph",
    help="The claims ledger of the US-China AI race: every number and every opinion, with who said it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
for group in (articles, answers, graphs, views, judging, moving, serving, extras, scores, sources):
    group.register(app)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"racegraph {installed_version('racegraph')}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    data_dir: Annotated[Path | None, typer.Option(help="Where all data lies.", envvar="RACEGRAPH_DATA_DIR")] = None,
    config: Annotated[Path | None, typer.Option(help="A TOML file of settings.")] = None,
    verbose: Annotated[int, typer.Option("-v", count=True, help="More log lines: -v, -vv.")] = 0,
    _version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True)] = False,
) -> None:
    """Read the settings before any command."""
    context.obj = State(data_dir, config, verbose)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    try:
        app(arguments, standalone_mode=True)
    except RacegraphError as error:
        typer.echo(f"racegraph: {error}", err=True)
        sys.exit(_exit_code(error))


def _exit_code(error: RacegraphError) -> int:
    if type(error).__name__ == "QueryRefused":
        return 4
    return 3 if isinstance(error, StopRun) else 2
