"""Counts of days beside their dates: right by some way of counting, or told."""

from __future__ import annotations

import pytest

from pipeline.analysis import Analysis, analyse_bytes
from pipeline.checks.finding import Finding

#: right, what makes it wrong
TOLD = (
    ("Hội chợ kéo dài 04 ngày (từ 20/11/2025 đến 23/11/2025), đón hơn 3.000 lượt khách.", "04 ngày", "06 ngày"),
    ("Lớp học mở trong 3 ngày từ ngày 07 đến ngày 09/10/2025.", "3 ngày", "5 ngày"),
    ("Niêm yết 15 ngày, từ ngày 01/6/2025 đến ngày 15/6/2025.", "15 ngày", "30 ngày"),
    ("Tuần tra liên tục 7 ngày, từ ngày 12/8/2025 đến hết ngày 18/8/2025.", "7 ngày", "5 ngày"),
    ("Từ ngày 11/3/2024 đến ngày 15/3/2024, trong 05 ngày ra quân đã thu 12 tấn rác.", "05 ngày", "08 ngày"),
    ("Tập huấn 05 ngày, bắt đầu từ ngày 03/3/2025 và kết thúc vào ngày 07/3/2025.", "05 ngày", "09 ngày"),
    ("Tập huấn 05 ngày, từ ngày 27/02/2024 đến ngày 02/3/2024.", "05 ngày", "06 ngày"),
)
#: counts of something else than all days of the span
LEFT_ALONE = (
    "Đi cơ sở 03 ngày trong đợt từ ngày 01/6/2025 đến ngày 15/6/2025.",
    "Học 10 ngày, từ ngày 02/6/2025 đến ngày 15/6/2025.",  # without the weekends
    "Trả kết quả chậm 40 ngày đối với hồ sơ nhận từ ngày 01/6/2025 đến ngày 15/6/2025.",
    "Bình quân mỗi hồ sơ xử lý 20 ngày, tính các hồ sơ nhận từ ngày 01/6/2025 đến ngày 05/6/2025.",
    "Huy động 120 ngày công, từ ngày 01/6/2025 đến ngày 15/6/2025.",
)


def analysed(text: str) -> Analysis:
    return analyse_bytes(f"I. KẾT QUẢ\n{text}\n".encode(), "days.txt")


def told(result: Analysis) -> list[Finding]:
    return [f for f in result.findings if f.severity in ("error", "warning")]


@pytest.mark.parametrize(("text", "old", "new"), TOLD)
def test_a_count_that_no_way_of_counting_gives_is_told(text: str, old: str, new: str) -> None:
    right = analysed(text)
    count, written = old.removesuffix(" ngày"), new.removesuffix(" ngày")
    assert told(right) == []
    assert any(right.document.quote(n.span) == count for n in right.facts.numbers)
    wrong = analysed(text.replace(old, new))
    (found,) = told(wrong)
    places = [wrong.document.quote(place.span) for place in found.evidence]
    assert found.rule == "date"
    assert places[0] == written
    assert len(places) == 3
    assert int(found.found or 0) == int(written)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_days_of_something_else_are_left_alone(text: str) -> None:
    result = analysed(text)
    assert told(result) == []
    assert sum(number.role == "date" for number in result.facts.numbers) == 2
