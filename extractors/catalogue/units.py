"""The understood unit of each quantity and where it was found, by a fixed ladder."""

from __future__ import annotations

import re

from extractors.catalogue.cells import cell_unit
from extractors.catalogue.context import Context, words_at
from extractors.catalogue.nouns import ANYONE, label_unit
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import unit_at, unit_kind, units_in
from extractors.lexicon.amounts import alike
from extractors.numbers.number import Number

_NOUN = re.compile(r"\s*\"?(?P<noun>[^\W\d_]+(?:-[^\W\d_]+)?(?: [^\W\d_]+)?)")
#: words that no counted noun begins with
_NO_NOUN = frozenset(
    "và của tại trên ở là được đạt đã có cho với về do từ đến để trong theo không đang sẽ còn so tăng giảm trở gồm bao "
    "chiếm bằng nhằm như hay hoặc nên thì mà khi sau trước nhưng cũng đều mới rất này đó các những mỗi một hai bị thuộc "
    "bởi vào ra lên xuống qua tới cùng hơn kém kể trừ ngoài song đối phấn tiếp hoàn vượt lần thứ riêng chủ yếu nhất cụ "
    "thực triển tham đề".split()
)


def read_units(context: Context) -> dict[int, tuple[str, str]]:
    """Return unit and origin of every quantity, by the ladder: printed, noun, label, parent, sibling, lead, table."""
    found: dict[int, tuple[str, str]] = {}
    for entry in context.ledger.entries:
        for quantity in entry.quantities:
            found[quantity.number] = _unit(context, entry, quantity, found)
    _from_equal_values(context, found)
    # a figure that stands before its sibling with a unit, or takes it from the text before
    recent: dict[str, str] = {}
    by_block = {section.block: section.id for section in context.sections}
    section = ""
    for entry in sorted(context.ledger.entries, key=lambda e: (e.block, e.id)):
        section = next((by_block[b] for b in range(entry.block, -1, -1) if b in by_block), "")
        for quantity in entry.quantities:
            unit = found[quantity.number][0]
            if not unit and context.numbers[quantity.number].of is not None:
                later = _pair_unit_below(context, entry)
                found[quantity.number] = (later, "below") if later else found[quantity.number]
                unit = later or ""
            if not unit:
                last = recent.get(section)
                found[quantity.number] = _sibling_unit(context, entry, found) or ((last, "before") if last else ("", "none"))
            elif unit_kind(unit) in ("count", "person", "money", "area", "length") and entry.group is None:
                recent[section] = unit
    return found


def _specific(context: Context, entry: Entry, quantity: Quantity, unit: str) -> str:
    """Return the person that "số đảng viên … 273 đồng chí" counts, any other unit as printed."""
    if unit != "đồng chí":
        return unit
    label = words_at(context, quantity.before) or words_at(context, entry.label)
    nouns = [word.text for _, word in units_in(label, 0, len(label)) if word.kind == "person" and word.text not in ANYONE]
    return nouns[-1] if nouns and nouns[-1] in ("đảng viên", "thành viên") else unit


def _pair_unit_below(context: Context, entry: Entry) -> str | None:
    """Return the unit of the pair that a list of pairs ends with ("Cộng chung đạt 43/45 chỉ tiêu")."""
    for other in context.ledger.entries[entry.id + 1 : entry.id + 16]:
        number = context.numbers[other.quantities[0].number]
        if number.of is not None and number.unit and other.block <= entry.block + 10:
            return number.unit
    return None


def _from_equal_values(context: Context, found: dict[int, tuple[str, str]]) -> None:
    """Give a table without a unit that of the prose that states the same figures ("2.846 hồ sơ" and its total row)."""
    prose: dict[object, set[str]] = {}
    for entry in context.ledger.entries:
        for q in entry.quantities:
            value = context.numbers[q.number].value
            if not entry.path and value is not None and value >= 20 and unit_kind(found[q.number][0]) in ("count", "person", "money"):
                prose.setdefault(value, set()).add(found[q.number][0])
    columns: dict[tuple[int, int], list[int]] = {}
    for entry in context.ledger.entries:
        cell = context.document.blocks[entry.block].origin.cell
        if cell:
            bare = [q.number for q in entry.quantities if not found[q.number][0]]
            columns.setdefault((cell.table, cell.column), []).extend(bare)
    for table in {table for table, _ in columns}:
        said = {unit for key, numbers in columns.items() if key[0] == table for n in numbers
                for unit in prose.get(context.numbers[n].value, ())}  # fmt: skip
        for key, numbers in columns.items():
            matched = [n for n in numbers if context.numbers[n].value in prose]
            own = {unit for n in matched for unit in prose[context.numbers[n].value]} if len(matched) > 1 else set()
            agreed = said if len(said) == 1 else own
            if key[0] == table and len(agreed) == 1:
                found.update((n, (next(iter(agreed)), "same figures")) for n in numbers)


