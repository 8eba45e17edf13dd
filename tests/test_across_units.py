"""Communes against their district, their likes and their old units; each trap with a twin that is found."""

from __future__ import annotations

from extractors.places.lineage import communes_of, new_unit, successors
from pipeline.compare.lineages import Lineage
from pipeline.compare.papers import paper_of
from pipeline.compare.run import across
from tests.across_reports import NAMES, clashing, commune, district, number, read

_SUMS = ("district-sum", "district-row", "missing-report")


def _communes(*figures: int, when: str = "quý II", line: str = "Tiếp nhận {} hồ sơ.") -> list[str]:
    named = zip(NAMES, figures, strict=False)
    return [commune(line.format(figure), name=name, when=when) for name, figure in named]


def test_communes_make_the_district() -> None:
    four = _communes(340, 210, 180, 70)
    whole = "Các xã tiếp nhận:\n- Tiếp nhận {} hồ sơ."
    assert number(read(district(whole.format(800)))[0], "dossiers.received", "800")
    assert clashing(*four, district(whole.format(800)), kinds=_SUMS) == []
    found = clashing(*four, district(whole.format(720)), kinds=_SUMS)
    assert [(f.kind, f.severity, f.expected, f.found) for f in found] == [("district-sum", "error", 800, 720)]


def test_offices_of_the_district_may_have_figures_of_their_own() -> None:
    four = _communes(340, 210, 180, 70)
    assert clashing(*four, district("- Tiếp nhận 950 hồ sơ."), kinds=_SUMS) == []
    assert len(clashing(*four, district("- Tiếp nhận 650 hồ sơ."), kinds=_SUMS)) == 1


def test_a_larger_district_where_all_else_adds_up() -> None:
    line = "Tiếp nhận {0} hồ sơ; đã giải quyết {0} hồ sơ; tiếp công dân {0} lượt; gửi {0} thư."
    four = _communes(340, 210, 180, 70, line=line)
    whole = "- Tiếp nhận {} hồ sơ; đã giải quyết 800 hồ sơ; tiếp công dân 800 lượt; gửi 800 thư."
    assert clashing(*four, district(whole.format(800)), kinds=_SUMS) == []
    found = clashing(*four, district(whole.format(870)), kinds=_SUMS)
    assert [(f.severity, f.expected, f.found) for f in found] == [("warning", 800, 870)]


def test_a_part_above_its_whole() -> None:
    two = _communes(340, 210)
    assert clashing(*two, district("Toàn huyện có 9 xã.", "- Tiếp nhận 600 hồ sơ."), kinds=_SUMS) == []
    found = clashing(*two, district("Toàn huyện có 9 xã.", "- Tiếp nhận 500 hồ sơ."), kinds=_SUMS)
    assert [(f.kind, f.severity) for f in found] == [("district-sum", "error")]


def test_who_is_missing() -> None:
    first = _communes(40, 50, 60, 70, 80, when="quý I", line="Tiếp công dân {} lượt.")
    second = _communes(41, 51, 61, 71, 81, line="Tiếp công dân {} lượt.")
    assert clashing(*first, *second) == []
    found = clashing(*first, *second[:4])
    assert [(f.kind, f.severity) for f in found] == [("missing-report", "warning")]
    assert "xã Gia Hòa" in found[0].message


def test_a_late_commune_is_left_out_rightly() -> None:
    first = _communes(40, 50, 60, 70, when="quý I", line="Tiếp công dân {} lượt.")
    second = _communes(41, 51, 61, 71, line="Tiếp công dân {} lượt.")
    said = "Xã Đại Lộc chưa gửi báo cáo."
    assert clashing(*first, *second[:3], district("- Tiếp công dân 153 lượt.", said)) == []
    assert clashing(*first, *second, district("- Tiếp công dân 153 lượt.", said), kinds=_SUMS) == []
    assert len(clashing(*first, *second, district("- Tiếp công dân 153 lượt."), kinds=_SUMS)) == 1


def test_the_row_of_a_commune() -> None:
    table = "| TT | Đơn vị | Hồ sơ tiếp nhận |\n| 1 | Xã An Phú | {} |\n| 2 | Xã Bình Minh | 210 |\n| | Tổng | {} |"
    two = _communes(340, 210)
    assert clashing(*two, district(table.format(340, 550))) == []
    found = clashing(*two, district(table.format(345, 555)), kinds=("district-row",))
    assert [(f.severity, f.expected, f.found) for f in found] == [("error", 340, 345)]


