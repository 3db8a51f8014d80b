"""Answers "how many, how much, what share": the figures of what is asked about, newest first, side by side for several.

A figure counts only when its unit fits, the thing asked about owns it, and the sentence speaks of what is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.answer.draft import Line, Plan, Scene
from app.answer.evidence import FigureSeen
from app.answer.lexicon import near
from app.answer.periods import overlaps
from app.answer.question import Question, Target
from app.answer.question_tables import slots, unit_group
from app.answer.rank import LIGHT, Match

SPEAKING_UNITS = frozenset(
    {"downloads", "parameters", "tokens", "users", "nanometers", "flops", "gigawatts", "watts", "chips"}
)
"""Units that say by themselves what is counted."""

_GROUND = frozenset({"Country", "Place", "Event", "Outlet"})
_ENOUGH = 0.45
_LINES = 4
_WORTH = 0.7


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure in its claim with how well it fits."""

    match: Match
    figure: FigureSeen
    score: float
    owner: str
    measure: str = ""


def plan_figure(scene: Scene) -> Plan:
    """Plan the answer to a question for a figure."""
    question = scene.question
    found = [c for m in scene.matches for f in m.evidence.figures if (c := _candidate(question, m, f))]
    found = _exactly_of(question, found)
    found.sort(key=lambda c: (-c.score, c.match.evidence.id, c.figure.id))
    if not found:
        return Plan(absence="no_figure", nearest=scene.nearest())
    owners = _owners(question, found)
    if not owners:
        best = found[0].score
        chosen = [c for c in found if c.score >= 0.85 * best][:_LINES]
        return Plan(tuple(_line(c, "") for c in _newest_first(_different(chosen))[:2]))
    lines: list[Line] = []
    missing: list[Target] = []
    for owner in owners:
        own = [c for c in found if c.owner == owner.thing.id]
        if own and own[0].score < _WORTH * found[0].score and owner.thing.id not in question.listed:
            continue  # another thing of the question has the figure; this one is only beside it
        if own:
            lines += _lines_of(owner, own, question, alone=len(owners) == 1)
        else:
            missing.append(owner)
    if not lines:
        return Plan(absence="no_figure", nearest=scene.nearest())
    return Plan(tuple(lines), missing=tuple(missing))


def _exactly_of(question: Question, found: list[Candidate]) -> list[Candidate]:
    """Drop figures that may be of another model or chip when some are surely of the one asked about."""
    exact = [
        t for t in question.topics if t.thing.kind in ("Model", "Chip", "Product") and t.thing.id not in question.listed
    ]
    sure = [c for c in found if all(c.match.has(t, 0.9) for t in exact)]
    return sure or found


def _candidate(question: Question, match: Match, figure: FigureSeen) -> Candidate | None:
    if question.units and figure.unit not in question.units:
        return None
    if question.speakers and not any(
        t.thing.id in {p.id for p in (*match.evidence.speakers, *match.evidence.via)}
        or t.thing.id == match.evidence.article.outlet_id
        for t in question.speakers
    ):
        return None
    owner = _owner(question, match, figure)
    if question.topics and not owner:
        return None
    if any(not match.has(t, 0.45) for t in question.topics if t.thing.kind not in ("Country", "Place") and t.thing.id not in question.listed):  # fmt: skip
        return None
    measured = _measures(question, match, figure)
    if measured <= 0 or match.coverage < _ENOUGH - 0.1 * measured:
        return None
    timely = _timely(question, figure, match)
    if timely < 0:
        return None
    return Candidate(
        match,
        figure,
        match.coverage + 0.5 * measured + 0.4 * timely + _exactness(figure),
        owner,
        _measure(question, match),
    )


def _listed(question: Question) -> bool:
    """Say whether the question lists things side by side ("for Qwen and for DeepSeek")."""
    return len(question.listed) > 1 or (question.each and len(question.topics) > 1)


