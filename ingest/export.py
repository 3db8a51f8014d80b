"""Writes a library out as lines of JSON and reads such lines back in: the way to move it, keep it or compare two."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator

from ingest.article_json import article_from_json, article_to_json
from ingest.errors import WrongUsage
from ingest.library import Library


def export_library(library: Library, *, pages: bool = True) -> Iterator[str]:
    """Yield one line a version, the oldest first, then one a source's record; `pages` adds the bytes it was read from."""
    for article, raw in library.rows():
        line: dict[str, object] = {"article": article_to_json(article)}
        if raw is not None and pages:
            line["raw"] = base64.b64encode(raw).decode("ascii")
        yield json.dumps(line)
    for name, state in library.states("source").items():
        yield json.dumps({"source": name, "state": state})


def import_library(library: Library, lines: Iterable[str]) -> int:
    """Add exported lines to a library, all or none; return the number of versions that were not there before."""
    added = 0
    with library.transaction():
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                values = json.loads(line)
                if "source" in values:
                    library.set_state("source", values["source"], values["state"])
                    continue
                article = article_from_json(values["article"])
                raw = base64.b64decode(values["raw"], validate=True) if "raw" in values else None
            except (ValueError, KeyError, TypeError) as error:
                raise WrongUsage(
                    f"line {number} is no line of an exported library ({error}); nothing was imported"
                ) from error
            if not library.has(article.id, article.version):
                library.add(article, raw)
                added += 1
    return added
