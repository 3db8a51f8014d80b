"""Opens connections: hands mails to a relay by SMTP, encrypted and with the relay's certificate checked.

A relay that says "later" or hangs up is tried again; one that says "never" for one address stops no other.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal, Protocol

from ingest.errors import RetryLater, StopRun, WrongUsage

Security = Literal["starttls", "tls", "none"]
_LOOPBACK = ("127.", "localhost", "::1")


class Refused(Exception):
    """The relay will never take this mail for this address; the reason carries no address."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Where mails are handed over, and how. `context` decides which certificates are trusted: the system's by default."""

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_s: float = 30.0
    attempts: int = 3
    retry_wait_s: float = 5.0
    context: ssl.SSLContext | None = field(default=None, repr=False)


class Outbox(Protocol):
    """Takes mails."""

    def hand_over(self, message: EmailMessage, to: str, *, before_words: Callable[[], None]) -> None:
        """Hand over one mail. `before_words` is called once the relay will take the address, right before the words go.

        Raises Refused (never for this address), RetryLater (not now) or StopRun (the relay takes nothing).
        """

    def close(self) -> None: ...


def checked_relay(relay: Relay) -> Relay:
    """Return the relay. Raises WrongUsage when none is set, or it would be spoken to in the open across a network."""
    if not relay.host:
        raise WrongUsage("no relay is set: set digest.smtp_host (RACEGRAPH_DIGEST__SMTP_HOST) to send mails")
    if relay.security == "none" and not relay.host.startswith(_LOOPBACK):
        raise WrongUsage("digest.security = none is for a relay on this machine only; use starttls or tls")
    return relay


class SmtpOutbox:
    """One connection to a relay, opened when first needed and again when it breaks."""

    def __init__(self, relay: Relay, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._relay, self._sleep = checked_relay(relay), sleep
        self._smtp: smtplib.SMTP | None = None

    def hand_over(self, message: EmailMessage, to: str, *, before_words: Callable[[], None]) -> None:
        """Hand over one mail, trying again after a passing fault."""
        sender, words = message["From"].addresses[0].addr_spec, message.as_bytes()
        why = ""
        for attempt in range(self._relay.attempts):
            if attempt:
                self._sleep(self._relay.retry_wait_s * attempt)
            try:
                self._transact(sender, to, words, before_words)
                return
            except (smtplib.SMTPServerDisconnected, OSError) as error:
                self._drop()
                why = f"the connection broke ({type(error).__name__})"
            except _Later as error:
                why = str(error)
        raise RetryLater(
            f"the relay did not take a mail in {self._relay.attempts} attempts: {why}; the next run tries again"
        )

    def close(self) -> None:
        """Say goodbye to the relay."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._smtp.close()
            self._smtp = None

    def _transact(self, sender: str, to: str, words: bytes, before_words: Callable[[], None]) -> None:
        smtp = self._connected()
        try:
            _expect(smtp, *smtp.mail(sender, [f"size={len(words)}"] if smtp.has_extn("size") else ()), for_all=True)
            _expect(smtp, *smtp.rcpt(to))
            before_words()
            _expect(smtp, *smtp.data(words))
        except smtplib.SMTPDataError as error:
            _expect(smtp, error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b"")

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._open()
            except smtplib.SMTPAuthenticationError as error:
                raise StopRun(
                    f"the relay does not accept the user and password that are set (code {error.smtp_code})"
                ) from error
            except ssl.SSLCertVerificationError as error:
                raise StopRun(f"the relay's certificate is not to be trusted: {error.verify_message}") from error
            except (smtplib.SMTPNotSupportedError, smtplib.SMTPHeloError) as error:
                raise StopRun(f"the relay cannot do what digest.security asks for: {error}") from error
            except smtplib.SMTPResponseException as error:
                raise _Later(f"it answered {error.smtp_code}") from error
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        relay = self._relay
        context = relay.context or ssl.create_default_context()
        smtp = (
            smtplib.SMTP_SSL(relay.host, relay.port, timeout=relay.timeout_s, context=context)
            if relay.security == "tls"
            else smtplib.SMTP(relay.host, relay.port, timeout=relay.timeout_s)
        )
        try:
            if relay.security == "starttls":
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            if relay.user:
                smtp.login(relay.user, relay.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


class _Later(Exception):
    """The relay said "not now"."""


def _expect(smtp: smtplib.SMTP, code: int, _text: bytes, *, for_all: bool = False) -> None:
    """Let a good answer pass; else make the connection ready for the next mail and raise. The relay's words are dropped: they hold addresses."""
    if 200 <= code < 300:
        return
    if code == 421:
        smtp.close()
        raise smtplib.SMTPServerDisconnected("the relay closes")
    smtp.rset()
    if code >= 500 and for_all:
        raise StopRun(f"the relay takes no mail from this sender (code {code}); check digest.sender and digest.user")
    raise Refused(f"refused with code {code}") if code >= 500 else _Later(f"it answered {code}")
