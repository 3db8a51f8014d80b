"""What several tests of the ingest floor share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ingest.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    """Three outlets on loopback."""
    with Site() as running:
        yield running
