"""Computes the whole graph from articles and ledger, as plain rows: what `schema.py` lays down, filled.

A pure function of what it is given, so that a fresh and an incremental build cannot differ. Writing is `writing.py`'s.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from extract.annotations import Claim, Entity, Extraction, Figure
from extract.gazetteer import Gazetteer
from extract.topics import Topic
from graph.ledger import Judgement, Recorded
from graph.origins import copies, origin_of
from graph.resolution import Resolution
from graph.statements import Said, statement_ids
from graph.tokens import search_text
from ingest.article import Article

Properties = dict[str, Any]


@dataclass(slots=True)
class Projection:
    """Nodes by label and id; relationships by type, labels of both ends, and the ids of both ends."""

    nodes: dict[str, dict[str, Properties]] = field(default_factory=lambda: defaultdict(dict))
    links: dict[tuple[str, str, str], dict[tuple[str, str], Properties]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def node(self, label: str, key: str, **properties: Any) -> None:
        self.nodes[label][key] = {k: v for k, v in properties.items() if v is not None and v != ()}

    def link(self, kind: str, start: tuple[str, str], end: tuple[str, str], **properties: Any) -> None:
        """Add a relationship between `(label, id)` pairs."""
        self.links[kind, start[0], end[0]][start[1], end[1]] = {k: v for k, v in properties.items() if v is not None}


@dataclass(frozen=True, slots=True)
class Given:
    """What a projection is made of: every version of every article, what was extracted, and what was judged."""

    articles: Mapping[str, Article]
    versions: Callable[[str, str], Article | None]
    recorded: tuple[Recorded, ...]
    judgements: tuple[Judgement, ...]
    gazetteer: Gazetteer
    topics: tuple[Topic, ...]


@dataclass(slots=True)
class _Told:
    """A claim with the version it stands in."""

    claim: Claim
    article: Article
    extraction: Extraction
    recorded_at: datetime
    status: str


def project(given: Given) -> Projection:
    """Return the graph."""
    out = Projection()
    newest = {r.extraction.article_id: r for r in given.recorded if _is_newest(given, r)}
    resolution = Resolution(given.gazetteer, (r.extraction for r in given.recorded), given.judgements)
    for topic in given.topics:
        out.node("Topic", topic.id, **{f"question_{lang}": text for lang, text in topic.question.items()})
    told = list(_told(given, newest))
    outlets = {a.id: resolution.outlet(a.outlet) if a.outlet else "" for a in given.articles.values()}
    _articles(out, given, newest, resolution, outlets)
    figures = {f.id: f for r in given.recorded for f in r.extraction.figures}
    for t in told:
        _claim(out, t, resolution, figures)
    _statements(out, told, figures, resolution, outlets, copies(given.articles.values()))
    _relations(out, newest.values(), told, resolution)
    for entity in resolution.entities():
        _entity(out, entity, given.gazetteer)
    return out


def _is_newest(given: Given, r: Recorded) -> bool:
    article = given.articles.get(r.extraction.article_id)
    return article is not None and article.version == r.extraction.version


def _told(given: Given, newest: Mapping[str, Recorded]) -> Iterable[_Told]:
    """Yield every claim once: in the newest version that holds it, else withdrawn, with the text it stood in."""
    verdicts = {j.a: j.verdict for j in given.judgements if j.kind == "claim"}
    seen: set[str] = set()
    for r in sorted(given.recorded, key=lambda r: not _is_newest(given, r)):
        e = r.extraction
        current = newest.get(e.article_id)
        article = given.versions(e.article_id, e.version)
        if current is None or article is None:
            continue
        for claim in e.claims:
            if claim.id in seen:
                continue
            seen.add(claim.id)
            status = "current" if current is r else "withdrawn"
            yield _Told(
                claim, article, e, r.recorded_at, "judged_wrong" if verdicts.get(claim.id) == "wrong" else status
            )


def _articles(
    out: Projection, given: Given, newest: Mapping[str, Recorded], resolution: Resolution, outlets: Mapping[str, str]
) -> None:
    for article in given.articles.values():
        r = newest.get(article.id)
        named = Counter[str]()
        surfaces: dict[str, set[str]] = defaultdict(set)
        for m in r.extraction.mentions if r else ():
            entity = resolution.id(m.entity)
            named[entity] += 1
            surfaces[entity].add(m.text)
        out.node(
            "Article", article.id, url=article.url, title=article.title or _headline(article.text), authors=list(article.authors),
            genre=article.genre, language=r.extraction.language if r else article.language, published_on=article.published_on,
            modified_at=article.modified_at, fetched_at=article.fetched_at, version=article.version, words=_words(article.text),
            search=search_text(f"{article.title} {article.text[:2000]}", named),
        )  # fmt: skip
        if outlets[article.id]:
            out.link("PUBLISHED", ("Entity", outlets[article.id]), ("Article", article.id))
        for entity, count in named.items():
            out.link(
                "MENTIONS", ("Article", article.id), ("Entity", entity), count=count, surfaces=sorted(surfaces[entity])
            )


def _headline(text: str) -> str:
    line = text.strip().split("\n", 1)[0]
    return line if len(line) <= 90 else line[:88].rsplit(" ", 1)[0] + " …"


def _words(text: str) -> int:
    han = sum(1 for c in text if "\u4e00" <= c <= "\u9fff")
    return len(text.split()) if han * 4 < len(text) else han // 2


def speaker_of(t_article: str, claim: Claim, resolution: Resolution) -> tuple[str, str] | None:
    """Return the label and id of a claim's speaker; None for the outlet's own voice."""
    if claim.speaker is None:
        return None
    if claim.speaker.startswith("unnamed: "):
        return "Source", f"source:{t_article}:{' '.join((claim.speaker_text or claim.speaker).lower().split())}"
    return "Entity", resolution.id(claim.speaker)


def _claim(out: Projection, t: _Told, resolution: Resolution, figures: Mapping[str, Figure]) -> None:
    c, e = t.claim, t.extraction
    about = list(dict.fromkeys(resolution.id(x) for x in c.about))
    speaker = speaker_of(t.article.id, c, resolution)
    carried = [r.predicate for r in e.relations if r.claim == c.id]
    names = [
        x
        for x in (*about, *(resolution.id(v) for v in c.via), speaker[1] if speaker and speaker[0] == "Entity" else "")
        if x
    ]
    out.node(
        "Claim", c.id, text=c.text, sentence=c.sentence, cue=c.cue, predicate=carried[0] if carried else None, modality=c.modality,
        reply=c.reply, condition=c.condition, negated=c.negated, direct=c.direct, quote_status=c.quote_status, status=t.status,
        said_start=c.said_at.start if c.said_at else None, said_end=c.said_at.end if c.said_at else None,
        published_on=t.article.published_on, venue=c.venue, confidence=c.confidence, firm=c.firm, language=e.language,
        extractor=e.extractor, recorded_at=t.recorded_at, search=search_text(c.sentence, names),
    )  # fmt: skip
    out.link(
        "REPORTED_IN", ("Claim", c.id), ("Article", t.article.id), version=e.version, start_pos=c.start, end_pos=c.end, quote=c.text
    )  # fmt: skip
    if speaker:
        if speaker[0] == "Source":
            out.node("Source", speaker[1], text=c.speaker_text or c.speaker)
        out.link("MADE_BY", ("Claim", c.id), speaker)
    for place, via in enumerate(dict.fromkeys(resolution.id(v) for v in c.via), start=1):
        out.link("VIA", ("Claim", c.id), ("Entity", via), place=place)
    for entity in about:
        out.link("ABOUT", ("Claim", c.id), ("Entity", entity), role="mention")
    for topic in c.topics:
        out.link("ON", ("Claim", c.id), ("Topic", topic.id), position=topic.position)
    for figure_id in c.figures:
        figure = figures.get(figure_id)
        if figure is not None:
            _figure(out, figure, resolution, figures)
            out.link("STATES", ("Claim", c.id), ("Figure", figure_id))


def _figure(out: Projection, f: Figure, resolution: Resolution, figures: Mapping[str, Figure]) -> None:
    out.node(
        "Figure", f.id, text=f.text, value=f.value, low=f.low, high=f.high, unit=f.unit, qualifier=f.qualifier, metric=f.metric or None,
        role=f.role, basis=f.basis, figurative=f.figurative, period_start=f.period.start if f.period else None,
        period_end=f.period.end if f.period else None, value_usd=f.value if f.unit == "USD" else None,
    )  # fmt: skip
    for subject in dict.fromkeys(resolution.id(s) for s in f.subjects):
        out.link("MEASURES", ("Figure", f.id), ("Entity", subject))
    if f.changed_from and f.changed_from in figures:
        earlier = figures[f.changed_from]
        if earlier.id not in out.nodes["Figure"]:
            _figure(out, earlier, resolution, {})
        out.link("CHANGED_FROM", ("Figure", f.id), ("Figure", earlier.id))


def _statements(
    out: Projection,
    told: list[_Told],
    figures: Mapping[str, Figure],
    resolution: Resolution,
    outlets: Mapping[str, str],
    leaders: Mapping[str, str],
) -> None:
    said = []
    for t in told:
        speaker = speaker_of(t.article.id, t.claim, resolution)
        numbers = tuple(figures[f] for f in t.claim.figures if f in figures)
        about = tuple(dict.fromkeys(resolution.id(a) for a in t.claim.about))
        said.append(Said(t.claim, numbers, speaker[1] if speaker else "", about))
    ids = statement_ids(said)
    members: dict[str, list[_Told]] = defaultdict(list)
    for t in told:
        members[ids[t.claim.id]].append(t)
    for statement, group in members.items():
        origins = {}
        for t in group:
            origin = origin_of(
                t.claim, t.article, outlets.get(t.article.id, ""), leaders.get(t.article.id, t.article.id)
            )
            origins[origin.id] = origin
            out.node("Origin", origin.id, kind=origin.kind, state=origin.state)
            out.link("ORIGINATES_IN", ("Claim", t.claim.id), ("Origin", origin.id))
            out.link("SAYS", ("Claim", t.claim.id), ("Statement", statement))
        days = sorted(t.article.published_on for t in group if t.article.published_on)
        first = min(group, key=lambda t: (str(t.article.published_on or "9999"), t.claim.id))
        unknown = any(o.state == "unknown" for o in origins.values()) and len(origins) > 1
        out.node(
            "Statement", statement, gist=first.claim.text, first_seen=days[0] if days else None, last_seen=days[-1] if days else None,
            claims=len(group), origins=len(origins), origins_state="at_most" if unknown else "known",
        )  # fmt: skip


def _relations(out: Projection, newest: Iterable[Recorded], told: list[_Told], resolution: Resolution) -> None:
    live = {t.claim.id: t for t in told if t.status == "current"}
    stated: dict[tuple[str, str, str], list[_Told]] = defaultdict(list)
    for r in newest:
        for relation in r.extraction.relations:
            if relation.claim in live:
                key = (relation.predicate.upper(), resolution.id(relation.subject), resolution.id(relation.object))
                stated[key].append(live[relation.claim])
    for (kind, subject, object_), carriers in stated.items():
        days = sorted(t.article.published_on for t in carriers if t.article.published_on)
        out.link(
            kind, ("Entity", subject), ("Entity", object_), claims=sorted({t.claim.id for t in carriers}),
            first_seen=days[0] if days else None, last_seen=days[-1] if days else None, origins=len({t.article.id for t in carriers}),
        )  # fmt: skip


def _entity(out: Projection, entity: Entity, gazetteer: Gazetteer) -> None:
    known = gazetteer.entities.get(entity.id)
    out.node(
        "Entity", entity.id, name=entity.name, kind=entity.kind, country=(known.country or None) if known else None,
        parent=(known.parent or None) if known else None, aliases=sorted(set(entity.aliases)), candidate=entity.candidate,
        search=search_text(" ".join([entity.name, *entity.aliases]), [entity.id]),
    )  # fmt: skip
