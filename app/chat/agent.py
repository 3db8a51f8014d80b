"""Answers with a language model: it looks things up in the graph, and what it writes is checked before anybody sees it.

Whatever goes wrong with the model, the reader gets the engine's answer and one line that says so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import structlog

from app.answer.result import Answer, Citation, Searched
from app.chat.budget import Budget
from app.chat.checking import Checked, NamesIn, check
from app.chat.events import Event, Note, Reply, Step
from app.chat.lookups import Lookups, RunQuery
from app.settings import ModelSettings
from app.views.articles import corpus_size
from app.views.claim_rows import ClaimRow
from graph.store import Store
from ingest.errors import RacegraphError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = structlog.get_logger()
Without = Callable[[str, Sequence[str]], Answer]
_LANGUAGES = {"en": "English", "vi": "Vietnamese", "zh": "Chinese (simplified)"}
_EARLIER = 4
_NOTHING = "NOTHING"


class ModelGaveUp(Exception):  # named by what follows: the engine answers
    """The model stopped without an answer: too long, too many tokens."""


@dataclass(slots=True)
class _Draft:
    """What a run has written so far (`text` is that of the last message only) and used."""

    text: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    told: int = 0
    began: float = field(default_factory=time.monotonic)


class ModelChat:
    """The chat of one server. `names_in` finds the names in a text; `make` gives the model, and is called once, at the first question."""

    def __init__(
        self,
        settings: ModelSettings,
        make: Callable[[], BaseChatModel],
        graph: Store,
        run_query: RunQuery,
        names_in: NamesIn,
    ) -> None:
        self._settings, self._make = settings, make
        self._model: BaseChatModel | None = None
        self._graph, self._run_query, self._names_in = graph, run_query, names_in
        self._free = threading.BoundedSemaphore(settings.max_concurrency)
        self._making = threading.Lock()
        self.budget = Budget(settings.max_usd_per_day, settings.usd_per_million_in, settings.usd_per_million_out)

    def reply(self, question: str, earlier: Sequence[str], language: str, without: Without) -> Iterator[Event]:
        """Yield each step and at the end the reply, in the language of the question where the engine can tell it."""
        fallback = without(question, earlier)
        if self.budget.is_spent():
            yield Reply(fallback, "model_spent")
        elif not self._free.acquire(timeout=self._settings.timeout_s):
            yield Reply(fallback, "model_busy")
        else:
            try:
                yield from self._with_model(question, earlier, fallback)
            finally:
                self._free.release()

    def warm(self) -> None:
        """Load what is slow to load, in the background, so that the first reader does not wait for it."""
        threading.Thread(target=self._load, name="warming", daemon=True).start()

    def _load(self) -> None:
        try:
            self._chat_model()
        except RacegraphError as error:
            log.warning("the language model cannot be used", error=str(error))

    def _with_model(self, question: str, earlier: Sequence[str], fallback: Answer) -> Iterator[Event]:
        lookups, draft = Lookups(self._graph, self._run_query), _Draft()
        try:
            yield from self._run(question, earlier, fallback.language, lookups, draft)
        except Exception as error:  # noqa: BLE001  # every provider has errors of its own; the reader is told in one line
            log.warning(
                "the language model failed", error=f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
            )
            yield Reply(fallback, _note_of(error))
            return
        finally:
            self.budget.count(draft.tokens_in, draft.tokens_out)
        yield Step(None)
        yield self._checked(draft, lookups, fallback)

    def _run(
        self, question: str, earlier: Sequence[str], language: str, lookups: Lookups, draft: _Draft
    ) -> Iterator[Step]:
        from langchain.agents import create_agent
        from langchain.agents.middleware import ModelCallLimitMiddleware, ToolCallLimitMiddleware

        limits = self._settings
        middleware: list[Any] = [
            ModelCallLimitMiddleware(run_limit=limits.max_calls, exit_behavior="end"),
            ToolCallLimitMiddleware(run_limit=limits.max_lookups),
        ]
        agent = create_agent(
            self._chat_model(), lookups.tools(),
            system_prompt=_prompt().format(language=_LANGUAGES[language]),
            middleware=middleware,
        )  # fmt: skip
        messages = [{"role": "user", "content": f"Earlier question: {q[:500]}"} for q in earlier[-_EARLIER:]]
        messages.append({"role": "user", "content": question})
        draft.began = time.monotonic()
        stream = agent.stream(
            {"messages": messages}, stream_mode="updates", config={"recursion_limit": 4 * limits.max_calls + 10}
        )  # type: ignore[call-overload]
        for update in stream:
            self._take(update, draft)
            while draft.told < len(lookups.steps):
                yield lookups.steps[draft.told]
                draft.told += 1
            if draft.tokens_in + draft.tokens_out > limits.max_tokens:
                raise ModelGaveUp(f"more than {limits.max_tokens} tokens for one answer")
            if time.monotonic() - draft.began > limits.timeout_s * limits.max_calls:
                raise ModelGaveUp("the answer took too long")

    def _take(self, update: dict[str, Any], draft: _Draft) -> None:
        """Take over what the newest messages say and used; a message that calls a look-up is not yet the answer."""
        for part in update.values():
            for message in (part or {}).get("messages", ()):
                usage = getattr(message, "usage_metadata", None) or {}
                draft.tokens_in += int(usage.get("input_tokens", 0))
                draft.tokens_out += int(usage.get("output_tokens", 0))
                if message.type == "ai":
                    draft.text = "" if message.tool_calls else message.text

    def _checked(self, draft: _Draft, lookups: Lookups, fallback: Answer) -> Reply:
        written = draft.text.strip()
        if written.strip(" .。[]") == _NOTHING:
            return Reply(fallback)
        checked = check(written, lookups.shown, self._names_in, fallback.language)
        if not checked.text:
            return Reply(fallback, "model_unchecked" if written else "model_failed")
        note: Note = "left_out" if checked.left_out else ""
        return Reply(self._answer(checked, lookups, fallback, draft), note, checked.left_out)

    def _answer(self, checked: Checked, lookups: Lookups, fallback: Answer, draft: _Draft) -> Answer:
        return replace(
            fallback, answered=True, answer=checked.text,
            citations=tuple(_citation(n, c) for n, c in enumerate(checked.claims, start=1)),
            searched=Searched(corpus_size(self._graph).articles, fallback.searched.by_language),
            cypher=tuple(lookups.queries), seconds=time.monotonic() - draft.began,
        )  # fmt: skip

    def _chat_model(self) -> BaseChatModel:
        with self._making:
            if self._model is None:
                self._model = self._make()
            return self._model


def _note_of(error: Exception) -> Note:
    return "model_busy" if getattr(error, "status_code", None) == 429 else "model_failed"


def _citation(n: int, c: ClaimRow) -> Citation:
    return Citation(
        n=n, claim_id=c.id, speaker=c.speaker.id if c.speaker and c.speaker.kind else c.speaker.name if c.speaker else None,
        modality=c.modality, firm=c.firm, quote=c.quote, start=c.start, end=c.end, article_id=c.article_id, version=c.version,
        title=c.title, outlet=c.outlet, authors=c.authors, published_at=c.published_on.isoformat() if c.published_on else None,
        retrieved_at=c.fetched_at or None, url=c.url, page=None, origins=c.origins, origins_state=c.origins_state, language=c.language,
    )  # fmt: skip


def _prompt() -> str:
    return (files("app.chat") / "prompt.v1.txt").read_text(encoding="utf-8")
