"""The audit sheet: what stands on it, in which look, on how many pages, and what an office may change."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from extractors.document import Notice
from pipeline.analysis import Analysis, analyse, analyse_bytes
from pipeline.checks.finding import Dismissed, Evidence, Finding
from pipeline.export.audit.measure import page_count, room
from pipeline.export.audit.own_template import own_template
from pipeline.export.audit.placeholders import TemplateError
from pipeline.export.audit.shapes import shapes_of
from pipeline.export.audit.sheet import Added, audit_sheet

TOP = Path(__file__).parents[1]
FONTS = TOP / "corpus" / "fonts"
REPORTS = sorted((TOP / "corpus/reports").glob("*.txt"))
REAL = sorted((TOP.parent / "shared/reports").glob("*.txt"))
FEW = [path for path in REPORTS if path.stem in ("pom-han-giam-ngheo", "tan-trinh-mot-cua", "thach-kenh-dan-van")]
FORMS = [
    TOP / "corpus/forms/pdf/vinh-hai.pdf",
    TOP / "corpus/forms/word/vinh-hai.docx",
    TOP / "corpus/forms/sheets/bieu-ho-so.xls",
]
FRAME = (
    "ỦY BAN NHÂN DÂN\nXÃ TIÊN LÃNG\nSố: 12/BC-UBND\nTiên Lãng, ngày 14 tháng 12 năm 2023\nBÁO CÁO\nKết quả năm 2023\n\n"
    "I. KẾT QUẢ\n{}\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nNguyễn Văn An\n"
)
WRONG = "Tiếp nhận 29 hồ sơ, gồm: trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ."
RIGHT = "Tiếp nhận 20 hồ sơ, gồm: trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ."
HEADS = ["TT", "Vị trí", "Nội dung và phép tính", "Đề nghị"]
SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def read(path: Path) -> Analysis:
    result = analyse(path, path.name)
    assert isinstance(result, Analysis)
    return result


def written(text: str, name: str = "xa/bao cao.txt") -> Analysis:
    return analyse_bytes(FRAME.format(text).encode(), name)


def opened(sheet: bytes) -> Document:
    return docx.Document(io.BytesIO(sheet))


def saved(document: Document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def lines(document: Document) -> list[str]:
    """Every paragraph in the order of the file, those of tables too."""
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def parts(document: Document) -> tuple[list[str], list[str]]:
    """The lines before the annex, and those of it."""
    all_lines = lines(document)
    at = all_lines.index("PHỤ LỤC")
    return all_lines[:at], all_lines[at:]


def tables(document: Document, last: str = HEADS[3]) -> list[Table]:
    """The tables of points."""
    return [one for one in document.tables if [cell.text for cell in one.rows[0].cells] == [*HEADS[:3], last]]


def standing(analysis: Analysis) -> list[Finding]:
    return [finding for finding in analysis.findings if finding.severity != "info" and finding.dismissed is None]


def edited(edit: Callable[[Document], None]) -> bytes:
    """The template as an office changed it."""
    document = opened(own_template())
    edit(document)
    return saved(document)


def paragraph_of(document: Document, text: str) -> docx.text.paragraph.Paragraph:
    return next(one for one in document.paragraphs if text in one.text)


# -- what stands on it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*FEW, *FORMS], ids=lambda path: path.name)
def test_each_finding_stands_once_with_its_numbers(path: Path) -> None:
    analysis = read(path)
    document = opened(audit_sheet(analysis))
    rows = [row for table in tables(document) for row in table.rows[1:]]
    told = Counter(match for row in rows for match in re.findall(r"\(mã: (\S+)\)", row.cells[3].text))
    assert told == Counter(finding.id for finding in analysis.findings)
    for finding in analysis.findings:
        (row,) = (row for row in rows if f"(mã: {finding.id})" in row.cells[3].text)
        message = " ".join(finding.message.split())
        assert message in row.cells[2].text
        assert (finding.suggestion or "") in row.cells[3].text
        printed = {" ".join(analysis.document.quote(e.span).split()) for e in finding.evidence if e.number is not None}
        assert any(number in row.cells[2].text for number in printed) or not printed
        assert re.search(r"(?:[Dd]òng|[Đđ]oạn|[Ôô]) \S+", row.cells[1].text)
    held = [relation.reading for relation in analysis.facts.relations if relation.verdict == "holds"]
    annex = "\n".join(parts(document)[1])
    assert all(f": {' '.join(reading.split())} (" in annex for reading in held)
    assert not re.search(r"\{\{|\}\}", "\n".join(lines(document)))


def test_an_error_quotes_what_is_written_and_asks(tmp_path: Path) -> None:
    analysis = written(WRONG)
    (finding,) = standing(analysis)
    before, annex = parts(opened(audit_sheet(analysis)))
    assert "I. SAI SỐ LIỆU (1 điểm)" in before
    assert "II. NỘI DUNG CẦN GIẢI TRÌNH (0 điểm)" in before
    assert "Mục I; dòng 9" in before
    assert f"Cộng tổng: {finding.message}" in before
    assert f"“{WRONG}”" in before
    assert "Không phát hiện." in before
    assert not any(finding.message in line for line in annex)
    assert "Báo cáo số 12/BC-UBND ngày 14 tháng 12 năm 2023 của UBND xã Tiên Lãng" in before
    assert any("Đề nghị đơn vị sửa lại hoặc giải trình" in line for line in before)


def test_a_right_report_says_what_holds() -> None:
    before, annex = parts(opened(audit_sheet(written(RIGHT))))
    assert before.count("Không phát hiện.") == 2
    assert any("Đã tính lại 1 phép tính trong báo cáo: 1 khớp (kê ở Phụ lục)." in line for line in before)
    assert any("Báo cáo không có điểm nào phải sửa" in line for line in before)
    assert "1. Đã kiểm tra và khớp: 1 phép tính (1 tổng)" in annex
    assert "Mục I. KẾT QUẢ" in annex
    assert "– dòng 9: 12 + 8 = 20 (cộng tổng)" in annex


def test_a_place_behind_the_recipients_is_in_what_is_attached() -> None:
    attached = RIGHT + "\nNơi nhận:\n- Lưu: VT.\nBiểu số 01\n" + WRONG
    document = opened(audit_sheet(written(attached)))
    (table,) = tables(document)
    assert table.rows[1].cells[1].text == "Phần kèm theo; dòng 13"
    assert "Mục I. KẾT QUẢ" in parts(document)[1]


def test_what_is_dismissed_moves_to_the_annex_with_its_reason() -> None:
    analysis = written(WRONG)
    (finding,) = standing(analysis)
    dropped = replace(finding, dismissed=Dismissed("finding", "Đơn vị đã giải trình\nbằng văn bản", (2,)))
    document = opened(audit_sheet(replace(analysis, findings=(dropped,))))
    before, annex = parts(document)
    assert "I. SAI SỐ LIỆU (0 điểm)" in before
    assert not any(finding.message in line for line in before)
    assert "1. Đã bỏ qua (1 điểm)" in annex
    (table,) = tables(document, "Lý do bỏ qua")
    assert finding.message in table.rows[1].cells[2].text
    assert table.rows[1].cells[3].text == f"Đơn vị đã giải trình bằng văn bản\n(mã: {finding.id})"


def test_what_was_not_read_is_said_before_the_annex() -> None:
    analysis = written(WRONG)
    notice = Notice("partial_pages", "Không đọc được trang 3.", "trang 3")
    source = replace(analysis.document.source, warnings=(notice,))
    before, annex = parts(opened(audit_sheet(replace(analysis, document=replace(analysis.document, source=source)))))
    assert "Về tệp: Không đọc được trang 3. (trang 3)" in before
    assert "Không đọc được trang 3. (trang 3)" in annex
    assert not any(line.startswith("Về tệp") for line in parts(opened(audit_sheet(analysis)))[0])


def test_others_add_parts_to_the_annex() -> None:
    added = [Added("So với bản cũ", ("Đã sửa: 2 điểm", "Còn lại: <1 điểm>"))]
    annex = parts(opened(audit_sheet(written(WRONG), added=added)))[1]
    at = annex.index("1. So với bản cũ")
    assert annex[at + 1 : at + 3] == ["Đã sửa: 2 điểm", "Còn lại: <1 điểm>"]


def test_a_report_without_head_and_numbers_has_a_sheet() -> None:
    analysis = analyse_bytes("Đơn vị đã làm tốt công tác này.".encode(), "a.txt")
    before, annex = parts(opened(audit_sheet(analysis)))
    assert "Không có phép tính nào trong báo cáo để đối chiếu." in "\n".join(before)
    assert "- …… (chưa đọc được tên đơn vị);" in before
    assert any(line.startswith("Báo cáo có 0 con số") for line in annex)


# -- hostile text --------------------------------------------------------------------------------------------------


def bad_finding(analysis: Analysis, message: str, name: str = "sum-1") -> Finding:
    spans = [number.span for number in analysis.facts.numbers]
    return Finding(name, "sum", "error", message, (Evidence(spans[-1], len(spans) - 1),), suggestion=message)


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("</w:t><script>alert(1)</script> & {{phu_luc}}", "</w:t><script>alert(1)</script> & {{phu_luc}}"),
        ("a\x00b\x0bc\ud800d\uffffe\u202ef", "a\ufffdb c\ufffdd\ufffde\ufffdf"),
        ('=HYPERLINK("x")\t\r\n+1', '=HYPERLINK("x") +1'),
        ("{ INCLUDETEXT c:\\\\x }", "{ INCLUDETEXT c:\\\\x }"),
    ],
    ids=["markup", "forbidden", "formula", "field"],
)
def test_hostile_text_is_only_text(message: str, shown: str) -> None:
    analysis = written(WRONG, "a\ud800<b>&.txt")
    sheet = audit_sheet(replace(analysis, findings=(bad_finding(analysis, message),)))
    (table,) = tables(opened(sheet))
    assert f"Cộng tổng: {shown}" in table.rows[1].cells[2].text
    body = zipfile.ZipFile(io.BytesIO(sheet)).read("word/document.xml")
    assert b"instrText" not in body
    assert "a\ufffd<b>&.txt" in "\n".join(lines(opened(sheet)))


def test_a_very_long_paragraph_is_cut_with_a_mark() -> None:
    analysis = written("Tiếp nhận 29 hồ sơ, gồm: trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ, " + "rất dài " * 5000)
    finding = bad_finding(analysis, "Ghi " + "x" * 40_000)
    document = opened(audit_sheet(replace(analysis, findings=(finding,))))
    (table,) = tables(document)
    told = table.rows[1].cells[2].text
    assert len(told) < 1500
    assert re.search(r"x…\n", told)
    assert told.endswith("…”")
    assert len("\n".join(lines(document))) < 6000


# -- two pages -----------------------------------------------------------------------------------------------------


def crowded(analysis: Analysis, count: int, seed: int = 0) -> Analysis:
    """A report with as many findings as that, of the kinds and with places of its own."""
    choose = random.Random(seed)
    made = []
    for number in range(count):
        like = choose.choice(analysis.findings)
        chosen = choose.sample(range(len(analysis.facts.numbers)), choose.choice([1, 2, 3, 6]))
        places = tuple(Evidence(analysis.facts.numbers[one].span, one) for one in chosen)
        made.append(replace(like, id=f"{like.rule}-{number:012x}", evidence=places))
    return replace(analysis, findings=tuple(made))


def estimate(document: Document) -> int:
    """Pages before the annex as they are reckoned."""
    body = list(document.element.body)
    ends = next(i for i, one in enumerate(body) if one.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None)
    return page_count(body[: ends + 1], shapes_of(document), room(document))


@pytest.mark.parametrize("count", [1, 8, 30, 200])
def test_the_gravest_stand_before_the_annex_and_none_is_lost(count: int) -> None:
    analysis = crowded(read(FEW[0]), count)
    document = opened(audit_sheet(analysis))
    assert estimate(document) <= 2
    before, annex = parts(document)
    shown, moved = ({m for line in part for m in re.findall(r"\(mã: (\S+)\)", line)} for part in (before, annex))
    wanted = {finding.id: finding for finding in standing(analysis)}
    assert shown <= set(wanted)
    assert shown | moved == {finding.id for finding in analysis.findings}
    assert not shown & moved
    left = set(wanted) - shown
    if any(wanted[one].severity == "error" for one in left):
        assert all(wanted[one].severity == "error" for one in shown)
    told = [line for line in before if line.startswith("Còn ")]
    assert told[:1] == ([f"Còn {len(left)} điểm ở Phụ lục ({_counted(wanted, left)})."] if left else [])
    assert (count < 8) or len(shown) >= 4 or len(wanted) < 4
    numbers = [row.cells[0].text for table in tables(document) for row in table.rows[1:]][: len(wanted)]
    assert numbers == [str(number) for number in range(1, len(wanted) + 1)]


def _counted(findings: dict[str, Finding], left: set[str]) -> str:
    errors = sum(1 for one in left if findings[one].severity == "error")
    words = [f"{errors} sai số liệu"] * bool(errors)
    words += [f"{len(left) - errors} nội dung cần giải trình"] * (len(left) > errors)
    return ", ".join(words)


def test_a_template_with_larger_type_takes_fewer_points() -> None:
    def larger(document: Document) -> None:
        document.styles["Soát - Ô bảng"].font.size = Pt(20)

    analysis = crowded(read(FEW[0]), 20)
    small, large = (opened(audit_sheet(analysis, template)) for template in (None, edited(larger)))
    counts = [sum("(mã:" in line for line in parts(document)[0]) for document in (small, large)]
    assert counts[0] > counts[1] > 0
    assert estimate(large) <= 2


def test_a_template_of_three_pages_leaves_all_to_the_annex() -> None:
    def longer(document: Document) -> None:
        for _ in range(120):
            paragraph_of(document, "{{de_nghi}}").insert_paragraph_before("Căn cứ quy định.")

    analysis = written(WRONG)
    before, annex = parts(opened(audit_sheet(analysis, edited(longer))))
    assert "Xem Phụ lục." in before
    assert any(standing(analysis)[0].message in line for line in annex)


# -- the look of the decree ----------------------------------------------------------------------------------------


def test_the_page_is_laid_out_by_the_decree() -> None:
    document = opened(audit_sheet(written(WRONG)))
    for section in document.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert 20 <= round(section.top_margin.mm, 1) <= 25
        assert 20 <= round(section.bottom_margin.mm, 1) <= 25
        assert 30 <= round(section.left_margin.mm, 1) <= 35
        assert 15 <= round(section.right_margin.mm, 1) <= 20
        assert section.different_first_page_header_footer
        header = section.header.paragraphs[0]
        assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert 'w:instr=" PAGE "' in header._p.xml
        assert not section.first_page_header.paragraphs[0].text
    head = document.tables[0]
    assert not head._tbl.xpath(".//w:tblBorders")
    state = head.rows[0].cells[1].paragraphs
    assert [one.text for one in state[:2]] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert [(one.runs[0].bold, one.runs[0].font.size) for one in state[:2]] == [(True, Pt(12)), (True, Pt(13))]
    assert state[2]._p.xpath("./w:pPr/w:pBdr/w:top")
    assert state[3].runs[0].italic
    assert "ngày …… tháng …… năm ……" in state[3].text
    office = head.rows[0].cells[0].paragraphs
    assert [one.runs[0].bold for one in office[:2]] == [False, True]
    recipients, checker, chief = (cell.text.split("\n") for cell in document.tables[2].rows[0].cells)
    assert recipients[:2] == ["Nơi nhận:", "- UBND xã Tiên Lãng;"]
    assert recipients[-1].startswith("- Lưu: VT")
    assert [checker[0], chief[0]] == ["NGƯỜI RÀ SOÁT", "THỦ TRƯỞNG CƠ QUAN"]


def test_every_letter_has_the_one_typeface() -> None:
    sheet = zipfile.ZipFile(io.BytesIO(audit_sheet(read(FEW[0]))))
    for name in ("word/styles.xml", "word/document.xml", "word/header1.xml"):
        text = sheet.read(name).decode()
        fonts = re.findall(r"<w:rFonts [^>]*>", text)
        assert all(re.findall(r'="([^"]+)"', one) == ["Times New Roman"] * 4 for one in fonts)
    assert "w:eastAsia" in sheet.read("word/styles.xml").decode()


def test_tables_repeat_their_head_and_rows_stay_whole() -> None:
    document = opened(audit_sheet(crowded(read(FEW[0]), 30)))
    found = tables(document)
    assert len(found) >= 2
    for table in found:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
        assert table._tbl.xpath("./w:tblPr/w:tblLayout[@w:type='fixed']")
        assert table.rows[0].cells[0].paragraphs[0].style.paragraph_format.keep_with_next
        heading = table._tbl.getprevious()
        style = document.styles.get_by_id(heading.xpath("./w:pPr/w:pStyle/@w:val")[0], 1)
        assert style.paragraph_format.keep_with_next


def test_same_input_same_bytes_whatever_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(2031, 5, 6, 7, 8, 9)  # noqa: DTZ001

    analysis = read(FEW[1])
    first = audit_sheet(analysis)
    own_template.cache_clear()
    monkeypatch.setattr(time, "time", lambda: 1_900_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(1_900_000_000))
    monkeypatch.setattr("docx.opc.parts.coreprops.dt", SimpleNamespace(datetime=Later, timezone=UTC))
    assert audit_sheet(read(FEW[1])) == first
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


# -- what an office may change -------------------------------------------------------------------------------------


def test_words_and_styles_of_the_office_stay() -> None:
    def change(document: Document) -> None:
        document.tables[0].rows[0].cells[0].paragraphs[1].runs[0].text = "PHÒNG NỘI VỤ"
        document.styles["Soát - Ô bảng"].font.size = Pt(14)
        document.sections[0].footer.paragraphs[0].text = "Tệp {{ten_tep}}"

    document = opened(audit_sheet(written(WRONG), edited(change)))
    assert "PHÒNG NỘI VỤ" in lines(document)
    assert document.styles["Soát - Ô bảng"].font.size == Pt(14)
    assert document.sections[0].footer.paragraphs[0].text == "Tệp xa/bao cao.txt"


def test_word_may_split_a_placeholder_over_runs() -> None:
    def split(document: Document) -> None:
        for text, pieces in (
            ("{{trich_yeu}}", ["Về {", "{tri", "ch_yeu}", "} (", "{{ Ky_Bao_Cao }}", ")"]),
            ("{{phu_luc}}", ["{{", "phu", "_luc", "}}"]),
        ):
            paragraph = paragraph_of(document, text)
            for run in paragraph.runs:
                run._r.getparent().remove(run._r)
            for number, piece in enumerate(pieces):
                paragraph.add_run(piece).bold = bool(number % 2)

    before, annex = parts(opened(audit_sheet(written(WRONG), edited(split))))
    wanted = "Về Báo cáo số 12/BC-UBND ngày 14 tháng 12 năm 2023 của UBND xã Tiên Lãng (năm 2023)"
    assert wanted in before
    assert annex[0] == "PHỤ LỤC"


def plain_template(*texts: str) -> bytes:
    """A template that an office made by itself, without styles and sections of ours."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


