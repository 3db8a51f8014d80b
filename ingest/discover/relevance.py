"""Decides before fetching whether a page concerns the race, from its title, its summary and the words of its address.

A strong term is enough by itself (the name of a lab, a model, "export controls"); of weak terms (a country, "AI") it takes two
different ones. The reason is kept with the decision, so that a wrong one can be found and the word lists mended.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ingest.discover.candidate import Candidate
from ingest.fetch.addresses import words_of

_HAN = re.compile("[㐀-鿿豈-﫿]")


@dataclass(frozen=True, slots=True)
class Relevance:
    """A decision and its reason. `unsure`: nothing but an opaque address was there to judge by."""

    verdict: Literal["yes", "no", "unsure"]
    reason: str


class Terms:
    """The word lists to judge by.

    A term in capitals counts only in capitals: "AI" is also Vietnamese for "who".
    """

    def __init__(self, strong: Iterable[str], weak: Iterable[str] = ()) -> None:
        self._strong = _Matcher(strong)
        self._weak = _Matcher(weak)

    def judge(self, candidate: Candidate) -> Relevance:
        """Decide on a page before it is fetched."""
        written = " \n ".join(part for part in (candidate.stated.title, candidate.summary) if part)
        slug = words_of(candidate.url)
        found = self.judge_text(written, slug=slug)
        if found.verdict == "no" and not written and not re.search(r"[^\W\d_]{3,}.*[^\W\d_]{3,}", slug):
            return Relevance("unsure", "nothing says what it is about")
        return found

    def judge_text(self, written: str, *, slug: str = "") -> Relevance:
        """Decide on a text."""
        strong = self._strong.first_in(written, slug)
        if strong:
            return Relevance("yes", f"names {strong[0]}")
        weak = self._weak.first_in(written, slug)
        if len(weak) >= 2:
            return Relevance("yes", f"names {weak[0]} and {weak[1]}")
        return Relevance("no", f"names only {weak[0]}" if weak else "names nothing of the subject")


class _Matcher:
    """Finds which terms of a list stand in a text: whole words in letters, anywhere in Chinese."""

    def __init__(self, terms: Iterable[str]) -> None:
        cleaned = sorted({term.strip() for term in terms if term.strip()}, key=len, reverse=True)
        exact = [term for term in cleaned if term.isupper() and term.isascii() and len(term) <= 5]
        folded = {fold(term): term for term in cleaned if term not in exact}
        self._terms = folded
        self._exact = _alternatives(exact)
        self._folded = _alternatives(folded)

    def first_in(self, written: str, slug: str) -> list[str]:
        """Return the two first different terms."""
        found: list[str] = [match.group() for match in self._exact.finditer(written)] if self._exact else []
        if self._folded:
            # Slugs are written without marks, so both sides are folded; text is folded too, as headlines may be in NFD.
            found += [self._terms[match.group()] for match in self._folded.finditer(f"{fold(written)} \n {fold(slug)}")]
        return list(dict.fromkeys(found))[:2]


def _alternatives(terms: Iterable[str]) -> re.Pattern[str] | None:
    parts = []
    for term in terms:
        escaped = re.escape(term)
        parts.append(escaped if _HAN.search(term) else rf"(?<![^\W_]){escaped}(?![^\W_])")
    return re.compile("|".join(parts)) if parts else None


def fold(written: str) -> str:
    """Return a text in lower case without the marks of Vietnamese and other Latin scripts, for comparing only."""
    plain = unicodedata.normalize("NFKD", written.lower()).replace("đ", "d")
    return re.sub(r"\s+", " ", "".join(c for c in plain if not unicodedata.combining(c)).replace("-", " "))
