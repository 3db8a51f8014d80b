"""The ways in which outlets build their pages: each function dresses one story as a kind of site would.

What repeats the habits of the real web is the markup, the metadata with its gaps and faults, and the furniture around the text.
A style's gold lacks what its page does not show anywhere: nobody can read an author off a page that names none.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from tests.ingest.stories import STORIES, Story


@dataclass(frozen=True)
class Dressed:
    """A page as a server would send it. `shows` says what of the story can be read off it."""

    html: str
    encoding: str = "utf-8"
    shows: tuple[str, ...] = ("authors", "published")


def _ld(story: Story, **more: object) -> str:
    data: dict[str, object] = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title, "datePublished": story.published.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in story.authors], "publisher": {"@type": "Organization", "name": story.outlet}, **more,
    }  # fmt: skip
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def _p(story: Story, tag: str = "p", attributes: str = "", *, between: str = "") -> str:
    parts = [f"<{tag}{attributes}>{escape(one, quote=False)}</{tag}>" for one in story.paragraphs]
    return "".join([*parts[:2], f"<h2>{escape(story.heading)}</h2>", between, *parts[2:]])


def _more(story: Story) -> str:
    """Links to other stories, as every page has them."""
    others = [other for other in STORIES if other.language == story.language and other.key != story.key]
    return "".join(f'<li><a href="/{other.key}">{escape(other.title)}</a></li>' for other in others)


def _url(story: Story) -> str:
    return f"https://demo.example/{story.published:%Y/%m/%d}/{story.key}"


def wire(story: Story) -> Dressed:
    """A wire's site: a graph of structured data, paragraphs in divs, a byline in links, recommended stories between."""
    graph = {"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": story.outlet, "url": "https://demo.example/"},
        {"@type": "BreadcrumbList", "itemListElement": []},
        {"@type": ["NewsArticle"], "@id": "#article", "headline": story.title, "datePublished": story.published.isoformat(), "dateModified": story.published.isoformat(),
         "author": [{"@id": f"#p{n}"} for n, _ in enumerate(story.authors)], "publisher": {"@id": "#org"}},
        *({"@type": "Person", "@id": f"#p{n}", "name": name} for n, name in enumerate(story.authors)),
        {"@type": "NewsMediaOrganization", "@id": "#org", "name": story.outlet}]}  # fmt: skip
    body = "".join(
        f'<div data-testid="paragraph-{n}" class="text__text paragraph">{escape(one)}</div>'
        for n, one in enumerate(story.paragraphs[:2])
    )
    body += f"<h2>{escape(story.heading)}</h2>" + "".join(
        f'<div class="text__text paragraph"><p>{escape(one)}</p></div>' for one in story.paragraphs[2:]
    )
    return Dressed(f"""<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{escape(story.title)} | {story.outlet}</title>
<link rel="canonical" href="{_url(story)}"><meta property="og:title" content="{escape(story.title)}"><meta property="og:site_name" content="{story.outlet}">
<script type="application/ld+json">{json.dumps(graph, ensure_ascii=False)}</script></head><body><header><nav><ul><li><a href="/world">World</a></li><li><a href="/tech">Technology</a></li></ul></nav></header>
<main><article><h1 data-testid="Heading">{escape(story.title)}</h1><div class="info">By {" and ".join(f'<a rel="author" href="/a">{name}</a>' for name in story.authors)}</div>
<div class="article-body__content">{body}<div class="sign-off">Our standards: the trust principles of the sample.</div></div></article>
<aside class="recommended"><h3>Read next</h3><ul>{_more(story)}</ul></aside></main><footer><p>© {story.outlet}. All rights reserved.</p></footer></body></html>""")


