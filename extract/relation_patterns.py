"""The ways a language states a link: patterns in which names are slots that know their kind.

A pattern of `tables/<language>/relations.toml` is a regular expression with `{A}` (the subject), `{B}` (the object) and `{N}` (any name), each
of the kinds its predicate allows or of those named (`{B:Chip,Model}`); `<word>` stands for an entry of the table's `[words]`, `¤` for all slots. The text is in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, Literal, cast

from extract.annotations import KINDS, Predicate
from extract.speech import whole
from extract.tables import table

SLOTS: dict[str, str] = {kind: chr(0xE000 + i) for i, kind in enumerate(KINDS)}
"""One character of the private use area for each kind: a name in a sentence is put as one of them."""
ANY_SLOT = f"{SLOTS[KINDS[0]]}-{SLOTS[KINDS[-1]]}"

Style = Literal["name", "clause", "title"]
"""A name phrase ("Alibaba's Qwen"), a clause with a verb ("Alibaba released Qwen"), a title with no employer beside it ("CEO Tim Cook")."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to state one predicate; it can hold only where a slot of each of the two classes and one of the cues is in the sentence."""

    predicate: Predicate
    style: Style
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]
    cues: tuple[str, ...] = ()


@cache
def rules(language: str) -> tuple[Rule, ...]:
    """Return the rules of a language, in the order of its table."""
    own = table(language, "relations")
    words = _Words(own["words"])
    out = []
    for row in own["rule"]:
        predicate, cues = cast(Predicate, row["predicate"]), tuple(row.get("cues", ()))
        for style, key in (("name", "names"), ("clause", "clauses"), ("title", "titles")):
            out += [
                replace(_rule(predicate, cast(Style, style), pattern, words, spaced=language != "zh"), cues=cues)
                for pattern in row.get(key, [])
            ]
    return tuple(out)


def candidates(language: str, text: str, present: frozenset[str]) -> Iterator[Rule]:
    """Yield the rules that a glance does not rule out: both ends are among the slots `present`, and a cue is in the text."""
    for cues, group in _groups(language, present):
        if not cues or any(cue in text for cue in cues):
            yield from group


@lru_cache(maxsize=4096)
def _groups(language: str, present: frozenset[str]) -> tuple[tuple[tuple[str, ...], tuple[Rule, ...]], ...]:
    able = [r for r in rules(language) if all(present & need for need in r.needs)]
    return tuple((cues, tuple(group)) for cues, group in groupby(able, key=lambda r: r.cues))


class _Words:
    """The named word lists of a table, each as one alternation."""

    def __init__(self, lists: dict[str, list[str] | str]) -> None:
        self._lists, self._done = lists, dict[str, str]()

    def fill(self, pattern: str) -> str:
        """Return the pattern with every `<name>` replaced."""
        return re.sub(r"<([a-z_]+)>", lambda m: self._alternation(m[1]), pattern)

    def _alternation(self, name: str) -> str:
        if name not in self._done:
            entry = self._lists[name]
            words = [entry] if isinstance(entry, str) else sorted(entry, key=len, reverse=True)
            self._done[name] = f"(?:{'|'.join(map(self.fill, words))})"
        return self._done[name]


_NOT_AN_OWNER = "(?!['’]s |的)"
"""In "restricts Nvidia's H20" what is hit is the chip, not its maker."""
_SLOT = re.compile(r"\{([ABN])(?::([A-Za-z,]+))?\}")


def _rule(predicate: Predicate, style: Style, pattern: str, words: _Words, *, spaced: bool) -> Rule:
    needs: dict[str, frozenset[str]] = {}

    def slot(match: re.Match[str]) -> str:
        name, kinds = match[1], match[2].split(",") if match[2] else list(_kinds(predicate, match[1]))
        chars = "".join(SLOTS[k] for k in kinds)
        if name == "N":
            return f"[{chars}]"
        needs[name] = frozenset(chars)
        return f"(?P<{name}>[{chars}])"

    filled = _SLOT.sub(slot, words.fill(pattern)).replace("¤", ANY_SLOT)
    if spaced and not filled.startswith("(?P<"):
        filled = rf"(?<![^\W_]){filled}"
    if style == "clause" and pattern.endswith("}"):
        filled += _NOT_AN_OWNER
    return Rule(predicate, style, re.compile(filled), tuple(needs.values()))


def _kinds(predicate: Predicate, side: str) -> tuple[str, ...]:
    allowed: dict[str, Any] = table("any", "relations")["kinds"]
    return KINDS if side == "N" else tuple(allowed[predicate][0 if side == "A" else 1])


@cache
def modal_words(language: str) -> re.Pattern[str]:
    """Return what takes a link back when it stands in its clause: hedge, plan, condition, negation."""
    speech, own = table(language, "speech")["modality"], table(language, "relations")["unsure"]
    words = [w for w in [*speech["hedged"], *speech["conditional"], *speech["predicted"]] if w not in own["not"]]
    literal = "|".join([*map(re.escape, words), *own["words"]]).replace("¤", ANY_SLOT)
    return re.compile(literal if language == "zh" else rf"(?<![^\W_])(?:{literal})(?![^\W_])", re.I)


@cache
def past_words(language: str) -> re.Pattern[str]:
    """Return the words that say that something was so once."""
    return re.compile(whole(language, table(language, "relations")["past"]["words"]), re.I)


@cache
def rumour_words(language: str) -> re.Pattern[str]:
    """Return the words that make a rumour of a whole sentence."""
    return re.compile(whole(language, table(language, "speech")["modality"]["rumour"]), re.I)


@cache
def former_words(language: str) -> re.Pattern[str]:
    """Return the words before or inside a title that say that the post is no longer held."""
    return re.compile("|".join(table(language, "relations")["former"]["patterns"]))


@cache
def lesser_words(language: str) -> re.Pattern[str]:
    """Return what makes a deputy of the title that follows."""
    return re.compile("|".join(table(language, "relations")["lesser"]["patterns"]))


@cache
def no_subject_after(language: str) -> re.Pattern[str]:
    """Return what stands before a name that is not the subject of the verb after it ("a unit of X makes Y")."""
    return re.compile(rf"(?:{'|'.join(table(language, 'relations')['no_subject']['after'])})$")
