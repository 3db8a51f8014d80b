"""Fetches evidence from the graph: candidate claims by name and by word, then everything about them in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.answer import queries
from app.answer.evidence import ArticleSeen, Evidence, FigureSeen, Link, Party
from app.answer.names import NamedThing
from graph.store.role import Store

Row = Mapping[str, Any]
_ROWS = 20_000


class Retriever:
    """Reads claims out of a graph and remembers which queries it ran, for the reader who wants to see them."""

    def __init__(self, graph: Store, lately: date = date.min) -> None:
        """Read from a graph; candidates are first looked for among what was published `lately`, for speed alone."""
        self.graph = graph
        self.lately = lately
        self.ran: list[str] = []

    def rows(self, query: str, **params: Any) -> list[Row]:
        """Run one query of the collection."""
        shown = " ".join(query.split())
        if shown not in self.ran:
            self.ran.append(shown)
        return list(self.graph.read(query, params, limit=_ROWS).rows)

    def search(self, text: str, limit: int) -> list[str]:
        """Return the ids of the claims whose words fit best, best first."""
        return [str(row["id"]) for row in self.graph.search(text, "Claim", limit).rows] if text.strip() else []

    def claim_ids(self, query: str, limit: int, **params: Any) -> list[str]:
        """Return the newest claim ids of one of the candidate queries: the late ones if they are enough, else of all."""
        found = self.rows(query, limit=limit, since=self.lately, **params)
        if len(found) < limit and self.lately > date.min:
            found = self.rows(query, limit=limit, since=date.min, **params)
        return [str(row["id"]) for row in found]

    def links(self, entity: str, predicates: Sequence[str]) -> list[Link]:
        """Return the relations from and to an entity, of the given kinds (`develops`, ...)."""
        types = "|".join(p.upper() for p in predicates)
        found = []
        for query in (queries.LINKS_FROM, queries.LINKS_TO):
            for row in self.rows(query.format(types=types), id=entity):
                claims = tuple(row["claims"] or ())
                found.append(Link(row["subject"], str(row["predicate"]).lower(), row["object"], claims))
        return found

    def evidence(self, ids: Iterable[str], *, any_status: bool = False) -> list[Evidence]:
        """Return the claims of these ids that are current (or of any status), with all that belongs to them, in the order asked."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return []
        pieces: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(queries.CLAIMS_OF_ANY_STATUS if any_status else queries.CLAIMS, ids=wanted):
            pieces[row["id"]].append(row)
        known = [i for i in wanted if i in pieces]
        articles = self._articles({p["article"] for rows in pieces.values() for p in rows})
        speakers, via = self._parties(known)
        about = self._about(known)
        figures = self._figures(known)
        statements = {row["claim"]: row for row in self.rows(queries.STATEMENTS, ids=known)}
        return [
            _evidence(pieces[i], articles, speakers[i], via[i], about[i], figures[i], statements.get(i)) for i in known
        ]

    def _articles(self, ids: set[str]) -> dict[str, ArticleSeen]:
        found = {}
        for row in self.rows(queries.ARTICLES, ids=sorted(ids)):
            authors = row["authors"]
            found[row["id"]] = ArticleSeen(
                id=row["id"],
                version=row["version"] or "",
                title=row["title"] or "",
                url=row["url"] or "",
                outlet=row["outlet"] or "",
                outlet_id=row["outlet_id"] or "",
                authors=", ".join(authors) if isinstance(authors, list) else authors or "",
                language=row["language"] or "",
                genre=row["genre"] or "unknown",
                published_on=_day(row["published_on"]),
                fetched_at=str(row["fetched_at"] or ""),
            )
        return found

    def _parties(self, ids: list[str]) -> tuple[dict[str, list[Party]], dict[str, list[Party]]]:
        speakers: dict[str, list[Party]] = defaultdict(list)
        via: dict[str, list[Party]] = defaultdict(list)
        for row in self.rows(queries.SPEAKERS, ids=ids):
            speakers[row["claim"]].append(Party(row["id"], row["name"] or row["id"], row["kind"] or "Entity"))
        for row in self.rows(queries.NAMELESS_SPEAKERS, ids=ids):
            speakers[row["claim"]].append(Party(row["id"], row["name"] or ""))
        for row in self.rows(queries.CHANNELS, ids=ids):
            via[row["claim"]].append(Party(row["id"], row["name"] or row["id"], row["kind"] or "Entity"))
        return speakers, via

    def _about(self, ids: list[str]) -> dict[str, list[str]]:
        about: dict[str, list[str]] = defaultdict(list)
        for row in self.rows(queries.SUBJECTS, ids=ids):
            about[row["claim"]].append(row["id"])
        return about

    def _figures(self, ids: list[str]) -> dict[str, list[FigureSeen]]:
        stated = self.rows(queries.FIGURES, ids=ids)
        measured: dict[str, list[str]] = defaultdict(list)
        for row in self.rows(queries.MEASURED, ids=sorted({r["id"] for r in stated})):
            measured[row["figure"]].append(row["id"])
        figures: dict[str, list[FigureSeen]] = defaultdict(list)
        for row in stated:
            figures[row["claim"]].append(_figure(row, tuple(measured[row["id"]])))
        return figures