def blog(story: Story) -> Dressed:
    """A WordPress site: Open Graph and article times, the author only in the visible byline."""
    byline = ", ".join(
        f'<span class="author vcard"><a class="url fn n" rel="author" href="/author/x/">{name}</a></span>'
        for name in story.authors
    )
    return Dressed(f"""<!DOCTYPE html><html lang="{story.language}"><head><meta charset="UTF-8"><title>{escape(story.title)} &#8211; {story.outlet}</title>
<meta property="og:title" content="{escape(story.title)} - {story.outlet}"><meta property="og:site_name" content="{story.outlet}"><meta property="og:locale" content="{story.language}_XX">
<meta property="article:published_time" content="{story.published.isoformat()}"><link rel="canonical" href="{_url(story)}"></head>
<body class="single post"><div id="page"><header class="site-header"><p class="site-title"><a href="/">{story.outlet}</a></p><ul class="menu"><li><a href="/about">About</a></li></ul></header>
<article class="post type-post"><header class="entry-header"><h1 class="entry-title">{escape(story.title)}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{story.published.isoformat()}">{story.published:%B %d, %Y}</time></span>
<span class="byline"> by {byline}</span></div></header><div class="entry-content"><figure class="wp-caption"><img src="a.jpg"><figcaption class="wp-caption-text">{escape(story.caption)}</figcaption></figure>{_p(story)}
<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#">Twitter</a></li><li><a href="#">Facebook</a></li></ul></div></div>
<footer class="entry-footer">Posted in <a href="/c">AI</a></footer></article><section class="related-posts"><h3>Related</h3><ul>{_more(story)}</ul></section><div id="comments"><h2>2 comments</h2><ol><li><p>First comment by a reader who has not read the text at all.</p></li></ol></div></div></body></html>""", shows=("authors", "published"))  # fmt: skip


def application(story: Story) -> Dressed:
    """A page drawn by a program: structured data with a trailing comma, generic class names, the state repeated in a script."""
    broken = _ld(story, description=story.paragraphs[0][:60], isAccessibleForFree=True).replace(
        "}</script>", ",}</script>"
    )
    state = json.dumps(
        {"props": {"article": {"body": list(story.paragraphs), "title": story.title}}}, ensure_ascii=False
    )
    return Dressed(f"""<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{escape(story.title)} | {story.outlet}</title><meta property="og:title" content="{escape(story.title)}">
{broken}</head><body><div id="__next"><div class="css-1a2b3c"><div class="css-nav"><a href="/">{story.outlet}</a><a href="/login">Log in</a></div><div class="css-9z"><h1 class="css-h">{escape(story.title)}</h1>
<div class="css-body" data-qa="content">{_p(story, attributes=' class="css-p"')}</div></div><div class="css-rel"><ul>{_more(story)}</ul></div></div></div><script id="__NEXT_DATA__" type="application/json">{state}</script></body></html>""")


def portal(story: Story) -> Dressed:
    """A Vietnamese news portal: the date in words with its zone, a lead apart from the body, the author in bold at its end."""
    days = ["hai", "ba", "tư", "năm", "sáu", "bảy"]
    day = f"Thứ {days[story.published.weekday()]}" if story.published.weekday() < 6 else "Chủ nhật"
    rest = "".join(f'<p class="Normal">{escape(one)}</p>' for one in story.paragraphs[1:])
    return Dressed(f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(story.title)} - {story.outlet}</title><meta property="og:title" content="{escape(story.title)} - {story.outlet}"><meta property="og:site_name" content="{story.outlet}">
