"""Where a claim goes back to: channels, credits, copies and owners, in three languages; and how many independent reports that makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extract.annotations import Claim, Credit, Piece
from extract.gazetteer import load_gazetteer
from graph.origins import Place, Source, credited, origins, source_of
from graph.resolution import Outlets
from tests.graph.factory import article

OUTLETS = Outlets(load_gazetteer())
HERE = article("a", "Text of the article.", outlet="Demo Wire")
EARLIER = article("b", "Text of the article.", outlet="Bản tin Mẫu", day=date(2026, 3, 1))
CLAIM = Claim("c1", 0, 4, "Text", "Text", (Piece(0, 4),), "nvidia", None, "said", "asserted")


@pytest.mark.parametrize(
    ("claim", "place", "speaks", "expected"),
    [
        (CLAIM, Place(HERE, HERE, ""), "", ("outlet:demo-wire", "outlet", "unknown")),
        (replace(CLAIM, speaker=None), Place(HERE, HERE, ""), "", ("outlet:demo-wire", "outlet", "inferred")),
        (replace(CLAIM, venue="Computex"), Place(HERE, HERE, ""), "", ("outlet:demo-wire", "outlet", "inferred")),
        (replace(CLAIM, via=("reuters",)), Place(HERE, HERE, ""), "", ("thomson-reuters", "wire", "known")),
        (replace(CLAIM, via=("cnbc", "reuters")), Place(HERE, HERE, ""), "", (OUTLETS.owner("cnbc"), "outlet", "known")),
        (replace(CLAIM, speaker="reuters"), Place(HERE, HERE, ""), "reuters", ("thomson-reuters", "wire", "known")),
        (CLAIM, Place(HERE, HERE, "afp"), "", ("afp", "wire", "known")),
        (CLAIM, Place(HERE, EARLIER, ""), "", ("outlet:ban-tin-mau", "outlet", "inferred")),
        (CLAIM, Place(replace(HERE, outlet=""), replace(HERE, outlet=""), ""), "", ("", "unknown", "unknown")),
        (CLAIM, Place(replace(HERE, genre="release"), replace(HERE, genre="release"), ""), "", ("outlet:demo-wire", "release", "known")),
    ],
    ids=["a named speaker", "the outlet's own voice", "said where outlets were", "a channel", "the nearest channel to the speaker", "an outlet that speaks", "a credited wire", "a copy", "no outlet", "a press release"],
)  # fmt: skip
def test_where_a_claim_comes_from(claim: Claim, place: Place, speaks: str, expected: tuple[str, str, str]) -> None:
    source = source_of(claim, place, OUTLETS, speaks=speaks)
    assert (source.owner, source.kind, source.state) == expected
    assert source.report == place.leader.id


@pytest.mark.parametrize(
    ("text", "line", "outlet", "expected"),
    [
        ("Nội dung dài. " * 60 + "(Theo Reuters)", "(Theo Reuters)", "reuters", "reuters"),
        ("来源：新华社\n" + "正文很长。" * 200, "来源：新华社", "xinhua", "xinhua"),
        ("WASHINGTON (AFP) - " + "A long story. " * 80, "(AFP)", "afp", "afp"),
        ("A long story. " * 60 + "According to Reuters, it rained. " + "More of it. " * 60, "According to Reuters", "reuters", ""),
        ("A long story. " * 40 + "Reporting by Demo Wire", "Reporting by Demo Wire", "outlet:demo-wire", ""),
    ],
    ids=["Vietnamese, at the foot", "Chinese, at the head", "English, dateline", "in the middle: only that sentence's", "the outlet itself"],
)  # fmt: skip
def test_a_credit_line_at_head_or_foot_credits_the_story(text: str, line: str, outlet: str, expected: str) -> None:
    at = text.index(line)
    told = replace(HERE, text=text)
    assert credited([Credit(at, at + len(line), line, outlet)], told, "outlet:demo-wire") == expected


def test_outlets_of_one_owner_are_one_origin() -> None:
    assert OUTLETS.owner("wsj") == OUTLETS.owner("barrons") == "news-corp"
    found = origins(
        [("c1", Source("news-corp", "r2", "outlet", "unknown")), ("c2", Source("news-corp", "r1", "outlet", "known"))]
    )
    assert {o.id for o in found.values()} == {"origin:news-corp:r1"}
    assert {o.state for o in found.values()} == {"known"}


def test_reports_that_nobody_owns_are_counted_each() -> None:
    found = origins([("c1", Source("", "r1", "unknown", "unknown")), ("c2", Source("", "r2", "unknown", "unknown"))])
    assert len({o.id for o in found.values()}) == 2
