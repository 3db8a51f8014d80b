"""What is said about an article apart from its words: title, authors, outlet, dates, and who says so.

Several places may state one thing (the page's structured data, its meta tags, the feed, a librarian's record); they are laid
over one another in order of trust, and every field keeps the name of the place it was taken from.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from ingest.article import GENRES, Genre
from ingest.moments import Moment


@dataclass(frozen=True, slots=True)
class Metadata:
    """What one place states of an article; a field it does not state is empty."""

    title: str = ""
    url: str = ""
    outlet: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    published: Moment | None = None
    modified: Moment | None = None
    genre: Genre = "unknown"
    credit: str = ""


NOTHING = Metadata()
Layers = tuple[tuple[str, Metadata], ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The metadata of an article and, for each known field, the place that stated it."""

    metadata: Metadata
    came_from: tuple[tuple[str, str], ...]


def merge(*layers: tuple[str, Metadata]) -> Merged:
    """Take each field from the first place that states it."""
    taken: dict[str, object] = {}
    came_from: list[tuple[str, str]] = []
    for field in fields(Metadata):
        for place, metadata in layers:
            value = getattr(metadata, field.name)
            if value and value != "unknown":
                taken[field.name] = value
                came_from.append((field.name, place))
                break
    return Merged(Metadata(**taken), tuple(came_from))  # type: ignore[arg-type]  # each value came from the same field


_LANGUAGE_WORDS = {
    "vietnamese": "vi",
    "tiếng việt": "vi",
    "english": "en",
    "chinese": "zh",
    "cn": "zh",
    "中文": "zh",
    "zho": "zh",
    "chi": "zh",
    "vie": "vi",
    "eng": "en",
}


def language_code(claimed: str) -> str:
    """Return the short code of a claimed language (`zh-Hans-CN` and `Chinese` are `zh`); empty when it claims none we can name."""
    word = claimed.strip().lower().replace("_", "-")
    primary = word.split("-")[0]
    code = _LANGUAGE_WORDS.get(word) or _LANGUAGE_WORDS.get(primary, primary)
    return code if code.isalpha() and code.isascii() and 2 <= len(code) <= 3 else ""


def as_genre(word: str) -> Genre:
    """Return the genre of that name, or `unknown`."""
    lowered = word.strip().lower()
    return next((genre for genre in GENRES if genre == lowered), "unknown")
