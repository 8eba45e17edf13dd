"""One unit over its periods: every trap says what was understood and has a twin, one edit away, that is found."""

from __future__ import annotations

import pytest

from pipeline.compare.papers import paper_of, standing
from pipeline.compare.run import across
from pipeline.compare.series import series_of
from tests.across_reports import clashing, commune, number, read

RECEIVED = "dossiers.received"


def _two(first: str, second: str) -> tuple[str, str]:
    return commune(first, when="quý I"), commune(second, when="quý II")


def test_opening_is_what_the_period_before_left() -> None:
    last = "Tiếp nhận 540 hồ sơ; đã giải quyết 518 hồ sơ; đang giải quyết 22 hồ sơ."
    good, bad = ("Hồ sơ kỳ trước chuyển sang 22 hồ sơ.", "Hồ sơ kỳ trước chuyển sang 27 hồ sơ.")
    reports = read(*_two(last, good))
    assert number(reports[1], "dossiers.carried_over", "22")
    assert clashing(*_two(last, good)) == []
    found = clashing(*_two(last, bad))
    assert [(f.kind, f.severity, f.expected, f.found) for f in found] == [("opening", "error", 22, 27)]
    assert {(e.path, e.text) for e in found[0].evidence} == {("01.txt", "22"), ("02.txt", "27")}


def test_opening_of_petitions_by_their_balance() -> None:
    text = (
        "Tổng số đơn {0} đơn (kỳ trước chuyển sang {1} đơn, tiếp nhận trong kỳ {2} đơn); đã giải quyết "
        "{3} đơn, còn lại {4} đơn."
    )
    last = text.format(40, 5, 35, 30, 10)
    assert clashing(*_two(last, text.format(30, 10, 20, 25, 5))) == []
    found = clashing(*_two(last, text.format(28, 8, 20, 25, 3)))
    assert [(f.kind, f.expected, f.found) for f in found] == [("opening", 10, 8)]


def test_opening_after_a_gap_says_nothing() -> None:
    first = commune("Đang giải quyết 22 hồ sơ.", when="quý I")
    third = commune("Hồ sơ kỳ trước chuyển sang 27 hồ sơ.", when="quý III")
    second = commune("Hồ sơ kỳ trước chuyển sang 27 hồ sơ.", when="quý II")
    assert clashing(first, third) == []
    assert len(clashing(first, second)) == 1


@pytest.mark.parametrize(("half", "kinds"), [("640", []), ("600", ["period-sum"]), ("310", ["period-sum"])])
def test_quarters_make_the_half_year(half: str, kinds: list[str]) -> None:
    texts = (
        commune("Tiếp nhận 340 hồ sơ.", when="quý I"),
        commune("Tiếp nhận 300 hồ sơ.", when="quý II"),
        commune(f"Tiếp nhận {half} hồ sơ.", when="6 tháng đầu"),
    )
    assert number(read(*texts)[2], RECEIVED, half)
    found = clashing(*texts)
    assert sorted({f.kind for f in found} - {"cumulative"}) == kinds or found[0].kind == "cumulative"
    assert len(found) == len(kinds)
    assert all(f.found == int(half) for f in found)


def test_since_january_and_the_period_are_two_figures() -> None:
    first = commune("Tiếp nhận 340 hồ sơ; lũy kế từ đầu năm tiếp nhận 340 hồ sơ.", when="quý I")
    second = "Tiếp nhận 300 hồ sơ; lũy kế từ đầu năm tiếp nhận {} hồ sơ."
    assert clashing(first, commune(second.format(640))) == []
    found = clashing(first, commune(second.format(320)))
    assert found
    assert found[0].evidence[0].text == "320"


def test_a_new_year_begins_at_nothing() -> None:
    last = commune("Lũy kế từ đầu năm tiếp nhận 940 hồ sơ.", when="quý IV", year=2023)
    first = commune("Lũy kế từ đầu năm tiếp nhận 140 hồ sơ.", when="quý I", year=2024)
    second = commune("Lũy kế từ đầu năm tiếp nhận 120 hồ sơ.", when="quý II", year=2024)
    assert clashing(last, first) == []
    assert [f.kind for f in clashing(last, first, second)] == ["cumulative"]


def test_plan_is_no_result() -> None:
    first = commune("Tiếp nhận 340 hồ sơ.", when="quý I")
    plan = commune("Kế hoạch năm tiếp nhận 300 hồ sơ.", when="năm")
    result = commune("Tiếp nhận 300 hồ sơ.", when="năm")
    assert clashing(first, plan) == []
    assert [f.kind for f in clashing(first, result)] == ["cumulative"]


