"""Answers who said it, what somebody said, how they replied, and how a position changed."""

from __future__ import annotations

from app.answer import queries
from app.answer.draft import Line, Plan, Scene, apart
from app.answer.evidence import Evidence
from app.answer.periods import overlaps
from app.answer.question import Question, Target
from app.answer.rank import Match

_ENOUGH = 0.5
_SAID_ENOUGH = 0.35
_RELEVANT = 0.6
_OF_REPLIES = frozenset({"respond", "decline", "ask_", "say", "media", "joint", "claim", "company", "report_"})


def plan_who_said(scene: Scene) -> Plan:
    """Plan the answer to "who said ...": the best fitting claims that have a speaker."""
    question = scene.question
    fitting = [
        m for m in scene.matches if m.coverage >= _ENOUGH and m.content >= 0.4 and _names_hold(m, question.targets)
    ]
    spoken = [m for m in fitting if m.evidence.speakers and m.evidence.modality != "declined_to_comment"]
    if not spoken:
        return Plan(absence="no_speaker", nearest=scene.nearest())
    best = spoken[0].coverage
    if fitting[0].coverage > best + 0.25:
        # The article itself says it in so many words; a speaker who only comes near it did not.
        return Plan((Line("claim", fitting[0]),))
    chosen = apart([m for m in spoken if m.coverage >= 0.85 * best], 3)
    return Plan(tuple(Line("claim", m) for m in chosen))


def _names_hold(match: Match, targets: tuple[Target, ...]) -> bool:
    """Say whether at least two thirds of the names in the question are those of the claim."""
    if not targets:
        return True
    held = sum(1 for t in targets if match.has(t, 0.5))
    return held * 3 >= len(targets) * 2


def plan_said(scene: Scene) -> Plan:
    """Plan the answer to "what did X say (about Y)"."""
    question = scene.question
    if not question.speakers:
        return Plan(absence="other_way")
    own = [m for m in scene.matches if speaks(m, question.speakers) and m.evidence.modality != "declined_to_comment"]
    if not own:
        replies = [m for m in scene.matches if speaks(m, question.speakers)]
        if replies and (not question.topics or any(replies[0].has(t) for t in question.topics)):
            return Plan((Line("reply", replies[0]),))
        return Plan(absence="no_speaker", nearest=scene.nearest())
    about_something = bool(question.topics or question.ideas or question.words)
    fitting = [m for m in own if not about_something or _fits(m, scene)]
    if not fitting:
        return Plan(absence="nothing", nearest=own[0])
    best = fitting[0].coverage
    chosen = apart([m for m in fitting if m.coverage >= 0.7 * best], 3)
    return Plan(tuple(Line("claim", m) for m in chosen))


def _fits(match: Match, scene: Scene) -> bool:
    topics = scene.question.topics
    named = [t for t in topics if match.has(t, 0.5)]
    serious = [t for t in topics if t.thing.kind not in ("Country", "Place", "Outlet")]
    if serious and not any(t in named for t in serious):
        return False
    if topics and not serious and not named and match.content < 0.5:
        return False
    return match.coverage >= _SAID_ENOUGH and (bool(named) or match.content >= 0.3 or not scene.question.ideas)


def speaks(match: Match, speakers: tuple[Target, ...]) -> bool:
    """Say whether one of the speakers made the claim, passed it on, or published it."""
    parties = {p.id for p in (*match.evidence.speakers, *match.evidence.via)} | {match.evidence.article.outlet_id}
    texts = [p.name.casefold() for p in match.evidence.speakers]
    return any(set(s.ids) & parties or any(s.text.casefold() in t for t in texts) for s in speakers)


def plan_replies(scene: Scene) -> Plan:
    """Plan the answer to "how did X react": what X said of the matter, a denial first, then refusals to comment and silence."""
    asked = scene.question.targets
    parties = [t for t in asked if t.thing.kind in ("Company", "Person", "Agency", "Organization", "Outlet", "")]
    parties = parties or [t for t in asked if t.thing.kind == "Country"]
    named = [t for t in parties if t.thing.id in scene.question.listed or t.speaker] or parties[:1]
    lines = [line for target in named for line in _reaction(scene, target)]
    if not lines:
        lines = [line for target in parties if target not in named for line in _reaction(scene, target)]
    return Plan(tuple(lines)) if lines else Plan(absence="no_reply", nearest=scene.nearest())


