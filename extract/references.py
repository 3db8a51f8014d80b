"""Binds pronouns and descriptions to what they stand for: "he", "công ty này", 该公司, "both US companies", "CEO Nvidia".

What they stand for must fit in kind, number, gender, nationality and trade, as far as these are known; of those that fit, the one the
sentence is about comes first. Without one in this and the two paragraphs before, the reference stays open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.annotations import Mention
from extract.draft import Draft, Referent, Sentence, within
from extract.gazetteer import load_gazetteer
from extract.name_persons import gender_of_name
from extract.name_shapes import mask
from extract.tables import LANGUAGES, table


@dataclass(frozen=True, slots=True)
class Rule:
    """What a class of pronouns or descriptions can stand for: kinds, how many, and a gender or trade where the words tell it."""

    kinds: tuple[str, ...]
    count: int = 1
    gender: str = ""
    trade: str = ""


def find_referents(draft: Draft) -> list[Referent]:
    """Return the pronouns and descriptions of an article that stand for named things, in order."""
    masked = mask(draft.text, [(m.start, m.end) for m in draft.mentions])
    genders = _genders(draft)
    found: list[Referent] = list(_office_holders(draft, masked))
    taken = {at for r in found for at in range(r.start, r.end)}
    open_ones: list[Referent] = []
    for s in draft.sentences:
        if s.language not in LANGUAGES or draft.blocks[s.block].kind not in ("body", "heading"):
            continue
        for match in _pattern(s.language).finditer(masked, s.start, s.end):
            rule = _rules(s.language)[_words_of(match.group())]
            if "\0" in match.group() and not _nation(draft, match):
                continue
            if match.start() in taken or not _is_definite(draft.text, match, s) or _names_itself(draft, match.end()):
                continue
            entities = _antecedents(draft, match, s, rule, genders, open_ones)
            if entities:
                open_ones.append(
                    Referent(match.start(), match.end(), draft.text[match.start() : match.end()], entities)
                )
    return sorted([*found, *open_ones], key=lambda r: r.start)


_REACH = 4000
"""How far back a reference looks, in characters, where paragraphs are longer than any reader's memory."""


@cache
def _rules(language: str) -> dict[str, Rule]:
    rows = table(language, "references")["rule"]
    return {
        w.lower(): Rule(tuple(r["kinds"]), r.get("count", 1), r.get("gender", ""), r.get("trade", ""))
        for r in rows
        for w in r["words"]
    }


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """All the words of a language in one pattern; a nationality may stand inside ("the \0 company", "công ty \0 này")."""
    words = "|".join(_with_gap(w, language) for w in sorted(_rules(language), key=len, reverse=True))
    edge, close = (r"(?<![^\W_])", r"(?![^\W_])") if language != "zh" else ("", "")
    not_before = "|".join(table(language, "references").get("not_before", ["(?!)"]))
    not_after = "|".join(f"(?<!{w})" for w in table(language, "references").get("part_of_word", [])).replace("|", "")
    return re.compile(f"{edge}{not_after}(?:{words}){close}(?!{not_before})", re.I)


def _with_gap(words: str, language: str) -> str:
    plain = re.escape(words)
    if language == "en" and words.startswith(("the ", "both ", "this ")):
        first, _, rest = words.rpartition(" ")
        return rf"{re.escape(first)} (?:\0+ )?{re.escape(rest)}"
    if language == "vi" and words.endswith(" này"):
        return rf"{re.escape(words[:-4])}(?: \0+)? này"
    if language == "vi" and words.startswith(("hai ", "cả hai ")):
        return rf"{plain}(?: \0+)?"
    if language == "zh" and words.startswith("这家"):
        return rf"这家(?:\0+)?{re.escape(words[2:])}"
    return plain


def _words_of(matched: str) -> str:
    return re.sub(r" ?\0+(?= |$)|\0+", "", matched).lower().replace("  ", " ")


def _is_definite(text: str, match: re.Match[str], sentence: Sentence) -> bool:
    """A bare noun ("công ty") refers back only where no quantity stands before it and a verb or a mark follows."""
    bare = table(sentence.language, "references").get("bare")
    if not bare or match.group().lower() not in bare["words"]:
        return True
    if _bare_before().search(text[max(sentence.start, match.start() - 14) : match.start()]):
        return False
    return _bare_after().match(text[match.end() : match.end() + 14]) is not None


@cache
def _bare_before() -> re.Pattern[str]:
    bare = table("vi", "references")["bare"]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(bare['not_after'])})[ \u00a0]$", re.I)


