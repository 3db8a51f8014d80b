"""Commands that take the work elsewhere: `export`, `import`, and `network`, the corpus as a picture of who stands with whom."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.cli.articles import AsJson, StoreOption
from app.cli.state import State

if TYPE_CHECKING:
    from graph.network import Member, Network

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command("export")(export)
    app.command("import")(import_archive)
    app.command("network")(show_network)


def export(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="The file to write; a folder for csv.")],
    form: Annotated[
        Literal["archive", "graphml", "csv", "jsonl"],
        typer.Option("--as", help="archive: all that cannot be made again; the others: the graph, for other tools."),
    ] = "archive",
    snapshot: Annotated[bool, typer.Option("--snapshot", help="An archive that holds the graph as well.")] = False,
    note: Annotated[str, typer.Option(help="A line to keep in the manifest: what the snapshot is for.")] = "",
    store: StoreOption = "",
    as_json: AsJson = False,
) -> None:
    """Write everything to one file to keep or move it, or the graph for other tools."""
    from app.archive import pack
    from app.wiring import open_graph
    from graph.exporting import json_lines, write_csv, write_graphml

    state: State = context.obj
    report: dict[str, Any] = {"file": str(target), "form": form}
    if form == "archive":
        if snapshot:
            with open_graph(state.settings, store) as graph:
                lines = list(json_lines(graph))
        else:
            lines = []
        report["manifest"] = manifest = pack(state.settings.data_dir, target, graph=lines, note=note)
        line = f"{target}: {manifest['articles']} articles, {manifest['judgements']} judgements, corpus {manifest['corpus'][:12]}"
    else:
        with open_graph(state.settings, store) as graph:
            if form == "graphml":
                write_graphml(graph, target)
            elif form == "csv":
                report["files"] = [path.name for path in write_csv(graph, target)]
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text("".join(f"{one}\n" for one in json_lines(graph)), encoding="utf-8")
        line = f"{target}: written"
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else line)


def import_archive(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="An archive that `export` wrote.")],
    as_json: AsJson = False,
) -> None:
    """Restore an archive into an empty data folder, and say how to make its graph again."""
    from app.archive import unpack
    from extract.pipeline import extractor_version

    manifest = unpack(source, context.obj.settings.data_dir)
    if as_json:
        typer.echo(json.dumps(manifest, ensure_ascii=False))
        return
    typer.echo(f"{manifest['articles']} articles, {manifest['judgements']} judgements, made {manifest['made_at']}")
    if set(manifest["extractors"]) - {extractor_version()}:
        typer.echo("the extractor has changed since: `racegraph run` reads again, `racegraph build` keeps what was read", err=True)  # fmt: skip
    typer.echo("next: racegraph build --fresh", err=True)


def show_network(
    context: typer.Context,
    since: Day = None,
    until: Day = None,
    quarters: Annotated[bool, typer.Option("--quarters", help="A network for each quarter.")] = False,
    most: Annotated[int, typer.Option(help="At most so many entities.", min=1)] = 20,
    as_json: AsJson = False,
    store: StoreOption = "",
) -> None:
    """Show who stands in the middle of the corpus, which groups there are, and who bridges the United States and China."""
    from app.wiring import open_graph
    from graph.network import by_quarter, network

    first, last = (day.date() if day else None for day in (since, until))
    with open_graph(context.obj.settings, store) as graph:
        found = (
            list(by_quarter(graph, since=first, until=last)) if quarters else [network(graph, since=first, until=last)]
        )
    for one in found:
        if as_json:
            typer.echo(json.dumps(asdict(one), ensure_ascii=False, default=date.isoformat))
        else:
            _show(one, most, brief=quarters)


def _show(found: Network, most: int, *, brief: bool) -> None:
    span = f"{found.since or 'the beginning'} to {found.until or 'now'}"
    typer.echo(f"{span}: {found.articles} articles, {len(found.members)} entities, {len(found.links)} pairs")
    if brief:
        typer.echo("  most central: " + ", ".join(m.name for m in found.members[:6]))
        typer.echo("  bridges: " + (", ".join(m.name for m in _bridges(found)[:6]) or "none") + "\n")
        return
    typer.echo(
        f"\n{'most central':32} {'kind':14} {'country':8} {'articles':>8} {'pairs':>6} {'rank':>7} {'bridge':>7}  group"
    )
    for m in found.members[:most]:
        typer.echo(f"{m.name[:32]:32} {m.kind:14} {m.country:8} {m.articles:8} {m.neighbours:6} {m.rank:7.4f} {m.bridge:7.2f}  {m.group}")  # fmt: skip
    typer.echo("\nbridges between the United States and China")
    for m in _bridges(found)[: max(1, most // 2)]:
        typer.echo(f"  {m.bridge:5.2f}  {m.name} ({m.kind}{', ' + m.country if m.country else ''})")
    typer.echo("\ngroups")
    for number, members in list(found.groups().items())[:8]:
        typer.echo(f"  {number} ({len(members)}): " + ", ".join(m.name for m in members[:8]))


def _bridges(found: Network) -> list[Member]:
    """Return who stands between, the countries themselves left out."""
    return sorted((m for m in found.members if m.bridge and m.kind != "Country"), key=lambda m: (-m.bridge, m.id))