BLOCKS = ("{{bang_sai_so_lieu}}", "{{bang_can_giai_trinh}}", "{{con_lai}}", "{{phu_luc}}")


def test_a_template_without_our_styles_and_sections_serves() -> None:
    document = opened(audit_sheet(written(WRONG), plain_template("PHIẾU", "{{trich_yeu}}", *BLOCKS)))
    before, _ = parts(document)
    assert before[:2] == ["PHIẾU", "Báo cáo số 12/BC-UBND ngày 14 tháng 12 năm 2023 của UBND xã Tiên Lãng"]
    annex = paragraph_of(document, "PHỤ LỤC")
    assert annex._p.xpath("./w:pPr/w:pageBreakBefore")
    assert len(tables(document)) == 1


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (("{{trich_yeu}}", *BLOCKS[:3]), "Mẫu phiếu rà soát thiếu “{{phu_luc}}”."),
        (BLOCKS, "Mẫu phiếu rà soát thiếu “{{trich_yeu}}”."),
        (("{{trich_yeu}} {{ten_co_quan}}", *BLOCKS), "có chỗ điền không rõ “{{ten_co_quan}}”"),
        (("{{trich_yeu}} {{1+1}}", *BLOCKS), "có chỗ điền không rõ “{{1+1}}”"),
        (("{{trich_yeu}}", *BLOCKS, "{{con_lai}}"), "có hai lần “{{con_lai}}”"),
        (("{{trich_yeu}}", *BLOCKS[:3], "Phụ lục {{phu_luc}}"), "“{{phu_luc}}” phải đứng một mình"),
        (("{{trich_yeu", "}}", *BLOCKS), "dấu “{{” không có dấu đi cùng ở đoạn “{{trich_yeu”"),
        (("trich_yeu}}", *BLOCKS), "dấu “}}” không có dấu đi cùng"),
    ],
    ids=["no annex", "no name", "unknown", "code", "twice", "not alone", "torn", "not opened"],
)
def test_a_template_that_cannot_be_filled_is_told(texts: Sequence[str], sentence: str) -> None:
    with pytest.raises(TemplateError) as told:
        audit_sheet(written(WRONG), plain_template(*texts))
    assert sentence in str(told.value)
    assert str(told.value).endswith(".")


