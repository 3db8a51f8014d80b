"""The open pages of the digest: subscribing twice confirmed, preferences, leaving by a look and a click or by one click, and web copies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.digest.book import Book
from app.digest.routes import Counter, router
from app.digest.subscribers import Subscriber, Wishes
from app.digest.tokens import Links
from ingest.errors import WrongUsage

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@dataclass
class Shelf:
    """A shelf with one issue."""

    def sent(self, language: str = "en") -> list[tuple[str, str]]:
        return [("2026-03-02", f"Title <b> in {language}")]

    def page(self, digest_id: str, language: str = "en", archive: str = "") -> str:
        if digest_id != "2026-03-02":
            raise WrongUsage("none")
        return f"<html>{language} {archive}</html>"


@dataclass
class House:
    """The pages with their book; `asked` are those who were sent the mail that asks."""

    client: TestClient
    book: Book
    links: Links
    asked: list[Subscriber] = field(default_factory=list)
    now: datetime = NOW

    def path(self, purpose: str, number: int) -> str:
        return f"/mail/{purpose}/{self.links.token(purpose, number)}"  # type: ignore[arg-type]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with Book(tmp_path / "book.db") as book:
        links = Links("secret", "https://rg.example")
        app = FastAPI()
        made = House(TestClient(app), book, links)
        app.include_router(router(Counter(book, links, Shelf(), lambda who: made.asked.append(who), lambda: made.now)))
        yield made


WANTED = {"address": "ann@Example.org", "language": "vi", "weekday": "2", "hour": "7", "zone": "Asia/Ho_Chi_Minh", "entities": "huawei, nvidia", "quiet": "1"}  # fmt: skip


def test_nobody_gets_mails_before_the_owner_of_the_address_has_said_yes(house: House) -> None:
    page = house.client.post("/mail/subscribe", data=WANTED)
    assert page.status_code == 200
    (who,) = house.book.subscribers()
    assert (who.address, who.state) == ("ann@example.org", "pending")
    assert who.wishes == Wishes("vi", (), ("huawei", "nvidia"), 2, 7, "Asia/Ho_Chi_Minh", True)
    assert [w.id for w in house.asked] == [who.id]
    look = house.client.get(house.path("confirm", who.id))
    assert "Vâng, gửi cho tôi" in look.text
    assert house.book.subscribers("active") == []
    house.client.post(house.path("confirm", who.id))
    assert [s.address for s in house.book.subscribers("active")] == ["ann@example.org"]


def test_the_page_is_the_same_for_who_subscribes_already_and_no_mail_floods_him(house: House) -> None:
    first = house.client.post("/mail/subscribe", data=WANTED).text
    assert house.client.post("/mail/subscribe", data=WANTED).text == first
    assert len(house.asked) == 1
    house.now += timedelta(minutes=11)
    house.client.post("/mail/subscribe", data=WANTED)
    assert len(house.asked) == 2
    house.client.post(house.path("confirm", 1))
    changed = WANTED | {"language": "zh"}
    assert house.client.post("/mail/subscribe", data=changed).text == first
    assert (len(house.asked), house.book.subscribers()[0].wishes.language) == (2, "vi")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"address": "nobody"}, "no mail address"),
        ({"address": "a@b.c\r\nBcc: x@y.z"}, "no mail address"),
        ({"address": '"a b"@c.d'}, "no mail address"),
        ({"zone": "Mars/Base"}, "time zone"),
        ({"entities": "a<script>"}, "no id of a topic or an entity"),
        ({"hour": "77"}, "hour 77"),
        ({"language": "fr"}, "use en, vi or zh"),
    ],
)
def test_a_wrong_wish_is_named_and_nobody_is_added(house: House, change: dict[str, str], said: str) -> None:
    page = house.client.post("/mail/subscribe", data=WANTED | change)
    assert page.status_code == 400
    assert said in page.text
    assert "<script>" not in page.text
    assert house.book.subscribers() == []


def active(house: House) -> Subscriber:
    return house.book.add("ann@example.org", Wishes("zh"), "active", NOW)


def test_looking_at_the_unsubscribe_link_asks_and_a_click_leaves(house: House) -> None:
    path = house.path("unsubscribe", active(house).id)
    look = house.client.get(path)
    assert "退订周报？" in look.text
    assert "ann@" not in look.text
    assert house.book.subscribers("active")
    assert "您已退订" in house.client.post(path).text
    assert house.book.subscribers("active") == []


def test_the_mail_program_leaves_at_one_click_without_login_or_redirect(house: House) -> None:
    path = house.path("unsubscribe", active(house).id)
    answer = house.client.post(path, data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)
    assert answer.status_code == 200
    assert house.book.subscribers("left")
    assert house.client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200


def test_preferences_are_shown_and_saved(house: House) -> None:
    who = active(house)
    path = house.path("preferences", who.id)
    assert "ann@" not in house.client.get(path).text
    saved = house.client.post(path, data={"language": "en", "weekday": "4", "hour": "18", "zone": "America/New_York", "entities": "meta", "paused": "1"})  # fmt: skip
    assert "Saved" in saved.text
    found = house.book.subscriber(who.id)
    assert found
    assert found.wishes == Wishes("en", (), ("meta",), 4, 18, "America/New_York", False, True)
    page = house.client.get(path).text
    assert re.search(r'value="18" selected', page)
    assert "checked" in page


@pytest.mark.parametrize("purpose", ["confirm", "preferences", "unsubscribe"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_of_another_purpose_or_signer_does_nothing(house: House, purpose: str, method: str) -> None:
    who = active(house)
    others = [p for p in ("confirm", "preferences", "unsubscribe") if p != purpose]
    forged = Links("other secret", "").token(purpose, who.id)  # type: ignore[arg-type]
    for token in (*(house.links.token(p, who.id) for p in others), forged, "x", f"{who.id}"):  # type: ignore[arg-type]
        assert house.client.request(method, f"/mail/{purpose}/{token}").status_code == 404
    assert house.book.subscribers("active") == [who]


def test_the_archive_and_a_web_copy_speak_the_readers_language(house: House) -> None:
    page = house.client.get("/mail/issues", headers={"accept-language": "vi,en;q=0.5"}).text
    assert "Title &lt;b&gt; in vi" in page
    assert house.client.get("/mail/issues/2026-03-02?language=zh").text == "<html>zh /mail/issues?language=zh</html>"
    assert house.client.get("/mail/issues/1999-01-01").status_code == 404


def test_without_a_relay_nobody_is_told_that_a_mail_is_on_its_way(tmp_path: Path) -> None:
    with Book(tmp_path / "book.db") as book:
        app = FastAPI()
        app.include_router(router(Counter(book, Links("s", ""), Shelf(), None)))
        page = TestClient(app).post("/mail/subscribe", data=WANTED)
        assert page.status_code == 400
        assert book.subscribers() == []
