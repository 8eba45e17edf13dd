"""Text that is safe on a terminal, and what marks headings and numbers there."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: nothing of a report may steer a terminal
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Paint:
    """What is written before and after headings and the numbers of a quotation."""

    strong: tuple[str, str]
    mark: tuple[str, str]


PLAIN = Paint(("", ""), ("«", "»"))
COLOUR = Paint(("\x1b[1m", "\x1b[0m"), ("\x1b[1;31m", "\x1b[0m"))


def clean(text: str) -> str:
    r"""Return text on one line that cannot steer a terminal.

    >>> clean("a\n\tb \x1b[31m")
    'a b \ufffd[31m'
    """
    return CONTROLS.sub("\ufffd", " ".join(text.split()))
