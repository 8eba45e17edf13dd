"""The workbook opened by LibreOffice: every cell, link, note and typed decision comes back."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from pipeline.analysis import analyse
from pipeline.decisions import ACTS
from pipeline.export.metrics import read_metrics
from pipeline.export.record import as_mapping
from pipeline.export.record import record as record_of
from pipeline.export.workbook.typed import read_typed
from pipeline.export.workbook.write import workbook_bytes
from tests.workbook_records import failed, number, record

OFFICE = shutil.which("soffice")
REPORTS = sorted((Path(__file__).parents[1] / "corpus" / "reports").glob("*.txt"))

pytestmark = [
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
    pytest.mark.slow,
]


def converted(folder: Path, content: bytes, form: str) -> bytes:
    """The workbook as LibreOffice saves it in another form."""
    source = folder / "ket-qua.xlsx"
    source.write_bytes(content)
    out = folder / f"ra-{form}"
    command = [str(OFFICE), "--headless", f"-env:UserInstallation=file://{folder}/lo", "--convert-to", form]
    done = subprocess.run(
        [*command, "--outdir", str(out), str(source)], capture_output=True, text=True, timeout=300, check=False
    )
    made = out / f"ket-qua.{form}"
    assert made.is_file(), done.stdout + done.stderr
    return made.read_bytes()


@pytest.fixture(scope="module")
def records() -> list[Any]:
    found = [as_mapping(record_of(analyse(path, f"xã/{path.name}"))) for path in REPORTS[:8]]
    texts = [
        "=1+1",
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "{=1}",
        "#REF!",
        "_x000D_",
        " x ",
        "</t>&amp;",
        "a\nb",
        "𝟙" * 40_000,
    ]
    hostile = record(
        'xã "#1" 50%/<b>&.txt', *(number("letters", None, text, id=f"n{at}") for at, text in enumerate(texts))
    )
    return [*found, hostile, failed("khoá.docx", "Không đọc được “khoá.docx”: tệp có mật khẩu.")]


@pytest.fixture(scope="module")
def content(records: list[Any]) -> bytes:
    return workbook_bytes(records, read_metrics())


def values(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def links(content: bytes) -> set[tuple[str, str, str, str | None]]:
    """Sheet, cell, file and place of every link; a program may write the path as it stands on disk."""
    return {
        (sheet.title, c.coordinate, unquote(c.hyperlink.target.rpartition("trang/")[2].partition("#")[0]), _place(c))
        for sheet in openpyxl.load_workbook(BytesIO(content))
        for row in sheet.iter_rows()
        for c in row
        if c.hyperlink
    }


def _place(cell: Any) -> str | None:
    return cell.hyperlink.location or cell.hyperlink.target.partition("#")[2] or None


def test_saved_by_libreoffice_every_value_and_note_is_the_same(tmp_path: Path, content: bytes) -> None:
    again = converted(tmp_path, content, "xlsx")
    assert values(again) == values(content)
    assert links(again) == links(content)
    assert len(links(content)) > 1000
    before, after = (openpyxl.load_workbook(BytesIO(one))["Tổng hợp"] for one in (content, again))
    notes = [
        [c.comment.text if c.comment else None for row in sheet.iter_rows() for c in row] for sheet in (before, after)
    ]
    assert notes[0] == notes[1]
    assert sum(note is not None for note in notes[0]) > 20


def test_decisions_typed_and_saved_by_libreoffice_come_back(tmp_path: Path, records: list[Any], content: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book["Phát hiện"]
    for row, words in enumerate(ACTS.values(), start=2):
        for place, value in enumerate((words, "vì đã hỏi", "An", "5/7/2024"), start=12):
            sheet.cell(row, place).value = value
    typed = BytesIO()
    book.save(typed)
    expected = read_typed(typed.getvalue())
    assert [one.act for one in expected] == list(ACTS)
    assert {one.day for one in expected} == {"2024-07-05"}
    assert read_typed(converted(tmp_path, typed.getvalue(), "xlsx")) == expected
    shown = workbook_bytes(records, read_metrics(), expected)
    assert read_typed(converted(tmp_path, shown, "xlsx")) == ()


def test_the_sheet_to_print_is_one_page_wide(tmp_path: Path, records: list[Any]) -> None:
    bare = [one | {"numbers": [], "relations": []} for one in records * 5]
    pdf = pypdfium2.PdfDocument(converted(tmp_path, workbook_bytes(bare, read_metrics()), "pdf"))
    texts = [page.get_textpage().get_text_range() for page in pdf]
    first = next(at for at, text in enumerate(texts) if "BẢNG TỔNG HỢP KẾT QUẢ RÀ SOÁT" in text)
    printed = [text for text in texts[first:] if "Điểm đáng chú ý nhất" in text]
    assert len(printed) >= 2  # the head is repeated
    assert "Ghi chú" in printed[0]
    assert pdf[first].get_size()[0] > pdf[first].get_size()[1]
    assert any("THỦ TRƯỞNG ĐƠN VỊ" in text for text in texts[first:])
