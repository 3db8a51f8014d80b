"""Finds out in which encoding a file was written, and turns its bytes into text without changing anything else.

What comes out is the file's own characters, line ends included; only a byte-order mark is left off. A file that no known
encoding explains is refused rather than read with replacement characters: a claim must be quotable from its source.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ingest.errors import SkipPage

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("gb18030", "big5hkscs", "cp1258", "cp1252")
# Labels whose strict codec is narrower than what pages under that label really hold (WHATWG Encoding Standard, §4.2).
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252", "ascii": "cp1252"}

# The commonest characters of running Chinese, in both scripts; a wrong decoding yields rare ones almost only.
_COMMON_HAN = frozenset(
    "的一是不了在有人我他这中大国来上个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都"
    "然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高意进把法此实回"
    "这為國來個說們時會過學對裡後麼發與進實還開經頭長動兩現將樣無見業電機網際億萬關導體競爭術產銀報記者據美華企"
    "业电机网际亿万关导体竞争术产银报据华技科模型芯片智人工公司元月新表示市场場投资資政府研究司可以及其等最近增全部"
    "、。，：；！？（）《》「」“”"
)
_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ]|[a-zA-ZăâêôơưĂÂÊÔƠƯ][\u0300\u0301\u0303\u0309\u0323]")
_STRAY_MARK = re.compile("(?<![aeiouyAEIOUYăâêôơưĂÂÊÔƠƯ])[\u0300\u0301\u0303\u0309\u0323]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_PRIVATE_OR_HALF = re.compile("[\ue000-\uf8ff\uff61-\uffdc\ufffd]")
_SAMPLE_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and the encoding that explains it."""

    text: str
    encoding: str


def decode(content: bytes, *, name: str, declared: str = "") -> Decoded:
    """Return the text of a file; `declared` is the encoding its header or its own markup claims, checked before use.

    Raises SkipPage when the file is binary or in no encoding known here.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding, name)
    if wide := _utf_16_without_mark(content):
        return _strictly(content, wide, name)
    if _looks_binary(content):
        raise SkipPage(f"{name}: is a binary file, not text; left out", reason="binary")
    for encoding in ("utf-8", _python_name(declared)):
        if encoding and (text := _attempt(content, encoding)) is not None and not _PRIVATE_OR_HALF.search(text[:2000]):
            return Decoded(text, encoding)
    if (text := _attempt(content, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    return _guessed(content, name)


def _strictly(content: bytes, encoding: str, name: str) -> Decoded:
    text = _attempt(content, encoding)
    if text is None:
        raise SkipPage(
            f"{name}: its byte-order mark says {encoding} but its bytes are not; left out", reason="encoding"
        )
    return Decoded(text, encoding)


def _attempt(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _python_name(declared: str) -> str:
    """Map a label a page declares to the decoder to use; empty when there is none of that name for text."""
    try:
        found = codecs.lookup(declared.strip().strip("\"'")) if declared else None
    except (LookupError, ValueError):
        return ""
    if found is None or not getattr(found, "_is_text_encoding", True):
        return ""
    return _WIDER.get(found.name, found.name)


def _utf_16_without_mark(content: bytes) -> str:
    """Name the byte order when every second byte of the Latin part is zero, as UTF-16 without its mark has it."""
    sample = content[: _SAMPLE_BYTES - _SAMPLE_BYTES % 2]
    if len(sample) < 4 or len(content) % 2 or b"\0" not in sample:
        return ""
    half = len(sample) // 2
    # Spaces, digits and line ends alone give several zero bytes in a hundred, in Chinese too, and all on one side.
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if (
            zeros > 0.01
            and others == 0
            and (text := _attempt(sample, encoding)) is not None
            and not _CONTROL.search(text)
        ):
            return encoding
    return ""


def _looks_binary(content: bytes) -> bool:
    sample = content[:_SAMPLE_BYTES]
    odd = sum(sample.count(bytes([value])) for value in (*range(0x00, 0x08), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
    return b"\0" in sample or odd * 200 > len(sample)


def _guessed(content: bytes, name: str) -> Decoded:
    sample = content[:_SAMPLE_BYTES]
    scores = {encoding: _plausibility(sample, encoding) for encoding in _GUESSES}
    best = max(_GUESSES, key=lambda encoding: scores[encoding])
    text = _attempt(content, best) if scores[best] > 0.0 else None
    if text is None:
        raise SkipPage(
            f"{name}: is not text in any encoding known here (tried {', '.join(_GUESSES)}); left out", reason="encoding"
        )
    return Decoded(text, best)


def _plausibility(sample: bytes, encoding: str) -> float:
    """Score from -1 to 1 how much the sample, read in this encoding, looks like something a person wrote."""
    # The sample may end inside a character, so an incremental decoder is asked, which only refuses wrong bytes.
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return -1.0
    foreign = [c for c in text if ord(c) > 0x7F]
    if not foreign or _CONTROL.search(text):
        return -1.0
    wrong = len(_PRIVATE_OR_HALF.findall(text)) + len(_STRAY_MARK.findall(text))
    if encoding in ("gb18030", "big5hkscs"):
        good = sum(c in _COMMON_HAN for c in foreign)
        return (good - 3 * wrong) / len(foreign) - 0.1
    return (_western(text, foreign, encoding) - 3 * wrong) / len(foreign) - 0.1


def _western(text: str, foreign: list[str], encoding: str) -> float:
    """Count the letters that fit: Vietnamese ones for its code page, accented or typographic ones for the Western one."""
    letters = sum(c.isalpha() for c in text)
    if len(foreign) > 0.5 * letters:
        return 0.0
    typographic = sum(c in "–—‘’“”…•€£©®™°«»·\u00a0" for c in foreign)
    if encoding == "cp1258":
        marks = sum(len(found) for found in _VIETNAMESE.findall(text)) + sum(
            c in "àáâãèéêìíòóôõùúýÀÁÂÈÉÊÌÍÒÓÔÙÚ₫" for c in foreign
        )
        return float(min(len(foreign), typographic + marks))
    # A little less than certain, so that a text both pages explain counts as Vietnamese only when it has its letters.
    return 0.95 * (typographic + sum(c in "àáâäãåçèéêëìíîïñòóôöøùúûüßœæÀÁÂÄÇÈÉÊÍÓÖØÜ" for c in foreign))
