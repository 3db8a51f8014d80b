"""Turns attributions into claims: one a speaker, with span, channel, modality and figures; and keeps the outlet's own main facts.

A quotation that runs over several sentences is one claim; a sentence that goes on inside it, or follows it in quotation marks
without a cue, is the same speaker's. In an opinion piece the author's own voice is left to the outlet's (`speaker` None).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extract.actors import Actor
from extract.annotations import Claim, Figure, Period, Piece, QuoteStatus
from extract.attribution import attributions
from extract.draft import DateSpan, Draft, Sentence, overlapping, within
from extract.gazetteer import Gazetteer, load_gazetteer
from extract.ids import normalised, sentence_ordinals, stable_id
from extract.modality import firmness
from extract.reach import Attribution
from extract.script import readable
from extract.speech import Cue, compiled
from extract.tables import LANGUAGES
from extract.venues import venue_in

OWN_CLAIMS = 20
"""At most so many facts in the outlet's own voice: what a reader would underline."""

_SPOKEN = {"US": "en", "GB": "en", "CA": "en", "AU": "en", "IE": "en", "NZ": "en", "CN": "zh", "TW": "zh", "VN": "vi"}


@Language.factory("racegraph_claims")
def make_claims(nlp: Language, name: str) -> Claims:
    return Claims(load_gazetteer())


class Claims:
    """Fills `draft.claims`."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        draft: Draft = doc._.draft
        ordinals = sentence_ordinals(draft)
        previous: list[Actor] = []
        block = -1
        attributed: set[int] = set()
        rests: list[Sentence] = []
        covered = 0
        for s in draft.sentences:
            if s.language not in LANGUAGES or draft.blocks[s.block].kind != "body" or s.start < covered:
                attributed.add(s.start)
                continue
            previous = previous if s.block == block else []
            block = s.block
            found = attributions(draft, s, previous) or _continued(draft, s, previous)
            for f in found:
                covered = max(covered, self._claim(draft, s, f, ordinals[s.start]))
                previous = f.speakers
                attributed.add(s.start)
            if found and s.end - covered > (14 if s.language == "zh" else 40):
                rests.append(_rest(draft.text, s, covered))
            if not found and not _whole_quote(draft, s):
                previous = previous if len(draft.text[s.start : s.end]) < 40 else []
        self._own_voice(draft, attributed, rests, ordinals)
        draft.claims.sort(key=lambda c: (c.start, c.end))
        return doc

    def _claim(self, draft: Draft, s: Sentence, f: Attribution, ordinal: int) -> int:
        """Add the claims of one attribution, one a speaker; return where the covered text ends."""
        start, end = _with_quotation(draft, f)
        read = readable(draft.text, s.language)
        content = read[f.content : f.end] if f.content < f.end else read[start:end]
        firm = firmness(content, f.cue, f.between, s.language)
        via = self._via(draft, s, f)
        sentence = _sentences_over(draft, start, end)
        spans = [(p.start, p.end) for p in within(draft.quotes, start, end)]
        direct = bool(spans)
        for who in f.speakers:
            for entity in who.entities or (None,):
                speaker = entity or "unnamed: " + " ".join((who.known_as or who.text).split()).lower()
                key = normalised(who.text) if entity is None else entity
                draft.claims.append(
                    Claim(
                        id=stable_id(
                            draft.article.id, draft.text[s.start : s.end], ordinal, f.cue.start - s.start, key
                        ),
                        start=start,
                        end=end,
                        text=draft.text[start:end],
                        sentence=draft.text[sentence[0] : sentence[1]],
                        pieces=(Piece(start, end),),
                        speaker=speaker,
                        speaker_text=who.text.strip(),
                        cue=f.cue.text,
                        modality=firm.modality,
                        via=tuple(v for v in via if v != entity),
                        about=_about(draft, start, end, entity, [(a.start, a.end) for a in f.speakers]),
                        reply=firm.reply,
                        condition=firm.condition,
                        negated=firm.negated,
                        direct=direct,
                        quote_status=self._quote_status(entity, via, s.language) if direct else "unknown",
                        figures=tuple(x.id for x in within(draft.figures, start, end)),
                        said_at=_said_at(draft, s, f),
                        venue=_venue(draft, s, f),
                        confidence=f.confidence,
                        by=f.by,
                    )
                )
        return end

    def _via(self, draft: Draft, s: Sentence, f: Attribution) -> list[str]:
        """The channels: outlets named outside the content and not speaking themselves, nearest to the speaker first."""
        speakers = {e for a in f.speakers for e in a.entities}
        at = f.speakers[0].start
        ends = [(f.cue.end, s.end)] if f.trailing else [(s.start, _content_start(draft.text, f, s))]
        outlets = [
            m
            for low, high in ends
            for m in within(draft.mentions, low, high)
            if m.kind == "Outlet" and m.entity not in speakers
        ]
        near = sorted(outlets, key=lambda m: abs(m.start - at))
        return list(dict.fromkeys([m.entity for m in near] + f.via))

    def _quote_status(self, speaker: str | None, via: Sequence[str], language: str) -> QuoteStatus:
        """Words are the original only in the language their speaker, or the outlet that took them down, uses."""
        for entity in [speaker, *via]:
            known = self.gazetteer.entities.get(entity or "")
            spoken = _SPOKEN.get(known.country) if known else None
            if spoken:
                return "original" if spoken == language else "translated"
        return "unknown"

    def _own_voice(self, draft: Draft, attributed: set[int], rests: list[Sentence], ordinals: dict[int, int]) -> None:
        rows = []
        for i, s in enumerate([*draft.sentences, *rests]):
            if (
                s.start in attributed
                or _whole_quote(draft, s)
                or draft.blocks[s.block].kind != "body"
                or s.language not in LANGUAGES
            ):
                continue
            weight = _weight(draft, s, i)
            if weight > 0:
                rows.append((-weight, s.start, s))
        for _, _, s in sorted(rows, key=lambda r: r[:2])[:OWN_CLAIMS]:
            text = draft.text[s.start : s.end]
            firm = firmness(readable(draft.text, s.language)[s.start : s.end], None, "", s.language)
            draft.claims.append(
                Claim(
                    id=stable_id(draft.article.id, text, ordinals.get(s.start, 0), 0, ""),
                    start=s.start,
                    end=s.end,
                    text=text,
                    sentence=text,
                    pieces=(Piece(s.start, s.end),),
                    speaker=None,
                    speaker_text=None,
                    cue="",
                    modality=firm.modality,
                    about=_about(draft, s.start, s.end, None),
                    condition=firm.condition,
                    negated=firm.negated,
                    figures=tuple(x.id for x in within(draft.figures, s.start, s.end)),
                    confidence=0.8,
                    by="own-voice",
                )
            )


def _rest(text: str, s: Sentence, covered: int) -> Sentence:
    """What the outlet adds behind somebody's words in one sentence."""
    start = covered + len(text[covered : s.end]) - len(text[covered : s.end].lstrip(" ,，;；–—-\u00a0"))
    return Sentence(start, s.end, s.block, s.language)


