"""Refuses, on every back-end and before the engine sees it, what a reader's Cypher must not do.

One statement; no writes, no schema changes, no files, no network, no administration. Words inside strings, backticks and comments
do not count. The engine's own read-only mode is the second line.
"""

from __future__ import annotations

import re

from graph.errors import QueryRefused

_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:``|[^`])*`|//[^\n]*|/\*.*?\*/", re.S)
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")
_WORD = r"(?<![\w.$:]){}(?!\w)"
_REFUSED: tuple[tuple[str, str], ...] = (
    (r"LOAD\s+CSV", "LOAD CSV reads files"),
    (r"IN\s+(?:\d+\s+)?(?:CONCURRENT\s+)?TRANSACTIONS", "CALL … IN TRANSACTIONS writes"),
    (r"CREATE", "CREATE writes"),
    (r"MERGE", "MERGE writes"),
    (r"(?:DETACH\s+|NODETACH\s+)?DELETE", "DELETE writes"),
    (r"SET", "SET writes"),
    (r"REMOVE", "REMOVE writes"),
    (r"FOREACH", "FOREACH writes"),
    (r"INSERT", "INSERT writes"),
    (r"DROP", "DROP changes the schema"),
    (r"ALTER|RENAME|GRANT|DENY|REVOKE|START|STOP|TERMINATE", "administration is not for readers"),
    (r"SHOW", "SHOW is administration; see SCHEMA.md or :schema"),
    (r"USE", "USE names another database"),
    (r"CYPHER", "a CYPHER prefix is not needed"),
)  # fmt: skip
_RULES = tuple((re.compile(_WORD.format(f"(?:{p})"), re.I), why) for p, why in _REFUSED)
_CALL = re.compile(r"\bCALL\s+([\w.`]+)\s*(?:\(|\s|$)", re.I)
_ALLOWED = re.compile(
    r"db\.(?:labels|relationshipTypes|propertyKeys|index\.fulltext\.queryNodes|schema\.visualization)", re.I
)
_FUNCTION = re.compile(r"\b(?:apoc|gds|dbms|genai|tx|cdc)\s*\.", re.I)


def check(query: str) -> str:
    """Return the query without a closing semicolon. Raises QueryRefused with one line when a reader must not run it."""
    text = _ESCAPE.sub(lambda m: chr(min(int(m.group(1), 16), 0x10FFFF)), query)
    bare = _QUOTED.sub(" '' ", text)
    body = bare.rstrip().removesuffix(";").rstrip()
    if not body:
        raise QueryRefused("the query is empty")
    if ";" in body:
        raise QueryRefused("one statement at a time: found ';' inside the query")
    for pattern, why in _RULES:
        if pattern.search(body):
            raise QueryRefused(f"read-only: {why}")
    for match in _CALL.finditer(body):
        if not _ALLOWED.fullmatch(match.group(1).replace("`", "")):
            raise QueryRefused(f"procedure {match.group(1)} is not for readers")
    if _FUNCTION.search(body):
        raise QueryRefused("apoc, gds, dbms and the like are not for readers")
    return query.strip().removesuffix(";")
