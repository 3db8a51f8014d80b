"""Commands about the sources: `sources` tells how each is doing, `sources add` takes in a new one."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.articles import AsJson
from app.cli.state import State

if TYPE_CHECKING:
    from ingest.crawl.health import Health
    from ingest.sources import Source

group = typer.Typer(help="How the sources are doing, and adding one.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(group, name="sources")


@group.callback(invoke_without_command=True)
def sources(
    context: typer.Context,
    failing: Annotated[bool, typer.Option("--failing", help="Only those that somebody should look after.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show every source with its state: when it was last asked, when it last gave something new, and what is wrong."""
    if context.invoked_subcommand is not None:
        return
    from app.wiring import known_sources, open_workshop
    from ingest.crawl.health import source_health

    state: State = context.obj
    listed = list(known_sources(state.settings).sources.values())
    with open_workshop(state.settings) as workshop:
        healths = source_health(workshop.library, listed)
    rows = [(s, h) for s, h in zip(listed, healths, strict=True) if h.is_failing() or not failing]
    if as_json:
        for source, health in rows:
            typer.echo(json.dumps(_row(source, health), ensure_ascii=False))
    else:
        _show(rows)
    if any(h.is_failing() for _, h in rows):
        raise typer.Exit(1)


@group.command()
def add(
    context: typer.Context, url: Annotated[str, typer.Argument(help="The outlet's home page, a feed or a sitemap.")]
) -> None:
    """Look for the feeds and sitemaps of an outlet and write it to your own list of sources."""
    from app.wiring import let_through, open_fetcher, own_sources
    from ingest.errors import RetryLater, SkipPage, StopRun, WrongUsage
    from ingest.source_finder import add_source, find_source

    state: State = context.obj
    with open_fetcher(state.settings) as fetcher:
        try:
            found = find_source(url, fetcher)
        except SkipPage as error:
            raise (WrongUsage if error.reason == "refused" else StopRun)(str(error)) from error
        except RetryLater as error:
            raise StopRun(str(error)) from error
    path = own_sources(state.settings)
    add_source(path, found, allowed=let_through(state.settings))
    typer.echo(f"added {found.id} ({found.name}): {_addresses(found)}; written to {path}")
    typer.echo(f"take it in: racegraph ingest --source {found.id}", err=True)


def _addresses(source: Source) -> str:
    counted = (
        (source.feeds, "feed", "feeds"),
        (source.sitemaps, "sitemap", "sitemaps"),
        (source.listings, "listing", "listings"),
    )
    return ", ".join(f"{len(found)} {one if len(found) == 1 else many}" for found, one, many in counted if found)


def _row(source: Source, health: Health) -> dict[str, Any]:
    return {
        **asdict(health),
        "language": source.language,
        "kind": source.kind,
        "country": source.country,
        "owner": source.owner,
        "home": source.home,
        "wanted": source.wanted,
        "checked": source.checked.isoformat() if source.checked else None,
    }


def _show(rows: list[tuple[Source, Health]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("source", "name", "language", "kind", "state", "asked", "last new", "why"):
        table.add_column(head, overflow="fold", no_wrap=head != "why")
    for source, health in rows:
        days = [moment[:10] or "–" for moment in (health.asked_at, health.last_new_at)]
        table.add_row(source.id, source.name, source.language, source.kind, health.state, *days, health.why)
    console = Console(soft_wrap=False)
    # A pipe has no width: give every column what it needs, a row a source.
    (console if console.is_terminal else Console(width=260)).print(table)
