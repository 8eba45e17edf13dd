"""Word files given back with comments: each on the very words or telling why not, and nothing else changed."""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
import unicodedata
import zipfile
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import etree

from corpus.layout import Paragraph, report_parts
from corpus.old_letters import in_old_font
from corpus.word import write_docx
from corpus.word_shapes import SHAPES
from extractors.document import Block, Document, Span
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.checks.finding import Dismissed, Evidence, Finding
from pipeline.export.annotate import word_remarks
from pipeline.export.annotate.word import annotated_word
from pipeline.export.record import as_mapping, record
from pipeline.ingest.errors import IngestError
from pipeline.ingest.programs import LIBRE_OFFICE, find_program, run_program
from tests.word_comments import (
    Comment,
    canonical,
    comments,
    main_of,
    members,
    name_of,
    ranges,
    space_of,
    without_comments,
)

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared"
WORD = sorted((TOP / "corpus" / "forms" / "word").glob("*.docx"))
OFFICE = sorted((TOP / "corpus" / "forms" / "office-word").glob("*.docx"))
REAL = sorted((SHARED / "reports").glob("*.txt"))
SOFFICE = find_program(LIBRE_OFFICE)
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
TOLD = "nhận xét đặt tại"
OURS = ("Soát", "Soát – Lưu ý")
#: a report with errors of many kinds, tables and a list
RICH = next(path for path in WORD if path.stem == "pom-han-giam-ngheo")


def read(data: bytes) -> Analysis:
    return analyse_bytes(data, "bao-cao.docx")


def everywhere(analysis: Analysis) -> Analysis:
    """An analysis that finds fault with each number and each block."""
    spans = [number.span for number in analysis.facts.numbers] + [block.span for block in analysis.document.blocks]
    return with_findings(analysis, *[finding(f"sum-{at:012}", span) for at, span in enumerate(spans)])


def finding(code: str, *spans: Span, severity: str = "error", message: str = "Lệch 134.") -> Finding:
    return Finding(code, "sum", severity, message, tuple(Evidence(span) for span in spans), suggestion="Đề nghị rà.")  # type: ignore[arg-type]


def with_findings(analysis: Analysis, *findings: Finding) -> Analysis:
    return replace(analysis, findings=findings)


