"""Who may be speaking in a sentence: named ones, pronouns and descriptions bound to names, and sources without a name.

An actor is a whole phrase: "Nvidia CEO Jensen Huang", "Ben Bajarin, head of Creative Strategies," and "giám đốc X, ông Y," are one each,
and the person in it speaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.annotations import Mention
from extract.draft import Draft, Sentence, within
from extract.posts import held_posts
from extract.script import readable
from extract.sources import is_document, sources_of
from extract.speech import compiled

SPEAKING_KINDS = frozenset({"Person", "Company", "Agency", "Organization", "Outlet", "Country"})
_POSSESSIVES = frozenset({"his", "her", "its", "their", "him", "them"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A possible speaker: entity ids (several for "both companies"), none for a source without a name.

    `known_as` is what such a source was first called, where a pronoun stands for it.
    """

    start: int
    end: int
    text: str
    kind: str
    entities: tuple[str, ...] = ()
    by: str = "name"
    known_as: str = ""


def actors_of(draft: Draft, sentence: Sentence) -> list[Actor]:
    """Return the possible speakers of a sentence in order; one inside a longer one is left out ("the spokesman of X")."""
    names = list(within(draft.mentions, sentence.start, sentence.end))
    named = [
        Actor(_with_honorific(draft.text, sentence, m.start), m.end, m.text, m.kind, (m.entity,))
        for m in names
        if m.kind in SPEAKING_KINDS and not _describes(draft.text, sentence, m)
    ]
    described = [
        Actor(s.start, s.end, draft.text[s.start : s.end], s.owner.kind, (s.owner.entity,), "owner")
        if s.owner is not None
        else Actor(
            s.start,
            s.end,
            draft.text[s.start : s.end],
            "document" if is_document(sentence.language, s.noun) else "unnamed",
        )
        for s in sources_of(draft, sentence, names)
    ]
    referring = []
    for r in within(draft.referents, sentence.start, sentence.end):
        kind = draft.entities[r.entities[0]].kind
        if kind in SPEAKING_KINDS and r.text.lower() not in _POSSESSIVES:
            referring.append(Actor(r.start, r.end, r.text, kind, r.entities, "referent"))
    held = [
        Actor(start, end, draft.text[start:end], "Person" if person else "unnamed", (person,) if person else (), "post")
        for start, end, person in held_posts(draft, sentence, names)
    ]
    whole = _outermost(named + described + referring + held)
    return _extended(readable(draft.text, sentence.language), sentence, _titled(draft, sentence, whole))


def pronoun_actors(draft: Draft, sentence: Sentence, previous: list[Actor], actors: list[Actor]) -> list[Actor]:
    """Let words that name nobody stand for who spoke just before: "they said" and 该官员 for a nameless source, "the report" for an
    outlet, a bare 公司 for a company."""
    if not previous:
        return actors
    last = previous[-1]
    words = "pronouns" if not last.entities else {"Outlet": "of_outlets", "Company": "of_companies"}.get(last.kind)
    if words is None:
        return actors
    text = readable(draft.text, sentence.language)
    found = []
    for match in compiled(sentence.language, "{}", "between", words).finditer(text, sentence.start, sentence.end):
        over = [a for a in actors if a.start < match.end() and match.start() < a.end]
        if any((a.start, a.end) != match.span() or (a.entities and (last.entities or a.by == "name")) for a in over):
            continue
        actors = [a for a in actors if a not in over]
        said = draft.text[match.start() : match.end()]
        first = "" if last.entities else last.known_as or last.text
        found.append(Actor(*match.span(), said, last.kind, last.entities, by="pronoun", known_as=first))
    return sorted([*actors, *found], key=lambda a: a.start)


def _with_honorific(text: str, sentence: Sentence, start: int) -> int:
    if sentence.language == "zh":
        return start
    match = compiled(sentence.language, r"{} $", "unnamed", "honorifics").search(
        text, max(sentence.start, start - 14), start
    )
    return match.start() if match else start


