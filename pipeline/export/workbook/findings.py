"""*Phát hiện* and *Đã bỏ qua*: a row a finding, with cells in which people type what they decide of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.decisions import ACTS, Decision
from pipeline.export.jsonl import Record
from pipeline.export.words import DISMISSED, RULES, SEVERITIES, place_words
from pipeline.export.workbook.cells import Cell, Column, Row, Table, Value, iso_date, table
from pipeline.export.workbook.links import page_link

#: heads by which the cells are found again, wherever people have moved the columns
UNIT, ACT, REASON, BY, DAY = "Đơn vị báo cáo", "Quyết định", "Lý do", "Người quyết định", "Ngày"
FINDING, DIGEST, PATH, KEPT = "Mã phát hiện", "SHA-256 của tệp", "Đường dẫn tệp", "Quyết định đã lưu"
SHEET, DISMISSED_SHEET = "Phát hiện", "Đã bỏ qua"

_ABOUT = (
    Column("Tệp", 32),
    Column(UNIT, 22),
    Column("Mức độ", 14),
    Column("Loại kiểm tra", 20),
    Column("Dòng", 8),
    Column("Trang", 8),
    Column("Nội dung", 60),
    Column("Trích dẫn", 50),
    Column("Giá trị\nđúng ra", 12),
    Column("Giá trị\nđã ghi", 12),
    Column("Đề nghị", 40),
)
_WHY = (Column("Lý do bỏ qua", 40), Column("Bỏ qua theo", 18), Column("Dòng của\nbảng bỏ qua", 12))
_TYPED = (
    Column(ACT, 26, "typed", kind="typed"),
    Column(REASON, 34, "typed", kind="typed"),
    Column(BY, 18, "typed", kind="typed"),
    Column(DAY, 12, "typed", kind="typed"),
)
_HIDDEN = tuple(Column(head, 20, "line", hidden=True) for head in (FINDING, DIGEST, PATH, KEPT))

#: characters that a cell in which people type takes: what was kept of three such cells fits into one, however escaped
LONGEST = 4_000
_CUT = "… (cắt; bản đủ ở quyet-dinh.jsonl)"

Standing = Mapping[tuple[str, str], Decision]


def standing(record: Record) -> list[Mapping[str, Any]]:
    """Return the findings of a record that nobody dismissed."""
    return [finding for finding in record["findings"] if not finding.get("dismissed")]


def kept(decision: Decision | None) -> str:
    """Return what a workbook was written with of a decision, so that what people change in it can be told."""
    if decision is None or decision.act is None:
        return ""
    return json.dumps([decision.act, *map(_fitting, (decision.reason, decision.by, decision.day))], ensure_ascii=False)


def _fitting(text: str) -> str:
    """Text of a decision as its cell shows it: a log of before may have more than people can type today."""
    return text if len(text) <= LONGEST else text[: LONGEST - len(_CUT)] + _CUT


def findings(records: Sequence[Record], decisions: Iterable[Decision], choices: str) -> tuple[Table, Table]:
    """Return the sheets of the findings that stand and of those that were dismissed, the reason with each.

    `choices` is the range that has the acts to choose from.
    """
    known = _standing(decisions)
    stand, gone = [], []
    for record in records:
        for finding in record["findings"]:
            about, last = _about(record, finding), _decided(record, finding, known)
            if why := finding.get("dismissed"):
                gone.append([*about, why["reason"], DISMISSED[why["kind"]], ", ".join(map(str, why["rows"])), *last])
            else:
                stand.append([*about, *last])
    return (
        _with(table(SHEET, (*_ABOUT, *_TYPED, *_HIDDEN), stand), choices),
        _with(table(DISMISSED_SHEET, (*_ABOUT, *_WHY, *_TYPED, *_HIDDEN), gone), choices),
    )


def _with(made: Table, choices: str) -> Table:
    return Table(made.name, made.columns, made.rows, made.count, (ACT, choices))


def _standing(decisions: Iterable[Decision]) -> Standing:
    """The last decision of each finding, by the digest of its report and by its path."""
    known: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        for report in {decision.sha256, decision.path} - {""}:
            known[report, decision.finding] = decision
    return known


def _about(record: Record, finding: Mapping[str, Any]) -> Iterator[Value | Cell]:
    path, link = record["source"]["path"], page_link(record, finding["id"])
    yield Cell(path, "link" if link else "", link=link)
    yield (record.get("header") or {}).get("unit")
    severity = finding["severity"]
    yield Cell(SEVERITIES[severity], "wrong" if severity == "error" else "doubt" if severity == "warning" else "")
    yield RULES.get(finding["rule"], finding["rule"])
    yield finding["line"]
    yield next((evidence["page"] for evidence in finding["evidence"]), None)
    yield finding["message"]
    yield "\n".join(_quoted(finding["evidence"], record["source"]["format"]))
    yield finding["expected"]
    yield finding["found"]
    yield finding["suggestion"]


def _decided(record: Record, finding: Mapping[str, Any], known: Standing) -> Row:
    """The cells to type in, with what stands, and the hidden ones that tell of which finding they speak."""
    source = record["source"]
    said = known.get((source["sha256"], finding["id"])) or known.get((source["path"], finding["id"]))
    typed: tuple[Value, ...] = (None, None, None, None)
    if said is not None and said.act is not None:
        typed = ACTS[said.act], _fitting(said.reason), _fitting(said.by), iso_date(_fitting(said.day))
    return (*map(Cell, typed), finding["id"], source["sha256"], source["path"], kept(said))


def _quoted(evidence: Iterable[Mapping[str, Any]], form: str) -> Iterator[str]:
    """What is quoted, a line for each place in the order of the evidence."""
    places: dict[str, list[str]] = {}
    for one in evidence:
        places.setdefault(place_words(one["line"], one["page"], form), []).append(f"“{one['text']}”")
    return (f"{place}: {', '.join(texts)}" for place, texts in places.items())
