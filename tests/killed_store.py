"""Runs that end at any moment: what they do, and what a run that nobody stops leaves; started by test_store_killed."""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pipeline.decisions import ACTS, Decision
from pipeline.store.store import open_store
from tests.kept import one_run


def typed(count: int) -> list[Decision]:
    """So many decisions on as many findings, the same each time."""
    chosen = random.Random(count)
    acts = list(ACTS)
    return [
        Decision(
            f"{number % 50:064x}",
            f"xã {number % 50}.docx",
            "xã Tiên Lãng",
            f"sum-{number:012x}",
            "sum",
            chosen.choice(acts),
            f"lý do {number}" * chosen.randrange(1, 40),
            "Lê Thị Hoa",
        )
        for number in range(count)
    ]


def decide(out: Path, count: int, seed: int) -> None:
    """Carry all that is not yet carried, in random order and parts, and say each that is safe."""
    chosen = random.Random(seed)
    rows = typed(count)
    chosen.shuffle(rows)
    with open_store(out) as store:
        while rows:
            part, rows = rows[: chosen.randrange(1, 9)], rows[chosen.randrange(1, 9) :]
            store.carry(part)
            sys.stdout.write("".join(f"{one.finding}\n" for one in part))
            sys.stdout.flush()


if __name__ == "__main__":
    what, folder, number, start = sys.argv[1:]
    if what == "decide":
        decide(Path(folder), int(number), int(start))
    else:
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        one_run(Path(folder), int(number), 20)
