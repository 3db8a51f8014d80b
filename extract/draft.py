"""The working state of one article while the pipeline reads it: each component adds its part.

It travels on the spaCy Doc as `doc._.draft`. Lists are kept sorted by `start`; offsets are code points into `article.text`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar

from extract.annotations import Claim, Credit, Entity, Figure, Mention, Period, Relation
from ingest.article import Article


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, caption or credit line."""

    start: int
    end: int
    kind: Literal["body", "heading", "caption", "credit"]
    language: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, without the white space around it; `block` is the index of its block."""

    start: int
    end: int
    block: int
    language: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks: `[start, end)` with the marks, `[inner_start, inner_end)` without."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class DateSpan:
    """An expression of time; `period` is None when it cannot be resolved (no publication date: no date, no guess)."""

    start: int
    end: int
    text: str
    period: Period | None
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Referent:
    """A pronoun or description ("he", "công ty này", 该公司) with the entities of this article it stands for."""

    start: int
    end: int
    text: str
    entities: tuple[str, ...]


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Spanned)


@dataclass(slots=True)
class Draft:
    """What is known of an article so far."""

    article: Article
    language: str = ""
    blocks: list[Block] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    quotes: list[Quotation] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    referents: list[Referent] = field(default_factory=list)
    candidates: list[tuple[int, int, str]] = field(default_factory=list)
    dates: list[DateSpan] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        return self.article.text

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds the offset, or None between sentences."""
        i = bisect_right(self.sentences, offset, key=_start) - 1
        return self.sentences[i] if i >= 0 and offset < self.sentences[i].end else None


def _start(span: Spanned) -> int:
    return span.start


def within(spans: Sequence[S], start: int, end: int) -> Sequence[S]:
    """Return those of the sorted, hardly nested spans that lie wholly inside `[start, end)`, in order."""
    low, high = bisect_left(spans, start, key=_start), bisect_left(spans, end, key=_start)
    return [s for s in spans[low:high] if s.end <= end]


def overlapping(spans: Sequence[S], start: int, end: int, *, reach: int = 4000) -> list[S]:
    """Return those of the sorted spans that share a character with `[start, end)`; none may be longer than `reach`."""
    low, high = bisect_left(spans, start - reach, key=_start), bisect_left(spans, end, key=_start)
    return [s for s in spans[low:high] if s.end > start]
