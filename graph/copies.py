"""Which articles are copies of which: those in the same words are one group, told by its earliest member. The order of arrival counts for nothing.

What is like what is measured in `ingest/copies.py`. Of equal days the one that credits nobody leads.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from graph.workings import Unit, Workings
from ingest.article import Article
from ingest.copies import likeness_keys, runs_of, share

_COPY = 0.6
"""Share of the shorter text that stands in the longer one too, from which it is a copy (as the crawler counts them)."""
_MOST_ALIKE = 60


def marks(article: Article, credit: str) -> dict[Unit, str]:
    """Return what an article sends on to be found by its copies; `credit` is the outlet it credits, or empty."""
    day = article.published_at.isoformat() if article.published_at else str(article.published_on or "9999")
    when = day if article.published_on else "9999"
    out = {Unit("like", str(key)): "" for key in likeness_keys(runs_of(article.text))}
    out[Unit("order", article.id)] = json.dumps([f"{when[:10]} {'1' if credit else '0'} {day}", credit])
    return out


def credit_of(workings: Workings, article_id: str) -> str:
    """Return the outlet that an article credits, as it was when last read."""
    received = workings.received(Unit("order", article_id))
    return str(json.loads(received[0])[1]) if received else ""


def regroup(workings: Workings, changed: Iterable[str], text: Callable[[str], str | None]) -> set[str]:
    """Bring the groups of copies to date after some articles changed; return the articles whose leader is another than before.

    `text` gives the text of an article, or None when it is gone.
    """
    leaders: dict[str, str] = json.loads(workings.setting("leaders", "{}"))
    affected = set(changed)
    affected |= {u.key for a in changed for u in workings.senders(Unit("alike", a))}
    around = {b for a in affected for b in _neighbours(workings, a)} | affected
    for article in sorted(affected):
        found = _alike(workings, article, text)
        workings.send(Unit("copies", article), {Unit("alike", other): "" for other in found})
    around |= {b for a in affected for b in _neighbours(workings, a)}
    heads = {leaders.get(a, a) for a in around}
    around |= {a for a, head in leaders.items() if head in heads} | heads
    renewed = _leaders(workings, around)
    moved = {a for a in around if leaders.get(a, a) != renewed.get(a, a)}
    for a in around:
        leaders.pop(a, None)
    leaders |= {a: head for a, head in renewed.items() if a != head}
    workings.remember("leaders", json.dumps(leaders, sort_keys=True))
    return moved


def leader_of(workings: Workings) -> dict[str, str]:
    """Return, by copy, the id of the article that it copies; articles that copy nothing are left out."""
    return dict(json.loads(workings.setting("leaders", "{}")))


def _alike(workings: Workings, article: str, text: Callable[[str], str | None]) -> list[str]:
    keys = workings.receivers(Unit("reading", article), "like")
    candidates = {u.key for key in keys for u in workings.senders(Unit("like", key))} - {article}
    mine = text(article) if candidates else None
    if mine is None:
        return []
    runs, found = runs_of(mine), []
    for other in sorted(candidates)[:_MOST_ALIKE]:
        theirs = text(other)
        if theirs is not None and share(runs, runs_of(theirs)) >= _COPY:
            found.append(other)
    return found


def _neighbours(workings: Workings, article: str) -> set[str]:
    return {u.key for u in workings.senders(Unit("alike", article))} | workings.receivers(
        Unit("copies", article), "alike"
    )


def _leaders(workings: Workings, articles: Iterable[str]) -> dict[str, str]:
    leaders: dict[str, str] = {}
    for start in sorted(articles):
        if start in leaders:
            continue
        component, waiting = {start}, [start]
        while waiting:
            for other in _neighbours(workings, waiting.pop()) - component:
                component.add(other)
                waiting.append(other)
        head = min(component, key=lambda a: (_order(workings, a), a))
        leaders |= dict.fromkeys(component, head)
    return leaders


def _order(workings: Workings, article: str) -> str:
    received = workings.received(Unit("order", article))
    return str(json.loads(received[0])[0]) if received else "9999"
