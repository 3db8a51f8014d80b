"""Measures what is read off the golden pages, beside trafilatura's own reading: `python -m tests.ingest.measure_pages`."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from trafilatura import bare_extraction, extract

from ingest.article import Article
from ingest.crawl.page_reading import FetchedPage, Unreadable, read_page

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Scores:
    """Shares of pages read exactly, and the mean F1 of the words of the body; `faults` lists every miss."""

    pages: int
    title: float
    date: float
    authors: float
    language: float
    body: float
    body_of_trafilatura: float
    faults: tuple[str, ...]


def tokens(text: str) -> Counter[str]:
    """The words of a text, Chinese by character, however its marks are composed."""
    return Counter(re.findall(r"[一-鿿]|[^\W_一-鿿]+", unicodedata.normalize("NFC", text).lower()))


def f1(found: str, wanted: str) -> float:
    """Harmonic mean of precision and recall over words."""
    one, other = tokens(found), tokens(wanted)
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


def body_of(article: Article) -> str:
    """The text without its marked captions and furniture."""
    kept, at = [], 0
    for block in article.blocks:
        if block.kind in ("caption", "boilerplate"):
            kept.append(article.text[at : block.start])
            at = block.end
    return "".join([*kept, article.text[at:]])


def measure() -> Scores:
    """Read all golden pages and compare."""
    gold = json.loads((PAGES / "gold.json").read_text(encoding="utf-8"))
    right: Counter[str] = Counter()
    bodies, theirs, faults = [], [], []
    for name, wanted in gold.items():
        content = (PAGES / name).read_bytes()
        read = read_page(FetchedPage(f"https://demo.example/{name}", content, "text/html"))
        if isinstance(read, Unreadable):
            faults.append(f"{name}: {read.line}")
            bodies.append(0.0)
        else:
            nfc = unicodedata.normalize
            for field, found, gold_value in (
                ("title", nfc("NFC", read.title), wanted["title"]),
                ("date", read.published_on and read.published_on.isoformat(), wanted["published_on"]),
                ("authors", [nfc("NFC", one) for one in read.authors], wanted["authors"]),
                ("language", read.language or wanted["language"], wanted["language"]),
            ):
                right[field] += found == gold_value
                if found != gold_value:
                    faults.append(f"{name}: {field} is {found!r}, not {gold_value!r}")
            bodies.append(f1(body_of(read), "\n".join(wanted["paragraphs"])))
        theirs.append(f1(extract(content, include_comments=False) or "", "\n".join(wanted["paragraphs"])))
    number = len(gold)
    return Scores(
        number, *(right[field] / number for field in ("title", "date", "authors", "language")),
        sum(bodies) / number, sum(theirs) / number, tuple(faults),
    )  # fmt: skip


def theirs_exact() -> dict[str, float]:
    """What trafilatura's own metadata gets exactly right on the same pages."""
    gold = json.loads((PAGES / "gold.json").read_text(encoding="utf-8"))
    right: Counter[str] = Counter()
    for name, wanted in gold.items():
        document = bare_extraction((PAGES / name).read_bytes(), with_metadata=True)
        if document is not None:
            right["title"] += document.title == wanted["title"]
            right["date"] += document.date == wanted["published_on"]
            right["authors"] += [one for one in (document.author or "").split("; ") if one] == wanted["authors"]
    return {field: right[field] / len(gold) for field in ("title", "date", "authors")}


if __name__ == "__main__":
    scores = measure()
    print("\n".join(scores.faults))
    print(
        f"{scores.pages} pages: title {scores.title:.3f}, date {scores.date:.3f}, authors {scores.authors:.3f}, language {scores.language:.3f}, "
        f"body F1 {scores.body:.4f} (trafilatura {scores.body_of_trafilatura:.4f}); trafilatura's own metadata: {theirs_exact()}"
    )
