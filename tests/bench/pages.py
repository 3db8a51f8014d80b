"""How fast saved pages become articles in two processes, and whether their memory stays level over thousands of pages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from itertools import cycle, islice
from pathlib import Path

from ingest.crawl.page_readers import ReadBeside
from ingest.crawl.page_reading import FetchedPage, Unreadable

PAGES = 5_000
_AT_ONCE = 16
_EVERY = 1_000


def bench() -> Iterator[str]:
    """Yield pages/s and the memory of the reading processes at every thousandth page."""
    saved = sorted((Path(__file__).parents[1] / "ingest" / "pages").glob("*.html"))
    pages = [FetchedPage(f"https://outlet.example/{p.stem}", p.read_bytes(), content_type="text/html") for p in saved]
    unreadable = done = 0
    with ReadBeside(2) as reader:
        reader.read(pages[0])
        began = time.monotonic()
        running = set()
        for page in islice(cycle(pages), PAGES):
            running.add(reader.submit(page))
            if len(running) < _AT_ONCE:
                continue
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            unreadable += sum(isinstance(future.result(), Unreadable) for future in ended)
            before, done = done, done + len(ended)
            if done // _EVERY > before // _EVERY:
                memory = ", ".join(f"{size} MB" for size in _memory(reader))
                yield f"{done} pages, {done / (time.monotonic() - began):.0f} pages/s; processes hold {memory}"
        unreadable += sum(isinstance(future.result(), Unreadable) for future in running)
        yield f"{PAGES} pages in {time.monotonic() - began:.0f} s: {PAGES / (time.monotonic() - began):.0f} pages/s, {unreadable} unreadable"


def _memory(reader: ReadBeside) -> list[int]:
    return [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4 // 1024 for pid in reader.process_ids()]
