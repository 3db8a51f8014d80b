"""How fast a tenth of that corpus gets into a real Neo4j, one session, with its full-text and range indexes; needs Java and Maven."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.graph import measure

ARTICLES = 2_000
START = Path(__file__).parents[1] / "neo4j" / "start"


def bench() -> Iterator[str]:
    """Start a server, yield the figures, and stop it; say so when there is none to start."""
    if not (shutil.which("java") and shutil.which("mvn")):
        yield "no Java or Maven here, so no Neo4j"
        return
    with tempfile.TemporaryDirectory() as folder:
        started = subprocess.run(
            [START, f"{folder}/server"], stdout=subprocess.PIPE, text=True, timeout=600, check=True
        )
        pid, url = started.stdout.split()
        try:
            yield from measure(Path(folder), url, ARTICLES)
        finally:
            os.kill(int(pid), signal.SIGTERM)
