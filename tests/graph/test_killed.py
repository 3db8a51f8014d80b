"""Killed at any moment of taking in, extracting or building, nothing that was acknowledged is lost, and the next run goes on.

Three rounds a step here; `python -m tests.graph.test_killed 50` does as many as wanted and prints what it found.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from app.wiring import Workshop, make_build
from app.work import extract_pending
from extract.pipeline import Extractor
from graph.ledger import Ledger
from graph.store import open_store
from ingest.library import Library
from ingest.run import ingest_paths

STEPS = ("ingest", "extract", "build")
FILES = 12


def test_nothing_acknowledged_is_lost_when_a_run_is_killed(tmp_path: Path, extractor: Extractor) -> None:
    found = rounds(tmp_path, 3, random.Random(1), extractor)
    assert found == {"lost": [], "different": []}


def rounds(folder: Path, number: int, chance: random.Random, extractor: Extractor) -> dict[str, list[str]]:
    """Kill every step `number` times at random moments, finish it, and compare the graph with one that was never disturbed."""
    lost: list[str] = []
    different: list[str] = []
    texts, undisturbed, disturbed = folder / "texts", folder / "undisturbed", folder / "disturbed"
    texts.mkdir()
    took = dict.fromkeys(STEPS, 0.3)
    for turn in range(number):
        _write(texts, turn)
        for step in STEPS:
            before = _held(disturbed)
            _kill(disturbed, step, texts, extractor, chance.uniform(0, took[step]))
            lost += [f"round {turn}, {step}: {what}" for what in before - _held(disturbed)]
            _run(disturbed, step, texts, extractor)
            lost += [f"round {turn}, {step}, next run: {what}" for what in before - _held(disturbed)]
            took[step] = _run(undisturbed, step, texts, extractor)
        if _graph(disturbed) != _graph(undisturbed):
            different.append(f"round {turn}")
    return {"lost": lost, "different": different}


def _write(texts: Path, turn: int) -> None:
    """Add some articles, and change one that was there."""
    for n in range(FILES):
        day = f"2026-03-{1 + n:02}"
        claim = f"Jensen Huang said that Nvidia had sold {turn + n + 1},000 chips to customer {n}. AMD declined to comment on turn {turn}."
        (texts / f"{turn}-{n}.txt").write_text(f" date {day} {claim}", encoding="utf-8")
    (texts / "changing.txt").write_text(
        f" date 2026-03-02 Nvidia said that it had sold {turn} chips.", encoding="utf-8"
    )


def _step(data: Path, step: str, texts: Path, extractor: Extractor) -> None:
    with Library(data / "library.db") as library, Ledger(data / "ledger.db") as ledger:
        if step == "ingest":
            ingest_paths(library, [texts])
        elif step == "extract":
            extract_pending(library, ledger, lambda: extractor, "test", on_progress=lambda *_: None)
        else:
            store = open_store(str(data / "graph.kgl"))
            make_build(Workshop(library, ledger), store, str(data / "graph.kgl")).run()
            store.close()


def _child(data: Path, step: str, texts: Path, extractor: Extractor) -> int:
    """Do a step in a process of its own, which shares nothing that it changes; return its id."""
    data.mkdir(exist_ok=True)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            _step(data, step, texts, extractor)
            code = 0
        finally:
            os._exit(code)
    return pid


def _run(data: Path, step: str, texts: Path, extractor: Extractor) -> float:
    began = time.monotonic()
    _, status = os.waitpid(_child(data, step, texts, extractor), 0)
    assert status == 0, f"{step} failed"
    return time.monotonic() - began


def _kill(data: Path, step: str, texts: Path, extractor: Extractor, after_s: float) -> None:
    pid = _child(data, step, texts, extractor)
    time.sleep(after_s)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _held(data: Path) -> set[str]:
    """Return everything that library and ledger hold."""
    if not (data / "library.db").exists():
        return set()
    held: set[str] = set()
    with Library(data / "library.db") as library:
        for a in library.articles():
            held |= {f"article {a.id} {v.version}" for v in library.versions(a.id)}
    if (data / "ledger.db").exists():
        with Ledger(data / "ledger.db") as ledger:
            held |= {f"extraction {r.extraction.article_id} {r.extraction.version}" for r in ledger.extractions()}
    return held


def _graph(data: Path) -> list[str]:
    """Return the graph without the times that differ between two runs."""
    store = open_store(str(data / "graph.kgl"))
    nodes = store.read("MATCH (n) RETURN labels(n) AS l, properties(n) AS p", limit=100_000, timeout_s=120)
    links = store.read(
        "MATCH (a)-[r]->(b) RETURN type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p", limit=100_000
    )
    apart = ("recorded_at", "fetched_at")
    rows = [[sorted(r["l"]), sorted((k, str(v)) for k, v in r["p"].items() if k not in apart)] for r in nodes.rows]
    found = [json.dumps(x) for x in rows] + [
        json.dumps([r["t"], r["a"], r["b"], sorted((k, str(v)) for k, v in r["p"].items())]) for r in links.rows
    ]
    store.close()
    return sorted(found)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as where:
        began = time.monotonic()
        result = rounds(Path(where), int(sys.argv[1]), random.Random(), Extractor())
        print(
            f"{sys.argv[1]} rounds of {len(STEPS)} steps in {time.monotonic() - began:.0f} s: {len(result['lost'])} lost, {len(result['different'])} graphs different"
        )
        print("\n".join(result["lost"] + result["different"]))
