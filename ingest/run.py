"""Takes files into the library and counts what became of each: nothing is lost without a line that says so."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ingest.files import FoundFile, SkippedFile, find_files, read_files
from ingest.library import Library


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `done` of `total` files, the last of them `path`."""

    done: int
    total: int
    path: str


@dataclass(slots=True)
class IngestCounts:
    """What became of the files of a run; `found` is the sum of all the others."""

    found: int = 0
    new: int = 0
    unchanged: int = 0
    new_versions: int = 0
    skipped: list[SkippedFile] = field(default_factory=list)

    def skipped_by_reason(self) -> dict[str, int]:
        """Return how many files were left out for which reason, the commonest first."""
        return dict(Counter(one.reason for one in self.skipped).most_common())


def ingest_paths(
    library: Library,
    paths: Iterable[str | os.PathLike[str]],
    *,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> IngestCounts:
    """Read files and folders into the library. Raises StopRun when the library cannot be written."""
    given = list(paths)
    total = sum(isinstance(found, FoundFile) for found in find_files(given))
    counts = IngestCounts()
    for found in read_files(given):
        counts.found += 1
        if isinstance(found, SkippedFile):
            counts.skipped.append(found)
        else:
            match library.add(found.article, found.raw):
                case "new":
                    counts.new += 1
                case "unchanged":
                    counts.unchanged += 1
                case "new version":
                    counts.new_versions += 1
        on_progress(Progress(counts.found, max(total, counts.found), found.path))
    return counts
