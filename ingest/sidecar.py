"""Reads the record that lies beside a file under the same name: RIS or CSL-JSON, as reference managers export them.

What a person recorded of a file is believed above what the file says of itself.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from ingest.authors import split_authors
from ingest.encodings import decode
from ingest.errors import SkipPage
from ingest.metadata import Metadata
from ingest.moments import Moment, read_moment

SIDECAR_SUFFIXES = (".ris", ".json")
_SIDECAR_LIMIT_BYTES = 1_000_000


def read_sidecar(path: Path) -> Metadata | None:
    """Return what the record beside a file states, or None when there is no record.

    Raises SkipPage when there is one and it cannot be read.
    """
    for suffix in SIDECAR_SUFFIXES:
        record = path.with_suffix(suffix)
        if record != path and record.is_file():
            if record.stat().st_size > _SIDECAR_LIMIT_BYTES:
                raise SkipPage(
                    f"{record.name}: is too large for the record of one article; left out", reason="too large"
                )
            text = decode(record.read_bytes(), name=record.name).text
            return _from_ris(text) if suffix == ".ris" else _from_csl(text, record.name)
    return None


def _from_ris(text: str) -> Metadata:
    fields: dict[str, list[str]] = {}
    for line in text.splitlines():
        match = re.match(r"\s*([A-Z][A-Z0-9])\s{1,2}-\s?(.*)$", line)
        if match is None:
            continue
        if match[1] == "ER":
            break
        if match[2].strip():
            fields.setdefault(match[1], []).append(match[2].strip())

    def first(*tags: str) -> str:
        return next((fields[tag][0] for tag in tags if tag in fields), "")

    return Metadata(
        title=first("TI", "T1", "CT"),
        url=first("UR", "L1", "LK"),
        outlet=first("T2", "JO", "JF", "JA", "PB"),
        authors=tuple(name for one in fields.get("AU", fields.get("A1", [])) for name in _inverted(one)),
        language=first("LA"),
        published=_ris_moment(first("DA")) or _ris_moment(first("PY", "Y1")),
    )


def _inverted(name: str) -> tuple[str, ...]:
    """RIS writes "Family, Given, Suffix": one person a line, whatever stands between the commas."""
    family, _, given = name.partition(",")
    return (f"{given.strip(' ,')} {family.strip()}",) if given.strip(" ,") else split_authors(name)


def _ris_moment(written: str) -> Moment | None:
    """Read `2026/02/28/` and the like; a year or a month alone is no day."""
    match = re.match(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", written)
    return read_moment("-".join(part.zfill(2) for part in match.groups())) if match else None


def _from_csl(text: str, name: str) -> Metadata:
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SkipPage(
            f"{name}: lies beside an article but is not valid JSON ({error}); left out", reason="broken sidecar"
        ) from error
    if isinstance(item, list):
        item = item[0] if item else {}
    if not isinstance(item, dict):
        return Metadata()
    return Metadata(
        title=_words(item.get("title")),
        url=_words(item.get("URL")),
        outlet=_words(item.get("container-title")) or _words(item.get("publisher")),
        authors=_csl_people(item.get("author")),
        language=_words(item.get("language")),
        published=_csl_moment(item.get("issued")),
    )


def _words(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return value.strip() if isinstance(value, str) else ""


def _csl_people(value: Any) -> tuple[str, ...]:
    people: list[str] = []
    for person in value if isinstance(value, list) else []:
        if isinstance(person, dict):
            given, family = _words(person.get("given")), _words(person.get("family"))
            # A Chinese name is written family first and without a space.
            han = bool(family) and "一" <= family[0] <= "鿿"
            people.append(_words(person.get("literal")) or (family + given if han else f"{given} {family}".strip()))
    return tuple(name for name in people if name)


def _csl_moment(value: Any) -> Moment | None:
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and len(parts[0]) == 3:
        try:
            return Moment(date(*(int(part) for part in parts[0])))
        except (TypeError, ValueError):
            return None
    return read_moment(_words(value.get("raw")) or _words(value.get("literal")))
