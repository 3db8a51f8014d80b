"""Authors and dates that a page only shows are read where they stand, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from ingest.visible_metadata import visible_metadata
from tests.ingest.measure_pages import measure

LONG = (
    "<p>"
    + "The sample laboratory has trained a model on machines that it had borrowed from its neighbours. " * 2
    + "</p>"
)


def read(body: str, language: str = "en") -> tuple[tuple[str, ...], date | None]:
    authors, moment = visible_metadata(html.document_fromstring(f"<html><body>{body}</body></html>"), language)
    return authors, moment.on if moment else None


@pytest.mark.parametrize(
    ("body", "authors"),
    [
        (f"<h1>T</h1><p>By Ada Sample and Bo Muster</p>{LONG}", ("Ada Sample", "Bo Muster")),
        (f'<h1>T</h1><div class="post-byline">Words by <a href="/a">Ada Sample</a></div>{LONG}', ("Ada Sample",)),
        (f'<h1>T</h1><a rel="author" href="/a">Ada Sample</a>{LONG}', ("Ada Sample",)),
        (f'<h1>T</h1><span itemprop="author"><b itemprop="name">Ada Sample</b>, Editor</span>{LONG}', ("Ada Sample",)),
        (f"<h1>T</h1>{LONG}<p><strong>Nguyễn Văn Mẫu</strong></p>", ("Nguyễn Văn Mẫu",)),
        (f'<h1>T</h1>{LONG}<div class="detail-author">Tác giả: Trần Thị Ví Dụ</div>', ("Trần Thị Ví Dụ",)),
        (f"<h1>题</h1><p>记者 王示例</p>{LONG}", ("王示例",)),
        (f"<h1>题</h1><p>作者：李样本、赵示例</p>{LONG}", ("李样本", "赵示例")),
        # Not the author: a commenter, a portrait's caption, somebody quoted, the outlet, a related story's.
        (f'<h1>T</h1>{LONG}<div class="comments"><span class="author">Rude Reader</span></div>', ()),
        (f'<h1>T</h1>{LONG}<div class="author-bio">She has covered chips since 2010.</div>', ()),
        (f"<h1>T</h1>{LONG}<p>By the end of the year, <b>Ada Sample</b> said, it would be done.</p>", ()),
        (f"<h1>T</h1>{LONG}<p><b>Read more about chips and what they cost</b></p>", ()),
        (f'<h1>T</h1>{LONG}<aside><p class="byline">By Bo Muster</p></aside>', ()),
        (f"<h1>T</h1>{LONG}", ()),
    ],
)  # fmt: skip
def test_authors_are_those_the_page_names_as_such(body: str, authors: tuple[str, ...]) -> None:
    assert read(body)[0] == authors


@pytest.mark.parametrize(
    ("body", "language", "day"),
    [
        (f"<h1>T</h1><p>February 28, 2026</p>{LONG}", "en", date(2026, 2, 28)),
        (f"<div>28 February 2026</div><h1>T</h1>{LONG}", "en", date(2026, 2, 28)),
        (f'<h1>T</h1>{LONG}<span class="publish-date">2026-02-28 09:30</span>', "en", date(2026, 2, 28)),
        (f"<h1>T</h1><span>Thứ bảy, 3/2/2026, 09:30 (GMT+7)</span>{LONG}", "vi", date(2026, 2, 3)),
        (f"<h1>题</h1><div>2026年02月28日09:30 | 来源：示例通讯社</div>{LONG}", "zh", date(2026, 2, 28)),
        (f'<h1>T</h1><time datetime="2026-02-28T09:00:00Z">yesterday</time>{LONG}', "en", date(2026, 2, 28)),
        # Not the date of publication: in the text, of a comment, of a related story.
        (f"<h1>T</h1>{LONG}<p>On February 28, 2025 the lease ran out.</p>", "en", None),
        (f'<h1>T</h1>{LONG}<div class="comment"><span class="date">2026-03-01</span></div>', "en", None),
        (f'<h1>T</h1>{LONG}<div class="related-posts"><time datetime="2020-01-02">2020</time></div>', "en", None),
        (f"<h1>T</h1>{LONG}", "en", None),
    ],
)
def test_the_date_is_the_one_shown_with_the_headline(body: str, language: str, day: date | None) -> None:
    assert read(body, language)[1] == day


def test_the_golden_pages_are_read_at_least_as_well_as_promised() -> None:
    scores = measure()
    assert scores.pages >= 40
    assert (scores.title >= 0.95, scores.date >= 0.95, scores.authors >= 0.9) == (True, True, True), scores.faults
    assert scores.body >= scores.body_of_trafilatura - 0.0005
