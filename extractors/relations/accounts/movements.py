"""Words of movement: whether a figure tells what came or what went."""

from __future__ import annotations

import re
from functools import cache

from extractors.lexicon import guarded_pattern, table


@cache
def _movements() -> tuple[re.Pattern[str], dict[str, int]]:
    """Return the pattern of all words of movement, unless others stand behind them, and their directions."""
    rows = {row["phrase"]: row for row in table("movements.csv")}
    pattern = guarded_pattern({phrase: ((), row["refuse_after"]) for phrase, row in rows.items()})
    return re.compile(pattern), {phrase: int(row["direction"]) for phrase, row in rows.items()}


def movement(words: str) -> int | None:
    """Return whether folded words tell what came (1) or went (-1), by the last of them, None for neither.

    >>> movement("trong kỳ kết nạp"), movement("từ trần"), movement("hội viên nữ")
    (1, -1, None)
    """
    found = movement_word(words)
    return _movements()[1][found] if found else None


def movement_word(words: str) -> str | None:
    """Return the last word of movement in folded words."""
    found = [" ".join(match.group().split()) for match in _movements()[0].finditer(words)]
    return found[-1] if found else None