@cache
def _bare_after() -> re.Pattern[str]:
    bare = table("vi", "references")["bare"]
    return re.compile(rf"[,.;:)”\"]|[ \u00a0](?:{'|'.join(bare['before'])})(?![^\W_])")


def _names_itself(draft: Draft, end: int) -> bool:
    """ "ông Huang", "the company OpenAI": a title before a name is no pronoun."""
    following = within(draft.mentions, end, end + 40)
    return bool(following) and draft.text[end : following[0].start] in (" ", "\u00a0")


def _antecedents(
    draft: Draft,
    match: re.Match[str],
    sentence: Sentence,
    rule: Rule,
    genders: dict[str, str],
    earlier: list[Referent],
) -> tuple[str, ...]:
    """Return the entities meant: the subject of this sentence so far, else the first fitting name of the sentence before, else the last."""
    at = match.start()
    begin = max(draft.blocks[max(0, sentence.block - 2)].start, at - _REACH)
    nation = _nation(draft, match)
    before = [
        m
        for m in within(draft.mentions, begin, at)
        if m.kind in rule.kinds and (not nation or _nation_of(m.entity) in ("", nation))
    ]
    before = _in_trade(_of_gender(before, rule.gender, genders), rule.trade)
    if rule.count > 1:
        return _latest([m for m in before if m.kind == rule.kinds[0]], rule.count) or _latest(before, rule.count)
    if not before:
        return ()
    free = [m for m in before if not _possessed(draft.text, m)]
    here = [m for m in free if m.start >= sentence.start]
    if here:
        speaks = _SAYS_THAT.fullmatch(draft.text, here[-1].end, at) is not None
        return (here[-1 if speaks else 0].entity,)
    fits = {m.entity for m in before}
    referring = [r for r in earlier[-6:] if r.start >= begin and len(r.entities) == 1 and r.entities[0] in fits]
    last_name = free[-1].start if free else -1
    if referring and referring[-1].start > last_name:
        return referring[-1].entities
    previous = draft.sentence_at(last_name) if free else None
    if previous is None:
        return (before[-1].entity,)
    return (next(m.entity for m in free if m.start >= previous.start),)


_SAYS_THAT = re.compile(
    r"(?:[ \u00a0][^\W\d_A-Z]+){1,4}[ \u00a0]|(?:[\u4e00-\u9fff]{0,4}(?:说|称|表示|认为|指出|强调|补充)，?)"
)
"""What stands between a speaker and the pronoun for the same speaker: "Huang said he", "Huang khẳng định ông"."""


def _latest(before: list[Mention], count: int) -> tuple[str, ...]:
    latest = list(dict.fromkeys(m.entity for m in reversed(before)))[:count]
    return tuple(reversed(latest)) if len(latest) == count else ()


def _of_gender(before: list[Mention], gender: str, genders: dict[str, str]) -> list[Mention]:
    """Keep the persons known to be of a gender; where there is none, those of whom it is not known."""
    if not gender:
        return before
    return [m for m in before if genders.get(m.entity) == gender] or [m for m in before if m.entity not in genders]


def _genders(draft: Draft) -> dict[str, str]:
    """Return the gender of the persons whose titles or names tell it; a title in the text counts more than a name."""
    said: dict[str, str] = {}
    for m in draft.mentions:
        if m.kind != "Person":
            continue
        title = _title_before().search(draft.text[max(0, m.start - 12) : m.start])
        after = draft.text[m.end : m.end + 2]
        if title:
            said[m.entity] = "f" if title.group(1).lower() in _women() else "m"
        elif after in ("女士", "先生"):
            said[m.entity] = "f" if after == "女士" else "m"
        elif m.entity not in said and (gender := gender_of_name(draft.entities[m.entity].name)):
            said[m.entity] = gender
    return said


@cache
def _women() -> frozenset[str]:
    return frozenset(w.lower() for w in table("any", "persons")["titles_women"])


@cache
def _title_before() -> re.Pattern[str]:
    persons = table("any", "persons")
    words = "|".join(map(re.escape, [*persons["titles_women"], *persons["titles_men"]]))
    return re.compile(rf"(?<![^\W_])({words})\.?[ \u00a0]$", re.I)


def _nation(draft: Draft, match: re.Match[str]) -> str:
    """Return the country code of a nationality inside a description, or empty."""
    inside = within(draft.mentions, match.start(), match.end() + 1)
    return _nation_of(inside[-1].entity) if inside and inside[-1].kind == "Country" else ""


