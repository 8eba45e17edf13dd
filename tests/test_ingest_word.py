"""Word files: every text in order, the numbers that Word shows, and each way a file can be refused."""

from __future__ import annotations

import io
import random
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from corpus.build import Folders
from corpus.layout import Paragraph, Part, Table, marked_parts, parts
from corpus.marks import parse
from corpus.notes import anchored, pieces
from corpus.paper import shown
from corpus.word import write_docx
from extractors.document import Cell, Document, Source
from pipeline.ingest.errors import IngestError
from pipeline.ingest.word import read_word
from pipeline.ingest.word_numbers import number_text

SOURCE = Source("a.docx", "a.docx", "", "docx")
W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_URI = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W_URI}" xmlns:r="{R_URI}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inner: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    return para(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def document_xml(body: str) -> str:
    return f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"


def packed(members: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(body: str, **others: str) -> bytes:
    """A file of a body and other parts by name (numbering, styles, footnotes, header1 …)."""
    members = {"word/document.xml": document_xml(body)}
    members |= {f"word/{name}.xml": xml for name, xml in others.items()}
    links = "".join(
        f'<Relationship Id="{name}" Type="{R_URI}/{name.rstrip("0123456789")}" Target="{name}.xml"/>' for name in others
    )
    members["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONSHIPS}">{links}</Relationships>'
    return packed(members)


def read(body: str, **others: str) -> Document:
    return read_word(docx(body, **others), SOURCE)


def texts(document: Document) -> list[str]:
    return [document.quote(block.span) for block in document.blocks]


def level(at: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}">{more}<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*abstracts: str, nums: str = "") -> str:
    made = "".join(f'<w:abstractNum w:abstractNumId="{at}">{one}</w:abstractNum>' for at, one in enumerate(abstracts))
    own = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1, len(abstracts)))
    return f"<w:numbering {NAMES}>{made}{own}{nums}</w:numbering>"


OUTLINE = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "decimal", "%2.%3.")
OUTLINE += level(3, "lowerLetter", "%4)") + level(4, "bullet", "\uf0b7")


def labels(paragraphs: list[tuple[int, int]], lists: str) -> list[str]:
    """The labels that paragraphs of (list, level) show."""
    document = read("".join(numbered("x", number, at) for number, at in paragraphs), numbering=lists)
    return [text.removesuffix("x").rstrip() for text in texts(document)]


def test_a_multilevel_list_counts_and_restarts() -> None:
    levels = [0, 1, 2, 2, 3, 3, 4, 1, 2, 0, 1, 2, 3]
    expected = ["I.", "1.", "1.1.", "1.2.", "a)", "b)", "-", "2.", "2.1.", "II.", "1.", "1.1.", "a)"]
    assert labels([(1, at) for at in levels], numbering("", OUTLINE)) == expected


def test_start_and_an_override_that_counts_once() -> None:
    start = level(0, "decimal", "%1.", '<w:start w:val="5"/>')
    override = (
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>'
        "</w:lvlOverride></w:num>"
    )
    used = [(1, 0), (1, 0), (7, 0), (7, 0), (1, 0)]
    assert labels(used, numbering("", start, nums=override)) == ["5.", "6.", "9.", "10.", "11."]


def test_legal_numbers_and_levels_that_never_restart() -> None:
    legal = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    legal += level(2, "decimal", "Điều %3.", '<w:lvlRestart w:val="0"/>')
    used = [(1, 0), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2)]
    assert labels(used, numbering("", legal)) == ["I.", "1.1", "Điều 1.", "II.", "2.1", "Điều 2."]


def test_a_level_before_its_upper_one_shows_the_start() -> None:
    assert labels([(1, 2), (1, 2)], numbering("", OUTLINE)) == ["1.1.", "1.2."]


