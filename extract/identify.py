"""Tells the language of an article, a paragraph or a question: by script and diacritics first, by a statistical model only for what is left.

Measured on 33 short mixed strings (research, 2026-11): the script rule alone gives 17 right, 16 undecided, none wrong.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extract.tokens import HAN
from ingest.article import Article

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 6000
_HAN = re.compile(rf"[{HAN}]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f]+")
_VIETNAMESE = re.compile(
    r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]|[aeiouyAEIOUY\u00e2\u00ea\u00f4][\u0300\u0301\u0303\u0309\u0323]|[ouOU]\u031b"
)
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "is",
        "was",
        "for",
        "on",
        "with",
        "said",
        "its",
        "has",
        "have",
        "by",
        "from",
        "at",
        "as",
        "it",
        "be",
        "are",
        "an",
        "or",
        "not",
        "this",
        "which",
        "but",
        "will",
        "would",
        "can",
        "could",
        "been",
        "had",
        "were",
        "their",
        "more",
        "than",
        "they",
        "he",
        "she",
        "his",
        "her",
        "about",
        "into",
        "out",
        "up",
        "also",
        "after",
        "who",
        "over",
        "when",
        "what",
        "all",
        "one",
        "new",
        "some",
        "there",
        "other",
        "may",
        "if",
        "so",
        "no",
        "how",
        "while",
        "because",
        "these",
        "those",
        "i",
        "we",
        "you",
        "my",
        "our",
        "do",
        "does",
        "did",
        "says",
    ]
)
_LATIN_LANGUAGES = ("vi", "en", "fr", "id", "ms", "de", "es")


def article_language(article: Article) -> str:
    """Return the language of an article: what its text shows, else what its page says, else `en`."""
    return language_of(article.text) or article.language[:2].lower() or "en"


def language_of(text: str) -> str:
    """Return `vi`, `en`, `zh` or another two-letter code; empty when a short text gives no reason for any."""
    sample = text[:_SAMPLE]
    return _by_script(sample) or _by_words(sample)


def paragraph_language(text: str, article: str) -> str:
    """Return the language of a paragraph of an article: the article's own unless the paragraph clearly is in another.

    A few English function words settle a paragraph of an English article, so that the statistical model is hardly ever asked.
    """
    sample = text[:_SAMPLE]
    by_script = _by_script(sample)
    if by_script or article == "en":
        words = [] if by_script else [w.lower() for w in _LATIN_WORD.findall(sample)]
        if by_script or len(words) < 12 or sum(w in _ENGLISH for w in words) >= 0.1 * len(words):
            return by_script or article
    return _by_words(sample) or article


def _by_script(text: str) -> str:
    if _KANA.search(text):
        kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
        if kana * 5 > han:
            return "ja"
    if len(_HANGUL.findall(text)) > 3:
        return "ko"
    han = len(_HAN.findall(text))
    words = _LATIN_WORD.findall(text)
    letters = sum(map(len, words))
    running = any(w.islower() for w in words)
    if han and (han * 2 >= letters or not running):
        return "zh"
    vietnamese = sum(1 for w in words if _VIETNAMESE.search(w))
    return "vi" if vietnamese and vietnamese >= 0.12 * len(words) else ""


def _by_words(text: str) -> str:
    words = [w.lower() for w in _LATIN_WORD.findall(text)]
    if len(words) >= 4 and sum(w in _ENGLISH for w in words) >= 0.1 * len(words):
        return "en"
    if sum(map(len, words)) < 40:
        return ""
    label, _ = _statistical().classify(text)
    return str(label)


@cache
def _statistical() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.6 s to load, and most texts never need it

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LATIN_LANGUAGES))
    return identifier
