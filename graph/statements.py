"""What one speaker says, however often and in whatever language it is reported: claims that say the same thing share a statement.

Sameness is closed (a like b, b like c: one statement), so order does not matter; the id is that of the least claim. A person's judgement on two
claims goes before everything. Pairs that the rules are not sure of are kept for a person to decide.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from graph.concepts import concepts, weight
from graph.likeness import Likeness, likeness, plain, quotes, words
from graph.origins import Origin, origins
from graph.said import Amount, Said

Pair = tuple[str, str]

_COMMON = 40
"""A trait that more claims of one speaker share than this tells nothing; comparing all of them would take for ever."""

_TRAITS = 8


@dataclass(frozen=True, slots=True)
class Statement:
    """A class of claims. `claims` are all of them with their articles; `count`, days, origins come from those that are `standing`."""

    id: str
    gist: str
    speaker: str
    claims: tuple[tuple[str, str], ...]
    count: int
    first_seen: str
    last_seen: str
    origins: tuple[Origin, ...]
    all_origins: tuple[Origin, ...]
    origin_of: tuple[tuple[str, str], ...]
    standing: tuple[Said, ...] = ()

    @property
    def at_most(self) -> bool:
        """Say whether fewer origins may stand behind it than are counted."""
        return len(self.origins) > 1 and any(o.state == "unknown" for o in self.origins)


def group(
    said: Iterable[Said], judged: Mapping[Pair, str], *, own_voice: bool = False
) -> tuple[list[list[Said]], list[Pair]]:
    """Return the claims of one speaker in classes that say the same thing, and the pairs that a person should decide.

    `judged` holds verdicts (same, different, unsure) by sorted pair of claim ids. In an outlet's `own_voice` only equal words and numbers count.
    """
    by_id = {s.claim: s for s in sorted(said, key=lambda s: s.claim)}
    classes: dict[str, set[str]] = {c: {c} for c in by_id}
    apart = {p for p, verdict in judged.items() if verdict == "different" and p[0] in by_id and p[1] in by_id}
    for pair, verdict in sorted(judged.items()):
        if verdict == "same" and pair[0] in by_id and pair[1] in by_id:
            _join(classes, pair, apart)
    unsure = []
    for pair in _candidates(by_id.values(), own_voice=own_voice):
        if pair in judged:
            continue
        found = _likeness(by_id[pair[0]], by_id[pair[1]], own_voice=own_voice)
        if found == "same":
            _join(classes, pair, apart)
        elif found == "unsure":
            unsure.append(pair)
    open_ = [p for p in unsure if classes[p[0]] is not classes[p[1]]]
    unique = {min(c): c for c in classes.values()}
    return [[by_id[c] for c in sorted(unique[least])] for least in sorted(unique)], open_


def statement(speaker: str, members: list[Said]) -> Statement:
    """Return what a class of claims says, told by its earliest claim."""
    standing = [s for s in members if s.stands]
    told = sorted(standing or members, key=lambda s: (s.day or "9999", s.claim))
    where = origins((s.claim, s.source) for s in members)
    days = sorted(s.day for s in standing if s.day)
    mine = {where[s.claim].id: where[s.claim] for s in standing}
    return Statement(
        id=f"s{min(s.claim for s in members)}", gist=told[0].text, speaker=speaker,
        claims=tuple((s.claim, s.article) for s in members), count=len(standing),
        first_seen=days[0] if days else "", last_seen=days[-1] if days else "",
        origins=tuple(mine[k] for k in sorted(mine)), all_origins=tuple({o.id: o for o in where.values()}.values()), origin_of=tuple((c, o.id) for c, o in sorted(where.items())),
        standing=tuple(sorted(standing, key=lambda s: s.claim)),
    )  # fmt: skip


def _join(classes: dict[str, set[str]], pair: Pair, apart: set[Pair]) -> None:
    one, other = classes[pair[0]], classes[pair[1]]
    if one is other or any((min(x, y), max(x, y)) in apart for x in one for y in other if apart):
        return
    one |= other
    for member in other:
        classes[member] = one


def _candidates(said: Iterable[Said], *, own_voice: bool) -> Iterator[Pair]:
    """Yield the pairs worth comparing, in order: those that share a trait which is not common to many."""
    holders: dict[str, list[str]] = defaultdict(list)
    for s in said:
        for trait in _traits(s, own_voice=own_voice):
            holders[trait].append(s.claim)
    pairs = {p for who in holders.values() if len(who) <= _COMMON for p in combinations(who, 2)}
    for who in (w for w in holders.values() if len(w) > _COMMON):
        pairs |= set(pairwise(who)) if own_voice else set()
    yield from sorted(pairs)


def _traits(s: Said, *, own_voice: bool) -> set[str]:
    if own_voice:
        traits = {f"text {plain(s.text)}"}
    else:
        traits = {f"words {' '.join(sorted(words(s.text)))}", *(f"quote {q}" for q in quotes(s.text))}
    if s.modality == "declined_to_comment":
        return traits | {f"declined {s.source.report}", f"declined {s.day}"}
    traits |= {f"number {a.unit} {_rounded(a)} {subject}" for a in s.amounts for subject in (*a.subjects, a.metric)}
    if own_voice:
        return traits
    traits |= (
        {f"month {s.when[:7]}"} | {f"triple {t}" for t in s.triples} | {f"entity {e} {s.when[:7]}" for e in s.about}
    )
    telling = [c for c in sorted(concepts(s.text, s.language)) if weight(c) == 1.0][:_TRAITS]
    return traits | {f"both {a} {b}" for a, b in combinations(telling, 2)}


def _rounded(a: Amount) -> str:
    value = a.value if a.value is not None else a.high if a.high is not None else a.low
    return "vague" if value is None else f"{value:.2g}"


def _likeness(a: Said, b: Said, *, own_voice: bool) -> Likeness:
    if not own_voice:
        return likeness(a, b)
    if plain(a.text) == plain(b.text):
        return "same"
    return "same" if a.amounts and b.amounts and likeness(a, b) == "same" else "different"


def to_body(found: Iterable[Statement]) -> str:
    """Return statements as a piece to send on, without the claims themselves."""
    rows = [
        [
            s.id, s.gist, s.speaker, s.claims, s.count, s.first_seen, s.last_seen, [(o.id, o.kind, o.state) for o in s.origins],
            [], s.origin_of,
        ]
        for s in found
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def from_body(body: str) -> list[Statement]:
    """Return the statements that `to_body` wrote."""
    return [
        Statement(id_, gist, speaker, tuple((c, a) for c, a in claims), count, first, last, tuple(Origin(*o) for o in found),
                  (), tuple((c, o) for c, o in origin_of))
        for id_, gist, speaker, claims, count, first, last, found, _, origin_of in json.loads(body)
    ]  # fmt: skip
