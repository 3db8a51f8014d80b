"""Answers which, where, when, why, yes or no, and everything else: the claims that cover the question, if they fill its slot."""

from __future__ import annotations

from app.answer.cue_tables import is_unnamed, shows
from app.answer.draft import Line, Plan, Scene, apart
from app.answer.evidence import Link
from app.answer.kinds.speech import speaks
from app.answer.kinds.superlatives import plan_superlative
from app.answer.question import Question
from app.answer.rank import Match
from app.answer.relation_table import predicates_for

_ENOUGH = 0.55
_CONTENT = 0.4
_NOT_REAL = ("predicted", "hedged", "denied")


def plan_yes_no(scene: Scene) -> Plan:
    """Plan the answer to a yes-or-no question: the claims that cover it, and beside them those that deny it."""
    fitting = _fitting(scene)
    if not fitting:
        return Plan(absence="nothing", nearest=scene.nearest())
    best = fitting[0]
    chosen = apart([m for m in fitting if m.coverage >= 0.85 * best.coverage], 2)
    articles = {m.evidence.article.id for m in chosen}
    against = [
        m
        for m in scene.matches
        if m not in chosen
        and (m.evidence.modality == "denied" or m.evidence.negated or {"deny", "evidence"} & m.reading.ideas)
        and m.evidence.article.id in articles
        and m.coverage >= 0.6 * best.coverage
        and all(m.has(t, 0.45) for t in scene.question.topics if t.thing.kind not in ("Country", "Place"))
    ]
    return Plan(tuple(Line("claim", m) for m in (*chosen, *apart(against, 2))), disagree=bool(against))


def plan_open(scene: Scene) -> Plan:
    """Plan the answer to a question of no special kind: the claims that cover it."""
    fitting = _fitting(scene)
    if not fitting:
        return Plan(absence="nothing", nearest=scene.nearest())
    best = fitting[0].coverage
    return Plan(tuple(Line("claim", m) for m in apart([m for m in fitting if m.coverage >= 0.85 * best], 3)))


def plan_overview(scene: Scene) -> Plan:
    """Plan what the corpus holds on one thing: its plain relations, then claims, figures first, newest first."""
    question = scene.question
    if not question.targets:
        return plan_open(scene)
    target = question.targets[0]
    own = [
        m
        for m in scene.matches
        if set(target.ids) & set(m.evidence.about) or speaks(m, (target,)) or m.has(target, 0.9)
    ]
    if question.ideas or question.words:
        fitting = [m for m in own if m.coverage >= _ENOUGH and m.content >= _CONTENT]
        own = fitting or ([] if question.ideas else own)
    if not own:
        return Plan(absence="not_mentioned" if not scene.matches else "nothing", nearest=scene.nearest())
    own.sort(key=_telling, reverse=True)
    return Plan(tuple(Line("claim", m) for m in apart(own, 4)))


def _telling(match: Match) -> tuple[float, int, str]:
    evidence = match.evidence
    day = evidence.day.toordinal() if evidence.day else 0
    worth = match.coverage + 0.3 * bool(evidence.figures) + 0.3 * bool(evidence.speakers) + 0.2 * evidence.firm
    worth -= 0.5 * (evidence.modality == "declined_to_comment")
    return worth, day, evidence.id


def plan_names(scene: Scene) -> Plan:
    """Plan the answer to "which company ...", "where ...": claims that cover the question and name something of the asked kind."""
    question = scene.question
    if not question.wanted:
        return plan_open(scene)
    if question.superlative and question.metrics:
        ranked = plan_superlative(scene)
        if ranked.lines:
            return ranked
    linked = _by_links(scene)
    fitting = _fitting(scene, enough=0.5)
    best = max([m.coverage for m in fitting[:1]] + [line.match.coverage for line in linked[:1]], default=0.0)
    lines = [line for line in linked if line.match.coverage >= 0.6 * best]
    known = {line.match.evidence.id for line in lines}
    for match in fitting:
        if match.coverage < (0.8 if question.many else 0.9) * best or match.evidence.id in known:
            continue
        names = _fillers(match, question)
        if names and not _stand_in(match, question, names, scene):
            lines.append(Line("claim", match, names=names))
    if not lines:
        return Plan(absence="no_name", nearest=fitting[0] if fitting else scene.nearest())
    kept = apart([line.match for line in lines], 4 if question.many else 3)
    return Plan(tuple(next(line for line in lines if line.match is m) for m in kept))


def _by_links(scene: Scene) -> list[Line]:
    """Find relations between a target and something of the asked kind whose carrying claim covers the question."""
    question = scene.question
    predicates = predicates_for(question.flat_ideas)
    by_id = {m.evidence.id: m for m in scene.matches}
    lines: list[Line] = []
    asked = {i for t in question.targets for i in t.ids}
    for target in question.topics if predicates else ():
        for link in scene.retriever.links(target.thing.id, predicates):
            other = link.subject if link.object == target.thing.id else link.object
            thing = scene.names.things.get(other)
            if other in asked or not thing or thing.kind not in question.wanted:
                continue
            lines += [
                Line("link", by_id[c], link=Link(link.subject, link.predicate, link.object, (c,)), names=(other,))
                for c in link.claims
                if c in by_id and by_id[c].coverage >= 0.4
            ]
    return sorted(lines, key=lambda line: (-line.match.coverage, line.evidence.id))


