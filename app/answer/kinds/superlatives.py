"""Answers "which ... has the most": the things of the asked kind by their newest figure of the measure, the greatest or the least first."""

from __future__ import annotations

from app.answer.draft import Line, Plan, Scene
from app.answer.evidence import FigureSeen
from app.answer.lexicon import near
from app.answer.rank import Match

_ENOUGH = 0.4
_SHOWN = 3

Found = tuple[str, Match, FigureSeen]


def plan_superlative(scene: Scene) -> Plan:
    """Plan a ranking; with fewer than two things to compare, no lines: the question is then answered as any "which"."""
    ranked = _ranked(scene)
    lines = [Line("figure", match, figure, owner, names=(owner,)) for owner, match, figure in ranked[:_SHOWN]]
    return Plan(tuple(lines)) if len(ranked) > 1 else Plan(absence="nothing")


def _ranked(scene: Scene) -> list[Found]:
    question = scene.question
    newest: dict[str, Found] = {}
    for match in scene.matches:
        if match.coverage < _ENOUGH:
            continue
        for figure in match.evidence.figures:
            value = figure.value if figure.value is not None else figure.low
            fits = figure.unit in question.units and figure.basis != "change" and not figure.figurative
            if (
                value is None
                or not fits
                or not _is_of(question.metrics, figure)
                or not any(match.near_idea((m,)) for m in question.metrics)
            ):
                continue
            for owner in figure.subjects:
                thing = scene.names.things.get(owner)
                if thing and thing.kind in question.wanted and owner not in question.excluded:
                    newest[owner] = max(newest.get(owner, (owner, match, figure)), (owner, match, figure), key=_day)
    if not newest:
        return []
    units = [f[2].unit for f in newest.values()]
    common = max(dict.fromkeys(units), key=units.count)
    alike = [f for f in newest.values() if f[2].unit == common]
    return sorted(alike, key=lambda f: (_value(f[2]), f[0]), reverse=question.superlative == "most")


def _is_of(metrics: tuple[str, ...], figure: FigureSeen) -> bool:
    """Say whether the figure's own metric, where it has one, is the one asked for or near it."""
    return not figure.metric or any(figure.metric == m or figure.metric in near(m) for m in metrics)


def _day(found: Found) -> int:
    figure, evidence = found[2], found[1].evidence
    day = figure.period_end or evidence.day
    return day.toordinal() if day else 0


def _value(figure: FigureSeen) -> float:
    return figure.value if figure.value is not None else figure.low or 0.0
