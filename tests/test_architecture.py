"""The rules of the house that a machine can check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract.components import COMPONENTS
from extract.tables import LANGUAGES

ROOT = Path(__file__).parent.parent
FLOORS = ("ingest", "extract", "graph", "app")
BANNED = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "misc",
    "manager",
    "core",
    "base",
    "handler",
    "processor",
    "data",
    "info",
}
SOURCES = sorted(p for floor in (*FLOORS, "tests") for p in (ROOT / floor).rglob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_has_one_job_and_says_it(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert text.count("\n") <= 400, "a file over 400 lines has two jobs, or a table in its code"
    assert not text.strip() or text.startswith(('"""', 'r"""')), "a file begins by saying what it is"


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_name_says_something(source: Path) -> None:
    assert source.stem not in BANNED


@pytest.mark.parametrize(
    "source", [p for p in SOURCES if p.parts[len(ROOT.parts)] != "tests"], ids=lambda p: str(p.relative_to(ROOT))
)
def test_settings_are_read_in_one_place(source: Path) -> None:
    reads = re.findall(r"os\.environ\[|os\.environ\.get|os\.getenv", source.read_text(encoding="utf-8"))
    assert not reads or source.parent.name == "app" or "web" in source.parts


def test_every_component_is_listed_and_every_listed_one_exists() -> None:
    files = {p.stem for p in (ROOT / "extract" / "components").glob("*.py")} - {"__init__"}
    assert files == set(COMPONENTS)


def test_every_language_has_the_same_tables() -> None:
    tables = {lang: {p.name for p in (ROOT / "extract" / "tables" / lang).glob("*.toml")} for lang in LANGUAGES}
    assert len({frozenset(names) for names in tables.values()}) == 1, tables


@pytest.mark.parametrize("floor", FLOORS)
def test_the_floors_are_this_checkout(floor: str) -> None:
    assert Path(__import__(floor).__file__).parent.parent == ROOT


def test_the_lock_names_no_registry() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_place_that_the_architecture_page_names_is_there() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:ingest|extract|graph|app|corpora|tests)/[\w./-]+)`", page))
    missing = [n for n in named if not (ROOT / n).exists()]
    assert not missing
