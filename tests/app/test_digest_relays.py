"""How mails are handed to a relay: encrypted, with its certificate checked, with a login, and never in the open across a network."""

from __future__ import annotations

import datetime as clock
import ssl
import subprocess
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult

from app.digest.mailer import Refused, Relay, SmtpOutbox
from ingest.errors import RetryLater, StopRun, WrongUsage
from tests.app._digest_relay import Box, relay


def a_mail() -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("racegraph", addr_spec="digest@rg.example")
    mail["To"] = Address(addr_spec="ann@example.org")
    mail["Date"] = clock.datetime(2026, 3, 2, tzinfo=clock.UTC)
    mail.set_content("hello")
    return mail


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine that only this test trusts."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, cert


def login(server: object, session: object, envelope: object, mechanism: str, given: object) -> AuthResult:
    right = (getattr(given, "login", b""), getattr(given, "password", b"")) == (b"me", b"secret")
    return AuthResult(success=right, handled=False)


def server_side(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[1], certificate[0])
    return context


def outbox(port: int, **more: object) -> SmtpOutbox:
    return SmtpOutbox(Relay("127.0.0.1", port, retry_wait_s=0, timeout_s=10, **more))  # type: ignore[arg-type]


def test_a_mail_goes_encrypted_to_a_relay_whose_certificate_is_trusted(certificate: tuple[Path, Path]) -> None:
    box, trusted = Box(), ssl.create_default_context(cafile=str(certificate[1]))
    options = {"tls_context": server_side(certificate), "require_starttls": True, "authenticator": login, "auth_required": True}  # fmt: skip
    with relay(box, **options) as port:
        out = outbox(port, context=trusted, user="me", password="secret")
        out.hand_over(a_mail(), "ann@example.org", before_words=lambda: None)
        out.close()
        with pytest.raises(StopRun, match="does not accept the user and password"):
            outbox(port, context=trusted, user="me", password="wrong").hand_over(a_mail(), "ann@example.org", before_words=lambda: None)  # fmt: skip
    assert box.to() == ["ann@example.org"]


def test_a_relay_whose_certificate_is_not_trusted_gets_nothing(certificate: tuple[Path, Path]) -> None:
    box = Box()
    with relay(box, tls_context=server_side(certificate)) as port, pytest.raises(StopRun, match="certificate"):
        outbox(port).hand_over(a_mail(), "ann@example.org", before_words=lambda: None)
    assert box.mails == []


def test_a_relay_that_cannot_encrypt_gets_nothing() -> None:
    box = Box()
    with relay(box) as port, pytest.raises(StopRun, match=r"digest\.security"):
        outbox(port).hand_over(a_mail(), "ann@example.org", before_words=lambda: None)
    assert box.mails == []


def test_no_relay_beyond_this_machine_is_spoken_to_in_the_open() -> None:
    with pytest.raises(WrongUsage, match="this machine only"):
        SmtpOutbox(Relay("mail.example", 25, "none"))


@pytest.mark.parametrize(("never", "times", "raised"), [(True, 0, Refused), (False, 9, RetryLater)])
def test_what_a_relay_says_of_an_address_is_not_passed_on(never: bool, times: int, raised: type[Exception]) -> None:
    box = Box()
    box.never = {"ann@example.org"} if never else set()
    box.later["ann@example.org"] = times
    with relay(box) as port, pytest.raises(raised) as met:
        outbox(port, security="none").hand_over(a_mail(), "ann@example.org", before_words=lambda: None)
    assert "ann" not in str(met.value)


def test_the_words_are_announced_only_once_the_address_is_taken() -> None:
    box, said = Box(), []
    box.never = {"ann@example.org"}
    with relay(box) as port:
        out = outbox(port, security="none")
        with pytest.raises(Refused):
            out.hand_over(a_mail(), "ann@example.org", before_words=lambda: said.append("ann"))
        out.hand_over(a_mail(), "bo@example.org", before_words=lambda: said.append("bo"))
        out.close()
    assert said == ["bo"]


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Relay("mail.example", 587, user="me", password="secret"))
