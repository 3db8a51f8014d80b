"""How a mail looks in a browser: at two widths, by day and by night, in three languages; nothing sticks out, nothing is loaded from anywhere."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.answer.names import gazetteer_things
from app.digest.book import Book
from app.digest.message import Sender, digest_mail
from app.digest.press import Press
from app.digest.subscribers import Subscriber, Wishes
from app.digest.tokens import Links
from app.wiring import open_desk, open_graph
from extract.gazetteer import load_gazetteer
from tests.app._digest_relay import Box, html, plain, relay
from tests.app._digest_world import NOW, TODAY, fill, settings_of, weekly
from tests.app.browsing import chromium, served
from tests.app.desk import Opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The HTML of a mail in each language, its picture put in as a mail program does."""
    folder = tmp_path_factory.mktemp("look")
    fill(folder, weekly())
    things = {t.id: t for t in gazetteer_things(load_gazetteer())}
    found = {}
    with open_graph(settings_of(folder)) as graph, Book(folder / "book.db") as book:
        press = Press(graph, book, things, "https://rg.example", list)
        issue = press.draft(TODAY.isoformat(), NOW)
        for language in ("en", "vi", "zh"):
            who = Subscriber(1, "ann@example.org", Wishes(language), "active", NOW)
            letter, namer = press.letter(issue, who)
            sender = Sender("digest@rg.example", "racegraph", "digest.rg.example")
            mail = digest_mail(letter, who, sender, Links("s", "https://rg.example"), namer, at=NOW)
            (picture,) = [p for p in mail.walk() if p.get_content_type() == "image/png"]
            shown = f"data:image/png;base64,{base64.b64encode(picture.get_content()).decode()}"
            found[language] = html(mail).replace(f"cid:{picture['Content-ID'].strip('<>')}", shown)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [700, 375])
@pytest.mark.parametrize("language", ["en", "vi", "zh"])
def test_a_mail_fits_and_loads_nothing(browser: Browser, mails: dict[str, str], tmp_path: Path, language: str, width: int, scheme: str) -> None:  # fmt: skip
    file = tmp_path / "mail.html"
    file.write_text(mails[language], encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 300)")
    assert page.evaluate("document.querySelector('.paper').getBoundingClientRect().width") <= 600
    assert [a for a in asked if not a.startswith(("file:", "data:"))] == []
    assert page.evaluate(_WORST_CONTRAST) >= 4.5
    dark = page.evaluate("getComputedStyle(document.querySelector('.paper')).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
    context.close()


def test_a_reader_subscribes_and_leaves_in_the_browser(browser: Browser, tmp_path: Path) -> None:
    fill(tmp_path, weekly())
    box = Box()
    with relay(box) as port:
        wanted = {"base_url": "http://127.0.0.1", "smtp_host": "127.0.0.1", "smtp_port": port, "security": "none", "sender": "d@rg.example", "allow_loopback": True}  # fmt: skip
        settings = settings_of(tmp_path, **wanted)
        with open_desk(settings) as desk, served(Opened(desk, settings, lambda articles: None)) as site:
            page = browser.new_context(viewport={"width": 375, "height": 700}).new_page()
            page.goto(f"{site}/mail/subscribe?language=vi")
            assert page.evaluate("document.documentElement.scrollWidth") <= 375
            page.fill("#address", "bo@example.org")
            page.click("button")
            page.get_by_text("Hãy xem hộp thư").wait_for()
            link = re.search(r"https?://\S+/mail/confirm/\S+", plain(box.mail("bo@example.org")))
            assert link
            page.goto(site + link[0].removeprefix("http://127.0.0.1"))
            page.click("button")
            page.get_by_text("Bạn đã đăng ký").wait_for()
            with Book(tmp_path / "subscribers.db") as book:
                (who,) = book.subscribers("active")
                page.goto(Links(book.secret(), site).url("unsubscribe", who.id))
                page.click("button")
                page.get_by_text("Bạn đã hủy đăng ký").wait_for()
                assert [s.address for s in book.subscribers("left")] == ["bo@example.org"]


_WORST_CONTRAST = """() => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = rgb(c).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if ((rgb(c)[3] ?? 1) > 0) return c; } return "rgb(255, 255, 255)"; };
  const told = [...document.querySelectorAll("h1, h2, h3, p, a, strong")].filter(e => e.innerText.trim());
  return Math.min(...told.map(e => { const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }));
}"""
"""The lowest contrast of any text on the page, as WCAG 2 counts it."""
