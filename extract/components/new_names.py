"""Finds names that no list knows, says what they are where the words around them do, and finds them again in the article.

Known names are never changed, only taken into longer ones; a name that cannot be typed is no mention but a candidate, kept in
`draft.candidates`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Entity, Kind, Mention
from extract.components.known_names import NESTED_INSIDE
from extract.draft import Draft, within
from extract.gazetteer import Gazetteer, KnownEntity, load_gazetteer
from extract.name_chinese import chinese_names
from extract.name_hits import legal_end
from extract.name_institutions import institutions
from extract.name_occurrences import occurrences
from extract.name_persons import can_be_person, person_split
from extract.name_shapes import Run, common_words, fold_name, mask, name_id, name_runs
from extract.name_types import Typing, type_of
from extract.name_variants import Families
from extract.script import simplified

_CODE = re.compile(r"[A-Z]{1,4}-?\d{2,4}[A-Z]{0,2}")
_STANDS_IN_NAMES = ("Country", "Place", "Person")


@Language.factory("racegraph_new_names")
def make_new_names(nlp: Language, name: str) -> NewNames:
    return NewNames(load_gazetteer())


class NewNames:
    """Adds the names the gazetteer does not hold."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.families = Families(gazetteer)
        self.spelled = _spelled(gazetteer)

    def __call__(self, doc: Doc) -> Doc:
        draft: Draft = doc._.draft
        self._add_versions(draft)
        open_text = mask(draft.text, [(m.start, m.end) for m in draft.mentions if m.kind not in _STANDS_IN_NAMES])
        _add(draft, institutions(draft, open_text), self.spelled)
        _add_typed_runs(draft, self.spelled)
        if any(s.language == "zh" for s in draft.sentences):
            _add_chinese(draft, self.spelled)
        return doc

    def _add_versions(self, draft: Draft) -> None:
        """A known family with a version that no list has ("Qwen3.9-Max") is a model of its own, unless a known name is as long."""
        added: list[Mention] = []
        for v in self.families.variants(draft.text):
            near = [
                *within_overlap(draft.mentions, v.start, v.end),
                *(m for m in added[-8:] if m.start < v.end and v.start < m.end),
            ]
            if any(
                (m.start <= v.start and m.end >= v.end) or m.end > v.end or (m.start < v.start and m.kind != v.kind)
                for m in near
            ):
                continue
            sentence = draft.sentence_at(v.start)
            if sentence is None or v.end > sentence.end:
                continue
            name = draft.text[v.start : v.end]
            known = self.spelled.get((v.kind, fold_name(name)))
            added.append(Mention(v.start, v.end, name, v.kind, known.id if known else v.entity, "version", 0.85))
        if not added:
            return
        taken = {at for m in added for at in range(m.start, m.end)}
        draft.mentions = [
            m
            for m in draft.mentions
            if m.start not in taken and not (m.kind in ("Model", "Chip") and m.end - 1 in taken)
        ]
        for new in added:
            _remember(draft, new, self._name(new))
        draft.mentions = sorted([*draft.mentions, *added], key=_order)

    def _name(self, mention: Mention) -> str:
        known = self.gazetteer.entities.get(mention.entity)
        return known.name if known else mention.text


Spelled = dict[tuple[Kind, str], KnownEntity]
"""Known entities by kind and folded name, for spellings that no alias has ("Deepmind", "LLaMA 3 70B")."""


def _spelled(gazetteer: Gazetteer) -> Spelled:
    owners: dict[tuple[Kind, str], set[str]] = defaultdict(set)
    for e in gazetteer.entities.values():
        for a in e.aliases:
            if not a.only and len(a.text) > 3:
                owners[e.kind, fold_name(simplified(a.text))].add(e.id)
    return {key: gazetteer.entities[next(iter(ids))] for key, ids in owners.items() if len(ids) == 1}


