"""The ways to answer, one a kind of question. A new kind is one file here and one line in `WAYS`."""

from __future__ import annotations

from app.answer.draft import WayToAnswer
from app.answer.kinds.conflicts import plan_conflict
from app.answer.kinds.figures import plan_figure
from app.answer.kinds.offices import plan_office
from app.answer.kinds.passages import plan_names, plan_open, plan_overview, plan_reason, plan_time, plan_yes_no
from app.answer.kinds.speech import plan_change, plan_replies, plan_said, plan_who_said
from app.answer.question import Asked

WAYS: dict[Asked, WayToAnswer] = {
    "figure": plan_figure,
    "who_said": plan_who_said,
    "said": plan_said,
    "reaction": plan_replies,
    "change": plan_change,
    "conflict": plan_conflict,
    "role": plan_office,
    "when": plan_time,
    "why": plan_reason,
    "where": plan_names,
    "which": plan_names,
    "overview": plan_overview,
    "yes_no": plan_yes_no,
    "open": plan_open,
}

GENERAL: tuple[WayToAnswer, WayToAnswer] = (plan_overview, plan_open)
"""What is tried when a way says `other_way`: about a thing as a whole when nothing but its name is asked, else whatever fits."""