def _fillers(match: Match, question: Question) -> tuple[str, ...]:
    """Return the names of the asked kind in the claim that the question did not already hold."""
    asked = {i for t in question.targets for i in t.ids} | set(question.excluded)
    speakers = {p.id for p in (*match.evidence.speakers, *match.evidence.via)} if question.speakers else set()
    seen: dict[str, None] = {}
    for name in match.reading.names:
        thing = name.things[0]
        if thing.kind in question.wanted and thing.id not in asked and thing.id not in speakers:
            seen.setdefault(thing.id)
    if "Person" in question.wanted:
        for party in match.evidence.speakers:
            if party.kind in question.wanted and party.id not in asked:
                seen.setdefault(party.id)
    return tuple(seen)


def _stand_in(match: Match, question: Question, names: tuple[str, ...], scene: Scene) -> bool:
    """Say whether the claim speaks of an unnamed "a company" where a name was asked for, and its names belong to something else."""
    kind = question.wanted[0]
    if question.many or not is_unnamed(kind, match.evidence.sentence, match.evidence.language):
        return False
    asked = {i for t in question.targets for i in t.ids}
    parents = {t.thing.parent for t in question.targets}
    return all(name in parents or _belongs(name, asked, scene) for name in names)


def _belongs(name: str, asked: set[str], scene: Scene) -> bool:
    """Say whether a relation already ties the name to something the question names (the maker of the model it asks about)."""
    links = scene.retriever.links(name, ("develops", "makes", "owns", "leads", "works_for", "released"))
    return any({link.subject, link.object} - {name} <= asked for link in links)


def plan_time(scene: Scene) -> Plan:
    """Plan the answer to "when": claims that cover the question and name a time; what is only expected answers no "when did"."""
    question = scene.question
    cue = "day" if question.exact_day else "time"
    fitting = [m for m in _fitting(scene, enough=0.5) if _essential(m, question)]
    timed = [m for m in fitting if shows(cue, m.evidence.sentence, m.evidence.language) or _event_time(m, question)]
    real = [m for m in timed if m.evidence.modality not in _NOT_REAL and not m.evidence.negated]
    open_to_plans = question.future or (not question.realis and not question.exact_day)
    chosen = timed if open_to_plans else real
    if question.exact_day:
        chosen = [m for m in chosen if m in real or question.future]
    if not chosen:
        expected = bool(timed) or (question.exact_day and bool(fitting) and fitting[0].evidence.modality in _NOT_REAL)
        nearest = (timed or fitting)[0] if fitting else scene.nearest()
        return Plan(absence="only_expected" if expected else "no_date", nearest=nearest)
    best = chosen[0].coverage
    return Plan(tuple(Line("time", m) for m in apart([m for m in chosen if m.coverage >= 0.85 * best], 2)))


def _event_time(match: Match, question: Question) -> bool:
    """Say whether the claim names an event (a holiday, a summit) that the question does not."""
    asked = {i for t in question.targets for i in t.ids}
    return not question.exact_day and any(
        n.things[0].kind == "Event" and n.things[0].id not in asked for n in match.reading.names
    )


def _essential(match: Match, question: Question) -> bool:
    """Say whether the claim speaks of what happened to the thing asked about, and not only of the thing."""
    return not question.ideas or match.ideas_hit > 0 or match.content >= 0.5


def plan_reason(scene: Scene) -> Plan:
    """Plan the answer to "why": claims that cover the question, those that give a reason first."""
    question = scene.question
    fitting = _fitting(scene, enough=0.45)
    if question.speakers:
        fitting = [m for m in fitting if speaks(m, question.speakers)] or [
            m
            for m in scene.matches
            if speaks(m, question.speakers) and m.coverage >= 0.45 and _names_enough(m, question)
        ]
    reasoned = [m for m in fitting if shows("reason", m.evidence.sentence, m.evidence.language)]
    # A sentence with the mark of a reason gives the reason for something else when it shares too little with the question.
    chosen = [m for m in reasoned if m.content >= 0.5 or question.speakers or "reason_" in m.reading.ideas]
    chosen = chosen or [m for m in fitting if m.content >= 0.8 and m.evidence.language == question.language]
    if not chosen:
        return Plan(absence="no_reason", nearest=fitting[0] if fitting else scene.nearest())
    best = chosen[0].coverage
    return Plan(tuple(Line("claim", m) for m in apart([m for m in chosen if m.coverage >= 0.8 * best], 3)))


def _fitting(scene: Scene, enough: float = _ENOUGH) -> list[Match]:
    question = scene.question
    return [
        m
        for m in scene.matches
        if m.coverage >= enough
        and (m.content >= _CONTENT or not question.ideas)
        and _names_enough(m, question)
        and (not question.speakers or speaks(m, question.speakers))
        and m.evidence.modality != "declined_to_comment"
    ]


def _names_enough(match: Match, question: Question) -> bool:
    """Say whether the claim is about the things that the question names; a country may stay unsaid."""
    serious = [t for t in question.topics if t.thing.kind not in ("Country", "Place")]
    if not serious:
        return True
    held = sum(1 for t in serious if match.has(t, 0.5))
    return held == len(serious) if len(serious) < 3 else held * 2 >= len(serious)
