"""Turns a letter into HTML with its styles inside the tags, and into plain text. What articles say is escaped; nothing is loaded from anywhere."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import css_inline
import jinja2

from app.answer import wording
from app.digest.chart import Chart, chart_of
from app.digest.gist import Namer
from app.digest.letter import Letter
from app.digest.tongue import counted, words

_BLANK = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a mail or a page finds a picture, and its words."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class LetterLinks:
    """The addresses at the foot of a mail; those of a page that belongs to nobody are empty."""

    web: str = ""
    preferences: str = ""
    unsubscribe: str = ""
    archive: str = ""


def picture_of(letter: Letter, namer: Namer) -> tuple[str, Chart] | None:
    """Return the one chart of a letter with the key of its item: that of the first figure that moved."""
    for told in letter.told:
        if chart := chart_of(told.item, namer):
            return told.item.key, chart
    return None


def as_html(letter: Letter, links: LetterLinks, pictures: Mapping[str, Picture], *, whole: bool = False) -> str:
    """Return the letter as a complete HTML document; `whole`: as a page, with the reasons why each item is there."""
    return _inliner().inline(_filled("mail.html", letter, links, pictures, whole=whole))


def as_page(letter: Letter, links: LetterLinks, namer: Namer) -> str:
    """Return the letter as a page of its own, its picture inside."""
    found = picture_of(letter, namer)
    pictures = {}
    if found:
        key, chart = found
        pictures[key] = Picture(f"data:image/png;base64,{base64.b64encode(chart.png).decode()}", chart.alt)
    return as_html(letter, links, pictures, whole=True)


def as_text(letter: Letter, links: LetterLinks) -> str:
    """Return the letter as plain text that can be read by itself."""
    text = _filled("mail.txt", letter, links, {}, whole=False)
    return _BLANK.sub("\n\n", text).strip() + "\n"


def quoted(text: str, language: str) -> str:
    """Put words of a source in marks that they do not hold themselves."""
    if any(mark in text for mark in '“”"'):
        return f"「{text}」" if language == "zh" else f"«{text}»"
    return str(wording.grammar(language)["parts"]["quote"]).format(text=text)


def _filled(template: str, letter: Letter, links: LetterLinks, pictures: Mapping[str, Picture], *, whole: bool) -> str:
    table = words(letter.language)
    return _templates().get_template(template).render(
        letter=letter, links=links, pictures=pictures, whole=whole, mail=table["mail"], line=table["line"],
        more=counted("mail", "more", letter.more, letter.language), quoted=lambda text: quoted(text, letter.language),
    )  # fmt: skip


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("app.digest"), undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        autoescape=jinja2.select_autoescape(["html"]),
    )  # fmt: skip


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=True)
