"""Stores for the tests: a kglite file, and a real Neo4j that is started once. In CI a missing Neo4j is a failure, not a skip."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.pipeline import Extractor
from graph.store import Store, open_store
from tests.graph.factory import World, ledger_in

START = Path(__file__).parent.parent / "neo4j" / "start"


@pytest.fixture(scope="session")
def neo4j_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Neo4j."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if missing:
        reason = f"no real Neo4j here: {' and '.join(missing)} missing"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    started = subprocess.run(
        [START, tmp_path_factory.mktemp("neo4j")], stdout=subprocess.PIPE, text=True, timeout=600, check=True
    )
    pid, url = started.stdout.split()
    yield url
    os.kill(int(pid), signal.SIGTERM)


@pytest.fixture(params=["kglite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, on each back-end in turn."""
    return str(tmp_path / "graph.kgl") if request.param == "kglite" else request.getfixturevalue("neo4j_url")


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store with its constraints and indexes."""
    opened = open_store(address)
    opened.clear()
    opened.setup()
    yield opened
    opened.close()


@pytest.fixture
def world(extractor: Extractor, store: Store, address: str, tmp_path: Path) -> Iterator[World]:
    """A library with its ledger and store."""
    with ledger_in(tmp_path) as ledger:
        yield World(extractor, ledger, store, address)
