"""The standing questions of the race, read from `corpora/topics.toml`: their words in three languages, cues and opposing positions."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Cues = tuple[tuple[re.Pattern[str], ...], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A standing question with its cues by language, and the cues of each position."""

    id: str
    question: dict[str, str]
    cues: dict[str, Cues]
    positions: dict[str, dict[str, Cues]]
    labels: dict[str, dict[str, str]]
    opposes: dict[str, tuple[str, ...]]


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


def _cues(rows: object) -> dict[str, Cues]:
    """A cue is parts joined by " + "; a part is words joined by "|", of which "lag*" begins a longer one."""
    assert isinstance(rows, dict)
    return {
        lang: tuple(tuple(_part(lang, part) for part in cue.split(" + ")) for cue in cues)
        for lang, cues in rows.items()
    }


def _part(language: str, part: str) -> re.Pattern[str]:
    words = sorted((w.strip() for w in part.split("|")), key=len, reverse=True)
    shaped = "|".join(re.escape(w).replace(r"\*", r"[\w’'-]*").replace(r"\ ", r"[\s-]") for w in words)
    flags = re.IGNORECASE if language != "en" else 0
    edges = ("", "") if language == "zh" else (r"(?<![^\W_])", r"(?![^\W_])")
    return re.compile(f"{edges[0]}(?:{shaped}){edges[1]}", flags)
