"""Takes a picture of every page over the demo briefs, in both themes and on a phone: `make screenshots`, then look at them.

The pictures go to a folder outside the repository, `racegraph-screenshots` among the machine's temporary files, or to the one named.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, expect

from app.cli.serving import briefs
from app.settings import Settings
from app.views.articles import ArticleFilter, list_articles
from app.wiring import open_desk
from extract.pipeline import Extractor
from ingest.files import ReadFile, read_files
from tests.app.browsing import chromium, filled, served
from tests.app.desk import Opened, take_in

WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 375, "height": 812}


def main() -> None:
    """Take all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "racegraph-screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        demo(Path(data)) as opened,
        served(opened) as site,
        chromium() as browser,
    ):
        for name, address in addresses(opened):
            for theme, size in (("light", WIDE), ("dark", WIDE), ("light", PHONE), ("dark", PHONE)):
                path = folder / f"{name}-{theme}-{size['width']}.png"
                take(browser, site + address, theme, size, path)
                print(path, file=sys.stderr)


@contextmanager
def demo(data: Path) -> Iterator[Opened]:
    """Yield a desk over the demo briefs."""
    settings = Settings(data_dir=data)
    articles = [f.article for f in read_files(briefs()) if isinstance(f, ReadFile)]
    take_in(settings, Extractor(), articles)
    with open_desk(settings) as desk:
        yield Opened(desk, settings, lambda _articles: None)


def addresses(opened: Opened) -> list[tuple[str, str]]:
    """Return what to look at: a name and an address each."""
    graph = opened.desk.graph
    versions = list_articles(graph, ArticleFilter(words="ByteDance")).articles[0]
    cited = opened.desk.ask("How far behind is China?").citations[0]
    place = {"id": cited.article_id, "version": cited.version, "start": cited.start, "end": cited.end}
    return [
        ("ask", "/"),
        ("ask-answered", "/?q=How+far+behind+is+China%3F"),
        ("ask-vi", "/?lang=vi&q=Huawei+s%E1%BA%A3n+xu%E1%BA%A5t+%C4%91%C6%B0%E1%BB%A3c+bao+nhi%C3%AAu+chip+Ascend%3F"),
        ("ask-zh", "/?lang=zh&q=%E4%B8%AD%E5%9B%BD%E8%90%BD%E5%90%8E%E5%A4%9A%E5%B0%91%EF%BC%9F"),
        ("explore", "/explore"),
        ("entity", "/explore?entity=huawei"),
        ("estimates", "/estimates"),
        ("measure", "/estimates?entity=china&metric=gap&unit=months"),
        ("timeline", "/timeline?entity=china&metric=gap&unit=months"),
        ("articles", "/articles"),
        ("article", f"/articles?{urlencode(place)}"),
        ("versions", f"/articles?id={versions.id}"),
        ("nothing", "/articles?words=nothing-of-this-kind"),
        ("cypher", "/cypher"),
        ("digest", "/digest"),
        ("sources", "/sources"),
    ]


def take(browser: Browser, address: str, theme: str, size: dict[str, int], path: Path) -> None:
    """Open an address and keep a picture of what a reader sees at first."""
    context = browser.new_context(viewport=size, color_scheme=theme, locale="en-US", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    filled(page)
    if "q=" in address:
        expect(page.locator("#sources mark").first).to_be_visible()
    if "/timeline" in address:
        expect(page.locator("#series .point").first).to_be_visible()
    page.wait_for_timeout(900)
    page.screenshot(path=path)
    context.close()


if __name__ == "__main__":
    main()
