"""How far the work is, on standard error: only for people, and only where it takes long enough to ask."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

_MANY_FILES = 10
_LONG = 1.0  # seconds


class Bar:
    """A progress bar that appears when there are many files or the first of them took long."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._wanted = sys.stderr.isatty()
        self._bar: Progress | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.hide()

    def report(self, done: int, total: int) -> None:
        """Show how many files are done."""
        late = time.monotonic() - self._started > _LONG
        if not self._wanted or done == total or not (total > _MANY_FILES or late):
            return
        if self._bar is None:
            self._bar = _bar(total)
        self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done)

    def hide(self) -> None:
        """Take the bar away, so that something else can be written to the same terminal."""
        if self._bar is not None:
            self._bar.stop()


def _bar(total: int) -> Progress:
    # Rich takes a tenth of a second to import: only those who see the bar pay for it
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn(), TextColumn("tệp"), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
    bar.add_task("", total=total)
    return bar