def test_scale_and_rounding_of_money() -> None:
    first = commune("Kinh phí đã triển khai 1.240 triệu đồng.", when="quý I")
    second = commune("Kinh phí đã triển khai 310 triệu đồng.", when="quý II")
    half = "Kinh phí đã triển khai {} tỷ đồng."
    assert clashing(first, second, commune(half.format("1,55"), when="6 tháng đầu")) == []
    assert clashing(first, second, commune(half.format("1,6"), when="6 tháng đầu")) == []
    assert len(clashing(first, second, commune(half.format("1,45"), when="6 tháng đầu"))) == 1


def test_an_estimate_is_no_count() -> None:
    quarters = commune("Tiếp nhận 340 hồ sơ.", when="quý I"), commune("Tiếp nhận 300 hồ sơ.", when="quý II")
    assert clashing(*quarters, commune("Ước 6 tháng tiếp nhận 650 hồ sơ.", when="6 tháng đầu")) == []
    assert len(clashing(*quarters, commune("Trong 6 tháng tiếp nhận 650 hồ sơ.", when="6 tháng đầu"))) == 1


def test_a_quarter_and_a_half_year_in_one_report() -> None:
    first = commune("Tiếp nhận 340 hồ sơ.", when="quý I")
    line = "Trong quý II tiếp nhận 300 hồ sơ; lũy kế 6 tháng tiếp nhận {} hồ sơ."
    title = {"when": "quý II và 6 tháng đầu", "day": "28/6"}
    paper = paper_of(*read(commune(line.format(640), **title))[0])
    assert paper is not None
    assert [span.words() for span in paper.spans] == ["6 tháng đầu năm 2024", "quý II/2024"]
    assert clashing(first, commune(line.format(640), **title)) == []
    assert [f.found for f in clashing(first, commune(line.format(650), **title))] == [650]


def test_thousands_are_rounded() -> None:
    quarters = commune("Tiếp nhận 640 hồ sơ.", when="quý I"), commune("Tiếp nhận 671 hồ sơ.", when="quý II")
    half = "Tiếp nhận khoảng {} hồ sơ."
    assert clashing(*quarters, commune(half.format("1.300"), when="6 tháng đầu")) == []
    assert [f.severity for f in clashing(*quarters, commune(half.format("1.100"), when="6 tháng đầu"))] == ["warning"]


def test_one_report_in_two_forms_is_one() -> None:
    first = commune("Tiếp nhận 340 hồ sơ.", when="quý I")
    half = commune("Tiếp nhận 300 hồ sơ.", when="6 tháng đầu")
    assert len(clashing(first, half, half.replace("Lưu: VT", "Lưu: VT, TH"))) == 1


def test_year_ago_against_what_was_reported() -> None:
    old = commune("Tiếp nhận 500 hồ sơ.", year=2023)
    text = "Tiếp nhận 540 hồ sơ, tăng 8% so với cùng kỳ năm trước (500 hồ sơ)."
    assert clashing(old, commune(text)) == []
    wrong = "Tiếp nhận 540 hồ sơ, tăng 20% so với cùng kỳ năm trước (450 hồ sơ)."
    found = clashing(old, commune(wrong))
    assert [(f.kind, f.expected, f.found) for f in found] == [("year-ago", 500, 450)]
    restated = "Tiếp nhận 540 hồ sơ, tăng 20% so với cùng kỳ năm trước (450 hồ sơ, số liệu đã rà soát lại)."
    assert clashing(old, commune(restated)) == []


def test_growth_against_both_figures() -> None:
    old = commune("Tiếp nhận 500 hồ sơ.", year=2023)
    assert clashing(old, commune("Tiếp nhận 540 hồ sơ, tăng 8% so với cùng kỳ năm trước.")) == []
    found = clashing(old, commune("Tiếp nhận 540 hồ sơ, tăng 12% so với cùng kỳ năm trước."))
    assert [(f.kind, f.expected, f.found) for f in found] == [("growth", 8, 12)]


