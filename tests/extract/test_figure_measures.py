"""What a figure measures, whose it is, for which time, and whether it is fact, forecast or target; our own sentences."""

from __future__ import annotations

from datetime import date

import pytest

from extract.annotations import Figure
from extract.pipeline import Extractor
from ingest.article import Article

PUBLISHED = date(2026, 3, 2)


def figures(extractor: Extractor, language: str, text: str, on: date | None = PUBLISHED) -> tuple[Figure, ...]:
    """Read one article of one sentence."""
    return extractor.extract(Article(id="a", version="v", text=text, language=language, published_on=on)).figures


SENTENCES = {
    "vi": "Doanh thu của Nvidia đạt 5 tỷ USD {}.",
    "en": "Nvidia's revenue was $5 billion {}.",
    "zh": "英伟达{}营收为50亿美元。",
}

PERIODS = """
vi | trong quý III/2025 | 2025-07-01 | 2025-09-30
vi | trong quý gần nhất | 2025-10-01 | 2025-12-31
vi | vào năm ngoái | 2025-01-01 | 2025-12-31
vi | vào năm 2024 | 2024-01-01 | 2024-12-31
vi | trong nửa đầu năm 2025 | 2025-01-01 | 2025-06-30
vi | trong 6 tháng đầu năm 2025 | 2025-01-01 | 2025-06-30
vi | trong giai đoạn 2024-2026 | 2024-01-01 | 2026-12-31
vi | vào đầu năm 2024 | 2024-01-01 | 2024-03-31
vi | hồi tháng 2/2025 | 2025-02-01 | 2025-02-28
vi | trong năm tài chính 2025 | 2025-01-01 | 2025-12-31
vi | trong dịp Tết Nguyên đán 2025 | 2025-01-29 | 2025-01-29
vi | tháng trước | 2026-02-01 | 2026-02-28
en | in the third quarter of 2025 | 2025-07-01 | 2025-09-30
en | last quarter | 2025-10-01 | 2025-12-31
en | in the fourth quarter | 2025-10-01 | 2025-12-31
en | last year | 2025-01-01 | 2025-12-31
en | in fiscal 2025 | 2025-01-01 | 2025-12-31
en | in the first half of 2025 | 2025-01-01 | 2025-06-30
en | in early 2024 | 2024-01-01 | 2024-03-31
en | between 2024 and 2026 | 2024-01-01 | 2026-12-31
en | in Q2 2025 | 2025-04-01 | 2025-06-30
en | in the quarter ended April 27, 2025 | 2025-02-01 | 2025-04-27
en | last month | 2026-02-01 | 2026-02-28
zh | 2025年第三季度 | 2025-07-01 | 2025-09-30
zh | 上季度 | 2025-10-01 | 2025-12-31
zh | 去年 | 2025-01-01 | 2025-12-31
zh | 去年第四季度 | 2025-10-01 | 2025-12-31
zh | 2025年上半年 | 2025-01-01 | 2025-06-30
zh | 2024-2026年 | 2024-01-01 | 2026-12-31
zh | 2025财年 | 2025-01-01 | 2025-12-31
zh | 2025 年 | 2025-01-01 | 2025-12-31
zh | 上月 | 2026-02-01 | 2026-02-28
"""


def _periods() -> list[tuple[str, str, date, date]]:
    out = []
    for line in PERIODS.strip().splitlines():
        language, words, start, end = (part.strip() for part in line.split("|"))
        out.append((language, SENTENCES[language].format(words), date.fromisoformat(start), date.fromisoformat(end)))
    return out


@pytest.mark.parametrize(("language", "text", "start", "end"), _periods())
def test_an_expression_of_time_is_an_interval(
    extractor: Extractor, language: str, text: str, start: date, end: date
) -> None:
    (figure,) = figures(extractor, language, text)
    assert figure.period is not None
    assert (figure.period.start, figure.period.end) == (start, end)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Doanh thu của Nvidia tăng 20% so với cùng kỳ năm ngoái."),
        ("en", "Nvidia's revenue rose 20% compared with last year."),
        ("zh", "英伟达营收较去年同期增长20%。"),
    ],
)
def test_a_time_that_is_only_compared_with_is_not_the_figures(extractor: Extractor, language: str, text: str) -> None:
    (figure,) = figures(extractor, language, text)
    assert figure.period is not None
    assert figure.period.end == PUBLISHED


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Doanh thu của Nvidia đạt 5 tỷ USD vào năm ngoái."),
        ("en", "Nvidia's revenue was $5 billion in the fourth quarter."),
        ("zh", "英伟达上季度营收为50亿美元。"),
    ],
)
def test_without_a_date_of_publication_nothing_is_guessed(extractor: Extractor, language: str, text: str) -> None:
    (figure,) = figures(extractor, language, text, None)
    assert figure.period is None


