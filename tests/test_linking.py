"""Which figures of a sentence carry which metric: ways of telling it, each beside a sentence that must not link."""

from __future__ import annotations

import pytest

from pipeline.analysis import analyse_bytes

HEAD = "ỦY BAN NHÂN DÂN\n{unit}\n\nBÁO CÁO\nKết quả năm 2024\n\nI. NỘI DUNG\n"

RECEIVED, RESOLVED, PENDING = "dossiers.received", "dossiers.resolved", "dossiers.pending"
DIRECT, ONLINE, CARRIED = "dossiers.received.direct", "dossiers.received.online", "dossiers.carried_over"
LATE, RATE, ONLINE_RATE = "dossiers.resolved.overdue", "dossiers.on_time_rate", "dossiers.online_rate"
PETITIONS, OWN, SETTLED = "petitions.received", "petitions.in_jurisdiction", "petitions.resolved"
SATISFIED, VERY = "satisfaction.rate", "satisfaction.very_satisfied_rate"
LETTERS, APOLOGY, JOY = "letters", "letters.apology", "letters.congratulation"
CLASSES, PEOPLE = "training.classes", "training.participants"
PLANNED, SPENT, SPENT_HERE = "budget.planned", "budget.spent", "budget.spent.commune"
SESSIONS = "supervision.sessions"
POPULATION, HOUSEHOLDS, AREA = "profile.population", "profile.households", "profile.area"


def metrics(body: str, unit: str = "XÃ AN BÌNH") -> list[str | None]:
    """The metrics of the measures of a report of one paragraph, in order."""
    analysis = analyse_bytes(f"{HEAD.format(unit=unit)}{body}\n".encode(), "bao-cao.txt")
    numbers = analysis.facts.numbers
    return [m.metric for m in sorted(analysis.facts.measures.values(), key=lambda m: numbers[m.number].span)]


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Nhận mới 812 hồ sơ; cộng 33 hồ sơ năm ngoái để lại thì phải xử lý 845 hồ sơ.", [RECEIVED, CARRIED, None]),
        ("Có 9 hồ sơ xong muộn nên tổng số hồ sơ đã giải quyết là 700 hồ sơ.", [LATE, RESOLVED]),
        ("Đất đồi nhiều nên xã rộng 62,5 km².", [AREA]),
        ("Thêm 12 thư mừng thọ nữa là vừa đủ 240 thư chúc mừng.", [None, JOY]),
        ("Mỗi hồ sơ trễ hẹn có một thư xin lỗi, tức 07 thư.", [APOLOGY]),
        ("Tỷ lệ trực tuyến vì thế là 71%.", [ONLINE_RATE]),
        ("Xã nghèo nên mới có 12 hồ sơ vay vốn.", [None]),
    ],
)  # fmt: skip
def test_a_new_clause_begins_the_words_of_a_figure(body: str, want: list[str | None]) -> None:
    assert metrics(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Dân số 4.100 + 3.250 + 2.650 = 10.000 người.", [None, None, None, POPULATION]),
        ("Phiếu rất hài lòng 60 phiếu, phiếu không hài lòng 40 phiếu, tỷ lệ lần lượt là 60% và 40%.",
         [None, None, VERY, "satisfaction.unsatisfied_rate"]),
        ("Mở 02 lớp tập huấn; từ thôn có 40 người, từ trường 20 người, cộng 60 người.", [CLASSES, None, None, PEOPLE]),
        ("Đơn thuộc thẩm quyền 19 đơn. Trong 19 đơn của xã, giải quyết xong 17 đơn.", [OWN, OWN, SETTLED]),
        ("Đơn thuộc thẩm quyền 19 đơn. Trong 18 đơn của dân, giải quyết xong 17 đơn.", [OWN, None, SETTLED]),
        ("Sự hài lòng tăng từ 93% lên 96%.", [SATISFIED, SATISFIED]),
        ("Sự hài lòng tăng 3%.", [None]),
        ("So với tháng trước (1.707 hồ sơ), số hồ sơ tiếp nhận giảm 50 hồ sơ.", [RECEIVED, None]),
        ("So với tháng trước (1.707 hồ sơ), số hồ sơ đất đai giảm 50 hồ sơ.", [None, None]),
        ("Quý IV tiếp nhận 710 hồ sơ, lũy kế cả năm 3.305 hồ sơ.", [RECEIVED, RECEIVED]),
        ("Quý IV tiếp nhận 710 hồ sơ, riêng đất đai 305 hồ sơ.", [RECEIVED, None]),
        ("Chỉ tiêu giao 80% hồ sơ trực tuyến, xã đạt 88%.", [ONLINE_RATE, ONLINE_RATE]),
    ],
)  # fmt: skip
def test_a_series_says_what_its_figures_count(body: str, want: list[str | None]) -> None:
    assert metrics(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Có 32 hội nghị đối thoại, 91% đơn thuộc thẩm quyền được giải quyết, 99% hồ sơ trả đúng hạn.",
         ["dialogues", "petitions.resolved_rate", RATE]),
        ("Đã gửi 70 thư, 96% người dân hài lòng.", [LETTERS, SATISFIED]),
        ("Trả đúng hạn và trước hạn 990 hồ sơ, 99% số đã trả.", ["dossiers.resolved.early_or_on_time", RATE]),
        ("Trong số 900 hồ sơ trực tuyến, 60% do công chức nộp giúp.", [ONLINE, None]),
        ("Kinh phí đã chi 90 triệu đồng (huyện 50 triệu đồng, xã 40 triệu đồng).",
         [SPENT, "budget.spent.district", SPENT_HERE]),
        ("Kinh phí bố trí 90 triệu đồng (huyện 50 triệu đồng, xã 40 triệu đồng).",
         [PLANNED, "budget.planned.district", "budget.planned.commune"]),
    ],
)  # fmt: skip
def test_parts_and_percentages_follow_their_own_words(body: str, want: list[str | None]) -> None:
    assert metrics(body) == want


