"""Answers who said it, what somebody said, how they replied, and how a position changed."""

from __future__ import annotations

from app.answer.draft import Line, Plan, Scene, apart
from app.answer.question import Target
from app.answer.rank import Match

_ENOUGH = 0.5
_SAID_ENOUGH = 0.35


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
    """Plan the answer to "how did X react": refusals to comment and silence first, then what X did say."""
    question = scene.question
    asked = question.targets
    lines: list[Line] = []
    parties = [t for t in asked if t.thing.kind in ("Company", "Person", "Agency", "Organization", "Outlet")]
    parties = parties or [t for t in asked if t.thing.kind == "Country"]
    for target in parties:
        own = [m for m in scene.matches if speaks(m, (target,))]
        replies = [m for m in own if m.evidence.modality == "declined_to_comment"]
        said = [
            m
            for m in own
            if m.evidence.modality != "declined_to_comment" and m.coverage >= _ENOUGH and m.content >= 0.3
        ]
        replies = replies or [m for m in scene.matches if _speaks_for_all(m, target)]
        if replies:
            lines.append(Line("reply", _fittest(replies, question.targets), subject=target.thing.id))
        elif said:
            lines.append(Line("claim", said[0], subject=target.thing.id))
    if not lines:
        fitting = [
            m
            for m in scene.matches
            if m.coverage >= 0.6 and _names_hold(m, asked) and m.content >= 0.4 and m.evidence.speakers
        ]
        if fitting:
            return Plan(tuple(Line("claim", m) for m in apart(fitting, 2)))
        return Plan(absence="no_reply", nearest=scene.nearest())
    return Plan(tuple(lines))


def _speaks_for_all(match: Match, target: Target) -> bool:
    """Say whether a refusal of "both companies", named shortly before, is the target's too."""
    evidence = match.evidence
    return (
        evidence.modality == "declined_to_comment"
        and match.targets.get(target.thing.id, 0.0) >= 0.45
        and {"joint", "company"} <= match.reading.ideas
        and not any(n.things[0].kind in ("Company", "Person") for n in match.reading.names)
    )


def _fittest(replies: list[Match], targets: tuple[Target, ...]) -> Match:
    """Return the reply that stands where the other names of the question stand too."""
    return max(replies, key=lambda m: (sum(m.targets.get(t.thing.id, 0.0) for t in targets), m.coverage))


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
    if len(fitting) < 2:
        topical = [m for m in scene.matches if m.coverage >= 0.6 and m.evidence.figures]
        if not speakers and topical:
            return Plan(tuple(Line("claim", m) for m in _in_time(apart(topical, 3))))
        if fitting:
            return Plan((Line("claim", fitting[0]),))
        return Plan(absence="nothing", nearest=own[0] if own else scene.nearest())
    return Plan(tuple(Line("claim", m) for m in _in_time(apart(fitting, 4))))


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
