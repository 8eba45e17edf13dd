"""The unit of a table figure that the heads of its columns and its title tell together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.catalogue.context import Context, FoundUnit, words_at
from extractors.catalogue.nouns import is_place, label_unit, qualities
from extractors.catalogue.row_words import grid_of
from extractors.grids import Layout, cell_text
from extractors.ledger.entries import Entry
from extractors.lexicon import unit_at, unit_kind
from extractors.vietnamese import fold

#: kinds of units that count things or persons
COUNTS = ("count", "person")
#: nouns that title any table
SAYS_NOTHING = ("nội dung", "chỉ tiêu", "tiêu chí", "chương trình", "nhiệm vụ")
#: a head that names a column of figures for what they were planned or reached, no paper
PLAN_HEAD = re.compile(r"(?:kế hoạch|kh|chương trình(?= năm))(?!\w)")
COUNTED_HEAD = re.compile(r"(?:tổng )?số (?!tiền|vốn)")
#: heads under which kinds stand that one thing is divided into ("Chia theo hình thức": "Loa truyền thanh")
DIVIDED = re.compile(r"(?:chia|phân|tính|xếp|trong đó)?(?: ra)? ?theo (?!kế hoạch|dự toán|chỉ tiêu)")
#: what a title says of time or place beside its words
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
#: heads of figures that are measured, not counted
_MEASURES = re.compile(
    r"(?:diện tích|kinh phí|tiền|vốn|tỷ lệ|tỉ lệ|điểm|xếp|ghi chú|sản lượng|giá trị|thu nhập"
    r"|(?<!trong )(?<!cả )năm)(?!\w)"
    # so many to so many: "số phát hiện/1.000 dân"
    r"|(?:/|trên)\s*(?:100|1\.?000|10\.?000|100\.?000|vạn|nghìn)\s+[^\W\d]"
)
#: the head of a column whose rows are kinds of what is counted
_KIND_HEAD = re.compile(r"(?:loại hình|các loại|loại)\s+(?P<noun>.+)")
_OF_WHICH = re.compile(r"^(?:trong đó|tr\.đó|riêng)\s*:?\s*(?:số\s+)?")


def caption_unit(context: Context, layout: Layout | None, entry: Entry) -> FoundUnit | None:
    """Return the noun that a table's title counts; a paragraph that happens to stand before it is none.

    Of a title that names several things, one of which has a column, a head without a noun goes on with that before it.
    """
    if layout is None or not layout.caption:
        return None
    caption = _IN_BRACKETS.sub("", words_at(context, layout.caption)).strip()
    if len(caption) > 160 or caption.endswith((".", ";")) or re.search(r"\d\s+\w", caption):
        return None
    unit = label_unit(caption)
    if unit is None or is_place(unit[0]) or unit[0] in SAYS_NOTHING:
        return None
    before = _nouns_before(context, layout, entry) if "," in caption else []
    return (before[-1], "table") if unit[0] in before else (unit[0], "caption")


def _nouns_before(context: Context, layout: Layout, entry: Entry) -> list[str]:
    """Return what the heads of the columns before that of a figure count, in order."""
    found = grid_of(context, entry)
    if found is None or not layout.head:
        return []
    grid, cell = found
    heads = (fold(cell_text(context.document, grid, layout.head - 1, c)) for c in range(cell.column))
    return [unit[0] for c, head in enumerate(heads) if c not in layout.labels and (unit := label_unit(head))]


def kind_unit(context: Context, layout: Layout | None, entry: Entry) -> FoundUnit | None:
    """Return what the unit line says of shares, or what a table counts whose rows are kinds ("Loại hình chi bộ")."""
    if layout is None:
        return None
    if layout.unit == "%":
        return "%", "table"
    found = grid_of(context, entry)
    if found is None or not layout.labels or not layout.head:
        return None
    head = _KIND_HEAD.match(fold(cell_text(context.document, found[0], 0, layout.labels[0])))
    word = unit_at(head["noun"], 0) if head else None
    return (word.text, "caption") if word is not None else None


def heads_unit(context: Context, layout: Layout | None, entry: Entry, texts: Sequence[str]) -> FoundUnit | None:
    """Return what all heads of a table that name something count ("Tổng số hộ | Nghèo | Cận nghèo")."""
    found = grid_of(context, entry)
    if found is None or layout is None or _MEASURES.search(" ".join(texts)):
        return None
    columns = range(len(found[0].rows[0])) if layout.head else ()
    heads = [fold(cell_text(context.document, found[0], layout.head - 1, c)) for c in columns if c not in layout.labels]
    above = (
        [fold(cell_text(context.document, found[0], layout.head - 2, c)) for c in columns] if layout.head > 1 else []
    )
    if any(DIVIDED.match(text) for text in above):
        return None
    named = [unit[0] for head in heads if not PLAN_HEAD.match(head) and (unit := label_unit(head))]
    nouns = {noun for noun in named if unit_kind(noun) in COUNTS}
    nouns = nouns if len(nouns) == 1 else {noun.split()[0] for noun in nouns}
    return (nouns.pop(), "table") if len(nouns) == 1 else None


def noun_head(context: Context, layout: Layout | None, entry: Entry) -> FoundUnit | None:
    """Return the noun that is the head of a column beside others of the kind ("Trường | Lớp | Học sinh | Nữ").

    A head that only says what some persons are ("Trong đó: nữ") counts those of the column before it.
    """
    found = grid_of(context, entry)
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
    if PLAN_HEAD.match(head) or head in SAYS_NOTHING:
        return None
    word = unit_at(head, len(counted.group()) if (counted := COUNTED_HEAD.match(head)) else 0)
    return word.text if word is not None and word.kind in COUNTS and head.endswith(word.text) else None
