"""What findings say is arithmetic that a reader can follow, one sentence for one defect, at the lines that show it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.document import Document, Span
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.checks.finding import Evidence, Finding
from pipeline.checks.messages import ASK_LOOSE, ASK_SCAN, ASK_SUM
from pipeline.checks.one_defect import _OTHERS, _same
from pipeline.checks.scanned import in_scan
from pipeline.compare.clash import Clash, _joined
from pipeline.compare.scales import how_far


def read(text: str) -> Analysis:
    return analyse_bytes(text.encode(), "a.txt")


def only(text: str, rule: str) -> Finding:
    (found,) = [finding for finding in read(text).findings if finding.rule == rule]
    return found


def quotes(text: str, finding: Finding) -> list[str]:
    document = read(text).document
    return [document.quote(evidence.span) for evidence in finding.evidence]


FIELDS = """Phường công khai thủ tục thuộc 05 lĩnh vực:
- Hộ tịch;
- Chứng thực;
- Đất đai;
- {fourth};
- Văn hóa.
"""


def test_of_a_list_the_lines_that_repeat_are_shown_without_their_signs() -> None:
    assert [f for f in read(FIELDS.format(fourth="Người có công")).findings if f.rule == "enumeration"] == []
    text = FIELDS.format(fourth="Chứng thực")
    finding = only(text, "enumeration")
    assert finding.message == "Nêu 05 lĩnh vực nhưng chỉ kể 4 mục khác nhau (“chứng thực” lặp lại)."
    assert quotes(text, finding) == ["05", "- Chứng thực;", "- Chứng thực;"]
    lines = [text.count("\n", 0, evidence.span.start) + 1 for evidence in finding.evidence]
    assert lines == [1, 3, 5]


def test_of_a_list_that_is_too_short_the_first_line_is_shown() -> None:
    text = FIELDS.format(fourth="Người có công").replace("- Đất đai;\n", "")
    finding = only(text, "enumeration")
    assert quotes(text, finding) == ["05", "- Hộ tịch;"]


@pytest.mark.parametrize(("pair", "told"), [("4/6", "6 - 4 = 2"), ("3/6", "6 - 3 = 3")])
def test_a_rest_shows_what_was_taken_from_what(pair: str, told: str) -> None:
    text = f"Có {pair} thôn giữ vững danh hiệu văn hóa, còn 01 thôn chưa được công nhận.\n"
    finding = only(text, "ratio")
    assert finding.message == f"Đạt {pair} thôn thì còn {told}, nhưng báo cáo ghi còn 01 thôn."
    assert [f for f in read(text.replace(pair, "5/6")).findings if f.rule == "ratio"] == []


TABLE = "Tiếp nhận 2.416 hồ sơ, gồm trực tuyến 1.310 hồ sơ, trực tiếp 1.106 hồ sơ; trực tuyến chiếm 54,22%.\n"


def test_what_one_number_breaks_is_told_in_one_sentence() -> None:
    assert [f for f in read(TABLE).findings if f.severity == "error"] == []
    (finding,) = [f for f in read(TABLE.replace("1.310", "1.301")).findings if f.severity == "error"]
    assert finding.message.count("Cùng chỗ sai này") == 1
    assert _same([]) == ""
    assert _same(["a ≠ b", "c ≠ d"]) == " Cùng chỗ sai này: a ≠ b; c ≠ d."
    assert _same(["x"] * (_OTHERS + 2)).endswith("; x và 2 phép tính khác.")


def test_shares_of_no_whole_number_are_shown_beside_those_that_are() -> None:
    text = "Khảo sát 40 hộ dân cho thấy {} hài lòng với cách phục vụ.\n"
    assert [f for f in read(text.format("87,5%")).findings if f.rule == "granularity"] == []
    finding = only(text.format("87,45%"), "granularity")
    assert "(34 / 40 = 85%; 35 / 40 = 87,50%)" in finding.message


@pytest.mark.parametrize(
    ("asked", "told"),
    [(ASK_LOOSE, ASK_SCAN), (ASK_SUM, f"{ASK_SCAN} {ASK_SUM}"), (None, ASK_SCAN)],
    ids=["loose", "sum", "nothing"],
)
def test_digits_in_doubt_send_the_reader_to_the_scan_first(
    asked: str | None, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = read("Thu 2.146 triệu đồng.\n").document
    finding = Finding("sum-1", "sum", "error", "Lệch.", (Evidence(Span(4, 9)),), suggestion=asked)
    assert list(in_scan(document, [finding])) == [finding]
    monkeypatch.setattr(Document, "doubt", lambda self, span: "đọc chưa rõ “2.l46”")
    scan = replace(document, source=replace(document.source, ocr=True))
    (unsure,) = in_scan(scan, [finding])
    assert (unsure.severity, unsure.suggestion) == ("warning", told)
    assert unsure.message == "Lệch. Có chữ số chưa chắc (đọc chưa rõ “2.l46”): kiểm tra lại bản quét."


@pytest.mark.parametrize(("said", "told"), [("609", "hàng trăm"), ("60,9", "hàng nghìn"), ("0,0609", "hàng triệu")])
def test_how_many_times_an_amount_is_off_is_told_as_it_is(said: str, told: str) -> None:
    usual, odd = Decimal(said.replace(",", ".")), Decimal(182_700)
    assert how_far(odd, usual) == how_far(usual, odd) == told


def test_what_does_not_fit_across_reports_for_one_figure_is_told_in_one_sentence() -> None:
    clashes = [Clash("opening", "error", f"Câu {at}.", f"{at} ≠ 0", ()) for at in range(5)]
    assert _joined(clashes[:1], ("", "")).message == "Câu 0."
    assert _joined(clashes, ("", "")).message == "Câu 0. Cũng không khớp: 1 ≠ 0; 2 ≠ 0; 3 ≠ 0."
