"""Twenty readers who ask without pause: how long they wait (50th and 95th percentile), and whether the server's memory grows.

The server runs in a process of its own over the demo briefs, as `racegraph serve` does; its graph is rebuilt beneath it half-way.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUESTIONS = [
    "How far behind is China?",
    "Huawei sản xuất được bao nhiêu chip Ascend?",
    "华为能生产多少芯片？",
    "What did Jensen Huang say about Nvidia?",
    "Do sources agree on how many chips Huawei makes?",
    "Who is the chief executive of OpenAI?",
]
READERS = 20
SECONDS = float(os.environ.get("RACEGRAPH_BENCH_SECONDS", "30"))


def bench() -> Iterator[str]:
    """Yield the lines of the report."""
    with tempfile.TemporaryDirectory() as data, _server(Path(data)) as (address, process):
        _ask(address, QUESTIONS[0])
        before, waits, faults = _memory_mb(process.pid), list[float](), list[str]()
        end = time.monotonic() + SECONDS
        threads = [threading.Thread(target=_reader, args=(address, n, end, waits, faults)) for n in range(READERS)]
        for thread in threads:
            thread.start()
        time.sleep(SECONDS / 2)
        middle = _memory_mb(process.pid)
        _racegraph(Path(data), "build", "--fresh")
        for thread in threads:
            thread.join()
        after = _memory_mb(process.pid)
    cuts = statistics.quantiles(waits, n=100)
    yield f"{READERS} readers asking without pause for {SECONDS:g} s: {len(waits)} answers, {len(faults)} faults {faults[:2]}"
    yield f"waited {cuts[49]:.2f} s (half of them), {cuts[94]:.2f} s (95 of 100)"
    yield f"memory {before:.0f} MB before, {middle:.0f} half-way, {after:.0f} after"


def _reader(address: str, number: int, end: float, waits: list[float], faults: list[str]) -> None:
    turn = number
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            _ask(address, QUESTIONS[turn % len(QUESTIONS)])
            waits.append(time.monotonic() - began)
        except OSError as error:
            faults.append(str(error))
        turn += 1


def _ask(address: str, question: str) -> None:
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}api/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        json.load(answer)


@contextmanager
def _server(data: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    _racegraph(data, "demo", "--no-serve")
    limits = {"RACEGRAPH_WEB__QUESTIONS_PER_MINUTE": "1000000", "RACEGRAPH_WEB__REQUESTS_PER_MINUTE": "1000000"}
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "--data-dir", str(data), "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, **limits},
    )  # fmt: skip
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    while True:
        try:
            urllib.request.urlopen(f"{found.group()}api/health", timeout=5)
            break
        except OSError:
            time.sleep(0.2)
    yield found.group(), process
    process.terminate()
    process.wait(timeout=20)


def _racegraph(data: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "app.cli", "--data-dir", str(data), *arguments], check=True, capture_output=True
    )


def _memory_mb(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found.group(1)) / 1024 if found else 0.0
