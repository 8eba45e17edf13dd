"""The figures of a paragraph with what each says of itself, and which of them may be ends of a change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.relations.amounts import ratio
from extractors.relations.changes.change_words import Said
from extractors.relations.passages import Figure
from extractors.relations.world import World

#: how many figures between a change and what it came to
REACH = 12
_OWN = re.compile(r"[,;:.(–—)]\s*|(?<!\w)(?:và|nhưng|song|trong khi|còn)(?!\w)")


@dataclass(frozen=True, slots=True)
class ToldBlock:
    """The figures of a block and what they say."""

    world: World
    figures: Sequence[Figure]
    told: Sequence[Said]

    def between(self, one: int, other: int) -> str:
        """Return the words between two figures."""
        span = (
            self.world.numbers[self.figures[one].number].end,
            self.world.numbers[self.figures[other].number].span.start,
        )
        return " ".join(self.world.folded[slice(*span)].split())

    def is_base(self, at: int, base: int) -> bool:
        """Whether a figure may be measured as a change compares: of its unit, or of any where a percentage tells it."""
        change, figure = self.figures[at], self.figures[base]
        if figure.home != change.home or not figure.value:
            return False
        number = self.world.numbers[figure.number]
        if number.sign != "=" or number.of is not None:
            return False
        if change.unit == "%":
            return True
        if change.unit.startswith("điểm"):
            return figure.unit in ("%", change.unit)
        return figure.unit == "" or ratio(given(figure.unit), given(change.unit)) is not None


def given(unit: str) -> str:
    """Return what a rate gives: "tạ" of "tạ/ha"."""
    return unit.partition("/")[0]


def is_alike(block: ToldBlock, one: int, other: int, change: int) -> bool:
    """Whether two figures are of one unit, or one has none of its own, and a change may be told in it."""
    units = [given(block.figures[i].unit) for i in (one, other)]
    own = block.figures[change].unit
    known = [unit for unit in units if unit]
    fitting = own == "%" or all(
        unit == "%" if own.startswith("điểm") else ratio(unit, own) is not None for unit in known
    )
    return bool(known) and fitting and (len(known) < 2 or ratio(*units) is not None)


def label_of(figure: Figure) -> str:
    """Return the words before a figure, up to a semicolon, colon or full stop."""
    return re.split(r"[;:.]\s", figure.before)[-1]


def own_clause(figure: Figure) -> str:
    """Return the words before a figure, up to any mark or "và", "nhưng"."""
    return _OWN.split(figure.before)[-1]
