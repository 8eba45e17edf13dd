"""Tables before and while their numbers are read: rows of plain text, layouts, trees of rows, stated columns, sums."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.document import Block, Cell, Document, Grid, Origin, Piece, Source, Span
from extractors.facts import Facts
from extractors.grids import Layout, read_layouts
from extractors.grids.formulas import Identity, column_number, head_number, identities, numbers_columns
from extractors.grids.rows import names_total, rank_of
from extractors.grids.unit_lines import row_unit, unit_in_cell, unit_line
from extractors.read import read
from pipeline.analysis import analyse_bytes
from pipeline.ingest.text import read_text

SOURCE = Source("a.txt", "a.txt", "0", "txt")
#: goes on from the cell to the left, or from the cell above, as merged cells of Word do
LEFT, ABOVE = "<", "^"


def text_document(text: str) -> Document:
    return read_text(text.encode(), SOURCE)


def words(document: Document, grid: Grid) -> list[list[str]]:
    blocks = document.blocks
    return [["" if i < 0 else document.quote(blocks[i].span) for i in row] for row in grid.rows]


def merged(rows: Sequence[Sequence[str]]) -> Document:
    """A document of one table whose merged cells stand at every place that they cover."""
    text, blocks, pieces, grid = "", [], [], []
    for r, row in enumerate(rows):
        indices: list[int] = []
        for c, said in enumerate(row):
            if said in (LEFT, ABOVE):
                indices.append(indices[-1] if said == LEFT else grid[-1][c])
            elif not said:
                indices.append(-1)
            else:
                indices.append(len(blocks))
                span = Span(len(text), len(text) + len(said))
                pieces.append(Piece(span.start, span.end, len(blocks) + 1))
                blocks.append(Block(span, "cell", Origin(cell=Cell(1, r, c))))
                text += said + "\n"
        grid.append(tuple(indices))
    return Document(SOURCE, text, tuple(blocks), (Grid(1, tuple(grid)),), tuple(pieces))


def layout(text: str) -> Layout:
    (found,) = read_layouts(text_document(text))
    return found


def sums(document: Document, facts: Facts) -> set[tuple[str, ...]]:
    """The sums of a document, each as its total and its parts, all as printed."""

    def said(number: int | None) -> str:
        return "" if number is None else document.quote(facts.numbers[number].span)

    return {(said(r.total), *map(said, r.parts)) for r in facts.relations if r.kind == "sum"}


# -- rows of plain text ----------------------------------------------------------------------------------------


def test_strokes_make_cells_and_rules_make_none() -> None:
    document = text_document("| TT | Xã |\n|---|:--:|\n| 1 | Phú An |\n+----+----+\n| 2 |  |\n")
    (grid,) = document.grids
    assert words(document, grid) == [["TT", "Xã"], ["1", "Phú An"], ["2", ""]]
    assert [(p.line, p.col) for p in document.pieces] == [(1, 2), (1, 7), (3, 2), (3, 6), (5, 2)]


def test_strokes_of_box_drawings_make_cells() -> None:
    document = text_document("┌────┬────┐\n│ Xã │ Hộ │\n├────┼────┤\n│ An │ 12 │\n└────┴────┘\n")
    assert [words(document, grid) for grid in document.grids] == [[["Xã", "Hộ"], ["An", "12"]]]


@pytest.mark.parametrize(
    "text",
    [
        "Trang chủ | Giới thiệu | Tin tức\nXã Phú An họp ngày 12 tháng 3.\n",
        "Điện thoại: 0203 888 111 | Fax: 0203 888 112\nThư điện tử: a@b.vn | Trang: b.vn\n",
        "ỦY BAN NHÂN DÂN       CỘNG HÒA XÃ HỘI\nXÃ PHÚ AN         Độc lập - Tự do\nSố: 12/BC-UBND     Phú An, ngày 5\n",
        "Nơi nhận:             CHỦ TỊCH\n- Như trên;            (đã ký)\n- Lưu: VT.           Hoàng Văn Páo\n",
        "MỤC LỤC\nMở đầu              1\nĐặc điểm            3\nKết quả             8\n",
        "Trong năm  2023  xã có 12 vụ,\ngiải quyết  10  vụ;  còn\n2  vụ  chuyển sang năm 2024.\n",
        "Thôn A        12 hộ\nThôn B        15 hộ\n",
    ],
    ids=["menu", "addresses", "letterhead", "signature", "contents", "prose", "two lines"],
)
def test_what_only_looks_like_a_table_is_none(text: str) -> None:
    assert text_document(text).grids == ()


def test_columns_of_blanks_give_exact_places() -> None:
    text = "Thôn        Nam    Nữ\nNa Ri        12     9\nPác Đa      140     -\nKhe Mo        8    17\n"
    document = text_document(text)
    (grid,) = document.grids
    assert words(document, grid)[1:] == [["Na Ri", "12", "9"], ["Pác Đa", "140", "-"], ["Khe Mo", "8", "17"]]
    lines = text.split("\n")
    for block in document.blocks:
        place = document.place(block.span.start)
        assert lines[place.line - 1].startswith(document.quote(block.span), place.col)


def test_a_head_stands_over_the_columns_below_it() -> None:
    text = (
        "              Tổng        Trong đó\n"
        "Thôn            số      Nam     Nữ\n"
        "Na Ri           21       12      9\n"
        "Pác Đa         240      140    100\n"
        "Khe Mo          25        8     17\n"
    )
    document = text_document(text)
    (grid,) = document.grids
    assert words(document, grid)[:2] == [["", "Tổng số", "Trong đó", "Trong đó"], ["Thôn", "", "Nam", "Nữ"]]


def test_a_table_goes_on_after_a_page_number_and_a_new_one_does_not() -> None:
    head, page = "TT\tThôn\tHộ\n", "\n\n- 2 -\n\n"
    document = text_document(f"{head}1\tA\t10\n2\tB\t20\n{page}{head}3\tC\t30\n")
    assert [len(grid.rows) for grid in document.grids] == [5]
    assert document.blocks[document.grids[0].rows[4][2]].origin.cell == Cell(1, 4, 2)
    assert len(text_document(f"{head}1\tA\t10\n2\tB\t20\n\tCộng\t30\n{page}{head}1\tC\t30\n2\tD\t4\n").grids) == 2
    assert len(text_document(f"{head}1\tA\t10\n2\tB\t20\n{page}Sang phần sau.\n{head}3\tC\t30\n").grids) == 2


def test_decomposed_letters_in_a_stroked_table_keep_their_columns() -> None:
    raw = "| Xa\u0303 | Hộ |\n| Phú | 12 |\n"
    document = text_document(raw)
    start = document.blocks[1].span.start
    assert document.quote(document.blocks[0].span) == "Xã"
    assert raw.partition("\n")[0][document.place(start).col :].startswith("Hộ")


# -- layout ----------------------------------------------------------------------------------------------------


def test_banners_and_unit_lines_inside_a_table_are_no_storeys() -> None:
    document = merged(
        [
            ["BIỂU 1. THU QUỸ", LEFT, LEFT],
            ["Đơn vị tính: nghìn đồng", LEFT, LEFT],
            ["TT", "Thôn", "Số tiền"],
            ["1", "Na Ri", "1.200"],
            ["2", "Pác Đa", "800"],
            ["Cộng", LEFT, "2.000"],
        ]
    )
    (found,) = read_layouts(document)
    assert (found.head, sorted(found.aside), found.unit, sorted(found.totals)) == (3, [0, 1], "nghìn đồng", [5])
    facts = read(document)
    assert sums(document, facts) == {("2.000", "1.200", "800")}
    assert {m.label for m in facts.measures.values()} == {"Số tiền – Na Ri", "Số tiền – Pác Đa", "Số tiền – Cộng"}


def test_merged_and_empty_heads_say_the_same() -> None:
    body = [["1", "Na Ri", "21", "12", "9"], ["2", "Pác Đa", "30", "14", "16"], ["", "Cộng", "51", "26", "25"]]
    word = merged([["TT", "Thôn", "Hộ", LEFT, LEFT], [ABOVE, ABOVE, "Tổng", "Nghèo", "Cận nghèo"], *body])
    tabs = text_document(
        "TT\tThôn\tHộ\t\t\n\t\tTổng\tNghèo\tCận nghèo\n" + "\n".join("\t".join(row) for row in body) + "\n"
    )
    found = [sums(document, read(document)) for document in (word, tabs)]
    assert found[0] == found[1]
    assert {("21", "12", "9"), ("51", "21", "30"), ("51", "26", "25")} <= found[0]


def test_rows_of_numbers_notes_and_repeated_heads_hold_no_data() -> None:
    found = layout(
        "TT\tThôn\tHộ\n(1)\t(2)\t(3)\n1\tA\t10\nTT\tThôn\tHộ\n(1)\t(2)\t(3)\n2\tB\t20\nGhi chú: đến 15/6.\t\t\n"
    )
    assert (found.head, sorted(found.skip), sorted(found.aside)) == (2, [1, 4], [3, 6])


def test_column_numbers_beside_cells_that_go_on_from_above_are_no_head() -> None:
    body = [["1", "Đất đai", "60", "20", "40"], ["2", "Hộ tịch", "70", "30", "40"]]
    numbers = ["(1)=(2)+(3)", "(2)", "(3)"]
    word = merged([["TT", "Lĩnh vực", "Tổng", "Nhận", "Trả"], [ABOVE, ABOVE, *numbers], *body])
    (found,) = read_layouts(word)
    assert (found.head, sorted(found.skip), found.identities) == (2, [1], (Identity(2, (3, 4)),))
    assert {one.label for one in read(word).measures.values()} >= {"Tổng – Đất đai", "Nhận – Hộ tịch"}
    # the same cells with words are a storey of the head
    storey = merged([["TT", "Lĩnh vực", "Tổng", "Nhận", "Trả"], [ABOVE, ABOVE, "Hồ sơ", "Mới", "Cũ"], *body])
    assert not read_layouts(storey)[0].skip


@pytest.mark.parametrize(("head", "unit"), [("Số phát hiện/1.000 dân", ""), ("Số phát hiện", "người")])
def test_so_many_to_so_many_are_not_counted_in_what_another_head_names(head: str, unit: str) -> None:
    table = [["Khóm", "Dân số (người)", head], ["Vĩnh Đông", "4.120", "75"], ["Vĩnh Tây", "3.865", "74"]]
    document = merged(table)
    facts = read(document)
    units = {document.quote(facts.numbers[at].span): one.unit for at, one in facts.measures.items()}
    assert units["4.120"] == "người"
    assert units["75"] == unit


def test_rows_that_count_on_are_part_of_another_table() -> None:
    assert layout("TT\tThôn\tHộ\n6\tA\t10\n7\tB\t20\n\tCộng\t90\n").partial
    assert not layout("TT\tThôn\tHộ\n2\tA\t10\n3\tB\t20\n\tCộng\t30\n").partial
    assert not layout("TT\tThôn\tHộ\n1\tA\t10\n2\tB\t20\n\tCộng\t30\n").partial


@pytest.mark.parametrize(
    ("rows", "parents"),
    [
        ("A\tThu\t9\nI\tThuế\t5\n1\tĐất\t3\n2\tKhác\t2\nB\tChi\t8", [None, 1, 2, 2, None]),
        ("1\tĐất\t5\n1.1\tLúa\t3\n1.2\tMàu\t2\n2\tRừng\t8", [None, 1, 1, None]),
        ("1\tCán bộ\t5\n\tTrong đó: nữ\t3\n2\tKhác\t8", [None, 1, None]),
        ("1\tCán bộ\t5\n\tTrong đó:\t\n\t- Nữ\t3\n2\tKhác\t8", [None, None, 1, None]),
        ("\tGia súc\t5\n\t- Trâu\t3\n\t- Bò\t2\n\tGia cầm\t8\n\t- Gà\t8", [None, 1, 1, None, 4]),
        ("1\tA\t5\n2\tB\t3\n3\tC\t8", [None, None, None]),
    ],
    ids=["letters, romans, numbers", "decimals", "of which", "of which, bare", "dashes", "one storey"],
)
def test_rows_stand_under_rows(rows: str, parents: list[int | None]) -> None:
    found = layout(f"TT\tNội dung\tSố\n{rows}\n")
    assert list(found.parents[1:]) == parents


def test_of_which_is_told_apart_from_what_is_added() -> None:
    found = layout("TT\tNội dung\tSố\n1\tCán bộ\t5\n\tTrong đó: nữ\t3\n\tCộng\t5\n\tTr.đó: nữ\t3\n")
    assert sorted(found.of_which) == [2, 4]
    assert found.parents[4] == 3


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("tổng cộng", True), ("cộng (i+ii)", True), ("tổng số:", True), ("toàn xã", True), ("cả kỳ", True),
        ("cộng cụm 2", True), ("tổng i+ii+…", True), ("tổng số hộ nghèo", False), ("công an", False),
        ("cộng đồng", False), ("toàn bộ hồ sơ", False),
    ],
)  # fmt: skip
def test_names_of_totals(name: str, wanted: bool) -> None:
    assert names_total(name) is wanted


def test_marks_have_their_storeys() -> None:
    assert [rank_of(m) for m in ("A", "II", "3.", "2.1", "2.1.4", "b)", "-", "+", "Hộ")] == [*range(8), None]


# -- what tables state of their columns --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (("(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"), [Identity(2, (3, 4))]),
        (("A", "B", "1=2+3=4+5", "2", "3", "4", "5"), [Identity(2, (3, 4)), Identity(2, (5, 6))]),
        (("1", "2", "3", "4", "5=3-4"), [Identity(2, (4, 3))]),
        (("1", "2", "3", "4=3/2*100"), [Identity(3, (2, 1), share=True)]),
        (("1=2+...+5", "2", "3", "4", "5"), [Identity(0, (1, 2, 3, 4))]),
        (("1", "2", "3", "4=1-(2+3)"), []),
        (("1", "1", "2", "3=1+2"), []),
    ],
    ids=["sum", "chain", "difference", "share", "range", "bracket taken away", "one number twice"],
)
def test_formulas_state_identities(row: tuple[str, ...], wanted: list[Identity]) -> None:
    numbered = {c: found for c, text in enumerate(row) if (found := column_number(text.lower()))}
    assert list(identities(numbered)) == wanted


def test_heads_may_bear_numbers_and_formulas() -> None:
    assert head_number("tổng số (3)=(4)+(5)") == ("3", "=(4)+(5)")
    assert head_number("nam (4)") == ("4", "")
    assert head_number("năm 2023") is None
    assert head_number("mức độ 4") is None


def test_a_row_of_figures_is_no_row_of_column_numbers() -> None:
    assert numbers_columns(["(1)", "(2)", "(3)"])
    assert numbers_columns(["a", "b", "1=2+3", "2", "3"])
    assert not numbers_columns(["1", "phú an", "2", "3"])
    assert not numbers_columns(["12", "40", "7"])
    assert not numbers_columns(["0", "0", "0"])


def test_unit_lines_and_cells_of_units() -> None:
    assert unit_line("Đơn vị tính: Triệu đồng") == "triệu đồng"
    assert unit_in_cell("nguồn vốn (đvt: triệu đồng)") == "triệu đồng"
    assert unit_in_cell("đơn vị") is None
    assert (row_unit("tạ/ha"), row_unit("xã phú an")) == ("tạ/ha", None)


# -- what is made of it ------------------------------------------------------------------------------------------


def test_numbers_that_look_like_years_are_counts_in_a_column_of_counts() -> None:
    facts = analyse_bytes("Thôn\tHộ\tNăm\nA\t26\t2021\nB\t1955\t2022\nCộng\t1981\t\n".encode(), "a.txt").facts
    roles = [number.role for number in facts.numbers]
    assert roles == ["measure", "period", "measure", "period", "measure"]
    assert [r.verdict for r in facts.relations] == ["holds"]


def test_a_slip_in_a_cell_breaks_row_and_column_and_makes_one_finding_that_names_it() -> None:
    text = "Thôn\tNam\tNữ\tTổng số\nA\t12\t15\t27\nB\t20\t81\t38\nC\t31\t30\t61\nCộng\t63\t63\t126\n"
    (finding,) = analyse_bytes(text.encode(), "a.txt").findings
    assert finding.rule == "sum"
    assert finding.suggestion is not None
    assert "18 thay cho 81" in finding.suggestion
    assert len(finding.evidence) <= 8


def test_a_grand_total_is_asked_once_in_each_direction() -> None:
    document = text_document("Thôn\tNam\tNữ\tCộng\nA\t12\t15\t27\nB\t20\t18\t38\nTổng\t32\t33\t65\n")
    facts = read(document)
    assert [r for r in facts.relations if r.kind == "sum" and r.verdict != "holds"] == []
    grand = [s for s in sums(document, facts) if s[0] == "65"]
    assert sorted(grand) == [("65", "27", "38"), ("65", "32", "33")]


def test_a_percentage_column_needs_rows_to_bear_it_out() -> None:
    two = "Chỉ tiêu\tLoại một\tLoại hai\tTỷ lệ (%)\nA\t40\t30\t75\nB\t50\t45\t80\n"
    assert [r for r in analyse_bytes(two.encode(), "a.txt").facts.relations if r.kind == "percent"] == []
    planned = two.replace("Loại một", "Kế hoạch").replace("Loại hai", "Thực hiện")  # heads that name both need one row
    stated = [r for r in analyse_bytes(planned.encode(), "a.txt").facts.relations if r.kind == "percent"]
    assert [r.verdict for r in stated] == ["holds", "fails"]
    four = two + "C\t60\t54\t90\nD\t80\t60\t75\n"
    found = [r for r in analyse_bytes(four.encode(), "a.txt").facts.relations if r.kind == "percent"]
    assert [r.verdict for r in found] == ["holds", "fails", "holds", "holds"]
