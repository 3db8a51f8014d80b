"""Who says what, in three languages: a case is a text and the claims it must give."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extract.annotations import Claim, Extraction
from extract.pipeline import Extractor
from ingest.article import Article

CASES = tomllib.loads((Path(__file__).parent / "claims.toml").read_text(encoding="utf-8"))["case"]

TABLES = Path(__file__).parent / "claims"
ROWS = [
    pytest.param(text, wanted, id=f"{file.stem} {group}: {text[:50]}")
    for file in sorted(TABLES.glob("*.toml"))
    for group, table in tomllib.loads(file.read_text(encoding="utf-8")).items()
    for text, wanted in table["rows"]
]


def extraction_of(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(Article(id="a", version="v", text=text))


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_a_sentence_gives_the_claims_it_reports(extractor: Extractor, case: dict[str, object]) -> None:
    found = extraction_of(extractor, str(case["text"]))
    names = {e.id: e.name for e in found.entities}
    got = [[names.get(c.speaker or "", c.speaker_text), c.modality] for c in found.claims if c.speaker]
    assert got == case["claims"]


@pytest.mark.parametrize(("text", "wanted"), ROWS)
def test_each_speaker_is_found_with_what_they_do(extractor: Extractor, text: str, wanted: list[list[str]]) -> None:
    found = extraction_of(extractor, text)
    names = {e.id: e.name for e in found.entities}
    said = [c for c in found.claims if c.speaker]
    assert [c.modality for c in said] == [modality for _, modality in wanted]
    assert [names.get(c.speaker or "", (c.speaker or "").removeprefix("unnamed: ")).lower() for c in said] == [
        speaker.lower() for speaker, _ in wanted
    ]


def first_claim(extractor: Extractor, text: str) -> Claim:
    return next(c for c in extraction_of(extractor, text).claims if c.speaker)


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Reuters reported that Huawei said on Monday that the chip was ready.", ("reuters",)),
        ("Bloomberg reported, citing two people familiar with the matter, that Apple was in talks.", ("bloomberg",)),
        ("Theo Reuters, Huawei cho biết con chip đã sẵn sàng.", ("reuters",)),
        ("路透社报道称，华为表示芯片已经就绪。", ("reuters",)),
    ],
)
def test_the_chain_of_channels_is_kept(extractor: Extractor, text: str, via: tuple[str, ...]) -> None:
    assert first_claim(extractor, text).via == via


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        (
            "Speaking at the World AI Conference in Shanghai, Sam Altman said the model was cheap.",
            "the World AI Conference in Shanghai",
        ),
        ("Jensen Huang said on an earnings call with analysts that demand was strong.", "an earnings call"),
        ("Ông Sam Altman nói trong cuộc phỏng vấn với CNBC rằng chi phí đang tăng.", "cuộc phỏng vấn với CNBC"),
        ("阿里巴巴在财报电话会议上表示，资本开支还在增加。", "财报电话会议"),
        ("Huawei said that the chip was ready.", None),
    ],
)
def test_a_claim_says_where_it_was_made(extractor: Extractor, text: str, venue: str | None) -> None:
    assert first_claim(extractor, text).venue == venue


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("Huawei declined to comment.", "declined"),
        ("Huawei did not respond.", "no_reply"),
        ("Huawei từ chối bình luận.", "declined"),
        ("Huawei chưa phản hồi.", "no_reply"),
        ("华为拒绝置评。", "declined"),
        ("华为未回应置评请求。", "no_reply"),
    ],
)
def test_declining_and_not_answering_are_kept_apart(extractor: Extractor, text: str, reply: str) -> None:
    assert first_claim(extractor, text).reply == reply


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Jensen Huang said that China was not far behind.", True),
        ("Jensen Huang said that China was far behind.", False),
        ("Ông Jensen Huang nói rằng Trung Quốc không tụt hậu.", True),
        ("黄仁勋表示，中国没有落后。", True),
        ("黄仁勋表示，未来中国非常重要。", False),
    ],
)
def test_a_negated_content_is_marked(extractor: Extractor, text: str, negated: bool) -> None:
    assert first_claim(extractor, text).negated is negated


def test_a_claim_of_a_report_covers_what_it_reports(extractor: Extractor) -> None:
    text = "路透社近日报道称，华为预计今年出货80万颗芯片。"
    assert first_claim(extractor, text).text == text


def test_a_claim_names_the_channel_it_came_through(extractor: Extractor) -> None:
    found = extraction_of(
        extractor, "According to Reuters, OpenAI said on Friday that it would open an office in Tokyo."
    )
    claim = next(c for c in found.claims if c.speaker)
    assert (claim.speaker, claim.via) == ("openai", ("reuters",))


def test_what_hangs_on_an_if_is_never_asserted(extractor: Extractor) -> None:
    found = extraction_of(extractor, "Sam Altman said that OpenAI could lose money if chip prices kept rising.")
    claim = next(c for c in found.claims if c.speaker)
    assert claim.modality != "asserted"
    assert claim.condition == "if chip prices kept rising"


def test_two_speakers_of_one_sentence_are_two_claims(extractor: Extractor) -> None:
    found = extraction_of(extractor, "Nvidia and AMD both declined to comment.")
    claims = [c for c in found.claims if c.speaker]
    assert {c.speaker for c in claims} == {"nvidia", "amd"}
    assert len({c.id for c in claims}) == 2


def test_an_edit_elsewhere_changes_no_claim_id(extractor: Extractor) -> None:
    said = "Jensen Huang said that demand for AI chips was strong."
    before = extraction_of(extractor, f"The market opened higher.\n\n{said}")
    after = extraction_of(
        extractor, f"Shares fell on Monday. Traders were nervous.\n\n{said}\n\nNothing else happened."
    )
    assert [c.id for c in before.claims if c.speaker] == [c.id for c in after.claims if c.speaker] != []


VENUES = """
Sam Altman told a conference in Paris that chips were short. | a conference in Paris
“We need more power,” Satya Nadella said in an interview with CNBC. | an interview with CNBC
Speaking at Davos, Jensen Huang said demand was strong. | Davos
Trong một cuộc phỏng vấn với CNBC, Lisa Su cho biết nhu cầu rất lớn. | một cuộc phỏng vấn với CNBC
任正非在人民日报的专访中说，没必要担心芯片问题。 | 人民日报的专访
"""


@pytest.mark.parametrize("line", VENUES.strip().splitlines())
def test_a_claim_names_where_it_was_said(extractor: Extractor, line: str) -> None:
    text, venue = (part.strip() for part in line.split(" | "))
    assert [c.venue for c in extraction_of(extractor, text).claims if c.speaker] == [venue]


CHANNELS = """
Reuters reported that the order was cancelled, citing two people familiar with the matter. | reuters
Theo Bloomberg, Sam Altman nói rằng tiền không phải vấn đề. | bloomberg
路透社报道，一名美国官员表示，许可证尚未发放。 | reuters
Two sources told Reuters that the order was cancelled. | reuters
"""


@pytest.mark.parametrize("line", CHANNELS.strip().splitlines())
def test_the_nearest_source_speaks_and_the_outlet_is_its_channel(extractor: Extractor, line: str) -> None:
    text, via = (part.strip() for part in line.split(" | "))
    claims = [c for c in extraction_of(extractor, text).claims if c.speaker]
    assert [c.via for c in claims] == [(via,)]
    assert all(c.speaker != via for c in claims)


REPLIES = """
Tencent declined to comment. | declined
Tencent did not respond to a request for comment. | no_reply
Tencent từ chối bình luận. | declined
Tencent chưa phản hồi yêu cầu bình luận. | no_reply
腾讯不予置评。 | declined
腾讯尚未回应置评请求。 | no_reply
"""


@pytest.mark.parametrize("line", REPLIES.strip().splitlines())
def test_a_refusal_and_silence_are_kept_apart(extractor: Extractor, line: str) -> None:
    text, reply = (part.strip() for part in line.split(" | "))
    assert [c.reply for c in extraction_of(extractor, text).claims if c.speaker] == [reply]


ANAPHORS = """
Two people familiar with the matter said that talks had stalled. They added that a deal was far off. | two people familiar with the matter
Một quan chức Mỹ cho biết giấy phép chưa được cấp. Người này nói thêm rằng quyết định còn xa. | một quan chức mỹ
一名美国官员表示，许可证尚未发放。该官员强调，规定没有改变。 | 一名美国官员
一名美國官員表示，許可證尚未發放。該官員強調，規定沒有改變。 | 一名美國官員
"""


@pytest.mark.parametrize("line", ANAPHORS.strip().splitlines())
def test_a_nameless_source_keeps_its_name_in_the_next_sentence(extractor: Extractor, line: str) -> None:
    text, source = (part.strip() for part in line.split(" | "))
    speakers = [c.speaker for c in extraction_of(extractor, text).claims if c.speaker]
    assert speakers == [f"unnamed: {source}"] * 2


def test_a_claim_is_about_what_is_said_and_not_about_the_speaker(extractor: Extractor) -> None:
    found = extraction_of(extractor, "Nvidia CEO Jensen Huang told CNBC that Huawei was a strong rival.")
    assert [c.about for c in found.claims if c.speaker] == [("huawei",)]


def test_what_the_outlet_adds_behind_somebodys_words_is_its_own(extractor: Extractor) -> None:
    text = "Although critics fear a bubble, Microsoft and Meta built twelve new data centres in Texas last year."
    found = extraction_of(extractor, text)
    assert [c.text for c in found.claims if c.speaker] == ["Although critics fear a bubble"]
    assert [c.text for c in found.claims if not c.speaker] == [
        "Microsoft and Meta built twelve new data centres in Texas last year."
    ]
