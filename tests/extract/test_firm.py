"""What is marked firm is right: counted on the fitting half of the annotated briefs, never on the half kept for checking."""

from __future__ import annotations

import pytest

from app.quality import demo_texts, read_all, score_extraction, shipped_gold
from extract.pipeline import Extractor
from extract.scorer import Score
from extract.tables import LANGUAGES, table

ENOUGH = 0.97


@pytest.fixture(scope="module")
def fitted(extractor: Extractor) -> dict[str, Score]:
    return score_extraction(read_all(shipped_gold()), demo_texts(), extractor, half="fit")


@pytest.mark.parametrize("language", LANGUAGES)
def test_firm_claims_are_right(fitted: dict[str, Score], language: str) -> None:
    firm = fitted[language].tallies["firm claims"]
    assert firm.found >= 10
    assert firm.precision >= ENOUGH


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_is_firm_only_where_it_was_right_often_enough(fitted: dict[str, Score], language: str) -> None:
    rules = table("any", "firm")["claims"]["rules"][language]
    tallies = {rule: fitted[language].rules[f"{language} {rule}"] for rule in rules}
    assert {rule: t.precision for rule, t in tallies.items() if t.precision < ENOUGH} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_attributed_claims_are_found_with_their_speaker(fitted: dict[str, Score], language: str) -> None:
    assert fitted[language].tallies["claims speaker"].f1 >= {"en": 0.95, "vi": 0.95, "zh": 0.83}[language]
