"""A person decides on the command line, and the graph follows; whatever was decided can be taken back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

Run = Callable[..., tuple[int, str, str]]
ONE = "Zhang Wei, an engineer at Huawei, said that output would double. Nvidia declined to comment."
OTHER = "Zhang Wei of Alibaba said that prices would fall."


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds two articles, with their graph."""
    folder = tmp_path_factory.mktemp("filled")
    for name, text in (("one", ONE), ("other", OTHER)):
        (folder / f"{name}.txt").write_text(f" date 2026-03-02 {text}", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--data-dir", str(folder / "data"), "run", str(folder / "one.txt"), str(folder / "other.txt")])
    return folder / "data"


@pytest.fixture
def run(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line on a copy of that folder."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(filled, tmp_path / "data")

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["--data-dir", str(tmp_path / "data"), *arguments])
        out = capsys.readouterr()
        return int(left.value.code or 0), out.out, out.err

    return call


def rows(run: Run, query: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("cypher", "--json", query)[1].splitlines()]


ENTITIES = "MATCH (e:Entity) WHERE e.id IN ['huawei', 'alibaba'] RETURN e.id AS id, e.former_ids AS former ORDER BY id"


def test_a_merge_is_followed_by_the_graph_and_undone(run: Run) -> None:
    before = rows(run, ENTITIES)
    code, out, err = run("resolve", "same", "huawei", "alibaba", "--reason", "a test", "--json")
    judged = json.loads(out)
    assert (code, judged["verdict"], judged["by"], judged["reason"]) == (0, "same", "person", "a test")
    assert "written" in err
    assert rows(run, ENTITIES) == [{"id": "alibaba", "former": ["huawei"]}]
    assert run("resolve", "undo", str(judged["number"]))[0] == 0
    assert rows(run, ENTITIES) == before
    (history,) = [json.loads(line) for line in run("resolve", "history", "--json")[1].splitlines()]
    assert history["undone_at"]


def test_a_claim_judged_wrong_stays_in_the_graph_as_such_until_it_is_judged_right(run: Run) -> None:
    query = "MATCH (c:Claim {modality: 'declined_to_comment'}) RETURN c.id AS id, c.status AS status"
    ((claim, status),) = [(r["id"], r["status"]) for r in rows(run, query)]
    assert status == "current"
    run("judge", "wrong", claim)
    run("build", "--fresh")
    assert rows(run, query) == [{"id": claim, "status": "judged_wrong"}]
    run("judge", "right", claim)
    assert rows(run, query) == [{"id": claim, "status": "current"}]


def test_the_queue_is_printed_where_nobody_can_be_asked(run: Run) -> None:
    for command in ("resolve", "judge"):
        code, out, _ = run(command, "--json")
        assert code == 0
        assert all(json.loads(line)["kind"] in ("entity", "statement") for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("resolve", "same", "nvidia", "no-such-thing"), "no entity has the id 'no-such-thing'"),
        (("resolve", "same", "nvidia"), "give two different ids"),
        (("resolve", "merge", "nvidia", "amd"), "use list, same, different, unsure, undo or history"),
        (("resolve", "undo", "99"), "no judgement 99 stands"),
        (("resolve", "undo"), "give the number of one judgement"),
        (("judge", "wrong", "0000000000000000"), "no claim has the id"),
        (("judge", "wrong"), "give the id of one claim"),
        (("judge", "maybe", "x"), "use wrong, right, same, different, unsure, undo, list or history"),
    ],
)
def test_a_wrong_request_says_what_to_do(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert said in err
