"""Web pages: what is read, what is left out as furniture, and what is refused."""

from __future__ import annotations

import pytest

from extractors.document import Document, Source
from pipeline.ingest.errors import IngestError
from pipeline.ingest.open import read_document
from pipeline.ingest.web_page import read_web_page

SOURCE = Source("trang.html", "trang.html", "0" * 64, "html")
REPORT = "<p>Xã tiếp nhận 120 hồ sơ, trong đó trực tuyến 80 hồ sơ, trực tiếp 40 hồ sơ.</p>"


def read(body: str, head: str = "") -> Document:
    return read_web_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), SOURCE)


def lines(body: str) -> list[str]:
    return read(body).text.split("\n")


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><ul><li><a href='/'>Trang chủ 1</a></li></ul></nav>",
        "<div class='menuLeft'><a href='/'>Văn bản 2024</a></div>",
        "<div id='tin-lien-quan'><b>Tin liên quan</b><a href='/1'>Trao 12 suất học bổng</a></div>",
        "<div class='thongKeTruyCap'>Hôm nay: 1.204</div>",
        "<footer><p>Điện thoại: 0203 123 456</p></footer>",
        "<div role='search'>Tìm trong 30 ngày</div>",
        "<script>var so = 12;</script><style>p { margin: 5px }</style><template>9</template>",
        "<p style='display: none'>Đã ẩn 99 hộ</p><p hidden>98 hộ</p><p aria-hidden=true>97 hộ</p>",
    ],
)
def test_furniture_is_left_out(furniture: str) -> None:
    assert lines(furniture + REPORT + furniture) == lines(REPORT)


@pytest.mark.parametrize(
    "kept",
    [
        "<section><p>Đã phát 12 suất học bổng</p></section>",
        "<div class='newsContent'><p>Đã phát 12 suất học bổng</p></div>",
        "<p style='display: block'>Đã phát 12 suất học bổng</p>",
        # so named, but no menu: long, and nothing of it a link
        f"<div class='banner'>{'<p>Đã phát 12 suất học bổng cho học sinh nghèo.</p>' * 20}</div>",
    ],
)
def test_what_may_be_the_report_is_kept(kept: str) -> None:
    assert "Đã phát 12 suất học bổng" in read(kept + REPORT).text


def test_words_behind_what_is_taken_out_stay() -> None:
    assert lines("<p>Xã có <script>1</script>16 thôn <select><option>3</select>và 2 tổ.</p>") == [
        "Xã có 16 thôn và 2 tổ."
    ]


def test_an_article_that_holds_most_words_is_taken_alone() -> None:
    outside = "<div><p>Nhiệt độ 31 độ</p></div>"
    assert lines(f"{outside}<article>{REPORT * 3}</article>") == lines(REPORT * 3)
    # a twin: a short article is one of several things on the page
    assert "Nhiệt độ 31 độ" in lines(f"{outside * 9}<article><p>Ngắn.</p></article>")


def test_lines_blocks_and_blanks() -> None:
    found = read(
        "<h2>I. KẾT\nQUẢ</h2><div>Có&nbsp;5\n  hộ<br>và 6 hộ<div>7 hộ</div>còn 8&shy; hộ</div><pre>9 hộ\n10 hộ</pre>"
    )
    assert found.text.split("\n") == ["I. KẾT QUẢ", "Có 5 hộ", "và 6 hộ", "7 hộ", "còn 8 hộ", "9 hộ", "10 hộ"]
    assert [block.kind for block in found.blocks] == ["heading"] + 6 * ["paragraph"]
    assert found.place(found.text.index("7 hộ")).line == 4


