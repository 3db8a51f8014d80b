"""The digest goes out: to each subscriber what is his, in his language, once, whatever the relay or the machine does meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.digest.book import Book
from app.digest.subscribers import Wishes
from tests.app._digest_relay import Box, html, plain, relay
from tests.app._digest_world import NOW, TODAY, Telling, fill, weekly

PEOPLE = {
    "ann@example.org": Wishes("en"),
    "binh@example.vn": Wishes("vi", entities=("huawei",)),
    "chen@example.cn": Wishes("zh", entities=("meta",), zone="Asia/Shanghai"),
}


@dataclass
class Machine:
    """A data folder with subscribers, and a relay."""

    folder: Path
    box: Box
    port: int
    capsys: pytest.CaptureFixture[str]

    def settings(self, **more: str) -> dict[str, str]:
        given = {"BASE_URL": "https://rg.example", "SENDER": "digest@rg.example", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(self.port),
                 "SECURITY": "none", "RETRY_WAIT_S": "0"}  # fmt: skip
        return {f"RACEGRAPH_DIGEST__{name}": value for name, value in (given | more).items()}

    def run(self, *arguments: str, **more: str) -> tuple[int, str, str]:
        """Run `racegraph digest …` here."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.settings(**more).items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as left:
                main(["--data-dir", str(self.folder), "digest", *arguments])
        out = self.capsys.readouterr()
        return int(left.value.code or 0), out.out, out.err

    def due(self, **more: str) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.run("due", "--at", NOW.isoformat(), "--json", **more)[1])
        return report

    def killed(self, *arguments: str) -> int:
        """Run it in a process of its own that is killed meanwhile; return its exit code."""
        command = [sys.executable, "-m", "app.cli", "--data-dir", str(self.folder), "digest", *arguments]
        process = subprocess.Popen(command, env=os.environ | self.settings(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # fmt: skip
        self.box.on_kill = lambda: process.send_signal(signal.SIGKILL)  # type: ignore[attr-defined]
        return process.wait(60)

    def subscribe(self, people: dict[str, Wishes]) -> None:
        with Book(self.folder / "subscribers.db") as book:
            for address, wishes in people.items():
                book.add(address, wishes, "active", NOW - timedelta(days=9))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    fill(folder, weekly())
    return folder


@pytest.fixture
def machine(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Machine]:
    shutil.copytree(world, tmp_path / "data")
    box = Box()
    with relay(box) as port:
        made = Machine(tmp_path / "data", box, port, capsys)
        made.subscribe(dated(PEOPLE))
        yield made


def dated(people: dict[str, Wishes]) -> dict[str, Wishes]:
    """Set everybody's day and hour to one that came an hour or two ago where he lives."""
    from dataclasses import replace
    from zoneinfo import ZoneInfo

    found = {}
    for address, wishes in people.items():
        local = (NOW - timedelta(hours=1)).astimezone(ZoneInfo(wishes.zone))
        found[address] = replace(wishes, weekday=local.weekday(), hour=local.hour)
    return found


def test_three_subscribers_get_three_right_mails_and_a_second_run_sends_nothing(machine: Machine) -> None:
    assert machine.due()["sent"] == 3
    ann, binh, chen = (plain(machine.box.mail(a)) for a in PEOPLE)
    assert "capital spending up from $80 billion to $95 billion" in ann
    assert "700,000 chips" in ann
    assert "Huawei, sản lượng chip: 700.000 chip" in binh
    assert "Meta" not in binh
    assert "资本支出从800亿美元升至950亿美元" in chen
    assert "华为" not in chen
    again = machine.due()
    assert (again["sent"], again["already"]) == (0, 3)
    assert sorted(machine.box.to()) == sorted(PEOPLE)


def test_a_mail_says_the_news_in_its_subject_and_carries_what_mail_programs_ask_for(machine: Machine) -> None:
    machine.due()
    mail = machine.box.mail("ann@example.org")
    assert mail["Subject"].startswith("Meta: capital spending up from $80 billion to $95 billion")
    assert mail["List-ID"] == "racegraph <digest.rg.example>"
    web, post = mail["List-Unsubscribe"].strip().split(", ")
    assert web.startswith("<https://rg.example/mail/unsubscribe/")
    assert post == "<mailto:digest@rg.example?subject=unsubscribe>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [p.get_content_type() for p in mail.walk()] == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]  # fmt: skip
    assert "ann@example.org" not in plain(mail) + html(mail)
    assert max(map(len, mail.as_bytes().splitlines())) <= 998


def test_the_html_is_small_loads_nothing_and_shows_what_articles_say_as_text(machine: Machine) -> None:
    machine.due()
    mail = machine.box.mail("ann@example.org")
    page = html(mail)
    (picture,) = [p for p in mail.walk() if p.get_content_type() == "image/png"]
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in page
    assert 'alt="Meta, capital spending: before $80 billion, now $95 billion."' in page
    assert "&lt;b&gt;waits&lt;/b&gt;" in page
    assert "prefers-color-scheme" in page
    assert page.count("src=") == 1
    assert "@import" not in page
    assert "<link" not in page
    assert len(page.encode()) < 100_000


def test_nothing_is_told_twice_and_a_quiet_week_says_so(machine: Machine) -> None:
    machine.due()
    machine.box.mails.clear()
    next_week = NOW + timedelta(days=7)
    _, out, _ = machine.run("due", "--at", next_week.isoformat(), "--json")
    assert json.loads(out)["sent"] == 3
    mail = machine.box.mail("ann@example.org")
    assert mail["Subject"].startswith("A quiet week")
    assert "0 articles read; 0 sources down." in plain(mail)


def test_who_wants_no_quiet_weeks_gets_none(machine: Machine) -> None:
    from dataclasses import replace

    machine.subscribe(dated({"dan@example.org": replace(Wishes("en", entities=("openai",)), quiet=False)}))
    report = machine.due()
    assert (report["sent"], report["nothing"]) == (3, 1)
    assert "dan@example.org" not in machine.box.to()


def test_what_is_new_next_week_is_told_then_and_what_was_taken_back_is_corrected(machine: Machine) -> None:
    machine.due()
    machine.box.mails.clear()
    fill(machine.folder, [Telling("OpenAI makes nothing that Huawei needs, Sam Altman said.", "sam-altman", ("openai", "huawei"), days=0)])  # fmt: skip
    told = next(t for t in weekly() if "$95" in t.sentence)
    from tests.app._digest_world import told as written

    main_claim = written(told)[1].claims[0].id
    with pytest.raises(SystemExit):
        main(["--data-dir", str(machine.folder), "judge", "wrong", main_claim])
    machine.run("due", "--at", (NOW + timedelta(days=7)).isoformat())
    text = plain(machine.box.mail("ann@example.org"))
    assert "Sam Altman speaks about Huawei and OpenAI" in text
    assert "quoted from Mark Zuckerberg was read wrongly" in text
    assert "700,000" not in text
    assert "Huawei" not in plain(machine.box.mail("chen@example.cn"))


def test_a_mail_killed_between_two_subscribers_sends_exactly_the_rest_next_time(machine: Machine) -> None:
    def second(address: str) -> None:
        if address == "binh@example.vn":
            machine.box.on_kill()  # type: ignore[attr-defined]
            time.sleep(0.3)

    machine.box.on_rcpt = second
    assert machine.killed("due", "--at", NOW.isoformat()) == -signal.SIGKILL
    assert machine.box.to() == ["ann@example.org"]
    machine.box.on_rcpt = lambda address: None
    report = machine.due()
    assert (report["sent"], report["already"], report["in_doubt"]) == (2, 1, 0)
    assert sorted(machine.box.to()) == sorted(PEOPLE)


def test_a_mail_whose_end_nobody_saw_is_named_and_not_sent_again_by_itself(machine: Machine) -> None:
    def taken(address: str) -> None:
        machine.box.on_kill()  # type: ignore[attr-defined]
        time.sleep(0.3)

    machine.box.on_data = taken
    assert machine.killed("due", "--at", NOW.isoformat()) == -signal.SIGKILL
    machine.box.on_data = lambda address: None
    code, out, err = machine.run("due", "--at", NOW.isoformat())
    assert code == 1
    assert "1 in doubt" in out
    assert "subscriber 1, issue" in err
    assert "ann" not in err
    assert sorted(machine.box.to()) == sorted(PEOPLE)
    first = machine.box.mail("ann@example.org")["Message-ID"]
    machine.run("due", "--at", NOW.isoformat(), "--resend-doubtful")
    assert [m["Message-ID"] for to, m in machine.box.mails if to == "ann@example.org"] == [first, first]


def test_one_address_that_does_not_exist_stops_no_other_and_is_not_tried_again(machine: Machine) -> None:
    machine.box.never = {"ann@example.org"}
    code, out, err = machine.run("due", "--at", NOW.isoformat())
    assert code == 1
    assert "sent 2;" in out
    assert "subscriber 1: refused with code 550" in err
    assert "example.org" not in out + err
    assert sorted(machine.box.to()) == ["binh@example.vn", "chen@example.cn"]
    assert machine.due()["sent"] == 0


@pytest.mark.parametrize("fault", ["later", "drops"])
def test_a_passing_fault_is_tried_again_in_the_same_run(machine: Machine, fault: str) -> None:
    getattr(machine.box, fault)["binh@example.vn"] = 2
    report = machine.due()
    assert (report["sent"], report["later"]) == (3, 0)
    assert sorted(machine.box.to()) == sorted(PEOPLE)


@pytest.mark.parametrize("fault", ["later", "drops"])
def test_a_fault_that_does_not_pass_leaves_the_mail_for_the_next_run(machine: Machine, fault: str) -> None:
    getattr(machine.box, fault)["binh@example.vn"] = 3
    report = machine.due()
    assert (report["sent"], report["later"]) == (2, 1)
    assert machine.due()["sent"] == 1
    assert sorted(machine.box.to()) == sorted(PEOPLE)


def test_a_relay_that_is_away_loses_nothing(machine: Machine) -> None:
    report = machine.due(SMTP_PORT="9")
    assert (report["sent"], report["later"]) == (0, 3)
    assert "the rest waits for the next run" in " ".join(report["lines"])
    assert machine.due()["sent"] == 3


def test_nobody_gets_a_mail_before_his_hour_or_while_he_pauses(machine: Machine) -> None:
    machine.run("subscribers", "pause", "1")
    assert machine.due()["sent"] == 2
    machine.run("subscribers", "resume", "1")
    _, out, _ = machine.run("due", "--at", (NOW - timedelta(hours=3)).isoformat(), "--json")
    assert json.loads(out)["sent"] == 0


def test_an_editor_holds_approves_drops_and_pins(machine: Machine) -> None:
    items = json.loads(machine.run("preview", "--json")[1])["items"]
    keys = {i["gist"].split(":")[0]: i["key"] for i in items}
    machine.run("hold", TODAY.isoformat())
    machine.run("drop", keys["Meta"])
    machine.run("pin", keys["Jensen Huang speaks about China and Nvidia"])
    slots = {TODAY.isoformat(), (NOW + timedelta(hours=7)).date().isoformat()}
    for slot in slots:
        machine.run("hold", slot)
    report = machine.due()
    assert (report["sent"], report["held"]) == (0, 3)
    for slot in slots:
        machine.run("approve", slot)
    assert machine.due()["sent"] == 3
    ann = plain(machine.box.mail("ann@example.org"))
    assert "$95 billion" not in ann
    assert ann.index("Jensen Huang speaks") < ann.index("Ren Zhengfei: Huawei") or "Jensen Huang speaks" in ann


def test_with_needs_approval_nothing_goes_before_somebody_says_so(machine: Machine) -> None:
    report = machine.due(NEEDS_APPROVAL="true")
    assert (report["sent"], report["held"]) == (0, 3)
    assert "racegraph digest approve" in report["lines"][-1]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"BASE_URL": ""}, "set digest.base_url"),
        ({"BASE_URL": "http://127.0.0.1:7860"}, "points to this machine"),
        ({"BASE_URL": "https://localhost"}, "points to this machine"),
        ({"BASE_URL": "https://[::1]/"}, "points to this machine"),
        ({"BASE_URL": "https://0.0.0.0"}, "points to this machine"),
        ({"BASE_URL": "http://rg.example"}, "must begin with https://"),
        ({"SMTP_HOST": ""}, "no relay is set"),
        ({"SMTP_HOST": "mail.example"}, "for a relay on this machine only"),
        ({"SENDER": "nobody"}, "digest.sender must be a mail address"),
        ({"SENDER_NAME": "a\nBcc: x@y.z"}, "no header may hold"),
        ({"LIST_ID": "a> <b"}, "no header may hold"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_is_sent(machine: Machine, setting: dict[str, str], said: str) -> None:
    code, _, err = machine.run("due", **setting)
    assert code == 2
    assert said in err
    assert machine.box.mails == []


def test_a_loopback_address_is_let_through_where_a_setting_says_so(machine: Machine) -> None:
    assert machine.due(BASE_URL="http://127.0.0.1:7860", ALLOW_LOOPBACK="true")["sent"] == 3


def test_two_runs_at_once_send_nothing_twice(machine: Machine) -> None:
    from app.digest.sending import only_run

    with only_run(machine.folder / "digest.lock"):
        code, _, err = machine.run("due", "--at", NOW.isoformat())
    assert code == 3
    assert "another digest run is at work" in err


Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("subscribers", "add", "a@b.c\nBcc: x@y.z"), "that is no mail address"),
        (("subscribers", "add", "nobody"), "that is no mail address"),
        (("subscribers", "add", "a@b.c", "--language", "fr"), "use en, vi or zh"),
        (("subscribers", "add", "a@b.c", "--zone", "Mars"), "time zone 'Mars'"),
        (("subscribers", "add", "a@b.c", "--hour", "24"), "hour 24"),
        (("subscribers", "remove", "99"), "no subscriber has the number 99"),
        (("preview", "1999-01-01"), "no issue has the id"),
        (("hold", "tomorrow"), "an issue is named by its day"),
        (("drop", "x"), "is no key of an item"),
        (("due", "--at", "noon"), "is no moment"),
    ],
)
def test_a_wrong_request_says_what_to_do(machine: Machine, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = machine.run(*arguments)
    assert code == 2
    assert said in err


def test_addresses_are_shown_by_their_first_letter(machine: Machine) -> None:
    out = machine.run("subscribers", "list")[1] + machine.run("subscribers", "list", "--json")[1]
    assert "a…@example.org" in out
    assert "ann" not in out
