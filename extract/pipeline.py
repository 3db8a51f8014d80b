"""The extractor: a spaCy pipeline that reads an article and returns everything found in it.

spaCy gives the frame (tokenizer, Doc, phrase matcher, component registry); the knowledge of the languages is in `tables/`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

import spacy
from spacy.attrs import LOWER, NORM  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Extraction
from extract.components import COMPONENTS
from extract.draft import Draft
from extract.gazetteer import gazetteer_version
from extract.identify import article_language
from extract.tables import tables_version
from extract.tokens import MixedTokenizer, nfc
from ingest.article import Article

CODE_VERSION = "2"
"""Raise it when code changes what is extracted; tables and gazetteer are hashed by themselves."""

Doc.set_extension("draft", default=None, force=True)


def extractor_version() -> str:
    """Return `rules@<code>-<hash of the tables and the gazetteer>`."""
    return f"rules@{CODE_VERSION}-{tables_version()}{gazetteer_version()[:4]}"


def build_pipeline() -> Language:
    """Return the spaCy pipeline with all components of `components.COMPONENTS`, in order."""
    nlp = spacy.blank("xx")
    nlp.vocab.lex_attr_getters[NORM] = nfc  # type: ignore[attr-defined]
    nlp.vocab.lex_attr_getters[LOWER] = lambda word: nfc(word).lower()  # type: ignore[attr-defined]
    nlp.tokenizer = MixedTokenizer(nlp.vocab)
    nlp.max_length = 50_000_000
    for name in COMPONENTS:
        importlib.import_module(f"extract.components.{name}")
        nlp.add_pipe(f"racegraph_{name}")
    return nlp


class Extractor:
    """Reads articles one by one; safe to use again and again, not from two threads at once."""

    def __init__(self) -> None:
        self.nlp = build_pipeline()
        self.version = extractor_version()

    def extract(self, article: Article) -> Extraction:
        """Return what was found in the article. An empty text gives an empty extraction."""
        draft = self.read(article)
        return Extraction(
            article_id=article.id,
            version=article.version,
            extractor=self.version,
            language=draft.language,
            mentions=tuple(draft.mentions),
            entities=tuple(sorted(draft.entities.values(), key=lambda e: e.id)),
            figures=tuple(draft.figures),
            claims=tuple(draft.claims),
            relations=tuple(draft.relations),
            credits=tuple(draft.credits),
            dropped=tuple(sorted(draft.dropped.items())),
        )

    def read(self, article: Article) -> Draft:
        """Return the draft with every component's part, for inspection."""
        draft = Draft(article=article, language=article_language(article))
        doc = self.nlp.make_doc(article.text)
        doc._.draft = draft
        for _, component in self.nlp.pipeline:
            doc = component(doc)
        return draft


def extract_all(articles: Iterable[Article], extractor: Extractor) -> Iterator[tuple[Article, Extraction]]:
    """Yield each article with its extraction, in order; the article's language is filled in where the page gave none."""
    for article in articles:
        extraction = extractor.extract(article)
        yield replace(article, language=article.language or extraction.language), extraction