def _unit(context: Context, entry: Entry, quantity: Quantity, known: dict[int, tuple[str, str]]) -> tuple[str, str]:
    number = context.numbers[quantity.number]
    if number.unit:
        return _specific(context, entry, quantity, _per_month(context, quantity, number.unit)), "printed"
    if entry.path:
        return cell_unit(context, entry)
    parent = _parent_units(context, entry, known)
    if not parent and (noun := _noun_after(context, number, quantity)):
        return noun, "noun"
    label = words_at(context, entry.label if len(quantity.before) == 0 else quantity.before)
    own = label_unit(label)
    if own and (not parent or own[1] or any(alike(own[0], unit) for unit in parent)):
        return own[0], "label"
    if parent:
        return parent[0], "parent"
    if entry.lead and (lead := label_unit(words_at(context, entry.lead))):
        return lead[0], "lead"
    return "", "none"


def _per_month(context: Context, quantity: Quantity, unit: str) -> str:
    """Return the rate that "hằng tháng có 2 ngày" means, any other unit as it is."""
    if "/" in unit:
        return unit
    each = re.search(r"(?<!\w)mỗi\s+(?P<per>[^,;#]{2,14}?)\s*(?:là|gần|khoảng|có|trên|hơn)?$", words_at(context, quantity.before))
    if each and (word := unit_at(each["per"], 0)) and word.text == each["per"]:
        return f"{unit}/{word.text}"
    if unit_kind(unit) != "time":
        return unit
    often = re.search(r"(?<!\w)(?:hàng|hằng|mỗi)\s+(tháng|tuần|quý|năm)(?!\w)[^,;]{0,20}$", words_at(context, quantity.before))
    return f"{unit}/{often[1]}" if often else unit


def _noun_after(context: Context, number: Number, quantity: Quantity) -> str | None:
    """Return a counted noun that the lexicon does not know: one or two words right after the number."""
    match = _NOUN.match(context.folded, number.end, min(number.end + 30, len(context.folded)))
    if match is None or match.end() > max(quantity.after.end, number.end) or len(quantity.after) == 0:
        return None
    words = match["noun"].split()
    if words[0] in _NO_NOUN:
        return None
    return " ".join(words if len(words) > 1 and words[1] not in _NO_NOUN else words[:1])


def _parent_units(context: Context, entry: Entry, known: dict[int, tuple[str, str]]) -> list[str]:
    """Return the units of the entry that the group stands under, the last of a parallel entry first in brackets."""
    parent = context.ledger.parent_of(entry)
    if parent is None:
        return []
    group = context.ledger.groups[entry.group] if entry.group is not None else None
    before = [
        q.number for q in parent.quantities
        if group is None or parent.path or parent.id > entry.id or context.numbers[q.number].span.start < group.span.start
    ]  # fmt: skip
    units = [known[number][0] for number in before if number in known and known[number][0]]
    units = [unit for unit in units if unit != "%"] or units
    return units[::-1]


def _sibling_unit(context: Context, entry: Entry, known: dict[int, tuple[str, str]]) -> tuple[str, str] | None:
    if entry.path:
        return None
    group = entry.group
    near = [
        e for e in context.ledger.entries
        if e.block == entry.block and e.group == group and e.sentence == entry.sentence and e.id != entry.id
    ]  # fmt: skip
    near.sort(key=lambda e: abs(e.id - entry.id))
    for other in near:
        unit = known[other.quantities[0].number][0]
        if unit and unit != "%":
            return unit, "sibling"
    return None
