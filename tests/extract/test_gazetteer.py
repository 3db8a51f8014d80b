"""The shipped names keep their format, and a broken table is refused with its fault."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from extract.gazetteer import (
    Alias,
    Gazetteer,
    GazetteerError,
    KnownEntity,
    check_gazetteer,
    load_gazetteer,
    parse_alias,
)

ISO_COUNTRIES = frozenset(
    [
        "AD",
        "AE",
        "AF",
        "AG",
        "AL",
        "AM",
        "AO",
        "AR",
        "AT",
        "AU",
        "AZ",
        "BA",
        "BB",
        "BD",
        "BE",
        "BF",
        "BG",
        "BH",
        "BI",
        "BJ",
        "BN",
        "BO",
        "BR",
        "BS",
        "BT",
        "BW",
        "BY",
        "BZ",
        "CA",
        "CD",
        "CF",
        "CG",
        "CH",
        "CI",
        "CL",
        "CM",
        "CN",
        "CO",
        "CR",
        "CU",
        "CV",
        "CY",
        "CZ",
        "DE",
        "DJ",
        "DK",
        "DM",
        "DO",
        "DZ",
        "EC",
        "EE",
        "EG",
        "ER",
        "ES",
        "ET",
        "FI",
        "FJ",
        "FM",
        "FR",
        "GA",
        "GB",
        "GD",
        "GE",
        "GH",
        "GL",
        "GM",
        "GN",
        "GQ",
        "GR",
        "GT",
        "GU",
        "GW",
        "GY",
        "HK",
        "HN",
        "HR",
        "HT",
        "HU",
        "ID",
        "IE",
        "IL",
        "IN",
        "IQ",
        "IR",
        "IS",
        "IT",
        "JM",
        "JO",
        "JP",
        "KE",
        "KG",
        "KH",
        "KI",
        "KM",
        "KN",
        "KP",
        "KR",
        "KW",
        "KY",
        "KZ",
        "LA",
        "LB",
        "LC",
        "LI",
        "LK",
        "LR",
        "LS",
        "LT",
        "LU",
        "LV",
        "LY",
        "MA",
        "MC",
        "MD",
        "ME",
        "MG",
        "MH",
        "MK",
        "ML",
        "MM",
        "MN",
        "MO",
        "MR",
        "MT",
        "MU",
        "MV",
        "MW",
        "MX",
        "MY",
        "MZ",
        "NA",
        "NE",
        "NG",
        "NI",
        "NL",
        "NO",
        "NP",
        "NR",
        "NZ",
        "OM",
        "PA",
        "PE",
        "PG",
        "PH",
        "PK",
        "PL",
        "PS",
        "PT",
        "PW",
        "PY",
        "QA",
        "RO",
        "RS",
        "RU",
        "RW",
        "SA",
        "SB",
        "SC",
        "SD",
        "SE",
        "SG",
        "SI",
        "SK",
        "SL",
        "SM",
        "SN",
        "SO",
        "SR",
        "SS",
        "ST",
        "SV",
        "SY",
        "SZ",
        "TD",
        "TG",
        "TH",
        "TJ",
        "TL",
        "TM",
        "TN",
        "TO",
        "TR",
        "TT",
        "TV",
        "TW",
        "TZ",
        "UA",
        "UG",
        "US",
        "UY",
        "UZ",
        "VA",
        "VC",
        "VE",
        "VN",
        "VU",
        "WS",
        "XK",
        "YE",
        "ZA",
        "ZM",
        "ZW",
    ]
)
"""ISO 3166 alpha-2, with XK, which the standard leaves to its users for Kosovo."""

ONLY_SIMPLIFIED = frozenset(
    "国华东车马门问间闻们这说请谁课调谈论设许证评诉访语误该认识计让议记讲贝财贸资质费贡贤购贾赖赛赵针钱铁银锋错键镇长闭队阳阴陆陈"
    "难须顾领频题颜额风飞饭馆驻验鱼鲁鸟鸡鸣麦黄齐龙龟师帅带帮归录彦径恒恼惊战户执扬扫担拟择换据损摄数无时显晋机权条来杨极构标树"
    "样桥检楼欧欢气汉汤沟没泽浅济浏测渊湾灭灵烂热爱爷牵犹独狮献环现瓯电画盘盖码确离种积稳穷竞笔简类粮级纪约红纳纵纸线练组细织终"
    "绍经结绝统继绩续维绿网罗习联肃胜脑脚节苏荐药虽补装见观规视览觉触"
)
"""Common characters that traditional writing never uses."""

SHARED_WITH_TRADITIONAL = frozenset("恒晋彦黄")
"""Written alike, or both ways, in traditional texts."""


def aliases_of(language: str) -> list[Alias]:
    return [a for a in load_gazetteer().aliases() if a.language == language]


def test_the_shipped_gazetteer_keeps_its_rules() -> None:
    assert check_gazetteer(load_gazetteer()) == []


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("Company", 870),
        ("Model", 760),
        ("Chip", 320),
        ("Person", 850),
        ("Country", 195),
        ("Place", 350),
        ("Agency", 300),
        ("Organization", 280),
        ("Outlet", 360),
        ("Product", 180),
        ("Policy", 130),
        ("Event", 95),
    ],
)
def test_each_table_stays_wide(kind: str, least: int) -> None:
    assert Counter(e.kind for e in load_gazetteer().entities.values())[kind] >= least


def test_every_country_code_is_one_of_iso_3166() -> None:
    codes = {e.id: e.country for e in load_gazetteer().entities.values() if e.country}
    assert {i: c for i, c in codes.items() if c not in ISO_COUNTRIES} == {}


def test_each_country_has_its_own_code_and_a_chinese_name() -> None:
    countries = [e for e in load_gazetteer().entities.values() if e.kind == "Country"]
    assert Counter(c.country for c in countries).most_common(1)[0][1] == 1
    assert [c.id for c in countries if not any(a.language == "zh" for a in c.aliases)] == []


def test_every_alias_is_composed_text_without_stray_spaces() -> None:
    texts = [a.text for a in load_gazetteer().aliases()]
    assert [t for t in texts if unicodedata.normalize("NFC", t) != t or " ".join(t.split()) != t] == []


def test_no_traditional_alias_is_written_in_simplified_characters() -> None:
    simplified = ONLY_SIMPLIFIED - SHARED_WITH_TRADITIONAL
    assert [(a.entity, a.text) for a in aliases_of("zht") if simplified & set(a.text)] == []


def test_vietnamese_aliases_hold_no_han_characters() -> None:
    assert [a.text for a in aliases_of("vi") if any("\u4e00" <= c <= "\u9fff" for c in a.text)] == []


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


def test_the_neighbours_of_an_alias_are_read() -> None:
    alias = parse_alias("Hàn@vi~#old?(Seoul)&(tiếng _|_-Nhật)!(^_|_ gắn)", "south-korea")
    assert (alias.any_case, alias.context, alias.only, alias.never) == (
        True,
        ("Seoul",),
        ("tiếng _", "_-Nhật"),
        ("^_", "_ gắn"),
    )


def test_a_malformed_alias_is_refused() -> None:
    with pytest.raises(GazetteerError, match="text@language"):
        parse_alias("Huawei", "huawei")


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("Pháp@vi!(luật)", "x: alias 'Pháp' needs one '_' in each neighbour"),
        (
            "Austin!(_ Li)?(Texas)@en",
            "x: alias 'Austin!(_ Li)?(Texas)' has its flags in the wrong order: ? then & then !",
        ),
    ],
)
def test_a_neighbour_that_cannot_match_is_refused(part: str, fault: str) -> None:
    entity = KnownEntity("x", "X", "Place", "", "", (parse_alias(part, "x"),))
    assert check_gazetteer(Gazetteer({"x": entity})) == [fault]


def test_an_alias_of_two_entities_needs_a_context() -> None:
    rows = [KnownEntity(i, n, "Company", "", "", (parse_alias("Sora@*", i),)) for i, n in (("a", "A"), ("b", "B"))]
    assert check_gazetteer(Gazetteer({r.id: r for r in rows})) == [
        "alias 'Sora' names a, b: all but one need a context"
    ]
