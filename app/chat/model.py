"""The language model of the chat, made from the settings. Opens connections to the address of the settings, and no other.

LangChain is loaded here and in the agent only, for it takes seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.settings import ModelSettings
from ingest.errors import WrongUsage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_RETRIES = 1


def make_model(settings: ModelSettings) -> BaseChatModel:
    """Return the chat model. Raises WrongUsage when its provider is not installed or its name is not understood."""
    from langchain.chat_models import init_chat_model

    given: dict[str, Any] = {"timeout": settings.timeout_s, "max_retries": _RETRIES, "temperature": 0}
    if settings.base_url:
        given["base_url"] = settings.base_url
    if settings.api_key is not None:
        given["api_key"] = settings.api_key.get_secret_value()
    if settings.model.startswith("openai:"):
        # With an address of its own a server is asked in the form all such servers know, and told to count what it streams.
        given |= {"use_responses_api": False, "stream_usage": True} if settings.base_url else {}
    try:
        model: BaseChatModel = init_chat_model(settings.model, **given)
    except ImportError as error:
        provider = settings.model.partition(":")[0]
        raise WrongUsage(f"llm.model {settings.model}: pip install 'racegraph[{provider}]'") from error
    except ValueError as error:
        line = " ".join(str(error).split())[:200]
        raise WrongUsage(
            f"llm.model {settings.model}: write it as provider:model, e.g. openai:gpt-5-mini ({line})"
        ) from error
    return model
