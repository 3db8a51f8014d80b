"""What every page, the API and the chat are given: the open graph, library and ledger, and the few things that are done with them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.answer.engine import AnswerEngine
from app.answer.names import NamedThing, gazetteer_things
from app.answer.result import Answer
from app.chat.checking import NamesIn
from app.chat.events import Event, Reply
from app.views.reader import claim_exists
from app.views.suggestions import suggestions
from app.web.allowance import Allowance
from extract.gazetteer import Gazetteer
from graph.ledger import Judgement, Ledger, Verdict
from graph.store import Rows, Store
from ingest.errors import RetryLater, WrongUsage
from ingest.library import Library
from ingest.sources import Source

LONGEST_QUESTION = 2000
_KEPT_ANSWERS = 256
_FOLLOWED = 3


class RunQuery(Protocol):
    """Runs a reader's Cypher under limits. Raises QueryRefused or QueryFailed."""

    def __call__(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout_s: float = 5.0, limit: int = 1000
    ) -> Rows: ...


class Conversation(Protocol):
    """A language model that answers with the graph's help; `without` gives the answer when it cannot."""

    def reply(
        self, question: str, earlier: Sequence[str], language: str, without: Callable[[str, Sequence[str]], Answer]
    ) -> Iterator[Event]: ...


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the collection, with the parameters it takes and example values for them."""

    name: str
    title: str
    query: str
    parameters: dict[str, Any] = field(default_factory=dict)


class DigestShelf(Protocol):
    """Gives digests as complete, self-contained HTML pages."""

    def preview(self, language: str) -> str:
        """Return this week's digest as it would be sent now."""

    def sent(self) -> Sequence[tuple[str, str]]:
        """Return (id, title) of the digests that were sent, newest first."""

    def page(self, digest_id: str) -> str:
        """Return one that was sent. Raises WrongUsage when there is none of that id."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a desk is made of. `rebuild` brings the graph up to date after a judgement; `named` and `digests` may be empty.

    `conversation` makes the chat with a model from the names that the desk knows; None: there is no model.
    """

    graph: Store
    library: Library
    ledger: Ledger
    gazetteer: Gazetteer
    sources: tuple[Source, ...]
    run_query: RunQuery
    rebuild: Callable[[], None]
    questions_per_minute: int = 30
    conversation: Callable[[NamesIn], Conversation] | None = None
    named: tuple[NamedQuery, ...] = ()
    digests: DigestShelf | None = None


class Desk:
    """One server's desk; may be used from several threads."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.graph, self.library, self.ledger = given.graph, given.library, given.ledger
        self._engine, self._engine_lock = AnswerEngine(given.graph, given.gazetteer), threading.Lock()
        self._conversation = given.conversation(self.names_in) if given.conversation else None
        self._ledger_lock = threading.Lock()
        self._things: dict[str, NamedThing] = {t.id: t for t in gazetteer_things(given.gazetteer)}
        self._questions = Allowance(given.questions_per_minute)
        self._suggested: OrderedDict[tuple[str, int], tuple[str, ...]] = OrderedDict()

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """Answer a question; `earlier` are those asked before it, which it may follow up."""
        told: list[Answer] = []
        with self._engine_lock:
            for text in earlier[-_FOLLOWED:]:
                told.append(self._engine.ask(text[:LONGEST_QUESTION], conversation=told))
            return self._engine.ask(question[:LONGEST_QUESTION], conversation=told)

    def reply(self, question: str, earlier: Sequence[str], language: str) -> Iterator[Event]:
        """Yield what happens while a question is answered, the reply last: by the model where there is one, else by the engine."""
        if self._conversation is None:
            yield Reply(self.ask(question, earlier))
        else:
            yield from self._conversation.reply(question[:LONGEST_QUESTION], earlier, language, self.ask)

    def admit(self, caller: str) -> None:
        """Count a question of a caller. Raises RetryLater when it is one too many."""
        if wait := self._questions.wait_s(caller):
            raise RetryLater(
                f"that was many questions at once; try again in {max(1, round(wait))} s", retry_after_s=wait
            )

    def name(self, entity_id: str, fallback: str, language: str) -> str:
        """Return an entity's name in the reader's language, else the one given."""
        thing = self._things.get(entity_id)
        return thing.name_in(language) if thing else fallback or entity_id

    def names_in(self, text: str) -> list[frozenset[str]]:
        """Return, for each name in a text, the ids of the entities it may stand for."""
        return [frozenset(t.id for t in found.things) for found in self._engine.names.find(text)]

    def suggested(self, language: str) -> tuple[str, ...]:
        """Return questions that this graph can answer, made anew when articles come or go."""
        key = (language, self.library.count())
        if key not in self._suggested:
            self._suggested[key] = suggestions(
                self.graph, language, lambda i, n: self.name(i, n, language), lambda q: self.ask(q).answered
            )
            while len(self._suggested) > _KEPT_ANSWERS:
                self._suggested.popitem(last=False)
        return self._suggested[key]

    def judge(self, claim_id: str, verdict: Verdict, *, by: str, reason: str = "") -> Judgement:
        """Keep a reader's verdict on a claim and bring the graph up to date. Raises WrongUsage when there is no such claim."""
        if verdict not in ("wrong", "right"):
            raise WrongUsage(f"a claim is judged wrong or right, not {verdict!r}")
        claim_exists(self.graph, claim_id)
        with self._ledger_lock:
            judged = self.ledger.judge_claim(claim_id, verdict, by=by or "reader", reason=reason)
        self.given.rebuild()
        return judged
