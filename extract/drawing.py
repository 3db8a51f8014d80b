"""Draws an article as a page on which names, figures and claims are marked, so that a person can judge an extraction at a glance.

The page needs nothing from outside; the article's words are escaped, and hovering shows what was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise

from extract.annotations import Claim, Extraction
from ingest.article import Article

_STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --dim: #667; --line: #d8d8e0 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8ee; --paper: #16161a; --dim: #99a; --line: #34343e } }
body { font: 17px/1.75 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; max-width: 74rem; padding: 1.5rem; display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 2rem }
h1, header, .key { grid-column: 1 / -1; margin: 0 }
.meta, .key, small { color: var(--dim); font-size: .85rem }
article { white-space: pre-wrap; overflow-wrap: anywhere }
.c { background: color-mix(in srgb, #2f6fed 9%, transparent); border-bottom: 2px solid #2f6fed }
.c.own { background: none; border-bottom: 1px dotted var(--dim) }
.m { font-weight: 600; color: color-mix(in srgb, #8a3ffc 75%, var(--ink)) }
.f { background: color-mix(in srgb, #f5a400 30%, transparent); border-radius: 3px }
aside ol { padding-left: 1.4rem; margin: 0 } aside li { margin-bottom: .9rem }
.tag { border: 1px solid var(--line); border-radius: 9px; padding: 0 .5em; font-size: .75rem; white-space: nowrap }
@media (max-width: 50rem) { body { grid-template-columns: 1fr } }
"""


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    css: str
    title: str


def draw(article: Article, extraction: Extraction) -> str:
    """Return a complete HTML page."""
    names = {e.id: e.name for e in extraction.entities}
    marks = [_Mark(m.start, m.end, "m", f"{m.kind}: {names[m.entity]} ({m.by})") for m in extraction.mentions]
    marks += [
        _Mark(f.start, f.end, "f", f"{f.value} {f.unit} {f.qualifier} {f.metric}".strip()) for f in extraction.figures
    ]
    marks += [_Mark(c.start, c.end, "c" if c.speaker else "c own", _headline(c, names)) for c in extraction.claims]
    title = escape(article.title or article.text[:80])
    meta = " · ".join(
        filter(None, [article.outlet, str(article.published_on or ""), extraction.language, extraction.extractor])
    )
    spoken = [c for c in extraction.claims if c.speaker]
    return (
        f'<!doctype html><html lang="{escape(extraction.language)}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style>'
        f'<header><h1>{title}</h1><p class="meta">{escape(meta)}</p></header>'
        f'<p class="key"><span class="m">name</span> · <span class="f">figure</span> · <span class="c">claim of a speaker</span> · '
        f'<span class="c own">in the outlet\'s own voice</span> — {len(extraction.mentions)} names, {len(extraction.figures)} figures, '
        f"{len(spoken)} claims of {len({c.speaker for c in spoken})} speakers, {len(extraction.relations)} relations</p>"
        f"<article>{_marked(article.text, marks)}</article><aside><ol>{''.join(_row(c, names) for c in spoken)}</ol>{_relations(extraction, names)}</aside></html>"
    )


def _headline(claim: Claim, names: dict[str, str]) -> str:
    who = names.get(claim.speaker or "", claim.speaker_text or "the outlet")
    return f"{who}: {claim.modality}"


def _row(claim: Claim, names: dict[str, str]) -> str:
    via = f" <small>via {escape(', '.join(names.get(v, v) for v in claim.via))}</small>" if claim.via else ""
    firm = ' <span class="tag">firm</span>' if claim.firm else ""
    who = escape(names.get(claim.speaker or "", claim.speaker_text or ""))
    return f'<li><b>{who}</b>{via} <span class="tag">{claim.modality.replace("_", " ")}</span>{firm}<br><small>{escape(claim.text)}</small></li>'


def _relations(extraction: Extraction, names: dict[str, str]) -> str:
    rows = "".join(
        f"<li>{escape(names.get(r.subject, r.subject))} <small>{r.predicate.replace('_', ' ')}</small> {escape(names.get(r.object, r.object))}</li>"
        for r in extraction.relations
    )
    return f"<h2>Relations</h2><ul>{rows}</ul>" if rows else ""


def _marked(text: str, marks: list[_Mark]) -> str:
    """Return the escaped text, cut at every edge of a mark, each piece with the marks that cover it."""
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    opening: dict[int, list[_Mark]] = {}
    for m in marks:
        opening.setdefault(m.start, []).append(m)
    out, active = [], list[_Mark]()
    for start, end in pairwise(edges):
        active = [m for m in active if m.end > start] + opening.get(start, [])
        piece = escape(text[start:end])
        css = " ".join(dict.fromkeys(m.css for m in active))
        title = escape(" | ".join(dict.fromkeys(m.title for m in active)), quote=True)
        out.append(f'<span class="{css}" title="{title}">{piece}</span>' if active else piece)
    return "".join(out)