def test_list_zero_and_unknown_lists_show_nothing() -> None:
    assert labels([(0, 0), (99, 0), (1, 8)], numbering("", OUTLINE)) == ["", "", ""]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", ["1", "27", "1999"]),
        ("decimalZero", ["01", "27", "1999"]),
        ("upperRoman", ["I", "XXVII", "MCMXCIX"]),
        ("lowerRoman", ["i", "xxvii", "mcmxcix"]),
        ("upperLetter", ["A", "AA", "1999"]),
        ("lowerLetter", ["a", "aa", "1999"]),
        ("cardinalText", ["1", "27", "1999"]),
        ("none", ["", "", ""]),
    ],
)
def test_number_formats(form: str, shown: list[str]) -> None:
    assert [number_text(value, form) for value in (1, 27, 1999)] == shown


STYLES = f"""<w:styles {NAMES}>
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="N"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="Mục"/><w:basedOn w:val="H1"/>
 <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Son"><w:name w:val="Con"/><w:basedOn w:val="H2"/></w:style>
<w:style w:type="paragraph" w:styleId="Off"><w:name w:val="Không số"/><w:basedOn w:val="H1"/>
 <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="numbering" w:styleId="L"><w:name w:val="List"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
</w:styles>"""


def styled(text: str, style: str, more: str = "") -> str:
    return para(run(text), f'<w:pStyle w:val="{style}"/>{more}')


def test_numbers_and_headings_through_styles() -> None:
    zero = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("a", "H1") + styled("b", "Son") + styled("c", "Off") + styled("d", "H1", zero) + styled("e", "T")
    document = read(body + styled("g", "Loop") + styled("h", "H2"), styles=STYLES, numbering=numbering("", OUTLINE))
    assert texts(document) == ["I. a", "1. b", "c", "d", "e", "g", "2. h"]
    kinds = [block.kind for block in document.blocks]
    assert kinds == ["heading", "heading", "paragraph", "heading", "heading", "paragraph", "heading"]


def test_levels_tied_to_styles_and_lists_named_by_a_style() -> None:
    tied = level(0, "upperRoman", "%1.", '<w:pStyle w:val="H1"/>') + level(
        1, "decimal", "%2.", '<w:pStyle w:val="H2"/>'
    )
    link = '<w:numStyleLink w:val="L"/>'
    body = styled("a", "H1") + styled("b", "Son") + numbered("c", 2)
    document = read(body, styles=STYLES, numbering=numbering("", tied, link))
    assert texts(document) == ["I. a", "1. b", "II. c"]


def test_direct_outline_levels_make_headings() -> None:
    document = read(
        para(run("a"), '<w:outlineLvl w:val="2"/>') + styled("b", "H1", '<w:outlineLvl w:val="9"/>'), styles=STYLES
    )
    assert [block.kind for block in document.blocks] == ["heading", "paragraph"]


def test_a_label_leads_back_to_no_run() -> None:
    document = read(
        para("") + para(run("Một ") + run("hai"), '<w:numPr><w:numId w:val="1"/></w:numPr>'),
        numbering=numbering("", OUTLINE),
    )
    (block,) = document.blocks
    assert document.text == "I. Một hai"
    assert block.marker == "I."
    assert block.origin.paragraph == 1
    assert block.origin.runs == ((0, -1), (3, 0), (7, 1))


def test_bullets_are_items_and_empty_ones_nothing() -> None:
    body = numbered("một", 1, 4) + numbered("", 1, 4) + numbered("hai", 1, 4)
    document = read(body, numbering=numbering("", OUTLINE))
    assert texts(document) == ["- một", "- hai"]
    assert {block.kind for block in document.blocks} == {"item"}


