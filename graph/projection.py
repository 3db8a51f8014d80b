"""What each unit of the derivation looks like in the graph, as plain rows: what `schema.py` lays down, filled. Writing is `writing.py`'s.

A row belongs to one unit only: nodes of an article and what they point at to the article, an entity, an origin, the statements of a speaker, a pair
of statements and a relation each to their own.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from extract.annotations import Figure
from graph.amounts import dollars
from graph.comparison import edges_of
from graph.derivation import Derivation
from graph.facts import amount_of_figure
from graph.identity import Identities, speaker_node
from graph.naming import Form, form_of
from graph.origins import STATES
from graph.statements import from_body as statements_of
from graph.telling import Reading, Told
from graph.tokens import search_text
from graph.workings import Unit

Properties = dict[str, Any]
KINDS = ("topic", "entity", "article", "origin", "statements", "pair", "relation")
"""The units that have rows, in the order in which they are written: both ends of a relationship before the relationship."""
SEPARATOR = "\t"


@dataclass(slots=True)
class Rows:
    """Rows by kind (`node:Claim`, `link:MADE_BY:Claim:Entity`) and key: an id, or both ids of a relationship."""

    kinds: dict[str, dict[str, Properties]] = field(default_factory=lambda: defaultdict(dict))

    def node(self, label: str, key: str, **properties: Any) -> None:
        self.kinds[f"node:{label}"][key] = {k: v for k, v in properties.items() if v is not None and v != ()}

    def link(self, kind: str, start: tuple[str, str], end: tuple[str, str], **properties: Any) -> None:
        """Add a relationship between `(label, id)` pairs."""
        row = {k: v for k, v in properties.items() if v is not None}
        self.kinds[f"link:{kind}:{start[0]}:{end[0]}"][f"{start[1]}{SEPARATOR}{end[1]}"] = row


class Projection:
    """Gives the rows of each unit, from what was derived."""

    def __init__(self, derivation: Derivation) -> None:
        self._derivation = derivation
        self._workings = derivation.workings
        self._members: dict[str, list[str]] = defaultdict(list)
        for member, canonical in derivation.canonical.items():
            self._members[canonical].append(member)
        self._topics = {t.id: t for t in derivation.sources.topics}

    def rows(self, unit: Unit) -> Rows:
        """Return the rows of a unit; none when there is nothing left of it."""
        out = Rows()
        if unit.kind == "topic" and unit.key in self._topics:
            question = self._topics[unit.key].question
            out.node("Topic", unit.key, **{f"question_{lang}": text for lang, text in question.items()})
        elif unit.kind == "entity":
            self._entity(out, unit.key)
        elif unit.kind == "article":
            self._article(out, unit.key)
        elif unit.kind == "origin":
            self._origin(out, unit)
        elif unit.kind == "statements":
            for body in self._workings.received(unit):
                _statements(out, body)
        elif unit.kind == "pair":
            _edges(out, self._workings.received(unit))
        elif unit.kind == "relation":
            _relation(out, unit.key, self._workings.received(unit))
        return out

    def _entity(self, out: Rows, canonical: str) -> None:
        if self._derivation.canonical.get(canonical, canonical) != canonical:
            return
        members = sorted({canonical, *self._members.get(canonical, ())})
        forms = [form_of(body) for m in members for body in self._workings.received(Unit("form", m))]
        if not forms:
            return
        gazetteer = self._derivation.sources.gazetteer
        known = gazetteer.entities.get(canonical)
        head = _commonest(forms, canonical)
        name, kind = (known.name, known.kind) if known else (head.name, head.kind)
        names = [a.text for a in known.aliases] if known else []
        aliases = sorted({*names, *(n for f in forms for n in (f.name, *f.aliases))} - {name})
        former = [m for m in members if m != canonical]
        out.node(
            "Entity", canonical, name=name, kind=kind, country=(known.country or None) if known else None,
            parent=(known.parent or None) if known else None, aliases=aliases, former_ids=former,
            candidate=known is None and all(f.candidate for f in forms),
            search=search_text(" ".join([name, *aliases]), [canonical, *former]),
        )  # fmt: skip

    def _origin(self, out: Rows, unit: Unit) -> None:
        found = [body.split("\n") for body in self._workings.received(unit)]
        if found:
            state, kind = min(found, key=lambda f: (STATES.index(f[0]), f[1]))
            out.node("Origin", unit.key, kind=kind, state=state)

    def _article(self, out: Rows, article_id: str) -> None:
        found = self._derivation.reading(article_id)
        if found is None:
            return
        reading, _, ids = found
        superseded = {c for body in self._workings.received(Unit("superseded", article_id)) for c in json.loads(body)}
        outlet = self._derivation.outlets.id(reading.article.outlet)
        _article_rows(out, reading, ids, ids.of(outlet) if outlet else "")
        for t in reading.told:
            self._claim(out, reading, t, ids, superseded=t.claim.id in superseded)

    def _claim(self, out: Rows, reading: Reading, t: Told, ids: Identities, *, superseded: bool) -> None:
        c, e, article = t.claim, t.extraction, reading.article
        about = list(dict.fromkeys(ids.of(x) for x in c.about))
        speaker = speaker_node(article.id, c, ids)
        carried = [r.predicate for r in e.relations if r.claim == c.id]
        names = [
            x
            for x in (*about, *(ids.of(v) for v in c.via), speaker[1] if speaker and speaker[0] == "Entity" else "")
            if x
        ]
        out.node(
            "Claim", c.id, text=c.text, sentence=c.sentence, cue=c.cue, predicate=carried[0] if carried else None, modality=c.modality,
            reply=c.reply, condition=c.condition, negated=c.negated, direct=c.direct, quote_status=c.quote_status,
            status="superseded" if superseded and t.stands else t.status,
            said_start=c.said_at.start if c.said_at else None, said_end=c.said_at.end if c.said_at else None,
            published_on=article.published_on, venue=c.venue, confidence=c.confidence, firm=c.firm, language=e.language,
            extractor=e.extractor, recorded_at=t.recorded_at, search=search_text(c.sentence, names),
        )  # fmt: skip
        out.link(
            "REPORTED_IN", ("Claim", c.id), ("Article", article.id), version=e.version, start_pos=c.start, end_pos=c.end, quote=c.text
        )  # fmt: skip
        if speaker:
            if speaker[0] == "Source":
                out.node("Source", speaker[1], text=c.speaker_text or c.speaker)
            out.link("MADE_BY", ("Claim", c.id), speaker)
        for place, via in enumerate(dict.fromkeys(ids.of(v) for v in c.via), start=1):
            out.link("VIA", ("Claim", c.id), ("Entity", via), place=place)
        for entity in about:
            out.link("ABOUT", ("Claim", c.id), ("Entity", entity), role=_role(t, entity, ids))
        for topic in c.topics:
            if topic.id in self._topics:
                out.link("ON", ("Claim", c.id), ("Topic", topic.id), position=topic.position)
        for figure in (reading.figures[f] for f in c.figures if f in reading.figures):
            _figure(out, figure, ids, reading, t)
            out.link("STATES", ("Claim", c.id), ("Figure", figure.id))


def _article_rows(out: Rows, reading: Reading, ids: Identities, outlet: str) -> None:
    article, newest = reading.article, reading.newest
    named: Counter[str] = Counter()
    surfaces: dict[str, set[str]] = defaultdict(set)
    for m in newest.mentions if newest else ():
        entity = ids.of(m.entity)
        named[entity] += 1
        surfaces[entity].add(m.text)
    out.node(
        "Article", article.id, url=article.url, title=article.title or _headline(article.text), authors=list(article.authors),
        genre=article.genre, language=reading.language, published_on=article.published_on, modified_at=article.modified_at,
        fetched_at=article.fetched_at, version=article.version, words=_words(article.text),
        search=search_text(f"{article.title} {article.text[:2000]}", sorted(named)),
    )  # fmt: skip
    if outlet:
        out.link("PUBLISHED", ("Entity", outlet), ("Article", article.id))
    for entity, count in named.items():
        out.link(
            "MENTIONS", ("Article", article.id), ("Entity", entity), count=count, surfaces=sorted(surfaces[entity])
        )


def _role(t: Told, entity: str, ids: Identities) -> str:
    """Return whether the claim has an entity as subject or object of what it states, or only names it."""
    for r in t.extraction.relations:
        if r.claim == t.claim.id:
            if ids.of(r.subject) == entity:
                return "subject"
            if ids.of(r.object) == entity:
                return "object"
    return "mention"


def _figure(out: Rows, f: Figure, ids: Identities, reading: Reading, t: Told) -> None:
    day = reading.article.published_on.isoformat() if reading.article.published_on else ""
    out.node(
        "Figure", f.id, text=f.text, value=f.value, low=f.low, high=f.high, unit=f.unit, qualifier=f.qualifier, metric=f.metric or None,
        role=f.role, basis=f.basis, figurative=f.figurative, period_start=f.period.start if f.period else None,
        period_end=f.period.end if f.period else None,
        value_usd=dollars(amount_of_figure(f, t.claim, t.extraction.language, ids), day),
    )  # fmt: skip
    for subject in dict.fromkeys(ids.of(s) for s in f.subjects):
        out.link("MEASURES", ("Figure", f.id), ("Entity", subject))
    if f.changed_from and f.changed_from in reading.figures:
        earlier = reading.figures[f.changed_from]
        if earlier.id not in out.kinds["node:Figure"]:
            _figure(out, earlier, ids, reading, t)
        out.link("CHANGED_FROM", ("Figure", f.id), ("Figure", earlier.id))


def _statements(out: Rows, body: str) -> None:
    for s in statements_of(body):
        out.node(
            "Statement", s.id, gist=s.gist, first_seen=_day(s.first_seen), last_seen=_day(s.last_seen), claims=s.count,
            origins=len(s.origins), origins_state="at_most" if s.at_most else "known",
        )  # fmt: skip
        for claim, _ in s.claims:
            out.link("SAYS", ("Claim", claim), ("Statement", s.id))
        for claim, origin in s.origin_of:
            out.link("ORIGINATES_IN", ("Claim", claim), ("Origin", origin))


def _edges(out: Rows, bodies: Iterable[str]) -> None:
    """One edge of a type between two statements, whoever found it; the first reason in order of letters is told."""
    for edge in sorted((e for body in bodies for e in edges_of(body)), key=lambda e: e.why, reverse=True):
        out.link(edge.type, ("Statement", edge.start), ("Statement", edge.end), why=edge.why)


def _relation(out: Rows, key: str, bodies: Iterable[str]) -> None:
    carriers = [row for body in bodies for row in json.loads(body)]
    if carriers:
        kind, subject, object_ = key.split(SEPARATOR)
        days = sorted(day for _, day, _ in carriers if day)
        out.link(
            kind, ("Entity", subject), ("Entity", object_), claims=sorted({c for c, _, _ in carriers}),
            first_seen=_day(days[0] if days else ""), last_seen=_day(days[-1] if days else ""),
            origins=len({origin for _, _, origin in carriers}),
        )  # fmt: skip


def _commonest(forms: list[Form], canonical: str) -> Form:
    """Return the form in which most articles have an entity, of those under its own id where there are any."""
    own = [f for f in forms if f.id == canonical] or forms
    counted = Counter((f.name, f.kind) for f in own)
    return min(own, key=lambda f: (-counted[f.name, f.kind], f.name, f.kind, f.aliases))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _headline(text: str) -> str:
    line = text.strip().split("\n", 1)[0]
    return line if len(line) <= 90 else line[:88].rsplit(" ", 1)[0] + " …"


def _words(text: str) -> int:
    han = sum(1 for c in text if "\u4e00" <= c <= "\u9fff")
    return len(text.split()) if han * 4 < len(text) else han // 2