def words(document: Document, quote: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = document.text.index(quote, at + 1)
    return Span(at, at + len(quote))


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def same_report(one: Analysis, other: Analysis) -> bool:
    first, second = as_mapping(record(one)), as_mapping(record(other))
    return first | {"source": None} == second | {"source": None} and len(str(first)) > 1000


def unchanged(data: bytes, annotated: bytes) -> None:
    """Assert that without the comments all is as it was."""
    before, after = members(data), without_comments(annotated)
    assert list(before) == [name for name in after if name in before]
    assert before.keys() == after.keys()
    for name, content in before.items():
        if content != after[name]:
            assert name in (
                "word/document.xml",
                "word/_rels/document.xml.rels",
                "[Content_Types].xml",
                "word/comments.xml",
            )
            assert canonical(content) == canonical(after[name])


def by_code(made: dict[str, Comment]) -> dict[str, Comment]:
    return {one.lines[-1].removeprefix("Mã phát hiện: "): one for one in made.values()}


def shown_number(document: Document, span: Span) -> str:
    """What of a span is a number that Word counts by itself."""
    block = document.blocks[document.block_at(span.start)]
    return block.marker if span.start == block.span.start else ""


def on(document: Document, span: Span) -> str:
    """The words of a span that stand in runs."""
    return plain(document.quote(span)).removeprefix(plain(shown_number(document, span))).strip()


def judged(analysis: Analysis, annotated: bytes) -> tuple[int, int, list[str]]:
    """How many comments stand on the very words, how many tell that they don't, and the words of all others."""
    made = by_code(comments(annotated))
    exact, told, wrong = 0, 0, []
    for one in analysis.findings:
        comment, span = made[one.id], one.evidence[0].span
        wanted = plain(analysis.document.quote(span))
        if any(TOLD in line for line in comment.lines):
            told += 1
            assert any(word_remarks.quoted(analysis.document, span) in line for line in comment.lines)
        elif plain(comment.words) in (wanted, on(analysis.document, span)):
            exact += 1
        else:
            wrong.append(f"{wanted} | {comment.words}")
    return exact, told, wrong


# -- the reports of the corpus ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*WORD, *OFFICE[::4]], ids=lambda path: f"{path.parent.stem}-{path.stem}")
def test_each_place_of_a_finding_has_its_comment_and_nothing_else_changes(path: Path) -> None:
    data = path.read_bytes()
    analysis = read(data)
    annotated = annotated_word(analysis, data)
    if not analysis.findings:
        assert annotated == data
        return
    said, document = comments(annotated), analysis.document
    for number, one in enumerate(sorted(analysis.findings, key=lambda f: f.evidence[0].span.start), 1):
        first, *others = list(dict.fromkeys(e.span for e in one.evidence))
        full = next(c for c in said.values() if c.lines[0].startswith(f"[{number}] "))
        assert full.lines[-1] == f"Mã phát hiện: {one.id}"
        assert plain(one.message) in full.lines
        assert plain(full.words) in (on(document, first), plain(document.quote(first)))
        pointers = [c for c in said.values() if any(line.startswith(f"Xem nhận xét [{number}] ") for line in c.lines)]
        wanted = [] if one.severity == "info" else [on(document, span) for span in others]
        assert sorted(plain(c.words) for c in pointers) == sorted(wanted)
        assert all(one.id in line for c in pointers for line in c.lines if f"[{number}]" in line)
    unchanged(data, annotated)
    assert same_report(analysis, read(annotated))


@pytest.mark.skipif(not REAL, reason="the real reports are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:3])
def test_real_reports_as_word_files(path: Path) -> None:
    sections = json.loads((SHARED / "gold" / f"{path.stem}.json").read_text("utf-8"))["sections"]
    data = write_docx(report_parts(path.read_text("utf-8").split("\n"), sections))
    analysis = read(data)
    annotated = annotated_word(analysis, data)
    assert same_report(analysis, read(annotated))
    annotated = annotated_word(everywhere(analysis), data)
    unchanged(data, annotated)
    exact, _, wrong = judged(everywhere(analysis), annotated)
    assert wrong == []
    assert exact > 30


@pytest.mark.parametrize("shape", list(SHAPES))
def test_comments_on_every_number_and_block_in_each_shape(shape: str) -> None:
    data = SHAPES[shape](RICH.read_bytes())
    analysis = everywhere(read(data))
    annotated = annotated_word(analysis, data)
    exact, told, wrong = judged(analysis, annotated)
    assert wrong == []
    assert exact + told == len(analysis.findings) > 300
    # in the first places of controls and in boxes no comment may stand
    assert told <= {"boxed": 40, "controlled": 130}.get(shape, 10)
    unchanged(data, annotated)
    assert same_report(read(data), read(annotated))


# -- the reader's own way back ---------------------------------------------------------------------------------------


def ranges_of_runs(root: etree._Element) -> dict[str, set[int]]:
    """The runs between the marks of each comment, counted as the reader counts them."""
    space = space_of(root)
    found: dict[str, set[int]] = {}
    open_: set[str] = set()
    run = -1
    for element in root.iter(f"{space}r", f"{space}commentRangeStart", f"{space}commentRangeEnd"):
        number = element.get(f"{space}id", "")
        if name_of(element) == "r":
            run += 1
            for one in open_:
                found[one].add(run)
        elif name_of(element) == "commentRangeStart":
            found[number] = set()
            open_.add(number)
        else:
            open_.discard(number)
    return found


def first_run(root: etree._Element, paragraph: int) -> int:
    space = space_of(root)
    runs = paragraphs = 0
    for element in root.iter(f"{space}p", f"{space}r"):
        if name_of(element) == "r":
            runs += 1
        elif paragraphs == paragraph:
            return runs
        else:
            paragraphs += 1
    raise AssertionError(f"no paragraph {paragraph}")


def held(block: Block, span: Span, base: int) -> set[int]:
    """The runs that hold a span of a block; they begin and end with it."""
    starts = [*block.origin.runs, (len(block.span), -1)]
    start, end = span.start - block.span.start, span.end - block.span.start
    inside = [(a, b, run) for (a, run), (b, _) in pairwise(starts) if a < end and start < b and a < b]
    kept = [one for one in inside if one[2] >= 0]
    assert kept[0][0] >= start
    assert kept[-1][1] == end
    return {base + run for _, _, run in kept}


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_letters_of_before_unicode_are_marked_where_the_reader_finds_them(encoding: str) -> None:
    data = in_old_font(RICH.read_bytes(), encoding)
    analysis = everywhere(read(data))
    assert analysis.document.source.encoding == encoding
    annotated = annotated_word(analysis, data)
    unchanged(data, annotated)
    again = read(annotated)
    assert same_report(read(data), again)
    root = main_of(annotated)
    marked, said = ranges_of_runs(root), comments(annotated)
    full = {at for at, one in enumerate(root.iter(f"{space_of(root)}r")) if "".join(one.itertext())}
    number_of = {one.lines[-1].removeprefix("Mã phát hiện: "): number for number, one in said.items()}
    told = 0
    for one in analysis.findings:
        number, span = number_of[one.id], one.evidence[0].span
        if any(TOLD in line for line in said[number].lines):
            told += 1
            continue
        block = again.document.blocks[again.document.block_at(span.start)]
        assert marked[number] & full == held(block, span, first_run(root, block.origin.paragraph or 0))
    assert told <= 10


# -- files made by hand ----------------------------------------------------------------------------------------------

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_URI = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_URI = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMES = f'xmlns:w="{W_URI}" xmlns:r="{R_URI}" xmlns:v="urn:schemas-microsoft-com:vml"'
LINES = "".join(f"<w:p><w:r><w:t>Câu thứ {at} của báo cáo này không có gì.</w:t></w:r></w:p>" for at in "abc")


def run(text: str, look: str = "") -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def package(body: str, more: dict[str, str | bytes] | None = None, **parts: str) -> bytes:
    """A file of a body and other parts by name (comments, footnotes, header1 …)."""
    override = f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/>'
    types = f'<Types xmlns="{PACKAGE_URI}/content-types">{override}</Types>'
    links = "".join(
        f'<Relationship Id="{name}" Type="{R_URI}/{name.rstrip("0123456789")}" Target="{name}.xml"/>' for name in parts
    )
    kept: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_URI}/relationships"><Relationship Id="a"'
        f' Type="{R_URI}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?>\n<w:document {NAMES}><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE_URI}/relationships">{links}</Relationships>',
    }
    kept |= {f"word/{name}.xml": xml for name, xml in parts.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (kept | (more or {})).items():
            archive.writestr(name, content)
    return made.getvalue()


def comment_on(data: bytes, quote: str, nth: int = 0) -> Comment:
    """The one comment on some words of a file; all else of it stays as it was."""
    analysis = read(data)
    one = finding("sum-1", words(analysis.document, quote, nth))
    annotated = annotated_word(with_findings(analysis, one), data)
    unchanged(data, annotated)
    assert read(annotated).document.text == analysis.document.text
    (made,) = comments(annotated).values()
    return made


@pytest.mark.parametrize(
    ("inner", "quote", "wanted"),
    [
        (run("Tổng 152 thư."), "152", "152"),
        (run("Tổng 1") + run("5") + run("2 thư."), "152", "152"),
        (run("Tổng "), "Tổng", "Tổng"),
        # a letter and its marks stand apart, in one run and in two
        (run(unicodedata.normalize("NFD", "Tổng số hộ nghèo là 15 hộ")), "nghèo là 15", "nghèo là 15"),
        (run("Tô") + run("\u0309ng số hộ ngheo\u0300 15 hộ"), "15", "15"),
        # blanks that the reader takes as one
        (run("Tổng số  hộ  nghèo là 15 hộ"), "hộ nghèo là 15", "hộ  nghèo là 15"),
        (run("Tổng số hộ ") + run(" nghèo là 15 hộ"), "nghèo là 15", "nghèo là 15"),
        ("<w:r><w:t>Tổng</w:t><w:tab/><w:t>15</w:t><w:br/><w:t>hộ</w:t></w:r>", "15", "15"),
        ("<w:r><w:t>Tổng</w:t><w:tab/><w:t>15</w:t><w:br/><w:t>hộ</w:t></w:r>", "Tổng 15 hộ", "Tổng 15 hộ"),
        (f"<w:hyperlink w:anchor='a'>{run('Có 152 thư')}</w:hyperlink>", "152", "152"),
        (f"<w:ins w:id='1' w:author='x'>{run('Có 152 thư')}</w:ins>", "152", "152"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Có 152 thư')}</w:sdtContent></w:sdt>", "152", "152"),
        (f"<w:del w:id='1' w:author='x'>{run('Có 999')}</w:del>{run('Có 152 thư')}", "152", "152"),
        ("<w:r><w:t>Có 1</w:t><w:noBreakHyphen/><w:t>2 xã</w:t></w:r>", "1-2", "1-2"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>Có 12 xã</w:t></w:r>', "12", "12"),
        (f"<w:smartTag>{run('5 km')}</w:smartTag>{run(' đường')}", "5 km", "5 km"),
        ("<w:r><w:t>Có 152 thư</w:t><!-- a --></w:r>", "152", "152"),
    ],
)
def test_the_very_words(inner: str, quote: str, wanted: str) -> None:
    made = comment_on(package(para(inner) + LINES), quote)
    assert plain(made.words) == plain(wanted)
    assert not any(TOLD in line for line in made.lines)
    assert made.lines[0] == "[1] Sai số liệu: Cộng tổng"


BOX = (
    f"<w:r><w:pict><v:textbox><w:txbxContent>{para(run('Khung có 152 thư'))}</w:txbxContent></v:textbox></w:pict></w:r>"
)
NOTE = (
    f'<w:footnotes xmlns:w="{W_URI}"><w:footnote w:id="7">{para(run("Chú thích 152 thư"))}</w:footnote></w:footnotes>'
)
MARK = '<w:r><w:footnoteReference w:id="7"/></w:r>'
HEADER = f'<w:hdr xmlns:w="{W_URI}">{para(run("Đầu trang 152 thư"))}</w:hdr>'
CONTROL = f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run('Ô có 152 thư')}</w:sdtContent></w:sdt>"
NUMBERS = (
    f'<w:numbering xmlns:w="{W_URI}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="152"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
COUNTED = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'


@pytest.mark.parametrize(
    ("data", "on", "told"),
    [
        (package(para(run("Trước")) + para(run("Có ") + BOX + run(" đây")) + LINES), "Khung có 152 thư", "khung chữ"),
        (package(para(run("Trước")) + para(run("Có hộ") + MARK) + LINES, footnotes=NOTE), "", "chú thích"),
        (
            package(LINES + '<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>', header1=HEADER),
            "Câu thứ a của báo cáo này không có gì.",
            "đầu trang hoặc chân trang",
        ),
        (package(para(run("Trước ") + CONTROL + run(" sau")) + LINES), "Ô có 152 thư", "ô nhập liệu"),
        (package(COUNTED + run("Thư") + run(" xin lỗi") + "</w:p>" + LINES, numbering=NUMBERS), "Thư", "tự đánh"),
        (
            package(LINES + f"<w:sdt><w:sdtPr/><w:sdtContent>{para(run('Có 152'))}</w:sdtContent></w:sdt>"),
            "Câu thứ c của báo cáo này không có gì.",
            "đoạn bên cạnh",
        ),
        (package(para("<w:r><w:t>Có 1<!-- a -->52 thư</w:t></w:r>") + LINES), "Có 1", "cả đoạn"),
    ],
)
def test_what_word_takes_no_comment_on_tells_where_it_stands(data: bytes, on: str, told: str) -> None:
    made = comment_on(data, "152")
    assert plain(made.words) == on
    (line,) = [line for line in made.lines if TOLD in line]
    assert told in line
    assert "“152”" in line


def test_a_box_and_a_note_have_their_comments_at_their_own_places() -> None:
    """The range of a box is the run that holds it, that of a note its mark: told by what stands before and behind."""
    data = package(para(run("Trước") + BOX + run("sau") + MARK + run("cuối")) + LINES, footnotes=NOTE)
    analysis = read(data)
    spans = [words(analysis.document, quote) for quote in ("Khung có", "Chú thích")]
    annotated = annotated_word(with_findings(analysis, *map(finding, ("sum-1", "sum-2"), spans)), data)
    order = [
        name_of(one)
        for one in main_of(annotated).iter()
        if name_of(one) in ("t", "pict", "footnoteReference", "commentRangeStart", "commentRangeEnd")
    ]
    start, end = "commentRangeStart", "commentRangeEnd"
    assert order[:10] == ["t", start, "pict", "t", end, "t", start, "footnoteReference", end, "t"]


def test_long_paragraphs_cut_by_the_reader() -> None:
    sentence = "Xã đã vận động các hộ tham gia. "
    for text in (
        sentence * 1300 + "Tổng 4.321 thư. " + sentence * 200,
        unicodedata.normalize("NFD", sentence * 900) + "Có 4.321 thư.",
    ):
        data = package(para(run(text)))
        assert len(read(data).document.blocks) > 1
        assert comment_on(data, "4.321").words == "4.321"


def test_the_look_of_a_cut_run_stays() -> None:
    look = '<w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr>'
    data = package(para(run(" Có 152 thư ", look)) + LINES)
    analysis = read(data)
    annotated = annotated_word(with_findings(analysis, finding("sum-1", words(analysis.document, "152"))), data)
    runs = [one for one in docx.Document(io.BytesIO(annotated)).paragraphs[0].runs if one.text]
    assert [one.text for one in runs] == [" Có ", "152", " thư "]
    assert all(one.bold and str(one.font.color.rgb) == "FF0000" for one in runs)


def test_a_range_may_go_over_runs_links_and_cells() -> None:
    link = f"<w:hyperlink w:anchor='a'>{run('152 thư')}</w:hyperlink>"
    assert comment_on(package(para(run("Tổng ") + link + run(" gửi")) + LINES), "Tổng 152").words == "Tổng 152"
    cell = "<w:tbl><w:tr><w:tc>" + para(run("Tổng")) + para(run("152 thư")) + "</w:tc></w:tr></w:tbl>"
    assert comment_on(package(cell + LINES), "Tổng 152").words == "Tổng152"


def field_char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


@pytest.mark.parametrize(
    "field",
    [
        f"{field_char('begin')}<w:r><w:instrText>REF a</w:instrText></w:r>{field_char('separate')}{run('Có 152 thư')}"
        + field_char("end"),
        f"<w:fldSimple w:instr='REF a'>{run('Có 152 thư')}</w:fldSimple>",
    ],
)
def test_a_range_goes_into_a_field_and_its_reference_stands_behind(field: str) -> None:
    data = package(para(run("Năm nay ") + field + run(" gửi đi")) + LINES)
    assert comment_on(data, "152").words == "152"
    root = main_of(annotated_at(data))
    names = [name_of(one) for one in root.iter() if name_of(one) in ("t", "fldChar", "commentReference")]
    behind = names[names.index("commentReference") :]
    assert behind.count("t") == 4
    assert "fldChar" not in behind
    assert not any(name_of(one) == "fldSimple" for one in next(root.iter("{*}commentReference")).iterancestors())


# -- what is said ----------------------------------------------------------------------------------------------------


def said(analysis: Analysis, data: bytes) -> list[Comment]:
    return list(comments(annotated_word(analysis, data)).values())


def test_remarks_are_said_apart_and_what_staff_dismissed_is_not_said() -> None:
    data = package(para(run("Có 1 hộ, 2 hộ, 3 hộ và 4 hộ.")) + LINES)
    analysis = read(data)
    one, two, three, four = (words(analysis.document, digit) for digit in "1234")
    gone = replace(finding("sum-x", one), dismissed=Dismissed("finding", "đã xác minh", (1,)))
    kinds = [finding("sum-i", three, four, severity="info"), finding("sum-w", two, one, severity="warning"), gone]
    made = said(with_findings(analysis, *kinds, finding("sum-n")), data)
    assert [(c.author, c.lines[0], c.words) for c in made] == [
        ("Soát", "[1] Sai số liệu: Cộng tổng", "Có 1 hộ, 2 hộ, 3 hộ và 4 hộ."),
        ("Soát", "Xem nhận xét [2] (cần giải trình) tại “2”. Mã phát hiện: sum-w", "1"),
        ("Soát", "[2] Cần giải trình: Cộng tổng", "2"),
        ("Soát – Lưu ý", "[3] Lưu ý: Cộng tổng", "3"),
    ]
    assert "cả văn bản" in made[0].lines[3]


def test_one_place_of_several_findings_points_to_all() -> None:
    data = package(para(run("Có 1 hộ, 2 hộ và 3 hộ.")) + LINES)
    analysis = read(data)
    one, two, three = (words(analysis.document, digit) for digit in "123")
    made = said(with_findings(analysis, finding("sum-a", one, three), finding("sum-b", two, three)), data)
    assert [c.words for c in made] == ["1", "2", "3"]
    assert [line.partition(" (")[0] for line in made[2].lines] == ["Xem nhận xét [1]", "Xem nhận xét [2]"]


@pytest.mark.parametrize(
    "message", ["</w:t><script>", "=1+1", "a\x00b\x07c\ud800d\ufffe", "{ INCLUDETEXT x }", "\u202eABC", "x" * 200_000]
)
def test_messages_that_would_break_a_file(message: str) -> None:
    data = package(para(run("Có 152 thư")) + LINES)
    analysis = read(data)
    one = finding("sum-1", words(analysis.document, "152"), message=message)
    annotated = annotated_word(with_findings(analysis, one), data)
    (made,) = comments(annotated).values()
    assert made.lines[1] == re.sub("[\x00-\x1f\u202e\ud800\ufffe]", "\ufffd", message)
    assert [c.text for c in docx.Document(io.BytesIO(annotated)).comments]


# -- the package -----------------------------------------------------------------------------------------------------


def annotated_at(data: bytes, quote: str = "152") -> bytes:
    analysis = read(data)
    return annotated_word(with_findings(analysis, finding("sum-1", words(analysis.document, quote))), data)


THEIRS = (
    f'<w:comments xmlns:w="{W_URI}"><w:comment w:id="4" w:author="Chị Hoa" w:date="2024-06-14T08:00:00Z">'
    f"{para(run('Xem lại'))}</w:comment></w:comments>"
)
COMMENTED = (
    f'<w:commentRangeStart w:id="4"/>{run("Có 152")}<w:commentRangeEnd w:id="4"/>'
    '<w:r><w:commentReference w:id="4"/></w:r>' + run(" thư")
)


def test_comments_that_are_there_stay_and_ids_go_on() -> None:
    data = package(para(COMMENTED) + LINES, comments=THEIRS, commentsExtended="<x/>", people="<y/>")
    made = comments(annotated_at(data))
    assert [(number, one.author, one.words) for number, one in made.items()] == [
        ("4", "Chị Hoa", "Có 152"),
        ("5", "Soát", "152"),
    ]
    unchanged(data, annotated_at(data))


def test_members_are_taken_over_as_they_are_packed() -> None:
    """Also a picture that would unpack to far more than fits."""
    picture = bytes(30_000_000)
    data = package(para(run("Có 152 thư")) + LINES, {"word/media/a.png": picture, "word/vbaProject.bin": b"\x00macro"})
    annotated = annotated_at(data)
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(annotated)) as after:
        assert after.testzip() is None
        assert after.namelist() == [*before.namelist(), "word/comments.xml"]
        for one in before.infolist():
            other = after.getinfo(one.filename)
            if one.CRC == other.CRC:
                assert (one.date_time, one.compress_size, one.external_attr) == (
                    other.date_time,
                    other.compress_size,
                    other.external_attr,
                )
        changed = [one.filename for one in after.infolist() if one.date_time == (1980, 1, 1, 0, 0, 0)]
    assert {"word/document.xml", "word/comments.xml"} <= set(changed)
    assert len(annotated) < len(data) + 5_000


def test_templates_with_macros_keep_their_types() -> None:
    for kind in ("document.macroEnabled", "template.macroEnabledTemplate", "template"):
        override = f'<Override PartName="/word/document.xml" ContentType="x/{kind}"/>'
        types = f'<Types xmlns="{PACKAGE_URI}/content-types">{override}</Types>'
        data = package(para(run("Có 152 thư")), {"[Content_Types].xml": types})
        found = etree.fromstring(members(annotated_at(data))["[Content_Types].xml"])
        assert [one.get("PartName") for one in found] == ["/word/document.xml", "/word/comments.xml"]
        assert found[0].get("ContentType") == f"x/{kind}"


def test_a_digital_signature_is_left_out_and_told_of() -> None:
    origin = f"{PACKAGE_URI}/relationships/digital-signature/origin"
    links = (
        f'<Relationships xmlns="{PACKAGE_URI}/relationships"><Relationship Id="a" Type="{R_URI}/officeDocument"'
        f' Target="word/document.xml"/><Relationship Id="b" Type="{origin}" Target="_xmlsignatures/origin.sigs"/>'
        "</Relationships>"
    )
    types = (
        f'<Types xmlns="{PACKAGE_URI}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/>'
        '<Override PartName="/_xmlsignatures/sig1.xml" ContentType="x/y"/></Types>'
    )
    more = {
        "_rels/.rels": links,
        "[Content_Types].xml": types,
        "_xmlsignatures/sig1.xml": "<s/>",
        "_xmlsignatures/origin.sigs": "",
    }
    data = package(para(run("Có 152 thư")) + LINES, more)
    annotated = annotated_at(data)
    kept = members(annotated)
    assert not [name for name in kept if "signature" in name]
    assert b"signature" not in kept["_rels/.rels"] + kept["[Content_Types].xml"]
    first = next(iter(comments(annotated).values()))
    assert "dùng tệp gốc" in first.lines[1]
    assert read(annotated).document.text == read(data).document.text
    nothing = with_findings(read(data))
    assert annotated_word(nothing, data) == data


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "word/_rels/document.xml.rels", "_rels/.rels"])
def test_files_that_lack_a_part(missing: str) -> None:
    data = package(para(run("Có 152 thư")) + LINES)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members(data).items():
            if name != missing:
                archive.writestr(name, content)
    (made,) = comments(annotated_at(packed.getvalue())).values()
    assert made.words == "152"


