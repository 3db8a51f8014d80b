"""Finds the full names of institutions: "Cơ quan Quản lý Không gian mạng Trung Quốc", "Krach Institute for Tech Diplomacy".

A Vietnamese name begins with the word that says what it is and goes on over capitalised syllables, the small second syllables of
their words (table `compounds`) and a country at its end. An English one runs up to such a word, or from it over "of" and "for".
"""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from extract.annotations import Kind
from extract.draft import Draft, Sentence, within
from extract.name_shapes import UPPER, common_words, is_headline_case
from extract.name_types import Typing
from extract.tables import table

_CAPITAL = rf"[{UPPER}][\w’'-]*"
_ENGLISH_TAIL = rf"(?:the )?{_CAPITAL}(?:(?: (?:and|of|for|the|&|on)){{1,3}} {_CAPITAL}|(?:, {_CAPITAL})+,? and {_CAPITAL}| {_CAPITAL})*"
_TOKEN = re.compile(r"[ \u00a0]([^\s.,;:!?()\"“”–—/]+)([.,;:!?()\"“”]?)")


def institutions(draft: Draft, open_text: str) -> list[tuple[int, int, Typing]]:
    """Return the places of institutions' names with their kinds; in `open_text` only known names that cannot stand in one are NUL."""
    found: list[tuple[int, int, Typing]] = []
    for s in draft.sentences:
        if s.language == "vi":
            own = [r for r in _vietnamese(open_text, s) if not _is_only_a_nationality(draft, r)]
            found += own
            found += [r for r in _english(open_text, s) if not any(r[0] < o[1] and o[0] < r[1] for o in own)]
        elif s.language == "en" and not is_headline_case(draft.text[s.start : s.end]):
            found += _english(open_text, s)
    return found


def _is_only_a_nationality(draft: Draft, row: tuple[int, int, Typing]) -> bool:
    """ "Công ty Trung Quốc này": a company with a country and nothing else is no name."""
    start, end, typing = row
    last = within(draft.mentions, start, end)[-1:]
    if typing.kind not in ("Company", "Policy", "Event") or not last or last[0].kind != "Country" or last[0].end != end:
        return False
    return draft.text[start : last[0].start].strip() in _vietnamese_heads()


def _vietnamese(text: str, s: Sentence) -> list[tuple[int, int, Typing]]:
    rows: list[tuple[int, int, Typing]] = []
    for match in _vietnamese_head().finditer(text, s.start, s.end):
        if rows and match.start() < rows[-1][1]:
            continue
        head = match.group()
        kind = _kinds("vi")[head[0].upper() + head[1:]]
        last = _tail(text, match.end(), s.end)
        tail = text[match.end() : last]
        if (
            len(tail) < 3
            or not re.search(rf"[{UPPER}]", tail)
            or (head[0].islower() and not tail.strip()[:1].isupper())
        ):
            continue
        start = match.start()
        if kind in ("Company", "Event"):
            foreign = re.search(rf"(?:^| )([{UPPER}][A-Za-z]+(?: [{UPPER}\d][A-Za-z\d]*)*)$", tail)
            if foreign and (tail[: foreign.start()].islower() or not tail[: foreign.start()].strip()):
                start = match.end() + foreign.start(1)
        rows.append((start, last, Typing(kind, "institution", 0.8)))
    return rows


def _tail(text: str, at: int, end: int) -> int:
    """Return where the name ends that has its head before `at`."""
    last, small, previous = at, 0, ""
    for match in _TOKEN.finditer(text, at, end):
        if match.start() > last + 40:
            break
        word, mark = match.group(1), match.group(2)
        if "\0" in word or (word.lower() in _stop_words() and f"{previous} {word}".lower() not in _compounds()):
            break
        if word[:1].isupper() or (word.isdigit() and last > at):
            if word in _vietnamese_heads() and last > at and small:
                break
            last, small = match.end(1), 0
        elif f"{previous} {word}".lower() in _compounds() and small == 0 and last > at:
            last = match.end(1)
        else:
            small += 1
            if small > 3 or (word == "và" and not _goes_on(text, match.end(1), end)):
                break
        previous = word
        if mark and not (mark == "," and _lists_on(text, match.end(), end)):
            break
    return last


def _goes_on(text: str, at: int, end: int) -> bool:
    """After "và" a name goes on only with a word of the compounds table ("Khoa học và Công nghệ")."""
    following = re.match(r"[ \u00a0](\S+)[ \u00a0]([^\s.,;:]+)", text[at:end])
    return bool(following) and f"{following.group(1)} {following.group(2)}".lower() in _compounds()  # type: ignore[union-attr]


def _lists_on(text: str, at: int, end: int) -> bool:
    return re.match(r"[ \u00a0]\w", text[at:end]) is not None and _goes_on(text, at, end)


@cache
def _compounds() -> frozenset[str]:
    return frozenset(table("vi", "names")["institutions"]["compounds"])


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(w for w in table("vi", "names")["institutions"]["stop"] if w != "cho")


@cache
def _kinds(language: str) -> dict[str, Kind]:
    rows = table(language, "names")["institutions"]
    return {w: cast(Kind, kind) for kind, words in rows.items() if kind[0].isupper() for w in words}


@cache
def _vietnamese_heads() -> frozenset[str]:
    return frozenset(_kinds("vi"))


@cache
def _vietnamese_head() -> re.Pattern[str]:
    words = sorted(_kinds("vi"), key=len, reverse=True)
    small = [w[0].lower() + w[1:] for w in table("vi", "names")["institutions"]["small"]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, [*words, *small]))})(?=[ \u00a0][\w])")


def _english(text: str, s: Sentence) -> list[tuple[int, int, Typing]]:
    rows: list[tuple[int, int, Typing]] = []
    for match in _english_name().finditer(text, s.start, s.end):
        start = match.start()
        head = match["head"] or match["last"]
        while match["front"] and (word := re.match(r"\S+ ", text[start : match.end()])):
            plain = word.group().strip()
            if plain not in common_words(s.language) and (s.language == "en" or plain.isascii()):
                break
            start += word.end()
        name = text[start : match.end()]
        if match["last"] and not match["tail"] and len(name.split()) < 2:
            continue
        rows.append((start, match.end(), Typing(_kinds("en")[head], "institution", 0.85)))
    return rows


@cache
def _english_name() -> re.Pattern[str]:
    first = [w for w in _kinds("en") if " " in w]
    last = [w for w in _kinds("en") if " " not in w]
    heads = "|".join(map(re.escape, sorted(first, key=len, reverse=True)))
    lasts = "|".join(map(re.escape, sorted(last, key=len, reverse=True)))
    front = rf"(?:{_CAPITAL} (?:& )?){{0,5}}"
    return re.compile(
        rf"(?<![\w’'.])(?:(?P<front>{front})(?:(?P<head>{heads}) {_ENGLISH_TAIL}|(?P<last>{lasts})(?![\w’'])(?P<tail> (?:of|for) {_ENGLISH_TAIL})?))"
    )
