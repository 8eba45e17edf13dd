"""PDF pages of every make are read whole: in columns, turned, hidden, by another program's account of them."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Span
from extractors.read import read as understood
from pipeline.ingest import pdf_page
from pipeline.ingest.open import read_document
from tests.test_ingest_pdf import HEIGHT, WIDTH, Sheet, Text, centred, pdf, read, register, texts, width

LETTERS = (
    "Năm 2024, xã tiếp nhận 1.250 hồ sơ, trong đó trực tuyến 800 hồ sơ, trực tiếp 450 hồ sơ. "
    "Đã giải quyết 1.200 hồ sơ, còn 50 hồ sơ đang trong hạn."
)
OTHER = "Toàn xã có 12 tổ hòa giải với 86 hòa giải viên; hòa giải thành 45 vụ trên tổng số 50 vụ, đạt tỷ lệ 90%."


def column(left: float, right: float, base: float, text: str) -> list[Text]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if left + width(longer, 11) > right:
            lines.append(word)
        else:
            lines[-1] = longer
    return [Text(left, base + at * 15, line, 11) for at, line in enumerate(lines)]


def turned(sheet: Sheet, quarters: int, rotate: int = 0) -> bytes:
    """A page whose text and rules run up, down or upside down, as a table that is printed sideways."""
    register()
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=(WIDTH, WIDTH), invariant=1)
    canvas.translate(WIDTH / 2, WIDTH / 2)
    canvas.rotate(90 * quarters)
    canvas.translate(-WIDTH / 2, -WIDTH / 2)
    for one in sheet:
        if isinstance(one, Text):
            canvas.setFont("Tinos", one.size)
            canvas.drawString(one.left, WIDTH - one.base, one.text)
        else:
            canvas.line(one[0], WIDTH - one[1], one[2], WIDTH - one[3])
    canvas.setPageRotation(rotate)
    canvas.showPage()
    canvas.save()
    return packed.getvalue()


def test_a_page_in_two_columns_is_read_column_by_column() -> None:
    document = read([centred(100, "BÁO CÁO"), *column(60, 285, 140, LETTERS * 3), *column(310, 535, 140, OTHER * 3)])
    said = " ".join(texts(document))
    assert said.index("hòa giải") > said.rindex("hồ sơ")
    assert said.count("trực tuyến 800 hồ sơ, trực tiếp 450 hồ sơ") == 3


SIDEWAYS = [Text(60, 80, "Xã có 1.250 hồ sơ, trong đó trực tuyến 800 hồ sơ."), Text(60, 300, "Dòng cuối 45 vụ.")]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_text_that_runs_sideways_is_read_and_its_box_is_where_it_is_drawn(quarters: int) -> None:
    document = read_document(turned(SIDEWAYS, quarters), "a.pdf")
    assert " ".join(texts(document)) == f"{SIDEWAYS[0].text} {SIDEWAYS[1].text}"
    start = document.text.index("1.250")
    (box,) = document.boxes(Span(start, start + 5))
    left, right = 60 + width("Xã có "), 60 + width("Xã có 1.250")
    across, down = (left + right) / 2, 80 - 4
    middle = {
        0: (across, down),
        1: (down, WIDTH - across),
        2: (WIDTH - across, WIDTH - down),
        3: (WIDTH - down, across),
    }
    assert (box.left + box.right) / 2 == pytest.approx(middle[quarters][0], abs=4)
    assert (box.top + box.bottom) / 2 == pytest.approx(middle[quarters][1], abs=4)


RULES = [(60.0, 100.0 + at, 460.0, 100.0 + at) for at in (0, 30, 60, 90)]
RULES += [(60.0 + at, 100.0, 60.0 + at, 190.0) for at in (0, 200, 300, 400)]
CELLS = [("Loại thư", "Số", "Ghi chú"), ("Thư khen", "12", "a"), ("Thư xin lỗi", "5", "b")]


@pytest.mark.parametrize("quarters", [0, 1, 3])
def test_a_table_that_is_printed_sideways_has_its_cells(quarters: int) -> None:
    drawn = [Text((65, 265, 365)[c], 120 + 30 * r, text) for r, row in enumerate(CELLS) for c, text in enumerate(row)]
    document = read_document(turned([*drawn, *RULES], quarters), "a.pdf")
    (grid,) = document.grids
    assert [tuple(document.quote(document.blocks[at].span) for at in row) for row in grid.rows] == CELLS


def test_few_words_that_run_up_do_not_turn_a_page() -> None:
    document = read([Text(60, 100 + 20 * at, f"Dòng {at} có 5 hộ nghèo") for at in range(9)])
    assert len(document.pieces) == 9
    assert all(piece.print and piece.print.turn is None for piece in document.pieces)


def numbers(document: Document) -> list[str]:
    return [document.quote(number.span) for number in understood(document).numbers]


def test_white_text_and_text_under_a_picture_are_read() -> None:
    register()
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont("Tinos", 14)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(85, 700, "Xã có 12 thôn.")
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(85, 660, "Xã có 345 hộ nghèo.")
    canvas.rect(80, 650, 300, 30, fill=1)
    canvas.save()
    assert numbers(read_document(packed.getvalue(), "a.pdf")) == ["12", "345"]
    assert numbers(read_document(pdf([Text(85, 100, "Xã có 12 thôn.")]), "a.pdf")) == ["12"]


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.source.warnings]


def test_a_page_that_pdfium_does_not_find_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([Text(85, 100, "Xã có 12 thôn.")], [Text(85, 100, "Xã có 9 thôn.")])
    assert codes(read_document(data, "a.pdf")) == []
    monkeypatch.setattr(pdfium.PdfDocument, "__len__", lambda _: 1)
    found = read_document(data, "a.pdf")
    assert numbers(found) == ["12"]
    assert codes(found) == ["partial_pages"]
    assert "2 trang" in found.source.warnings[0].message


def test_a_page_of_which_pdfium_reads_nothing_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    long = [Text(85, 100 + 20 * at, "Xã có 12 thôn, trong đó 5 thôn đạt chuẩn.") for at in range(8)]
    data = pdf([Text(85, 100, "Xã có 12 thôn.")], long)
    assert codes(read_document(data, "a.pdf")) == []
    whole = pdf_page._lines
    monkeypatch.setattr(pdf_page, "_lines", lambda *given: whole(*given) if given[2] == 1 else ())
    found = read_document(data, "a.pdf")
    assert codes(found) == ["partial_pages"]
    assert found.source.warnings[0].place == "trang 2"
