"""The understood unit of each quantity and where it was found, by a fixed ladder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.catalogue.cells import cell_unit
from extractors.catalogue.context import Context, FoundUnit, words_at
from extractors.catalogue.kinds import kinds_of_lead
from extractors.catalogue.members import lists_members, unit_of_members
from extractors.catalogue.nouns import ANYONE, is_counted, is_given, is_place, label_unit
from extractors.catalogue.rate_units import rate_of
from extractors.catalogue.same_figures import units_of_same_figures
from extractors.catalogue.sum_units import units_of_sums
from extractors.catalogue.unit_neighbours import add_from_neighbours
from extractors.catalogue.unlisted import unlisted_noun
from extractors.grids.unit_lines import stated_unit
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import unit_kind, units_in
from extractors.lexicon.amounts import alike

_OPENING = re.compile(r"\s*\"?")
_CLAUSE = re.compile(r"[,;] (?P<words>(?:tổng )?số [^,;:.()\d\n]+?)\s*:?\s*$")
#: how members speak of each other, and who they may be, likeliest first
_ADDRESSED = {"đồng chí": ("đảng viên", "thành viên"), "chị": ("hội viên",), "chị em": ("hội viên",)}
#: short ways of writing a unit
_SPELLED = {"đ": "đồng", "vnđ": "đồng", "vnd": "đồng", "hs": "hồ sơ", "tthc": "thủ tục hành chính", "pakn": "phản ánh"}
_SPELLED |= {"cây số": "km", "cây số vuông": "km²", "dân": "người", "con người": "người", "cbcc": "cán bộ công chức"}
_SPELLED |= {"cđcs": "công đoàn cơ sở"}


def read_units(context: Context) -> dict[int, FoundUnit]:
    """Return unit and origin of every quantity, by the ladder: printed, noun, label, parent, sibling, lead, table."""
    found: dict[int, FoundUnit] = {}
    for entry in context.ledger.entries:
        for quantity in entry.quantities:
            found[quantity.number] = _spelled(_unit(context, entry, quantity, found))
    found.update(units_of_same_figures(context, found))
    late = [entry for entry in context.ledger.entries if _awaits_parent(context, entry, found)]
    add_from_neighbours(context, found)
    for entry in late:
        found.update((q.number, _unit(context, entry, q, found)) for q in entry.quantities)
    found.update(units_of_sums(context, found))
    return found


def _spelled(found: FoundUnit) -> FoundUnit:
    return _SPELLED.get(found[0], found[0]), found[1]


def _awaits_parent(context: Context, entry: Entry, found: dict[int, FoundUnit]) -> bool:
    """Whether an entry that says no unit stands under figures whose unit is told by their neighbours alone."""
    parent = None if entry.path or entry.group is None else context.ledger.parent_of(entry)
    bare = parent is not None and not any(found[q.number][0] for q in parent.quantities)
    return bare and all(found[q.number][1] not in ("printed", "noun", "lead") for q in entry.quantities)


# -- the words of an entry and of what it stands under -------------------------------------------------------------


def _unit(context: Context, entry: Entry, quantity: Quantity, known: dict[int, FoundUnit]) -> FoundUnit:
    printed = _SPELLED.get(context.numbers[quantity.number].unit or "", context.numbers[quantity.number].unit)
    head, _, per = (printed or "").partition("/")
    if printed:
        printed = head if head == per else printed  # "06 thôn mỗi thôn 03 người"
        return _specific(context, entry, quantity, rate_of(context, quantity, printed)), "printed"
    if entry.path:
        return cell_unit(context, entry)
    parents = _parent_units(context, entry, known)
    if len(parents) > 1 and len(parents) == len(entry.quantities):
        return parents[::-1][entry.quantities.index(quantity)], "parent"
    return _unit_in_words(context, entry, quantity, parents)


def _unit_in_words(context: Context, entry: Entry, quantity: Quantity, parent: Sequence[str]) -> FoundUnit:
    """Return the unit that the words around a bare figure or its parents say."""
    if stated := stated_unit(_lead(context, entry)):
        return stated, "lead"
    measured = bool(parent) and _is_measured(parent[0])
    if (not parent or measured) and (noun := _noun_after(context, entry, quantity, up_to_next=measured)):
        kinds = kinds_of_lead(context, entry, quantity) if unit_kind(noun) == "unknown" else None
        return (kinds, "lead") if kinds else (noun, "noun")
    label = words_at(context, entry.label if len(quantity.before) == 0 else quantity.before)
    label = _own_words(label)
    own = None if _is_name(context, entry) else label_unit(label)
    if own and label.endswith(f"{own[0]} khác") and parent:
        return parent[0], "parent"  # "việc khác 24" says what else
    if own and (own[1] or _is_kind(own[0], parent) or (not parent and _tells(own[0], label))):
        return own[0], "label"
    if parent:
        return parent[0], "parent"
    lead = label_unit(_lead(context, entry))
    return (lead[0], "lead") if lead else ("", "none")


def _own_words(label: str) -> str:
    """Return the words of a label behind a colon where they open with what is counted ("Nhân lực: bác sĩ")."""
    own = label.rpartition(":")[2].strip()
    said = label_unit(own) if own and own != label else None
    return own if said and is_counted(said[0], own) else label


def _tells(noun: str, label: str) -> bool:
    return is_counted(noun, label) or is_given(noun, label)


def _is_name(context: Context, entry: Entry) -> bool:
    """Whether a label is written as a name after a comma ("Mặt trận 12 buổi, Nông dân 09"): who did it, not what."""
    start = entry.label.start
    opened = context.folded_lines[max(0, start - 2) : start].strip() in (",", ";")
    return opened and context.document.text[start : start + 1].isupper()


def _lead(context: Context, entry: Entry) -> str:
    """Return the words before a colon that introduce a figure, or those that introduce its list."""
    if entry.lead:
        return words_at(context, entry.lead)
    listed = context.ledger.list_of(entry.block)
    return words_at(context, context.document.blocks[listed.lead].span)[-80:] if listed is not None else ""


def _is_measured(unit: str) -> bool:
    """Whether a unit is measured, not counted: a figure with a noun of its own behind it takes no such unit over."""
    return unit_kind(unit.partition("/")[0]) not in ("count", "person", "unknown")


def _is_kind(noun: str, parents: Sequence[str]) -> bool:
    """Whether a noun names a kind of what the total counts that is counted by itself; people are people."""
    return unit_kind(noun) != "person" and any(alike(noun, unit) for unit in parents)


def _specific(context: Context, entry: Entry, quantity: Quantity, unit: str) -> str:
    """Return the person that "số đảng viên … 273 đồng chí" counts, any other unit as printed."""
    if unit not in _ADDRESSED:
        return unit
    label = words_at(context, quantity.before) or words_at(context, entry.label)
    words = [word for _, word in units_in(label, 0, len(label))]
    nouns = [word.text for word in words if word.kind == "person" and word.text not in ANYONE]
    meant = _ADDRESSED[unit]
    if nouns:
        return nouns[-1] if nouns[-1] in meant else unit
    block = context.document.blocks[entry.block].span
    said = context.folded[block.start : block.end]
    return meant[0] if re.search(rf"(?<!\w){meant[0]}(?!\w)", said) else unit


def _noun_after(context: Context, entry: Entry, quantity: Quantity, *, up_to_next: bool) -> str | None:
    """Return a counted noun that is no unit right after the number.

    Words before the next figure are its own, but for the noun where they may stand `up_to_next` one.
    """
    end = context.numbers[quantity.number].end
    opened = _OPENING.match(context.folded, end)
    start = opened.end() if opened else end
    bare = up_to_next and len(quantity.after) == 0
    last = context.document.blocks[entry.block].span.end if bare else quantity.after.end
    if start >= last or not context.folded[start].isalpha():
        return None
    return unlisted_noun(context.folded, start, last)


def _parent_units(context: Context, entry: Entry, known: dict[int, FoundUnit]) -> list[str]:
    """Return the units of the entry that the group stands under, the last of a parallel entry first in brackets."""
    parent = _parent(context, entry, known)
    if parent is None or entry.group is None:
        return []
    start = context.ledger.groups[entry.group].span.start
    if said := _said_before(context, start):
        return [said]
    anywhere = bool(parent.path) or parent.id > entry.id
    numbers = [q.number for q in parent.quantities if anywhere or context.numbers[q.number].span.start < start]
    units = [unit for number in numbers if (unit := known.get(number, ("", ""))[0])]
    units = [unit for unit in units if unit != "%"] or units
    if units and is_place(units[-1]) and lists_members(context, entry, parent):
        return unit_of_members(context, parent, known)
    return units[::-1]


def _parent(context: Context, entry: Entry, known: dict[int, FoundUnit]) -> Entry | None:
    """Return what an entry stands under: of what may be it, no change in a bracket, nor a few places with more in each.

    "Nhận 1.636 đơn (tăng 5,2%). Cơ cấu gồm tranh chấp 218, …", "3.240 triệu đồng tại 06 xã, gồm doanh nghiệp 897, …".
    """
    nearest = context.ledger.parent_of(entry)
    if nearest is None or entry.group is None or nearest.path:
        return nearest
    group = context.ledger.groups[entry.group]
    first = max(_value(context, context.ledger.entries[child].quantities[0]) for child in group.entries)
    for parent in (context.ledger.entries[p] for p in group.parents):
        number = context.numbers[parent.quantities[0].number]
        beside = parent.group is not None and context.ledger.groups[parent.group].kind == "bracket"
        holds = _value(context, parent.quantities[0]) >= first
        if holds and not (number.percent and beside and parent.group != entry.group):
            units = [known.get(one.quantities[0].number, ("", ""))[0] for one in (nearest, parent)]
            return nearest if alike(*units) else parent
    return nearest


def _value(context: Context, quantity: Quantity) -> Decimal:
    return context.numbers[quantity.number].value or Decimal(0)


def _said_before(context: Context, start: int) -> str | None:
    """Return the unit of "số <noun>" in the clause right before a list ("Có 8 bản, số hộ của các bản: …")."""
    clause = _CLAUSE.search(context.folded_lines, max(0, start - 60), start)
    found = label_unit(clause["words"]) if clause else None
    return found[0] if found and found[1] else None
