"""Commands of the weekly mail: `digest preview`, `send`, `due`, `hold`, `approve`, `drop`, `pin`, and `digest subscribers …`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.cli.articles import AsJson, StoreOption
from app.cli.state import State
from ingest.errors import WrongUsage

if TYPE_CHECKING:
    from app.digest.items import Issue
    from app.digest.press import Press
    from app.digest.sending import Report
    from app.digest.subscribers import Subscriber

digest = typer.Typer(help="The weekly mail: what changed in the race.", no_args_is_help=True, rich_markup_mode=None)
subscribers = typer.Typer(help="Who gets it. An address is shown by its first letter only.", no_args_is_help=True, rich_markup_mode=None)  # fmt: skip
digest.add_typer(subscribers, name="subscribers")

Language = Annotated[str, typer.Option("--language", help="en, vi or zh.")]
IssueId = Annotated[str, typer.Argument(help="The day of an issue, like 2026-03-02.", metavar="ISSUE")]
Number = Annotated[
    int, typer.Argument(help="The subscriber's number, from `digest subscribers list`.", metavar="NUMBER")
]
Moment = Annotated[str, typer.Option("--at", help="As if it were this moment (like 2026-03-02T08:00+07:00).", show_default=False)]  # fmt: skip
Doubtful = Annotated[bool, typer.Option("--resend-doubtful", help="Also send again what a killed run may or may not have sent.")]  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(digest, name="digest")


@digest.command()
def preview(
    context: typer.Context,
    issue: Annotated[str, typer.Argument(help="An issue that was made; default: what would be sent now.")] = "",
    language: Language = "en",
    at: Moment = "",
    as_html: Annotated[bool, typer.Option("--html", help="As the page, to be opened in a browser.")] = False,
    as_json: AsJson = False,
    store: StoreOption = "",
) -> None:
    """Show this week's digest as it would be sent now, with the key of each item for `drop` and `pin`."""
    from app.digest.render import LetterLinks, as_page, as_text
    from app.digest.tongue import LANGUAGES

    if language not in LANGUAGES:
        raise WrongUsage(f"language {language!r}: use en, vi or zh")
    now = _moment(at)
    with _press(context.obj, store) as press:
        made = press.kept(issue) if issue else press.draft(now.date().isoformat(), now)
        letter, namer = press.front(made, language)
        if as_json:
            typer.echo(json.dumps(_issue_json(press, made, language), ensure_ascii=False))
        elif as_html:
            typer.echo(as_page(letter, LetterLinks(), namer))
        else:
            typer.echo(f"{letter.subject}\n\n{as_text(letter, LetterLinks())}", nl=False)
            for told in letter.told:
                typer.echo(f"  {told.item.key}  {told.gist}", err=True)


def _issue_json(press: Press, made: Issue, language: str) -> dict[str, Any]:
    letter, _ = press.front(made, language)
    whole, _ = press.whole(made, language)
    mailed = {t.item.key for t in letter.told}
    return {
        "issue": made.id, "language": language, "subject": letter.subject, "lines": list(letter.lines), "quiet": list(letter.quiet),
        "archived": made.archived, "articles": made.articles, "sources_down": list(made.sources_down),
        "items": [
            {"key": t.item.key, "kind": t.item.kind, "gist": t.gist, "mailed": t.item.key in mailed, "score": t.item.score, "reasons": list(t.item.reasons),
             "claim_id": t.item.now.id, "speaker": t.speaker, "modality": t.item.now.modality, "quote": t.item.now.sentence, "outlet": t.outlet,
             "published_at": t.item.now.article.published_on.isoformat() if t.item.now.article.published_on else None, "url": t.url, "origins": t.item.now.origins}
            for t in whole.told
        ],
    }  # fmt: skip


@digest.command()
def send(
    context: typer.Context,
    issue: Annotated[str, typer.Argument(help="The day of the issue; default: today.")] = "",
    resend_doubtful: Doubtful = False,
    as_json: AsJson = False,
    store: StoreOption = "",
) -> None:
    """Send an issue now to every subscriber who has not got it."""
    now = _moment("")
    _run(context.obj, now, issue or now.date().isoformat(), doubtful=resend_doubtful, as_json=as_json, store=store)


@digest.command()
def due(
    context: typer.Context,
    at: Moment = "",
    resend_doubtful: Doubtful = False,
    as_json: AsJson = False,
    store: StoreOption = "",
) -> None:
    """Send to every subscriber whose day and hour has come; run it every hour, from cron or a systemd timer."""
    _run(context.obj, _moment(at), "", doubtful=resend_doubtful, as_json=as_json, store=store)


def _run(state: State, now: datetime, issue: str, *, doubtful: bool, as_json: bool, store: str) -> None:
    from app.digest.press import checked_id
    from app.digest.sending import only_run, resend_doubtful, send_all, send_due
    from app.wiring import open_post_office

    if issue:
        checked_id(issue)
    lock = state.settings.data_dir / "digest.lock"
    with _press(state, store) as press, open_post_office(state.settings, press) as office, only_run(lock):
        if doubtful:
            resend_doubtful(office)
        report = send_all(office, issue, now) if issue else send_due(office, now)
    _say(report, as_json=as_json)


def _say(report: Report, *, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False))
    else:
        typer.echo(
            f"sent {report.sent}; {report.already} had it, {report.nothing} want no quiet weeks, {report.held} wait for approval, "
            f"{report.refused} refused, {report.later} to be tried again, {report.in_doubt} in doubt"
        )
    for line in report.lines:
        typer.echo(f"  {line}", err=True)
    if report.has_failed:
        raise typer.Exit(1)


