"""Units of bare parts: those of the figure beside them that they make up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, groupby

from extractors.catalogue.context import Context, FoundUnit, words_at
from extractors.catalogue.nouns import is_place, label_unit
from extractors.ledger.entries import Entry
from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike

#: what no sum may overrule: the text says the unit of the figure itself
_SAID = ("printed", "noun")
#: what xã and thị trấn themselves are
_OF_PLACES = ("đơn vị hành chính", "đơn vị")
#: how many entries before and after its parts a total may stand
_BEFORE, _AFTER = 3, 2
#: how many parts with a unit of their own may stand around bare ones of the same total
_AROUND = 3


def units_of_sums(context: Context, found: Mapping[int, FoundUnit]) -> dict[int, FoundUnit]:
    """Return, by number, the units of parts whose total says them.

    "184 đơn, nói về 171 vụ: khiếu nại 12, tố cáo 05, kiến nghị 167" are petitions, for 12 + 05 + 167 is 184.
    """
    units: dict[int, FoundUnit] = {}
    for bare, parts in _candidates(context, found):
        if any(part.quantities[0].number in units for part in bare):
            continue
        unit = _unit_of_total(context, parts, found)
        if unit and _all_may_be(context, bare, parts, found, unit):
            bodies = [n for n in _numbers(parts) if found[n][1] in _SAID and _is_body(found[n][0], unit)]
            said = [found[n][0] for n in _numbers(parts) if found[n][1] in _SAID and n not in bodies]
            others = [n for n in _numbers(bare) if not _is_said_above(found[n], unit)]
            units.update((n, (said[0] if said else unit, "sum")) for n in (*others, *bodies))
    return units | _units_of_bodies(context, found)


def _units_of_bodies(context: Context, found: Mapping[int, FoundUnit]) -> dict[int, FoundUnit]:
    """Return the units of parts that all say where ("18 chi bộ (11 bản - 02 cơ quan - 05 trường học)"): the total's."""
    units: dict[int, FoundUnit] = {}
    for group in context.ledger.groups:
        parts = [context.ledger.entries[e] for e in group.entries]
        if len(parts) < 2 or not group.parents or parts[0].path:
            continue
        total = context.ledger.entries[group.parents[0]].quantities[0].number
        unit, origin = found[total]
        numbers = _numbers(parts)
        where = [found[n][0] == unit or is_place(found[n][0]) or unit_kind(found[n][0]) == "unknown" for n in numbers]
        counted = origin in _SAID and unit_kind(unit) == "count" and not is_place(unit) and unit not in _OF_PLACES
        if (
            counted
            and 2 * sum(where) > len(where)
            and is_place(found[numbers[0]][0])
            and _sum(context, numbers) == _sum(context, [total])
        ):
            units.update((n, (unit, "sum")) for n in numbers)
    return units


def _is_body(printed: str, unit: str) -> bool:
    """Whether a noun after a figure says who or where, not what its total counts ("14 chi bộ: thôn 09, 01 cơ quan")."""
    return is_place(printed) and (unit_kind(printed) == "person" or not alike(printed, unit))


def _is_said_above(found: FoundUnit, unit: str) -> bool:
    """Whether what a part stands under already says a unit that its total fits."""
    return found[1] == "parent" and alike(found[0], unit)


def _candidates(context: Context, found: Mapping[int, FoundUnit]) -> Iterator[tuple[list[Entry], list[Entry]]]:
    """Yield the bare entries that follow one another in a sentence and group, alone and with those around them."""
    prose = [entry for entry in context.ledger.entries if not entry.path]
    in_groups = groupby(prose, lambda e: (e.block, e.group, e.sentence))
    in_sentences = groupby(prose, lambda e: (e.block, None, e.sentence))
    for _, beside in chain(in_groups, in_sentences):
        entries = list(beside)
        for first, last in _runs(entries, found):
            for left, right in _stretches(first, last, len(entries)):
                yield entries[first:last], entries[left:right]


def _stretches(first: int, last: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where the parts of a total may stand of which the bare ones are some: first these alone."""
    for left in range(first, max(-1, first - _AROUND - 1), -1):
        for right in range(last, min(end, last + _AROUND) + 1):
            if right - left > (1 if (left, right) == (first, last) else 2):
                yield left, right


def _runs(entries: Sequence[Entry], found: Mapping[int, FoundUnit]) -> Iterator[tuple[int, int]]:
    """Yield from where to where entries stand that do not say their unit."""
    first = 0
    for said, run in groupby(entries, lambda e: found[e.quantities[0].number][1] in _SAID):
        last = first + len(list(run))
        if not said:
            yield first, last
        first = last


def _unit_of_total(context: Context, parts: Sequence[Entry], found: Mapping[int, FoundUnit]) -> str | None:
    """Return the printed unit of a figure close to its parts that is their sum."""
    total = _sum(context, _numbers(parts))
    first, last = parts[0].id, parts[-1].id
    entries = context.ledger.entries
    beside = [*entries[max(0, first - _BEFORE) : first], *entries[last + 1 : last + 1 + _AFTER]]
    for entry in beside:
        if entry.block == parts[0].block and not entry.path:
            for quantity in entry.quantities:
                unit, origin = found[quantity.number]
                if origin in _SAID and unit != "%" and _sum(context, [quantity.number]) == total:
                    return unit
    return None


def _numbers(parts: Sequence[Entry]) -> list[int]:
    return [part.quantities[0].number for part in parts]


def _sum(context: Context, numbers: Sequence[int]) -> tuple[Decimal, Decimal | None]:
    """Return the sum of figures, of pairs that of either side."""
    of = [context.numbers[n].of for n in numbers]
    wholes = [whole for whole in of if whole is not None]
    parts = sum((context.numbers[n].value or Decimal(0) for n in numbers), Decimal(0))
    return parts, sum(wholes, Decimal(0)) if wholes else None


def _all_may_be(
    context: Context, bare: Sequence[Entry], parts: Sequence[Entry], found: Mapping[int, FoundUnit], unit: str
) -> bool:
    """Whether the bare parts may count what their total says, and those that say their unit count the same.

    Where the words of one of them hold no noun at all ("quân sự 01, công an 01, y tế 01"), those of none tell a unit.
    """
    said = [found[n][0] for n in _numbers(parts) if found[n][1] in _SAID]
    if not all(alike(other, unit) or is_place(other) for other in said):
        return False
    nouns = [label_unit(words_at(context, part.label)) for part in bare]
    labels = any(noun is None or is_place(noun[0]) for noun in nouns)
    return labels or all(_may_be(found[n], unit) for n in _numbers(bare))


def _may_be(found: FoundUnit, unit: str) -> bool:
    """Whether a unit that was only inferred gives way: a noun of the label stays unless it counts the same."""
    own, origin = found
    return origin != "label" or is_place(own) or (alike(own, unit) and unit_kind(own) != "person")
