"""References: pronouns and descriptions stand for what fits in kind, number, gender, nationality and trade, or stay open."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.pipeline import Extractor
from ingest.article import Article

CASES = tomllib.loads((Path(__file__).parent / "references.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:50] for c in CASES])
def test_a_reference_stands_for_what_fits(extractor: Extractor, case: dict[str, Any]) -> None:
    referents = extractor.read(Article(id="a", version="v", text=case["text"])).referents
    found = {r.text: "+".join(r.entities) for r in referents}
    for wanted in case["refers"]:
        words, _, entity = wanted.rpartition("=")
        assert found.get(words, "-") == entity, found


def test_no_paragraph_is_long_enough_to_make_references_look_back_over_all_of_it(extractor: Extractor) -> None:
    text = "Nvidia grew. " + "Prices rose again and again in a dull market. " * 120 + "The company slept."
    referents = extractor.read(Article(id="a", version="v", text=text)).referents
    assert not [r for r in referents if r.text == "The company"]
