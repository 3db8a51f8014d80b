"""What one subscriber's mail says: the items that are for him, at most five and 300 words, each in words of his language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote as url_quote

from app.answer import wording
from app.answer.evidence import Evidence
from app.digest.gist import Namer, day_of, gist
from app.digest.items import SECTIONS, Issue, Item
from app.digest.subscribers import Subscriber
from app.digest.tongue import counted, words

MOST_ITEMS, MOST_WORDS, MOST_A_SECTION = 5, 300, 3
_LINES = 3
_QUOTE = 260
_SUBJECT = 110
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\u3400-\u9fff]+(?:[.,'’-][^\W\u3400-\u9fff]+)*")


@dataclass(frozen=True, slots=True)
class Told:
    """One item in words. `url` is the outlet's page, `here` the place in the application; either may be empty."""

    item: Item
    section: str
    gist: str
    quote: str
    speaker: str
    meta: str
    notes: str
    before: str
    why: str
    outlet: str
    url: str
    here: str
    language: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in words. `more` counts the items that are only on the web; quiet: there is nothing to tell."""

    language: str
    issue: str
    subject: str
    title: str
    lines: tuple[str, ...]
    told: tuple[Told, ...]
    more: int
    archived: str
    quiet: tuple[str, ...] = ()

    @property
    def is_quiet(self) -> bool:
        return bool(self.quiet)


Choose = Callable[[Item], bool]


def items_for(issue: Issue, who: Subscriber, *, told: frozenset[str], drop: frozenset[str], pin: frozenset[str]) -> list[Item]:  # fmt: skip
    """Return the items of an issue for a subscriber: on his subjects, none told to him before, none dropped; the pinned ones first."""
    chosen = [
        i for i in issue.items
        if i.key not in drop and not told & set(i.claims) and (i.key in pin or _is_for(i, who))
        and (i.kind != "correction" or i.now.id in told)
    ]  # fmt: skip
    return sorted(chosen, key=lambda i: i.key not in pin)


def _is_for(item: Item, who: Subscriber) -> bool:
    if item.kind == "correction" or not (who.topics or who.entities):
        return True
    return bool(set(who.topics) & set(item.topics) or set(who.entities) & item.entities)


def compose(issue: Issue, items: Iterable[Item], namer: Namer, base_url: str, *, short: bool = True) -> Letter:
    """Return a mail (or, not `short`, the whole page) of these items; those that cannot be said in the language are left out."""
    language = namer.language
    said = [t for i in items if (t := tell(i, namer, base_url))]
    told = _fitting(said) if short else said
    rank = {kind: n for n, kinds in enumerate(SECTIONS) for kind in kinds}
    told.sort(key=lambda t: rank[t.item.kind])
    lines = tuple(dict.fromkeys(t.gist for t in told))[:_LINES]
    mail, day = words(language)["mail"], wording.day(date.fromisoformat(issue.id), language)
    archived = counted("mail", "archived", issue.archived, language) if issue.archived > 0 else ""
    if not told:
        quiet = (mail["quiet_one"], mail["quiet_two"].format(articles=issue.articles, down=len(issue.sources_down)))
        return Letter(language, issue.id, mail["quiet_subject"].format(date=day), mail["quiet_title"], (), (), 0, archived, quiet)  # fmt: skip
    first = _cut(told[0].gist, _SUBJECT)
    subject = first if len(told) == 1 else mail["subject_more"].format(first=first, n=len(told) - 1)
    return Letter(language, issue.id, subject, mail["issue"].format(date=day), lines, tuple(told), len(said) - len(told), archived)  # fmt: skip


def tell(item: Item, namer: Namer, base_url: str) -> Told | None:
    """Put an item into words, or return None when its fields do not suffice."""
    line = gist(item, namer)
    if not line:
        return None
    e, language = item.now, namer.language
    table = words(language)
    section = next(kinds[0] for kinds in SECTIONS if item.kind in kinds)
    outlet = namer.outlet(e)
    meta = [outlet, day_of(e, namer), table["modality"][e.modality], _origins(e, language)]
    reasons = str(wording.grammar(language)["parts"]["separator"]).join(table["reason"][r] for r in item.reasons)
    return Told(
        item, table["section"][section], _sentence(line), _cut(" ".join(e.sentence.split()), _QUOTE), namer.speaker(e),
        " · ".join(m for m in meta if m), _notes(e, language), _before(item, namer),
        table["line"]["why"].format(reasons=reasons) if reasons else "", outlet, _web(e.article.url),
        f"{base_url}/articles?id={url_quote(e.article.id)}" if base_url else "", e.language,
    )  # fmt: skip


def _before(item: Item, namer: Namer) -> str:
    if item.other is None:
        return ""
    other = item.other
    return words(namer.language)["line"]["before"].format(
        speaker=namer.speaker(other), outlet=namer.outlet(other), date=day_of(other, namer)
    )


def _origins(e: Evidence, language: str) -> str:
    if e.origins_state == "at_most" and e.origins > 1:
        return words(language)["line"]["origins_most"].format(n=e.origins)
    return counted("line", "origins", e.origins, language)


def _notes(e: Evidence, language: str) -> str:
    table = words(language)["line"]
    if e.quote_status == "translated" and e.direct:
        return table["translated"]
    names = wording.grammar(language)["languages"]
    name = names.get(e.language, names["other"])
    return table["in_language"].format(language=name) if e.language != language else ""


def _web(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


def _fitting(said: Sequence[Told]) -> list[Told]:
    """Take the first five, at most three a section while others wait, that stay within 300 words together."""
    chosen: list[Told] = []
    number: dict[str, int] = {}
    later: list[Told] = []
    for t in said:
        if number.get(t.section, 0) >= MOST_A_SECTION:
            later.append(t)
            continue
        number[t.section] = number.get(t.section, 0) + 1
        chosen.append(t)
    kept: list[Told] = []
    total = 0
    for t in [*chosen, *later]:
        own = _length(t) + (word_count(t.gist) if len(kept) < _LINES else 0)
        if len(kept) < MOST_ITEMS and total + own <= MOST_WORDS - 40:
            kept.append(t)
            total += own
    return kept or [_shorter(said[0])] if said else []


def _length(t: Told) -> int:
    return word_count(" ".join((t.gist, t.quote, t.speaker, t.meta, t.notes, t.before)))


def word_count(text: str) -> int:
    """Count words; two Chinese characters are one."""
    return len(_WORD.findall(text)) + -(-len(_HAN.findall(text)) // 2)


def _shorter(t: Told) -> Told:
    return replace(t, quote=_cut(t.quote, 120))


def _cut(text: str, most: int) -> str:
    """Cut at a word's end; Chinese has none, and is cut where it is long."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    at = head.rfind(" ")
    return (head[:at] if at > most // 2 else head).rstrip(" ,;:，；：") + "…"


def _sentence(line: str) -> str:
    return line[:1].upper() + line[1:] if line[:1].isascii() else line
