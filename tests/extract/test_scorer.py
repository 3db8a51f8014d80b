"""The scorer counts what is right, what is missing and what is too many, and is fooled by nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.annotations import Claim, Entity, Extraction, Figure, Mention, Relation
from extract.gold import GoldArticle, read_gold
from extract.scorer import Tally, score_article
from ingest.errors import WrongUsage

NOTHING = Extraction("a", "v", "gold", "en")
NVIDIA = Mention(0, 6, "Nvidia", "Company", "nvidia")
HUANG = Mention(10, 15, "Huang", "Person", "jensen-huang")


def claim(key: str, start: int, end: int, speaker: str | None, **more: object) -> Claim:
    values: dict[str, object] = {"modality": "asserted", "speaker_text": speaker, "cue": "said", "by": "subject"}
    return Claim(id=key, start=start, end=end, text="x" * (end - start), sentence="", pieces=(), speaker=speaker, **(values | more))  # type: ignore[arg-type]  # fmt: skip


def figure(start: int, value: float | None, unit: str = "chips", **more: object) -> Figure:
    return Figure(f"f{start}", start, start + 5, "x" * 5, value, value, value, unit, "exact", **more)  # type: ignore[arg-type]


def gold(
    optional: Extraction = NOTHING, speakers: dict[str, tuple[str, ...]] | None = None, **wanted: object
) -> GoldArticle:
    return GoldArticle("a.txt", "fit", "en", Extraction("a", "v", "gold", "en", **wanted), optional, speakers or {})  # type: ignore[arg-type]  # fmt: skip


def found(**what: object) -> Extraction:
    return Extraction("a", "v", "rules", "en", **what)  # type: ignore[arg-type]


def counts(tally: Tally) -> tuple[int, int, int]:
    return tally.right, tally.found, tally.wanted


def test_ids_may_differ_but_one_found_entity_is_one_annotated_entity() -> None:
    wanted = gold(mentions=(NVIDIA, HUANG))
    other_ids = found(
        mentions=(Mention(0, 6, "Nvidia", "Company", "x"), Mention(10, 15, "Huang", "Person", "y")),
        entities=(Entity("x", "Nvidia", "Company"),),
    )
    one_for_both = found(mentions=(Mention(0, 6, "Nvidia", "Company", "x"), Mention(10, 15, "Huang", "Person", "x")))
    assert counts(score_article(wanted, other_ids).tallies["mentions typed"]) == (2, 2, 2)
    assert counts(score_article(wanted, one_for_both).tallies["mentions typed"]) == (1, 2, 2)


def test_a_wrong_kind_a_miss_and_one_too_many_are_each_told() -> None:
    wanted = gold(mentions=(NVIDIA, HUANG))
    score = score_article(
        wanted, found(mentions=(Mention(0, 6, "Nvidia", "Chip", "nvidia"), Mention(20, 25, "Other", "Person", "o")))
    )
    assert counts(score.tallies["mentions"]) == (1, 2, 2)
    assert counts(score.tallies["mentions typed"]) == (0, 2, 2)
    assert {family for family, _ in score.faults} == {"mention wrong", "mention missed", "mention too many"}


def test_what_is_optional_counts_neither_way() -> None:
    optional = Extraction("a", "v", "gold", "en", mentions=(NVIDIA,), figures=(figure(30, 5.0),), claims=(claim("o", 0, 20, "reuters"),))  # fmt: skip
    score = score_article(gold(optional=optional), found(mentions=(NVIDIA,), figures=(figure(30, 5.0),), claims=(claim("c", 0, 20, "reuters"),)))  # fmt: skip
    assert all(counts(score.tallies[f]) == (0, 0, 0) for f in ("mentions", "figures", "claims"))
    assert score.faults == []


@pytest.mark.parametrize(
    ("mine", "right"),
    [(figure(30, 5.0), 1), (figure(30, 6.0), 0), (figure(30, 5.0, "people"), 0), (figure(60, 5.0), 0), (figure(30, None), 0)],
)  # fmt: skip
def test_a_figure_is_right_at_its_place_with_value_and_unit(mine: Figure, right: int) -> None:
    assert score_article(gold(figures=(figure(30, 5.0),)), found(figures=(mine,))).tallies["figures"].right == right


@pytest.mark.parametrize(
    ("mine", "tallies"),
    [
        (claim("c", 0, 100, "nvidia"), ((1, 1, 1), (1, 1, 1))),
        (claim("c", 0, 100, "amd"), ((1, 1, 1), (0, 1, 1))),
        (claim("c", 0, 30, "nvidia"), ((0, 1, 1), (0, 1, 1))),
        (claim("c", 0, 300, "nvidia"), ((0, 1, 1), (0, 1, 1))),
        (claim("c", 0, 100, None), ((0, 0, 1), (0, 0, 1))),
    ],
)
def test_a_claim_is_found_at_its_place_and_right_with_its_speaker(
    mine: Claim, tallies: tuple[tuple[int, int, int], tuple[int, int, int]]
) -> None:
    score = score_article(gold(claims=(claim("g", 0, 100, "nvidia"),)), found(claims=(mine,)))
    assert (counts(score.tallies["claims"]), counts(score.tallies["claims speaker"])) == tallies


def test_an_unnamed_speaker_is_right_by_its_words() -> None:
    wanted = gold(claims=(claim("g", 0, 50, "unnamed: two officials", speaker_text="two officials"),))
    same = claim("c", 0, 50, "unnamed: officials", speaker_text="two officials")
    other = claim("c", 0, 50, "unnamed: an analyst", speaker_text="an analyst")
    assert score_article(wanted, found(claims=(same,))).tallies["claims speaker"].right == 1
    assert score_article(wanted, found(claims=(other,))).tallies["claims speaker"].right == 0


def test_a_firm_claim_must_have_speaker_and_modality_right() -> None:
    wanted = gold(claims=(claim("g", 0, 50, "nvidia", modality="denied"),))
    firm = found(claims=(claim("c", 0, 50, "nvidia", firm=True),))
    assert counts(score_article(wanted, firm).tallies["firm claims"]) == (0, 1, 1)
    assert counts(score_article(wanted, firm).rules["subject"]) == (0, 1, 0)


def test_relations_are_compared_through_their_entities() -> None:
    relation = Relation("jensen-huang", "leads", "nvidia", 0, 20, "x" * 20, "g")
    mine = Relation("y", "leads", "x", 0, 20, "x" * 20, "c")
    mentions = (Mention(0, 6, "Nvidia", "Company", "x"), Mention(10, 15, "Huang", "Person", "y"))
    score = score_article(
        gold(mentions=(NVIDIA, HUANG), relations=(relation,)), found(mentions=mentions, relations=(mine,))
    )
    assert counts(score.tallies["relations"]) == (1, 1, 1)


def test_a_file_that_holds_no_annotations_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"file": "a.txt"}) + "\n", encoding="utf-8")
    with pytest.raises(WrongUsage, match=r"gold\.jsonl: cannot be read as annotations"):
        list(read_gold(path))
