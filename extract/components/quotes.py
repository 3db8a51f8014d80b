"""Finds the words between quotation marks; straight marks open and close in turn within a paragraph.

Chinese book-title marks 《》 are names, not quotations; single marks are left alone, for they are mostly apostrophes.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from extract.draft import Block, Draft, Quotation

_PAIRS = {"“": "”", "„": "“", "«": "»", "「": "」", "『": "』", "〝": "〞"}
_MARK = re.compile('[“”„«»「」『』〝〞"＂]')


@Language.component("racegraph_quotes")
def find_quotes(doc: Doc) -> Doc:
    """Fill `draft.quotes`, outermost ones only."""
    draft: Draft = doc._.draft
    for block in draft.blocks:
        draft.quotes.extend(quotes_of(draft.text, block))
    return doc


def quotes_of(text: str, block: Block) -> list[Quotation]:
    """Return the quotations of one paragraph. One that is not closed runs to its end (a quotation over several paragraphs)."""
    found: list[Quotation] = []
    opened: tuple[int, str] | None = None
    for match in _MARK.finditer(text, block.start, block.end):
        mark, at = match.group(), match.start()
        if opened is None:
            closing = _PAIRS.get(mark) or (mark if mark in '"＂' else "")
            opened = (at, closing) if closing else None
        elif mark == opened[1] or (mark == '"' and opened[1] == "”"):
            found.append(Quotation(opened[0], at + 1, opened[0] + 1, at))
            opened = None
        elif mark == "“" and opened[1] == "”":  # a second opening mark: the first was never closed
            opened = (at, "”")
    if opened and opened[1] not in '"＂':
        found.append(Quotation(opened[0], block.end, opened[0] + 1, block.end, closed=False))
    return found
