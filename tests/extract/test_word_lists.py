"""A list of words becomes one pattern: the longest word at a place wins, and no word hides another."""

from __future__ import annotations

import re

import pytest

from extract.speech import any_of


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["say", "says", "said"], "says said say sa", ["says", "said", "say"]),
        (["chip", "chip maker", "chipmaker"], "chipmaker, chip maker, chip", ["chipmaker", "chip maker", "chip"]),
        (["公司", "公司总裁", "总裁"], "公司总裁和公司的总裁", ["公司总裁", "公司", "总裁"]),
        (["a.b", "a+"], "a.b axb a+ aa", ["a.b", "a+"]),
        (["The", "the report"], "the report", ["the report"]),
        (["", "of"], "of", ["of"]),
        ([], "anything", []),
    ],
)
def test_the_longest_word_at_each_place_is_found(words: list[str], text: str, found: list[str]) -> None:
    assert re.findall(any_of(words), text, re.I) == found


def test_a_shorter_word_is_found_where_the_longer_one_does_not_end() -> None:
    assert re.findall(rf"(?:{any_of(['chip', 'chips', 'chip set'])})(?!\w)", "chip sets and chips") == ["chip", "chips"]
