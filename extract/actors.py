"""Who may be speaking in a sentence: named ones, pronouns and descriptions bound to names, and sources without a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.actor import Actor
from extract.draft import Draft, Sentence, within
from extract.memory import Memory
from extract.script import readable
from extract.speech import any_of, compiled
from extract.tables import table
from extract.titles import titled, without_employers
from extract.unnamed import unnamed_sources

SPEAKING_KINDS = frozenset({"Person", "Company", "Agency", "Organization", "Outlet", "Country"})


def actors_of(draft: Draft, sentence: Sentence, memory: Memory) -> list[Actor]:
    """Return the possible speakers of a sentence in order; one inside a longer one is left out ("the spokesman of X")."""
    text = readable(draft.text, sentence.language)
    found = [
        Actor(m.start, m.end, m.text, m.kind, (m.entity,))
        for m in within(draft.mentions, sentence.start, sentence.end)
        if m.kind in SPEAKING_KINDS
    ]
    for r in within(draft.referents, sentence.start, sentence.end):
        kind = draft.entities[r.entities[0]].kind
        if kind in SPEAKING_KINDS and r.text.lower() not in ("his", "her", "its", "their", "him"):
            found.append(Actor(r.start, r.end, r.text, kind, r.entities))
    found += [
        Actor(start, end, words, "Person")
        for start, end, words in draft.candidates
        if sentence.start <= start < sentence.end and draft.text[end : end + 2] == ", " and " " in words
    ]
    found += titled(draft, sentence, text, found)
    found += _unnamed(draft, sentence, text, found)
    found = _outermost(_referring(draft, sentence, text, found, memory))
    return without_employers(text, found, sentence.language)


def _referring(draft: Draft, sentence: Sentence, text: str, found: list[Actor], memory: Memory) -> list[Actor]:
    """Bind to who spoke before: "they" after sources without a name, a pronoun that is open, "the report" after a report."""
    bound = {(a.start, a.end): a for a in found}
    several = (
        memory.lately
        and all(a.kind == "unnamed" for a in memory.lately)
        and is_several(memory.lately, sentence.language)
    )
    for name, speakers in (
        ("they", memory.lately if several else ()),
        ("person", memory.lately),
        ("report", memory.report),
        ("spokesman", _houses(memory)),
    ):
        if not speakers:
            continue
        pattern = compiled(sentence.language, "{}", "anaphora", name)
        for match in pattern.finditer(text, sentence.start, sentence.end):
            whom = _nearer(draft, sentence, speakers) if name == "person" else speakers
            here = bound.get(match.span())
            if name in ("person", "spokesman") and ((here is not None and here.entities) or len(speakers) > 1):
                continue
            if any(a.start <= match.start() < a.end and (a.start, a.end) != match.span() for a in found):
                continue
            entities = tuple(e for a in whom for e in a.entities)
            said = draft.text[match.start() : match.end()] if entities else whom[0].text
            bound[match.span()] = Actor(*match.span(), said, whom[0].kind, entities)
    return list(bound.values())


def _houses(memory: Memory) -> tuple[Actor, ...]:
    return tuple(a for a in memory.lately[:1] if a.entities and a.kind in ("Company", "Agency", "Organization"))


def _nearer(draft: Draft, sentence: Sentence, speakers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """A person named after those who spoke last is nearer."""
    people = [m for m in within(draft.mentions, speakers[-1].end, sentence.start) if m.kind == "Person"]
    return (
        (Actor(people[-1].start, people[-1].end, people[-1].text, "Person", (people[-1].entity,)),)
        if people
        else speakers
    )


def is_several(speakers: Sequence[Actor], language: str) -> bool:
    """Say whether a nameless source is more than one person."""
    return len(speakers) > 1 or compiled(language, "{}", "anaphora", "several").search(speakers[0].text) is not None


def _unnamed(draft: Draft, sentence: Sentence, text: str, named: list[Actor]) -> list[Actor]:
    rows = []
    makers = _makers(sentence.language)
    for begin, close in unnamed_sources(text, sentence.start, sentence.end, sentence.language):
        if text[begin:close].lower().endswith(makers) and any(a.start - close == 1 for a in named):
            continue
        follows = next((a for a in named if 0 <= a.start - close <= 2 and a.kind == "Person"), None)
        if follows or any(a.start <= begin and close <= a.end for a in named):
            continue
        start, end = _with_owner(text, named, begin, close)
        owner = _compiler(draft, named, start, end, sentence)
        rows.append(owner or Actor(start, end, draft.text[start:end], "unnamed"))
    return rows


@cache
def _makers(language: str) -> tuple[str, ...]:
    rules = table(language, "speech")["unnamed"]
    return tuple(w.lower() for w in rules["institutions"] if w.lower() not in rules["spokespersons"])


_OWNER_LEFT = re.compile(r"(?:['’]s|的)?[ \u00a0]?")
_OWNER_RIGHT = re.compile(
    r"[ \u00a0](?:(?:của|tại|từ|thuộc|at|from|of|for|by|with)[ \u00a0](?:the |(?:[a-z-]+ ){0,3})?)?(?:công ty (?:[^\W\d_]+ ){0,4}|hãng |tập đoàn |ngân hàng )?"
)


def _with_owner(text: str, named: list[Actor], start: int, end: int) -> tuple[int, int]:
    """Take the name beside a description into it: "officials at X", "X's spokesman", "phát ngôn viên X", X发言人."""
    for a in named:
        if a.end <= start and _OWNER_LEFT.fullmatch(text[a.end : start]) and a.kind not in ("Person",):
            return a.start, end
        if end <= a.start <= end + 45 and a.kind != "Person" and _OWNER_RIGHT.fullmatch(text[end : a.start]):
            return start, a.end
    return start, end


def _compiler(draft: Draft, named: list[Actor], start: int, end: int, sentence: Sentence) -> Actor | None:
    """A report or data set speaks for the one who made it ("a report by X", "dữ liệu ... do X tổng hợp")."""
    rules = table(sentence.language, "speech")["unnamed"]
    words = draft.text[start:end].lower()
    inside = [a for a in named if start <= a.start and a.end <= end and a.kind != "Country"]
    if inside and any(w in words for w in rules["spokespersons"]):
        return Actor(start, end, draft.text[start:end], inside[-1].kind, inside[-1].entities)
    if not any(d in words for d in rules["documents"]):
        return None
    makers = [a for a in named if end <= a.start <= end + 60 and a.kind != "Country"]
    if len(inside) > 1 and coordinated(draft.text, inside, inside[-1]) == inside:
        return Actor(start, end, draft.text[start:end], inside[-1].kind, tuple(e for a in inside for e in a.entities))
    by = re.compile(rf"(?<![^\W_])(?:{any_of(rules['compiled_by'])})\s*$", re.I)
    for a in makers:
        if by.search(draft.text[end : a.start]) and draft.text[max(end, a.start - 3) : a.start].strip() in ("do", "by"):
            return Actor(start, a.end, draft.text[start : a.end], a.kind, a.entities)
    if inside:
        a = inside[-1]
        return Actor(start, end, draft.text[start:end], a.kind, a.entities)
    if sentence.language == "zh":
        left = [
            a
            for a in named
            if a.end <= start and re.fullmatch(r"(?:最新|发布|公布)?(?:的)?(?:最新|一份)?", draft.text[a.end : start])
        ]
        if left and left[-1].kind != "Country":
            return Actor(left[-1].start, end, draft.text[left[-1].start : end], left[-1].kind, left[-1].entities)
    return None


def _outermost(found: list[Actor]) -> list[Actor]:
    kept: list[Actor] = []
    for a in sorted(found, key=lambda a: (a.start, -a.end)):
        if not kept or a.start >= kept[-1].end:
            kept.append(a)
    return kept


def is_object(text: str, actor: Actor, sentence: Sentence) -> bool:
    """True when a preposition stands before the actor, which then is nobody's subject."""
    before = text[max(sentence.start, actor.start - 24) : actor.start]
    if sentence.language == "zh":
        return compiled("zh", "{}" + _chinese_title(), "between", "prepositions").search(before) is not None
    return (
        compiled(
            sentence.language,
            r"{}(?:[ \u00a0](?:the|its|a|an|rival|tờ|báo|kênh|hãng|công ty))?[ \u00a0]+$",
            "between",
            "prepositions",
        ).search(before)
        is not None
    )


