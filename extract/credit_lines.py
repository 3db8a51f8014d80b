"""Reads a line that credits other outlets with the story, and the dateline before its first words: which known outlets they name, and where.

Every line is read by the tables of all languages, for a wire's English signature stands under Vietnamese text too. A line counts only
whole: a list of names with an ordinary word in it ("Theo Reuters, Nvidia đã bán …") is a sentence that attributes, and credits nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract.name_persons import is_person_made
from extract.outlet_names import Named, han_names, outlet_named
from extract.script import simplified
from extract.tables import LANGUAGES, table
from extract.tokens import HAN, nfc

Form = Literal["lines", "sources", "foot", "bare", "signatures"]
LONGEST = 260
"""No credit line is longer: a copyright notice with its terms is the longest of them."""

_OPEN, _CLOSE = r"[\s(（\[【〔<*_•|/~\-–—]*", r"[\s)）\]】〕>*_.。|~]*"
_PERSON = r"(?P<person>[^\W\d_][^\d,;:：，()（）|/\n]{1,40}?)\s*(?:[–—|/(（:,-]\s*)+"
_LIST = r"(?P<outlets>\S.{0,200}?)"
_STRONG = re.compile(r"\s*(?:[,;/|&、，；／｜·•]|\s[-–—+]\s|\.{3}|…)\s*")
_QUOTED = "《》“”\"'‘’「」『』()（）[]【】〔〕*_ \t\u00a0\u3000.:：。"
_TITLE = re.compile(r"[“\"][^”\"“]{10,200}[”\"]")
"""A work's title in a list of sources: it is looked over."""
_BRACKETS = ("(", "（", "[", "【", "〔")
_LAST_WORDS = re.compile(
    r"[.!?…。！？][\"”’」』)）]?\s*[(（\[][^\n(（\[]{2,120}[)）\]]\s*$|[.!?…][\"”’]?\s+(?=[-–—])[^.!?…\n]{3,60}$"
)
_HAN_NAME = re.compile(rf"[{HAN}\w·]{{2,12}}")