def test_a_block_in_a_table_is_told() -> None:
    document = docx.Document()
    document.add_paragraph("{{trich_yeu}}")
    document.add_table(1, 1).rows[0].cells[0].text = "{{phu_luc}}"
    with pytest.raises(TemplateError, match="phải đứng một mình trong một đoạn"):
        audit_sheet(written(WRONG), saved(document))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<html>", "xlsx"])
def test_what_is_no_word_file_is_told(content: bytes | str) -> None:
    if content == "xlsx":
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("[Content_Types].xml", "<Types/>")
        content = archive.getvalue()
    assert isinstance(content, bytes)
    with pytest.raises(TemplateError, match=r"không phải tệp Word \.docx đọc được"):
        audit_sheet(written(WRONG), content)


def test_a_template_that_is_too_big_is_told() -> None:
    archive = io.BytesIO(own_template())
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/media/a.png", b"\0" * 25_000_000)
    with pytest.raises(TemplateError, match="quá lớn"):
        audit_sheet(written(WRONG), archive.getvalue())


DAMAGES = (
    (rb"<w:\w+", b"<w:zzz"),
    (rb'(?<=")\d+(?=")', b"x"),
    (rb'(?<=")\d+(?=")', b"99999999"),
    (rb'(?<=")\d+(?=")', b"nan"),
    (rb'(?<=")rId\d+(?=")', b"rId77"),
    (rb"[a-z]{4}", b""),
)


