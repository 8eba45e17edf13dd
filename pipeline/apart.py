"""Work on files apart from the program that shows them: in worker processes, which bound what a file may ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from pipeline.in_order import InWorker, WorkAt, in_order, one_by_one
from pipeline.ingest.archive import Opened, open_archive
from pipeline.ingest.errors import IngestError
from pipeline.ingest.folder import FoundFile
from pipeline.prepared import prepare
from pipeline.system import cores
from pipeline.worker import Stopped
from pipeline.workers import Pool

_MOST_WORKERS = 4


def answers(work: WorkAt, first: Sequence[int], workers: int | None = None) -> Iterator[Any]:
    """Return the answers of work at each position, in their order, Stopped for what asked for too much.

    It is done in `workers` processes (without a word: one a core, at most four), in this one if 0 or if the system
    starts none. `first[i]` is the first position like i.
    """
    count = min(_MOST_WORKERS, cores()) if workers is None else workers
    if count and first:
        prepare()
        with suppress(OSError):
            return in_order(Pool(InWorker(work), count), first)
    return one_by_one(work, first)


def opened(files: Sequence[FoundFile]) -> Iterator[Opened]:
    """Yield what is in each archive; one that asks for too much stands for itself, with its error."""
    told = answers(partial(_opened_at, files), range(len(files)))
    for file, answer in zip(files, told, strict=True):
        if isinstance(answer, Stopped):
            yield (replace(file, error=IngestError(answer.code, answer.cause)),), {}
        else:
            yield answer


def _opened_at(files: Sequence[FoundFile], position: int, _kept: object) -> tuple[Opened, None]:
    return open_archive(files[position]), None
