"""Annexes take unit and period from the one report of their folder; a PDF is compared with its Word file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from corpus.layout import Paragraph, Part
from corpus.pdf import write_pdf
from corpus.word import write_docx
from pipeline.bulk import analyse_files, find_reports

LINES = (
    "UBND XÃ TIÊN LÃNG",
    "BÁO CÁO",
    "Kết quả cải cách hành chính 6 tháng đầu năm 2024",
    "Tiếp nhận 20 hồ sơ, trong đó trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ.",
)


def parts(*changed: tuple[str, str]) -> list[Part]:
    text = "\n".join(LINES)
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    return [Paragraph(line) for line in text.split("\n")]


def annex(title: str = "Phụ lục") -> bytes:
    book = openpyxl.Workbook()
    for row in ([title], ["TT", "Nội dung", "Số hồ sơ"], [1, "Trực tiếp", 12], [2, "Trực tuyến", 8]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def records(folder: Path, files: dict[str, bytes]) -> dict[str, Any]:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    found = analyse_files(find_reports([folder]), lambda _done, _total: None)
    return {record["source"]["path"]: record for record in found}


def header(record: Any) -> tuple[str | None, str | None, dict[str, str]]:
    return record["header"]["unit"], record["header"]["period"], record["header"]["taken_from"]


def test_an_annex_takes_unit_and_period_from_its_report(tmp_path: Path) -> None:
    told = records(tmp_path, {"x/bc.docx": write_docx(parts()), "x/Phụ lục.xlsx": annex(), "y/Phụ lục.xlsx": annex()})
    assert header(told["x/bc.docx"])[:2] == ("xã Tiên Lãng", "2024-H1")
    taken = {"unit": "file name", "level": "file name", "period": "file name"}
    assert header(told["x/Phụ lục.xlsx"]) == ("xã Tiên Lãng", "2024-H1", taken)
    assert header(told["y/Phụ lục.xlsx"])[:2] == (None, None)


def test_what_the_annex_or_a_table_says_itself_counts_more(tmp_path: Path) -> None:
    files = {"x/bc.docx": write_docx(parts()), "x/Phụ lục xã An Lạc quý II năm 2023.xlsx": annex()}
    told = records(tmp_path, files)
    assert header(told["x/Phụ lục xã An Lạc quý II năm 2023.xlsx"])[:2] == ("xã An Lạc", "2023-Q2")
    table = {"x/thong-tin.csv": "path,unit\nPhụ lục.xlsx,xã Bình Tân\n".encode(), "x/Phụ lục.xlsx": annex()}
    stated = header(records(tmp_path, files | table)["x/Phụ lục.xlsx"])
    assert stated[:2] == ("xã Bình Tân", "2024-H1")
    assert stated[2] == {"unit": "override", "level": "override", "period": "file name"}


def test_the_title_of_an_annex_tells_its_period(tmp_path: Path) -> None:
    titles = {"Biểu hồ sơ quý II năm 2023": "2023-Q2", "(Kèm theo Báo cáo số 4/BC-UBND ngày 15/6/2023)": "2024-H1"}
    for place, (title, period) in enumerate(titles.items()):
        told = records(tmp_path / str(place), {"bc.docx": write_docx(parts()), "Phụ lục.xlsx": annex(title)})
        assert header(told["Phụ lục.xlsx"])[1] == period


def test_of_several_reports_none_tells_an_annex_whose_it_is(tmp_path: Path) -> None:
    other = write_docx(parts(("TIÊN LÃNG", "AN LẠC")))
    told = records(tmp_path, {"a.docx": write_docx(parts()), "b.docx": other, "Biểu 1.xlsx": annex()})
    assert header(told["Biểu 1.xlsx"])[:2] == (None, None)


def test_annexes_of_word_and_those_in_archives_and_mails(tmp_path: Path) -> None:
    table = write_docx([Paragraph("Phụ lục"), Paragraph("Trực tiếp 12 hồ sơ.")])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("xã/bc.docx", write_docx(parts()))
        made.writestr("xã/02. Biểu số liệu.docx", table)
        made.writestr("PL01.docx", table)
    told = records(tmp_path, {"a.zip": out.getvalue()})
    assert header(told["a.zip!/xã/02. Biểu số liệu.docx"])[:2] == ("xã Tiên Lãng", "2024-H1")
    assert header(told["a.zip!/PL01.docx"])[:2] == (None, None)


def test_a_report_that_cannot_be_read_tells_nothing(tmp_path: Path) -> None:
    told = records(tmp_path, {"bc.docx": write_docx(parts())[:900], "Phụ lục.xlsx": annex()})
    assert told["bc.docx"]["error"]["code"] == "truncated"
    assert (told["Phụ lục.xlsx"]["status"], header(told["Phụ lục.xlsx"])[:2]) == ("ok", (None, None))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ([], "; các số giống nhau. Khi tổng hợp hãy dùng bản Word."),
        (
            [("20 hồ sơ", "21 hồ sơ")],
            " nhưng có số khác nhau – chỉ ở tệp này: 21; chỉ ở bản Word: 20. Khi tổng hợp hãy dùng bản Word.",
        ),
    ],
)
def test_a_pdf_is_compared_with_the_word_file_of_its_name(
    tmp_path: Path, changed: list[tuple[str, str]], said: str
) -> None:
    files = {
        "bc.docx": write_docx(parts()),
        "bc.pdf": write_pdf(parts(*changed)),
        "khác.pdf": write_pdf(parts(("12", "13"))),
    }
    told = records(tmp_path, files)
    assert [(w["code"], w["message"]) for w in told["bc.pdf"]["source"]["warnings"]] == [
        ("duplicate", f"Cùng một báo cáo với “bc.docx”{said}")
    ]
    assert [told[name]["source"]["warnings"] for name in ("bc.docx", "khác.pdf")] == [[], []]
    assert told["bc.pdf"]["numbers"][0]["box"] is not None
