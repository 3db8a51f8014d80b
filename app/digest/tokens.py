"""Signed links: they carry a subscriber's number, never his address, and hold for one purpose only."""

from __future__ import annotations

from typing import Literal

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from ingest.errors import WrongUsage

Purpose = Literal["confirm", "preferences", "unsubscribe"]
_CONFIRM_S = 7 * 24 * 3600
"""A subscription is confirmed within a week or asked for again; the links in a mail hold for good."""


class Links:
    """Makes and reads the links of one book."""

    def __init__(self, secret: str, base_url: str) -> None:
        self._secret, self.base_url = secret, base_url.rstrip("/")

    def url(self, purpose: Purpose, subscriber: int) -> str:
        """Return the address behind which a subscriber does what the purpose says."""
        return f"{self.base_url}/mail/{purpose}/{self.token(purpose, subscriber)}"

    def token(self, purpose: Purpose, subscriber: int) -> str:
        """Return the signed part of such an address."""
        if purpose == "confirm":
            return URLSafeTimedSerializer(self._secret, salt=purpose).dumps(subscriber).rstrip()
        token = URLSafeSerializer(self._secret, salt=purpose).dumps(subscriber)
        return token if isinstance(token, str) else token.decode()

    def subscriber(self, purpose: Purpose, token: str) -> int:
        """Return the number in a token. Raises WrongUsage when it was not signed here, for this, or is too old."""
        try:
            number = (
                URLSafeTimedSerializer(self._secret, salt=purpose).loads(token, max_age=_CONFIRM_S)
                if purpose == "confirm"
                else URLSafeSerializer(self._secret, salt=purpose).loads(token)
            )
        except BadData as error:
            raise WrongUsage("this link is incomplete or too old; use the one in the newest mail") from error
        if not isinstance(number, int):
            raise WrongUsage("this link does not belong to a subscriber")
        return number

    def issue(self, issue_id: str, language: str) -> str:
        """Return the address of the web copy of an issue."""
        return f"{self.base_url}/mail/issues/{issue_id}?language={language}"