def test_other_encodings_of_the_xml() -> None:
    body = f"<w:document {NAMES}><w:body>{para(run('Có 152 thư'))}{LINES}</w:body></w:document>"
    for told in ("UTF-16", "UTF-8"):
        text = f'<?xml version="1.0" encoding="{told}"?>{body}'
        data = package("", {"word/document.xml": text.encode("utf-16")})
        (made,) = comments(annotated_at(data)).values()
        assert made.words == "152"


@pytest.mark.parametrize(("broken", "code"), [("<w:comments", "corrupt"), ("<!DOCTYPE a []><a/>", "dtd_forbidden")])
def test_comments_that_cannot_be_read_are_told_of(broken: str, code: str) -> None:
    data = package(para(run("Có 152 thư")), comments=broken)
    with pytest.raises(IngestError) as caught:
        annotated_at(data)
    assert caught.value.code == code
    assert "word/comments.xml" in caught.value.cause


def test_strict_files_stay_strict() -> None:
    data = SHAPES["strict"](write_docx([Paragraph("Xã có 152 thư gửi đến công dân trong năm.")]))
    annotated = annotated_at(data)
    kept = members(annotated)
    assert b"schemas.openxmlformats.org/wordprocessingml" not in kept["word/comments.xml"] + kept["word/document.xml"]
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in kept["word/_rels/document.xml.rels"]
    unchanged(data, annotated)


