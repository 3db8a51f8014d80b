"""Answers "do the sources disagree": both sides of a conflict, never a verdict.

What the graph holds to be in conflict comes first; then figures of one measure whose bounds do not meet; then the different voices on one matter.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.answer import queries
from app.answer.draft import Line, Plan, Scene, apart
from app.answer.evidence import FigureSeen
from app.answer.question_tables import unit_group
from app.answer.rank import LIGHT, Match, matches

_ENOUGH = 0.4
_AT_MOST = 6
_DAYS = {"nanoseconds": 1e-14, "seconds": 1 / 86_400, "minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4, "quarters": 91.3, "years": 365.25}  # fmt: skip
_COUNTED = frozenset({"chips", "count", "units"})
_TALK_OF_CONFLICT = frozenset(
    {"disagree", "different", "estimate", "number", "data", "say", "virtual", "oppose", "agree"}
)


def plan_conflict(scene: Scene) -> Plan:
    """Plan both sides of a conflict, or say that none is shown."""
    question = scene.question
    fitting = [m for m in scene.matches if m.coverage >= _ENOUGH and _about(m, scene) and _on_the_matter(m, scene)]
    numeric = bool(question.units) or bool(question.flat_ideas & {"estimate", "number", "data"})
    lines = _with_rivals(_by_edges(scene, fitting), _by_figures(scene, fitting) if numeric else [])
    spoken = [m for m in fitting if m.evidence.speakers or m.evidence.modality == "denied"]
    spoken.sort(key=lambda m: (m.evidence.modality != "denied", -m.coverage))
    told = {_voice(line.match) for line in lines}
    least = max(_ENOUGH + 0.1, 0.85 * fitting[0].coverage if numeric and fitting else 0.0)
    more = [
        m
        for m in _one_each(spoken)
        if _voice(m) not in told and (m.coverage >= least or (numeric and _stated(m, scene) and m.coverage >= 0.5))
    ]
    if lines:
        return Plan((*lines, *(Line("claim", m) for m in more))[:_AT_MOST], disagree=True)
    if len(more) > 1 and (
        not question.units or any(f.unit in question.units for m in more for f in m.evidence.figures)
    ):
        return Plan(tuple(Line("claim", m) for m in more))
    return Plan(absence="no_conflict", nearest=fitting[0] if fitting else scene.nearest())


def _about(match: Match, scene: Scene) -> bool:
    """Say whether the claim is about what the question names; one who is only a party to the quarrel may be missing."""
    serious = [t for t in scene.question.targets if t.thing.kind not in ("Country", "Place")]
    matter = [t for t in serious if t.thing.kind in ("Model", "Chip", "Product", "Policy")]
    parties = [t for t in serious if t not in matter]
    return all(match.has(t, 0.45) for t in matter) and (not parties or any(match.has(t, 0.6) for t in parties))


def _on_the_matter(match: Match, scene: Scene) -> bool:
    """Say whether the claim shares more with the question than names and the word for disagreeing."""
    matter = [g for g in scene.question.ideas if not _TALK_OF_CONFLICT.intersection(g) and not LIGHT.intersection(g)]
    if not matter:
        return bool(scene.question.targets) or match.content >= 0.5
    return any(match.near_idea(g) for g in matter) or bool(_stated(match, scene))


def _by_edges(scene: Scene, fitting: list[Match]) -> list[Line]:
    statements = {m.evidence.statement: m for m in reversed(fitting[:40]) if m.evidence.statement}
    if not statements:
        return []
    by_id = {m.evidence.id: m for m in scene.matches}
    edges = scene.retriever.rows(queries.CONFLICTS, ids=sorted(statements))
    unseen = [row["claim"] for row in edges if row["claim"] not in by_id][:40]
    by_id |= {m.evidence.id: m for m in matches(scene.question, scene.retriever.evidence(unseen), scene.reader)}
    chosen: dict[str, Match] = {}
    for row in edges:
        mine, other = statements[row["statement"]], by_id.get(row["claim"])
        if other is None or other.evidence.statement == mine.evidence.statement or other.coverage < _ENOUGH:
            continue
        chosen.setdefault(mine.evidence.statement, mine)
        chosen.setdefault(other.evidence.statement, other)
    ordered = sorted(chosen.values(), key=lambda m: (-m.coverage, m.evidence.id))
    return [_line(m, scene) for m in ordered[:_AT_MOST]]


def _with_rivals(edges: list[Line], figures: list[Line]) -> list[Line]:
    """Return the lines of the edges, then those figures that they do not state yet."""
    seen = {line.figure.value for line in edges if line.figure} | {line.evidence.id for line in edges}
    return [*edges, *(line for line in figures if line.figure and line.figure.value not in seen)][:_AT_MOST]


def _by_figures(scene: Scene, fitting: list[Match]) -> list[Line]:
    """Find the values of one unit and measure, of one thing, that different voices give and that cannot all be right."""
    stated = [(m, f) for m in fitting for f in _stated(m, scene)]
    best: list[tuple[Match, FigureSeen]] = []
    for number, (match, figure) in enumerate(stated[:30]):
        group = [(match, figure)]
        for other, rival in stated[number + 1 :]:
            if all(_rival(f, rival, m, other) for m, f in group):
                group.append((other, rival))
        if len(group) > len(best) and len(group) > 1:
            best = group
    return [Line("figure", m, f, _owner(m, f, scene)) for m, f in best[:_AT_MOST]]


def _stated(match: Match, scene: Scene) -> list[FigureSeen]:
    units = scene.question.units
    return [f for f in match.evidence.figures if not f.figurative and (not units or f.unit in units) and _bounds(f)]


def _rival(one: FigureSeen, other: FigureSeen, match: Match, its: Match) -> bool:
    group = unit_group("money") if one.unit in unit_group("money") else (one.unit,)
    comparable = (
        one.unit == other.unit or (one.unit in _DAYS and other.unit in _DAYS) or {one.unit, other.unit} <= _COUNTED
    )
    if not comparable or (one.unit not in group):
        return False
    if _voice(match) == _voice(its) and match.evidence.modality == its.evidence.modality:
        return _voice(match).startswith("own:") and one.metric == other.metric and match.evidence.id != its.evidence.id
    alike = not one.metric or not other.metric or one.metric == other.metric or {one.metric, other.metric} <= _SPENDING
    if not alike and min(match.content, its.content) < 0.5:
        return False
    if one.basis == "change" or other.basis == "change":
        return False
    if one.period_end and other.period_end and one.period_end.year != other.period_end.year:
        return False
    first, second = _bounds(one), _bounds(other)
    if first is None or second is None or (first[0] <= second[1] and second[0] <= first[1]):
        return False
    shared = set(one.subjects) & set(other.subjects)
    return bool(shared) or len(match.reading.entities & its.reading.entities) > 0


_SPENDING = frozenset({"price", "training_cost", "capex", "funding", "cost", "loss"})


def _bounds(figure: FigureSeen) -> tuple[float, float] | None:
    """Return the least and greatest value the figure allows, times in days; None when it gives no number."""
    factor = _DAYS.get(figure.unit, 1.0)
    if figure.qualifier in ("more_than", "at_least") and figure.value is not None:
        return figure.value * factor, float("inf")
    if figure.qualifier in ("less_than", "up_to") and figure.value is not None:
        return 0.0, figure.value * factor
    if figure.value is not None:
        return figure.value * factor, figure.value * factor
    if figure.low is None and figure.high is None:
        return None
    low = figure.low if figure.low is not None else 0.0
    high = figure.high if figure.high is not None else float("inf")
    return low * factor, high * factor


def _one_each(matches: Sequence[Match]) -> list[Match]:
    """Return the best claim of each voice."""
    first: dict[str, Match] = {}
    for match in apart(list(matches), 24):
        first.setdefault(_voice(match), match)
    return list(first.values())[:_AT_MOST]


def _voice(match: Match) -> str:
    evidence = match.evidence
    return (
        evidence.speakers[0].id if evidence.speakers else "own:" + (evidence.article.outlet_id or evidence.article.id)
    )


def _owner(match: Match, figure: FigureSeen, scene: Scene) -> str:
    asked = [t.thing.id for t in scene.question.topics if set(t.ids) & set(figure.subjects)]
    return (asked or list(figure.subjects) or [t.thing.id for t in scene.question.topics if match.has(t)] or [""])[0]


def _line(match: Match, scene: Scene) -> Line:
    figures = _stated(match, scene) if scene.question.units else []
    return Line("figure", match, figures[0], _owner(match, figures[0], scene)) if figures else Line("claim", match)
