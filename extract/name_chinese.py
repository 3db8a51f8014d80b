"""Finds Chinese names that no list knows: persons by role, surname and verb; institutions by their last characters.

Chinese writes no spaces, so a name's left edge is where a known name, a punctuation mark or a function word stops it.
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


@dataclass(frozen=True, slots=True)
class Found:
    """A Chinese name at a place."""

    start: int
    end: int
    kind: Kind
    by: str
    confidence: float


def chinese_names(masked: str, start: int, end: int) -> Iterator[Found]:
    """Yield the names in `masked[start:end]`, a sentence in which known names are overwritten."""
    yield from _foreign_persons(masked, start, end)
    for match in _role_person().finditer(masked, start, end):
        yield Found(match.start("name"), match.end("name"), "Person", "role", 0.88)
    for match in _transliterated().finditer(masked, start, end):
        yield Found(match.start("name"), match.end("name"), "Person", "transliterated", 0.75)
    for match in _speaking_person().finditer(masked, start, end):
        yield Found(match.start("name"), match.end("name"), "Person", "speaks", 0.75)
    for match in _institution().finditer(masked, start, end):
        found = _trimmed(masked, match)
        if found is not None:
            yield found


def _foreign_persons(masked: str, start: int, end: int) -> Iterator[Found]:
    for match in re.finditer(rf"{_CHARACTER}{{1,10}}(?:[·•‧・]{_CHARACTER}{{1,9}})+", masked[start:end]):
        words = match.group()
        cut = max(
            (
                words.rfind(r, 0, words.index(_dot(words))) + len(r)
                for r in _roles()
                if r in words.split(_dot(words))[0]
            ),
            default=0,
        )
        tail = re.search("|".join(map(re.escape, _after())), words[words.rindex(_dot(words)) + 2 :])
        stop = words.rindex(_dot(words)) + 2 + tail.start() if tail else len(words)
        yield Found(start + match.start() + cut, start + match.start() + stop, "Person", "dot", 0.9)


def _dot(words: str) -> str:
    return next(c for c in words if c in "·•‧・")


@cache
def _roles() -> tuple[str, ...]:
    return tuple(sorted(table("zh", "names")["person_roles"], key=len, reverse=True))


@cache
def _after() -> tuple[str, ...]:
    return tuple(sorted(table("zh", "names")["after_person"], key=len, reverse=True))


def _person_name() -> str:
    names = table("zh", "names")
    doubles = "|".join(names["double_surnames"])
    return rf"(?P<name>(?:{doubles}|[{names['surnames']}]){_CHARACTER}{{1,2}}?)"


@cache
def _role_person() -> re.Pattern[str]:
    titles = "|".join(table("zh", "names")["person_titles_after"])
    return re.compile(
        rf"(?:{'|'.join(_roles())})[：:]?{_person_name()}(?={'|'.join(map(re.escape, _after()))}|{titles}|$|[（(“「])"
    )


@cache
def _transliterated() -> re.Pattern[str]:
    """A foreign person without a dot: between a role and a verb of saying (商务部长卢特尼克则认为)."""
    return re.compile(
        rf"(?:{'|'.join(_roles())})(?P<name>{_CHARACTER}{{2,6}}?)(?=(?:则|也|还|日前|近日|周.|曾|此前|在[^，。]{{1,12}})*(?:表示|认为|指出|强调|透露|称|说|警告|预计|宣布))"
    )


@cache
def _speaking_person() -> re.Pattern[str]:
    verbs = "表示|指出|认为|認為|强调|強調|透露|坦言|直言|补充说|警告说|称|稱|告诉|解释说|说道"
    return re.compile(
        rf"(?:^|(?<=[。，；！？\n“”]))(?:而)?{_person_name()}(?:在[^，。]{{1,15}})?(?:还|也|则|曾)?(?={verbs})"
    )


@cache
def _institution() -> re.Pattern[str]:
    suffixes = sorted((w for words in table("zh", "names")["suffixes"].values() for w in words), key=len, reverse=True)
    return re.compile(
        rf"(?P<stem>{_CHARACTER}{{2,12}}?)(?P<suffix>{'|'.join(suffixes)})(?!{_CHARACTER}?(?:化|界|型|类|们|业))"
    )


@cache
def _kinds() -> dict[str, Kind]:
    return {w: cast(Kind, kind) for kind, words in table("zh", "names")["suffixes"].items() for w in words}


@cache
def _stops() -> re.Pattern[str]:
    words = [*table("zh", "names")["stop"], *_roles()]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _trimmed(masked: str, match: re.Match[str]) -> Found | None:
    """Cut the stem after its last function word; too short a rest, or a common noun, is no name."""
    stem, suffix = match["stem"], match["suffix"]
    cut = max((m.end() for m in _stops().finditer(stem)), default=0)
    rest = stem[cut:]
    if (
        len(rest) < 2
        or rest + suffix in table("zh", "names")["common"]["words"]
        or any((rest + suffix).endswith(c) for c in table("zh", "names")["common_nouns"])
    ):
        return None
    return Found(match.start() + cut, match.end(), _kinds()[suffix], "suffix", 0.7)