def test_texts_only_in_the_margin_or_in_formulas() -> None:
    bare = package('<w:sectPr><w:headerReference r:id="header1"/></w:sectPr>', header1=HEADER)
    maths = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = package(para(f'<m:oMath xmlns:m="{maths}"><m:r><m:t>152 thư</m:t></m:r></m:oMath>'))
    for data in (bare, formula):
        annotated = annotated_at(data)
        (made,) = comments(annotated).values()
        assert any(TOLD in line for line in made.lines)
        assert read(annotated).document.text == read(data).document.text


def test_only_the_word_file_that_was_analysed_is_taken() -> None:
    data = package(para(run("Có 152 thư")) + LINES)
    with pytest.raises(ValueError, match="other bytes"):
        annotated_word(read(data), data + b" ")
    text = "Có 152 thư".encode()
    with pytest.raises(ValueError, match="txt"):
        annotated_word(analyse_bytes(text, "a.txt"), text)


def test_the_same_bytes_on_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    data = RICH.read_bytes()
    analysis = read(data)
    made = [annotated_word(analysis, data)]
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(4_000_000_000))
    made += [annotated_word(read(data), data)]
    assert len({hashlib.sha256(one).hexdigest() for one in made}) == 1


def test_fast_enough() -> None:
    data = RICH.read_bytes()
    analysis = everywhere(read(data))
    few = with_findings(analysis, *analysis.findings[:56])
    took = []
    for _ in range(5):
        start = time.perf_counter()
        annotated = annotated_word(few, data)
        took.append(time.perf_counter() - start)
    assert len(comments(annotated)) == 56
    assert min(took) < 0.1


