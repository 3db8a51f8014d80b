"""A language model server on loopback that speaks as an OpenAI-compatible one does, for the real clients to talk to.

`LoopbackModel(default)` answers every request with `default` (a value, or a function of the request's body), after the values in
`script` are used up. A value is a text, a `tool_call(...)`, a `fault(...)`, or `late(seconds, value)`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that is none: a status with headers and a body."""

    status: int
    body: str = '{"error": {"message": "no", "type": "no"}}'
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """The model asks for one of its tools."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Late:
    """A value that comes after some seconds."""

    seconds: float
    value: Any


Value = str | Call | Fault | Late
Default = Value | Callable[[Body], Value]


def fault(status: int, body: str = '{"error": {"message": "no", "type": "no"}}', **headers: str) -> Fault:
    """Return a faulty answer; `retry_after_ms="10"` becomes the header of that name."""
    return Fault(status, body, {k.replace("_", "-"): v for k, v in headers.items()})


def tool_call(name: str, /, **arguments: Any) -> Call:
    """Return a request for a tool."""
    return Call(name, arguments)


def late(seconds: float, value: Value) -> Late:
    """Return a value that comes late."""
    return Late(seconds, value)


class LoopbackModel:
    """The server. `requests` holds the body of each request, `peak` how many were answered at once at most. Close it at the end."""

    def __init__(self, default: Default = "") -> None:
        self.default: Default = default
        self.script: list[Default] = []
        self.requests: list[Body] = []
        self.peak = self._now = 0
        self._numbers = itertools.count(1)
        app = FastAPI()
        app.add_api_route("/v1/chat/completions", self._answer, methods=["POST"])
        bound = socket.socket()
        bound.bind(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{bound.getsockname()[1]}/v1"
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [bound]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server."""
        self._server.should_exit = True
        self._thread.join(timeout=5)

    async def _answer(self, request: Request) -> Response:
        body: Body = await request.json()
        self.requests.append(body)
        self._now += 1
        self.peak = max(self.peak, self._now)
        try:
            given = self.script.pop(0) if self.script else self.default
            value = given(body) if callable(given) else given
            if isinstance(value, Late):
                await asyncio.sleep(value.seconds)
                value = value.value
            if isinstance(value, Fault):
                return Response(value.body, value.status, dict(value.headers), media_type="application/json")
            return self._streamed(body, value) if body.get("stream") else self._whole(body, value)
        finally:
            self._now -= 1

    def _whole(self, body: Body, value: str | Call) -> Response:
        choice = {"index": 0, "message": _message(value), "finish_reason": _reason(value)}
        return JSONResponse({**self._frame(body, "chat.completion"), "choices": [choice], "usage": _usage(body, value)})

    def _streamed(self, body: Body, value: str | Call) -> Response:
        frame = self._frame(body, "chat.completion.chunk")

        def event(delta: Body, reason: str | None = None) -> str:
            return (
                f"data: {json.dumps({**frame, 'choices': [{'index': 0, 'delta': delta, 'finish_reason': reason}]})}\n\n"
            )

        async def events() -> AsyncIterator[str]:
            yield event({"role": "assistant", "content": ""})
            message = _message(value)
            for number, call in enumerate(message.get("tool_calls", ())):
                yield event({"tool_calls": [{"index": number, **call}]})
            for word in (message["content"] or "").split(" "):
                yield event({"content": f"{word} "})
            yield event({}, _reason(value))
            if (body.get("stream_options") or {}).get("include_usage"):
                yield f"data: {json.dumps({**frame, 'choices': [], 'usage': _usage(body, value)})}\n\n"
            yield "data: [DONE]\n\n"

        return StreamingResponse(events(), media_type="text/event-stream")

    def _frame(self, body: Body, kind: str) -> Body:
        return {"id": f"chatcmpl-{next(self._numbers)}", "object": kind, "created": 0, "model": body["model"]}


def _message(value: str | Call) -> Body:
    if isinstance(value, str):
        return {"role": "assistant", "content": value}
    called = {"name": value.name, "arguments": json.dumps(value.arguments)}
    return {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "call_1", "type": "function", "function": called}],
    }


def _reason(value: str | Call) -> str:
    return "stop" if isinstance(value, str) else "tool_calls"


def _usage(body: Body, value: str | Call) -> dict[str, int]:
    asked = sum(len(str(m.get("content") or "")) for m in body["messages"]) // 4
    answered = len(json.dumps(_message(value))) // 4
    return {"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered}