@pytest.mark.parametrize(
    "body",
    [
        "Lĩnh vực tư pháp tiếp nhận 1.204 hồ sơ, giải quyết 1.200 hồ sơ.",
        "Thôn Bắc gửi 9 thư chúc mừng.",
        "Khiếu nại đã giải quyết 3 đơn.",
        "Tiếp 03 đoàn đông người với 45 người.",
        "Mỗi quý mở 01 lớp tập huấn.",
        "Mỗi thôn tổ chức 01 hội nghị đối thoại.",
        "Nhận 41 hồ sơ đề nghị vay vốn.",
        "Bình quân mỗi tháng gửi 33 thư.",
        "Phân kỳ giải ngân quý I 12,5 triệu đồng.",
        "Cuối kỳ còn 32 hộ.",
        "Ngân sách xã chi thường xuyên 4.100 triệu đồng.",
        "Số phiếu hài lòng là 130 phiếu.",
        "Tuyên truyền 14 buổi với 920 lượt người nghe.",
        "Thu nhập từ chăn nuôi 150 triệu đồng/hộ.",
    ],
)
def test_what_is_told_of_a_part_carries_no_metric(body: str) -> None:
    found = metrics(body)
    assert found
    assert set(found) == {None}


def test_a_bracket_is_named_by_the_words_before_it() -> None:
    told = "Toàn xã có 1.200 hộ, đối thoại với thanh niên (86 người)."
    assert metrics(told) == [HOUSEHOLDS, None]
    assert metrics("Toàn xã có 1.200 hộ, dân số toàn xã (4.800 người).") == [HOUSEHOLDS, POPULATION]


def test_what_is_in_time_stands_under_what_is_pending() -> None:
    told = "Đang giải quyết 40 hồ sơ; trong hạn 38 hồ sơ, quá hạn 2 hồ sơ."
    assert metrics(told)[0] == PENDING
    assert metrics("Đã giải quyết 40 hồ sơ; đúng hạn 38 hồ sơ, quá hạn 2 hồ sơ.") == [
        RESOLVED, "dossiers.resolved.on_time", LATE,
    ]  # fmt: skip
    assert metrics("Nộp tại quầy 30 hồ sơ, nộp mạng 70 hồ sơ.") == [DIRECT, ONLINE]
    assert metrics("Nhận 26 đơn, đủ điều kiện 20 đơn.") == [PETITIONS, None]


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Đoàn thể giám sát 05 cuộc, Mặt trận giám sát 07 cuộc, gộp lại là 12 cuộc.", [None, None, SESSIONS]),
        ("Đơn tiếp nhận trong kỳ: 143 đơn (cấp huyện 58 đơn, cấp xã 85 đơn).", [PETITIONS, None, None]),
        ("Nhận 16 đơn mới, 03 đơn kỳ trước để lại, thành 19 đơn.", [PETITIONS, None, None]),
    ],
)  # fmt: skip
def test_sums_settle_what_measures_the_whole(body: str, want: list[str | None]) -> None:
    assert metrics(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Kinh phí bố trí in khung thư là 12 triệu đồng.", [None]),
        ("Kinh phí bố trí thực hiện mô hình là 12 triệu đồng.", [PLANNED]),
        ("Kinh phí đã chi mua máy lạnh cho hội trường 45 triệu đồng.", [None]),
        ("Kinh phí đã chi cho công tác này 45 triệu đồng.", [SPENT]),
    ],
)
def test_money_for_something_else_is_none_of_the_work(body: str, want: list[str | None]) -> None:
    assert metrics(body) == want


def test_money_of_the_whole_life_of_a_place_is_for_no_one_work() -> None:
    body = "Kinh phí bố trí 300 triệu đồng, đã chi 250 triệu đồng."
    titled = HEAD.format(unit="XÃ AN BÌNH").replace("Kết quả", "Tình hình kinh tế - xã hội")
    found = analyse_bytes(f"{titled}{body}\n".encode(), "bao-cao.txt").facts.measures.values()
    assert [measure.metric for measure in found] == [None, None]
    assert metrics(body) == [PLANNED, SPENT]
