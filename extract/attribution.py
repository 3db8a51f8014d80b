"""Finds who says what in one sentence: speaker, cue and the stretch of text that is theirs.

Three ways: "X says that …" (also "…, X says" and "…, says X"), "according to X, …", and a quotation that goes on without a cue.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extract.actors import Actor, actors_of, coordinated, is_object, pronoun_actors
from extract.citing import cited_source
from extract.draft import Draft, Sentence, overlapping, within
from extract.nesting import bounded, merged, unnested
from extract.reach import Attribution, clause_start, content_end, is_trailing, quotation_before, quote_follows
from extract.script import readable
from extract.speech import Cue, cues, fillers, is_participle, opens_clause
from extract.subjects import Subject, inverted, subject_of
from extract.tables import table

_SILENT = ("declined", "no_reply", "denied")


def attributions(draft: Draft, sentence: Sentence, previous: list[Actor]) -> list[Attribution]:
    """Return the attributions of a sentence in order; `previous` spoke last in this paragraph, for sentences without a subject."""
    text = readable(draft.text, sentence.language)
    actors = pronoun_actors(draft, sentence, previous, actors_of(draft, sentence))
    quoted = [(q.inner_start, q.inner_end) for q in overlapping(draft.quotes, sentence.start, sentence.end)]
    outside = [a for a in actors if not any(s <= a.start < e for s, e in quoted)]
    cited = cited_source(draft, sentence, outside)
    barred = [*quoted, (cited.start, cited.end)] if cited else quoted
    if cited is not None:
        outside = [a for a in outside if a.end <= cited.start or a.start >= cited.end]
    found: list[Attribution] = []
    for cue in cues(text, sentence.start, sentence.end, sentence.language):
        if any(s <= cue.start < e for s, e in barred) or any(a.start <= cue.start < a.end for a in outside):
            continue
        said = _said(draft, sentence, cue, outside, found, previous)
        if said is not None:
            found.append(said)
    found = unnested(draft, sentence, found)
    if cited is not None:
        found = merged(sentence, found, cited)
    return bounded(draft, sentence, found)


def _said(
    draft: Draft, sentence: Sentence, cue: Cue, actors: list[Actor], found: list[Attribution], previous: list[Actor]
) -> Attribution | None:
    text = readable(draft.text, sentence.language)
    if found and _refuses(text, found[-1], cue, sentence.language):
        found[-1].cue = replace(cue, start=found[-1].cue.start)
        return None
    if found and cue.start < found[-1].cue.end + (1 if sentence.language == "zh" else 3):
        return None
    if cue.act == "rumour":
        start = clause_start(text, sentence, cue.start)
        return Attribution([_rumour(draft.text, cue)], cue, start, sentence.end, cue.end, "rumour", 0.85)
    right = inverted(text, sentence, cue, actors)
    if right is not None:
        speakers = coordinated(text, actors, right)
        return Attribution(speakers, cue, sentence.start, sentence.end, sentence.start, "inverted", 0.9, trailing=True)
    floor = found[-1].cue.end if found else sentence.start
    subject = subject_of(text, sentence, cue, actors, floor)
    goes_on = is_participle(sentence.language, cue.text) and re.search(r"[,，]\s*$", text[sentence.start : cue.start])
    if (subject is None or subject.by == "clause") and goes_on:
        if found:
            return None
        subject = _before_comma(text, sentence, cue, actors)
    elif subject is None or subject.by in ("clause", "worded"):
        if found and not found[-1].trailing and _is_coordinated(text, found[-1], cue, sentence.language):
            if cue.act == "predicted" and not opens_clause(text, cue.end, sentence.end, sentence.language):
                return None
            if cue.act == found[-1].cue.act and not _is_finite(text, found[-1], cue, sentence.language):
                return None
            return Attribution(
                found[-1].speakers,
                cue,
                cue.start,
                sentence.end,
                cue.end,
                "coordinated",
                0.8,
                text[floor : cue.start][-40:],
            )
        if subject is None and previous and not found and _opens(text, sentence, cue):
            return Attribution(previous, cue, sentence.start, sentence.end, cue.end, "dropped-subject", 0.7)
    if subject is None or (subject.actor.kind == "document" and cue.act in ("declined", "no_reply")):
        return None
    return _spoken(draft, sentence, cue, actors, found, subject)


def _spoken(
    draft: Draft, sentence: Sentence, cue: Cue, actors: list[Actor], found: list[Attribution], subject: Subject
) -> Attribution | None:
    """The attribution of a cue with its subject before it, or None where nothing is said."""
    text = readable(draft.text, sentence.language)
    group = coordinated(text, actors, subject.actor)
    trailing = is_trailing(text, sentence, group[0].start, cue)
    between, silent = text[subject.actor.end : cue.start], cue.act in _SILENT
    rest = _says_something(draft, sentence, cue)
    closed = quotation_before(draft, sentence)
    if closed is not None and not rest:
        return Attribution(
            group, cue, closed, sentence.end, closed, subject.by, subject.confidence, between, trailing=True
        )
    inside = sentence.language == "zh" and re.search("[对就]", between) is not None  # 对泡沫表示担忧
    if not trailing and not silent and not rest and not inside and not quote_follows(draft, sentence):
        return None
    begin = found[-1].cue.end if found else sentence.start
    start = begin if trailing else max(clause_start(text, sentence, group[0].start), begin)
    start += len(text[start : cue.start]) - len(text[start : cue.start].lstrip(" ,;.，；\u00a0"))
    end = sentence.end if trailing else content_end(draft, sentence, group[0].start, cue)
    content = start if trailing else cue.end
    return Attribution(group, cue, start, end, content, subject.by, subject.confidence, between, trailing)


def _says_something(draft: Draft, sentence: Sentence, cue: Cue) -> bool:
    """False where nothing but a date follows the verb: "Reuters reported on Monday."."""
    text = readable(draft.text, sentence.language)
    at = cue.end
    for d in within(draft.dates, cue.end, sentence.end):
        if re.search(r"\w", re.sub(r"\b(?:on|in|at|late|hôm|vào|ngày)\b", "", text[at : d.start])):
            return True
        at = d.end
    return re.search(r"\w", text[at : sentence.end]) is not None


def _refuses(text: str, last: Attribution, cue: Cue, language: str) -> bool:
    """ "said it had no comment", 表示不予置评: the refusal is what is said."""
    gap = re.sub(r"^ ?(?:that |rằng )?(?:it|they|he|she|họ|ông|bà)?(?=[ ]|$)", "", text[last.cue.end : cue.start])
    if cue.act not in ("declined", "no_reply") or last.trailing or len(gap) > 30:
        return False
    return fillers(language).fullmatch(gap) is not None


def _before_comma(text: str, sentence: Sentence, cue: Cue, actors: list[Actor]) -> Subject | None:
    """ "X played it down, saying that …": the first of the sentence that is nobody's object speaks."""
    if sentence.language != "zh" and not opens_clause(text, cue.end, sentence.end, sentence.language):
        return None
    first = next((a for a in actors if a.end <= cue.start and not is_object(text, a, sentence)), None)
    return Subject(first, "participle", 0.8) if first else None


