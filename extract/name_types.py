"""Says what kind of thing an unknown name is, from the words around it; a name with no such words stays a candidate.

Evidence, strongest first: its own last word ("… Technologies"), the noun or role before it, the apposition after it, the make-up of
a person's name. The words are tables, `tables/<language>/names.toml` and `tables/any/persons.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from extract.annotations import Kind
from extract.name_shapes import Run
from extract.tables import table


@dataclass(frozen=True, slots=True)
class Typing:
    """A kind with the rule that gave it and how often that rule is right (0..1)."""

    kind: Kind
    by: str
    confidence: float


def type_of(run: Run, text: str, sentence_start: int, sentence_end: int) -> Typing | None:
    """Return the kind of the thing a run names, or None when nothing around it says so."""
    before = text[max(sentence_start, run.start - 60) : run.start]
    after = text[run.end : min(sentence_end, run.end + 60)]
    return _by_suffix(run) or _by_word_before(run, before) or _by_word_after(run, after) or _by_person_name(run)


def _by_suffix(run: Run) -> Typing | None:
    words = run.words
    if len(words) < 2:
        return None
    kind = _suffixes().get(words[-1])
    return Typing(kind, "suffix", 0.85) if kind else None


def _by_word_before(run: Run, before: str) -> Typing | None:
    role = _before("person_roles", run.language).search(before)
    if role and _role_fits(role.group(1), run):
        return Typing("Person", "role", 0.93)
    head = _heads(run.language).search(before)
    if head:
        return Typing(_head_kinds(run.language)[head.group(1).lower()], "head", 0.85)
    if re.search(_EMPLOYER.get(run.language, _EMPLOYER["en"]), before) and run.text[:1].isupper():
        return Typing("Company", "employer", 0.7)
    return None


_EMPLOYER = {
    "vi": r"(?:CEO|CTO|CFO|COO|giám đốc[^,.;]{0,25}|chủ tịch|nhà phân tích|chuyên gia|nhà sáng lập|phân tích)\s(?:của|tại|thuộc|từ)\s(?:công ty\s|hãng\s)?$",
    "en": r"(?:CEO|CTO|CFO|COO|executive|analyst|economist|strategist|founder|co-founder|chairman|president|partner|director)\s(?:of|at|with|for)\s$",
    "zh": r"(?!)",
}


def _role_fits(role: str, run: Run) -> bool:
    """One bare word after "CEO" may be the company; after "Mr" or "ông" it is the person."""
    if any(c.isdigit() for c in run.text):
        return False
    if len(run.words) >= 2:
        return _by_suffix(run) is None
    return role.lower().rstrip(".") in {
        "mr",
        "mrs",
        "ms",
        "dr",
        "ông",
        "bà",
        "professor",
        "prof",
        "president",
        "senator",
        "sen",
        "rep",
        "secretary",
        "bộ trưởng",
        "thủ tướng",
        "tổng thống",
        "tiến sĩ",
        "giáo sư",
        "minister",
        "premier",
        "gov",
        "分析师",
        "先生",
    }


def _by_word_after(run: Run, after: str) -> Typing | None:
    if run.language == "zh":
        head = re.match(r"(?:的)?(" + "|".join(map(re.escape, _sorted(_zh_heads()))) + ")", after)
        return Typing(_zh_heads()[head.group(1)], "head", 0.8) if head else None
    for kind, pattern in _appositions(run.language):
        if pattern.match(after):
            return Typing(kind, "apposition", 0.85)
    return None


def _by_person_name(run: Run) -> Typing | None:
    words = run.words
    if (
        not 2 <= len(words) <= 4
        or any(c.isdigit() or c == "&" for c in run.text)
        or any(w.isupper() and len(w) > 2 for w in words)
    ):
        return None
    persons = table("any", "persons")
    first = words[0]
    if (
        first in persons["vietnamese_surnames"]
        and run.language == "vi"
        and not all(w.isascii() for w in words)
        and not run.initial
    ):
        return Typing("Person", "name", 0.8)
    if first in _given_names() and words[1][:1].isupper() and (len(words) <= 3):
        return Typing("Person", "name", 0.85)
    chinese = persons["chinese_surnames"]
    if (
        len(words) == 2
        and first in chinese
        and re.fullmatch(r"[A-Z][a-z]+(?:-?[a-z]+)?", words[1])
        and _is_pinyin(words[1])
    ):
        return Typing("Person", "pinyin", 0.8)
    return None


_INITIALS = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
_FINALS = "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ue|ui|uo|er|a|o|e|i|u)"
_PINYIN = re.compile(f"(?:{_INITIALS}{_FINALS}){{1,2}}")


def _is_pinyin(word: str) -> bool:
    return _PINYIN.fullmatch(word.lower().replace("-", "")) is not None


@cache
def _given_names() -> frozenset[str]:
    return frozenset(table("any", "persons")["given"])


@cache
def _suffixes() -> dict[str, Kind]:
    return {w: cast(Kind, kind) for kind, words in table("en", "names")["suffixes"].items() for w in words}


@cache
def _before(subject: str, language: str) -> re.Pattern[str]:
    words = [*table(language, "names")[subject], *(table("en", "names")[subject] if language != "en" else [])]
    edge = r"(?<![^\W_])" if language != "zh" else ""
    gap = r"[ \u00a0]" if language != "zh" else r"[ \u00a0]?"
    return re.compile(f"{edge}({_any_of(words)}){gap}$", re.I)


@cache
def _head_kinds(language: str) -> dict[str, Kind]:
    kinds = {w.lower(): cast(Kind, k) for k, words in table("en", "names")["heads"].items() for w in words}
    kinds.update({w.lower(): cast(Kind, k) for k, words in table(language, "names")["heads"].items() for w in words})
    return kinds


@cache
def _heads(language: str) -> re.Pattern[str]:
    edge = r"(?<![^\W_])" if language != "zh" else ""
    link = (
        r"(?:[ \u00a0](?:called|named|mang tên|có tên|tên là|tên|dubbed|known as))?[ \u00a0][\"“]?"
        if language != "zh"
        else r"[ \u00a0]?"
    )
    return re.compile(f"{edge}({_any_of(_head_kinds(language))}){link}$", re.I)


@cache
def _zh_heads() -> dict[str, Kind]:
    heads = {w: cast(Kind, k) for k, words in table("zh", "names")["heads"].items() for w in words}
    people: dict[str, Kind] = {w: "Company" for w in table("zh", "names")["person_roles"] if len(w) > 2}
    return {**people, **heads}


@cache
def _appositions(language: str) -> list[tuple[Kind, re.Pattern[str]]]:
    rows: list[tuple[Kind, re.Pattern[str]]] = []
    if language == "vi":
        names = table("vi", "names")
        roles = [r for r in names["person_roles"] if r not in ("ông", "bà", "anh", "chị", "cô", "ngài", "cụ")]
        rows.append(
            ("Person", re.compile(rf",\s(?:một\s|nguyên\s|hiện là\s|người\s)?(?:{_any_of(roles)})(?!\w)", re.I))
        )
        for kind, heads in names["heads"].items():
            rows.append((cast(Kind, kind), re.compile(rf",\s(?:một\s|là\s)?(?:{_any_of(heads)})(?!\w)")))
    elif language == "en":
        for kind, starts in table("en", "names")["apposition"].items():
            rows.append((cast(Kind, kind), re.compile(rf",\s(?:the\s|its\s)?(?:{_any_of(starts)})(?!\w)")))
    return rows


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, _sorted(words)))


def _sorted(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)