def test_points_and_percent() -> None:
    old = commune("Tỷ lệ giải quyết đúng hạn đạt 90%.", year=2023)
    for rise in ("9%", "10%"):
        assert clashing(old, commune(f"Tỷ lệ giải quyết đúng hạn đạt 99%, tăng {rise} so với cùng kỳ năm trước.")) == []
    assert len(clashing(old, commune("Tỷ lệ giải quyết đúng hạn đạt 99%, tăng 15% so với cùng kỳ năm trước."))) == 1


def test_a_corrected_report_stands_for_the_older_one() -> None:
    first = commune("Tiếp nhận 340 hồ sơ; lũy kế từ đầu năm tiếp nhận 340 hồ sơ.", when="quý I")
    old = commune("Tiếp nhận 300 hồ sơ; lũy kế từ đầu năm tiếp nhận 610 hồ sơ.", number=80)
    new = commune("Tiếp nhận 300 hồ sơ; lũy kế từ đầu năm tiếp nhận 640 hồ sơ.", number=88, day="30/6")
    papers = [paper for one in read(first, old, new) if (paper := paper_of(*one)) is not None]
    assert [paper.path for paper in standing(papers)] == ["01.txt", "03.txt"]
    assert clashing(first, old, new) == []
    assert len(clashing(first, old)) == 1


def test_a_second_copy_is_no_second_report() -> None:
    one = commune("Tiếp nhận 340 hồ sơ.", when="quý I")
    assert clashing(one, one) == []
    papers = [paper for text in read(one, one) if (paper := paper_of(*text)) is not None]
    assert [len(series.papers) for series in series_of(papers)] == [1]


def test_a_narrow_report_is_not_compared() -> None:
    first = commune("Tiếp nhận 340 hồ sơ.", when="quý I")
    narrow = commune("Tiếp nhận 30 hồ sơ.", when="6 tháng đầu", subject="chuyên đề giải quyết hồ sơ đất đai")
    wide = commune("Tiếp nhận 30 hồ sơ.", when="6 tháng đầu")
    assert clashing(first, narrow) == []
    assert len(clashing(first, wide)) == 1


def test_communes_of_one_name_in_two_districts() -> None:
    first = commune("Lũy kế từ đầu năm tiếp nhận 340 hồ sơ.", when="quý I")
    other = "Lũy kế từ đầu năm tiếp nhận 120 hồ sơ."
    assert clashing(first, commune(other, above="huyện Kim Bảng")) == []
    assert len(clashing(first, commune(other))) == 1


def test_the_run_before_is_compared_and_not_told_again() -> None:
    last, first = commune("Đang giải quyết 22 hồ sơ.", when="quý I"), commune("Đang giải quyết 9 hồ sơ.", when="quý II")
    wrong = commune("Hồ sơ kỳ trước chuyển sang 27 hồ sơ.", when="quý III")
    old, new = read(last, first, folder="cu/"), read(wrong, folder="moi/")
    records_only = [(record, None) for record, _ in old]
    assert [f.kind for f in across(new, old) if f.severity != "info"] == ["opening"]
    assert [f.kind for f in across(new, records_only) if f.severity != "info"] == ["opening"]
    assert across([], [*old, *new]) == []
    mended = read(wrong.replace("27 hồ sơ", "9 hồ sơ"), folder="sau/")
    assert [f for f in across(mended, [*old, *new]) if f.severity != "info"] == []


def test_same_reports_same_findings() -> None:
    texts = _two("Đang giải quyết 22 hồ sơ.", "Hồ sơ kỳ trước chuyển sang 27 hồ sơ.")
    assert across(read(*texts)) == across(list(reversed(read(*texts))))
    assert clashing(*texts)[0].id.startswith("cross-")


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("Tiếp nhận 540 hồ sơ.", "now"),
        ("Kế hoạch năm 2024: tiếp nhận 540 hồ sơ.", "plan"),
        ("Đạt 54% kế hoạch năm, tiếp nhận 540 hồ sơ.", "now"),
        ("Phấn đấu tiếp nhận 540 hồ sơ.", "plan"),
        ("Lũy kế từ đầu năm đã tiếp nhận 540 hồ sơ.", "since_january"),
        ("Cùng kỳ năm trước tiếp nhận 540 hồ sơ.", "year_ago"),
        ("Cùng kỳ năm 2023 tiếp nhận 500 hồ sơ, năm nay tiếp nhận 540 hồ sơ.", "now"),
        ("Giải quyết 30 hồ sơ, tăng 8% so với cùng kỳ năm trước, tiếp nhận 540 hồ sơ.", "now"),
        ("Tiếp nhận tăng lên 540 hồ sơ.", "now"),
        ("Giải quyết 30 hồ sơ; quý trước tiếp nhận 540 hồ sơ.", "before"),
    ],
)
def test_the_time_that_words_give_a_figure(line: str, when: str) -> None:
    paper = paper_of(*read(commune(line))[0])
    assert paper is not None
    assert {f.metric: f.when for f in paper.figures if f.text == "540"} == {RECEIVED: when}


