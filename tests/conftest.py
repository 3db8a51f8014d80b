"""What all tests share: no connection leaves this machine, and fixtures that are slow to make are made once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from extract.pipeline import Extractor

_LOOPBACK = ("127.", "localhost", "::1")


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Refuse every connection but to loopback, in every test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else str(address)
        if self.family != socket.AF_UNIX and not str(host).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to connect to {host}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The whole pipeline, made once."""
    return Extractor()
