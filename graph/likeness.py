"""Whether two claims of one speaker say the same thing, in one language or two: by a shared quotation, their numbers, what they are about, what
they assert and when. Sure, unsure (for a person to decide), or not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from graph.amounts import interval, same_number, same_stretch
from graph.concepts import concepts, weight
from graph.said import Amount, Said, days_between
from graph.tokens import fold, tokens

Likeness = Literal["same", "unsure", "different"]

_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{6,})[”\"」』]")
_LONG_QUOTE = 3
"""Words (pairs of Han characters count half) from which a shared quotation is more than a catchword."""
_SAME_OCCASION_DAYS = 31
_LONGEST_ECHO_DAYS = 800
_SAME_WORDS, _UNSURE_WORDS, _FEWEST_WORDS = 0.7, 0.55, 6
_SAME_CONCEPTS, _UNSURE_CONCEPTS = 0.6, 0.45
_NEARLY_ALL, _MUCH = 0.75, 3.5
"""From here on what is retold without a day is the same as what was said on one."""
_ENOUGH, _SOME = 3.0, 2.5
"""Weight of shared concepts and names from which two languages can say the same, or may."""
_FIRM_MODALITY = {"asserted": "says", "hedged": "says", "predicted": "says"}


def likeness(a: Said, b: Said) -> Likeness:
    """Return whether two claims of one speaker say the same thing."""
    if not _can_be_one(a, b):
        return "different"
    if a.modality == "declined_to_comment":
        return "same" if _same_report(a, b) else "different"
    if set(quotes(a.text)) & set(quotes(b.text)) and (_numbers_agree(a, b) is not False):
        return "same"
    numbers = _numbers_agree(a, b)
    if numbers is False:
        return "different"
    words = _shared_words(a, b)
    if words >= _SAME_WORDS:
        return "same"
    shared, weighed = _shared_concepts(a, b)
    if numbers and (_same_subject(a, b) or shared >= _UNSURE_CONCEPTS):
        return "same"
    if set(a.triples) & set(b.triples) and _same_occasion(a, b):
        return "same"
    if a.language != b.language and shared >= _SAME_CONCEPTS and weighed >= _ENOUGH and _same_occasion(a, b):
        return "same"
    if (
        shared >= _NEARLY_ALL
        and weighed >= _MUCH
        and not (a.said_from and b.said_from)
        and not (a.amounts and b.amounts)
    ):
        return "same"
    if words >= _UNSURE_WORDS or numbers or (shared >= _UNSURE_CONCEPTS and weighed >= _SOME and _same_occasion(a, b)):
        return "unsure"
    return "different"


@lru_cache(maxsize=8192)
def quotes(text: str) -> tuple[str, ...]:
    """Return the quotations in a text that are long enough to be one remark, folded."""
    found = (fold(m.group(1)).strip(" .,。，!?！？") for m in _QUOTED.finditer(text))
    return tuple(q for q in found if _length(q) >= _LONG_QUOTE)


def plain(text: str) -> str:
    """Return a text in lower case without what stands at its ends."""
    return text.casefold().strip(" .,;:!?。，；：！？“”\"'")


@lru_cache(maxsize=8192)
def words(text: str) -> frozenset[str]:
    """Return the words of a text as search knows them."""
    return frozenset(tokens(text))


def _length(quote: str) -> float:
    return sum(0.5 if re.match(r"[㐀-鿿]", t) else 1.0 for t in tokens(quote))


def _can_be_one(a: Said, b: Said) -> bool:
    """What rules it out at once: another manner of speaking, or another occasion."""
    if _FIRM_MODALITY.get(a.modality, a.modality) != _FIRM_MODALITY.get(b.modality, b.modality):
        return False
    if a.negated != b.negated or (a.modality == "declined_to_comment" and a.stands != b.stands):
        return False
    if a.said_from and b.said_from:
        apart = max(days_between(a.said_from, b.said_to or b.said_from) or 0, 0)
        overlap = a.said_from <= (b.said_to or b.said_from) and b.said_from <= (a.said_to or a.said_from)
        if not overlap and apart > _SAME_OCCASION_DAYS:
            return False
    published = days_between(a.day, b.day)
    return published is None or published <= _LONGEST_ECHO_DAYS


def _numbers_agree(a: Said, b: Said) -> bool | None:
    """Return whether the numbers of the shorter claim are all in the other; None when there are none to compare."""
    mine = [x for x in a.amounts if _tells(x, a)]
    theirs = [y for y in b.amounts if _tells(y, b)]
    if not mine or not theirs:
        return None
    fewer, more = ((mine, a), (theirs, b)) if len(mine) <= len(theirs) else ((theirs, b), (mine, a))
    found = [
        any(
            same_number((x, fewer[1]), (y, more[1])) and _periods_agree(_dated(x, fewer[1]), _dated(y, more[1]))
            for y in more[0]
        )
        for x in fewer[0]
    ]
    return all(found) or (None if any(found) else False)


def _tells(amount: Amount, said: Said) -> bool:
    return amount.is_vague or interval(amount, said.when) is not None


def _dated(amount: Amount, said: Said) -> Amount:
    """A number that holds for the day of publication only, in a claim without a day, is one whose day is not known."""
    unknown = amount.start == amount.end == said.day and not said.said_from
    return replace(amount, start="", end="") if unknown else amount


def _periods_agree(x: Amount, y: Amount) -> bool:
    return not (x.start and y.start) or same_stretch(x, y) or (x.start <= y.end and y.start <= x.end)


def _same_subject(a: Said, b: Said) -> bool:
    metrics = {x.metric for x in a.amounts if x.metric} & {x.metric for x in b.amounts if x.metric}
    return bool(metrics or set(a.about) & set(b.about))


def _shared_words(a: Said, b: Said) -> float:
    if a.language != b.language:
        return 0.0
    mine, theirs = words(a.text), words(b.text)
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer >= _FEWEST_WORDS else 0.0


def _shared_concepts(a: Said, b: Said) -> tuple[float, float]:
    """Return the shared part of the smaller set of concepts and names, and its weight."""
    mine, theirs = (concepts(s.text, s.language) | {f"entity {e}" for e in s.about} for s in (a, b))
    together = _weigh(mine & theirs)
    fewer = min(_weigh(mine), _weigh(theirs))
    return (together / fewer if fewer else 0.0), together


def _weigh(found: frozenset[str]) -> float:
    return sum(0.5 if c.startswith("entity ") else weight(c) for c in found)


def _same_occasion(a: Said, b: Said) -> bool:
    if a.said_from and b.said_from:
        return True
    apart = days_between(a.when, b.when)
    return apart is not None and apart <= _SAME_OCCASION_DAYS


def _same_report(a: Said, b: Said) -> bool:
    return a.source.report == b.source.report or (days_between(a.day, b.day) or 99) <= 3
