"""What bare figures are counted in: each reading with a twin, one edit away, that differs."""

from __future__ import annotations

import pytest

from pipeline.analysis import analyse_bytes

HEAD = "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\n\nBÁO CÁO\nKết quả năm 2024\n\nI. NỘI DUNG\n"


def units(body: str) -> list[str]:
    """Return the units of the measures of a commune's report, in order."""
    analysis = analyse_bytes(f"{HEAD}{body}\n".encode(), "bao-cao.txt")
    numbers = analysis.facts.numbers
    return [m.unit for m in sorted(analysis.facts.measures.values(), key=lambda m: numbers[m.number].span)]


@pytest.mark.parametrize(
    ("body", "want", "edit", "twin"),
    [
        pytest.param(
            "Phát 280 tờ rơi tại 14 điểm trường, phát thêm 65.",
            ["tờ rơi", "điểm trường", "tờ rơi"],
            ("tại 14", "và 14"),
            ["tờ rơi", "điểm trường", "điểm trường"],
            id="what was done, not where",
        ),
        pytest.param(
            "Hội Nông dân 12 buổi, Phụ nữ 14.",
            ["buổi", "buổi"],
            ("Phụ nữ 14", "phụ nữ 14"),
            ["buổi", "phụ nữ"],
            id="who did it is written as a name",
        ),
        pytest.param(
            "Đơn kỳ trước còn 03; nhận mới 35 (khiếu nại 06, kiến nghị 29).",
            ["đơn"] * 4,
            ("Đơn kỳ trước còn 03; nhận", "Nhận"),
            ["", "", "kiến nghị"],
            id="parts of a total told by its neighbour",
        ),
        pytest.param(
            "Xử lý 175 đơn/167 vụ.\nĐủ điều kiện 158.",
            ["đơn", "vụ", "đơn"],
            ("175 đơn/167 vụ", "167 vụ/175 đơn"),
            ["vụ", "đơn", "vụ"],
            id="what a paragraph counts first",
        ),
        pytest.param(
            "Thành lập 12 tổ công nghệ số (09 thôn, 03 cơ quan).",
            ["tổ công nghệ số"] * 3,
            ("03 cơ quan", "02 cơ quan"),
            ["tổ công nghệ số", "thôn", "cơ quan"],
            id="parts by place",
        ),
        pytest.param(
            "Huyện có 12 đơn vị hành chính (10 xã, 02 thị trấn).",
            ["đơn vị hành chính", "xã", "thị trấn"],
            ("12 đơn vị hành chính", "12 tổ hòa giải"),
            ["tổ hòa giải"] * 3,
            id="communes are units themselves",
        ),
        pytest.param(
            "Loại hình\tSố cuộc\tĐơn vị được kiểm tra\nHành chính\t5\t10\nTư pháp\t3\t27",
            ["cuộc", "đơn vị"] * 2,
            ("Đơn vị được kiểm tra", "Đơn vị Hòa Sơn"),
            ["cuộc", ""] * 2,
            id="a head of places to which something was done",
        ),
        pytest.param(
            "Nội dung\tKế hoạch\tThực hiện\nLớp bồi dưỡng\t5\t6\nHội nghị đối thoại\t8\t7",
            ["lớp", "lớp", "hội nghị", "hội nghị"],
            ("Lớp bồi dưỡng", "Theo dõi khác"),
            ["", "", "hội nghị", "hội nghị"],
            id="rows that name what they count",
        ),
        pytest.param(
            "Khối\tSố lớp\tHọc sinh\tTrong đó\n\t\t\tNữ\nKhối 6\t3\t102\t48\nKhối 7\t3\t97\t51",
            ["lớp", "học sinh", "học sinh"] * 2,
            ("Học sinh\t", "Kế hoạch\t"),
            ["lớp", "", ""] * 2,
            id="some of the persons left of them",
        ),
        pytest.param(
            "Ba khu vực mở điểm hỗ trợ: khu vực 1 tiếp 64 lượt, khu vực 3 tiếp 58, khu vực 5 tiếp 71.",
            ["lượt", "lượt", "lượt"],
            ("tiếp 64 lượt, ", "trực 64 buổi, "),
            ["buổi", "khu vực", "khu vực"],
            id="numbered places told of in the same words",
        ),
        pytest.param(
            "Biểu 1. Tổ hòa giải\nThôn\tSố tổ hòa giải\tHòa giải viên\tTrong đó nữ\nĐông\t9\t58\t19\nTây\t6\t36\t11",
            ["tổ hòa giải", "hòa giải viên", "hòa giải viên"] * 2,
            ("Trong đó nữ", "Ghi chú"),
            ["tổ hòa giải", "hòa giải viên", "tổ hòa giải"] * 2,
            id="a quality of the column before",
        ),
        pytest.param(
            "Biểu 2. Tổ hòa giải và vụ việc, kết quả\nThôn\tSố tổ hòa giải\tVụ việc nhận\tThành\n"
            "Đông\t9\t58\t19\nTây\t6\t36\t11",
            ["tổ hòa giải", "vụ việc", "vụ việc"] * 2,
            ("Vụ việc nhận", "Nhận"),
            ["tổ hòa giải"] * 6,
            id="a title that names several things",
        ),
        pytest.param(
            "Đơn vị tính: triệu đồng\nKhoản thu\tSố tiền\nThu xã hưởng 100%\t410\nThu khác\t72",
            ["%", "triệu đồng", "triệu đồng"],
            ("Số tiền", "Tỷ lệ"),
            ["%"] * 3,
            id="a share in the name of a row",
        ),
        pytest.param(
            "Tiếp nhận trực tiếp\t344\nTiếp nhận qua mạng\t1.208\nTồn kỳ trước\t15",
            ["hồ sơ"] * 3,
            ("Tiếp nhận trực tiếp", "Vốn trực tiếp"),
            ["", "hồ sơ", "hồ sơ"],
            id="the words of a metric",
        ),
        pytest.param(
            "Lãnh đạo tiếp dân 2 ngày trong tháng.",
            ["ngày/tháng"],
            ("trong tháng", "liên tục"),
            ["ngày"],
            id="days of each month",
        ),
        pytest.param(
            "Toàn xã có 6.000 hộ với 22.000 dân, cách trung tâm 27 cây số.",
            ["hộ", "người", "km"],
            ("22.000 dân", "22.000 dân quân"),
            ["hộ", "dân quân", "km"],
            id="plain words for units",
        ),
        pytest.param(
            "Đoàn chỉ ra 03 mặt cần khắc phục, 12 lò sấy sai phép; trao 07 cồng chiêng quý.",
            ["mặt", "lò sấy", "cồng chiêng"],
            ("07 cồng chiêng quý", "07 giám thị viên trẻ"),
            ["mặt", "lò sấy", "giám thị viên"],
            id="nouns that are no units, as long as they reach",
        ),
        pytest.param(
            "Số khung gỗ: 12; số đã sửa: 5.",
            ["khung gỗ", "khung gỗ"],
            ("Số khung gỗ", "Số tham gia"),
            ["", ""],
            id="a noun that is no unit behind so",
        ),
        pytest.param(
            "Thôn\tSố chòi gác\tSố lượt đọc\nĐông\t9\t58\nTây\t6\t36",
            ["chòi gác", "lượt"] * 2,
            ("Số chòi gác", "Số thực hiện"),
            ["lượt"] * 4,
            id="a noun that is no unit in a head",
        ),
        pytest.param(
            "Bàn giao 04 công sự, 12 trụ sở.",
            ["công sự", "trụ sở"],
            ("công sự", "công lao động"),
            ["công", "trụ sở"],
            id="a noun that hides a unit",
        ),
        pytest.param(
            "Có 14 CĐCS; trao 16 giải (01 nhất, 02 nhì, 03 ba, 10 khuyến khích).",
            ["công đoàn cơ sở", "giải", "giải", "giải", "giải", "giải"],
            ("16 giải", "16 bài"),
            ["công đoàn cơ sở", "bài", "bài", "bài", "bài", "bài"],
            id="prizes by rank",
        ),
        pytest.param(
            "Nhân lực: bác sĩ 01, y sĩ 02.",
            ["bác sĩ", "y sĩ"],
            ("bác sĩ 01", "trực 01"),
            ["y sĩ", "y sĩ"],
            id="a noun behind a colon",
        ),
        pytest.param(
            "Đàn trâu 412, gà 28.600; đàn ong 56.",
            ["con", "con", "đàn ong"],
            ("Đàn trâu 412", "Đàn chim 412"),
            ["đàn", "con", "đàn ong"],
            id="herds are counted in heads",
        ),
        pytest.param(
            "Mở 36 buổi cho 1.240 người, phát tờ rơi 1.500.",
            ["buổi", "người", "tờ rơi"],
            ("phát tờ rơi 1.500", "phát tờ rơi cho học sinh 1.500"),
            ["buổi", "người", "người"],
            id="what was given out",
        ),
        pytest.param(
            "Khám tăng huyết áp 412 người, đái tháo đường 156.",
            ["người", "người"],
            ("đái tháo đường 156", "đường 156 dài"),
            ["người"],
            id="an illness that ends like a road",
        ),
        pytest.param(
            "Khối chi bộ: trạm y tế 1, trường học 2, thôn 9.",
            ["chi bộ", "chi bộ", "chi bộ"],
            ("Khối chi bộ", "Khối hội viên"),
            ["hội viên", "hội viên", "hội viên"],
            id="places of what a lead counts",
        ),
    ],
)
def test_a_bare_figure_takes_what_is_counted(
    body: str, want: list[str], edit: tuple[str, str], twin: list[str]
) -> None:
    assert units(body) == want
    assert body.count(edit[0]) == 1
    assert units(body.replace(*edit)) == twin