<meta name="pubdate" content="{story.published.isoformat()}"><meta name="its_title" content="{escape(story.title)}"></head><body><nav class="main-nav"><ul><li><a href="/">Trang chủ</a></li><li><a href="/thoi-su">Thời sự</a></li></ul></nav>
<section class="section page-detail"><div class="container"><div class="header-content"><ul class="breadcrumb"><li><a href="/cong-nghe">Công nghệ</a></li></ul><span class="date">{day}, {story.published.day}/{story.published.month}/{story.published.year}, {story.published:%H:%M} (GMT+7)</span></div>
<h1 class="title-detail">{escape(story.title)}</h1><p class="description">{escape(story.paragraphs[0])}</p><article class="fck_detail"><figure><picture><img src="a.jpg"></picture><figcaption><p class="Image">{escape(story.caption)}</p></figcaption></figure>{rest}
<p class="Normal" style="text-align:right;"><strong>{" - ".join(story.authors)}</strong></p></article><div class="box-tinlienquan"><h3>Tin liên quan</h3><ul>{_more(story)}</ul></div></div></section><footer>Báo tiếng Việt mẫu. Tổng biên tập: Người Mẫu. Địa chỉ: Tầng 1, Ví Dụ</footer></body></html>""")


def newspaper_vi(story: Story) -> Dressed:
    """A Vietnamese newspaper: structured data whose author carries a prefix, a box with other stories in the middle of the text."""
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title, "datePublished": story.published.isoformat(), "author": {"@type": "Person", "name": "Tác giả: " + ", ".join(story.authors)}, "publisher": {"@type": "Organization", "name": story.outlet}}  # fmt: skip
    box = f'<div class="VCSortableInPreviewMode" type="RelatedOneNews"><a href="/x">Đọc tiếp</a><ul>{_more(story)}</ul></div>'
    return Dressed(f"""<!DOCTYPE html><html lang="vi-VN"><head><meta charset="utf-8"><title>{escape(story.title)}</title><meta property="og:title" content="{escape(story.title)}"><script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head>
<body><div class="header"><a href="/">{story.outlet}</a></div><div class="main"><div class="detail__cmain"><h1 class="detail-title article-title" data-role="title">{escape(story.title)}</h1><div class="detail-author-bot"><div class="author-info"><a class="name" title="{story.authors[0]}">{" và ".join(story.authors)}</a></div><div data-role="publishdate">{story.published:%d/%m/%Y %H:%M} GMT+7</div></div>
<h2 class="detail-sapo" data-role="sapo">{escape(story.paragraphs[0])}</h2><div class="detail-content afcbc-body" data-role="content" itemprop="articleBody"><p>{escape(story.paragraphs[1])}</p><p><b>{escape(story.heading)}</b></p>{box}{"".join(f"<p>{escape(one)}</p>" for one in story.paragraphs[2:])}</div><div class="detail-tab"><a>Bình luận (0)</a></div></div></div></body></html>""")


def agency_zh(story: Story) -> Dressed:
    """A Chinese agency's site: no structured data, ideographic spaces at each paragraph, source and editor in the text's frame."""
    body = (
        "".join(f"<p>　　{one}</p>" for one in story.paragraphs[:2])
        + f"<p>　　<strong>{story.heading}</strong></p>"
        + "".join(f"<p>　　{one}</p>" for one in story.paragraphs[2:])
    )
    return Dressed(f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="publishdate" content="{story.published:%Y-%m-%d}"><meta name="source" content="{story.outlet}"><meta name="author" content="{"、".join(story.authors)}"><title>{story.title}-{story.outlet}网</title></head>
<body><div class="domPC"><div class="header"><div class="header-top"><a href="/">首页</a><a href="/politics">时政</a></div><div class="header-time left"><span class="year"><em>{story.published.year}</em></span><span class="day"><em>{story.published:%m}</em>/<em>{story.published:%d}</em></span><span class="time">{story.published:%H:%M:%S}</span></div><div class="source">来源：{story.outlet}</div>
<div class="head-line clearfix"><h1><span class="title">{story.title}</span></h1></div></div><div class="main clearfix"><div class="main-left left"><div id="detail"><span id="detailContent">{body}</span><div class="editor">【责任编辑:{story.authors[0]}】</div></div></div><div class="main-right right"><ul>{_more(story)}</ul></div></div></div><div class="foot">Copyright © 2000 - 2026 示例 All Rights Reserved.</div></body></html>""")


