"""The unit of a table figure: said in its head, by the table, by its row, by its caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.catalogue.context import Context, FoundUnit, words_at
from extractors.catalogue.nouns import ANYONE, is_counted, is_place, label_unit, qualities
from extractors.document import Cell, Grid
from extractors.grids import Layout, cell_text
from extractors.grids.unit_lines import row_unit
from extractors.ledger.entries import Entry
from extractors.lexicon import unit_at, unit_kind
from extractors.lexicon.amounts import alike
from extractors.vietnamese import fold

_PERCENT = re.compile(r"(?<!\d)\s*%|tỷ lệ|tỉ lệ|tỷ trọng")
_BRACKET = re.compile(r"\(\s*(?:đvt\s*:?\s*)?([^()\d]{1,24})\)")
#: what a title says of time or place beside its words
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
#: kinds of units that count nothing
_MEASURED = ("money", "area", "length", "weight")
_COUNTS = ("count", "person")
#: how many rows say what a table is about
_ROWS = 8
#: heads of figures that are measured, not counted
_MEASURES = re.compile(
    r"(?:diện tích|kinh phí|tiền|vốn|tỷ lệ|tỉ lệ|điểm|xếp|ghi chú|sản lượng|giá trị|thu nhập"
    r"|(?<!trong )(?<!cả )năm)(?!\w)"
)
#: nouns that title any table
_SAYS_NOTHING = ("nội dung", "chỉ tiêu", "tiêu chí", "chương trình", "nhiệm vụ")
#: a head that names a column of figures for what they were planned or reached, no paper
_PLAN_HEAD = re.compile(r"(?:kế hoạch|kh|chương trình(?= năm))(?!\w)")
#: the head of a column whose rows are kinds of what is counted
_KIND_HEAD = re.compile(r"(?:loại hình|các loại|loại)\s+(?P<noun>.+)")
_OF_WHICH = re.compile(r"^(?:trong đó|tr\.đó|riêng)\s*:?\s*(?:số\s+)?")
_COUNTED_HEAD = re.compile(r"(?:tổng )?số (?!tiền|vốn)")
#: what a noun of place is told to have done or had done to it in a head that counts such ("Đơn vị được thanh tra")
_COUNTED_PLACE = re.compile(
    r"\s+(?:được|đạt|đã|chưa|có|không|bị|hoàn thành|tham gia|vi phạm|thực hiện|nộp|đăng ký)(?!\w)"
)
#: heads under which kinds stand that one thing is divided into ("Chia theo hình thức": "Loa truyền thanh")
_DIVIDED = re.compile(r"(?:chia|phân|tính|xếp|trong đó)?(?: ra)? ?theo (?!kế hoạch|dự toán|chỉ tiêu)")
#: heads that only say when, and whether a figure was planned or reached
_TIME_HEAD = re.compile(
    r"(?:kế hoạch|kh|thực hiện|th|kết quả|chỉ tiêu|kỳ này|kỳ trước|cùng kỳ|lũy kế|năm|quý|tháng|ước"
    r"|đạt được|giao|số lượng|số liệu|tổng|tổng số|tổng cộng|đã|đã thực hiện|đã đạt|phải thực hiện)"
    r"(?: (?!số )[^\W\d_]+){0,2}(?: ?\d+(?:/\d+)?)?"
)


def cell_unit(context: Context, entry: Entry) -> FoundUnit:
    """Return the unit of a table figure: said in its head, else the table's unit line, its row, its caption."""
    texts = [words_at(context, span) for span in entry.path]
    layout = _layout_of(context, entry)
    return (
        _percent_head(texts)
        or _bracket_unit(texts)
        or _other_kind(context, layout, entry, texts)
        or _table_unit(context, layout, entry)
        or _label_unit(context, entry, texts)
        or _noun_head(context, layout, entry)
        or _row_noun(context, layout, entry, texts)
        or _caption_unit(context, layout)
        or _kind_unit(context, layout, entry)
        or _heads_unit(context, layout, entry, texts)
        or ("", "none")
    )


def _layout_of(context: Context, entry: Entry) -> Layout | None:
    found = context.table_of(entry)
    return None if found is None else found[1]


def _percent_head(texts: Sequence[str]) -> FoundUnit | None:
    head = " ".join(texts)
    if not _PERCENT.search(head) or "số lượng" in (texts[-1] if texts else ""):
        return None
    said = any(
        re.search(r"(?<![\d\s])\s*%|^%", text) or text.startswith(("tỷ lệ", "tỉ lệ", "tỷ trọng")) for text in texts
    )
    return ("%", "table") if said else None


