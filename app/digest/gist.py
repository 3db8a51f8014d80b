"""Says an item in one line of the reader's language, from typed fields only. What its fields cannot say is not said: the item is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.answer import wording
from app.answer.evidence import Evidence, FigureSeen, Party
from app.answer.names import NamedThing
from app.digest.items import Item, Stand
from app.digest.moves import middle
from app.digest.tongue import words
from app.web.languages import term
from extract.topics import load_topics

_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Namer:
    """Names in a reader's language: those of the gazetteer, else those of the graph."""

    language: str
    things: Mapping[str, NamedThing]
    graph_names: Mapping[str, str]

    def entity(self, entity_id: str, fallback: str = "") -> str:
        """Return an entity's name; empty when nobody knows it."""
        known = self.graph_names.get(entity_id, "") or fallback
        return " ".join(wording.name(self.things.get(entity_id), known, self.language).split())

    def party(self, party: Party) -> str:
        """Return a speaker's name; a nameless one as the article describes him."""
        if party.kind:
            return self.entity(party.id, party.name)
        text = " ".join(party.name.removeprefix("unnamed:").split())
        return str(wording.grammar(self.language)["parts"]["unnamed"]).format(text=text)

    def speaker(self, e: Evidence) -> str:
        """Return who speaks: the speakers, else the outlet; empty when neither is known."""
        if e.speakers:
            return wording.joined([self.party(p) for p in e.speakers], self.language)
        return self.outlet(e)

    def outlet(self, e: Evidence) -> str:
        """Return the outlet's name, or nothing."""
        return self.entity(e.article.outlet_id, e.article.outlet) if e.article.outlet or e.article.outlet_id else ""

    def about(self, e: Evidence) -> list[str]:
        """Return the names of what a claim is about, without those who speak in it."""
        parties = {p.id for p in (*e.speakers, *e.via)}
        return [n for i in e.about if i not in parties and (n := self.entity(i))][:_SEVERAL]


def gist(item: Item, namer: Namer) -> str:
    """Return the item in one line, or nothing when its fields do not suffice in this language."""
    if item.kind in ("figure", "conflict"):
        return _numbers(item, namer)
    if item.kind == "position":
        return _changed_position(item, namer)
    if item.kind == "denial":
        return _denial(item, namer)
    if item.kind == "correction":
        return _correction(item, namer)
    return _statement(item, namer)


def _numbers(item: Item, namer: Namer) -> str:
    after, before, language = item.after, item.before, namer.language
    if after is None or before is None:
        return ""
    shared = [s for s in after.subjects if s in before.subjects or not before.subjects] or list(after.subjects)
    subject = wording.joined([n for s in shared if (n := namer.entity(s))], language)
    if not subject:
        return ""
    table = words(language)["gist"]
    speaker, other = namer.speaker(item.now), namer.speaker(item.other) if item.other else ""
    if item.kind == "conflict" and not (speaker and other):
        return ""
    form = "conflict" if item.kind == "conflict" else _direction(before, after)
    return table[form].format(
        subject=subject, metric=term("metric", after.metric, language), speaker=speaker, other=other, state=_state(after, item.now, language),
        after=wording.figure(after, language), before=wording.figure(before, language),
    )  # fmt: skip


def _direction(before: FigureSeen, after: FigureSeen) -> str:
    a, b = middle(after), middle(before)
    exact = {"exact", "about", "range"}
    if a is None or b is None or a == b or not {before.qualifier, after.qualifier} <= exact:
        return "change"
    return "rise" if a > b else "fall"


def _state(figure: FigureSeen, e: Evidence, language: str) -> str:
    states = wording.grammar(language)["state"]
    said = str(states.get(figure.role, "")) if figure.role != "actual" else ""
    said += str(states["forecast"]) if e.modality == "predicted" and figure.role == "actual" else ""
    said += str(states[figure.basis]) if figure.basis in ("cumulative", "change") else ""
    said += str(states[e.modality]) if e.modality in ("hedged", "denied") else ""
    span = wording.period(figure.period_start, figure.period_end, language)
    return said + (str(wording.grammar(language)["parts"]["period"]).format(date=span) if span else "")


def _changed_position(item: Item, namer: Namer) -> str:
    speaker = namer.speaker(item.now)
    if not (speaker and item.stand and item.stood):
        return ""
    topic, after = _labels(item.stand, namer.language)
    _, before = _labels(item.stood, namer.language)
    if not (topic and after and before):
        return ""
    return words(namer.language)["gist"]["position"].format(speaker=speaker, topic=topic, before=before, after=after)


