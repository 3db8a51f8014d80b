"""Makes the mail itself: headers that mail programs and RFC 8058 ask for, plain text, HTML and its one picture. Refuses line breaks in headers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.digest.gist import Namer
from app.digest.letter import Letter
from app.digest.render import LetterLinks, Picture, as_html, as_text, picture_of
from app.digest.subscribers import Subscriber, checked_address
from app.digest.tokens import Links
from app.digest.tongue import words
from ingest.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name mails go out."""

    address: str
    name: str
    list_id: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def make_sender(address: str, name: str, list_id: str) -> Sender:
    """Return a checked sender. Raises WrongUsage when the address, the name or the list's id cannot stand in a header."""
    try:
        checked = checked_address(address)
    except WrongUsage as error:
        raise WrongUsage("settings: digest.sender must be a mail address, like digest@example.org") from error
    if any(ord(c) < 32 for c in name + list_id) or any(c in list_id for c in "<> "):
        raise WrongUsage("settings: digest.sender_name or digest.list_id holds a character that no header may hold")
    return Sender(checked, name, list_id or f"digest.{checked.rpartition('@')[2]}")


def digest_mail(letter: Letter, who: Subscriber, sender: Sender, links: Links, namer: Namer, *, at: datetime) -> EmailMessage:  # fmt: skip
    """Return the mail of one subscriber. Its Message-ID is the same however often it is made for the same issue."""
    unsubscribe = links.url("unsubscribe", who.id)
    message = _headed(sender, who.address, letter.subject, f"{letter.issue}.{who.id}", at)
    message["List-ID"] = f"{_one_line(sender.name)} <{sender.list_id}>"
    message["List-Unsubscribe"] = f"<{unsubscribe}>, <mailto:{sender.address}?subject=unsubscribe>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Archive"] = f"<{links.base_url}/mail/issues>"
    message["Precedence"] = "bulk"
    message["Content-Language"] = letter.language
    foot = LetterLinks(links.issue(letter.issue, letter.language), links.url("preferences", who.id), unsubscribe)
    found = picture_of(letter, namer)
    cid = f"{hashlib.sha256(found[0].encode()).hexdigest()[:16]}@{sender.domain}" if found else ""
    pictures = {found[0]: Picture(f"cid:{cid}", found[1].alt)} if found else {}
    message.set_content(as_text(letter, foot))
    message.add_alternative(as_html(letter, foot, pictures), subtype="html")
    if found:
        page = list(message.iter_parts())[1]
        page.add_related(found[1].png, "image", "png", cid=f"<{cid}>", filename="chart.png", disposition="inline")
    return message


def confirm_mail(who: Subscriber, sender: Sender, links: Links, *, at: datetime) -> EmailMessage:
    """Return the mail that asks whether the address's owner wants the digest."""
    form = words(who.wishes.language)["form"]
    message = _headed(sender, who.address, form["confirm_subject"], f"confirm.{who.id}.{at.timestamp():.0f}", at)
    message.set_content(form["confirm_mail"].format(link=links.url("confirm", who.id)) + "\n")
    return message


def _headed(sender: Sender, to: str, subject: str, stable: str, at: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_one_line(sender.name), addr_spec=sender.address)
    message["To"] = Address(addr_spec=checked_address(to))
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{stable}.{hashlib.sha256(sender.list_id.encode()).hexdigest()[:12]}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _one_line(text: str) -> str:
    """Return text as it may stand in a header: what an article says must not begin a header of its own."""
    return " ".join("".join(c if ord(c) >= 32 and ord(c) != 127 else " " for c in text).split())
