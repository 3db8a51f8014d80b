"""Marks the claims and figures that are firm: mails and headlines use these only.

A claim is firm by the shape of its sentence (`extract.firm`), a figure by the confidence of the rule that read it.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.draft import Draft
from extract.firm import is_firm
from extract.gazetteer import Gazetteer, load_gazetteer
from extract.tables import table


@Language.factory("racegraph_confidence")
def make_confidence(nlp: Language, name: str) -> Confidence:
    return Confidence(load_gazetteer())


class Confidence:
    """Sets `firm` on claims and figures."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        draft: Draft = doc._.draft
        sure = table("any", "firm")["figures"]["at_least"]
        draft.claims = [replace(c, firm=is_firm(draft, c, self.gazetteer)) for c in draft.claims]
        draft.figures = [replace(f, firm=f.confidence >= sure) for f in draft.figures]
        return doc
