"""Finds what changed since the last issue, from firm claims only.

New is what was first seen since then and said (or, where that is not told, published) in the last ten days. All other finds are only counted,
so that a first issue or a new source never floods.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.answer.evidence import Evidence, FigureSeen
from app.answer.retrieve import Retriever
from app.digest import queries
from app.digest.items import Issue, Item, Kind, Stand, Triple
from app.digest.moves import moved_within, same_measure, told_apart
from app.digest.ranking import rank
from graph.store import Store

NEW_DAYS = 10
_LOOKED_AT = 300
_KEPT = 60
_CHUNK = 500
_ROWS = 2_000_000

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim that somebody was sent: as it was then, and when."""

    evidence: Evidence
    on: date


@dataclass(frozen=True, slots=True)
class Span:
    """From when on a find is new to an issue (None: there was no issue before), and when the issue is made."""

    since: datetime | None
    now: datetime


def find_issue(graph: Store, issue_id: str, span: Span, *, told: Iterable[Told], sources_down: Sequence[str]) -> Issue:
    """Return what changed, best first within each section; `told` are the claims of earlier issues, looked at for corrections."""
    finder = _Finder(graph, span)
    fresh = finder.fresh()
    items = finder.items(fresh)
    items += finder.corrections(told)
    names = finder.names(items)
    return Issue(
        issue_id,
        span.now,
        finder.seen_until(),
        tuple(items),
        finder.added() - len(fresh),
        finder.articles_read(),
        tuple(sources_down),
        names,
    )


