"""Keeps the organisation inside a person's title from speaking in the person's place, and says whom a bare title stands for.

"A. Person, head of research at Orga, said", "Orga CEO A. Person said", "Orga（…）執行長某某": the person speaks, Orga does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.actor import Actor
from extract.draft import Draft, Sentence
from extract.gazetteer import load_gazetteer
from extract.speech import any_of, whole
from extract.tables import table

_INSERTION = re.compile(r"\s?[,，(（]\s?(?=[^\s,，])")
_CLOSED = re.compile(r"[^,，;；“”\"]{0,50}[,，)）]")


def without_employers(text: str, actors: Sequence[Actor], language: str) -> list[Actor]:
    """Return the actors without those that only say who another one is."""
    kept: list[Actor] = []
    for i, a in enumerate(actors):
        if a.kind != "Person" and _before_a_person(text, a, actors[i + 1 : i + 4], language):
            continue
        if (
            kept
            and a.kind in ("Company", "Agency", "Organization", "unnamed")
            and _inserted(text, kept[-1], a, language)
        ):
            continue
        kept.append(a)
    return kept


def _before_a_person(text: str, a: Actor, following: Sequence[Actor], language: str) -> bool:
    """ "Orga CEO A. Person", "CEO Orga A. Person", Orga创始人某某."""
    for person in following:
        if person.kind != "Person":
            continue
        gap = text[a.end : person.start]
        if len(gap) > 90 or re.search(r"[;；。:：“”\"]", gap):
            return False
        if language == "vi":
            return re.fullmatch(r"\s|,\s(?:ông\s|bà\s)?|\s(?:là\s)?(?:ông|bà)\s", gap) is not None and bool(
                _role(
                    "vi",
                    r"{}(?:\s?\([^)]{{1,20}}\))?(?:\s(?:của|tại|công ty|tập đoàn|hãng|startup|điều hành|kiêm \w+))*(?:\s[\w-]+){{0,3}}\s$",
                ).search(text[max(0, a.start - 60) : a.start])
            )
        return _role(language, _TITLE[language]).fullmatch(gap) is not None
    return False


_TITLE = {
    "en": r"(?:['’]s)?(?:\s(?!said|says|told|and\s[A-Z])[\w&’'-]+){{0,6}}?\s{}(?:\s(?:and|of|for|in)\s[\w\s’'&-]{{1,40}})?,?\s(?:Mr|Ms|Mrs|Dr)?\.?\s?",
    "zh": r"(?:[(（][^)）]*[)）]?)?[^，。；、]{{0,18}}?{}[^，。；、表称说]{{0,5}}",
}


def _inserted(text: str, person: Actor, a: Actor, language: str) -> bool:
    """ "A. Person, head of research at Orga, said", "Orga, the start-up behind it, said"."""
    opening = _INSERTION.match(text, person.end)
    if not opening or a.start < opening.end() or (a.start == opening.end() and a.kind != "unnamed"):
        return False
    between = text[opening.end() : a.start]
    if len(between) > 80 or (re.search(r"[,，;；“”\"]", between) and not re.fullmatch(r"\d\d,.*", between)):
        return False
    words = text[opening.end() : a.end]
    if person.kind != "Person" and not re.match(r"(?:the|a|an|which|whose|một|nhà|công ty)\s", words):
        return False
    return _CLOSED.match(text, a.end) is not None and not re.match(r"(?:and|but|while|và|nhưng)\s", words)


@cache
def _role(language: str, pattern: str) -> re.Pattern[str]:
    roles = table(language, "names")["person_roles"]
    words = any_of(roles) if language == "zh" else whole(language, roles)
    return re.compile(pattern.format(f"(?:{words})"), re.I)


def titled(draft: Draft, sentence: Sentence, text: str, named: Sequence[Actor]) -> list[Actor]:
    """Return actors for bare titles ("the Orga chief", "vị lãnh đạo Orga"): the person before who is known to hold it or stands by it."""
    found = []
    for a in named:
        if a.kind not in ("Company", "Organization", "Agency") or not a.entities:
            continue
        span = _title_around(text, sentence, a)
        if span is None or any(p.kind == "Person" and span[0] < p.start <= span[1] + 12 for p in named):
            continue
        person = _holder(draft, sentence.start, a.entities[0])
        words = draft.text[span[0] : span[1]]
        found.append(Actor(*span, words, "Person", (person,)) if person else Actor(*span, words, "unnamed"))
    return found


def _title_around(text: str, sentence: Sentence, a: Actor) -> tuple[int, int] | None:
    before, behind = _leaders(sentence.language)
    right = behind.match(text, a.end, sentence.end)
    if right:
        left = re.search(r"(?:\b[Tt]he |这位|这名|该)$", text[max(sentence.start, a.start - 4) : a.start])
        return (a.start - (len(left.group()) if left else 0), right.end())
    left = before.search(text[max(sentence.start, a.start - 60) : a.start]) if before else None
    return (a.start - len(left.group()), a.end) if left else None


@cache
def _leaders(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str]]:
    words = table(language, "speech")["titles"]["leaders"]
    if language == "zh":
        return None, re.compile(rf"(?:的)?(?:{any_of(words)})(?:兼(?:{any_of(words)}))?")
    leaders = whole(language, words)
    if language == "vi":
        link = r"(?: của| tại| công ty| hãng| tập đoàn| kiêm \w+)*\s"
        return re.compile(rf"(?:(?:vị|ông|nhà|người)\s)?{leaders}{link}$", re.I), re.compile("(?!)")
    return re.compile(rf"(?:the |its ){leaders} of (?:the )?$", re.I), re.compile(
        rf"(?:['’]s)?\s{leaders}(?!,? (?-i:[A-Z]))", re.I
    )


def _holder(draft: Draft, before: int, employer: str) -> str | None:
    known = load_gazetteer().entities
    people = [m for m in draft.mentions if m.kind == "Person" and m.start < before]
    near = [m for m in draft.mentions if m.entity == employer and m.start < before]
    for m in reversed(people):
        row = known.get(m.entity)
        if row is not None and row.parent == employer:
            return m.entity
        if row is None and any(abs(m.start - o.end) < 60 or abs(o.start - m.end) < 60 for o in near):
            return m.entity
    return None
