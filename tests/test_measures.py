"""What figures count where only those beside them tell: each reading with a twin, one edit away, that differs."""

from __future__ import annotations

import pytest

from pipeline.analysis import analyse_bytes

Read = tuple[str, str, str | None, bool]
HEAD = "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\n\nBÁO CÁO\nKết quả năm 2024\n\n"


def read(body: str) -> list[Read]:
    """Text, unit, metric and target of each measure of a commune's report, in order."""
    text = body if body.startswith("I. ") else f"I. NỘI DUNG\n{body}"
    analysis = analyse_bytes(f"{HEAD}{text}\n".encode(), "bao-cao.txt")
    numbers = analysis.facts.numbers
    measures = sorted(analysis.facts.measures.values(), key=lambda m: numbers[m.number].span)
    return [(analysis.document.quote(numbers[m.number].span), m.unit, m.metric, m.target) for m in measures]


def metrics(body: str) -> list[str | None]:
    return [metric for _, _, metric, _ in read(body)]


def units(body: str) -> list[str]:
    return [unit for _, unit, _, _ in read(body)]


RECEIVED, RESOLVED, ONLINE = "dossiers.received", "dossiers.resolved", "dossiers.received.online"
VISITS, PEOPLE = "reception.visits", "reception.people"


@pytest.mark.parametrize(
    ("body", "want", "edit", "twin"),
    [
        pytest.param(
            "Thư chúc mừng: 118\nThư chia buồn: 43\nThư cảm ơn: 9",
            ["letters.congratulation", "letters.condolence", "letters.thanks"],
            ("Thư cảm ơn", "Thư ngỏ"), ["letters.congratulation", "letters.condolence", None], id="lines of one figure",
        ),
        pytest.param(
            "Hình thức\tSố lượt\nTiếp thường xuyên\t28\nTiếp định kỳ, đột xuất\t9",
            ["reception.regular.visits", "reception.periodic.visits"],
            ("Tiếp thường xuyên", "Tiếp công dân"), [VISITS, "reception.periodic.visits"], id="what the row says",
        ),
        pytest.param(
            "Kỷ luật được siết chặt, 99% hồ sơ trả đúng hạn.", ["dossiers.on_time_rate"],
            ("siết chặt, 99%", "siết chặt với 99%"), [None], id="a clause that a figure opens",
        ),
        pytest.param(
            "Đã giải quyết 31 đơn KNTC.", ["petitions.resolved"],
            ("KNTC", "ĐKĐĐ"), [None], id="short forms",
        ),
        pytest.param(
            "Tổng cộng 733 hồ sơ, gồm hồ sơ kỳ trước còn lại 18 và hồ sơ nhận trong kỳ 715.",
            [None, "dossiers.carried_over", RECEIVED],
            ("kỳ trước còn lại", "kỳ này còn lại"), [None, "dossiers.pending", RECEIVED], id="left from another time",
        ),
        pytest.param(
            "Đảng bộ có 18/18 chi bộ sinh hoạt đúng lịch.", [None],
            ("18/18", "18"), ["party.cells"], id="k of n tells what some did",
        ),
        pytest.param(
            "Tiếp công dân 45 lượt/51 người.", [VISITS, PEOPLE],
            ("51 người", "51 vụ việc"), [VISITS, "reception.cases"], id="counted side by side",
        ),
        pytest.param(
            "Lũy kế đã tiếp 401 lượt công dân (quý I 121, quý II 138, quý III 142).", [VISITS] * 4,
            ("quý I 121, quý II 138, quý III 142", "hành chính 121, đất đai 138, khác 142"), [VISITS, None, None, None],
            id="parts of time",
        ),
        pytest.param(
            "Tiếp nhận 240 hồ sơ, tăng 12 hồ sơ so với cùng kỳ (228 hồ sơ).", [RECEIVED, None, RECEIVED],
            ("so với cùng kỳ (228", "ở lĩnh vực đất đai (228"), [RECEIVED, None, None], id="compared with",
        ),
        pytest.param(
            "Nộp trực tuyến 80 hồ sơ trên tổng số 100 hồ sơ, đạt 80%.", [ONLINE, RECEIVED, "dossiers.online_rate"],
            ("Nộp trực tuyến", "Hộ tịch có"), [None, None, None], id="what is counted on",
        ),
        pytest.param(
            "Xã có 10 cán bộ và 9 công chức, cộng 19 người.",
            ["staff.officials", "staff.civil_servants", "staff.total"],
            ("10 cán bộ và 9 công chức", "10 xã viên và 9 nông dân"), [None, None, None], id="a total of its parts",
        ),
        pytest.param(
            "Số gửi qua Cổng dịch vụ công lần lượt là 20, 30 và 40 hồ sơ, tổng cộng 90 hồ sơ.", [ONLINE] * 4,
            ("tổng cộng 90", "tổng cộng 95"), [ONLINE] * 3 + [None], id="one after another",
        ),
        pytest.param(
            "Đã tiếp nhận 90 hồ sơ: thôn Đông 20 hồ sơ, thôn Đoài 70 hồ sơ.", [RECEIVED, None, None],
            ("thôn Đông 20 hồ sơ, thôn Đoài 70 hồ sơ", "giải quyết 70 hồ sơ, trực tuyến 20 hồ sơ"),
            [RECEIVED, RESOLVED, ONLINE], id="parts are not the whole",
        ),
        pytest.param(
            "Đã giải quyết 88 đơn (đạt 91,67%), tương ứng 84 vụ (đạt 92,31%).",
            ["petitions.resolved", "petitions.resolved_rate", "petitions.resolved.cases", "petitions.resolved_rate"],
            ("84 vụ", "84 phiếu"), ["petitions.resolved", "petitions.resolved_rate", None, None],
            id="rates of counterparts",
        ),
        pytest.param(
            "Đảng bộ có 18 chi bộ (11 bản, 02 cơ quan, 05 trường học).",
            ["party.cells", "party.cells.village", "party.cells.agency", "party.cells.school"],
            ("18 chi bộ", "18 tổ"), [None] * 4,
            id="nouns that say which of the counted",
        ),
        pytest.param(
            "Chỉ tiêu\tTổng số\tĐã thực hiện\tTỷ lệ (%)\nHồ sơ nộp trực tuyến\t6.842\t5.917\t86,48",
            [RECEIVED, ONLINE, "dossiers.online_rate"],
            ("Đã thực hiện", "Kỳ trước"), [ONLINE, ONLINE, "dossiers.online_rate"],
            id="the wholes of a share in a table",
        ),
        pytest.param(
            "Đã gửi 346 thư, trong đó: thư cảm ơn 60 thư, thư chia buồn 286 thư. So với năm 2021 (282 thư) là tăng.",
            ["letters", "letters.thanks", "letters.condolence", "letters"],
            ("286 thư. So với năm 2021", "286 thư, so với năm 2021"),
            ["letters", "letters.thanks", "letters.condolence", "letters.condolence"], id="all compared, or the last",
        ),
        pytest.param(
            "Toàn huyện tiếp 388 lượt công dân. Trong 388 lượt, đất đai chiếm đa số.", [VISITS, VISITS],
            ("Trong 388", "Trong 338"), [VISITS, None], id="told of again",
        ),
        pytest.param(
            "Bình quân mỗi ngày tiếp nhận 12 hồ sơ.", [None], ("Bình quân mỗi ngày", "Trong ngày"), [RECEIVED],
            id="each of several",
        ),
    ],
)  # fmt: skip
def test_metrics_that_neighbours_tell(
    body: str, want: list[str | None], edit: tuple[str, str], twin: list[str | None]
) -> None:
    assert metrics(body) == want
    assert body.count(edit[0]) == 1
    assert metrics(body.replace(*edit)) == twin


