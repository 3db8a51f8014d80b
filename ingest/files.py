"""Walks files and folders and yields an article for each file that is one, and a plain line for each that is not.

No file stops the walk. Addresses are relative to the ingested root, so that a folder may move without its articles changing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from ingest.article import Article
from ingest.errors import SkipPage
from ingest.metadata import Metadata
from ingest.page_metadata import canonical_address
from ingest.readers import READERS, reader_of
from ingest.reading import Document, Reading, to_article
from ingest.sidecar import SIDECAR_SUFFIXES, read_sidecar

LARGEST_FILE_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was left out: `reason` to count by, `line` to show to the user."""

    path: str
    reason: str
    line: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """An article together with the file's bytes, as the library keeps them."""

    path: str
    article: Article
    raw: bytes


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read, and its path below the root it was found under."""

    path: Path
    address: str


def read_paths(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Article | SkippedFile]:
    """Yield the articles in files and folders (recursive, sorted), and a SkippedFile for whatever cannot be used."""
    for found in read_files(paths):
        yield found.article if isinstance(found, ReadFile) else found


def read_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[ReadFile | SkippedFile]:
    """Do what `read_paths` does and hand over each file's bytes as well."""
    taken: dict[str, Path] = {}
    for found in find_files(paths):
        yield found if isinstance(found, SkippedFile) else read_file(_with_own_address(found, taken))


def _with_own_address(found: FoundFile, taken: dict[str, Path]) -> FoundFile:
    """Tell files of one name apart when they were given one by one: by the folder's name, then by the whole path."""
    resolved = found.path.resolve()
    for address in (found.address, f"{resolved.parent.name}/{found.address}"):
        if taken.setdefault(address, resolved) == resolved:
            return FoundFile(found.path, address)
    return FoundFile(found.path, resolved.as_posix())


def find_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[FoundFile | SkippedFile]:
    """List the files to read, without opening any; hidden files and the records beside articles are passed over."""
    for given in paths:
        root = Path(given)
        if root.is_dir():
            yield from _in_folder(root)
        elif root.exists():
            yield FoundFile(root, root.name)
        else:
            yield SkippedFile(str(root), "missing", f"{root}: there is no such file or folder")


def read_file(found: FoundFile) -> ReadFile | SkippedFile:
    """Read one file, or say in one line why it cannot be used."""
    try:
        raw = _content(found.path)
        document = Document(raw, str(found.path))
        reading = reader_of(document).read(document)
        sidecar = read_sidecar(found.path)
    except SkipPage as error:
        return SkippedFile(str(found.path), error.reason, str(error))
    except OSError as error:
        return SkippedFile(
            str(found.path), "unreadable", f"{found.path}: cannot be opened ({error.strerror or error}); left out"
        )
    return ReadFile(str(found.path), _article(reading, found, sidecar), raw)


def _article(reading: Reading, found: FoundFile, sidecar: Metadata | None) -> Article:
    above = (("sidecar", sidecar),) if sidecar else ()
    stated = [metadata.url for _, metadata in (*above, *reading.stated) if metadata.url]
    # The first address stated is the file's own; a page's canonical link may still name it better.
    url = canonical_address(stated[-1], fetched=canonical_address(stated[0], fetched="")) if stated else ""
    return to_article(reading, address=url or found.address, url=url, source=str(found.path), above=above)


def _in_folder(root: Path) -> Iterator[FoundFile | SkippedFile]:
    unreadable: list[SkippedFile] = []

    def note(error: OSError) -> None:
        unreadable.append(
            SkippedFile(str(error.filename), "unreadable", f"{error.filename}: cannot be listed ({error.strerror})")
        )

    for folder, folders, names in os.walk(root, onerror=note):
        present = set(names)
        # A browser saves what a page needs into a folder named after it; nothing in there is an article.
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not _belongs_to_saved_page(name, present)
        )
        for name in sorted(names):
            path = Path(folder) / name
            if not name.startswith(".") and not _is_sidecar(name, present):
                yield FoundFile(path, path.relative_to(root).as_posix())
        yield from unreadable
        unreadable.clear()
    yield from unreadable


def _belongs_to_saved_page(folder: str, names: set[str]) -> bool:
    stem = folder.removesuffix("_files")
    return stem != folder and bool({f"{stem}.html", f"{stem}.htm"} & names)


def _is_sidecar(name: str, names: set[str]) -> bool:
    path = PurePath(name)
    if path.suffix.lower() not in SIDECAR_SUFFIXES:
        return False
    return any(path.stem + other in names for reader in READERS for other in reader.suffixes)


def _content(path: Path) -> bytes:
    """Return the file's bytes. Its size and kind are asked first: a huge file or a pipe must not be read."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise SkipPage(f"{path}: is not a regular file; left out", reason="not a file")
    if status.st_size > LARGEST_FILE_BYTES:
        raise SkipPage(
            f"{path}: is {status.st_size / 1e6:.0f} MB, more than the {LARGEST_FILE_BYTES // 1_000_000} MB a file may have; left out",
            reason="too large",
        )
    raw = path.read_bytes()
    if not raw.strip():
        raise SkipPage(f"{path}: is empty; left out", reason="empty")
    return raw
