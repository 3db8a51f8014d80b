"""The quality of attribution on the annotated briefs has floors that only rise. The checking half judges; its faults are not shown."""

from __future__ import annotations

import pytest

from app.quality import demo_texts, read_all, score_extraction, shipped_gold
from extract.gold import Half
from extract.pipeline import Extractor
from extract.scorer import Score
from extract.tables import LANGUAGES, table
from tests.fit_firm import firm_rules

# Half, language, then the least F1 of claims found, of the right speaker, and the least share of right modality.
FLOORS: list[tuple[Half, str, float, float, float]] = [
    ("fit", "en", 0.95, 0.95, 0.95),
    ("fit", "vi", 0.95, 0.95, 0.95),
    ("fit", "zh", 0.88, 0.83, 0.96),
    ("check", "en", 0.88, 0.8, 0.84),
    ("check", "vi", 0.90, 0.75, 0.83),
    ("check", "zh", 0.90, 0.88, 0.75),
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
    assert set(table("any", "firm")["claims"]["by"]) == set(firm_rules(scores["fit"]["all"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_firm_claims_are_right_on_the_half_they_were_fitted_on(
    scores: dict[Half, dict[str, Score]], language: str
) -> None:
    firm = scores["fit"][language].tallies["firm claims"]
    assert firm.found >= 3
    assert firm.precision >= 0.97


def test_firm_claims_of_the_checking_half_are_mostly_right(scores: dict[Half, dict[str, Score]]) -> None:
    assert scores["check"]["all"].tallies["firm claims"].precision >= 0.85
