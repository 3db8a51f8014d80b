"""Citations in the forms in which others take them: a line of text, BibTeX, CSL-JSON; and a conversation as Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from app.answer.result import Answer, Citation

Form = Literal["text", "bibtex", "csl-json"]
_ESCAPED = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def cited(citations: Iterable[Citation], form: Form) -> str:
    """Return the citations in one of the forms, one entry a source sentence, in order."""
    rows = list(citations)
    if form == "csl-json":
        return json.dumps([_csl(c) for c in rows], ensure_ascii=False, indent=1)
    return "\n\n".join((_bibtex if form == "bibtex" else _line)(c) for c in rows)


def conversation(answers: Sequence[Answer], *, on: date) -> str:
    """Return a conversation as Markdown: each question, its answer, and the sources with their exact words."""
    parts = [f"# racegraph, {on.isoformat()}"]
    for answer in answers:
        parts += [
            f"## {_plain(answer.question)}",
            _plain(answer.answer, keep=r"\\(\[)(\d+)\\(\])").replace("\n", "\n\n"),
        ]
        parts += [f"{c.n}. {_plain(_line(c))}" for c in answer.citations]
    return "\n\n".join(parts) + "\n"


def _line(c: Citation) -> str:
    where = ", ".join(
        x for x in (c.authors, f"“{c.title}”" if c.title else "", c.outlet, c.published_at or "", c.url) if x
    )
    return f"“{c.quote}” {where}."


def _bibtex(c: Citation) -> str:
    fields = {
        "author": " and ".join(f"{{{_tex(a)}}}" for a in _names(c.authors)),
        "title": f"{{{_tex(c.title)}}}",
        "journal": _tex(c.outlet),
        "year": (c.published_at or "")[:4],
        "date": c.published_at or "",
        "url": c.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": (c.retrieved_at or "")[:10],
        "langid": c.language,
        "note": f"Quoted: {_tex(c.quote)}",
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value and value != "{}")
    return f"@article{{{_key(c)},\n{body}}}"


def _csl(c: Citation) -> dict[str, object]:
    row: dict[str, object] = {
        "id": _key(c),
        "type": "article-newspaper",
        "title": c.title,
        "container-title": c.outlet,
        "author": [{"literal": a} for a in _names(c.authors)],
        "URL": c.url,
        "language": c.language,
        "note": c.quote,
    }
    for name, value in (("issued", c.published_at), ("accessed", (c.retrieved_at or "")[:10])):
        if value:
            row[name] = {"date-parts": [[int(part) for part in value[:10].split("-")]]}
    return {name: value for name, value in row.items() if value}


def _key(c: Citation) -> str:
    return f"racegraph-{c.article_id[:8]}-{c.claim_id[:6]}"


def _names(authors: str) -> list[str]:
    return [a.strip() for a in authors.split(",") if a.strip()]


def _tex(text: str) -> str:
    return "".join(_ESCAPED.get(c, c) for c in text)


def _plain(text: str, *, keep: str = "") -> str:
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return re.sub(keep, r"\1\2\3", escaped) if keep else escaped
