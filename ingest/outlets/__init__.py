"""Outlets whose pages the general reader gets wrong: one file an outlet, listed here by one line each."""

from __future__ import annotations

from ingest.outlet_page import OutletPage
from ingest.outlets.arxiv import Arxiv

OUTLETS: tuple[OutletPage, ...] = (
    Arxiv(),
)  # fmt: skip
