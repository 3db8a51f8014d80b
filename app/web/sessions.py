"""Who is logged in: passwords compared without telling by their time, and a signed cookie that nobody can make up."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping

from itsdangerous import BadSignature, TimestampSigner
from pydantic import SecretStr

COOKIE = "racegraph_session"
LASTS_S = 14 * 24 * 3600


class Sessions:
    """The users of one server. Without users nobody has to log in, and the server must stay on loopback."""

    def __init__(self, users: Mapping[str, SecretStr], secret: SecretStr | None) -> None:
        self._users = dict(users)
        key = secret.get_secret_value() if secret else secrets.token_urlsafe(32)
        self._signer = TimestampSigner(key, salt="racegraph session")

    @property
    def wanted(self) -> bool:
        """Whether a reader has to log in."""
        return bool(self._users)

    def checked(self, name: str, password: str) -> bool:
        """Say whether this is a user's password; an unknown name takes as long."""
        known = self._users.get(name)
        expected = known.get_secret_value() if known else secrets.token_urlsafe(16)
        return hmac.compare_digest(expected.encode(), password.encode()) and known is not None

    def issue(self, name: str) -> str:
        """Return the value of the cookie of a user who has logged in."""
        return self._signer.sign(base64.urlsafe_b64encode(name.encode())).decode()

    def user(self, cookie: str, authorization: str) -> str:
        """Return who is asking, by cookie or by HTTP Basic; empty when nobody known."""
        return self._by_cookie(cookie) or self._by_password(authorization)

    def _by_cookie(self, cookie: str) -> str:
        if not cookie:
            return ""
        try:
            name = base64.urlsafe_b64decode(self._signer.unsign(cookie, max_age=LASTS_S)).decode()
        except (BadSignature, ValueError, binascii.Error):
            return ""
        return name if name in self._users else ""

    def _by_password(self, authorization: str) -> str:
        scheme, _, value = authorization.partition(" ")
        if scheme.lower() != "basic":
            return ""
        try:
            name, _, password = base64.b64decode(value, validate=True).decode().partition(":")
        except (ValueError, binascii.Error):
            return ""
        return name if self.checked(name, password) else ""
