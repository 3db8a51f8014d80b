"""Answers a question from the graph, without a model: understand, gather, measure, plan, compose."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from app.answer import queries
from app.answer.compose import Composer
from app.answer.draft import Plan, Scene
from app.answer.evidence import Evidence
from app.answer.kinds import GENERAL, WAYS
from app.answer.kinds.speech import in_time
from app.answer.lexicon import rows as idea_rows
from app.answer.names import NameIndex, gazetteer_things
from app.answer.question import Question, Target
from app.answer.rank import LIGHT, SentenceReader, matches
from app.answer.relation_table import predicates_for
from app.answer.result import Answer, Searched
from app.answer.retrieve import Retriever, entities_in
from app.answer.understand import follow, question_language, understand
from app.answer.wording import name as written_name
from extract.gazetteer import Gazetteer
from graph.store.role import Store
from graph.tokens import entity_token

_BY_WORDS = 120
_BY_NAME = 80
_AT_MOST = 260
_FORMS_PER_IDEA = 2
_HOME = {"zh": "CN", "vi": "VN"}
"""The country whose press is meant by "the Chinese press", in whatever language it writes."""
_SPOKEN = ("said", "who_said", "overview", "open", "change", "which", "reaction")


class AnswerEngine:
    """Answers questions from one graph. Holds the names of the graph's entities; reads them again when articles come or go."""

    def __init__(self, graph: Store, gazetteer: Gazetteer) -> None:
        self.graph = graph
        self.gazetteer = gazetteer
        self._articles: dict[str, int] | None = None
        self.names = NameIndex([])
        self.reader = SentenceReader(self.names)

    def refresh(self) -> Searched:
        """Count the articles; read the names anew when the count has changed."""
        counts = {
            str(r["language"] or "?"): int(r["articles"]) for r in self.graph.read(queries.ARTICLES_BY_LANGUAGE).rows
        }
        if counts != self._articles:
            known = {t.id: t for t in gazetteer_things(self.gazetteer)}
            found = entities_in(self.graph, known)
            seen = {t.id for t in found}
            self.names = NameIndex([*found, *(t for t in known.values() if t.id not in seen)])
            self.reader = SentenceReader(self.names)
            self._articles = counts
        return Searched(sum(counts.values()), dict(sorted(counts.items())))

    def ask(self, text: str, *, conversation: Sequence[Answer] = ()) -> Answer:
        """Answer a question; `conversation` holds the answers given before it, oldest first, so that "and Llama?" is understood."""
        began = time.perf_counter()
        searched = self.refresh()
        retriever = Retriever(self.graph)
        parts = understand(text, self.names)
        before = next((a.read[0] for a in reversed(conversation) if a.read and a.read[0].targets), None)
        if before and (not parts[0].targets or parts[0].refers_back):
            parts = [follow(parts[0], before), *parts[1:]]
        language = question_language(text, conversation[-1].language if conversation else "")
        composer = Composer(language, self.names)
        said: list[str] = []
        plans: list[Plan] = []
        for part in parts:
            plan = self._plan_part(part, plans[-1] if plans else None, retriever)
            if not plan.lines and any(p.lines for p in plans) and part is not parts[0]:
                # A further part that cannot be answered says so in one line, without a second "nearest".
                plan = replace(plan, nearest=None)
            plans.append(plan)
            counted, on = self._denominator(part, plan, searched, retriever, language)
            said += [s for s in composer.say(plan, part, counted, on).split("\n") if s not in said]
        answered = bool(plans[0].lines) or any(p.lines for p in plans[1:])
        return Answer(
            question=text,
            language=language,
            answered=answered,
            answer="\n".join(said),
            citations=tuple(composer.citations),
            searched=searched,
            cypher=tuple(retriever.ran),
            seconds=time.perf_counter() - began,
            read=tuple(parts),
        )

    def _plan_part(self, part: Question, before: Plan | None, retriever: Retriever) -> Plan:
        """Plan one part; "it" may be what the part before found, if a relation says so."""
        found = [n for line in before.lines for n in line.names if n in self.names.things] if before else []
        if part.inherits and found:
            things = [self.names.things[n] for n in dict.fromkeys(found)][:1]
            targets = tuple(Target(t.name, (t,), 0, 0) for t in things)
            plan = self._plan(replace(part, targets=targets, context=()), retriever)
            if any(line.form == "link" for line in plan.lines):
                return plan
        return self._plan(part, retriever)

    def _plan(self, question: Question, retriever: Retriever) -> Plan:
        """Plan a question; one that asks the same of several things "each" is planned for each of them."""
        several = _several(question)
        if len(several) < 2:
            return self._plan_one(question, retriever)
        plans = [self._plan_one(one, retriever) for one in several]
        lines = tuple(line for plan in plans for line in plan.lines[:2])
        return Plan(lines) if lines else plans[0]

    def _plan_one(self, question: Question, retriever: Retriever) -> Plan:
        question = self._with_offices(question, retriever)
        found = [e for e in self._gather(question, retriever) if _allowed(question, e, self._country(e))]
        scene = Scene(question, tuple(matches(question, found, self.reader)), retriever, self.names, self.reader)
        plan = WAYS[question.asked](scene)
        if plan.absence == "other_way":
            only_named = question.targets and not question.ideas and not question.words
            plan = GENERAL[0 if only_named else 1](scene)
        return plan

    def _country(self, evidence: Evidence) -> str:
        outlet = self.names.things.get(evidence.article.outlet_id)
        return outlet.country if outlet else ""

    def _with_offices(self, question: Question, retriever: Retriever) -> Question:
        """Put the people whom the question names by their office in the place of what the office is of, where the graph knows them."""
        targets = list(question.targets)
        for office in question.offices:
            links = retriever.links(office.of.thing.id, predicates_for({office.role}))
            people = [
                self.names.things[link.subject]
                for link in links
                if link.subject in self.names.things
                and self.names.things[link.subject].kind == "Person"
                and (link.predicate in ("leads", "founded") or len(links) == 1)
            ]
            if people and office.of in targets:
                person = replace(office.of, things=tuple(people), speaker=office.of.speaker or question.asked == "said")
                targets[targets.index(office.of)] = person
        return replace(question, targets=tuple(targets))

    def _gather(self, question: Question, retriever: Retriever) -> list[Evidence]:
        """Collect candidate claims: by words in all three languages, by each name, by figure and by relation."""
        ids = retriever.search(_search_words(question), _BY_WORDS)
        for target in question.targets:
            maker = (target.thing.parent,) if target.thing.kind in ("Model", "Chip") and target.thing.parent else ()
            for entity in (*target.ids[:2], *maker):
                ids += retriever.claim_ids(queries.CLAIMS_BY, _BY_NAME, id=entity)
                ids += retriever.claim_ids(queries.CLAIMS_ABOUT, _BY_NAME, id=entity)
                if question.units:
                    ids += retriever.claim_ids(
                        queries.CLAIMS_WITH_FIGURES, _BY_NAME, id=entity, units=list(question.units)
                    )
                if question.asked == "reaction":
                    ids += retriever.claim_ids(queries.REPLIES_BY, _BY_NAME, id=entity)
                predicates = predicates_for(question.flat_ideas | ({question.role} if question.role else set()))
                if predicates:
                    ids += [c for link in retriever.links(entity, predicates) for c in link.claims]
        return retriever.evidence(list(dict.fromkeys(ids))[:_AT_MOST])

    def _denominator(
        self, question: Question, plan: Plan, searched: Searched, retriever: Retriever, language: str
    ) -> tuple[Searched, str]:
        """Return what an absence is measured against: the articles on the thing asked about, or all."""
        if plan.lines or not question.targets:
            return searched, ""
        main = max(question.targets, key=lambda t: t.thing.kind not in ("Country", "Place"))
        rows = retriever.rows(queries.ARTICLES_ON, id=main.thing.id)
        counts = {str(r["language"] or "?"): int(r["articles"]) for r in rows}
        if not counts:
            return searched, ""
        return Searched(sum(counts.values()), counts), written_name(main.thing, main.text, language)


