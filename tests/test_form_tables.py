"""Tables filled in after official forms: their identities hold, or a figure is told, by the rules of the day."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.catalogue.forms import columns_by_name, form_identities, rows_of
from pipeline.analysis import Analysis, analyse_bytes

HEAD = """ỦY BAN NHÂN DÂN
XÃ THANH TÙNG
Số: 84/BC-UBND
Thanh Tùng, ngày {day}

BÁO CÁO
Kết quả {about}

{table}

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Phan Thị Lựu
"""
ONE_STOP = """| STT | Lĩnh vực | Số hồ sơ tiếp nhận | | | | Số hồ sơ đã giải quyết | | | \
| Số hồ sơ đang giải quyết | | |
| | | Tổng số | Trực tuyến | Trực tiếp, bưu chính | Từ kỳ trước | Tổng số | Trước hạn | Đúng hạn | Quá hạn | Tổng số \
| Trong hạn | Quá hạn |
| 1 | Đất đai | 146 | 90 | 44 | 12 | 131 | 70 | 58 | 3 | 15 | 13 | 2 |
| 2 | Hộ tịch | 207 | 160 | 41 | 6 | 199 | 150 | 49 | 0 | 8 | 8 | 0 |"""
RECEPTION = """| Đơn vị | Tổng số lượt tiếp | Số người được tiếp | Số vụ việc | Tiếp thường xuyên | | \
| Tiếp định kỳ | | |
| | | | | Số lượt | Số người | Số vụ việc | Số lượt | Số người | Số vụ việc |
| Xã | 63 | 71 | 58 | 41 | 47 | 38 | 22 | 24 | 20 |"""
PETITIONS = """| Đơn vị | Tổng số đơn | Kỳ trước chuyển sang | Tiếp nhận trong kỳ | Đã xử lý | Chưa xử lý |
| UBND xã | 74 | 9 | 65 | 68 | 6 |"""
BY_NUMBER = """Biểu số: 01/XLD

| Đơn vị | Đơn phải xử lý | Chuyển sang | Mới | Xong | Tồn |
| A | 1 | 2 | 3 | 4 | 5 |
| Thanh tra | 74 | 9 | 65 | 68 | 6 |"""


APART = """| Lĩnh vực | Kỳ trước chuyển sang | Tiếp nhận trong kỳ | Đã giải quyết | Đang giải quyết |
| Đất đai | 14 | 151 | 147 | 18 |
| Hộ tịch | 5 | 236 | 232 | 9 |"""
STEPS = """| Lĩnh vực | Tổng số tiếp nhận | Giải quyết trước hạn | Giải quyết đúng hạn | Quá hạn | Đang giải quyết |
| Đất đai | 165 | 81 | 62 | 4 | 18 |
| Hộ tịch | 241 | 170 | 62 | 0 | 9 |"""
UPRIGHT = """| Nội dung | Số đơn |
| Tổng số đơn phải xử lý | 83 |
| Kỳ trước chuyển sang | 11 |
| Tiếp nhận trong kỳ | 72 |
| Đã xử lý | 77 |
| Còn lại | 6 |"""
NUMBERED = """Biểu số II.06c/VPCP/KSTT

