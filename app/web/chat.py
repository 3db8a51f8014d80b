"""The chat page: a question goes in, a cited answer with its sources comes out. Everything shown from articles is escaped.

Gradio is loaded here and nowhere else; its analytics are switched off before it is imported, for an argument alone does not do it.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Sequence
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr

from app.answer.result import Answer, Citation

Ask = Callable[[str], Answer]

_INTRO = """# racegraph
Every number and every opinion of the US-China AI race, with who said it, where, when and how firmly. Ask in English, tiếng Việt or 中文."""


def chat_page(ask: Ask, examples: Sequence[str]) -> gr.Blocks:
    """Return the page."""

    def respond(message: str, history: list[Any]) -> list[gr.ChatMessage]:
        if not message.strip():
            return [
                gr.ChatMessage(role="assistant", content="Ask about a company, a chip, a model, a person or a number.")
            ]
        return rendered(ask(message[:2000]))

    with gr.Blocks(title="racegraph", fill_height=True, analytics_enabled=False) as page:
        gr.Markdown(_INTRO, elem_id="intro")
        gr.ChatInterface(
            respond,
            api_name="ask",
            concurrency_limit=4,
            chatbot=gr.Chatbot(
                show_label=False, elem_id="bot", layout="panel", buttons=["copy", "copy_all"], height="68vh"
            ),
            textbox=gr.Textbox(
                elem_id="question",
                placeholder="Who said that China is close behind?",
                submit_btn=True,
                show_label=False,
                label="Question",
            ),
            examples=list(examples),
        )
    page.queue(max_size=64, default_concurrency_limit=4)
    return page


def rendered(answer: Answer) -> list[gr.ChatMessage]:
    """Return the answer as one message and its sources as a second, folded one."""
    messages = [gr.ChatMessage(role="assistant", content=_safe(answer.answer).replace("\n", "\n\n"))]
    if answer.citations:
        sources = "\n\n".join(_source(c) for c in answer.citations)
        messages.append(
            gr.ChatMessage(role="assistant", content=sources, metadata={"title": _title(answer), "status": "done"})
        )
    return messages


def _title(answer: Answer) -> str:
    words = {"vi": "Nguồn", "zh": "来源"}.get(answer.language, "Sources")
    return f"{words} ({len(answer.citations)})"


def _source(c: Citation) -> str:
    where = " · ".join(_safe(part) for part in (c.outlet, c.published_at or "", c.title) if part)
    link = f" [↗]({c.url})" if re.fullmatch(r"https?://[^\s()<>\"']+", c.url) else ""
    return f"**[{c.n}]** {where}{link}\n\n> {_safe(c.quote)}"


def _safe(text: str) -> str:
    """Return text in which no HTML, no image and no link of an article's making is left."""
    escaped = html.escape(text, quote=False)
    return re.sub(r"([\\`*_{}#|~!]|\[(?!\d+\])|(?<!\d)\](?=\())", r"\\\1", escaped)
