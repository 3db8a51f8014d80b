"""Says which web addresses may be asked at all, and writes equal addresses the same way.

Only http and https on their own ports, without a password, to a public host. What a name resolves to is checked again by
`guard.py` at the moment of connecting; nothing here asks the network.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from ingest.errors import SkipPage

Endpoint = tuple[str, int]

_PORTS = {"http": 80, "https": 443}
# What campaigns and share buttons append; it never changes what is shown.
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|cmpid|ocid|ito|ncid|smid|taid|zarsrc|spm|from_source)$",
    re.IGNORECASE,
)
_SAFE_IN_PATH = "/:@!$&'()*+,;=-._~%"


def check_address(url: str, *, allowed: frozenset[Endpoint] = frozenset()) -> SplitResult:
    """Return the parts of an address that may be asked. Raises SkipPage, with reason `refused`, for any other.

    `allowed` lists hosts and ports that are let through although they are not public: a test's own server.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise SkipPage(f"{url}: is not an address ({error})", reason="refused") from error
    if parts.scheme not in _PORTS:
        raise SkipPage(f"{url}: only http and https are fetched", reason="refused")
    if not host or re.search(r"[\s\x00-\x1f\\%]", parts.netloc):
        raise SkipPage(f"{url}: names no host", reason="refused")
    if parts.username is not None or parts.password is not None:
        raise SkipPage(f"{host}: an address with a password in it is not fetched", reason="refused")
    if port not in _PORTS.values() and (host, port) not in allowed:
        raise SkipPage(f"{url}: port {port} is not one of the web's own", reason="refused")
    return parts


def tidy(url: str) -> str:
    """Write an address in one way: no fragment, no tracking parameters, lower-case host, its own port left off.

    An address that cannot be taken apart is returned as it is.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in _PORTS or not host:
        return url.strip()
    scheme = parts.scheme.lower()
    netloc = f"[{host}]" if ":" in host else _ascii_host(host)
    if port and port != _PORTS[scheme]:
        netloc += f":{port}"
    if parts.username is not None:
        # Kept so that `check_address` can refuse it.
        netloc = f"{parts.netloc.rpartition('@')[0]}@{netloc}"
    path = quote(parts.path or "/", safe=_SAFE_IN_PATH)
    return urlunsplit((scheme, netloc, path, _tidy_query(parts.query), ""))


def resolve(base: str, link: str) -> str:
    """Return the address a link on a page leads to, tidied; empty when it leads nowhere that could be fetched."""
    try:
        joined = urljoin(base, link.strip())
    except ValueError:
        return ""
    return tidy(joined) if joined.startswith(("http://", "https://")) else ""


def host_of(url: str) -> str:
    """Return the host and port that an address names, the unit of politeness."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def root_of(url: str) -> str:
    """Return scheme and host of an address, without a closing slash."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def same_site(one: str, other: str) -> bool:
    """Say whether two addresses are of one outlet's site: the same host, `www.` and the mobile edition counting as the same."""
    return _site(one) == _site(other)


def words_of(url: str) -> str:
    """Return the words that an address spells out in its path, for judging an article whose title is not known yet."""
    path = unquote(urlsplit(url).path)
    return re.sub(r"[-_/.+]+", " ", re.sub(r"\.\w{2,5}$", "", path)).strip()


def _site(url: str) -> str:
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host_of(url))


def _ascii_host(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _tidy_query(query: str) -> str:
    if not query:
        return ""
    if not any(_TRACKING.match(part.partition("=")[0]) for part in query.split("&")):
        return query
    return urlencode(
        [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(name)]
    )
