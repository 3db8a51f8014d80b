"""Which standing question a claim speaks to, and which side it takes."""

from __future__ import annotations

import pytest

from extract.pipeline import Extractor
from extract.topics import load_topics
from ingest.article import Article

LANGUAGES = ("en", "vi", "zh")


@pytest.mark.parametrize(
    ("text", "topic", "position"),
    [
        ("Jensen Huang said that China was nanoseconds behind America.", "gap", "closing"),
        ("Sam Altman said that China was years behind.", "gap", "wide"),
        ("Ông Jensen Huang nói rằng Trung Quốc chỉ chậm hơn Mỹ vài nano giây.", "gap", "closing"),
        ("黄仁勋表示，中国只落后几个月。", "gap", "closing"),
        ("任正非坦言，华为的芯片落后美国一代。", "gap", "wide"),
        ("Jensen Huang said that export controls had failed.", "controls", "backfire"),
        ("Dario Amodei argued that export controls are working.", "controls", "work"),
        ("Ông Jensen Huang cho rằng lệnh cấm đã thất bại.", "controls", "backfire"),
        ("黃仁勳表示，出口管制是失敗的。", "controls", "backfire"),
        ("Donald Trump said that Nvidia would be allowed to sell H200 chips to China.", "sales", "sell"),
        ("Ông Donald Trump nói sẽ cho phép Nvidia bán chip H200 cho Trung Quốc.", "sales", "sell"),
        ("Eric Schmidt said that open-source models were cheaper.", "open-models", "open"),
        ("蔡崇信警告说，数据中心建设出现泡沫。", "capex", "bubble"),
        ("Ông Thái Sùng Tín cảnh báo về bong bóng trung tâm dữ liệu.", "capex", "bubble"),
        ("任正非说，国产芯片能够替代进口。", "self-sufficiency", "able"),
        ("OpenAI said it had evidence that DeepSeek had used distillation of its models.", "distillation", "copied"),
        ("Jensen Huang said that China had twice as much energy for AI.", "energy", "china-advantage"),
        ("Dario Amodei warned that AI safety risks were growing.", "safety", "danger"),
        ("Sam Altman said that state laws would be a patchwork for AI.", "policy", "free-rein"),
        ("黄仁勋指出，全球一半的AI研究人员在中国。", "talent", "china"),
        ("Airbnb said that it relies on Qwen models.", "adoption", "chinese"),
    ],
)
def test_a_claim_takes_a_side(extractor: Extractor, text: str, topic: str, position: str) -> None:
    claims = extractor.extract(Article(id="a", version="v", text=text)).claims
    assert (topic, position) in [(t.id, t.position) for c in claims for t in c.topics]


@pytest.mark.parametrize(
    "text",
    [
        "Satya Nadella said that the office was open on Mondays.",
        "Ông Sam Altman nói rằng ông thích phở.",
        "黄仁勋说，他喜欢夜市。",
    ],
)
def test_a_claim_about_something_else_gets_no_topic(extractor: Extractor, text: str) -> None:
    claims = extractor.extract(Article(id="a", version="v", text=text)).claims
    assert [c.topics for c in claims if c.topics] == []


def test_a_denied_side_is_not_taken(extractor: Extractor) -> None:
    text = "Jensen Huang said that China was not far behind."
    claims = extractor.extract(Article(id="a", version="v", text=text)).claims
    assert ("gap", "wide") not in [(t.id, t.position) for c in claims for t in c.topics]


def test_there_are_twelve_questions_each_asked_in_three_languages() -> None:
    topics = load_topics()
    assert len({t.id for t in topics}) == 12
    assert [t.id for t in topics if set(t.question) != set(LANGUAGES) or not all(t.question.values())] == []


def test_every_position_has_labels_and_cues_in_three_languages() -> None:
    lacking = [
        (t.id, p)
        for t in load_topics()
        for p, cues in t.positions.items()
        if not all(cues.get(language) and t.labels[p][language] != p for language in LANGUAGES)
    ]
    assert lacking == []


def test_opposition_is_mutual() -> None:
    one_sided = [
        (t.id, p, other)
        for t in load_topics()
        for p, others in t.opposes.items()
        for other in others
        if p not in t.opposes[other]
    ]
    assert one_sided == []
