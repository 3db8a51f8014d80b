"""Finds who says what in one sentence: speaker, cue and the stretch of text that is theirs.

Three ways: "X says that …" (also "…, X says" and "…, says X"), "according to X, …", and a quotation that goes on without a cue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.actors import Actor, actors_of, coordinated, is_object
from extract.citing import Cited, cited_source
from extract.draft import Draft, Sentence, overlapping
from extract.speech import Cue, compiled, cues, fillers, opens_clause
from extract.tables import table


@dataclass(slots=True)
class Attribution:
    """Speakers and cue with the span that is theirs; `content` begins where their words begin; `trailing` when these come first."""

    speakers: list[Actor]
    cue: Cue
    start: int
    end: int
    content: int
    by: str
    confidence: float
    between: str = ""
    trailing: bool = False
    via: list[str] = field(default_factory=list)


def attributions(draft: Draft, sentence: Sentence, previous: list[Actor]) -> list[Attribution]:
    """Return the attributions of a sentence in order; `previous` spoke last in this paragraph, for sentences without a subject."""
    actors = actors_of(draft, sentence)
    quoted = [(q.inner_start, q.inner_end) for q in overlapping(draft.quotes, sentence.start, sentence.end)]
    outside = [a for a in actors if not any(s <= a.start < e for s, e in quoted)]
    cited = cited_source(draft, sentence, outside)
    barred = [*quoted, (cited.start, cited.end)] if cited else quoted
    if cited is not None:
        outside = [a for a in outside if a.end <= cited.start or a.start >= cited.end]
    found: list[Attribution] = []
    for cue in cues(draft.text, sentence.start, sentence.end, sentence.language):
        if any(s <= cue.start < e for s, e in barred):
            continue
        said = _said(draft, sentence, cue, outside, found, previous)
        if said is not None:
            found.append(said)
    found = _unnested(draft.text, found)
    if cited is not None:
        found = _merged(sentence, found, cited)
    return _bounded(draft, sentence, found)


def _said(
    draft: Draft, sentence: Sentence, cue: Cue, actors: list[Actor], found: list[Attribution], previous: list[Actor]
) -> Attribution | None:
    text = draft.text
    if found and cue.start < found[-1].cue.end + 3:
        return None
    if cue.act == "rumour":
        source = _rumour(text, cue)
        return Attribution(
            [source], cue, _clause_start(text, sentence, cue.start), sentence.end, cue.end, "rumour", 0.85
        )
    right = _inverted(text, sentence, cue, actors)
    if right is not None:
        return Attribution(
            coordinated(text, actors, right),
            cue,
            sentence.start,
            sentence.end,
            sentence.start,
            "inverted",
            0.9,
            trailing=True,
        )
    speaker, by, confidence = _subject(draft, sentence, cue, actors, found)
    if speaker is None or by == "clause":
        if found and _is_coordinated(text, found[-1], cue, sentence.language) and not found[-1].trailing:
            last = found[-1]
            return Attribution(last.speakers, cue, cue.start, sentence.end, cue.end, "coordinated", 0.8)
        if speaker is None and previous and sentence.language != "en" and not found and _opens(text, sentence, cue):
            return Attribution(previous, cue, sentence.start, sentence.end, cue.end, "dropped-subject", 0.7)
    if speaker is None:
        return None
    if found and any(s in found[-1].speakers for s in [speaker]) and cue.start - found[-1].cue.end < 4:
        return None
    group = coordinated(text, actors, speaker)
    trailing = _is_trailing(text, sentence, group[0].start, cue.end)
    silent = cue.act in ("declined", "no_reply", "denied")
    closed = _quotation_before(draft, sentence)
    if closed is not None and not re.search(r"\w", text[cue.end : sentence.end]):
        return Attribution(group, cue, closed, sentence.end, closed, by, confidence, trailing=True)
    if (
        not trailing
        and not silent
        and not re.search(r"\w", text[cue.end : sentence.end])
        and not _quote_follows(draft, sentence)
    ):
        return None
    if by == "clause" and not silent and not opens_clause(text, cue.end, sentence.end, sentence.language):
        return None
    start = (
        sentence.start
        if trailing
        else max(_clause_start(text, sentence, group[0].start), found[-1].cue.end if found else sentence.start)
    )
    start += len(text[start : cue.start]) - len(text[start : cue.start].lstrip(" ,;.，；\u00a0"))
    end = sentence.end if trailing else _concession_end(draft, sentence, start, group[0].start, cue)
    return Attribution(
        group, cue, start, end, start if trailing else cue.end, by, confidence, text[speaker.end : cue.start], trailing
    )


def _quotation_before(draft: Draft, sentence: Sentence) -> int | None:
    """Return the start of a quotation that ends right before the sentence ("…。”他说。), or None."""
    return next(
        (q.start for q in overlapping(draft.quotes, sentence.start - 2, sentence.start) if q.end <= sentence.start),
        None,
    )


def _quote_follows(draft: Draft, sentence: Sentence) -> bool:
    return any(q.start >= sentence.end for q in overlapping(draft.quotes, sentence.end, sentence.end + 3))


def _concession_end(draft: Draft, sentence: Sentence, start: int, speaker_start: int, cue: Cue) -> int:
    """ "Although critics fear X, sales rose": only the first clause is theirs."""
    text = draft.text
    opening = compiled(sentence.language, "^\\W*{}", "between", "concession").match(
        text[sentence.start : speaker_start]
    )
    if not opening or speaker_start - sentence.start > 40:
        return sentence.end
    for match in re.finditer(r"[,，]", text[cue.end : sentence.end]):
        at = cue.end + match.start()
        if not any(q.start < at for q in overlapping(draft.quotes, at, at + 1)):
            return at
    return sentence.end


def _rumour(text: str, cue: Cue) -> Actor:
    """A rumour speaks for itself; its name is the noun in the cue."""
    noun = re.search(r"tin đồn|rumou?rs?|speculation|传闻|传言", cue.text, re.I)
    start = cue.start + (noun.start() if noun else 0)
    end = cue.start + noun.end() if noun else cue.end
    return Actor(start, end, text[start:end], "unnamed")


_TO_NAME = re.compile(r"\s+(?:(?!that\b|last\b|in\b|on\b|at\b|it\b|he\b|she\b|they\b|there\b)[a-zA-Z’'-]+\s+){0,4}")


def _inverted(text: str, sentence: Sentence, cue: Cue, actors: list[Actor]) -> Actor | None:
    """Find the speaker behind the verb ("…," said X): only where words that are said stand before it, not "X, head of Y, said"."""
    before = text[sentence.start : cue.start]
    if sentence.language != "en" or not re.search(r"[,”\"?!]\s*$", before) or cue.text.lower() in ("told", "tells"):
        return None
    quoted = re.search(r"[”\"]\s*[,.]?\s*$", before) is not None
    inserted = any(a.start - sentence.start < 4 and text[a.end : a.end + 1] == "," for a in actors)
    if inserted and not quoted:
        return None
    return next((a for a in actors if a.start >= cue.end and _TO_NAME.fullmatch(text[cue.end : a.start])), None)


def _subject(
    draft: Draft, sentence: Sentence, cue: Cue, actors: list[Actor], found: list[Attribution]
) -> tuple[Actor | None, str, float]:
    text = draft.text
    floor = found[-1].cue.end if found else sentence.start
    left = [a for a in actors if floor <= a.start and a.end <= cue.start]
    for a in reversed(left):
        gap = text[a.end : cue.start]
        if not fillers(sentence.language).fullmatch(gap):
            continue
        if is_object(text, coordinated(text, left, a)[0], sentence) and not _heads_clause(sentence, a):
            continue
        around = _before_insertion(text, sentence, left, a) if "," in gap or "，" in gap else None
        return (around, "apposition", 0.9) if around else (a, "subject", 0.95 if len(gap) < 30 else 0.88)
    for a in left:
        gap = text[a.end : cue.start]
        if (
            re.match(r"\s*[,（(，]", gap)
            and re.search(r"[,）)，]\s*[^,，]{0,30}$", gap)
            and not is_object(text, a, sentence)
        ):
            return a, "apposition", 0.88
    for a in left:
        if (
            not is_object(text, a, sentence)
            and not re.search(r"[;；:：]", text[a.end : cue.start])
            and len(text[a.end : cue.start]) < 160
        ):
            return a, "clause", 0.66
    return None, "", 0.0


def _before_insertion(text: str, sentence: Sentence, left: list[Actor], a: Actor) -> Actor | None:
    """ "X, who founded Y in 2023, wrote": the one before the comma is the subject, not the name inside the insertion."""
    return next(
        (
            b
            for b in left
            if b.end < a.start
            and re.match(r"\s?[,，]", text[b.end : a.start])
            and not is_object(text, b, sentence)
            and b not in coordinated(text, left, a)
        ),
        None,
    )


def _heads_clause(sentence: Sentence, actor: Actor) -> bool:
    return actor.start - sentence.start < 2


def _is_coordinated(text: str, last: Attribution, cue: Cue, language: str) -> bool:
    words = table(language, "speech")["between"]["coordinated"]
    before = text[last.cue.end : cue.start].rstrip()
    tail = before[-30:].lower()
    return any(
        tail.endswith(w) or re.search(rf"{re.escape(w)}\s+(?:also|cũng|còn|then|later|đồng thời|还|也)$", tail)
        for w in words
    )


def _opens(text: str, sentence: Sentence, cue: Cue) -> bool:
    before = text[sentence.start : cue.start]
    return (
        len(before) < 30
        and fillers(sentence.language).fullmatch(before.lower().removeprefix("đồng thời").strip() + " ") is not None
    )


def _is_trailing(text: str, sentence: Sentence, speaker_start: int, cue_end: int) -> bool:
    """The words come first: "…", X said."""
    rest = text[cue_end : sentence.end].strip(" .。,，\"”’'")
    before = text[sentence.start : speaker_start].rstrip()
    quoted = re.search(r"[”\"」]\s*[,，]?$", before) is not None
    limit = (12 if sentence.language == "zh" else 45) + (80 if quoted else 0)
    return (
        before.endswith((",", "”", '"', "，", "」", "。”", "…"))
        and len(rest) < limit
        and len(before) > (6 if sentence.language == "zh" else 20)
    )


def _clause_start(text: str, sentence: Sentence, at: int) -> int:
    """Take the speaker's title and a short opening ("Sau đó,") into the span, not a clause of the author's own."""
    before = text[sentence.start : at]
    cut = max(
        before.rfind(c)
        for c in (
            "; ",
            ". ",
            "；",
            ": ",
            "：",
            ", but ",
            ", while ",
            ", nhưng ",
            ", trong khi ",
            "，但",
            "，而",
            ", còn ",
            ", song ",
        )
    )
    if cut < 0 and len(before) <= 60:
        return sentence.start
    if cut < 0:
        comma = max(before.rfind(", "), before.rfind("，"))
        return (
            sentence.start + comma + (2 if comma >= 0 and before[comma] == "," else 1) if comma >= 0 else sentence.start
        )
    skip = re.match(r"(?:; |\. |；|: |：|, (?:but|while|nhưng|trong khi|còn|song) |，[但而])", before[cut:])
    return sentence.start + cut + (skip.end() if skip else 1)


def _merged(sentence: Sentence, found: list[Attribution], cited: Cited) -> list[Attribution]:
    """Bring a cited source and the speakers together: beside another speaker the source is a channel, and an outlet that cites is one."""
    names = [e for a in cited.speakers for e in a.entities]
    spoken = {a.start for f in found for a in f.speakers}
    if any(a.start in spoken for a in cited.speakers):
        return found
    if cited.in_turn:
        for f in found:
            if all(a.kind == "Outlet" for a in f.speakers):
                f.via = [e for a in f.speakers for e in a.entities] + f.via
                f.speakers, f.by, f.end = cited.speakers, "cited", sentence.end
                return [f]
    told = [f for f in found if f.cue.act not in ("predicted", "hedged") or not cited.leading]
    if told:
        found = told
        for f in found:
            f.via += names + cited.channels
        found[0].start = min(found[0].start, cited.start) if cited.leading else found[0].start
        return found
    cue = Cue(cited.start, cited.cue_end, "", "asserted")
    content = min(cited.end + 1, sentence.end) if cited.leading else sentence.start
    said = Attribution(
        cited.speakers, cue, sentence.start, sentence.end, content, "according", 0.9, trailing=not cited.leading
    )
    said.via += cited.channels
    return [said]


_TURN = re.compile(r"[;；]|, (?:while|but|whereas|and|though)|，(?:而|但|不过|同时)|trong khi|nhưng|，")


def _unnested(text: str, found: list[Attribution]) -> list[Attribution]:
    """What an outlet reports somebody to have said is theirs, through the outlet; a plan told inside a report is the report's content."""
    kept: list[Attribution] = []
    for f in found:
        before = kept[-1] if kept else None
        inside = (
            before is not None and not before.trailing and not _TURN.search(text[before.cue.end : f.speakers[0].start])
        )
        if before is not None and inside and f.by == "subject" and before.end > f.cue.start:
            if f.cue.act in ("predicted", "hedged"):
                continue
            if all(a.kind == "Outlet" for a in before.speakers):
                f.via += [e for a in before.speakers for e in a.entities] + before.via
                f.start = before.start
                kept.pop()
        kept.append(f)
    return kept


def _bounded(draft: Draft, sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """End each span where the next one begins, without the connecting word between them."""
    text = draft.text
    for i, f in enumerate(found[:-1]):
        following = found[i + 1]
        if following.start > f.start and following.start < f.end:
            piece = text[f.start : following.start]
            connector = re.search(rf"(?:[,，;；]?\s*(?:{_connectors(sentence.language)})?\s*)$", piece, re.I)
            f.end = f.start + (connector.start() if connector else len(piece))
    return [f for f in found if f.end - f.start > 3]


def _connectors(language: str) -> str:
    return compiled(language, "{}", "between", "clauses").pattern
