"""The pages of the digest that are open to everybody: subscribe, confirm, preferences, unsubscribe, web copies. None needs a login.

What a link does takes a POST: programs that look at links before a person does must neither subscribe nor unsubscribe anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Protocol
from zoneinfo import available_timezones

import jinja2
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from app.digest.book import Book
from app.digest.subscribers import Subscriber, Wishes, checked_address, checked_wishes
from app.digest.tokens import Links, Purpose
from app.digest.tongue import LANGUAGES, words
from app.web.languages import chosen_language
from extract.topics import load_topics
from ingest.errors import RetryLater, StopRun, WrongUsage

_ASK_AGAIN_S = 600.0
_NATIVE = {"en": "English", "vi": "Tiếng Việt", "zh": "中文"}


class PageShelf(Protocol):
    """Gives the issues that were sent, in the reader's language."""

    def sent(self, language: str = "en") -> Sequence[tuple[str, str]]: ...

    def page(self, digest_id: str, language: str = "en", archive: str = "") -> str: ...


@dataclass(frozen=True, slots=True)
class Counter:
    """What the pages work with. `ask_to_confirm` sends the mail with the link; None: no relay is set, nobody can subscribe here."""

    book: Book
    links: Links
    shelf: PageShelf
    ask_to_confirm: Callable[[Subscriber], None] | None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


Wanted = Annotated[list[str], Form()]


def router(counter: Counter) -> APIRouter:
    """Return all routes, below `/mail/`."""
    routes = APIRouter(prefix="/mail", default_response_class=HTMLResponse, include_in_schema=False)
    _add_issues(routes, counter)
    _add_subscribing(routes, counter)
    _add_preferences(routes, counter)
    _add_unsubscribing(routes, counter)
    return routes


def _add_issues(routes: APIRouter, counter: Counter) -> None:
    @routes.get("/issues")
    def issues(request: Request) -> HTMLResponse:
        language = _language(request)
        mail = words(language)["mail"]
        return _page(language, title=mail["archive"], shelf=counter.shelf.sent(language), none=mail["no_issues"])

    @routes.get("/issues/{issue_id}")
    def issue(request: Request, issue_id: str) -> HTMLResponse:
        language = _language(request)
        try:
            return _kept(counter.shelf.page(issue_id, language, f"/mail/issues?language={language}"))
        except WrongUsage:
            mail = words(language)["mail"]
            return _page(
                language, 404, title=mail["archive"], shelf=counter.shelf.sent(language), none=mail["no_issues"]
            )


def _add_subscribing(routes: APIRouter, counter: Counter) -> None:
    @routes.get("/subscribe")
    def ask(request: Request) -> HTMLResponse:
        language = _language(request)
        return _wish_page(language, Wishes(language=language), "")

    @routes.post("/subscribe")
    def subscribe(
        request: Request, address: Annotated[str, Form(max_length=400)], language: Annotated[str, Form()] = "en",
        weekday: Annotated[int, Form()] = 0, hour: Annotated[int, Form()] = 8, zone: Annotated[str, Form()] = "UTC",
        topics: Wanted = [], entities: Annotated[str, Form()] = "", quiet: Annotated[str, Form()] = "",  # noqa: B006 (FastAPI copies it)
    ) -> HTMLResponse:  # fmt: skip
        wishes = Wishes(language, tuple(topics), _ids(entities), weekday, hour, zone, bool(quiet))
        shown = _language(request)
        form = words(shown)["form"]
        try:
            whom = checked_address(address.strip())
            checked_wishes(wishes)
            if counter.ask_to_confirm is None:
                raise WrongUsage("no relay is set, so that nobody can subscribe here")
        except WrongUsage as error:
            return _wish_page(shown, wishes, address, 400, wrong=form["wrong"].format(what=error))
        # The same page whoever it is: nobody learns here who subscribes.
        who = counter.book.by_address(whom)
        if who is None or who.state != "active":
            who = counter.book.add(whom, wishes, "pending", counter.clock())
            if counter.book.may_ask(who.id, counter.clock(), _ASK_AGAIN_S):
                try:
                    counter.ask_to_confirm(who)
                except (RetryLater, StopRun) as error:
                    return _page(shown, 503, title=form["title"], wrong=str(error))
        return _page(shown, title=form["sent_title"], lead=form["sent"])

    @routes.get("/confirm/{token}")
    def look(request: Request, token: str) -> HTMLResponse:
        who = _of(counter, "confirm", token)
        form = words(_language(request, who))["form"]
        return _bad(request) if who is None else _page(_language(request, who), title=form["confirm_title"], lead=form["lead"], button=form["confirm"])  # fmt: skip

    @routes.post("/confirm/{token}")
    def confirm(request: Request, token: str) -> HTMLResponse:
        who = _of(counter, "confirm", token)
        if who is None:
            return _bad(request)
        if who.state != "active":
            counter.book.set_state(who.id, "active", counter.clock())
        form = words(who.wishes.language)["form"]
        return _page(who.wishes.language, title=form["confirmed_title"], lead=form["confirmed"])


