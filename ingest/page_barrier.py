"""Tells a page that shows its article from one that shows a barrier instead: a paywall, or a check that we are no robot.

A teaser read as if it were the article would make the outlet say less than it said, so it is left out and counted.
"""

from __future__ import annotations

import re
from typing import Any

from ingest.errors import SkipPage

# A teaser is a paragraph or three; an article that is longer was given whole, whatever its markup says.
_TEASER_CHARACTERS = {"han": 350, "other": 1200}
_CLOSED = re.compile(r'"isAccessibleForFree"\s*:\s*"?\s*false', re.IGNORECASE)
_CLOSED_TIERS = frozenset({"locked", "metered", "premium", "subscriber", "paid"})
_CHECK_TITLES = re.compile(
    r"^(?:just a moment|attention required|access denied|are you a robot|verify(?:ing)? (?:that )?you are (?:a )?human|security check|ddos-guard|"
    r"please wait|403 forbidden|robot check|xác minh|安全验证|人机验证|访问验证)",
    re.IGNORECASE,
)
_ASKS_TO_PAY = re.compile(
    r"(?:subscribe|sign in|log in|register)[^.\n]{0,40} to (?:continue|keep) reading|for subscribers only|subscriber-only|already a subscriber\?|"
    r"this (?:article|content) is (?:exclusively )?for subscribers|đăng nhập để đọc tiếp|dành riêng cho (?:độc giả|thành viên)|mua gói (?:đọc|thuê bao)|"
    r"订阅后继续阅读|登录后继续阅读|付费后继续阅读|会员专享|訂閱後繼續閱讀|會員專屬",
    re.IGNORECASE,
)


def require_open(tree: Any, text: str, *, name: str) -> None:
    """Raise SkipPage when the page is a barrier, with reason `blocked` or `paywall`."""
    title = next((" ".join(tag.text_content().split()) for tag in tree.iter("title")), "")
    if _CHECK_TITLES.search(title) and _is_short(text):
        raise SkipPage(f"{name}: shows a check for robots instead of its article; left out", reason="blocked")
    if _is_short(text) and (_says_closed(tree) or _ASKS_TO_PAY.search(tree.text_content())):
        raise SkipPage(f"{name}: is for subscribers, only its beginning is shown; left out", reason="paywall")


def _is_short(text: str) -> bool:
    han = len(re.findall("[一-鿿]", text))
    return len(text) < _TEASER_CHARACTERS["han" if han * 2 > len(text) else "other"]


def _says_closed(tree: Any) -> bool:
    if any(
        "ld+json" in (script.get("type") or "") and _CLOSED.search(script.text or "") for script in tree.iter("script")
    ):
        return True
    tiers = (
        ((tag.get("property") or tag.get("name") or "").lower() == "article:content_tier" and tag.get("content")) or ""
        for tag in tree.iter("meta")
    )
    return any(tier.lower() in _CLOSED_TIERS for tier in tiers)
