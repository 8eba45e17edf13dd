"""The unit of a table figure: said in its head, by the table, by its row, by its caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.catalogue.context import Context, FoundUnit, words_at
from extractors.catalogue.head_units import (
    COUNTED_HEAD,
    DIVIDED,
    PLAN_HEAD,
    SAYS_NOTHING,
    caption_unit,
    heads_unit,
    kind_unit,
    noun_head,
)
from extractors.catalogue.nouns import ANYONE, is_counted, is_place, label_unit
from extractors.catalogue.row_words import grid_of, row_words
from extractors.grids import Layout, cell_text
from extractors.grids.unit_lines import row_unit
from extractors.ledger.entries import Entry
from extractors.lexicon import unit_at, unit_kind
from extractors.lexicon.amounts import alike

#: how heads cut "tỷ lệ" short, beside SL for "số lượng"
_SHARE_HEAD = re.compile(r"t\.? ?l\.?(?: ?\(?%\)?)?|% ?t\.?l\.?")
_PERCENT = re.compile(r"(?<!\d)\s*%|tỷ lệ|tỉ lệ|tỷ trọng")
_BRACKET = re.compile(r"\(\s*(?:đvt\s*:?\s*)?([^()\d]{1,24})\)")
#: kinds of units that count nothing
_MEASURED = ("money", "area", "length", "weight")
#: what a noun of place is told to have done or had done to it in a head that counts such ("Đơn vị được thanh tra")
_COUNTED_PLACE = re.compile(
    r"\s+(?:được|đạt|đã|chưa|có|không|bị|hoàn thành|tham gia|vi phạm|thực hiện|nộp|đăng ký)(?!\w)"
)
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
        or _money_head(context, entry, texts)
        or _bracket_unit(texts)
        or _other_kind(context, layout, entry, texts)
        or _table_unit(context, layout, entry)
        or _label_unit(context, entry, texts)
        or noun_head(context, layout, entry)
        or _row_noun(context, layout, entry, texts)
        or caption_unit(context, layout, entry)
        or kind_unit(context, layout, entry)
        or heads_unit(context, layout, entry, texts)
        or ("", "none")
    )


def _layout_of(context: Context, entry: Entry) -> Layout | None:
    found = context.table_of(entry)
    return None if found is None else found[1]


def _percent_head(texts: Sequence[str]) -> FoundUnit | None:
    head = " ".join(texts)
    if any(_SHARE_HEAD.fullmatch(text) for text in texts):
        return "%", "table"
    if not _PERCENT.search(head) or "số lượng" in (texts[-1] if texts else ""):
        return None
    said = any(
        re.search(r"(?<![\d\s])\s*%|^%", text) or text.startswith(("tỷ lệ", "tỉ lệ", "tỷ trọng")) for text in texts
    )
    return ("%", "table") if said else None


def _bracket_unit(texts: Sequence[str]) -> FoundUnit | None:
    """Return the unit in brackets nearest to a figure ("Số học sinh (người)": học sinh)."""
    for text in reversed(texts):
        bracket = _last_bracket(text)
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


def _last_bracket(text: str) -> re.Match[str] | None:
    """Return the last bracket of a head ("Tăng (+), giảm (-) (ha)")."""
    return next(iter([*_BRACKET.finditer(text)][::-1]), None)


def _money_head(context: Context, entry: Entry, texts: Sequence[str]) -> FoundUnit | None:
    """Return the money that a head names in brackets: a row's own bracket ("Máy tính (bộ)") is of other columns."""
    rows = row_words(context, entry)
    found = _bracket_unit([text for text in texts if text not in rows])
    return found if found is not None and unit_kind(found[0].partition("/")[0]) == "money" else None


def _other_kind(context: Context, layout: Layout | None, entry: Entry, texts: Sequence[str]) -> FoundUnit | None:
    """Return what a head "số hộ" or "công trình" counts in a table whose unit line names money or land."""
    if layout is None or unit_kind(layout.unit) not in _MEASURED:
        return None
    rows = row_words(context, entry)
    heads = [text for text in texts if text not in rows]
    counted = (label_unit(text) for text in heads if COUNTED_HEAD.match(text) or _names_unit(text))
    said = next((found[0] for found in counted if found), "")
    return (said, "label") if unit_kind(said) in ("count", "person") else None


def _names_unit(head: str) -> bool:
    """Whether a head is nothing but a unit of things ("công trình"), no place and no plan."""
    return row_unit(head) is not None and not is_place(head) and not PLAN_HEAD.match(head)


def _table_unit(context: Context, layout: Layout | None, entry: Entry) -> FoundUnit | None:
    if layout is None:
        return None
    said = _unit_column(context, layout, entry)
    if said:
        return said, "table"
    return (layout.unit, "table") if layout.unit and layout.unit != "%" else None


def _label_unit(context: Context, entry: Entry, texts: Sequence[str]) -> FoundUnit | None:
    """Return what the heads count: after "số" anywhere, else a noun outside the row's own labels."""
    counted = [(text, unit) for text in texts if not PLAN_HEAD.match(text) and (unit := label_unit(text))]
    for _, (noun, said) in counted:
        if said:
            return noun, "label"
    rows = row_words(context, entry)
    heads = [(text, noun) for text, (noun, _) in counted if text not in rows]
    if any(DIVIDED.match(text) for text in texts if text not in rows):
        return None
    return next(((noun, "label") for text, noun in heads if is_counted(noun, text) or _counts_places(noun, text)), None)


def _counts_places(noun: str, head: str) -> bool:
    return head.startswith(noun) and bool(_COUNTED_PLACE.match(head, len(noun)))


def _row_noun(context: Context, layout: Layout | None, entry: Entry, texts: Sequence[str]) -> FoundUnit | None:
    """Return the noun that a row is about under heads that name none ("Lớp bồi dưỡng | Kế hoạch | Thực hiện")."""
    rows = row_words(context, entry)
    if (layout is not None and layout.unit) or not all(
        _TIME_HEAD.fullmatch(text) for text in texts if text not in rows
    ):
        return None
    counted = ((text, unit[0]) for text in texts if text in rows and (unit := label_unit(text)))
    return next(((noun, "row") for text, noun in counted if text.startswith(noun) and noun not in SAYS_NOTHING), None)


def _unit_column(context: Context, layout: Layout, entry: Entry) -> str | None:
    """Return the unit that the row's own cell under "Đơn vị tính" says."""
    found = grid_of(context, entry)
    if found is None or layout.unit_column is None:
        return None
    grid, cell = found
    return row_unit(cell_text(context.document, grid, cell.row, layout.unit_column))