def _bracket_unit(texts: Sequence[str]) -> FoundUnit | None:
    """Return the unit in brackets nearest to a figure ("Số học sinh (người)": học sinh)."""
    for text in reversed(texts):
        bracket = _BRACKET.search(text)
        said = bracket[1].strip() if bracket else ""
        word = unit_at(said, 0)
        if bracket is None or word is None or (word.text != said and not said.startswith(f"{word.text}/")):
            continue  # "(đoạn Trung Hiệp)" says where, no unit
        named = label_unit(text[: bracket.start()])
        if named and word.text in ANYONE and unit_kind(named[0]) == "person":
            return named[0], "label"
        two = named and named[1] and unit_kind(named[0]) == word.kind == "count" and not alike(named[0], word.text)
        if two and named and not any(row.startswith(word.text) for row in texts):
            return named[0], "label"  # "Số cuộc (bài)": rows of meetings and rows of articles
        return said if "/" in said else word.text, "table"
    return None


def _other_kind(context: Context, layout: Layout | None, entry: Entry, texts: Sequence[str]) -> FoundUnit | None:
    """Return what a head "số hộ" or "công trình" counts in a table whose unit line names money or land."""
    if layout is None or unit_kind(layout.unit) not in _MEASURED:
        return None
    rows = _row_words(context, entry)
    heads = [text for text in texts if text not in rows]
    counted = (label_unit(text) for text in heads if _COUNTED_HEAD.match(text) or _names_unit(text))
    said = next((found[0] for found in counted if found), "")
    return (said, "label") if unit_kind(said) in ("count", "person") else None


def _names_unit(head: str) -> bool:
    """Whether a head is nothing but a unit of things ("công trình"), no place and no plan."""
    return row_unit(head) is not None and not is_place(head) and not _PLAN_HEAD.match(head)


def _table_unit(context: Context, layout: Layout | None, entry: Entry) -> FoundUnit | None:
    if layout is None:
        return None
    said = _unit_column(context, layout, entry)
    if said:
        return said, "table"
    return (layout.unit, "table") if layout.unit and layout.unit != "%" else None


def _label_unit(context: Context, entry: Entry, texts: Sequence[str]) -> FoundUnit | None:
    """Return what the heads count: after "số" anywhere, else a noun outside the row's own labels."""
    counted = [(text, unit) for text in texts if not _PLAN_HEAD.match(text) and (unit := label_unit(text))]
    for _, (noun, said) in counted:
        if said:
            return noun, "label"
    rows = _row_words(context, entry)
    heads = [(text, noun) for text, (noun, _) in counted if text not in rows]
    if any(_DIVIDED.match(text) for text in texts if text not in rows):
        return None
    return next(((noun, "label") for text, noun in heads if is_counted(noun, text) or _counts_places(noun, text)), None)


def _counts_places(noun: str, head: str) -> bool:
    return head.startswith(noun) and bool(_COUNTED_PLACE.match(head, len(noun)))


def _row_noun(context: Context, layout: Layout | None, entry: Entry, texts: Sequence[str]) -> FoundUnit | None:
    """Return the noun that a row is about under heads that name none ("Lớp bồi dưỡng | Kế hoạch | Thực hiện")."""
    rows = _row_words(context, entry)
    if (layout is not None and layout.unit) or not all(
        _TIME_HEAD.fullmatch(text) for text in texts if text not in rows
    ):
        return None
    counted = ((text, unit[0]) for text in texts if text in rows and (unit := label_unit(text)))
    return next(((noun, "row") for text, noun in counted if text.startswith(noun) and noun not in _SAYS_NOTHING), None)


def _caption_unit(context: Context, layout: Layout | None) -> FoundUnit | None:
    """Return the noun that a table's title counts; a paragraph that happens to stand before it is none."""
    if layout is None or not layout.caption:
        return None
    caption = _IN_BRACKETS.sub("", words_at(context, layout.caption)).strip()
    if len(caption) > 160 or caption.endswith((".", ";")) or re.search(r"\d\s+\w", caption):
        return None
    unit = label_unit(caption)
    return (unit[0], "caption") if unit and not is_place(unit[0]) and unit[0] not in _SAYS_NOTHING else None


def _kind_unit(context: Context, layout: Layout | None, entry: Entry) -> FoundUnit | None:
    """Return what the unit line says of shares, or what a table counts whose rows are kinds ("Loại hình chi bộ")."""
    if layout is None:
        return None
    if layout.unit == "%":
        return "%", "table"
    found = _grid_of(context, entry)
    if found is None or not layout.labels or not layout.head:
        return None
    head = _KIND_HEAD.match(fold(cell_text(context.document, found[0], 0, layout.labels[0])))
    word = unit_at(head["noun"], 0) if head else None
    return (word.text, "caption") if word is not None else None


