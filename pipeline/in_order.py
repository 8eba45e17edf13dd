"""Positions worked on one after another or by several processes at once; answers come in their order."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.worker import Stopped, pickled, unpickled
from pipeline.workers import Pool

#: takes a position and what was kept of the first one like it (None for that itself),
#: returns an answer and what to keep
WorkAt = Callable[[int, Any], tuple[Any, Any]]
#: a position, what was kept of the first one like it, pickled, and whether others like it follow
_Job = tuple[int, bytes | None, bool]

#: no further job is given while answers that wait for their turn hold more bytes than this
_MOST_WAITING = 64 * 1024 * 1024
_NO_PROCESS = Stopped("internal", "máy không mở được tiến trình để đọc tệp")


def one_by_one(work: WorkAt, first: Sequence[int]) -> Iterator[Any]:
    """Yield the answers of work in this process; `first[i]` is the first position like i."""
    left = Counter(first)
    kept: dict[int, Any] = {}
    for position, like in enumerate(first):
        answer, keep = work(position, kept.get(like))
        left[like] -= 1
        if not left[like]:
            kept.pop(like, None)
        elif position == like:
            kept[like] = keep
        yield answer


@dataclass(frozen=True, slots=True)
class InWorker:
    """Work as the workers of a pool do it, for `in_order`."""

    work: WorkAt

    def __call__(self, job: _Job) -> tuple[bytes, bytes | None]:
        """Return the answer, and what to keep if others like it follow, each pickled."""
        position, kept, followed = job
        answer, keep = self.work(position, kept and unpickled(kept))
        return pickled(answer), pickled(keep) if followed else None


def in_order(pool: Pool, first: Sequence[int]) -> Iterator[Any]:
    """Yield the answers of a pool that does InWorker, Stopped for what asked for too much; then close the pool.

    A position waits for the first one like it, and is not worked on where that was stopped.
    """
    batch = _batch(first)
    with pool:
        for position in range(len(first)):
            while position not in batch.answers:
                _give(pool, batch)
                for ended in pool.ended() if pool.busy else ():
                    batch.end(ended.key, ended.answer)
            yield batch.take(position)


def _give(pool: Pool, batch: _Batch) -> None:
    """Give every free worker something to do; what waits for its turn must not fill the memory."""
    while batch.ready and (batch.waiting < _MOST_WAITING or not pool.busy):
        try:
            free = pool.free()
        except OSError:
            batch.end(batch.next_job()[0], _NO_PROCESS)
            continue
        if not free:
            return
        pool.give(*batch.next_job())


@dataclass(slots=True)
class _Batch:
    """What can be worked on, what waits for one like it, what was kept for that, and the answers not asked for yet."""

    first: Sequence[int]
    ready: list[int]
    again: dict[int, list[int]]
    kept: dict[int, bytes | None] = field(default_factory=dict)
    answers: dict[int, bytes | Stopped] = field(default_factory=dict)
    waiting: int = 0

    def next_job(self) -> tuple[int, _Job]:
        """Return the position that comes first, and its job."""
        position = heapq.heappop(self.ready)
        like = self.first[position]
        return position, (position, self.kept.get(like), position == like and like in self.again)

    def end(self, position: int, answered: bytes | Stopped) -> None:
        """Take what became of a position; those like it can be worked on, or share its end."""
        again = self.again.get(position, [])
        if isinstance(answered, Stopped):
            self.answers |= dict.fromkeys((position, *again), answered)
            return
        answer, kept = unpickled(answered)
        self.answers[position] = answer
        self.waiting += len(answer)
        if kept is not None:
            self.kept[position] = kept
        for other in again:
            heapq.heappush(self.ready, other)

    def take(self, position: int) -> Any:
        """Return the answer of a position, which is not asked for again."""
        like = self.first[position]
        if like in self.again and position == self.again[like][-1]:
            self.kept.pop(like, None)
        answer = self.answers.pop(position)
        if isinstance(answer, Stopped):
            return answer
        self.waiting -= len(answer)
        return unpickled(answer)


def _batch(first: Sequence[int]) -> _Batch:
    again: dict[int, list[int]] = defaultdict(list)
    for position, like in enumerate(first):
        if position != like:
            again[like].append(position)
    return _Batch(first, [position for position, like in enumerate(first) if position == like], dict(again))
