"""How firmly something is said: declined, denied, predicted, hedged or asserted, in this order; what hangs on an "if" is never asserted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.annotations import Modality, Reply
from extract.speech import Cue, compiled
from extract.tables import table

_CLAUSE_END = re.compile(r"[,，;；。]|\.(?!\w)|\bthì\b|\bthen\b|那么|就")


@dataclass(frozen=True, slots=True)
class Firmness:
    """The modality of a claim, with what it hangs on (`condition`, a piece of the text) and whether the content is negated."""

    modality: Modality
    reply: Reply | None = None
    condition: str | None = None
    negated: bool = False


def firmness(content: str, cue: Cue | None, before_cue: str, language: str) -> Firmness:
    """Return how firmly `content` is said; `before_cue` is what stands between the speaker and the cue ("dường như đã")."""
    if cue and cue.act in ("declined", "no_reply"):
        return Firmness("declined_to_comment", "declined" if cue.act == "declined" else "no_reply")
    content = _without_may(content) if language == "en" else content
    condition = condition_of(content, language)
    clause = re.split(r"[,，;；:：](?=.)", content.strip(' ,，:：“"'))[0]
    negated = _has("negation", clause[:60], language)
    if cue and (cue.act == "denied" or (cue.act == "asserted" and _has("untrue", content, language))):
        return Firmness("denied", condition=condition, negated=negated)
    main = content.replace(condition, "") if condition else content
    rumour = (
        bool(cue and cue.act == "rumour") or _has("rumour", content, language) or _has("rumour", before_cue, language)
    )
    if (
        not rumour
        and (_foretells(cue, main, language) or _has("predicted", _head(main), language))
        and not _has("hedged", before_cue, language)
        and not (not _foretells(cue, main, language) and _has("hedged", _head(main), language))
    ):
        return Firmness("predicted", condition=condition, negated=negated)
    hedged = (
        rumour
        or condition
        or (cue and cue.act == "hedged")
        or _has("hedged", before_cue, language)
        or _has("hedged", _head(main), language)
    )
    return Firmness("hedged" if hedged else "asserted", condition=condition, negated=negated)


def _foretells(cue: Cue | None, content: str, language: str) -> bool:
    """True for verbs that look ahead by themselves; what is warned of may be there already, so its words decide."""
    if cue is not None and compiled(language, "^{}$", "modality", "trusts").match(cue.text):
        forms = _forms(language, "trusted")
        return forms is not None and forms.search(content) is not None
    if cue is None or cue.act != "predicted":
        return False
    return compiled(language, "^{}", "modality", "warns").match(cue.text) is None


def condition_of(content: str, language: str) -> str | None:
    """Return the if-clause of the content, or None."""
    match = compiled(language, "{}", "modality", "conditional").search(content)
    if not match:
        return None
    end = _CLAUSE_END.search(content, match.end())
    clause = content[match.start() : end.start() if end else len(content)].strip()
    return clause if len(clause) - len(match.group()) > (2 if language == "zh" else 8) else None


def _has(subject: str, text: str, language: str) -> bool:
    if not text:
        return False
    if subject in ("predicted", "negation") and (forms := _forms(language, subject)) and forms.search(text):
        return True
    return compiled(language, "{}", "modality", subject).search(text) is not None


@cache
def _forms(language: str, subject: str) -> re.Pattern[str] | None:
    forms = table(language, "speech")["modality"].get(f"{subject}_forms")
    return re.compile("|".join(forms)) if forms else None


def _without_may(text: str) -> str:
    """The month is no hedge."""
    return re.sub(r"(?<=[\w,] )May\b", "---", text)


def _head(content: str) -> str:
    """The main clause: what stands before a reason or a relative clause, where the modality of the whole is decided."""
    cut = re.search(
        r"(?:\bbecause\b|\bwhich\b|\bahead of\b|\bwhether\b|\b(?:show|prove|demonstrate|sure|evidence) that\b|\bbefore\b|\btrước (?:khi|thềm)\b|\bvì\b|\bdo\b(?= )|\bmà\b|因为|由于)",
        content,
    )
    return content[: cut.start()] if cut and cut.start() > 20 else content
