"""The words of reported speech, compiled from the tables: cues, sources without a name, hedges, and what may stand between them."""

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
    """Return a compiled pattern in which `{}` is replaced by the words of `tables/<language>/speech.toml` at `path`."""
    words = table(language, "speech")
    for key in path:
        words = words.get(key, [])
    return re.compile(pattern.replace("{}", whole(language, words)), re.I)


@cache
def _acts(language: str) -> dict[str, CueClass]:
    rules = table(language, "speech")
    acts: dict[str, CueClass] = {w.lower(): "asserted" for w in rules["participles"]["words"]}
    return acts | {w.lower(): act for act, words in rules["verbs"].items() for w in words}


def is_cue(language: str, word: str) -> bool:
    """True for a listed verb of saying."""
    return word.lower() in _acts(language)


def is_longer_cue(text: str, word: re.Match[str], language: str) -> bool:
    """True when a verb of saying begins with the word and is longer than it."""
    match = _verbs(language).match(text, word.start(), word.end() + 40)
    return match is not None and match.end() > word.end()


def first_cue(text: str, start: int, end: int, language: str) -> int:
    """Return where the first verb of saying in `text[start:end]` begins, or `end`."""
    match = _verbs(language).search(text, start, end)
    return match.start() if match else end


@cache
def _verbs(language: str) -> re.Pattern[str]:
    """Verbs with many forms first, each act a named group; then the listed ones."""
    forms = table(language, "speech")["patterns"]
    edge = ("", "") if language == "zh" else (r"(?<![^\W_])", r"(?![^\W_])")
    groups = [f"(?P<{act}>{'|'.join(patterns)})" for act, patterns in forms.items()]
    return re.compile(f"{edge[0]}(?:{'|'.join([*groups, any_of(_acts(language))])}){edge[1]}", re.I)


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
    for match in _verbs(language).finditer(text, start, end):
        word = match.group().lower()
        form = cast("CueClass | None", match.lastgroup)
        if form is not None:
            found.append(Cue(match.start(), match.end(), match.group(), form))
            continue
        if _NOUN[language].search(text, max(start, match.start() - 9), match.start()):
            continue
        if _introduces(text, match.end(), end, word, language) or _closes(text, match.start(), start):
            found.append(Cue(match.start(), match.end(), match.group(), _acts(language)[word]))
    return found


def _is_document(word: str, language: str) -> bool:
    """True for verbs with their subject in them: 报告指出, 数据显示."""
    return language == "zh" and word.startswith(tuple(table("zh", "speech")["unnamed"]["documents"]))


@cache
def is_participle(language: str, word: str) -> bool:
    """True for a form that may go on after a comma with the speaker before ("…, adding that")."""
    return word.lower() in table(language, "speech")["participles"]["words"]


@cache
def is_noun_too(language: str, word: str) -> bool:
    """True for a cue that is a noun as often ("reports", "estimates"): a verb only right behind its subject."""
    return word.lower() in table(language, "speech")["needs_clause"].get("nouns", ())


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


_ASIDES_ZH = (
    ("在", 30),
    ("于", 16),
    ("对", 18),
    ("向", 16),
    ("就", 16),
    ("与", 12),
    ("接受", 20),
    ("通过", 16),
    ("针对", 18),
)
"""What may stand between a Chinese subject and its verb, and how long it may be: where, to whom, about what."""


@cache
def fillers(language: str) -> re.Pattern[str]:
    """Return the pattern of a gap between a speaker and the verb that holds only adverbs, times and channels."""
    words = whole(language, table(language, "speech")["between"]["words"])
    if language == "zh":
        aside = "|".join(rf"{p}[^，。；：]{{1,{n}}}" for p, n in _ASIDES_ZH)
        date = r"\d{1,4}年|\d{1,2}月|\d{1,2}[日号]|(?:周|星期|礼拜)[一二三四五六日天]|[上下]午|晚间|\d{1,2}月底"
        return re.compile(rf"(?:{words}|\s|[（(][^（）()]{{0,24}}[)）]|{aside}|{date})*")
    if language == "vi":
        return re.compile(
            rf"(?:[\s\u00a0]|{words}|\([^)]*\)|(?:hôm|hồi|ngày|vào|trong|tại|trên|với|ở|qua|sau|trước|nhân|khi|từ)\s[^,.;:“\"]{{1,60}}?|,)*",
            re.I,
        )
    return re.compile(
        rf"(?:[\s\u00a0]|{words}|\([^)]*\)|(?:on|in|at|during|after|before|earlier|late|from|to|through|via|with|alongside)\s[^,.;:“\"]{{1,50}}?|,)*",
        re.I,
    )
