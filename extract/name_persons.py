"""Says whether a run of capitalised words is made like a person's name: a known given name, a surname of its country, initials.

The lists are in `tables/any/persons.toml`: wide, not complete. A run that is not made like one may still be a person by its role.
"""

from __future__ import annotations

import re
from functools import cache

from extract.tables import table

_INITIALS = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
_FINALS = "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ue|ui|uo|er|a|o|e|i|u)"
_PINYIN = re.compile(f"(?:{_INITIALS}{_FINALS}){{1,2}}")


def is_person_made(words: list[str], language: str, *, initial: bool = False) -> bool:
    """Return True for two to four words that read as a person's name by themselves."""
    if not 2 <= len(words) <= 4 or not can_be_person(words):
        return False
    first, last = words[0], words[-1]
    if language == "vi" and first in surnames("vietnamese") and not initial and not all(w.isascii() for w in words):
        return True
    if first in given_names() and len(words) <= 3:
        return True
    if len(words) == 3 and re.fullmatch(r"[A-Z]\.", words[1]) and first.isalpha():
        return True
    chinese = surnames("chinese")
    if len(words) in (2, 3) and first in chinese and all(is_pinyin(w) for w in words[1:]):
        return True
    return len(words) == 2 and last in chinese and is_pinyin(first) and len(first) > 2


def can_be_person(words: list[str]) -> bool:
    """Return False for runs with digits, acronyms or words that no person is called."""
    never = not_in_persons()
    return all(
        not any(c.isdigit() or c in "&+/" for c in w) and not (w.isupper() and len(w.strip(".")) > 2) and w not in never
        for w in words
    )


def person_split(words: list[str]) -> int:
    """Return where the person begins in "Lumora Dana Whitfield": the index of a given name after the first word, else 0."""
    for i in range(1, len(words) - 1):
        if words[i] in given_names() or (words[i] in surnames("chinese") and is_pinyin(words[i + 1])):
            return i
    return 0


def is_pinyin(word: str) -> bool:
    """Return True for one or two Chinese syllables in Latin letters, as in a given name ("Zhifeng", "Fei-Fei")."""
    return re.fullmatch(r"[A-Z][a-z]+(?:-?[A-Za-z][a-z]*)?", word) is not None and (
        _PINYIN.fullmatch(word.lower().replace("-", "")) is not None
    )


@cache
def given_names() -> frozenset[str]:
    """Return the given names of the table, women's and men's."""
    persons = table("any", "persons")
    return frozenset([*persons["given"], *persons["women"]])


@cache
def surnames(of: str) -> frozenset[str]:
    """Return the `chinese` (in Latin letters) or `vietnamese` surnames."""
    return frozenset(table("any", "persons")[f"{of}_surnames"])


@cache
def not_in_persons() -> frozenset[str]:
    """Return the capitalised words that stand in no person's name."""
    return frozenset(table("any", "persons")["not_in_persons"])


def gender_of_name(name: str) -> str:
    """Return `f` for a name with a woman's given name, else empty: men's names are too often women's too."""
    first = name.split()[0] if name.split() else ""
    return "f" if first in table("any", "persons")["women"] else ""