def _owner(question: Question, match: Match, figure: FigureSeen) -> str:
    """Return the target that the figure is of: the extractor's subject, else the nearest name before the figure in its sentence."""
    mine = [t for t in question.topics if set(t.ids) & set(figure.subjects)]
    last = _named_before(question, match, figure)
    if last and last.thing.id in question.listed and not any(last.thing.id == t.thing.id for t in mine):
        return last.thing.id
    if mine:
        return _most_specific(mine).thing.id
    others = {n.things[0].id for n in match.reading.names if n.things[0].kind != "Person"}
    others -= {i for t in question.targets for i in t.ids} | _made_by(question, match)
    if figure.subjects and set(figure.subjects) & others and not _kin(question, figure):
        return ""
    at = match.evidence.sentence.find(figure.text)
    named = [
        (abs(n.start - at), t)
        for n in match.reading.names
        for t in question.topics
        if set(t.ids) & {x.id for x in n.things}
    ]
    before = [n for n in match.reading.names if n.start < at and n.things[0].kind in ("Company", "Model")]
    if before and not any(set(t.ids) & {x.id for n in before for x in n.things} for t in question.targets):
        return ""  # the thing asked about is named only after the number, which another one's name precedes
    if named and at >= 0:
        return min(named, key=lambda p: p[0])[1].thing.id
    # The thing may be spoken of without its name ("the company's revenue"); then the claim must be about it.
    nameless = not figure.subjects
    about = [t for t in question.topics if set(t.ids) & match.evidence.entities or (nameless and match.has(t, 0.6))]
    return _most_specific(about).thing.id if about else ""


def _made_by(question: Question, match: Match) -> set[str]:
    """Return what the sentence names that belongs to something asked about ("DeepSeek's models" for DeepSeek)."""
    asked = {i for t in question.targets for i in t.ids}
    return {n.things[0].id for n in match.reading.names if n.things[0].parent in asked}


def _named_before(question: Question, match: Match, figure: FigureSeen) -> Target | None:
    """Return the target that is named last before the figure in the figure's own clause."""
    sentence = match.evidence.sentence
    at = sentence.find(figure.text)
    if at < 0:
        return None
    clause = max(sentence.rfind(mark, 0, at) for mark in (", ", "，", "; ", "；", " while ", " trong khi ", "而"))
    names = [n for n in match.reading.names if clause < n.start < at]
    named = [t for n in names[-1:] for t in question.topics if set(t.ids) & {x.id for x in n.things}]
    return named[0] if named else None


def _kin(question: Question, figure: FigureSeen) -> bool:
    parents = {t.thing.parent for t in question.topics if t.thing.parent}
    return bool(parents & set(figure.subjects))


def _most_specific(targets: Sequence[Target]) -> Target:
    order = (
        "Chip",
        "Model",
        "Product",
        "Policy",
        "Company",
        "Organization",
        "Agency",
        "Person",
        "Event",
        "Outlet",
        "Place",
        "Country",
    )
    return min(targets, key=lambda t: order.index(t.thing.kind) if t.thing.kind in order else 99)


