"""What a name looks like: runs of capitalised words, and the ids that names get.

A run never crosses a sentence, a known name or a quotation mark. Which things the runs name is decided in `name_types`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extract.draft import Draft, Sentence
from extract.tables import LANGUAGES, table
from extract.tokens import HAN

UPPER = "".join(
    c
    for c in map(chr, range(0x41, 0x1EFF))
    if c.isupper() and unicodedata.category(c) == "Lu" and "LATIN" in unicodedata.name(c, "")
)
_MARKS = r"\u0300-\u036f"
_LETTERS = rf"[^\W_{HAN}{_MARKS}]"
WORD = rf"[{UPPER}](?:{_LETTERS}|[{_MARKS}])*(?:[-‑'’&](?=[{UPPER}\d])(?:{_LETTERS}|[{_MARKS}])+|\.(?=[{UPPER}a-z]{{1,3}}\b)(?!com?\b)(?:{_LETTERS})+)*"
_INITIAL = rf"[{UPPER}]\."
RUN = re.compile(
    rf"(?<![^\W{HAN}])(?<!['’.]){WORD}(?:[ \u00a0](?:(?:de|van|von|der|den|bin|ibn|al|la|le|da|di|del|della|dos|du|el|ter|ten|&)[ \u00a0]){{0,2}}(?:{_INITIAL}|{WORD}))*"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words `[start, end)`; `initial` when it begins its sentence, `headline` when the whole sentence is
    written in capitals: there a capital says nothing."""

    start: int
    end: int
    text: str
    initial: bool
    language: str
    headline: bool = False

    @property
    def words(self) -> list[str]:
        return self.text.split()


def name_runs(draft: Draft, masked: str) -> Iterator[Run]:
    """Yield the runs outside known names; `masked` is the text with known names overwritten, of equal length."""
    for sentence in draft.sentences:
        if draft.blocks[sentence.block].kind == "credit":
            continue
        headline = is_headline_case(draft.text[sentence.start : sentence.end])
        known = sentence if sentence.language in LANGUAGES else replace(sentence, language="en")
        for match in RUN.finditer(masked, sentence.start, sentence.end):
            run = _stripped(draft.text, match.start(), match.end(), known)
            if run is not None:
                yield replace(run, headline=headline)


def is_headline_case(sentence: str) -> bool:
    """Return True for "What These Dual Listings Tell Us": nearly every longer word begins with a capital."""
    words = re.findall(r"[^\W\d_]{4,}", sentence)
    return len(words) >= 4 and sum(w[0].isupper() for w in words) >= 0.75 * len(words) and not sentence.endswith(".")


def _stripped(text: str, start: int, end: int, sentence: Sentence) -> Run | None:
    """Take words off the front that are capitalised for other reasons ("Tuy", "The", "CEO") and connecting words off the end."""
    while True:
        first = re.match(r"[^\s\u00a0]+", text[start:end])
        if not first:
            return None
        word = first.group().strip("'’").removesuffix("'s").removesuffix("’s")
        foreign_article = word == "The" and sentence.language == "vi" and start + 4 < end
        if word in common_words(sentence.language) and not foreign_article:
            start += first.end()
            gap = re.match(r"[\s\u00a0]*(?:(?:of|for|the|&|de|la)[\s\u00a0]+)*", text[start:end])
            start += gap.end() if gap else 0
            continue
        break
    title = _title(sentence.language).match(text, start, end)
    if title and title.end() < end:
        start = title.end()
    piece = re.sub(r"(?:['’]s?|[-‑&.])$", "", text[start:end])
    end = start + len(piece.rstrip())
    if end - start < 2:
        return None
    before = text[sentence.start : start].strip("\"“‘'«「『(—–- ")
    return Run(start, end, text[start:end], not before, sentence.language)


@cache
def _title(language: str) -> re.Pattern[str]:
    """A title written with capitals at the head of a run: "Commerce Secretary", "Senator"."""
    words = [
        *table("en", "names")["person_roles"],
        *(table(language, "names")["person_roles"] if language != "en" else []),
        *(w for words in table("vi", "names")["heads"].values() for w in words if language == "vi"),
        *("startup", "chatbot", "chipmaker", "company", "firm", "app", "tech giant"),
    ]
    titles = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{titles})[ \u00a0](?=[{UPPER}])", re.I)


@cache
def common_words(language: str) -> frozenset[str]:
    """Return the capitalised words that are never a name by themselves, in a language and in English."""
    own = table(language, "names")["common"]["words"] if language in ("vi", "en", "zh") else []
    return frozenset([*own, *table("en", "names")["common"]["words"]])


def name_id(kind: str, name: str) -> str:
    """Return the id of a name that no list knows: its kind and folded words, e.g. `person:charlie-smith`."""
    return f"{kind.lower()}:{fold_name(name)}"


def fold_name(name: str) -> str:
    """Return a name without case, accents and punctuation, words joined by `-`."""
    text = unicodedata.normalize("NFKD", name.casefold()).replace("đ", "d")
    bare = "".join(c for c in text if not unicodedata.combining(c))
    return "-".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", bare))) or "x"


def mask(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with the spans overwritten by NUL characters, of equal length."""
    out, at = [], 0
    for start, end in sorted(spans):
        begin = max(start, at)
        if end <= begin:
            continue
        out += [text[at:begin], "\0" * (end - begin)]
        at = end
    return "".join([*out, text[at:]])