@pytest.mark.parametrize(
    ("body", "want", "edit", "twin"),
    [
        pytest.param(
            "Nhận 184 đơn, nói về 171 vụ: khiếu nại 12, tố cáo 05, kiến nghị 167.", ["đơn", "vụ", "đơn", "đơn", "đơn"],
            ("kiến nghị 167", "kiến nghị 154"), ["đơn", "vụ", "vụ", "vụ", "vụ"], id="the total that parts make up",
        ),
        pytest.param(
            "Phía đông 27; phía tây 118; phía nam 254; phía bắc 87: cả năm đã ký gửi 486 lá thư.", ["lá thư"] * 5,
            ("phía bắc 87", "phía bắc 88"), ["", "", "", "", "lá thư"], id="a total that follows",
        ),
        pytest.param(
            "Thôn có 12 tổ, mỗi tổ 5 người.", ["tổ", "người/tổ"], ("mỗi tổ 5", "tất cả 60"), ["tổ", "người"],
            id="each has",
        ),
        pytest.param(
            "Khối 3 cơ quan (Văn phòng 12, Nội vụ 18, Tư pháp 15) có 46 người.", ["cơ quan", *["người"] * 4],
            ("có 46 người", "ở ba nơi"), ["cơ quan"] * 4, id="members of places",
        ),
        pytest.param(
            "Lập 9 tổ, bình quân 07 người.", ["tổ", "người/tổ"], ("bình quân", "tổng cộng"), ["tổ", "người"],
            id="a mean of what was just counted",
        ),
        pytest.param(
            "Đã hòa giải 27 vụ: thôn Đông 12, thôn Đoài 15.", ["vụ", "vụ", "vụ"],
            ("hòa giải 27 vụ", "khen 27 hộ"), ["hộ", "hộ", "hộ"], id="where is not what",
        ),
    ],
)  # fmt: skip
def test_units_that_other_figures_tell(body: str, want: list[str], edit: tuple[str, str], twin: list[str]) -> None:
    assert units(body) == want
    assert body.count(edit[0]) == 1
    assert units(body.replace(*edit)) == twin


