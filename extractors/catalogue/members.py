"""Figures of members that a number of places counts ("3 bản: Nà Lốc 130, Pá Khoang 142, Mo 98")."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.catalogue.context import Context, FoundUnit
from extractors.catalogue.nouns import is_place
from extractors.ledger.entries import Entry


def lists_members(context: Context, entry: Entry, parent: Entry) -> bool:
    """Whether the entries beside one are the members that a number of places counts, each with a figure of its own."""
    count = context.numbers[parent.quantities[0].number].value
    return entry.group is not None and len(context.ledger.groups[entry.group].entries) == count


def unit_of_members(context: Context, places: Entry, known: Mapping[int, FoundUnit]) -> list[str]:
    """Return, as a list of at most one, the unit of the figure that the places share ("371 hộ ở 3 bản: …")."""
    before = context.ledger.entries[places.id - 1] if places.id else places
    same = (before.block, before.sentence, before.group) == (places.block, places.sentence, places.group)
    unit = known.get(before.quantities[-1].number, ("", ""))[0] if same and before is not places else ""
    unit = unit if unit and unit != "%" and not is_place(unit) else _unit_after_members(context, places)
    return [unit] if unit else []


def _unit_after_members(context: Context, places: Entry) -> str:
    """Return the printed unit of the figure that goes on after the places ("6 cơ quan (A 12, B 8) có 20 người")."""
    for at in range(places.id + 1, len(context.ledger.entries)):
        other = context.ledger.entries[at]
        if (other.block, other.sentence) != (places.block, places.sentence):
            break
        if other.group == places.group and (unit := context.numbers[other.quantities[0].number].unit):
            return "" if unit == "%" or is_place(unit) else unit
    return ""
