"""An answer as the chat shows it: its text with links to the sentences it rests on, and the panel of its sources in their context."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

from app.answer.result import Answer, Citation, Searched
from app.views.claim_rows import entity_names
from app.views.reader import around
from app.web.desk import Desk
from app.web.languages import word
from app.web.render import article_at, in_markdown
from app.web.showing import Visit
from graph.errors import StoreError
from ingest.errors import WrongUsage

_CITED = re.compile(r"\\\[(\d{1,3})\\\]")
_FIELDS = frozenset(f.name for f in fields(Citation))


def answer_from_json(row: dict[str, Any]) -> Answer:
    """Return the answer whose JSON the reader's device gave back; what it added is left out."""
    citations = tuple(Citation(**{k: v for k, v in c.items() if k in _FIELDS}) for c in row["citations"])
    return Answer(
        row["question"], row["language"], bool(row["answered"]), row["answer"], citations, Searched(**row["searched"]),
        tuple(row["cypher"]), float(row["seconds"]),
    )  # fmt: skip


def answer_markdown(row: dict[str, Any], language: str) -> str:
    """Return the text of an answer for the chat, each `[n]` a link to its sentence in the article, its note and what was searched beneath."""
    answer = answer_from_json(row)
    places = {c.n: article_at(c.article_id, c.version, c.start, c.end) for c in answer.citations}

    def linked(match: re.Match[str]) -> str:
        number = int(match.group(1))
        return f"[[{number}]]({places[number]})" if number in places else match.group(0)

    text = _CITED.sub(linked, in_markdown(answer.answer)).replace("\n", "\n\n")
    notes = []
    if row.get("note"):
        left_out = int(row.get("left_out") or 0)
        key = "left_out_one" if row["note"] == "left_out" and left_out == 1 else row["note"]
        notes.append(word(f"ask.{key}", language, n=left_out))
    notes.append(
        word("ask.searched", language, articles=answer.searched.articles, seconds=_seconds(answer.seconds, language))
    )
    return f"{text}\n\n<small>{in_markdown(' '.join(notes))}</small>"


def sources_html(desk: Desk, answer: Answer | None, visit: Visit) -> str:
    """Return the panel of an answer's sources, each with the words around it."""
    shown: list[tuple[Any, str, str]] = []
    citations = answer.citations if answer else ()
    names = _names(desk, [c.speaker for c in citations if c.speaker])
    for c in citations:
        try:
            before, _, after = around(desk.library, c.article_id, c.version, c.start, c.end)
        except WrongUsage:
            before = after = ""
        shown.append(
            (
                _Shown(c, desk.name(c.speaker, names.get(c.speaker, c.speaker), visit.language) if c.speaker else ""),
                before,
                after,
            )
        )
    return visit.html(desk, "sources_panel.html", shown=shown)


class _Shown:
    """A citation with the name of its speaker in the reader's language."""

    def __init__(self, citation: Citation, speaker_name: str) -> None:
        self.citation, self.speaker_name = citation, speaker_name.removeprefix("unnamed: ")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.citation, name)


def _names(desk: Desk, ids: list[str]) -> dict[str, str]:
    try:
        return {i: p.name for i, p in entity_names(desk.graph, ids).items()}
    except StoreError:
        return {}


def _seconds(value: float, language: str) -> str:
    text = f"{max(value, 0.01):.2f}"
    return text.replace(".", ",") if language == "vi" else text