def test_text_of_every_kind_is_read_and_deletions_are_not() -> None:
    body = para(
        run("a") + "<w:ins><w:r><w:t>b</w:t></w:r></w:ins><w:del><w:r><w:delText>X</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>X</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>c</w:t></w:r></w:moveTo>"
        '<w:hyperlink r:id="r9"><w:r><w:t>d</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent>'
        "<w:r><w:t>e</w:t></w:r></w:sdtContent></w:sdt><w:r><w:tab/><w:t>f</w:t><w:br/><w:t>g</w:t>"
        '<w:noBreakHyphen/><w:t>h</w:t><w:sym w:font="Wingdings" w:char="F0FE"/><w:instrText>PAGE</w:instrText></w:r>',
        '<w:tabs><w:tab w:val="left"/></w:tabs>',
    )
    document = read(body + f"<w:sdt><w:sdtContent>{para(run('khối'))}</w:sdtContent></w:sdt>")
    assert texts(document) == ["abcde f g-h☑", "khối"]
    assert document.blocks[0].origin.runs == ((0, 0), (1, 1), (2, 4), (3, 5), (4, 6), (5, 7))


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.source.warnings]


def test_what_was_deleted_is_counted_and_what_was_inserted_is_not() -> None:
    gone = "<w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
    document = read(para(run("Xã có ") + gone + "<w:ins><w:r><w:t>15</w:t></w:r></w:ins>") + para(gone))
    assert texts(document) == ["Xã có 15"]
    assert codes(document) == ["deleted_text"]
    assert " 2 chỗ " in document.source.warnings[0].message
    assert not codes(read(para(run("Xã có ") + gone.replace("12", "") + "<w:ins><w:r><w:t>15</w:t></w:r></w:ins>")))


def test_a_deleted_paragraph_counts_in_no_list() -> None:
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    deleted = para("<w:del><w:r><w:delText>Bỏ 7 hộ</w:delText></w:r></w:del>", f"{place}<w:rPr><w:del/></w:rPr>")
    kept = deleted.replace("<w:rPr><w:del/></w:rPr>", "")
    for between, number in ((deleted, "II."), (kept, "III.")):
        document = read(numbered("Một", 1) + between + numbered("Hai", 1), numbering=numbering("", OUTLINE))
        assert [block.marker for block in document.blocks if document.quote(block.span)[-3:] == "Hai"] == [number]


def test_hidden_text_is_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>99 </w:t></w:r>"
    document = read(para(run("có ") + hidden + run("5 hộ")))
    assert texts(document) == ["có 5 hộ"]
    assert document.blocks[0].origin.runs == ((0, 0), (3, 2))
    assert texts(read(para(run("có ") + hidden.replace("<w:vanish/>", '<w:vanish w:val="0"/>') + run("5 hộ")))) == [
        "có 99 5 hộ"
    ]


DRAWN = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)


def picture(width: int, height: int, what: str = "<pic:pic/>") -> str:
    size = f'<wp:extent cx="{width * 360_000}" cy="{height * 360_000}"/>'
    data = f"<a:graphic><a:graphicData>{what}</a:graphicData></a:graphic>"
    return f"<w:r><w:drawing {DRAWN}><wp:inline>{size}{data}</wp:inline></w:drawing></w:r>"


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (picture(16, 20), ["text_in_image"]),
        (picture(3, 3), []),
        (picture(16, 9), []),
        (picture(14, 8, "<c:chart/>"), ["partial_pages"]),
        ("<w:r><w:object/></w:r>", ["partial_pages"]),
        (picture(16, 20) + "<w:r><w:object/></w:r>", ["text_in_image", "partial_pages"]),
    ],
)
def test_what_cannot_be_read_is_told_of(inside: str, told: list[str]) -> None:
    document = read(para(run("Xã có 5 hộ") + inside))
    assert texts(document) == ["Xã có 5 hộ"]
    assert codes(document) == told


def test_another_file_within_is_told_of() -> None:
    assert codes(read(para(run("a")) + '<w:altChunk r:id="r5"/>')) == ["partial_pages"]


