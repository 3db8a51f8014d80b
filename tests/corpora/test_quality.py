"""The quality of attribution on the annotated briefs has floors that only rise. The checking half judges; its faults are not shown."""

from __future__ import annotations

import pytest

from app.quality import demo_texts, read_all, score_extraction, shipped_gold
from extract.gold import Half
from extract.pipeline import Extractor
from extract.scorer import Score
from extract.tables import table
from tests.fit_firm import firm_rules

# Half, language, then the least F1 of claims found, of the right speaker, and the least share of right modality.
FLOORS: list[tuple[Half, str, float, float, float]] = [
    ("fit", "en", 0.90, 0.90, 0.94),
    ("fit", "vi", 0.92, 0.92, 0.93),
    ("fit", "zh", 0.86, 0.83, 0.96),
    ("check", "en", 0.74, 0.60, 0.72),
    ("check", "vi", 0.85, 0.75, 0.83),
    ("check", "zh", 0.85, 0.82, 0.77),
]


@pytest.fixture(scope="module")
def scores(extractor: Extractor) -> dict[Half, dict[str, Score]]:
    gold = read_all(shipped_gold())
    halves: tuple[Half, Half] = ("fit", "check")
    return {half: score_extraction(gold, demo_texts(), extractor, half=half) for half in halves}


@pytest.mark.parametrize(("half", "language", "found", "speaker", "modality"), FLOORS)
def test_claims_are_no_worse_than_they_were(
    scores: dict[Half, dict[str, Score]], half: Half, language: str, found: float, speaker: float, modality: float
) -> None:
    tallies = scores[half][language].tallies
    assert tallies["claims"].f1 >= found
    assert tallies["claims speaker"].f1 >= speaker
    assert tallies["claims modality"].f1 >= modality


def test_the_firm_rules_are_those_the_fitting_half_gives(scores: dict[Half, dict[str, Score]]) -> None:
    kept = table("any", "firm")["claims"]
    fitted = firm_rules(scores["fit"]["all"])
    unsure = {language: set(kept[language]) - set(rules) for language, rules in fitted.items()}
    assert not any(unsure.values())


@pytest.mark.parametrize("language", ["en", "vi", "zh"])
def test_firm_claims_are_right_on_the_half_they_were_fitted_on(
    scores: dict[Half, dict[str, Score]], language: str
) -> None:
    firm = scores["fit"][language].tallies["firm claims"]
    assert firm.found >= 8
    assert firm.precision >= 0.97
