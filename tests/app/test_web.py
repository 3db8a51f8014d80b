"""The page in a real browser: a question is answered with its sources, nothing is loaded from outside, hostile text stays text."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from app.answer.engine import AnswerEngine
from app.answer.result import Answer
from extract.gazetteer import load_gazetteer
from extract.pipeline import Extractor
from graph.store import open_store
from tests.graph.factory import World, article, ledger_in

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--no-proxy-server",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
HOSTILE = 'Jensen Huang said that <img src="http://evil.example/x.png"> ![x](http://evil.example/y.png) <form action="http://evil.example"> demand for chips was strong.'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, extractor: Extractor) -> Iterator[str]:
    """The address of a running application over one hostile article."""
    import uvicorn

    from app.web.server import listen, make_app

    folder = tmp_path_factory.mktemp("web")
    address = str(folder / "graph.kgl")
    store = open_store(address)
    with ledger_in(folder) as ledger:
        world = World(extractor, ledger, store, address)
        world.add(article("https://demo.example/a", HOSTILE))
        world.build()
    engine, lock = AnswerEngine(store, load_gazetteer()), threading.Lock()

    def ask(question: str) -> Answer:
        with lock:
            return engine.ask(question)

    bound = listen("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(make_app(ask, ["What did Jensen Huang say?"]), log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{bound.getsockname()[1]}/"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def page(site: str) -> Iterator[Page]:
    """A fresh browser page; afterwards no request may have left loopback, and the console must be clean."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium here")
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-US")
        hosts: set[str] = set()
        faults: list[str] = []
        opened.on("request", lambda request: hosts.add(request.url.split("/")[2].split(":")[0]))
        opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        opened.goto(site)
        opened.locator("#question textarea").wait_for(timeout=30_000)
        yield opened
        browser.close()
        assert hosts == {"127.0.0.1"}
        assert faults == []


def test_a_question_is_answered_with_its_sources(page: Page) -> None:
    question = page.locator("#question textarea")
    question.fill("What did Jensen Huang say about demand for chips?")
    question.press("Enter")
    expect(page.get_by_text("Sources (1)").first).to_be_visible(timeout=20_000)
    expect(page.locator("#bot")).to_contain_text("demand for chips was strong")
    assert page.locator("#bot form").count() == 0
    assert page.locator('#bot img[src*="evil"]').count() == 0


def test_the_page_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
