"""Says which places that look like a known name are one, and how far the name reaches there.

A known name counts nothing inside another word (高通 in 高通胀), a currency ("US$", "đô la Mỹ"), a language ("tiếng Trung") or a longer
version ("GPT-4" in "GPT-4.5"); it reaches over its legal form ("Nvidia Corp.") and an outlet's own article ("The Information").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.annotations import Kind
from extract.gazetteer import Alias
from extract.tables import LANGUAGES, table
from extract.tokens import HAN

_VERSION_TAIL = re.compile(r"[-‑ ]?\d|[-‑.](?:[A-Z]?\d|[a-z]\b)")
_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Hit:
    """An alias found at a place, before it is known whether it counts."""

    start: int
    end: int
    alias: Alias
    kind: Kind


def spellings(alias: Alias, kind: Kind) -> list[str]:
    """Return the ways an alias may be written: as it stands, with its first letter small or capital, and in capitals."""
    text = alias.text
    if alias.any_case or alias.needs_context or alias.only or alias.never or _HAN.search(text):
        return [text]
    rows = [text]
    if text[:1].islower() and " " in text:
        rows.append(text[0].upper() + text[1:])
    if alias.language in ("vi", "*") and _vietnamese_head().match(text):
        rows.append(text[0].lower() + text[1:])
    shouted = text.upper()
    if kind in ("Country", "Place", "Company", "Person", "Agency", "Outlet") and len(text) >= 5 and text != shouted:
        rows.append(shouted)
    return rows


@cache
def _vietnamese_head() -> re.Pattern[str]:
    heads = table("vi", "names")["known"]["heads"]
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(heads, key=len, reverse=True)))})[ \u00a0]")


def is_part_of_something_else(text: str, hit: Hit, language: str) -> bool:
    """Return True where the letters of a known name are no name: in a longer word, version, currency or language."""
    if _is_cut_from_version(text, hit) or text[hit.end : hit.end + 1] == "$":
        return True
    before, after = _neighbours(language if language in LANGUAGES else "en")
    return before.search(text, max(0, hit.start - 12), hit.start) is not None or (
        after.match(text, hit.end, hit.end + 12) is not None
    )


@cache
def _neighbours(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = table(language, "names")["known"]
    never = ["(?!)"]
    return (
        re.compile(f"(?:{'|'.join(known.get('not_after') or never)})$", re.I),
        re.compile(f"(?:{'|'.join(known.get('not_before') or never)})", re.I),
    )


def collisions(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of the Chinese words that hold a known name by chance (高通胀, 其中方)."""
    return [m.span() for m in _collisions().finditer(text, start, end)]


@cache
def _collisions() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, table("zh", "names")["known"]["collisions"])))


def _is_cut_from_version(text: str, hit: Hit) -> bool:
    """A model or chip name that goes on with a version ("GPT-4" in "GPT-4.5", "Qwen" in "Qwen-3") is another thing's name."""
    if hit.kind == "Agency":
        return text[hit.end : hit.end + 1] in ("长", "長") and text[hit.end - 1] in "部局委署院省市州厅"
    if hit.kind not in ("Model", "Chip", "Product"):
        return False
    if re.search(r" \d{1,2}$", hit.alias.text) and counted().match(text, hit.end, hit.end + 16):
        return True
    tail = text[hit.end : hit.end + 4]
    if tail[:1] in "-‑" and _VERSION_TAIL.match(tail):
        return True
    return bool(re.match(r"\.\d", tail)) or bool(
        hit.start and text[hit.start - 1] in "-‑" and text[hit.start].isdigit()
    )


@cache
def counted() -> re.Pattern[str]:
    """Return the pattern of what a number counts ("3 times"), so that the number is no version of the name before it."""
    return re.compile(rf"[ \u00a0-]?(?:{'|'.join(table('any', 'persons')['counted'])})", re.I)


_LEGAL_FORM = re.compile(
    r"(?:,? (?:Inc|Corp|Ltd|Co|LLC|PLC|plc|AG|NV|SE|SA|Pte|Pvt|Group|Holdings?|Corporation|Company|Limited|Incorporated)(?![\w])(?:\.(?=[ ,’']))?)+"
)

_LEGAL_STOP = re.compile(r"\.(?=[ ,’'])")
_LEGAL_WORD = re.compile(r"(?<![^\W_])(?:Inc|Corp|Ltd|Co)$")


def reach(text: str, hit: Hit, sentence_start: int, sentence_end: int) -> tuple[int, int]:
    """Return where the name that a hit belongs to begins and ends: with its legal form, or with an outlet's "The"."""
    start, end = hit.start, hit.end
    if hit.kind == "Company":
        end = legal_end(text, start, end, sentence_end)
    if hit.kind == "Event" and (year := re.compile(r" 20\d\d(?!\d)").match(text, end, sentence_end)):
        end = year.end()
    if hit.kind == "Outlet" and start - 4 > sentence_start and text[start - 4 : start] == "The ":
        start -= 4
    return start, end


def legal_end(text: str, start: int, end: int, limit: int) -> int:
    """Return where a company's name ends with its legal form ("Nvidia Corp.", "Alibaba Group Holding")."""
    if text[end - 1] == ".":
        return end
    form = _LEGAL_FORM.match(text, end, limit)
    if form:
        return form.end()
    return end + 1 if _LEGAL_WORD.search(text[start:end]) and _LEGAL_STOP.match(text, end, limit) else end
