"""A folder of one period only: who has not reported is told by the tables of the district, each trap with its twin."""

from __future__ import annotations

from pipeline.export.cross import CrossFinding
from tests.across_reports import NAMES, clashing, commune, district

_HEAD = "| TT | Đơn vị | Lượt tiếp công dân |"


def _communes(count: int) -> list[str]:
    return [commune(f"Tiếp công dân {40 + at} lượt.", name=name) for at, name in enumerate(NAMES[:count])]


def _table(*names: str) -> str:
    rows = [f"| {at} | {name} | {39 + at} |" for at, name in enumerate(names, 1)]
    return "\n".join([_HEAD, *rows])


def _missing(*texts: str) -> list[CrossFinding]:
    return clashing(*texts, kinds=("missing-report",))


def test_a_row_of_the_district_without_a_report() -> None:
    assert _missing(*_communes(5), district(_table(*NAMES[:5]))) == []
    found = _missing(*_communes(4), district(_table(*NAMES[:5])))
    assert [f.severity for f in found] == ["warning"]
    assert "Gia Hòa" in found[0].message


def test_a_row_that_says_what_the_commune_is() -> None:
    rows = [f"Xã {name}" for name in NAMES[:4]]
    found = _missing(*_communes(4), district(_table(*rows, "Thị trấn Gia Hòa")))
    assert ["Gia Hòa" in f.message for f in found] == [True]
    assert _missing(*_communes(4), district(_table(*rows, "Phòng Tư pháp"))) == []


def test_a_total_and_offices_are_no_communes() -> None:
    four = NAMES[:4]
    assert _missing(*_communes(4), district(_table(*four, "Tổng Cộng", "Huyện Tân Hòa", "Công An", "Tân Hòa"))) == []
    assert len(_missing(*_communes(4), district(_table(*four, "Tổng Cộng", "Gia Hòa")))) == 1


def test_a_name_spelled_otherwise_is_the_same_commune() -> None:
    assert _missing(*_communes(4), district(_table(*NAMES[:3], "Đại Lôc"))) == []
    assert len(_missing(*_communes(4), district(_table(*NAMES[:4], "Đại Lôc")))) == 1


def test_where_most_have_not_reported_nobody_is_missed() -> None:
    assert _missing(*_communes(3), district(_table(*NAMES[:7]))) == []
    assert len(_missing(*_communes(3), district(_table(*NAMES[:5])))) == 2


def test_who_is_said_to_be_late_is_a_remark() -> None:
    rows = _table(*NAMES[:5])
    assert _missing(*_communes(4), district(rows, "Xã Gia Hòa chưa gửi báo cáo.")) == []
    assert len(_missing(*_communes(4), district(rows, "Xã Gia Hòa đã gửi báo cáo."))) == 1


def test_a_commune_with_another_report_is_not_missing() -> None:
    other = commune("Tiếp công dân 44 lượt.", name=NAMES[4], subject="thu ngân sách")
    above = district(_table(*NAMES[:5]))
    assert _missing(*_communes(4), other, above) == []
    stranger = commune("Tiếp công dân 44 lượt.", name="Ngọc Khê", subject="thu ngân sách")
    assert len(_missing(*_communes(4), stranger, above)) == 1


def test_sums_wait_for_a_commune_that_has_a_row() -> None:
    """Three of four communes cannot make up what the district says of all four."""
    figure = "- Các xã tiếp công dân {} lượt."
    above = district(figure.format(166), _table(*NAMES[:4]))
    assert clashing(*_communes(3), above, kinds=("district-sum",)) == []
    alone = district(figure.format(166), _table(*NAMES[:3]))
    assert len(clashing(*_communes(3), alone, kinds=("district-sum",))) == 1


#: rows of a district's table in words of its own, beside what each commune calls it
_VISITS = (41, 152, 163, 274, 385, 496)
_COLUMN = "| TT | Đơn vị | Cây phân tán đã trồng (cây) |"


def _planters(counts: tuple[int, ...] = _VISITS, words: str = "Số cây phân tán trồng được: {} cây.") -> list[str]:
    pairs = zip(NAMES, counts, strict=False)
    return [commune(words.format(count), name=name, subject="công tác trồng rừng") for name, count in pairs]


def _planted(*counts: int, note: str = "") -> str:
    rows = [f"| {at} | {name} | {count} |" for at, (name, count) in enumerate(zip(NAMES, counts, strict=False), 1)]
    text = district("\n".join([_COLUMN, *rows]), note)
    return text.replace("công tác cải cách hành chính", "công tác trồng rừng")


def _rows(*texts: str) -> list[tuple[str, object, object]]:
    return [(f.severity, f.expected, f.found) for f in clashing(*texts, kinds=("district-row",))]


def test_communes_vouch_for_a_column_that_no_catalogue_knows() -> None:
    assert _rows(*_planters(), _planted(*_VISITS)) == []
    assert _rows(*_planters(), _planted(41, 152, 168, 274, 385, 496)) == [("warning", 163, 168)]


def test_a_column_that_few_rows_repeat_counts_something_else() -> None:
    assert _rows(*_planters(), _planted(41, 152, 168, 279, 385, 496)) == []
    assert len(_rows(*_planters(), _planted(41, 152, 163, 279, 385, 496))) == 1


def test_a_row_that_repeats_another_figure_of_the_commune() -> None:
    told = _planters()
    both = [*told[:2], told[2].replace("163 cây.", "163 cây.\n- Số cây trồng dặm: 168 cây."), *told[3:]]
    assert _rows(*both, _planted(41, 152, 168, 274, 385, 496)) == []
    assert len(_rows(*both, _planted(41, 152, 169, 274, 385, 496))) == 1


def test_a_row_whose_gap_is_explained() -> None:
    counts = (41, 152, 168, 274, 385, 496)
    note = "- Số liệu của xã Cẩm Sơn đã được điều chỉnh tăng 5 cây sau khi kiểm tra thực địa."
    assert _rows(*_planters(), _planted(*counts, note=note)) == []
    assert len(_rows(*_planters(), _planted(*counts, note="- Xã Cẩm Sơn có 5 cây cổ thụ."))) == 1
