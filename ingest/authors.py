"""Turns a byline, as pages print it, into the names of the people who wrote the article.

Titles of address and roles are not names; an e-mail address, a link or an outlet's own name is not an author.
"""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^\s*(?:written by|reported by|reporting by|words by|story by|by|from|tác giả|tác giả bài viết|bài viết|bài|thực hiện|phóng viên|pv|作者|記者|记者|文|撰文|撰稿|编译|編譯|"
    r"本报记者|本報記者|特约记者|综合报道|责任编辑|编辑)(?:\s*[:：/／|]\s*|\s+(?=\S))",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:\((?:[^()]*)\)|（[^（）]*）|[,–—|-]\s*(?:reuters|ap|afp|bloomberg|cnbc|contributor|staff writer|staff|editor|senior editor|reporter|correspondent|"
    r"columnist|associated press)|\s(?:报道|報道|综合报道|編輯|编辑|整理|编译))\s*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*(?:[;；、|/／]|\n|\s(?:and|và|with|&)\s|\s+[-–—]\s+(?=[A-ZĐ]))\s*|(?<=[一-鿿])\s+(?=[一-鿿])", re.IGNORECASE
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|vn|cn|org|net)\b|^\W*$|\d{3,}|^(?:admin|administrator|editor|editors|staff|news desk|newsroom|ban biên tập|tòa soạn|"
    r"biên tập viên|bbt|pv|编辑部|小编|author|unknown|anonymous|none|null|n/a|guest|webmaster)$",
    re.IGNORECASE,
)


def split_authors(byline: str) -> tuple[str, ...]:
    """Return the names in a byline, in its order, each once; empty when it names nobody."""
    names: list[str] = []
    for part in _parts(byline):
        name = _name(part)
        if name and name not in names:
            names.append(name)
    return tuple(names)


def _parts(byline: str) -> list[str]:
    stripped = _LEAD.sub("", byline.strip())
    parts: list[str] = []
    for part in _SEPARATOR.split(stripped):
        pieces = re.split(r"\s*[,，]\s*", part)
        # "Smith, John" is one person in a record; "John Smith, Wei Li" are two on a page: two words each make the difference.
        if len(pieces) == 2 and all(len(piece.split()) == 1 and piece.isascii() for piece in pieces):
            parts.append(f"{pieces[1]} {pieces[0]}")
        else:
            parts.extend(pieces)
    return parts


def _name(part: str) -> str:
    name = _LEAD.sub("", part.strip())
    while (shorter := _TAIL.sub("", name)) != name:
        name = shorter
    name = re.sub(r"\s+", " ", name).strip(" .,:;*-–—|•·\u200b")
    if not name or len(name) > 60 or len(name.split()) > 7 or _NOT_A_NAME.search(name):
        return ""
    return name
