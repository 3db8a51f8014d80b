"""Commands that show what is there, ready-made: `entity`, `claims`, `figures`, `conflicts`, `timeline`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.cli.articles import AsJson, StoreOption
from ingest.errors import WrongUsage

if TYPE_CHECKING:
    from app.views.claim_rows import ClaimRow
    from app.views.figures import FigureRow

Name = Annotated[str, typer.Argument(help="An entity's id or name, in any of the three languages.", show_default=False)]
MaybeName = Annotated[str, typer.Option("--entity", help="Only what this entity says or is spoken of in.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
Limit = Annotated[int, typer.Option(help="At most so many rows.", min=1, max=5000)]
Language = Annotated[str, typer.Option(help="Only articles in this language: en, vi or zh.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    for command in (entity, claims, figures, conflicts, timeline):
        app.command()(command)


def entity(context: typer.Context, name: Name, as_json: AsJson = False, store: StoreOption = "") -> None:
    """Show one entity: what is stated of it, with the number of independent origins, and its numbers."""
    from app.views.entities import entity_page, resolve_entity
    from app.views.figures import FigureFilter, list_figures
    from app.wiring import open_graph

    with open_graph(context.obj.settings, store) as graph:
        page = entity_page(graph, resolve_entity(graph, name))
        numbers = list_figures(graph, FigureFilter(entity=page.id), limit=20).figures
    if as_json:
        _json([page])
        return
    also = f", also {', '.join(page.aliases[:8])}" if page.aliases else ""
    typer.echo(f"{page.name} ({page.kind}, id {page.id}){also}")
    typer.echo(
        f"{page.said_by} claims by it, {page.said_of} about it, {page.articles} articles, {page.first_day} to {page.last_day}\n"
    )
    _table(
        ["stated", "origins", "since", "source"],
        [
            [f"{f.subject.name} {f.predicate.replace('_', ' ')} {f.object.name}", f.origins, f.first_seen, f.claims[0].outlet if f.claims else ""]
            for f in page.facts
        ],
    )  # fmt: skip
    _figures(numbers)


def claims(
    context: typer.Context, entity: MaybeName = "",
    part: Annotated[Literal["any", "by", "about"], typer.Option(help="With --entity: said by it, about it, or any.")] = "any",
    modality: Annotated[str, typer.Option(help="asserted, hedged, predicted, denied or declined_to_comment.")] = "",
    words: Annotated[str, typer.Option(help="Only claims that hold these words.")] = "",
    firm: Annotated[bool, typer.Option("--firm", help="Only claims of the high-precision tier.")] = False,
    language: Language = "", since: Day = None, until: Day = None, limit: Limit = 20, as_json: AsJson = False, store: StoreOption = "",
) -> None:  # fmt: skip
    """List claims, newest first: who said what, how firmly, and where it can be read."""
    from app.views.claims import ClaimFilter, list_claims
    from app.views.entities import resolve_entity
    from app.wiring import open_graph

    with open_graph(context.obj.settings, store) as graph:
        wanted = ClaimFilter(
            entity=resolve_entity(graph, entity) if entity else "", part=part, modality=_modality(modality), language=language,
            since=since.date() if since else None, until=until.date() if until else None, firm=firm, words=words,
        )  # fmt: skip
        found = list_claims(graph, wanted, limit=limit)
    if as_json:
        _json(found.claims)
        return
    _claims(found.claims)
    typer.echo(f"{len(found.claims)} of {found.total} claims", err=True)


def figures(
    context: typer.Context, entity: MaybeName = "",
    metric: Annotated[str, typer.Option(help="What is measured, e.g. capex, gap, market_share.")] = "",
    unit: Annotated[str, typer.Option(help="USD, percent, chips, ...")] = "",
    language: Language = "", since: Day = None, until: Day = None, limit: Limit = 50, as_json: AsJson = False, store: StoreOption = "",
) -> None:  # fmt: skip
    """List numbers, newest first, each with who gave it and for when."""
    from app.views.entities import resolve_entity
    from app.views.figures import FigureFilter, list_figures
    from app.wiring import open_graph

    with open_graph(context.obj.settings, store) as graph:
        wanted = FigureFilter(
            resolve_entity(graph, entity) if entity else "", metric, unit, language,
            since.date() if since else None, until.date() if until else None,
        )  # fmt: skip
        found = list_figures(graph, wanted, limit=limit)
    if as_json:
        _json(found.figures)
        return
    _figures(found.figures)
    typer.echo(f"{len(found.figures)} of {found.total} figures", err=True)


def conflicts(
    context: typer.Context, entity: MaybeName = "", limit: Limit = 20, as_json: AsJson = False, store: StoreOption = ""
) -> None:
    """Show statements that cannot both hold, side by side, with the reason."""
    from app.views.conflicts import conflicts as found_conflicts
    from app.views.entities import resolve_entity
    from app.wiring import open_graph

    with open_graph(context.obj.settings, store) as graph:
        found = found_conflicts(graph, resolve_entity(graph, entity) if entity else "", limit=limit)
    if as_json:
        _json(found)
        return
    for conflict in found:
        typer.echo(f"{conflict.link.replace('_', ' ')}: {conflict.why}")
        _claims([*conflict.one, *conflict.other])
        typer.echo("")
    typer.echo(f"{len(found)} conflicts, denials and updates", err=True)


def timeline(
    context: typer.Context, name: Name, metric: Annotated[str, typer.Option(help="Draw this measure only.")] = "",
    limit: Limit = 100, as_json: AsJson = False, store: StoreOption = "",
) -> None:  # fmt: skip
    """Show an entity's numbers in order of the time they are about, revisions marked; without any, who said what of it when."""
    from app.views.entities import resolve_entity
    from app.views.timeline import figure_timeline, said_timeline
    from app.wiring import open_graph

    with open_graph(context.obj.settings, store) as graph:
        entity_id = resolve_entity(graph, name)
        lines = figure_timeline(graph, entity_id, metric)
        said = said_timeline(graph, entity_id, limit=limit) if not metric else ()
    if as_json:
        _json([*lines, *said])
        return
    for line in lines:
        typer.echo(f"{line.series.entity.name}, {line.series.metric or 'number'} in {line.series.unit}")
        _figures(line.rows)
        typer.echo("")
    _claims(said)


def _modality(given: str) -> str:
    from extract.annotations import MODALITIES

    if given and given not in MODALITIES:
        raise WrongUsage(f"--modality {given}: one of {', '.join(MODALITIES)}")
    return given


def _json(rows: Iterable[Any]) -> None:
    from app.views.as_json import as_json

    for row in rows:
        typer.echo(json.dumps(as_json(row), ensure_ascii=False))


def _claims(rows: Iterable[ClaimRow]) -> None:
    _table(
        ["day", "who", "how", "words", "outlet"],
        [
            [c.day, c.speaker.name if c.speaker else c.outlet, c.modality.replace("_", " "), c.quote, c.outlet]
            for c in rows
        ],
    )


def _figures(rows: Iterable[FigureRow]) -> None:
    _table(
        ["about", "whose", "what", "number", "according to", "outlet"],
        [
            [
                r.at, ", ".join(s.name for s in r.subjects), r.figure.metric.replace("_", " "), r.figure.text,
                r.claim.speaker.name if r.claim.speaker else "", r.claim.outlet,
            ]
            for r in rows
        ],
    )  # fmt: skip


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, header_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    if table.row_count:
        Console(width=None if sys.stdout.isatty() else 160).print(table)
