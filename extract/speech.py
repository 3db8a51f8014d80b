"""The words of reported speech, compiled from the tables: verbs of saying, "according to", and what may stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from extract.tables import table

CueClass = Literal["asserted", "predicted", "hedged", "denied", "declined", "no_reply", "rumour"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying at a place."""

    start: int
    end: int
    text: str
    act: CueClass
    is_participle: bool = False
    is_noun_too: bool = False


def any_of(words: Iterable[str]) -> str:
    """Return an alternation of literal words, longest first; words that begin alike share their beginning, so that few are tried at a place."""
    distinct = sorted(set(filter(None, words)))
    if not distinct:
        return r"(?!)"
    beginnings = {w[:n] for w in distinct for n in range(1, len(w) + 1)}
    if len({b.lower() for b in beginnings}) < len(beginnings):  # "The" and "the report": one could hide the other
        return "|".join(re.escape(w) for w in sorted(distinct, key=len, reverse=True))
    tree: dict[str, Any] = {}
    for word in distinct:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return "|".join(_branches(tree))


def _branches(node: dict[str, Any]) -> list[str]:
    """Return a pattern for each way on from here; a word that ends here is tried after those that go on."""
    ways = []
    for begin, after in node.items():
        if not begin:
            continue
        run, rest = begin, after
        while len(rest) == 1 and "" not in rest:
            letter = next(iter(rest))
            run, rest = run + letter, rest[letter]
        on = _branches(rest)
        more = f"(?:{'|'.join(on)})" if len(on) > 1 else "".join(on)
        ends = "" in rest and len(rest) > 1
        ways.append(re.escape(run) + (f"(?:{more})?" if ends else more))
    return ways


def whole(language: str, words: Iterable[str]) -> str:
    """Return a pattern for any of the words, standing as whole words in languages that write spaces."""
    return rf"(?:{any_of(words)})" if language == "zh" else rf"(?<![^\W_])(?:{any_of(words)})(?![^\W_])"


@cache
def compiled(language: str, pattern: str, *path: str) -> re.Pattern[str]:
    """Return a compiled pattern in which `{}` is replaced by the words of `tables/<language>/speech.toml` at `path`.

    A list `<name>_patterns` beside a list of words holds what has too many forms to list.
    """
    *folders, name = path
    rules = table(language, "speech")
    for key in folders:
        rules = rules[key]
    shaped = rules.get(f"{name}_patterns", [])
    words = "|".join([*shaped, whole(language, rules.get(name, []))])
    return re.compile(pattern.replace("{}", f"(?:{words})"), re.I)


@cache
def _acts(language: str) -> dict[str, CueClass]:
    return {w.lower(): act for act, words in table(language, "speech")["verbs"].items() for w in words}


@cache
def _verbs(language: str) -> re.Pattern[str]:
    """What has many forms is a pattern, named after what it does; it goes before the plain words."""
    edge = "" if language == "zh" else r"(?<![^\W_])"
    shaped = table(language, "speech")["patterns"].items()
    forms = [f"(?P<{act}>{edge}(?:{'|'.join(patterns)}))" for act, patterns in shaped]
    return re.compile("|".join([*forms, whole(language, _acts(language))]), re.I)


@cache
def _clause_marks(language: str) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    rules = table(language, "speech")["needs_clause"]
    return frozenset(rules["words"]), frozenset(rules["strong"]), tuple(rules["marks"])


_NOUN = {
    "vi": re.compile(r"(?<![^\W_])(?:một|hai|ba|bốn|các|những|nhiều|mỗi|lời|bản|sự|đưa ra|số)\s$", re.I),
    "en": re.compile(r"(?<![^\W_])(?:the|an?|its|their|his|her|this|these|those|any|no|such)\s$", re.I),
    "zh": re.compile(r"(?:的|一项|这一|此)$"),
}
"""What stands before a word that is a noun here ("hai nhận định", "the claims"), not a verb of saying."""


def cues(text: str, start: int, end: int, language: str) -> list[Cue]:
    """Return the verbs of saying in `text[start:end]` that introduce or close what is said, in order."""
    found = []
    nouns = table(language, "speech")["needs_clause"].get("nouns", ())
    for match in _verbs(language).finditer(text, start, end):
        word = match.group().lower()
        act = cast(CueClass, match.lastgroup) if match.lastgroup else _acts(language)[word]
        if match.lastgroup is None:
            if not _is_document(word, language) and _NOUN[language].search(
                text, max(start, match.start() - 9), match.start()
            ):
                continue
            if not _introduces(text, match.end(), end, word, language) and not _closes(text, match.start(), start):
                continue
        found.append(Cue(match.start(), match.end(), match.group(), act, is_noun_too=word in nouns))
    for match in _participles(language).finditer(text, start, end):
        act = cast(CueClass, match.lastgroup)
        found.append(Cue(match.start(act), match.end(), match.group(act), act, is_participle=True))
    return sorted(found, key=lambda c: c.start)


