"""Opens connections to the web. Fetches one address at a time for a caller, as a polite and careful visitor would.

Every hop of a redirect is checked anew: the address, the host it leads to, the site's robots.txt and the distance to the last
request. Nothing is served from the cache unasked: what we have is offered to the server, which answers 304 when it still holds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2
from hishel import CacheOptions, SqliteStorage
from hishel.httpx2 import CacheTransport

from ingest.errors import RetryLater, SkipPage, StopSource
from ingest.fetch.addresses import Endpoint, check_address, host_of, root_of, tidy
from ingest.fetch.decoded import decoded
from ingest.fetch.guard import Resolve, checked_addresses, guarded_transport, resolve_name
from ingest.fetch.robots import LARGEST_BYTES, Robots, no_robots, read_robots, unreachable_robots
from ingest.fetch.spacing import Spacing

_HOPS = 5
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_LOST = (
    httpx2.TransportError,
    httpcore2.ConnectError,
    httpcore2.ConnectTimeout,
    httpcore2.ReadError,
    httpcore2.RemoteProtocolError,
)


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How we visit. `allowed` are hosts and ports let through although not public (a test's server)."""

    user_agent: str = "racegraph/0.1 (news research; respects robots.txt)"
    interval_s: float = 1.0
    timeout_s: float = 20.0
    page_deadline_s: float = 60.0
    largest_bytes: int = 10_000_000
    attempts: int = 3
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0
    proxy: str = ""
    allowed: frozenset[Endpoint] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: the body unpacked, and where it really came from. `unchanged`: the server said 304."""

    url: str
    final_url: str
    content: bytes
    content_type: str
    charset: str
    fetched_at: datetime
    unchanged: bool = False
    moved_to: str = ""


class Fetcher:
    """A visitor to the web. May be used from several threads; close it at the end."""

    def __init__(
        self,
        cache: Path,
        settings: FetchSettings = FetchSettings(),  # frozen
        *,
        stop: threading.Event | None = None,
        resolve: Resolve = resolve_name,
    ) -> None:
        self.settings = settings
        self.stop = stop or threading.Event()
        self._resolve = resolve
        self._agent = settings.user_agent.partition("/")[0]
        self._spacing = Spacing(stop=self.stop)
        self._robots: dict[str, Robots] = {}
        self._robots_lock = threading.Lock()
        self._root_locks: dict[str, threading.Lock] = {}
        allowed = settings.allowed | ({_endpoint(settings.proxy)} if settings.proxy else set())
        cache.parent.mkdir(parents=True, exist_ok=True)
        transport = CacheTransport(
            next_transport=guarded_transport(allowed=allowed, proxy=settings.proxy, resolve=resolve),
            storage=SqliteStorage(database_path=cache, max_stream_size=settings.largest_bytes),
            # A stale copy is never shown; a private one may be kept, for nobody else reads this cache.
            rfc=CacheOptions(shared=False, allow_stale=False),
        )
        headers = {
            "user-agent": settings.user_agent,
            "accept-encoding": "gzip",
            "cache-control": "no-cache",
            "accept": "*/*",
        }
        self._client = httpx2.Client(
            transport=transport, headers=headers, follow_redirects=False, timeout=settings.timeout_s, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections and the cache."""
        self._client.close()

    def get(self, url: str, *, largest_bytes: int = 0) -> Page:
        """Fetch a page, following redirects.

        Raises SkipPage when it may not or cannot be had, with the reason to count by, RetryLater when the server is
        faltering even after several attempts, and StopSource when it asks to be left alone for long or the run is stopped.
        """
        asked, moved_to, permanent = tidy(url), "", True
        for _ in range(_HOPS + 1):
            parts = check_address(asked, allowed=self.settings.allowed)
            robots = self.robots(asked)
            if not robots.allows(asked):
                why = (
                    "its robots.txt does not allow it"
                    if robots.reachable
                    else "its robots.txt cannot be had, which forbids all for now"
                )
                raise SkipPage(f"{asked}: not fetched, {why}", reason="robots" if robots.reachable else "unreachable")
            answer = self._insistently(
                asked, parts.netloc, robots.delay_s(), largest_bytes or self.settings.largest_bytes
            )
            if isinstance(answer, Page):
                return replace(answer, url=url, moved_to=moved_to)
            permanent = permanent and answer.permanent
            asked = tidy(urljoin(asked, answer.to))
            moved_to = asked if permanent else moved_to
        raise SkipPage(f"{url}: leads in a circle or through more than {_HOPS} redirects; left out", reason="redirects")

    def robots(self, url: str) -> Robots:
        """Return the rules of the site an address belongs to, fetched once a run."""
        root = root_of(url)
        with self._robots_lock:
            lock = self._root_locks.setdefault(root, threading.Lock())
        with lock:
            if root not in self._robots:
                self._robots[root] = self._fetch_robots(root)
            return self._robots[root]

    def _fetch_robots(self, root: str) -> Robots:
        asked = f"{root}/robots.txt"
        try:
            for _ in range(_HOPS + 1):
                check_address(asked, allowed=self.settings.allowed)
                answer = self._insistently(asked, host_of(asked), 0.0, LARGEST_BYTES)
                if isinstance(answer, Page):
                    return read_robots(answer.content, agent=self._agent)
                asked = tidy(urljoin(asked, answer.to))
        except RetryLater:
            return unreachable_robots(agent=self._agent)
        except SkipPage as error:
            if error.reason == "refused" and host_of(asked) == host_of(root):
                raise
            return no_robots(agent=self._agent)
        return no_robots(agent=self._agent)

    def _insistently(self, url: str, host: str, delay_s: float, limit_bytes: int) -> Page | _Redirect:
        """Ask again while the fault is a passing one, as long as the server itself says to wait."""
        for attempt in range(1, self.settings.attempts + 1):
            try:
                with self._spacing.turn(host, interval_s=max(self.settings.interval_s, delay_s)):
                    return self._once(url, limit_bytes)
            except RetryLater as error:
                wait_s = error.retry_after_s or self.settings.first_wait_s * 2 ** (attempt - 1)
                if wait_s > self.settings.longest_wait_s:
                    raise StopSource(
                        f"{host}: asks to be left alone for {wait_s:.0f} s; the rest waits for a later run"
                    ) from error
                if attempt == self.settings.attempts:
                    raise
                self._spacing.wait(wait_s)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, url: str, limit_bytes: int) -> Page | _Redirect:
        if self.settings.proxy:
            # A proxy resolves the name itself, so it is at least checked beforehand.
            parts = urlsplit(url)
            self._checked(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        try:
            with self._client.stream("GET", url) as response:
                _raise_for_status(response, url)
                if response.is_redirect or response.status_code in (301, 302, 303, 307, 308):
                    return _redirect(response, url)
                limited = _until(response.iter_raw(), self.settings.page_deadline_s, url)
                body = decoded(
                    limited, encoding=response.headers.get("content-encoding", ""), limit_bytes=limit_bytes, name=url
                )
                return _page(response, url, body)
        except _LOST as error:
            raise RetryLater(
                f"{url}: cannot be reached ({type(error).__name__}: {error})", retry_after_s=0.0
            ) from error
        except (httpx2.InvalidURL, httpx2.HTTPError, UnicodeError, ValueError) as error:
            raise SkipPage(f"{url}: cannot be fetched ({type(error).__name__}: {error})", reason="broken") from error

    def _checked(self, host: str, port: int) -> None:
        try:
            checked_addresses(host, port, allowed=self.settings.allowed, resolve=self._resolve)
        except httpcore2.ConnectError:
            # Behind a proxy our own name server may know nothing; then the proxy decides.
            return


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: str
    permanent: bool


def _endpoint(proxy: str) -> Endpoint:
    parts = urlsplit(proxy)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _raise_for_status(response: httpx2.Response, url: str) -> None:
    status = response.status_code
    if status in _PASSING:
        raise RetryLater(
            f"{url}: the server answers {status}", retry_after_s=_retry_after_s(response.headers.get("retry-after", ""))
        )
    if status in (404, 410):
        raise SkipPage(f"{url}: is gone ({status})", reason="gone")
    if status == 402:
        raise SkipPage(f"{url}: is for subscribers ({status})", reason="paywall")
    if status in (401, 403, 406, 418, 451):
        raise SkipPage(f"{url}: we are not let in ({status})", reason="blocked")
    if status >= 400 or status < 200 or status in (204, 205):
        raise SkipPage(f"{url}: the server answers {status}", reason="server error" if status >= 500 else "broken")


def _retry_after_s(written: str) -> float:
    """Return the wait that a server asks for, in seconds or as a date; 0 when it names none."""
    written = written.strip()
    if written.isdigit():
        return float(written)
    try:
        return max(0.0, (parsedate_to_datetime(written) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def _redirect(response: httpx2.Response, url: str) -> _Redirect:
    to = response.headers.get("location", "")
    if not to:
        raise SkipPage(f"{url}: redirects nowhere", reason="broken")
    return _Redirect(to, response.status_code in (301, 308))


def _until(pieces: Iterator[bytes], deadline_s: float, url: str) -> Iterator[bytes]:
    """Pass the pieces on until the time for one page is over: a server may drip for hours."""
    ends_at = time.monotonic() + deadline_s
    for piece in pieces:
        yield piece
        if time.monotonic() > ends_at:
            raise SkipPage(f"{url}: takes longer than {deadline_s:.0f} s; left out", reason="slow")


def _page(response: httpx2.Response, url: str, body: bytes) -> Page:
    kind, _, parameters = response.headers.get("content-type", "").partition(";")
    charset = next(
        (part.partition("=")[2].strip(" \"'") for part in parameters.split(";") if "charset" in part.lower()), ""
    )
    caching = response.extensions.get("caching") or {}
    return Page(
        url=url,
        final_url=url,
        content=body,
        content_type=kind.strip().lower(),
        charset=charset,
        fetched_at=datetime.now(UTC),
        unchanged=bool(caching.get("from_cache")),
    )
