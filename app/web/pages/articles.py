"""Articles: the list, and the reader with names, numbers and claims marked, versions compared, and every claim open to judgement."""

from __future__ import annotations

import gradio as gr

from app.views.articles import ArticleFilter, list_articles, outlets
from app.views.reader import compared, read_article
from app.web.desk import Desk
from app.web.languages import LANGUAGES, term
from app.web.showing import PAGE_SIZE, Page, Visit, show


def _build(desk: Desk, page: gr.Blocks) -> None:
    show(desk, page, _view)


def _view(desk: Desk, visit: Visit) -> str:
    return _article(desk, visit, visit.query["id"]) if visit.query.get("id") else _list(desk, visit)


def _list(desk: Desk, visit: Visit) -> str:
    q, skip = visit.query, visit.number("skip")
    wanted = ArticleFilter(
        q.get("outlet", ""),
        q.get("mentions", ""),
        q.get("language", ""),
        visit.day("since"),
        visit.day("until"),
        q.get("words", ""),
    )
    return visit.html(
        desk, "articles.html", found=list_articles(desk.graph, wanted, limit=PAGE_SIZE, skip=skip), skip=skip, size=PAGE_SIZE,
        outlets=[(o.id, o.name) for o in outlets(desk.graph)],
        languages=[(x, term("language", x, visit.language)) for x in LANGUAGES],
    )  # fmt: skip


def _article(desk: Desk, visit: Visit, article_id: str) -> str:
    q = visit.query
    sought = (visit.number("start"), visit.number("end"))
    article = read_article(desk.library, desk.ledger, desk.graph, article_id, q.get("version", ""), sought=sought)
    order = [v.version for v in article.versions]
    place = order.index(article.version)
    changes = compared(desk.library, article_id, q["compare"], article.version) if q.get("compare") else ()
    return visit.html(desk, "article.html", a=article, before=order[place - 1] if place else "", changes=changes)


PAGE = Page("articles", "/articles", _build)