def _reaction(scene: Scene, target: Target) -> list[Line]:
    own = [m for m in scene.matches if speaks(m, (target,))]
    said = [m for m in own if m.evidence.modality != "declined_to_comment" and _reacts(m, scene)]
    said.sort(key=lambda m: (m.evidence.modality != "denied", -m.coverage))
    replies = [m for m in own if m.evidence.modality == "declined_to_comment"]
    replies = replies or [m for m in scene.matches if _speaks_for_all(m, target)]
    replies = [m for m in replies if _relevance(m, scene) >= _RELEVANT]
    lines = [Line("claim", m, subject=target.thing.id) for m in apart(said, 2)]
    if replies:
        best = max(replies, key=lambda m: (_relevance(m, scene), m.coverage))
        if not said or _relevance(best, scene) > _relevance(said[0], scene) + 0.1:
            lines = [Line("reply", best, subject=target.thing.id)]
    return lines


def _reacts(match: Match, scene: Scene) -> bool:
    """Say whether the claim answers what the question speaks of: by its own words, or as a denial in an article on the matter."""
    if match.evidence.modality == "denied" or {"respond", "deny"} & match.reading.ideas:
        return _relevance(match, scene) >= _RELEVANT
    others = [t for t in scene.question.targets if not speaks(match, (t,))]
    return match.coverage >= _ENOUGH and match.content >= 0.4 and all(match.has(t, 0.45) for t in others)


def _relevance(match: Match, scene: Scene) -> float:
    """Return what share of the question's matter the article of the claim speaks of; the reply itself seldom says a word of it."""
    question, article = scene.question, match.evidence.article.id
    same = [m for m in scene.matches if m.evidence.article.id == article]
    ideas = {i for m in same for i in m.reading.ideas}
    figures = {f.value for m in same for f in m.evidence.figures}
    matter = [bool(ideas & set(g)) for g in question.ideas + question.context if not _OF_REPLIES.intersection(g)]
    matter += [any(m.has(t, 0.9) for m in same) for t in question.targets if t.thing.kind not in ("Country", "Place")]
    matter += [amount in figures for amount in question.amounts]
    return sum(matter) / len(matter) if matter else 1.0


def _speaks_for_all(match: Match, target: Target) -> bool:
    """Say whether a refusal of "both companies", named shortly before, is the target's too."""
    evidence = match.evidence
    return (
        evidence.modality == "declined_to_comment"
        and match.targets.get(target.thing.id, 0.0) >= 0.45
        and {"joint", "company"} <= match.reading.ideas
        and not any(n.things[0].kind in ("Company", "Person") for n in match.reading.names)
    )


def plan_change(scene: Scene) -> Plan:
    """Plan the answer to "how did X's position change": X's claims on the matter in the order in which they were made."""
    question = scene.question
    speakers = (
        question.speakers or tuple(t for t in question.targets if t.thing.kind in ("Person", "Company", "Agency"))[:1]
    )
    own = [
        m for m in scene.matches if speakers and speaks(m, speakers) and m.evidence.modality != "declined_to_comment"
    ]
    fitting = [m for m in own if m.coverage >= _SAID_ENOUGH or m.content >= 0.3]
    timely = [m for m in fitting if in_time(m.evidence, question)]
    fitting = timely if len(timely) > 1 else fitting
    fitting = _revised(scene, fitting) or fitting
    if len(fitting) < 2:
        topical = [m for m in scene.matches if m.coverage >= 0.6 and m.evidence.figures]
        if not speakers and topical:
            return Plan(tuple(Line("claim", m) for m in _in_time(apart(topical, 3))))
        if fitting:
            return Plan((Line("claim", fitting[0]),))
        return Plan(absence="nothing", nearest=own[0] if own else scene.nearest())
    return Plan(tuple(Line("claim", m) for m in _in_time(apart(fitting, 4))))


def _revised(scene: Scene, fitting: list[Match]) -> list[Match]:
    """Return the claims whose statements the graph holds to revise one another, with what they revise."""
    by_statement = {m.evidence.statement: m for m in reversed(fitting) if m.evidence.statement}
    rows = scene.retriever.rows(queries.UPDATES, ids=sorted(by_statement)) if by_statement else []
    kept = {s for row in rows for s in (row["later"], row["earlier"]) if row["earlier"] in by_statement}
    return [m for m in fitting if m.evidence.statement in kept]


def in_time(evidence: Evidence, question: Question) -> bool:
    """Say whether the claim may be from the time asked for: its day, or a year in its words; an undated one may."""
    period, day = question.period, evidence.day
    if not period or not day or str(period.start.year) in evidence.sentence:
        return True
    if period.start > day:
        return question.asked != "change" and (question.future or evidence.modality == "predicted")
    start, end = evidence.said_start or day, evidence.said_end or day
    return overlaps(period, start, end) or (question.since and end >= period.start)


def _in_time(matches: list[Match]) -> list[Match]:
    """Order claims by when they were made; in one undated article, by where they stand."""
    return sorted(
        matches,
        key=lambda m: (
            m.evidence.day.toordinal() if m.evidence.day else 0,
            m.evidence.article.id,
            m.evidence.start,
            m.evidence.id,
        ),
    )
