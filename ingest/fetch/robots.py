"""What a site's robots.txt allows us, read as RFC 9309 says.

No file (any 4xx) allows everything; a server that fails or cannot be reached (5xx, no answer) allows nothing for now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from protego import Protego

# RFC 9309 §2.5: at least 500 KiB must be read.
LARGEST_BYTES = 512_000
_LONGEST_DELAY_S = 600.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for us."""

    rules: Any
    agent: str
    reachable: bool = True

    def allows(self, url: str) -> bool:
        """Say whether the address may be fetched."""
        return self.reachable and bool(self.rules.can_fetch(url, self.agent))

    def delay_s(self) -> float:
        """Return the distance between requests that the site asks for; 0 when it asks for none."""
        rate = self.rules.request_rate(self.agent)
        per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return float(min(max(self.rules.crawl_delay(self.agent) or 0.0, per_request), _LONGEST_DELAY_S))

    def sitemaps(self) -> tuple[str, ...]:
        """Return the sitemaps that the site names."""
        return tuple(dict.fromkeys(str(address) for address in self.rules.sitemaps))


def read_robots(content: bytes, *, agent: str) -> Robots:
    """Return the rules in a robots.txt; one that is no text allows everything."""
    return Robots(Protego.parse(content[:LARGEST_BYTES].decode("utf-8", "replace").lstrip("\ufeff")), agent)


def no_robots(*, agent: str) -> Robots:
    """Return the rules of a site that has no robots.txt."""
    return Robots(Protego.parse(""), agent)


def unreachable_robots(*, agent: str) -> Robots:
    """Return the rules of a site whose robots.txt could not be had: nothing is allowed."""
    return Robots(Protego.parse(""), agent, reachable=False)
