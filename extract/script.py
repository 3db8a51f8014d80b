"""Reads traditional Chinese as simplified, character by character, so that one table of words serves both; offsets stay as they are."""

from __future__ import annotations

from functools import cache, lru_cache

from extract.tables import table


@lru_cache(maxsize=4)
def simplified(text: str) -> str:
    """Return the text in simplified characters; its length never changes."""
    return text.translate(_pairs())


def readable(text: str, language: str) -> str:
    """Return the text in the form in which the tables of a language are written."""
    return simplified(text) if language == "zh" else text


@cache
def _pairs() -> dict[int, str]:
    rules = table("any", "script")
    return dict(zip(map(ord, "".join(rules["traditional"])), "".join(rules["simplified"]), strict=True))
