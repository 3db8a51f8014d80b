"""The grammar of figures: every phrase in more than one sentence, what is no figure, and what a change is."""

from __future__ import annotations

import pytest

from extract.annotations import Figure
from extract.pipeline import Extractor
from ingest.article import Article
from tests.extract.figure_rows import Row, rows


def figures(extractor: Extractor, text: str, language: str) -> tuple[Figure, ...]:
    """Read one sentence."""
    return extractor.extract(Article(id="a", version="v", text=text, language=language)).figures


def close(value: float | None) -> object:
    """Return the value to compare with, to six digits."""
    return None if value is None else pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize("row", rows(), ids=lambda r: r.sentence)
def test_a_phrase_is_read_with_value_bounds_unit_and_qualifier(extractor: Extractor, row: Row) -> None:
    found = figures(extractor, row.sentence, row.language)
    assert [(f.text, f.value, f.low, f.high, f.unit, f.qualifier) for f in found] == [
        (row.words, close(row.value), close(row.low), close(row.high), row.unit, row.qualifier)
    ]


NOT_FIGURES = {
    "vi": [
        "Kế hoạch 5 năm lần thứ 15 đã được thông qua.",
        "Công ty đứng thứ 3 và là số 1 châu Á.",
        "Hai nguồn tin cho biết điều đó.",
        "Cả hai công ty đều từ chối bình luận.",
        "Phiên họp diễn ra ngày 27 tháng 2 năm 2026.",
        "Bản tin phát lúc 9:30 hôm nay.",
        "Ông 62 tuổi và sống ở Mỹ.",
        "Mạng 5G đã phủ sóng.",
        "Theo Nghị quyết 57, việc này được ưu tiên.",
        "Xem trang 12 của báo cáo.",
        "Mỗi triệu token đều tính phí.",
        "Đất nước tỷ dân này thay đổi nhanh.",
    ],
    "en": [
        "GPT-5.1 and Qwen3 were released on 12 March 2026.",
        "Two sources spoke to the outlet.",
        "It ranked No. 1 in the top 10.",
        "The 29-year-old founder left.",
        "The market opened at 9:30 a.m. on Friday.",
        "The stock (2330.TW) was unchanged.",
        "See chapter 4 and page 12.",
        "The 5G network works 24/7.",
        "Both companies declined to comment.",
        "The two sides met again.",
        "Section 301 still applies.",
        "The claim has a footnote [12].",
        "One official said so.",
    ],
    "zh": [
        "英伟达推出RTX 4090。",
        "第三代芯片即将发布。",
        "公司排名第1。",
        "两名知情人士透露了消息。",
        "一家公司表示不予置评。",
        "会议于2026年3月12日举行。",
        "5G网络已经覆盖。",
        "他现年62岁。",
        "公司（688256.SH）停牌。",
        "在三个方面取得进展。",
        "这是一次重要的尝试。",
    ],
}


@pytest.mark.parametrize(("language", "text"), [(lang, t) for lang, texts in NOT_FIGURES.items() for t in texts])
def test_what_quantifies_nothing_is_no_figure(extractor: Extractor, language: str, text: str) -> None:
    assert figures(extractor, text, language) == ()


@pytest.mark.parametrize(
    ("language", "text", "first", "second", "unit"),
    [
        ("vi", "Thị phần giảm từ 95% xuống còn 50%.", 95, 50, "percent"),
        ("vi", "Thị phần giảm từ 95% xuống 0.", 95, 0, "percent"),
        ("vi", "Doanh thu tăng từ 10 tỷ lên 15 tỷ USD.", 10e9, 15e9, "USD"),
        ("en", "The share fell from 20% to 5%.", 20, 5, "percent"),
        ("en", "The share dropped from 95% to zero.", 95, 0, "percent"),
        ("en", "Spending rose from $10 billion to $15 billion.", 10e9, 15e9, "USD"),
        ("zh", "市场份额由95%降至50%。", 95, 50, "percent"),
        ("zh", "份额从95%掉到零。", 95, 0, "percent"),
        ("zh", "目标价从163美元上调至179美元。", 163, 179, "USD"),
    ],
)
def test_from_a_to_b_is_one_change(
    extractor: Extractor, language: str, text: str, first: float, second: float, unit: str
) -> None:
    a, b = figures(extractor, text, language)
    assert (a.value, b.value, a.unit, b.unit, b.changed_from) == (first, second, unit, unit, a.id)


def test_the_later_number_may_come_first(extractor: Extractor) -> None:
    later, earlier = figures(extractor, "Revenue was $46.7bn, up from $30bn.", "en")
    assert later.changed_from == earlier.id


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("zh", "日本软银投资¥2000亿。", "JPY"),
        ("zh", "阿里投资¥2000亿。", "CNY"),
        ("en", "SoftBank of Japan spent ¥200 billion.", "JPY"),
        ("en", "Alibaba spent ¥200 billion.", "CNY"),
    ],
)
def test_the_sign_of_yuan_and_yen_is_told_by_the_sentence(
    extractor: Extractor, language: str, text: str, unit: str
) -> None:
    assert [f.unit for f in figures(extractor, text, language)] == [unit]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Chip mới nhanh hơn 20% so với bản cũ."),
        ("vi", "Giá cao hơn 20% so với trước."),
    ],
)
def test_a_comparative_before_a_number_is_no_bound(extractor: Extractor, language: str, text: str) -> None:
    assert [(f.text, f.qualifier) for f in figures(extractor, text, language)] == [("20%", "exact")]
