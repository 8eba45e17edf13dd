"""Marked sources: what their marks say, what is refused, and that all that is built agrees with them."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
import zlib
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.build import SPLITS, Folders, main, report_text
from corpus.gold import gold_and_problems, gold_json, metric_codes
from corpus.heads import merged_cells
from corpus.layout import Paragraph, Table, marked_parts, report_parts, split_lines
from corpus.marks import Marked, parse, plain_values
from corpus.office import COMMAND, OFFICE_FORMS
from corpus.pdf import write_pdf
from corpus.said import lacking
from corpus.word import write_docx

SOURCES = Folders().sources
HEAD = '+++\n[header]\nkind = "bao_cao"\nunit = "xã An Lạc"\nlevel = "xa"\n'
SUM = '\n[[relations]]\nkind = "sum"\ntotal = "t"\nparts = ["a", "b"]\nverdict = "holds"\n'
FINDING = '\n[[findings]]\ntype = "sum"\nseverity = "error"\nat = "t"\nnumbers = ["t", "a"]\nexplain_vi = "Lệch."\n'


def source(body: str, stated: str = "") -> str:
    return f"{HEAD}{stated}+++\n{body}\n"


def problems(body: str, stated: str = "") -> list[str]:
    return [found.message for found in gold_and_problems(parse(source(body, stated)), "x", metric_codes())[1]]


def only_number(body: str) -> dict[str, object]:
    gold, found = gold_and_problems(parse(source(body)), "x", metric_codes())
    assert not found
    (number,) = gold["numbers"]
    assert isinstance(number, dict)
    return number


def test_a_measure_is_written_as_gold_has_it() -> None:
    number = only_number("Xã có trên {2.614,5|profile.households|hộ|q=>=|target|period=2023|label=Số hộ} hộ.")
    assert number == {
        "line": 1, "col": 11, "text": "2.614,5", "role": "measure", "value": 2614.5, "unit": "hộ", "qualifier": ">=",
        "label": "Số hộ", "metric": "profile.households", "target": True, "period": "2023",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "value", "of"),
    [
        ("152", "152", None),
        ("08", "8", None),
        ("1.234.567", "1234567", None),
        ("61,35", "61.35", None),
        ("971/876", "971", "876"),
        ("94,5/100", "94.5", "100"),
        ("12.5", None, None),
        ("1.2345", None, None),
        ("3*", None, None),
        ("1/2/3", None, None),
    ],
)
def test_the_plain_rule(printed: str, value: str | None, of: str | None) -> None:
    assert plain_values(printed) == (value and Decimal(value), of and Decimal(of))


def test_values_stand_only_at_measures() -> None:
    assert only_number("ngày {@date 14 tháng 6 năm 2024}") == {
        "line": 1, "col": 5, "text": "14 tháng 6 năm 2024", "role": "date",
    }  # fmt: skip
    assert only_number("mức {3*||sao|value=3}")["value"] == 3
    assert only_number("{@date|period 2024}")["role"] == "date|period"


def test_headings_give_sections_and_numbering() -> None:
    marked = parse(source("{#1 Phần thứ nhất}\n\nKẾT QUẢ\n{#2 2.4.1.} Về {@period 2024}\n{#3 a)} Con\n{#1} PHỤ LỤC"))
    shown = [(one.line, one.level, one.number, one.title, one.title_line) for one in marked.sections]
    assert shown == [
        (1, 1, "Phần thứ nhất", "KẾT QUẢ", 3),
        (4, 2, "2.4.1.", "Về 2024", None),
        (5, 3, "a)", "Con", None),
        (6, 1, None, "PHỤ LỤC", None),
    ]
    assert [(one.role, one.text, one.col) for one in marked.numbers] == [
        ("numbering", "2.4.1", 0),
        ("period", "2024", 10),
    ]


def test_a_split_sentence_is_a_blank_line_in_text_and_nothing_in_word() -> None:
    marked = parse(source("có {2||hộ} hộ nghèo{~}\nvà {3||hộ} hộ khác.\n- Mục"))
    assert report_text(marked) == "có 2 hộ nghèo\n\nvà 3 hộ khác.\n- Mục\n"
    assert [one.line for one in marked.numbers] == [1, 3]
    assert marked_parts(marked) == [Paragraph("có 2 hộ nghèo và 3 hộ khác."), Paragraph("Mục", "item")]


def test_a_footnote_may_stand_between_the_halves_of_a_sentence() -> None:
    marked = parse(source("có {2||hộ} hộ¹ nghèo{~}\n\n¹ Kế hoạch.\n\nvà {3||hộ} hộ khác.\nHết."))
    sentence = Paragraph("có 2 hộ¹ nghèo và 3 hộ khác.")
    assert marked_parts(marked) == [sentence, Paragraph("Kế hoạch.", "note", "¹"), Paragraph("Hết.")]


def test_tabbed_lines_are_one_table_with_merged_head_cells() -> None:
    body = "TT\tĐơn vị\tTrưởng ban\t\tGhi chú\n\t\tBí thư\tChủ tịch\t\n{@numbering 1}\tThôn A\tx\t\t\n{@numbering 2}\tB"
    (table,) = marked_parts(parse(source(body)))
    assert isinstance(table, Table)
    assert table.head == 2
    assert {len(row) for row in table.rows} == {5}
    assert merged_cells(table) == {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (0, 4): (2, 1)}


def test_a_head_of_three_storeys_may_name_years() -> None:
    head = "TT\tNội dung\tNăm {@period 2023}\t\t\tGhi chú\n\t\tTổng\tTrong đó\t\t\n\t\t\tHuyện\tXã\t\n"
    (table,) = marked_parts(parse(source(f"{head}{{@numbering 1}}\tChi\t{{3||hộ}}\t{{1||hộ}}\t{{2||hộ}}\t")))
    assert isinstance(table, Table)
    assert table.head == 3
    spans = {(0, 0): (3, 1), (0, 1): (3, 1), (0, 2): (1, 3), (0, 5): (3, 1), (1, 2): (2, 1), (1, 3): (1, 2)}
    assert merged_cells(table) == spans


def test_a_table_without_words_above_its_figures_has_no_head() -> None:
    (table,) = marked_parts(parse(source("{1||hộ}\t{2||hộ}\n{3||hộ}\t{4||hộ}")))
    assert isinstance(table, Table)
    assert table.head == 0


def test_relations_and_findings_name_their_numbers() -> None:
    body = "Gửi {5||thư|id=t}:\n{2||thư|id=a} và {3/4||thư|id=b}."
    percent = '\n[[relations]]\nkind = "percent"\nshare = "a"\npart = "b"\nverdict = "undecided"\n'
    gold, found = gold_and_problems(parse(source(body, SUM + percent + FINDING)), "x", metric_codes())
    assert not found
    total = {"line": 1, "col": 4, "text": "5", "value": 5}
    parts = [{"line": 2, "col": 0, "text": "2", "value": 2}, {"line": 2, "col": 5, "text": "3/4", "value": 3}]
    assert gold["relations"][0] == {
        "kind": "sum", "total": total, "parts": parts, "exhaustive": True, "sum_of_parts": 5, "holds": True,
    }  # fmt: skip
    assert gold["relations"][1] == {
        "kind": "percent", "percent": parts[0], "part": parts[1], "whole": None, "holds": None,
    }  # fmt: skip
    assert gold["findings"] == [
        {"type": "sum", "severity": "error", "line": 1, "lines": [1, 2], "values": [5, 2], "explain": "Lệch.",
         "explain_vi": "Lệch."}
    ]  # fmt: skip


GOOD = "{5||thư|id=t}: {2||thư|id=a}, {3||thư|id=b}"


def test_the_twin_of_the_refused_sources_is_accepted() -> None:
    assert problems(GOOD, SUM + FINDING) == []


@pytest.mark.parametrize(
    ("body", "stated", "expected"),
    [
        ("có 5 hộ", "", "a digit outside marks"),
        ("{@figure 5}", "", "unknown role figure"),
        ("{5|no.such|hộ}", "", "unknown metric: no.such"),
        ("{5}", "", "a measure needs text|metric|unit"),
        ("{12.5||km}", "", "no plain number"),
        ("{5 hộ||hộ}", "", "from its first to its last digit"),
        ("{5||hộ|sum=3}", "", "unknown option sum"),
        ("{5||hộ|q==>}", "", "unknown qualifier =>"),
        ("{5||hộ|value=x}", "", "value= is no number"),
        ("Mục {#1 I.} Một", "", "not at the start of a line"),
        ("{5||hộ", "", "a stray {"),
        (GOOD.replace("id=b", "id=a"), SUM, "the id a is given 2 times"),
        (GOOD.replace("id=b", "id=c"), SUM, "unknown id in parts: b"),
        (GOOD.replace("{3", "{4"), SUM, "2 + 4 = 6 and the total is 5"),
        (GOOD, SUM.replace("holds", "fails"), "2 + 3 = 5 and the total is 5"),
        (GOOD, SUM.replace("holds", "perhaps"), "unknown verdict: perhaps"),
        (GOOD, SUM.replace('"sum"', '"adding"'), "unknown kind of relation: adding"),
        (GOOD, SUM.replace("parts", "part"), "a relation sum needs parts"),
        (GOOD, SUM + "color = 1\n", "a relation sum takes no color"),
        (GOOD, FINDING.replace('"error"', '"bad"'), "unknown severity: bad"),
        (GOOD, FINDING.replace('"sum"', '"sum|oops"'), "unknown type of finding: oops"),
        (GOOD, FINDING.replace('at = "t"', 'line_of = "không có"'), "stands on 0 lines"),
        (GOOD, FINDING.replace('at = "t"\n', ""), "needs at or line_of"),
    ],
)
def test_refused_sources(body: str, stated: str, expected: str) -> None:
    assert any(expected in message for message in problems(body, stated))


@pytest.mark.parametrize("part", ["{4||thư|id=b|q=~}", "{2||thư|id=b}"])
def test_a_qualifier_or_an_open_list_leaves_a_sum_open(part: str) -> None:
    stated = SUM if "q=" in part else SUM + "exhaustive = false\n"
    assert problems(GOOD.replace("{3||thư|id=b}", part), stated) == []


def test_rounded_parts_may_hold() -> None:
    assert problems("{5,0||ha|id=t}: {2,3||ha|id=a}, {2,8||ha|id=b}", SUM) == []
    assert problems("{5,0||ha|id=t}: {2,3||ha|id=a}, {3,8||ha|id=b}", SUM)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD.replace("bao_cao", "report"), "unknown kind: report"),
        (HEAD.replace('"xa"', '"thon"'), "unknown level: thon"),
        (HEAD + "colour = 1\n", "unknown field of the header: colour"),
        (HEAD + 'recipients = "Như trên"\n', "recipients must be a list of texts"),
        (HEAD + "number = 45\n", "number must be a text"),
        (HEAD + "number =\n", "the head is no TOML"),
    ],
)
def test_refused_heads(head: str, expected: str) -> None:
    found = gold_and_problems(parse(f"{head}+++\nVăn bản.\n"), "x", metric_codes())[1]
    assert any(expected in one.message for one in found)


def test_problems_name_their_line() -> None:
    (found,) = parse(source("Một\ncó 5 hộ")).problems
    assert found.line == HEAD.count("\n") + 3
    assert parse("no head").problems[0].line == 1


ONE = source("{#1 I.} Một\nCó {5||hộ}.")


def folders(top: Path) -> list[str]:
    """Options of a place with one source."""
    (top / "sources").mkdir()
    (top / "sources" / "một.md").write_text(ONE, "utf-8")
    return [word for name in ("sources", "reports", "forms", "gold") for word in (f"--{name}", str(top / name))]


def elsewhere(ending: str, text: str) -> bytes:
    """A file of a source as another program might write it."""
    parts = marked_parts(parse(text))
    said = "".join(line for line in report_text(parse(text)).split("\n"))
    if ending == "pdf":
        return write_pdf(parts)
    if ending == "docx":
        return write_docx(parts)
    if ending == "odt":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("content.xml", f"<t><p>{said}</p></t>")
        return packed.getvalue()
    if ending == "rtf":
        return ("{\\rtf1 " + "".join(f"\\u{ord(sign)}\\'3f" for sign in said) + "}").encode()
    return said.encode("utf-16-le" if ending == "doc" else "utf-8")


def printed_elsewhere(top: Path, text: str) -> None:
    """Put files of a source where those of the other program lie."""
    for form in OFFICE_FORMS:
        (top / "forms" / form.folder).mkdir(parents=True, exist_ok=True)
        (top / "forms" / form.folder / f"một.{form.ending}").write_bytes(elsewhere(form.ending, text))


def test_build_writes_and_check_names_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = folders(tmp_path)
    assert main(["--check", *where]) == 1
    assert "một.txt differs" in capsys.readouterr().err
    assert main(where) == 0
    printed_elsewhere(tmp_path, ONE)
    assert main(["--check", *where]) == 0
    gold = json.loads((tmp_path / "gold" / "một.json").read_text("utf-8"))
    assert list(gold) == ["id", "kind", "metadata", "sections", "numbers", "relations", "findings", "notes"]
    for path in (tmp_path / "forms" / "word" / "một.docx", tmp_path / "forms" / "pdf" / "một.pdf"):
        path.write_bytes(b"PK")
        assert main(["--check", *where]) == 1
        assert f"{path.name} differs" in capsys.readouterr().err
        assert main(where) == 0


def test_packing_does_not_count(tmp_path: Path) -> None:
    where = folders(tmp_path)
    assert main(where) == 0
    printed_elsewhere(tmp_path, ONE)
    path = tmp_path / "forms" / "pdf" / "một.pdf"
    packed = re.compile(rb"(?<=[^d]stream\n).*?(?=endstream)", re.DOTALL)
    path.write_bytes(packed.sub(lambda found: zlib.compress(zlib.decompress(found[0]), 1), path.read_bytes()))
    assert main(["--check", *where]) == 0
    path.write_bytes(packed.sub(lambda found: zlib.compress(zlib.decompress(found[0]) + b" "), path.read_bytes()))
    assert main(["--check", *where]) == 1


def test_a_stale_print_of_another_program_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = folders(tmp_path)
    assert main(where) == 0
    assert main(["--check", *where]) == 1
    assert "một.pdf of office is missing" in capsys.readouterr().err
    printed_elsewhere(tmp_path, ONE.replace("{5|", "{6|"))
    assert main(["--check", *where]) == 1
    told = capsys.readouterr().err
    assert "the report says '5.' where the PDF says '6.'" in told
    for form in OFFICE_FORMS:
        assert f"một.{form.ending} of {form.folder} differs" in told


@pytest.mark.parametrize("ending", ["docx", "odt", "rtf", "doc", "html"])
def test_what_a_file_of_another_program_lacks_is_named(ending: str) -> None:
    parts = marked_parts(parse(ONE))
    assert lacking(elsewhere(ending, ONE), ending, parts) is None
    assert lacking(elsewhere(ending, ONE.replace("{5|", "{6|")), ending, parts) == "Có5."


@pytest.mark.skipif(not shutil.which(COMMAND), reason="LibreOffice is not here")
def test_libreoffice_prints_what_the_report_says(tmp_path: Path) -> None:
    where = folders(tmp_path)
    assert main(["--office", *where]) == 0
    assert main(["--check", *where]) == 0


def test_lint_prints_the_line_of_each_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.md"
    path.write_text(source("có 5 hộ"), "utf-8")
    assert main(["--lint", str(path)]) == 1
    assert f"{path}:{HEAD.count(chr(10)) + 2}: a digit outside marks" in capsys.readouterr().err


def test_equal_parts_give_equal_word_files() -> None:
    parts = marked_parts(parse(source("{#1 I.} Một\n- Mục\nA\tB\n{1||hộ}\t{2||hộ}")))
    assert write_docx(parts) == write_docx(parts)


def test_split_lines_of_a_report_are_joined() -> None:
    lines = ["I. MỘT", "Câu còn", "", "dở dang.", "", "câu mới", "", "¹ Chú thích", "", "tiếp"]
    assert split_lines(lines, {1}) == {6 - 4}
    parts = report_parts(lines, [{"line": 1, "level": 1, "number": "I."}])
    assert parts[:2] == [Paragraph("MỘT", "heading", "I.", 1), Paragraph("Câu còn dở dang.")]


def built_sources() -> list[Path]:
    return [path for folders in SPLITS.values() for path in sorted(folders.sources.glob("*.md"))]


@pytest.mark.parametrize("split", SPLITS)
def test_reports_and_gold_are_those_of_the_sources(split: str) -> None:
    sources = {path.stem for path in SPLITS[split].sources.glob("*.md")}
    assert len(sources) > 20 or split == "reserve"
    assert sources
    assert sources == {path.stem for path in SPLITS[split].gold.glob("*.json")}
    assert sources == {path.stem for path in SPLITS[split].reports.glob("*.txt")}
    assert main(["--check", "--split", split]) == 0


def test_no_report_is_in_two_splits() -> None:
    names = [path.stem for path in built_sources()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", built_sources(), ids=lambda path: path.stem)
def test_gold_points_at_what_the_text_prints(path: Path) -> None:
    marked: Marked = parse(path.read_text("utf-8"))
    gold, found = gold_and_problems(marked, path.stem, metric_codes())
    assert not found
    lines = report_text(marked).split("\n")
    for number in gold["numbers"]:
        assert lines[number["line"] - 1][number["col"] :].startswith(number["text"])
    digits = sum(char in "0123456789" for line in lines for char in line)
    assert digits == sum(char in "0123456789" for number in gold["numbers"] for char in number["text"])
    assert gold_json(gold).endswith("}\n")