def _describes(text: str, sentence: Sentence, mention: Mention) -> bool:
    """A country that only describes a noun: "Chinese regulators", "công ty Trung Quốc"."""
    if mention.kind not in ("Country", "Place"):
        return False
    if sentence.language == "en":
        return bool(re.match(r"['’]s\b|-", text[mention.end : mention.end + 3]))
    if sentence.language == "zh":
        return mention.end - mention.start == 1 and text[mention.start - 1 : mention.start].isalpha()
    if sentence.language == "vi":
        before = re.search(r"([^\W\d_]+) $", text[max(sentence.start, mention.start - 14) : mention.start])
        if not before or not before.group(1).islower():
            return False
        return not compiled("vi", "^{}$", "between", "opens").match(before.group(1))
    return False


_TITLE_GAP = {
    "en": re.compile(r"(?:['’]s)?[ \u00a0](?:[\w’'&/.-]+[ \u00a0]){0,7}|[ \u00a0]"),
    "vi": re.compile(r",?[ \u00a0](?:(?:ông|bà|anh|chị|ngài|[Tt]iến sĩ|[Gg]iáo sư)[ \u00a0])?"),
    "zh": re.compile(r"[^，。；：、）)\s的说称表示]{0,12}"),
}
_NO_TITLE = re.compile(
    r"\b(?:and|said|says|told|that|with|by|after|as|when|while|but|against|over|to|is|was|has|had|will|met|of|for|in|on|at|from|than|or|like|before)\b",
    re.I,
)


def _titled(draft: Draft, sentence: Sentence, actors: list[Actor]) -> list[Actor]:
    """Join what names a person's post with the person: "Nvidia CEO Jensen Huang", "CEO của Nvidia, ông Huang", 英伟达首席执行官黄仁勋."""
    kept: list[Actor] = []
    text = readable(draft.text, sentence.language)
    for a in actors:
        start = a.start
        while a.kind == "Person" and a.by == "name" and kept and kept[-1].kind not in ("Person", "Outlet"):
            if not _is_post(text, sentence, kept[-1], text[kept[-1].end : start]):
                break
            start = kept.pop().start
        kept.append(replace(a, start=start, text=draft.text[start : a.end]))
    return kept


def _is_post(text: str, sentence: Sentence, before: Actor, gap: str) -> bool:
    language = sentence.language
    if not _TITLE_GAP[language].fullmatch(gap):
        post = r",[ \u00a0]" if language == "en" else r"(?!)"
        head = text[max(sentence.start, before.start - 40) : before.start]
        if re.fullmatch(post, gap) and compiled("en", r"{} (?:of|at) (?:the )?$", "unnamed", "posts").search(head):
            return True
        described = before.kind == "unnamed" and before.by == "name" and not is_object(text, before, sentence)
        return described and re.fullmatch(post, gap) is not None
    if language == "en":
        if gap.strip(" ’'s") == "" and before.kind != "unnamed":
            return False
        return not _NO_TITLE.search(gap)
    if language == "zh":
        return (before.kind == "unnamed" and not gap) or compiled("zh", "{}$", "unnamed", "posts").search(
            gap
        ) is not None
    if before.kind == "unnamed":
        return True
    head = text[max(sentence.start, before.start - 45) : before.start]
    return (
        compiled(
            "vi", r"{}(?:[ \u00a0](?:của|tại|hãng|tập đoàn|công ty|startup))*[ \u00a0]$", "unnamed", "posts"
        ).search(head)
        is not None
    )


INSERTION = re.compile(
    r"[ \u00a0]?(?:\([^()]{2,60}\)|（[^（）]{1,40}）|,[ \u00a0](?:[^,;:“”\"]|,[ \u00a0](?=[A-Z][^,]{0,40},[ \u00a0]))+?,(?=[ \u00a0])|[ \u00a0][-–—][ \u00a0][^-–—;:“”\"]{4,140}[ \u00a0][-–—])"
)


