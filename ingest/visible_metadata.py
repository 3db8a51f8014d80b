"""Reads authors and date off what a page shows, where neither structured data nor meta tags name them.

From the surest sign to the weakest: microdata, a link to the author, a class that says what it is, the short lines around the
headline, and a name alone in bold under the last paragraph. What stands in comments, menus and related stories is not looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from ingest.authors import split_authors
from ingest.moments import Moment, read_moment

_FURNITURE = re.compile(
    r"comment|related|recommend|sidebar|foot|\bnav|menu|share|promo|tin-?lien|lienquan|more-?article|popular|subscribe|breadcrumb",
    re.I,
)
_BYLINE = re.compile(
    r"(?:^|[-_\s])(?:authors?|by-?line|reporters?|writers?|contributors?|journalists?|tac-?gia|zuozhe|dateline)(?:$|[-_\s])",
    re.I,
)
_NOT_BYLINE = re.compile(
    r"(?:author|writer|reporter)s?[-_]*(?:bio|image|avatar|photo|social|title|desc|role|job|info-more)", re.I
)
_DATE = re.compile(
    r"(?:^|[-_\s])(?:date|time|updatetime|pub\w*|posted\S*|created|dateline|ngay\S*|thoi-?gian|riqi|shijian)(?:$|[-_\s])",
    re.I,
)
_LEAD = re.compile(
    r"^\W*(?:by|words by|reported by|written by|reporting by|tác giả|theo|bài|thực hiện|phóng viên|作者|记者|記者|本报记者|本報記者|文|撰文)(?:\s*[:：/／|]\s*|\s+)\S", re.I
)  # fmt: skip
_WORD = r"(?:[^\W\d_a-z][^\W\d_]*[.’'-]?(?:[^\W\d_]+)?|de|da|van|von|der|bin|al|el|la|le)"
_NAME = re.compile(rf"{_WORD}(?:\s{_WORD}){{1,5}}|[一-鿿]{{2,4}}|[一-鿿]{{1,6}}[·•][一-鿿]{{1,8}}")
_SHORT = 120
_LONG = 80
_BEFORE_TITLE = 12


def visible_metadata(tree: Any, language: str) -> tuple[tuple[str, ...], Moment | None]:
    """Return the authors and the day of publication that the page shows; `()` and None where it shows none."""
    elements = [e for e in tree.iter() if isinstance(e.tag, str) and e.tag not in ("script", "style") and not _aside(e)]
    zone = list(_around_title(elements))
    return _authors(elements, zone), _published(elements, zone, language)


def _authors(elements: list[Any], zone: list[Any]) -> tuple[str, ...]:
    marked = [e for e in elements if "author" in (e.get("itemprop") or "").lower().split()]
    linked = [e for e in elements if "author" in (e.get("rel") or "").lower().split()]
    for found in (marked, linked):
        if names := _names(text for e in found for text in _name_texts(e)):
            return names
    classed = [e for e in elements if _says(e, _BYLINE) and not _says(e, _NOT_BYLINE)]
    deepest = [e for e in classed if not any(inner is not e and inner in classed for inner in e.iter())]
    for e in deepest:
        beside = [other for other in deepest if other.getparent() is e.getparent()]
        if names := _names((text for one in beside for text in _name_texts(one)), strict=True):
            return names
    for e in zone:
        text = _text(e)
        if _LEAD.match(text) and (names := _names([text], strict=True)):
            return names
    return _signed(elements)


def _signed(elements: list[Any]) -> tuple[str, ...]:
    """Return the names alone in bold in the lines after the last paragraph."""
    last = max(
        (at for at, e in enumerate(elements) if e.tag == "p" and _weight(_text(e)) >= _LONG), default=len(elements)
    )
    for e in elements[last + 1 : last + 12]:
        text = _text(e)
        bold = "".join(_text(b) for b in e.iter("b", "strong"))
        if (
            e.tag in ("p", "div")
            and text
            and len(text) <= 60
            and bold == text
            and (names := _names([text], strict=True))
        ):
            return names
    return ()


def _published(elements: list[Any], zone: list[Any], language: str) -> Moment | None:
    marked = [e for e in elements if "datepublished" in (e.get("itemprop") or "").lower().split()]
    for e in marked:
        if moment := read_moment(e.get("content") or e.get("datetime") or _text(e), language=language):
            return moment
    for e in elements:
        if e.tag == "time" and (moment := read_moment(e.get("datetime") or _text(e), language=language)):
            return moment
    for e in (*(e for e in elements if _says(e, _DATE)), *zone):
        text = _text(e)
        if len(text) <= _SHORT and (moment := read_moment(text, language=language)):
            return moment
    return None


def _around_title(elements: list[Any]) -> Iterator[Any]:
    """Yield the short lines after the headline, up to the first paragraph, then those right before it."""
    at = next((i for i, e in enumerate(elements) if e.tag == "h1"), None)
    if at is None:
        return
    inside = set(elements[at].iter())
    for e in elements[at + 1 :]:
        if e.tag in ("p", "div") and _weight(" ".join((e.text or "").split())) >= _LONG:
            break
        if e not in inside and 0 < len(_text(e)) <= _SHORT:
            yield e
    yield from (
        e for e in elements[max(0, at - _BEFORE_TITLE) : at] if 0 < len(_text(e)) <= _SHORT and e.tag != "title"
    )


def _name_texts(element: Any) -> list[str]:
    """Return the texts that may be names: those marked as names inside, else the links, else all of it."""
    named = [e for e in element.iter() if e is not element and "name" in (e.get("itemprop") or "").lower().split()]
    links = [e for e in element.iter("a") if e is not element and _text(e)]
    return [e.get("content") or _text(e) for e in named or links] or [element.get("content") or _text(element)]


def _names(texts: Any, *, strict: bool = False) -> tuple[str, ...]:
    found = [name for text in texts if len(text) <= _SHORT for name in split_authors(text)]
    return tuple(dict.fromkeys(name for name in found if not strict or _NAME.fullmatch(name)))


def _text(element: Any) -> str:
    # Old Vietnamese pages come with their marks apart from the letters.
    return unicodedata.normalize("NFC", " ".join(element.text_content().split()))


def _weight(text: str) -> int:
    """Return the length of a text, a Han character counting for three letters."""
    return len(text) + 2 * sum("\u4e00" <= c <= "\u9fff" for c in text)


def _says(element: Any, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(element.get(name) or "") for name in ("class", "id", "data-role", "data-testid"))


def _aside(element: Any) -> bool:
    places = [element, *element.iterancestors()]
    return any(
        e.tag in ("nav", "footer", "aside", "amp-sidebar") or (e.tag not in ("body", "html") and _says(e, _FURNITURE))
        for e in places
    )
