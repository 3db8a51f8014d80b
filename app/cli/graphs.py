"""Commands that query: `cypher`."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.cli.articles import StoreOption
from app.cli.state import State
from ingest.errors import WrongUsage

if TYPE_CHECKING:
    from graph.store import Rows

Format = Literal["table", "json", "csv"]


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(cypher)


def cypher(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(help="A read-only query; `-` reads it from standard input.", show_default=False)
    ] = "",
    file: Annotated[Path | None, typer.Option(help="A file that holds the query.")] = None,
    param: Annotated[
        list[str] | None, typer.Option(help="A parameter as name=value; the value is JSON where it can be.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a row.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values.")] = False,
    store: StoreOption = "",
    limit: Annotated[int, typer.Option(help="At most so many rows.", min=1)] = 1000,
    timeout: Annotated[float, typer.Option(help="Seconds a query may take.", min=0.1)] = 10.0,
) -> None:
    """Ask the graph in Cypher; it cannot be changed this way."""
    from app.wiring import open_graph

    text = _query(query, file)
    state: State = context.obj
    with open_graph(state.settings, store) as graph:
        rows = graph.read(text, _parameters(param or []), timeout_s=timeout, limit=limit)
    _show(rows, "json" if as_json else "csv" if as_csv else "table")
    if rows.truncated:
        typer.echo(f"cut off at {limit} rows; --limit gives more", err=True)


def _query(query: str, file: Path | None) -> str:
    if file is not None:
        if not file.is_file():
            raise WrongUsage(f"query file {file} does not exist")
        return file.read_text(encoding="utf-8")
    if query == "-":
        return sys.stdin.read()
    if not query:
        raise WrongUsage("give a query, `-`, or --file")
    return query


def _parameters(given: list[str]) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name.isidentifier():
            raise WrongUsage(f"--param {one}: write name=value")
        try:
            parameters[name] = json.loads(value)
        except json.JSONDecodeError:
            parameters[name] = value
    return parameters


def _show(rows: Rows, form: Format) -> None:
    if form == "json":
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False, default=_as_text))
    elif form == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(rows.columns)
        writer.writerows([_cell(row.get(c)) for c in rows.columns] for row in rows)
        typer.echo(out.getvalue(), nl=False)
    else:
        _table(rows)


def _table(rows: Rows) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, header_style="bold")
    for column in rows.columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(c))) for c in rows.columns))
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    typer.echo(f"{len(rows.rows)} rows in {rows.seconds * 1000:.0f} ms", err=True)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_as_text).strip('"')


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
