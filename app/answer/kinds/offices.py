"""Answers who holds an office or founded something; a question for one office is never answered with another."""

from __future__ import annotations

from itertools import pairwise

from app.answer.draft import Line, Plan, Scene, apart
from app.answer.evidence import Link
from app.answer.question import Target
from app.answer.question_tables import slots
from app.answer.rank import Match
from app.answer.relation_table import predicates_for

_LOOSE = frozenset({"lead_", "lead_org", "leader"})
_OFFICE_GIVERS = frozenset({"Company", "Organization", "Agency"})
_WITHIN = 14
"""Characters that may stand between office, organisation and person in one expression ("Ben Bajarin, CEO of ...")."""


def plan_office(scene: Scene) -> Plan:
    """Plan the answer to "who is the chief executive of X", "who founded X", "who is Y"."""
    question = scene.question
    people = [t for t in question.targets if t.thing.kind == "Person"]
    if people and not question.role:
        return Plan(absence="other_way")
    roles = frozenset({question.role}) if question.role else _roles_asked(scene)
    lines = _by_links(scene, roles) or _by_expression(scene, roles)
    if lines:
        return Plan(tuple(lines[:3]))
    if not roles:
        return Plan(absence="other_way")
    return Plan(absence="no_role", nearest=scene.nearest())


def _asked_of(scene: Scene) -> list[Target]:
    """Return what the office is of: "who leads Qwen at Alibaba" is of Qwen."""
    parents = {t.thing.parent for t in scene.question.targets}
    return [t for t in scene.question.targets if t.thing.id not in parents]


def _roles_asked(scene: Scene) -> frozenset[str]:
    return frozenset(
        i for i in scene.question.flat_ideas if i in ("founder", "found", "lead_org", "lead_", "leader", "ceo")
    )


def _by_links(scene: Scene, roles: frozenset[str]) -> list[Line]:
    predicates = predicates_for(roles)
    by_id = {m.evidence.id: m for m in scene.matches}
    lines = []
    for target in _asked_of(scene):
        if not predicates:
            continue
        for link in scene.retriever.links(target.thing.id, predicates):
            other = link.subject if link.object == target.thing.id else link.object
            person = scene.names.things.get(other)
            if not person or (
                target.thing.kind != "Person" and (link.object != target.thing.id or person.kind != "Person")
            ):
                continue
            carriers = [by_id[c] for c in link.claims if c in by_id and _speaks_of(by_id[c], roles)]
            if carriers:
                lines.append(Line("link", carriers[0], link=link, names=(other,)))
    return lines


def _speaks_of(match: Match, roles: frozenset[str]) -> bool:
    if roles & _LOOSE:
        return bool(match.reading.ideas & {"ceo", "lead_org", "leader", "chairman", "director", "founder", *_LOOSE})
    return bool(match.reading.ideas & (roles | ({"found", "founder"} if roles & {"found", "founder"} else set())))


def _by_expression(scene: Scene, roles: frozenset[str]) -> list[Line]:
    """Find office, organisation and person side by side in one expression of a sentence."""
    lines: list[Line] = []
    for match in scene.matches:
        for target in _asked_of(scene):
            person = _beside(match, target, roles) or _only_one(match, target, roles, scene)
            if person:
                link = Link(person, "leads" if not roles & {"found", "founder"} else "founded", target.thing.id, ())
                lines.append(Line("link", match, link=link, names=(person,)))
    kept = apart([line.match for line in lines], 3)
    return [line for line in lines if line.match in kept]


def _beside(match: Match, target: Target, roles: frozenset[str]) -> str:
    wanted = roles | ({"found", "founder"} if roles & {"found", "founder"} else frozenset())
    offices = [(s, e) for ideas, s, e in match.reading.places if set(ideas) & wanted]
    owners = [(n.start, n.end) for n in match.reading.names if set(target.ids) & {t.id for t in n.things}]
    people = [n for n in match.reading.names if n.things[0].kind == "Person"]
    for office in offices:
        for owner in owners:
            for person in people:
                spans = sorted((office, owner, (person.start, person.end)))
                gaps = [later[0] - earlier[1] for earlier, later in pairwise(spans)]
                between = match.evidence.sentence[spans[0][0] : spans[-1][1]]
                if max(gaps) <= _WITHIN and "." not in between.rstrip(".") and len(_owners_between(match, spans)) <= 1:
                    return person.things[0].id
    return ""


def _only_one(match: Match, target: Target, roles: frozenset[str], scene: Scene) -> str:
    """Return the one person of a sentence whose office can only be the target's: it names a founding, or no organisation but the article's own."""
    people = list(dict.fromkeys(n.things[0].id for n in match.reading.names if n.things[0].kind == "Person"))
    if len(people) != 1 or not _speaks_of(match, roles) or roles & _LOOSE:
        return ""
    owners = {n.things[0].id for n in match.reading.names if n.things[0].kind in _OFFICE_GIVERS}
    if roles & {"found", "founder"}:
        return (
            people[0]
            if owners & set(target.ids) and match.coverage >= 0.8 and match.evidence.modality == "asserted"
            else ""
        )
    beside = any(
        min(abs(s - n.end), abs(n.start - e)) <= 3
        for ideas, s, e in match.reading.places
        if set(ideas) & roles
        for n in match.reading.names
        if n.things[0].id == people[0]
    )
    return people[0] if beside and not owners and _is_the_article_of(match, target, scene) else ""


def _is_the_article_of(match: Match, target: Target, scene: Scene) -> bool:
    """Say whether the article's title names the target and nothing else that gives offices."""
    named = {
        n.things[0].id for n in scene.names.find(match.evidence.article.title) if n.things[0].kind in _OFFICE_GIVERS
    }
    return bool(named) and named <= {*target.ids, match.evidence.article.outlet_id}


def _owners_between(match: Match, spans: list[tuple[int, int]]) -> set[str]:
    kinds = slots().kinds["company"]
    return {
        n.things[0].id
        for n in match.reading.names
        if spans[0][0] <= n.start < spans[-1][1] and n.things[0].kind in kinds
    }
