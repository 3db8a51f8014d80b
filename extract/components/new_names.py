"""Finds names that no list knows, says what they are where the words around them do, and finds them again later in the article.

Known names are never touched; a name that cannot be typed is no mention but a candidate, kept in `draft.candidates`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Entity, Kind, Mention
from extract.draft import Draft, within
from extract.gazetteer import Gazetteer, load_gazetteer
from extract.name_chinese import chinese_names
from extract.name_institutions import institutions
from extract.name_shapes import VERSIONED, Run, common_words, mask, name_id, name_runs
from extract.name_types import Typing, type_of

_CODE = re.compile(r"[A-Z]{1,4}-?\d{2,4}[A-Z]{0,2}")
_VARIANTS = ("Model", "Chip")


@Language.factory("racegraph_new_names")
def make_new_names(nlp: Language, name: str) -> NewNames:
    return NewNames(load_gazetteer())


class NewNames:
    """Adds the names the gazetteer does not hold."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.families: dict[str, tuple[str, Kind]] = {}
        for e in gazetteer.entities.values():
            for a in e.aliases:
                if (
                    e.kind in _VARIANTS
                    and a.text.isascii()
                    and not any(c.isdigit() for c in a.text)
                    and len(a.text) > 2
                ):
                    self.families.setdefault(a.text, (e.id, e.kind))

    def __call__(self, doc: Doc) -> Doc:
        draft: Draft = doc._.draft
        self._add_versions(draft)
        self._add(draft, institutions(draft, self._masked(draft)))
        self._add_typed_runs(draft)
        if any(s.language == "zh" for s in draft.sentences):
            self._add_chinese(draft)
        return doc

    def _masked(self, draft: Draft) -> str:
        return mask(draft.text, [(m.start, m.end) for m in draft.mentions])

    def _add_versions(self, draft: Draft) -> None:
        """A known family with a version that no list has ("Qwen3.9-Max") is a model of its own."""
        added = []
        for match in VERSIONED.finditer(draft.text):
            family = self.families.get(match["family"])
            if family is None or (match["link"] == " " and "." not in match["version"] and not match["tail"]):
                continue
            if any(
                m.start <= match.start() and m.end >= match.end()
                for m in within_overlap(draft.mentions, match.start(), match.end())
            ):
                continue
            if draft.sentence_at(match.start()) is None:
                continue
            name = match.group()
            entity = name_id(family[1], name)
            added.append(Mention(match.start(), match.end(), name, family[1], entity, by="version", confidence=0.85))
        for new in added:
            draft.mentions = [m for m in draft.mentions if m.end <= new.start or m.start >= new.end]
            _remember(draft, new, new.text)
            draft.mentions = sorted([*draft.mentions, new], key=lambda m: (m.start, -m.end))

    def _add_typed_runs(self, draft: Draft) -> None:
        surnames = {word for m in draft.mentions if m.kind == "Person" for word in m.text.split()[1:]}
        runs = [r for r in name_runs(draft, self._masked(draft)) if r.text not in surnames]
        votes: dict[str, Counter[Typing]] = defaultdict(Counter)
        for run in runs:
            sentence = draft.sentence_at(run.start)
            assert sentence is not None
            typing = type_of(run, draft.text, sentence.start, sentence.end) or _code(run, draft.text)
            if typing is not None:
                votes[run.text][typing] += 1
        typed = {name: _winner(found) for name, found in votes.items()}
        self._add(
            draft,
            [
                (r.start, r.end, typed[r.text])
                for r in runs
                if r.text in typed and (typed[r.text].by == "apposition" or _plausible(r, runs))
            ],
        )
        draft.candidates.extend((r.start, r.end, r.text) for r in runs if r.text not in typed and not r.initial)

    def _add_chinese(self, draft: Draft) -> None:
        masked = self._masked(draft)
        found = []
        for s in draft.sentences:
            if s.language == "zh":
                found += [
                    (f.start, f.end, Typing(f.kind, f.by, f.confidence)) for f in chinese_names(masked, s.start, s.end)
                ]
        names = {draft.text[start:end]: typing for start, end, typing in found}
        again = [
            (m.start(), m.end(), typing)
            for name, typing in names.items()
            if len(name) > 2
            for m in re.finditer(re.escape(name), masked)
            if draft.sentence_at(m.start())
        ]
        self._add(draft, _without_overlap([*found, *again]))

    def _add(self, draft: Draft, found: list[tuple[int, int, Typing]]) -> None:
        for start, end, typing in found:
            if within_overlap(draft.mentions, start, end) and typing.by != "institution":
                continue
            name = " ".join(draft.text[start:end].split())
            entity = name_id(typing.kind, name)
            mention = Mention(start, end, draft.text[start:end], typing.kind, entity, typing.by, typing.confidence)
            _remember(draft, mention, name)
            draft.mentions.append(mention)
        draft.mentions.sort(key=lambda m: (m.start, -m.end))


def within_overlap(mentions: list[Mention], start: int, end: int) -> list[Mention]:
    """Return the mentions that share a character with `[start, end)`."""
    near = within(mentions, max(0, start - 120), end + 120)
    return [m for m in near if m.start < end and start < m.end]


def _remember(draft: Draft, mention: Mention, name: str) -> None:
    if mention.entity not in draft.entities:
        draft.entities[mention.entity] = Entity(mention.entity, name, mention.kind, candidate=mention.confidence < 0.8)


def _winner(found: Counter[Typing]) -> Typing:
    by_kind: Counter[Kind] = Counter()
    for typing, count in found.items():
        by_kind[typing.kind] += count
    kind = min(by_kind, key=lambda k: (-by_kind[k], k))
    return max((t for t in found if t.kind == kind), key=lambda t: (t.confidence, t.by))


def _plausible(run: Run, runs: list[Run]) -> bool:
    """A single capitalised word at the head of a sentence is a name only if it stands capitalised elsewhere too."""
    if not run.initial or len(run.words) > 1:
        return True
    return any(r.text == run.text and not r.initial for r in runs) and run.text not in common_words(run.language)


def _code(run: Run, text: str) -> Typing | None:
    """A code such as "MI455X" beside a word for chips is a chip."""
    if not _CODE.fullmatch(run.text):
        return None
    around = text[max(0, run.start - 25) : run.end + 15].lower()
    return (
        Typing("Chip", "code", 0.8)
        if re.search(r"chip|gpu|processor|accelerator|bộ xử lý|芯片|晶片|处理器|加速", around)
        else None
    )


def _without_overlap(found: list[tuple[int, int, Typing]]) -> list[tuple[int, int, Typing]]:
    kept: list[tuple[int, int, Typing]] = []
    for start, end, typing in sorted(found, key=lambda f: (f[0], -f[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, typing))
    return kept