def test_raised_figures_are_notes_and_squares() -> None:
    found = read("<p>Có 25 hộ<sup>1</sup>, 3 km<sup>2</sup>, H<sub>2</sub>O</p><p><sup>1</sup> Theo tổng điều tra.</p>")
    assert found.text.split("\n") == ["Có 25 hộ¹, 3 km², H2O", "¹ Theo tổng điều tra."]
    assert [block.kind for block in found.blocks] == ["paragraph", "note"]


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<a href="#_ftn1" name="_ftnref1">[1]</a>', '<a href="#_ftnref1" name="_ftn1"><span>[1]</span></a>'),
        ('<sup><a href="#sdfootnote1sym"><sup>1</sup></a></sup>', '<a href="#sdfootnote1anc">1</a>'),
    ],
)
def test_links_to_notes_are_marks(mark: str, note: str) -> None:
    found = read(f"<p>Có 25 hộ{mark}, 3 thôn</p><div><p>{note} Theo tổng điều tra.</p></div>")
    assert found.text.split("\n") == ["Có 25 hộ¹, 3 thôn", "¹ Theo tổng điều tra."]
    assert [block.kind for block in found.blocks] == ["paragraph", "note"]
    plain = read(f"<p>Có 25 hộ{mark.replace('#_ftn', '/').replace('#sd', '/').replace('sup>', 'b>')}, 3 thôn</p>")
    assert "¹" not in plain.text


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<ol><li>A<li>B<li value=7>C<li>D</ol>", ["1. A", "2. B", "7. C", "8. D"]),
        ("<ol type=a start=3><li>A<li>B</ol>", ["c. A", "d. B"]),
        ("<ol style='list-style-type: upper-roman'><li>A<li>B</ol>", ["I. A", "II. B"]),
        ("<ul><li>A<li>- B<ul><li>C</ul></ul>", ["- A", "- B", "- C"]),
        ("<ol><li><p>A</p><p>B</p></li><li>C</ol>", ["1. A", "B", "2. C"]),
    ],
)
def test_lists_show_what_a_browser_shows(body: str, shown: list[str]) -> None:
    assert lines(body) == shown


def test_merged_cells_stand_at_every_place_they_cover() -> None:
    found = read(
        "<table><tr><th rowspan=2>Xã<th colspan=2>Hồ sơ</tr><tr><th>Nhận<th>Trả</tr><tr><td>A<td>5<td></tr></table>"
    )
    (grid,) = found.grids
    shown = [[found.quote(found.blocks[at].span) if at >= 0 else "" for at in row] for row in grid.rows]
    assert shown == [["Xã", "Hồ sơ", "Hồ sơ"], ["Xã", "Nhận", "Trả"], ["A", "5", ""]]
    assert found.blocks[grid.rows[0][0]].origin.cell is not None
    assert found.blocks[grid.rows[0][0]].origin.cell.row_span == 2  # type: ignore[union-attr]


def test_a_table_that_lays_out_the_page_is_none() -> None:
    inner = "<table><tr><td>Thư khen<td>12</tr></table>"
    found = read(f"<table><tr><td>{REPORT}{inner}</td><td>Bên phải</td></tr></table>")
    assert len(found.grids) == 1
    assert found.text.split("\n")[1:] == ["Thư khen", "12", "Bên phải"]
    assert not read("<table><tr><td><p>Chỉ một ô 5</p></td></tr></table>").grids


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><body><script>1</script></body></html>", "empty"),
        (("<div>" * 1000 + REPORT).encode(), "too_deep"),
        (("<p>" + "a " * 5_500_000 + "</p>").encode(), "too_big"),
        (b"<p>" + b"a" * (21 * 2**20), "too_big"),
        (b"<html><head><meta charset=klingon></head><p>\xff\xfe\xfa", "unsupported"),
    ],
)
def test_refusals(data: bytes, code: str) -> None:
    with pytest.raises(IngestError) as caught:
        read_web_page(data, SOURCE)
    assert caught.value.code == code


def test_a_tag_with_thousands_of_attributes_is_read() -> None:
    attributes = " ".join(f"a{at}='{at}'" for at in range(200_000))
    assert lines(f"<div {attributes}>{REPORT}</div>") == lines(REPORT)
    assert lines("<div>" * 150 + REPORT + "</div>" * 150) == lines(REPORT)


def test_letters_are_what_they_are_whatever_the_page_says() -> None:
    page = f"<html><head><meta charset='iso-8859-1'></head><body>{REPORT}</body></html>"
    assert read_web_page(page.encode(), SOURCE).text == read(REPORT).text
    assert read_web_page(page.encode("utf-16"), SOURCE).text == read(REPORT).text
    old = page.replace("Xã", "Xa~".replace("~", "\u0303"))
    as_1258 = old.encode("cp1258", "ignore")
    assert read_web_page(as_1258, SOURCE).text.startswith("Xã ti")


@pytest.mark.parametrize("name", ["trang.html", "trang.HTM", "trang.docx"])
def test_pages_are_known_by_their_bytes(name: str) -> None:
    document = read_document(f"\ufeff\n<!-- 1 --><!DOCTYPE html>\n<html><body>{REPORT}".encode(), name)
    assert document.source.format == "html"
    assert [notice.code for notice in document.source.warnings] == ["extension_mismatch"] * name.endswith("docx")
