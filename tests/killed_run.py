"""A run that says when it begins, to be ended at any moment or before a step of writing."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from pipeline.export import atomic
from pipeline.run_command import Asked, Choice, run

STEPS = count()


def ended(step: Callable[..., Any], at: int) -> Callable[..., Any]:
    """A step of writing before which the run is killed when so many such steps were taken."""

    def taken(*args: Any, **named: Any) -> Any:
        if next(STEPS) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return step(*args, **named)

    return taken


if __name__ == "__main__":
    folder, out, workers, last = sys.argv[1:]
    if int(last) >= 0:
        atomic.os.fsync = ended(os.fsync, int(last))  # type: ignore[attr-defined]
        for name in ("replace", "unlink", "rmdir"):
            setattr(Path, name, ended(getattr(Path, name), int(last)))
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    sys.exit(run(Path(folder), Path(out), Choice(workers=int(workers), asked=Asked(data=True))))
