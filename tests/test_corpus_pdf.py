"""Reports as PDF: the same bytes each time, every word in order, and the looks of an official paper."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from corpus.build import Folders
from corpus.layout import Part, Table, marked_parts, parts
from corpus.marks import parse
from corpus.notes import anchored
from corpus.paper import Centred, Columns, Line, Title, Unit, arranged
from corpus.pdf import write_pdf
from corpus.printed import difference, pages, same_letters
from corpus.word import write_docx
from extractors.document import Source
from pipeline.ingest.word import read_word

SOURCES = sorted(Folders().sources.glob("*.md"))
FORMS = Folders().forms
MOST_BYTES = 200_000
HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ AN LẠC\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
    "Số: 45/BC-UBND\nAn Lạc, ngày 14 tháng 6 năm 2024\n\nBÁO CÁO\nKết quả công tác\n(Số liệu đến 10/6/2024)\n\n"
    "Kính gửi: UBND huyện.\n\n"
)
FOOT = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nHoàng Văn Thụ\n"
SENTENCE = "Toàn xã có 152 hộ, trong đó 112 hộ nghèo và 40 hộ cận nghèo. "


def wide(columns: int, rows: int, figure: int = 1_234) -> str:
    head = ["TT", "Đơn vị", *(f"Cột thứ {chr(97 + column)}" for column in range(columns - 2))]
    figures = [[f"{figure * row:,}".replace(",", ".")] * (columns - 2) for row in range(1, rows + 1)]
    body = [[str(row), f"Thôn Tân An {row}", *one] for row, one in enumerate(figures, 1)]
    return "\n".join("\t".join(line) for line in [head, *body])


THREE_STOREYS = (
    "TT\tNội dung\tNăm 2023\t\t\tGhi chú\n\t\tTổng\tTrong đó\t\t\n\t\t\tHuyện\tXã\t\n"
    + "\n".join(f"{row}\tChi thứ {row}\t{3 * row}\t{row}\t{2 * row}\tđạt" for row in range(1, 61))
)  # fmt: skip
NOTED = "".join(
    f"{SENTENCE * 8}Theo văn bản{mark} của huyện, xã có 64 m² đất.\n{mark} Kế hoạch số {at}/KH-UBND. {SENTENCE * 3}\n"
    for at, mark in enumerate("¹²³⁴⁵⁶⁷⁸⁹", 1)
)
ODD = {
    "one line": "Một dòng.",
    "sixty rows under three storeys": f"{HEAD}Mở đầu.\n{THREE_STOREYS}\nHết.\n{FOOT}",
    "thirteen columns": f"{HEAD}{wide(13, 20)}\nHết.",
    "thirteen wide columns": f"{HEAD}Mở.\nBiểu 1. Số hộ\nĐơn vị tính: hộ\n{wide(13, 9, 1_234_567)}\nHết.",
    "columns no page holds": f"{HEAD}{wide(30, 4, 1_234_567_890)}\nHết.",
    "notes on every page": f"{HEAD}{NOTED}{FOOT}",
    "note without a mark": f"{HEAD}Câu.\n¹ Chú thích.",
    "annex": f"{HEAD}Hết./.\n{FOOT}\nPHỤ LỤC 1\nDanh sách\n\nĐơn vị tính: hộ\n{wide(14, 9)}\nPHỤ LỤC 2\n{wide(3, 3)}",
    "signs": f"{HEAD}☐ Chưa, ☑ rồi ✓: ≥ 5 %, ≤ 6 m², “a” – ‘b’ … <b>&amp;</b> ½ {{x}} \\ 5 °C      hết\nA\tB\n☑\t<i>&",
    "foot the other way round": f"{HEAD}Hết./.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nY Thanh\nNơi nhận:\n- Lưu: VT.",
}  # fmt: skip


def made(text: str) -> list[Part]:
    lines = text.split("\n")
    digits = {at for at, line in enumerate(lines, 1) if any(char.isdigit() for char in line)}
    return parts(lines, {}, set(), digits)


def of_source(path: Path) -> list[Part]:
    return marked_parts(parse(path.read_text("utf-8")))


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    return [(round(page.get_width()), round(page.get_height())) for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_word_of_a_report_comes_out_of_its_pdf(path: Path) -> None:
    pdf = (FORMS / "pdf" / f"{path.stem}.pdf").read_bytes()
    report = of_source(path)
    assert difference(pdf, report) is None or same_letters(pdf, report)
    assert len(pdf) <= MOST_BYTES
    assert write_pdf(report) == write_pdf(report)
    # letter by letter, signs of notes as they are printed
    text = "".join("".join(pages(pdf)).split())
    lines = (Folders().reports / f"{path.stem}.txt").read_text("utf-8")
    assert not Counter("".join(lines.split())) - Counter(text)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_other_program_prints_the_same_report(path: Path) -> None:
    pdf = (FORMS / "office" / f"{path.stem}.pdf").read_bytes()
    assert difference(pdf, of_source(path)) is None or same_letters(pdf, of_source(path))
    assert len(pdf) <= MOST_BYTES


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_reports_are_printed_whole(text: str) -> None:
    report = made(text)
    pdf = write_pdf(report)
    assert difference(pdf, report) is None or same_letters(pdf, report)
    assert pdf == write_pdf(report)
    assert len(pdf) <= MOST_BYTES


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_a_changed_digit_is_seen(text: str) -> None:
    report = made(text)
    changed = made(text.replace("1", "7", 1) if "1" in text else text.replace("Một", "Hai"))
    assert difference(write_pdf(changed), report) is not None


def test_a_row_taller_than_a_page_goes_on_on_the_next() -> None:
    report = made(f"{HEAD}TT\tNội dung\tSố\n1\t{SENTENCE * 80}\t5\n2\tNgắn\t6")
    pdf = write_pdf(report)
    words = Counter(" ".join(pages(pdf)).split())
    assert len(pages(pdf)) > 2
    assert not Counter((SENTENCE * 80).split()) - words


def test_wide_tables_turn_their_sheet_and_what_heads_them() -> None:
    upright, lying = (595, 842), (842, 595)
    pdf = write_pdf(made(ODD["thirteen wide columns"]))
    assert sizes(pdf) == [upright, lying, upright]
    texts = pages(pdf)
    assert "Biểu 1. Số hộ" in texts[1]
    assert texts[1].startswith("2")
    assert set(sizes(write_pdf(made(ODD["sixty rows under three storeys"])))) == {upright}


def test_the_head_of_a_long_table_stands_on_every_page() -> None:
    texts = pages(write_pdf(made(ODD["sixty rows under three storeys"])))
    assert len(texts) > 2
    assert ["Nội dung" in text for text in texts] == ["đạt" in text for text in texts]


def test_notes_stand_at_the_foot_of_the_page_of_their_mark() -> None:
    texts = pages(write_pdf(made(ODD["notes on every page"])))
    assert len(texts) > 2
    for at, mark in enumerate("¹²³⁴⁵⁶⁷⁸⁹", 1):
        (page,) = [number for number, text in enumerate(texts) if f"văn bản{mark}" in " ".join(text.split())]
        (foot,) = [number for number, text in enumerate(texts) if f"{mark} Kế hoạch số {at}/KH" in text]
        assert foot == page


def test_a_sign_that_no_font_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no font has"):
        write_pdf(made("Chữ 漢."))


def looks(line: Line) -> tuple[str, str, str]:
    return line.text, line.side, line.look


def test_head_title_and_foot_are_found() -> None:
    head, title, to, unit, table, foot, annex, _ = arranged(
        made(f"{HEAD}Đơn vị tính: hộ\nA\tB\n1\t2{FOOT}PHỤ LỤC\nDanh sách\nA\tB\n1\t2")
    )
    assert isinstance(head, Columns)
    assert [looks(line) for line in head.lines] == [
        ("ỦY BAN NHÂN DÂN", "left", "issuer"),
        ("XÃ AN LẠC", "left", "issuer"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "right", "motto"),
        ("Độc lập - Tự do - Hạnh phúc", "right", "motto"),
        ("Số: 45/BC-UBND", "left", "number"),
        ("An Lạc, ngày 14 tháng 6 năm 2024", "right", "date"),
    ]
    assert isinstance(title, Title)
    assert [line.text for line in title.lines] == ["BÁO CÁO", "Kết quả công tác", "(Số liệu đến 10/6/2024)"]
    assert isinstance(to, Centred)
    assert isinstance(unit, Unit)
    assert isinstance(table, Table)
    assert isinstance(foot, Columns)
    assert [looks(line) for line in foot.lines] == [
        ("Nơi nhận:", "left", "recipients"),
        ("- Như trên;", "left", "recipient"),
        ("- Lưu: VT.", "left", "recipient"),
        ("KT. CHỦ TỊCH", "right", "signer"),
        ("PHÓ CHỦ TỊCH", "right", "signer"),
        ("(Đã ký)", "right", "signed"),
        ("Hoàng Văn Thụ", "right", "name"),
    ]
    assert isinstance(annex, Title)
    assert annex.annex


def test_a_text_that_is_no_paper_has_no_head_and_no_foot() -> None:
    text = "Trang chủ » Tin tức\nHôm nay: Thứ Năm, 18/7/2024\n\nHộ nghèo giảm\nCHỦ TỊCH xã nói: có 5 hộ.\nTổng lượt: 4"
    report = made(text)
    assert arranged(report) == report


def test_marks_take_the_notes_of_their_number() -> None:
    report = made("Xã có 64 m² nhà², 5 hộ².\n² Một\nThêm hộ².\n² Hai\nA\tB¹\n1\t2\n¹ Ba\n³ Không ai")
    tied = anchored(report)
    assert [note.text for note in tied.notes] == ["Một", "Hai", "Ba"]
    assert [part.text for part in tied.parts if not isinstance(part, Table)] == [
        "Xã có 64 m² nhà\ue000, 5 hộ².",
        "Thêm hộ\ue001.",
        "Không ai",
    ]


def test_footnotes_of_a_word_file_are_its_own() -> None:
    text = "Xã có 64 m² nhà¹, 5 hộ².\n¹ Kế hoạch số 7.\nHết.\nA\tB\n1\thộ³\n² Hai\n³ Ba"
    file = write_docx(made(text))
    document = read_word(file, Source("a.docx", "a.docx", "", "docx"))
    told = [(block.kind, document.quote(block.span).strip()) for block in document.blocks]
    assert told == [
        ("paragraph", "Xã có 64 m² nhà, 5 hộ."),
        ("paragraph", "Hết."),
        ("cell", "A"),
        ("cell", "B"),
        ("cell", "1"),
        ("cell", "hộ"),
        ("note", "Kế hoạch số 7."),
        ("note", "Hai"),
        ("note", "Ba"),
    ]
    assert file == write_docx(made(text))
