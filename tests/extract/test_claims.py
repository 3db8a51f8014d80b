"""Who says what, in three languages: a case is a text and the claims it must give."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extract.annotations import Extraction
from extract.pipeline import Extractor
from ingest.article import Article

CASES = tomllib.loads((Path(__file__).parent / "claims.toml").read_text(encoding="utf-8"))["case"]


def extraction_of(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(Article(id="a", version="v", text=text))


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_a_sentence_gives_the_claims_it_reports(extractor: Extractor, case: dict[str, object]) -> None:
    found = extraction_of(extractor, str(case["text"]))
    names = {e.id: e.name for e in found.entities}
    got = [[names.get(c.speaker or "", c.speaker_text), c.modality] for c in found.claims if c.speaker]
    assert got == case["claims"]


def test_a_claim_names_the_channel_it_came_through(extractor: Extractor) -> None:
    found = extraction_of(
        extractor, "According to Reuters, OpenAI said on Friday that it would open an office in Tokyo."
    )
    claim = next(c for c in found.claims if c.speaker)
    assert (claim.speaker, claim.via) == ("openai", ("reuters",))


def test_what_hangs_on_an_if_is_never_asserted(extractor: Extractor) -> None:
    found = extraction_of(extractor, "Sam Altman said that OpenAI could lose money if chip prices kept rising.")
    claim = next(c for c in found.claims if c.speaker)
    assert claim.modality != "asserted"
    assert claim.condition == "if chip prices kept rising"


def test_two_speakers_of_one_sentence_are_two_claims(extractor: Extractor) -> None:
    found = extraction_of(extractor, "Nvidia and AMD both declined to comment.")
    claims = [c for c in found.claims if c.speaker]
    assert {c.speaker for c in claims} == {"nvidia", "amd"}
    assert len({c.id for c in claims}) == 2


def test_an_edit_elsewhere_changes_no_claim_id(extractor: Extractor) -> None:
    said = "Jensen Huang said that demand for AI chips was strong."
    before = extraction_of(extractor, f"The market opened higher.\n\n{said}")
    after = extraction_of(
        extractor, f"Shares fell on Monday. Traders were nervous.\n\n{said}\n\nNothing else happened."
    )
    assert [c.id for c in before.claims if c.speaker] == [c.id for c in after.claims if c.speaker] != []
