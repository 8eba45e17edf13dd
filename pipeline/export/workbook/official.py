"""*TTHC II.06*: the figures of reports in the columns of the official form, nothing that no report states.

Source: form II.06/VPCP/KSTT of Circular 01/2020/TT-VPCP, in force until 14/02/2026; the columns of the circular that
follows are not known, so that later reports are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.export.jsonl import Record
from pipeline.export.words import period_words
from pipeline.export.workbook.cells import cell_text, lines, number_format, places, would_change
from pipeline.export.workbook.links import page_link
from pipeline.export.workbook.looks import COLOURS
from pipeline.export.workbook.results import Number, foremost, report

NAME = "TTHC II.06"
_UNTIL = "2026-02-15"
#: column of the form: what its cells show is that metric, or the sum of those that are stated
_METRICS: Mapping[int, tuple[str, ...]] = {
    3: ("dossiers.received",),
    4: ("dossiers.received.online",),
    5: ("dossiers.received.direct", "dossiers.received.postal"),
    6: ("dossiers.carried_over",),
    7: ("dossiers.resolved",),
    8: ("dossiers.resolved.early",),
    9: ("dossiers.resolved.on_time",),
    10: ("dossiers.resolved.overdue",),
    11: ("dossiers.pending",),
    12: ("dossiers.pending.in_time",),
    13: ("dossiers.pending.overdue",),
}
_POSTAL = _METRICS[5][1]
#: columns on both sides; what a report calls received may hold what was carried over, or not
_IDENTITIES: tuple[tuple[str, tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]], ...] = (
    ("3=4+5+6", (((3,), (4, 5, 6)), ((3,), (4, 5)))),
    ("7=8+9+10", (((7,), (8, 9, 10)),)),
    ("11=12+13", (((11,), (12, 13)),)),
    ("3=7+11", (((3,), (7, 11)), ((3, 6), (7, 11)))),
)
_GROUPS = (
    (0, 0, "TT"),
    (1, 1, "Đơn vị"),
    (2, 5, "Số hồ sơ tiếp nhận"),
    (6, 9, "Số hồ sơ đã giải quyết"),
    (10, 12, "Số hồ sơ đang giải quyết"),
    (13, 16, "Đối chiếu giữa các cột"),
    (17, 17, "Kỳ báo cáo"),
    (18, 18, "Tệp"),
)
_HEADS = (
    *("", "", "Tổng số", "Trực tuyến", "Trực tiếp, bưu chính", "Từ kỳ trước"),
    *("Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn"),
    *(name for name, _ in _IDENTITIES),
    *("", ""),
)
_TITLE = "Tình hình, kết quả giải quyết thủ tục hành chính (theo các cột của biểu II.06/VPCP/KSTT)"
_REMARK = (
    "Chỉ xếp lại số báo cáo đã ghi; ô trống là báo cáo không nêu. Số nghiêng do Soát cộng lại, xem ghi chú. Cột đối "
    "chiếu để trống khi thiếu số hoặc báo cáo ghi nhiều số khác nhau; cột 3 được hiểu cả hai cách, có hay chưa kể "
    "cột 6. Biểu theo Thông tư 01/2020/TT-VPCP; báo cáo từ ngày 15/02/2026 không xếp vào đây."
)
_FIRST_ROW = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of the form: its value, whether it is the only one that the report states, a note, a link."""

    value: int | float
    sole: bool
    counted: bool
    note: str
    link: str


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of cells with borders, made once each."""

    file: Workbook
    made: dict[tuple[str, object, bool], Format] = field(default_factory=dict)

    def format(self, name: str, value: object = None, counted: bool = False) -> Format:
        """Return the format with one property, or that of a figure that is not stated ("absent")."""
        key = (name, value, counted)
        if key not in self.made:
            more = COLOURS["absent"] if name == "absent" else {name: value}
            look = {"border": 1, "valign": "top", **more, **(COLOURS["counted"] if counted else {})}
            self.made[key] = self.file.add_format(look)
        return self.made[key]


def add_official(file: Workbook, records: Sequence[Record]) -> None:
    """Add the sheet if a report has figures of the form beyond a single total."""
    rows = [(record, figures) for record in records if len(figures := form_row(record)) > 1]
    if not rows:
        return
    sheet = file.add_worksheet(NAME)
    _add_head(file, sheet)
    looks = Looks(file)
    for number, (record, figures) in enumerate(rows, start=_FIRST_ROW):
        _add_row(looks, sheet, number, record, figures)


def form_row(record: Record) -> dict[int, Figure]:
    """Return what a report states of the form, by column from 3 to 13."""
    header = record.get("header") or {}
    if (header.get("date") or "") >= _UNTIL or (header.get("period") or "") >= _UNTIL[:4]:
        return {}
    stated = report(record).results
    found = {column: _figure(record, stated, metrics) for column, metrics in _METRICS.items()}
    return {column: figure for column, figure in found.items() if figure is not None}


def _figure(record: Record, stated: Mapping[str, Sequence[Number]], metrics: Sequence[str]) -> Figure | None:
    told = [stated[metric] for metric in metrics if metric in stated]
    if metrics[0] not in stated:
        return None
    firsts = [foremost(numbers) for numbers in told]
    values = [first["value"] for first in firsts if isinstance(first["value"], int | float)]
    if len(values) < len(firsts):
        return None
    sole = all(len({(n["value"], n.get("qualifier")) for n in numbers}) == 1 for numbers in told)
    exact = all(first.get("qualifier") in (None, "=") and first.get("of") is None for first in firsts)
    note = " + ".join(f"{first.get('label') or 'số đã ghi'}: {first['text']}" for first in firsts)
    if len(metrics) > len(told):
        note = "Báo cáo không nêu riêng hồ sơ qua bưu chính." if metrics[1] == _POSTAL else ""
    elif len(told) == 1:
        note = ""
    return Figure(sum(values), sole and exact, len(told) > 1, note, page_link(record, firsts[0]["id"]))


def checked(figures: Mapping[int, Figure]) -> Iterator[str]:
    """Yield for each identity whether some reading of it holds; "" where one that may hold cannot be reckoned."""
    for _, readings in _IDENTITIES:
        gaps = [_gap(figures, *reading) for reading in readings]
        if 0 in gaps:
            yield "khớp"
        elif None in gaps:
            yield ""
        else:
            least = min((gap for gap in gaps if gap is not None), key=abs)
            yield f"lệch {least:+}".replace(".", ",")


def _gap(figures: Mapping[int, Figure], left: Sequence[int], right: Sequence[int]) -> Decimal | None:
    """What the left side has more than the right, None if a figure is missing or told in several ways."""
    if not all(at in figures and figures[at].sole for at in (*left, *right)):
        return None
    told = {at: Decimal(str(figures[at].value)) for at in (*left, *right)}
    return sum((told[at] for at in left), Decimal(0)) - sum((told[at] for at in right), Decimal(0))


def _add_head(file: Workbook, sheet: Worksheet) -> None:
    head = file.add_format(
        {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#DDEBF7"}
    )
    number = file.add_format({"italic": True, "align": "center", "border": 1})
    sheet.write_string(0, 0, _TITLE, file.add_format({"bold": True, "font_size": 13}))
    sheet.merge_range(1, 0, 1, len(_HEADS) - 1, _REMARK, file.add_format({"text_wrap": True, "valign": "top"}))
    sheet.set_row(1, 32)
    sheet.set_row(3, 32)
    for first, last, name in _GROUPS:
        if first == last:
            sheet.merge_range(2, first, 3, first, name, head)
        else:
            sheet.merge_range(2, first, 2, last, name, head)
    for place, name in enumerate(_HEADS):
        if name:
            sheet.write_string(3, place, name, head)
        sheet.write(4, place, place + 1 if place < 13 else None, number)
    for first, last, width in ((0, 0, 5), (1, 1, 26), (2, 12, 11), (13, 16, 13), (17, 17, 20), (18, 18, 34)):
        sheet.set_column(first, last, width)
    sheet.freeze_panes(_FIRST_ROW, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2, 4)


def _add_row(looks: Looks, sheet: Worksheet, row: int, record: Record, figures: Mapping[int, Figure]) -> None:
    header, text = record.get("header") or {}, looks.format("text_wrap", True)
    unit, path = cell_text(header.get("unit") or ""), cell_text(record["source"]["path"])
    period = cell_text(period_words(header.get("period")) or "")
    sheet.write_number(row, 0, row - _FIRST_ROW + 1, text)
    for column in _METRICS:
        _add_figure(looks, sheet, row, column - 1, figures.get(column))
    for place, words in ((1, unit), *enumerate(checked(figures), start=13), (17, period), (18, path)):
        sheet.write_string(row, place, words, text)
    sheet.set_row(row, 15 * max(lines(words, width) for words, width in ((unit, 26), (path, 34), (period, 20))))


def _add_figure(looks: Looks, sheet: Worksheet, row: int, place: int, figure: Figure | None) -> None:
    if figure is None or would_change(figure.value):
        sheet.write_blank(row, place, None, looks.format("absent"))
        return
    shown = number_format(places(figure.value))
    sheet.write_number(row, place, figure.value, looks.format("num_format", shown, counted=figure.counted))
    if figure.note:
        sheet.write_comment(row, place, cell_text(figure.note))
