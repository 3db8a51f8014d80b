"""A graph file that is missing, locked, cut off, overwritten or of another version is one clear line with the command that mends it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import kglite
import pytest

from graph.errors import StoreBusy, StoreError
from graph.store import KgliteStore
from graph.store import kglite_store as engine

ROWS = [{"id": f"c{n}", "text": "x" * 200} for n in range(500)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store = KgliteStore(tmp_path / "graph.kgl")
    store.setup()
    with store.writer() as writer:
        writer.run("UNWIND $rows AS r MERGE (n:Claim {id: r.id}) SET n.text = r.text, n.search = r.text", ROWS)
    store.close()
    return tmp_path / "graph.kgl"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def overwritten(path: Path) -> None:
    path.write_bytes(os.urandom(4096))


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


def another_version(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[:8] = b"\xff" * 8
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("harm", [cut, emptied, overwritten, flipped, another_version])
def test_a_file_that_cannot_be_read_says_how_to_make_it_again(path: Path, harm: Callable[[Path], None]) -> None:
    harm(path)
    with pytest.raises(StoreError, match="racegraph build") as error:
        KgliteStore(path).read("MATCH (c:Claim) RETURN count(c) AS n")
    assert len(str(error.value).splitlines()) == 1


def test_a_file_that_is_not_there_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run `racegraph build`"):
        KgliteStore(tmp_path / "graph.kgl").read("RETURN 1 AS one")


def test_while_somebody_writes_readers_read_and_a_second_writer_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_LEASE_WAIT_S", 0.1)
    held = kglite.open_session(str(path), durable="normal")
    try:
        assert KgliteStore(path).read("MATCH (c:Claim) RETURN count(c) AS n").rows == ({"n": 500},)
        with pytest.raises(StoreBusy, match="another process is writing"), KgliteStore(path).writer():
            pass
    finally:
        held.close()