def _add_preferences(routes: APIRouter, counter: Counter) -> None:
    @routes.get("/preferences/{token}")
    def look(request: Request, token: str) -> HTMLResponse:
        who = _of(counter, "preferences", token)
        return _bad(request) if who is None else _wish_page(who.wishes.language, who.wishes, None)

    @routes.post("/preferences/{token}")
    def save(
        request: Request, token: str, language: Annotated[str, Form()] = "en", weekday: Annotated[int, Form()] = 0,
        hour: Annotated[int, Form()] = 8, zone: Annotated[str, Form()] = "UTC", topics: Wanted = [],  # noqa: B006 (FastAPI copies it)
        entities: Annotated[str, Form()] = "", quiet: Annotated[str, Form()] = "", paused: Annotated[str, Form()] = "",
    ) -> HTMLResponse:  # fmt: skip
        who = _of(counter, "preferences", token)
        if who is None:
            return _bad(request)
        wishes = Wishes(language, tuple(topics), _ids(entities), weekday, hour, zone, bool(quiet), bool(paused))
        try:
            counter.book.set_wishes(who.id, checked_wishes(wishes))
        except WrongUsage as error:
            form = words(who.wishes.language)["form"]
            return _wish_page(who.wishes.language, wishes, None, 400, wrong=form["wrong"].format(what=error))
        form = words(language)["form"]
        return _page(language, title=form["saved_title"], lead=form["saved"])


def _add_unsubscribing(routes: APIRouter, counter: Counter) -> None:
    @routes.get("/unsubscribe/{token}")
    def look(request: Request, token: str) -> HTMLResponse:
        who = _of(counter, "unsubscribe", token)
        if who is None:
            return _bad(request)
        form = words(who.wishes.language)["form"]
        return _page(who.wishes.language, title=form["unsubscribe_title"], button=form["unsubscribe"])

    @routes.post("/unsubscribe/{token}")
    def leave(request: Request, token: str) -> HTMLResponse:
        who = _of(counter, "unsubscribe", token)
        if who is None:
            return _bad(request)
        counter.book.set_state(who.id, "left", counter.clock())
        form = words(who.wishes.language)["form"]
        return _page(who.wishes.language, title=form["left_title"], lead=form["left"])


def _of(counter: Counter, purpose: Purpose, token: str) -> Subscriber | None:
    try:
        return counter.book.subscriber(counter.links.subscriber(purpose, token))
    except WrongUsage:
        return None


def _language(request: Request, who: Subscriber | None = None) -> str:
    if who is not None:
        return who.wishes.language
    return chosen_language(request.query_params.get("language", ""), "", request.headers.get("accept-language", ""))


def _bad(request: Request) -> HTMLResponse:
    language = _language(request)
    form = words(language)["form"]
    return _page(language, 404, title=form["bad_title"], lead=form["bad"])


def _wish_page(language: str, wishes: Wishes, address: str | None, status: int = 200, *, wrong: str = "") -> HTMLResponse:  # fmt: skip
    form = words(language)["form"]
    return _page(
        language, status, wishes=wishes, address=address, wrong=wrong, title=form["preferences_title" if address is None else "title"],
        lead="" if address is None else form["lead"], button=form["save" if address is None else "subscribe"],
        languages=[(code, _NATIVE[code]) for code in LANGUAGES], zones=sorted(available_timezones()),
        weekdays=[(int(n), name) for n, name in words(language)["weekday"].items()],
        topics=[(t.id, t.question.get(language) or t.id) for t in load_topics()],
    )  # fmt: skip


def _page(language: str, status: int = 200, **values: Any) -> HTMLResponse:
    given = {
        "wishes": None,
        "address": None,
        "wrong": "",
        "lead": "",
        "button": "",
        "form": words(language)["form"],
    } | values
    html = _TEMPLATES.get_template("form.html").render(language=language, **given)
    return _kept(html, status)


def _kept(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


def _ids(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.replace("，", ",").split(",") if part.strip()))


_TEMPLATES = jinja2.Environment(loader=jinja2.PackageLoader("app.digest"), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)  # fmt: skip