# -- other programs --------------------------------------------------------------------------------------------------


def test_python_docx_reads_the_comments() -> None:
    data = RICH.read_bytes()
    document = docx.Document(io.BytesIO(annotated_word(read(data), data)))
    made = list(document.comments)
    assert len(made) == len(ranges(document.element)) > 20
    assert {one.author for one in made} <= set(OURS)
    assert all(one.initials == "S" and one.timestamp is None and one.text for one in made)


OFFICE_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def shown_by_office(content: bytes) -> list[tuple[str, str]]:
    """What each annotation of a flat OpenDocument file says last, and the words of its range."""
    open_: dict[str, list[str]] = {}
    told: dict[str, str] = {}
    closed: set[str] = set()

    def add(text: str | None) -> None:
        for name in open_.keys() - closed:
            open_[name].append(text or "")

    def walk(element: etree._Element) -> None:
        name = element.get(f"{OFFICE_SPACE}name", "")
        if element.tag == f"{OFFICE_SPACE}annotation":
            open_[name] = []
            told[name] = ["".join(one.itertext()) for one in element.iter(f"{TEXT_SPACE}p")][-1]
        elif element.tag == f"{OFFICE_SPACE}annotation-end":
            closed.add(name)
        else:
            add(" " if element.tag in (f"{TEXT_SPACE}s", f"{TEXT_SPACE}tab") else element.text)
            for child in element:
                walk(child)
        add(element.tail)

    walk(etree.fromstring(content, etree.XMLParser(huge_tree=True, recover=True)))
    assert closed == open_.keys() - {""}
    return [(told[name], plain("".join(texts))) for name, texts in open_.items()]


