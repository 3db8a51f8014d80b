"""Which two figures may be set side by side: one metric, one subject, one role, one basis, one unit, and periods that can be compared."""

from __future__ import annotations

from collections.abc import Sequence

from app.answer.evidence import Evidence, FigureSeen
from app.digest.items import Item


def same_measure(now: Evidence, other: Evidence) -> tuple[FigureSeen, FigureSeen] | None:
    """Return the one figure of each claim that measures the same and differs, the newer claim's first; None when there is none or a choice."""
    pairs = [(a, b) for a in now.figures for b in other.figures if comparable(a, b)]
    return pairs[0] if len(pairs) == 1 else None


def comparable(a: FigureSeen, b: FigureSeen) -> bool:
    """Say whether two figures measure the same thing in the same way and are different numbers."""
    if a.figurative or b.figurative or "vague" in (a.qualifier, b.qualifier) or not a.metric:
        return False
    alike = (a.metric, a.unit, a.role, a.basis) == (b.metric, b.unit, b.role, b.basis)
    return alike and bool(set(a.subjects) & set(b.subjects)) and _periods_fit(a, b) and _ends(a) != _ends(b)


def moved_within(e: Evidence, earlier: Sequence[tuple[str, str]], claims: tuple[str, ...]) -> Item | None:
    """Return the item of a claim that itself gives the number before and after ("raised from X to Y"); None when it does not."""
    by_id = {f.id: f for f in e.figures}
    for after_id, before_id in earlier:
        after, before = by_id.get(after_id), by_id.get(before_id)
        if after is None or before is None or not after.metric or not after.subjects:
            continue
        plain = not (after.figurative or before.figurative or "vague" in (after.qualifier, before.qualifier))
        if plain and after.unit == before.unit and _ends(after) != _ends(before) and e.modality in ("asserted", "predicted"):  # fmt: skip
            return Item(f"figure:{e.id}", "figure", e, claims, after=after, before=before)
    return None


def told_apart(now: Evidence, other: Evidence) -> bool:
    """Say whether two claims are of two speakers, or of two outlets' own voices."""
    one, two = now.speaker, other.speaker
    if one is None and two is None:
        return now.article.outlet_id != other.article.outlet_id
    return (one.id if one else "") != (two.id if two else "")


def middle(f: FigureSeen) -> float | None:
    """Return the number to draw: the value, or the middle of a range."""
    if f.value is not None:
        return f.value
    if f.low is not None and f.high is not None:
        return (f.low + f.high) / 2
    return f.low if f.low is not None else f.high


def _ends(f: FigureSeen) -> tuple[float | None, float | None]:
    return (f.low if f.low is not None else f.value, f.high if f.high is not None else f.value)


def _periods_fit(a: FigureSeen, b: FigureSeen) -> bool:
    """Two stretches of equal kind (a year and a year, a day and a day), or one of them not told."""
    if not (a.period_start and a.period_end and b.period_start and b.period_end):
        return True
    lengths = sorted(((a.period_end - a.period_start).days, (b.period_end - b.period_start).days))
    return lengths[1] - lengths[0] <= max(3, lengths[0] // 20)
