"""Which rows of a table are totals, which stand under which, and which only tell some of the row above."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from extractors.grids.texts import is_figure

_BODIES = r"xã|huyện|tỉnh|phường|thị trấn|thị xã|thành phố|thôn|trường|ngành|đơn vị|quận|khu vực|đảng bộ"
#: "tổng cộng (I+II)", "cộng I", "tổng số: 12 đơn vị", "cả năm"
_KEY = r"(?:[ivx]{1,4}|[a-h]|\d{1,2})"
_TOTAL = re.compile(
    r"(?:(?:tổng|cộng|tổng\s+(?:số|cộng|chung|toàn\s+\w+|thu|chi|vốn|nguồn|kinh phí|điểm|số điểm))(?:\s+chung|\s+cộng)?"
    rf"|toàn\s+(?:{_BODIES})|cả\s+(?:năm|kỳ|đợt|{_BODIES})|chung)"
    rf"(?:\s*\(?\s*(?:mục\s+|phần\s+|nhóm\s+)?{_KEY}(?:\s*\+\s*(?:{_KEY}|\.\.\.|…))*\s*\)?)?"
    r"(?:\s+(?:cụm|nhóm|khối|khu vực|khu|vùng|mục|phần|loại|quý|đợt|giai đoạn)(?:\s+[\w-]{1,9}){0,2})?"
    r"(?:\s*[:(=][^)]{0,40}\)?)?(?:\s+(?:các|toàn)\s+\w+(?:\s\w+)?)?$"
    # "cộng cấp xã", "tổng các phòng ban": not "cộng đồng", "cộng tác viên", "tổng số hộ"
    r"|(?:cộng|tổng)\s+(?:cấp|các|riêng|phần|theo)(?:\s+[\w,-]+){1,5}$"
    r"|cộng\s+(?!đồng|tác|hòa|sản|hưởng|sinh|điểm)\w+(?:\s+\w+){0,2}$"
)
OF_WHICH = re.compile(
    r"[-+*•.\s]*(?:trong\s+đó|tr\.?\s?đó|trđ|trong\s+số\s+(?:đó|này)|riêng|kể\s+cả|bao\s+gồm\s+cả)(?!\w)"
)
_NOTE = re.compile(r"[(*\s]*(?:ghi\s+chú|chú\s+thích|lưu\s+ý|nguồn(?:\s+số\s+liệu)?)\s*[:.]")
#: marks of rows from the highest storey down
_RANKS = (
    re.compile(r"[A-HĐ]$"),
    re.compile(r"[IVX]{1,5}$|[ivx]{2,5}$"),
    re.compile(r"\d{1,3}$"),
    re.compile(r"\d{1,2}\.\d{1,2}$"),
    re.compile(r"\d{1,2}(?:\.\d{1,2}){2,}$"),
    re.compile(r"[a-hđik]$"),
    re.compile(r"[-–—•]$"),
    re.compile(r"[+*]$"),
)
_LABEL_MARK = re.compile(
    r"\s*(?:(?P<named>[A-HĐIVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-hđik])[.)/-]+(?=\s|[^\W\d])|(?P<dash>[-–—•+*])\s+)"
)
_BULLETS = 6
_FIRST = re.compile(r"[(]?(?:1(?:\.1)*|[aAI]|\d{1,2}\.1)[.)/]*$|[-–—•+*]$")
#: level of a row that opens with "trong đó", and of one without a mark among marked ones
_PART_OF, _UNMARKED = 900, 800


@dataclass(frozen=True, slots=True)
class Mark:
    """The storey of a row's mark from the top, and whether it is the first of its kind (1, a, A, I, -)."""

    rank: int
    first: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """For each row the row that it is part of (None at the top), and the rows that tell only some of theirs."""

    parents: tuple[int | None, ...]
    of_which: frozenset[int]


def is_total(row: Sequence[str], labels: Sequence[int], row_numbers: int | None) -> bool:
    """Whether the names of a row of folded texts say that it is a total."""
    if row_numbers is not None and re.fullmatch(r"\d{1,3}\.?", row[row_numbers]):
        return False
    columns = [*labels[:2], *([row_numbers] if row_numbers is not None else [])]
    if any(names_total(row[c]) for c in columns if row[c]):
        return True
    return bool(not labels and row and names_total(row[0]))


def names_total(text: str) -> bool:
    """Whether a folded name says that a row is a total.

    >>> [names_total(t) for t in ("tổng cộng (i+ii)", "toàn huyện", "tổng số hộ nghèo", "tổng i+ii", "cộng đồng")]
    [True, True, False, True, False]
    """
    return bool(_TOTAL.match(text.strip(" .:*;")))


