"""What links a text states plainly, in three languages: a case is a sentence and all the links it gives."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extract.annotations import PREDICATES, Extraction
from extract.components.relations import find_relations
from extract.pipeline import Extractor
from extract.relation_lines import line_of
from extract.relation_patterns import candidates, rules
from extract.tables import LANGUAGES
from ingest.article import Article

TABLE = tomllib.loads((Path(__file__).parent / "relations.toml").read_text(encoding="utf-8"))
ROWS = [row for language in LANGUAGES for row in TABLE[language]["rows"]]


def article(text: str) -> Article:
    return Article(id="a", version="v", text=text)


def links(found: Extraction) -> set[str]:
    return {f"{r.subject} {r.predicate} {r.object}" for r in found.relations}


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_a_sentence_gives_the_links_it_states_and_no_other(extractor: Extractor, row: dict[str, object]) -> None:
    assert links(extractor.extract(article(str(row["text"])))) == set(row["links"])  # type: ignore[call-overload]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_state_every_predicate(language: str) -> None:
    assert {rule.predicate for rule in rules(language)} == set(PREDICATES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cue_keeps_a_pattern_from_what_it_would_match(extractor: Extractor, language: str) -> None:
    hidden = []
    for row in TABLE[language]["rows"]:
        draft = extractor.read(article(row["text"]))
        for s in draft.sentences:
            line = line_of(draft, s)
            tried = set(candidates(s.language, line.text, frozenset(line.text[at] for at in line.slots)))
            hidden += [
                (row["text"], rule.pattern.pattern)
                for rule in rules(s.language)
                if rule not in tried and rule.pattern.search(line.text)
            ]
    assert hidden == []


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("ByteDance raised its budget. The company develops Doubao.", "bytedance develops doubao"),
        (
            "Nvidia cut its forecast. Its chief executive, Jensen Huang, blamed weak orders.",
            "jensen-huang leads nvidia",
        ),
        ("英伟达下调了预期。首席执行官黄仁勋说，订单减少。", "jensen-huang leads nvidia"),
        ("Nvidia hạ dự báo. Tổng giám đốc Jensen Huang cho biết đơn hàng giảm.", "jensen-huang leads nvidia"),
    ],
)
def test_what_is_named_before_is_an_end_of_a_link(extractor: Extractor, text: str, link: str) -> None:
    assert link in links(extractor.extract(article(text)))


def test_every_link_is_carried_by_a_claim_and_quotes_the_text(extractor: Extractor) -> None:
    text = "Nvidia CEO Jensen Huang came. He met Sam Altman, the chief executive of OpenAI.\n\n" * 12
    found = extractor.extract(article(text))
    claims = {c.id: c for c in found.claims}
    assert len(claims) == len(found.claims)
    assert links(found) == {"jensen-huang leads nvidia", "sam-altman leads openai"}
    for r in found.relations:
        assert text[r.start : r.end] == r.text
        assert claims[r.claim].start <= r.start < claims[r.claim].end


def test_a_stated_link_outside_what_anybody_said_is_the_outlets_own_claim(extractor: Extractor) -> None:
    found = extractor.extract(article("Alibaba owns the SCMP."))
    (relation,) = found.relations
    claim = next(c for c in found.claims if c.id == relation.claim)
    assert (claim.speaker, claim.text) == (None, "Alibaba owns the SCMP.")


def test_finding_links_twice_changes_nothing(extractor: Extractor) -> None:
    doc = extractor.nlp.make_doc(ROWS[0]["text"])
    doc._.draft = extractor.read(article(ROWS[0]["text"]))
    before = (list(doc._.draft.claims), list(doc._.draft.relations))
    find_relations(doc)
    assert (doc._.draft.claims, doc._.draft.relations) == before
