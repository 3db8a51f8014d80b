"""Cuts an article into paragraphs, headings, captions and credit lines, and these into sentences; no sentence crosses a paragraph.

Lines that were wrapped at a fixed width are put together again; the text itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extract.draft import Block, Draft, Sentence
from extract.identify import paragraph_language
from extract.name_persons import is_person_made
from extract.tables import LANGUAGES, table
from extract.tokens import HAN

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_MARKUP = re.compile(r"(?:[ \t\u00a0\u3000]|#{1,6}(?=\s)|[-*+•▪](?=\s)|>+)+")
_END = re.compile(r"[.!?…。！？；：:;][\"”’»」』）)\]]*\s*$")
_STOP = re.compile(r"[.!?…]+|[。！？!?]+")
_CLOSERS = "”’»」』）)]】\"'"
_NEXT = re.compile(rf"\s+[\"“‘'«(\[–—-]?\s*[^\W_a-zß-öø-ÿ\u0103\u0111\u01a1\u01b0]|\s*[{HAN}“「『]|\s*$")
_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_CAPTION = re.compile(
    r"^\(?(?:Ảnh|Hình|Đồ họa|Nguồn ảnh|Photo|Image|Graphic|Picture|Illustration|图|圖|图片|圖片|图源|照片|资料图)\s*[:：/|]|[(（](?:Ảnh|Hình|Photo|Image|图|圖)[^)）]{0,80}[)）]\s*$",
    re.I,
)
_CREDIT = re.compile(
    r"^[(（]?\s*(?:Theo|Nguồn|Bài|Bài và ảnh|Thực hiện|Tổng hợp|Source|Sources|Credit|By|Reporting by|Editing by|来源|來源|编辑|責任編輯|责任编辑|记者|Biên dịch|Dịch|Tác giả)\s*[:：]?\s+?\S.{0,90}$|^(?:来源|來源|编辑|編輯|责编|责任编辑|記者|记者|文|撰文|作者|译|编译|校对|出品)\s?[:：|｜/丨].{0,60}$"
    r"|^[^\d.!?…]{2,40}\s[-–|]\s\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b.{0,40}$|^[^.!?…]{3,60} \| [^.!?…]{3,40}( \| [^.!?…]{3,40})+$",
    re.I,
)


@Language.component("racegraph_blocks")
def find_blocks(doc: Doc) -> Doc:
    """Fill `draft.blocks` and `draft.sentences`."""
    draft: Draft = doc._.draft
    marked = {(m.start, m.end): m.kind for m in draft.article.blocks}
    for start, end in paragraphs(draft.text):
        kind = next((k for (s, e), k in marked.items() if s <= start and end <= e), None) if marked else None
        if kind == "boilerplate":
            continue
        language = paragraph_language(draft.text[start:end], draft.language)
        language = language if language in LANGUAGES else draft.language
        block = Block(start, end, kind or _kind(draft.text[start:end], language), language)  # type: ignore[arg-type]
        draft.blocks.append(block)
        for s, e in sentences(draft.text, start, end):
            draft.sentences.append(Sentence(s, e, len(draft.blocks) - 1, language))
    return doc


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the paragraphs, without list and heading marks and white space around them."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    wrapped = _is_wrapped(text, lines)
    open_start = open_end = -1
    for start, end in lines:
        first = _after_markup(text, start, end)
        if first >= end:
            if open_start >= 0:
                yield open_start, open_end
            open_start = -1
            continue
        last = end - (len(text[first:end]) - len(text[first:end].rstrip()))
        joins = wrapped and open_start >= 0 and first == start and text.count("\n", open_end, start) < 2
        if joins:
            open_end = last
            continue
        if open_start >= 0:
            yield open_start, open_end
        open_start, open_end = first, last
    if open_start >= 0:
        yield open_start, open_end


def _after_markup(text: str, start: int, end: int) -> int:
    match = _MARKUP.match(text, start, end)
    return match.end() if match else start


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Lines broken at a fixed width: none long, and most of those that are followed at once by another end in mid-sentence."""
    followed = [(s, e) for (s, e), (n, _) in pairwise(lines) if text.count("\n", e, n) == 1 and e - s >= 40]
    if len(followed) < 3 or max(e - s for s, e in lines) > 140:
        return False
    return sum(1 for s, e in followed if not _END.search(text[s:e])) >= 0.6 * len(followed)


def _kind(line: str, language: str) -> str:
    if _CAPTION.search(line) and len(line) < 300:
        return "caption"
    if len(line) < 110 and _CREDIT.search(line) and not re.search(r"[,，].+[.。]$", line):
        return "credit"
    if is_person_made(line.split(), language) and len(line) < 40:
        return "credit"
    limit = 45 if language == "zh" else 130
    return "heading" if len(line) < limit and not re.search(r"[.!?…。！？：:;；,，\"”」][)）\"”’]*$", line) else "body"


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of `text[start:end]` (one paragraph); a closing quotation mark stays with its sentence."""
    begin = start
    straight = 0
    counted = start
    for stop in _STOP.finditer(text, start, end):
        if stop.start() < begin:
            continue
        after = stop.end()
        straight += text.count('"', counted, after)
        counted = after
        while after < end and text[after] in _CLOSERS and not (text[after] == '"' and straight % 2 == 0):
            straight += text[after] == '"'
            after += 1
        counted = max(counted, after)
        if not _ends(text, stop.start(), stop.end(), after, begin, end):
            continue
        yield _trim(text, begin, after)
        begin = after
    if text[begin:end].strip():
        yield _trim(text, begin, end)


def _ends(text: str, at: int, after_stop: int, after: int, begin: int, end: int) -> bool:
    if text[at] in "。！？":
        return True
    if after < end and not _NEXT.match(text, after, min(end, after + 40)):
        return False
    if after_stop - at == 1 and text[at] == "." and after == after_stop and after < end:
        return not _is_abbreviation(text, at, after, begin)
    return True


def _is_abbreviation(text: str, at: int, after: int, begin: int) -> bool:
    before = _WORD_BEFORE.search(text, max(begin, at - 20), at)
    if not before:
        return False
    word = before.group()
    rules = table("any", "abbreviations")
    if len(word.rsplit(".", 1)[-1]) == 1 and word[-1].isupper():
        following = re.match(r"\s+(\w+)", text[after : after + 30])
        return not (following and following.group(1) in rules["starters"])
    return word in rules["words"]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
