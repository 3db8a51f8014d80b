"""A running application and Debian's Chromium to look at it with: no request leaves loopback, and the console stays clean."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from app.web.server import listen, make_app
from tests.app.desk import Opened

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--no-proxy-server",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
LEAVING = ("AbortError: signal is aborted", "Unexpected error Connection")
"""What Gradio says in the console when a reader leaves a page while it listens: nothing is wrong then."""
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def served(opened: Opened) -> Iterator[str]:
    """Serve a desk on a free port of loopback; yield its address."""
    bound = listen("127.0.0.1", 0)
    config = uvicorn.Config(make_app(opened.desk, opened.settings.web), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield Debian's Chromium. Where there is none the tests are skipped, but not in CI."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium here")
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A reader's browser, watched: which hosts it asked, and what went wrong in it."""

    context: BrowserContext
    site: str
    hosts: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def open(self, address: str = "/") -> Page:
        """Open an address of the site in a new tab and wait until the page is filled."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on(
            "request", lambda r: self.hosts.add(r.url.split("/")[2].split(":")[0]) if r.url.startswith("http") else None
        )
        page.on("console", lambda m: self.note(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.note(str(e)))
        page.goto(self.site + address)
        filled(page)
        return page

    def note(self, fault: str) -> None:
        """Keep what the console said went wrong."""
        if not fault.startswith(LEAVING):
            self.faults.append(fault)

    def check(self) -> None:
        """Say that nothing left the machine and nothing went wrong, and close the browser's window."""
        self.context.close()
        assert self.hosts <= {"127.0.0.1"}, self.hosts
        assert self.faults == [], self.faults


def filled(page: Page) -> None:
    """Wait until a page shows its content."""
    page.locator(".rg-head h1, .rg-state").first.wait_for()
    expect(page.locator(".rg-skeleton")).to_have_count(0)


@contextmanager
def reader(browser: Browser, site: str, **given: Any) -> Iterator[Watched]:
    """Yield a reader's own browser window."""
    given = {"locale": "en-US", "viewport": {"width": 1280, "height": 900}, **given}
    watched = Watched(browser.new_context(**given), site)
    yield watched
    watched.check()


def ask(page: Page, question: str) -> None:
    """Ask a question and wait for the end of the answer."""
    box = page.locator("#question textarea")
    expect(box).to_be_editable()
    box.fill(question)
    box.press("Enter")
    expect(page.locator("#bot").get_by_test_id("bot").last).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    expect(box).to_be_editable()
