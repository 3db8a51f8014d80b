"""Takes the running text out of a page, one line a block, and remembers which lines the page set as headings.

The choice of what is article and what is furniture is trafilatura's; the text is laid out here, so that a heading, a list item
or a table row is never glued to the sentence beside it and its place is known exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from trafilatura import bare_extraction

from ingest.article import BlockKind, MarkedBlock

_BLOCKS = {"p", "head", "item", "row", "quote", "list", "table", "code", "ab", "div"}
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True, slots=True)
class MainText:
    """The text of a page and the blocks in it that are not running text."""

    text: str
    blocks: tuple[MarkedBlock, ...] = ()


@dataclass(slots=True)
class _Lines:
    """The lines found so far; `open` collects the pieces of the line that is being read."""

    done: list[tuple[str, BlockKind]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def end(self, kind: BlockKind) -> None:
        line = _SPACES.sub(" ", "".join(self.open)).strip()
        self.open.clear()
        if line:
            self.done.append((line, kind))


def main_text(tree: Any, *, url: str = "") -> MainText:
    """Return the article of a parsed page; its text is empty when the page has none. The tree is not changed."""
    found = bare_extraction(tree, url=url or None, include_comments=False, include_tables=True)
    if found is None or found.body is None:
        return MainText("")
    lines = _Lines()
    _walk(found.body, lines, "body")
    lines.end("body")
    return _laid_out(lines.done)


def _walk(element: Any, lines: _Lines, kind: BlockKind) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    inside: BlockKind = "heading" if tag == "head" else kind
    if tag in _BLOCKS or tag == "lb":
        lines.end(kind)
    if tag:
        lines.open.append(element.text or "")
        for child in element:
            _walk(child, lines, inside)
    if tag == "cell":
        lines.open.append(" | " if element.getnext() is not None else "")
    if tag in _BLOCKS:
        lines.end(inside)
    lines.open.append(element.tail or "")


def _laid_out(lines: list[tuple[str, BlockKind]]) -> MainText:
    blocks: list[MarkedBlock] = []
    at = 0
    for line, kind in lines:
        if kind != "body":
            blocks.append(MarkedBlock(at, at + len(line), kind))
        at += len(line) + 1
    return MainText("\n".join(line for line, _ in lines), tuple(blocks))


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line of a laid-out text with the place where it starts."""
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1