def _extended(text: str, sentence: Sentence, actors: list[Actor]) -> list[Actor]:
    """Take appositions into the actor before them ("X, who founded Y in 2023,"), brackets and dashes alike."""
    kept: list[Actor] = []
    for i, a in enumerate(actors):
        if kept and a.start < kept[-1].end:
            continue
        end = _with_employer(text, sentence, a, actors[i + 1 : i + 2])
        for _ in range(3):
            at = end - 1 if end > a.end and text[end - 1] == "," else end
            match = INSERTION.match(text, at, min(sentence.end, at + 170))
            if match is None or not _is_apposition(match.group(), sentence.language):
                break
            if a.kind != "Person" and any(
                (p.by == "post" or (a.by == "post" and p.kind == "Person")) and at <= p.start < match.end()
                for p in actors
            ):
                break
            end = match.end()
        kept.append(replace(a, end=end))
    return kept


_EMPLOYED = {
    "en": re.compile(r"[ \u00a0](?:of|from|at|with)[ \u00a0](?:the )?"),
    "vi": re.compile(
        r"[ \u00a0](?:của|thuộc|tại|từ|đến từ|ở)[ \u00a0](?:(?:công ty|hãng|tập đoàn|ngân hàng)[ \u00a0])?"
    ),
}


def _with_employer(text: str, sentence: Sentence, a: Actor, following: list[Actor]) -> int:
    """Return where a person ends with the employer behind the name: "A. Person of Orga", "ông A của Orga"."""
    if a.kind != "Person" or sentence.language not in _EMPLOYED:
        return a.end
    return next(
        (
            b.end
            for b in following
            if b.kind in ("Company", "Agency", "Organization", "unnamed")
            and _EMPLOYED[sentence.language].fullmatch(text[a.end : b.start])
        ),
        a.end,
    )


def _is_apposition(words: str, language: str) -> bool:
    if words.lstrip()[:1] in "(（":
        return True
    begins = compiled(language, r"^[ \u00a0]?(?:,|[-–—])[ \u00a0]{}", "unnamed", "apposition")
    held = r"^, [A-Z][\w’'&.-]*(?: [A-Z][\w’'&.-]*)* (?:[\w’'-]+ ){0,4}?{}"  # ", LinkedIn co-founder and investor,"
    return begins.match(words) is not None or (
        language == "en" and compiled("en", held, "unnamed", "posts").match(words) is not None
    )


def _outermost(found: list[Actor]) -> list[Actor]:
    kept: list[Actor] = []
    rank = {"post": 0, "name": 0, "owner": 1, "referent": 2}
    # Of two readings of the same words ("the company": Meta, or some company) the one that knows whom they mean is taken.
    for a in sorted(found, key=lambda a: (a.start, -a.end, not a.entities, rank[a.by])):
        if not kept or a.start >= kept[-1].end:
            kept.append(a)
        elif a.by == "name" and a.end > kept[-1].end and kept[-1].by == "referent":
            kept[-1] = a
    return kept


def is_object(text: str, actor: Actor, sentence: Sentence) -> bool:
    """True when a preposition stands before the actor, which then is nobody's subject."""
    before = text[max(sentence.start, actor.start - 24) : actor.start]
    if sentence.language == "zh":
        return compiled("zh", "{}$", "between", "prepositions").search(before) is not None
    return (
        compiled(
            sentence.language,
            r"{}(?:[ \u00a0](?:the|its|a|an|rival|tờ|báo|kênh|hãng|công ty))?[ \u00a0]+$",
            "between",
            "prepositions",
        ).search(before)
        is not None
    )


_AND = re.compile(r"(?:,\s*)?\s*(?:và|and|nor|or|&|和|与|及|以及|cũng như|cùng)\s*(?:the\s|cả\s)?|\s*、\s*")
_LISTED = re.compile(r"\s*(?:,|、)\s*(?:the\s)?")


def coordinated(text: str, actors: list[Actor], last: Actor) -> list[Actor]:
    """Return the actors that speak together with `last`: "A, B và C", "both A and B", A和B. A comma alone joins nobody."""
    group = [last]
    for a in reversed([x for x in actors if x.end <= last.start]):
        joint = text[a.end : group[0].start]
        if not (_LISTED if len(group) > 1 else _AND).fullmatch(joint) or (a.kind == "Person") != (
            last.kind == "Person"
        ):
            break
        group.insert(0, a)
    return group
