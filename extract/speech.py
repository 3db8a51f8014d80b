"""The words of reported speech, compiled from the tables: cues, sources without a name, hedges, and what may stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

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
    """Return an alternation of literal words, longest first."""
    return "|".join(re.escape(w) for w in sorted(set(words), key=len, reverse=True)) or r"(?!)"


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
    return {w.lower(): act for act, words in table(language, "speech")["verbs"].items() for w in words}


@cache
def _verbs(language: str) -> re.Pattern[str]:
    return re.compile(whole(language, _acts(language)), re.I)


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
        if _NOUN[language].search(text, max(start, match.start() - 9), match.start()):
            continue
        if _introduces(text, match.end(), end, word, language) or _closes(text, match.start(), start):
            found.append(Cue(match.start(), match.end(), match.group(), _acts(language)[word]))
    return found


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
def unnamed_source(language: str) -> re.Pattern[str]:
    """Return the pattern of a source without a name: "two people familiar with the matter", "giới phân tích", 一位知情人士."""
    nouns = any_of(table(language, "speech")["unnamed"]["nouns"])
    if language == "vi":
        many = r"(?:(?:một|hai|ba|bốn|năm|nhiều|các|những|một số|vài|hầu hết|một vài|không ít|đa số|\d+)\s+)?(?:số\s+)?(?:cựu\s+)?"
        tail = r"(?:\s(?:này|quen thuộc với (?:vấn đề|sự việc|kế hoạch)(?: này)?|thạo tin|am hiểu (?:vấn đề|sự việc)(?: này)?|giấu tên|ẩn danh|cấp cao|hàng đầu|trong ngành|Mỹ|Trung Quốc|Nhà Trắng|công nghệ|thị trường|chính phủ|mới))*"
        return re.compile(rf"(?<![^\W_]){many}(?:{nouns}){tail}(?![^\W_])", re.I)
    if language == "en":
        many = r"(?:(?i:a|an|the|one|two|three|four|five|several|some|many|most|other|senior|former|unnamed|anonymous|industry|government|administration|company|US|U\.S\.|American|Chinese|White House|security|multiple|a few|a number of|a group of|a dozen|independent|outside|internal|recent|new|its|their|people|western|Western|European|Taiwanese|local)\s+){0,4}"
        tail = r"(?:\s(?:familiar with [^,.;:“\"]{2,40}|with (?:direct )?knowledge of [^,.;:“\"]{2,40}|briefed on [^,.;:“\"]{2,40}|who (?:asked|declined|spoke|requested|wished)[^,.;:“\"]{2,60}|(?:at|from|for|of) (?:the )?[A-Z][\w&’'-]*(?: (?:[A-Z][\w&’'-]*|of|and|for|the))*|on the matter|in the industry))*"
        return re.compile(rf"(?<![^\W_]){many}(?i:{nouns}){tail}(?![^\W_])")
    many = r"(?:(?:一位|一名|两位|两名|三位|三名|多位|多名|数名|几位|部分|有|许多|一些|多家|不愿透露姓名的|不愿具名的|匿名|前|资深|行业|美国|中国|政府|白宫|公司|欧洲|熟悉情况的|了解情况的|接近[^，。]{1,12}的))*"
    return re.compile(rf"{many}(?:{nouns})(?:们)?")


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
            rf"(?:{words}|[\s（(]|[^，。；：]{{0,12}}[)）]|在[^，。；]{{1,24}}|(?:\d{{1,2}}月)?\d{{1,2}}日|周[一二三四五六日]|于?[^，。]{{0,6}}(?:上午|下午|晚间)|，|对[^，。；]{{1,14}}|向[^，。；]{{1,14}}|接受[^，。；]{{1,20}}(?:采访|专访)(?:时|中)?)*"
        )
    if language == "vi":
        return re.compile(
            rf"(?:[\s\u00a0]|{words}|\([^)]*\)|(?:hôm|ngày|vào|trong|tại|trên|với|ở|qua|sau|trước|nhân|khi|từ)\s[^,.;:“\"]{{1,60}}(?:,)?|,)*",
            re.I,
        )
    return re.compile(
        rf"(?:[\s\u00a0]|{words}|\([^)]*\)|(?:on|in|at|during|after|before|earlier|late|from)\s[^,.;:“\"]{{1,50}}(?:,)?|,)*",
        re.I,
    )