def _add_typed_runs(draft: Draft, spelled: Spelled) -> None:
    masked = mask(draft.text, [(m.start, m.end) for m in draft.mentions])
    surnames = {word for m in draft.mentions if m.kind == "Person" for word in m.text.split()[1:]}
    found = _joined(draft, [r for r in name_runs(draft, masked) if r.text not in surnames])
    runs = [part for r in found for part in _parts(r)]
    votes: dict[str, Counter[Typing]] = defaultdict(Counter)
    for run in runs:
        sentence = draft.sentence_at(run.start)
        if sentence is None or run.headline:
            continue
        typing = type_of(run, masked, sentence.start, sentence.end) or _code(run, draft.text)
        if typing is not None:
            votes[run.text][typing] += 1
    typed = {name: _winner(found) for name, found in votes.items()}
    for _ in range(2):
        typed.update(_by_list(draft, runs, typed))
    often = Counter(r.text for r in runs if not r.initial)
    _add(
        draft,
        [
            (r.start, r.end, typed[r.text])
            for r in runs
            if r.text in typed and (typed[r.text].by in ("apposition", "use") or _plausible(r, often))
        ],
        spelled,
    )
    draft.candidates.extend((r.start, r.end, r.text) for r in runs if r.text not in typed and not r.initial)


def _joined(draft: Draft, runs: list[Run]) -> list[Run]:
    """Put a name together that has a country or place inside: "Hello China Tech"."""
    rows: list[Run] = []
    for run in runs:
        last = rows[-1] if rows else None
        if last and last.language == "en" and _has_place_between(draft, last.end, run.start):
            text = draft.text[last.start : run.end]
            rows[-1] = Run(last.start, run.end, text, last.initial, last.language, last.headline)
            continue
        rows.append(run)
    return rows


def _has_place_between(draft: Draft, start: int, end: int) -> bool:
    if not 2 < end - start < 24:
        return False
    inside = within(draft.mentions, start, end)
    if len(inside) != 1 or inside[0].kind not in ("Country", "Place"):
        return False
    return draft.text[start : inside[0].start] == draft.text[inside[0].end : end] == " "


def _parts(run: Run) -> list[Run]:
    """Cut "Lumora CEO Dana Whitfield" and "Lumora Dana Whitfield" (as in "CEO Lumora Dana Whitfield") in two."""
    title = _TITLE_INSIDE.search(run.text)
    if title:
        at, head = run.start + title.end(), run.text[: title.start()]
    else:
        cut = person_split(run.words) if run.language == "vi" and len(run.words) >= 3 else 0
        if not cut:
            return [run]
        at = run.start + run.text.index(run.words[cut], len(" ".join(run.words[:cut])))
        head = run.text[: at - run.start].rstrip()
    return [
        Run(run.start, run.start + len(head), head, run.initial, run.language, run.headline),
        Run(at, run.end, run.text[at - run.start :], False, run.language, run.headline),
    ]


_TITLE_INSIDE = re.compile(
    r" (?:C[ETFOIP]O|(?:Vice )?President|Chair(?:man|woman)?|Chief(?: [A-Z]\w+){0,2}|(?:Co-)?[Ff]ounder|Secretary|Director|Professor|Minister|Ambassador|Governor|Senator|Advis[eo]r|Analyst|(?:Majority|Minority) (?:Leader|Whip)) (?=[A-Z])"
)
_JOINT = re.compile(r"(?:,|、|/|,? (?:and|or|và|hay|hoặc|cùng)|,? &|和|与|及|以及)[ \u00a0]?(?:\bthe )?")


def _by_list(draft: Draft, runs: list[Run], typed: dict[str, Typing]) -> dict[str, Typing]:
    """A name that stands in one list with names of a kind is of that kind: "Huawei, Cambricon and Lumora"."""
    spans: list[tuple[int, int, Kind]] = [(m.start, m.end, m.kind) for m in draft.mentions]
    spans += [(r.start, r.end, typed[r.text].kind) for r in runs if r.text in typed]
    starts, ends = {s: k for s, _, k in spans}, {e: k for _, e, k in spans}
    found: dict[str, Typing] = {}
    for run in runs:
        if run.text in typed or run.text in found or run.initial or run.headline:
            continue
        if draft.text[run.end : run.end + 2] in ("'s", "’s"):
            continue
        after = _JOINT.match(draft.text, run.end)
        right = starts.get(after.end()) if after else None
        gap = next(
            (
                n
                for n in range(1, 7)
                if _JOINT.fullmatch(draft.text, run.start - n, run.start) and run.start - n in ends
            ),
            0,
        )
        left = ends.get(run.start - gap) if gap else None
        kind = left or right
        if kind in ("Company", "Model", "Chip", "Outlet", "Organization") and (left is None or right in (None, left)):
            found[run.text] = Typing(kind, "list", 0.75)
        elif kind == "Person" and len(run.words) in (2, 3) and can_be_person(run.words):
            found[run.text] = Typing("Person", "list", 0.75)
    return found


