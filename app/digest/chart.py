"""One small picture for a mail: a number before and after, drawn without any global state and the same bytes for the same numbers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.answer import wording
from app.digest.gist import Namer
from app.digest.items import Item
from app.digest.moves import middle
from app.digest.tongue import words
from app.web.languages import term

_INK, _BEFORE, _AFTER, _PAPER = "#1f2937", "#9ca3af", "#1d4ed8", "#ffffff"
_CJK = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "SimHei", "PingFang SC", "Microsoft YaHei")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with the words for those who do not see it."""

    png: bytes
    alt: str


def chart_of(item: Item, namer: Namer) -> Chart | None:
    """Return the picture of a figure that moved, or None when there are no two numbers of one kind to draw."""
    after, before = item.after, item.before
    if item.kind != "figure" or after is None or before is None or not after.subjects:
        return None
    values = middle(before), middle(after)
    subject = namer.entity(after.subjects[0])
    if values[0] is None or values[1] is None or min(values[0], values[1]) < 0 or not subject:
        return None
    language, mail = namer.language, words(namer.language)["mail"]
    metric = term("metric", after.metric, language)
    texts = tuple(wording.figure(f, language) for f in (before, after))
    alt = mail["chart"].format(subject=subject, metric=metric, before=texts[0], after=texts[1])
    png = _drawn((mail["chart_before"], mail["chart_after"]), (values[0], values[1]), (texts[0], texts[1]))
    return Chart(png, alt)


@lru_cache(maxsize=256)
def _drawn(names: tuple[str, str], values: tuple[float, float], texts: tuple[str, str]) -> bytes:
    from matplotlib.figure import Figure

    picture = Figure(figsize=(4.2, 1.0), dpi=240, layout="constrained", facecolor=_PAPER)
    axes: Any = picture.subplots()
    axes.barh([1, 0], values, color=[_BEFORE, _AFTER], height=0.62)
    font = {"family": _families(), "size": 10, "color": _INK}
    axes.set_yticks([1, 0], names, fontfamily=_families(), fontsize=10, color=_INK)
    axes.set_xticks([])
    axes.set_xlim(0, max(*values, 1e-9) * 1.45)
    axes.tick_params(length=0)
    for at, value, text in zip((1, 0), values, texts, strict=True):
        axes.text(value, at, f"  {text}", va="center", ha="left", fontdict=font, parse_math=False)
    for side in axes.spines.values():
        side.set_visible(False)
    out = io.BytesIO()
    picture.savefig(out, format="png", facecolor=_PAPER, metadata={"Software": None})
    return out.getvalue()


@lru_cache(maxsize=1)
def _families() -> list[str]:
    """Return the fonts that are here, the last of which writes Chinese where one is installed."""
    from matplotlib.font_manager import fontManager

    there = {f.name for f in fontManager.ttflist}
    return ["DejaVu Sans", *[name for name in _CJK if name in there][:1]]
