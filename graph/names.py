"""How names are compared across articles: the key under which spellings of one name meet, and what keeps two names apart for good.

Likeness of letters decides nothing here: H20 and H200, Zhang Wen and Zhang Wei are nearly the same letters. A key is the whole name without case,
accents, spaces, hyphens and legal forms, or the pinyin of a Chinese one.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pypinyin import lazy_pinyin

from extract.tables import table as extract_table
from graph.tables import table
from graph.tokens import fold

_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_WORD = re.compile(r"[a-z]*\d+(?:\.\d+)*[a-z]*|[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_BETWEEN = re.compile(r"(?<!\d)[.](?!\d)|[\s\-‐-―_·・'’&,/()（）]+")


def is_han(name: str) -> bool:
    """Say whether a name is written in Chinese characters."""
    return bool(_HAN.search(name))


@lru_cache(maxsize=50_000)
def spelling(name: str) -> str:
    """Return the name as one word: folded, without legal forms and what stands between words; a point between digits stays."""
    return _BETWEEN.sub("", _without_legal_form(fold(name)))


@lru_cache(maxsize=50_000)
def sound(name: str) -> str:
    """Return the pinyin of a name in Chinese characters as one word; letters and digits in it stay as they are."""
    return _BETWEEN.sub("", "".join(fold(part) for part in lazy_pinyin(_without_legal_form(fold(name)))))


@lru_cache(maxsize=50_000)
def keys(name: str, kind: str) -> frozenset[str]:
    """Return the keys under which a name meets others; a person's family name may stand first or last."""
    if is_han(name):
        return frozenset(k for k in (spelling(name), sound(name)) if k)
    found = {spelling(name)}
    words = fold(name).split()
    if kind == "Person" and len(words) == 2:
        found.add(spelling(f"{words[1]} {words[0]}"))
    return frozenset(k for k in found if k)


@lru_cache(maxsize=50_000)
def marks(name: str) -> tuple[str, ...]:
    """Return what tells one version from another: words with a digit in them (`h20`, `910b`, `4o`, `v3`), and words such as `mini` and `pro`."""
    words = _WORD.findall(fold(name))
    return tuple(sorted(w for w in words if any(c.isdigit() for c in w) or w in _versions()))


def may_be_one(a: str, b: str) -> bool:
    """Say whether two names carry the same numbers and version words, however spaced; if not, they never name one thing."""
    return "".join(marks(a)) == "".join(marks(b)) or (
        sorted(_DIGITS.findall(a)) == sorted(_DIGITS.findall(b)) and (spelling(a) == spelling(b))
    )


def kinds_agree(a: str, b: str) -> bool:
    """Say whether things of these kinds can be one."""
    return a == b or any(a in group and b in group for group in _alike())


def is_short_chinese(name: str) -> bool:
    """Say whether a person's name is a family name and one syllable, as thousands share it: 张伟, Zhang Wei."""
    if is_han(name):
        return len(_HAN.findall(name)) == len(name) == 2
    words = fold(name).split()
    return len(words) == 2 and any(w in _surnames() for w in words) and all(w in _syllables() for w in words)


def _without_legal_form(folded: str) -> str:
    behind, before = _legal_forms()
    for form in behind if folded.endswith(behind) else ():
        if folded.endswith(form) and len(folded) > len(form) + 1:
            return _without_legal_form(folded[: -len(form)].rstrip(" ,"))
    for form in before if folded.startswith(before) else ():
        if folded.startswith(form):
            return _without_legal_form(folded[len(form) :])
    return folded


@cache
def _legal_forms() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the forms that stand behind a name and those before it, the longest first, with the space that parts them from it."""
    behind = {form if is_han(form) else f" {form}" for form in map(fold, table("names")["legal_forms"])}
    before = {f"{fold(form)} " for form in table("names")["legal_forms_before"]}
    return tuple(sorted(behind, key=lambda f: (-len(f), f))), tuple(sorted(before, key=lambda f: (-len(f), f)))


@cache
def _versions() -> frozenset[str]:
    return frozenset(table("names")["versions"])


@cache
def _alike() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(row["kinds"]) for row in table("names")["alike"])


@cache
def _surnames() -> frozenset[str]:
    return frozenset(fold(w) for w in extract_table("any", "persons")["chinese_surnames"])


@cache
def _syllables() -> frozenset[str]:
    return frozenset(table("names")["syllables"].split())