def test_text_in_diagrams_is_read_after_the_body() -> None:
    names = (
        'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    point = "<dgm:pt><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    data = (
        f"<dgm:dataModel {names}><dgm:ptLst>{point.format('Tổ 1: 12 hộ')}{point.format('')}</dgm:ptLst></dgm:dataModel>"
    )
    document = read(para(run("thân")), diagramData1=data)
    assert texts(document) == ["thân", "Tổ 1: 12 hộ"]
    assert document.blocks[1].origin.part == "diagramData1"


def test_text_boxes_are_read_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{para(run('trong khung'))}</w:txbxContent>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = para(run("trước") + f"<w:r>{twice}</w:r>" + run(" sau")) + para(run("cuối"))
    document = read(body)
    assert texts(document) == ["trước sau", "trong khung", "cuối"]
    assert [block.origin.paragraph for block in document.blocks] == [0, 1, 3]
    assert document.blocks[0].origin.runs == ((0, 0), (5, 4))
    old = para(f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>")
    assert texts(read(old)) == ["trong khung"]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(run(text)) if text else para('')}</w:tc>"


def rows(*made: str) -> str:
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{one}</w:tr>" for one in made) + "</w:tbl>"


def test_merged_cells_stand_at_every_place_they_cover() -> None:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = rows(
        cell("TT", restart) + cell("Kết quả", '<w:gridSpan w:val="2"/>') + cell("Ghi chú"),
        cell("", goes_on) + cell("Nam") + cell("Nữ"),
        cell("", goes_on) + cell("3") + cell("") + cell("x"),
    )
    document = read(para(run("Bảng")) + table + para(run("hết")))
    assert texts(document) == ["Bảng", "TT", "Kết quả", "Ghi chú", "Nam", "Nữ", "3", "x", "hết"]
    (grid,) = document.grids
    assert grid.table == 1
    assert grid.rows == ((1, 2, 2, 3), (1, 4, 5, -1), (1, 6, -1, 7))
    assert document.blocks[1].origin.cell == Cell(1, 0, 0, row_span=3)
    assert document.blocks[2].origin.cell == Cell(1, 0, 1, column_span=2)
    assert [block.kind for block in document.blocks[1:8]] == ["cell"] * 7


