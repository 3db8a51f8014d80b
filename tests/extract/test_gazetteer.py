"""The shipped names keep their format, and a broken table is refused with its fault."""

from __future__ import annotations

import pytest

from extract.gazetteer import Gazetteer, GazetteerError, KnownEntity, check_gazetteer, load_gazetteer, parse_alias


def test_the_shipped_gazetteer_keeps_its_rules() -> None:
    assert check_gazetteer(load_gazetteer()) == []


def test_the_shipped_gazetteer_is_wide_enough() -> None:
    assert len(load_gazetteer().entities) >= 400


@pytest.mark.parametrize(
    ("part", "text", "language", "kind", "context"),
    [
        ("华为@zh", "华为", "zh", "name", ()),
        ("SMIC@en#acronym", "SMIC", "en", "acronym", ()),
        ("V3@*?(DeepSeek|深度求索)", "V3", "*", "name", ("DeepSeek", "深度求索")),
    ],
)
def test_an_alias_is_read(part: str, text: str, language: str, kind: str, context: tuple[str, ...]) -> None:
    alias = parse_alias(part, "x")
    assert (alias.text, alias.language, alias.kind, alias.context) == (text, language, kind, context)


def test_a_malformed_alias_is_refused() -> None:
    with pytest.raises(GazetteerError, match="text@language"):
        parse_alias("Huawei", "huawei")


def test_an_alias_of_two_entities_needs_a_context() -> None:
    rows = [KnownEntity(i, n, "Company", "", "", (parse_alias("Sora@*", i),)) for i, n in (("a", "A"), ("b", "B"))]
    assert check_gazetteer(Gazetteer({r.id: r for r in rows})) == [
        "alias 'Sora' names a, b: all but one need a context"
    ]
