"""Traditional Chinese is read as simplified, and no place in a text moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.script import readable, simplified


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("輝達執行長黃仁勳表示", "辉达执行长黄仁勋表示"),
        ("台積電擴大產能", "台积电扩大产能"),
        ("中国已经很简单", "中国已经很简单"),
        ("Nvidia nói 3 triệu", "Nvidia nói 3 triệu"),
        ("", ""),
    ],
)
def test_traditional_characters_are_read_as_simplified_ones(written: str, read: str) -> None:
    assert simplified(written) == read


def test_other_languages_are_left_alone() -> None:
    assert readable("輝達", "vi") == "輝達"


@given(st.text(max_size=200))
def test_a_text_keeps_its_length(text: str) -> None:
    assert len(simplified(text)) == len(text)