def damaged(seed: int) -> bytes:
    """The template with one thing in one of its parts changed."""
    choose = random.Random(seed)
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(own_template())) as source, zipfile.ZipFile(content, "w") as target:
        parts_of = {name: source.read(name) for name in source.namelist()}
        name = choose.choice(["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"])
        pattern, new = choose.choice(DAMAGES)
        if found := list(re.finditer(pattern, parts_of[name])):
            match = choose.choice(found)
            parts_of[name] = parts_of[name][: match.start()] + new + parts_of[name][match.end() :]
        for part, text in parts_of.items():
            target.writestr(part, text)
    return content.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_damaged_template_makes_a_sheet_or_a_sentence() -> None:
    analysis = written(WRONG)
    made = 0
    told: list[str] = []
    for seed in range(120):
        try:
            sheet = audit_sheet(analysis, damaged(seed))
        except TemplateError as error:
            told.append(str(error))
        else:
            assert any(standing(analysis)[0].message in line for line in lines(opened(sheet)))
            made += 1
    assert made > 30
    assert len(told) > 10
    assert all(sentence.startswith(("Mẫu phiếu", "Trong mẫu phiếu")) and sentence.endswith(".") for sentence in told)


def test_text_of_a_report_is_no_placeholder() -> None:
    analysis = written(WRONG, "{{phu_luc}} {{x}}.txt")
    assert any("{{phu_luc}} {{x}}.txt" in line for line in lines(opened(audit_sheet(analysis))))


