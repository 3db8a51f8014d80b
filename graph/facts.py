"""What one article sends to the comparison of all articles: its claims to their speakers, its relations, denials and corrections."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from extract.annotations import Claim, Figure
from extract.gazetteer import Gazetteer
from graph.concepts import domains
from graph.denials import Voiced, denied_by
from graph.identity import Identities, Speaker, speaker_of
from graph.origins import Place, Source, source_of
from graph.resolution import Outlets
from graph.said import Amount, Said, to_body
from graph.tables import table
from graph.telling import Reading, Told
from graph.workings import Unit

_CLAUSE = re.compile(r"[,;:，；：。.!?！？、]\s*(?!\d)")
_SCOPING = ("Chip", "Model", "Product")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beyond one article."""

    outlets: Outlets
    gazetteer: Gazetteer


def pieces(reading: Reading, place: Place, ids: Identities, known: Known) -> dict[Unit, str]:
    """Return what an article sends on, by the unit that gets it."""
    ties = _ties(reading)
    told = [(t, speaker_of(t.claim, place, ids, known.outlets, known.gazetteer, ties)) for t in reading.told]
    said = [(speaker, _said(reading, t, speaker, place, ids, known)) for t, speaker in told]
    links = _links(told, said)
    linked = {c for _, a, b, _ in links for c in (a, b)}
    by_speaker: dict[str, list[Said]] = defaultdict(list)
    sides: dict[str, Speaker] = {}
    for speaker, s in said:
        by_speaker[speaker.key].append(replace(s, linked=s.claim in linked))
        sides[speaker.key] = speaker
    out = {Unit("speaker", k): f"{sides[k].voice}\n{sides[k].side}\n{to_body(v)}" for k, v in by_speaker.items()}
    if links:
        out[Unit("answers", reading.article.id)] = f"links\n{json.dumps(links, ensure_ascii=False)}"
    return out | _relations(reading, [s for _, s in said], ids)


def _said(reading: Reading, t: Told, speaker: Speaker, place: Place, ids: Identities, known: Known) -> Said:
    c = t.claim
    speaks = c.speaker if c.speaker and speaker.voice == "outlet" else ""
    about = tuple(dict.fromkeys(ids.of(x) for x in c.about))
    return Said(
        claim=c.id, article=reading.article.id, place=c.start,
        day=reading.article.published_on.isoformat() if reading.article.published_on else "",
        said_from=c.said_at.start.isoformat() if c.said_at else "", said_to=c.said_at.end.isoformat() if c.said_at else "",
        language=t.extraction.language, text=c.text, modality=c.modality, negated=c.negated, stands=t.stands, linked=False, about=about,
        scope=_scope(reading, c, ids),
        triples=tuple(f"{r.predicate} {ids.of(r.subject)} {ids.of(r.object)}" for r in t.extraction.relations if r.claim == c.id),
        positions=tuple((p.id, p.position) for p in c.topics if p.position),
        amounts=tuple(amount_of_figure(reading.figures[f], c, t.extraction.language, ids, is_past=f in reading.past) for f in c.figures if f in reading.figures),
        source=_canonical(source_of(c, place, known.outlets, speaks=speaks or ""), ids), firm=c.firm,
    )  # fmt: skip


def _canonical(source: Source, ids: Identities) -> Source:
    return replace(source, owner=ids.of(source.owner)) if source.owner else source


def _scope(reading: Reading, claim: Claim, ids: Identities) -> tuple[str, ...]:
    """Return the countries and the products that a claim names: numbers about one are not held against numbers about another."""
    found = set()
    for x in claim.about:
        kind = reading.entities[x].kind if x in reading.entities else ""
        if kind == "Country":
            found.add(f"country:{ids.of(x)}")
        elif kind in _SCOPING:
            found.add(ids.of(x))
    return tuple(sorted(found))


def amount_of_figure(f: Figure, claim: Claim, language: str, ids: Identities, *, is_past: bool = False) -> Amount:
    """Return a figure as it is held against others."""
    return Amount(
        f.id, f.text, f.value, f.low, f.high, f.unit, f.qualifier, f.metric, tuple(sorted({ids.of(s) for s in f.subjects})),
        f.period.start.isoformat() if f.period else "", f.period.end.isoformat() if f.period else "", f.role, f.basis, f.figurative,
        f.changed_from or "", _domains(f, claim, language), is_past,
    )  # fmt: skip


def _domains(f: Figure, claim: Claim, language: str) -> tuple[str, ...]:
    if f.metric not in table("amounts")["parts"]["metrics"]:
        return ()
    clause = next((part for part in _CLAUSE.split(claim.text) if f.text in part), claim.text)
    return tuple(
        sorted(domains(clause, language) or domains(claim.text, language) or domains(claim.sentence, language))
    )


def _links(told: list[tuple[Told, Speaker]], said: list[tuple[Speaker, Said]]) -> list[tuple[str, str, str, str]]:
    """Return denials and corrections inside the article, as type, claim, claim and reason."""
    others = [Voiced(speaker.key, speaker.voice, s) for speaker, s in said]
    found = []
    for speaker, s in said:
        if s.modality == "denied":
            target = denied_by(s, speaker.key, others)
            if target:
                found.append(("DENIES", s.claim, target.claim, "denied in the same article"))
    holder = {a.id: s for _, s in said for a in s.amounts if s.stands}
    for _, s in said:
        for a in s.amounts:
            before = holder.get(a.changed_from)
            if before and s.stands and before.claim != s.claim:
                found.append(("UPDATES", s.claim, before.claim, f"the text gives it as a change: {a.text}"))
    for t, _ in told:
        if t.replaced_by:
            found.append(
                ("UPDATES", t.replaced_by, t.claim.id, "corrected by the outlet in a later version of the article")
            )
    return found


def _relations(reading: Reading, said: list[Said], ids: Identities) -> dict[Unit, str]:
    """Return who stands in which relation to whom, with the claims that carry it."""
    standing = {s.claim: s for s in said if s.stands}
    stated: dict[Unit, list[list[Any]]] = defaultdict(list)
    for r in reading.newest.relations if reading.newest else ():
        s = standing.get(r.claim)
        if s:
            key = f"{r.predicate.upper()}\t{ids.of(r.subject)}\t{ids.of(r.object)}"
            stated[Unit("relation", key)].append([s.claim, s.day, s.source.owner or f"unknown:{s.source.report}"])
    return {unit: json.dumps(rows) for unit, rows in stated.items()}


def _ties(reading: Reading) -> Mapping[str, str]:
    """Return the organisation that this article gives a person."""
    found: dict[str, str] = {}
    for r in reading.newest.relations if reading.newest else ():
        if r.predicate in ("leads", "works_for", "founded"):
            found.setdefault(r.subject, r.object)
    return found