def test_units_by_the_table_of_the_mergers() -> None:
    one = new_unit("phường chi lăng", "tỉnh An Giang")
    assert one is not None
    assert one.comparable
    assert len(one.parts) == 3
    assert [new.unit for new in successors("xã tân lợi", "thị xã Tịnh Biên")] == ["phường chi lăng"]
    assert new_unit("xã không có") is None
    assert not successors("xã không có")
    assert not communes_of("huyện không có")
    split = new_unit("phường châu đốc", "tỉnh An Giang")
    assert split is not None
    assert not split.comparable


_OLD = (
    commune(
        "Tiếp nhận 200 hồ sơ; đã giải quyết 190 hồ sơ, trong đó trước và đúng hạn 180 hồ sơ.", name="An Phú", year=2024
    ),
    commune(
        "Tiếp nhận 100 hồ sơ; đã giải quyết 100 hồ sơ, trong đó trước và đúng hạn 50 hồ sơ.",
        name="Bình Minh",
        year=2024,
    ),
)


def _merged(*lines: str, how: str = "xã An Phú và xã Bình Minh") -> str:
    return commune(f"Xã An Bình được thành lập trên cơ sở sáp nhập {how}.", *lines, name="An Bình", year=2025)


def test_a_merged_commune_is_the_sum_of_its_old_ones() -> None:
    line = "Tiếp nhận 320 hồ sơ (cùng kỳ năm trước {} hồ sơ)."
    paper = paper_of(*read(_merged(line.format(300)))[0])
    assert paper is not None
    assert paper.origin == Lineage(("xã an phú", "xã bình minh"), split=False)
    assert clashing(*_OLD, _merged(line.format(300))) == []
    found = clashing(*_OLD, _merged(line.format(200)))
    assert [(f.kind, f.expected, f.found) for f in found] == [("merger", 300, 200)]


def test_what_the_old_communes_left() -> None:
    old = [
        commune(f"Đang giải quyết {n} hồ sơ.", name=name, year=2025) for name, n in (("An Phú", 12), ("Bình Minh", 8))
    ]
    text = (
        _merged("Hồ sơ kỳ trước chuyển sang {} hồ sơ.").replace("quý II", "quý III").replace("27 tháng 6", "27 tháng 9")
    )
    assert clashing(*old, text.format(20)) == []
    found = clashing(*old, text.format(12))
    assert [(f.kind, f.expected, f.found) for f in found] == [("merger", 20, 12)]
    assert clashing(old[0], text.format(12)) == []


def test_a_split_commune_cannot_be_compared() -> None:
    how = "toàn bộ xã An Phú và một phần xã Bình Minh"
    text = _merged("Tiếp nhận 320 hồ sơ (cùng kỳ năm trước 200 hồ sơ).", how=how)
    assert clashing(*_OLD, text) == []
    assert [f.reading for f in across(read(*_OLD, text)) if f.kind == "incomparable"] == ["không so sánh được"]


def test_rates_of_a_merged_commune_are_made_anew() -> None:
    line = "Tỷ lệ giải quyết đúng hạn đạt 90% (cùng kỳ năm trước {}%)."
    assert clashing(*_OLD, _merged(line.format("79,31"))) == []
    average = clashing(*_OLD, _merged(line.format("72,37")))
    assert [f.kind for f in average] == ["merger"]


_LINES = (
    "Tiếp nhận {0} hồ sơ; đã giải quyết {1} hồ sơ; tiếp công dân {2} lượt; gửi {3} thư; tiếp nhận "
    "{4} đơn thư; số hóa {5} kết quả giải quyết; tổ chức {6} hội nghị đối thoại; tập huấn {7} người."
)


def _full(figures: tuple[int, ...], **head: str) -> str:
    return commune(*_LINES.format(*figures).split("; "), **head)  # type: ignore[arg-type]  # names of the head


def test_figures_taken_over_wholesale() -> None:
    one, other = (340, 330, 45, 28, 31, 200, 15, 130), (352, 341, 47, 25, 36, 214, 13, 150)
    assert clashing(_full(one, when="quý I"), _full(other), kinds=("copied-figures",)) == []
    found = clashing(_full(one, when="quý I"), _full(one), kinds=("copied-figures",))
    assert [f.severity for f in found] == ["warning"]
    assert len(clashing(_full(one), _full(one, name="Bình Minh"), kinds=("copied-figures",))) == 1


def test_small_figures_agree_by_nature() -> None:
    few = (12, 12, 5, 0, 3, 2, 1, 9)
    assert clashing(_full(few), _full(few, name="Bình Minh")) == []


