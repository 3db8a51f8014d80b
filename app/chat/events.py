"""What happens while an answer is made: steps that the reader may watch, and at the end the reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.answer.result import Answer

Tool = Literal["search", "entity", "figures", "conflicts", "query"]
Note = Literal["", "left_out", "model_failed", "model_busy", "model_spent", "model_unchecked"]


@dataclass(frozen=True, slots=True)
class Step:
    """Something was looked up (`tool`, and for what), or, with no tool, the answer is being checked."""

    tool: Tool | None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer, grounded, with a note on how it came about; `left_out` counts sentences that were not borne out."""

    answer: Answer
    note: Note = ""
    left_out: int = 0


Event = Step | Reply