@dataclass(frozen=True, slots=True)
class CreditedName:
    """A known outlet at its place in the text that was read."""

    start: int
    end: int
    entity: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first words of a story; it ends at `end`."""

    end: int
    names: tuple[CreditedName, ...]


@dataclass(frozen=True, slots=True)
class ClosingCredit:
    """What stands behind the last words of a story, at its place in the paragraph."""

    start: int
    end: int
    names: tuple[CreditedName, ...]


def credit_line(line: str, *forms: Form) -> tuple[CreditedName, ...]:
    """Return the known outlets that a whole line credits in one of the forms; none when the line is anything else."""
    if len(line) > LONGEST:
        return ()
    plain = simplified(line)
    for form in forms:
        if form == "signatures":
            found = tuple(_signatures(plain))
        else:
            found = next((n for p, lang in _patterns(form) if (n := _read(p, lang, plain, form == "bare"))), ())
        if found:
            return found
    return ()


def dateline(paragraph: str) -> Dateline | None:
    """Return the dateline with which a paragraph begins, or None when it begins with anything else or names no known outlet."""
    plain = simplified(paragraph[:LONGEST])
    for pattern, language in _datelines():
        match = pattern.match(plain)
        if not match or not all(_is_capital(w, language) for w in match["prefix"].split()):
            continue
        at, last = match.span("outlets")
        names = _names(plain, at, last, language, plainly=plain[at - 1 : at] not in _BRACKETS, in_dateline=True)
        if names:
            return Dateline(len(plain[: match.end()].rstrip(" \u00a0-–—:|.")), tuple(names))
    return None


def closing_credit(paragraph: str) -> ClosingCredit | None:
    """Return the credit behind the last words of a paragraph ("… next year. (Reuters)"), or None when nothing stands there."""
    for match in _LAST_WORDS.finditer(paragraph, max(0, len(paragraph) - LONGEST)):
        start = next(i for i in range(match.start(), match.end()) if paragraph[i] in "(（[-–—")
        line = paragraph[start:].rstrip()
        names = credit_line(line, "lines", "sources", "bare")
        if names:
            moved = tuple(CreditedName(n.start + start, n.end + start, n.entity) for n in names)
            return ClosingCredit(start, start + len(line), moved)
    return None


def _read(pattern: re.Pattern[str], language: str, line: str, bare: bool) -> tuple[CreditedName, ...]:
    line = _TITLE.sub(lambda m: " " * len(m.group()), line)
    match = pattern.fullmatch(line)
    if not match or (match["person"] and not _is_person(match["person"], language, bare)):
        return ()
    return tuple(_names(line, *match.span("outlets"), language, plainly=bare, others=not bare) or ())


def _is_person(words: str, language: str, surely: bool) -> bool:
    if words.strip().casefold() in table(language, "credits")["staff"]:
        return True
    if surely:
        return is_person_made(words.split(), language)
    parts = words.split()
    return len(parts) <= 6 and all(w[0].isupper() or re.match(f"[{HAN}]", w) is not None for w in parts)


def _names(
    line: str, start: int, end: int, language: str, *, plainly: bool, others: bool = False, in_dateline: bool = False
) -> list[CreditedName] | None:
    """Return the known outlets of a list; None when something in it is no name. With `others`, names that nobody knows may be among them;
    with `plainly`, none of the outlets may be called by an ordinary word ("Science")."""
    found: list[CreditedName] = []
    for at, last in _pieces(line, start, end, language, in_dateline):
        piece = line[at:last]
        place = _outlet_in(line, at, last, language, in_dateline)
        if place is not None and (place[2].plain or not plainly):
            found.append(CreditedName(place[0], place[1], place[2].entity))
        elif not others or not _is_name(piece, language):
            return None
    return list({n.entity: n for n in reversed(found)}.values())[::-1]


def _pieces(line: str, start: int, end: int, language: str, in_dateline: bool) -> Iterator[tuple[int, int]]:
    """Yield the names of a list: cut at commas and the like, and at "and" where what is left is no outlet by itself."""
    if _outlet_in(line, start, end, language, in_dateline):
        yield start, end
        return
    for at, last in _cut(_STRONG, line, start, end):
        if _outlet_in(line, at, last, language, in_dateline):
            yield at, last
        else:
            yield from _cut(_joiners(language), line, at, last)


def _cut(separator: re.Pattern[str], line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in [*separator.finditer(line, start, end), None]:
        last = match.start() if match else end
        if line[at:last].strip(_QUOTED):
            yield at, last
        at = match.end() if match else end


def _outlet_in(line: str, start: int, end: int, language: str, in_dateline: bool) -> tuple[int, int, Named] | None:
    """Return the outlet that a piece of a list is, without marks and words like "báo" or 网站 around it."""
    lead, trail = _around(language)
    while True:
        piece = line[start:end]
        start += len(piece) - len(piece.lstrip(_QUOTED))
        end = max(start, end - (len(piece) - len(piece.rstrip(_QUOTED))))
        named = outlet_named(line[start:end], in_dateline=in_dateline)
        if named or start >= end:
            return (start, end, named) if named else None
        before, after = lead.match(line, start, end), trail.search(line, start, end)
        if before:
            start = before.end()
        elif after:
            end = after.start()
        else:
            return None


def _is_name(piece: str, language: str) -> bool:
    words = piece.strip(_QUOTED)
    if words.casefold() in table(language, "credits")["fillers"] or _HAN_NAME.fullmatch(words):
        return True
    return len(words.split()) <= 6 and all(_is_capital(w, language) for w in words.split())


def _is_capital(word: str, language: str) -> bool:
    bare = word.strip("(),.;:/\"“”'’")
    return not bare or bare[0].isupper() or bare[0].isdigit() or bare.casefold() in table(language, "credits")["small"]


def _signatures(line: str) -> Iterator[CreditedName]:
    for language in LANGUAGES:
        for words, outlet in table(language, "credits")["signatures"].items():
            at = line.casefold().find(words.casefold())
            if at >= 0:
                yield CreditedName(at, at + len(words), outlet)


@cache
def _patterns(form: str) -> list[tuple[re.Pattern[str], str]]:
    made = []
    for language in LANGUAGES:
        rules = table(language, "credits")
        tails = rf"(?:[\s|/,;，；·•()（）\[\]–—-]*(?:{'|'.join(rules['tails'])}))*"
        lead = rf"(?:(?:{'|'.join(rules['tails'])})[\s|/;·]+)?"
        for body in ["{outlets}"] if form == "bare" else rules[form]:
            shape = f"(?:{body.replace('{outlets}', _LIST)})" + tails + _CLOSE
            for before in ("(?P<person>)", _PERSON):
                made.append((re.compile(_OPEN + lead + before + shape, re.I), language))
    return made


@cache
def _datelines() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(p.replace("{outlets}", _LIST).replace("{outlet}", f"(?P<outlets>{han_names()})")), language)
        for language in LANGUAGES
        for p in table(language, "credits")["datelines"]
    ]


@cache
def _joiners(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, table(language, "credits")["joiners"]))
    return re.compile(f"(?:{words})" if language == "zh" else rf"\s+(?:{words})\s+")


@cache
def _around(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = table(language, "credits")
    before, after = ("|".join(map(re.escape, sorted(rules[k], key=len, reverse=True))) for k in ("before", "after"))
    gap = r"[\s(（]*" if language == "zh" else r"[\s(]+"
    return re.compile(rf"(?:{nfc(before)}){gap}", re.I), re.compile(rf"{gap}(?:{nfc(after)})$", re.I)
