"""PDF pages drawn for the purpose: what is read of them, in which order, and where it stands."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Span
from pipeline.analysis import analyse_bytes
from pipeline.export.record import as_mapping, record
from pipeline.ingest.errors import IngestError
from pipeline.ingest.open import read_document

FONT = Path(__file__).parents[1] / "corpus" / "fonts" / "Tinos-Regular.ttf"
WIDTH, HEIGHT = 595, 842
LEFT, RIGHT = 85, 510


@dataclass(frozen=True)
class Text:
    """A line drawn at a place, from the top left; `rise` in points above its line."""

    left: float
    base: float
    text: str
    size: float = 14
    rise: float = 0


Rule = tuple[float, float, float, float]
Sheet = Sequence[Text | Rule]


def width(text: str, size: float = 14) -> float:
    register()
    return float(pdfmetrics.stringWidth(text, "Tinos", size))


def register() -> None:
    pdfmetrics.registerFont(TTFont("Tinos", FONT))


def pdf(*sheets: Sheet, turn: int = 0, origin: tuple[float, float] = (0, 0), password: str | None = None) -> bytes:
    """A PDF of sheets; `origin` is the lower left corner of the media box."""
    register()
    packed = io.BytesIO()
    lock = StandardEncryption(password) if password else None
    canvas = Canvas(packed, pagesize=(WIDTH, HEIGHT), invariant=1, encrypt=lock)
    for sheet in sheets:
        canvas.translate(*origin)
        for one in sheet:
            if isinstance(one, Text):
                canvas.setFont("Tinos", one.size)
                canvas.drawString(one.left, HEIGHT - one.base + one.rise, one.text)
            else:
                canvas.line(one[0], HEIGHT - one[1], one[2], HEIGHT - one[3])
        if origin != (0, 0):
            canvas.setCropBox((*origin, origin[0] + WIDTH, origin[1] + HEIGHT))
            canvas._pagesize = (WIDTH + origin[0], HEIGHT + origin[1])
        canvas.setPageRotation(turn)
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def read(*sheets: Sheet, turn: int = 0, origin: tuple[float, float] = (0, 0)) -> Document:
    return read_document(pdf(*sheets, turn=turn, origin=origin), "a.pdf")


def texts(document: Document, kind: str | None = None) -> list[str]:
    return [document.quote(b.span) for b in document.blocks if kind in (None, b.kind)]


def centred(base: float, text: str, middle: float = WIDTH / 2, size: float = 14) -> Text:
    return Text(middle - width(text, size) / 2, base, text, size)


def body(base: float, *lines: str, indent: float = 36, pitch: float = 20) -> list[Text]:
    """A paragraph, its first line indented, every line but the last widened to the right edge by its own words."""
    return [Text(LEFT + (0 if at else indent), base + at * pitch, line) for at, line in enumerate(lines)]


def to_edge(start: str, filler: str, indent: float = 0) -> str:
    """A line filled with words up to the right edge."""
    line = start
    while LEFT + indent + width(f"{line} {filler}") <= RIGHT:
        line = f"{line} {filler}"
    return line


# -- lines to paragraphs ---------------------------------------------------------------------------------------


def test_lines_of_a_paragraph_are_joined_and_paragraphs_parted() -> None:
    first = to_edge("Toàn xã có 1.483 hộ, trong đó", "nhiều", 36)
    second = to_edge("thôn", "còn")
    document = read([*body(200, first, second, "nghèo 112 hộ."), *body(260, "Có 08 thôn.")])
    assert texts(document) == [f"{first} {second} nghèo 112 hộ.", "Có 08 thôn."]


def test_a_sentence_runs_on_over_a_page_and_its_page_number() -> None:
    long = to_edge("Đã tiếp nhận 2.617 hồ sơ, trong đó trực tuyến", "và", 36)
    document = read(body(760, long), [centred(40, "2"), Text(LEFT, 80, "trực tiếp 512 hồ sơ.")])
    assert texts(document, "paragraph") == [f"{long} trực tiếp 512 hồ sơ."]
    assert texts(document, "margin") == ["2"]


def test_a_paragraph_that_ended_does_not_run_on_over_a_page() -> None:
    ended = to_edge("Đã tiếp nhận 2.617 hồ sơ, trong đó trực tuyến", "và", 36)[:-2] + "."
    document = read(body(760, ended), [centred(40, "2"), *body(80, "Xã có 512 hồ sơ.")])
    assert texts(document, "paragraph") == [ended, "Xã có 512 hồ sơ."]


def test_a_number_of_a_paper_broken_at_its_hyphen_is_mended() -> None:
    first = to_edge("Thực hiện Kế hoạch", "rất", 36)
    document = read(body(200, first, to_edge("dài", "dài") + " số 45/KH-", "UBND của huyện."))
    assert "45/KH-UBND của huyện." in texts(document)[0]


def test_bullets_and_headings_begin_blocks() -> None:
    lines = ["I. KẾT QUẢ", "1. Thư", "- Xin lỗi: 9 thư;", "- Cảm ơn: 21 thư."]
    document = read([Text(LEFT, 200 + 24 * at, line) for at, line in enumerate(lines)])
    assert texts(document) == lines
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph", "item", "item"]


# -- head, margins, notes --------------------------------------------------------------------------------------

HEAD = [
    centred(60, "UBND XÃ AN LẠC", 160, 13),
    centred(60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 400, 13),
    centred(78, "Độc lập - Tự do - Hạnh phúc", 400, 13),
    centred(100, "Số: 45/BC-UBND", 160, 13),
    centred(100, "An Lạc, ngày 14 tháng 6 năm 2024", 400, 13),
    centred(140, "BÁO CÁO"),
]


def test_the_head_in_two_columns_is_read_column_by_column() -> None:
    document = read(HEAD)
    assert texts(document) == [
        "UBND XÃ AN LẠC", "Số: 45/BC-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "An Lạc, ngày 14 tháng 6 năm 2024", "BÁO CÁO",
    ]  # fmt: skip


def test_a_head_whose_columns_nearly_touch_is_parted_at_the_motto() -> None:
    left = "ỦY BAN NHÂN DÂN XÃ AN LẠC"
    motto = Text(LEFT + width(left, 12) + 5, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12)
    document = read([Text(LEFT, 60, left, 12), motto, Text(LEFT + 30, 80, "Số: 45/BC-UBND", 12)])
    assert texts(document)[0] == left
    assert motto.text in texts(document)


def test_a_blank_day_stays_on_its_line() -> None:
    parts = [centred(100, "Số: 45/BC-UBND", 160), Text(300, 100, "An Lạc, ngày"), Text(425, 100, "tháng 6 năm 2024")]
    result = analyse_bytes(pdf([*HEAD[:3], *parts, HEAD[-1]]), "a.pdf")
    assert result.facts.header.date == "2024-06"
    assert [finding.rule for finding in result.findings] == ["date"]


def test_signature_and_recipients_beside_each_other() -> None:
    foot = [
        Text(LEFT, 600, "Nơi nhận:", 12), centred(600, "TM. ỦY BAN NHÂN DÂN", 400), Text(LEFT, 620, "- Như trên;", 11),
        centred(620, "CHỦ TỊCH", 400), Text(LEFT, 636, "- Lưu: VT.", 11), centred(690, "Hoàng Văn Thụ", 400),
    ]  # fmt: skip
    header = analyse_bytes(
        pdf([*HEAD, Text(LEFT, 560, "Trên đây là báo cáo của UBND xã./."), *foot]), "a.pdf"
    ).facts.header
    assert (header.signer_title, header.signer_name) == ("CHỦ TỊCH", "Hoàng Văn Thụ")
    assert header.recipients == ("Như trên", "Lưu: VT")


def test_running_heads_are_margins_and_come_last() -> None:
    pages = [
        [Text(LEFT, 30, "Báo cáo CCHC quý II", 10), centred(820, str(n)), Text(LEFT, 200, f"Dòng {n}.")] for n in (1, 2)
    ]
    document = read(*pages)
    assert texts(document) == ["Dòng 1.", "Dòng 2.", "Báo cáo CCHC quý II", "1", "Báo cáo CCHC quý II", "2"]
    assert texts(document, "margin") == texts(document)[2:]


def test_a_first_line_that_only_one_page_has_is_no_margin() -> None:
    document = read([Text(LEFT, 50, "Xã có 12 thôn.")], [Text(LEFT, 50, "Có 3 trường.")])
    assert texts(document, "margin") == []


@pytest.mark.parametrize("word", ["thân", "2023"])
def test_glued_note_marks_are_told_from_figures_and_notes_stand_apart(word: str) -> None:
    before = f"Thực hiện 24 mô hình dân vận {word}"
    mark = Text(LEFT + width(before), 300, "1", 9, rise=5)
    notes = [
        Text(LEFT, 770, "1", 7, rise=4),
        Text(LEFT + 5, 770, "Kế hoạch số 12/KH-UBND.", 10),
        (LEFT, 755, LEFT + 140, 755),
    ]
    document = read([Text(LEFT, 280, "Kết quả năm 2023:"), Text(LEFT, 300, before), mark, *notes])
    assert texts(document, "paragraph") == ["Kết quả năm 2023:", f"{before}¹"]
    assert texts(document, "note") == ["¹ Kế hoạch số 12/KH-UBND."]


def test_a_figure_of_full_height_after_a_word_stays_a_figure() -> None:
    document = read([Text(LEFT, 300, "Tổ1 có 12 người.")])
    assert texts(document) == ["Tổ1 có 12 người."]


# -- places ----------------------------------------------------------------------------------------------------


def box_of(document: Document, text: str) -> tuple[float, ...]:
    at = document.text.index(text)
    (box,) = document.boxes(Span(at, at + len(text)))
    return box.page, box.left, box.top, box.right, box.bottom


@pytest.mark.parametrize("origin", [(0, 0), (40, 25)])
def test_the_box_of_a_number_is_where_it_was_drawn(origin: tuple[float, float]) -> None:
    before = "Toàn xã có "
    document = read([Text(LEFT, 300, before + "1.483 hộ.")], origin=origin)
    page, left, top, right, bottom = box_of(document, "1.483")
    assert page == 1
    assert (left, right) == pytest.approx((LEFT + width(before), LEFT + width(before + "1.483")), abs=1)
    assert top < 300 < bottom
    assert bottom - top < 18


@pytest.mark.parametrize(("turn", "left", "base"), [(90, HEIGHT - 300, LEFT), (180, WIDTH - LEFT, HEIGHT - 300)])
def test_a_turned_page_has_its_boxes_as_shown(turn: int, left: float, base: float) -> None:
    document = read([Text(LEFT, 300, "1483")], turn=turn)
    _, box_left, top, box_right, bottom = box_of(document, "1483")
    # the letters run down (90) or to the left (180) from the point where they begin
    assert box_left - 8 < left < box_right + 8
    assert top - 8 < base < bottom + 8


def test_every_number_and_evidence_of_the_record_has_page_and_box() -> None:
    lines = ["Đã ban hành 134 thư, gồm: xin lỗi 9 thư, cảm ơn 21 thư, chúc mừng 164 thư, chia buồn 58 thư."]
    result = as_mapping(record(analyse_bytes(pdf([], [Text(LEFT, 300, lines[0], 10)]), "a.pdf")))
    places = [*result["numbers"], *(e for f in result["findings"] for e in f["evidence"])]
    assert len(result["numbers"]) == 5
    assert [f["rule"] for f in result["findings"]] == ["sum"]
    assert {place["page"] for place in places} == {2}
    assert all(len(place["box"]) == 4 and place["box"][0] < place["box"][2] for place in places)


def test_the_same_bytes_give_the_same_record() -> None:
    data = pdf(HEAD, body(200, "Có 12 thôn."))
    assert as_mapping(record(analyse_bytes(data, "a.pdf"))) == as_mapping(record(analyse_bytes(data, "a.pdf")))


# -- tables ----------------------------------------------------------------------------------------------------

COLUMNS = (LEFT, 220, 290, 360, 430)


def ruled(top: float, rows: Sequence[Sequence[str]], height: float = 24) -> list[Text | Rule]:
    """A ruled table; an empty text in a head storey joins its cell with the one on its left."""
    drawn: list[Text | Rule] = []
    bottom = top + height * len(rows)
    for at, row in enumerate(rows):
        y = top + at * height
        drawn.append((COLUMNS[0], y, COLUMNS[-1], y))
        for column, text in enumerate(row):
            if text != "<":
                drawn.append((COLUMNS[column], y, COLUMNS[column], y + height))
                drawn.append(Text(COLUMNS[column] + 4, y + 16, text, 12))
        drawn.append((COLUMNS[-1], y, COLUMNS[-1], y + height))
    return [*drawn, (COLUMNS[0], bottom, COLUMNS[-1], bottom)]


ROWS = [
    ["Lĩnh vực", "Hồ sơ", "<", "<"],
    ["", "Tổng số", "Trực tiếp", "Trực tuyến"],
    ["Đất đai", "120", "80", "40"],
    ["Hộ tịch", "200", "110", "90"],
    ["Chứng thực", "300", "290", "10"],
    ["Cộng", "620", "480", "140"],
]


def grid_texts(document: Document) -> list[list[str]]:
    (grid,) = document.grids
    return [["" if i < 0 else document.quote(document.blocks[i].span) for i in row] for row in grid.rows]


def test_a_ruled_table_is_read_cell_by_cell() -> None:
    document = read([Text(LEFT, 150, "Kết quả như sau:"), *ruled(200, ROWS), Text(LEFT, 400, "Xã có 3 thôn.")])
    assert grid_texts(document)[0] == ["Lĩnh vực", "Hồ sơ", "Hồ sơ", "Hồ sơ"]
    assert grid_texts(document)[1:] == ROWS[1:]
    assert texts(document)[0] == "Kết quả như sau:"
    assert texts(document)[-1] == "Xã có 3 thôn."


def test_a_table_goes_on_over_a_page_and_its_head_is_read_once() -> None:
    document = read(ruled(600, ROWS[:4]), [centred(40, "2"), *ruled(80, [*ROWS[:2], *ROWS[4:]])])
    assert grid_texts(document)[1:] == ROWS[1:]
    assert texts(document, "margin")[:2] == ["2", "Lĩnh vực"]


def test_one_row_left_over_on_the_next_page_belongs_to_the_table() -> None:
    document = read(ruled(600, ROWS[:5]), ruled(80, ROWS[5:]))
    assert grid_texts(document)[1:] == ROWS[1:]


@pytest.mark.parametrize(("total", "rules"), [("620", []), ("602", ["sum"])])
def test_sums_of_a_table_over_two_pages(total: str, rules: list[str]) -> None:
    last = [*ROWS[4:5], ["Cộng", total, "480", "140"]]
    result = analyse_bytes(pdf(ruled(600, ROWS[:4]), ruled(80, last)), "a.pdf")
    sums = [r for r in result.facts.relations if r.kind == "sum" and r.verdict == "holds"]
    assert len(sums) >= (6 if total == "620" else 5)
    assert [finding.rule for finding in result.findings] == rules


def test_figures_in_columns_without_rules_are_a_table() -> None:
    rows = [
        ["Thôn", "Số hộ", "Hộ nghèo"],
        ["An Khương", "84", "12"],
        ["Bình Đức", "112", "9"],
        ["Phú Nghĩa", "65", "3"],
        ["Cộng", "261", "24"],
    ]
    drawn = [
        Text(x, 200 + 22 * at, text)
        for at, row in enumerate(rows)
        for x, text in zip((LEFT, 280, 400), row, strict=True)
    ]
    document = read([Text(LEFT, 170, "Kết quả rà soát như sau:"), *drawn, Text(LEFT, 330, "Trên đây là báo cáo.")])
    assert grid_texts(document) == rows


def test_a_frame_around_text_and_a_letterhead_are_no_tables() -> None:
    frame = [(80, 180, 520, 180), (80, 220, 520, 220), (80, 180, 80, 220), (520, 180, 520, 220)]
    document = read([*HEAD, *frame, Text(LEFT, 205, "Xã có 12 thôn.")])
    assert document.grids == ()
    assert "Xã có 12 thôn." in texts(document, "paragraph")


# -- what cannot be read ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(pdf([Text(LEFT, 300, "Có 12 thôn.")])[:-300], "truncated", id="cut"),
        pytest.param(b"%PDF-1.4\nnothing of the kind\n%%EOF\n", "corrupt", id="no objects"),
        pytest.param(pdf([Text(LEFT, 300, "Có 12 thôn.")], password="bí mật"), "encrypted", id="password"),
        pytest.param(pdf([(80, 180, 520, 180)]), "needs_ocr", id="no letters"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(IngestError) as raised:
        read_document(data, "a.pdf")
    assert raised.value.code == code


def test_a_pdf_under_another_name_is_read_and_told_of() -> None:
    document = read_document(pdf([Text(LEFT, 300, "Có 12 thôn.")]), "a.docx")
    assert document.source.format == "pdf"
    assert [notice.code for notice in document.source.warnings] == ["extension_mismatch"]
    assert texts(document) == ["Có 12 thôn."]


def test_text_in_decomposed_form_is_composed() -> None:
    document = read([Text(LEFT, 300, "Toàn xa\u0303 có 12 thôn.")])
    assert texts(document) == ["Toàn xã có 12 thôn."]


def test_a_table_whose_rules_cannot_be_read_is_told_of(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("damaged")

    data = pdf(ruled(200, ROWS))
    assert [n.code for n in read_document(data, "a.pdf").source.warnings] == []
    monkeypatch.setattr("pdfplumber.open", broken)
    document = read_document(data, "a.pdf")
    assert [(n.code, n.place) for n in document.source.warnings] == [("partial_pages", "trang 1")]
    assert "620" in document.text
    assert capfd.readouterr() == ("", "")
