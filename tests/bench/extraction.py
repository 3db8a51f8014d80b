"""How fast the extractor reads: words a second over the demo briefs, whole and by component, and what start-up and memory cost."""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Iterator

from app.cli.serving import briefs
from extract.draft import Draft
from extract.identify import article_language
from extract.pipeline import Extractor
from ingest.files import ReadFile, read_files

ROUNDS = 5


def bench() -> Iterator[str]:
    """Yield words/s (Han characters count half a word) by language, then the share of each component."""
    began = time.process_time()
    extractor = Extractor()
    articles = [f.article for f in read_files(briefs()) if isinstance(f, ReadFile)]
    extractor.extract(articles[0])
    yield f"start-up with the first article {time.process_time() - began:.2f} s"
    spent: Counter[str] = Counter()
    words: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for _ in range(ROUNDS):
        for article in articles:
            language = article_language(article)
            words[language] += _words(article.text)
            at = time.process_time()
            doc = extractor.nlp.make_doc(article.text)
            doc._.draft = Draft(article=article, language=language)
            spent["tokenizer"] += time.process_time() - at
            for name, component in extractor.nlp.pipeline:
                step = time.process_time()
                doc = component(doc)
                spent[name] += time.process_time() - step
            taken[language] += time.process_time() - at
    for language in sorted(words):
        yield f"{language}: {words[language] / taken[language]:,.0f} words/s"
    yield f"all: {words.total() / taken.total():,.0f} words/s"
    for name, seconds in spent.most_common():
        yield f"{name.removeprefix('racegraph_'):16} {seconds / taken.total():5.1%}  {words.total() / seconds:10,.0f} words/s"
    yield f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def _words(text: str) -> float:
    han = sum(1 for c in text if "\u4e00" <= c <= "\u9fff")
    return han / 2 if han * 4 > len(text) else len(text.split())
