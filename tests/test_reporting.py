"""What contradicts the period of the title: opening, closing, days of the figures, day of issue."""

from __future__ import annotations

import pytest

from pipeline.analysis import Analysis, analyse_bytes
from pipeline.checks.windows import reach, windows

PAPER = """UBND XÃ THANH TÙNG
Số: 84/BC-UBND
Thanh Tùng, ngày 19 tháng 9 năm 2024

BÁO CÁO
Kết quả tiếp công dân quý III năm 2024
(Số liệu từ ngày 15/6/2024 đến ngày 14/9/2024)

Thực hiện Công văn số 41/UBND-NC, Ủy ban nhân dân xã báo cáo kết quả quý III năm 2024 như sau:
Trong quý, xã tiếp 37 lượt công dân, quý II năm 2024 tiếp 31 lượt. Tính đến ngày 31/12/2023 còn 02 vụ.
Trên đây là Báo cáo kết quả tiếp công dân quý III năm 2024, phương hướng quý IV năm 2024 của xã Thanh Tùng.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Phan Thị Lựu
"""
OPENING = "báo cáo kết quả quý III năm 2024"
DAYS = "từ ngày 15/6/2024 đến ngày 14/9/2024"


def read(*edits: tuple[str, str]) -> Analysis:
    text = PAPER
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return analyse_bytes(text.encode(), "paper.txt")


def told(analysis: Analysis) -> list[tuple[str, str]]:
    return [(finding.severity, finding.rule) for finding in analysis.findings]


def test_a_paper_of_one_period_is_told_nothing() -> None:
    analysis = read()
    assert analysis.facts.header.period == "2024-Q3"
    assert told(analysis) == []


@pytest.mark.parametrize(
    ("edit", "severity"),
    [
        ((OPENING, "báo cáo kết quả quý II năm 2024"), "warning"),
        ((OPENING, "báo cáo kết quả quý III năm 2023"), "warning"),
        (("dân quý III năm 2024, phương", "dân quý I năm 2024, phương"), "warning"),
        ((DAYS, "từ ngày 15/3/2024 đến ngày 14/6/2024"), "info"),
        ((DAYS, "từ ngày 15/6/2023 đến ngày 14/9/2023"), "info"),
        ((DAYS, "tính đến ngày 14/5/2024"), "info"),
        (("ngày 19 tháng 9 năm 2024", "ngày 19 tháng 9 năm 2025"), "info"),
    ],
)
def test_another_period_is_told(edit: tuple[str, str], severity: str) -> None:
    assert told(read(edit)) == [(severity, "date")]


@pytest.mark.parametrize(
    "edit",
    [
        (DAYS, "từ ngày 15/12/2023 đến ngày 14/9/2024"),  # figures from the first day of the year on
        (DAYS, "từ ngày 01/7/2024 đến ngày 19/9/2024"),  # the calendar of statistical reports
        (DAYS, "từ ngày 20/6/2024 đến ngày 10/9/2024"),  # as the request for the report says
        (DAYS, "tính đến ngày 14/9/2024"),
        (OPENING, "báo cáo kết quả 9 tháng đầu năm 2024"),
        (OPENING, "báo cáo kết quả quý III năm 2024 và so với quý III năm 2023"),
    ],
)
def test_other_ways_to_tell_the_period_are_right(edit: tuple[str, str]) -> None:
    analysis = read(edit)
    assert analysis.facts.header.period == "2024-Q3"
    assert told(analysis) == []


def test_windows_are_dated_and_have_sources() -> None:
    assert all(one.source and one.since for one in windows())
    assert str(reach("2024", "2024-12-20")) == "(datetime.date(2023, 12, 15), datetime.date(2024, 12, 31))"
    assert reach("2021/2024", "2024-12-20") is None
    # before the decree only the calendar of statistics, before that none is known
    assert str(reach("2018-Q4", "2018-12-20")) == "(datetime.date(2018, 10, 1), datetime.date(2018, 12, 31))"
    assert reach("2018-Q1", "2018-03-20") is None


def test_a_title_may_name_the_year_to_come_only() -> None:
    title = ("Kết quả tiếp công dân quý III năm 2024", "Tình hình kinh tế - xã hội; phương hướng, nhiệm vụ năm 2025")
    days = ("(Số liệu từ ngày 15/6/2024 đến ngày 14/9/2024)\n", "")
    closing = ("dân quý III năm 2024, phương hướng quý IV năm 2024", "dân năm 2024")
    assert told(read(title, days, closing, (OPENING, "báo cáo kết quả"))) == []
