"""Questions worth asking of this very graph: made from what it holds, and only those that it can answer."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

from app.views.estimates import measures
from graph.store import Store

_COLUMN = {"en": 0, "vi": 1, "zh": 2}
_SPEAKERS = """
MATCH (p:Person)<-[:MADE_BY]-(c:Claim {status: 'current'})-[:ABOUT]->(e:Entity)
WHERE p.id <> e.id AND e.kind <> 'Country' AND c.firm = true
RETURN p.id AS speaker, p.name AS speaker_name, e.id AS about, e.name AS about_name, count(DISTINCT c) AS claims
ORDER BY claims DESC, speaker, about LIMIT 30
"""

Name = Callable[[str, str], str]
"""Gives an entity's name in the reader's language, from its id and its English name."""


def suggestions(
    graph: Store, language: str, name: Name, is_answered: Callable[[str], bool], *, limit: int = 6
) -> tuple[str, ...]:
    """Return questions in a language that the graph can answer, at most `limit`: numbers and people in turn."""
    found: list[str] = []
    for question in _in_turn(_of_numbers(graph, language, name), _of_people(graph, language, name)):
        if question not in found and is_answered(question):
            found.append(question)
        if len(found) == limit:
            break
    return tuple(found)


def _of_numbers(graph: Store, language: str, name: Name) -> Iterator[str]:
    forms, asked = _forms()["metric"], set()
    for measure in measures(graph):
        if measure.metric in forms and measure.entity.id not in asked:
            asked.add(measure.entity.id)
            yield forms[measure.metric][_COLUMN[language]].format(name=name(measure.entity.id, measure.entity.name))


def _of_people(graph: Store, language: str, name: Name) -> Iterator[str]:
    form, asked = _forms()["speaker"]["about"][_COLUMN[language]], set()
    for row in graph.read(_SPEAKERS):
        if row["speaker"] not in asked:
            asked.add(row["speaker"])
            yield form.format(
                name=name(row["speaker"], row["speaker_name"]), about=name(row["about"], row["about_name"])
            )


def _in_turn(*sources: Iterator[str]) -> Iterator[str]:
    waiting = list(sources)
    while waiting:
        for source in list(waiting):
            one = next(source, None)
            if one is None:
                waiting.remove(source)
            else:
                yield one


@cache
def _forms() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("app.views") / "suggestions.toml").read_text(encoding="utf-8"))