def _is_document(word: str, language: str) -> bool:
    """True for verbs with their subject in them: 报告指出, 数据显示."""
    return language == "zh" and word.startswith(tuple(table("zh", "speech")["unnamed"]["documents"]))


@cache
def _participles(language: str) -> re.Pattern[str]:
    """Verbs that go on with the subject of the sentence: "…, saying that …"."""
    forms = [f"(?P<{act}>{any_of(words)})" for act, words in table(language, "speech")["participles"].items()]
    return re.compile(rf",\s(?:also\s|later\s|repeatedly\s)?(?:{'|'.join(forms)})(?![^\W_])", re.I)


def _introduces(text: str, at: int, end: int, word: str, language: str) -> bool:
    needs, strong, _ = _clause_marks(language)
    if word not in needs:
        return True
    return word in strong or opens_clause(text, at, end, language)


def opens_clause(text: str, at: int, end: int, language: str) -> bool:
    """True when "that", a colon or a quotation mark follows within a few words: then what follows is surely what is said."""
    if re.search(r"(?:rằng|that)$", text[max(0, at - 5) : at], re.I):
        return True
    rest = text[at : min(end, at + 60)].lstrip()
    if rest.startswith(_clause_marks(language)[2]):
        return True
    return language != "zh" and re.match(r"(?:[^,.;:“\"]{1,45}?)(?:\b(?:rằng|that)\b|:\s*[“\"])", rest) is not None


def _closes(text: str, at: int, start: int) -> bool:
    return re.search(r"[”\"」』][,，]?\s*[^.;”\"]{0,110}$", text[start:at]) is not None


@cache
def according_to(language: str) -> re.Pattern[str]:
    """Return the pattern of "according to", leaving out look-alikes ("theo dõi", "per cent", 据此)."""
    rules = table(language, "speech")["according"]
    ahead = any_of(rules["not_after"])
    if language == "zh":
        return re.compile(rf"(?<![数证证收票占依單单])(?!{ahead})(?:{any_of(rules['words'])})")
    behind = "".join(f"(?<!{re.escape(w.removesuffix('theo'))})" for w in rules["not_after"] if w.endswith(" theo"))
    return re.compile(rf"(?<![^\W_])(?!(?:{ahead})(?![^\W_])){behind}(?:{any_of(rules['words'])})(?![^\W_])", re.I)


@cache
def fillers(language: str) -> re.Pattern[str]:
    """Return the pattern of a gap between a speaker and the verb that holds only adverbs, times and channels."""
    words = whole(language, table(language, "speech")["between"]["words"])
    if language == "zh":
        return re.compile(
            rf"(?:{words}|[\s（(]|[^，。；：]{{0,12}}[)）]|在[^，。；]{{1,24}}?(?:时|中|上|后|里|下|间|会|之际|前)|(?<!正)在[^，。；]{{1,8}}|(?:\d{{4}}年|\d{{1,2}}月(?:[上中下]旬|底|初|份)?|\d{{1,2}}[日号])+|[一二三四五六七八九十两数几\d]+个?(?:月|天|日|周|年|小时|星期)(?:后|前|来|以来)|周[一二三四五六日]|于?[^，。]{{0,6}}(?:上午|下午|晚间)|，|对[^，。；]{{1,14}}|向[^，。；]{{1,14}}|接受[^，。；]{{1,20}}(?:采访|专访)(?:时|中)?)*"
        )
    if language == "vi":
        return re.compile(
            rf"(?:[\s\u00a0]|{words}|\([^)]*\)|(?:hôm|hồi|ngày|vào|trong|tại|trên|với|ở|qua|sau|trước|nhân|khi|từ)\s[^,.;:“\"]{{1,60}}(?:,)?|,)*",
            re.I,
        )
    return re.compile(
        rf"(?:[\s\u00a0]|{words}|\([^)]*\)|of\s(?:the\s)?(?-i:[A-Z][\w.&’'-]*(?:\s(?:of|for|and|[A-Z&][\w.&’'-]*))*)|(?:on|in|at|during|after|before|earlier|late|from)\s[^,.;:“\"]{{1,50}}(?:,)?|,)*",
        re.I,
    )
