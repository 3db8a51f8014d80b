"""Makes a claim of a sentence that nobody is said to have said: the outlet states it in its own voice."""

from __future__ import annotations

from extract.annotations import Claim, Piece
from extract.draft import Draft, Sentence, within
from extract.ids import sentence_ordinals, stable_id
from extract.modality import firmness


class OwnVoice:
    """The claims an article needs beside those already found; a sentence is one claim, however often it is asked for."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._ordinals: dict[int, int] = {}
        self._claims: dict[int, Claim] = {}

    def claim_of(self, s: Sentence, *, by: str, confidence: float) -> Claim:
        """Return the sentence as a claim; `by` names the rule that asked for it first."""
        if s.start not in self._claims:
            self._ordinals = self._ordinals or sentence_ordinals(self._draft)
            self._claims[s.start] = _own_claim(self._draft, s, self._ordinals[s.start], by, confidence)
        return self._claims[s.start]

    def claims(self) -> list[Claim]:
        """Return the claims made so far."""
        return list(self._claims.values())


def _own_claim(draft: Draft, s: Sentence, ordinal: int, by: str, confidence: float) -> Claim:
    text = draft.text[s.start : s.end]
    firm = firmness(text, None, "", s.language)
    about = dict.fromkeys(m.entity for m in within(draft.mentions, s.start, s.end) if m.kind != "Outlet")
    return Claim(
        id=stable_id(draft.article.id, text, ordinal, 0, ""),
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