@cache
def _chinese_title() -> str:
    roles = any_of(table("zh", "names")["person_roles"])
    return rf"(?:[^，。；、的]{{0,6}}(?:{roles}))?$"


def coordinated(text: str, actors: list[Actor], last: Actor) -> list[Actor]:
    """Return the actors that speak together with `last`: "A, B và C", "both A and B", A和B."""
    group, joined = [last], False
    for a in reversed([x for x in actors if x.end <= last.start]):
        joint = _JOINT.fullmatch(text[a.end : group[0].start])
        if not joint:
            break
        group.insert(0, a)
        joined = joined or _CONJUNCTION.search(joint.group()) is not None
    return group if joined else [last]


_CONJUNCTION = re.compile(r"[、&和与及]|\b(?:và|and|nor|or|cùng|as well as|along with|cũng như)\b")
_JOINT = re.compile(
    r"\s*(?:(?:,|、|và|and|nor|or|&|和|与|及|以及|cũng như|,\s*and|,\s*và)\s*(?:(?:both|the|cả|its|their|rival|công ty|hãng|tập đoàn|ông|bà)\s){0,2}"
    r"|(?:and|và|as well as|cùng|along with)\s(?:[a-z-]+\s){0,3})"
)
"""What joins two who speak together; commas alone do not."""
