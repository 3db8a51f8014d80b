"""Where pages are read: in this process, or in a few others beside it.

A page that crashes or stalls a process costs that page and nothing else: the processes are started anew.
"""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Protocol, Self

from ingest.article import Article
from ingest.crawl.page_reading import FetchedPage, Unreadable, read_page

# trafilatura and lxml keep what they have seen; a fresh process now and then keeps memory level.
_PAGES_A_PROCESS = 1000
_PAGE_LIMIT_S = 60.0


class PageReader(Protocol):
    """Reads pages, possibly many at a time; safe to call from several threads."""

    def read(self, page: FetchedPage) -> Article | Unreadable:
        """Return the article of a page, or why there is none."""

    def close(self) -> None:
        """End whatever was started."""


class ReadHere:
    """Reads each page in the calling thread."""

    def read(self, page: FetchedPage) -> Article | Unreadable:
        """Return the article of a page, or why there is none."""
        return read_page(page)

    def close(self) -> None:
        """Do nothing: nothing was started."""


class ReadBeside:
    """Reads pages in other processes."""

    def __init__(self, processes: int = 2, *, page_limit_s: float = _PAGE_LIMIT_S) -> None:
        self._processes = processes
        self._page_limit_s = page_limit_s
        self._lock = threading.Lock()
        self._pool = self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, page: FetchedPage) -> Future[Article | Unreadable]:
        """Begin to read a page."""
        with self._lock:
            return self._pool.submit(read_page, page)

    def read(self, page: FetchedPage) -> Article | Unreadable:
        """Return the article of a page; a page that crashes or stalls its process is tried once more, then given up."""
        for _ in range(2):
            pool = self._pool
            try:
                return self.submit(page).result(timeout=self._page_limit_s)
            except TimeoutError:
                self._restart(pool)
                return Unreadable("parse failed", f"{page.url}: took longer than {self._page_limit_s:.0f} s to read")
            except (BrokenProcessPool, RuntimeError):
                # It may have been another thread's page that broke the pool.
                self._restart(pool)
        return Unreadable("parse failed", f"{page.url}: ended the process that read it")

    def process_ids(self) -> list[int]:
        """Return the ids of the processes that read now."""
        return sorted(getattr(self._pool, "_processes", None) or {})

    def close(self) -> None:
        """End the processes."""
        _killed(self._pool)

    def _started(self) -> ProcessPoolExecutor:
        # Spawned, not forked: the threads that fetch may hold any lock at the moment of a fork.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._processes, mp_context=context, max_tasks_per_child=_PAGES_A_PROCESS)

    def _restart(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                _killed(broken)
                self._pool = self._started()


def _killed(pool: ProcessPoolExecutor) -> None:
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    for process in processes:
        process.join()
