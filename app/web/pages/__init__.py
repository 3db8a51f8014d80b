"""The pages, in the order of the navigation: one file each, one line each."""

from __future__ import annotations

from app.web.pages import articles, ask, cypher, digest, estimates, explore, sources, timeline
from app.web.showing import Page

PAGES: tuple[Page, ...] = (
    ask.PAGE,
    explore.PAGE,
    estimates.PAGE,
    timeline.PAGE,
    articles.PAGE,
    cypher.PAGE,
    digest.PAGE,
    sources.PAGE,
)
