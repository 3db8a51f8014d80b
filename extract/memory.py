"""What an article said so far about who speaks: the sentences that follow may lean on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.actor import Actor
from extract.speech import any_of
from extract.tables import table


@dataclass(frozen=True, slots=True)
class Memory:
    """Who spoke last in this paragraph, last in this or the one before, and the last report or outlet that was cited."""

    here: tuple[Actor, ...] = ()
    lately: tuple[Actor, ...] = ()
    report: tuple[Actor, ...] = ()

    def at_paragraph(self, steps: int) -> Memory:
        """Return what is remembered so many paragraphs on."""
        if steps == 0:
            return self
        return Memory((), self.lately if steps == 1 else (), self.report)

    def after(self, speakers: Sequence[Actor], via: Sequence[str], language: str) -> Memory:
        """Return what is remembered once these have spoken."""
        who = tuple(speakers)
        is_report = all(a.kind == "Outlet" or _document(language).search(a.text) for a in who)
        if is_report and any(a.entities for a in who):
            return Memory(who, who, who)
        channel = tuple(Actor(a.start, a.end, a.text, "Outlet", (via[0],)) for a in who[:1]) if via else self.report
        return Memory(who, who, channel)

    def interrupted(self) -> Memory:
        """Return what is remembered after a sentence in the author's voice."""
        return replace(self, here=())


@cache
def _document(language: str) -> re.Pattern[str]:
    return re.compile(any_of(table(language, "speech")["unnamed"]["documents"]), re.I)
