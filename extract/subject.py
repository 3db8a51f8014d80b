"""Finds the subject of a verb of saying: the actor right before it, before an insertion, at the head of its clause, or behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.actor import Actor
from extract.actors import coordinated, is_object
from extract.scene import Scene
from extract.speech import Cue, fillers, opens_clause


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks at a cue, with the rule that says so and how often it is right."""

    actor: Actor
    by: str
    confidence: float


_TO_NAME = re.compile(r"\s+(?:(?!that\b|last\b|in\b|on\b|at\b|it\b|he\b|she\b|they\b|there\b)[a-zA-Z’'-]+\s+){0,4}")


def inverted(scene: Scene, cue: Cue, actors: Sequence[Actor]) -> Actor | None:
    """Find the speaker behind the verb ("…," said X): only where words that are said stand before it, not "X, head of Y, said"."""
    text = scene.text
    before = text[scene.start : cue.start]
    if (
        scene.language != "en"
        or not re.search(r"[,”\"?!]\s*$", before)
        or cue.text.lower() in ("told", "tells")
        or " " in cue.text
    ):
        return None
    quoted = re.search(r"[”\"]\s*[,.]?\s*$", before) is not None
    inserted = any(a.start - scene.start < 4 and text[a.end : a.end + 1] == "," for a in actors)
    if inserted and not quoted:
        return None
    return next((a for a in actors if a.start >= cue.end and _TO_NAME.fullmatch(text[cue.end : a.start])), None)


def subject(scene: Scene, cue: Cue, actors: Sequence[Actor], floor: int) -> Subject | None:
    """Return the subject of a cue among the actors between `floor` and the cue."""
    left = [a for a in actors if floor <= a.start and a.end <= cue.start]
    if cue.is_participle:
        main = next((a for a in left if not is_object(scene.text, a, scene.sentence)), None)
        return Subject(main, "participle", 0.8) if main else None
    near = _adjacent(scene, cue, left)
    if near or cue.is_noun_too:
        return near
    return _apposed(scene, cue, left) or _at_head_of_clause(scene, cue, left)


def _adjacent(scene: Scene, cue: Cue, left: list[Actor]) -> Subject | None:
    text = scene.text
    for a in reversed(left):
        gap = text[a.end : cue.start]
        if scene.language == "zh":
            gap = re.sub(r"(?:日前|近日|最新)?(?:发布|公布|发表)?的?(?:最新|一份)?$", "", gap)
            if "，" in gap and cue.act == "predicted":
                continue
        if not fillers(scene.language).fullmatch(gap):
            continue
        first = coordinated(text, left, a)[0]
        if is_object(text, first, scene.sentence) and a.start - scene.start >= 2:
            continue
        around = _before_insertion(scene, left, a) if "," in gap or "，" in gap else None
        if around:
            return Subject(around, "apposition", 0.9)
        return Subject(a, "subject", 0.95 if len(gap) < 30 else 0.88)
    return None


def _apposed(scene: Scene, cue: Cue, left: list[Actor]) -> Subject | None:
    """ "X, who founded Y in 2023, wrote"."""
    text = scene.text
    for a in left:
        gap = text[a.end : cue.start]
        if (
            re.match(r"\s*[,（(，]", gap)
            and fillers(scene.language).fullmatch(re.split(r"[,）)，]", gap)[-1])
            and len(gap) < 180
            and not re.match(r"\s*[,，]\s?(?:and|but|while|và|nhưng|còn)\s", gap)
            and not is_object(text, a, scene.sentence)
        ):
            return Subject(a, "apposition", 0.88)
    return None


def _at_head_of_clause(scene: Scene, cue: Cue, left: list[Actor]) -> Subject | None:
    """The first actor of the clause, where words stand between it and the verb; a country or a bare noun is too weak for that."""
    text = scene.text
    if cue.act in ("predicted", "hedged") and not opens_clause(text, cue.end, scene.end, scene.language):
        return None
    people = [a for a in left if a.kind == "Person"]
    for a in [*people, *left] if scene.language == "zh" else left:
        gap = text[a.end : cue.start]
        if (
            a.kind == "Country"
            or (a.kind == "unnamed" and a.start > scene.start + 2)
            or is_object(text, a, scene.sentence)
            or len(gap) >= 160
        ):
            continue
        if re.search(r"[;；:：。]|[“”\"]", gap) or (scene.language == "zh" and len(gap) > 40):
            continue
        return Subject(a, "clause", 0.66)
    return None


def _before_insertion(scene: Scene, left: list[Actor], a: Actor) -> Actor | None:
    """ "X, who founded Y in 2023, wrote": the one before the comma is the subject, not the name inside the insertion."""
    text = scene.text
    return next(
        (
            b
            for b in left
            if b.end < a.start
            and re.match(r"\s?[,，]", text[b.end : a.start])
            and not is_object(text, b, scene.sentence)
            and b not in coordinated(text, left, a)
        ),
        None,
    )
