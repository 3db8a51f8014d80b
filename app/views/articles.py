"""The list of articles, narrowed by outlet, language, date and words; and how much the whole corpus holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graph.store import Row, Store
from graph.tokens import tokens

_CONDITIONS = {
    "language": "a.language = $language",
    "since": "a.published_on >= $since",
    "until": "a.published_on <= $until",
}
_ROWS = """
UNWIND $ids AS aid
MATCH (a:Article {id: aid})
OPTIONAL MATCH (o:Outlet)-[:PUBLISHED]->(a)
OPTIONAL MATCH (a)<-[:REPORTED_IN]-(c:Claim {status: 'current'})
RETURN a.id AS id, a.title AS title, a.url AS url, a.authors AS authors, a.genre AS genre, a.language AS language,
       a.published_on AS day, a.words AS words, o.id AS outlet_id, o.name AS outlet, count(DISTINCT c) AS claims
ORDER BY id
"""
_OUTLETS = """
MATCH (o:Outlet)-[:PUBLISHED]->(a:Article)
RETURN o.id AS id, o.name AS name, count(a) AS articles, min(a.published_on) AS first_day, max(a.published_on) AS last_day,
       collect(DISTINCT a.language) AS languages, max(a.fetched_at) AS read_at
ORDER BY articles DESC, id
"""
_SIZES = """
MATCH (a:Article) WITH count(a) AS articles, min(a.published_on) AS first_day, max(a.published_on) AS last_day
OPTIONAL MATCH (c:Claim {status: 'current'}) WITH articles, first_day, last_day, count(c) AS claims
OPTIONAL MATCH (f:Figure) WITH articles, first_day, last_day, claims, count(f) AS figures
OPTIONAL MATCH (e:Entity) RETURN articles, first_day, last_day, claims, figures, count(e) AS entities
"""


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """What to narrow the articles by; empty fields narrow nothing. `mentions` is an entity's id."""

    outlet: str = ""
    mentions: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article in a list, with the number of current claims in it."""

    id: str
    title: str
    url: str
    authors: tuple[str, ...]
    genre: str
    language: str
    published_on: date | None
    words: int
    outlet_id: str
    outlet: str
    claims: int


@dataclass(frozen=True, slots=True)
class ArticleList:
    """One page of articles, newest first, and how many there are in all."""

    total: int
    articles: tuple[ArticleRow, ...]


@dataclass(frozen=True, slots=True)
class OutletSeen:
    """An outlet whose articles are in the library."""

    id: str
    name: str
    articles: int
    languages: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class CorpusSize:
    """How much there is to search."""

    articles: int
    claims: int
    figures: int
    entities: int
    first_day: date | None
    last_day: date | None


def list_articles(graph: Store, wanted: ArticleFilter, *, limit: int = 30, skip: int = 0) -> ArticleList:
    """Return the articles that pass the filter, newest first."""
    params: dict[str, Any] = {
        "outlet": wanted.outlet, "mentions": wanted.mentions, "language": wanted.language, "since": wanted.since,
        "until": wanted.until,
    }  # fmt: skip
    if wanted.words.strip():
        params["ids"] = [str(r["id"]) for r in graph.search(wanted.words, "Article", 300)]
        params["tokens"] = [f" {t} " for t in tokens(wanted.words)]
        if not params["ids"]:
            return ArticleList(0, ())
    pattern = _pattern(wanted)
    used = {name: value for name, value in params.items() if f"${name}" in pattern}
    (counted,) = graph.read(f"{pattern}\nRETURN count(DISTINCT a) AS n", used).rows
    rows = graph.read(
        f"{pattern}\nRETURN DISTINCT a.id AS id, a.published_on AS day ORDER BY day DESC, id SKIP $skip LIMIT $limit",
        {**used, "skip": skip, "limit": limit},
        limit=limit,
    ).rows
    ids = [r["id"] for r in rows]
    found = {r["id"]: _row(r) for r in graph.read(_ROWS, {"ids": ids}, limit=limit * 2)}
    return ArticleList(int(counted["n"]), tuple(found[i] for i in ids if i in found))


def outlets(graph: Store) -> tuple[OutletSeen, ...]:
    """Return the outlets that have articles, those with most first."""
    return tuple(
        OutletSeen(
            r["id"], r["name"] or r["id"], int(r["articles"]), tuple(sorted(x for x in r["languages"] or () if x)),
            r["first_day"], r["last_day"], r["read_at"],
        )
        for r in graph.read(_OUTLETS)
    )  # fmt: skip


def corpus_size(graph: Store) -> CorpusSize:
    """Return how many articles, claims, figures and entities there are, and from when to when."""
    (row,) = graph.read(_SIZES).rows
    return CorpusSize(
        int(row["articles"]),
        int(row["claims"]),
        int(row["figures"]),
        int(row["entities"]),
        row["first_day"],
        row["last_day"],
    )


def _pattern(wanted: ArticleFilter) -> str:
    matches = []
    if wanted.words.strip():
        matches.append("UNWIND $ids AS aid MATCH (a:Article {id: aid})")
    if wanted.outlet:
        matches.append("MATCH (o:Entity {id: $outlet})-[:PUBLISHED]->(a:Article)")
    if wanted.mentions:
        matches.append("MATCH (e:Entity {id: $mentions})<-[:MENTIONS]-(a:Article)")
    if not matches:
        matches.append("MATCH (a:Article)")
    conditions = [text for name, text in _CONDITIONS.items() if getattr(wanted, name)]
    if wanted.words.strip():
        conditions.append("all(t IN $tokens WHERE (' ' + a.search + ' ') CONTAINS t)")
    return "\n".join(matches) + (f"\nWHERE {' AND '.join(conditions)}" if conditions else "")


def _row(r: Row) -> ArticleRow:
    authors = r["authors"] or ()
    return ArticleRow(
        r["id"], r["title"] or "", r["url"] or "", tuple(authors) if isinstance(authors, list | tuple) else (authors,),
        r["genre"] or "unknown", r["language"] or "", r["day"], int(r["words"] or 0), r["outlet_id"] or "", r["outlet"] or "",
        int(r["claims"]),
    )  # fmt: skip
