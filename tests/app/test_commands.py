"""The commands do what the README says, and say clearly why they do not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line on a data folder of its own; return exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["--data-dir", str(tmp_path / "data"), *arguments])
        out = capsys.readouterr()
        return int(left.value.code or 0), out.out, out.err

    return call


ARTICLE = "Jensen Huang said that Nvidia had sold 300,000 chips. AMD declined to comment."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(f" date 2026-03-02 {ARTICLE}", encoding="utf-8")
    return path


def test_the_demo_reads_answers_and_cites(run: Run) -> None:
    code, out, _ = run("demo", "--no-serve")
    assert code == 0
    assert re.search(r"read 26: 24 new, 0 unchanged, 2 new versions, 0 left out", out)
    assert len(re.findall(r"^\? ", out, re.M)) == 3
    assert len(re.findall(r"^    \[1\] ", out, re.M)) == 3


def test_extract_prints_one_object_an_article_and_needs_no_library(run: Run, article: Path) -> None:
    code, out, _ = run("extract", "--json", str(article))
    found = json.loads(out)
    assert code == 0
    assert found["article"]["text"] == ARTICLE
    assert found["article"]["published_at"] == "2026-03-02"
    assert {c["speaker"] for c in found["claims"]} == {"jensen-huang", "amd"}
    assert all(
        ARTICLE[x["start"] : x["end"]] == x["text"]
        for kind in ("mentions", "figures", "claims", "relations")
        for x in found[kind]
    )


def test_extract_draws_an_article_as_a_page(run: Run, article: Path) -> None:
    code, out, _ = run("extract", "--html", str(article))
    assert code == 0
    assert out.startswith("<!doctype html>")
    assert "Jensen Huang" in out


def test_a_bad_file_is_one_line_and_the_rest_is_done(run: Run, article: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    code, out, err = run("run", str(article), str(empty))
    assert code == 1
    assert "1 new" in out
    assert "empty.txt" in err


def test_a_second_run_does_nothing(run: Run, article: Path) -> None:
    run("run", str(article))
    code, out, _ = run("run", str(article), "--json")
    ingest, extract, build = (json.loads(line) for line in out.splitlines())
    assert code == 0
    assert (ingest["unchanged"], extract["extracted"], build["written"], build["removed"]) == (1, 0, 0, 0)


def test_an_answer_cites_the_exact_sentence(run: Run, article: Path) -> None:
    run("run", str(article))
    code, out, _ = run("ask", "--json", "How many chips did Nvidia sell?", "Who is the chief executive of DeepSeek?")
    first, second = (json.loads(line) for line in out.splitlines())
    assert code == 0
    assert first["answered"]
    assert ARTICLE[first["citations"][0]["start"] : first["citations"][0]["end"]] == first["citations"][0]["quote"]
    assert not second["answered"]


def test_cypher_prints_rows_in_three_forms(run: Run, article: Path) -> None:
    run("run", str(article))
    query = "MATCH (c:Claim)-[:MADE_BY]->(e:Entity) RETURN e.name AS name, count(c) AS claims ORDER BY name"
    rows = [{"name": "AMD", "claims": 1}, {"name": "Jensen Huang", "claims": 1}]
    assert [json.loads(line) for line in run("cypher", query, "--json")[1].splitlines()] == rows
    assert run("cypher", query, "--csv")[1].splitlines() == ["name,claims", "AMD,1", "Jensen Huang,1"]
    assert "Jensen Huang" in run("cypher", query)[1]


@pytest.mark.parametrize(
    "query", ["CREATE (n)", "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", "RETURN 1; RETURN 2"]
)
def test_a_query_that_is_refused_exits_with_4(run: Run, article: Path, query: str) -> None:
    run("run", str(article))
    code, out, err = run("cypher", query)
    assert (code, out) == (4, "")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ask", "What?"], 3),
        (["cypher", "RETURN 1"], 3),
        (["cypher", "RETURN 1", "--store", "bolt://127.0.0.1:9"], 3),
        (["ask"], 2),
        (["cypher"], 2),
        (["--config", "nowhere.toml", "config"], 2),
        (["config"], 0),
    ],
)
def test_exit_codes_tell_what_went_wrong(run: Run, arguments: list[str], expected: int) -> None:
    code, _, err = run(*arguments)
    assert code == expected
    assert "Traceback" not in err


def test_doctor_says_what_is_missing(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 1
    assert "missing graph" in out
    assert "racegraph build" in out


def test_the_readme_names_only_commands_that_exist(run: Run) -> None:
    named = set(re.findall(r"^racegraph ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.M))
    _, help_page, _ = run("--help")
    assert named
    assert all(re.search(rf"^\W*{name}\b", help_page, re.M) for name in named)
