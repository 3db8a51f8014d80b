"""The words of the digest in a language, from `words/<language>.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "vi", "zh")


@cache
def words(language: str) -> dict[str, dict[str, str]]:
    """Return every word of the digest in a language, by section and name."""
    return tomllib.loads((files("app.digest") / "words" / f"{language}.toml").read_text(encoding="utf-8"))


def counted(section: str, name: str, n: int, language: str) -> str:
    """Return a phrase with a number in it, in the singular where the language has one."""
    table = words(language)[section]
    return (table.get(f"{name}_one", table[name]) if n == 1 else table[name]).format(n=n)
