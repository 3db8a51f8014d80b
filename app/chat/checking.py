"""Holds what a model wrote against what it was shown, sentence by sentence. What does not stand is left out, never mended.

A sentence stands when it cites a claim that a look-up returned; when every number and every name in it is in the claims it cites; when one
without either is mostly in their own words; and when it leads nowhere (no address, no mark-up). An instruction that an article smuggled in cannot pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.views.claim_rows import ClaimRow
from extract.figure_reading import read
from extract.numbers import number_starts, read_number
from graph.tokens import tokens

NamesIn = Callable[[str], Sequence[frozenset[str]]]
"""Gives, for each name found in a text, the ids of the entities it may stand for."""

_CITATION = re.compile(r"\s*\[(C\d{1,4}(?:\s*[,;、，]\s*C\d{1,4})*)\]")
_ANY_BRACKET = re.compile(r"\s*\[[^\]]{0,40}\](?:\([^)]*\))?")
_ENDS = re.compile(r"(?<=[.!?…][\"”’)\]])\s+|(?<=[.!?…])\s+|(?<=[。！？])(?!\s*\[)|(?<=\])\s*(?=[^\s\[.,;:。，])|\n+")
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]\.)+|\b(?:Mr|Mrs|Ms|Dr|Inc|Corp|Co|Ltd|vs|No|St|TP)\.)$")
_LEADS_AWAY = re.compile(r"https?://|www\.|\w+@\w+\.\w|<[^>]*>|!\[", re.I)
_MARKUP = re.compile(r"^\s*(?:[-*•#>]+|\d+[.)])\s+|\*\*|__|`")
_MODEL_NUMBER = re.compile(r"\d{1,4}[A-Z]{1,2}")
_CURRENCIES = tuple("$€£¥₩")
_SHARED_WORDS = 3
_SHARED_PART = 0.6
_CLOSE = 1e-6
_SMALL = 2


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands of a text: sentences with `[n]`, the claims by their new numbers in order, and how many sentences were left out."""

    text: str
    claims: tuple[ClaimRow, ...]
    left_out: int


def check(text: str, shown: Mapping[str, ClaimRow], names_in: NamesIn, language: str) -> Checked:
    """Return the sentences that their sources bear out, citations numbered anew in the order of their first use."""
    kept: list[str] = []
    order: list[str] = []
    left_out = 0
    for sentence in sentences(text):
        cited = [c for c in _cited(sentence) if c in shown]
        bare = _ANY_BRACKET.sub("", _CITATION.sub("", _MARKUP.sub("", sentence))).strip()
        if not _says_something(bare):
            continue
        if not cited or not _stands(bare, [shown[c] for c in cited], names_in, language):
            left_out += 1
            continue
        order += [c for c in cited if c not in order]
        marks = "".join(f" [{order.index(c) + 1}]" for c in dict.fromkeys(cited))
        end = bare[-1] if bare[-1] in ".!?。！？" else ""
        body = bare.removesuffix(end) if end else bare
        kept.append(f"{body}{marks.strip() if language == 'zh' else marks}{end or ('。' if language == 'zh' else '.')}")
    return Checked(("" if language == "zh" else " ").join(kept), tuple(shown[c] for c in order), left_out)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text with the citations that belong to each; a citation after the full stop belongs before it."""
    parts: list[str] = []
    for part in (p.strip() for p in _ENDS.split(text) if p and p.strip()):
        only_citations = not _ANY_BRACKET.sub("", part).strip(" .。")
        if parts and (only_citations or _ABBREVIATED.search(parts[-1])):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            leading = re.match(r"((?:\[C[^\]]*\]\s*)*)", part) if parts else None
            if leading and leading.group():
                parts[-1] = f"{parts[-1]} {leading.group().strip()}"
            parts.append(part[leading.end() :].strip() if leading else part)
    return parts


def _cited(sentence: str) -> list[str]:
    return [c for group in _CITATION.findall(sentence) for c in re.findall(r"C\d+", group)]


def _says_something(bare: str) -> bool:
    return any(c.isalnum() for c in bare)


def _stands(bare: str, claims: Sequence[ClaimRow], names_in: NamesIn, language: str) -> bool:
    if _LEADS_AWAY.search(bare):
        return False
    numbers = values(bare, language)
    allowed_numbers = {v for c in claims for v in _numbers_of(c)}
    if any(not _among(n, allowed_numbers) for n in numbers):
        return False
    names = names_in(bare)
    allowed_names = frozenset(i for c in claims for i in _names_of(c, names_in))
    if any(not ids & allowed_names for ids in names):
        return False
    if names or any(n > _SMALL for n in numbers):
        return True
    words = set(tokens(bare))
    shared = max(len(words & set(tokens(c.quote))) for c in claims)
    return shared >= _SHARED_WORDS and shared >= _SHARED_PART * len(words)


def values(text: str, language: str) -> list[float]:
    """Return the numbers a text states, in digits or in words; the least ones in words ("one of") are a manner of speaking."""
    found: list[float] = []
    at = 0
    reading, starts = read(text), number_starts(language)
    while match := starts.search(reading.low, at):
        number = read_number(reading, match, len(reading.low), language)
        at = max(number.end if number else match.end(), match.start() + 1)
        if number is None or number.value is None:
            continue
        written = reading.text[number.start : number.end]
        if _MODEL_NUMBER.fullmatch(written) and reading.text[number.start - 1 : number.start] not in _CURRENCIES:
            continue
        if number.value > _SMALL or any(c.isdigit() for c in written):
            found.append(number.value)
    return found


def _numbers_of(c: ClaimRow) -> Iterable[float]:
    yield from values(c.quote, c.language if c.language in ("en", "vi", "zh") else "en")
    for f in c.figures:
        yield from (x for x in (f.value, f.low, f.high) if x is not None)
    days = [c.published_on, c.said_start, c.said_end, *(d for f in c.figures for d in (f.period_start, f.period_end))]
    for day in days:
        if day is not None:
            yield from (float(day.year), float(day.month), float(day.day))


def _names_of(c: ClaimRow, names_in: NamesIn) -> Iterable[str]:
    parties = [p for p in (c.speaker, *c.via, *c.about) if p is not None]
    yield from (p.id for p in parties)
    yield from (s for f in c.figures for s in f.subjects)
    yield c.outlet_id
    for ids in names_in(f"{c.quote} {c.outlet} {c.title}"):
        yield from ids


def _among(number: float, allowed: Iterable[float]) -> bool:
    return any(abs(number - a) <= _CLOSE * max(1.0, abs(a)) for a in allowed)
