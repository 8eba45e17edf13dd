"""The relations of gold as arithmetic: which hold, and which no longer do once numbers of a report have changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import prod
from typing import Any

Place = tuple[int, int]
#: by how much the units of two figures of one relation may differ ("37,25 tỷ" and "37.250 triệu")
_SCALES = tuple(Decimal(1).scaleb(by) for by in (0, 3, -3, 6, -6, 2, -2, 1, -1, 4, -4, 5, -5, 9, -9))
_EXACT = Decimal(0)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the gold: line from 1, column from 0, offset in the text, text as printed, role, value, `of`."""

    line: int
    col: int
    start: int
    text: str
    role: str
    value: Decimal
    of: Decimal | None = None
    unit: str | None = None

    @property
    def end(self) -> int:
        """The offset after the number."""
        return self.start + len(self.text)

    @property
    def place(self) -> Place:
        """Line and column."""
        return self.line, self.col


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that held: its numbers by what they are in it, in which scale, which way, how many items it lists."""

    kind: str
    operands: tuple[tuple[str, Number], ...]
    scale: Decimal = Decimal(1)
    sign: int = 0
    listed: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All numbers of the relation."""
        return tuple(number for _, number in self.operands)

    def all(self, role: str) -> tuple[Number, ...]:
        """The numbers of one role."""
        return tuple(number for name, number in self.operands if name == role)

    def one(self, role: str) -> Number | None:
        """The number of a role of which there is at most one."""
        return next((number for name, number in self.operands if name == role), None)

    def roles(self, number: Number) -> tuple[str, ...]:
        """What a number is in the relation."""
        return tuple(name for name, one in self.operands if one.start == number.start)


#: the words of gold for the operands of a relation, by its kind; lists and single numbers alike
_OPERANDS: Mapping[str, Mapping[str, str]] = {
    "sum": {"total": "total", "parts": "part"},
    "order": {"total": "total", "parts": "part"},
    "percent": {"percent": "share", "part": "part", "whole": "whole"},
    "distribution": {"parts": "part"},
    "difference": {"total": "total", "part": "part", "rest": "rest"},
    "balance": {"left": "left", "right": "right"},
    "growth": {"old": "old", "new": "new", "share": "share", "delta": "delta"},
    "product": {"total": "total", "factors": "factor"},
    "ratio": {"part": "part", "whole": "whole", "rest": "rest"},
    "repeat": {"items": "item"},
    "enumeration": {"count": "count"},
}


def relations(stated: Sequence[Mapping[str, Any]], exact: Mapping[Place, Number]) -> tuple[Relation, ...]:
    """Return the relations of a gold that hold and whose arithmetic it pins down, between exact numbers."""
    made = (_relation(one, exact) for one in stated if one["holds"])
    return tuple(one for one in made if one is not None and holds(one))


def _relation(stated: Mapping[str, Any], exact: Mapping[Place, Number]) -> Relation | None:
    kind = stated["kind"]
    if kind == "sum" and stated["exhaustive"] is False:
        return None
    operands: list[tuple[str, Number]] = []
    for word, role in _OPERANDS[kind].items():
        given = stated.get(word)
        for one in given if isinstance(given, list) else [given] if given is not None else []:
            number = exact.get((one["line"], one["col"]))
            if number is None:
                return None
            operands.append((role, number))
    listed = tuple(stated["items"]) if kind == "enumeration" else ()
    made = Relation(kind, tuple(operands), listed=listed)
    old, new = made.one("old"), made.one("new")
    made = replace(made, sign=_sign(new.value - old.value)) if old and new else made
    return next((fit for scale in _SCALES if holds(fit := replace(made, scale=scale))), None)


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def holds(relation: Relation) -> bool:
    """Tell whether a relation holds: exactly, or within what printing its rounded numbers allows."""
    return _HOLDS[relation.kind](relation)


def broken(all_relations: Sequence[Relation], changed: Mapping[int, Number | None]) -> tuple[Relation, ...]:
    """Return the relations that no longer hold once numbers (by offset) have changed or, where None, are gone."""
    touched = (one for one in all_relations if any(n.start in changed for n in one.numbers))
    return tuple(one for one in touched if (after := _after(one, changed)) and not holds(after))


