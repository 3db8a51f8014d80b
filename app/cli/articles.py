"""Commands that read: `ingest`, `extract`, `build`, `run`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.state import State, progress
from ingest.errors import WrongUsage

if TYPE_CHECKING:
    from app.gathering import Wanted
    from app.work import ExtractCounts
    from graph.build import BuildCounts
    from ingest.crawl.crawl import CrawlReport
    from ingest.run import IngestCounts

Paths = Annotated[list[Path] | None, typer.Argument(help="Files and folders.", show_default=False)]
Given = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders, and addresses of pages, feeds or sitemaps.", show_default=False),
]
SourceIds = Annotated[
    list[str] | None, typer.Option("--source", help="A listed source by its id, or all.", show_default=False)
]
Since = Annotated[str, typer.Option("--since", help="Only what was published on this day (YYYY-MM-DD) or later.")]
Lists = Annotated[
    list[Path] | None, typer.Option("--list", help="A file of addresses, one a line.", show_default=False)
]
EverySubject = Annotated[
    bool, typer.Option("--every-subject", help="Take what a source publishes on any subject, not only on the race.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
StoreOption = Annotated[
    str, typer.Option("--store", help="neo4j://user:password@host:port, or a file; default: in the data folder.")
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Empty the graph first and write all of it.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(ingest)
    app.command()(extract)
    app.command()(build)
    app.command()(run)


def ingest(
    context: typer.Context,
    given: Given = None,
    source: SourceIds = None,
    since: Since = "",
    listed: Lists = None,
    every_subject: EverySubject = False,
    as_json: AsJson = False,
) -> None:
    """Take articles into the library: from files and folders, addresses, feeds, sitemaps, or listed sources."""
    reports = _ingest(context.obj, _wanted(given, source, since, listed, every_subject))
    if not reports:
        raise WrongUsage(
            "nothing to take in: give files, folders or addresses, or --source ID (`racegraph sources` lists them)"
        )
    _say_and_leave(reports, as_json)


def extract(
    context: typer.Context,
    paths: Paths = None,
    as_json: AsJson = False,
    as_html: Annotated[
        bool, typer.Option("--html", help="Draw one file as a page, names, figures and claims marked.")
    ] = False,
) -> None:
    """Find names, figures, claims and relations: in files (no library needed), or in what the library holds."""
    if paths:
        failed = _extract_files(paths, as_html=as_html)
        raise typer.Exit(1 if failed else 0)
    _say_and_leave([_extract(context.obj)], as_json)


def build(context: typer.Context, fresh: Fresh = False, store: StoreOption = "", as_json: AsJson = False) -> None:
    """Build the graph from library and ledger."""
    _say_and_leave([build_report(context.obj, store, fresh=fresh)], as_json)


def run(
    context: typer.Context,
    given: Given = None,
    source: SourceIds = None,
    since: Since = "",
    listed: Lists = None,
    every_subject: EverySubject = False,
    fresh: Fresh = False,
    store: StoreOption = "",
    as_json: AsJson = False,
) -> None:
    """Ingest, extract and build in a row."""
    wanted = _wanted(given, source, since, listed, every_subject)
    _say_and_leave(run_all(context.obj, wanted, store, fresh=fresh), as_json)


def run_all(state: State, wanted: Wanted, store: str = "", *, fresh: bool = False) -> list[dict[str, Any]]:
    """Do the three steps and return a report of each: `step`, counts, `lines` for people, `failed`."""
    return [*_ingest(state, wanted), _extract(state), build_report(state, store, fresh=fresh)]


def _wanted(
    given: list[str] | None, sources: list[str] | None, since: str, lists: list[Path] | None, every_subject: bool
) -> Wanted:
    from app.gathering import Wanted, as_date

    return Wanted(
        tuple(given or ()), tuple(lists or ()), tuple(sources or ()), as_date(since) if since else None, every_subject
    )


def _ingest(state: State, wanted: Wanted) -> list[dict[str, Any]]:
    """Take in files first, then what comes over the network; return a report of each part that was wanted."""
    from app.gathering import gather
    from app.wiring import open_workshop
    from ingest.run import ingest_paths

    reports = []
    with open_workshop(state.settings) as workshop:
        if paths := wanted.paths():
            with progress("reading") as advance:
                counts = ingest_paths(workshop.library, paths, on_progress=lambda p: advance(p.done, p.total, p.path))
            reports.append(_ingest_report(counts))
        if wanted.sources or wanted.addresses():
            with progress("fetching") as advance:
                found = gather(workshop.library, state.settings, wanted, on_progress=advance)
            reports.append(_crawl_report(found))
    return reports


def _crawl_report(report: CrawlReport) -> dict[str, Any]:
    from ingest.source_finder import GIVEN

    rows = [dict(zip(report.table()[0], row, strict=True)) for row in report.table()[1:]]
    failing = [f"{counts.source}: {counts.state} ({counts.why})" for counts in report.failing()]
    # What a user named must come, every piece of it; a source is well when it gives articles, whatever else it names.
    asked = [line for counts in report.sources for line in counts.lines if counts.source == GIVEN]
    met = [f"{counts.source}: {line}" for counts in report.sources for line in counts.lines if counts.source != GIVEN]
    return {
        "step": "fetch", "sources": rows, "stopped": report.stopped, "line": _aligned(report.table(), stopped=report.stopped),
        "failed": [*failing, *asked], "notes": met, "unreachable": bool(report.sources) and all(c.state == "dead" for c in report.sources),
    }  # fmt: skip


def _aligned(table: list[list[str]], *, stopped: bool) -> str:
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    return "\n".join([*lines, *(["stopped before the end; the same command goes on from here"] if stopped else [])])


def _ingest_report(counts: IngestCounts) -> dict[str, Any]:
    line = f"read {counts.found}: {counts.new} new, {counts.unchanged} unchanged, {counts.new_versions} new versions, {len(counts.skipped)} left out"
    return {
        "step": "ingest", "found": counts.found, "new": counts.new, "unchanged": counts.unchanged, "new_versions": counts.new_versions,
        "skipped": counts.skipped_by_reason(), "line": line, "failed": [str(s) for s in counts.skipped],
    }  # fmt: skip


def _extract(state: State) -> dict[str, Any]:
    from app.wiring import open_workshop
    from app.work import extract_pending
    from extract.pipeline import Extractor, extractor_version

    with open_workshop(state.settings) as workshop, progress("extracting") as advance:
        counts = extract_pending(workshop.library, workshop.ledger, Extractor, extractor_version(), on_progress=advance)
    return _extract_report(counts)


def _extract_report(counts: ExtractCounts) -> dict[str, Any]:
    line = (
        f"extracted {counts.extracted} article versions ({counts.unchanged} were done): {counts.mentions} names, {counts.figures} figures, "
        f"{counts.claims} claims, {counts.relations} relations"
    )
    return {
        "step": "extract", "extracted": counts.extracted, "unchanged": counts.unchanged, "mentions": counts.mentions,
        "figures": counts.figures, "claims": counts.claims, "relations": counts.relations, "dropped": dict(counts.dropped),
        "line": line, "failed": counts.failed,
    }  # fmt: skip


def build_report(state: State, store: str = "", *, fresh: bool = False) -> dict[str, Any]:
    """Build the graph and return the report of it."""
    from app.wiring import make_build, open_graph, open_workshop, store_address

    with open_workshop(state.settings) as workshop, open_graph(state.settings, store) as graph:
        counts = make_build(workshop, graph, store_address(state.settings, store)).run(fresh=fresh)
    return _build_report(counts)


def _build_report(counts: BuildCounts) -> dict[str, Any]:
    nodes = ", ".join(f"{number} {label}" for label, number in counts.nodes.items())
    line = f"graph: {nodes}, {counts.relationships} relationships; {counts.written} rows written, {counts.removed} removed in {counts.seconds:.1f} s"
    return {
        "step": "build", "nodes": counts.nodes, "relationships": counts.relationships, "written": counts.written,
        "removed": counts.removed, "seconds": round(counts.seconds, 3), "line": line, "failed": [],
    }  # fmt: skip


def _say_and_leave(reports: list[dict[str, Any]], as_json: bool) -> None:
    for report in reports:
        typer.echo(
            json.dumps({k: v for k, v in report.items() if k not in ("line", "unreachable")}, ensure_ascii=False)
            if as_json
            else report["line"]
        )
        for line in [*report["failed"], *report.get("notes", ())]:
            typer.echo(f"  {line}", err=True)
    if any(r.get("unreachable") for r in reports):
        raise typer.Exit(3)
    if any(r["failed"] for r in reports):
        raise typer.Exit(1)


def _extract_files(paths: list[Path], *, as_html: bool) -> bool:
    from extract.contract import to_json
    from extract.drawing import draw
    from extract.pipeline import Extractor
    from ingest.files import SkippedFile, read_files

    extractor, failed = Extractor(), False
    for found in read_files(paths):
        if isinstance(found, SkippedFile):
            typer.echo(f"  {found}", err=True)
            failed = True
            continue
        extraction = extractor.extract(found.article)
        if as_html:
            sys.stdout.write(draw(found.article, extraction))
        else:
            typer.echo(json.dumps(to_json(found.article, extraction), ensure_ascii=False))
    return failed
