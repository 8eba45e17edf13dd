"""The understood unit of each quantity and where it was found, by a fixed ladder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from extractors.catalogue.cells import cell_unit
from extractors.catalogue.context import Context, FoundUnit, words_at
from extractors.catalogue.kinds import kinds_of_lead
from extractors.catalogue.members import lists_members, unit_of_members
from extractors.catalogue.nouns import ANYONE, is_counted, is_place, label_unit
from extractors.catalogue.same_figures import units_of_same_figures
from extractors.catalogue.sum_units import units_of_sums
from extractors.grids.unit_lines import stated_unit
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import unit_at, unit_kind, units_in
from extractors.lexicon.amounts import alike

_NOUN = re.compile(r"\s*\"?(?P<noun>[^\W\d_]+(?:-[^\W\d_]+)?(?: [^\W\d_]+)?)")
_EACH = re.compile(
    r"(?<!\w)(?<!của )mỗi\s+(?![^,;:.#()]*\d[^,;:.#()]*(?<!\w)(?:trên|ở|tại|thuộc)\s)(?P<per>[^,;:.#()]{2,50})$"
)
_FOR_EACH = re.compile(r"\s*(?:(?:cho |ở |tại |trong )?mỗi|cho một)\s+(?P<per>[^\W\d]+(?: [^\W\d]+)?)(?![\w]|\s*\d)")
#: "bình quân 08 thành viên một tổ"
_MEAN, _FOR_ONE = (
    re.compile(r"(?<!\w)(?:bình quân|trung bình)(?: (?:là|có|đạt))?\s*$"),
    re.compile(r"\s*(?:trên )?một\s+(?P<per>[^\W\d]+(?: [^\W\d]+)?)(?![\w]|\s*\d)"),
)
#: "94 tổ, bình quân 07 thành viên": a mean of what was just counted
_ON_AVERAGE = re.compile(
    r"\d\s(?P<per>[^\W\d_]+(?: [^\W\d_]+)?)[^\d.;]{0,30}[,;(]\s*(?:bình quân|trung bình)(?: có| là| được)?\s*$"
)
_OFTEN = re.compile(r"(?<!\w)(?:hàng|hằng|mỗi)\s+(tháng|tuần|quý|năm)(?!\w)[^,;]{0,20}$")
#: "41 tiểu dự án cho 66 hộ": the words up to one that opens what comes next
_NAMED = re.compile(
    r"\s(?P<noun>[^\W\d_]+(?: [^\W\d_]+){1,3}?) (?:cho|với|tại|của|do|từ|để|ở|trên|trong|thuộc) [^,;:.()\d\n]*\d"
)
_CLAUSE = re.compile(r"[,;] (?P<words>(?:tổng )?số [^,;:.()\d\n]+?)\s*:?\s*$")
_WHERE = re.compile(r"(?:tại|ở|trên|thuộc|trong|cho|với)$")
#: short ways of writing a unit
_SPELLED = {"đ": "đồng", "vnđ": "đồng", "vnd": "đồng", "hs": "hồ sơ", "tthc": "thủ tục hành chính", "pakn": "phản ánh"}
_SPELLED |= {"dân": "người", "con người": "người", "cbcc": "cán bộ công chức"}
#: kinds of units in which the text after a figure may go on
_GOES_ON = ("count", "person", "money", "area", "length")
#: how many entries of a block are looked at to either side
_BLOCK = 200
#: words that no counted noun begins with
_NO_NOUN = frozenset(
    word
    for line in (
        "và của tại trên ở là được đạt đã có cho với về do từ đến để trong theo không đang sẽ còn so tăng giảm trở",
        "gồm bao chiếm bằng nhằm như hay hoặc nên thì mà khi sau trước nhưng cũng đều mới rất này đó các những mỗi",
        "một hai bị thuộc bởi vào ra lên xuống qua tới cùng hơn kém kể trừ ngoài song đối phấn tiếp hoàn vượt lần",
        "thứ riêng chủ yếu nhất cụ thực triển tham đề nữ toàn trực quá đúng trễ sớm chậm",
        "thạc tiến đại cao trung sơ khá tốt yếu kém vững xuất giỏi",
    )
    for word in line.split()
)


def read_units(context: Context) -> dict[int, FoundUnit]:
    """Return unit and origin of every quantity, by the ladder: printed, noun, label, parent, sibling, lead, table."""
    found: dict[int, FoundUnit] = {}
    for entry in context.ledger.entries:
        for quantity in entry.quantities:
            found[quantity.number] = _unit(context, entry, quantity, found)
    found.update(units_of_same_figures(context, found))
    late = [entry for entry in context.ledger.entries if _awaits_parent(context, entry, found)]
    _from_neighbours(context, found)
    for entry in late:
        found.update((q.number, _unit(context, entry, q, found)) for q in entry.quantities)
    found.update(units_of_sums(context, found))
    return found


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
        return _specific(context, entry, quantity, _rate(context, quantity, printed)), "printed"
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
    own = None if _is_name(context, entry) else label_unit(label)
    if own and label.endswith(f"{own[0]} khác") and parent:
        return parent[0], "parent"  # "việc khác 24" says what else
    if own and (own[1] or _is_kind(own[0], parent) or (not parent and is_counted(own[0], label))):
        return own[0], "label"
    if parent:
        return parent[0], "parent"
    lead = label_unit(_lead(context, entry))
    return (lead[0], "lead") if lead else ("", "none")


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


def _weak_noun(context: Context, entry: Entry, quantity: Quantity) -> FoundUnit:
    """Return the noun in the words of a bare figure that rather says who or where, where nothing else says what."""
    own = label_unit(words_at(context, entry.label if len(quantity.before) == 0 else quantity.before))
    return (own[0], "label") if own and not entry.path else ("", "none")


def _specific(context: Context, entry: Entry, quantity: Quantity, unit: str) -> str:
    """Return the person that "số đảng viên … 273 đồng chí" counts, any other unit as printed."""
    if unit != "đồng chí":
        return unit
    label = words_at(context, quantity.before) or words_at(context, entry.label)
    words = [word for _, word in units_in(label, 0, len(label))]
    nouns = [word.text for word in words if word.kind == "person" and word.text not in ANYONE]
    return nouns[-1] if nouns and nouns[-1] in ("đảng viên", "thành viên") else unit


def _rate(context: Context, quantity: Quantity, unit: str) -> str:
    """Return the rate that "hằng tháng có 2 ngày" means, any other unit as it is."""
    if "/" in unit or unit == "%":
        return unit
    start, end = context.numbers[quantity.number].span.start, context.numbers[quantity.number].end
    text, left = context.folded_lines, max(0, start - 60)
    each = _EACH.search(text, left, start) if text.find("mỗi", left, start) >= 0 else None
    each = each or _FOR_EACH.match(text, end, end + 40)
    if each is None and text.find("bình", left, start) >= 0 and unit_kind(unit) in ("count", "person"):
        mean = _MEAN.search(text, left, start)
        each = (mean and _FOR_ONE.match(text, end, end + 40)) or _ON_AVERAGE.search(text, left, start)
    if each and (per := _per(each["per"])) and per != unit:
        return f"{_plain_unit(unit)}/{per}"
    often = _OFTEN.search(words_at(context, quantity.before)) if unit_kind(unit) == "time" else None
    return f"{unit}/{often[1]}" if often else unit


def _per(words: str) -> str | None:
    """Return what each of which has or gets, the first words after "mỗi"; a year or so says when."""
    word = unit_at(words, 0)
    if word is None or word.kind in ("money", "percent"):
        return words.split(maxsplit=1)[0] if word is None and len(words.split()) < 3 else None
    return word.text


def _plain_unit(unit: str) -> str:
    """Return the first word of a unit where it is one by itself ("cuộc đối thoại": cuộc)."""
    word = unit_at(unit.split(maxsplit=1)[0], 0)
    return word.text if word is not None and unit_kind(unit) == word.kind == "count" else unit


def _noun_after(context: Context, entry: Entry, quantity: Quantity, *, up_to_next: bool) -> str | None:
    """Return a counted noun that the lexicon does not know: one or two words right after the number.

    Words before the next figure are its own, but for the noun where they may stand `up_to_next` one.
    """
    end = context.numbers[quantity.number].end
    match = _NOUN.match(context.folded, end, min(end + 30, len(context.folded)))
    if match is None:
        return None
    bare = up_to_next and len(quantity.after) == 0
    if match.end() > (context.document.blocks[entry.block].span.end if bare else quantity.after.end):
        return None
    words = match["noun"].split()
    if words[0] in _NO_NOUN:
        return None
    if unit_kind(" ".join(words)) == "count":
        return " ".join(words)  # "hồ sơ" in "3.473 hồ sơ trực tuyến"
    return " ".join(words if len(words) > 1 and words[1] not in _NO_NOUN else words[:1])


def _parent_units(context: Context, entry: Entry, known: dict[int, FoundUnit]) -> list[str]:
    """Return the units of the entry that the group stands under, the last of a parallel entry first in brackets."""
    parent = context.ledger.parent_of(entry)
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


def _said_before(context: Context, start: int) -> str | None:
    """Return the unit of "số <noun>" in the clause right before a list ("Có 8 bản, số hộ của các bản: …")."""
    clause = _CLAUSE.search(context.folded_lines, max(0, start - 60), start)
    found = label_unit(clause["words"]) if clause else None
    return found[0] if found and found[1] else None


# -- figures without words of their own ----------------------------------------------------------------------------


def _from_neighbours(context: Context, found: dict[int, FoundUnit]) -> None:
    """Give a figure the unit of a sibling, or of the text before in its section."""
    recent: dict[str, str] = {}
    by_block = {section.block: section.id for section in context.sections}
    for entry in sorted(context.ledger.entries, key=lambda e: (e.block, e.id)):
        section = next((by_block[b] for b in range(entry.block, -1, -1) if b in by_block), "")
        for at, quantity in enumerate(entry.quantities):
            number = quantity.number
            if not found[number][0] and context.numbers[number].of is not None:
                later = _pair_unit_below(context, entry)
                found[number] = (later, "below") if later else found[number]
            unit = found[number][0]
            if not unit:
                before = ("", "none") if entry.path else _unit_before(recent.get(section))
                found[number] = (
                    _noun_of_its_own(context, entry, number) or _sibling_unit(context, entry, found) or before
                )
                if not found[number][0]:
                    found[number] = _weak_noun(context, entry, quantity)
            elif at == 0 and entry.group is None and unit_kind(unit) in _GOES_ON:
                recent[section] = unit


def _noun_of_its_own(context: Context, entry: Entry, number: int) -> FoundUnit | None:
    """Return the words right behind a figure of running text, up to one that opens what is told next."""
    named = None if entry.path else _NAMED.match(context.folded_lines, context.numbers[number].end)
    if named is None or not _NO_NOUN.isdisjoint(named["noun"].split()):
        return None
    return named["noun"], "noun"


def _unit_before(unit: str | None) -> FoundUnit:
    return (unit, "before") if unit else ("", "none")


def _pair_unit_below(context: Context, entry: Entry) -> str | None:
    """Return the unit of the pair that a list of pairs ends with ("Cộng chung đạt 43/45 chỉ tiêu")."""
    for other in context.ledger.entries[entry.id + 1 : entry.id + 16]:
        number = context.numbers[other.quantities[0].number]
        if number.of is not None and number.unit and other.block <= entry.block + 10:
            return number.unit
    return None


def _sibling_unit(context: Context, entry: Entry, known: dict[int, FoundUnit]) -> FoundUnit | None:
    """Return the unit of the nearest entry beside one in its sentence and group."""
    if entry.path:
        return None
    here = (entry.block, entry.group, entry.sentence)
    entries = context.ledger.entries
    left = takewhile(lambda e: e.block == entry.block, reversed(entries[max(0, entry.id - _BLOCK) : entry.id]))
    right = takewhile(lambda e: e.block == entry.block, entries[entry.id + 1 : entry.id + 1 + _BLOCK])
    beside = [e for e in (*left, *right) if (e.block, e.group, e.sentence) == here]
    # "280 phiếu tại 14 khối, thu 268": where something was done is not what it goes on about
    for other in sorted(beside, key=lambda e: (_says_where(context, e), abs(e.id - entry.id))):
        unit = known[other.quantities[0].number][0]
        if unit and unit != "%":
            return unit, "sibling"
    return None


def _says_where(context: Context, entry: Entry) -> bool:
    """Whether a figure counts the places where what was told before it is or was done ("tại 14 khối")."""
    return bool(_WHERE.search(words_at(context, entry.label)))
