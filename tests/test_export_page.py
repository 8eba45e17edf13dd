"""The page of a report and the index of a folder read back: nothing lost, nothing runs, links meet."""

from __future__ import annotations

import re
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from extractors.document import Block, Cell, Document, Grid, Origin, Piece, Source, Span
from extractors.numbers.number import Number
from extractors.read import read
from pipeline.analysis import Analysis, Failure, analyse, analyse_bytes, failure
from pipeline.checks.finding import Dismissed, Evidence, Finding
from pipeline.export.cross import CrossFinding, CrossPlace
from pipeline.export.output_paths import ANNOTATED, PAGES, SHEETS, output_path
from pipeline.export.page import report
from pipeline.export.page.index import index_page
from pipeline.export.page.index_charts import covered
from pipeline.export.page.index_rows import href
from pipeline.export.page.report import report_page
from pipeline.export.record import as_mapping, coverage, record

TOP = Path(__file__).parents[1]
#: a text, a Word file with tables, a PDF, a sheet with merged cells
SAMPLES = (
    "corpus/reports/bentre-nong-thon-moi-huyen.txt",
    "corpus/reports/thach-kenh-dan-van.txt",
    "corpus/forms/word/giong-trom-nong-thon-moi.docx",
    "corpus/forms/office/thach-kenh-dan-van.pdf",
    "corpus/forms/sheets/bieu-ho-so.ods",
)
STYLE = files("pipeline.export.page").joinpath("common.css").read_text("utf-8")
_VOID = frozenset({"meta", "br", "hr", "col", "wbr", "link"})


@cache
def analysed(path: str) -> Analysis:
    result = analyse(TOP / path, path)
    assert isinstance(result, Analysis)
    return result


@cache
def parsed(path: str) -> HtmlElement:
    return html.document_fromstring(report_page(analysed(path)).decode())


