"""Serves the pages and the JSON API from one process on one address; nothing is loaded from outside."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, Field

from app.answer.result import answer_to_json
from app.web.chat import Ask, chat_page

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'self'; "
    "worker-src 'self' blob:"
)
"""No script, image, font or form of another host: a hostile article cannot call home."""


class Asked(BaseModel):
    """A question to the API."""

    question: str = Field(min_length=1, max_length=2000)


def make_app(ask: Ask, examples: Sequence[str]) -> FastAPI:
    """Return the application: the chat at `/`, `POST /api/ask` beside it."""
    api = FastAPI(title="racegraph", docs_url="/api/docs", openapi_url="/api/openapi.json")

    @api.middleware("http")
    async def _with_policy(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    @api.post("/api/ask")
    def _ask(asked: Asked) -> dict[str, Any]:
        return answer_to_json(ask(asked.question))

    mounted: FastAPI = gr.mount_gradio_app(
        api, chat_page(ask, examples), path="/", footer_links=[], run_history=False, ssr_mode=False, show_error=False,
        theme=gr.themes.Default(primary_hue="blue"),
    )  # fmt: skip
    return mounted


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address; port 0, or a port that is taken, gives a free one."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        bound.bind((host, 0))
    return bound


def serve(app: FastAPI, bound: socket.socket) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
    uvicorn.Server(config).run(sockets=[bound])