# -- LibreOffice opens it ------------------------------------------------------------------------------------------


#: type of the widths of Times New Roman, which a machine may lack: what stands in for it there may be far wider
_TYPE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><test name="family"><string>Times New Roman</string></test>
<edit name="family" mode="assign" binding="strong"><string>Tinos</string></edit></match></fontconfig>"""


def printed(folder: Path, sheets: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """The pages of each sheet as LibreOffice prints it."""
    for name, sheet in sheets.items():
        (folder / f"{name}.docx").write_bytes(sheet)
    (folder / "fonts.conf").write_text(_TYPE.format(fonts=FONTS, cache=folder / "fonts"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.docx") for name in sheets]
    subprocess.run(
        [str(SOFFICE), "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *files],
        check=True,
        capture_output=True,
        timeout=600,
        env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")},
    )
    for name in sheets:
        document = pypdfium2.PdfDocument(folder / f"{name}.pdf")
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
            page.close()
        document.close()
        yield name, texts


def before_annex(pages: Sequence[str]) -> int:
    return next(i for i, text in enumerate(pages) if "PHỤ LỤC" in text and "(Kèm theo Phiếu rà soát báo cáo" in text)


@needs_office
@pytest.mark.slow
def test_at_most_two_pages_stand_before_the_annex(tmp_path: Path) -> None:
    analyses = {path.stem: read(path) for path in [*REPORTS, *REAL]}
    sheets = {name: audit_sheet(analysis) for name, analysis in analyses.items()}
    for name, pages in printed(tmp_path, sheets):
        assert before_annex(pages) <= 2, name
        text = " ".join(" ".join(pages).split())
        assert all(f"(mã: {finding.id})" in text.replace("- ", "-") for finding in analyses[name].findings), name
        assert "Nơi nhận:" in "".join(pages[: before_annex(pages)]), name


@needs_office
@pytest.mark.slow
def test_crowded_sheets_stay_on_two_pages_that_are_used(tmp_path: Path) -> None:
    sources = [analysis for path in REPORTS if (analysis := read(path)).findings]
    sheets = {f"s{n}": audit_sheet(crowded(sources[n % len(sources)], 5 + n, n)) for n in range(40)}
    pages = dict(printed(tmp_path, sheets))
    assert len(pages) == len(sheets)
    assert {name for name, texts in pages.items() if before_annex(texts) > 2} == set()
    assert sum("Nơi nhận:" in texts[1] for texts in pages.values()) >= 30
