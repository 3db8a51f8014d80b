"""What every command is given: the settings, read when first asked for, and how to show progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.settings import Settings


@dataclass
class State:
    """The options before the command."""

    data_dir: Path | None
    config: Path | None
    verbose: int

    @cached_property
    def settings(self) -> Settings:
        """The settings; the log is started with them."""
        from app.log import start_log
        from app.settings import load_settings

        start_log(verbose=self.verbose)
        return load_settings(self.config, data_dir=self.data_dir)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """Show a bar on stderr where it is a terminal; yield `advance(done, total, name)`."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(what, total=None, name="")

        def advance(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=name[-50:])

        yield advance