@pytest.mark.parametrize(
    ("body", "aimed", "edit"),
    [
        ("Phấn đấu năm 2025 tổ chức 12 cuộc đối thoại.", [True], ("Phấn đấu năm 2025", "Trong năm 2024 đã")),
        ("Tổ chức tối thiểu 12 cuộc đối thoại.", [True], ("tối thiểu", "được")),
        ("I. PHƯƠNG HƯỚNG\nTỷ lệ trực tuyến từ 90% trở lên.", [True], ("PHƯƠNG HƯỚNG", "KẾT QUẢ")),
        ("I. VIỆC CẦN LÀM QUÝ TỚI\nMở 12 lớp tập huấn.", [True], ("VIỆC CẦN LÀM QUÝ TỚI", "VIỆC ĐÃ LÀM TRONG QUÝ")),
        ("Mở 12 lớp (chỉ tiêu giao 15 lớp).", [False, True], ("chỉ tiêu giao", "năm trước")),
        ("Trực tuyến đạt 92% (chỉ tiêu 90%).", [False, True], ("chỉ tiêu 90%", "năm trước 90%")),
        ("Quy định phải đạt 90% trở lên.", [True], ("Quy định phải đạt", "Năm qua đạt")),
        ("Tỷ lệ trực tuyến cao hơn mức 70% tỉnh giao.", [True], ("mức 70% tỉnh giao", "mức 70% năm trước")),
        ("Đạt 22/24 chỉ tiêu (nhóm 1: 12/14; nhóm 2: 10/10).", [False, False, False], ("Đạt", "Phấn đấu đạt")),
        ("Không để quá hẹn là 1.835 hồ sơ.", [False], ("Không để quá hẹn là", "Không để quá")),
    ],
)  # fmt: skip
def test_what_is_aimed_at(body: str, aimed: list[bool], edit: tuple[str, str]) -> None:
    assert [target for *_, target in read(body)] == aimed
    assert body.count(edit[0]) == 1
    assert [target for *_, target in read(body.replace(*edit))] != aimed
