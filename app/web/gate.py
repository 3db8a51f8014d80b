"""The gate before everything the server has, pages and API alike: who asks, from where, how often, and under which policy the browser reads.

No script, image, font or form of another host is allowed by the policy: a hostile article cannot call home.
"""

from __future__ import annotations

import json
from http.cookies import SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.allowance import Allowance
from app.web.sessions import COOKIE, Sessions

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'self'; "
    "worker-src 'self' blob:"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"SAMEORIGIN"),
)
_OPEN = ("/login", "/logout", "/rg/", "/api/health")
_COUNTED = ("/api/", "/gradio_api/queue/join", "/login")


class Gate:
    """Wraps an application. `hosts` are the names under which it may be asked; empty: any (it is bound beyond loopback)."""

    def __init__(
        self, app: ASGIApp, sessions: Sessions, requests: Allowance, logins: Allowance, hosts: frozenset[str]
    ) -> None:
        self.app, self.sessions, self.requests, self.logins, self.hosts = app, sessions, requests, logins, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a refusal, or let the request through with `scope["state"]["user"]` set."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await _answer(send, *refusal)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str, list[tuple[bytes, bytes]]] | None:
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        path, host = scope["path"], headers.get("host", "")
        if self.hosts and host.rsplit(":", 1)[0].strip("[]") not in self.hosts:
            return 421, "this server answers only under its own name", []
        if scope["method"] not in ("GET", "HEAD") and not _same_origin(headers, host):
            return 403, "a request from another site is not taken", []
        cookies = SimpleCookie(headers.get("cookie", ""))
        cookie = cookies[COOKIE].value if COOKIE in cookies else ""
        authorization = headers.get("authorization", "")
        caller = (scope.get("client") or ("?",))[0]
        if authorization and self.sessions.wanted and (wait := self.logins.wait_s(caller)):
            return _too_often(wait)
        user = self.sessions.user(cookie, authorization) if self.sessions.wanted else ""
        scope.setdefault("state", {})["user"] = user
        if self.sessions.wanted and not user and not path.startswith(_OPEN):
            if path.startswith(("/api/", "/gradio_api/")):
                return (
                    401,
                    "log in first, or send user and password",
                    [(b"www-authenticate", b'Basic realm="racegraph"')],
                )
            wanted = quote(
                path + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else ""), safe=""
            )
            return 303, "log in first", [(b"location", f"/login?next={wanted}".encode())]
        if path.startswith(_COUNTED):
            counted = self.logins if path == "/login" and scope["method"] == "POST" else self.requests
            if wait := counted.wait_s(user or caller):
                return _too_often(wait)
        return None


def _too_often(wait_s: float) -> tuple[int, str, list[tuple[bytes, bytes]]]:
    seconds = max(1, round(wait_s))
    return 429, f"too many requests; try again in {seconds} s", [(b"retry-after", str(seconds).encode())]


def _same_origin(headers: dict[str, str], host: str) -> bool:
    """Say whether a changing request comes from our own page, or from a program, which sends no origin."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin", "")
    return not origin or urlsplit(origin).netloc == host


async def _answer(send: Send, status: int, line: str, extra: list[tuple[bytes, bytes]]) -> None:
    body = json.dumps({"error": line}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *extra, *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
