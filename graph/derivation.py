"""Brings what follows from library and ledger to date: from articles to names, copies, claims, speakers, numbers and pairs of statements.

Only units that get something new are computed again, and the result is the same as if all had been: each step is a pure function of what it gets.
All of it is one transaction: killed in the middle, it has not happened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from extract.gazetteer import Gazetteer, gazetteer_version
from extract.topics import Topic
from graph import comparison, copies, facts, naming, speakers
from graph.identity import Identities
from graph.ledger import Change, Judgement, Ledger
from graph.matching import known_by_key, merges, merges_body, merges_of
from graph.naming import form_of
from graph.origins import Place, credited
from graph.resolution import Outlets, canonical_ids
from graph.telling import Reading, read
from graph.workings import Unit, Workings
from ingest.article import Article


@dataclass(frozen=True, slots=True)
class Sources:
    """What the graph is made from. `stamps()` gives by article something that changes whenever its newest version or its metadata do."""

    stamps: Callable[[], Mapping[str, str]]
    newest: Callable[[str], Article | None]
    ledger: Ledger
    gazetteer: Gazetteer
    topics: tuple[Topic, ...]


@dataclass(slots=True)
class Derivation:
    """One run over what has changed."""

    sources: Sources
    workings: Workings
    number: int = 0
    canonical: dict[str, str] = field(default_factory=dict)
    _leaders: dict[str, str] | None = None
    outlets: Outlets = field(init=False)
    judgements: list[Judgement] = field(init=False)
    wrong: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.outlets = Outlets(self.sources.gazetteer)
        self.judgements = self.sources.ledger.judgements()
        verdicts = {j.a: j.verdict for j in self.judgements if j.kind == "claim"}
        self.wrong = {claim for claim, verdict in verdicts.items() if verdict == "wrong"}
        self.canonical = json.loads(self.workings.setting("canonical", "{}"))
        self.number = int(self.workings.setting("number", "0"))

    def run(self) -> int:
        """Bring everything to date; return the number up to which a store has to be brought."""
        w, ledger = self.workings, self.sources.ledger
        with w.transaction():
            self.number += 1
            if w.setting("made by") != _made_by():
                w.touch_all(self.number)
                w.remember("made by", _made_by())
                self.canonical = {}
                w.touch([Unit("topic", t.id) for t in self.sources.topics], self.number)
            changes = ledger.changes(int(w.setting("seen", "0")))
            dirty = self._dirty(changes)
            if dirty or changes:
                self._derive(dirty, changes)
                w.remember("number", self.number)
            if changes:
                w.remember("seen", changes[-1].number)
        return int(w.setting("number", "0"))

    def reading(self, article_id: str) -> tuple[Reading, Place, Identities] | None:
        """Return one article with its place and the ids that hold in it; None when it is gone."""
        article = self.sources.newest(article_id)
        if article is None:
            return None
        if self._leaders is None:
            self._leaders = copies.leader_of(self.workings)
        head = self._leaders.get(article_id, article_id)
        leader = article if head == article_id else self.sources.newest(head) or article
        place = Place(article, leader, copies.credit_of(self.workings, leader.id))
        local = self.workings.received(Unit("local", article_id))
        ids = Identities(json.loads(local[0]) if local else {}, self.canonical)
        return read(article, self.sources.ledger.of_article(article_id), self.wrong), place, ids

    def _text(self, article_id: str) -> str | None:
        article = self.sources.newest(article_id)
        return article.text if article else None

    def _dirty(self, changes: Iterable[Change]) -> set[str]:
        stamps = dict(self.sources.stamps())
        before = dict(self.workings.all_received("stamp"))
        dirty = {a for a in {*stamps, *before} if stamps.get(a) != before.get(a)}
        for change in changes:
            if change.kind == "article":
                dirty.add(change.key)
            elif change.kind in ("claim", "statement"):
                holding = self.workings.senders_holding("speaker", json.dumps(change.key))
                dirty |= {sender.key for _, sender in holding}
        for a in dirty:
            self.workings.send(Unit("library", a), {Unit("stamp", a): stamps[a]} if a in stamps else {})
        return dirty

    def _derive(self, dirty: set[str], changes: Iterable[Change]) -> None:
        w = self.workings
        judged = {
            Unit("speaker", u.key)
            for c in changes
            if c.kind == "statement"
            for u, _ in w.senders_holding("speaker", json.dumps(c.key))
        }
        names = {unit for a in sorted(dirty) for unit in self._read(a)}
        moved = self._resolve(names)
        led = copies.regroup(w, dirty, self._text)
        again = dirty | moved | led
        again |= {a for a, head in copies.leader_of(w).items() if head in dirty}
        speakers_, relations = self._tell(again)
        pairs, numbers, answers = self._speak(speakers_ | judged)
        self._compare(numbers, answers | {u for u in relations if u.kind == "answers"})
        w.touch([Unit("article", a) for a in again], self.number)
        w.touch([u for u in relations if u.kind == "relation"] + list(pairs), self.number)

    def _read(self, article_id: str) -> set[Unit]:
        """Take in the names and the words of an article; return the units that get something new."""
        article = self.sources.newest(article_id)
        sent: dict[Unit, str] = {}
        if article is not None:
            found = self.sources.ledger.as_json(article_id)
            outlet = (self.outlets.id(article.outlet), article.outlet)
            local = naming.local_ids(article_id, found, self.sources.gazetteer.entities)
            sent = naming.forms(found, local, self.sources.gazetteer, outlet)
            current = next((x for x in found if x["version"] == article.version), None)
            credit = credited(current["credits"], article, outlet[0]) if current else ""
            sent |= copies.marks(article, credit)
            if local:
                sent[Unit("local", article_id)] = json.dumps(local, sort_keys=True)
        return {u for u in self.workings.send(Unit("reading", article_id), sent) if u.kind in ("name", "form")}

    def _resolve(self, changed: set[Unit]) -> set[str]:
        """Join what is one; return the articles that name somebody who is now somebody else."""
        w, names = self.workings, sorted(u for u in changed if u.kind == "name")
        known = known_by_key(self.sources.gazetteer) if names else {}
        for unit in names:
            forms = [form_of(line) for body in w.received(unit) for line in body.split("\n")]
            found = merges(unit.key, forms, known.get(unit.key, ()))
            w.send(Unit("matching", unit.key), {Unit("merge", unit.key): merges_body(found)} if found else {})
        by_rule = [m for _, body in w.all_received("merge") for m in merges_of(body)]
        renewed = canonical_ids(by_rule, self.judgements, self.sources.gazetteer.entities)
        moved = {i for i in {*renewed, *self.canonical} if renewed.get(i, i) != self.canonical.get(i, i)}
        stale = {ids.get(i, i) for i in moved for ids in (self.canonical, renewed)}
        stale |= {renewed.get(u.key, u.key) for u in changed if u.kind == "form"}
        self.canonical = renewed
        w.remember("canonical", json.dumps(renewed, sort_keys=True))
        w.touch([Unit("entity", e) for e in stale], self.number)
        return {u.key for i in moved for u in w.senders(Unit("form", i))}

    def _tell(self, articles: set[str]) -> tuple[set[Unit], set[Unit]]:
        """Send the claims of articles to their speakers; return those that get something new, and the other units that do."""
        known = facts.Known(self.outlets, self.sources.gazetteer)
        changed: set[Unit] = set()
        self._leaders = None
        for a in sorted(articles):
            found = self.reading(a)
            changed |= self.workings.send(Unit("telling", a), facts.pieces(*found, known) if found else {})
        return {u for u in changed if u.kind == "speaker"}, {u for u in changed if u.kind != "speaker"}

    def _speak(self, changed: set[Unit]) -> tuple[set[Unit], set[Unit], set[Unit]]:
        """Make statements; return the units to be written again, the numbers and the answers that get something new."""
        judged = {(j.a, j.b): j.verdict for j in self.judgements if j.kind == "statement"}
        found: set[Unit] = set()
        for unit in sorted(changed):
            sent = speakers.pieces(unit.key, self.workings.received(unit), judged)
            found |= self.workings.send(Unit("speaking", unit.key), sent)
        written = {u for u in found if u.kind in ("statements", "origin", "pair")}
        return written, {u for u in found if u.kind == "numbers"}, {u for u in found if u.kind == "answers"}

    def _compare(self, numbers: set[Unit], answers: set[Unit]) -> None:
        w = self.workings
        changed: set[Unit] = set()
        for unit in sorted(numbers):
            given = [n for body in w.received(unit) for n in comparison.from_body(body)]
            found = comparison.relate(unit.key.split("\t")[1], given)
            changed |= w.send(
                Unit("comparing", unit.key), speakers.by_pair(found.edges) | _superseded(found.superseded)
            )
        for unit in sorted(answers):
            changed |= w.send(Unit("answering", unit.key), speakers.by_pair(speakers.answers(w.received(unit))))
        w.touch([u for u in changed if u.kind == "pair"], self.number)
        w.touch([Unit("article", u.key) for u in changed if u.kind == "superseded"], self.number)


def _superseded(claims: Iterable[tuple[str, str]]) -> dict[Unit, str]:
    by_article: dict[Unit, list[str]] = {}
    for claim, article in claims:
        by_article.setdefault(Unit("superseded", article), []).append(claim)
    return {unit: json.dumps(found) for unit, found in by_article.items()}


def _made_by() -> str:
    """Return what all of this depends on besides articles and judgements: this code, its tables and the gazetteer."""
    digest = hashlib.sha256(gazetteer_version().encode())
    for folder in (files("graph"), files("graph") / "tables"):
        for source in sorted(folder.iterdir(), key=lambda f: f.name):
            if source.name.endswith((".py", ".toml")):
                digest.update(source.read_bytes())
    digest.update(
        (files("corpora") / "topics.toml").read_bytes() if (files("corpora") / "topics.toml").is_file() else b""
    )
    return digest.hexdigest()[:16]