MEASURES = """
vi | Doanh thu của Nvidia đạt 57 tỷ USD, trong khi doanh thu của AMD đạt 9 tỷ USD. | revenue nvidia; revenue amd
vi | Microsoft cho biết sẽ chi 80 tỷ USD cho hạ tầng. | capex microsoft
vi | Theo Reuters, Huawei sản xuất 200.000 con chip. | chip_output huawei
vi | Jensen Huang nói rằng Nvidia mất 5,5 tỷ USD. | loss nvidia
vi | OpenAI được định giá 300 tỷ USD sau khi SoftBank rót 40 tỷ USD. | valuation openai; funding softbank
vi | Nvidia chiếm 70% thị phần, Huawei 20%, AMD 5%. | market_share nvidia; market_share huawei; market_share amd
vi | DeepSeek huy động 2 tỷ USD. | funding deepseek
vi | Mô hình Kimi K2 có 1.000 tỷ tham số. | parameters kimi-k2
vi | Trung Quốc chậm hơn Mỹ ba tháng. | gap china
vi | Chip H20 mang lại cho Nvidia 4,6 tỷ USD doanh thu. | revenue nvidia
vi | Vốn hóa của Alibaba tăng lên 400 tỷ USD. | market_cap alibaba
en | Reuters reported that Huawei made 200,000 Ascend chips. | chip_output huawei
en | Microsoft said it would spend $80 billion on data centers. | capex microsoft
en | OpenAI raised $40 billion at a valuation of $300 billion. | funding openai; valuation openai
en | Nvidia held 70%, Huawei 20% and AMD 5% of the market. | market_share nvidia; market_share huawei; market_share amd
en | Revenue at Nvidia rose 56%. | revenue nvidia
en | The chip brought in $5 billion in revenue for AMD. | revenue amd
en | According to TrendForce, Nvidia will ship 5 million GPUs. | shipments nvidia
en | Kimi K2 has 1 trillion parameters. | parameters kimi-k2
en | Alibaba's market value reached $400 billion, Tencent said. | market_cap alibaba
en | ChatGPT has 700 million weekly users. | users chatgpt
zh | 英伟达的市值达4万亿美元。 | market_cap nvidia
zh | 路透社报道称，华为生产了20万颗芯片。 | chip_output huawei
zh | 黄仁勋表示，英伟达损失55亿美元。 | loss nvidia
zh | 阿里巴巴营收为2478亿元，腾讯营收为1929亿元。 | revenue alibaba; revenue tencent
zh | 据高盛预测，英伟达今年营收将达2000亿美元。 | revenue nvidia
zh | 月之暗面完成10亿美元融资，估值达180亿美元。 | funding moonshot; valuation moonshot
zh | 英伟达占70%，华为占20%。 | market_share nvidia; market_share huawei
zh | DeepSeek-V3拥有6710亿参数。 | parameters deepseek-v3
zh | 豆包日活用户突破1亿。 | users doubao
zh | 英偉達的市值達4萬億美元。 | market_cap nvidia
"""


@pytest.mark.parametrize("line", MEASURES.strip().splitlines())
def test_a_figure_has_its_metric_and_its_owner(extractor: Extractor, line: str) -> None:
    language, text, wanted = (part.strip() for part in line.split("|"))
    found = figures(extractor, language, text)
    assert [f"{f.metric} {next(iter(f.subjects), None)}" for f in found] == wanted.split("; ")


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("vi", "Nvidia dự kiến bán 5 triệu chip.", "forecast"),
        ("vi", "Alphabet đặt mục tiêu chi 85 tỷ USD.", "target"),
        ("vi", "Huawei ước tính bán được 200.000 chip.", "estimate"),
        ("vi", "Nvidia đã bán 5 triệu chip.", "actual"),
        ("en", "Nvidia will sell 5 million chips.", "forecast"),
        ("en", "Alphabet aims for $85 billion of spending.", "target"),
        ("en", "Huawei sold an estimated 200,000 chips.", "estimate"),
        ("en", "Nvidia sold 5 million chips.", "actual"),
        ("zh", "英伟达预计销售500万颗芯片。", "forecast"),
        ("zh", "英伟达的目标是销售500万颗芯片。", "target"),
        ("zh", "英伟达销售了500万颗芯片。", "actual"),
    ],
)
def test_fact_forecast_target_and_estimate_are_told_apart(
    extractor: Extractor, language: str, text: str, role: str
) -> None:
    assert [f.role for f in figures(extractor, language, text)] == [role]


@pytest.mark.parametrize(
    ("language", "text", "basis"),
    [
        ("vi", "Doanh thu của Nvidia tăng 20%.", "change"),
        ("vi", "Doanh thu của Nvidia đạt 5 tỷ USD.", "flow"),
        ("vi", "Tổng cộng Nvidia đã bán 5 triệu chip.", "cumulative"),
        ("vi", "Vốn hóa của Nvidia là 4.000 tỷ USD.", "level"),
        ("en", "Nvidia's revenue rose 20%.", "change"),
        ("en", "Nvidia's revenue was $5 billion.", "flow"),
        ("en", "Nvidia has sold 5 million chips to date.", "cumulative"),
        ("en", "Nvidia's market value is $4 trillion.", "level"),
        ("zh", "英伟达营收同比增长20%。", "change"),
        ("zh", "英伟达营收为50亿美元。", "flow"),
        ("zh", "英伟达累计销售500万颗芯片。", "cumulative"),
        ("zh", "英伟达市值为4万亿美元。", "level"),
    ],
)
def test_level_flow_change_and_cumulative_are_told_apart(
    extractor: Extractor, language: str, text: str, basis: str
) -> None:
    assert [f.basis for f in figures(extractor, language, text)] == [basis]
