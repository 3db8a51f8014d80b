"""Marks which standing question of the race a claim speaks to, and which position it takes, by the cues in `corpora/topics.toml`.

A cue of two parts joined by " + " needs both in the claim. A claim that matches no question gets none; one that shows no position, or
opposite ones, gets the question alone.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Claim, Position
from extract.draft import Draft
from extract.script import readable
from extract.topics import Cues, load_topics


@Language.component("racegraph_topics")
def mark_topics(doc: Doc) -> Doc:
    """Give claims their topics."""
    draft: Draft = doc._.draft
    draft.claims = [replace(c, topics=topics_of(c, _language(draft, c))) for c in draft.claims]
    return doc


def _language(draft: Draft, claim: Claim) -> str:
    sentence = draft.sentence_at(claim.start)
    return sentence.language if sentence else draft.language


def topics_of(claim: Claim, language: str) -> tuple[Position, ...]:
    """Return the questions a claim speaks to."""
    if claim.modality == "declined_to_comment":
        return ()
    text = readable(claim.text, language)
    found = []
    for topic in load_topics():
        if not _shows(topic.cues.get(language, ()), text):
            continue
        taken = [p for p, cues in topic.positions.items() if _shows(cues.get(language, ()), text)]
        is_denied = claim.negated or claim.modality == "denied"
        found.append(Position(topic.id, taken[0] if len(taken) == 1 and not is_denied else ""))
    return tuple(found)


def _shows(cues: Cues, text: str) -> bool:
    return any(all(part.search(text) for part in cue) for cue in cues)