def _rumour(text: str, cue: Cue) -> Actor:
    """A rumour speaks for itself; its name is the noun in the cue."""
    noun = re.search(r"tin đồn|rumou?rs?|speculation|传闻|传言|傳聞|傳言", cue.text, re.I)
    start = cue.start + (noun.start() if noun else 0)
    end = cue.start + noun.end() if noun else cue.end
    return Actor(start, end, text[start:end], "unnamed")


def _is_coordinated(text: str, last: Attribution, cue: Cue, language: str) -> bool:
    words = table(language, "speech")["between"]["coordinated"]
    tail = text[last.cue.end : cue.start].rstrip()[-30:].lower()
    return any(
        tail.endswith(w)
        or re.search(rf"{re.escape(w)}\s*(?:also|cũng|còn|then|later|đồng thời|还|也|并|则|进一步|再次)$", tail)
        for w in words
    )


def _is_finite(text: str, last: Attribution, cue: Cue, language: str) -> bool:
    """A verb after "and" is a second act of speech; one after a bare comma in Chinese or Vietnamese mostly goes on with the first."""
    tail = text[last.cue.end : cue.start].rstrip().lower()
    return not tail.endswith((",", "，"))


def _opens(text: str, sentence: Sentence, cue: Cue) -> bool:
    before = text[sentence.start : cue.start].lower().removeprefix("đồng thời").removeprefix("并").strip()
    if sentence.language == "en" or len(before) >= 30:
        return False
    return fillers(sentence.language).fullmatch(before + " ") is not None