def party_paper(story: Story) -> Dressed:
    """An old Chinese page in GB2312: tables, the reporter and the date in plain text above the story."""
    return Dressed(f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{story.title}--{story.outlet}</title></head><body><table width="980"><tr><td><a href="/">首页</a> | <a href="/it">IT</a></td></tr></table>
<div class="text_con"><h1>{story.title}</h1><p class="author">记者 {" ".join(story.authors)}</p><div class="box01"><div class="fl">{story.published:%Y年%m月%d日%H:%M} | 来源：<a href="/">{story.outlet}</a></div></div><div class="box_con" id="rwb_zw">{"".join(f"<p>　　{one}</p>" for one in story.paragraphs)}<div class="edit">(责编：示例、样本)</div></div></div>
<table><tr><td>{_more(story)}</td></tr></table><p align="center">示例版权所有，未经书面授权禁止使用</p></body></html>""", encoding="gb18030")  # fmt: skip


def startup_press(story: Story) -> Dressed:
    """A Chinese technology site: Open Graph only, the author in a link of a class of its own, a time without zone."""
    return Dressed(f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{story.title}-{story.outlet}</title><meta property="og:title" content="{story.title}-{story.outlet}"><meta property="og:site_name" content="{story.outlet}"><meta property="article:published_time" content="{story.published:%Y-%m-%d}"></head>
<body><div id="app"><div class="article-detail-wrapper"><h1 class="article-title margin-bottom-20 common-width">{story.title}</h1><div class="article-title-icon common-width">{"".join(f'<a class="title-icon-item item-a author-name" href="/user/1">{name}</a>' for name in story.authors)}<span class="title-icon-item item-time">·{story.published:%Y-%m-%d %H:%M}</span></div>
<div class="common-width content articleDetailContent"><p>{story.paragraphs[0]}</p><p class="img-desc">{story.caption}</p>{"".join(f"<p>{one}</p>" for one in story.paragraphs[1:])}<p>本文由「{story.outlet}」原创出品，转载或内容合作请联系我们。</p></div></div><div class="related"><h3>相关推荐</h3><ul>{_more(story)}</ul></div></div></body></html>""")


def taiwan(story: Story) -> Dressed:
    """A Taiwanese site in Big5: microdata for the dates, the reporter in the dateline, the editor in brackets at the end."""
    return Dressed(f"""<html lang="zh-Hant"><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><title>{story.title} | {story.outlet}</title><meta property="og:title" content="{story.title} | {story.outlet}"><meta property="og:site_name" content="{story.outlet}"><meta itemprop="datePublished" content="{story.published:%Y/%m/%d %H:%M}"></head>
<body><div class="menu"><a href="/">首頁</a></div><article><h1><span>{story.title}</span></h1><div class="updatetime"><span>{story.published:%Y/%m/%d %H:%M}</span></div><div class="reporter"><span class="author">{"、".join(story.authors)}</span></div><div class="paragraph">{"".join(f"<p>{one}</p>" for one in story.paragraphs)}</div></article><div class="moreArticle"><ul>{_more(story)}</ul></div></body></html>""", encoding="big5")  # fmt: skip


def amp(story: Story) -> Dressed:
    """An AMP page: its own tags, advertisements between paragraphs, structured data as the format demands."""
    return Dressed(f"""<!doctype html><html ⚡ lang="{story.language}"><head><meta charset="utf-8"><script async src="v0.js"></script><title>{escape(story.title)}</title><link rel="canonical" href="{_url(story)}">{_ld(story, mainEntityOfPage=_url(story))}</head>
<body><amp-sidebar id="s"><ul><li><a href="/">Home</a></li></ul></amp-sidebar><main role="main"><article class="amp-wp-article"><header><h1 class="amp-wp-title">{escape(story.title)}</h1></header><figure class="amp-wp-article-featured-image"><amp-img src="a.jpg" width="1" height="1"></amp-img><figcaption>{escape(story.caption)}</figcaption></figure>
<div class="amp-wp-article-content">{_p(story, between='<amp-ad width="1" height="1" type="x"><div placeholder>Advertisement</div></amp-ad>')}</div></article></main><amp-list><ul>{_more(story)}</ul></amp-list><footer class="amp-wp-footer"><p>{story.outlet}</p></footer></body></html>""")


