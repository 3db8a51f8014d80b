"""Whatever the text, no span ever differs from its words."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.components.blocks import paragraphs, sentences
from extract.contract import extraction_from_json, extraction_to_json
from extract.pipeline import Extractor
from extract.tokens import TOKEN, MixedTokenizer
from ingest.article import Article

PIECES = [
    "Nvidia",
    "nói rằng",
    "“",
    "”",
    '"',
    "\r\n",
    "\u00a0",
    "e\u0301",
    "Đ",
    "😀",
    "\u202e",
    "黄仁勋",
    "表示，",
    "据",
    "385,3 triệu USD",
    "GPT-5.1",
    "said",
    "Mr. Huang",
    ". ",
    "\x00",
    "Theo ",
    "\n\n",
    "Reuters",
    "Source: AP",
    "來源：新華社",
    "OSLO (AFP) - ",
    "(Theo CNBC)",
    "(",
    ")",
    "（",
    "百分之",
    "H20",
    "từ 3 xuống 2 tháng",
    "\u2028",
    "công ty này",
    "if ",
    "，",
    "。",
    "V3.1",
    "-",
    "…",
]
TEXT = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
)
UNHURRIED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(text=TEXT)
@UNHURRIED
def test_every_span_equals_its_words(extractor: Extractor, text: str) -> None:
    found = extractor.extract(Article(id="a", version="v", text=text))
    for annotation in (*found.mentions, *found.figures, *found.claims, *found.relations, *found.credits):
        assert text[annotation.start : annotation.end] == annotation.text


@given(text=TEXT)
@UNHURRIED
def test_what_is_written_as_json_is_read_back_the_same(extractor: Extractor, text: str) -> None:
    found = extractor.extract(Article(id="a", version="v", text=text))
    assert extraction_from_json(extraction_to_json(found)) == found


@given(text=st.text(max_size=300))
def test_the_tokens_are_the_whole_text(text: str) -> None:
    assert "".join(TOKEN.findall(text)) == text


def test_the_tokenizer_loses_nothing(extractor: Extractor) -> None:
    text = "  Qwen3-Max\u00a0và  DeepSeek-V3.1,\r\n\t英伟达 H20。 "
    assert MixedTokenizer(extractor.nlp.vocab)(text).text == text


@given(text=TEXT)
def test_sentences_are_in_order_and_inside_their_paragraph(text: str) -> None:
    last = 0
    for start, end in paragraphs(text):
        for s, e in sentences(text, start, end):
            assert last <= s < e <= end
            last = e