def _add_chinese(draft: Draft, spelled: Spelled) -> None:
    masked = simplified(mask(draft.text, [(m.start, m.end) for m in draft.mentions]))
    open_text = simplified(
        mask(draft.text, [(m.start, m.end) for m in draft.mentions if m.kind not in ("Country", "Place")])
    )
    found = []
    for s in draft.sentences:
        if s.language == "zh" and draft.blocks[s.block].kind != "credit":
            found += [
                (f.start, f.end, Typing(f.kind, f.by, f.confidence))
                for f in chinese_names(masked, open_text, s.start, s.end)
            ]
    names = {masked[start:end]: typing for start, end, typing in found}
    found += [
        (start, end, names[name])
        for start, end, name in occurrences(masked, names)
        if draft.sentence_at(start) and (len(name) > 2 or _stands_free(masked, start, end))
    ]
    _add(draft, _without_overlap(found), spelled)


_FREE_BEFORE = re.compile(r"[^\u4e00-\u9fff]|[和与与及对向由让被据跟随的称者]")
_FREE_AFTER = re.compile(r"[^\u4e00-\u9fff]|[和与及对向在说称也还曾则就将已的等表认指强透补坦提记谈回告]")


def _stands_free(text: str, start: int, end: int) -> bool:
    """A name of two characters counts again only between marks and function words."""
    return (start == 0 or _FREE_BEFORE.match(text, start - 1) is not None) and (
        end >= len(text) or _FREE_AFTER.match(text, end) is not None
    )


def _add(draft: Draft, found: list[tuple[int, int, Typing]], spelled: Spelled) -> None:
    """Add mentions where no other stands; an institution takes the names inside it along, as far as they count for both."""
    new: list[Mention] = []
    gone: set[tuple[int, int]] = set()
    for start, found_end, typing in sorted(found, key=lambda f: (f[0], -f[1])):
        sentence = draft.sentence_at(start)
        if sentence is None:
            continue
        end = legal_end(draft.text, start, found_end, sentence.end) if typing.kind == "Company" else found_end
        if new and start < new[-1].end:
            continue
        inside = within_overlap(draft.mentions, start, end)
        if (
            inside
            and typing.by not in ("institution", "suffix")
            and any(m.kind not in ("Country", "Place") for m in inside)
        ):
            continue
        if any(m.start < start or m.end > end or (m.start, m.end) == (start, end) for m in inside):
            continue
        if sum(m.end - m.start for m in inside) >= end - start - 1:
            continue
        gone |= {(m.start, m.end) for m in inside if typing.kind not in NESTED_INSIDE.get(m.kind, frozenset())}
        name = " ".join(draft.text[start:end].split())
        known = spelled.get((typing.kind, fold_name(simplified(name))))
        entity = known.id if known else name_id(typing.kind, name)
        mention = Mention(start, end, draft.text[start:end], typing.kind, entity, typing.by, typing.confidence)
        _remember(draft, mention, known.name if known else name)
        new.append(mention)
    if new:
        kept = [m for m in draft.mentions if (m.start, m.end) not in gone]
        draft.mentions = sorted([*kept, *new], key=_order)


def _order(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


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


def _plausible(run: Run, often: Counter[str]) -> bool:
    """A single capitalised word at the head of a sentence is a name only if it stands capitalised elsewhere too."""
    if not run.headline and (not run.initial or len(run.words) > 1):
        return True
    return often[run.text] > 0 and run.text not in common_words(run.language)


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
