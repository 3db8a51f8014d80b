"""Finds the known outlet that a credit names: by any of its aliases, its web address, or a short form that only credits use.

A credit says by its form that a name is an outlet's, so aliases that need a context in running text ("AP", "Wired") need none here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from extract.gazetteer import load_gazetteer
from extract.script import simplified
from extract.tables import LANGUAGES, table
from extract.tokens import HAN, nfc

_ADDRESS = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*?([\w-]+)(?:\.(?:com?|net|org|vn|cn|hk|tw|jp|sg|uk|io|ai|gov|news))+(?:/\S*)?", re.I
)
_JOINED = re.compile(r"(?=.{8})(?:[A-Z][a-z]+){2,}")
_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Named:
    """An outlet by one of its names; `plain` when the name means nothing else even where no word says so."""

    entity: str
    plain: bool


def outlet_named(name: str, *, in_dateline: bool = False) -> Named | None:
    """Return the known outlet of that name, or None. A few short forms mean another outlet in a dateline ("TAIPEI (CNA) -")."""
    known = _by_name()
    written = simplified(nfc(name))
    if in_dateline and written in _in_datelines():
        return _in_datelines()[written]
    found = known.get(written) or (known.get(written.casefold()) if written[:1].isupper() else None)
    if found:
        return found
    if _JOINED.fullmatch(written):
        return _by_letters().get(_letters(written))
    address = _ADDRESS.fullmatch(written)
    if not address:
        return None
    return next((n for host in (written, address[1]) if (n := _by_letters().get(_letters(host)))), None)


@cache
def han_names() -> str:
    """Return a pattern of every name of an outlet in Chinese characters, the longest first."""
    names = sorted((n for n in _by_name() if _HAN.search(n)), key=len, reverse=True)
    return "|".join(map(re.escape, names))


@cache
def _by_name() -> dict[str, Named]:
    gazetteer = load_gazetteer()
    names: dict[str, Named] = {}
    outlets = [e for e in gazetteer.entities.values() if e.kind == "Outlet"]
    for alias in (a for plain in (True, False) for e in outlets for a in e.aliases if a.needs_context is not plain):
        written = simplified(nfc(alias.text)).removeprefix("《").removesuffix("》")
        for key in (written, written.casefold()):
            names.setdefault(key, Named(alias.entity, not alias.needs_context or alias.kind == "acronym"))
    for language in LANGUAGES:
        for sign, outlet in table(language, "credits")["signs"].items():
            if outlet in gazetteer.entities:
                names[sign] = Named(outlet, True)
    return names


@cache
def _in_datelines() -> dict[str, Named]:
    signs = {s: o for language in LANGUAGES for s, o in table(language, "credits")["dateline_signs"].items()}
    return {sign: Named(outlet, True) for sign, outlet in signs.items() if outlet in load_gazetteer().entities}


@cache
def _by_letters() -> dict[str, Named]:
    return {key: named for name, named in reversed(_by_name().items()) if len(key := _letters(name)) > 1}


def _letters(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold().removeprefix("the ").replace("đ", "d"))
    return "".join(c for c in bare if c.isascii() and c.isalnum())
