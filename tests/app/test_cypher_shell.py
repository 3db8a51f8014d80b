"""The Cypher shell answers, explains and goes on, whatever is typed; named queries run from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from app.cli.cypher_shell import CypherShell
from graph.store import KgliteStore, Store


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shell")
    text = "Jensen Huang said that Nvidia had sold 300,000 chips. AMD declined to comment. Nvidia expects more."
    (folder / "article.txt").write_text(f" date 2026-03-02 {text}", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--data-dir", str(folder / "data"), "run", str(folder / "article.txt")])
    return folder / "data"


@pytest.fixture
def graph(data: Path) -> Store:
    return KgliteStore(data / "graph.kgl")


@pytest.fixture
def talk(graph: Store) -> Callable[[str], str]:
    """Type lines into a shell and return what it writes."""

    def talk(lines: str) -> str:
        waiting, said = iter(lines.strip("\n").splitlines()), []

        def read_line(_: str) -> str:
            try:
                return next(waiting)
            except StopIteration as end:
                raise EOFError from end

        CypherShell(graph, lambda name: name, said.append).run(read_line)
        return "".join(said)

    return talk


def test_a_query_may_run_over_lines_until_its_semicolon(talk: Callable[[str], str]) -> None:
    said = talk("MATCH (p:Person)\nRETURN p.name\nORDER BY p.name;")
    assert "Jensen Huang" in said
    assert "1 row in" in said


def test_a_last_query_without_its_semicolon_is_answered_too(talk: Callable[[str], str]) -> None:
    assert "Jensen Huang" in talk("MATCH (p:Person) RETURN p.name")


def test_the_shell_goes_on_after_a_fault(talk: Callable[[str], str]) -> None:
    said = talk("MATCH (c:Clam) RETURN c;\nCREATE (n);\n:nonsense\n:limit many\nRETURN 1 AS one;")
    assert "line 1, column 10: there is no label Clam; did you mean Claim?" in said
    assert "read-only" in said
    assert "there is no command :nonsense" in said
    assert ":limit takes a whole number" in said
    assert "1 row in" in said


def test_commands_explain_schema_and_named_queries(talk: Callable[[str], str]) -> None:
    assert "published_on   date" in talk(":schema Claim")
    assert "there is" not in talk(":schema MADE_BY")
    assert "did you mean Claim?" in talk(":schema Clam")
    listed = talk(":named")
    assert "said-by " in listed
    assert "Jensen Huang" in talk(":named said-about entity=nvidia")
    assert "no parameter" in talk(":named said-by who=x")


def test_parameters_and_forms_stay_for_the_conversation(talk: Callable[[str], str]) -> None:
    said = talk(':param who="jensen-huang"\n:format csv\nMATCH (p:Person {id: $who}) RETURN p.name AS name;\n:params')
    assert "name\nJensen Huang\n" in said
    assert '$who = "jensen-huang"' in said
    assert talk(":format md\nRETURN 1 AS a;").startswith("| a |\n|---|\n| 1 |\n")


def test_quit_ends_it(talk: Callable[[str], str]) -> None:
    assert talk(":quit\nRETURN 1;") == ""


def test_what_was_rewritten_is_told(talk: Callable[[str], str]) -> None:
    said = talk("MATCH (c:Claim) WHERE c.published_on >= '2026-01-01' RETURN count(c) AS n;")
    assert "note: a day in quotes read as date('…')" in said


def run(data: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--data-dir", str(data), "cypher", *arguments])
    return int(left.value.code or 0)


def test_named_queries_take_names_and_list_themselves(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "--named", "said-about", "--param", "entity=英伟达", "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["speaker"] == "Jensen Huang"
    assert run(data, "--list", "--json") == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(listed) >= 30
    assert all(q["title"] and q["description"] for q in listed)
    assert run(data, "--named", "said-abuot") == 2
    assert "did you mean said-about?" in capsys.readouterr().err
    assert run(data, "--named", "busiest", "--param", "since=someday") == 2
    assert "takes a day" in capsys.readouterr().err


def test_a_function_that_is_not_known_is_hinted_at(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "RETURN coalesc(1) AS x") == 2
    assert "did you mean coalesce?" in capsys.readouterr().err
