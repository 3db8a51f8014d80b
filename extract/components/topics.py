"""Marks which standing question of the race a claim speaks to, and which position it takes, by the cues in `corpora/topics.toml`.

A cue of two parts joined by " + " needs both in the claim. A claim that matches no question gets none; one that shows no position, or
opposite ones, gets the question alone.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from spacy.language import Language
from spacy.tokens import Doc

from extract.annotations import Claim, Position
from extract.draft import Draft
from extract.speech import whole


@dataclass(frozen=True, slots=True)
class Topic:
    """A standing question with its cues by language, and the cues of each position."""

    id: str
    question: dict[str, str]
    cues: dict[str, tuple[tuple[re.Pattern[str], ...], ...]]
    positions: dict[str, dict[str, tuple[tuple[re.Pattern[str], ...], ...]]]
    labels: dict[str, dict[str, str]]
    opposes: dict[str, tuple[str, ...]]


@Language.component("racegraph_topics")
def mark_topics(doc: Doc) -> Doc:
    """Give claims their topics."""
    draft: Draft = doc._.draft
    draft.claims = [replace(c, topics=topics_of(c, _language(draft, c))) for c in draft.claims]
    return doc


def _language(draft: Draft, claim: Claim) -> str:
    sentence = draft.sentence_at(claim.start)
    return sentence.language if sentence else draft.language


def topics_of(claim: Claim, language: str) -> tuple[Position, ...]:
    """Return the questions a claim speaks to."""
    if claim.modality == "declined_to_comment":
        return ()
    found = []
    for topic in load_topics():
        taken = [p for p, cues in topic.positions.items() if _shows(cues.get(language, ()), claim.text)]
        if taken or _shows(topic.cues.get(language, ()), claim.text):
            found.append(Position(topic.id, taken[0] if len(taken) == 1 and not claim.negated else ""))
    return tuple(found)


def _shows(cues: tuple[tuple[re.Pattern[str], ...], ...], text: str) -> bool:
    return any(all(part.search(text) for part in cue) for cue in cues)


@cache
def load_topics() -> tuple[Topic, ...]:
    """Return the shipped topics, in file order; none when the file is missing."""
    source = files("corpora") / "topics.toml"
    if not source.is_file():
        return ()
    return tuple(_topic(row) for row in tomllib.loads(source.read_text(encoding="utf-8")).get("topic", []))


def _topic(row: dict[str, object]) -> Topic:
    positions = row.get("positions", [])
    assert isinstance(positions, list)
    return Topic(
        id=str(row["id"]),
        question={lang: str(row[f"question_{lang}"]) for lang in ("en", "vi", "zh")},
        cues=_cues(row.get("cues", {})),
        positions={p["id"]: _cues(p.get("cues", {})) for p in positions},
        labels={p["id"]: {lang: p.get(f"label_{lang}", p["id"]) for lang in ("en", "vi", "zh")} for p in positions},
        opposes={p["id"]: tuple(p.get("opposes", ())) for p in positions},
    )


def _cues(rows: object) -> dict[str, tuple[tuple[re.Pattern[str], ...], ...]]:
    assert isinstance(rows, dict)
    return {
        lang: tuple(tuple(re.compile(whole(lang, [part.strip()]), re.I) for part in cue.split(" + ")) for cue in cues)
        for lang, cues in rows.items()
    }