def test_cells_that_go_on_from_the_left_as_word_97_wrote_them() -> None:
    wide = cell("Dự toán", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>")
    document = read(rows(cell("TT") + wide, cell("1") + cell("2") + cell("3")))
    assert document.grids[0].rows == ((0, 1, 1), (2, 3, 4))
    assert document.blocks[1].origin.cell == Cell(1, 0, 1, 1, 2)
    apart = read(rows(cell("TT") + wide.replace("<w:hMerge/>", ""), cell("1") + cell("2") + cell("3")))
    assert apart.grids[0].rows == ((0, 1, -1), (2, 3, 4))


def test_a_cell_of_several_paragraphs_is_one_block() -> None:
    two = f"<w:tc>{para('')}{para(run('UBND XÃ'))}{numbered('Số', 1, 1)}</w:tc>"
    document = read(rows(two + cell("b")), numbering=numbering("", OUTLINE))
    assert texts(document) == ["UBND XÃ 1. Số", "b"]
    origin = document.blocks[0].origin
    assert (origin.paragraph, origin.runs) == (1, ((0, 0), (7, -1), (11, 1)))
    assert document.blocks[1].origin.paragraph == 3


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = f"<w:tc>{para(run('ngoài'))}{rows(cell('trong'))}{para(run('sau'))}</w:tc>"
    document = read(rows(inner + cell("b")))
    assert texts(document) == ["ngoài sau", "trong", "b"]
    assert [grid.rows for grid in document.grids] == [((0, 2),), ((1,),)]
    assert [block.origin.paragraph for block in document.blocks] == [0, 1, 3]


def test_deleted_rows_absurd_spans_and_rows_that_start_late() -> None:
    gone = "<w:trPr><w:del/></w:trPr>" + cell("X")
    late = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>' + cell("c")
    document = read(rows(gone, cell("a", '<w:gridSpan w:val="500000000"/>'), late, cell("b", "<w:vMerge/>")))
    assert texts(document) == ["a", "c", "b"]
    assert [len(row) for row in document.grids[0].rows] == [63, 63, 63]
    assert document.grids[0].rows[1][:3] == (-1, -1, 1)


def test_notes_follow_the_body_and_margins_come_last() -> None:
    notes = f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="0">{para(run("---"))}</w:footnote>'
    notes += f'<w:footnote w:id="1">{para(run("chú thích"))}</w:footnote></w:footnotes>'
    ends = f'<w:endnotes {NAMES}><w:endnote w:id="1">{para(run("cuối"))}</w:endnote></w:endnotes>'
    header = f"<w:hdr {NAMES}>{rows(cell('đầu') + cell('trang'))}</w:hdr>"
    unused = f"<w:ftr {NAMES}>{para(run('không dùng'))}</w:ftr>"
    body = para(run("thân") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
    body += '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    document = read(body, header1=header, footer1=unused, endnotes=ends, footnotes=notes)
    shown = [
        (block.kind, block.origin.part, block.origin.paragraph, document.quote(block.span)) for block in document.blocks
    ]
    assert shown == [
        ("paragraph", "body", 0, "thân"),
        ("note", "footnotes", 1, "chú thích"),
        ("note", "endnotes", 0, "cuối"),
        ("margin", "header1", 0, "đầu"),
        ("margin", "header1", 1, "trang"),
    ]
    assert [(piece.line, piece.col) for piece in document.pieces] == [(at, 0) for at in range(1, 6)]
    assert document.place(document.text.index("cuối") + 1).col == 1


def test_text_is_composed_and_on_one_line() -> None:
    loose = unicodedata.normalize("NFD", "Tiếng")
    document = read(para(run(loose[:3]) + run(loose[3:] + "\nViệt\u2028 ")))
    assert document.text == "Tiếng Việt"
    assert [at for at, _ in document.blocks[0].origin.runs] == [0, 3]


def test_strict_and_utf16_files_are_read() -> None:
    strict = document_xml(para(run("chặt"))).replace(W_URI, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read_word(packed({"word/document.xml": strict}), SOURCE).text == "chặt"
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{document_xml(para(run("rộng")))}'.encode("utf-16")
    assert read_word(packed({"word/document.xml": wide}), SOURCE).text == "rộng"


def test_the_main_part_may_have_another_name() -> None:
    link = f'<Relationship Id="a" Type="{R_URI}/officeDocument" Target="word/document2.xml"/>'
    members = {"_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{link}</Relationships>'}
    assert read_word(packed(members | {"word/document2.xml": document_xml(para(run("a")))}), SOURCE).text == "a"


# each refusal stands beside the nearest file that is read

GOOD = {"word/document.xml": document_xml(para(run("Xã có")))}


def encrypted(data: bytes) -> bytes:
    """The same zip with the flag of encryption set in its directory."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + bytes([data[at + 8] | 1]) + data[at + 9 :]


def bad_sum() -> bytes:
    data = packed(GOOD, zipfile.ZIP_STORED)
    return data.replace("Xã có".encode(), "Xã cớ".encode(), 1)


def two_members(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", GOOD["word/document.xml"])
        with warnings.catch_warnings():
            # zipfile itself warns of the twin that is made on purpose
            warnings.simplefilter("ignore")
            archive.writestr(name, GOOD["word/document.xml"])
    return made.getvalue()


def lying_size() -> bytes:
    """A member that unpacks to more than its directory says."""
    data = bytearray(packed({"word/document.xml": document_xml(para(run("a" * 5000)))}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def sized(count: int) -> bytes:
    return packed({"word/document.xml": document_xml(para(run("Xã có")) + " " * count)})


def nested(depth: int) -> bytes:
    return packed({"word/document.xml": document_xml("<w:sdt>" * depth + para(run("Xã có")) + "</w:sdt>" * depth)})


def crowd(count: int) -> bytes:
    return packed(GOOD | {f"m{at}": b"" for at in range(count - 1)}, zipfile.ZIP_STORED)


def replaced(old: str, new: str) -> bytes:
    return packed({"word/document.xml": GOOD["word/document.xml"].replace(old, new)})


LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: encrypted(packed(GOOD)), "encrypted"),
        (lambda: packed(GOOD)[:-30], "truncated"),
        (lambda: packed(GOOD)[:100], "truncated"),
        (lambda: b"no zip at all", "corrupt"),
        (bad_sum, "corrupt"),
        (lying_size, "corrupt"),
        (lambda: two_members("word/document.xml"), "corrupt"),
        (lambda: two_members("Word/Document.XML"), "corrupt"),
        (lambda: packed({"word/other.xml": "<a/>"}), "corrupt"),
        (lambda: packed({"word/document.xml": ""}), "corrupt"),
        (lambda: replaced("</w:body>", ""), "corrupt"),
        (lambda: replaced("w:body", "w:boby"), "corrupt"),
        (lambda: replaced("Xã", "&#11;"), "corrupt"),
        (lambda: packed({"word/document.xml": LAUGHS + GOOD["word/document.xml"]}), "dtd_forbidden"),
        (lambda: packed(GOOD | {"[Content_Types].xml": LAUGHS + "<Types/>"}), "dtd_forbidden"),
        (lambda: sized(11 * 2**20), "too_big"),
        (lambda: crowd(10_001), "too_many_parts"),
        (lambda: nested(300), "too_deep"),
        (lambda: packed({"word/document.xml": rows_without_end(90)}), "too_deep"),
    ],
)  # fmt: skip
def test_refusals(make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(IngestError) as caught:
        read_word(make(), SOURCE)
    assert caught.value.code == code
    assert caught.value.cause
    assert not caught.value.cause.endswith(".")


def rows_without_end(depth: int) -> str:
    opened = "<w:tbl><w:tr><w:tc>" * depth
    return document_xml(opened + para(run("Xã có")) + "</w:tc></w:tr></w:tbl>" * depth)


@pytest.mark.parametrize(
    "make",
    [
        lambda: packed(GOOD),
        lambda: b"MZ junk" + packed(GOOD),
        lambda: packed(GOOD, zipfile.ZIP_STORED),
        lambda: two_members("word/Other.xml"),
        lambda: two_members("word/document.xml.bak"),
        lambda: sized(9 * 2**20),
        lambda: crowd(10_000),
        lambda: nested(200),
        lambda: packed({"word/document.xml": rows_without_end(80)}),
        lambda: packed(GOOD | {"word/media/zeros.png": bytes(50 * 2**20)}),
        lambda: replaced("Xã có", "Xã có &lt;!DOCTYPE a&gt;"),
        lambda: packed(GOOD | {"_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}"/>'}),
    ],
)
def test_their_twins_are_read(make: Callable[[], bytes]) -> None:
    assert read_word(make(), SOURCE).text.startswith("Xã có")


def test_a_table_too_big_for_its_grid_is_refused() -> None:
    wide = cell("", '<w:gridSpan w:val="63"/>') * 100
    with pytest.raises(IngestError, match="too_big"):
        read(rows(*[wide] * 400))


# what corpus.word writes comes back


def headings(*stated: tuple[int, str]) -> list[Part]:
    return [Paragraph(f"Mục {at}", "heading", number, depth) for at, (depth, number) in enumerate(stated)]


@pytest.mark.parametrize(
    "numbers",
    [
        ["1 I.", "2 1.", "3 1.1.", "3 1.2.", "4 a)", "4 b)", "2 2.", "3 2.1.", "1 II.", "2 1.", "4 a)"],
        ["1 I.", "1 II.", "1 IV.", "2 1.", "2 3.", "2 4.", "1 V.", "2 1.", "2 2.", "1 V.", "2 2."],
        ["1 Phần thứ nhất", "2 I.", "2 I.", "3 1.", "4 1.1", "4 1.2", "3 2.", "4 2.4", "5 2.4.1.", "5 2.4.2.", "6 a."],
        ["1 A.", "2 I.", "1 B.", "2 I.", "1 C.", "1 D.", "2 I.", "2 II."],
        ["1 1.1.", "1 1.2.", "1 2.", "1 3.", "2 3.1.", "2 3.3."],
        ["1 a)", "1 b)", "1 c)", "1 d)", "1 đ)", "1 e)", "1 g)", "1 h)", "1 i)"],
        ["1 01.", "1 02.", "1 (1)", "1 (2)", "2 i)", "2 ii)", "1 1/", "1 XIV -", "1 0.", "1 2.10.", "1 1.1.1.1.1."],
        ["3 1.", "1 II.", "3 1.", "3 2.", "9 a)", "9 b)", "3 3."],
    ],
)
def test_printed_numbers_come_back_exactly(numbers: list[str]) -> None:
    stated = [(int(number[0]), number[2:]) for number in numbers]
    made = headings(*stated)
    document = read_word(write_docx(made), SOURCE)
    assert texts(document) == [f"{number} Mục {at}" for at, (_, number) in enumerate(stated)]
    assert {block.kind for block in document.blocks} == {"heading"}
    plain = {"Phần thứ nhất", "đ)", "XIV -"}
    assert [block.marker for block in document.blocks] == ["" if one in plain else one for _, one in stated]


def test_numbers_in_any_order_come_back() -> None:
    pool = [(1, "I."), (1, "II."), (2, "1."), (2, "2."), (3, "1.1."), (3, "2.1."), (3, "2.2."), (4, "a)"), (4, "b)")]
    dice = random.Random(7)
    for _ in range(60):
        chosen = dice.choices(pool, k=12)
        document = read_word(write_docx(headings(*chosen)), SOURCE)
        assert [block.marker for block in document.blocks] == [number for _, number in chosen]


def test_a_written_table_comes_back() -> None:
    table = Table((("TT", "Trưởng ban", "", "Ghi chú"), ("", "Bí thư", "Khác", ""), ("1", "x", "", "")), 2)
    document = read_word(write_docx([Paragraph("Mở"), Paragraph("mục", "item"), table]), SOURCE)
    assert texts(document) == ["Mở", "- mục", "TT", "Trưởng ban", "Ghi chú", "Bí thư", "Khác", "1", "x"]
    assert document.grids[0].rows == ((2, 3, 3, 4), (2, 5, 6, 4), (7, 8, -1, -1))


def expected_texts(made: list[Part]) -> list[str]:
    """What stands in the body and then the notes; Word counts these itself, so their marks are no text."""
    report = anchored(made)
    told: list[str] = []
    for part in report.parts:
        told += [text for row in part.rows for text in row if text] if isinstance(part, Table) else [shown(part)]
    told += [note.text for note in report.notes]
    unmarked = ("".join(piece for piece in pieces(text) if isinstance(piece, str)) for text in told)
    return [" ".join(text.split()) for text in unmarked]


@pytest.mark.parametrize("path", sorted(Folders().sources.glob("*.md")), ids=lambda path: path.stem)
def test_reports_of_the_corpus_come_back(path: Path) -> None:
    made = marked_parts(parse(path.read_text("utf-8")))
    document = read_word(write_docx(made), SOURCE)
    assert [" ".join(text.split()) for text in texts(document)] == expected_texts(made)


def test_plain_lines_come_back() -> None:
    lines = ["BÁO CÁO", "", "I. MỘT", "- mục", "A\tB", "1\t2", "", "Hết."]
    made = parts(lines, {3: (1, "I.")}, set(), {6})
    assert texts(read_word(write_docx(made), SOURCE)) == expected_texts(made)
