"""The machine-readable form of an extraction: one JSON object an article, as the public contract lays it down.

Fields may be added here, never renamed. `to_json` and `extraction_from_json` are each other's inverse, so the ledger stores this form too.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from extract.annotations import Claim, Credit, Entity, Extraction, Figure, Mention, Period, Piece, Position, Relation
from ingest.article import Article

Json = dict[str, Any]
T = TypeVar("T")


def to_json(article: Article, extraction: Extraction) -> Json:
    """Return the contract's object for one article: `article, mentions, entities, figures, claims, relations`, and more."""
    return {"article": article_to_json(article, extraction.language), **extraction_to_json(extraction)}


def article_to_json(article: Article, language: str) -> Json:
    """Return the article part of the contract's object; `published_at` is a date as YYYY-MM-DD, or null."""
    published = article.published_on.isoformat() if article.published_on else None
    return {
        "id": article.id,
        "version": article.version,
        "title": article.title,
        "url": article.url,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "language": language,
        "published_at": published,
        "text": article.text,
    }


def extraction_to_json(extraction: Extraction) -> Json:
    """Return an extraction as plain JSON values."""
    return cast(Json, _plain(asdict(extraction)))


def extraction_from_json(row: Json) -> Extraction:
    """Return the extraction that `extraction_to_json` wrote. Raises KeyError or TypeError when the row is of another shape."""
    return Extraction(
        article_id=row["article_id"],
        version=row["version"],
        extractor=row["extractor"],
        language=row["language"],
        mentions=tuple(_build(Mention, r) for r in row["mentions"]),
        entities=tuple(_build(Entity, r, aliases=tuple(r["aliases"])) for r in row["entities"]),
        figures=tuple(
            _build(Figure, r, subjects=tuple(r["subjects"]), period=_period(r["period"])) for r in row["figures"]
        ),
        claims=tuple(_claim(r) for r in row["claims"]),
        relations=tuple(_build(Relation, r) for r in row["relations"]),
        credits=tuple(_build(Credit, r) for r in row["credits"]),
        dropped=tuple((reason, count) for reason, count in row["dropped"]),
    )


def _claim(row: Json) -> Claim:
    return _build(
        Claim,
        row,
        pieces=tuple(Piece(p["start"], p["end"]) for p in row["pieces"]),
        via=tuple(row["via"]),
        about=tuple(row["about"]),
        topics=tuple(Position(t["id"], t["position"]) for t in row["topics"]),
        figures=tuple(row["figures"]),
        said_at=_period(row["said_at"]),
    )


def _build(shape: type[T], row: Json, **values: Any) -> T:
    known = _fields(shape)  # type: ignore[arg-type]
    return shape(**{**(row if row.keys() <= known else {k: v for k, v in row.items() if k in known}), **values})


@cache
def _fields(shape: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(shape))


def _period(row: Json | None) -> Period | None:
    return Period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"])) if row else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value