def _after(relation: Relation, changed: Mapping[int, Number | None]) -> Relation | None:
    """The relation after a change; None where so much is gone that nothing is left to hold."""
    now = ((role, changed.get(number.start, number)) for role, number in relation.operands)
    left = tuple((role, number) for role, number in now if number is not None)
    after = replace(relation, operands=left)
    if len(left) == len(relation.operands):
        return after
    needed = {role for role, _ in relation.operands} - {role for role, _ in left}
    return after if relation.kind in ("sum", "distribution") and not needed else None


# -- the arithmetic of each kind -----------------------------------------------------------------------------------


def _unit(value: Decimal) -> Decimal:
    """One in the last printed digit: a share may be rounded or cut off there."""
    return Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))


def _slack(*values: Decimal) -> Decimal:
    """Nothing between whole numbers, one in the coarsest last digit where rounded ones are added."""
    units = [_unit(value) for value in values]
    return _EXACT if all(unit == 1 for unit in units) else max(units)


def _added(numbers: Sequence[Number]) -> Decimal:
    return sum((number.value for number in numbers), Decimal(0))


def _rounded(numbers: Sequence[Number]) -> Decimal:
    """By how much rounded numbers may miss each other when they are added: half of each one's last decimal."""
    return sum((_unit(number.value) / 2 for number in numbers if _unit(number.value) < 1), _EXACT)


def _sum(relation: Relation) -> bool:
    total = relation.one("total")
    return total is not None and abs(_added(relation.all("part")) - total.value) <= _rounded(relation.numbers)


def _order(relation: Relation) -> bool:
    total = relation.one("total")
    return total is not None and all(part.value <= total.value for part in relation.all("part"))


def _percent(relation: Relation) -> bool:
    share, part, whole = relation.one("share"), relation.one("part"), relation.one("whole")
    if share is None or part is None:
        return False
    base = whole.value if whole else part.of
    return bool(base) and abs(part.value * relation.scale * 100 / (base or 1) - share.value) < _unit(share.value)


def _distribution(relation: Relation) -> bool:
    parts = relation.all("part")
    return abs(_added(parts) - 100) * 2 <= sum(_unit(part.value) for part in parts)


def _difference(relation: Relation) -> bool:
    numbers = relation.numbers
    total, part, rest = (relation.all(role) for role in ("total", "part", "rest"))
    slack = _slack(*(number.value for number in numbers)) if len(numbers) == 3 else None
    return slack is not None and abs(_added(total) - _added(part) - _added(rest)) <= slack


def _balance(relation: Relation) -> bool:
    return abs(_added(relation.all("left")) - _added(relation.all("right"))) <= _rounded(relation.numbers)


def _growth(relation: Relation) -> bool:
    old, new, share, delta = (relation.one(role) for role in ("old", "new", "share", "delta"))
    if old is None or new is None or _sign(new.value - old.value) != relation.sign:
        return False
    change = abs(new.value - old.value)
    if delta is not None and abs(change * relation.scale - abs(delta.value)) > _slack(
        old.value, new.value, delta.value
    ):
        return False
    wanted = change * 100 / old.value if old.value else None
    return share is None or (wanted is not None and abs(wanted - abs(share.value)) < _unit(share.value))


def _product(relation: Relation) -> bool:
    total, factors = relation.one("total"), [number.value for number in relation.all("factor")]
    if total is None:
        return False
    halves = [_EXACT if _unit(value) == 1 else _unit(value) / 2 for value in factors]
    low = prod((value - half for value, half in zip(factors, halves, strict=True)), start=relation.scale)
    high = prod((value + half for value, half in zip(factors, halves, strict=True)), start=relation.scale)
    return low - _unit(total.value) < total.value < high + _unit(total.value)


def _ratio(relation: Relation) -> bool:
    part, whole, rest = (relation.one(role) for role in ("part", "whole", "rest"))
    base = whole.value if whole else part.of if part else None
    if part is None or base is None or part.value > base:
        return False
    return rest is None or base - part.value == rest.value


def _repeat(relation: Relation) -> bool:
    first, *others = [number.value for number in relation.all("item")]
    return all(abs(first * relation.scale - other) <= _slack(first * relation.scale, other) / 2 for other in others)


def _enumeration(relation: Relation) -> bool:
    count = relation.one("count")
    return count is not None and count.value == len(relation.listed)


_HOLDS: Mapping[str, Callable[[Relation], bool]] = {
    "sum": _sum,
    "order": _order,
    "percent": _percent,
    "distribution": _distribution,
    "difference": _difference,
    "balance": _balance,
    "growth": _growth,
    "product": _product,
    "ratio": _ratio,
    "repeat": _repeat,
    "enumeration": _enumeration,
}