def _measures(question: Question, match: Match, figure: FigureSeen) -> float:
    """Return how sure it is that the figure measures what is asked: 0 not at all, 1 by the sentence's words, more by its metric."""
    metrics = [m for m in question.metrics if set(slots().units[m]) & {figure.unit}] or list(question.metrics)
    serious = [m for m in metrics if m not in ("dollars", "yuan", "model", "company", "chip", "developer")]
    by_metric = any(m.rstrip("_").split("_")[0] in figure.metric for m in serious) if figure.metric else False
    by_words = bool(set(serious) & match.reading.ideas)
    if figure.unit == "chips" and "chips" in question.units and not by_words:
        other = [g for g in question.ideas if not {"chip", "chips_count"} & set(g)]
        by_words = not other or any(match.near_idea(g) for g in other)
    heavy = [g for g in question.ideas if not LIGHT.intersection(g) and not set(g) & set(serious)]
    if (
        heavy
        and not any(match.near_idea(g) for g in heavy)
        and not match.reading.ideas & set(serious) - {"price", "cost"}
    ):
        return 0.0  # a price, but not of what was bought; a cost, but not of what was built
    if by_metric:
        return 1.5 if by_words else 1.2
    if by_words:
        return 1.0
    if figure.unit in SPEAKING_UNITS and figure.unit in question.units and figure.unit not in ("chips",):
        return 0.8
    touched = sum(1 for g in heavy if match.reading.ideas.intersection(g))
    if any(match.near_idea((m,)) for m in serious):
        foreign = bool(figure.metric) and not any(figure.metric in {m, *near(m)} for m in serious)
        return 0.7 if not foreign and all(match.near_idea(g) for g in heavy) else 0.0
    if serious:
        return 0.0
    return 0.6 if (heavy and touched >= max(1, len(heavy) // 2)) or match.content >= 0.6 else 0.0


def _timely(question: Question, figure: FigureSeen, match: Match) -> float:
    """Return 1 when the figure is from the time asked for, 0 when that is not known, -1 when it is from another time."""
    period = question.period
    if not period:
        return 0.0
    if figure.period_start or figure.period_end:
        if overlaps(period, figure.period_start, figure.period_end):
            return 1.0
        later = figure.period_start and figure.period_start > period.end
        return 0.3 if question.since and later else -1.0
    if str(period.start.year) in match.evidence.sentence:
        return 0.7
    day = match.evidence.article.published_on
    # What a quarter or a month brought is reported at its end or after it, not while it begins.
    short = (period.end - period.start).days < 200
    since = period.end - timedelta(days=15) if short else period.start
    if day and since <= day <= period.end + timedelta(days=120):
        return 0.3
    return -1.0 if question.period and not question.since and day else 0.0


def _measure(question: Question, match: Match) -> str:
    """Return what the question says is measured, if the sentence says it too; it is surer than a guessed metric."""
    said = [m for m in question.metrics if m in match.reading.ideas and m not in ("download", "number")]
    return said[-1] if said else ""


def _exactness(figure: FigureSeen) -> float:
    return (
        (0.05 if figure.value is not None else 0.0)
        - (0.1 if figure.qualifier == "vague" else 0.0)
        - (0.1 if figure.basis == "change" else 0.0)
    )


def _owners(question: Question, found: list[Candidate]) -> list[Target]:
    """Return the targets that figures are asked of: those that own one, and those of the same kind that should."""
    owning = {c.owner for c in found}
    owners = [t for t in question.topics if t.thing.id in owning]
    first = found[0]
    elsewhere = max((c.match.content for c in found if c.owner != first.owner), default=0.0)
    if first.match.content >= elsewhere + 0.3 and first.owner in {t.thing.id for t in owners} and not question.listed:
        return [t for t in owners if t.thing.id == first.owner]
    if any(t.thing.kind not in _GROUND for t in owners):
        # "Nvidia's share in China" is Nvidia's; a country is only where it is measured, unless it is listed beside others.
        owning -= {t.thing.id for t in owners if t.thing.kind in _GROUND and t.thing.id not in question.listed}
        owners = [t for t in owners if t.thing.id in owning]
    if len(owners) < 2 and not _listed(question):
        return owners[:1]
    kinds = {t.thing.kind for t in owners}
    stage = {t.thing.id for t in question.topics if t.thing.id not in owning and all(c.match.has(t) for c in found[:1])}
    return [t for t in question.topics if t.thing.id in owning or (t.thing.kind in kinds and t.thing.id not in stage)]


def _lines_of(owner: Target, own: list[Candidate], question: Question, *, alone: bool) -> list[Line]:
    best = own[0]
    units = unit_group_of(best.figure.unit)
    alike = [
        c
        for c in own
        if c.figure.unit in units and c.score >= 0.75 * best.score and c.match.content >= best.match.content - 0.3
    ]
    ordered = _newest_first(_different(alike)) if not question.period else _different(alike)
    if not question.latest and not question.period:
        ordered = _best_leads(ordered, best)
    limit = (
        (1 if question.latest or question.period else 3)
        if alone
        else (1 if question.latest or question.compare or question.period else 2)
    )
    return [_line(c, owner.thing.id, older=n > 0) for n, c in enumerate(ordered[: max(limit, 1)])]


def unit_group_of(unit: str) -> tuple[str, ...]:
    """Return the units that can stand beside this one: all currencies, all times, or the unit alone."""
    for group in ("money", "time"):
        if unit in unit_group(group):
            return unit_group(group)
    return (unit,)


def _best_leads(ordered: list[Candidate], best: Candidate) -> list[Candidate]:
    """Keep the newest first unless it fits much worse than the best."""
    if ordered and ordered[0].score < 0.85 * best.score:
        return [best, *(c for c in ordered if c.figure.id != best.figure.id)]
    return ordered


def _different(found: list[Candidate]) -> list[Candidate]:
    """Drop a figure that repeats another of the same owner: same value, unit and period."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for c in found:
        f = c.figure
        key = (c.owner, f.value, f.low, f.high, f.unit, f.period_end.year if f.period_end else None)
        if key not in seen:
            seen.add(key)
            kept.append(c)
    return kept


def _newest_first(found: list[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda c: (-_as_of(c, found).toordinal(), -c.score, c.figure.id))


def _as_of(candidate: Candidate, found: list[Candidate]) -> date:
    """Return the day a figure stands for; one without a period is as new as its article, and newer than the article's past periods."""
    figure, article = candidate.figure, candidate.match.evidence.article
    if figure.period_end:
        return min(figure.period_end, article.published_on) if article.published_on else figure.period_end
    if article.published_on:
        return article.published_on
    past = [c.figure.period_end for c in found if c.match.evidence.article.id == article.id and c.figure.period_end]
    return max(past) + timedelta(days=1) if past else date(1900, 1, 1)


def _line(candidate: Candidate, subject: str, *, older: bool = False) -> Line:
    return Line(
        "figure", candidate.match, candidate.figure, subject or candidate.owner, older=older, measure=candidate.measure
    )
