"""The words of a figure in widening circles, and whether what it stands under names a part of what a metric counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from extractors.catalogue.explained import codes_above
from extractors.catalogue.tables import rows
from extractors.cues import seeker
from extractors.lexicon import phrase_pattern
from extractors.slots import fills_slots

#: the first two words after the mark of an item
_SUBJECT = re.compile(
    r"[-+*•\s]*(?:(?:riêng|tại|ở|trong đó)\s)?(?P<words>[^\W\d]+(?:\s[^\W\d]+){0,2})(?=[:,]?\s[^\W\d])"
)
#: what the first count of a clause is told to be of: the counts after it are parts of that
_COUNTED_FIRST = re.compile(r"\d(?: bộ| lượt)? (?:hồ sơ|đơn)(?P<words>(?: [^\W\d]+){0,5})")
_WHOLE_SUBJECT = re.compile(r"(?:toàn |cả )?(?:huyện|quận|thị xã|thành phố)(?! (?:đoàn|ủy))(?!\w)")


Search = Callable[[str], re.Match[str] | None]


@fills_slots
@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one quantity, folded, "#" in the place of the number, from the nearest to the widest.

    `near`: its own words to the next comma; `told`: these with all that follows up to a mark or number; `own`: its
    whole item; `sentence`: all words of its sentence;
    `path`: those of its parents, lead-in, table heads and headings; `above`: the metrics of its parent entry;
    `cell`: a table figure, whose nearest words are the head of its column; `level`: that of the report's own unit;
    `lead`: what introduces its sentence or group; `clause`: what of its sentence stands between
    semicolons, of a table all heads.
    """

    near: str
    told: str
    own: str
    sentence: str
    path: str
    above: frozenset[str] = frozenset()
    cell: bool = False
    level: str | None = None
    lead: str = ""
    clause: str = ""


@cache
def _scopes(metric: str) -> tuple[tuple[Search, Search | None, str, str], ...]:
    """Return what makes a figure no longer one of a metric: words, words that lift it, where they stand, what level.

    A row with "subject:huyen" holds in reports of districts.
    """
    codes = set(codes_above(metric))
    return tuple(
        (
            re.compile(scope).match if row["where"].startswith("subject") else seeker(scope),
            re.compile(row["unless"]).search if row["unless"] else None,
            row["where"].partition(":")[0],
            row["where"].partition(":")[2],
        )
        for row in rows("scopes.csv")
        if not codes.isdisjoint(row["metrics"].split("|")) and (scope := phrase_pattern(row["scope"].split("|")))
    )


def is_narrowed(wording: Wording, metric: str) -> bool:
    """Whether what a figure stands under names a part of what a metric counts."""
    for found, unless, at, level in _scopes(metric):
        if level and wording.level != level:
            continue
        # the row says what part of a table a figure is of
        above = [] if wording.cell else wording.path.split(" ; ")
        for words in above if at == "path" else [_place(wording, at)]:
            if found(words) and not (unless and unless(words)):
                return True
    return False


def _subject(sentence: str) -> str:
    """Return the first words of a sentence, which its figures are told of ("Thôn Đông nhận 12 thư, gửi 5 thư")."""
    found = _SUBJECT.match(sentence)
    return found["words"] if found else ""


def _place(wording: Wording, where: str) -> str:
    """Return the words that a scope is asked of: of a table figure its heads, else those before the number."""
    if where == "head":
        return wording.near.partition("#")[0] if wording.cell else ""
    if where == "subject":
        # what follows a semicolon may be told of the whole again
        return "" if wording.cell or _WHOLE_SUBJECT.match(wording.own) else _subject(wording.sentence)
    if where == "first":
        found = None if wording.cell else _COUNTED_FIRST.search(wording.clause)
        return found["words"] if found else ""
    if where == "after":
        return "" if wording.cell else wording.told.partition("#")[2]
    words: str = getattr(wording, where)
    return words.partition("#")[0]