def _labels(stand: Stand, language: str) -> tuple[str, str]:
    """Return the question and the words of a position, empty when the topic is no longer listed."""
    topic = next((t for t in load_topics() if t.id == stand.topic), None)
    if topic is None:
        return "", ""
    return topic.question.get(language, ""), topic.labels.get(stand.position, {}).get(language, "")


def _denial(item: Item, namer: Namer) -> str:
    other = item.other
    speaker, told = namer.speaker(item.now), namer.speaker(other) if other else ""
    if other is None or not speaker or not told or speaker == told:
        return ""
    table = words(namer.language)["gist"]
    number = next((f for f in other.figures if f.metric and f.subjects and not f.figurative), None)
    if number is not None:
        figure = _figure_line(number, other, namer)
        return table["denial_number"].format(speaker=speaker, other=told, figure=figure) if figure else ""
    about = namer.about(other)
    return (
        table["denial"].format(speaker=speaker, other=told, names=wording.joined(about, namer.language))
        if about
        else ""
    )


def _figure_line(figure: FigureSeen, e: Evidence, namer: Namer) -> str:
    subject = wording.joined([n for s in figure.subjects if (n := namer.entity(s))], namer.language)
    if not subject:
        return ""
    metric = term("metric", figure.metric, namer.language)
    joint, colon = ("的", "：") if namer.language == "zh" else (", ", ": ")
    return f"{subject}{joint}{metric}{colon}{wording.figure(figure, namer.language)}{_state(figure, e, namer.language)}"


def _correction(item: Item, namer: Namer) -> str:
    speaker = namer.speaker(item.now)
    if not speaker or item.told_on is None:
        return ""
    return words(namer.language)["gist"][item.fate].format(
        speaker=speaker, date=wording.day(item.told_on, namer.language)
    )


def _statement(item: Item, namer: Namer) -> str:
    e, language = item.now, namer.language
    speaker = namer.speaker(e)
    if not speaker:
        return ""
    if e.modality == "declined_to_comment":
        return _reply(e, speaker, namer)
    joint = "：" if language == "zh" else ": "
    if item.after is not None:
        line = _figure_line(item.after, e, namer)
        return f"{speaker}{joint}{line}" if line else ""
    if item.stand is not None:
        topic, position = _labels(item.stand, language)
        if topic and position and e.modality != "denied":
            return words(language)["gist"]["stand"].format(speaker=speaker, topic=topic, position=position)
    if item.triple is not None and not e.negated and e.modality == "asserted":
        line = _link(item, namer)
        if line:
            return f"{speaker}{joint}{line}"
    return _about_only(e, speaker, namer)


def _link(item: Item, namer: Namer) -> str:
    assert item.triple is not None
    form = wording.grammar(namer.language)["link"].get(item.triple.predicate)
    ends = namer.entity(item.triple.subject), namer.entity(item.triple.object)
    return _head(str(form)).format(subject=ends[0], object=ends[1]) if form and all(ends) else ""


def _about_only(e: Evidence, speaker: str, namer: Namer) -> str:
    """A name and what it speaks about is enough only where the reader can read the quote beside it."""
    about = namer.about(e)
    if not about or e.language != namer.language:
        return ""
    form = words(namer.language)["gist"][f"about_{e.modality}"]
    return form.format(speaker=speaker, names=wording.joined(about, namer.language))


def _reply(e: Evidence, speaker: str, namer: Namer) -> str:
    form = "no_reply" if e.reply == "no_reply" else "declined"
    about = namer.about(e)
    return words(namer.language)["gist"][form].format(speaker=speaker, names=wording.joined(about, namer.language)) if about else ""  # fmt: skip


def _head(form: str) -> str:
    """Return the part of an answer's sentence that stands before the quote."""
    return form.split("{quote}")[0].rstrip(" :：")


def day_of(e: Evidence, namer: Namer) -> str:
    """Say when it was said, else when it was published."""
    lines, language = words(namer.language)["line"], namer.language
    said = wording.period(e.said_start, e.said_end, language)
    if said:
        return lines["said"].format(date=said)
    published: date | None = e.article.published_on
    return lines["published"].format(date=wording.day(published, language)) if published else ""
