"""Invented articles with extractions, as many as wanted: entities, figures, claims and copies in the proportions of a real corpus."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from extract.annotations import Claim, Entity, Extraction, Figure, Kind, Mention, Period, Piece, Predicate, Relation
from ingest.article import Article, article_id, content_version

WORDS = {
    "en": """chip export control model training cluster license ban tariff centre inference benchmark talent compute subsidy plan report output
    yield revenue market share gap fund startup rival supply memory power energy price cost order deal rule bill law officials""",
    "vi": "chip xuất khẩu mô hình huấn luyện giấy phép lệnh cấm thuế quan dữ liệu trung tâm nhân tài bán dẫn công nghệ doanh thu thị phần",
    "zh": "美国 芯片 出口 管制 模型 训练 算力 许可 制裁 数据中心 半导体 产能 开源 份额 预计 报告",
}
KINDS: tuple[Kind, ...] = (
    "Company",
    "Model",
    "Chip",
    "Person",
    "Country",
    "Agency",
    "Organization",
    "Product",
    "Policy",
)
METRICS = ("revenue", "capex", "market_share", "chip_output", "gap", "valuation", "training_cost", "users")
UNITS = {"revenue": "USD", "capex": "CNY", "market_share": "percent", "chip_output": "chips", "gap": "months", "valuation": "USD", "training_cost": "USD", "users": "users"}  # fmt: skip
PREDICATES: tuple[Predicate, ...] = ("develops", "makes", "uses", "supplies", "restricts", "invests_in")
FIRST_DAY = date(2023, 1, 1)


def newsroom(
    articles: int, *, claims: int = 10, entities: int = 5000, seed: int = 7
) -> Iterator[tuple[Article, Extraction]]:
    """Yield articles with what is found in them; every twentieth is a copy of an earlier one."""
    chance = random.Random(seed)
    names = [_entity(number) for number in range(entities)]
    earlier: list[tuple[Article, Extraction]] = []
    for number in range(articles):
        if earlier and number % 20 == 0:
            article, extraction = _copy(*chance.choice(earlier), number)
        else:
            article, extraction = _written(chance, number, claims, names)
            earlier = [*earlier[-50:], (article, extraction)]
        yield article, extraction


def _entity(number: int) -> Entity:
    kind = KINDS[number % len(KINDS)]
    return Entity(f"{kind.lower()}:thing-{number}", f"Thing {number}", kind, (f"Thing No {number}",))


def _written(chance: random.Random, number: int, claims: int, names: list[Entity]) -> tuple[Article, Extraction]:
    language = chance.choices(("en", "vi", "zh"), (6, 2, 2))[0]
    day = FIRST_DAY + timedelta(days=chance.randrange(1096))
    sentences = [_sentence(chance, language, 30) for _ in range(claims)]
    text = "\n".join(sentences)
    address = f"https://news.example/{number}"
    article = Article(
        article_id(address), content_version("", text), text, title=_sentence(chance, language, 8), url=address,
        outlet=f"Outlet {chance.randrange(50)}", published_on=day, language=language,
    )  # fmt: skip
    found = [_claim(chance, article, n, sentences, names) for n in range(claims)]
    used = {e.id: e for _, _, es in found for e in es}
    figures = tuple(f for _, f, _ in found if f)
    mentions = tuple(Mention(0, 4, text[:4], e.kind, e.id) for _, _, es in found for e in es)
    relations = tuple(
        Relation(es[0].id, chance.choice(PREDICATES), es[1].id, 0, 4, text[:4], c.id)
        for c, _, es in found[:2]
        if len(es) > 1
    )
    return article, Extraction(
        article.id, article.version, "bench@1", language, mentions, tuple(used.values()), figures, tuple(c for c, _, _ in found), relations
    )  # fmt: skip


def _claim(
    chance: random.Random, article: Article, number: int, sentences: list[str], names: list[Entity]
) -> tuple[Claim, Figure | None, list[Entity]]:
    start = sum(len(s) + 1 for s in sentences[:number])
    text = sentences[number]
    about = [names[int(len(names) * chance.random() ** 3)] for _ in range(1 + number % 2)]
    speakers = [
        n
        for n in (names[int(len(names) * chance.random() ** 3)] for _ in range(3))
        if n.kind in ("Person", "Company", "Agency")
    ]
    speaker = speakers[0] if speakers and number % 5 < 3 else None
    key = f"{article.id[:10]}{number:06x}"
    figure = _figure(chance, key, start, text, about[0], article) if number % 4 == 0 else None
    claim = Claim(
        key, start, start + len(text), text, text, (Piece(start, start + len(text)),), speaker.id if speaker else None, None, "said",
        chance.choices(("asserted", "hedged", "predicted", "denied"), (12, 4, 3, 1))[0], about=tuple(dict.fromkeys(e.id for e in about)),
        figures=(figure.id,) if figure else (), confidence=0.9, firm=chance.random() < 0.5,
    )  # fmt: skip
    return claim, figure, [*about, *([speaker] if speaker else [])]


def _figure(chance: random.Random, key: str, start: int, text: str, subject: Entity, article: Article) -> Figure:
    metric = chance.choice(METRICS)
    assert article.published_on
    year = article.published_on.year
    return Figure(
        f"f{key}", start, start + 4, text[:4], float(chance.randrange(1, 100)) * 1e6, None, None, UNITS[metric], "exact", metric,
        (subject.id,), Period(date(year, 1, 1), date(year, 12, 31)),
    )  # fmt: skip


def _copy(article: Article, extraction: Extraction, number: int) -> tuple[Article, Extraction]:
    """Return the same text at another outlet a day later; ids of claims differ, as they depend on the article."""
    address = f"https://copies.example/{number}"
    assert article.published_on
    copied = replace(
        article, id=article_id(address), url=address, outlet=f"Outlet {number % 50}", published_on=article.published_on + timedelta(days=1)
    )  # fmt: skip
    ids = {f.id: f"f{copied.id[:10]}{n:06x}" for n, f in enumerate(extraction.figures)}
    claims = tuple(
        replace(c, id=f"{copied.id[:10]}{n:06x}", figures=tuple(ids[f] for f in c.figures))
        for n, c in enumerate(extraction.claims)
    )
    renamed = dict(zip((c.id for c in extraction.claims), (c.id for c in claims), strict=True))
    return copied, replace(
        extraction, article_id=copied.id, claims=claims, figures=tuple(replace(f, id=ids[f.id]) for f in extraction.figures),
        relations=tuple(replace(r, claim=renamed[r.claim]) for r in extraction.relations),
    )  # fmt: skip


def _sentence(chance: random.Random, language: str, length: int) -> str:
    words = WORDS[language].split()
    picked = [chance.choice(words) for _ in range(length)]
    return f"{'' if language == 'zh' else ' '}".join([*picked, str(chance.randrange(10**6))])