def release(story: Story) -> Dressed:
    """A government's notice: no metadata at all, the date on a line of its own."""
    written = {
        "en": f"{story.published:%B} {story.published.day}, {story.published.year}",
        "vi": f"Ngày {story.published.day} tháng {story.published.month} năm {story.published.year}",
        "zh": f"{story.published.year}年{story.published.month}月{story.published.day}日",
    }[story.language]
    return Dressed(f"""<html><head><meta charset="utf-8"><title>{escape(story.title)}</title></head><body><div id="banner"><a href="/">Home</a></div><div class="field--name-title"><h1 class="page-title">{escape(story.title)}</h1></div><div class="field field--name-field-date">{written}</div>
<div class="field--name-body">{_p(story)}</div><div id="footer"><a href="/foia">FOIA</a> <a href="/privacy">Privacy</a></div></body></html>""", shows=("published",))  # fmt: skip


def think_tank(story: Story) -> Dressed:
    """A think tank: Dublin Core and citation tags in the order family name first, the date in words."""
    inverted = "".join(
        f'<meta name="citation_author" content="{name if story.language != "en" else ", ".join(reversed(name.split(" ", 1)))}">'
        for name in story.authors
    )
    return Dressed(f"""<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{escape(story.title)} | {story.outlet}</title><meta name="dcterms.title" content="{escape(story.title)}"><meta name="citation_title" content="{escape(story.title)}">{inverted}<meta name="citation_publication_date" content="{story.published:%Y/%m/%d}"><meta property="og:site_name" content="{story.outlet}"></head>
<body><nav><a href="/programs">Programs</a></nav><main id="main"><div class="headline-lg"><h1>{escape(story.title)}</h1></div><div class="contributors">{" ".join(f'<a href="/people/x">{name}</a>' for name in story.authors)}</div><p class="caps">Published {story.published:%B} {story.published.day}, {story.published.year}</p><section class="wysiwyg-wrapper text-high-contrast">{_p(story)}</section><div class="newsletter"><h3>Subscribe to our newsletter</h3><form><input></form></div></main></body></html>""")


def company(story: Story) -> Dressed:
    """A company's blog: the organisation signs as author, the title repeats the outlet in front."""
    data = {"@context": "https://schema.org", "@type": "BlogPosting", "headline": story.title, "datePublished": f"{story.published:%Y-%m-%d}", "author": {"@type": "Organization", "name": story.outlet}, "publisher": {"@type": "Organization", "name": story.outlet}}  # fmt: skip
    return Dressed(f"""<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{story.outlet}: {escape(story.title)}</title><meta property="og:title" content="{escape(story.title)}"><script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head>
<body><header><a href="/">{story.outlet}</a><a href="/careers">Careers</a></header><div class="hero"><h1>{escape(story.title)}</h1><p class="eyebrow">{story.published:%B} {story.published.day}, {story.published.year} · Research</p></div><div class="prose">{_p(story)}</div><footer><a href="/terms">Terms</a></footer></body></html>""", shows=("published",))  # fmt: skip


