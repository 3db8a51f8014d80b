"""Which names of this domain are one thing, by rule alone, and which never are; likeness of letters decides nothing."""

from __future__ import annotations

from collections import defaultdict

import pytest

from extract.gazetteer import load_gazetteer
from graph.ledger import Judgement
from graph.matching import known_by_key, merges
from graph.names import is_short_chinese, keys
from graph.naming import Form
from graph.resolution import canonical_ids
from tests.graph.factory import NOW

Named = tuple[str, str, str]
"""Name, kind, and the organisation that an article ties it to, or empty."""

APART: list[tuple[Named, Named]] = [
    (("H20", "Chip", ""), ("H200", "Chip", "")),
    (("Ascend 910B", "Chip", ""), ("Ascend 910C", "Chip", "")),
    (("昇腾910B", "Chip", ""), ("Ascend 910C", "Chip", "")),
    (("MI300", "Chip", ""), ("MI308", "Chip", "")),
    (("B20", "Chip", ""), ("B200", "Chip", "")),
    (("H100", "Chip", ""), ("H800", "Chip", "")),
    (("DeepSeek V3", "Model", ""), ("DeepSeek R1", "Model", "")),
    (("GPT-4", "Model", ""), ("GPT-4o", "Model", "")),
    (("GPT-4o", "Model", ""), ("GPT-4o mini", "Model", "")),
    (("Qwen", "Model", ""), ("Qwen3", "Model", "")),
    (("Qwen 2.5", "Model", ""), ("Qwen 25", "Model", "")),
    (("Gemini 2.5 Pro", "Model", ""), ("Gemini 2.5 Flash", "Model", "")),
    (("Zhang Wen", "Person", "Nanhu Lab"), ("Zhang Wei", "Person", "Nanhu Lab")),
    (("Zhang Wei", "Person", "Nanhu Lab"), ("Zhang Wei", "Person", "Beihu Works")),
    (("张伟", "Person", ""), ("张炜", "Person", "")),
    (("张伟", "Person", ""), ("Zhang Wei", "Person", "")),
    (("Meta", "Company", ""), ("MetaX", "Company", "")),
    (("Nanhu", "Company", ""), ("Nanhu", "Person", "")),
    (("大力", "Company", ""), ("Dali", "Company", "")),
]
ONE: list[tuple[Named, Named]] = [
    (("Nvidia", "Company", ""), ("英伟达", "Company", "")),
    (("NVIDIA Corp.", "Company", ""), ("輝達", "Company", "")),
    (("Huawei", "Company", ""), ("华为", "Company", "")),
    (("Moonshot AI", "Company", ""), ("月之暗面", "Company", "")),
    (("Alibaba Group", "Company", ""), ("阿里巴巴集团", "Company", "")),
    (("Tencent Holdings Ltd.", "Company", ""), ("腾讯", "Company", "")),
    (("Tập đoàn FPT", "Company", ""), ("FPT Corporation", "Company", "")),
    (("Jensen Huang", "Person", ""), ("黄仁勋", "Person", "")),
    (("Lee Kai-fu", "Person", ""), ("李开复", "Person", "")),
    (("Demis Hassabis", "Person", ""), ("Hassabis Demis", "Person", "")),
    (("Ouyang Mingzhi", "Person", ""), ("欧阳明志", "Person", "")),
    (("王样本", "Person", ""), ("Wang Yangben", "Person", "")),
    (("Zhang Wei", "Person", "Nanhu Lab"), ("张伟", "Person", "Nanhu Lab")),
    (("Công ty Nanhu", "Company", ""), ("Nanhu Co., Ltd.", "Company", "")),
    (("南湖智能有限公司", "Company", ""), ("Nanhu Zhineng Inc.", "Company", "")),
    (("Nan-Hu 7B", "Model", ""), ("Nanhu 7B", "Model", "")),
    (("Nanhu Institute", "Organization", ""), ("NANHU INSTITUTE", "Company", "")),
]


@pytest.mark.parametrize(("one", "other"), APART, ids=lambda n: " ".join(n))
def test_two_things_stay_two(one: Named, other: Named) -> None:
    a, b = resolved([one, other])
    assert a != b


@pytest.mark.parametrize(("one", "other"), ONE, ids=lambda n: " ".join(n))
def test_one_thing_is_one_under_all_its_names(one: Named, other: Named) -> None:
    a, b = resolved([one, other])
    assert a == b


@pytest.mark.parametrize(("one", "other"), ONE, ids=lambda n: " ".join(n))
def test_a_negative_judgement_is_remembered_and_undone(one: Named, other: Named) -> None:
    first, second = forms([one, other])
    if first.id == second.id:
        return
    verdict = Judgement(1, "entity", *sorted((first.id, second.id)), "different", "person", "", NOW)  # type: ignore[misc]
    a, b = resolved([one, other], [verdict])
    assert a != b


def test_the_order_of_articles_does_not_matter() -> None:
    names = [n for pair in ONE for n in pair]
    there = dict(zip(names, resolved(names), strict=True))
    back = dict(zip(reversed(names), resolved(names[::-1]), strict=True))
    assert there == back


def test_a_pair_judged_different_is_not_joined_through_a_third() -> None:
    judged = [
        Judgement(1, "entity", "company:a", "company:b", "same", "person", "", NOW),
        Judgement(2, "entity", "company:b", "company:c", "same", "person", "", NOW),
        Judgement(3, "entity", "company:a", "company:c", "different", "person", "", NOW),
    ]
    ids = canonical_ids([], judged, {})
    assert ids.get("company:a", "company:a") != ids.get("company:c", "company:c")


@pytest.mark.parametrize(("name", "short"), [("张伟", True), ("Zhang Wei", True), ("任正非", False), ("Jensen Huang", False), ("Eric Xu", False), ("Liang Wenfeng", False)])  # fmt: skip
def test_a_family_name_with_one_syllable_is_shared_by_thousands(name: str, short: bool) -> None:
    assert is_short_chinese(name) == short


def forms(names: list[Named]) -> list[Form]:
    """Return names as articles have them: known where the gazetteer knows them, else under a key of their own."""
    gazetteer = load_gazetteer()
    known = {(a.text, e.kind): e.id for e in gazetteer.entities.values() for a in e.aliases}
    found = []
    for name, kind, organization in names:
        id_ = known.get((name, kind)) or f"{kind.lower()}:{'-'.join(name.lower().split())}"
        if kind == "Person" and ":" in id_ and is_short_chinese(name):
            id_ = f"{id_}@{organization or len(found)}"
        found.append(Form(id_, name, kind, organizations=(organization,) if organization else ()))  # type: ignore[arg-type]
    return found


def resolved(names: list[Named], judgements: list[Judgement] | None = None) -> list[str]:
    """Return the canonical id of each name, after the rules and the judgements."""
    gazetteer = load_gazetteer()
    given = forms(names)
    groups: dict[str, list[Form]] = defaultdict(list)
    for form in given:
        for key in keys(form.name, form.kind):
            groups[key].append(form)
    known = known_by_key(gazetteer)
    by_rule = [m for key, members in groups.items() for m in merges(key, members, known.get(key, ()))]
    ids = canonical_ids(by_rule, judgements or [], gazetteer.entities)
    return [ids.get(f.id, f.id) for f in given]