def _nation_of(entity: str) -> str:
    known = load_gazetteer().entities.get(entity)
    return known.country if known else ""


def _in_trade(before: list[Mention], trade: str) -> list[Mention]:
    """Keep those of the trade a description names ("the chipmaker"); where none is known to be of it, those nothing is known of."""
    if not trade:
        return before
    if trade == "government":
        return [m for m in before if m.entity.endswith("government")]
    of_trade = [m for m in before if m.entity in _trades()[trade]]
    return of_trade or [m for m in before if m.entity not in load_gazetteer().entities]


@cache
def _trades() -> dict[str, frozenset[str]]:
    """Who makes chips and who makes models: whom the table lists, and whose known chips or models are the more."""
    known = load_gazetteer().entities
    made: dict[str, Counter[str]] = {"chip": Counter(), "model": Counter()}
    for e in known.values():
        if e.kind in ("Chip", "Model"):
            parent = e.parent
            while parent in known and known[parent].kind in ("Chip", "Model"):
                parent = known[parent].parent
            made[e.kind.lower()][parent] += 1
    listed = table("any", "trades")
    other = {"chip": "model", "model": "chip"}
    return {
        trade: frozenset(listed[trade])
        | {m for m, n in made[trade].items() if n > made[other[trade]][m] and m not in listed[other[trade]]}
        for trade in made
    }


def _possessed(text: str, mention: Mention) -> bool:
    """A name after "của", "with", "như" is seldom what the next sentence goes on about."""
    return _POSSESSED.search(text, max(0, mention.start - 8), mention.start) is not None


_POSSESSED = re.compile(
    r"(?:\bcủa|\bvới|\bcho|\bbởi|\bnhư|\bthuộc|\bwith|\bby|\bto|\bof|\bat|\bfor|\bfrom|\blike|\bagainst|\btừ|与|和|对|向|被)\s$|(?:与|和|对|向|被)$"
)


def _office_holders(draft: Draft, masked: str) -> Iterator[Referent]:
    """Yield "CEO Nvidia", "Nvidia's CEO", 英伟达CEO where the article has named who that is."""
    holders: dict[tuple[str, str], str] = {}
    open_ones = []
    for pattern in _office():
        for match in pattern.finditer(masked):
            office = _offices()[match["office"].lower()]
            organisation = _organisation(draft, match)
            if organisation is None:
                continue
            person = _holder(draft, match)
            if person is not None:
                holders.setdefault((office, organisation), person)
            else:
                open_ones.append((match, office, organisation))
    for match, office, organisation in open_ones:
        if (office, organisation) in holders and draft.sentence_at(match.start()):
            start, end = match.span()
            yield Referent(start, end, draft.text[start:end], (holders[office, organisation],))


@cache
def _offices() -> dict[str, str]:
    return {w.lower(): office for office, words in table("any", "persons")["offices"].items() for w in words}


@cache
def _office() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(map(re.escape, sorted(_offices(), key=len, reverse=True)))
    office = rf"(?<![^\W_\u4e00-\u9fff])(?P<office>{words})"
    link = r"[ \u00a0](?:(?:của|of|at|tại)[ \u00a0])?(?:(?:hãng|công ty|tập đoàn|nước)[ \u00a0])?"
    return (
        re.compile(rf"(?:the )?\0+(?:['’]s)?[ \u00a0]?{office}(?![^\W_\u4e00-\u9fff])", re.I),
        re.compile(rf"{office}{link}\0+", re.I),
    )


def _organisation(draft: Draft, match: re.Match[str]) -> str | None:
    inside = [
        m
        for m in within(draft.mentions, match.start(), match.end())
        if m.kind in ("Company", "Organization", "Country", "Agency")
    ]
    return inside[0].entity if inside else None


def _holder(draft: Draft, match: re.Match[str]) -> str | None:
    """Return the person named right after the office, or right before it in apposition ("X, CEO of Y")."""
    for m in within(draft.mentions, match.end(), match.end() + 40)[:1]:
        if m.kind == "Person" and re.fullmatch(
            r"[ \u00a0]?|,? |[ \u00a0][–—-]{1,2}[ \u00a0]", draft.text[match.end() : m.start]
        ):
            return m.entity
    for m in reversed(within(draft.mentions, max(0, match.start() - 60), match.start())):
        if m.kind == "Person" and re.fullmatch(
            r"(?:,|[ \u00a0][–—-]{1,2}|[ \u00a0]?[(（])[ \u00a0]?(?:the |former |hiện là |là )?",
            draft.text[m.end : match.start()],
        ):
            return m.entity
        break
    return None