def letter(story: Story) -> Dressed:
    """A newsletter's site: structured data with a lone author, invitations to subscribe within the text."""
    invitation = '<div class="subscription-widget-wrap"><div class="subscription-widget"><p>Thanks for reading! Subscribe for free to receive new posts.</p><form><input type="email"></form></div></div>'
    data = _ld(
        story, author=[{"@type": "Person", "name": name, "url": "https://demo.example/@x"} for name in story.authors]
    )
    return Dressed(f"""<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{escape(story.title)} - by {" and ".join(story.authors)}</title><meta name="author" content="{", ".join(story.authors)}"><meta property="og:title" content="{escape(story.title)}">{data}</head>
<body><div id="entry"><div class="single-post"><article class="newsletter-post post"><div class="post-header"><h1 class="post-title published">{escape(story.title)}</h1><div class="byline-wrapper"><a href="/@x">{" and ".join(story.authors)}</a><div>{story.published:%b} {story.published.day}, {story.published.year}</div></div></div><div class="available-content"><div class="body markup">{_p(story, between=invitation)}</div></div></article></div><div class="comments-page"><h4>Discussion about this post</h4></div></div></body></html>""")


def old_page(story: Story) -> Dressed:
    """A page of the nineties that still lives: font tags, breaks for paragraphs, the author in bold on the right."""
    body = "<br><br>".join(escape(one) for one in story.paragraphs)
    written = {
        "vi": f"Ngày {story.published.day} tháng {story.published.month} năm {story.published.year}",
        "en": f"{story.published.day} {story.published:%B} {story.published.year}",
        "zh": f"{story.published.year}年{story.published.month}月{story.published.day}日",
    }[story.language]
    return Dressed(
        f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={"windows-1258" if story.language == "vi" else "utf-8"}"><TITLE>{escape(story.title)}</TITLE></HEAD><BODY BGCOLOR="#ffffff"><TABLE><TR><TD><A HREF="index.html">Home</A></TD></TR></TABLE><H1><FONT FACE="Arial">{escape(story.title)}</FONT></H1><P><I>{written}</I></P><P><FONT FACE="Times">{body}</FONT></P><P ALIGN="right" CLASS="author"><B>{", ".join(story.authors)}</B></P><HR><SMALL>{story.outlet}</SMALL></BODY></HTML>""",
        encoding="cp1258" if story.language == "vi" else "utf-8",
    )


def microdata(story: Story) -> Dressed:
    """A page marked up in place: properties on the visible elements, none in the head but the title with the section's name."""
    people = ", ".join(
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">{name}</span></span>'
        for name in story.authors
    )
    return Dressed(f"""<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>Technology - {escape(story.title)} - {story.outlet}</title></head><body><div class="top"><a href="/">{story.outlet}</a></div><div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{escape(story.title)}</h1>{people}
<meta itemprop="datePublished" content="{story.published.isoformat()}"><div itemprop="articleBody">{_p(story)}</div></div><div class="tags"><a href="/t/1">chips</a></div></body></html>""")


STYLES: dict[str, tuple[Callable[[Story], Dressed], tuple[str, ...]]] = {
    "wire": (wire, ("en1", "en3", "vi1", "zh2")),
    "blog": (blog, ("en2", "en4", "vi2", "zh1")),
    "application": (application, ("en1", "en3", "zh1")),
    "portal": (portal, ("vi1", "vi3", "vi4")),
    "newspaper-vi": (newspaper_vi, ("vi1", "vi2", "vi3")),
    "agency-zh": (agency_zh, ("zh1", "zh2", "zh4")),
    "party-paper": (party_paper, ("zh1", "zh2", "zh4")),
    "startup-press": (startup_press, ("zh1", "zh2", "zh4")),
    "taiwan": (taiwan, ("zh3",)),
    "amp": (amp, ("en2", "vi2", "zh3")),
    "release": (release, ("en3", "vi3", "zh4")),
    "think-tank": (think_tank, ("en1", "en3", "vi3")),
    "company": (company, ("en1", "en4", "zh4")),
    "letter": (letter, ("en2", "en1", "vi4")),
    "old-page": (old_page, ("vi1", "vi4", "en2", "zh4")),
    "microdata": (microdata, ("en1", "vi2", "zh2")),
}
