"""Finds Chinese names that no list knows: persons by role, surname and verb; institutions by their last characters.

Chinese writes no spaces, so a name's left edge is where a known name, a punctuation mark or a function word stops it. What is left
of an institution after its common words (科技, 人工智能, 研究) must still be two characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from extract.annotations import Kind
from extract.tables import table

_CHARACTER = r"[\u4e00-\u9fff]"
_DOT = "[·•‧・．]"


@dataclass(frozen=True, slots=True)
class Found:
    """A Chinese name at a place."""

    start: int
    end: int
    kind: Kind
    by: str
    confidence: float


def chinese_names(masked: str, open_text: str, start: int, end: int) -> Iterator[Found]:
    """Yield the names in a sentence. In `masked` all known names are overwritten, in `open_text` countries and places are not."""
    for match in _foreign_person().finditer(masked, start, end):
        yield Found(match.start(), match.end(), "Person", "dot", 0.9)
    for pattern, by, confidence in (
        (_role_person(), "role", 0.88),
        (_transliterated(), "transliterated", 0.75),
        (_speaking_person(), "speaks", 0.75),
    ):
        for match in pattern.finditer(masked, start, end):
            if match["name"] not in table("zh", "names")["no_person"]:
                yield Found(match.start("name"), match.end("name"), "Person", by, confidence)
    for match in _institution().finditer(open_text, start, end):
        found = _trimmed(match, masked)
        if found is not None:
            yield found


@cache
def _foreign_person() -> re.Pattern[str]:
    """科莱特·克雷斯: characters that write foreign sounds, around a dot."""
    sound = f"[{table('zh', 'names')['transliteration']}]"
    return re.compile(rf"{sound}{{1,7}}(?:{_DOT}{sound}{{1,8}})+|{sound}{{1,7}}{_DOT}[A-Z]{_DOT}{sound}{{1,8}}")


def _any_of(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _roles() -> str:
    return _any_of(table("zh", "names")["person_roles"])


@cache
def _after() -> str:
    names = table("zh", "names")
    return f"{_any_of(names['after_person'])}|{_any_of(names['person_titles_after'])}|[^\\u4e00-\\u9fff]|$"


@cache
def _person_name() -> str:
    names = table("zh", "names")
    doubles = "|".join(names["double_surnames"])
    return rf"(?P<name>(?:{doubles}|[{names['surnames']}]){_CHARACTER}{{1,2}}?)"


@cache
def _role_person() -> re.Pattern[str]:
    return re.compile(rf"(?:{_roles()})[：: ]?{_person_name()}(?={_after()})")


@cache
def _transliterated() -> re.Pattern[str]:
    """A foreign person without a dot: between a role and a verb of saying (商务部长卢特尼克则认为)."""
    sound = f"[{table('zh', 'names')['transliteration']}]"
    return re.compile(rf"(?:{_roles()})(?P<name>{sound}{{2,6}})(?={_after()})")


@cache
def _speaking_person() -> re.Pattern[str]:
    verbs = _any_of(table("zh", "names")["says"])
    return re.compile(
        rf"(?:^|(?<=[。，；！？\n“”：]))(?:而|但|对此，?)?{_person_name()}(?:在[^，。]{{1,15}})?(?:还|也|则|曾|进一步|随后|同时)?(?={verbs})"
    )


@cache
def _institution() -> re.Pattern[str]:
    suffixes = [w for words in table("zh", "names")["suffixes"].values() for w in words]
    return re.compile(
        rf"(?P<stem>{_CHARACTER}{{2,18}}?)(?P<suffix>{_any_of(suffixes)})(?!{_CHARACTER}?(?:化|界|型|类|们|业|园区|部门))"
    )


@cache
def _after_weak() -> re.Pattern[str]:
    """What may follow a company named by a word that is also a common noun (科技, 银行): a mark, a verb, a role, no other noun."""
    names = table("zh", "names")
    return re.compile(f"[^\\u4e00-\\u9fff]|$|(?:{_roles()}|{_any_of(names['says'])}|{_any_of(names['after_company'])})")


@cache
def _kinds() -> dict[str, Kind]:
    return {w: cast(Kind, kind) for kind, words in table("zh", "names")["suffixes"].items() for w in words}


@cache
def _stops() -> re.Pattern[str]:
    names = table("zh", "names")
    return re.compile(
        f"(?:{_any_of(names['protected'])})|(?P<stop>{_any_of([*names['stop'], *names['person_roles']])})"
    )


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(_any_of(table("zh", "names")["generic"]))


def _trimmed(match: re.Match[str], masked: str) -> Found | None:
    """Cut the stem after its last function word or before its country; too short a rest, or a common noun, is no name."""
    stem, suffix = match["stem"], match["suffix"]
    cut = max((m.end() for m in _stops().finditer(stem) if m["stop"]), default=0)
    hidden = masked[match.start() + cut : match.start() + len(stem)]
    cut += max(hidden.find("\0"), 0)
    rest = stem[cut:]
    names = table("zh", "names")
    weak = suffix in names["weak_suffixes"]
    if weak and (len(rest) > 6 or not _after_weak().match(masked, match.end())):
        return None
    if (
        len(rest) < 2
        or len(_generic().sub("", rest)) < 2
        or rest + suffix in names["common"]["words"]
        or any((rest + suffix).endswith(c) for c in names["common_nouns"])
    ):
        return None
    return Found(match.start() + cut, match.end(), _kinds()[suffix], "suffix", 0.7)
