"""Finds who says what in one sentence: speaker, cue and the stretch of text that is theirs.

Three ways: "X says that …" (also "…, X says" and "…, says X"), "according to X, …", and a quotation that goes on without a cue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from extract.actor import Actor
from extract.actors import actors_of, coordinated
from extract.citing import Cited, cited_source
from extract.claim_span import clause_start, concession_end, is_trailing, quotation_before, quotation_follows
from extract.draft import Draft, Sentence
from extract.memory import Memory
from extract.scene import Scene
from extract.script import readable
from extract.speech import Cue, any_of, compiled, cues, fillers, opens_clause, whole
from extract.subject import Subject, inverted, subject
from extract.tables import table

_SILENT = ("declined", "no_reply", "denied")
_GUESSED = ("predicted", "hedged")


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


def attributions(draft: Draft, sentence: Sentence, memory: Memory) -> list[Attribution]:
    """Return the attributions of a sentence in order; `memory` says who spoke before, for sentences without a subject."""
    scene = Scene(draft, sentence, readable(draft.text, sentence.language), memory)
    quoted = [(q.inner_start, q.inner_end) for q in scene.quotes(sentence.start, sentence.end)]
    outside = [a for a in actors_of(draft, sentence, memory) if not any(s <= a.start < e for s, e in quoted)]
    cited = cited_source(scene, outside)
    if cited is not None:
        outside = [a for a in outside if a.end <= cited.start or a.start >= cited.end]
    scene.actors = outside
    barred = [*quoted, (cited.start, cited.end)] if cited else quoted
    found: list[Attribution] = []
    for cue in cues(scene.text, sentence.start, sentence.end, sentence.language):
        if not any(s <= cue.start < e for s, e in barred):
            said = _said(scene, cue, found)
            if said is not None:
                found.append(said)
    found = _unnested(scene, found)
    if cited is not None:
        found = _merged(sentence, found, cited)
    return _bounded(scene, found)


def _said(scene: Scene, cue: Cue, found: list[Attribution]) -> Attribution | None:
    last = found[-1] if found else None
    if last and cue.start < last.cue.end + 3:
        return None
    if cue.is_participle and last and not last.trailing:
        return None
    if last and not last.trailing and _joined(scene, cue):
        return Attribution(last.speakers, cue, cue.start, scene.end, cue.end, "coordinated", 0.8)
    if cue.act == "rumour":
        source = _rumour(scene, cue)
        return Attribution([source], cue, clause_start(scene, cue.start), scene.end, cue.end, "rumour", 0.85)
    right = inverted(scene, cue, scene.actors)
    if right is not None:
        group = coordinated(scene.text, scene.actors, right)
        return Attribution(group, cue, scene.start, scene.end, scene.start, "inverted", 0.9, trailing=True)
    who = subject(scene, cue, scene.actors, last.cue.end if last else scene.start)
    if who is None or who.by in ("clause", "participle"):
        going_on = _without_subject(scene, cue, last, who)
        if going_on is not None:
            return going_on
    if who is None or (last and cue.start - last.cue.end < 4 and who.actor in last.speakers):
        return None
    if last and who.by in ("clause", "participle") and not last.trailing:
        return None
    return _spanned(scene, cue, who, last)


def _without_subject(scene: Scene, cue: Cue, last: Attribution | None, who: Subject | None) -> Attribution | None:
    """A second verb of the same speaker, a sentence that drops its subject, or a report that speaks again (报道称)."""
    if last and not last.trailing and cue.act not in _GUESSED and _is_coordinated(scene, last, cue):
        return Attribution(last.speakers, cue, cue.start, scene.end, cue.end, "coordinated", 0.8)
    if who is not None or last:
        return None
    report = _report_in(cue, scene.language)
    if report and scene.memory.report and _opens(scene, cue):
        return Attribution(list(scene.memory.report), cue, scene.start, scene.end, cue.end, "report", 0.8)
    if scene.memory.here and scene.language != "en" and not report and _opens(scene, cue):
        return Attribution(list(scene.memory.here), cue, scene.start, scene.end, cue.end, "dropped-subject", 0.7)
    return None


def _report_in(cue: Cue, language: str) -> bool:
    return cue.text.startswith(tuple(table(language, "speech")["anaphora"]["report"])) and language == "zh"


def _spanned(scene: Scene, cue: Cue, who: Subject, last: Attribution | None) -> Attribution | None:
    text = scene.text
    group = coordinated(text, scene.actors, who.actor)
    trailing = is_trailing(scene, group[0].start, cue)
    closed = quotation_before(scene)
    has_content = re.search(r"\w", text[cue.end : scene.end]) is not None or cue.text.startswith("对")
    split = re.match(r"\s*[,，]\s*[“「\"]", text[cue.end : scene.end]) is not None and closed is not None
    if closed is not None and (not has_content or split):
        return Attribution(group, cue, closed, scene.end, closed, who.by, who.confidence, trailing=True)
    silent = cue.act in _SILENT
    if not (trailing or silent or has_content or quotation_follows(scene)):
        return None
    if who.by == "clause" and not silent and not opens_clause(text, cue.end, scene.end, scene.language):
        return None
    start = scene.start
    if not trailing:
        start = max(clause_start(scene, group[0].start), last.cue.end if last else scene.start)
    start += len(text[start : cue.start]) - len(text[start : cue.start].lstrip(" ,;.，；\u00a0"))
    end = scene.end if trailing else concession_end(scene, group[0].start, cue)
    between = text[who.actor.end : cue.start] if who.by != "participle" else ""
    content = start if trailing else cue.end
    return Attribution(group, cue, start, end, content, who.by, who.confidence, between, trailing)


def _rumour(scene: Scene, cue: Cue) -> Actor:
    """A rumour speaks for itself; its name is the noun in the cue."""
    noun = re.search(r"tin đồn|rumou?rs?|speculation|传闻|传言", cue.text, re.I)
    start = cue.start + (noun.start() if noun else 0)
    end = cue.start + noun.end() if noun else cue.end
    return Actor(start, end, scene.draft.text[start:end], "unnamed")


def _is_coordinated(scene: Scene, last: Attribution, cue: Cue) -> bool:
    return _going_on(scene.language).search(scene.text[last.cue.end : cue.start].rstrip()[-30:]) is not None


def _joined(scene: Scene, cue: Cue) -> bool:
    """True right behind a conjunction: "… and stressed that", 并指出."""
    before = scene.text[max(scene.start, cue.start - 24) : cue.start]
    return cue.act not in _GUESSED and _conjunctions(scene.language).search(before) is not None


@cache
def _conjunctions(language: str) -> re.Pattern[str]:
    words = [w for w in table(language, "speech")["between"]["coordinated"] if w not in (",", "，")]
    return re.compile(rf"{whole(language, words)}\s*(?:also |cũng |还|又|同时)?\s*$", re.I)


@cache
def _going_on(language: str) -> re.Pattern[str]:
    words = any_of(table(language, "speech")["between"]["coordinated"])
    return re.compile(rf"(?:{words})(?:\s+(?:also|cũng|còn|then|later|đồng thời|还|也))?$", re.I)


def _opens(scene: Scene, cue: Cue) -> bool:
    before = scene.text[scene.start : cue.start]
    return (
        len(before) < 30
        and fillers(scene.language).fullmatch(before.lower().removeprefix("đồng thời").strip() + " ") is not None
    )


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
    told = [f for f in found if f.cue.act not in _GUESSED or not cited.leading]
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


_TURN = re.compile(r"[;；]|, (?:while|but|whereas|and|though)|，(?:而|但|不过|同时)|trong khi|nhưng")


def _unnested(scene: Scene, found: list[Attribution]) -> list[Attribution]:
    """What an outlet reports somebody to have said is theirs, through the outlet; a plan told inside a report is the report's content."""
    kept: list[Attribution] = []
    for f in found:
        while f.trailing and kept and kept[-1].cue.act in _GUESSED and kept[-1].by != "inverted":
            kept.pop()
        before = kept[-1] if kept else None
        if before is not None and f.by == "subject" and _is_inside(scene, before, f):
            empty = not re.search(r"\w", scene.text[before.cue.end : f.start])
            is_outlet = all(a.kind == "Outlet" for a in before.speakers)
            if f.cue.act in _GUESSED or (not is_outlet and (scene.language != "zh" or empty)):
                continue
            if is_outlet:
                f.via += [e for a in before.speakers for e in a.entities] + before.via
                f.start = before.start
                kept.pop()
        kept.append(f)
    return kept


def _is_inside(scene: Scene, before: Attribution, f: Attribution) -> bool:
    """True when the second attribution stands in what the first one says."""
    between = scene.text[before.cue.end : f.speakers[0].start]
    return not before.trailing and before.end > f.cue.start and _TURN.search(between) is None


def _bounded(scene: Scene, found: list[Attribution]) -> list[Attribution]:
    """End each span where the next one begins, without the connecting word between them."""
    connectors = compiled(scene.language, "{}", "between", "clauses").pattern
    for f, following in pairwise(found):
        if f.start < following.start < f.end:
            piece = scene.text[f.start : following.start]
            connector = re.search(rf"(?:[,，;；]?\s*(?:{connectors})?\s*)$", piece, re.I)
            f.end = f.start + (connector.start() if connector else len(piece))
    return [f for f in found if f.end - f.start > 3]
