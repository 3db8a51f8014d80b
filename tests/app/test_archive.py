"""What is exported comes back byte for byte elsewhere; a damaged archive changes nothing."""

from __future__ import annotations

import json
import sqlite3
import tarfile
from pathlib import Path

import pytest

from app.archive import pack, unpack
from app.cli import main
from ingest.errors import WrongUsage

TEXT = "Jensen Huang said that Nvidia had sold 300,000 chips. AMD declined to comment."


def run(data: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--data-dir", str(data), *arguments])
    return int(left.value.code or 0)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "article.txt").write_text(f" date 2026-03-02 {TEXT}", encoding="utf-8")
    assert run(tmp_path / "data", "run", str(tmp_path / "article.txt")) == 0
    return tmp_path / "data"


def rows(path: Path) -> list[str]:
    with sqlite3.connect(path) as db:
        return list(db.iterdump())


def test_an_archive_comes_back_as_it_was_and_gives_the_same_graph(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "export", str(tmp_path / "x.tgz"), "--snapshot", "--note", "for a story", "--json") == 0
    manifest = json.loads(capsys.readouterr().out.splitlines()[-1])["manifest"]
    assert (manifest["articles"], manifest["note"]) == (1, "for a story")
    assert set(manifest["files"]) == {"library.db", "ledger.db", "graph.jsonl"}
    other = tmp_path / "other"
    assert run(other, "import", str(tmp_path / "x.tgz")) == 0
    for name in ("library.db", "ledger.db"):
        assert rows(other / name) == rows(data / name)
    assert run(other, "build", "--fresh") == 0
    capsys.readouterr()
    for folder in (data, other):
        assert run(folder, "export", str(tmp_path / f"{folder.name}.jsonl"), "--as", "jsonl") == 0
    assert (tmp_path / "data.jsonl").read_text() == (tmp_path / "other.jsonl").read_text()


def test_an_archive_is_not_unpacked_over_a_library(data: Path, tmp_path: Path) -> None:
    pack(data, tmp_path / "x.tgz")
    before = rows(data / "library.db")
    with pytest.raises(WrongUsage, match="import into an empty folder"):
        unpack(tmp_path / "x.tgz", data)
    assert rows(data / "library.db") == before


@pytest.mark.parametrize("damage", ["cut", "changed", "text", "missing"])
def test_a_damaged_archive_is_one_line_and_leaves_nothing(data: Path, tmp_path: Path, damage: str) -> None:
    archive, other = tmp_path / "x.tgz", tmp_path / "other"
    pack(data, archive)
    if damage == "cut":
        archive.write_bytes(archive.read_bytes()[:-2000])
    elif damage == "text":
        archive.write_text("no archive")
    elif damage == "missing":
        archive.unlink()
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(tmp_path / "parts", filter="data")
        (tmp_path / "parts" / "ledger.db").write_bytes(b"not the ledger")
        with tarfile.open(archive, "w:gz") as packed:
            for part in sorted((tmp_path / "parts").iterdir()):
                packed.add(part, part.name)
    with pytest.raises(WrongUsage) as refused:
        unpack(archive, other)
    assert len(str(refused.value).splitlines()) == 1
    assert not any(other.glob("*.db"))


def test_an_empty_folder_has_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="nothing to export"):
        pack(tmp_path, tmp_path / "x.tgz")
