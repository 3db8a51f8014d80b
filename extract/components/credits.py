"""Finds the outlets that a text credits with the whole story: lines at its head and foot, its dateline, a bracket behind its last words.

What the text says of its own source only; a sentence that attributes ("Theo Reuters, …") belongs to the claims. Help with a story is no credit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Credit, Mention
from extract.credit_lines import CreditedName, Form, closing_credit, credit_line, dateline
from extract.draft import Block, Draft, overlapping
from extract.gazetteer import load_gazetteer

_PARAGRAPH = {"zh": 25}
"""From how many characters on a block without a mark is running text; elsewhere 60."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the text that credits outlets."""

    start: int
    end: int
    names: tuple[CreditedName, ...]


@Language.component("racegraph_credits")
def find_credits(doc: Doc) -> Doc:
    """Fill `draft.credits`, one for each outlet, and name the outlets among the mentions and entities."""
    draft: Draft = doc._.draft
    found: dict[str, Credit] = {}
    for stretch in _stretches(draft):
        for name in stretch.names:
            words = draft.text[stretch.start : stretch.end]
            found.setdefault(name.entity, Credit(stretch.start, stretch.end, words, name.entity))
            _mention(draft, name)
    draft.credits = sorted(found.values(), key=lambda c: (c.start, c.end))
    return doc


def _stretches(draft: Draft) -> Iterator[Found]:
    texts = [i for i, b in enumerate(draft.blocks) if _is_running(b)]
    slack = 1 if len(texts) >= 4 else 0
    for i, block in enumerate(draft.blocks):
        above, below = bisect_left(texts, i), len(texts) - bisect_right(texts, i)
        if block.kind == "caption" or (above > slack and below > slack):
            continue
        line = draft.text[block.start : block.end]
        names = credit_line(line, *_forms(draft, i, above, below))
        if names:
            yield Found(block.start, block.end, _moved(names, block.start))
        else:
            yield from _inside(line, block.start, first=above == 0, last=below == 0)


def _is_running(block: Block) -> bool:
    return block.kind == "body" and block.end - block.start >= _PARAGRAPH.get(block.language, 60)


def _forms(draft: Draft, i: int, above: int, below: int) -> list[Form]:
    """Return the forms of credit that count at a place; what may as well stand under a picture counts in fewer."""
    at_edge = (above == 0 or below == 0) and not (i and draft.blocks[i - 1].kind == "caption")
    forms: list[Form] = ["lines", "signatures"]
    if at_edge:
        forms += ["sources", "bare"]
    if below == 0 and above > 0:
        forms.append("foot")
    return forms


def _inside(paragraph: str, at: int, *, first: bool, last: bool) -> Iterator[Found]:
    """Yield what a paragraph credits: at its begin if it is the first, behind its end if it is the last."""
    head = dateline(paragraph) if first else None
    if head:
        yield Found(at, at + head.end, _moved(head.names, at))
    tail = closing_credit(paragraph) if last else None
    if tail:
        yield Found(at + tail.start, at + tail.end, _moved(tail.names, at))


def _moved(names: Iterable[CreditedName], by: int) -> tuple[CreditedName, ...]:
    return tuple(CreditedName(n.start + by, n.end + by, n.entity) for n in names)


def _mention(draft: Draft, name: CreditedName) -> None:
    known = load_gazetteer().entities[name.entity]
    draft.entities.setdefault(known.id, known.in_article())
    if not overlapping(draft.mentions, name.start, name.end):
        words = draft.text[name.start : name.end]
        mention = Mention(name.start, name.end, words, known.kind, known.id, by="credit", confidence=0.97)
        insort(draft.mentions, mention, key=lambda m: (m.start, -m.end))
