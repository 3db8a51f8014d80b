"""The Cypher shell: queries over several lines until `;`, and commands that begin with a colon.

It reads lines from whoever gives them and writes to whoever takes them, so that a test can hold a conversation with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.cli.rows_shown import FORMATS, Format, written
from graph.cookbook import arguments, cookbook, named
from graph.dialect import nearest
from graph.reader import Readable, read_portably
from graph.schema import KIND_LABELS, LINKS, NODES
from ingest.errors import RacegraphError, WrongUsage

HELP = """\
End a query with `;`. It may run over several lines; it cannot change the graph.
  :schema [NAME]         the labels and relationships, or one of them with its properties and an example
  :named [NAME k=v ...]  the named queries, or run one
  :param name=value      set a parameter ($name); :params shows all
  :format table|json|csv|markdown
  :limit N               at most so many rows
  :help                  this
  :quit                  or Ctrl-D
"""


@dataclass(slots=True)
class CypherShell:
    """A conversation over one graph. `find_entity` turns a name into an id; `write` takes text, with its line ends."""

    graph: Readable
    find_entity: Callable[[str], str]
    write: Callable[[str], None]
    form: Format = "table"
    limit: int = 100
    timeout_s: float = 10.0
    params: dict[str, Any] = field(default_factory=dict)

    def run(self, read_line: Callable[[str], str]) -> None:
        """Answer until the lines end; `read_line` is given the prompt and raises EOFError at the end."""
        waiting: list[str] = []
        while True:
            try:
                line = read_line("      ... " if waiting else "racegraph> ")
            except EOFError:
                if rest := "\n".join(waiting).strip():
                    self._answer(rest)
                return
            except KeyboardInterrupt:
                waiting.clear()
                self.write("\n")
                continue
            if not waiting and line.strip().startswith(":"):
                if line.strip().split()[0] in (":quit", ":exit", ":q"):
                    return
                self._guarded(lambda line=line: self._command(line.strip()))  # type: ignore[misc]
                continue
            if line.strip() or waiting:
                waiting.append(line)
            if line.rstrip().endswith(";"):
                self._answer("\n".join(waiting))
                waiting.clear()

    def _answer(self, query: str) -> None:
        self._guarded(lambda: self._show(query, self.params))

    def _show(self, query: str, params: dict[str, Any]) -> None:
        rows = read_portably(self.graph, query, params, timeout_s=self.timeout_s, limit=self.limit)
        self.write(written(rows, self.form))
        for warning in rows.warnings:
            self.write(f"note: {warning}\n")
        cut = f", cut off at {self.limit} (:limit N gives more)" if rows.truncated else ""
        count = len(rows.rows)
        self.write(f"{count} {'row' if count == 1 else 'rows'} in {rows.seconds * 1000:.0f} ms{cut}\n")

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except RacegraphError as error:
            self.write(f"{error}\n")

    def _command(self, line: str) -> None:
        name, *rest = line.split()
        match name:
            case ":help" | ":h":
                self.write(HELP)
            case ":schema":
                self.write("".join(_schema(rest[0] if rest else "")))
            case ":named":
                self._named(rest)
            case ":param":
                self.params.update(parameters([line.partition(" ")[2].strip()]))
            case ":params":
                self.write("".join(f"${k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in self.params.items()))
            case ":format":
                self.form = _format(rest[0] if rest else "")
            case ":limit":
                self.limit = _positive(rest[0] if rest else "")
            case _:
                known = (":help", ":schema", ":named", ":param", ":params", ":format", ":limit", ":quit")
                raise WrongUsage(f"there is no command {name}{nearest(name, known)}; :help lists them")

    def _named(self, rest: list[str]) -> None:
        if not rest:
            self.write("".join(f"{q.name:22} {q.title}\n" for q in cookbook()))
            return
        query = named(rest[0])
        self.write(f"// {query.title}\n{query.cypher}\n\n")
        self._show(query.cypher, arguments(query, parameters(rest[1:]), self.find_entity))


def parameters(given: list[str]) -> dict[str, Any]:
    """Return parameters written as `name=value`; a value is JSON where it can be, else text. Raises WrongUsage."""
    found: dict[str, Any] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name.strip().isidentifier():
            raise WrongUsage(f"parameter {one!r}: write name=value")
        try:
            found[name.strip()] = json.loads(value)
        except json.JSONDecodeError:
            found[name.strip()] = value.strip()
    return found


def _schema(name: str) -> Iterator[str]:
    if not name:
        for node in NODES:
            yield f"(:{node.label:9}) {node.meaning}\n"
        yield f"kinds of Entity as labels: {', '.join(KIND_LABELS)}\n"
        for link in LINKS:
            yield f"(:{'|'.join(link.start)})-[:{link.type}]->(:{'|'.join(link.end)})  {link.meaning}\n"
        return
    known = [n for n in NODES if n.label == name] + [x for x in LINKS if x.type == name]
    if not known:
        every = [*(n.label for n in NODES), *(x.type for x in LINKS)]
        raise WrongUsage(f"the graph has no {name}{nearest(name, every)}; :schema lists all")
    for one in known:
        yield f"{one.meaning}\n"
        yield from (f"  {p.name:14} {p.type:8} {p.meaning}\n" for p in one.properties)
        yield f"e.g. {one.example};\n" if one.example else ""


def _format(word: str) -> Format:
    found = next((f for f in FORMATS if f == word or (word == "md" and f == "markdown")), None)
    if found is None:
        raise WrongUsage(f":format takes one of {', '.join(FORMATS)}")
    return found


def _positive(word: str) -> int:
    if not word.isdigit() or int(word) < 1:
        raise WrongUsage(":limit takes a whole number from 1")
    return int(word)