@digest.command()
def hold(context: typer.Context, issue: IssueId) -> None:
    """Keep an issue back until it is approved."""
    _release(context.obj, issue, "held")


@digest.command()
def approve(context: typer.Context, issue: IssueId) -> None:
    """Let an issue go that was held, or that waits for approval."""
    _release(context.obj, issue, "approved")


@digest.command()
def drop(context: typer.Context, key: Annotated[str, typer.Argument(help="An item's key, from `digest preview`.")]) -> None:  # fmt: skip
    """Leave an item out of every mail and page."""
    _verdict(context.obj, key, "drop")


@digest.command()
def pin(context: typer.Context, key: Annotated[str, typer.Argument(help="An item's key, from `digest preview`.")]) -> None:  # fmt: skip
    """Put an item into every mail, whatever a subscriber's subjects are."""
    _verdict(context.obj, key, "pin")


def _release(state: State, issue: str, wanted: Literal["held", "approved"]) -> None:
    from app.digest.press import checked_id

    checked_id(issue)
    with _press(state, "") as press:
        press.book.set_release(issue, wanted, _moment(""))
    typer.echo(f"issue {issue}: {wanted}")


def _verdict(state: State, key: str, wanted: Literal["drop", "pin"]) -> None:
    if ":" not in key:
        raise WrongUsage(f"{key[:40]!r} is no key of an item; `racegraph digest preview` shows them")
    with _press(state, "") as press:
        press.book.set_verdict(key, wanted, _moment(""))
    typer.echo(f"{key}: {'dropped' if wanted == 'drop' else 'pinned'}")


@subscribers.command("list")
def list_them(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the subscribers: number, state, language, time and subjects."""
    with _press(context.obj, "") as press:
        for who in press.book.subscribers():
            typer.echo(json.dumps(_as_json(who), ensure_ascii=False) if as_json else _as_line(who))


@subscribers.command()
def add(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="The mail address.")],
    language: Language = "en",
    topic: Annotated[list[str] | None, typer.Option("--topic", help="Only this topic, by id; may be repeated.")] = None,
    entity: Annotated[
        list[str] | None, typer.Option("--entity", help="Only this entity, by id; may be repeated.")
    ] = None,
    weekday: Annotated[int, typer.Option(help="0 Monday to 6 Sunday.")] = 0,
    hour: Annotated[int, typer.Option(help="0 to 23.")] = 8,
    zone: Annotated[str, typer.Option(help="Like Asia/Ho_Chi_Minh.")] = "UTC",
    no_quiet: Annotated[bool, typer.Option("--no-quiet", help="Send nothing in a quiet week.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add somebody who has agreed to it (those who subscribe on the page are asked to confirm)."""
    from app.digest.subscribers import Wishes, checked_address, checked_wishes

    wishes = checked_wishes(
        Wishes(language, tuple(topic or ()), tuple(entity or ()), weekday, hour, zone, not no_quiet)
    )
    whom = checked_address(address)
    with _press(context.obj, "") as press:
        before = press.book.by_address(whom)
        who = press.book.add(whom, wishes, "active", _moment(""))
        if before is not None and before.state == "active":
            press.book.set_wishes(who.id, wishes)
            who = replace(who, wishes=wishes)
    typer.echo(json.dumps(_as_json(who), ensure_ascii=False) if as_json else _as_line(who))


@subscribers.command()
def remove(context: typer.Context, number: Number) -> None:
    """Remove a subscriber with all that is kept of him."""
    with _press(context.obj, "") as press:
        press.book.forget(_one(press, number).id)
    typer.echo(f"subscriber {number} is removed")


@subscribers.command()
def pause(context: typer.Context, number: Number) -> None:
    """Send a subscriber nothing for now."""
    _pause(context.obj, number, paused=True)


@subscribers.command()
def resume(context: typer.Context, number: Number) -> None:
    """Send to a subscriber again who paused."""
    _pause(context.obj, number, paused=False)


def _pause(state: State, number: int, *, paused: bool) -> None:
    with _press(state, "") as press:
        who = _one(press, number)
        press.book.set_wishes(who.id, replace(who.wishes, paused=paused))
    typer.echo(f"subscriber {number} {'pauses' if paused else 'gets mails again'}")


def _one(press: Press, number: int) -> Subscriber:
    who = press.book.subscriber(number)
    if who is None:
        raise WrongUsage(f"no subscriber has the number {number}; `racegraph digest subscribers list` shows them")
    return who


def _as_json(who: Subscriber) -> dict[str, Any]:
    from dataclasses import asdict

    from app.digest.subscribers import masked

    return {"number": who.id, "address": masked(who.address), "state": who.state, **asdict(who.wishes)}


def _as_line(who: Subscriber) -> str:
    from app.digest.subscribers import masked
    from app.digest.tongue import words

    w = who.wishes
    subjects = ", ".join((*w.topics, *w.entities)) or "everything"
    when = f"{words('en')['weekday'][str(w.weekday)]} {w.hour:02d}:00 {w.zone}"
    return f"{who.id}  {masked(who.address)}  {'paused' if w.paused else who.state}  {w.language}  {when}  {subjects}"


@contextmanager
def _press(state: State, store: str) -> Iterator[Press]:
    from app.wiring import open_graph, open_press

    with open_graph(state.settings, store) as graph, open_press(state.settings, graph) as press:
        yield press


def _moment(text: str) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"--at {text!r} is no moment; write it like 2026-03-02T08:00+07:00") from None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
