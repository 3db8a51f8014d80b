"""Decides which claims are firm: speaker and modality are beyond doubt by the shape of the sentence alone.

A firm claim is one sentence in which one full name or known organisation stands right beside a plain verb of saying, nobody else is cited,
and what is said is either free of every word of doubt, future, condition and negation, or a plain refusal.
"""

from __future__ import annotations

import re
from functools import cache

from extract.actors import INSERTION
from extract.annotations import Claim, Mention
from extract.draft import Draft, Sentence, overlapping, within
from extract.gazetteer import Gazetteer
from extract.script import readable
from extract.speech import according_to, compiled, cues, fillers, is_noun_too, whole
from extract.tables import table

_DOUBTS = ("hedged", "predicted", "conditional", "negation", "rumour", "untrue")
_REFUSALS = ("denied", "declined_to_comment")


def is_firm(draft: Draft, claim: Claim, gazetteer: Gazetteer) -> bool:
    """Say whether nothing about an attributed claim can be read in another way."""
    rules = table("any", "firm")["claims"]
    s = draft.sentence_at(claim.start)
    if s is None or claim.by not in rules["by"] or claim.confidence < rules["at_least"] or claim.via:
        return False
    if not (s.start <= claim.start and claim.end <= s.end and claim.sentence == draft.text[s.start : s.end]):
        return False
    beside = _beside(draft, s, claim)
    if beside is None or not _is_known(draft, s, beside, gazetteer):
        return False
    return _is_alone(draft, s, claim) and _is_plain(draft, s, claim)


def _beside(draft: Draft, s: Sentence, claim: Claim) -> Mention | None:
    """Return the name that touches the verb of the claim, before it or, when inverted, behind it."""
    text = readable(draft.text, s.language)
    for cue in cues(text, s.start, s.end, s.language):
        if cue.text != claim.cue or not _is_verb(cue.text, claim, s.language):
            continue
        for m in within(draft.mentions, s.start, s.end):
            gap = text[m.end : cue.start] if m.end <= cue.start else text[cue.end : m.start]
            before = m.end <= cue.start
            if m.entity == claim.speaker and before != (claim.by == "inverted") and _touches(s.language, gap):
                return m
    return None


def _is_verb(cue: str, claim: Claim, language: str) -> bool:
    if claim.modality == "declined_to_comment":
        return True
    kind = "denials" if claim.modality == "denied" else "verbs"
    return cue.lower() in table("any", "firm")["claims"][kind][language]


def _touches(language: str, gap: str) -> bool:
    """Nothing but adverbs, a time and at most one insertion stands between the name and its verb."""
    rest = INSERTION.sub("", gap, count=1) if INSERTION.match(gap) else gap
    return len(rest) < 30 and fillers(language).fullmatch(rest) is not None


def _is_known(draft: Draft, s: Sentence, m: Mention, gazetteer: Gazetteer) -> bool:
    """A person by their whole name; an organisation of the gazetteer that begins its clause, with no person before it."""
    if m.kind == "Person":
        return len(m.text.split()) >= 2 or (s.language == "zh" and len(m.text) >= 2)
    if m.kind not in ("Company", "Agency", "Organization") or m.entity not in gazetteer.entities:
        return False
    before = draft.text[s.start : m.start]
    others = within(draft.mentions, s.start, m.start)
    return not others and re.fullmatch(r"(?:[\w\s]{0,24}[,，]\s?)?(?:the |The )?", before) is not None


def _is_alone(draft: Draft, s: Sentence, claim: Claim) -> bool:
    """Nobody else speaks, is cited or is described as a source in the sentence."""
    text = readable(draft.text, s.language)
    claims = [c for c in overlapping(draft.claims, s.start, s.end) if c.speaker]
    cited = (according_to(s.language), compiled(s.language, "{}", "according", "citing"))
    if len(claims) != 1 or any(p.search(text, s.start, s.end) for p in cited):
        return False
    verbs = [c for c in cues(text, s.start, s.end, s.language) if not is_noun_too(s.language, c.text)]
    return len(verbs) <= 1 and not any(m.kind == "Outlet" for m in within(draft.mentions, s.start, s.end))


def _is_plain(draft: Draft, s: Sentence, claim: Claim) -> bool:
    if claim.modality in _REFUSALS:
        return not claim.condition
    if claim.modality != "asserted" or claim.negated or claim.condition:
        return False
    text = readable(draft.text, s.language)[s.start : s.end]
    forms = [f for key in ("predicted_forms", "negation_forms") for f in table(s.language, "speech")["modality"][key]]
    if any(re.search(f, text) for f in forms) or _unsure(s.language).search(text):
        return False
    return not any(compiled(s.language, "{}", "modality", key).search(text) for key in _DOUBTS)


@cache
def _unsure(language: str) -> re.Pattern[str]:
    return re.compile(whole(language, table("any", "firm")["claims"]["unsure"][language]), re.I)
