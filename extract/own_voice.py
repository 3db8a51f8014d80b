"""Makes a claim of a sentence that nobody is said to have said: the outlet states it in its own voice."""

from __future__ import annotations

from extract.annotations import Claim, Piece
from extract.draft import Draft, Sentence, within
from extract.ids import sentence_ordinals, stable_id
from extract.modality import firmness


def own_claim(draft: Draft, s: Sentence, *, by: str, confidence: float) -> Claim:
    """Return the whole sentence as a claim without a speaker; `by` names the rule that asked for it."""
    text = draft.text[s.start : s.end]
    firm = firmness(text, None, "", s.language)
    about = dict.fromkeys(m.entity for m in within(draft.mentions, s.start, s.end) if m.kind != "Outlet")
    return Claim(
        id=stable_id(draft.article.id, text, sentence_ordinals(draft)[s.start], 0, ""),
        start=s.start,
        end=s.end,
        text=text,
        sentence=text,
        pieces=(Piece(s.start, s.end),),
        speaker=None,
        speaker_text=None,
        cue="",
        modality=firm.modality,
        about=tuple(about)[:8],
        condition=firm.condition,
        negated=firm.negated,
        figures=tuple(x.id for x in within(draft.figures, s.start, s.end)),
        confidence=confidence,
        by=by,
    )
