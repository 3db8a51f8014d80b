"""The settings: read once from a TOML file and the environment (`RACEGRAPH_…`), and handed down as arguments from there.

A misspelt key is an error, and so is a settings file that does not exist. A secret never leaves `SecretStr` but for the client that needs it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ingest.errors import WrongUsage

DEFAULT_FILE = Path("racegraph.toml")


class StoreSettings(BaseModel):
    """Where the graph lives: empty for the embedded file in the data folder, or `neo4j://host:port`."""

    model_config = ConfigDict(extra="forbid")

    url: str = ""
    user: str = "neo4j"
    password: SecretStr | None = None
    database: str = "neo4j"


class ModelSettings(BaseModel):
    """The language model, when there is one: `openai:gpt-5-mini`, `ollama:qwen3`, ...; empty means none."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())

    model: str = ""
    base_url: str = ""
    api_key: SecretStr | None = None
    timeout_s: float = Field(30.0, gt=0)
    max_concurrency: int = Field(4, ge=1)
    max_calls: int = Field(6, ge=1, description="model calls an answer")
    max_lookups: int = Field(10, ge=1, description="look-ups an answer")
    max_tokens: int = Field(60_000, ge=1000, description="tokens an answer, in and out")
    usd_per_million_in: float = Field(0.0, ge=0)
    usd_per_million_out: float = Field(0.0, ge=0)
    max_usd_per_day: float = Field(5.0, gt=0)


class FetchSettings(BaseModel):
    """How pages are fetched. `allowed` names hosts let through although not public (`host:port`): a mirror in the house."""

    model_config = ConfigDict(extra="forbid")

    user_agent: str = "racegraph/0.1 (news research; respects robots.txt)"
    interval_s: float = Field(1.0, ge=0)
    timeout_s: float = Field(20.0, gt=0)
    largest_mb: float = Field(10.0, gt=0)
    attempts: int = Field(3, ge=1)
    proxy: str = ""
    processes: int = Field(2, ge=1)
    pages_a_source: int = Field(500, ge=1)
    recheck_after_h: float = Field(6.0, ge=0)
    allowed: tuple[str, ...] = ()


class WebSettings(BaseModel):
    """Where the pages are served, to whom, and how often they may ask; port 0 takes a free one.

    `users` maps names to passwords; without them the server stays on loopback. `secret` signs the cookies, so that a login outlives a restart.
    """

    model_config = ConfigDict(extra="forbid")

    host: str = "127.0.0.1"
    port: int = Field(7860, ge=0, le=65535)
    secret: SecretStr | None = None
    users: dict[str, SecretStr] = {}
    questions_per_minute: int = Field(30, ge=1)
    requests_per_minute: int = Field(600, ge=1)
    logins_per_minute: int = Field(10, ge=1)
    query_memory_mb: int = Field(2048, ge=256)


class Settings(BaseSettings):
    """All settings. The environment wins over the file: `RACEGRAPH_DATA_DIR`, `RACEGRAPH_STORE__URL`, ..."""

    model_config = SettingsConfigDict(
        env_prefix="RACEGRAPH_",
        env_nested_delimiter="__",
        extra="forbid",
        nested_model_default_partial_update=True,
    )

    data_dir: Path = Path("racegraph-data")
    store: StoreSettings = StoreSettings()
    llm: ModelSettings = ModelSettings()
    fetch: FetchSettings = FetchSettings()
    web: WebSettings = WebSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Rank the sources: arguments, environment, TOML file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(path: Path | None = None, **given: Any) -> Settings:
    """Return the settings from `path` (default: `racegraph.toml` here, if there is one), environment and arguments that are not None.

    Raises WrongUsage when the file does not exist, is no TOML, or a key or value is wrong.
    """
    if path is not None and not path.is_file():
        raise WrongUsage(f"settings file {path} does not exist")
    source = path or (DEFAULT_FILE if DEFAULT_FILE.is_file() else None)

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=source)

    try:
        return FromFile(**{key: value for key, value in given.items() if value is not None})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise WrongUsage(f"settings: {faults}") from None
    except tomllib.TOMLDecodeError as error:
        raise WrongUsage(f"settings file {source} is not TOML: {error}") from error


def shown(settings: Settings) -> dict[str, str]:
    """Return every setting as `section.key → value`, secrets masked, in the order of the file."""
    return dict(_flat(settings.model_dump(mode="python")))


def _flat(values: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in values.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{key}.")
        else:
            rows.append((f"{prefix}{key}", "" if value is None else str(value)))
    return rows
