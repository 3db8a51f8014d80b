"""Numbers that quantify something, read in three languages by their value, unit and bound."""

from __future__ import annotations

from datetime import date

import pytest

from extract.numbers import parse_digits, parse_han
from extract.pipeline import Extractor
from ingest.article import Article

CASES = [
    ("Doanh thu đạt 12,5 tỷ USD.", "12,5 tỷ USD", 12.5e9, "USD", "exact"),
    ("Công ty bán hơn 300.000 chip trong quý.", "hơn 300.000 chip", 300_000, "chips", "more_than"),
    ("Lợi nhuận tăng gần 20% so với năm trước.", "gần 20%", 20, "percent", "almost"),
    ("Họ chi tối đa 2 nghìn tỷ đồng.", "tối đa 2 nghìn tỷ đồng", 2e12, "VND", "up_to"),
    ("Mô hình có 671 tỷ tham số.", "671 tỷ tham số", 671e9, "parameters", "exact"),
    ("Revenue reached $46.7 billion in the quarter.", "$46.7 billion", 46.7e9, "USD", "exact"),
    ("It employs more than 1,200 engineers.", "more than 1,200 engineers", 1200, "people", "more_than"),
    ("Output may reach up to 1.6 million dies.", "up to 1.6 million dies", 1.6e6, "chips", "up_to"),
    ("The plant draws about 2 gigawatts.", "about 2 gigawatts", 2, "gigawatts", "about"),
    ("The share fell to roughly 40%.", "roughly 40%", 40, "percent", "about"),
    ("该公司去年营收超过8600亿元。", "超过8600亿元", 860e9, "CNY", "more_than"),
    ("模型下载量约3.5亿次。", "约3.5亿次", 350e6, "downloads", "about"),
    ("其中百分之四十来自海外。", "百分之四十", 40, "percent", "exact"),
    ("今年将生产二十万颗芯片。", "二十万颗芯片", 200_000, "chips", "exact"),
]


@pytest.mark.parametrize(("text", "words", "value", "unit", "qualifier"), CASES)
def test_a_figure_is_read(extractor: Extractor, text: str, words: str, value: float, unit: str, qualifier: str) -> None:
    found = extractor.extract(Article(id="a", version="v", text=text)).figures
    assert [(f.text, f.value, f.unit, f.qualifier) for f in found] == [(words, pytest.approx(value), unit, qualifier)]


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia bán chip H20 và MI308 cho khách hàng.",
        "Kế hoạch 5 năm lần thứ 15 đã được thông qua.",
        "GPT-5.1 and Qwen3 were released on 12 March 2026.",
        "Two sources spoke to the outlet.",
        "英伟达推出RTX 4090。",
        "Phiên họp diễn ra ngày 27 tháng 2 năm 2026.",
    ],
)
def test_names_dates_and_ordinals_are_no_figures(extractor: Extractor, text: str) -> None:
    assert extractor.extract(Article(id="a", version="v", text=text)).figures == ()


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("Họ cần từ 3 đến 5 năm.", 3, 5, "years"),
        ("It costs 60 to 70 million dollars.", 60e6, 70e6, "USD"),
        ("产量为60万至70万颗。", 600_000, 700_000, "chips"),
    ],
)
def test_a_range_has_two_ends_and_no_value(extractor: Extractor, text: str, low: float, high: float, unit: str) -> None:
    (figure,) = extractor.extract(Article(id="a", version="v", text=text)).figures
    assert (figure.value, figure.low, figure.high, figure.unit) == (None, low, high, unit)


def test_from_a_down_to_b_is_one_change(extractor: Extractor) -> None:
    first, second = extractor.extract(
        Article(id="a", version="v", text="Lead times fell from 9 months to 6 weeks.")
    ).figures
    assert second.changed_from == first.id


def test_each_figure_of_a_contrast_belongs_to_its_own_clause(extractor: Extractor) -> None:
    text = "Nvidia's revenue was $57 billion, while AMD's revenue was $9 billion."
    first, second = extractor.extract(Article(id="a", version="v", text=text)).figures
    assert (first.subjects, second.subjects) == (("nvidia",), ("amd",))
    assert (first.metric, second.metric) == ("revenue", "revenue")


def test_a_relative_period_needs_the_day_of_publication(extractor: Extractor) -> None:
    text = "Nvidia's revenue was $57 billion last year."
    (dated,) = extractor.extract(Article(id="a", version="v", text=text, published_on=date(2026, 3, 2))).figures
    (undated,) = extractor.extract(Article(id="a", version="v", text=text)).figures
    assert dated.period is not None
    assert (dated.period.start, dated.period.end) == (date(2025, 1, 1), date(2025, 12, 31))
    assert undated.period is None


@pytest.mark.parametrize(
    ("digits", "language", "value"),
    [
        ("385,3", "vi", 385.3),
        ("500.000", "vi", 500_000),
        ("1.5", "vi", 1.5),
        ("1,234.5", "en", 1234.5),
        ("12,34", "en", None),
        ("3.14", "zh", 3.14),
    ],
)
def test_digits_are_grouped_as_the_language_does(digits: str, language: str, value: float | None) -> None:
    assert parse_digits(digits, language) == value


@pytest.mark.parametrize(
    ("numeral", "value"), [("三十五", 35), ("十", 10), ("一千二百万", 12_000_000), ("两亿", 200_000_000), ("半", 0.5)]
)
def test_chinese_numerals_are_read(numeral: str, value: float) -> None:
    assert parse_han(numeral) == value