class _Finder:
    """Reads one graph for one issue."""

    def __init__(self, graph: Store, span: Span) -> None:
        self.graph, self.span = graph, span
        self.today = span.now.date()
        self.oldest = self.today - timedelta(days=NEW_DAYS)
        self.retriever = Retriever(graph)
        self.members: Mapping[str, list[Row]] = {}

    def fresh(self) -> dict[str, str]:
        """Return the new statements with the claim that tells each: the earliest, then the surest."""
        groups: dict[str, list[Row]] = defaultdict(list)
        for recent in self.graph.read(queries.RECENT, {"day": self.oldest.isoformat()}, limit=_ROWS).rows:
            groups[recent["statement"]].append(recent)
        new = {s: rows for s, rows in groups.items() if all(self._is_recent(r) for r in rows)}
        members: dict[str, list[Row]] = defaultdict(list)
        for row in self._many(queries.MEMBERS, new):
            members[row["statement"]].append(row)
        self.members = members
        kept = {}
        for statement, rows in new.items():
            if all(self._is_new(m["recorded"]) for m in members[statement]):
                best = min(rows, key=lambda r: (str(r["published"]), -float(r["confidence"] or 0), r["claim"]))
                kept[statement] = str(best["claim"])
        ordered = sorted(kept, key=lambda s: (-int(groups[s][0]["origins"] or 1), groups[s][0]["modality"] == "declined_to_comment", s))  # fmt: skip
        return {s: kept[s] for s in ordered}

    def items(self, fresh: Mapping[str, str]) -> list[Item]:
        """Return the items that rest on new statements, section by section; a statement is told once, in the first section that has it."""
        linked = self._linked(fresh)
        looked = [*dict.fromkeys([*(row["statement"] for _, row in linked), *list(fresh)[:_LOOKED_AT]])]
        seen = {e.id: e for e in self._evidence(fresh[s] for s in looked)}
        known = _Known(
            seen, self._positions(seen), self._triples(seen), self._earlier_figures(seen),
            Counter(about for e in seen.values() for about in e.about),
        )  # fmt: skip
        found = self._moves(linked, fresh, known)
        found += [i for e in seen.values() if (i := moved_within(e, known.earlier.get(e.id, ()), self._claims(e)))]
        found += [self._statement(e, known) for e in seen.values()]
        ranked = [self._ranked(item, known) for item in found]
        ranked.sort(key=lambda i: (_section(i.kind), -i.score, i.key))
        return _once(ranked)

    def corrections(self, told: Iterable[Told]) -> list[Item]:
        """Return the claims that were sent and no longer stand: withdrawn by the outlet, judged wrong by a person, or gone."""
        sent = {t.evidence.id: t for t in told}
        status = {row["claim"]: row["status"] for row in self._many(queries.FATES, sent)}
        found = []
        for claim, t in sorted(sent.items()):
            fate = status.get(claim, "gone")
            if fate in ("withdrawn", "judged_wrong"):
                found.append(
                    Item(f"correction:{claim}", "correction", t.evidence, (f"correction:{claim}",), fate=str(fate), told_on=t.on)
                )  # fmt: skip
        return found

    def added(self) -> int:
        """Return how many statements were first seen since the last issue, of whatever date."""
        rows = self.graph.read(queries.STATEMENTS_ADDED, {}, limit=_ROWS).rows
        return sum(1 for row in rows if self._is_new(row["recorded"]))

    def seen_until(self) -> datetime:
        """Return when the newest claim was recorded; for an empty graph when the last issue saw one, or long ago."""
        (row,) = self.graph.read(queries.NEWEST, {}).rows
        return _moment(row["newest"]) if row["newest"] else self.span.since or datetime.min.replace(tzinfo=UTC)

    def articles_read(self) -> int:
        """Return how many articles were read since the last issue."""
        rows = self.graph.read(queries.ARTICLES_READ, {}, limit=_ROWS).rows
        return sum(1 for row in rows if self._is_new(row["fetched"] or row["recorded"]))

    def names(self, items: Sequence[Item]) -> dict[str, str]:
        """Return the graph's names of all entities in the items."""
        ids = {e for i in items for e in (*i.entities, i.now.article.outlet_id, *((i.triple.subject, i.triple.object) if i.triple else ()))}  # fmt: skip
        return {row["id"]: row["name"] or row["id"] for row in self._many(queries.NAMES, sorted(ids - {""}))}

    def _is_recent(self, row: Row) -> bool:
        """Said in the last days, or published where the day of saying is not told; a day to come is a mistake of the page."""
        days = [d for d in (_day(row["said"]), _day(row["first_seen"]) or _day(row["published"])) if d]
        return bool(days) and all(self.oldest <= d <= self.today + timedelta(days=1) for d in days)

    def _is_new(self, recorded: object) -> bool:
        if self.span.since is None:
            return True
        return recorded is not None and _moment(recorded) > self.span.since

    def _linked(self, fresh: Mapping[str, str]) -> list[tuple[str, Row]]:
        found = []
        for link, query in (("updates", queries.UPDATED), ("denies", queries.DENIED), ("conflicts", queries.CONTRADICTED)):  # fmt: skip
            found += [(link, row) for row in self._many(query, fresh)]
        return found

    def _moves(self, linked: Sequence[tuple[str, Row]], fresh: Mapping[str, str], known: _Known) -> list[Item]:
        others = {row["other"] for _, row in linked}
        tellers: dict[str, str] = {}
        for row in self._many(queries.MEMBERS, sorted(others)):
            if row["firm"] and row["status"] in ("current", "superseded"):
                tellers.setdefault(row["statement"], row["claim"])
        before = {e.id: e for e in self._evidence(tellers.values(), any_status=True)}
        stood = self._positions(before)
        items = []
        for link, row in linked:
            now, other = known.seen.get(fresh[row["statement"]]), before.get(tellers.get(row["other"], ""))
            if now is not None and other is not None:
                item = _move(
                    link, now, other, (known.stands.get(now.id, ()), stood.get(other.id, ())), self._claims(now)
                )
                items += [item] if item else []
        return items

    def _statement(self, e: Evidence, known: _Known) -> Item:
        stands = known.stands.get(e.id, ())
        triples = known.triples.get(e.id, ())
        return Item(
            f"statement:{e.id}", "statement", e, self._claims(e), after=_telling_figure(e),
            stand=next((s for s in stands if s.position), None), triple=triples[0] if triples else None,
        )  # fmt: skip

    def _ranked(self, item: Item, known: _Known) -> Item:
        stands = known.stands.get(item.now.id, ())
        score, reasons = rank(
            item.now, topics=len(stands), relations=len(known.triples.get(item.now.id, ())), spoken_of=known.spoken_of, today=self.today
        )  # fmt: skip
        topics = tuple(dict.fromkeys(s.topic for s in stands))
        return replace(item, score=score, reasons=reasons, topics=topics)

    def _claims(self, e: Evidence) -> tuple[str, ...]:
        return tuple(dict.fromkeys([e.id, *(m["claim"] for m in self.members.get(e.statement, ()))]))

    def _positions(self, ids: Iterable[str]) -> dict[str, tuple[Stand, ...]]:
        found: dict[str, list[Stand]] = defaultdict(list)
        for row in self._many(queries.POSITIONS, list(ids)):
            found[row["claim"]].append(Stand(row["topic"], row["position"] or ""))
        return {claim: tuple(stands) for claim, stands in found.items()}

    def _triples(self, ids: Iterable[str]) -> dict[str, tuple[Triple, ...]]:
        found: dict[str, list[Triple]] = defaultdict(list)
        for row in self._many(queries.STATED, list(ids)):
            found[row["claim"]].append(Triple(row["subject"], str(row["predicate"]).lower(), row["object"]))
        return {claim: tuple(triples) for claim, triples in found.items()}

    def _earlier_figures(self, seen: Mapping[str, Evidence]) -> dict[str, list[tuple[str, str]]]:
        claim_of = {f.id: e.id for e in seen.values() for f in e.figures}
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in self._many(queries.CHANGED_FROM, list(claim_of)):
            found[claim_of[row["figure"]]].append((row["figure"], row["earlier"]))
        return found

    def _evidence(self, ids: Iterable[str], *, any_status: bool = False) -> list[Evidence]:
        wanted = list(ids)
        found: list[Evidence] = []
        for at in range(0, len(wanted), _CHUNK):
            found += self.retriever.evidence(wanted[at : at + _CHUNK], any_status=any_status)
        return [replace(e, tokens=frozenset()) for e in found]

    def _many(self, query: str, ids: Iterable[str]) -> list[Row]:
        wanted = list(ids)
        rows: list[Row] = []
        for at in range(0, len(wanted), _CHUNK):
            rows += self.graph.read(query, {"ids": wanted[at : at + _CHUNK]}, limit=_ROWS).rows
        return rows


