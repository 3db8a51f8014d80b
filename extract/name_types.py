"""Says what kind of thing an unknown name is, from the words around it; a name with no such words stays a candidate.

Evidence, strongest first: the noun or role before it, its own last word ("… Technologies"), the apposition after it, the make-up of
a person's name, what is said of it ("X's shares"). The words are tables, `tables/<language>/names.toml` and `tables/any/persons.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from extract.annotations import Kind
from extract.name_persons import can_be_person, is_person_made
from extract.name_shapes import Run
from extract.tables import table


@dataclass(frozen=True, slots=True)
class Typing:
    """A kind with the rule that gave it and how often that rule is right (0..1)."""

    kind: Kind
    by: str
    confidence: float


def type_of(run: Run, masked: str, sentence_start: int, sentence_end: int) -> Typing | None:
    """Return the kind of the thing a run names, or None when nothing around it says so; known names are NUL in `masked`."""
    before = masked[max(sentence_start, run.start - 90) : run.start]
    after = masked[run.end : min(sentence_end, run.end + 110)]
    return (
        _by_word_before(run, before)
        or _by_suffix(run)
        or _by_word_after(run, after)
        or _by_person_name(run)
        or _by_use(run, before, after)
    )


def _by_suffix(run: Run) -> Typing | None:
    words = run.words
    if len(words) < 2 or words[0] in _weak_first():
        return None
    kind = _suffixes().get(words[-1])
    return Typing(kind, "suffix", 0.85) if kind else None


def _by_word_before(run: Run, before: str) -> Typing | None:
    role = _before("person_roles", run.language).search(before)
    if role and _role_fits(role, run):
        return Typing("Person", "role", 0.93)
    head = _heads(run.language).search(before)
    if head and not (
        is_person_made(run.words, run.language) and head.group(1).lower() in ("group", "unit", "developer")
    ):
        return Typing(_head_kinds(run.language)[head.group(1).lower()], "head", 0.85)
    listed = _listing(run.language).search(before)
    if listed and not is_person_made(run.words, run.language):
        return Typing(_head_kinds(run.language)[listed.group(1).lower()], "listed", 0.8)
    if re.search(_EMPLOYER.get(run.language, _EMPLOYER["en"]), before) and not is_person_made(run.words, run.language):
        return Typing("Company", "employer", 0.7)
    return None


_EMPLOYER = {
    "vi": r"(?:CEO|CTO|CFO|COO|giám đốc[^,.;]{0,25}|chủ tịch|nhà phân tích|chuyên gia|nhà sáng lập|phân tích)\s(?:của|tại|thuộc|từ)\s(?:công ty\s|hãng\s)?$",
    "en": r"(?:CEO|CTO|CFO|COO|executive|analyst|economist|strategist|founder|co-founder|chairman|president|partner|director)\s(?:of|at|with|for)\s$",
    "zh": r"(?!)",
}


def _role_fits(role: re.Match[str], run: Run) -> bool:
    """One bare word after "CEO" may be the company; after "Mr", "ông" or "CEO Nvidia" it is the person."""
    if not can_be_person(run.words):
        return False
    if len(run.words) >= 2:
        return _by_suffix(run) is None
    word = role.group("role").lower().rstrip(".")
    return bool(role.group("owner")) or word in table("any", "persons")["titles"]


def _by_word_after(run: Run, after: str) -> Typing | None:
    if run.language == "zh":
        head = re.match(r"[ ]?(?:的)?(" + _any_of(_zh_heads()) + ")", after)
        return Typing(_zh_heads()[head.group(1)], "head", 0.8) if head else None
    match = _apposition(run.language).match(after)
    if not match:
        return None
    kind: Kind = "Person" if match["role"] else _head_kinds(run.language)[match["head"].lower()]
    if kind == "Person" and (not can_be_person(run.words) or (len(run.words) == 1 and run.initial)):
        return None
    if kind != "Person" and is_person_made(run.words, run.language):
        return None
    return Typing(kind, "apposition", 0.85)


def _by_person_name(run: Run) -> Typing | None:
    if not is_person_made(run.words, run.language, initial=run.initial):
        return None
    return Typing("Person", "name", 0.85)


def _by_use(run: Run, before: str, after: str) -> Typing | None:
    """What is said of a name: it has shares or a chief executive (a company), or it speaks (two plain words: a person)."""
    uses = _uses(run.language)
    if uses is None:
        return None
    company_before, company_after, says_before, says_after = uses
    if company_after.match(after) or company_before.search(before):
        return Typing("Company", "use", 0.75)
    cited = run.language == "vi" and len(run.words) >= 2 and run.text.isascii() and _CITED.search(before)
    if cited and _CITED_AFTER.match(after) and not is_person_made(run.words, "vi"):
        return Typing("Outlet", "cited", 0.75)
    plain = 2 <= len(run.words) <= 3 and can_be_person(run.words) and all(len(w) > 1 for w in run.words)
    if plain and (says_after.match(after) or says_before.search(before)):
        return Typing("Person", "speaks", 0.75)
    return None


_CITED = re.compile(r"(?:[Tt]heo|báo) $")
_CITED_AFTER = re.compile(r"[.,;)]|\s(?:ngày|hôm|đưa tin|dẫn)|$")


@cache
def _uses(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]] | None:
    rows: dict[str, Any] | None = table(language, "names").get("uses")
    if rows is None:
        return None
    says = _any_of(rows["says"])
    quoted = r"[\"”’,]\s(?:" + says + r")\s$" if language == "en" else r"(?!)"
    return (
        re.compile(f"(?:{'|'.join(rows['company_before'])})$", re.I),
        re.compile(f"(?:{'|'.join(rows['company_after'])})"),
        re.compile(quoted),
        re.compile(rf"\s(?:{says})(?!\w)"),
    )


@cache
def _weak_first() -> frozenset[str]:
    return frozenset(table("en", "names")["weak_first"])


@cache
def _suffixes() -> dict[str, Kind]:
    return {w: cast(Kind, kind) for kind, words in table("en", "names")["suffixes"].items() for w in words}


@cache
def _before(subject: str, language: str) -> re.Pattern[str]:
    """A role right before a name, or a role, its organisation (known, so NUL here) and then the name: "CEO của Nvidia X"."""
    words = [*table(language, "names")[subject], *(table("en", "names")[subject] if language != "en" else [])]
    edge = r"(?<![^\W_])" if language != "zh" else ""
    gap = r"[ \u00a0]" if language != "zh" else r"[ \u00a0]?"
    owner = r"(?P<owner>[ \u00a0](?:(?:của|tại|thuộc|of|at|from)[ \u00a0])?(?:[^\W\d_]+[ \u00a0]){0,2}\0+(?:[ \u00a0]\0+)?)?"
    return re.compile(f"{edge}(?P<role>{_any_of(words)}){owner}{gap}$", re.I)


@cache
def _head_kinds(language: str) -> dict[str, Kind]:
    kinds = {w.lower(): cast(Kind, k) for k, words in table("en", "names")["heads"].items() for w in words}
    kinds.update({w.lower(): cast(Kind, k) for k, words in table(language, "names")["heads"].items() for w in words})
    if language == "en":
        kinds.update({plural(w): k for w, k in list(kinds.items())})
    return kinds


def plural(word: str) -> str:
    """Return the English plural of a head noun ("company" → "companies")."""
    return word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else word + "s"


@cache
def _heads(language: str) -> re.Pattern[str]:
    edge = r"(?<![^\W_])" if language != "zh" else ""
    more = rf"(?:[ \u00a0](?:{_any_of(table('vi', 'names')['modifiers'])}|\0+)){{0,4}}" if language == "vi" else ""
    link = more + (
        r"(?:[ \u00a0](?:called|named|mang tên|có tên|tên là|tên|dubbed|known as))?[ \u00a0][\"“]?"
        if language != "zh"
        else r"[ \u00a0]?[“\"]?"
    )
    return re.compile(f"{edge}({_any_of(_head_kinds(language))}){link}$", re.I)


@cache
def _listing(language: str) -> re.Pattern[str]:
    """The head of a list that the name is the first of: "startups such as X", "các công ty như X"."""
    if language == "en":
        return re.compile(
            rf"(?<!\w)({_any_of(_head_kinds('en'))})(?: [a-z]+)?,? (?:such as|like|including|include|namely|among them) $",
            re.I,
        )
    if language == "vi":
        return re.compile(
            rf"(?<!\w)({_any_of(_head_kinds('vi'))})(?: (?:\0+|[^\W\d_]+)){{0,3}},? (?:như|gồm|bao gồm|gồm có|trong đó có|điển hình là) $",
            re.I,
        )
    return re.compile(r"(?!)")


@cache
def _zh_heads() -> dict[str, Kind]:
    heads = {w: cast(Kind, k) for k, words in table("zh", "names")["heads"].items() for w in words}
    people: dict[str, Kind] = {w: "Company" for w in table("zh", "names")["person_roles"] if len(w) > 2}
    return {**people, **heads}


@cache
def _apposition(language: str) -> re.Pattern[str]:
    """A comma, dash or bracket and then what the name is: ", a data analytics firm", " - nhà sáng lập", ", who runs"."""
    titles = table("any", "persons")["titles"]
    names = table(language, "names") if language in ("vi", "en") else table("en", "names")
    roles = [r for r in names["person_roles"] if r.lower().rstrip(".") not in titles or len(r) > 7]
    open_mark = r"(?:,\s|\s\(|\s[–—-]{1,2}\s|,?\svốn\s)"
    if language == "vi":
        lead = r"(?:một\s|hiện\s|là\s|nguyên\s|cựu\s|người\s|đồng\s)*"
        roles = [*roles, "người đứng đầu", "người phụ trách", "người sáng lập"]
        close = r"(?![^\W_])"
        return re.compile(
            rf"{open_mark}{lead}(?:(?P<role>{_any_of(roles)})|(?P<head>{_any_of(_head_kinds('vi'))})){close}", re.I
        )
    words = r"(?:(?:[\w’'-]+|\0+(?:[’']s)?|\$[\d.]+)\s){0,6}?"
    lead = r"(?:(?:a|an|the|one of|its|their|his|her|now|then|also|formerly|former|another|deputy|\0+[’']s)\s)"
    close = r"(?=s?(?:[,.;:)(]|\s[–—-]|$|\s(?:of|at|in|for|with|from|on|to|and|who|that|which|whose|based|backed|known|focused|specializ\w+|specialis\w+|led|owned|founded|behind|told|said|says)(?!\w)))"
    roles = [*roles, *names["apposition_roles"]]
    head = rf"{lead}{words}(?P<head>{_any_of(_head_kinds('en'))}){close}"
    return re.compile(rf"{open_mark}(?:(?P<role>(?:{lead}?{words}(?:{_any_of(roles)}){close})|who(?!\w))|{head})")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
