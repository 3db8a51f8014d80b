"""Packs everything of a data folder that cannot be made again into one file, and unpacks it elsewhere, byte for byte.

Library, ledger and subscribers are copied by SQLite's own backup, so that a copy made while others write is whole. The manifest says
which corpus and which extractors a snapshot was made with: the same corpus hash and extractor give the same graph in six months.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from graph.ledger import Ledger
from ingest.errors import StopRun, WrongUsage
from ingest.library import Library

KEPT = ("library.db", "ledger.db", "subscribers.db", "sources.toml")
MANIFEST = "manifest.json"
GRAPH = "graph.jsonl"
_FORM = 1


def pack(data_dir: Path, target: Path, *, graph: Iterable[str] = (), note: str = "") -> dict[str, Any]:
    """Write the archive and return its manifest; `graph` are the lines of the graph where a snapshot is to hold it.

    Raises WrongUsage when there is nothing to pack, StopRun when the file cannot be written; a target that exists is replaced whole.
    """
    if not (data_dir / "library.db").exists():
        raise WrongUsage(f"{data_dir}: holds no library; there is nothing to export")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            copies = _copies(data_dir, Path(folder))
            if lines := list(graph):
                (Path(folder) / GRAPH).write_text("\n".join(lines) + "\n", encoding="utf-8")
                copies.append(Path(folder) / GRAPH)
            manifest = {**_described(Path(folder)), "note": note, "files": {c.name: _hash(c) for c in copies}}
            packed = Path(folder) / "archive"
            with tarfile.open(packed, "w:gz") as archive:
                _add(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
                for copy in copies:
                    archive.add(copy, copy.name)
            packed.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StopRun(f"{target}: cannot be written ({error}); free some space or name another place") from error
    return manifest


def unpack(source: Path, data_dir: Path) -> dict[str, Any]:
    """Restore an archive into a data folder that holds no library yet, and return its manifest.

    Raises WrongUsage when the file is no archive, is damaged, or the folder holds a library already; nothing is changed then.
    """
    taken = [name for name in KEPT[:3] if (data_dir / name).exists()]
    if taken:
        raise WrongUsage(f"{data_dir}: holds a {taken[0]} already; import into an empty folder (--data-dir)")
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=data_dir) as folder, tarfile.open(source, "r:gz") as archive:
            manifest = json.loads(_content(archive, MANIFEST))
            if manifest.get("form") != _FORM:
                raise WrongUsage(f"{source}: was written by another racegraph (form {manifest.get('form')}, this one reads {_FORM})")  # fmt: skip
            for name, wanted in manifest["files"].items():
                if name in (*KEPT, GRAPH):
                    (Path(folder) / name).write_bytes(_content(archive, name))
                    if _hash(Path(folder) / name) != wanted:
                        raise WrongUsage(f"{source}: {name} in it is damaged; take another copy of the archive")
            for name in manifest["files"]:
                if name in KEPT:
                    (Path(folder) / name).replace(data_dir / name)
    except (tarfile.TarError, EOFError, KeyError, ValueError) as error:
        raise WrongUsage(f"{source}: is no racegraph archive, or is damaged ({error})") from error
    except OSError as error:
        raise WrongUsage(f"{source}: cannot be read ({error.strerror or error})") from error
    return dict(manifest)


def corpus_hash(library: Library) -> str:
    """Return a hash of which versions of which articles a library holds."""
    versions = sorted(f"{a.id} {v.version}" for a in library.articles() for v in library.versions(a.id))
    return hashlib.sha256("\n".join(versions).encode()).hexdigest()


def _described(folder: Path) -> dict[str, Any]:
    with Library(folder / "library.db") as library:
        described: dict[str, Any] = {"articles": library.count(), "corpus": corpus_hash(library)}
    extractors: Counter[str] = Counter()
    judgements = 0
    if (folder / "ledger.db").exists():
        with Ledger(folder / "ledger.db") as ledger:
            extractors.update(r.extraction.extractor for r in ledger.extractions())
            judgements = len(ledger.judgements())
    return {
        "form": _FORM, "racegraph": installed_version("racegraph"), "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **described, "extractors": dict(extractors), "judgements": judgements,
    }  # fmt: skip


def _copies(data_dir: Path, folder: Path) -> list[Path]:
    copies = []
    for name in KEPT:
        if not (data_dir / name).exists():
            continue
        if name.endswith(".db"):
            with closing(sqlite3.connect(data_dir / name)) as source, closing(sqlite3.connect(folder / name)) as copy:
                source.backup(copy)
        else:
            (folder / name).write_bytes((data_dir / name).read_bytes())
        copies.append(folder / name)
    return copies


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _content(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
