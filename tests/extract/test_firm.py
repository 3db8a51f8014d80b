"""A claim is firm only where the sentence leaves no doubt who speaks and how: each row breaks one of the conditions, or none."""

from __future__ import annotations

import pytest

from extract.pipeline import Extractor
from ingest.article import Article


@pytest.mark.parametrize(
    "text",
    [
        "Jensen Huang said that the market was large.",
        "Nvidia said that the plant opened on Monday.",
        "Huawei declined to comment.",
        "Ông Jensen Huang cho biết thị trường rất lớn.",
        "黄仁勋表示，市场规模已达500亿美元。",
        "华为拒绝置评。",
    ],
)
def test_a_full_name_beside_a_plain_verb_is_firm(extractor: Extractor, text: str) -> None:
    assert _firm(extractor, text) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Jensen Huang visited Taipei. Huang said that the market was large.",
        "Jensen Huang visited Taipei. He said that the market was large.",
        "Two people close to Nvidia said that the market was large.",
        "According to Reuters, Jensen Huang said that the market was large.",
        "Jensen Huang suggested that the market was large.",
        "Jensen Huang said that the market may be large.",
        "Jensen Huang said that the market will be large.",
        "Jensen Huang said that the market was not large.",
        "Jensen Huang said that the market is large if prices fall.",
        "Ông Jensen Huang cho biết thị trường có thể rất lớn.",
        "Ông Jensen Huang cho biết thị trường sẽ rất lớn.",
        "黄仁勋表示，市场可能达到500亿美元。",
        "黄仁勋表示，市场将达到500亿美元。",
        "路透社报道称，黄仁勋表示，市场规模已达500亿美元。",
    ],
)
def test_any_doubt_about_speaker_or_modality_keeps_a_claim_from_being_firm(extractor: Extractor, text: str) -> None:
    firm = _firm(extractor, text)
    assert firm
    assert not any(firm)


def _firm(extractor: Extractor, text: str) -> list[bool]:
    found = extractor.extract(Article(id="a", version="v", text=text))
    return [c.firm for c in found.claims if c.speaker]
