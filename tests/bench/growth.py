"""Whether reading time grows with the length of an article only: the briefs of a language put together, then four times as many.

Every copy gets persons and companies of its own, so that the number of names grows too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from app.cli.serving import briefs
from extract.identify import article_language
from extract.pipeline import Extractor
from ingest.article import Article
from ingest.files import ReadFile, read_files

SMALL, LARGE = 500_000, 2_000_000
NEW_NAMES = {
    "vi": "Ông Halvik{0} Torvald{0}, giám đốc của startup Lumora{0}, cho biết giá sẽ giảm. Ông Torvald{0} từ chối nói thêm.",
    "en": "Halvik{0} Torvald{0}, an analyst at Lumora{0} Robotics, said prices fall. Torvald{0} added that Lumora{0} was calm.",
    "zh": "分析师周立{1}表示，{1}澜科技（Lumora{0}）今年推出两款芯片。周立{1}说价格下降。",
}


def bench() -> Iterator[str]:
    """Yield, a language each, the seconds for half a megabyte and for two megabytes, and their ratio (4 is linear)."""
    extractor = Extractor()
    articles = [f.article for f in read_files(briefs()) if isinstance(f, ReadFile)]
    for language in ("vi", "en", "zh"):
        text = "\n\n".join(a.text for a in articles if article_language(a) == language)
        small, large = (_seconds(extractor, text, language, size) for size in (SMALL, LARGE))
        yield f"{language}: {SMALL:,} bytes {small:.1f} s, {LARGE:,} bytes {large:.1f} s, ratio {large / small:.1f}"


def _seconds(extractor: Extractor, text: str, language: str, size: int) -> float:
    one = len(text.encode())
    copies = (
        text + "\n\n" + NEW_NAMES[language].format(_letters(i), chr(0x4E00 + i % 20000)) for i in range(size // one + 1)
    )
    whole = "\n\n".join(copies)
    began = time.process_time()
    extractor.extract(Article(id="growth", version="1", text=whole))
    return time.process_time() - began


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(d)) for d in str(number))
