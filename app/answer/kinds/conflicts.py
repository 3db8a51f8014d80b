"""Answers "do the sources disagree": both sides of a conflict, never a verdict."""

from __future__ import annotations

from app.answer import queries
from app.answer.draft import Line, Plan, Scene, apart
from app.answer.evidence import FigureSeen
from app.answer.rank import Match

_ENOUGH = 0.4


def plan_conflict(scene: Scene) -> Plan:
    """Plan both sides: claims the graph holds to be in conflict, else figures of one measure that differ, else opposed positions."""
    question = scene.question
    fitting = [m for m in scene.matches if m.coverage >= _ENOUGH and _about(m, scene)]
    lines = _by_edges(scene, fitting) or _by_figures(scene, fitting)
    if lines:
        return Plan(tuple(lines), disagree=True)
    spoken = [m for m in fitting if m.evidence.speakers and m.coverage >= 0.5 and m.content >= 0.4]
    voices = {m.evidence.speakers[0].id for m in spoken}
    if len(voices) > 1 and not question.units:
        return Plan(tuple(Line("claim", m) for m in apart(spoken, 4)))
    if fitting and fitting[0].coverage >= 0.55 and len(apart(fitting, 2)) > 1 and question.asked != "conflict":
        return Plan(tuple(Line("claim", m) for m in apart(fitting, 2)))
    return Plan(absence="no_conflict", nearest=fitting[0] if fitting else scene.nearest())


def _about(match: Match, scene: Scene) -> bool:
    serious = [t for t in scene.question.topics if t.thing.kind not in ("Country", "Place")]
    return all(match.has(t, 0.5) for t in serious) or (len(serious) > 1 and any(match.has(t, 0.9) for t in serious))


def _by_edges(scene: Scene, fitting: list[Match]) -> list[Line]:
    statements = {m.evidence.statement: m for m in fitting[:40] if m.evidence.statement}
    if not statements:
        return []
    by_id = {m.evidence.id: m for m in scene.matches}
    for row in scene.retriever.rows(queries.CONFLICTS, ids=sorted(statements)):
        mine, other = statements[row["statement"]], by_id.get(row["claim"])
        if other is None or other.evidence.statement == mine.evidence.statement:
            continue
        pair = sorted((mine, other), key=lambda m: (-m.coverage, m.evidence.id))
        return [_line(m, scene) for m in pair] + [
            _line(m, scene) for m in fitting if m.evidence.statement in (row["other"],) and m not in pair
        ][:2]
    return []


def _by_figures(scene: Scene, fitting: list[Match]) -> list[Line]:
    """Find two values of one unit and metric, of one thing, from different articles or speakers."""
    units = scene.question.units
    stated = [
        (m, f) for m in fitting for f in m.evidence.figures if (not units or f.unit in units) and not f.figurative
    ]
    for number, (match, figure) in enumerate(stated):
        rivals = [
            (m, f)
            for m, f in stated[number + 1 :]
            if _rival(figure, f) and _voice(m) != _voice(match) and _related(match, m)
        ]
        if rivals:
            chosen = [(match, figure), *rivals][:4]
            return [Line("figure", m, f, _owner(m, f, scene)) for m, f in chosen]
    return []


def _rival(one: FigureSeen, other: FigureSeen) -> bool:
    if (
        one.unit != other.unit
        or (one.metric and other.metric and one.metric != other.metric)
        or one.value == other.value
    ):
        return False
    if one.value is None or other.value is None or one.basis != other.basis:
        return False
    if one.period_end and other.period_end and one.period_end.year != other.period_end.year:
        return False
    return not (set(one.subjects) and set(other.subjects) and not set(one.subjects) & set(other.subjects))


def _related(one: Match, other: Match) -> bool:
    shared = one.reading.ideas & other.reading.ideas
    return len(shared) >= 2 and bool(one.reading.entities & other.reading.entities)


def _voice(match: Match) -> str:
    evidence = match.evidence
    return evidence.speakers[0].id if evidence.speakers else evidence.article.outlet_id or evidence.article.id


def _owner(match: Match, figure: FigureSeen, scene: Scene) -> str:
    asked = [t.thing.id for t in scene.question.topics if set(t.ids) & set(figure.subjects)]
    return (asked or list(figure.subjects) or [t.thing.id for t in scene.question.topics if match.has(t)] or [""])[0]


def _line(match: Match, scene: Scene) -> Line:
    units = scene.question.units
    figures = [f for f in match.evidence.figures if not units or f.unit in units]
    return Line("figure", match, figures[0], _owner(match, figures[0], scene)) if figures else Line("claim", match)
