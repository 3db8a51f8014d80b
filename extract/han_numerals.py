"""Reads numbers written in Chinese characters: 三十五, 一千二百万, 三点五, 十几, 数十亿, 两三, 三成五, 百分之四十, 三分之一."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALE = {"十": 10.0, "百": 100.0, "千": 1000.0, "万": 1e4, "亿": 1e8, "兆": 1e12}
_N = "零〇一二两三四五六七八九十百千万亿兆"
_ARABIC = r"\d+(?:\.\d+)?"
HAN_NUMBER = (
    rf"[百千万]分之(?:{_ARABIC}|[{_N}点几]+)"
    rf"|[{_N}]+分之[{_N}]+"
    rf"|(?:[一二两三四五六七八九]|{_ARABIC}|几|数)成(?:[一二三四五六七八九](?!成))?(?![本为立果功员长熟型都就交绩品分套人因千百份像])"
    rf"|(?:好?几|数|[一二两三四五六七八九]?十几|[二三四五六七八九]?十(?:多|余)(?=[万亿])|[零一二两三四五六七八九][百千](?:多|余)(?=[万亿])|[{_N}]+[多余](?=[百千万亿]))[十百千万亿]*"
    rf"|[{_N}](?:[{_N}]|点(?=[零一二三四五六七八九]))*"
    r"|半(?=[年个天小数])"
)
"""A pattern, not compiled, of all that `read_han` may know; the order of its branches matters."""


@dataclass(frozen=True, slots=True)
class HanNumber:
    """The first `length` characters of a numeral; `value` is None for vague ones (数十), `high` is set for two neighbours (两三)."""

    length: int
    value: float | None
    scale: float = 1.0
    high: float | None = None
    unit: str = ""


def read_han(numeral: str, following: str) -> HanNumber | None:
    """Return the number that a match of `HAN_NUMBER` writes, or None when it is none; `following` are the characters behind it."""
    size = len(numeral)
    share = re.fullmatch(rf"(?P<of>[{_N}]+)分之(?P<part>.+)", numeral)
    if share:
        return _share(share["of"], share["part"], size)
    if "成" in numeral:
        whole, _, rest = numeral.partition("成")
        value = _plain(whole)
        return HanNumber(size, None if value is None else value * 10 + _DIGIT.get(rest, 0), unit="percent")
    if numeral == "半":
        return HanNumber(size, 0.5)
    if re.match(r"好?几|数", numeral):
        return HanNumber(size, None, scale=_product(re.sub(r"^(?:好?几|数)", "", numeral)))
    if "几" in numeral:
        return HanNumber(size, None, scale=_product(numeral.split("几")[1]) * 10)
    many = re.fullmatch(rf"([{_N}]+)[多余]([百千万亿]+)", numeral)
    if many:
        value = parse_han(many[1])
        return HanNumber(size, value * _product(many[2]), _product(many[2])) if value is not None else None
    pair = re.fullmatch(r"([一二两三四五六七八九])([二三四五六七八九])([十百千万亿]*)", numeral)
    if pair and _DIGIT[pair[2]] == _DIGIT[pair[1]] + 1:
        factor = _product(pair[3])
        return HanNumber(size, _DIGIT[pair[1]] * factor, factor, high=_DIGIT[pair[2]] * factor)
    if numeral[0] == "兆" and following[:1] in "瓦赫":
        return None
    value = parse_han(numeral)
    bare = re.fullmatch(r"[百千万亿兆]+", numeral)
    return (
        HanNumber(size, value, _product(re.sub(r"[^万亿兆]", "", numeral)) if not bare else _product(numeral))
        if value is not None
        else None
    )


def parse_han(numeral: str) -> float | None:
    """Return the value of Chinese numerals ("三十五", "一千二百万", "三点五亿"), or None when it is no number."""
    if numeral == "半":
        return 0.5
    decimal = re.fullmatch(r"([零〇一二两三四五六七八九十百]+)点([零〇一二三四五六七八九]+)([百千万亿]*)", numeral)
    if decimal:
        whole = parse_han(decimal[1])
        part = float("0." + "".join(str(_DIGIT[c]) for c in decimal[2]))
        return (whole + part) * _product(decimal[3]) if whole is not None else None
    total, section, digit = 0.0, 0.0, None
    for c in numeral.replace("萬", "万").replace("億", "亿").replace("兩", "两"):
        if c in _DIGIT:
            if digit is not None and digit != 0:
                return None
            digit = _DIGIT[c]
        elif c in "十百千":
            section += (1 if digit is None or digit == 0 else digit) * _SCALE[c]
            digit = None
        elif c in "万亿兆":
            section += digit or 0
            total = (total + section or 1) * _SCALE[c] if _SCALE[c] >= 1e8 or not total else total + section * _SCALE[c]
            section, digit = 0.0, None
        else:
            return None
    return total + section + (digit or 0)


def _plain(word: str) -> float | None:
    if re.fullmatch(_ARABIC, word):
        return float(word)
    return None if word in ("几", "数") else parse_han(word)


def _share(of: str, part: str, size: int) -> HanNumber | None:
    whole, value = parse_han(of), _plain(part)
    if not whole or (value is None and "几" not in part):
        return None
    if of == "百":
        return HanNumber(size, value, unit="percent")
    return HanNumber(size, None if value is None else value / whole, unit="ratio")


def _product(scales: str) -> float:
    factor = 1.0
    for c in scales:
        factor *= _SCALE[c]
    return factor
