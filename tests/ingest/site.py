"""Three small invented outlets on the loopback range, with everything that goes wrong on the real web.

Every page's words are made up from its number, so that no two are alike unless one is a copy on purpose.
"""

from __future__ import annotations

import gzip
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from ingest.sources import Source

FIRST_DAY = datetime(2026, 2, 1, 8, 0, tzinfo=UTC)
_SYLLABLES = [
    "ba",
    "co",
    "du",
    "fe",
    "gi",
    "ho",
    "ju",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "si",
    "to",
    "vu",
    "xe",
    "yo",
    "za",
    "chi",
    "tri",
    "nha",
    "quo",
    "lang",
]


@dataclass
class Story:
    """A page of an outlet. `revision` is raised when the outlet corrects it."""

    path: str
    number: int
    revision: int = 0
    like: int | None = None

    def words(self) -> list[str]:
        """The paragraphs: the same for a copy as for its original, one sentence more for each correction."""
        source = random.Random(self.number if self.like is None else self.like)
        paragraphs = []
        for _ in range(5):
            words = ["".join(source.choices(_SYLLABLES, k=source.randint(1, 3))) for _ in range(45)]
            paragraphs.append(" ".join(words).capitalize() + ".")
        return paragraphs + [
            f"Correction {number}: the sample laboratory of story {self.number} has a new figure."
            for number in range(self.revision)
        ]

    def title(self) -> str:
        return f"Sample laboratory reports AI model number {self.number}"

    def published(self) -> datetime:
        return FIRST_DAY + timedelta(hours=self.number)

    def modified(self) -> datetime:
        return self.published() + timedelta(days=40 * self.revision)

    def html(self, outlet: str, url: str) -> bytes:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in self.words())
        data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": self.title(), "author": {"@type": "Person", "name": f"Ada Sample {self.number % 7}"},
                "datePublished": self.published().isoformat(), "dateModified": self.modified().isoformat(), "publisher": {"name": outlet}}  # fmt: skip
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{self.title()} | {outlet}</title><link rel="canonical" href="{url}">'
            f'<script type="application/ld+json">{json.dumps(data)}</script></head><body><nav><a href="/">Home</a><a href="/about">About</a></nav>'
            f"<main><article><h1>{self.title()}</h1>{body}</article></main><footer>All rights of the sample reserved.</footer></body></html>"
        ).encode()


@dataclass
class Outlet:
    """One host: its stories, what its robots.txt says, and the answers that differ from the plain page."""

    name: str
    host: str
    port: int = 0
    stories: dict[str, Story] = field(default_factory=dict)
    robots: str = ""
    fixed: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    feed_paths: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    busy_once: set[str] = field(default_factory=set)
    slow: dict[str, float] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    dripping: set[str] = field(default_factory=set)
    requests: list[tuple[str, int]] = field(default_factory=list)

    @property
    def root(self) -> str:
        return f"http://{self.host}:{self.port}"

    def add(self, count: int, *, first: int, folder: str = "news") -> None:
        for number in range(first, first + count):
            story = Story(f"/{folder}/{number}-sample-laboratory-reports-ai-model", number)
            self.stories[story.path] = story

    def answered(self) -> Counter[int]:
        return Counter(status for _, status in self.requests)

    def asked_for(self) -> set[str]:
        return {path for path, _ in self.requests}


class _Quiet(ThreadingHTTPServer):
    """A server that does not report visitors who hang up: the tests make them do so."""

    def handle_error(self, request: object, client_address: object) -> None:
        return


class Site:
    """The three outlets, served until the block ends."""

    def __init__(self) -> None:
        self.outlets = [Outlet(f"Demo Outlet {letter}", f"127.0.0.{at}") for at, letter in enumerate("ABC", start=1)]
        self._servers: list[ThreadingHTTPServer] = []

    def __enter__(self) -> Self:
        for outlet in self.outlets:
            server = _Quiet((outlet.host, 0), _handler(outlet))
            server.daemon_threads = True
            outlet.port = server.server_address[1]
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            self._servers.append(server)
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def allowed(self) -> frozenset[tuple[str, int]]:
        return frozenset((outlet.host, outlet.port) for outlet in self.outlets)

    def sources(self) -> list[Source]:
        return [source_of(outlet) for outlet in self.outlets]


def source_of(outlet: Outlet) -> Source:
    """The outlet as a list of sources would have it."""
    feeds = tuple(outlet.root + path for path in outlet.feed_paths)
    return Source(outlet.name[-1].lower(), outlet.name, outlet.root + "/", "en", "press", feeds=feeds, wanted="all")


