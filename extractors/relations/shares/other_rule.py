"""Shares told again and again by the same words, all wrong the same way: they are of another base by a rule.

"Tiếp nhận 412 vụ, hòa giải thành 301 vụ, đạt 75,1%; tiếp nhận 388 vụ, hòa giải thành 290 vụ, đạt 76,9%; …" divides each
time by what was closed, not by what came in. A slip of the pen happens once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.relations.relation import Relation
from extractors.relations.world import World

#: from how many shares on it is a rule, and how far off their base it may be
_RULE, _FAR = 3, Decimal("1.25")
#: by how much shares of one whole may miss it together
_WHOLE = 10
#: how far before a figure its words are read
_REACH = 40
_WORD = re.compile(r"[^\W\d_]+")
_MISSING = "các tỷ lệ nêu giống nhau đều tính trên một mẫu số khác"


def without_other_rule(world: World, percents: Sequence[Relation]) -> Iterator[Relation]:
    """Yield percentages; those that fail are open where all that are told by their words fail the same way."""
    alike: dict[tuple[str, str], list[Relation]] = {}
    for relation in percents:
        if relation.verdict != "undecided" and relation.total is not None and len(relation.parts) == 1:
            alike.setdefault(_words(world, relation.parts[0], relation.total), []).append(relation)
    of_one: dict[int | None, list[Relation]] = {}
    for relation in percents:
        if relation.parts[:1] != (relation.total,):
            of_one.setdefault(relation.total, []).append(relation)
    open_ones = {id(r) for together in alike.values() if _is_rule(together) for r in together}
    open_ones |= {id(r) for together in of_one.values() if _divide_nothing(together) for r in together}
    for relation in percents:
        if relation.verdict == "fails" and id(relation) in open_ones:
            yield replace(relation, verdict="undecided", missing=_MISSING, expected=None)
        else:
            yield relation


def _words(world: World, part: int, total: int) -> tuple[str, str]:
    """Return the two syllables before a part and those before its base."""
    told = (
        world.folded[max(0, world.numbers[n].span.start - _REACH) : world.numbers[n].span.start] for n in (part, total)
    )
    one, other = (" ".join(_WORD.findall(words)[-2:]) for words in told)
    return one, other


def _is_rule(together: Sequence[Relation]) -> bool:
    """Whether shares print more than their base gives, or all less, none by far; one of four may be right by chance."""
    pairs = [(r.found, r.expected) for r in together if r.verdict == "fails" and r.found and r.expected]
    if len(pairs) < _RULE or len(pairs) * 4 < len(together) * 3 or len({r.total for r in together}) < _RULE:
        return False
    above = {printed > right for printed, right in pairs}
    return len(above) == 1 and all(max(pair) <= min(pair) * _FAR for pair in pairs)


def _divide_nothing(together: Sequence[Relation]) -> bool:
    """Whether shares beside the parts of one total are none of them right of it, and make no whole: each has its own.

    "Đạt chuẩn 36/80 trường (mầm non 9 trường, đạt 29%; tiểu học 17 trường, đạt 61%; THCS 10 trường, đạt 48%)".
    """
    shares = [r.found or Decimal(0) for r in together if r.verdict == "fails"]
    return len(shares) >= _RULE and len(shares) == len(together) and abs(sum(shares, Decimal(0)) - 100) > _WHOLE
