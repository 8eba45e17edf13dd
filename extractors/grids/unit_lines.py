"""The unit line of a table ("Đơn vị tính: triệu đồng") and its caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document import Document, Grid, Span
from extractors.lexicon import unit_at
from extractors.vietnamese import fold

_UNIT_SAID = re.compile(r"[(]\s*(?:đơn vị tính|đơn vị|đvt)\s*:\s*(?P<unit>[^()\n]{1,30}?)\s*[)]\s*:?\s*$")
_UNIT_LINE = re.compile(
    r"[(\s]*(?:đơn\s+vị\s+tính|đơn\s+vị|đvt|đv\s+tính)(?:\s+tiền)?\s*[:.]?\s*(?P<unit>[^)\n]{1,40}?)[\s).;]*$"
)
_LAST_BRACKET = re.compile(r"\((?P<unit>[^()]{1,30})\)\s*:?\s*$")
#: in a cell of the head a colon must say that a unit follows ("Đơn vị" heads a column of names)
_UNIT_CELL = re.compile(
    r"(?:^|.*[(\s])(?:đơn\s+vị\s+tính|đơn\s+vị|đvt|đv\s+tính)\s*:\s*(?P<unit>[^():\n]{1,30}?)[\s).;]*$"
)
_UNIT_HEAD = re.compile(r"(?:đơn vị tính|đơn vị|đvt|đv tính|đv)$")


def unit_line(text: str) -> str | None:
    """Return the unit of a line "Đơn vị tính: Triệu đồng", None for any other line.

    >>> unit_line("(ĐVT: hồ sơ)")
    'hồ sơ'
    """
    folded = fold(text)
    return _unit(_UNIT_LINE.match(folded) or _UNIT_SAID.search(folded))


def stated_unit(words: str) -> str | None:
    """Return the unit that folded words state in a bracket at their end, None where they do not.

    >>> stated_unit("vận động quỹ (đvt: triệu đồng):"), stated_unit("vận động (triệu đồng)"), stated_unit("gồm:")
    ('triệu đồng', 'triệu đồng', None)
    """
    bracket = _LAST_BRACKET.search(words)
    return _unit(_UNIT_SAID.search(words)) or (row_unit(bracket["unit"]) if bracket else None)


def unit_in_cell(text: str) -> str | None:
    """Return the unit that a folded cell of the head says for the whole table, None for any other cell.

    >>> unit_in_cell("chỉ tiêu (đvt: ha)"), unit_in_cell("đơn vị")
    ('ha', None)
    """
    return _unit(_UNIT_CELL.match(text))


def _unit(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    unit = re.sub(r"^số (?:lượng )?", "", match["unit"].strip())
    word = unit_at(unit, 0)
    return unit if "/" in unit or word is None else word.text


def row_unit(said: str) -> str | None:
    """Return the unit that a folded cell of a column of units names, None for other words.

    >>> row_unit("tạ/ha"), row_unit("triệu đồng"), row_unit("xã phú an"), row_unit("")
    ('tạ/ha', 'triệu đồng', None, None)
    """
    word = unit_at(said, 0) if said else None
    if word is None:
        return None
    if "/" in said:
        return said
    return word.text if len(word.text) == len(said) else None


def unit_column(heads: Sequence[Sequence[str]], columns: Sequence[Sequence[str]]) -> int | None:
    """Return the column under "Đơn vị tính", or under "Đơn vị" where units stand in it and no names of places.

    `heads` and `columns` are the folded texts above and below the end of the head, by column.
    """
    for column, above in enumerate(heads):
        if column == 0 and above[:1] == ["đơn vị"]:
            continue  # the first column names the rows, one of them "Xã"
        filled = [text for text in columns[column] if text]
        if any(_UNIT_HEAD.match(head) for head in above) and any(row_unit(text) for text in filled):
            return column
    return None


_ATTACHED = re.compile(r"\W*(?:kèm theo|ban hành kèm|đính kèm)(?!\w)")


def around(document: Document, grid: Grid) -> tuple[Span | None, str | None]:
    """Return caption and unit line: the nearest blocks before the table, then the one after it."""
    inside = sorted({index for row in grid.rows for index in row if index >= 0})
    if not inside:
        return None, None
    caption: Span | None = None
    unit: str | None = None
    for index in range(inside[0] - 1, max(-1, inside[0] - 5), -1):
        block = document.blocks[index]
        if block.kind == "cell":
            break
        text = document.quote(block.span)
        said = unit_line(text)
        unit = unit or said
        # "(Kèm theo Báo cáo số …)" says where the table belongs, the title stands above it
        if caption is None and (said is None or len(block.span) > 40) and not _ATTACHED.match(fold(text)):
            caption = block.span
    after = inside[-1] + 1
    if unit is None and after < len(document.blocks) and document.blocks[after].kind != "cell":
        unit = unit_line(document.quote(document.blocks[after].span))
    return caption, unit
