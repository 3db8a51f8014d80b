"""How a page of content is made: an empty frame with a loading state, filled when it is opened, from its address alone.

So every state of every page has an address that can be sent to somebody. What cannot be shown becomes one line in the reader's language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr
import structlog

from app.web.desk import Desk
from app.web.languages import COOKIE, chosen_language
from app.web.render import rendered
from graph.errors import StoreError
from ingest.errors import RacegraphError, WrongUsage

log = structlog.get_logger()
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Visit:
    """A reader on a page: the query of its address, their language, and who they are (address, or name when logged in)."""

    query: dict[str, str]
    language: str
    caller: str

    def html(self, desk: Desk, template: str, **values: Any) -> str:
        """Return a template filled in for this reader."""
        return rendered(template, self.language, desk.name, q=defaultdict(str, self.query), **values)

    def day(self, name: str) -> date | None:
        """Return a day of the query. Raises WrongUsage when it is none."""
        value = self.query.get(name, "")
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise WrongUsage(f"{value!r} is no day; write it as 2026-03-02") from error

    def number(self, name: str) -> int:
        """Return a whole number of the query, 0 when it is none."""
        value = self.query.get(name, "")
        return int(value) if value.isdigit() and len(value) < 10 else 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the application: its id (a word of the navigation), its address, and what builds it inside its own Blocks."""

    id: str
    path: str
    build: Callable[[Desk, gr.Blocks], None]


def visit_of(request: gr.Request) -> Visit:
    """Return who is on the page and what its address says."""
    query = {str(k): str(v)[:2000] for k, v in dict(request.query_params).items()}
    headers: Mapping[str, str] = request.headers
    language = chosen_language(
        query.get("lang", ""), dict(request.cookies or {}).get(COOKIE, ""), headers.get("accept-language", "")
    )
    client = getattr(request, "client", None)
    return Visit({k: v for k, v in query.items() if k != "lang"}, language, getattr(client, "host", "") or "?")


def skeleton() -> str:
    """Return what stands on a page until it is filled."""
    return rendered("skeleton.html", "en", lambda _id, name, _language: name).replace("Loading…", "@@page.loading@@")


def filled(desk: Desk, view: Callable[[Desk, Visit], str]) -> Callable[[gr.Request], str]:
    """Return a function for Gradio that fills a page, whatever happens."""

    def fill(request: gr.Request) -> str:
        visit = visit_of(request)
        return guarded(desk, visit, lambda: view(desk, visit))

    return fill


def guarded(desk: Desk, visit: Visit, make: Callable[[], str]) -> str:
    """Return what is made, or the state of the page when it cannot be: nothing built yet, or one line."""
    try:
        return make()
    except StoreError as error:
        return (
            visit.html(desk, "empty.html")
            if "no graph yet" in str(error)
            else visit.html(desk, "failed.html", line=error)
        )
    except RacegraphError as error:
        return visit.html(desk, "failed.html", line=error)
    except Exception:
        log.exception("a page failed", query=visit.query)
        return visit.html(desk, "failed.html", line="")


def content(value: str, elem_id: str) -> gr.HTML:
    """Return a place for HTML of ours, in our own style."""
    return gr.HTML(value, elem_id=elem_id, elem_classes="rg-page", apply_default_css=False, padding=False)


def show(desk: Desk, page: gr.Blocks, view: Callable[[Desk, Visit], str], elem_id: str = "shown") -> None:
    """Put one piece of content on a page."""
    place = content(skeleton(), elem_id)
    page.load(filled(desk, view), None, place, show_progress="hidden", api_visibility="private", queue=True)


def choices(terms: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (id, word) pairs in the order of the words."""
    return sorted(terms.items(), key=lambda item: item[1])
