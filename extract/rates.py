"""Turns an amount of money into US dollars by the yearly rates of `corpora/rates.csv`, so that amounts can be compared.

A comparison, never a quotation: the rate is the average of a year, good to a few per cent. What a text says stays as it says it.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files


def usd(value: float, unit: str, on: date | None) -> float | None:
    """Return the value in US dollars at the average rate of the year of `on`, or None when the unit is no currency we have a rate for.

    With no date, or one after the last year of the table, the last year counts; before the first year there is no rate.
    """
    if unit == "USD":
        return value
    by_year = _rates().get(unit)
    if not by_year:
        return None
    last = max(by_year)
    per_usd = by_year.get(min(on.year, last) if on else last)
    return value / per_usd if per_usd else None


@cache
def _rates() -> dict[str, dict[int, float]]:
    """Read the units per dollar by currency and year."""
    text = (files("corpora") / "rates.csv").read_text(encoding="utf-8")
    rates: dict[str, dict[int, float]] = {}
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        rates.setdefault(row["currency"], {})[int(row["year"])] = float(row["per_usd"])
    return rates
