"""What stands between the commands and the terminal: streams, colours, progress."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

from pipeline.os_causes import cause_of
from pipeline.terminal import COLOUR, PLAIN, Paint

if TYPE_CHECKING:
    from rich.progress import Progress

#: the exit status of a run that could not read or write something
UNREADABLE = 2

_MANY_FILES = 10
_LONG = 1.0  # seconds


def tell(*lines: str) -> None:
    """Write lines to standard error."""
    for line in lines:
        typer.echo(line, err=True)


def paint() -> Paint:
    """Return colours for a terminal that shows them, unless the user wants none."""
    old_windows = os.name == "nt" and "WT_SESSION" not in os.environ
    unwanted = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return COLOUR if sys.stdout.isatty() and not unwanted and not old_windows else PLAIN


@contextmanager
def output() -> Iterator[Callable[[bytes], None]]:
    r"""Give what writes to standard output: bytes, so that it is UTF-8 and "\n" on every console.

    A reader that goes away ends the work without noise.
    """
    try:
        yield _write
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # Windows says EINVAL of a pipe that was closed
            tell(f"Không ghi được kết quả ra đầu ra: {cause_of(error)}.")
        # else Python would try once more at its end, and complain
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(UNREADABLE) from error


def _write(content: bytes) -> None:
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()  # before the bar comes back to the same terminal


class Bar:
    """How far the work is, on standard error: for people, where there are many files or the first took long."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._wanted = sys.stderr.isatty()
        self._bar: Progress | None = None

    def report(self, done: int, total: int) -> None:
        """Show how many files are done."""
        late = time.monotonic() - self._started > _LONG
        if not self._wanted or done == total or not (total > _MANY_FILES or late):
            return
        if self._bar is None:
            self._bar = _bar(total)
        self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done, refresh=True)

    def hide(self) -> None:
        """Take the bar away, so that something else can be written to the same terminal."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def progress() -> Iterator[Bar]:
    """Give a bar that is gone when the work is done or broken off."""
    bar = Bar()
    try:
        yield bar
    finally:
        bar.hide()


def _bar(total: int) -> Progress:
    # a tenth of a second to import: only those who see the bar pay for it
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn(), TextColumn("tệp"), TimeElapsedColumn())
    # no thread of its own: worker processes are copies of this one, and only its first thread goes with them
    bar = Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        auto_refresh=False,
    )
    bar.add_task("", total=total)
    return bar
