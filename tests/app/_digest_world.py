"""A small world for the tests of the digest: invented articles of invented outlets, each with one claim, built into a real graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.settings import Settings
from app.wiring import make_build, open_graph, open_workshop
from extract.annotations import (
    Claim,
    Entity,
    Extraction,
    Figure,
    Kind,
    Mention,
    Modality,
    Period,
    Piece,
    Position,
    Relation,
)
from ingest.article import Article, article_id, content_version

NOW = datetime.now(UTC).replace(microsecond=0)
TODAY = NOW.date()
KINDS: dict[str, Kind] = {
    "nvidia": "Company", "huawei": "Company", "alibaba": "Company", "meta": "Company", "deepseek": "Company", "openai": "Company",
    "jensen-huang": "Person", "ren-zhengfei": "Person", "mark-zuckerberg": "Person", "sam-altman": "Person", "china": "Country",
}  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """A number in a claim: its words in the sentence, what it is."""

    text: str
    value: float
    metric: str = "capex"
    unit: str = "USD"
    subject: str = "meta"
    year: int = 2026
    role: str = "forecast"


@dataclass(frozen=True)
class Telling:
    """One article with one sentence, which is one claim. `days` counts back from today; `address` tells versions of one page apart from new pages."""

    sentence: str
    speaker: str | None = "jensen-huang"
    about: tuple[str, ...] = ("nvidia",)
    days: int = 2
    language: str = "en"
    modality: Modality = "asserted"
    amount: Amount | None = None
    was: Amount | None = None
    relation: tuple[str, str, str] | None = None
    said_days: int | None = None
    firm: bool = True
    stand: tuple[str, str] | None = None
    outlet: str = "Demo Wire"
    address: str = ""

    @property
    def url(self) -> str:
        return self.address or f"https://wire.example/{hashlib.sha256(self.sentence.encode()).hexdigest()[:12]}?a=1&b=2"


def settings_of(folder: Path, **digest: object) -> Settings:
    return Settings(data_dir=folder, digest=digest)  # type: ignore[arg-type]


def fill(folder: Path, tellings: Iterable[Telling]) -> None:
    """Put articles with their claims into a data folder and build its graph."""
    settings = settings_of(folder)
    with open_workshop(settings) as workshop, open_graph(settings) as graph:
        for telling in tellings:
            article, extraction = told(telling)
            workshop.library.add(article)
            workshop.ledger.record(extraction)
        make_build(workshop, graph, str(folder / "graph.kgl")).run(fresh=False)


def told(t: Telling) -> tuple[Article, Extraction]:
    day = TODAY - timedelta(days=t.days)
    article = Article(
        article_id(t.url), content_version("", t.sentence), t.sentence, title=f"About {t.about[0]}", url=t.url, outlet=t.outlet,
        published_on=day, language=t.language,
    )  # fmt: skip
    key = hashlib.sha256(f"{t.url} {t.sentence}".encode()).hexdigest()[:15]
    figures = [_figure(t, f"{key}{n}", amount) for n, amount in enumerate(a for a in (t.amount, t.was) if a)]
    if t.amount and t.was:
        figures[0] = _from(figures[0], figures[1].id)
    said = None if t.said_days is None else Period(*[TODAY - timedelta(days=t.said_days)] * 2)
    claim = Claim(
        f"{key}c", 0, len(t.sentence), t.sentence, t.sentence, (Piece(0, len(t.sentence)),), t.speaker, None, "said", t.modality,
        about=t.about, figures=tuple(f.id for f in figures), confidence=0.99, firm=t.firm, topics=(Position(*t.stand),) if t.stand else (), said_at=said, reply="declined" if t.modality == "declined_to_comment" else None,
    )  # fmt: skip
    ids = dict.fromkeys([*t.about, *([t.speaker] if t.speaker else []), *(f.subjects[0] for f in figures), *((t.relation[0], t.relation[2]) if t.relation else ())])  # fmt: skip
    entities = tuple(Entity(i, i, KINDS[i], ()) for i in ids)
    mentions = tuple(Mention(0, 4, t.sentence[:4], KINDS[i], i) for i in ids)
    relations = (
        (Relation(t.relation[0], t.relation[1], t.relation[2], 0, 4, t.sentence[:4], claim.id),) if t.relation else ()
    )  # type: ignore[arg-type]
    return article, Extraction(article.id, article.version, "tests@1", t.language, mentions, entities, tuple(figures), (claim,), relations)  # fmt: skip


def _figure(t: Telling, key: str, amount: Amount) -> Figure:
    start = t.sentence.index(amount.text)
    return Figure(
        f"f{key}", start, start + len(amount.text), amount.text, amount.value, None, None, amount.unit, "exact", amount.metric, (amount.subject,),
        Period(date(amount.year, 1, 1), date(amount.year, 12, 31)), amount.role, firm=True,  # type: ignore[arg-type]
    )  # fmt: skip


def _from(figure: Figure, earlier: str) -> Figure:
    from dataclasses import replace

    return replace(figure, changed_from=earlier)


def weekly(tellings: Sequence[Telling] = ()) -> list[Telling]:
    """Return a week with something for every section and for readers of three languages."""
    return [
        Telling("Meta will spend $80 billion on data centres in 2026, Mark Zuckerberg said.", "mark-zuckerberg", ("meta",), days=30, amount=Amount("$80 billion", 8e10)),
        Telling("Meta will now spend $95 billion on data centres in 2026, Mark Zuckerberg said.", "mark-zuckerberg", ("meta",), days=2, amount=Amount("$95 billion", 9.5e10)),
        Telling("Nvidia makes the chips that everybody <b>waits</b> for, Jensen Huang said.", "jensen-huang", ("nvidia", "china"), days=3),
        Telling("Nhậm Chính Phi cho biết Huawei sẽ làm 700.000 con chip trong năm 2026.", "ren-zhengfei", ("huawei",), days=1, language="vi",
                amount=Amount("700.000", 7e5, "chip_output", "chips", "huawei"), outlet="Bản tin Mẫu"),
        Telling("阿里巴巴表示将开源新的模型。", "alibaba", ("alibaba",), days=4, language="zh", outlet="示例通讯社"),
        Telling("Sam Altman said in spring that OpenAI would be careful.", "sam-altman", ("openai",), days=120),
        *tellings,
    ]  # fmt: skip
