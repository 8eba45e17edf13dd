"""The text for people."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.document import Span
from pipeline.analysis import Analysis, analyse_bytes, failure
from pipeline.bulk import public
from pipeline.checks.finding import Evidence, Finding
from pipeline.quotations import quotations
from pipeline.show import Outcome, Wanted, outcome, report, summary
from pipeline.terminal import COLOUR, PLAIN

CORPUS = Path(__file__).parents[1] / "corpus"
SAMPLES = [*sorted((CORPUS / "reports").iterdir()), *sorted((CORPUS / "forms" / "word").iterdir())]
LETTERS = (
    "UBND xã Minh Tân\nBÁO CÁO\nKết quả năm 2023\n"
    "Toàn xã có 12 thôn. Trong năm xã đã gửi 134 thư, gồm: xin lỗi 9 thư, cảm ơn 21 thư, chúc mừng 164 thư, "
    "chia buồn 58 thư. Việc này được người dân đồng tình.\n"
)


@pytest.fixture(scope="module")
def letters() -> Analysis:
    return analyse_bytes(LETTERS.encode(), "xã/thư.txt")


def with_findings(analysis: Analysis, *findings: Finding) -> Analysis:
    return replace(analysis, findings=findings)


def finding(severity: str, *spans: Span, message: str = "Câu.") -> Finding:
    return Finding("x", "sum", severity, message, tuple(Evidence(span) for span in spans), suggestion="Hỏi lại.")  # type: ignore[arg-type]


def test_a_wrong_sum_is_shown_with_arithmetic_and_place(letters: Analysis) -> None:
    lines = report(letters).split("\n")
    assert lines[0].startswith("xã/thư.txt – xã Minh Tân – ")
    at = lines.index("  Sai số liệu (1)")
    assert lines[at + 1].startswith("    • dòng 4 · Cộng tổng: Tổng 134 thư")
    assert "9 + 21 + 164 + 58 = 252 (lệch 118)" in lines[at + 1]
    assert lines[at + 2] == (
        "        “Trong năm xã đã gửi «134» thư, gồm: xin lỗi «9» thư, cảm ơn «21» thư, chúc mừng «164» thư, "
        "chia buồn «58» thư.”"
    )
    assert lines[at + 3].startswith("        → ")


def test_what_holds_and_how_much_was_understood_is_shown() -> None:
    text = report(analyse_bytes(LETTERS.replace("134", "252").encode(), "a.txt"))
    assert "Sai số liệu" not in text
    assert "  1 phép tính khớp (1 tổng)." in text
    assert "  Số trong báo cáo: 7 · hiểu là số liệu: 6 · " in text
    assert text.endswith("mâu thuẫn: 0")


def test_severities_come_in_their_order_and_infos_end_at_ten(letters: Analysis) -> None:
    kinds = ["info"] * 12 + ["warning", "error"]
    text = report(with_findings(letters, *(finding(kind, Span(0, 4)) for kind in kinds)))
    headings = [line.strip() for line in text.split("\n") if re.search(r"\(\d+\)$", line)]
    assert headings == ["Sai số liệu (1)", "Cần giải trình (1)", "Thể thức – Lưu ý (12)"]
    assert text.count("• dòng 1 · ") == 12
    assert "    … còn 2 lưu ý nữa (xem hết: --all)" in text
    long = report(with_findings(letters, *(finding(kind, Span(0, 4)) for kind in kinds)), wanted=Wanted(True))
    assert long.count("• dòng 1 · ") == 14
    assert "lưu ý nữa" not in long


def test_a_report_without_findings_says_so(letters: Analysis) -> None:
    assert "  Chưa phát hiện mâu thuẫn." in report(with_findings(letters))


def test_a_long_sentence_is_cut_to_what_stands_around_its_numbers() -> None:
    text = "Đầu câu " + "dài dòng " * 60 + "có 134 thư " + "rồi lại " * 60 + "chỉ còn 8 thư " + "vân vân " * 40 + "hết."
    document = analyse_bytes(text.encode(), "a.txt").document
    spans = [Span(at, at + len(word)) for word in ("134", "8 ") for at in [text.index(word)]]
    ((where, quoted),) = quotations(document, spans, PLAIN)
    assert where == "dòng 1"
    assert quoted.startswith("“… ")
    assert quoted.endswith(" …”")
    assert "có «134» thư" in quoted
    assert "chỉ còn «8 »thư" in quoted
    assert len(quoted) < 400


def test_the_whole_row_of_a_table_is_quoted() -> None:
    document = analyse_bytes("Biểu\n\nTT\tNội dung\tSố\n1\tThư\t134\n2\tVụ\t8\n".encode(), "a.txt").document
    at = document.text.index("134")
    assert list(quotations(document, [Span(at, at + 3)], PLAIN)) == [("dòng 4", "“1 | Thư | «134»”")]


def test_places_on_other_lines_name_their_line(letters: Analysis) -> None:
    end = letters.document.text.index("134")
    text = report(with_findings(letters, finding("error", Span(end, end + 3), Span(0, 4))))
    assert "\n        dòng 1: “«UBND» xã Minh Tân”" in text


def test_colours_take_the_place_of_marks(letters: Analysis) -> None:
    text = report(letters, COLOUR)
    assert "«" not in text
    assert "\x1b[1;31m134\x1b[0m" in text


def test_nothing_of_a_report_steers_the_terminal(letters: Analysis) -> None:
    nasty = replace(letters, document=replace(letters.document, text=letters.document.text.replace("134", "\x1b[2")))
    at = nasty.document.text.index("\x1b")
    text = report(with_findings(nasty, finding("error", Span(at, at + 3), message="Xấu \x1b[31m\u202e đây.")))
    assert not any(char in text for char in "\x1b\u202e")


def test_a_failure_is_one_sentence() -> None:
    assert (
        report(failure("a.doc", "encrypted", "tệp được đặt mật khẩu"))
        == "Không đọc được “a.doc”: tệp được đặt mật khẩu."
    )


def test_notices_of_the_file_are_shown() -> None:
    text = report(analyse_bytes(LETTERS.encode(), "a.docx"))
    assert "  Về tệp: Tên tệp có đuôi .docx nhưng nội dung là txt." in text


def test_the_summary_counts_files_findings_and_what_was_passed_over(letters: Analysis) -> None:
    wrong = with_findings(letters, finding("error", Span(0, 4)))
    outcomes = [outcome(public(wrong)), Outcome("error", ()), Outcome("partial", ("info",))]
    assert summary(outcomes, [("tệp hoặc thư mục ẩn", 2)]) == (
        "Đã đọc 2 tệp (1 tệp chỉ được một phần), 1 tệp không đọc được: 1 sai số liệu, 0 cần giải trình, 1 lưu ý.\n"
        "Bỏ qua: 2 tệp hoặc thư mục ẩn."
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_every_number_of_a_finding_is_marked_in_the_samples(path: Path) -> None:
    analysis = analyse_bytes(path.read_bytes(), path.name)
    for one in analysis.findings:
        quoted = " ".join(text for _, text in quotations(analysis.document, [e.span for e in one.evidence], PLAIN))
        for evidence in one.evidence:
            if evidence.number is not None:
                assert f"«{analysis.document.quote(evidence.span)}»" in quoted
