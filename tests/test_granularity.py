"""Shares of a survey against its number of answers: told with power only, silent where another base may be meant."""

from __future__ import annotations

import re

import pytest

from pipeline.analysis import Analysis, analyse_bytes
from pipeline.checks.finding import Finding

SEVERAL = (
    "Qua khảo sát 160 người dân tại bộ phận một cửa, tỷ lệ hài lòng về thái độ đạt 96,88%, về thời gian đạt 93,13%, "
    "về kết quả đạt 94,38%, về nơi tiếp đón đạt 90,63%."
)
QUESTION = "Kết quả lấy phiếu khảo sát của 130 công dân: rất hài lòng 61,54%; hài lòng 35,38%; không hài lòng 3,08%."


def read(sentence: str) -> Analysis:
    return analyse_bytes(f"I. KẾT QUẢ\n{sentence}\n".encode(), "survey.txt")


def told(analysis: Analysis) -> list[Finding]:
    return [finding for finding in analysis.findings if finding.rule == "granularity"]


@pytest.mark.parametrize("sentence", [SEVERAL, QUESTION])
def test_shares_of_whole_answers_are_told_nothing(sentence: str) -> None:
    analysis = read(sentence)
    assert sum(number.percent for number in analysis.facts.numbers) > 2
    assert told(analysis) == []


def test_one_share_among_others_that_fit_is_a_warning_with_its_power() -> None:
    (finding,) = told(read(SEVERAL.replace("94,38%", "94,83%")))
    assert finding.severity == "warning"
    assert "94,83%" in finding.message
    assert "160" in finding.message
    assert re.search(r"phát hiện được 99,\d%", finding.message)
    assert len(finding.evidence) == 1


def test_shares_that_all_fail_are_a_remark() -> None:
    (finding,) = told(read(QUESTION.replace("61,54", "61,73").replace("35,38", "35,19")))
    assert finding.severity == "info"
    assert len(finding.evidence) == 3


def test_a_share_of_few_answers_is_a_remark_and_its_twin_is_right() -> None:
    sentence = "Khảo sát 40 hộ dân cho thấy 87,5% hài lòng với cách phục vụ."
    assert told(read(sentence)) == []
    (finding,) = told(read(sentence.replace("87,5%", "87,45%")))
    assert finding.severity == "info"


@pytest.mark.parametrize(
    "sentence",
    [
        # no power: any share fits so many answers
        "Khảo sát 2.400 người dân, tỷ lệ hài lòng về thái độ đạt 97,43%, về thời gian đạt 95,21%, về kết quả 93,07%.",
        # some left a question open
        SEVERAL.replace("160", "165"),
        # averages and changes are no shares
        "Khảo sát 60 người dân, chỉ số hài lòng chung đạt 91,47%, tăng 2,13% so với năm trước.",
        # no survey: the share has another base
        "Xã có 60 hộ nghèo; tỷ lệ che phủ rừng đạt 41,37%.",
        # the count before a share is its part
        "Đã phát 90 phiếu khảo sát. Hai mức đầu hợp lại 61 phiếu, tức 67,78%; năm 2023 mới được 65,4%.",
        # shares told with counts of their own are checked as percentages
        "Khảo sát 90 phiếu: hài lòng 61 phiếu, đạt 67,78%; bình thường 29 phiếu, đạt 32,22%.",
    ],
)
def test_what_may_have_another_base_is_left_open(sentence: str) -> None:
    analysis = read(sentence)
    assert analysis.facts.measures
    assert told(analysis) == []


TABLE = """Kết quả khảo sát 140 người dân như sau:

| Nội dung | Tỷ lệ hài lòng (%) |
| Thái độ phục vụ | 96,43 |
| Thời gian giải quyết | 92,14 |
| Kết quả giải quyết | 94,29 |
| Nơi tiếp đón | 90,71 |"""


def test_shares_of_a_table_have_the_base_told_above_it() -> None:
    assert told(read(TABLE)) == []
    (finding,) = told(read(TABLE.replace("94,29", "94,92")))
    assert finding.severity == "warning"
    # counts of its own
    counted = (
        TABLE.replace("(%) |", "(%) | Số phiếu |").replace("94,29 |", "94,92 | 118 |").replace(",43 |", ",43 | 140 |")
    )
    assert told(read(counted)) == []


def test_items_have_the_base_of_their_lead_in() -> None:
    listed = (
        "Lấy ý kiến 90 hộ kinh doanh, kết quả:\n- Rất hài lòng: 54,44%;\n- Hài lòng: 42,22%;\n- Không hài lòng: 3,33%."
    )
    assert told(read(listed)) == []
    assert [finding.severity for finding in told(read(listed.replace("42,22", "41,57")))] == ["warning"]


@pytest.mark.parametrize(
    ("share", "expected"), [("59,6%", None), ("54,6%", "34/62 = 54,8%, 34/63 = 54%"), ("54,8%", None)]
)
def test_a_count_and_its_share_have_a_whole_base(share: str, expected: str | None) -> None:
    analysis = read(f"Có 34 giáo viên được công nhận lao động tiên tiến, tỷ lệ {share}.")
    assert any(r.kind == "percent" and r.verdict == "undecided" for r in analysis.facts.relations)
    found = told(analysis)
    assert [f.severity for f in found] == ([] if expected is None else ["info"])
    assert expected is None or expected in found[0].message


def test_a_share_of_a_plan_needs_no_whole_base() -> None:
    analysis = read("Có 34 hộ thoát nghèo, đạt 54,6% kế hoạch.")
    assert analysis.facts.measures
    assert told(analysis) == []
