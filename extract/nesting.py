"""Brings several attributions of one sentence together: sources inside sources, channels, and spans that end where the next begins."""

from __future__ import annotations

import re

from extract.citing import Cited
from extract.draft import Draft, Sentence
from extract.reach import BREAKS, Attribution
from extract.script import readable
from extract.speech import Cue, compiled


def merged(sentence: Sentence, found: list[Attribution], cited: Cited) -> list[Attribution]:
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
    outlet = all(a.kind == "Outlet" for a in cited.speakers)
    told = [f for f in found if f.cue.act not in ("predicted", "hedged") or (outlet and f.by == "subject")]
    if told:
        for f in told:
            f.via += names + cited.channels
        told[0].start = min(told[0].start, cited.start) if cited.leading else told[0].start
        return told
    cue = Cue(cited.start, cited.cue_end, "", "asserted")
    content = min(cited.end + 1, sentence.end) if cited.leading else sentence.start
    said = Attribution(
        cited.speakers, cue, sentence.start, sentence.end, content, "according", 0.9, trailing=not cited.leading
    )
    said.via += cited.channels
    return [said]


_TURN = re.compile(r"[;；]|, (?:while|but|whereas|and|though)|[，,](?:而|但|不过|同时|并)|trong khi|nhưng|[，,]\s?")
_AT_ONCE = re.compile(r"[\s,，:：]*(?:that|rằng|là)?[\s,，:：]*")


def unnested(draft: Draft, sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """What an outlet reports somebody to have said is theirs, through the outlet; what a speaker says that others think is the speaker's."""
    text = readable(draft.text, sentence.language)
    kept: list[Attribution] = []
    for f in found:
        while f.trailing and kept and not BREAKS.search(text, kept[-1].cue.end, f.cue.start):
            f.start = f.content = min(f.start, kept.pop().start)  # "X plans to …, Y said": Y says it
        before = kept[-1] if kept else None
        if before is not None and not before.trailing and f.by != "coordinated" and before.end > f.cue.start:
            gap = text[before.cue.end : f.speakers[0].start]
            at_once = _AT_ONCE.fullmatch(gap) is not None
            chinese = (
                sentence.language == "zh"
                and len(gap) <= 14
                and gap[:1] in ",，：:"
                and not re.search("[,，;；]", gap[1:])
            )
            inside = at_once or chinese or not _TURN.search(gap)
            channel = all(a.kind in ("Outlet", "document") for a in before.speakers)
            if inside and channel and f.cue.act != "predicted":
                f.via += [e for a in before.speakers for e in a.entities] + before.via
                f.start = before.start
                kept.pop()
            elif inside and f.start > before.start:
                continue
        kept.append(f)
    return kept


def bounded(draft: Draft, sentence: Sentence, found: list[Attribution]) -> list[Attribution]:
    """End each span where the next one begins, without the connecting word between them."""
    text = readable(draft.text, sentence.language)
    for i, f in enumerate(found[:-1]):
        following = found[i + 1]
        if following.start > f.start and following.start < f.end:
            piece = text[f.start : following.start]
            connectors = compiled(sentence.language, "{}", "between", "clauses").pattern
            connector = re.search(rf"(?:[,，;；]?\s*(?:{connectors})?\s*)$", piece, re.I)
            f.end = f.start + (connector.start() if connector else len(piece))
    return [f for f in found if f.end - f.start > 3]
