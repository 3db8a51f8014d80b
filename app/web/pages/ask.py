"""Ask: a conversation in which every sentence can be read where it stands, with its sources beside it, and kept on the reader's device."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import gradio as gr
import structlog

from app.answer.result import Answer, answer_to_json
from app.chat.events import Reply, Step
from app.views.articles import corpus_size
from app.views.citing import cited, conversation
from app.web.answer_view import answer_from_json, answer_markdown, sources_html
from app.web.desk import LONGEST_QUESTION, Desk
from app.web.languages import mark, word
from app.web.render import in_markdown
from app.web.showing import Page, Visit, content, show, visit_of
from graph.errors import StoreError
from ingest.errors import RacegraphError, RetryLater

log = structlog.get_logger()
_SUGGESTED = 6
_KEPT = 30
Turn = dict[str, Any]
"""One question with its answer: the JSON of the answer, and its note."""


def _build(desk: Desk, page: gr.Blocks) -> None:
    show(desk, page, _head, elem_id="ask-head")
    turns = gr.State([])
    kept = gr.BrowserState([], storage_key="racegraph_conversations", secret="kept on the reader's own device")  # noqa: S106
    with gr.Row(elem_id="ask", elem_classes="rg-ask"):
        with gr.Column(scale=3, min_width=320):
            chat = gr.Chatbot(
                show_label=False, label=mark("ask.answers"), elem_id="bot", layout="panel", height="auto", min_height=120,
                buttons=["copy"], feedback_options=None, latex_delimiters=[], visible="hidden",
            )  # fmt: skip
            box = gr.Textbox(
                label=mark("ask.question"), show_label=False, placeholder=mark("ask.placeholder"), elem_id="question",
                submit_btn=True, max_length=LONGEST_QUESTION, autofocus=True, lines=1, max_lines=5,
            )  # fmt: skip
            with gr.Column(elem_id="suggestions", visible=True) as suggested:
                content(f"<h2>{mark('ask.try')}</h2>", "try")
                buttons = [
                    gr.Button("…", elem_classes="rg-suggestion", size="md", visible="hidden") for _ in range(_SUGGESTED)
                ]
            with gr.Row(elem_classes="rg-buttons"):
                new = gr.Button(mark("ask.new"), size="sm", elem_id="new")
                stop = gr.Button(mark("ask.stop"), size="sm", elem_id="stop", visible="hidden")
                export = gr.Button(mark("ask.export"), size="sm", elem_id="export")
            history = gr.Dropdown(
                [], label=mark("ask.history"), value=None, elem_id="history", interactive=True, visible="hidden"
            )
        with gr.Column(scale=2, min_width=320):
            panel = content("", "sources")
            with gr.Accordion(mark("ask.cite"), open=False, elem_id="cite"):
                form = gr.Radio(
                    [(mark("ask.as_text"), "text"), (mark("ask.as_bibtex"), "bibtex"), (mark("ask.as_csl"), "csl-json")],
                    value="text", label=mark("ask.form"), elem_id="form",
                )  # fmt: skip
                citations = gr.Textbox(
                    label=mark("ask.citations"),
                    buttons=["copy"],
                    lines=6,
                    max_lines=14,
                    interactive=False,
                    elem_id="citations",
                )
    saved = gr.Textbox(visible="hidden", elem_id="saved")
    answering = _answering(desk)
    outputs = [chat, turns, box, panel, suggested, stop]
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

    def restart(request: gr.Request) -> tuple[Any, ...]:
        return gr.Chatbot(value=[], visible="hidden"), [], gr.Textbox(value="", interactive=True), sources_html(desk, None, visit_of(request)), gr.Column(visible=True), gr.Button(visible="hidden")  # fmt: skip

    runs = [box.submit(answering, [box, turns], outputs, **private, concurrency_limit=4, concurrency_id="ask")]
    runs += [
        button.click(answering, [button, turns], outputs, **private, concurrency_limit=4, concurrency_id="ask")
        for button in buttons
    ]
    for run in runs:
        run.then(_cited, [turns, form], citations, **private).then(
            _keep, [turns, kept], [kept, history], **private
        )  # fmt: skip
    stop.click(
        lambda: (gr.Textbox(interactive=True), gr.Button(visible="hidden")), None, [box, stop], cancels=runs, **private
    )
    for begun in (new.click, chat.clear):
        begun(restart, None, outputs, **private).then(_cited, [turns, form], citations, **private)
    form.change(_cited, [turns, form], citations, **private)
    history.input(_restored(desk), [history, kept], outputs, **private).then(
        _cited, [turns, form], citations, **private
    )
    export.click(_exported, turns, saved, **private).then(
        None, saved, None, js="(text) => window.rgDownload('racegraph.md', 'text/markdown', text)", **private
    )
    page.load(_opened(desk), [kept], [*buttons, panel, box, history], **private).then(
        None, None, None, js="() => window.rgAskFromAddress()", **private
    )


def _head(desk: Desk, visit: Visit) -> str:
    try:
        size = corpus_size(desk.graph)
    except StoreError:
        return visit.html(desk, "ask_head.html", size=None) + visit.html(desk, "empty.html")
    return visit.html(desk, "ask_head.html", size=size)


def _opened(desk: Desk) -> Any:
    def opened(kept: list[Any], request: gr.Request) -> tuple[Any, ...]:
        visit = visit_of(request)
        try:
            suggested = desk.suggested(visit.language)
        except RacegraphError:
            suggested = ()
        buttons = [gr.Button(value=q, visible=True) for q in suggested]
        buttons += [gr.Button(visible="hidden")] * (_SUGGESTED - len(buttons))
        titles = _titles(kept)
        return (
            *buttons, sources_html(desk, None, visit), gr.Textbox(interactive=True),
            gr.Dropdown(choices=titles, value=None, visible=True if titles else "hidden"),
        )  # fmt: skip

    return opened


def _answering(desk: Desk) -> Any:
    """Return the generator that answers: it shows the question at once, then each step, then the checked answer with its sources."""

    def answering(question: str, turns: list[Turn], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        visit, question = visit_of(request), (question or "").strip()
        if not question:
            yield _state(desk, turns, [], visit, box=gr.Textbox(placeholder=word("ask.empty_question", visit.language)))
            return
        asked = gr.ChatMessage(role="user", content=in_markdown(question))
        steps: list[gr.ChatMessage] = [_step(word("ask.step_pending", visit.language), "pending")]
        busy = gr.Textbox(value="", interactive=False)
        yield _state(desk, turns, [asked, *steps], visit, box=busy, running=True)
        try:
            desk.admit(visit.caller)
            for event in desk.reply(question, [t["question"] for t in turns], visit.language):
                if isinstance(event, Step):
                    steps = [*steps[:-1], _step(_said(event, visit), "done"), steps[-1]]
                    yield _state(desk, turns, [asked, *steps], visit, box=busy, running=True)
                else:
                    done = [*turns, _turn(event)]
                    yield _state(desk, done, [], visit, box=gr.Textbox(value="", interactive=True), steps=steps[:-1])
        except RetryLater:
            yield _refused(desk, turns, asked, visit, word("page.too_often", visit.language), question)
        except RacegraphError as error:
            yield _refused(desk, turns, asked, visit, str(error), question)
        except Exception:
            log.exception("an answer failed")
            yield _refused(desk, turns, asked, visit, word("page.failed", visit.language), question)

    return answering


def _refused(
    desk: Desk, turns: list[Turn], asked: gr.ChatMessage, visit: Visit, line: str, question: str
) -> tuple[Any, ...]:
    said = gr.ChatMessage(role="assistant", content=in_markdown(line))
    return _state(desk, turns, [asked, said], visit, box=gr.Textbox(value=question, interactive=True))


def _state(
    desk: Desk, turns: list[Turn], more: list[gr.ChatMessage], visit: Visit, *, box: Any, running: bool = False,
    steps: list[gr.ChatMessage] | None = None,
) -> tuple[Any, ...]:  # fmt: skip
    """Return what the page shows now; `more` are messages that belong to no finished turn, `steps` go before the last answer."""
    messages: list[Any] = []
    for number, turn in enumerate(turns):
        messages.append(gr.ChatMessage(role="user", content=in_markdown(turn["question"])))
        messages += (steps or []) if number == len(turns) - 1 else []
        messages.append(gr.ChatMessage(role="assistant", content=answer_markdown(turn, visit.language)))
    last = answer_from_json(turns[-1]) if turns and not running else None
    panel = gr.HTML() if running else sources_html(desk, last, visit)
    started = bool(turns or more)
    return (
        gr.Chatbot(value=[*messages, *more], visible=True if started else "hidden"), turns, box, panel, gr.Column(visible=not started), gr.Button(visible=True if running else "hidden"),
    )  # fmt: skip


def _turn(reply: Reply) -> Turn:
    return {**answer_to_json(reply.answer), "note": reply.note, "left_out": reply.left_out}


def _step(title: str, status: str) -> gr.ChatMessage:
    return gr.ChatMessage(role="assistant", content="", metadata={"title": in_markdown(title), "status": status})


def _said(step: Step, visit: Visit) -> str:
    if step.tool is None:
        return word("ask.checking", visit.language)
    return word(f"ask.tool_{step.tool}", visit.language, what=step.what[:80])


def _answers(turns: list[Turn]) -> list[Answer]:
    return [answer_from_json(t) for t in turns]


def _cited(turns: list[Turn], form: str) -> str:
    return cited(_answers(turns)[-1].citations, form) if turns else ""  # type: ignore[arg-type]


def _exported(turns: list[Turn]) -> str:
    return conversation(_answers(turns), on=datetime.now(UTC).date())


def _keep(turns: list[Turn], kept: list[Any]) -> tuple[list[Any], Any]:
    """Keep the conversation on the reader's device, the newest first; one that goes on replaces itself."""
    if not turns:
        return kept, gr.Dropdown()
    first = turns[0]["question"]
    rest = [c for c in kept if not (c and c[0]["question"] == first and json.dumps(c[0]) == json.dumps(turns[0]))]
    now = [turns, *rest][:_KEPT]
    titles = _titles(now)
    return now, gr.Dropdown(choices=titles, value=None, visible=True)


def _titles(kept: list[Any]) -> list[tuple[str, int]]:
    return [(turns[0]["question"][:90], number) for number, turns in enumerate(kept or []) if turns]


def _restored(desk: Desk) -> Any:
    def restored(number: int | None, kept: list[Any], request: gr.Request) -> tuple[Any, ...]:
        turns = kept[number] if number is not None and number < len(kept) else []
        return _state(desk, turns, [], visit_of(request), box=gr.Textbox(value="", interactive=True))

    return restored


PAGE = Page("ask", "/", _build)
