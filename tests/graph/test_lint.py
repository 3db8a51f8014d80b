"""The queries that ship pass Neo4j's own analyser, for Cypher 5 and for Cypher 25."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from graph.cookbook import cookbook
from graph.schema import LINKS, NODES

LINT = Path(__file__).parent.parent / "neo4j" / "lint"


def faults(queries: dict[str, str]) -> list[dict[str, str]]:
    given = json.dumps([{"id": key, "query": query} for key, query in queries.items()])
    done = subprocess.run([LINT], input=given, capture_output=True, text=True, timeout=300, check=True)
    return list(json.loads(done.stdout))


@pytest.fixture(scope="module", autouse=True)
def _node() -> None:
    if missing := [tool for tool in ("node", "npm") if shutil.which(tool) is None]:
        reason = f"no analyser here: {' and '.join(missing)} missing"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def test_what_ships_has_no_fault_and_a_faulty_query_has_one_in_each_version() -> None:
    shipped = {q.name: q.cypher for q in cookbook()} | {f"schema {n.label}": n.example for n in NODES}
    shipped |= {f"schema {link.type}": link.example for link in LINKS}
    assert len(shipped) >= 80
    found = faults(shipped | {"wrong": "MATCH (n) RETURN m"})
    assert [f for f in found if f["id"] != "wrong"] == []
    assert {f["version"] for f in found} == {"CYPHER 5", "CYPHER 25"}