| STT | Lĩnh vực | Nhận | | | | Xong | | | | Đang | | |
| | | TS | TT | TTBC | KT | TS | TH | ĐH | QH | TS | TrH | Q |
| (1) | (2) | (3) | (4) | (5) | (6) | (7) | (8) | (9) | (10) | (11) | (12) | (13) |
| 1 | Đất đai | 165 | 101 | 50 | 14 | 147 | 81 | 62 | 4 | 18 | 16 | 2 |
| 2 | Hộ tịch | 241 | 190 | 46 | 5 | 232 | 170 | 62 | 0 | 9 | 9 | 0 |"""


def read(table: str, day: str, about: str = "công tác quý II năm 2024") -> Analysis:
    return analyse_bytes(HEAD.format(day=day, about=about, table=table).encode(), "form.txt")


def told(analysis: Analysis) -> list[tuple[str, str]]:
    return [(finding.severity, finding.rule) for finding in analysis.findings]


def held(analysis: Analysis) -> list[str]:
    """What the form says holds, or the table itself where its heads and rows bear out the same."""
    sources = ("identity", "layout")
    return [r.reading for r in analysis.facts.relations if r.source in sources and r.verdict == "holds"]


IN_2024 = "18 tháng 6 năm 2024"


@pytest.mark.parametrize(
    ("table", "wrong", "reading", "finding"),
    [
        (
            ONE_STOP,
            ("131 | 70 | 58 | 3 | 15 | 13", "131 | 70 | 58 | 3 | 25 | 23"),
            "146 = 131 + 15",
            ("info", "balance"),
        ),
        (RECEPTION, ("| 63 |", "| 65 |"), "41 + 22 = 63", ("warning", "sum")),
        (PETITIONS, ("| 68 | 6 |", "| 68 | 8 |"), "74 = 68 + 6", ("warning", "balance")),
        (BY_NUMBER, ("| 9 | 65 |", "| 9 | 56 |"), "9 + 65 = 74", ("warning", "sum")),
        (APART, ("| 18 |", "| 81 |"), "14 + 151 = 147 + 18", ("error", "balance")),
        (STEPS, ("| 18 |", "| 81 |"), "81 + 62 + 4 + 18 = 165", ("error", "sum")),
        (UPRIGHT, ("| 77 |", "| 71 |"), "83 = 77 + 6", ("warning", "balance")),
        (NUMBERED, ("| 50 |", "| 55 |"), "101 + 50 + 14 = 165", ("info", "sum")),
    ],
    ids=["one-stop", "reception", "petitions", "by number", "apart", "steps", "upright", "numbered"],
)
def test_identity_holds_and_its_twin_is_told(
    table: str, wrong: tuple[str, str], reading: str, finding: tuple[str, str]
) -> None:
    clean = read(table, IN_2024)
    assert told(clean) == []
    assert reading in held(clean)
    assert table.count(wrong[0]) == 1
    assert told(read(table.replace(*wrong), IN_2024)) == [finding]


def test_forms_are_those_of_the_day() -> None:
    wrong = PETITIONS.replace("| 68 | 6 |", "| 68 | 8 |")
    assert told(read(wrong, "18 tháng 6 năm 2020", "công tác quý II năm 2020")) == []  # before any of the circulars
    assert told(read(wrong, "18 tháng 12 năm 2025", "công tác năm 2025")) == [
        ("info", "balance")
    ]  # its columns were not found


@pytest.mark.parametrize(
    "table",
    [
        # what is returned stands in a column of its own
        """| Lĩnh vực | Tổng số hồ sơ tiếp nhận | Đã giải quyết | Đang giải quyết | Trả lại |
| Đất đai | 146 | 121 | 15 | 10 |
| Hộ tịch | 207 | 199 | 8 | 0 |""",
        # columns that tell only how cases were received
        RECEPTION.replace("Tiếp thường xuyên", "Đoàn đông người").replace("| 63 |", "| 95 |"),
        # a table that bears nothing out
        """| Lĩnh vực | Tổng số hồ sơ tiếp nhận | Đã giải quyết | Đang giải quyết |
| Đất đai | 146 | 121 | 19 |
| Hộ tịch | 207 | 190 | 8 |""",
    ],
    ids=["returned", "groups", "nothing"],
)
def test_other_tables_are_none_of_a_form(table: str) -> None:
    analysis = read(table, IN_2024)
    assert analysis.facts.layouts
    assert told(analysis) == []


@pytest.mark.parametrize("identity", [pytest.param(one, id=f"{one.form}-{one.wholes[0]}") for one in form_identities()])
def test_every_row_says_when_and_whence(identity: Any) -> None:
    assert identity.source
    assert identity.since
    assert not identity.ended or identity.since < identity.ended
    assert len(identity.parts) > 1


def test_columns_are_known_by_their_examples() -> None:
    for row in rows_of("form_columns.csv"):
        heads = {0: row["example"].lower().split(" : ")}
        assert columns_by_name(heads).get(row["form"], {}).get(row["column"]) == 0, row