@pytest.mark.parametrize("count", ["Số vụ hòa giải", "Số cây phân tán trồng được", "Số lượt phát thanh"])
@pytest.mark.parametrize("told", ["(cùng kỳ năm 2023: {})", "(cùng kỳ năm 2023 là {1})", ", cùng kỳ năm trước {1}"])
def test_a_year_ago_in_a_bracket_counts_what_stands_before_it(count: str, told: str) -> None:
    unit = {"vụ": "vụ", "cây": "cây", "lượt": "lượt"}[count.split()[1]]
    old = commune(f"{count}: 120 {unit}.", year=2023)

    def now(figure: int) -> str:
        return commune(f"{count}: 130 {unit} {told.format(figure, f'{figure} {unit}')}.")

    assert clashing(old, now(120)) == []
    assert [(f.kind, f.severity, f.found) for f in clashing(old, now(150))] == [("year-ago", "warning", 150)]


def test_a_year_ago_that_names_what_it_counts_borrows_nothing() -> None:
    old = commune("Số vụ hòa giải: 120 vụ.", "Số vụ bạo lực gia đình: 12 vụ.", year=2023)
    line = "Số vụ hòa giải: 130 vụ (cùng kỳ năm 2023 {} 12 vụ)."
    assert clashing(old, commune(line.format("bạo lực gia đình"))) == []
    assert [f.found for f in clashing(old, commune(line.format("là")))] == [12]


def test_a_year_ago_of_another_unit_borrows_nothing() -> None:
    old = commune("Số vụ hòa giải: 120 vụ.", year=2023)
    assert clashing(old, commune("Số vụ hòa giải: 130 vụ (cùng kỳ năm 2023: 4 người).")) == []
    assert len(clashing(old, commune("Số vụ hòa giải: 130 vụ (cùng kỳ năm 2023: 4 vụ)."))) == 1


def test_two_figures_of_a_year_ago_tell_of_two_before_them() -> None:
    old = commune("Số vụ hòa giải: 120 vụ; hòa giải thành: 100 vụ.", year=2023)
    line = "Số vụ hòa giải: 130 vụ; hòa giải thành: 110 vụ (cùng kỳ năm 2023: {})."
    assert clashing(old, commune(line.format("120 vụ và 100 vụ"))) == []
    assert [f.found for f in clashing(old, commune(line.format("120 vụ")))] == [120]


@pytest.mark.parametrize(
    "told",
    [
        ", trong khi cùng kỳ năm trước chỉ có {} vụ",
        " so với {} vụ của cùng kỳ",
        " (CK: {} vụ)",
        ", tăng so với cùng kỳ ({} vụ)",
        ", cao hơn mức {} vụ của cùng kỳ năm trước",
    ],
)
def test_a_year_ago_told_behind_or_compared_with(told: str) -> None:
    old = commune("Xử phạt vi phạm hành chính 120 vụ.", year=2023)

    def now(figure: int) -> str:
        return commune(f"Xử phạt vi phạm hành chính 130 vụ{told.format(figure)}.")

    assert clashing(old, now(120)) == []
    assert [(f.kind, f.severity, f.found) for f in clashing(old, now(126))] == [("year-ago", "warning", 126)]


@pytest.mark.parametrize("head", ["Cùng kỳ năm 2023", "Cùng kỳ", "Năm trước"])
def test_the_head_of_a_column_says_nothing_of_what_follows_the_table(head: str) -> None:
    table = f"\n| Chỉ tiêu | Kỳ này | {head} |\n|---|---|---|\n| Xử phạt vi phạm hành chính (vụ) | 130 | 120 |\n"
    old = commune("Xử phạt vi phạm hành chính 120 vụ.", "Tiếp công dân 33 lượt.", year=2023)
    assert clashing(old, commune(table, "Tiếp công dân 41 lượt.")) == []
    told = clashing(old, commune(table, "Cùng kỳ năm trước tiếp công dân 41 lượt."))
    assert [(f.kind, f.found) for f in told] == [("year-ago", 41)]
