"""Commands that query: `cypher`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.articles import StoreOption
from app.cli.rows_shown import Format
from app.cli.state import State
from ingest.errors import WrongUsage

if TYPE_CHECKING:
    from graph.store import Store


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(cypher)


def cypher(
    context: typer.Context,
    query: Annotated[
        str,
        typer.Argument(help="A read-only query; `-` reads it from standard input; none opens a shell.", show_default=False),
    ] = "",
    file: Annotated[Path | None, typer.Option(help="A file that holds the query.")] = None,
    named: Annotated[str, typer.Option(help="Run a query of the collection by its name.", show_default=False)] = "",
    show_list: Annotated[bool, typer.Option("--list", help="List the named queries with their parameters.")] = False,
    param: Annotated[
        list[str] | None, typer.Option(help="A parameter as name=value; the value is JSON where it can be.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a row.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="A Markdown table.")] = False,
    store: StoreOption = "",
    limit: Annotated[int, typer.Option(help="At most so many rows.", min=1)] = 1000,
    timeout: Annotated[float, typer.Option(help="Seconds a query may take.", min=0.1)] = 10.0,
) -> None:  # fmt: skip
    """Ask the graph in Cypher, or open a shell for it; it cannot be changed this way."""
    form: Format = "json" if as_json else "csv" if as_csv else "markdown" if as_markdown else "table"
    if show_list:
        _list(as_json=as_json)
        return
    from app.cli.cypher_shell import parameters
    from app.wiring import open_graph

    text = "" if named else _query(query, file)
    state: State = context.obj
    with open_graph(state.settings, store) as graph:
        if not named and not text:
            _shell(graph, state, form, limit, timeout)
            return
        given = parameters(param or [])
        if named:
            text, given = _named(graph, named, given)
        _answer(graph, text, given, form, limit, timeout)


def _answer(graph: Store, text: str, given: dict[str, Any], form: Format, limit: int, timeout_s: float) -> None:
    from app.cli.rows_shown import written
    from graph.reader import read_portably

    rows = read_portably(graph, text, given, timeout_s=timeout_s, limit=limit)
    typer.echo(written(rows, form), nl=False)
    for warning in rows.warnings:
        typer.echo(f"note: {warning}", err=True)
    if form == "table":
        typer.echo(f"{len(rows.rows)} rows in {rows.seconds * 1000:.0f} ms", err=True)
    if rows.truncated:
        typer.echo(f"cut off at {limit} rows; --limit gives more", err=True)


def _named(graph: Store, name: str, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    from graph.cookbook import arguments
    from graph.cookbook import named as find_query

    query = find_query(name)
    return query.cypher, arguments(query, given, _entity_finder(graph))


def _entity_finder(graph: Store) -> Callable[[str], str]:
    from app.views.entities import resolve_entity

    return lambda name: resolve_entity(graph, name)


def _list(*, as_json: bool) -> None:
    import json
    from dataclasses import asdict

    from graph.cookbook import cookbook

    for query in cookbook():
        if as_json:
            typer.echo(json.dumps(asdict(query), ensure_ascii=False))
            continue
        takes = ", ".join(f"{p.name}={p.default or '(any)'}" for p in query.parameters)
        typer.echo(f"{query.name:22} {query.title}{f'  [{takes}]' if takes else ''}")


def _query(query: str, file: Path | None) -> str:
    if file is not None:
        if not file.is_file():
            raise WrongUsage(f"query file {file} does not exist")
        return file.read_text(encoding="utf-8")
    if query == "-":
        return sys.stdin.read()
    if not query and not sys.stdin.isatty():
        raise WrongUsage("give a query, `-`, --file or --named; in a terminal, none of them opens a shell")
    return query


def _shell(graph: Store, state: State, form: Format, limit: int, timeout_s: float) -> None:
    import readline
    from contextlib import suppress

    from app.cli.cypher_shell import CypherShell

    history = state.settings.data_dir / "cypher-history"
    with suppress(OSError):
        readline.read_history_file(history)
    readline.set_history_length(2000)
    typer.echo("Cypher over the graph; `;` ends a query, :help lists the commands, Ctrl-D leaves.", err=True)
    shell = CypherShell(
        graph, _entity_finder(graph), lambda text: typer.echo(text, nl=False), form, min(limit, 100), timeout_s
    )
    try:
        shell.run(input)
    finally:
        with suppress(OSError):
            readline.write_history_file(history)
