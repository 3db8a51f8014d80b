"""Which relations of the graph answer which idea of a question; from `relations.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


def predicates_for(ideas: Iterable[str]) -> tuple[str, ...]:
    """Return the relations (`develops`, ...) that can answer a question with these ideas, in table order."""
    wanted = set(ideas)
    return tuple(dict.fromkeys(p for idea, predicates in _table().items() if idea in wanted for p in predicates))


@cache
def _table() -> dict[str, tuple[str, ...]]:
    text = (files("app.answer") / "relations.toml").read_text(encoding="utf-8")
    return {idea: tuple(predicates) for idea, predicates in tomllib.loads(text).items()}
