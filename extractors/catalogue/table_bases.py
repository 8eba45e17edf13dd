"""What the column of wholes counts in a table of wholes, what was done of them, and the share."""

from __future__ import annotations

import re

from extractors.catalogue.context import Context, words_at
from extractors.catalogue.lookup import share_rows
from extractors.ledger.entries import Entry

#: heads of the wholes and of what was done of them ("Chỉ tiêu | Tổng số | Đã thực hiện | Tỷ lệ")
_WHOLE_HEAD = re.compile(r"(?:tổng(?: số)?|(?:tổng )?số (?:phải|cần) [^:]+|phải (?:thực hiện|giải quyết|số hóa))$")
_DONE_HEAD = re.compile(r"(?:số )?(?:đã (?!chuyển)|thực hiện|kết quả thực hiện|hoàn thành|đạt được|làm được)")


def metric_of_base(context: Context, entry: Entry, metric: str) -> str:
    """Return the metric of the whole where a figure is that of the share which its row names, else the metric itself.

    "Hồ sơ nộp trực tuyến | 6.842 | 5.917 | 86,5": 6.842 are all dossiers received.
    """
    row = share_rows().get(metric)
    if row is None or not row["of"] or not entry.path or not _WHOLE_HEAD.match(words_at(context, entry.path[0])):
        return metric
    beside = context.ledger.entries[entry.id + 1 : entry.id + 2]
    done = [other for other in beside if other.path and _row(context, other) == _row(context, entry)]
    return row["of"] if any(_DONE_HEAD.match(words_at(context, other.path[0])) for other in done) else metric


def _row(context: Context, entry: Entry) -> tuple[int, int] | None:
    cell = context.document.blocks[entry.block].origin.cell
    return None if cell is None else (cell.table, cell.row)
