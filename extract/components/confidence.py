"""Gives every claim and figure its confidence, and marks those firm whose rules were right often enough.

`firm` is a property of the rule that found a record: the rules in `tables/any/firm.toml`, whose precision on the fitting half of
`corpora/gold` was at least the floor written there. Mails and headlines use firm records only.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Claim
from extract.draft import Draft
from extract.tables import table


@Language.component("racegraph_confidence")
def rate(doc: Doc) -> Doc:
    """Set `firm` on claims and figures."""
    draft: Draft = doc._.draft
    firm = table("any", "firm")
    claims, figures = firm["claims"], firm["figures"]
    draft.claims = [
        replace(c, firm=c.confidence >= claims["at_least"] and c.by in claims["rules"].get(_language(draft, c), ()))
        for c in draft.claims
    ]
    draft.figures = [replace(f, firm=f.confidence >= figures["at_least"]) for f in draft.figures]
    return doc


def _language(draft: Draft, claim: Claim) -> str:
    sentence = draft.sentence_at(claim.start)
    return sentence.language if sentence else draft.language
