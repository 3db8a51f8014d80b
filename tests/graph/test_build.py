"""A build fills the graph; an incremental one and a fresh one give the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph.schema import LINKS, markdown
from ingest.article import content_version
from tests.graph.factory import World, article

ONE = "Jensen Huang said that demand for AI chips was strong.\n\nNvidia and AMD both declined to comment on the matter."
TWO = "Ông Jensen Huang cho biết Nvidia đã bán 500.000 chip H20 cho Trung Quốc.\n\nTheo Reuters, doanh thu của AMD tăng 20%."


def test_two_speakers_of_one_sentence_are_two_claims(world: World) -> None:
    world.add(article("a", ONE))
    world.build()
    rows = world.store.read(
        "MATCH (c:Claim {modality: 'declined_to_comment'})-[:MADE_BY]->(e:Entity) RETURN e.id AS id, c.text AS text ORDER BY id"
    ).rows
    assert [r["id"] for r in rows] == ["amd", "nvidia"]
    assert len({r["text"] for r in rows}) == 1


def test_a_quote_is_the_words_at_its_place(world: World) -> None:
    a = article("a", TWO)
    world.add(a)
    world.build()
    rows = world.store.read(
        "MATCH (c:Claim)-[r:REPORTED_IN]->(:Article) RETURN r.quote AS q, r.start_pos AS s, r.end_pos AS e"
    ).rows
    assert rows
    assert all(a.text[r["s"] : r["e"]] == r["q"] for r in rows)


def test_an_entity_bears_its_kind_as_a_label(world: World) -> None:
    world.add(article("a", ONE))
    world.build()
    assert world.store.read("MATCH (p:Person) RETURN p.name AS name").rows == ({"name": "Jensen Huang"},)


def test_building_again_writes_nothing_and_changes_nothing(world: World) -> None:
    world.add(article("a", ONE), article("b", TWO))
    world.build()
    before = world.content()
    world.build()
    assert world.content() == before


def test_an_incremental_build_is_a_fresh_build(world: World) -> None:
    a, b, c = (
        article("a", ONE),
        article("b", TWO),
        article("c", ONE + " Analysts were surprised.", outlet="Bản tin Mẫu"),
    )
    world.add(a)
    world.build()
    world.add(b, c)
    world.build()
    text = ONE.replace("strong", "very strong")
    world.add(replace(a, text=text, version=content_version("", text)))
    world.build()
    world.remove(b)
    world.ledger.judge_entities("nvidia", "person:nobody", "same", by="test")
    world.build()
    incremental = world.content()
    world.build(fresh=True)
    assert world.content() == incremental


def test_a_claim_gone_from_the_newest_version_is_withdrawn_and_kept(world: World) -> None:
    a = article("a", ONE)
    world.add(a)
    text = "Nvidia and AMD both declined to comment on the matter."
    world.add(replace(a, text=text, version=content_version("", text)))
    world.build()
    rows = world.store.read(
        "MATCH (c:Claim)-[:MADE_BY]->(e:Entity) RETURN e.id AS id, c.status AS status ORDER BY id"
    ).rows
    assert [(r["id"], r["status"]) for r in rows] == [
        ("amd", "current"),
        ("jensen-huang", "withdrawn"),
        ("nvidia", "current"),
    ]


def test_a_claim_judged_wrong_stays_so_after_a_fresh_build(world: World) -> None:
    world.add(article("a", ONE))
    world.build()
    (row,) = world.store.read("MATCH (c:Claim)-[:MADE_BY]->(:Person) RETURN c.id AS id").rows
    world.ledger.judge_claim(row["id"], "wrong", by="test")
    world.build(fresh=True)
    assert world.store.read("MATCH (c:Claim {status: 'judged_wrong'}) RETURN c.id AS id").rows == (row,)


def test_deleting_an_article_removes_exactly_its_claims(world: World) -> None:
    a, b = article("a", ONE), article("b", TWO)
    world.add(b)
    world.build()
    before = world.content()
    world.add(a)
    world.build()
    world.remove(a)
    world.build()
    assert world.content() == before


def test_copies_share_an_origin(world: World) -> None:
    text = " ".join(f"Sentence number {n} of the report is about chips and models." for n in range(20)) + " " + ONE
    world.add(article("a", text), article("b", text + " Edited.", outlet="Bản tin Mẫu", day=date(2026, 3, 3)))
    world.build()
    (row,) = world.store.read(
        "MATCH (s:Statement)<-[:SAYS]-(:Claim)-[:MADE_BY]->(:Person) RETURN DISTINCT s.claims AS claims, s.origins AS origins"
    ).rows
    assert row == {"claims": 2, "origins": 1}


@pytest.mark.parametrize(
    ("credits_", "origins"),
    [
        (("(Theo Reuters)", "Source: Reuters"), 1),
        (("(Theo Reuters)", "Source: Bloomberg"), 2),
        (("", "Source: Reuters"), 2),
        (("(Theo Reuters)", "Reuters contributed to this report."), 2),
    ],
    ids=["one wire", "two wires", "one of them its own", "help with a story is no credit"],
)
def test_stories_credited_to_one_wire_share_an_origin(world: World, credits_: tuple[str, str], origins: int) -> None:
    one = "In Oslo the chief of Nvidia spoke to students about work and school for an hour.\n\n" + ONE
    other = ONE + "\n\nShares of chip makers were little changed at the close of trading on Friday."
    world.add(
        article("a", f"{one}\n\n{credits_[0]}"),
        article("b", f"{other}\n\n{credits_[1]}", outlet="Bản tin Mẫu", day=date(2026, 3, 3)),
    )
    world.build()
    (row,) = world.store.read(
        "MATCH (s:Statement)<-[:SAYS]-(:Claim)-[:MADE_BY]->(:Person) RETURN DISTINCT s.claims AS claims, s.origins AS origins"
    ).rows
    assert row == {"claims": 2, "origins": origins}


def test_the_schema_page_is_made_from_the_schema() -> None:
    page = Path(__file__).parents[2] / "SCHEMA.md"
    assert page.read_text(encoding="utf-8") == markdown(), "run `python -m graph.schema`"


def test_every_relationship_in_the_graph_is_in_the_schema(world: World) -> None:
    world.add(article("a", ONE), article("b", TWO))
    world.build()
    found = {r["t"] for r in world.store.read("MATCH ()-[r]->() RETURN DISTINCT type(r) AS t").rows}
    assert found <= {link.type for link in LINKS}
