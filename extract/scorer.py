"""Compares what was found in an article with what people annotated, family by family.

A mention is right at its exact span; it is right in kind when kind and entity are too (entities are told apart by the mentions they
share, whatever their ids). Figures are matched one to one by place, value and unit. An attributed claim is found when it covers half
of an annotated one and is not much longer than what it covers; of the outlet's own facts only recall is counted, for nobody
annotates them all. What is optional counts neither way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.annotations import Claim, Extraction, Figure, Mention
from extract.gold import GoldArticle

FAMILIES = (
    "mentions", "mentions typed", "figures", "figure subjects", "figure periods", "figure metrics", "claims", "claims speaker",
    "claims modality", "own claims", "relations", "firm claims", "firm figures",
)  # fmt: skip
_SAME_PLACE = 0.4
_COVERED = 0.5


@dataclass(slots=True)
class Tally:
    """How many were right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.right, self.found, self.wanted = (
            self.right + other.right,
            self.found + other.found,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found; 1 when nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """Tallies by family, one a rule of attribution (of the firm claims it gave), and a line a fault: `family`, what, where."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    rules: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    faults: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add another article's score."""
        for family, tally in other.tallies.items():
            self.tallies[family].add(tally)
        for rule, tally in other.rules.items():
            self.rules[rule].add(tally)
        self.faults += other.faults


def score_article(gold: GoldArticle, found: Extraction) -> Score:
    """Return the score of one article."""
    score = Score()
    entities = _aligned(gold.wanted.mentions, gold.optional.mentions, found.mentions)
    _mentions(score, gold, found, entities)
    _figures(score, gold, found, entities)
    _claims(score, gold, found, entities)
    _relations(score, gold, found, entities)
    return score


def _aligned(wanted: Sequence[Mention], optional: Sequence[Mention], found: Sequence[Mention]) -> dict[str, str]:
    """Return the annotated entity of each found one: the most shared mentions first, each at most once."""
    at = {(m.start, m.end): m.entity for m in (*optional, *wanted)}
    votes: Counter[tuple[str, str]] = Counter((m.entity, at[m.start, m.end]) for m in found if (m.start, m.end) in at)
    pairs: dict[str, str] = {}
    for (mine, theirs), _ in sorted(votes.items(), key=lambda v: (-v[1], v[0])):
        if mine not in pairs and theirs not in pairs.values():
            pairs[mine] = theirs
    return pairs


def _mentions(score: Score, gold: GoldArticle, found: Extraction, entities: dict[str, str]) -> None:
    wanted = {(m.start, m.end): m for m in gold.wanted.mentions}
    optional = {(m.start, m.end) for m in gold.optional.mentions}
    spans = {(m.start, m.end): m for m in found.mentions}
    counted = [s for s in spans if s in wanted or s not in optional]
    right = [s for s in counted if s in wanted]
    typed = [s for s in right if spans[s].kind == wanted[s].kind and entities.get(spans[s].entity) == wanted[s].entity]
    score.tallies["mentions"].add(Tally(len(right), len(counted), len(wanted)))
    score.tallies["mentions typed"].add(Tally(len(typed), len(counted), len(wanted)))
    _tell(score, gold, "mention missed", (wanted[s].text for s in wanted if s not in spans))
    _tell(score, gold, "mention too many", (f"{spans[s].text} ({spans[s].kind})" for s in counted if s not in wanted))
    _tell(
        score, gold, "mention wrong",
        (f"{spans[s].text}: {spans[s].kind} {spans[s].entity}, not {wanted[s].kind} {wanted[s].entity}" for s in right if s not in typed),
    )  # fmt: skip


def _figures(score: Score, gold: GoldArticle, found: Extraction, entities: dict[str, str]) -> None:
    left = list(found.figures)
    subjects = periods = metrics = 0
    pairs: list[tuple[Figure, Figure]] = []
    for g in gold.wanted.figures:
        near = [f for f in left if _overlap(f, g) >= _SAME_PLACE and _same_value(f, g)]
        if not near:
            _tell(score, gold, "figure missed", [f"{g.text} = {g.value or (g.low, g.high)} {g.unit}"])
            continue
        best = max(near, key=lambda f: _overlap(f, g))
        left.remove(best)
        pairs.append((best, g))
    for f, g in pairs:
        named = {entities.get(s, s) for s in f.subjects}
        is_subject = bool(named & set(g.subjects)) or not g.subjects
        is_period = g.period is None or (
            f.period is not None and g.period.start <= f.period.end and f.period.start <= g.period.end
        )
        subjects, periods, metrics = subjects + is_subject, periods + is_period, metrics + (f.metric == g.metric)
        if not is_subject:
            _tell(
                score,
                gold,
                "figure subject",
                [f"{g.text}: {', '.join(f.subjects) or 'none'}, not {', '.join(g.subjects)}"],
            )
        if not is_period:
            _tell(score, gold, "figure period", [f"{g.text}: {f.period}, not {g.period}"])
    extra = [f for f in left if all(_overlap(f, o) < _SAME_PLACE for o in gold.optional.figures)]
    _tell(score, gold, "figure too many", (f"{f.text} = {f.value or (f.low, f.high)} {f.unit}" for f in extra))
    wanted, counted = len(gold.wanted.figures), len(pairs) + len(extra)
    score.tallies["figures"].add(Tally(len(pairs), counted, wanted))
    score.tallies["figure subjects"].add(Tally(subjects, len(pairs), wanted))
    score.tallies["figure periods"].add(Tally(periods, len(pairs), wanted))
    score.tallies["figure metrics"].add(Tally(metrics, len(pairs), wanted))
    matched = [f for f, _ in pairs]
    score.tallies["firm figures"].add(
        Tally(sum(f.firm for f in matched), sum(f.firm for f in (*matched, *extra)), wanted)
    )


def _same_value(f: Figure, g: Figure) -> bool:
    if f.unit != g.unit:
        return False
    if g.value is None and g.low is None and g.high is None:
        return f.value is None
    if g.value is None:
        return _close(f.low, g.low) and _close(f.high, g.high)
    return _close(f.value, g.value)


def _close(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else abs(a - b) <= 1e-6 * max(1.0, abs(b))


def _claims(score: Score, gold: GoldArticle, found: Extraction, entities: dict[str, str]) -> None:
    attributed = [g for g in gold.wanted.claims if g.speaker]
    own = [g for g in gold.wanted.claims if not g.speaker]
    speaking = [c for c in found.claims if c.speaker]
    used: dict[str, bool] = {}
    hits = right = modal = 0
    for g in attributed:
        same = [x for x in attributed if x.speaker == g.speaker]
        fitting = [c for c in speaking if _fits(c, g, same)]
        if not fitting:
            _tell(score, gold, "claim missed", [f"{g.speaker}: {g.text[:110]}"])
            continue
        best = max(fitting, key=lambda c: (_same_speaker(c, g, gold, entities), c.id not in used, _overlap(c, g)))
        is_right = _same_speaker(best, g, gold, entities)
        used[best.id] = used.get(best.id, True) and is_right and best.modality == g.modality
        hits, right, modal = hits + 1, right + is_right, modal + (is_right and best.modality == g.modality)
        if not is_right:
            _tell(score, gold, "claim speaker", [f"{best.speaker}, not {g.speaker}: {g.text[:90]}"])
        elif best.modality != g.modality:
            _tell(score, gold, "claim modality", [f"{best.modality}, not {g.modality}: {g.text[:90]}"])
    # A column's sentences are the outlet's or their author's: either is right.
    optional = [g for g in (*gold.optional.claims, *own) if g.speaker or g.id in gold.speakers]
    extra = [c for c in speaking if c.id not in used and all(_overlap(c, o) < _SAME_PLACE for o in optional)]
    _tell(score, gold, "claim too many", (f"{c.speaker} ({c.by}): {c.text[:90]}" for c in extra))
    score.tallies["claims"].add(Tally(hits, hits + len(extra), len(attributed)))
    score.tallies["claims speaker"].add(Tally(right, hits + len(extra), len(attributed)))
    score.tallies["claims modality"].add(Tally(modal, right, right))
    told = sum(any(_fits(c, g, own) for c in found.claims) for g in own)
    score.tallies["own claims"].add(Tally(told, told, len(own)))
    judged = [c for c in speaking if c.id in used] + extra
    firm = [c for c in judged if c.firm]
    for c in firm:
        score.rules[c.by].add(Tally(int(used.get(c.id, False)), 1, 0))
    score.tallies["firm claims"].add(Tally(sum(used.get(c.id, False) for c in firm), len(firm), len(attributed)))


def _fits(claim: Claim, wanted: Claim, same_speaker: Iterable[Claim]) -> bool:
    """Say whether a claim covers half of an annotated one, and is itself mostly made of what that speaker said."""
    covered = _shared(claim, wanted) / max(1, wanted.end - wanted.start)
    theirs = sum(_shared(claim, g) for g in same_speaker)
    return covered >= _COVERED and theirs >= _SAME_PLACE * (claim.end - claim.start)


def _same_speaker(c: Claim, g: Claim, gold: GoldArticle, entities: dict[str, str]) -> bool:
    mine = c.speaker or ""
    right = (g.speaker or "", *gold.speakers.get(g.id, ()))
    if entities.get(mine, mine) in right:
        return True
    if not (mine.startswith("unnamed: ") and any(name.startswith("unnamed: ") for name in right)):
        return False
    a, b = " ".join((c.speaker_text or "").lower().split()), " ".join((g.speaker_text or "").lower().split())
    return bool(a and b) and (a in b or b in a) and 2 * min(len(a), len(b)) >= max(len(a), len(b))


def _relations(score: Score, gold: GoldArticle, found: Extraction, entities: dict[str, str]) -> None:
    wanted = {(r.subject, r.predicate, r.object) for r in gold.wanted.relations}
    optional = {(r.subject, r.predicate, r.object) for r in gold.optional.relations}
    got = {(entities.get(r.subject, r.subject), r.predicate, entities.get(r.object, r.object)) for r in found.relations}
    counted = got - (optional - wanted)
    score.tallies["relations"].add(Tally(len(counted & wanted), len(counted), len(wanted)))
    _tell(score, gold, "relation missed", (" ".join(r) for r in sorted(wanted - got)))
    _tell(score, gold, "relation too many", (" ".join(r) for r in sorted(counted - wanted)))


def _shared(a: Claim | Figure, b: Claim | Figure) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _overlap(a: Claim | Figure, b: Claim | Figure) -> float:
    """Return the shared characters over those of both spans together."""
    both = _shared(a, b)
    return both / max(1, (a.end - a.start) + (b.end - b.start) - both)


def _tell(score: Score, gold: GoldArticle, family: str, lines: Iterable[str]) -> None:
    score.faults += [(family, f"{gold.file}: {line}") for line in lines]
