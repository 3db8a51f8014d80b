"""The demo briefs as a careful reader annotated them (`corpora/gold/*.jsonl`), in the form in which the extractor gives what it reads."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.annotations import Extraction
from extract.contract import extraction_from_json
from extract.ids import stable_id
from ingest.article import Article

GOLD = Path(str(files("corpora"))) / "gold"


def careful_readings() -> dict[str, dict[str, Any]]:
    """Return the annotations by the name of their brief."""
    rows = [
        json.loads(line)
        for lang in ("en", "vi", "zh")
        for line in (GOLD / f"{lang}.jsonl").read_text("utf-8").splitlines()
    ]
    return {row["file"]: row for row in rows}


def reading_of(row: dict[str, Any], article: Article) -> Extraction:
    """Return an annotated brief as an extraction; ids are made as the extractor makes them, from what a claim says and who says it."""
    ids = {c["id"]: _id(article, c["text"], c["speaker"] or "", n, row["claims"]) for n, c in enumerate(row["claims"])}
    figures = {
        f["id"]: stable_id(
            article.id, _line(article.text, f["start"]), 0, f["start"] - _begin(article.text, f["start"]), "figure"
        )
        for f in row["figures"]
    }
    return extraction_from_json(
        {
            "article_id": article.id, "version": article.version, "extractor": "reader@1", "language": row["article"]["language"],
            "mentions": row["mentions"], "entities": [{"candidate": False, **e} for e in row["entities"]],
            "figures": [{**f, "id": figures[f["id"]], "changed_from": figures.get(f["changed_from"] or "")} for f in row["figures"]],
            "claims": [_claim(c, ids[c["id"]], figures) for c in row["claims"]],
            "relations": [{**r, "claim": ids.get(r["claim"] or "", "")} for r in row["relations"]], "credits": [], "dropped": [],
        }
    )  # fmt: skip


def _claim(c: dict[str, Any], id_: str, figures: dict[str, str]) -> dict[str, Any]:
    more = {
        "sentence": c["text"],
        "pieces": c.get("pieces") or [],
        "cue": "",
        "topics": [],
        "said_at": c.get("said_at"),
        "firm": True,
    }
    return {**c, **more, "id": id_, "figures": [figures[f] for f in c["figures"]]}


def _id(article: Article, text: str, speaker: str, number: int, claims: list[dict[str, Any]]) -> str:
    equal = sum(c["text"] == text and (c["speaker"] or "") == speaker for c in claims[:number])
    return stable_id(article.id, text, equal, 0, speaker)


def _begin(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[_begin(text, at) : end if end >= 0 else len(text)]
