"""A reader's plea for more time: reading a page of a scan takes seconds, and a hundred pages are no hang."""

from __future__ import annotations

from collections.abc import Callable

_asked: list[Callable[[float], None]] = []


def ask_for(seconds: float) -> None:
    """Ask for so many seconds more than one file has, before the work that needs them; nobody need listen."""
    for grant in _asked:
        grant(seconds)


def on_plea(grant: Callable[[float], None]) -> None:
    """Let the one who watches the clock be told of pleas from now on."""
    _asked[:] = [grant]
