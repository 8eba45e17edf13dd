"""The titles that a block stands under: of its sections and the caption of its table."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.catalogue.context import Context, words_at
from extractors.sections import Section
from extractors.vietnamese import fold


def titles_by_block(context: Context) -> dict[int, str]:
    """Return, for each block, the folded titles of the sections it stands in and the caption of its table."""
    by_id = {section.id: section for section in context.sections}
    starts = {section.block: section for section in context.sections}
    captions = {layout.table: layout.caption for layout in context.layouts}
    found: dict[int, str] = {}
    current = ""
    for index, block in enumerate(context.document.blocks):
        if index == context.body_end:
            current = ""  # annexes stand under no section
        if index in starts:
            current = _titles(starts[index], by_id)
        found[index] = current
        if block.origin.cell and (caption := captions.get(block.origin.cell.table)):
            found[index] = f"{words_at(context, caption)} ; {current}"
    return found


def _titles(section: Section, by_id: Mapping[str, Section]) -> str:
    """Return the folded titles of a section and those around it, innermost first."""
    chain: list[str] = []
    current: Section | None = section
    while current is not None:
        chain.append(fold(current.title))
        current = by_id.get(current.parent) if current.parent else None
    return " ; ".join(chain)
