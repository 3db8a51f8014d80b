"""Writes the rows of a query: as a table, as JSON lines, as CSV or as Markdown."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from graph.store import Rows

Format = Literal["table", "json", "csv", "markdown"]
FORMATS: tuple[Format, ...] = get_args(Format)


def written(rows: Rows, form: Format) -> str:
    """Return the rows as text that ends with a line end; no rows give an empty table or nothing."""
    match form:
        case "json":
            return "".join(json.dumps(row, ensure_ascii=False, default=_as_text) + "\n" for row in rows)
        case "csv":
            return _csv(rows)
        case "markdown":
            return _markdown(rows)
        case "table":
            return _table(rows)


def _csv(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([_cell(row.get(c)) for c in rows.columns] for row in rows)
    return out.getvalue()


def _markdown(rows: Rows) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"

    body = "".join(line([_cell(row.get(c)) for c in rows.columns]) for row in rows)
    return line(list(rows.columns)) + "|" + "---|" * len(rows.columns) + "\n" + body


def _table(rows: Rows) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, header_style="bold")
    for column in rows.columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(c))) for c in rows.columns))
    out = io.StringIO()
    is_terminal = sys.stdout.isatty()
    Console(file=out, width=None if is_terminal else 160, force_terminal=is_terminal).print(table)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_as_text).strip('"')


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
