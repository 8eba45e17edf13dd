"""The words of a quantity from the nearest to the widest, and the label to show."""

from __future__ import annotations

import re

from extractors.catalogue.cells import row_labels
from extractors.catalogue.context import Context, printed_at, words_at
from extractors.catalogue.lookup import Wording
from extractors.ledger.entries import Entry, Quantity
from extractors.numbers.number import Number
from extractors.sections import Section
from extractors.vietnamese import fold

_STOP = re.compile(r"[.](?=\s+\D|\s*$)|\n")


def _sentence(context: Context, number: Number) -> str:
    """Return the folded sentence around a number, at most 400 characters on either side."""
    left = max(0, number.span.start - 400)
    before = context.folded_lines[left : number.span.start]
    stops = [m.end() for m in _STOP.finditer(before)]
    end = _STOP.search(context.folded_lines, number.end, number.end + 400)
    start = left + (stops[-1] if stops else 0)
    return " ".join(context.folded_lines[start : end.start() if end else number.end + 400].split())


def wording_of(
    context: Context, entry: Entry, quantity: Quantity, unit: str, titles: dict[int, str], above: frozenset[str]
) -> Wording:
    before = words_at(context, quantity.before) or words_at(context, entry.label)
    after = words_at(context, quantity.after)
    if entry.path:
        before = " : ".join(words_at(context, span) for span in entry.path)
    if quantity is not entry.quantities[0]:
        first = context.numbers[entry.quantities[0].number]
        before = f"{before} / {first.unit or ''} /"
    head = " : ".join(words_at(context, span) for span in entry.path[: len(entry.path) - len(row_labels(context, entry))])
    near_before = head if entry.path else re.sub(r"^.*\s(?=.{50})", "", re.split(r"[,;]\s", before)[-1])
    near_after = re.split(r"[,;:(]\s?|(?<!\w)(?:tại|theo|của|do|trong|nhằm|để|về)\s", after)[0]
    sentence = _sentence(context, context.numbers[quantity.number])
    path: list[str] = []
    bare = not len(entry.label) and not entry.path
    told = _before_siblings(context, entry) if bare else ""
    if entry.group is not None and context.ledger.groups[entry.group].kind == "bullets":
        others = context.ledger.groups[entry.group].entries[:8]
        sentence += " ; " + " ; ".join(words_at(context, context.ledger.entries[e].label) for e in others)
    parent = context.ledger.parent_of(entry)
    while parent is not None and len(path) < 4:
        path.append(words_of(context, parent))
        parent = context.ledger.parent_of(parent)
    if entry.lead:
        path.append(words_at(context, entry.lead))
    if told:
        path.append(told)
    path.append(titles.get(entry.block, ""))
    return Wording(
        f"{near_before} # {unit} {near_after}".strip(), f"{before} # {unit} {after}".strip(), sentence,
        " ; ".join(filter(None, path)), above, bool(entry.path),
    )  # fmt: skip


def words_of(context: Context, entry: Entry) -> str:
    words = [words_at(context, span) for span in entry.path] or [words_at(context, entry.label)]
    after = [f"# {context.numbers[q.number].unit or ''} {words_at(context, q.after)}" for q in entry.quantities]
    return " ".join([*words, *after])


def _before_siblings(context: Context, entry: Entry) -> str:
    """Return the words of the item before one that has none of its own ("1.527 hộ, 5.579 khẩu")."""
    if entry.id == 0:
        return ""
    other = context.ledger.entries[entry.id - 1]
    same = other.block == entry.block and other.sentence == entry.sentence and not other.path
    return words_of(context, other) if same else ""


def titles_by_block(context: Context) -> dict[int, str]:
    """Return, for each block, the folded titles of the sections it stands in and the caption of its table."""
    by_id = {section.id: section for section in context.sections}
    starts = {section.block: section for section in context.sections}
    captions = {layout.table: layout.caption for layout in context.layouts}
    found: dict[int, str] = {}
    current = ""
    for index, block in enumerate(context.document.blocks):
        if index in starts:
            chain: list[str] = []
            section: Section | None = starts[index]
            while section is not None:
                chain.append(fold(section.title))
                section = by_id.get(section.parent) if section.parent else None
            current = " ; ".join(chain)
        found[index] = current
        if block.origin.cell and (caption := captions.get(block.origin.cell.table)):
            found[index] = f"{words_at(context, caption)} ; {current}"
    return found


def shown_label(context: Context, entry: Entry, quantity: Quantity, unit: str) -> str:
    """Return the label to show: own words before and after, or those of the entry or parent."""
    if entry.path:
        return " – ".join(dict.fromkeys(printed_at(context, span) for span in entry.path if len(span)))
    before = printed_at(context, quantity.before) or printed_at(context, entry.label)
    after = printed_at(context, quantity.after)
    words = " ".join(filter(None, [before, unit if not before or after else "", after]))
    words = re.sub(r"^(?:và|với|là|có|gồm|còn|cùng)\s+(?=\w)", "", words).strip(" ,;:.-+*•\"“”()")
    return words[:1].upper() + words[1:200]
