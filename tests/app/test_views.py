"""What commands and pages show of small articles: the five commands, the digest's page, what is written down for others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.answer.result import Citation
from app.cli import main
from app.views.citing import cited
from app.views.reader import around, compared
from app.web.desk import Desk
from app.web.pages import digest
from app.web.showing import Visit
from app.web.tables import as_csv, drawn
from extract.pipeline import Extractor
from graph.store import Rows
from tests.app.desk import Opened, desk_over
from tests.app.stories import ALL, CORRECTED, HUANG

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Iterator[Opened]:
    with desk_over(tmp_path_factory.mktemp("views"), extractor, [*ALL, CORRECTED]) as made:
        yield made


@pytest.fixture
def run(opened: Opened, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line on the data folder of the desk; return exit code, stdout and stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["--data-dir", str(opened.settings.data_dir), *arguments])
        out = capsys.readouterr()
        return int(left.value.code or 0), out.out, out.err

    return call


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["entity", "华为"], "Huawei (Company, id huawei)"),
        (["claims", "--entity", "Hoa Vi", "--language", "zh"], "任正非"),
        (["claims", "--modality", "declined_to_comment"], "AMD"),
        (["claims", "--words", "Ascend", "--since", "2026-02-15"], "Demo Wire"),
        (["figures", "--entity", "Huawei", "--unit", "chips"], "600.000 chip"),
        (["timeline", "Huawei"], "800,000"),
    ],
)
def test_a_command_shows_what_is_there_as_a_table_and_as_json(run: Run, arguments: list[str], shown: str) -> None:
    code, out, _ = run(*arguments)
    assert code == 0
    assert shown in out
    rows = [json.loads(line) for line in run(*arguments, "--json")[1].splitlines()]
    assert rows
    assert all(isinstance(row, dict) for row in rows)


@pytest.mark.parametrize(
    "arguments", [["entity", "Nobody At All"], ["claims", "--modality", "loud"], ["claims", "--since", "yesterday"]]
)
def test_a_mistake_in_a_command_is_wrong_usage(run: Run, arguments: list[str]) -> None:
    assert run(*arguments)[0] == 2


def test_no_conflict_is_no_fault(run: Run) -> None:
    assert run("conflicts")[0] == 0


def test_the_words_around_a_sentence_are_cut_at_words_and_paragraphs(opened: Opened) -> None:
    text = CORRECTED.text
    start = text.index("AMD")
    before, here, after = around(opened.desk.library, HUANG.id, CORRECTED.version, start, start + 24, margin=30)
    assert here == "AMD declined to comment."[: len(here)]
    assert before.startswith("… ")
    assert before.removeprefix("… ") in text
    assert "\n\n" not in after


def test_two_versions_are_compared_word_by_word_and_give_both_texts_again(opened: Opened) -> None:
    runs = compared(opened.desk.library, HUANG.id, HUANG.version, CORRECTED.version)
    assert [r for r in runs if r[0] != "same"] == [("gone", "300,000"), ("new", "310,000")]
    assert "".join(t for kind, t in runs if kind != "new") == HUANG.text
    assert "".join(t for kind, t in runs if kind != "gone") == CORRECTED.text


CITATION = Citation(
    n=1, claim_id="abcdef01", speaker="amd", modality="asserted", firm=True, quote="5 % {more} & _less_", start=0, end=4,
    article_id="0123456789abcdef", version="v", title="A \\ title", outlet="Demo Wire", authors="Ada Sample, Lê Giả Định",
    published_at="2026-03-02", retrieved_at=None, url="https://demo.example/a", page=None, origins=1, origins_state="known", language="en",
)  # fmt: skip


def test_a_citation_is_given_in_three_forms() -> None:
    assert cited([CITATION], "text").startswith(
        "“5 % {more} & _less_” Ada Sample, Lê Giả Định, “A \\ title”, Demo Wire, 2026-03-02"
    )
    bibtex = cited([CITATION], "bibtex")
    assert "author = {{Ada Sample} and {Lê Giả Định}}" in bibtex
    assert r"5 \% \{more\} \& \_less\_" in bibtex
    (csl,) = json.loads(cited([CITATION], "csl-json"))
    assert csl["issued"] == {"date-parts": [[2026, 3, 2]]}
    assert "accessed" not in csl


def test_rows_are_safe_for_a_spreadsheet_and_nodes_among_them_are_drawn() -> None:
    node = {"labels": ["Entity", "Chip"], "id": "h20", "name": "H20", "kind": "Chip"}
    rows = Rows(
        ("a", "r", "b", "day"),
        ({"a": node, "r": {"type": "MAKES"}, "b": {**node, "id": "h200"}, "day": date(2026, 3, 2)},),
    )
    assert [e["data"].get("label") for e in drawn(rows)] == ["H20", "H20", "makes"]
    assert as_csv(Rows(("x",), ({"x": "=1+1"},))).splitlines()[1] == "'=1+1"


class _Shelf:
    """Digests for a test."""

    def preview(self, language: str) -> str:
        return f"<p>this week in {language} <script>x</script></p>"

    def sent(self, language: str = "en") -> Sequence[tuple[str, str]]:
        return [("w10", "Week 10")]

    def page(self, digest_id: str, language: str = "en") -> str:
        return f"<p>sent as {digest_id}</p>"


def test_the_digests_page_is_honest_when_empty_and_shows_each_in_a_box_of_its_own(opened: Opened) -> None:
    visit = Visit({}, "vi", "127.0.0.1")
    assert "Chưa có bản tin nào" in digest._view(Desk(replace(opened.desk.given, digests=None)), visit)
    desk = Desk(replace(opened.desk.given, digests=_Shelf()))
    page = digest._view(desk, visit)
    assert (
        'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    )  # links open; scripts, forms and our own origin do not
    assert "&lt;script&gt;" in page
    assert "Week 10" in page
    assert "sent as w10" in digest._view(desk, Visit({"id": "w10"}, "vi", "127.0.0.1"))


def test_every_view_stays_in_the_data_folder(opened: Opened) -> None:
    assert {p.name.split("-")[0].split(".")[0] for p in Path(opened.settings.data_dir).iterdir()} <= {
        "library",
        "ledger",
        "graph",
        "workings",
        "subscribers",
    }