@dataclass(frozen=True, slots=True)
class _Known:
    """The new claims of an issue with what belongs to them."""

    seen: Mapping[str, Evidence]
    stands: Mapping[str, tuple[Stand, ...]]
    triples: Mapping[str, tuple[Triple, ...]]
    earlier: Mapping[str, Sequence[tuple[str, str]]]
    spoken_of: Mapping[str, int]


def _move(link: str, now: Evidence, other: Evidence, stands: tuple[Sequence[Stand], Sequence[Stand]], claims: tuple[str, ...]) -> Item | None:  # fmt: skip
    if link == "denies":
        return Item(f"denial:{now.id}", "denial", now, claims, other=other)
    if link == "conflicts":
        pair = same_measure(now, other)
        apart = pair and told_apart(now, other)
        return Item(f"conflict:{now.id}", "conflict", now, claims, other=other, after=pair[0], before=pair[1]) if pair and apart else None  # fmt: skip
    taken = {s.topic: s for s in stands[1] if s.position}
    for stand in stands[0]:
        if stand.position and stand.topic in taken and taken[stand.topic].position != stand.position:
            return Item(f"position:{now.id}", "position", now, claims, other=other, stand=stand, stood=taken[stand.topic])  # fmt: skip
    pair = same_measure(now, other)
    return Item(f"figure:{now.id}", "figure", now, claims, other=other, after=pair[0], before=pair[1]) if pair else None


def _telling_figure(e: Evidence) -> FigureSeen | None:
    told = [f for f in e.figures if f.metric and f.subjects and not f.figurative and f.qualifier != "vague"]
    return told[0] if told else None


def _once(items: Iterable[Item]) -> list[Item]:
    """Keep the first item on each statement and on each sentence; each section keeps its best."""
    kept: list[Item] = []
    marks: set[str] = set()
    number: Counter[int] = Counter()
    for item in items:
        own = {item.now.statement or item.now.id, f"{item.now.article.id}:{item.now.start}"}
        if own & marks or number[_section(item.kind)] >= _KEPT:
            continue
        marks |= own | ({item.other.statement} if item.other and item.kind == "conflict" else set())
        number[_section(item.kind)] += 1
        kept.append(item)
    return kept


def _section(kind: Kind) -> int:
    return {"figure": 0, "position": 1, "denial": 1, "conflict": 1, "correction": 2, "statement": 3}[kind]


def _day(value: object) -> date | None:
    return value if value is None or isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _moment(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