def _several(question: Question) -> list[Question]:
    """Return one question for each of the things it is asked of "each" or "respectively"; figures see to that themselves."""
    if not question.each or question.asked not in ("which", "said", "when", "why", "role", "who_said", "open"):
        return [question]
    kinds = [t.thing.kind for t in question.targets if t.thing.kind not in ("Country", "Place")]
    kind = max(kinds, key=kinds.count, default="")
    alike = [t for t in question.targets if t.thing.kind == kind]
    rest = tuple(t for t in question.targets if t.thing.kind != kind)
    return [replace(question, targets=(t, *rest)) for t in alike] if len(alike) > 1 else [question]


def _allowed(question: Question, evidence: Evidence, country: str) -> bool:
    """Say whether the claim passes the question's filters: language or country of the source, genre, and time."""
    filters, article = question.filters, evidence.article
    sources = {code for code, home in _HOME.items() if country == home} | {article.language[:2]}
    if filters.languages and not sources & set(filters.languages):
        return False
    if (filters.countries and country not in filters.countries) or (
        filters.genres and article.genre not in filters.genres
    ):
        return False
    published, day = article.published_on, evidence.day
    if filters.published and (published is None or not filters.published.start <= published <= filters.published.end):
        return False
    if filters.since and question.asked in _SPOKEN and day is not None and day < filters.since.start:
        return False
    return question.asked not in ("said", "who_said", "overview") or in_time(evidence, question)


def _search_words(question: Question) -> str:
    """Return the words to search by: the question's own, each idea in three languages, and the tokens of its entities."""
    words = [question.text]
    for group in question.ideas:
        if LIGHT.intersection(group):
            continue
        for idea in group[:2]:
            words += [form for forms in idea_rows()[idea] for form in forms[:_FORMS_PER_IDEA]]
    words += [entity_token(i) for t in question.targets for i in t.ids[:2]]
    return " ".join(words)
