"""How far a speaker's words reach: where the clause of an attribution begins, and where the author's own voice comes back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.actors import Actor
from extract.draft import Draft, Sentence, overlapping
from extract.script import readable
from extract.speech import Cue, compiled


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


BREAKS = re.compile(
    r"(?:; |\. |；|: |：|, (?:but|while|whereas|nhưng|trong khi|còn|song) |[，,](?:但|而|不过)|——|, (?:and|và) (?=[A-ZĐ]))"
)


def clause_start(text: str, sentence: Sentence, at: int) -> int:
    """Take the speaker's title and a short opening ("Sau đó,") into the span, not a clause of the author's own."""
    start = sentence.start
    for match in BREAKS.finditer(text, sentence.start, at):
        start = match.end()
    if start > sentence.start or at - sentence.start <= 60:
        return start
    comma = max(text.rfind(", ", start, at), text.rfind("，", start, at), text.rfind(",", start, at))
    return comma + 1 if comma >= 0 else start


def is_trailing(text: str, sentence: Sentence, speaker_start: int, cue: Cue) -> bool:
    """The words come first: "…", X said; and "…, X said, …" has them on both sides."""
    chinese = sentence.language == "zh"
    before = text[sentence.start : speaker_start].rstrip()
    quoted = re.search(r"[”\"」]\s*[,，]?$", before) is not None
    if not before.endswith((",", "”", '"', "，", "」", "…")) or len(before) <= (4 if quoted else 6 if chinese else 20):
        return False
    after = text[cue.end : sentence.end]
    if not chinese and re.match(r"(?: on \w+| \w+day| in an? [^,.]{3,40}| hôm \S+)?\s*[,.]", after):
        return True
    if cue.text.lower() in ("told", "tells") and re.match(r"(?: [\w’'-]+){1,4},", after):
        return True
    rest = after.strip(" .。,，\"”’'")
    if quoted:
        return len(rest) < (83 if chinese else 125)
    if cue.text.lower() in ("told", "tells") and len(rest.split()) <= 5:
        return True
    return not rest or (not chinese and len(rest) < 45 and _ASIDE.match(rest) is not None)


_ASIDE = re.compile(
    r"(?:on|in|at|during|this|last|to|as|when|after|following|reporters|investors|lawmakers|analysts|yesterday|today|earlier|\w+day|hôm|trong|tại|với|vào|ngày|sáng|chiều|tối|khi|sau)\b",
    re.I,
)
"""What may follow "…, X said": when, where and to whom."""


def quotation_before(draft: Draft, sentence: Sentence) -> int | None:
    """Return the start of a quotation that ends right before the sentence ("…。”他说。), or None."""
    return next(
        (q.start for q in overlapping(draft.quotes, sentence.start - 2, sentence.start) if q.end <= sentence.start),
        None,
    )


def quote_follows(draft: Draft, sentence: Sentence) -> bool:
    """True when a quotation begins right behind the sentence."""
    return any(q.start >= sentence.end for q in overlapping(draft.quotes, sentence.end, sentence.end + 3))


def content_end(draft: Draft, sentence: Sentence, speaker_start: int, cue: Cue) -> int:
    """Return where the speaker's words end: at a remark of the author's, or after the first clause of "although X fears …, sales rose"."""
    text = readable(draft.text, sentence.language)
    opening = compiled(sentence.language, "^\\W*{}", "between", "concession").match(
        text[sentence.start : speaker_start]
    )
    led = text[sentence.start : speaker_start]
    if opening and len(led) <= 40 and not re.search("[,，]", led):
        for match in re.finditer(r"[,，]", text[cue.end : sentence.end]):
            if not _in_quotation(draft, cue.end + match.start()):
                return cue.end + match.start()
    remark = compiled(sentence.language, r"[,，]?\s?(?:[-–—]+\s)?{}", "between", "remarks")
    for match in remark.finditer(text, min(cue.end + 15, sentence.end), sentence.end):
        if not _in_quotation(draft, match.start()) and match.group()[:1] in ",， -–—":
            return match.start()
    return sentence.end


def _in_quotation(draft: Draft, at: int) -> bool:
    return any(q.start < at for q in overlapping(draft.quotes, at, at + 1))
