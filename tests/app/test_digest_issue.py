"""What an issue tells and what it leaves out, and how it is put into words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from app.answer.evidence import FigureSeen
from app.answer.names import gazetteer_things
from app.digest.book import Book
from app.digest.items import Issue, issue_from_json, issue_to_json
from app.digest.letter import MOST_ITEMS, MOST_WORDS, word_count
from app.digest.message import Sender, digest_mail
from app.digest.moves import comparable
from app.digest.press import Press
from app.digest.render import LetterLinks, as_html, as_page, as_text
from app.digest.schedule import due_issue
from app.digest.subscribers import Subscriber, Wishes
from app.digest.tokens import Links
from app.digest.tongue import LANGUAGES
from app.wiring import open_graph
from extract.gazetteer import load_gazetteer
from extract.topics import load_topics
from tests.app._digest_relay import html, plain
from tests.app._digest_world import NOW, TODAY, Amount, Telling, fill, settings_of, weekly

THINGS = {t.id: t for t in gazetteer_things(load_gazetteer())}
AFTER = datetime.now(UTC) + timedelta(minutes=5)


def issue_of(folder: Path, *tellings: Telling) -> Issue:
    """Return the first issue of a world of these tellings."""
    fill(folder, tellings)
    with open_graph(settings_of(folder)) as graph, Book(folder / "book.db") as book:
        return Press(graph, book, THINGS, "https://rg.example", lambda: ["one", "two"]).draft(TODAY.isoformat(), NOW)


def press(folder: Path) -> Press:
    """Return a press for putting issues into words; its graph is never asked."""
    return Press(None, Book(folder / "words.db"), THINGS, "https://rg.example", list)  # type: ignore[arg-type]


BASE = Telling("Nvidia makes chips that China wants, Jensen Huang said.", "jensen-huang", ("nvidia", "china"))


@pytest.mark.parametrize(
    ("change", "told", "archived"),
    [
        ({}, 1, 0),
        ({"days": 9}, 1, 0),
        ({"days": 11}, 0, 1),
        ({"days": 2, "said_days": 300}, 0, 1),
        ({"days": 2, "said_days": 3}, 1, 0),
        ({"days": -30}, 0, 1),
        ({"firm": False}, 0, 0),
    ],
)
def test_new_is_what_is_firm_and_was_said_in_the_last_days_the_rest_is_counted(
    tmp_path: Path, change: dict[str, object], told: int, archived: int
) -> None:
    found = issue_of(tmp_path, replace(BASE, **change))  # type: ignore[arg-type]
    assert (len(found.items), found.archived) == (told, archived)


def test_a_figure_that_moved_is_told_with_what_it_was(tmp_path: Path) -> None:
    found = issue_of(tmp_path, *weekly())
    (moved,) = [i for i in found.items if i.kind == "figure"]
    assert moved.before
    assert moved.after
    assert (moved.before.value, moved.after.value) == (8e10, 9.5e10)
    assert next(i.kind for i in found.items) == "figure"
    assert found.archived == 1


def test_a_claim_that_gives_both_numbers_is_a_move_too(tmp_path: Path) -> None:
    sentence = "Meta raised its plan for 2026 from $80 billion to $95 billion, Mark Zuckerberg said."
    told = Telling(sentence, "mark-zuckerberg", ("meta",), amount=Amount("$95 billion", 9.5e10), was=Amount("$80 billion", 8e10))  # fmt: skip
    (item,) = issue_of(tmp_path, told).items
    assert (item.kind, item.before and item.before.value) == ("figure", 8e10)


def test_two_speakers_with_two_numbers_are_set_against_each_other(tmp_path: Path) -> None:
    one = Telling("Huawei will make 200,000 chips in 2026, Jensen Huang said.", "jensen-huang", ("huawei",), days=20, amount=Amount("200,000", 2e5, "chip_output", "chips", "huawei"))  # fmt: skip
    two = Telling("Huawei will make 800,000 chips in 2026, Sam Altman said.", "sam-altman", ("huawei",), days=1, amount=Amount("800,000", 8e5, "chip_output", "chips", "huawei"), outlet="Other Wire")  # fmt: skip
    found = issue_of(tmp_path, one, two)
    letter, _ = press(tmp_path).front(found, "zh")
    assert found.items[0].kind == "conflict"
    assert "80万颗芯片" in letter.told[0].gist
    assert "20万颗芯片" in letter.told[0].gist


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Jensen Huang changes position on “{topic}”: before, {before}; now, {after}"),
        ("vi", "đổi quan điểm về “{topic}”: trước đây {before}; nay {after}"),
        ("zh", "改变了对“{topic}”的看法：此前是{before}，现在是{after}"),
    ],
)
def test_who_changes_position_is_told_with_what_he_held_before(tmp_path: Path, language: str, said: str) -> None:
    (gap,) = [t for t in load_topics() if t.id == "gap"]
    one = replace(BASE, sentence="China is years behind, Jensen Huang said.", days=40, stand=("gap", "wide"))
    two = replace(BASE, sentence="China is right behind us now, Jensen Huang said.", days=1, stand=("gap", "closing"))
    found = issue_of(tmp_path, one, two)
    letter, _ = press(tmp_path).front(found, language)
    assert [i.kind for i in found.items] == ["position"]
    assert found.items[0].topics == ("gap",)
    words = {"topic": gap.question[language], "before": gap.labels["wide"][language], "after": gap.labels["closing"][language]}  # fmt: skip
    assert said.format(**words) in letter.told[0].gist


SEEN = FigureSeen("f", "1", 1.0, None, None, "USD", "exact", "capex", "forecast", "level", False, None, None, ("meta",))
YEAR = {"period_start": TODAY.replace(month=1, day=1), "period_end": TODAY.replace(month=12, day=31)}


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({"value": 2.0}, True),
        ({}, False),
        ({"value": 2.0, "metric": "revenue"}, False),
        ({"value": 2.0, "unit": "CNY"}, False),
        ({"value": 2.0, "role": "actual"}, False),
        ({"value": 2.0, "basis": "change"}, False),
        ({"value": 2.0, "subjects": ("nvidia",)}, False),
        ({"value": 2.0, "figurative": True}, False),
        ({"value": 2.0, "qualifier": "vague"}, False),
        ({"value": 2.0, "period_end": YEAR["period_start"] + timedelta(days=89)}, False),
        ({"value": None, "low": 1.0, "high": 3.0, "qualifier": "range"}, True),
    ],
)
def test_only_figures_of_one_measure_are_set_side_by_side(change: dict[str, object], fits: bool) -> None:
    one = replace(SEEN, **YEAR)  # type: ignore[arg-type]
    assert comparable(replace(one, **change), one) is fits  # type: ignore[arg-type]


def test_what_the_fields_cannot_say_in_a_language_is_left_out_there(tmp_path: Path) -> None:
    found = issue_of(tmp_path, BASE, replace(BASE, sentence="It is so, somebody said.", speaker=None, outlet="", about=("nvidia",), days=1))  # fmt: skip
    gists = {language: [t.gist for t in press(tmp_path).front(found, language)[0].told] for language in LANGUAGES}
    assert gists == {"en": ["Jensen Huang speaks about China and Nvidia"], "vi": [], "zh": []}


def test_a_mail_holds_five_items_and_three_hundred_words_and_says_how_many_wait(tmp_path: Path) -> None:
    words = [" ".join(f"matter{n}of{k}" for k in range(60)) for n in range(12)]
    many = [replace(BASE, sentence=f"Nvidia {w}, Jensen Huang said.", days=1 + n % 5) for n, w in enumerate(words)]
    found = issue_of(tmp_path, *many)
    letter, _ = press(tmp_path).front(found, "en")
    assert len(letter.told) <= MOST_ITEMS
    assert word_count(" ".join(f"{t.gist} {t.quote} {t.speaker} {t.meta} {t.notes}" for t in letter.told)) <= MOST_WORDS
    assert letter.more == len(found.items) - len(letter.told) > 0
    assert f"{letter.more} more items on the web" in as_text(letter, LetterLinks(web="https://rg.example/w"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quiet_week_is_two_lines(tmp_path: Path, language: str) -> None:
    letter, _ = press(tmp_path).front(issue_of(tmp_path, replace(BASE, days=50)), language)
    text = as_text(letter, LetterLinks())
    assert len(letter.quiet) == 2
    assert "1" in letter.quiet[1]
    assert "2" in letter.quiet[1]
    assert all(line in text for line in letter.quiet)


def test_an_issue_reads_the_same_after_it_was_kept(tmp_path: Path) -> None:
    found = issue_of(tmp_path, *weekly())
    assert issue_from_json(issue_to_json(found)) == found


def test_what_an_article_says_can_neither_write_a_header_nor_markup(tmp_path: Path) -> None:
    evil = 'Nvidia\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script><img src="https://evil.example/x">, Jensen Huang said.'  # fmt: skip
    found = issue_of(tmp_path, replace(BASE, sentence=evil, outlet="Evil\r\nBcc: a@b.c <i>Wire</i>", address='javascript:alert(1)//"><script>'))  # fmt: skip
    letter, namer = press(tmp_path).front(found, "en")
    bad = replace(letter, subject="News\r\nBcc: victim@example.org\x00\n\nbody")
    who = Subscriber(7, "ann@example.org", Wishes(), "active", NOW)
    sender = Sender("digest@rg.example", "racegraph", "digest.rg.example")
    mail = digest_mail(bad, who, sender, Links("s", "https://rg.example"), namer, at=NOW)
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]
    page = as_html(letter, LetterLinks(), {})
    assert "<script" not in page
    assert "evil.example/x&quot;" in page or 'evil.example/x"&gt;' in page
    assert "javascript:" not in page
    assert "<img" not in page
    assert html(mail)
    assert "\nBcc" not in plain(mail)


def test_the_message_id_is_the_same_whenever_a_mail_is_made(tmp_path: Path) -> None:
    letter, namer = press(tmp_path).front(issue_of(tmp_path, BASE), "en")
    who = Subscriber(7, "ann@example.org", Wishes(), "active", NOW)
    sender = Sender("digest@rg.example", "racegraph", "digest.rg.example")
    mails = [digest_mail(letter, who, sender, Links("s", "https://rg.example"), namer, at=NOW + timedelta(hours=h)) for h in (0, 9)]  # fmt: skip
    assert mails[0]["Message-ID"] == mails[1]["Message-ID"]
    other = digest_mail(letter, replace(who, id=8), sender, Links("s", "https://rg.example"), namer, at=NOW)
    assert other["Message-ID"] != mails[0]["Message-ID"]


MONDAY_8 = Subscriber(1, "a@b.c", Wishes(weekday=0, hour=8, zone="Asia/Ho_Chi_Minh"), "active", datetime(2026, 1, 1, tzinfo=UTC))  # fmt: skip


@pytest.mark.parametrize(
    ("who", "moment", "issue"),
    [
        (MONDAY_8, "2026-03-02T08:00+07:00", "2026-03-02"),
        (MONDAY_8, "2026-03-02T01:00+00:00", "2026-03-02"),
        (MONDAY_8, "2026-03-02T07:59+07:00", None),
        (MONDAY_8, "2026-03-05T07:00+07:00", "2026-03-02"),
        (MONDAY_8, "2026-03-05T09:00+07:00", None),
        (replace(MONDAY_8, wishes=replace(MONDAY_8.wishes, zone="America/New_York")), "2026-03-02T08:00+07:00", None),
        (replace(MONDAY_8, wishes=replace(MONDAY_8.wishes, zone="America/New_York", hour=2)), "2026-03-08T23:00-07:00", "2026-03-09"),
        (replace(MONDAY_8, wishes=replace(MONDAY_8.wishes, paused=True)), "2026-03-02T08:00+07:00", None),
        (replace(MONDAY_8, since=datetime(2026, 3, 2, 2, tzinfo=UTC)), "2026-03-02T10:00+07:00", None),
        (replace(MONDAY_8, state="left"), "2026-03-02T08:00+07:00", None),
        (replace(MONDAY_8, state="pending"), "2026-03-02T08:00+07:00", None),
    ],
)  # fmt: skip
def test_a_mail_is_due_at_the_subscribers_own_hour(who: Subscriber, moment: str, issue: str | None) -> None:
    found = due_issue(who, datetime.fromisoformat(moment))
    assert (found.isoformat() if found else None) == issue


def test_the_three_languages_have_the_same_words_with_the_same_blanks() -> None:
    tables = {
        lang: tomllib.loads((files("app.digest") / "words" / f"{lang}.toml").read_text(encoding="utf-8"))
        for lang in LANGUAGES
    }
    blanks = {
        lang: {(s, k): sorted(re.findall(r"\{\w+\}", v)) for s, rows in table.items() for k, v in rows.items()}
        for lang, table in tables.items()
    }
    assert blanks["vi"] == blanks["en"]
    assert blanks["zh"] == blanks["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_has_everything_inside(tmp_path: Path, language: str) -> None:
    letter, namer = press(tmp_path).whole(issue_of(tmp_path, *weekly()), language)
    page = as_page(letter, LetterLinks(archive="/mail/issues"), namer)
    assert re.findall(r'src="(data:image/png;base64,)', page)
    assert not re.findall(r'(?:src|action|background)="(?:https?:)?//', page)
    assert "url(" not in page
