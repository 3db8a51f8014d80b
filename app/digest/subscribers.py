"""Who gets the digest: an address with its wishes, checked before it is kept. An address never enters a log or an address line of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from app.digest.tongue import LANGUAGES
from ingest.errors import WrongUsage

State = Literal["pending", "active", "left", "refused"]
"""`pending` has not confirmed yet; `left` has unsubscribed; `refused`: the address was turned away by its own server again and again."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9-]{1,63}")  # fmt: skip
_ID = re.compile(r"[\w:.\-]{1,120}")
_LONGEST = 254
_MOST_WISHES = 50


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a subscriber wants: language, subjects (none: all), and when: weekday 0 (Monday) to 6, hour 0 to 23, in his time zone."""

    language: str = "en"
    topics: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    weekday: int = 0
    hour: int = 8
    zone: str = "UTC"
    quiet: bool = True
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One subscriber. `since` is when he confirmed: issues of before are not for him."""

    id: int
    address: str
    wishes: Wishes
    state: State
    since: datetime | None

    @property
    def topics(self) -> tuple[str, ...]:
        return self.wishes.topics

    @property
    def entities(self) -> tuple[str, ...]:
        return self.wishes.entities


def checked_address(text: str) -> str:
    """Return a mail address with its domain in small letters. Raises WrongUsage when it is none, or holds a line break."""
    if len(text) > _LONGEST or not _ADDRESS.fullmatch(text) or ".." in text:
        raise WrongUsage("that is no mail address; write it like name@example.org")
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def checked_wishes(wishes: Wishes) -> Wishes:
    """Return the wishes when all of them can be met. Raises WrongUsage naming the first that cannot."""
    if wishes.language not in LANGUAGES:
        raise WrongUsage(f"language {wishes.language!r}: use en, vi or zh")
    if not 0 <= wishes.weekday <= 6:
        raise WrongUsage(f"weekday {wishes.weekday}: use 0 (Monday) to 6 (Sunday)")
    if not 0 <= wishes.hour <= 23:
        raise WrongUsage(f"hour {wishes.hour}: use 0 to 23")
    if wishes.zone not in available_timezones():
        raise WrongUsage(f"time zone {wishes.zone!r}: use a name like Asia/Ho_Chi_Minh or America/New_York")
    for wanted in (*wishes.topics, *wishes.entities):
        if not _ID.fullmatch(wanted):
            raise WrongUsage(f"{wanted[:40]!r} is no id of a topic or an entity")
    if len(wishes.topics) + len(wishes.entities) > _MOST_WISHES:
        raise WrongUsage(f"choose at most {_MOST_WISHES} subjects")
    return wishes


def masked(address: str) -> str:
    """Return an address as it may be shown: first letter and domain."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


def zone_of(wishes: Wishes) -> ZoneInfo:
    """Return the time zone of a subscriber."""
    return ZoneInfo(wishes.zone)