def _figure(row: Row, subjects: tuple[str, ...]) -> FigureSeen:
    return FigureSeen(
        id=row["id"],
        text=row["text"] or "",
        value=_number(row["value"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        unit=row["unit"] or "",
        qualifier=row["qualifier"] or "exact",
        metric=row["metric"] or "",
        role=row["role"] or "actual",
        basis=row["basis"] or "level",
        figurative=bool(row["figurative"]),
        period_start=_day(row["period_start"]),
        period_end=_day(row["period_end"]),
        subjects=subjects,
    )


def _evidence(
    pieces: list[Row], articles: dict[str, ArticleSeen], speakers: list[Party], via: list[Party], about: list[str],
    figures: list[FigureSeen], statement: Row | None,
) -> Evidence:  # fmt: skip
    row = pieces[0]
    sentence, start = _sentence_at(row)
    return Evidence(
        id=row["id"],
        text=row["text"] or "",
        sentence=sentence,
        start=start,
        end=start + len(sentence),
        cue=row["cue"] or "",
        modality=row["modality"] or "asserted",
        reply=row["reply"] or "",
        condition=row["condition"] or "",
        negated=bool(row["negated"]),
        direct=bool(row["direct"]),
        quote_status=row["quote_status"] or "unknown",
        said_start=_day(row["said_start"]),
        said_end=_day(row["said_end"]),
        venue=row["venue"] or "",
        confidence=float(row["confidence"] or 0.0),
        firm=bool(row["firm"]),
        language=row["language"] or articles[row["article"]].language,
        tokens=frozenset(str(row["search"] or "").split()),
        article=articles[row["article"]],
        speakers=tuple(speakers),
        via=tuple(via),
        about=tuple(about),
        figures=tuple(figures),
        statement=statement["id"] if statement else "",
        origins=int(statement["origins"] or 1) if statement else 1,
        origins_state="at_most" if statement and statement["state"] == "at_most" else "known",
    )


def _sentence_at(row: Row) -> tuple[str, int]:
    """Return the words to be quoted and their place: the whole sentence where the claim's piece stands in it, else the piece."""
    sentence, quote, start = row["sentence"] or "", row["quote"] or "", int(row["start_pos"])
    inside = sentence.find(quote) if quote else -1
    return (sentence, start - inside) if inside >= 0 else (quote, start)


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def entities_in(graph: Store, known: Mapping[str, NamedThing]) -> list[NamedThing]:
    """Return the graph's entities as things that can be named; what the gazetteer knows of them goes first."""
    things = []
    for row in graph.read(queries.ENTITIES, limit=200_000).rows:
        aliases = tuple(a for a in (row["aliases"] or ()) if a)
        before = known.get(row["id"])
        if before:
            # The corpus may use a name that the gazetteer holds back for lack of context; the corpus is the context.
            things.append(
                NamedThing(
                    before.id,
                    before.name,
                    before.kind,
                    tuple(dict.fromkeys((*before.aliases, *aliases))),
                    before.names,
                    before.parent,
                    before.country,
                )
            )
        else:
            things.append(
                NamedThing(
                    row["id"],
                    row["name"] or row["id"],
                    row["kind"] or "",
                    aliases,
                    (),
                    row["parent"] or "",
                    row["country"] or "",
                )
            )
    return things
