"""Reads the names of a question: who is asked for words, who is left out, who stands side by side, who is named by an office.

A name that no table and no article knows is kept as a stranger, so that a question about it is not answered about somebody else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from app.answer.lexicon import Found, role_ideas
from app.answer.names import NamedThing, NameFound
from app.answer.question import Asked, Office, Target
from app.answer.question_tables import QuestionForms, function_words
from app.answer.words_of_text import Word, fold

_BESIDE = {"en": 4, "vi": 5, "zh": 1}
"""Characters that may stand between an office and the organisation it is of ("CEO of Nvidia", "CEO của Nvidia", 英伟达的CEO)."""
_OFFICES_OF = ("Company", "Organization", "Agency", "Outlet", "Model", "Product")
_CAPITALISED = r"[A-ZÀ-ÖØ-ÞĐƠƯĂÂÊÔ\u1ea0-\u1ef8][\w’'.-]*"


@dataclass(frozen=True, slots=True)
class Voices:
    """Phrases that stand around a name in one language."""

    according: re.Pattern[str]
    reach: str
    edge: str
    passive: re.Pattern[str]
    active: re.Pattern[str]
    views_after: re.Pattern[str]
    views_before: re.Pattern[str]
    joins: re.Pattern[str]
    except_before: re.Pattern[str]
    except_after: re.Pattern[str]
    described: re.Pattern[str]


@cache
def voices(language: str) -> Voices:
    """Return the phrases of `en`, `vi` or `zh`."""
    table = tomllib.loads((files("app.answer") / "phrases.toml").read_text(encoding="utf-8"))[language]
    voice, around = table["voice"], table["around"]
    return Voices(
        according=re.compile(voice["according"]),
        reach=voice["reach"],
        edge=voice["edge"],
        passive=re.compile(voice["passive"]),
        active=re.compile(voice["active"]),
        views_after=re.compile(voice["views_after"]),
        views_before=re.compile(voice["views_before"]),
        joins=re.compile(around["joins"]),
        except_before=re.compile(around["except_before"]),
        except_after=re.compile(around["except_after"]),
        described=re.compile(around["described"]),
    )


def targets_of(
    text: str, found: Sequence[NameFound], language: str, table: QuestionForms, asked: Asked
) -> tuple[tuple[Target, ...], tuple[str, ...]]:
    """Return the targets of the question, each thing once, and the ids of those it leaves out."""
    kept: dict[str, Target] = {}
    excluded: list[str] = []
    for name in found:
        if _is_left_out(text, name, language):
            excluded += [t.id for t in name.things]
            continue
        speaker = asked not in ("who_said", "role") and _speaks(text, name, language, table, asked)
        target = Target(name.text, name.things, name.start, name.end, speaker)
        if target.thing.id not in kept or (speaker and not kept[target.thing.id].speaker):
            kept[target.thing.id] = target
    return _shared_voice(text, tuple(kept.values()), language), tuple(excluded)


def _is_left_out(text: str, name: NameFound, language: str) -> bool:
    phrases = voices(language)
    before = phrases.except_before.search(text[: name.start].lower())
    return bool(before) and (language != "zh" or bool(phrases.except_after.match(text[name.end :])))


def _shared_voice(text: str, targets: tuple[Target, ...], language: str) -> tuple[Target, ...]:
    """Let names joined to one who is asked for words speak too ("what do Huang and Musk think")."""
    side_by_side = set(listed(text, targets, language))
    if not any(t.speaker and t.thing.id in side_by_side for t in targets):
        return targets
    return tuple(Target(t.text, t.things, t.start, t.end, t.speaker or t.thing.id in side_by_side) for t in targets)


def listed(text: str, targets: Sequence[Target], language: str) -> tuple[str, ...]:
    """Return the ids of names of like kind that the question joins by "and", "or", "compared with"."""
    joined: dict[str, None] = {}
    ordered = sorted(targets, key=lambda t: t.start)
    for one, other in pairwise(ordered):
        between = text[one.end : other.start].lower()
        if voices(language).joins.fullmatch(between) and _alike(one.thing.kind, other.thing.kind):
            joined |= {one.thing.id: None, other.thing.id: None}
    return tuple(joined)


def _alike(one: str, other: str) -> bool:
    places, makers = {"Country", "Place", "Agency"}, {"Company", "Model", "Product", "Chip", "Organization", "Outlet"}
    return one == other or {one, other} <= places or {one, other} <= makers or "Person" in (one, other)


def _speaks(text: str, name: NameFound, language: str, table: QuestionForms, asked: Asked) -> bool:
    """Say whether the question asks for the words of this one: "according to X", "X said", "X's view"."""
    phrases = voices(language)
    before, after = text[: name.start].lower(), text[name.end :].lower()
    if phrases.described.match(after.lstrip()) and name.things[0].kind in ("Country", "Place", "Agency"):
        return False
    if phrases.according.search(before) and (language != "en" or not before.rstrip().endswith(("did", "does"))):
        return True
    said = re.match(f"(?:{phrases.reach})(?P<verb>{table.say.pattern}){phrases.edge}", after)
    if said and (not phrases.passive.match(said["verb"]) or phrases.active.search(before)):
        return True
    if phrases.views_after.match(after) or phrases.views_before.search(before):
        return True
    person_gives = re.search(r"did\s*$", before) and re.match(r"\s+(?:give|cite|offer|name)", after)
    return bool(person_gives) or (asked in ("change", "reaction") and name.things[0].kind == "Person")


def strangers(
    text: str, words: Sequence[Word], taken: Sequence[tuple[int, int]], language: str, table: QuestionForms
) -> list[NameFound]:
    """Return the names in the question that nobody knows: runs of capitalised words, or in Chinese what stands before a verb of saying."""
    if language == "zh":
        pattern = rf"(?:^|据|根据|[，,]|(?<=问))(?P<name>[\u4e00-\u9fff·]{{2,4}}?)(?=(?:是?(?:如何|怎么|怎样)|对.{{1,20}}?(?:如何|怎么|怎样|有何|有什么)){table.say.pattern}?|{table.say.pattern})"
        places = [(m.start("name"), m.end("name")) for m in re.finditer(pattern, text)]
        places += [(m.start(), m.end()) for m in re.finditer(r"[A-Za-z][\w-]*(?:\s+[A-Z][\w-]*)*", text)]
    else:
        places = [m.span() for m in re.finditer(rf"{_CAPITALISED}(?:\s+{_CAPITALISED})*", text)]
    free = []
    for start, end in places:
        span = _trimmed(text, start, end, taken, language, words)
        if span and not _stands_for_known(text, span, taken):
            free.append(span)
    return [_stranger(text, start, end, language) for start, end in free]


def _trimmed(
    text: str, start: int, end: int, taken: Sequence[tuple[int, int]], language: str, words: Sequence[Word]
) -> tuple[int, int] | None:
    """Cut a run of capitalised words back to what is free and a name: no word of the tables, no function word, no verb that opens the question."""
    inside = [w for w in words if start <= w.start and w.end <= end]
    while inside and (_is_taken(inside[0], taken) or _is_empty(inside[0], language)):
        inside.pop(0)
    for at, word in enumerate(inside):
        if _is_taken(word, taken) or _is_empty(word, language):
            inside = inside[:at]
            break
    if not inside or (len(inside) == 1 and inside[0].start == 0 and language != "zh"):
        return None
    if len(inside) == 1 and (language == "vi" or len(inside[0].text) < 2 or inside[0].text.isdigit()):
        return None
    return inside[0].start, inside[-1].end


def _is_taken(word: Word, taken: Sequence[tuple[int, int]]) -> bool:
    return any(s <= word.start < e for s, e in taken)


def _is_empty(word: Word, language: str) -> bool:
    key = word.key if language != "vi" else fold(word.text)
    return word.key in function_words(language) or (language == "vi" and key in _bare(language))


@cache
def _bare(language: str) -> frozenset[str]:
    return frozenset(fold(w) for w in function_words(language))


def _stands_for_known(text: str, span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    """Say whether a known name stands in brackets behind it, or it in brackets behind one: both are the same."""
    behind, before = text[span[1] : span[1] + 2].strip(), text[: span[0]].rstrip()
    in_brackets = behind[:1] in ("(", "（") and any(s - span[1] <= 2 for s, _ in taken if s >= span[1])
    return in_brackets or (before[-1:] in ("(", "（") and any(0 <= span[0] - e <= 2 for _, e in taken))


def _stranger(text: str, start: int, end: int, language: str) -> NameFound:
    name = text[start:end]
    kind = "Person" if language != "zh" and " " in name else ""
    return NameFound((NamedThing(f"?{fold(name)}", name, kind),), start, end, name)


def offices_of(
    text: str, ideas: Sequence[Found], targets: Sequence[Target], language: str, asked: Asked
) -> tuple[Office, ...]:
    """Return the people whom the question names by their office ("the head of Nvidia"), where it does not ask who they are."""
    if asked == "role" or any(t.thing.kind == "Person" for t in targets):
        return ()
    found = []
    for target in targets:
        for idea in ideas:
            roles = [i for i in idea.ideas if i in role_ideas()]
            gap = text[idea.end : target.start] if idea.end <= target.start else text[target.end : idea.start]
            if roles and target.thing.kind in _OFFICES_OF and len(gap.strip()) <= _BESIDE[language]:
                found.append(Office(roles[0], target))
    return tuple(found[:1])
