"""One sentence as the rules of attribution see it: its text in the form the tables are written in, its actors and who spoke before."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.actor import Actor
from extract.draft import Draft, Quotation, Sentence, overlapping
from extract.memory import Memory


@dataclass(slots=True)
class Scene:
    """`text` is the whole article, in simplified characters where the sentence is Chinese; offsets are those of the article."""

    draft: Draft
    sentence: Sentence
    text: str
    memory: Memory
    actors: list[Actor] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end

    @property
    def language(self) -> str:
        return self.sentence.language

    def quotes(self, start: int, end: int) -> list[Quotation]:
        """Return the quotations that share a character with a stretch of the text."""
        return overlapping(self.draft.quotes, start, end)
