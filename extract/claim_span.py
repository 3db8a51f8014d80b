"""Says which stretch of a sentence is the speaker's: where their clause begins, whether their words come first, where they end."""

from __future__ import annotations

import re

from extract.scene import Scene
from extract.speech import Cue, compiled

_BREAKS = (
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
_BREAK = re.compile(r"(?:; |\. |；|: |：|, (?:but|while|nhưng|trong khi|còn|song) |，[但而])")
_OPENING = re.compile(
    r"\W*(?:in|on|at|after|before|during|when|while|as|if|with|for|by|since|asked|speaking|earlier|later|last|despite|although|though"
    r"|trong|tại|khi|sau|trước|vào|theo|hôm|ngày|dù|mặc dù|tuy|với|ở|qua|để|nhân|trả lời|phát biểu|chia sẻ)\s",
    re.I,
)


def is_trailing(scene: Scene, speaker_start: int, cue: Cue) -> bool:
    """Say whether the words come first: "…", X said; "…, he told Orga, and …"."""
    text, is_chinese = scene.text, scene.language == "zh"
    rest = text[cue.end : scene.end]
    if not is_chinese:
        rest = re.split(
            rf",\s(?={compiled(scene.language, '{}', 'according', 'citing').pattern}|according to|theo )", rest
        )[0]
    rest = rest.strip(" .。,，\"”’'")
    before = _without_title(text[scene.start : speaker_start].rstrip())
    if not is_chinese and (
        not rest or _ASIDE.match(rest) or (cue.text.lower() in ("told", "tells") and rest.count(" ") < 4)
    ):
        before = _ROLE_BEFORE.sub(",", before + " ").rstrip()
    if not before.endswith((",", "”", '"', "，", "」", "。”", "…")):
        return False
    quoted = re.search(r"[”\"」]\s*[,，]?$", before) is not None
    if not quoted and (
        len(before) <= (6 if is_chinese else 20) or (rest and _OPENING.match(before) and before.count(",") == 1)
    ):
        return False
    if len(rest) < (12 if is_chinese else 45) + (80 if quoted else 0):
        return not (rest and _begins_clause(scene, cue) and not quoted)
    inserted = re.match(r"[^,.;:“\"]{0,30},(?! that)", text[cue.end : scene.end]) is not None
    return not is_chinese and inserted and _OPENING.match(before) is None and before.count(",") == 1


_ASIDE = re.compile(r"(?:on|in|at|during|last|this|earlier|yesterday|today|hôm|trong|tại|vào|trên)\s", re.I)
_ROLE_BEFORE = re.compile(r",\s(?!(?:and|but|while|as|và|nhưng|còn|song)\s)(?:[\w’'-]+\s){1,4}$", re.I)
"""A short title between the comma and the name: "…, the Orga chief X said"."""


def _without_title(before: str) -> str:
    """Leave out what stands between a closed quotation and the name: "…", the Orga chief X said."""
    closed = re.search(r"[”\"」]\s*[,，]?(?=[^,.;，。；:：“”\"「」]{1,60}$)", before)
    return before[: closed.end()] if closed else before


def _begins_clause(scene: Scene, cue: Cue) -> bool:
    """True when "that" follows the verb: what is said comes after it, however short."""
    return re.match(r"\s*(?:that|rằng|là|[:：“])", scene.text[cue.end : scene.end]) is not None


def clause_start(scene: Scene, at: int) -> int:
    """Take the speaker's title and a short opening ("Sau đó,") into the span, not a clause of the author's own."""
    before = scene.text[scene.start : at]
    cut = max(before.rfind(c) for c in _BREAKS)
    if cut >= 0:
        skip = _BREAK.match(before[cut:])
        return scene.start + cut + (skip.end() if skip else 1)
    if len(before) <= 60:
        return scene.start
    comma = max(before.rfind(", "), before.rfind("，"))
    return scene.start + comma + (2 if before[comma] == "," else 1) if comma >= 0 else scene.start


def concession_end(scene: Scene, speaker_start: int, cue: Cue) -> int:
    """ "Although critics fear X, sales rose": only the first clause is theirs."""
    text = scene.text
    opening = compiled(scene.language, "^\\W*{}", "between", "concession").match(text[scene.start : speaker_start])
    before = text[scene.start : speaker_start]
    if not opening or len(before) > 40 or re.search(r"[,，]", before) or before.lower().startswith("tuy nhiên"):
        return scene.end
    for match in re.finditer(r"[,，]", text[cue.end : scene.end]):
        at = cue.end + match.start()
        if not any(q.start < at for q in scene.quotes(at, at + 1)):
            return at
    return scene.end


def quotation_before(scene: Scene) -> int | None:
    """Return the start of a quotation that ends right before the sentence ("…。”他说。), or None."""
    return next((q.start for q in scene.quotes(scene.start - 2, scene.start) if q.end <= scene.start), None)


def quotation_follows(scene: Scene) -> bool:
    """Say whether a quotation begins right behind the sentence."""
    return any(q.start >= scene.end for q in scene.quotes(scene.end, scene.end + 3))