def _continued(draft: Draft, s: Sentence, previous: list[Actor]) -> list[Attribution]:
    """A sentence all in quotation marks, or one that opens with "in other words", after somebody spoke in this paragraph, is theirs."""
    goes_on = compiled(s.language, r"^{}[,，:]", "continues", "words")
    if not previous or not (_whole_quote(draft, s) or goes_on.match(readable(draft.text, s.language)[s.start : s.end])):
        return []
    cue = Cue(s.start, s.start, "", "asserted")
    return [Attribution(previous, cue, s.start, s.end, s.start, "continued", 0.8)]


def _whole_quote(draft: Draft, s: Sentence) -> bool:
    quoted = sum(min(q.end, s.end) - max(q.start, s.start) for q in overlapping(draft.quotes, s.start, s.end))
    return quoted >= 0.7 * (s.end - s.start)


def _with_quotation(draft: Draft, f: Attribution) -> tuple[int, int]:
    """Stretch the span over the whole of a quotation that begins or ends outside its sentence."""
    start, end = f.start, f.end
    for q in overlapping(draft.quotes, start, end):
        if q.end - q.start > 3000:
            continue
        if q.start >= f.content - 3 or f.trailing:
            end = max(end, q.end) if not f.trailing else end
            start = min(start, q.start)
    return start, end


def _sentences_over(draft: Draft, start: int, end: int) -> tuple[int, int]:
    first, last = draft.sentence_at(start), draft.sentence_at(end - 1)
    return min(start, first.start if first else start), max(end, last.end if last else end)


def _content_start(text: str, f: Attribution, s: Sentence) -> int:
    """Where the reported words begin: after "rằng", "that", a colon or a quotation mark behind the cue."""
    match = re.search(r"\brằng\b|\bthat\b|[:：“\"「，]", text[f.cue.end : min(s.end, f.cue.end + 90)])
    return f.cue.end + (match.end() if match else 0)


def _about(
    draft: Draft, start: int, end: int, speaker: str | None, outside: Sequence[tuple[int, int]] = ()
) -> tuple[str, ...]:
    """What the words are about: named or referred to in `[start, end)`, but neither the speaker nor what stands in `outside`."""
    named = [(m.start, m.entity, m.kind) for m in within(draft.mentions, start, end)]
    meant = [(r.start, e, draft.entities[e].kind) for r in within(draft.referents, start, end) for e in r.entities]
    rows = sorted(r for r in [*named, *meant] if not any(a <= r[0] < b for a, b in outside))
    return tuple(dict.fromkeys(e for _, e, kind in rows if e != speaker and kind != "Outlet"))[:8]


def _beside(draft: Draft, s: Sentence, f: Attribution) -> tuple[int, int]:
    """The range with speaker and verb, without the words that are said."""
    if f.trailing:
        return max(s.start, f.cue.start - 40), s.end
    said_before = max((c.end for c in draft.claims[-4:] if s.start <= c.start and c.end <= f.start), default=s.start)
    return said_before, _content_start(draft.text, f, s)


def _venue(draft: Draft, s: Sentence, f: Attribution) -> str | None:
    low, high = _beside(draft, s, f)
    found = venue_in(readable(draft.text, s.language), low, high, s.language)
    return draft.text[found[0] : found[1]] if found else None


def _said_at(draft: Draft, s: Sentence, f: Attribution) -> Period | None:
    """When it was said: a date beside the speaker and the cue, outside the words themselves."""
    dates: Sequence[DateSpan] = within(draft.dates, *_beside(draft, s, f))
    return next((d.period for d in dates if d.period), None)


def _weight(draft: Draft, s: Sentence, index: int) -> float:
    """How much a reader would miss the sentence: figures and names count, the lead counts, questions do not."""
    text = draft.text[s.start : s.end]
    if text.endswith(("?", "？")) or len(text) < (12 if s.language == "zh" else 35):
        return 0
    figures: Sequence[Figure] = within(draft.figures, s.start, s.end)
    names = {m.entity for m in within(draft.mentions, s.start, s.end)}
    return 2 * min(len(figures), 2) + min(len(names), 4) * 0.8 + (1 if index < 3 else 0) + 0.3