def _heads_unit(context: Context, layout: Layout | None, entry: Entry, texts: Sequence[str]) -> FoundUnit | None:
    """Return what all heads of a table that name something count ("Tổng số hộ | Nghèo | Cận nghèo")."""
    found = _grid_of(context, entry)
    if found is None or layout is None or _MEASURES.search(" ".join(texts)):
        return None
    columns = range(len(found[0].rows[0])) if layout.head else ()
    heads = [fold(cell_text(context.document, found[0], layout.head - 1, c)) for c in columns if c not in layout.labels]
    above = (
        [fold(cell_text(context.document, found[0], layout.head - 2, c)) for c in columns] if layout.head > 1 else []
    )
    if any(_DIVIDED.match(text) for text in above):
        return None
    named = [unit[0] for head in heads if not _PLAN_HEAD.match(head) and (unit := label_unit(head))]
    nouns = {noun for noun in named if unit_kind(noun) in _COUNTS}
    nouns = nouns if len(nouns) == 1 else {noun.split()[0] for noun in nouns}
    return (nouns.pop(), "table") if len(nouns) == 1 else None


def _noun_head(context: Context, layout: Layout | None, entry: Entry) -> FoundUnit | None:
    """Return the noun that is the head of a column beside others of the kind ("Trường | Lớp | Học sinh | Nữ").

    A head that only says what some persons are ("Trong đó: nữ") counts those of the column before it.
    """
    found = _grid_of(context, entry)
    if found is None or layout is None or not layout.head:
        return None
    grid, cell = found
    texts = [fold(cell_text(context.document, grid, layout.head - 1, c)) for c in range(len(grid.rows[0]))]
    nouns = [_sole_noun(text) if c not in layout.labels else None for c, text in enumerate(texts)]
    if sum(noun is not None for noun in nouns) < 2:
        return None
    if noun := nouns[cell.column]:
        return noun, "table"
    before = next((noun for noun in nouns[cell.column :: -1] if noun), "")
    quality = qualities().fullmatch(_OF_WHICH.sub("", texts[cell.column]))
    return (before, "table") if quality and unit_kind(before) == "person" else None


def _sole_noun(head: str) -> str | None:
    """Return the counted noun that a head is, alone or after "số"."""
    if _PLAN_HEAD.match(head) or head in _SAYS_NOTHING:
        return None
    word = unit_at(head, len(counted.group()) if (counted := _COUNTED_HEAD.match(head)) else 0)
    return word.text if word is not None and word.kind in _COUNTS and head.endswith(word.text) else None


def _grid_of(context: Context, entry: Entry) -> tuple[Grid, Cell] | None:
    found = context.table_of(entry)
    return None if found is None else (found[0], found[2])


def row_labels(context: Context, entry: Entry) -> list[int]:
    """Return the blocks of the row's label cells."""
    found = context.table_of(entry)
    if found is None:
        return []
    grid, layout, cell = found
    return [i for c in layout.labels if (i := grid.rows[cell.row][c]) >= 0]


def first_rows(context: Context, entry: Entry) -> list[str]:
    """Return the words that name the first rows of the table of a figure."""
    return _labels(context, entry, 0, _ROWS)


def label_heads(context: Context, entry: Entry) -> list[str]:
    """Return the words over the names of the rows of the table of a figure."""
    return _labels(context, entry, -1, 0)


def _labels(context: Context, entry: Entry, first: int, last: int) -> list[str]:
    """Return the words of the label cells of the rows of a table, counted from the one below its head."""
    found, layout = _grid_of(context, entry), _layout_of(context, entry)
    if found is None or layout is None:
        return []
    rows = found[0].rows[max(0, layout.head + first) : layout.head + last]
    named = ([row[c] for c in layout.labels if row[c] >= 0] for row in rows)
    return [" ".join(words_at(context, context.document.blocks[i].span) for i in row) for row in named if row]


def _row_words(context: Context, entry: Entry) -> set[str]:
    """Return the words of the row's label cells."""
    return {words_at(context, context.document.blocks[i].span) for i in row_labels(context, entry)}


def _unit_column(context: Context, layout: Layout, entry: Entry) -> str | None:
    """Return the unit that the row's own cell under "Đơn vị tính" says."""
    found = _grid_of(context, entry)
    if found is None or layout.unit_column is None:
        return None
    grid, cell = found
    return row_unit(cell_text(context.document, grid, cell.row, layout.unit_column))
