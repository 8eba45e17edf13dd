"""Units of figures without words of their own: of a sibling, of a pair below, of the text before in their section."""

from __future__ import annotations

import re
from itertools import takewhile

from extractors.catalogue.context import Context, FoundUnit, words_at
from extractors.catalogue.no_nouns import NO_NOUN
from extractors.catalogue.nouns import label_unit
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import unit_kind

#: "41 tiểu dự án cho 66 hộ": the words up to one that opens what comes next
_NAMED = re.compile(
    r"\s(?P<noun>[^\W\d_]+(?: [^\W\d_]+){1,3}?) (?:cho|với|tại|của|do|từ|để|ở|trên|trong|thuộc) [^,;:.()\d\n]*\d"
)
_WHERE = re.compile(r"(?:tại|ở|trên|thuộc|trong|cho|với)$")
#: kinds of units in which the text after a figure may go on
_GOES_ON = ("count", "person", "money", "area", "length")
_DIGITS = re.compile(r"\d+")
#: how many entries of a block are looked at to either side
_BLOCK = 200


def add_from_neighbours(context: Context, found: dict[int, FoundUnit]) -> None:
    """Give a figure the unit of a sibling, or of the text before in its section."""
    recent: dict[str, str] = {}
    for entry in sorted(context.ledger.entries, key=lambda e: (e.block, e.id)):
        at = context.section_before(entry.block + 1)
        section = context.sections[at].id if at >= 0 else ""
        for at, quantity in enumerate(entry.quantities):
            number = quantity.number
            if not found[number][0] and context.numbers[number].of is not None:
                later = _pair_unit_below(context, entry)
                found[number] = (later, "below") if later else found[number]
            if found[number][1] == "lead" and (told := _parallel_unit(context, entry, found)):
                found[number] = told  # "Bốn khu vực …: khu vực 1 tiếp 64 lượt, khu vực 3 tiếp 58" counts no areas
            unit = found[number][0]
            if not unit:
                before = ("", "none") if entry.path else _unit_before(recent.get(section))
                found[number] = (
                    _noun_of_its_own(context, entry, number)
                    or _sibling_unit(context, entry, found)
                    or _parallel_unit(context, entry, found)
                    or before
                )
                if not found[number][0]:
                    found[number] = _weak_noun(context, entry, quantity)
            elif at == 0 and entry.group is None and unit_kind(unit) in _GOES_ON:
                recent[section] = unit


def _noun_of_its_own(context: Context, entry: Entry, number: int) -> FoundUnit | None:
    """Return the words right behind a figure of running text, up to one that opens what is told next."""
    named = None if entry.path else _NAMED.match(context.folded_lines, context.numbers[number].end)
    if named is None or not NO_NOUN.isdisjoint(named["noun"].split()):
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
    placed: str | None = None
    for other in sorted(beside, key=lambda e: abs(e.id - entry.id)):
        unit = known[other.quantities[0].number][0]
        if unit and unit != "%":
            # "280 phiếu tại 14 khối, thu 268": where something was done is not what it goes on about
            if not _says_where(context, other):
                return unit, "sibling"
            placed = placed or unit
    return (placed, "sibling") if placed else None


def _parallel_unit(context: Context, entry: Entry, found: dict[int, FoundUnit]) -> FoundUnit | None:
    """Return the unit of the figure before one that is told in the same words of another number or name.

    "Khu vực 1 tiếp 64 lượt, Khu vực 3 tiếp 58": both are told of what a numbered place did.
    """
    before = context.ledger.entries[entry.id - 1] if entry.id and not entry.path else None
    if before is None or (before.block, before.sentence) != (entry.block, entry.sentence):
        return None
    said, own = (_DIGITS.sub("#", words_at(context, one.label)) for one in (before, entry))
    unit = found[before.quantities[0].number][0]
    return (unit, "sibling") if unit and "#" in own and said.endswith(own) else None


def _says_where(context: Context, entry: Entry) -> bool:
    """Whether a figure counts the places where what was told before it is or was done ("tại 14 khối")."""
    return bool(_WHERE.search(words_at(context, entry.label)))


def _weak_noun(context: Context, entry: Entry, quantity: Quantity) -> FoundUnit:
    """Return the noun in the words of a bare figure that rather says who or where, where nothing else says what."""
    own = label_unit(words_at(context, entry.label if len(quantity.before) == 0 else quantity.before))
    return (own[0], "label") if own and not entry.path else ("", "none")
