"""Turns a plan into sentences of the question's language, each ending in the number of its citation; invents nothing.

The words come from typed facts and from `grammar/*.toml`; what the source says is shown in its own words, beside.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.answer import wording
from app.answer.cue_tables import times_in
from app.answer.draft import Line, Plan
from app.answer.evidence import Evidence, FigureSeen, Party
from app.answer.names import NameIndex
from app.answer.periods import periods_in
from app.answer.question import Question
from app.answer.rank import Match
from app.answer.result import Citation, Searched

_BY_APPOSITION = frozenset({"leads", "founded", "works_for", "formerly_at", "member_of", "based_in"})
"""Relations that a sentence states beside what it says, so that how firmly it says that does not touch them."""
_SHOWN = 420
"""Longer sentences are shown up to here in the answer; the citation has the whole."""


class Composer:
    """Composes one answer and numbers its citations."""

    def __init__(self, language: str, names: NameIndex) -> None:
        self.language = language
        self.names = names
        self.grammar = wording.grammar(language)
        self.citations: list[Citation] = []
        self._alone = False
        self._asked: frozenset[str] = frozenset()
        self._numbers: dict[tuple[str, int], int] = {}

    def say(self, plan: Plan, question: Question, searched: Searched, on: str) -> str:
        """Return the sentences of a plan, one a line."""
        if not plan.lines:
            return self._absent(plan, question, searched, on)
        self._alone = len(plan.lines) == 1
        self._asked = question.flat_ideas - {"say"}
        said = [self._line(line) for line in _grouped(plan.lines)]
        if plan.disagree and len(said) > 1:
            said.insert(0, self._summary(plan.lines))
        if plan.missing:
            names = wording.joined([self.name(t.thing.id, t.text) for t in plan.missing], self.language)
            said.append(self.grammar["absence"]["missing"].format(names=names))
        return "\n".join(dict.fromkeys(said))

    def _summary(self, lines: Sequence[Line]) -> str:
        """Say first, in one sentence, which values or which voices stand against each other."""
        parts = self.grammar["parts"]
        given = [
            parts["given"].format(
                figure=wording.figure(line.figure, self.language),
                voice=self._speaker(line.evidence),
                cite=f"[{self.cite(line.evidence)}]",
            )
            for line in lines
            if line.figure
        ]
        separator = "；" if self.language == "zh" else "; "
        return str(parts["summary"].format(figures=separator.join(given)) if len(given) > 1 else parts["disagree"])

    def name(self, entity: str, fallback: str = "") -> str:
        """Return an entity's name in the language of the answer."""
        return wording.name(self.names.things.get(entity), fallback or entity, self.language)

    def _line(self, line: tuple[Line, ...]) -> str:
        first = line[0]
        if first.form == "reply":
            return self._reply(line)
        if first.form == "figure" and first.figure:
            return self._figure(first, first.figure)
        if first.form == "time":
            return self._time(first)
        if first.form == "link" and first.link:
            return self._link(first)
        return self._claim(first)

    def _claim(self, line: Line) -> str:
        evidence = line.evidence
        kind = evidence.modality
        if evidence.modality == "declined_to_comment":
            return self._reply((line,))
        form = kind if evidence.speakers else f"own_{kind}"
        return self._fill(self.grammar["claim"][form], line)

    def _reply(self, lines: Sequence[Line]) -> str:
        evidence = lines[0].evidence
        form = "no_reply" if evidence.reply == "no_reply" else "declined"
        several = "_several" if len(lines) > 1 else ""
        speakers = wording.joined(
            [self.name(line.subject) if line.subject else self._speaker(line.evidence) for line in lines], self.language
        )
        template = self.grammar["reply"][form + several].replace(
            "{speaker}", speakers.replace("{", "").replace("}", "")
        )
        return self._fill(template, lines[0])

    def _figure(self, line: Line, figure: FigureSeen) -> str:
        parts = self.grammar["parts"]
        evidence = line.evidence
        form = "unowned" if not line.subject else "older" if line.older else "plain"
        span = wording.period(figure.period_start, figure.period_end, self.language)
        asof = parts["period"].format(date=span) if span else self._published(evidence)
        own = [p.id for p in evidence.speakers] == [line.subject]
        by = parts["same"] if own else parts["by"].format(name=self._speaker(evidence)) if evidence.speakers else ""
        return self._fill(
            self.grammar["figure"][form], line,
            subject=self.name(line.subject), figure=wording.figure(figure, self.language),
            metric=self._metric(line.measure), state=self._state(figure, evidence), asof=asof, by=by,
        )  # fmt: skip

    def _metric(self, measure: str) -> str:
        said = wording.metric(measure, self.language)
        return str(self.grammar["parts"]["measure"]).format(metric=said) if said else ""

    def _state(self, figure: FigureSeen, evidence: Evidence) -> str:
        states = self.grammar["state"]
        said = states.get(figure.role, "") if figure.role != "actual" else ""
        said += states["figurative"] if figure.figurative else ""
        said += states[figure.basis] if figure.basis in ("cumulative", "change") else ""
        if evidence.modality == "predicted" and figure.role == "actual":
            said += states["forecast"]
        return said + (states[evidence.modality] if evidence.modality in ("hedged", "denied") else "")

    def _time(self, line: Line) -> str:
        evidence = line.evidence
        time = self._time_of(line.match) or self._event(line.match)
        # That a plan was announced is certain, whatever becomes of the plan.
        uncertain = evidence.modality in ("predicted", "hedged") and "announce" not in self._asked
        form = "expected" if uncertain else "spoken" if evidence.speakers else "plain"
        return self._fill(self.grammar["time"][form], line, time=time)

    def _time_of(self, match: Match) -> str:
        """Return the words of the time that stands nearest to what the question asks about; the day of the saying only if no other is there."""
        evidence = match.evidence
        asked = [(s, e) for ideas, s, e in match.reading.places if self._asked & set(ideas)]
        said = periods_in(evidence.sentence) if evidence.speakers else []
        spoken = {(s, e) for p, s, e in said if (p.start, p.end) == (evidence.said_start, evidence.said_end)}
        times = times_in(evidence.sentence, evidence.language)
        if not times:
            return ""
        fallback = asked if asked else [(0, 0)]
        start, end = min(times, key=lambda t: (t in spoken, min(max(s - t[1], t[0] - e, 0) for s, e in fallback), t[0]))
        return evidence.sentence[start:end]

    def _event(self, match: Match) -> str:
        return next((n.text for n in match.reading.names if n.things[0].kind == "Event"), "…")

    def _link(self, line: Line) -> str:
        assert line.link is not None
        template = self.grammar["link"].get(line.link.predicate)
        plain = line.evidence.modality == "asserted" or line.link.predicate in _BY_APPOSITION
        if template is None or not plain:
            return self._claim(line)
        return self._fill(template, line, subject=self.name(line.link.subject), object=self.name(line.link.object))

    def _fill(self, template: str, line: Line, **values: str) -> str:
        evidence = line.evidence
        parts = self.grammar["parts"]
        filled = {
            "speaker": self._speaker(evidence),
            "outlet": self._outlet(evidence),
            "lead": self._lead(line),
            "when": self._when(evidence),
            "via": self._via(evidence, parts["via"]),
            "quote": self.quote(evidence.sentence),
            "notes": self._notes(line),
            "cite": f"[{self.cite(evidence)}]",
        } | values
        text = template.format(**filled)
        return text[0].upper() + text[1:] if text[:1].isascii() and evidence.sentence != text else text

    def quote(self, sentence: str) -> str:
        """Return the words of the source in marks, untouched inside."""
        shown = " ".join(sentence.split())
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN].rstrip() + "…"
        if not any(mark in shown for mark in '“”"'):
            return str(self.grammar["parts"]["quote"]).format(text=shown)
        return f"「{shown}」" if self.language == "zh" else f"«{shown}»"

    def _speaker(self, evidence: Evidence) -> str:
        named = [self._party(p) for p in evidence.speakers]
        return wording.joined(named, self.language) if named else self._outlet(evidence)

    def _party(self, party: Party) -> str:
        if party.kind:
            return self.name(party.id, party.name)
        text = party.name.removeprefix("unnamed:").strip()
        return str(self.grammar["parts"]["unnamed"]).format(text=text)

    def _outlet(self, evidence: Evidence) -> str:
        article, parts = evidence.article, self.grammar["parts"]
        if article.genre == "opinion" and article.authors:
            return str(parts["author"]).format(name=article.authors)
        if article.outlet:
            return self.name(article.outlet_id, article.outlet)
        return str(parts["no_outlet_titled"]).format(title=article.title) if article.title else str(parts["no_outlet"])

    def _lead(self, line: Line) -> str:
        """Put the names that were asked for before the sentence that holds them."""
        speakers = {p.id for p in line.evidence.speakers}
        names = [self.name(i) for i in line.names if i in self.names.things and i not in speakers][:6]
        return str(self.grammar["parts"]["lead"]).format(names=wording.joined(names, self.language)) if names else ""

    def _when(self, evidence: Evidence) -> str:
        parts = self.grammar["parts"]
        said = wording.period(evidence.said_start, evidence.said_end, self.language)
        if said:
            return str(parts["when_said"]).format(date=said)
        return self._published(evidence)

    def _published(self, evidence: Evidence) -> str:
        parts, published = self.grammar["parts"], evidence.article.published_on
        return (
            str(parts["published"]).format(date=wording.day(published, self.language))
            if published
            else str(parts["undated"])
        )

    def _via(self, evidence: Evidence, form: str) -> str:
        named = [self._party(p) for p in evidence.via if p.id not in {s.id for s in evidence.speakers}]
        return form.format(names=wording.joined(named, self.language)) if named else ""

    def _notes(self, line: Line) -> str:
        """Say what a reader must know of the quote: its language, whether it was translated, how many origins it has."""
        evidence, parts = line.evidence, self.grammar["parts"]
        notes = []
        language = self._language(evidence.language)
        if evidence.quote_status == "translated" and evidence.direct:
            outlet = self.name(evidence.article.outlet_id, evidence.article.outlet)
            form = parts["translated"] if outlet else parts["translated_no_outlet"]
            notes.append(form.format(language=language, outlet=outlet))
        elif evidence.language != self.language:
            notes.append(parts["in_language"].format(language=language))
        if evidence.condition:
            notes.append(parts["condition"])
        if evidence.origins == 1 and evidence.origins_state == "known" and self._alone:
            notes.append(parts["one_origin"])
        if evidence.origins > 1:
            form = parts["origins_at_most" if evidence.origins_state == "at_most" else "origins"]
            notes.append(form.format(n=evidence.origins))
        return str(parts["notes"]).format(notes=parts["separator"].join(notes)) if notes else ""

    def _language(self, code: str) -> str:
        languages: dict[str, str] = self.grammar["languages"]
        return languages.get(code, languages["other"])

    def cite(self, evidence: Evidence) -> int:
        """Return the number of the citation of this sentence; a sentence is cited under one number however often."""
        place = (evidence.article.id, evidence.start)
        if place not in self._numbers:
            self._numbers[place] = len(self.citations) + 1
            self.citations.append(_citation(self._numbers[place], evidence))
        return self._numbers[place]

    def _absent(self, plan: Plan, question: Question, searched: Searched, on: str) -> str:
        absence = self.grammar["absence"]
        if not searched.articles:
            return str(absence["empty"])
        text = absence[plan.absence or "nothing"]
        counts = [
            absence["count" if n == 1 else "counts"].format(n=n, language=self._language(code))
            for code, n in searched.by_language.items()
        ]
        said: str = absence["denominator" if len(counts) > 1 or searched.articles > 1 else "denominator_one"].format(
            text=text, counts=wording.joined(counts, self.language), on=absence["on"].format(names=on) if on else ""
        )
        if plan.nearest:
            evidence = plan.nearest.evidence
            source = self._speaker(evidence) + self._when(evidence)
            said += "\n" + absence["nearest"].format(
                quote=self.quote(evidence.sentence), source=source, cite=f"[{self.cite(evidence)}]"
            )
        return said


