"""Reads traditional Chinese as simplified, character by character, so that one table of words serves both; offsets stay as they are."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extract.tables import table


@lru_cache(maxsize=4)
def simplified(text: str) -> str:
    """Return the text in simplified characters; its length never changes."""
    return text.translate(_pairs())


def readable(text: str, language: str) -> str:
    """Return the text in the form in which the tables of a language are written."""
    return punctuated(text) if language == "zh" else text


@lru_cache(maxsize=4)
def punctuated(text: str) -> str:
    """Return simplified text in which the narrow commas and colons of Chinese are wide ones; those inside numbers stay."""
    return _NARROW.sub(lambda m: _WIDE[m.group()], simplified(text))


_NARROW = re.compile(r"(?<![\d])[,:;]|[,:;](?!\d)")
_WIDE = {",": "，", ":": "：", ";": "；"}


@cache
def _pairs() -> dict[int, str]:
    rules = table("any", "script")
    return dict(zip(map(ord, "".join(rules["traditional"])), "".join(rules["simplified"]), strict=True))