def test_another_communes_name_left_in() -> None:
    own = "UBND xã Bình Minh đã ban hành kế hoạch và phân công cán bộ thực hiện."
    left = "Trên địa bàn xã An Phú tình hình ổn định."
    beside = "Phối hợp với UBND xã An Phú tuần tra tuyến giáp ranh."
    two = (commune("Tiếp nhận 340 hồ sơ.", name="An Phú"), commune(own, beside, name="Bình Minh"))
    assert clashing(*two, kinds=("left-name",)) == []
    found = clashing(two[0], commune(own, left, name="Bình Minh"), kinds=("left-name",))
    assert [f.evidence[0].text for f in found] == ["xã An Phú"]


def test_outliers_are_remarks_of_many_units() -> None:
    figures = (300, 320, 310, 290, 305, 315, 330, 280, 300, 9_000)
    found = [f for f in across(read(*_communes(*figures))) if f.kind == "outlier"]
    assert [(f.severity, f.evidence[0].text) for f in found] == [("info", "9000")]
    assert not [f for f in across(read(*_communes(*figures[3:]))) if f.kind == "outlier"]
    assert not [f for f in across(read(*_communes(*figures[:9], 900))) if f.kind == "outlier"]


def test_passages_that_only_two_units_have() -> None:
    words = [
        "phối",
        "hợp",
        "rà",
        "soát",
        "cập",
        "nhật",
        "dữ",
        "liệu",
        "hộ",
        "tịch",
        "bàn",
        "giao",
        "vận",
        "hành",
        "thử",
        "nghiệm",
        "đánh",
        "giá",
        "rút",
        "kinh",
        "nghiệm",
        "triển",
        "khai",
    ]
    own = ["".join(f"{one} {other} " for other in words[at:] + words[:at]) for at, one in enumerate(words)]
    form = "Thực hiện chỉ đạo của cấp trên về cải cách hành chính, đơn vị đã ban hành kế hoạch."
    names = NAMES[:6]
    apart = [commune(form, f"Tiếp nhận {300 + at} hồ sơ.", own[at], name=name) for at, name in enumerate(names)]
    assert clashing(*apart, kinds=("copied-text",)) == []
    copied = commune(form, "Tiếp nhận 307 hồ sơ.", *own[:1], name="Kim Long")
    found = [f for f in across(read(*apart, copied)) if f.kind == "copied-text"]
    assert [[e.text for e in f.evidence] for f in found] in ([], [["xã Kim Long", "xã An Phú"]])
    whole = [commune(form, *own[10:16], name="An Phú"), commune(form, *own[10:16], name="Kim Long", number=46)]
    told = [f.severity for f in across(read(*apart[1:], *whole)) if f.kind == "copied-text"]
    assert told == ["info"]


def test_old_units_in_a_list() -> None:
    text = _merged("Tiếp nhận 320 hồ sơ.", how="các xã An Phú, Bình Minh và Cẩm Sơn")
    paper = paper_of(*read(text)[0])
    assert paper is not None
    assert paper.origin == Lineage(("xã an phú", "xã bình minh", "xã cẩm sơn"), split=False)
    plan = commune("Dự kiến sáp nhập các xã An Phú, Bình Minh và Cẩm Sơn.", name="An Phú")
    planned = paper_of(*read(plan)[0])
    assert planned is not None
    assert planned.origin is None


def test_a_commune_that_reports_under_another_title_is_not_missing() -> None:
    line = "Tiếp công dân {} lượt."
    first = _communes(40, 50, 60, 70, when="quý I", line=line)
    second = _communes(41, 51, 61, line=line)
    other = commune(line.format(71), name=NAMES[3], subject="thu ngân sách")
    assert clashing(*first, *second, other, kinds=("missing-report",)) == []
    short = commune(line.format(71), name=NAMES[3], subject="công tác CCHC")
    assert clashing(*first, *second, short, district("Các xã tiếp công dân 224 lượt."), kinds=_SUMS) == []
    assert len(clashing(*first, *second, kinds=("missing-report",))) == 1


def test_recipients_and_neighbours_are_no_slip() -> None:
    two = [commune("Tiếp nhận 340 hồ sơ.", name="An Phú"), commune("Tiếp nhận 210 hồ sơ.", name="Bình Minh")]
    sent = two[1].replace("- Lưu: VT.", "- UBND xã An Phú;")
    assert clashing(two[0], sent, kinds=("left-name",)) == []
    slip = two[1].replace("Tiếp nhận 210", "UBND xã An Phú tiếp nhận 210")
    assert len(clashing(two[0], slip, kinds=("left-name",))) == 1
