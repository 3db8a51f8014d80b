"""Finds versions of known families that no list has: "Qwen3.9-Max", "MI450X", "文心6.0", "昇腾920".

A company whose models are known lends its name to one as well ("MiniMax 2.1"). A number that counts something ("Claude 3 times")
is no version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from extract.annotations import Kind
from extract.gazetteer import Gazetteer
from extract.name_hits import counted
from extract.name_shapes import UPPER, name_id
from extract.tokens import HAN

_TAIL = (
    r"(?:[-‑ ]?(?:Max|Pro|Mini|mini|Nano|nano|Flash|Turbo|Coder|Plus|Ultra|Lite|Omni|Thinking|Preview|Instruct|Air|Base|Chat|Opus"
    r"|Sonnet|Haiku|Vision|VL|Math|Code|Codex|Image|Audio|Speech|Video|Reasoner|Reasoning|Deep Think|Heavy|Fast|Exp|Speciale|Terminus"
    r"|Next|Scout|Maverick|Behemoth|Embedding|PR|DT|SuperPod|Super|Ti|NVL\d+|R\d|A\d+B|(?:0[1-9]|1[0-2]|2[4-7])\d{2}(?:\d{2})?(?!\d)|\d+(?:\.\d+)?[BMTbm](?![A-Za-z])))*"
)
_VERSIONED = re.compile(
    rf"(?<![^\W{HAN}])(?<!-)(?P<family>[{UPPER}a-z][A-Za-z]+(?: [A-Z][A-Za-z]+)?)(?P<link>[-‑ ]?)(?P<version>[A-Za-z]?\d+(?:\.\d+)*(?:[a-z]|[A-Z]{{1,2}})?)(?P<tail>{_TAIL})(?![^\W{HAN}])"
)
_BARE_TAIL = re.compile(
    rf"(?<![^\W{HAN}])(?<!-)(?P<family>[{UPPER}][A-Za-z]+(?: [A-Z][A-Za-z]+)?)(?P<link>[-‑ ])(?P<version>)(?P<tail>(?:Max|Pro|Mini|Nano|Flash|Turbo|Coder|Ultra|Lite|Omni|Thinking|Opus|Sonnet|Haiku|VL|Codex){_TAIL})(?![^\W{HAN}])"
)
_HAN_VERSIONED = re.compile(
    rf"(?P<family>[{HAN}]{{2,5}})(?P<link>大模型 ?|[-‑ ]?)(?P<version>[A-Za-z]?\d+(?:\.\d+)*[A-Za-z]{{0,3}})(?P<tail>{_TAIL})(?![^\W{HAN}]|\.\d|\s?[{HAN}]?[%％])"
)


@dataclass(frozen=True, slots=True)
class Variant:
    """A version of a family at a place; `entity` is a known id where the list has the version under another spelling."""

    start: int
    end: int
    kind: Kind
    entity: str


class Families:
    """The names to which a version may be added, from the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.kinds: dict[str, Kind] = {}
        self.makers: set[str] = set()
        self.companies = {a.text for e in gazetteer.entities.values() if e.kind == "Company" for a in e.aliases}
        models = {
            re.split(r"[-‑ ]", a.text)[0] for e in gazetteer.entities.values() if e.kind == "Model" for a in e.aliases
        }
        for e in gazetteer.entities.values():
            for a in e.aliases:
                if any(c.isdigit() for c in a.text) or len(a.text) < 2:
                    continue
                if e.kind in ("Model", "Chip"):
                    self.kinds.setdefault(a.text, e.kind)
                elif e.kind == "Company" and a.text in models:
                    self.makers.add(a.text)
        self.versions = {
            a.text: e.id for e in gazetteer.entities.values() if e.kind in ("Model", "Chip") for a in e.aliases
        }

    def variants(self, text: str) -> Iterator[Variant]:
        """Yield the versions in a text, in order of pattern and place; those the list knows by this spelling are among them."""
        for pattern in (_VERSIONED, _BARE_TAIL, _HAN_VERSIONED):
            for match in pattern.finditer(text):
                variant = self._variant(text, match)
                if variant is not None:
                    yield variant

    def _variant(self, text: str, match: re.Match[str]) -> Variant | None:
        start, family = self._family(match)
        if family is None:
            return None
        dotted = "." in match["version"] or bool(match["tail"]) or bool(match["link"].strip())
        if family == "maker" and not (match["link"] and ("." in match["version"] or match["version"][:1].isalpha())):
            return None
        if match["link"] == " " and not dotted and family != "Chip" and _counts(text, match):
            return None
        if not match["version"] and match["tail"][:1] == " ":
            return None
        kind = cast(Kind, "Model" if family == "maker" else family)
        name = text[start : match.end()]
        known = self.versions.get(name) or self.versions.get(name.rsplit(" ", 1)[-1])
        return Variant(start, match.end(), kind, known if known else name_id(kind, name))

    def _family(self, match: re.Match[str]) -> tuple[int, Kind | str | None]:
        """Return where the family's name begins and its kind; of two words the last alone may be it (Instinct MI450)."""
        words = match["family"]
        maker, _, family = words.partition(" ")
        if maker in self.companies and family in self.kinds:
            return match.start() + len(maker) + 1, self.kinds[family]
        for cut in range(len(words) - 1):
            if cut and not ("\u4e00" <= words[cut] <= "\u9fff" or words[cut - 1] == " "):
                continue
            name = words[cut:]
            if name in self.kinds:
                return match.start() + cut, self.kinds[name]
            if name in self.makers:
                return match.start() + cut, "maker"
        first = words.split(" ")[0]
        if first in self.kinds and not match["link"]:
            return match.start(), self.kinds[first]
        return match.start(), None


def _counts(text: str, match: re.Match[str]) -> bool:
    """ "Claude 3 months", "Llama 20 lần": the number belongs to what follows."""
    if not match["version"].isdigit() or int(match["version"]) > 20:
        return not match["version"][:1].isalpha()
    return counted().match(text, match.end(), match.end() + 16) is not None
