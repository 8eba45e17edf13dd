"""Work during which Python does not look for cycles: facts hold none, and of a long report it takes an eighth."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_sought() -> Iterator[None]:
    """Put off the search for cycles until the work is done; it stays off where it was off before.

    >>> with not_sought():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _age()
            gc.enable()


def _age() -> None:
    """File all there is under what has lasted, where a search seldom looks: the next one need not go through it."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