def _grouped(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Put replies that stand in one sentence together ("Nvidia and AMD declined"); every other line stands alone."""
    groups: list[tuple[Line, ...]] = []
    for line in lines:
        if line.form == "reply":
            for n, group in enumerate(groups):
                if (
                    group[0].form == "reply"
                    and _same_place(group[0], line)
                    and group[0].evidence.reply == line.evidence.reply
                ):
                    if (line.subject or line.evidence.id) not in {
                        other.subject or other.evidence.id for other in group
                    }:
                        groups[n] = (*group, line)
                    break
            else:
                groups.append((line,))
        else:
            groups.append((line,))
    return groups


def _same_place(one: Line, other: Line) -> bool:
    return (one.evidence.article.id, one.evidence.start) == (other.evidence.article.id, other.evidence.start)


def _citation(n: int, evidence: Evidence) -> Citation:
    article = evidence.article
    speaker = evidence.speaker
    return Citation(
        n=n,
        claim_id=evidence.id,
        speaker=(speaker.id if speaker.kind else f"unnamed: {speaker.name.removeprefix('unnamed:').strip()}") if speaker else None,
        modality=evidence.modality,
        firm=evidence.firm,
        quote=evidence.sentence,
        start=evidence.start,
        end=evidence.end,
        article_id=article.id,
        version=article.version,
        title=article.title,
        outlet=article.outlet,
        authors=article.authors,
        published_at=article.published_on.isoformat() if article.published_on else None,
        retrieved_at=article.fetched_at or None,
        url=article.url,
        page=None,
        origins=evidence.origins,
        origins_state=evidence.origins_state,
        language=evidence.language,
    )  # fmt: skip
