"""Names of branches that hold a comma or "và" themselves, which part no items of a list."""

from __future__ import annotations

import re
from functools import cache

from extractors.lexicon import phrase_pattern, table

#: what stands for a blank and a comma inside a name
_BLANK, _COMMA = "_", "\u201a"


@cache
def _branches() -> re.Pattern[str]:
    return re.compile(phrase_pattern([row["words"] for row in table("branches.csv")]))


def joined(folded: str) -> str:
    """Return folded words with the names of branches in one piece each, as long as they were.

    >>> joined("phòng nội vụ, phòng tài nguyên và môi trường")
    'phòng nội vụ, phòng tài_nguyên_và_môi_trường'
    """
    if " và " not in folded:
        return folded
    return _branches().sub(lambda found: found.group().replace(" ", _BLANK).replace(",", _COMMA), folded)


def parted(words: str) -> str:
    """Return words as they were before `joined`.

    >>> parted("phòng tài_nguyên_và_môi_trường")
    'phòng tài nguyên và môi trường'
    """
    return words.replace(_BLANK, " ").replace(_COMMA, ",")
