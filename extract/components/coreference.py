"""Binds what refers back: surnames and short names, names in brackets, pronouns and descriptions ("công ty này", "the chipmaker", 该公司).

Surnames and brackets become mentions; pronouns and descriptions become referents, which are no mentions. A pronoun with no fitting
name before it in this or the two paragraphs before stays open.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Entity, Mention
from extract.components.new_names import within_overlap
from extract.draft import Draft, within
from extract.name_occurrences import occurrences
from extract.name_persons import is_pinyin, surnames
from extract.name_shapes import common_words, mask
from extract.references import find_referents


@Language.component("racegraph_coreference")
def bind_references(doc: Doc) -> Doc:
    """Add mentions by surname, short name and bracket, and fill `draft.referents`."""
    draft: Draft = doc._.draft
    _bind_brackets(draft)
    _merge_persons(draft)
    _bind_short_names(draft)
    named = {m.entity for m in draft.mentions}
    draft.entities = {key: e for key, e in draft.entities.items() if key in named}
    draft.referents = find_referents(draft)
    return doc


_BRACKET = re.compile(
    r"[\"”’'」》]?\s?[(（](?:[^()（）]{0,30}?(?:tên quốc tế|tên tiếng Anh|còn gọi là|gọi tắt|viết tắt|also known as|known as|or|formerly|hereinafter|简称|又称|亦称|英文名|原名)[\s:：]*(?:là\s|as\s)?)?[\"“]?(?P<name>[^()（）,，;；\"”]{2,30})[\"”]?[)）]"
)


def _bind_brackets(draft: Draft) -> None:
    """A name in brackets right after a name is another name of the same thing, if it is its acronym or is said to be one."""
    renamed: dict[str, str] = {}
    bound: dict[str, Mention] = {}
    for mention in draft.mentions:
        match = _BRACKET.match(draft.text, mention.end, mention.end + 80)
        if not match:
            continue
        inner = match["name"].strip()
        start = match.start("name") + match["name"].index(inner)
        named = [m for m in within(draft.mentions, start, start + len(inner)) if m.text == inner]
        introduced = match.start("name") - mention.end > 4 or _is_acronym(_LAW.sub("", inner), mention.text)
        other_script = _is_in_other_script(inner, mention)
        if not introduced and not other_script:
            continue
        if named:
            if mention.by != "gazetteer" and named[0].by == "gazetteer" and named[0].kind == mention.kind:
                renamed[mention.entity] = named[0].entity
            elif named[0].by != "gazetteer" and named[0].kind == mention.kind:
                renamed[named[0].entity] = mention.entity
        elif not within_overlap(draft.mentions, start, start + len(inner)) and (
            inner[:1].isupper() or not inner.isascii()
        ):
            bound.setdefault(inner, mention)
    if bound:
        _bind_all(draft, bound)
    _rename(draft, {old: new for old, new in renamed.items() if new not in renamed})


_LAW = re.compile(r" (?:Act|Bill|Rule|Plan)$")


def _is_in_other_script(inner: str, mention: Mention) -> bool:
    """英伟达（NVIDIA）, "Bộ Thương mại (MOFCOM)": the same name in other letters. Behind a person only a person's name counts."""
    if mention.kind == "Country" or inner.isascii() == mention.text.isascii():
        return False
    if not re.fullmatch(r"[A-Z][A-Za-z .&'-]+|[\u4e00-\u9fff·]{2,12}", inner):
        return False
    return mention.kind != "Person" or " " in inner or (not inner.isascii() and len(inner) <= 4)


def _is_acronym(short: str, name: str) -> bool:
    initials = "".join(w[0] for w in re.findall(r"\w+", name) if w[0].isupper())
    return (
        short.isupper()
        and 2 <= len(short) <= 7
        and (short == initials or (short[0] == initials[:1] and len(initials) >= 2 and set(short) <= set(name.upper())))
    )


