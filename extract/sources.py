"""Finds sources that are described, not named: "two people familiar with the matter", "quan chức Mỹ", 一位商务部发言人.

The noun is found first; then quantity and description are taken in on its left, and whose or where it is on its right.
A spokesperson or a document speaks for its owner ("a report by X", X发言人); people and institutions speak for themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.annotations import Mention
from extract.draft import Draft, Sentence, within
from extract.script import readable
from extract.speech import any_of, first_cue, is_cue, is_longer_cue, whole
from extract.tables import table

_GAP = "[ \\u00a0]"
_REACH = 90


@dataclass(frozen=True, slots=True)
class Source:
    """A description of a source; `owner` is the name in it that it speaks for, if it does; `bare` when nothing stands with the noun."""

    start: int
    end: int
    noun: str
    owner: Mention | None
    bare: bool


def sources_of(draft: Draft, sentence: Sentence, names: list[Mention]) -> list[Source]:
    """Return the described sources of a sentence, in order; none lies inside a name."""
    text = readable(draft.text, sentence.language)
    found: list[Source] = []
    for match in _nouns(sentence.language).finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        if (found and start < found[-1].end) or any(m.start < end and start < m.end for m in names):
            continue
        if is_longer_cue(text, match, sentence.language):
            continue  # "đánh giá cao", 表示担忧: a verb that begins like a noun
        start, left = _leftwards(text, sentence, names, start)
        if start == match.start() and is_cue(sentence.language, match.group()) and not _BY.match(text, end):
            continue  # "dự báo", "reports" alone are verbs
        end, right = _rightwards(text, sentence, names, end)
        noun = match.group().lower()
        if is_cue(sentence.language, noun) and text[end : end + 1] in (",", "，", ":", "：", "“"):
            continue  # "路透社报道，" is a verb
        owner = _owner(
            sentence.language,
            noun,
            left,
            right,
            right is not None and _OF.search(text[match.end() : right.start]) is None,
        )
        alone = start == match.start() and (sentence.language != "vi" or end == match.end())
        if owner is None and alone and noun in _category(sentence.language, "institutions"):
            continue  # "company" alone is no source; "the company" is, if nothing else reads it
        found.append(Source(start, end, noun, owner, (start, end) == match.span()))
    return found


_COMPILED = re.compile(
    r"(?: ?\([^()]{1,60}\))?(?: (?:tổng hợp|thực hiện|công bố|thu thập|biên soạn|tiến hành|phát hành|đặt hàng|cung cấp))?(?: (?:năm|hồi|hôm|in) [^,.;]{2,20})?,?"
)
"""What closes "do X tổng hợp," and "compiled by X,"."""


def _owner(language: str, noun: str, left: Mention | None, right: Mention | None, beside: bool) -> Mention | None:
    """Whose words a spokesperson or document brings; a country's officials and a person's aides speak for themselves."""
    of = right or left
    if of is None or of.kind in ("Country", "Place", "Person"):
        return None
    if beside and noun in _category(language, "institutions"):
        return right  # "the research firm X", "tập đoàn X"
    if noun in _category(language, "spokespersons") or noun in _category(language, "documents"):
        return of
    return left if language == "zh" and noun in ("公司", "集团", "官方", "总部", "银行", "团队") else None


def _leftwards(text: str, sentence: Sentence, names: list[Mention], start: int) -> tuple[int, Mention | None]:
    """Take in "two senior US", "one of X's", 美国商务部一位: what belongs to the noun and stands before it."""
    owner: Mention | None = None
    before = _before(sentence.language)
    while True:
        name = next((m for m in names if start - 4 <= m.end <= start and _TOUCHES.fullmatch(text[m.end : start])), None)
        if name is not None and sentence.language != "vi" and name.kind != "Person":
            owner, start = owner or name, name.start
            continue
        match = before.search(text, max(sentence.start, start - 30), start)
        if match is None or match.start() >= start:
            return start, owner
        start = match.start()
        if sentence.language == "en" and _DETERMINER.match(text, start):
            return start, owner


_DETERMINER = re.compile(r"(?:the|an?|its|their|his|her|this|these|those|some|many|several|two|three)\b", re.I)
"""Nothing that belongs to an English noun stands before one of these."""
_BY = re.compile(r"[ \u00a0](?:của|từ|do|of|by|from)[ \u00a0]")
_OF = re.compile(r"[ \u00a0](?:của|từ|do|tại|thuộc|ở|trong|cho|trên|of|by|from|at|for|with|in|on)[ \u00a0]")
_TOUCHES = re.compile(r"(?:['’]s)?[ \u00a0]?的?|['’][ \u00a0]")


def _rightwards(text: str, sentence: Sentence, names: list[Mention], end: int) -> tuple[int, Mention | None]:
    """Take in "familiar with the matter", "at the Commerce Department", "của Bộ Thương mại Mỹ": what stands behind the noun."""
    owner: Mention | None = None
    after, place, by = _after(sentence.language)
    for _ in range(5):
        match = after.match(text, end, min(sentence.end, end + _REACH))
        if match and match.end() > end:
            told = re.compile(r"\W*\w+\W+\w+").match(text, end)  # "who declined …": the verb of the description itself
            verb = first_cue(text, told.end() if told else end, match.end() + 25, sentence.language)
            tail = text[end : min(match.end(), verb)]
            end += len(tail.rstrip())
            if verb <= match.end():
                return end, owner
            continue
        near = [m for m in within(names, end, min(sentence.end, end + 60)) if m.kind != "Person"]
        if not near or not place.fullmatch(text[end : near[0].start]):
            made = [m for m in near if by.search(text[end : m.start])]
            if made and sentence.language != "zh" and not re.search("[.;:]", text[end : made[0].start]):
                done = _COMPILED.match(text, made[0].end, min(sentence.end, made[0].end + 90))
                return done.end() if done else made[0].end, made[0]
            return end, owner
        outer = near[0]
        if not (outer.kind in ("Country", "Place") and owner is not None):
            owner = outer if owner is None or outer.kind not in ("Country", "Place") else owner
        end = outer.end
    return end, owner


@cache
def _category(language: str, key: str) -> frozenset[str]:
    return frozenset(w.lower() for w in table(language, "speech")["unnamed"][key])


@cache
def is_document(language: str, noun: str) -> bool:
    """True when the noun is a report, a filing, data: what shows rather than says."""
    return noun in _category(language, "documents")


@cache
def _nouns(language: str) -> re.Pattern[str]:
    rules = table(language, "speech")["unnamed"]
    words = [*rules["people"], *rules["institutions"], *rules["documents"], *rules["media"]]
    return re.compile(whole(language, words), re.I)


@cache
def _before(language: str) -> re.Pattern[str]:
    rules = table(language, "speech")["unnamed"]
    if language == "zh":
        plain = [w for w in rules["modifiers"] if "[" not in w]
        patterns = [w for w in rules["modifiers"] if "[" in w]
        return re.compile(rf"(?:{'|'.join(patterns)}|{any_of([*rules['quantity'], *plain])})$")
    return re.compile(rf"(?<![^\W_])(?:{any_of([*rules['quantity'], *rules['modifiers']])}){_GAP}$", re.I)


@cache
def _after(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = table(language, "speech")["unnamed"]
    gap = "" if language == "zh" else _GAP
    edge = "" if language == "zh" else r"(?![^\W_])"
    tails = re.compile(rf"{gap}(?:{'|'.join(rules['tails'])}){edge}", re.I if language == "vi" else 0)
    places = any_of(rules["place"])
    place = re.compile(
        rf"{_GAP}(?:(?:{places}){_GAP})?(?:the |công ty |hãng |tập đoàn |ngân hàng |nền tảng |startup )?"
    )
    if language == "zh":
        place = re.compile(r"(?!)")
    return tails, place, re.compile(rf"(?<![^\W_])(?:do|by|compiled by|from){_GAP}(?:the )?$")