def words_in_office(content: bytes) -> str:
    root = etree.fromstring(content, etree.XMLParser(huge_tree=True, recover=True))
    for one in list(root.iter(f"{OFFICE_SPACE}annotation", f"{TEXT_SPACE}tracked-changes")):
        one[:] = []
    return "".join(root.find(f"{OFFICE_SPACE}body").itertext()).replace("\n", "").replace(" ", "")


def converted(data: bytes, form: str, folder: Path) -> bytes:
    (folder / "a.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    into = ["--headless", "--convert-to", form, "--outdir", str(folder)]
    assert run_program([str(SOFFICE), profile, *into, str(folder / "a.docx")], 120, folder) == 0
    return (folder / f"a.{form}").read_bytes()


@needs_office
@pytest.mark.parametrize("shape", ["plain", *(pytest.param(name, marks=pytest.mark.slow) for name in SHAPES)])
def test_libreoffice_shows_the_comments_on_the_same_words(tmp_path: Path, shape: str) -> None:
    """It forgets the ranges of comments on a part of a smart tag, and keeps the comments."""
    data = SHAPES[shape](RICH.read_bytes()) if shape in SHAPES else RICH.read_bytes()
    analysis = read(data)
    annotated = annotated_word(analysis, data)
    office = converted(annotated, "fodt", tmp_path)
    shown = shown_by_office(office)
    wanted = [(one.lines[-1], plain(one.words)) for one in comments(annotated).values()]
    assert shape == "linked" or sorted(shown) == sorted(wanted)
    assert len(shown) > 20
    assert words_in_office(office) == words_in_office(converted(data, "fodt", tmp_path)) != ""


Shown = list[list[tuple[str, tuple[float, ...]]]]


def printed(data: bytes, folder: Path) -> Shown:
    """The letters of each page as LibreOffice sets them, with their edges in points."""
    file = pypdfium2.PdfDocument(converted(data, "pdf", folder))
    try:
        texts = [page.get_textpage() for page in file]
        letters = [
            [(one.get_text_range(at, 1), one.get_charbox(at)) for at in range(one.count_chars())] for one in texts
        ]
        return [[letter for letter in page if letter[0].strip()] for page in letters]
    finally:
        file.close()


@needs_office
def test_pages_look_the_same_with_comments(tmp_path: Path) -> None:
    data = RICH.read_bytes()
    before, after = printed(data, tmp_path), printed(annotated_word(read(data), data), tmp_path)
    assert [[letter for letter, _ in page] for page in before] == [[letter for letter, _ in page] for page in after]
    assert sum(map(len, before)) > 3000
    # blanks of lines set on both edges are rounded for each run
    for one, other in zip(chain(*before), chain(*after), strict=True):
        assert max(abs(edge - now) for edge, now in zip(one[1], other[1], strict=True)) < 1


# -- all of it -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("path", WORD, ids=lambda path: path.stem)
def test_every_report_in_every_shape(path: Path) -> None:
    original = path.read_bytes()
    for shape in SHAPES.values():
        data = shape(original)
        analysis = everywhere(read(data))
        annotated = annotated_word(analysis, data)
        assert judged(analysis, annotated)[2] == []
        unchanged(data, annotated)
        assert same_report(read(data), read(annotated))
