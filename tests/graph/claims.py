"""Claims in a few words, for the tests of statements, origins and comparisons."""

from __future__ import annotations

from typing import Any

from graph.comparison import Number
from graph.origins import Source
from graph.said import Amount, Said

HERE = Source("demo-wire", "a1", "outlet", "inferred")


def said(claim: str, text: str, **given: Any) -> Said:
    """Return a claim of an article of 2 March 2026, in English, about nobody, with what is `given` changed."""
    values: dict[str, Any] = {
        "article": f"a{claim}", "place": 0, "day": "2026-03-02", "said_from": "", "said_to": "", "language": "en", "modality": "asserted",
        "negated": False, "stands": True, "linked": False, "about": (), "scope": (), "triples": (), "positions": (), "amounts": (),
        "source": HERE, "firm": True,
    }  # fmt: skip
    return Said(claim=claim, text=text, **{**values, **given})


def amount(value: float | None, unit: str, metric: str = "", **given: Any) -> Amount:
    """Return an exact amount of a level, with what is `given` changed."""
    values: dict[str, Any] = {
        "id": f"f{value}{unit}{given.get('low', '')}{given.get('high', '')}{given.get('start', '')}", "text": f"{value} {unit}", "low": None, "high": None, "qualifier": "exact", "subjects": ("nvidia",), "start": "",
        "end": "", "role": "actual", "basis": "level", "figurative": False, "changed_from": "", "domains": (),
    }  # fmt: skip
    return Amount(value=value, unit=unit, metric=metric, **{**values, **given})


def number(
    speaker: str, value: Amount, *, voice: str = "named", side: str = "", origin: str = "", **given: Any
) -> Number:
    """Return an amount that a statement of a speaker gives."""
    claim = f"{speaker}-{value.id}-{given.get('day', '')}"
    told = said(claim, value.text, **given)
    return Number(
        f"s{claim}",
        speaker,
        side or speaker,
        voice,
        value,
        told,
        (origin or f"origin:{speaker}",),
        ((claim, told.article),),
    )


YEAR = {"start": "2025-01-01", "end": "2025-12-31"}