def _merge_persons(draft: Draft) -> None:
    """ "ông Wu" is Eddie Wu, "Wu Yongming" is Eddie Wu Yongming, where one person of the article has such a name."""
    owners: dict[str, set[str]] = {}
    for m in draft.mentions:
        if m.kind == "Person":
            words = m.text.split()
            for short in {*_person_shorts(m.text), *(" ".join(words[i:]) for i in range(1, len(words)))}:
                owners.setdefault(short, set()).add(m.entity)
    renamed: dict[str, str] = {}
    for entity in draft.entities.values():
        longer = owners.get(entity.name, set()) - {entity.id}
        if entity.id.startswith("person:") and len(longer) == 1:
            renamed[entity.id] = next(iter(longer))
    _rename(draft, {old: renamed.get(new, new) for old, new in renamed.items() if renamed.get(new) != old})


def _rename(draft: Draft, renamed: dict[str, str]) -> None:
    """Give the mentions of some entities to others: old id to new id."""
    if not renamed:
        return
    draft.mentions = [
        replace(m, entity=renamed[m.entity], kind=draft.entities[renamed[m.entity]].kind) if m.entity in renamed else m
        for m in draft.mentions
    ]
    for old in renamed:
        draft.entities.pop(old, None)


def _bind_all(draft: Draft, bound: dict[str, Mention]) -> None:
    """Make every occurrence of the surfaces a mention of what they are bound to, and an alias of it."""
    masked = mask(draft.text, [(m.start, m.end) for m in draft.mentions])
    for start, end, surface in occurrences(masked, bound):
        of = bound[surface]
        if draft.sentence_at(start):
            draft.mentions.append(Mention(start, end, surface, of.kind, of.entity, "bracket", 0.9))
    draft.mentions.sort(key=lambda m: (m.start, -m.end))
    for surface, of in bound.items():
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
    for start, end, short in occurrences(masked, shorts):
        of = first[short]
        if draft.sentence_at(start) and (start > of.start or of.kind == "Person"):
            draft.mentions.append(Mention(start, end, short, of.kind, of.entity, "short", min(of.confidence, 0.92)))
    draft.mentions.sort(key=lambda m: (m.start, -m.end))


def _short_names(mention: Mention, entity: Entity) -> list[str]:
    found = entity.id.startswith(("company:", "organization:"))
    if mention.kind == "Person":
        return _person_shorts(mention.text)
    if not mention.text.isascii():
        stem = _HAN_SUFFIX.sub("", mention.text)
        return [stem] if found and 2 <= len(stem) < len(mention.text) else []
    words = mention.text.split()
    if len(words) < 2 or not mention.text[0].isupper() or len(words[0]) < 4 or words[0] in common_words("en"):
        return []
    if mention.kind == "Organization" and not found and words[-1] not in ("Foundation", "Institution"):
        return []
    if words[0] in _GENERIC or not (found or (mention.kind == "Organization" and len(words) == 2)):
        return []
    return [words[0]] if mention.kind in ("Company", "Organization") else []


_HAN_SUFFIX = re.compile(
    r"(?:智能)?(?:科技|创投|創投|集团|集團|半导体|半導體|资本|資本|证券|證券|控股|股份|微电子|技术|公司|有限公司)+$"
)


def _person_shorts(text: str) -> list[str]:
    """Return what a person may be called after the full name: the surname, wherever the name has it."""
    dotted = re.split(r"[·•‧・]", text)
    if len(dotted) > 1:
        return [dotted[-1]] if len(dotted[-1]) >= 2 else []
    words = text.split()
    if len(words) < 2 or not text[0].isupper():
        return []
    chinese = surnames("chinese")
    if len(words) == 3 and words[1] in chinese and is_pinyin(words[2]) and words[0] not in chinese:
        shorts = [words[1]]
    elif words[0] in chinese and len(words) == 2 and text.isascii() and words[1] not in chinese:
        shorts = [words[0]]
    else:
        shorts = [words[-1]]
    return [s for s in shorts if len(s) >= 2 and s not in common_words("en")]


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
