"""A short name counts only where the words beside it let it, in each language."""

from __future__ import annotations

import pytest

from extract.gazetteer import parse_alias
from extract.name_neighbours import stands_well
from extract.pipeline import Extractor
from ingest.article import Article


@pytest.mark.parametrize(
    ("part", "sentence", "counts"),
    [
        ("Pháp@vi!(_ luật)", "Bà sống ở Pháp.", True),
        ("Pháp@vi!(_ luật)", "Pháp luật không cho phép.", False),
        ("Ý@vi!(^_)", "Ý ông là không.", False),
        ("Ý@vi!(^_)", "Hãng mở văn phòng tại Ý.", True),
        ("Hàn@vi&(tiếng _)", "Bản tiếng Hàn ra sau.", True),
        ("Hàn@vi&(tiếng _)", "Hàn các mối nối.", False),
        ("美@zh&(赴_|_中)", "他赴美求学。", True),
        ("美@zh&(赴_|_中)", "价格为十美元。", False),
        ("West@en&(the _)", "Labs in the West wait.", True),
        ("West@en&(the _)", "Breathe West air.", False),
        ("Đức@vi", "Ông Nguyễn Đức Lâm phát biểu.", False),
        ("Đức@vi", "Nhà máy ở Đức dừng.", True),
    ],
)
def test_the_words_beside_a_name_decide(part: str, sentence: str, counts: bool) -> None:
    alias = parse_alias(part, "x")
    at = sentence.index(alias.text)
    assert stands_well(alias, sentence, (0, at, at + len(alias.text), len(sentence))) is counts


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        (
            "Quan hệ Mỹ - Trung căng thẳng, còn Hàn Quốc và Anh chờ đợi.",
            ["united-states", "china", "south-korea", "united-kingdom"],
        ),
        ("Mỹ phẩm và mỹ thuật không liên quan gì đến nhau. Trung tâm đóng cửa. Anh nói vậy.", []),
        ("Ý kiến của Đức Phật, theo Pháp luật, được nêu vào Chủ Nhật.", []),
        ("沿海地区的强大连接能力价值十亿美元。", []),
        ("发展中国家与南美国家近日本着互利原则会谈，其中国有企业最多。", ["south-america"]),
        ("中美两国官员谈到对华管制。", ["china", "united-states", "china"]),
        ("輝達與台積電在新竹會面，川普未到場。", ["nvidia", "tsmc", "hsinchu", "donald-trump"]),
        (
            "Turkey and Jordan sent ministers; Jordan Schneider wrote about it.",
            ["turkey", "jordan", "jordan-schneider"],
        ),
    ],
)
def test_the_shipped_tables_tell_countries_from_ordinary_words(
    extractor: Extractor, text: str, entities: list[str]
) -> None:
    found = extractor.extract(Article(id="a", version="v", text=text))
    assert [m.entity for m in found.mentions if m.by == "gazetteer"] == entities
