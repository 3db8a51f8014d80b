"""How much a new statement matters, with the reasons: independent origins, who speaks, what it is about, how new it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from app.answer.evidence import Evidence

_SPEAKER = {"Person": 1.0, "Agency": 1.0, "Country": 0.9, "Company": 0.8, "Organization": 0.7, "Outlet": 0.3}
_NAMELESS = 0.2
_OWN_VOICE = 0.3
_FIGURE, _TOPIC, _RELATION = 0.8, 0.7, 0.5
_DIRECT = 0.3
_MODALITY = {"asserted": 0.4, "denied": 0.4, "predicted": 0.3, "hedged": 0.0, "declined_to_comment": -1.5}
_DAYS = 10


def rank(
    evidence: Evidence, *, topics: int, relations: int, spoken_of: Mapping[str, int], today: date
) -> tuple[float, tuple[str, ...]]:
    """Return a score and the reasons that raised it (`origins`, `speaker`, `figure`, `topic`, `relation`, `quote`, `fresh`, `talked_about`).

    `spoken_of` counts the recent statements about each entity: what many speak of this week matters more.
    """
    speaker = evidence.speaker
    weight = _OWN_VOICE if speaker is None else _SPEAKER.get(speaker.kind, 0.5) if speaker.kind else _NAMELESS
    age = max(0, (today - evidence.day).days) if evidence.day else _DAYS
    talk = max((spoken_of.get(e, 0) for e in evidence.about), default=0)
    parts = {
        "origins": math.log2(max(1, evidence.origins)) if evidence.origins_state == "known" or evidence.origins > 2 else 0.0,
        "speaker": weight,
        "figure": _FIGURE if any(f.metric and not f.figurative for f in evidence.figures) else 0.0,
        "topic": _TOPIC if topics else 0.0,
        "relation": _RELATION if relations else 0.0,
        "quote": _DIRECT if evidence.direct and evidence.quote_status == "original" else 0.0,
        "fresh": 0.6 * max(0.0, 1 - age / _DAYS),
        "talked_about": min(0.8, 0.2 * math.log2(1 + talk)),
    }  # fmt: skip
    score = sum(parts.values()) + _MODALITY.get(evidence.modality, 0.0)
    told = sorted((name for name, value in parts.items() if value >= 0.5), key=lambda n: -parts[n])
    return round(score, 4), tuple(told)
