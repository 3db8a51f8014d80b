"""Serves pages and API from one process on one address: FastAPI inside, Gradio's pages on it, the frame around them, the gate before all.

Gradio is loaded here and in the pages, nowhere else; its analytics are switched off before it is imported, for an argument alone does not do it.
"""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["DO_NOT_TRACK"] = "1"

import ipaddress
import socket
import warnings
from importlib.metadata import version as installed_version
from importlib.resources import files

import gradio as gr
import uvicorn
from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp

from app.settings import WebSettings
from app.web.allowance import Allowance
from app.web.api import add_api
from app.web.desk import Desk
from app.web.frame import Frame
from app.web.gate import Gate
from app.web.pages import PAGES
from app.web.render import rendered
from app.web.sessions import COOKIE, LASTS_S, Sessions
from ingest.errors import WrongUsage

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def make_app(desk: Desk, settings: WebSettings) -> ASGIApp:
    """Return the whole application. Raises WrongUsage when it is to be open beyond this machine and nobody would have to log in."""
    sessions = Sessions(settings.users, settings.secret)
    loopback = is_loopback(settings.host)
    if not loopback and not sessions.wanted:
        raise WrongUsage(
            f"{settings.host} can be reached from other machines, and nobody would have to log in; "
            'set web.users (RACEGRAPH_WEB__USERS=\'{"name": "password"}\') or serve on 127.0.0.1'
        )
    inner = FastAPI(
        title="racegraph", version=installed_version("racegraph"), docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="The claims ledger of the US-China AI race: who said what, where, when and how firmly.",
    )  # fmt: skip
    static = files("app.web") / "static"
    inner.mount("/rg", StaticFiles(directory=str(static)))
    add_api(inner, desk)
    _add_login(inner, desk, sessions)
    with warnings.catch_warnings():
        # Pages with addresses of their own are made without server-side rendering; Gradio says so each time.
        warnings.simplefilter("ignore", UserWarning)
        mounted = gr.mount_gradio_app(
            inner, make_pages(desk), path="/", footer_links=[], run_history=False, ssr_mode=False, show_error=False,
            theme=gr.themes.Default(primary_hue="blue", font=["system-ui", "Noto Sans", "Noto Sans CJK SC", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        )  # fmt: skip
    framed = Frame(mounted, [(p.id, p.path) for p in PAGES], inner.version)
    return Gate(
        framed, sessions, Allowance(settings.requests_per_minute), Allowance(settings.logins_per_minute),
        _LOOPBACK if loopback else frozenset(),
    )  # fmt: skip


def make_pages(desk: Desk) -> gr.Blocks:
    """Return all pages as one Gradio application, each at its own address."""
    first, *others = PAGES
    with gr.Blocks(title="racegraph", analytics_enabled=False) as pages:
        first.build(desk, pages)
    for page in others:
        with pages.route(page.id, page.path) as blocks:
            page.build(desk, blocks)
    pages.queue(max_size=64, default_concurrency_limit=8)
    return pages


def _add_login(app: FastAPI, desk: Desk, sessions: Sessions) -> None:
    def page(request: Request, next_page: str, *, failed: bool = False) -> HTMLResponse:
        language = request.state.language
        text = rendered("login.html", language, desk.name, next=next_page, failed=failed)
        return HTMLResponse(text, 401 if failed else 200)

    @app.get("/login", include_in_schema=False)
    def login(request: Request, next: str = "/") -> Response:
        return page(request, next)

    @app.post("/login", include_in_schema=False)
    def enter(
        request: Request, user: str = Form(max_length=200), password: str = Form(max_length=1000), next: str = Form("/")
    ) -> Response:
        if not sessions.checked(user, password):
            return page(request, next, failed=True)
        inside = next if next.startswith("/") and not next.startswith(("//", "/\\")) else "/"
        answer = RedirectResponse(inside, 303)
        answer.set_cookie(
            COOKIE,
            sessions.issue(user),
            max_age=LASTS_S,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    @app.post("/logout", include_in_schema=False)
    def leave() -> Response:
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE)
        return answer


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address; port 0, or a port that is taken, gives a free one."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        bound.bind((host, 0))
    return bound


def serve(app: ASGIApp, bound: socket.socket) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2, server_header=False)
    uvicorn.Server(config).run(sockets=[bound])
