"""The frame around every page: the way around the site, in the reader's language, sent with the page itself so that nothing flickers.

Gradio sends one page for all readers; on its way out the frame writes the reader's language into it, puts the navigation before it and
our style sheet into its head, and takes out what points outside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.languages import COOKIE, LANGUAGES, chosen_language, unmarked, word

_OUTSIDE = re.compile(r"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>|<link[^>]+href=\"https?://[^>]*>", re.I)
_TITLE = re.compile(r"<title>[^<]*</title>")
_LANG = re.compile(r"<html\s+lang=\"en\"")
_BODY = re.compile(r"<body[^>]*>")
_NAMES = {"en": "English", "vi": "Tiếng Việt", "zh": "中文"}
_YEAR_S = 365 * 24 * 3600


class Frame:
    """Wraps the application; `places` are the (id, path) of the pages in the order of the navigation."""

    def __init__(self, app: ASGIApp, places: Sequence[tuple[str, str]], version: str) -> None:
        self.app, self.places, self.version = app, places, version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; pages in HTML are held until they are whole, and framed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        language = language_of(scope)
        scope.setdefault("state", {})["language"] = language
        start: Message | None = None
        body = bytearray()

        async def framed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is not None and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await self._send_page(scope, send, start, body.decode("utf-8"), language)
            else:
                await send(message)

        await self.app(scope, receive, framed)

    async def _send_page(self, scope: Scope, send: Send, start: Message, page: str, language: str) -> None:
        whole = self.put_around(
            page, scope["path"], scope["query_string"].decode("latin-1"), language, scope["state"].get("user", "")
        )
        content = whole.encode("utf-8")
        headers = [(k, v) for k, v in start["headers"] if k.lower() not in (b"content-length", b"content-language")]
        headers += [(b"content-length", str(len(content)).encode()), (b"content-language", language.encode())]
        headers.append((b"vary", b"accept-language, cookie"))
        if b"lang=" in scope["query_string"]:
            cookie = f"{COOKIE}={language}; Path=/; Max-Age={_YEAR_S}; SameSite=Lax"
            headers.append((b"set-cookie", cookie.encode()))
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": content if scope["method"] != "HEAD" else b""})

    def put_around(self, page: str, path: str, query: str, language: str, user: str) -> str:
        """Return the page in the reader's language with head and navigation."""
        here = next((name for name, at in self.places if at == path.rstrip("/") or (at == "/" and path == "/")), "")
        title = f"{word('nav.' + here, language)} · racegraph" if here else "racegraph"
        head = (
            f'<script src="/rg/early.js?{self.version}"></script><link rel="stylesheet" href="/rg/app.css?{self.version}">'
            f'<script type="module" src="/rg/app.js?{self.version}"></script><link rel="icon" href="/rg/icon.svg">'
        )
        page = _OUTSIDE.sub("", page)
        page = _LANG.sub(lambda _: f'<html data-title="{escape(title)}" lang="{language}"', page, count=1)
        page = _TITLE.sub(f"<title>{escape(title)}</title>", page, count=1)
        page = page.replace("<head>", f"<head>{head}", 1)
        page = _BODY.sub(lambda m: m.group(0) + self._navigation(here, path, query, language, user), page, count=1)
        return unmarked(page, language)

    def _navigation(self, here: str, path: str, query: str, language: str, user: str) -> str:
        links = "".join(
            f'<a href="{at}"{" aria-current=page" if name == here else ""}>{escape(word("nav." + name, language))}</a>'
            for name, at in self.places
        )
        known: dict[str, Any] = {k: v[-1] for k, v in parse_qs(query).items()}
        others = "".join(
            f'<a href="{escape(path)}?{escape(urlencode({**known, "lang": other}))}" lang="{other}" hreflang="{other}"'
            f'{" aria-current=true" if other == language else ""} title="{_NAMES[other]}">{other.upper()}</a>'
            for other in LANGUAGES
        )
        out = (
            f'<form method="post" action="/logout"><button>{escape(word("nav.logout", language))}</button></form>'
            if user
            else ""
        )
        return (
            f'<a class="rg-skip" href="#rg-main">{escape(word("nav.skip", language))}</a><header class="rg-top"><a class="rg-name" href="/">racegraph</a>'
            f'<nav aria-label="{escape(word("nav.label", language))}">{links}</nav><div class="rg-tools"><div class="rg-languages" role="group" '
            f'aria-label="{escape(word("nav.language", language))}">{others}</div><button id="rg-theme" type="button" '
            f'aria-label="{escape(word("nav.theme", language))}" title="{escape(word("nav.theme", language))}">◐</button>{out}</div></header>'
            '<div id="rg-main" tabindex="-1"></div>'
        )


def language_of(scope: Scope) -> str:
    """Return the language in which a request is to be answered."""
    headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
    cookies = SimpleCookie(headers.get("cookie", ""))
    return chosen_language(
        asked, cookies[COOKIE].value if COOKIE in cookies else "", headers.get("accept-language", "")
    )


def _is_page(message: Message) -> bool:
    return any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in message.get("headers", ()))
