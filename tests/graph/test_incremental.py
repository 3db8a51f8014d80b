"""An incremental build is a fresh build, whatever was added, changed, deleted, judged and undone before, and in whatever order."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.pipeline import Extractor
from graph.store import open_store
from ingest.article import Article, content_version
from tests.graph.factory import World, article, ledger_in

LONG = " ".join(f"Paragraph {n} of the report tells how chips and models are made and sold." for n in range(12))
TEXTS = (
    "Jensen Huang said that demand for AI chips was strong.\n\nNvidia and AMD both declined to comment on the matter.",
    "Ông Jensen Huang cho biết Nvidia đã bán 500.000 chip H20 cho Trung Quốc.\n\nTheo Reuters, doanh thu của AMD tăng 20%.",
    "Nvidia said its market share in China was 50%. Bernstein analysts estimated that Nvidia's market share in China was 66%.",
    "英伟达首席执行官黄仁勋表示，公司在中国的市场份额为50%。华为拒绝置评。",
    f"{LONG} Zhang Wei, an engineer at Huawei, said that output would double.",
    f"{LONG} Zhang Wei, an engineer at Huawei, said that output would double. This was edited.",
    "Zhang Wei of Alibaba said that prices would fall. ByteDance denied the report.",
    "Correction: an earlier version gave a wrong number.\n\nNvidia said its market share in China was 55%.",
    "",
)
OUTLETS = ("Demo Wire", "Bản tin Mẫu", "示例通讯社", "")
ENTITIES = ("nvidia", "amd", "huawei", "jensen-huang", "person:zhang-wei@huawei", "person:zhang-wei@alibaba")
PLACES = ("a", "b", "c")

put = st.tuples(
    st.just("put"), st.sampled_from(PLACES), st.sampled_from(TEXTS), st.sampled_from(OUTLETS), st.integers(1, 28)
)
remove = st.tuples(st.just("remove"), st.sampled_from(PLACES))
join = st.tuples(
    st.just("join"),
    st.sampled_from(ENTITIES),
    st.sampled_from(ENTITIES),
    st.sampled_from(["same", "different", "unsure"]),
)
judge = st.tuples(st.just("judge"), st.integers(0, 8), st.sampled_from(["wrong", "right"]))
pair = st.tuples(st.just("pair"), st.integers(0, 8), st.integers(0, 8), st.sampled_from(["same", "different"]))
undo = st.tuples(st.just("undo"), st.integers(1, 6))
build = st.tuples(st.just("build"))
steps = st.lists(st.one_of(put, put, build, join, judge, pair, remove, undo), min_size=3, max_size=14)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(todo=steps)
def test_an_incremental_build_is_a_fresh_build(extractor: Extractor, todo: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder, ledger_in(Path(folder)) as ledger:
        address = str(Path(folder) / "graph.kgl")
        world = World(extractor, ledger, open_store(address), address)
        for step in todo:
            _do(world, *step)
        world.build()
        incremental = world.content()
        world.build(fresh=True)
        assert world.content() == incremental


def _do(world: World, what: object, *how: object) -> None:
    if what == "put":
        place, text, outlet, day = how
        world.add(_article(str(place), str(text), str(outlet), int(str(day))))
    elif what == "remove":
        for a in [a for a in world.newest.values() if a.url == how[0]]:
            world.remove(a)
    elif what == "join" and how[0] != how[1]:
        world.ledger.judge_entities(*map(str, how[:2]), how[2], by="test")  # type: ignore[arg-type]
    elif what == "judge":
        for claim in _claims(world)[int(str(how[0])) :][:1]:
            world.ledger.judge_claim(claim, how[1], by="test")  # type: ignore[arg-type]
    elif what == "pair":
        found = _claims(world)
        a, b = (found[i % len(found)] for i in map(int, map(str, how[:2]))) if found else ("", "")
        if a != b:
            world.ledger.judge_statements(a, b, how[2], by="test")  # type: ignore[arg-type]
    elif what == "undo":
        world.ledger.undo(int(str(how[0])))
    elif what == "build":
        world.build()


def _article(place: str, text: str, outlet: str, day: int) -> Article:
    made = article(place, text, outlet=outlet, day=date(2026, 3, day))
    return replace(made, version=content_version("", text))


def _claims(world: World) -> list[str]:
    return sorted({c.id for r in world.ledger.extractions() for c in r.extraction.claims})