def rss(outlet: Outlet, stories: list[Story]) -> bytes:
    items = "".join(
        f"<item><title>{story.title()}</title><link>{outlet.root}{story.path}</link><pubDate>{format_datetime(story.published())}</pubDate>"
        f"<description>Story {story.number} of the sample.</description></item>"
        for story in stories
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{outlet.name}</title><language>en</language>{items}</channel></rss>'.encode()


def atom(outlet: Outlet, stories: list[Story]) -> bytes:
    entries = "".join(
        f'<entry><title>{story.title()}</title><id>{story.path}</id><link href="{story.path}"/><published>{story.published().isoformat()}</published>'
        f"<updated>{story.modified().isoformat()}</updated></entry>"
        for story in stories
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{outlet.name}</title>{entries}</feed>'.encode()


def json_feed(outlet: Outlet, stories: list[Story]) -> bytes:
    items = [
        {
            "id": story.path,
            "url": outlet.root + story.path,
            "title": story.title(),
            "date_published": story.published().isoformat(),
            "date_modified": story.modified().isoformat(),
        }
        for story in stories
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": outlet.name, "items": items}).encode()


def sitemap(outlet: Outlet, paths: list[str], modified: dict[str, datetime] | None = None) -> bytes:
    entries = "".join(
        f"<url><loc>{outlet.root}{path}</loc>"
        + (f"<lastmod>{modified[path].isoformat()}</lastmod>" if modified and path in modified else "")
        + "</url>"
        for path in paths
    )
    return (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()
    )


def sitemap_index(outlet: Outlet, paths: list[str]) -> bytes:
    entries = "".join(f"<sitemap><loc>{outlet.root}{path}</loc></sitemap>" for path in paths)
    return f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'.encode()


def _handler(outlet: Outlet) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            return

        def do_GET(self) -> None:
            path = self.path
            if path in outlet.slow:
                time.sleep(outlet.slow[path])
            if path in outlet.busy_once:
                outlet.busy_once.discard(path)
                return self.give(429, {"Retry-After": "1"}, b"")
            if path in outlet.cut:
                return self.break_off()
            if path in outlet.dripping:
                return self.drip()
            if path in outlet.fixed:
                return self.give(*outlet.fixed[path])
            if path == "/robots.txt":
                return self.give(200 if outlet.robots else 404, {"Content-Type": "text/plain"}, outlet.robots.encode())
            made = self.made(path)
            if made is None:
                return self.give(404, {}, b"")
            tag = f'"{hash(made) & 0xFFFFFFFF:x}"'
            if self.headers.get("If-None-Match") == tag:
                return self.give(304, {"ETag": tag}, b"")
            return self.give(
                200,
                {
                    "ETag": tag,
                    "Content-Type": "text/html; charset=utf-8" if path in outlet.stories else "application/xml",
                },
                made,
            )

        def made(self, path: str) -> bytes | None:
            stories = list(outlet.stories.values())
            modified = {story.path: story.modified() for story in stories}
            if path in outlet.stories:
                return outlet.stories[path].html(outlet.name, outlet.root + path)
            match path:
                case "/rss.xml":
                    return rss(outlet, stories[-40:])
                case "/atom.xml":
                    return atom(outlet, stories[-60:])
                case "/feed.json":
                    return json_feed(outlet, stories)
                case "/sitemap-index.xml":
                    return sitemap_index(
                        outlet, ["/sitemap-1.xml", "/sitemap-2.xml.gz", "/sitemap-index.xml", "/sitemap-gone.xml"]
                    )
                case "/sitemap-1.xml":
                    return sitemap(outlet, [story.path for story in stories[: len(stories) // 2]], modified)
                case "/sitemap-2.xml.gz":
                    return gzip.compress(
                        sitemap(
                            outlet, [story.path for story in stories[len(stories) // 2 :]] + outlet.listed, modified
                        ),
                        mtime=0,
                    )
            return None

        def give(self, status: int, headers: dict[str, str], body: bytes) -> None:
            outlet.requests.append((self.path, status))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if status != 304 else b"")

        def break_off(self) -> None:
            outlet.requests.append((self.path, 0))
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b"<html><body><p>half a page")
            self.close_connection = True

        def drip(self) -> None:
            outlet.requests.append((self.path, 0))
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            try:
                for _ in range(200):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                self.close_connection = True

    return Handler
