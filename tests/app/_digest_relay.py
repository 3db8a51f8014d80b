"""A real SMTP server on loopback for the tests of the digest: keeps what it takes, and says no, later, or hangs up where it is told to."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Box:
    """What arrived, and the server's manners: `never` addresses get 550, `later` maps addresses to how often they get 451, `drops` to how often
    the line is cut instead of an answer; `on_rcpt` and `on_data` are told each time."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.never: set[str] = set()
        self.later: Counter[str] = Counter()
        self.drops: Counter[str] = Counter()
        self.on_rcpt: Callable[[str], None] = lambda address: None
        self.on_data: Callable[[str], None] = lambda address: None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.on_rcpt(address)
        if address in self.never:
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        to = envelope.rcpt_tos[0]
        if self.later[to]:
            self.later[to] -= 1
            return "451 4.3.0 try again later"
        if self.drops[to]:
            self.drops[to] -= 1
            server.transport.close()
            return "421 4.3.2 going away"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append((to, message))
        self.on_data(to)
        return "250 OK"

    def to(self) -> list[str]:
        """Return who got mails, in order."""
        return [address for address, _ in self.mails]

    def mail(self, address: str) -> EmailMessage:
        """Return the one mail of an address."""
        (found,) = [m for to, m in self.mails if to == address]
        return found


@contextmanager
def relay(box: Box, **options: Any) -> Iterator[int]:
    """Run the server and yield its port."""

    class Here(Controller):
        def _trigger_server(self) -> None:
            """Take note of the port that was free before the server is tried."""
            assert self.server is not None
            self.port = self.server.sockets[0].getsockname()[1]
            super()._trigger_server()

    controller = Here(box, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def plain(message: EmailMessage) -> str:
    """Return the plain text of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html(message: EmailMessage) -> str:
    """Return the HTML of a mail."""
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())
