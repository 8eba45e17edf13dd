"""Kinds that nothing is two of: a crop is no other crop, a case has one field, money comes from one source.

Families of such kinds are rows of kinds.csv. People and households may well be of two, but for those marked so: a
household keeps buffaloes and cattle, a pupil goes to one school.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.lexicon import phrase_pattern, table, unit_kind

#: what holds several kinds at once: people, households, places, bodies and meetings
_OF_MANY = frozenset(("person", "household", "place", "body", "unit", "village"))
_OF_SEVERAL = re.compile(
    r"(?:hộ|gia đình|đơn vị|cơ sở|lượt|lớp|cuộc|buổi|hội nghị|văn bản|đợt|lần|đoàn|mô hình|tổ|nhóm|hợp tác xã|xã"
    r"|thôn)(?!\w)"
)


@cache
def _families() -> tuple[tuple[re.Pattern[str], bool], ...]:
    rows = table("kinds.csv")
    return tuple((re.compile(phrase_pattern(row["words"].split("|"))), row["persons"] == "yes") for row in rows)


def are_kinds(words: Sequence[str], unit: str) -> bool:
    """Whether each item of a list is told by another kind of one family, of which a thing of the unit is one only.

    >>> are_kinds(["lúa", "cây ngô"], "ha"), are_kinds(["trâu", "bò"], "hộ"), are_kinds(["mầm non", "tiểu học"], "em")
    (True, False, True)
    """
    of_many = unit_kind(unit) in _OF_MANY or bool(_OF_SEVERAL.match(unit))
    for family, of_persons in _families():
        found = [family.findall(said) for said in words]
        one_each = all(len(kinds) == 1 for kinds in found)
        if one_each and len({kinds[0] for kinds in found}) == len(words) and (of_persons or not of_many):
            return True
    return False
