"""Finds sources cited in passing: "according to X", "theo X", 据X报道, and whom they cite in turn ("…, citing two people").

The nearest to the fact speaks; those between are channels: in "according to Bloomberg, citing officials" the officials speak.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.actors import Actor, coordinated
from extract.draft import Draft, Sentence, overlapping
from extract.script import readable
from extract.speech import according_to, compiled
from extract.tables import table


@dataclass(slots=True)
class Cited:
    """The source of a sentence: `[start, end)` is where it is named; `leading` when it stands before the fact."""

    start: int
    end: int
    cue_end: int
    speakers: list[Actor]
    leading: bool
    in_turn: bool
    channels: list[str] = field(default_factory=list)


def cited_source(draft: Draft, sentence: Sentence, actors: list[Actor]) -> Cited | None:
    """Return who is cited in a sentence, or None."""
    first: Cited | None = None
    for pattern, in_turn in ((according_to(sentence.language), False), (_citing(sentence.language), True)):
        for match in pattern.finditer(readable(draft.text, sentence.language), sentence.start, sentence.end):
            at = match.start()
            if any(q.start < at for q in overlapping(draft.quotes, at, at + 1)):
                continue
            found = _named(draft, sentence, actors, match, in_turn)
            if found is None:
                continue
            if first is not None and in_turn and not _same(first.speakers, found.speakers):
                found.channels = [e for a in first.speakers for e in a.entities]
                found.start, found.end = min(first.start, found.start), max(first.end, found.end)
                found.leading = first.leading
            if first is None or in_turn:
                first = found
            break
    return first


def _citing(language: str) -> re.Pattern[str]:
    return compiled(language, "{}", "according", "citing")


def _same(a: list[Actor], b: list[Actor]) -> bool:
    return bool({x.start for x in a} & {x.start for x in b})


def _named(draft: Draft, sentence: Sentence, actors: list[Actor], match: re.Match[str], in_turn: bool) -> Cited | None:
    text, begin = readable(draft.text, sentence.language), match.end()
    stop = re.search(r"[,，.。;；:：“\"]", text[begin : sentence.end])
    limit = begin + (stop.start() if stop else sentence.end - begin)
    if sentence.language == "zh":
        limit = _chinese_end(text, begin, limit)
    inside = [a for a in actors if match.start() <= a.start and begin < a.end <= max(limit, begin) + 1]
    own = [a for a in inside if not _citing(sentence.language).search(text, begin, a.start)] if not in_turn else inside
    who = _speaking(text, own) or _worded(text, sentence, begin, limit)
    leading = match.start() - sentence.start < (12 if sentence.language == "zh" else 30)
    return Cited(match.start(), limit, begin, who, leading, in_turn) if who else None


def _speaking(text: str, inside: list[Actor]) -> list[Actor]:
    """Of several names in a source, the person or the nameless one speaks ("an analyst at X"), else the first and its equals."""
    if not inside:
        return []
    inside = [a for a in inside if a.kind != "Country"] or inside
    chosen = next((a for a in inside if a.kind in ("Person", "unnamed")), inside[0])
    last = inside[-1]
    group = coordinated(text, inside, last)
    return group if chosen in group else [chosen]


def _worded(text: str, sentence: Sentence, begin: int, limit: int) -> list[Actor]:
    """A source in other words: capitalised, or with a noun for sources in it."""
    words = text[begin:limit].strip()
    if sentence.language == "zh":
        ends = sorted(table("zh", "speech")["according"]["ends"], key=len, reverse=True)
        who = next((words.removesuffix(e) for e in ends if words.endswith(e)), "").rstrip("的")
        at = begin + text[begin:limit].index(who)
        return [Actor(at, at + len(who), who, "unnamed", by="worded")] if 2 <= len(who) <= 20 else []
    if not 2 <= len(words) <= 120:
        return []
    rules = table(sentence.language, "speech")["unnamed"]
    nouns = [*rules["people"], *rules["documents"], *rules["media"]]
    if not words[0].isupper() and not any(n in words.lower() for n in nouns):
        return []
    at = begin + text[begin:limit].index(words)
    return [Actor(at, at + len(words), words, "unnamed")]


def _chinese_end(text: str, begin: int, limit: int) -> int:
    """A Chinese source ends with 报道, 数据, 称 ...: the first of them, at the latest at the comma."""
    ends = [
        text.find(e, begin, limit) + len(e)
        for e in table("zh", "speech")["according"]["ends"]
        if text.find(e, begin, limit) >= 0
    ]
    return min(ends) if ends else limit
