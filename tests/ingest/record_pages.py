"""Writes the golden pages and what is to be read off them: `python -m tests.ingest.record_pages`. Read the diff before keeping it."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from tests.ingest.page_styles import STYLES
from tests.ingest.stories import STORIES

PAGES = Path(__file__).parent / "pages"
# The Windows code page has no letters with two marks: it writes the tone as a mark of its own after the letter.
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def encoded(html: str, encoding: str) -> bytes:
    """Return a page's bytes; Vietnamese in its old code page keeps only the tone marks apart."""
    if encoding != "cp1258":
        return html.encode(encoding, "xmlcharrefreplace")
    out = []
    for character in html:
        parts = unicodedata.normalize("NFD", character)
        tones = "".join(mark for mark in parts if mark in _TONES)
        out.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES)) + tones)
    return "".join(out).encode("cp1258", "xmlcharrefreplace")


def main() -> None:
    """Write all pages, and `gold.json` beside them."""
    stories = {story.key: story for story in STORIES}
    PAGES.mkdir(exist_ok=True)
    gold: dict[str, dict[str, object]] = {}
    for style, (dress, keys) in STYLES.items():
        for key in keys:
            story, page = stories[key], dress(stories[key])
            name = f"{style}-{key}.html"
            (PAGES / name).write_bytes(encoded(page.html, page.encoding))
            gold[name] = {
                "title": story.title,
                "authors": list(story.authors) if "authors" in page.shows else [],
                "published_on": story.published.date().isoformat(),
                "language": story.language,
                "paragraphs": list(story.paragraphs),
            }
    (PAGES / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
