"""Units, roles, aims and metrics of unusual wordings: for each way of telling, sentences that it must not change."""

from __future__ import annotations

import pytest

from pipeline.analysis import analyse_bytes

HEAD = "ỦY BAN NHÂN DÂN\n{}\n\nBÁO CÁO\nKết quả năm 2024\n\nI. NỘI DUNG\n"


def told(body: str) -> list[str]:
    """Each number of a paragraph: text, qualifier, unit, whether aimed at or a change, metric; else its role.

    "[h]" before the text makes it one of a district.
    """
    unit = "HUYỆN AN BÌNH" if body.startswith("[h]") else "XÃ AN BÌNH"
    text = f"{HEAD.format(unit)}{body.removeprefix('[h]')}\n"
    analysis = analyse_bytes(text.encode(), "bao-cao.txt")
    start = analysis.document.text.index("NỘI DUNG")
    found = []
    for at, number in enumerate(analysis.facts.numbers):
        if number.span.start < start:
            continue
        measure = analysis.facts.measures.get(at)
        said = [analysis.document.quote(number.span)]
        if measure is None:
            said.append(f"({number.role})")
        else:
            said += ["" if number.sign == "=" else number.sign, measure.unit]
            said += ["aim" * measure.target, "change" * measure.change, measure.metric or ""]
        found.append(" ".join(filter(None, said)))
    return found


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Tiếp công dân 60 lượt/72 người: thường xuyên 41/50, định kỳ 19/22.",
         ["60 lượt reception.visits", "72 người reception.people",
          "41 lượt reception.regular.visits", "50 người reception.regular.people",
          "19 lượt reception.periodic.visits", "22 người reception.periodic.people"]),
        ("Khám được 300 lượt/280 bệnh nhân (gồm: nội 120/110, ngoại 180/170).",
         ["300 lượt", "280 bệnh nhân", "120 lượt", "110 bệnh nhân", "180 lượt", "170 bệnh nhân"]),
        ("Nhận 45 đơn/40 vụ việc: khiếu nại 20/18, tố cáo 05/04, kiến nghị 20/18.",
         ["45 đơn petitions.received", "40 vụ việc petitions.cases",
          "20 đơn", "18 vụ việc",
          "05 đơn", "04 vụ việc",
          "20 đơn", "18 vụ việc"]),
        ("Trao 30 suất quà/24 hộ, trong đó: thôn Đông 12/10, thôn Đoài 18/14.",
         ["30 suất quà", "24 hộ", "12 suất quà", "10 hộ", "18 suất quà", "14 hộ"]),
        ("Mở 12 lớp/410 học viên - gồm thêu 7/240, mộc 5/170.",
         ["12 lớp", "410 học viên", "7 lớp", "240 học viên", "5 lớp", "170 học viên"]),
        ("Cho vay 90 lượt/75 hộ: chăn nuôi 50/42; trồng trọt 40/33.",
         ["90 lượt", "75 hộ", "50 lượt", "42 hộ", "40 lượt", "33 hộ"]),
        ("Hòa giải 18 cuộc/15 vụ: đất đai 10/8, hôn nhân 8/7.",
         ["18 cuộc", "15 vụ", "10 cuộc", "8 vụ", "8 cuộc", "7 vụ"]),
        ("Đón 80 lượt/65 hộ: buổi sáng 50/40, buổi chiều 30/26.",
         ["80 lượt", "65 hộ", "50 lượt", "40 hộ", "30 lượt", "26 hộ"]),
    ],
)  # fmt: skip
def test_pairs_under_two_counts_are_two_counts_each(body: str, want: list[str]) -> None:
    """Bare pairs under two counts are counts; with a unit of their own they stay k of n."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Tiếp công dân 60 lượt/72 người: thường xuyên 41/50 lượt, định kỳ 19/22 lượt.",
         ["60 lượt reception.visits", "72 người reception.people",
          "41/50 lượt reception.regular.visits", "19/22 lượt reception.periodic.visits"]),
        ("Các tổ ghi được: tổ Một 12/15 điểm, tổ Hai 9/10 điểm.",
         ["12/15 điểm", "9/10 điểm"]),
        ("Kết quả: kinh tế 8/9, xã hội 5/6 chỉ tiêu.",
         ["8/9 chỉ tiêu criteria.achieved", "5/6 chỉ tiêu criteria.achieved"]),
        ("Tiếp 60 lượt/72 người. Đúng hạn 41/50 hồ sơ, quá hạn 9/50 hồ sơ.",
         ["60 lượt reception.visits", "72 người reception.people",
          "41/50 hồ sơ dossiers.resolved.on_time", "9/50 hồ sơ dossiers.resolved.overdue"]),
        ("Bình quân 30 lượt/ngày: sáng 20/30 chỗ, chiều 10/30 chỗ.",
         ["30 lượt/ngày", "20/30 chỗ", "10/30 chỗ"]),
        ("Thu nhập 45 triệu đồng/người: trồng trọt 20, chăn nuôi 25.",
         ["45 triệu đồng/người profile.income_per_capita", "20 triệu đồng/người", "25 triệu đồng/người"]),
        ("Đạt 20 tấn/ha: vụ chiêm 12/15 ha, vụ mùa 8/15 ha.",
         ["20 tấn/ha", "12/15 ha", "8/15 ha"]),
        ("Trồng 20 ha/năm: vụ chiêm 12/15 ha, vụ mùa 8/15 ha.",
         ["20 ha/năm", "12/15 ha", "8/15 ha"]),
    ],
)  # fmt: skip
def test_pairs_under_two_counts_are_two_counts_each_twins(body: str, want: list[str]) -> None:
    """One edit or one word away from these, nothing of the kind is read."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Nếu xếp 62 tổ theo địa bàn thì vùng cao 20 tổ, vùng thấp 42 tổ.",
         ["62 tổ", "20 tổ", "42 tổ"]),
        ("Xã đã phản hồi bằng văn bản 14, qua điện thoại 22, tổng cộng 36 lượt.",
         ["14 lượt", "22 lượt", "36 lượt"]),
        ("Góp ý thành văn bản 14, góp ý miệng 22, cộng 36 lượt.",
         ["14 lượt", "22 lượt", "36 lượt"]),
        ("Kế hoạch 03 năm 45 tỷ đồng, đã bố trí 20 tỷ đồng.",
         ["03 (period)", "45 tỷ đồng", "20 tỷ đồng"]),
        ("Vốn của 02 năm 1.250 triệu đồng.",
         ["02 (period)", "1.250 triệu đồng"]),
        ("Cổng 1022 chuyển đến 31 tin.",
         ["1022 (name)", "31 tin"]),
        ("Tổng đài 1022 (hoạt động cả ngày) nhận 45 cuộc gọi.",
         ["1022 (name)", "45 cuộc gọi"]),
        ("Bản đăng ký Kế hoạch 2025 gồm 12 việc.",
         ["2025 (period)", "12 việc"]),
    ],
)  # fmt: skip
def test_what_looks_like_a_rank_or_a_paper(body: str, want: list[str]) -> None:
    """What "xếp 62 tổ" orders, "bằng văn bản 14" says how, "Cổng 1022" is a name."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Xã xếp thứ 4 toàn huyện.",
         ["4 (other)"]),
        ("Xã xếp 3/12 xã, phường.",
         ["3/12 (other)"]),
        ("Phường xếp hạng 5 về chuyển đổi số.",
         ["5 (other)"]),
        ("Theo Văn bản số 114 của Sở Nội vụ.",
         ["114 (citation)"]),
        ("Thực hiện văn bản 1223 của Sở.",
         ["1223 (citation)"]),
        ("Thu được 38 năm 2022 và 40 năm 2023.",
         ["38 năm", "2022 (period)", "40 năm", "2023 (period)"]),
        ("Qua Cổng 152, trực tiếp 30 hồ sơ.",
         ["152 hồ sơ dossiers.received.online", "30 hồ sơ dossiers.received.direct"]),
        ("Qua Cổng 350 hồ sơ, qua bưu chính 20 hồ sơ.",
         ["350 hồ sơ dossiers.received.online", "20 hồ sơ dossiers.received.postal"]),
        ("Thực hiện Kế hoạch số 2024 của huyện.",
         ["2024 (citation)"]),
    ],
)  # fmt: skip
def test_what_looks_like_a_rank_or_a_paper_twins(body: str, want: list[str]) -> None:
    """One edit or one word away from these, nothing of the kind is read."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Tính trên 630 hộ, tỷ lệ dùng nước sạch là 96%.",
         ["630 hộ", "96 %"]),
        ("Xét trên 45 phiếu hợp lệ, tỷ lệ là 98%.",
         ["45 phiếu", "98 %"]),
        ("Căn cứ trên 12 tiêu chí để chấm điểm.",
         ["12 tiêu chí"]),
        ("Tính trên 96 hội viên, mức đóng quỹ là 50 nghìn đồng.",
         ["96 hội viên", "50 nghìn đồng"]),
        ("Mỗi hộ nuôi tối thiểu 02 bò.",
         ["02 >= bò aim"]),
        ("Trồng không quá 30.",
         ["30 <= aim"]),
        ("Giải quyết 95% đơn trở lên.",
         ["95 >= % petitions.resolved_rate"]),
        ("Tổ chức cho 80% hộ trở lên tham gia.",
         ["80 >= %"]),
    ],
)  # fmt: skip
def test_a_base_has_no_qualifier(body: str, want: list[str]) -> None:
    """What is counted on ("tính trên 630 hộ") has none; a minimum holds for a bare number too."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Có trên 630 hộ dùng nước sạch.",
         ["630 >= hộ"]),
        ("Thu về trên 45 phiếu.",
         ["45 >= phiếu"]),
        ("Ghi hương ước 09, quy ước 04.",
         ["09", "04"]),
        ("Có 95% người dân hài lòng trở lên.",
         ["95 % satisfaction.rate"]),
        ("Nhiều nhất ở thôn Hạ (30 vụ), ít nhất ở thôn Thượng (02 vụ).",
         ["30 vụ", "02 vụ"]),
        ("Đông nhất là chợ Mới 120 người, ít nhất là chợ Cũ 20 người.",
         ["120 người", "20 người"]),
        ("Có 12 hộ ở trên núi.",
         ["12 hộ"]),
        ("Đạt 12 tiêu chí ở mức trên.",
         ["12 tiêu chí"]),
    ],
)  # fmt: skip
def test_a_base_has_no_qualifier_twins(body: str, want: list[str]) -> None:
    """One edit or one word away from these, nothing of the kind is read."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Cử đi 03 đoàn: cán bộ thôn 12 đại biểu, hội viên 09, thanh niên 14; tổng cộng 35 đại biểu.",
         ["03 đoàn", "12 đại biểu", "09 đại biểu", "14 đại biểu", "35 đại biểu"]),
        (("Sinh hoạt tại 09 chi bộ xóm, 02 chi bộ trường học, thêm công an 01, y "
          "tế 01, quân sự 01 - tất cả 14 chi bộ."),
         ["09 chi bộ party.cells.village", "02 chi bộ party.cells.school",
          "01 chi bộ party.cells.police", "01 chi bộ party.cells.health",
          "01 chi bộ", "14 chi bộ party.cells"]),
        ("Đảng bộ có 12 chi bộ (08 ở thôn, 02 nhà trường, 01 cơ quan, 01 trạm y tế).",
         ["12 chi bộ party.cells", "08 chi bộ party.cells.village",
          "02 chi bộ party.cells.school", "01 chi bộ party.cells.agency",
          "01 chi bộ party.cells.health"]),
        ("Trạm y tế có bác sĩ 02, y sĩ 03, điều dưỡng 04; cộng 09 người.",
         ["02 người", "03 người", "04 người", "09 người"]),
        ("Nếu chia 60 vụ theo loại thì đất đai 25, hôn nhân - gia đình 20, vay nợ 10, còn lại 5 vụ khác.",
         ["60 vụ", "25 vụ", "20 vụ", "10 vụ", "5 vụ"]),
        ("Thư gửi dân: 40 chúc mừng, 12 chia buồn, 03 xin lỗi (tổng cộng 55).",
         ["40 thư letters.congratulation", "12 thư letters.condolence", "03 thư letters.apology", "55 thư letters"]),
        ("Nhận 64 vụ việc (đất đai 30, vay nợ 20, việc khác 14).",
         ["64 vụ việc", "30 vụ việc", "20 vụ việc", "14 vụ việc"]),
        ("Hội Phụ nữ nhận 15, Zalo nhận 08: 23 phản ánh.",
         ["15 phản ánh", "08 phản ánh", "23 phản ánh feedback.received"]),
        ("Ban Chỉ đạo 15 thành viên (trưởng ban 01, phó ban 02, còn 12 ủy viên).",
         ["15 thành viên steering_committee.members", "01 thành viên", "02 thành viên", "12 thành viên"]),
    ],
)  # fmt: skip
def test_totals_and_leads_say_the_unit(body: str, want: list[str]) -> None:
    """Bodies, offices and kinds are labels where a total or the words before the list say the unit."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Cử đi 03 đoàn: đoàn một 12 đại biểu, đoàn hai 09 đại biểu.",
         ["03 đoàn", "12 đại biểu", "09 đại biểu"]),
        ("Xã có 14 tổ: nhiều nhất 3 người.",
         ["14 tổ", "3 <= người"]),
        ("Trồng 20 ha lúa, 12 ha ngô, cộng 32 ha.",
         ["20 ha", "12 ha", "32 ha"]),
        ("Có 30 đảng viên: nam 20, nữ 10.",
         ["30 đảng viên", "20 đảng viên", "10 đảng viên"]),
        ("Tặng quà 12 hộ, 5 cơ quan.",
         ["12 hộ", "5 cơ quan"]),
        ("Mở 15 lớp: lớp may 8, lớp mộc 7.",
         ["15 lớp", "8 lớp", "7 lớp"]),
        ("Băng rôn 40, pano 12, áp phích 20; tổng cộng 72 sản phẩm.",
         ["40 băng rôn publicity.banners", "12 pano publicity.panels", "20 áp phích", "72 sản phẩm"]),
        ("Trạm y tế có bác sĩ 02, y sĩ 03, điều dưỡng 04; cộng 10 người.",
         ["02 y sĩ", "03 y sĩ", "04 điều dưỡng", "10 người"]),
        ("Nhà ở: 46/44 căn.",
         ["46/44 căn"]),
    ],
)  # fmt: skip
def test_totals_and_leads_say_the_unit_twins(body: str, want: list[str]) -> None:
    """One edit or one word away from these, nothing of the kind is read."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Mức bao phủ đạt 95%, nhích 1,5% so với năm trước.",
         ["95 %", "1,5 % change"]),
        ("Số hộ dùng nước sạch nhích thêm 12 hộ.",
         ["12 hộ change"]),
        ("Có 11 thôn đạt chuẩn, thêm 02 thôn so với năm 2022 (09 thôn).",
         ["11 thôn", "02 thôn change", "2022 (period)", "09 thôn"]),
        ("Tổ chức 40 buổi, nhiều hơn 05 buổi so với cùng kỳ.",
         ["40 buổi", "05 buổi change"]),
        ("Tỷ lệ đúng hạn 98%, nhích 0,5% so với quý trước.",
         ["98 % dossiers.on_time_rate", "0,5 % change"]),
        ("Nhận 40 đơn, nhiều hơn 06 đơn so với năm 2023.",
         ["40 đơn petitions.received", "06 đơn change", "2023 (period)"]),
        ("Còn 120 hộ nghèo, ít đi 15 hộ so với cùng kỳ.",
         ["120 hộ nghèo", "15 hộ change"]),
        ("Điểm số nhích 2 điểm.",
         ["2 điểm change"]),
    ],
)  # fmt: skip
def test_what_was_added_is_a_change(body: str, want: list[str]) -> None:
    """By how much: "thêm 02 thôn so với năm 2022", "nhích 1,5%"."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Trao thêm 12 suất quà.",
         ["12 suất quà"]),
        ("Mức hài lòng tăng từ 93% lên 96%.",
         ["93 % satisfaction.rate", "96 % satisfaction.rate"]),
        ("Tổ chức thêm 05 lớp tập huấn.",
         ["05 lớp tập huấn training.classes"]),
        ("Mở 05 lớp, thêm 02 lớp cho người cao tuổi.",
         ["05 lớp", "02 lớp"]),
        ("So với năm 2023 (09 lớp), năm nay mở 12 lớp.",
         ["2023 (period)", "09 lớp", "12 lớp"]),
        ("Nhiều hơn cả là thôn Hạ với 12 hộ.",
         ["12 hộ"]),
        ("Tăng cường 03 đợt kiểm tra.",
         ["03 đợt"]),
        ("Thêm 12 hộ thoát nghèo.",
         ["12 hộ"]),
    ],
)  # fmt: skip
def test_what_was_added_is_a_change_twins(body: str, want: list[str]) -> None:
    """One edit or one word away from these, nothing of the kind is read."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Đưa tỷ lệ hộ dùng nước sạch lên ít nhất 95%; trồng 40 ha rừng; mở 02 lớp nghề.",
         ["95 >= % aim", "40 ha aim", "02 lớp aim"]),
        ("Nâng số thôn đạt chuẩn lên ít nhất 08 thôn; sửa 3 km đường.",
         ["08 >= thôn aim", "3 km đường aim"]),
        ("Giữ tỷ lệ tiêm phòng ở mức không dưới 90%; thả 5 tấn cá giống.",
         ["90 >= % aim", "5 tấn aim"]),
        ("Trong 12 mô hình kế hoạch, đã dựng 10 mô hình.",
         ["12 mô hình aim", "10 mô hình"]),
        ("Trong 90 triệu đồng kế hoạch đã thực hiện 88 triệu đồng.",
         ["90 triệu đồng aim", "88 triệu đồng"]),
        ("Hồ sơ đúng hạn không dưới 98%.",
         ["98 >= % aim dossiers.on_time_rate"]),
        (("Đơn vị tính: triệu đồng\nTT\tNguồn\tKế hoạch huy động\tThực hiện\n"
          "1\tNhân dân\t120\t110\n2\tDoanh nghiệp\t80\t95"),
         ["1 (numbering)", "120 triệu đồng aim", "110 triệu đồng",
          "2 (numbering)", "80 triệu đồng aim", "95 triệu đồng"]),
        ("Nâng mức đóng góp đạt tối thiểu 200 triệu đồng; làm 2 km đường.",
         ["200 >= triệu đồng aim", "2 km đường aim"]),
    ],
)  # fmt: skip
def test_an_aim_holds_to_the_end_of_its_sentence(body: str, want: list[str]) -> None:
    """A sentence that opens with what is to be raised sets aims to its end."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Xã đã đưa tỷ lệ hộ dùng nước sạch lên trên 95%; trồng 40 ha rừng.",
         ["95 >= %", "40 ha"]),
        ("Đưa vào sử dụng 03 nhà văn hóa; trồng 40 ha rừng.",
         ["03 nhà văn hóa", "40 ha"]),
        ("Nâng cấp 03 tuyến đường; mở 02 lớp nghề.",
         ["03 tuyến đường", "02 lớp"]),
        ("Duy trì tỷ lệ hồ sơ đúng hạn đạt trên 98%; mở 02 lớp nghề.",
         ["98 >= % dossiers.on_time_rate", "02 lớp"]),
        ("Trong 12 mô hình đã dựng có 10 mô hình tốt.",
         ["12 mô hình", "10 mô hình"]),
        ("Trong 90 triệu đồng được giao đã chi 88 triệu đồng.",
         ["90 triệu đồng", "88 triệu đồng"]),
        ("Đơn vị tính: triệu đồng\nTT\tNguồn\tKế hoạch chi\tThực hiện\n1\tSự nghiệp\t120\t110\n2\tĐầu tư\t80\t95",
         ["1 (numbering)", "120 triệu đồng", "110 triệu đồng", "2 (numbering)", "80 triệu đồng", "95 triệu đồng"]),
        ("Nhà văn hóa nâng lên 12 nhà.",
         ["12 nhà"]),
        ("Hộ khá giảm, hộ dưới chuẩn còn 20.",
         ["20 hộ"]),
    ],
)  # fmt: skip
def test_an_aim_holds_to_the_end_of_its_sentence_twins(body: str, want: list[str]) -> None:
    """One edit or one word away from these, nothing of the kind is read."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Bậc học\tTrường\tLớp\tHọc sinh\tTrong đó: nữ\nMầm non\t2\t24\t612\t291\nTiểu học\t2\t46\t1.587\t768",
         ["2 trường", "24 lớp", "612 học sinh",
          "291 học sinh", "2 trường", "46 lớp",
          "1.587 học sinh", "768 học sinh"]),
        ("Đơn vị\tTổ\tThành viên\tNữ\nThôn Đông\t2\t24\t11\nThôn Đoài\t3\t30\t12",
         ["2 tổ", "24 thành viên", "11 thành viên", "3 tổ", "30 thành viên", "12 thành viên"]),
        ("Tổ chức\tHội viên\tKết nạp trong năm\nHội Nông dân\t312\t14\nHội Phụ nữ\t410\t21",
         ["312 hội viên", "14 hội viên", "410 hội viên", "21 hội viên"]),
        ("Hình thức\tSố cuộc (bài)\tGhi chú\nHọp dân\t12\tx\nBài phát thanh\t40\tx",
         ["12 cuộc", "40 bài"]),
        ("Khối\tSố trường\tSố lớp\tHọc sinh\nMầm non\t2\t24\t612",
         ["2 trường", "24 lớp", "612 học sinh"]),
        ("Tổ\tHộ\tThành viên\tTrong đó: nữ\nMột\t12\t24\t11\nHai\t18\t33\t12",
         ["12 hộ", "24 thành viên", "11 thành viên", "18 hộ", "33 thành viên", "12 thành viên"]),
        ("Kênh\tSố buổi (bài)\tNgười nghe\nHọp dân\t12\t310\nBài trên loa\t40\t900",
         ["12 buổi", "310 người", "40 bài", "900 người"]),
        ("Chi hội\tĐoàn viên\tNữ\tGhi chú\nĐông\t40\t18\tx\nĐoài\t35\t20\tx",
         ["40 đoàn viên", "18 đoàn viên", "35 đoàn viên", "20 đoàn viên"]),
    ],
)  # fmt: skip
def test_heads_of_columns_say_the_unit(body: str, want: list[str]) -> None:
    """A head that is a noun, and "nữ" beside it."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("Tiêu chí\tKế hoạch\tThực hiện\nGiao thông\t12\t10\nThủy lợi\t8\t8",
         ["12 aim", "10", "8 aim", "8"]),
        ("Đơn vị tính: hộ\nThôn\tTrường\tLớp\nĐông\t12\t10\nĐoài\t8\t8",
         ["12 hộ", "10 hộ", "8 hộ", "8 hộ"]),
        ("Hình thức\tSố buổi (người)\nHọp dân\t12\nThi\t40",
         ["12 người", "40 người"]),
        ("Nội dung\tNăm 2023\tNăm 2024\nTrồng rừng\t12\t10\nThủy lợi\t8\t9",
         ["2023 (period)", "2024 (period)", "12", "10", "8", "9"]),
        ("Chi hội\tKinh phí (triệu đồng)\tNữ\nĐông\t40\t18\nĐoài\t35\t20",
         ["40 triệu đồng", "18", "35 triệu đồng", "20"]),
        ("Đơn vị tính: triệu đồng\nNội dung\tHuyện\tXã\nSửa đường\t40\t18\nTrồng cây\t35\t20",
         ["40 triệu đồng", "18 triệu đồng", "35 triệu đồng", "20 triệu đồng"]),
        ("Nội dung\tNăm\nSửa đường\t2023\nTrồng cây\t2024",
         ["2023 (period)", "2024 (period)"]),
        ("Nội dung\tKế hoạch\tHộ\nTrồng cây\t40\t18\nNuôi cá\t35\t20",
         ["40 hộ aim", "18 hộ", "35 hộ aim", "20 hộ"]),
    ],
)  # fmt: skip
def test_heads_of_columns_say_the_unit_twins(body: str, want: list[str]) -> None:
    """One edit or one word away from these, nothing of the kind is read."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("[h]Huyện có 02 thị trấn, 15 xã, tính chung 17 đơn vị cấp xã.",
         ["02 thị trấn profile.subunits.townships", "15 xã profile.subunits.communes", "17 đơn vị profile.subunits"]),
        ("[h]Xã Tân Lập hoàn thành 12/19 tiêu chí.",
         ["12/19 tiêu chí"]),
        ("[h]Xã Tân Lập tiếp nhận 300 hồ sơ.",
         ["300 hồ sơ"]),
        ("[h]Trung tâm Hành chính công và Một cửa các xã tiếp nhận 18.420 hồ sơ.",
         ["18.420 hồ sơ dossiers.received"]),
        ("Bộ máy xã có 21 người (11 cán bộ, 10 công chức).",
         ["21 người staff.total", "11 cán bộ staff.officials", "10 công chức staff.civil_servants"]),
        ("09 cán bộ và 10 công chức làm nên bộ máy 19 người.",
         ["09 cán bộ staff.officials", "10 công chức staff.civil_servants", "19 người staff.total"]),
        ("Nhận mới 1.368 hồ sơ, cộng với 17 hồ sơ gối từ năm trước là 1.385 hồ sơ.",
         ["1.368 hồ sơ dossiers.received", "17 hồ sơ dossiers.carried_over", "1.385 hồ sơ"]),
        ("Kể cả 21 hồ sơ cũ thì phải trả 1.927 hồ sơ.",
         ["21 hồ sơ dossiers.carried_over", "1.927 hồ sơ"]),
        ("Trả 1.361 hồ sơ; 24 hồ sơ đang trong thời gian xử lý.",
         ["1.361 hồ sơ dossiers.resolved", "24 hồ sơ dossiers.pending"]),
        ("Làm mới hơn 64 km đường, gần 96% người dân hài lòng.",
         ["64 >= km đường", "96 ~ % satisfaction.rate"]),
        ("Mở 21 lớp tập huấn, 1.485 lượt người theo học, lần lượt là 1.016 và 469.",
         ["21 lớp tập huấn training.classes", "1.485 lượt người training.participants",
          "1.016 lượt người", "469 lượt người"]),
        ("Đã chi 86 triệu đồng kinh phí. Chi cho tuyên truyền 52 triệu đồng; cho hòa giải 34 triệu đồng.",
         ["86 triệu đồng budget.spent", "52 triệu đồng", "34 triệu đồng"]),
        ("Xã rộng 31 km² với 12 thôn, 4.215 hộ, 16.872 người.",
         ["31 km² profile.area", "12 thôn profile.villages",
          "4.215 hộ profile.households", "16.872 người profile.population"]),
        ("Biến động đảng viên: đầu kỳ 411 đảng viên, kết nạp 07, chuyển đi 06, cuối kỳ 412 đảng viên.",
         ["411 đảng viên party.members", "07 đảng viên", "06 đảng viên", "412 đảng viên party.members"]),
        ("Hỏi ý kiến 280 người dân về chất lượng hòa giải.",
         ["280 người dân survey.ballots"]),
        ("Kiện toàn Ban Chỉ đạo 25 thành viên; 09 người trong số này kiêm nhiệm Tổ giúp việc.",
         ["25 thành viên steering_committee.members", "09 người support_team.members"]),
    ],
)  # fmt: skip
def test_words_that_tell_a_metric(body: str, want: list[str]) -> None:
    """Unusual wordings of metrics."""
    assert told(body) == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        ("[h]Huyện khảo sát 13 đơn vị cấp xã.",
         ["13 đơn vị"]),
        ("[h]Huyện hoàn thành 7/9 tiêu chí.",
         ["7/9 tiêu chí criteria.achieved"]),
        ("Xã Tân Lập hoàn thành 12/19 tiêu chí.",
         ["12/19 tiêu chí criteria.achieved"]),
        ("[h]Xã Tân Lập đạt 12/19 tiêu chí; huyện đạt 7/9 tiêu chí.",
         ["12/19 tiêu chí", "7/9 tiêu chí criteria.achieved"]),
        ("[h]Một cửa các xã tiếp nhận 420 hồ sơ.",
         ["420 hồ sơ"]),
        ("Bộ máy thôn có 21 người.",
         ["21 người"]),
        ("Nhận 14 hồ sơ do xã cũ gửi.",
         ["14 hồ sơ dossiers.received"]),
        ("Cộng với 17 hồ sơ nộp mạng là 1.385 hồ sơ.",
         ["17 hồ sơ dossiers.received.online", "1.385 hồ sơ"]),
        ("Đi 64 km đường, đạt gần 96%.",
         ["64 km đường", "96 ~ %"]),
        ("Biến động dân số: đầu kỳ 411 hộ nghèo, cuối kỳ 320 hộ nghèo.",
         ["411 hộ nghèo", "320 hộ nghèo"]),
        ("Nộp trực tiếp 12 lượt người.",
         ["12 lượt người"]),
        ("Tiếp 401 lượt công dân (quý I 121, quý II 138, quý III 142).",
         ["401 lượt công dân reception.visits", "121 lượt công dân reception.visits",
          "138 lượt công dân reception.visits", "142 lượt công dân reception.visits"]),
    ],
)  # fmt: skip
def test_words_that_tell_a_metric_twins(body: str, want: list[str]) -> None:
    """One edit or one word away from these, nothing of the kind is read."""
    assert told(body) == want