def is_note(row: Sequence[str]) -> bool:
    """Whether a row of folded texts is a note below the table."""
    filled = [text for text in row if text]
    return bool(filled) and len(set(filled)) == 1 and bool(_NOTE.match(filled[0]))


def rank_of(mark: str) -> int | None:
    """Return the storey of a mark as printed: A, I, 1, 1.1, a, - from the top, None for no mark.

    >>> rank_of("II"), rank_of("3."), rank_of("2.1"), rank_of("Hộ")
    (1, 2, 3, None)
    """
    bare = mark.strip(" ().:/") or mark.strip()
    return next((rank for rank, pattern in enumerate(_RANKS) if pattern.match(bare)), None)


def marks_of(rows: Sequence[Sequence[str]], row_numbers: int | None, labels: Sequence[int]) -> tuple[Mark | None, ...]:
    """Return the mark of each row of printed texts: its running number, else what stands before its name."""
    return tuple(_mark(row, row_numbers, labels) for row in rows)


def _mark(row: Sequence[str], row_numbers: int | None, labels: Sequence[int]) -> Mark | None:
    if row_numbers is not None and row[row_numbers].strip():
        said = row[row_numbers]
    else:
        match = _LABEL_MARK.match(row[labels[0]] if labels else "")
        said = (match["named"] or match["dash"]) if match else ""
    rank = rank_of(said)
    return None if rank is None else Mark(rank, bool(_FIRST.match(said.strip())))


def read_tree(
    texts: Sequence[Sequence[str]],
    marks: Sequence[Mark | None],
    rows: Sequence[int],
    totals: Set[int],
    labels: Sequence[int],
) -> Tree:
    """Return which of the data rows stand under which; `texts` are folded."""
    reader = _TreeReader(texts, marks, rows, labels)
    for row in rows:
        if row in totals:
            reader.end(row)
        else:
            reader.read(row)
    return Tree(tuple(reader.parents), frozenset(reader.of_which))


class _TreeReader:
    """Reads rows from the top: `stack` holds the open rows with their storeys, `base` the last row not under another.

    `opened` says that a bare "Trong đó:" makes the rows after it parts of the base.
    """

    def __init__(
        self,
        texts: Sequence[Sequence[str]],
        marks: Sequence[Mark | None],
        rows: Sequence[int],
        labels: Sequence[int],
    ) -> None:
        self.texts, self.marks, self.labels = texts, marks, labels
        self.after = dict(pairwise(rows))
        ranks = [mark.rank for r in rows if (mark := marks[r])]
        self.marked = len(ranks) > 1
        self.bulleted = self.marked and min(ranks) >= _BULLETS
        self.parents: list[int | None] = [None] * len(texts)
        self.of_which: set[int] = set()
        self.end(None)

    def end(self, total: int | None) -> None:
        """Close all open rows at a total; "trong đó" belongs to it, and the rows that a marked one opens."""
        self.total = total
        mark = None if total is None else self.marks[total]
        self.stack: list[tuple[int, int]] = [] if mark is None or total is None else [(mark.rank * 10, total)]
        self.base: int | None = None
        self.opened = False

    def read(self, row: int) -> None:
        """Put a row under the open row that it is part of."""
        name = self.texts[row][self.labels[0]] if self.labels else ""
        tells_some = bool(OF_WHICH.match(name))
        mark = self.marks[row]
        if not any(is_figure(text) for c, text in enumerate(self.texts[row]) if c not in self.labels):
            self.opened = tells_some
            if tells_some or mark is None:
                return
        level = _PART_OF if tells_some else self._level(row, name)
        if self.opened and self.base is not None and (mark is None or mark.rank >= _BULLETS):
            tells_some, level = True, max(level, _UNMARKED)
        else:
            self.opened = False
        if tells_some:
            self.of_which.add(row)
        self._push(row, level)

    def _push(self, row: int, level: int) -> None:
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        above = self.stack[-1][1] if self.stack else None
        self.parents[row] = self.total if above is None and level == _PART_OF else above
        self.stack.append((level, row))
        self.base = row if level < _UNMARKED else self.base

    def _level(self, row: int, name: str) -> int:
        """Return the storey of a row: by its mark, above the rows that count from one after it, or below the last."""
        mark = self.marks[row]
        if mark is not None:
            return mark.rank * 10
        if not name and self.stack:
            return self.stack[-1][0]
        following = self.marks[self.after[row]] if row in self.after else None
        if following is not None and following.first:
            return following.rank * 10 - 5
        if self.bulleted:
            return _BULLETS * 10 - 5
        return _UNMARKED if self.marked and self.base is not None else 0
