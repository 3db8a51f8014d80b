"""Turns what the views return into HTML. Every value is escaped by the templates; nothing here marks text of an article as safe."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from app.answer.evidence import FigureSeen, Party
from app.answer.wording import day as written_day
from app.answer.wording import figure as written_figure
from app.answer.wording import number as written_number
from app.answer.wording import period as written_period
from app.views.claim_rows import ClaimRow
from app.web.languages import term, word

Name = Callable[[str, str, str], str]
"""Gives an entity's name from its id, its English name and the reader's language."""


def rendered(template: str, language: str, naming: Name, /, **values: Any) -> str:
    """Return a template filled in, in the reader's language."""
    own = {
        "language": language,
        "t": lambda key, **v: word(key, language, **v),
        "term": lambda section, key: term(section, (key or "none").replace(" ", "_"), language),
        "named": lambda party: named(party, language, naming),
        "day": lambda when: shown_day(when, language),
        "figure": lambda seen: written_figure(seen, language),
        "number": lambda value: written_number(float(value), language),
        "amount": lambda value, unit: amount(value, unit, language),
        "count": lambda value: f"{value:,}".translate(str.maketrans(",", "." if language == "vi" else ",")),
        "period": lambda start, end: written_period(start, end, language),
    }
    return _templates().get_template(template).render(**own, **values)


def named(party: Party | None, language: str, name: Name) -> str:
    """Return a speaker's or subject's name as the reader's language has it; a nameless source as the article describes it."""
    if party is None:
        return ""
    return name(party.id, party.name, language) if party.kind else party.name


def shown_day(when: date | datetime | None, language: str) -> str:
    """Return a day in words, or that there is none."""
    if when is None:
        return word("page.unknown_day", language)
    return written_day(when.date() if isinstance(when, datetime) else when, language)


def amount(value: float | None, unit: str, language: str) -> str:
    """Return a bare number with its unit."""
    if value is None:
        return "–"
    plain = FigureSeen("", "", value, None, None, unit, "exact", "", "actual", "level", False, None, None)
    return written_figure(plain, language)


def link(path: str, **values: object) -> str:
    """Return an address on this site; empty values are left out."""
    query = urlencode({k: v for k, v in values.items() if v not in ("", None, False, 0)})
    return f"{path}?{query}" if query else path


def to_article(claim: ClaimRow) -> str:
    """Return the address of the article at a claim's sentence."""
    return article_at(claim.article_id, claim.version, claim.start, claim.end)


def article_at(article_id: str, version: str, start: int, end: int) -> str:
    """Return the address of an article at a place in it."""
    return f"/articles?{urlencode({'id': article_id, 'version': version, 'start': start, 'end': end})}"


def outside(url: str) -> str:
    """Return an address that may be followed, or nothing: only plain web addresses are links."""
    return url if url.startswith(("https://", "http://")) else ""


def same_but(query: Mapping[str, str], **changed: object) -> str:
    """Return the query of this page with something changed."""
    merged: dict[str, object] = {**query, **changed}
    return "?" + urlencode({k: v for k, v in merged.items() if v not in ("", None, 0)})


@cache
def _templates() -> Environment:
    folder = files("app.web") / "templates"
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        link=link, to_article=to_article, article_at=article_at, outside=outside, same_but=same_but
    )
    return environment


def in_markdown(text: str) -> str:
    """Return text for a Markdown field in which no HTML, image, link or mark-up of an article's making is left."""
    escaped = html.escape(text, quote=False)
    return "".join("\\" + c if c in r"\`*_{}[]()#|~!+-.$" else c for c in escaped)


def as_html(text: str) -> Markup:
    """Return HTML that a template of ours has made."""
    return Markup(text)  # noqa: S704  # only what `rendered` returned
