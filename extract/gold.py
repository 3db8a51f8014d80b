"""Reads annotations made by people: what should be found in an article, and what may be found without being required.

One JSON object a line, in the shape of the public contract, with `file`, `half` ("fit" may be looked at, "check" may not) and
`"optional": true` on what is neither required nor wrong. `corpora/gold/README.md` has the conventions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from extract.annotations import Extraction
from extract.contract import extraction_from_json
from ingest.errors import WrongUsage

Half = Literal["fit", "check"]

_FAMILIES = ("mentions", "entities", "figures", "claims", "relations")
_CLAIM: dict[str, Any] = {
    "sentence": "", "pieces": [], "cue": "", "topics": [], "said_at": None, "venue": None, "quote_status": "unknown",
    "speaker_text": None, "via": [], "about": [], "figures": [],
}  # fmt: skip
_FIGURE: dict[str, Any] = {"subjects": [], "period": None}


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """What is to be found in one article. `optional` holds what may be; `speakers` other right speakers by claim id."""

    file: str
    half: Half
    language: str
    wanted: Extraction
    optional: Extraction
    speakers: dict[str, tuple[str, ...]]


def read_gold(path: Path) -> Iterator[GoldArticle]:
    """Yield the annotated articles of a file. Raises WrongUsage when it cannot be read as such."""
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield _article(json.loads(line))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise WrongUsage(f"{path}: cannot be read as annotations ({type(error).__name__}: {error})") from error


def _article(row: dict[str, Any]) -> GoldArticle:
    alternatives = {c["id"]: tuple(s or "" for s in c["speaker_or"]) for c in row["claims"] if c.get("speaker_or")}
    return GoldArticle(
        row["file"], row["half"], row["article"]["language"], _part(row, optional=False), _part(row, optional=True), alternatives
    )  # fmt: skip


def _part(row: dict[str, Any], *, optional: bool) -> Extraction:
    """Return the required or the optional items as an extraction."""
    items = {name: [one for one in row[name] if bool(one.get("optional")) == optional] for name in _FAMILIES}
    items["claims"] = [_CLAIM | one for one in items["claims"]]
    items["figures"] = [_FIGURE | one for one in items["figures"]]
    head = {"article_id": row["article"]["id"], "version": row["article"]["version"], "extractor": "gold"}
    return extraction_from_json({**head, "language": row["article"]["language"], "credits": [], "dropped": [], **items})
