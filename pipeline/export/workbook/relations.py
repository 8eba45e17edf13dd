"""*Phép tính*: a row a relation between numbers, whether it holds or not, with all readings that were tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.export.jsonl import Record
from pipeline.export.words import OPERANDS, RELATIONS, VERDICTS
from pipeline.export.workbook.cells import Cell, Column, Look, Row, Table
from pipeline.export.workbook.links import page_link

RELATION_COLUMNS = (
    Column("Tệp", 32),
    Column("Đơn vị báo cáo", 22),
    Column("Dòng", 8),
    Column("Trang", 8),
    Column("Loại phép tính", 24),
    Column("Phép tính", 60),
    Column("Kết luận", 16),
    Column("Đơn vị tính", 14),
    Column("Các số", 50),
    Column("Các cách hiểu đã thử", 70),
    Column("Phần chưa nêu", 30),
)
_LOOKS: Mapping[str, Look] = {"fails": "wrong"}


def relations(records: Sequence[Record]) -> Table:
    """Return *Phép tính*: a row for each relation of each report by its place; what does not hold is coloured."""
    count = sum(len(record["relations"]) for record in records)
    return Table("Phép tính", RELATION_COLUMNS, _rows(records), count)


def _rows(records: Iterable[Record]) -> Iterator[Row]:
    for record in records:
        numbers = {number["id"]: number for number in record["numbers"]}
        placed = [(_place(relation, numbers), relation) for relation in record["relations"]]
        for place, relation in sorted(placed, key=lambda one: one[0][:2]):
            link = page_link(record, relation["id"])
            yield [
                Cell(record["source"]["path"], "link" if link else "", link=link),
                (record.get("header") or {}).get("unit"),
                place[0] or None,
                place[2],
                RELATIONS.get(relation["kind"], relation["kind"]),
                relation["reading"],
                Cell(VERDICTS[relation["verdict"]], _LOOKS.get(relation["verdict"], "")),
                relation["unit"],
                "\n".join(_operand(operand, numbers) for operand in relation["operands"]),
                "\n".join(f"{VERDICTS[one['verdict']]}: {one['reading']}" for one in relation["tried"]),
                relation["missing"],
            ]


def _place(relation: Mapping[str, Any], numbers: Mapping[str, Mapping[str, Any]]) -> tuple[int, int, int | None]:
    """Line, column and page of the first number of a relation; one without numbers stands nowhere."""
    found = [numbers[o["number"]] for o in relation["operands"] if o["number"]]
    if not found:
        return 0, 0, None
    first = min(found, key=lambda number: (number["line"], number["col"]))
    return first["line"], first["col"], first["page"]


def _operand(operand: Mapping[str, Any], numbers: Mapping[str, Mapping[str, Any]]) -> str:
    number = numbers.get(operand["number"] or "")
    label = f" – {number['label']}" if number and number.get("label") else ""
    return f"{OPERANDS.get(operand['as'], operand['as'])}: {operand['text']}{label}"
