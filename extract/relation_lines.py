"""A sentence as the patterns of relations read it: each name, and each pronoun whose name is known, is one character that tells its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.annotations import Kind, Mention
from extract.draft import Draft, Sentence, within
from extract.relation_patterns import ANY_SLOT, SLOTS
from extract.script import readable

_LIST = re.compile(
    rf"[{ANY_SLOT}](?:(?:\s?[,，、/]\s?(?:(?:and|or|và|hay|hoặc) )?|\s?(?:&|以及|和|与|及|或)\s?|\s(?:and|or|và|hay|hoặc|cùng)\s)[{ANY_SLOT}])+"
)
_WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？"})
"""Chinese written with Western marks reads the same."""

_DESCRIBES = re.compile(r" (?:of|at|for|behind|who|whose|that|làm ra|đứng sau|tạo ra)\b")
"""What follows a description that tells something new ("X, the founder of Y"): it refers back to nobody."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands at a slot: a name, or a pronoun with the entities it refers to."""

    start: int
    end: int
    kind: Kind
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The sentence with its slots, keyed by their place in `text`."""

    text: str
    slots: dict[int, Slot]
    language: str

    def listed(self, at: int, *, forward: bool) -> list[Slot]:
        """Return the slot at a place and those of its kind listed with it, on the side away from the other end."""
        step = [i for i in self._group(at) if (i > at if forward else i < at)]
        out = [self.slots[at]]
        for i in step if forward else reversed(step):
            if self.text[i] != self.text[at]:
                break
            out.append(self.slots[i])
        return out

    def list_start(self, at: int) -> int:
        """Return where the list that the slot is in begins: the place of its first slot of the same kind."""
        for i in reversed([i for i in self._group(at) if i < at]):
            if self.text[i] != self.text[at]:
                break
            at = i
        return at

    def _group(self, at: int) -> list[int]:
        for group in _LIST.finditer(self.text):
            if group.start() <= at < group.end():
                return [i for i in range(group.start(), group.end()) if i in self.slots]
        return []


def line_of(draft: Draft, s: Sentence) -> Line:
    """Return the sentence in lower case and simplified characters, with a slot for each outermost name and understood pronoun."""
    mentions = within(draft.mentions, s.start, s.end)
    named = [Slot(m.start, m.end, m.kind, (m.entity,)) for m in mentions if not _wraps(m, mentions)]
    meant = [
        Slot(r.start, r.end, draft.entities[r.entities[0]].kind, r.entities)
        for r in within(draft.referents, s.start, s.end)
        if r.entities[0] in draft.entities and not _DESCRIBES.match(draft.text, r.end)
    ]
    text = _lower(readable(draft.text[s.start : s.end], s.language))
    text = text.translate(_WIDE) if s.language == "zh" else text
    out: list[str] = []
    slots: dict[int, Slot] = {}
    at, length = 0, 0
    for slot in sorted([*named, *meant], key=lambda x: (x.start, -x.end)):
        begin = slot.start - s.start
        if begin < at:
            continue
        out += [text[at:begin], SLOTS[slot.kind]]
        length += begin - at
        slots[length] = slot
        length, at = length + 1, slot.end - s.start
    out.append(text[at:])
    return Line(re.sub(r"[\n\u00a0]", " ", "".join(out)), slots, s.language)


def _wraps(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """True for a name that only puts words before another of its kind ("Chinese start-up X"): the words say something of X."""
    return any(m.end == mention.end and m.start > mention.start and m.kind == mention.kind for m in mentions)


def _lower(text: str) -> str:
    """Return the text in lower case, and as long as it was."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