class Strict(HTMLParser):
    """Refuses markup whose ends do not meet its begins."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        if tag == "a":
            assert "a" not in self.open
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_well_formed(page: bytes) -> None:
    parser = Strict()
    parser.feed(page.decode())
    parser.close()
    assert parser.open == []


def assert_inert(page: bytes) -> HtmlElement:
    """Nothing in a page starts, loads or leads outside."""
    tree = html.document_fromstring(page.decode())
    forbidden = {"script", "iframe", "object", "embed", "img", "form", "input", "base", "link", "foreignobject", "use"}
    for node in tree.iter():
        assert isinstance(node.tag, str), "no comments and no instructions"
        assert node.tag not in forbidden
        for name, value in node.attrib.items():
            assert not name.startswith("on")
            assert name not in ("style", "src", "srcset", "srcdoc", "xlink:href")
            assert name != "href" or re.match(r"#|\./|(?:\.\./)+index\.html$", value), value
    style = "".join(tree.xpath("//style/text()"))
    assert "url(" not in style
    assert "@import" not in style
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return tree


def ids(tree: HtmlElement) -> Counter[str]:
    return Counter(tree.xpath("//@id"))


def printed(node: HtmlElement) -> str:
    """Text of an element, with the characters that stand there as their number."""
    text = node.text or ""
    for child in node:
        sign = child.get("class") == "k"
        text += chr(int(f"0x{(child.text or '')[2:]}", 0)) if sign else printed(child)
        text += child.tail or ""
    return text


def whole_text(document: Document) -> str:
    """What a page has to show: all of a text but blanks between its blocks."""
    outside, at = "", 0
    for block in document.blocks:
        outside += document.text[at : block.span.start]
        at = block.span.end
    assert not (outside + document.text[at:]).strip()
    return "\n".join(document.quote(block.span) for block in document.blocks)


def shown_text(tree: HtmlElement) -> str:
    return "\n".join(printed(node) for node in tree.xpath("//main//*[contains(concat(' ', @class, ' '), ' b ')]"))


@pytest.mark.parametrize("path", SAMPLES)
def test_page_says_what_the_document_says(path: str) -> None:
    document = analysed(path).document
    page = report_page(analysed(path))
    assert_well_formed(page)
    assert shown_text(assert_inert(page)) == whole_text(document)
    assert page.startswith(b'<!DOCTYPE html>\n<html lang="vi">')


@pytest.mark.parametrize("path", SAMPLES)
def test_every_part_of_the_record_is_there_once_and_every_link_meets(path: str) -> None:
    told, tree = record(analysed(path)), parsed(path)
    counts = ids(tree)
    parts = [*told.numbers, *told.findings, *told.relations, *told.sections]
    assert [counts[part.id] for part in parts] == [1] * len(parts)
    assert max(counts.values()) == 1
    targets = {link[1:] for link in tree.xpath("//@href") if link.startswith("#")}
    assert targets <= set(counts)
    assert len(targets) > len(told.relations)


@pytest.mark.parametrize("path", SAMPLES)
def test_numbers_and_what_they_are_in_lead_to_each_other(path: str) -> None:
    told, tree = record(analysed(path)), parsed(path)
    nodes = {node.get("id"): node for node in tree.xpath("//*[@id]")}
    ways = {key: {link[1:] for link in node.xpath(".//@href")} for key, node in nodes.items()}
    wanted: dict[str, set[str]] = {}
    for finding in told.findings:
        for evidence in finding.evidence:
            if evidence.number:
                wanted.setdefault(evidence.number, set()).add(finding.id)
    for relation in told.relations:
        for operand in relation.operands:
            if operand.number:
                wanted.setdefault(operand.number, set()).add(relation.id)
                assert operand.number in ways[relation.id]
    assert wanted
    for number, targets in wanted.items():
        (first,) = ways[number] | {nodes[number].get("href", "#")[1:]} - {""}
        assert targets <= ways[first] | {first}, number
    for number in told.numbers:
        assert nodes[number.id].get("title"), number.id


def test_findings_lead_to_their_places() -> None:
    told, tree = record(analysed(SAMPLES[0])), parsed(SAMPLES[0])
    article = tree.get_element_by_id("enumeration-c37d2a613d80")
    places = article.xpath(".//ul[@class='ev']/li/a[1]")
    assert [place.text for place in places] == ["dòng 27: “03”", "dòng 27: “xã Tân Hòa và xã Thạnh Phước”"]
    passage = tree.get_element_by_id(places[1].get("href")[1:])
    assert (passage.tag, passage.get("class"), printed(passage)) == ("mark", "e1", "xã Tân Hòa và xã Thạnh Phước")
    assert len(tree.xpath("//article")) == len(told.findings)
    assert all(finding.message in html.tostring(tree, encoding="unicode", method="text") for finding in told.findings)


def test_a_blank_that_should_be_filled_in_is_marked() -> None:
    text = "Kinh phí là            triệu đồng"
    blank = Span(text.index("   "), text.index(" triệu"))
    finding = Finding("missing-0", "missing", "warning", "Còn để trống.", (Evidence(blank),))
    tree = assert_inert(report_page(built(text, findings=(finding,))))
    (place,) = tree.get_element_by_id("missing-0").xpath("ul/li/a/@href")
    assert printed(tree.get_element_by_id(place[1:])) == text[blank.start : blank.end]


def test_numbers_show_role_metric_and_contradiction() -> None:
    told, tree = record(analysed(SAMPLES[0])), parsed(SAMPLES[0])
    classes = {number.id: tree.get_element_by_id(number.id).get("class").split() for number in told.numbers}
    assert [key for key, names in classes.items() if "u" in names] == [
        number.id for number in told.numbers if number.role == "measure" and not number.metric
    ]
    wrong = {key for key, names in classes.items() if "e1" in names}
    assert len(wrong) == told.coverage.contradicted == 11
    assert sum("v" in names for names in classes.values()) == told.coverage.verified
    first = next(number for number in told.numbers if number.metric == "profile.area")
    assert tree.get_element_by_id(first.id).get("title") == (
        "Huyện An Thạnh có diện tích tự nhiên: 312,45 km² · chỉ tiêu: Diện tích tự nhiên"
    )


def test_head_says_whose_report_it_is_and_how_much_was_read() -> None:
    head = html.tostring(parsed(SAMPLES[0]).xpath("//header")[0], encoding="unicode", method="text")
    assert "huyện An Thạnh · số 312/BC-BCĐ · ngày 28/11/2024 · kỳ: năm 2024" in head
    assert "Số trong báo cáo: 132 · hiểu là số liệu: 105" in head
    leading = html.document_fromstring(report_page(analysed(SAMPLES[0]), "../../../index.html").decode())
    assert leading.xpath("//a[@class='back']/@href") == ["../../../index.html"]
    assert parsed(SAMPLES[0]).xpath("//a[@class='back']") == []


def test_lines_cells_and_pages_are_those_of_the_record() -> None:
    told_lines = [line.partition("–") for line in parsed(SAMPLES[0]).xpath("//main//@data-l")]
    lines = {line for first, _, last in told_lines for line in range(int(first), int(last or first) + 1)}
    assert ("61", "–", "63") in told_lines
    told, document = analysed(SAMPLES[0]).facts, analysed(SAMPLES[0]).document
    starts = [number.span.start for number in told.numbers]
    outside = [start for start in starts if document.blocks[document.block_at(start)].kind != "cell"]
    assert {document.place(start).line for start in outside} <= lines
    pages = parsed(SAMPLES[3]).xpath("//@data-p")
    last = analysed(SAMPLES[3]).document.source.pages or 0
    assert pages[:last] == [f"Trang {page}" for page in range(1, last + 1)]
    assert set(pages[last:]) == {f"Trang {page}, chữ ở lề" for page in range(2, last + 1)}
    assert "A6" in parsed(SAMPLES[4]).xpath("//td[@class='ln']/@data-l")


@pytest.mark.parametrize("path", SAMPLES)
def test_tables_keep_their_cells(path: str) -> None:
    """Every row covers as many columns as its grid has, merged cells counted where they reach."""
    document = analysed(path).document
    tables = parsed(path).xpath("//main//table")
    assert len(tables) == len(document.grids)
    for table, grid in zip(tables, document.grids, strict=True):
        assert spread(table) == [[document.quote(document.blocks[i].span) if i >= 0 else "" for i in row]
                                 for row in grid.rows]  # fmt: skip


def spread(table: HtmlElement) -> list[list[str]]:
    """Rows of a table with each merged cell at all places that it covers, without the column of lines."""
    places: dict[tuple[int, int], str] = {}
    for r, row in enumerate(table.xpath(".//tr")):
        c = 0
        for cell in row.xpath("*[not(@class='ln')]"):
            while (r, c) in places:
                c += 1
            for down in range(int(cell.get("rowspan", 1))):
                for across in range(int(cell.get("colspan", 1))):
                    assert (r + down, c + across) not in places
                    places[r + down, c + across] = printed(cell)
    height, width = max(r for r, _ in places) + 1, max(c for _, c in places) + 1
    assert len(places) == height * width
    return [[places[r, c] for c in range(width)] for r in range(height)]


def test_merged_cells_of_any_shape_stand_once() -> None:
    texts = ["A", "B", "C", "D"]
    rows = ((0, 0, 1), (0, 0, 2), (3, 2, 2), (3, -1, -1))  # C is no rectangle
    result = built("\n".join(texts), grids=(Grid(1, rows),))
    tree = assert_inert(report_page(result))
    cells = {printed(cell): cell for cell in tree.xpath("//main//*[@class='b']")}
    assert [cells["A"].get(name) for name in ("rowspan", "colspan")] == ["2", "2"]
    assert [cells["D"].get(name) for name in ("rowspan", "colspan")] == ["2", None]
    assert cells["C"].get("rowspan") == "2"
    assert shown_text(tree) == "A\nB\nC\nD"
    assert spread(tree.xpath("//main//table")[0])[2] == ["D", "", "C"]


def test_a_table_out_of_order_is_shown_as_text() -> None:
    result = built("một\nhai\nba", grids=(Grid(1, ((1, 0), (2, -1))),))
    tree = assert_inert(report_page(result))
    assert shown_text(tree) == "một\nhai\nba"
    assert not tree.xpath("//main//table")


def test_head_of_a_table_is_one_unless_a_cell_goes_on_below_it() -> None:
    heads = parsed(SAMPLES[4]).xpath("//main//table/thead")
    assert [len(head.xpath("tr")) for head in heads] == [2]
    assert [cell.text for cell in heads[0].xpath("tr[1]/th")] == ["TT", "Lĩnh vực", "Tiếp nhận", "Tỷ lệ đúng hạn"]


def test_wide_tables_and_long_paragraphs_are_whole() -> None:
    cells = "\n".join(str(number) for number in range(400))
    grid = Grid(1, (tuple(range(200)), tuple(range(200, 400))))
    tree = assert_inert(report_page(built(f"{cells}\n{'dài ' * 10_000}hết", grids=(grid,))))
    assert shown_text(tree) == f"{cells}\n{'dài ' * 10_000}hết"
    assert [len(row.xpath("td[not(@class='ln')]")) for row in tree.xpath("//main//tr")] == [200, 200]


def test_what_was_put_aside_stands_apart_with_its_reason() -> None:
    whole = analysed(SAMPLES[0])
    why = Dismissed("value", "đã gọi điện, <b>đúng</b>", (2,))
    first = replace(whole.findings[0], dismissed=why)
    tree = assert_inert(report_page(replace(whole, findings=(first, *whole.findings[1:]))))
    (article,) = tree.xpath("//*[@id='bo-qua']/article")
    assert article.get("id") == first.id
    assert article.get("class") == "f dismissed"
    assert "Sai số liệu, bỏ qua (số đã xác minh); lý do: đã gọi điện, <b>đúng</b>" in article.text_content()
    assert len(tree.xpath("//*[@id='sai']/article")) == 2
    assert [link.text for link in tree.xpath("//nav/a")][:4] == [
        "Sai số liệu 2", "Cần giải trình 1", "Lưu ý 0", "Đã bỏ qua 1",
    ]  # fmt: skip


def test_same_analysis_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = report_page(analysed(SAMPLES[2]))
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
    again = analyse(TOP / SAMPLES[2], SAMPLES[2])
    assert isinstance(again, Analysis)
    assert report_page(again) == first


def test_a_large_report_says_so_and_keeps_every_number(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = report_page(analysed(SAMPLES[2]))
    monkeypatch.setattr(report, "LARGE", 10_000)
    page = report_page(analysed(SAMPLES[2]))
    tree = assert_inert(page)
    assert len(page) < len(whole)
    assert "trang này mở chậm" in tree.xpath("//header")[0].text_content()
    assert {link[1:] for link in tree.xpath("//@href") if link.startswith("#")} <= set(ids(tree))
    assert all(ids(tree)[number.id] == 1 for number in record(analysed(SAMPLES[2])).numbers)


# -- text made to hurt ---------------------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "javascript:alert(1)",
    "</style><script>1</script>",
    "]]> <!-- --> &amp; &#60; <![CDATA[",
    "{{ 7*7 }} {% include 'x' %}",
    "\u202eđảo\u202c \u200b\u200d\ufeff \u2028 \u2029 \xad",
    "\x00 \x1b[31m \x85 \ufffe",
    "lẻ \ud800 nửa",
    "đ" * 3000,
)


def built(
    text: str,
    numbers: tuple[Number, ...] = (),
    findings: tuple[Finding, ...] = (),
    grids: tuple[Grid, ...] = (),
    path: str = "a.txt",
) -> Analysis:
    """An analysis of a text, a block a line, that no reader would have to give."""
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    places = {index: (r, c) for grid in grids for r, row in enumerate(grid.rows) for c, index in enumerate(row)}
    origins = [Origin(cell=Cell(1, *places[i])) if i in places else Origin() for i in range(len(spans))]
    blocks = tuple(Block(span, "cell" if origin.cell else "paragraph", origin)
                   for span, origin in zip(spans, origins, strict=True))  # fmt: skip
    pieces = tuple(Piece(span.start, span.end, line) for line, span in enumerate(spans, 1))
    document = Document(Source(path, path, "0" * 64, "txt"), text, blocks, grids, pieces)
    plain = read(Document(document.source, "x", (Block(Span(0, 1)),), (), (Piece(0, 1, 1),)))
    return Analysis(document, replace(plain, numbers=numbers), findings)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_inert_everywhere(text: str) -> None:
    span = Span(0, len(text))
    finding = Finding("sum-0123456789ab", "sum", "error", text, (Evidence(span),), suggestion=text)
    finding = replace(finding, dismissed=None)
    page = report_page(built(text, (Number(Span(0, 1), "other", "x", doubt=text),), (finding,), path=f"{text}.txt"))
    assert_well_formed(page)
    tree = assert_inert(page)
    assert shown_text(tree) == text
    message = tree.get_element_by_id("sum-0123456789ab").xpath("p[1]")[0]
    assert printed(message) == text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]", page.decode())


_PIECES = st.sampled_from([*HOSTILE[:9], "<", "&", "\n", " ", "12", "3.450", "xã", "\t", "'", '"', "\r", "\u2066"])


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """Texts of hostile pieces with numbers and places anywhere, one over the other."""
    text = "".join(draw(st.lists(_PIECES, min_size=1, max_size=12))).strip("\n") or "x"
    edges = st.integers(0, len(text) - 1).flatmap(
        lambda start: st.integers(start + 1, min(len(text), start + 30)).map(lambda end: Span(start, end))
    )
    edges = edges.filter(lambda span: bool(text[span.start : span.end].strip()))
    printed_ones = edges.filter(lambda span: not text[span.start].isspace())
    spans = sorted(draw(st.lists(printed_ones, max_size=6, unique=True)))
    numbers = tuple(Number(span, draw(st.sampled_from(["date", "citation", "other"])), "x") for span in spans)
    severities = st.sampled_from(["error", "warning", "info"])
    findings = []
    for place, span in enumerate(draw(st.lists(edges, max_size=5))):
        number = draw(st.integers(0, len(spans) - 1)) if spans and draw(st.booleans()) else None
        evidence = (Evidence(span), *([Evidence(spans[number], number)] if number is not None else []))
        findings.append(Finding(f"date-{place}", "date", draw(severities), text, evidence))
    return built(text, numbers, tuple(findings))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(analyses())
def test_nothing_is_lost_whatever_overlaps(result: Analysis) -> None:
    page = report_page(result)
    assert_well_formed(page)
    tree = assert_inert(page)
    assert shown_text(tree) == whole_text(result.document)
    told, counts = record(result), ids(tree)
    assert all(counts[part.id] == 1 for part in [*told.numbers, *told.findings])
    assert max(counts.values()) == 1
    assert {link[1:] for link in tree.xpath("//@href") if link.startswith("#")} <= set(counts)
    for finding in told.findings:
        article = tree.get_element_by_id(finding.id)
        assert len(article.xpath("ul/li/a[1]")) == len(finding.evidence)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from([*HOSTILE[:7], "Tổng 12 thư, trong đó 5, 8.", "II. KẾT QUẢ", "\t", "| 1 | 2 |"]), min_size=1
    )
)
def test_any_text_that_can_be_read_is_shown(lines: list[str]) -> None:
    result = analyse_bytes("\n".join(["BÁO CÁO", *lines]).encode(), "a.txt")
    page = report_page(result)
    assert_well_formed(page)
    assert shown_text(assert_inert(page)) == whole_text(result.document)


#: classes of numbers and places in the text
SIGNS = frozenset(["m", "v", "u", "q", "d", "p", "c", "t", "s", "a", "o", "e1", "e2", "e3", "e4"])

# -- looks ---------------------------------------------------------------------------------------------------------


def _schemes() -> Iterator[dict[str, str]]:
    light, dark = re.findall(r":root\{(.*?)\}", STYLE, re.DOTALL)
    yield dict(re.findall(r"--([\w-]+):(#\w{6})", light))
    yield dict(re.findall(r"--([\w-]+):(#\w{6})", dark))


def _light(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_text_stands_out_from_its_ground_in_light_and_dark() -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    on_page = "ink dim link measure unlinked date period citation slogan error warning info aside good"
    pairs = [(name, ground) for name in on_page.split() for ground in ("bg", "soft")]
    pairs += [(name, f"{name}-bg") for name in ("error", "warning", "info", "aside", "good")]
    for colors in _schemes():
        for name, ground in pairs:
            brighter, darker = sorted((_light(colors[name]), _light(colors[ground])), reverse=True)
            assert (brighter + 0.05) / (darker + 0.05) >= 4.5, (name, ground, colors[name], colors[ground])


def test_every_sign_of_a_class_is_explained_and_no_colour_is_alone() -> None:
    style = files("pipeline.export.page").joinpath("report.css").read_text("utf-8")
    used = {name for names in parsed(SAMPLES[0]).xpath("//main//@class") for name in names.split()}
    signs = used & SIGNS
    explained = {name for names in parsed(SAMPLES[0]).xpath("//*[@class='leg']//@class") for name in names.split()}
    assert signs
    assert signs <= explained
    assert all(re.search(rf"\.{name}::before{{content:\"\S", style) for name in ("e1", "e2", "e3", "e4"))
    assert len(set(re.findall(r"\.e\d::before\{content:\"(\S)", style))) == 4
    panes = parsed(SAMPLES[0]).xpath("//main[@tabindex='0'] | //aside[@tabindex='0']")
    assert len(panes) == 2
    assert ":focus-visible" in STYLE


# -- the index -----------------------------------------------------------------------------------------------------


@cache
def folder() -> tuple[dict[str, Any], ...]:
    results: list[Analysis | Failure] = [analysed(path) for path in SAMPLES]
    return tuple(as_mapping(record(one)) for one in [*results, failure("hỏng.docx", "corrupt", "tệp <b>hỏng</b>")])


CROSS = CrossFinding(
    "cross-1", "cross", "period", "error", "Đầu kỳ 12 khác cuối kỳ trước 15 <i>.", "12 ≠ 15",
    [CrossPlace(SAMPLES[0], 27, 3, "67,6", None, "n27"), CrossPlace("x/b.docx", None, None, "15", None, None)],
    15, 12, "Đề nghị giải trình.",
)  # fmt: skip


def test_index_leads_to_what_is_given_back() -> None:
    tree = assert_inert(index_page(folder(), [CROSS]))
    links = {unquote(link).partition("#")[0].removeprefix("./") for link in tree.xpath("//@href") if link[0] == "."}
    pages = {output_path(PAGES, path, ".html") for path in SAMPLES}  # of "x/b.docx", of another folder, none is here
    sheets = {output_path(SHEETS, path, ".docx") for path in SAMPLES}
    annotated = {output_path(ANNOTATED, SAMPLES[2], ".docx"), output_path(ANNOTATED, SAMPLES[3], ".pdf")}
    assert links == pages | sheets | annotated
    few = assert_inert(index_page(folder(), [CROSS], written=pages - {output_path(PAGES, SAMPLES[0], ".html")}))
    left = {unquote(link).partition("#")[0].removeprefix("./") for link in few.xpath("//@href") if link[0] == "."}
    assert left == pages - {output_path(PAGES, SAMPLES[0], ".html")}
    assert {link[1:] for link in tree.xpath("//@href") if link.startswith("#")} <= set(ids(tree))
    assert max(ids(tree).values()) == 1


def test_index_counts_as_the_records_do_and_says_what_could_not_be_read() -> None:
    tree = assert_inert(index_page(folder(), []))
    rows = tree.xpath("//tbody/tr")
    assert len(rows) == len(folder())
    for row, told in zip(rows[:-1], folder(), strict=False):
        found = Counter(finding["severity"] for finding in told["findings"])
        cells = [cell.text_content().split()[-1] for cell in row.xpath("td[contains(@class, 'n')]")]
        assert cells == [str(found[severity]) for severity in ("error", "warning", "info")]
    assert "Không đọc được “hỏng.docx”: tệp <b>hỏng</b>." in rows[-1].text_content()
    assert tree.xpath("//header/p")[0].text_content().startswith("Đã đọc 5 báo cáo, 1 tệp không đọc được: ")
    kinds = Counter(row.get("class") for row in rows)
    filters = tree.xpath("//nav/a[starts-with(@href, '#loc-')]")
    told_kinds = {link.get("href")[5:]: int(re.findall(r"\d+", link.text)[0]) for link in filters}
    assert told_kinds == {"tat-ca": 6} | {kind: kinds[kind] for kind in ("error", "warning", "clear", "unread")}
    style = "".join(tree.xpath("//style/text()"))
    assert all(f"#loc-{kind}:target~.list tbody tr:not(.{kind})" in style for kind in kinds)


def test_charts_draw_the_amounts() -> None:
    tree = assert_inert(index_page(folder(), []))
    first, second = tree.xpath("//figure")[:2]
    ends = [text.text for text in first.xpath(".//g/text")]
    errors = [sum(f["severity"] == "error" for f in told["findings"]) for told in folder() if told["findings"]]
    assert sorted(int(end.split()[1]) for end in ends) == sorted(errors)
    widths = [[Decimal(bar.get("width")) for bar in row.xpath(".//rect")] for row in second.xpath(".//g")]
    assert len({sum(row).quantize(Decimal(1)) for row in widths}) == 1, "a hundred per cent is as long everywhere"
    for told, path in zip(folder(), SAMPLES, strict=False):
        parts, seen = covered(told), coverage(analysed(path))
        assert sum(parts.values()) == seen.measures
        assert parts["verified"] <= seen.verified
        assert parts["contradicted"] <= seen.contradicted


def test_a_metric_is_compared_where_three_reports_of_a_level_give_it() -> None:
    def told(unit: str, value: float, level: str = "xa", period: str = "2024") -> dict[str, Any]:
        text = f"UBND {unit.upper()}\nBÁO CÁO\nKết quả năm {period}\nXã có {value} hộ."
        plain = as_mapping(record(analyse_bytes(text.encode(), f"{unit}.txt")))
        number = dict(plain["numbers"][-1]) | {"metric": "profile.households", "value": value, "unit": "hộ"}
        header = dict(plain["header"]) | {"unit": unit, "level": level, "period": period}
        return plain | {"header": header, "numbers": [number | {"period": None, "target": False, "of": None}]}

    three = [told("xã A", 800), told("xã B", 1200), told("xã C", 1000)]
    charts = assert_inert(index_page([*three, told("huyện D", 9000, "huyen"), told("xã E", 1, period="2023")], []))
    named = [(figure, title) for figure in charts.xpath("//figure") for title in figure.xpath("figcaption/b/text()")]
    (figure,) = [figure for figure, title in named if title.startswith("Số hộ")]
    assert [text.text for text in figure.xpath(".//g/text")] == ["1.200", "1.000", "800"]
    two = assert_inert(index_page([*three[:2], told("huyện D", 9000, "huyen")], []))
    assert not [title for title in two.xpath("//figcaption/b/text()") if title.startswith("Số hộ")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_text_in_the_index(text: str) -> None:
    broken = as_mapping(record(failure(text, "corrupt", text)))
    plain = as_mapping(record(built("Tổng 12", path=text)))
    plain["header"] = dict(plain["header"]) | {"unit": text, "period": text}  # type: ignore[call-overload]
    cross = replace_cross(text)
    page = index_page([broken, plain], [cross, cross])
    assert_well_formed(page)
    tree = assert_inert(page)
    assert printed(tree.xpath("//article/p")[0]) == text
    assert max(ids(tree).values()) == 1


def replace_cross(text: str) -> CrossFinding:
    place = CrossPlace(text, 1, 0, text, None, "n1")
    return CrossFinding("cross-1", "cross", text, "error", text, text, [place], None, None, text)


def test_index_of_nothing_and_of_many() -> None:
    assert "Đã đọc 0 báo cáo" in assert_inert(index_page([], [])).text_content()
    one = folder()[0]
    many = [one | {"source": one["source"] | {"path": f"xa-{place}/a.txt"}} for place in range(200)]
    page = index_page(many, [])
    assert len(assert_inert(page).xpath("//tbody/tr")) == 200
    assert "Còn 170 báo cáo nữa, xem ở danh sách." in page.decode()
    assert index_page(many, []) == page


def test_links_stay_below_the_folder() -> None:
    paths = ["a b#1?.txt", "../x.txt", "C:\\x.txt", "javascript:alert(1).txt", "a/./b.txt", "%2e%2e/x.txt"]
    made = [href(output_path(PAGES, path, ".html")) for path in paths]
    assert all(link.startswith("./trang/") and not re.search(r"[\s#?:\\]|/\.\.?/", link[2:]) for link in made)
    assert len(set(made)) == len(paths)


def test_overlapping_numbers_keep_their_order() -> None:
    numbers = (Number(Span(0, 9), "citation", "x"), Number(Span(3, 5), "date", "x"), Number(Span(3, 9), "other", "x"))
    result = built("12/34/567 xong", tuple(sorted(numbers, key=lambda n: (n.span.start, n.span.end))))
    tree = assert_inert(report_page(result))
    order = [node.get("id") for node in tree.xpath("//main//*[starts-with(@id, 'n')]")]
    assert order == ["n1", "n2", "n3"]
    assert shown_text(tree) == "12/34/567 xong"
    assert all(one.start <= two.start for one, two in pairwise(n.span for n in result.facts.numbers))
