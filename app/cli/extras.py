"""Commands about racegraph itself: `doctor`, `config`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.util import find_spec

import typer

from app.cli.articles import AsJson
from app.cli.state import State
from ingest.errors import RacegraphError


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(doctor)
    app.command()(config)


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Say what works, what is missing and how to get it."""
    checks = list(_checks(context.obj))
    for name, works, note in checks:
        typer.echo(
            json.dumps({"check": name, "ok": works, "note": note}, ensure_ascii=False)
            if as_json
            else f"{'ok     ' if works else 'missing'} {name}: {note}"
        )
    if not all(works for name, works, _ in checks if not name.startswith("optional")):
        raise typer.Exit(1)


def _checks(state: State) -> Iterator[tuple[str, bool, str]]:
    from app.wiring import open_graph, open_workshop
    from extract.gazetteer import check_gazetteer, load_gazetteer
    from extract.pipeline import extractor_version

    gazetteer = load_gazetteer()
    faults = check_gazetteer(gazetteer)
    yield "gazetteer", not faults, faults[0] if faults else f"{len(gazetteer.entities)} known entities"
    yield "extractor", True, extractor_version()
    try:
        with open_workshop(state.settings) as workshop:
            yield "library and ledger", True, f"{workshop.library.count()} articles in {state.settings.data_dir}"
    except RacegraphError as error:
        yield "library and ledger", False, str(error)
    try:
        with open_graph(state.settings) as graph:
            (row,) = graph.read("MATCH (c:Claim) RETURN count(c) AS n").rows
            yield "graph", True, f"{row['n']} claims"
    except RacegraphError as error:
        yield "graph", False, str(error)
    free = shutil.disk_usage(state.settings.data_dir if state.settings.data_dir.exists() else ".").free / 1e9
    yield "disk", free > 1, f"{free:.1f} GB free"
    for name in ("openai", "anthropic", "ollama"):
        there = find_spec(f"langchain_{name}") is not None
        yield f"optional: {name} models", there, "installed" if there else f"pip install 'racegraph[{name}]'"


def config(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the settings in force, secrets masked."""
    from app.settings import shown

    values = shown(context.obj.settings)
    typer.echo(
        json.dumps(values, ensure_ascii=False, indent=1)
        if as_json
        else "\n".join(f"{k} = {v}" for k, v in values.items())
    )
