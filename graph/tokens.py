"""The words that search knows: folded, without accents (đ as d), Han text in pairs of characters, and entity ids.

Both back-ends index these tokens as they are, so that search finds the same on each; a query is cut the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from extract.script import simplified

_CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_RUN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_FIRST = re.compile(rf"[{_CJK}]")


def fold(text: str) -> str:
    """Return the text in lower case without accents, in NFC; `đ` becomes `d`, full-width letters plain ones, traditional characters simplified ones."""
    if text.isascii():
        return text.casefold()
    text = simplified(text)
    bare = (c for c in unicodedata.normalize("NFKD", text).casefold().replace("đ", "d") if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(bare))


def tokens(text: str) -> list[str]:
    """Return the search tokens of a text, in order: words, and overlapping pairs of Han, kana or hangul characters."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if len(run) == 1 or run[0] < "\u3040" or not _FIRST.match(run):
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def entity_token(entity_id: str) -> str:
    """Return the one token that stands for an entity in every language: letters and digits only."""
    return "e0" + re.sub(r"[^a-z0-9]", "", fold(entity_id))


def search_text(text: str, entities: Iterable[str] = ()) -> str:
    """Return what the `search` property of a node holds."""
    return " ".join([*tokens(text), *(entity_token(e) for e in entities)])
