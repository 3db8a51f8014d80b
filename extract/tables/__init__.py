"""The knowledge of each language, as tables: one folder a language, one TOML file a subject; read once, never changed.

Adding a language is adding a folder with the same files; `LANGUAGES` lists them.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("vi", "en", "zh")


@cache
def table(language: str, subject: str) -> dict[str, Any]:
    """Return a table, e.g. `table("vi", "speech")`. `table("any", ...)` holds what all languages share."""
    source = files(__package__) / language / f"{subject}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def tables_version() -> str:
    """Return a hash of all tables, so that an edited table makes a new version of the extractor."""
    digest = hashlib.sha256()
    for folder in sorted((f for f in files(__package__).iterdir() if f.is_dir()), key=lambda f: f.name):
        for source in sorted(folder.iterdir(), key=lambda f: f.name):
            if source.name.endswith(".toml"):
                digest.update(f"{folder.name}/{source.name}\0".encode() + source.read_bytes())
    return digest.hexdigest()[:8]
