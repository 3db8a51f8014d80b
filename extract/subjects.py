"""Finds whose verb a verb of saying is: the actor right before it, behind it ("said X"), or the first of its clause.

The last resort is the words before the verb themselves, where they look like somebody whom no list and no rule for names knows.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.actors import Actor, coordinated, is_object
from extract.draft import Sentence
from extract.speech import Cue, fillers, is_noun_too, is_participle, opens_clause

_NEAR = 90
_CLAUSE = 130


class Subject(NamedTuple):
    """The speaker of a verb, how it was found, and how surely."""

    actor: Actor
    by: str
    confidence: float


def subject_of(text: str, sentence: Sentence, cue: Cue, actors: list[Actor], floor: int) -> Subject | None:
    """Return the subject of a verb of saying among the actors behind `floor`, or None. `text` is the readable text."""
    left = [a for a in actors if floor <= a.start and a.end <= cue.start]
    for a in reversed(left):
        gap = text[a.end : cue.start]
        if len(gap) > _NEAR:
            break
        if not fillers(sentence.language).fullmatch(gap):
            continue
        if is_object(text, coordinated(text, left, a)[0], sentence) and a.start - sentence.start >= 2:
            continue
        sure = a.by in ("name", "owner") and len(gap) < 30
        return Subject(a, "subject", 0.95 if sure else 0.88)
    if is_noun_too(sentence.language, cue.text):
        return None
    return _worded(text, sentence, cue, floor, left) or _first_of_clause(text, sentence, cue, left)


_TURN = re.compile(r"[;；:：]|[,，、] ?(?:but|and|while|whereas|nhưng|trong khi|còn|但|而|不过)|[，。]")


_SECOND_VERB = re.compile(r"(?:và|and|đồng thời|nhưng|but) (?:đã |cũng |also |has |have )?$")


def _first_of_clause(text: str, sentence: Sentence, cue: Cue, left: list[Actor]) -> Subject | None:
    second = _SECOND_VERB.search(text, sentence.start, cue.start) is not None and cue.act == "asserted"
    opens = opens_clause(text, cue.end, sentence.end, sentence.language)
    if not (opens or second or cue.act in ("declined", "no_reply")):
        return None
    for a in left:
        gap = text[a.end : cue.start]
        if a.kind == "Country" or len(gap) > _CLAUSE or is_object(text, a, sentence):
            continue
        if sentence.language == "en" and re.match(r"['’]s?\b", gap):
            continue
        if not _TURN.search(gap):
            return Subject(a, "clause", 0.66)
    return None


_NAMED = {
    "en": re.compile(
        r"(?:^|[,;:“”\"—-] ?|\b(?:and|but|while|as|when|that|because|if|after|before|since) )(?P<who>(?:[A-Z][\w’'.-]+ ){0,3}[A-Z][\w’'-]+|(?:[Tt]he|[Aa]n?|[Oo]ne|[Ss]ome|[Oo]ther|[Aa]nother) (?:[\w’'-]+ ){1,4}?)$"
    ),
    "vi": re.compile(r"(?:^|[,;:“”\"—-] ?|\b(?:và|nhưng|khi|còn|ông|bà) )(?P<who>(?:[^\W\da-z_][\w’'.-]+ ){1,4})$"),
    "zh": re.compile(
        r"(?:^|[，。；：、\s,但而])(?P<who>[^，。；：、,“”「」（）]{2,22}?)(?:[（(][^（）()]{1,24}[)）])?$"
    ),
}
_NOBODY = re.compile(
    r"(?:It|This|That|Which|Who|What|There|They|He|She|We|I|You|These|Those|As|If|When|But|And|So|Yet|However)$"
    r"|^(?:the|a) (?:way|fact|idea|move|decision|chip|model|time)\b|[的了是在和与也都不并还]$|^[这那此该其]?$|将|已经|^据|^(?:同时|此外|因此|随后|对此|其中|不过|如果)|^(?:Tuy|Theo|Trong|Khi|Sau|Đây|Điều|Nhưng|Và)\b"
)


def _worded(text: str, sentence: Sentence, cue: Cue, floor: int, left: list[Actor]) -> Subject | None:
    if cue.act not in ("asserted", "predicted", "denied") or not _introduces(text, sentence, cue):
        return None
    begin = max(floor, sentence.start, left[-1].end if left else 0)
    phrase = text[begin : cue.start]
    core = (
        re.fullmatch(rf"(.*?[^\s,，]){fillers(sentence.language).pattern}", phrase, re.I | re.S)
        if len(phrase) < 90
        else None
    )
    if core is None:
        return None
    words = core.group(1) + ("" if sentence.language == "zh" else " ")
    if left and begin == left[-1].end:
        words = (
            ("，" + words.rpartition("的")[2] if "的" in words else "") if sentence.language == "zh" else "~" + words
        )
    match = _NAMED[sentence.language].search(words)
    if match is None or _NOBODY.search(match["who"].strip()):
        return None
    who = match["who"].strip()
    start = text.rfind(who, begin, cue.start)
    return Subject(Actor(start, start + len(who), who, "unnamed", by="worded"), "worded", 0.7) if start >= 0 else None


def _introduces(text: str, sentence: Sentence, cue: Cue) -> bool:
    if sentence.language == "zh":
        return re.match(r"[，,：:“「]", text[cue.end : cue.end + 1]) is not None
    return re.match(r" (?:that|rằng)\b|[:,]? ?[“\"]", text[cue.end : cue.end + 6]) is not None


_TO_NAME = re.compile(r"\s+(?:(?!that\b|last\b|in\b|on\b|at\b|it\b|he\b|she\b|they\b|there\b)[a-zA-Z’'-]+\s+){0,4}")


def inverted(text: str, sentence: Sentence, cue: Cue, actors: list[Actor]) -> Actor | None:
    """Return the speaker behind the verb ("…," said X): only where words that are said stand before it, not "X, head of Y, said"."""
    before = text[sentence.start : cue.start]
    if sentence.language != "en" or not re.search(r"[,”\"?!]\s*$", before) or cue.text.lower() in ("told", "tells"):
        return None
    quoted = re.search(r"[”\"]\s*[,.]?\s*$", before) is not None
    if is_participle("en", cue.text):
        return None
    if not quoted and any(a.end >= cue.start - 2 and a.end <= cue.start for a in actors):
        return None
    named = [a for a in actors if a.start >= cue.end and not re.match("['’]s", text[a.end : a.end + 2])]
    return next((a for a in named if _TO_NAME.fullmatch(text[cue.end : a.start])), None)
