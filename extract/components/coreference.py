"""Binds what refers back: surnames and short names, names in brackets, pronouns and descriptions ("công ty này", "the chipmaker", 该公司).

Surnames and brackets become mentions; pronouns and descriptions become referents, which are no mentions. A pronoun with no fitting
name before it in this or the two paragraphs before stays open.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Entity, Mention
from extract.components.new_names import within_overlap
from extract.draft import Draft, Referent, within
from extract.name_shapes import common_words, mask
from extract.tables import LANGUAGES, table


@Language.component("racegraph_coreference")
def bind_references(doc: Doc) -> Doc:
    """Add mentions by surname, short name and bracket, and fill `draft.referents`."""
    draft: Draft = doc._.draft
    _bind_brackets(draft)
    _bind_short_names(draft)
    draft.referents = sorted(_referents(draft), key=lambda r: r.start)
    return doc


_BRACKET = re.compile(
    r"\s?[(（](?:[^()（）]{0,30}?(?:tên quốc tế|tên tiếng Anh|còn gọi là|gọi tắt|viết tắt|also known as|known as|or|formerly|hereinafter|简称|又称|亦称|英文名|原名)[\s:：]*(?:là\s|as\s)?)?[\"“]?(?P<name>[^()（）,，;；\"”]{2,30})[\"”]?[)）]"
)


def _bind_brackets(draft: Draft) -> None:
    """A name in brackets right after a name is another name of the same thing, if it is its acronym or is said to be one."""
    for mention in list(draft.mentions):
        match = _BRACKET.match(draft.text, mention.end, mention.end + 80)
        if not match:
            continue
        inner = match["name"].strip()
        start = match.start("name") + match["name"].index(inner)
        named = [m for m in within(draft.mentions, start, start + len(inner)) if m.text == inner]
        introduced = match.start("name") - mention.end > 4
        if (
            named
            and mention.by != "gazetteer"
            and named[0].by == "gazetteer"
            and (introduced or _is_acronym(inner, mention.text))
        ):
            _rename(draft, mention.entity, named[0].entity)
        elif (
            not named
            and (introduced or _is_acronym(inner, mention.text))
            and not within_overlap(draft.mentions, start, start + len(inner))
            and (inner[:1].isupper() or not inner.isascii())
        ):
            _bind_all(draft, inner, mention, "bracket")


def _is_acronym(short: str, name: str) -> bool:
    initials = "".join(w[0] for w in re.findall(r"\w+", name) if w[0].isupper())
    return (
        short.isupper()
        and 2 <= len(short) <= 7
        and (short == initials or (short[0] == initials[:1] and len(initials) >= 2 and set(short) <= set(name.upper())))
    )


def _rename(draft: Draft, old: str, new: str) -> None:
    draft.mentions = [
        replace(m, entity=new, kind=draft.entities[new].kind) if m.entity == old else m for m in draft.mentions
    ]
    draft.entities.pop(old, None)


def _bind_all(draft: Draft, surface: str, of: Mention, by: str) -> None:
    masked = mask(draft.text, [(m.start, m.end) for m in draft.mentions])
    pattern = re.compile(rf"(?<![^\W_]){re.escape(surface)}(?![^\W_])" if surface.isascii() else re.escape(surface))
    for match in pattern.finditer(masked):
        if draft.sentence_at(match.start()):
            draft.mentions.append(Mention(match.start(), match.end(), surface, of.kind, of.entity, by, 0.9))
    draft.mentions.sort(key=lambda m: (m.start, -m.end))
    entity = draft.entities[of.entity]
    if surface not in entity.aliases and surface != entity.name:
        draft.entities[of.entity] = replace(entity, aliases=(*entity.aliases, surface))


def _bind_short_names(draft: Draft) -> None:
    """Find "Huang" after "Jensen Huang", "Cognition" after "Cognition AI"; a short name of two entities names neither."""
    owners: dict[str, set[str]] = {}
    first: dict[str, Mention] = {}
    for m in draft.mentions:
        for short in _short_names(m, draft.entities[m.entity]):
            owners.setdefault(short, set()).add(m.entity)
            first.setdefault(short, m)
    shorts = [s for s, ids in owners.items() if len(ids) == 1]
    if not shorts:
        return
    masked = mask(draft.text, [(m.start, m.end) for m in draft.mentions])
    pattern = re.compile(
        rf"(?<![^\W_])(?:{'|'.join(map(re.escape, sorted(shorts, key=len, reverse=True)))})(?![^\W_])(?![-‑]\w)"
    )
    for match in pattern.finditer(masked):
        of = first[match.group()]
        sentence = draft.sentence_at(match.start())
        if sentence and (match.start() > of.start or of.kind == "Person"):
            draft.mentions.append(
                Mention(
                    match.start(), match.end(), match.group(), of.kind, of.entity, "short", min(of.confidence, 0.92)
                )
            )
    draft.mentions.sort(key=lambda m: (m.start, -m.end))


def _short_names(mention: Mention, entity: Entity) -> list[str]:
    words = mention.text.split()
    if len(words) < 2 or not mention.text[0].isupper():
        return []
    if mention.kind == "Person":
        surnames = table("any", "persons")["chinese_surnames"]
        family_first = words[0] in surnames and len(words) == 2 and words[1].isascii() and "," not in mention.text
        shorts = [words[0]] if family_first and words[1] not in surnames else [words[-1]]
        return [s for s in shorts if len(s) >= 2 and s not in common_words("en")]
    if mention.kind in ("Company", "Organization") and entity.id.startswith(("company:", "organization:")):
        return (
            [words[0]]
            if len(words[0]) >= 4
            and words[0] not in common_words("en")
            and words[0].isascii()
            and words[0] not in _GENERIC
            else []
        )
    return []


_GENERIC = frozenset(
    [
        "University",
        "National",
        "American",
        "Chinese",
        "Global",
        "International",
        "First",
        "United",
        "General",
        "Digital",
        "Open",
        "Advanced",
        "New",
        "Capital",
        "Applied",
        "Creative",
        "Future",
        "Smart",
        "Super",
        "Central",
        "Federal",
        "Royal",
        "Project",
        "Institute",
        "Center",
        "Centre",
        "Bank",
        "Council",
        "Alliance",
        "Asia",
        "Europe",
        "Africa",
        "China",
        "America",
    ]
)


class Rule(NamedTuple):
    """A class of pronouns or descriptions: how they look, which kinds they can stand for, and how many."""

    pattern: re.Pattern[str]
    kinds: tuple[str, ...]
    number: int


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    rows = table(language, "references")["rule"]
    edge, close = (r"(?<![^\W_])", r"(?![^\W_])") if language != "zh" else ("", "")
    return tuple(
        Rule(
            re.compile(
                edge + "(?:" + "|".join(map(re.escape, sorted(r["words"], key=len, reverse=True))) + ")" + close, re.I
            ),
            tuple(r["kinds"]),
            r.get("count", 1),
        )
        for r in rows
    )


def _referents(draft: Draft) -> list[Referent]:
    found: list[Referent] = []
    taken = [(m.start, m.end) for m in draft.mentions]
    masked = mask(draft.text, taken)
    for s in draft.sentences:
        if s.language not in LANGUAGES or draft.blocks[s.block].kind not in ("body", "heading"):
            continue
        for rule in _rules(s.language):
            for match in rule.pattern.finditer(masked, s.start, s.end):
                if not _is_definite(draft.text, match, s.start, s.language):
                    continue
                if _names_itself(draft, match.end()) or any(
                    r.start < match.end() and match.start() < r.end for r in found[-4:]
                ):
                    continue
                entities = _antecedents(draft, match.start(), s.start, s.block, rule)
                if entities:
                    found.append(Referent(match.start(), match.end(), match.group(), entities))
    return found


def _is_definite(text: str, match: re.Match[str], start: int, language: str) -> bool:
    """A bare noun ("công ty") refers back only where no quantity stands before it and a verb or a mark follows."""
    bare = table(language, "references").get("bare")
    if not bare or match.group().lower() not in bare["words"]:
        return True
    if re.search(
        rf"(?<![^\W_])(?:{'|'.join(bare['not_after'])})[ \u00a0]$",
        text[max(start, match.start() - 14) : match.start()],
        re.I,
    ):
        return False
    return (
        re.match(rf"[,.;:)”\"]|[ \u00a0](?:{'|'.join(bare['before'])})(?![^\W_])", text[match.end() : match.end() + 14])
        is not None
    )


def _names_itself(draft: Draft, end: int) -> bool:
    """ "ông Huang", "the company OpenAI": a title before a name is no pronoun."""
    following = [m for m in within(draft.mentions, end, end + 40) if m.kind != "Country"]
    return bool(following) and draft.text[end : following[0].start] in (" ", "\u00a0")


def _antecedents(draft: Draft, at: int, sentence_start: int, block: int, rule: Rule) -> tuple[str, ...]:
    """Return the entities meant: the subject of this sentence so far, else the first fitting name of the sentence before, else the last."""
    begin = draft.blocks[max(0, block - 2)].start
    before = [m for m in within(draft.mentions, begin, at) if m.kind in rule.kinds]
    if rule.number > 1:
        latest = list(dict.fromkeys(m.entity for m in reversed(before)))[: rule.number]
        return tuple(reversed(latest)) if len(latest) == rule.number else ()
    if not before:
        return ()
    here = [m for m in before if m.start >= sentence_start and not _possessed(draft.text, m)]
    if here:
        return (here[0].entity,)
    previous = draft.sentence_at(before[-1].start)
    if previous is not None:
        subjects = [m for m in before if m.start >= previous.start and not _possessed(draft.text, m)]
        earlier = [r for r in draft.referents if previous.start <= r.start < previous.end]
        if subjects:
            return (subjects[0].entity,)
        if earlier:
            return earlier[0].entities
    return (before[-1].entity,)


def _possessed(text: str, mention: Mention) -> bool:
    """A name after "của", "with", "như" is seldom what the next sentence goes on about."""
    return (
        re.search(
            r"(?:\bcủa|\bvới|\bcho|\bbởi|\bnhư|\bthuộc|\bwith|\bby|\bto|\bof|\bat|\bfor|\bfrom|\blike|\bagainst|\btừ|与|和|对|向|被)\s$|(?:与|和|对|向|被)$",
            text[max(0, mention.start - 8) : mention.start],
        )
        is not None
    )
