"""Amounts in other currencies, made comparable by the rate of their year."""

from __future__ import annotations

from datetime import date

import pytest

from extract.rates import usd


@pytest.mark.parametrize(
    ("value", "unit", "on", "dollars"),
    [
        (5.0, "USD", date(2025, 1, 1), 5.0),
        (5.0, "USD", None, 5.0),
        (719.0, "CNY", date(2025, 6, 30), 100.0),
        (645.0, "CNY", date(2021, 6, 30), 100.0),
        (26_050.0, "VND", date(2025, 1, 1), 1.0),
        (78.0, "HKD", date(2026, 5, 1), 10.0),
        (1450.0, "KRW", date(2031, 1, 1), 1.0),
        (7.0, "CNY", None, 1.0),
    ],
)
def test_money_is_turned_into_dollars_of_its_year(value: float, unit: str, on: date | None, dollars: float) -> None:
    assert usd(value, unit, on) == pytest.approx(dollars)


@pytest.mark.parametrize(
    ("unit", "on"), [("percent", date(2025, 1, 1)), ("chips", None), ("CNY", date(1998, 1, 1)), ("", None)]
)
def test_what_has_no_rate_is_not_guessed(unit: str, on: date | None) -> None:
    assert usd(1.0, unit, on) is None


@pytest.mark.parametrize("currency", ["CNY", "EUR", "HKD", "TWD", "JPY", "KRW", "VND", "GBP", "INR", "SGD"])
@pytest.mark.parametrize("year", range(2015, 2027))
def test_every_currency_has_a_rate_for_every_year(currency: str, year: int) -> None:
    assert usd(1.0, currency, date(year, 7, 1))
