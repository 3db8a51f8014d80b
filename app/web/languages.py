"""The reader's language, and the words of the pages in it, from `words/<language>.toml`.

A component of a page is built once for all readers, so it holds a mark (`mark("ask.send")`) that the frame replaces when it sends the page.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "vi", "zh")
COOKIE = "racegraph_language"
_MARK = re.compile(r"@@([a-z_]+\.[a-z_]+)@@")


def chosen_language(asked: str, remembered: str, accepted: str) -> str:
    """Return the language of a page: asked for in the address, else remembered, else the browser's first that we speak, else English."""
    for wanted in (asked, remembered):
        if wanted in LANGUAGES:
            return wanted
    for part in accepted.lower().split(","):
        code = part.split(";")[0].strip()[:2]
        if code in LANGUAGES:
            return code
    return "en"


@cache
def words(language: str) -> dict[str, str]:
    """Return every word of the pages in a language, by `section.name`."""
    table = tomllib.loads((files("app.web") / "words" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{name}": text for section, rows in table.items() for name, text in rows.items()}


def word(key: str, language: str, **values: object) -> str:
    """Return a word of the pages; of one thing (`n=1`) its `_one` form, where it has one. Raises KeyError when no table has it: that is a fault of ours."""
    known = words(language)
    text = known.get(f"{key}_one", known[key]) if values.get("n") == 1 else known[key]
    return text.format(**values) if values else text


def term(section: str, name: str, language: str) -> str:
    """Return the reader's word for an id of ours (a modality, a kind, a unit); an unknown id is shown with its underscores opened."""
    return words(language).get(f"{section}.{name}", name.replace("_", " "))


def mark(key: str) -> str:
    """Return what stands for a word in a component that is built once for all languages. Raises KeyError for an unknown word."""
    words("en")[key]
    return f"@@{key}@@"


def unmarked(page: str, language: str) -> str:
    """Replace all marks in a page; they stand inside JSON or HTML text there, so the words are escaped for both."""
    return _MARK.sub(lambda m: _embedded(words(language).get(m.group(1), m.group(1))), page)


def _embedded(text: str) -> str:
    escaped = json.dumps(text, ensure_ascii=False)[1:-1]
    return escaped.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("'", "\\u0027")
