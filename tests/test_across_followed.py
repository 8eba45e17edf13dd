"""Comparisons that need no catalogue: what figures of a folder have to do with each other is shown by the figures."""

from __future__ import annotations

from pipeline.compare.asked import Asked
from pipeline.compare.run import across
from tests.across_reports import clashing, commune, district, read

_QUARTERS = ("quý I", "quý II", "quý III", "quý IV")
#: trees planted by commune, quarter by quarter, and what each author calls them
_TREES = {
    "An Phú": (412, 385, 467, 430),
    "Bình Minh": (233, 218, 254, 241),
    "Cẩm Sơn": (518, 537, 561, 549),
    "Đại Lộc": (164, 171, 149, 158),
}
_SAID = {
    "An Phú": "Ra quân trồng mới {n} cây dọc bờ kênh; phát dọn {m} m bờ rào.",
    "Bình Minh": "Cây trồng ven đường xóm: {n} cây. Phát dọn bờ rào: {m} m.",
    "Cẩm Sơn": "Đoàn viên trồng được {n} cây, phát dọn bờ rào dài {m} m.",
    "Đại Lộc": "Số cây đã trồng {n} cây; bờ rào phát dọn {m} m.",
}


def told(quarter: int, name: str, more: int = 0) -> str:
    trees = _TREES[name][quarter] + more
    said = _SAID[name].format(n=trees, m=trees * 3 + 17)
    return commune(said, name=name, when=_QUARTERS[quarter])


def above(quarter: int, more: int = 0, note: str = "") -> str:
    trees = sum(own[quarter] for own in _TREES.values())
    said = f"Toàn huyện trồng {trees + more} cây; bờ rào phát dọn {3 * trees + 17 * len(_TREES)} m."
    return district(said, *([note] if note else []), when=_QUARTERS[quarter])


def folder(more: int = 0, note: str = "", quarters: int = 4) -> list[str]:
    below = [told(quarter, name) for quarter in range(quarters) for name in _TREES]
    return [
        *below,
        *(above(quarter, more if quarter == 2 else 0, note if quarter == 2 else "") for quarter in range(quarters)),
    ]


def kinds(*texts: str) -> list[str]:
    return [clash.kind for clash in clashing(*texts)]


def test_a_sum_that_comes_out_in_other_quarters() -> None:
    assert kinds(*folder()) == []
    assert kinds(*folder(more=90)) == ["district-sum"]


def test_a_note_of_the_district_explains_the_gap() -> None:
    note = "Số cây nêu trên gồm cả {} cây do trường nội trú của huyện trồng thêm."
    assert kinds(*folder(90, note.format(90))) == []
    assert kinds(*folder(90, note.format(75))) == ["district-sum"]


def test_sums_that_never_came_out_prove_nothing() -> None:
    assert kinds(*folder(more=90, quarters=3)) == ["district-sum"]
    texts = [told(quarter, name) for quarter in range(4) for name in _TREES]
    assert kinds(*texts, *(above(quarter, 90 + 11 * quarter) for quarter in range(4))) == []


def test_a_sum_since_january_in_the_words_of_one_author() -> None:
    def own(quarter: int, since: int) -> str:
        said = f"Bà con hái {_TREES['Cẩm Sơn'][quarter]} giỏ nấm. Gom từ hồi giêng được {since} giỏ nấm."
        return commune(said, name="Cẩm Sơn", when=_QUARTERS[quarter], subject="phong trào thi đua")

    picked = _TREES["Cẩm Sơn"]
    right = [own(quarter, sum(picked[: quarter + 1])) for quarter in range(4)]
    assert kinds(*right) == []
    assert kinds(*right[:2], own(2, sum(picked[:3]) - 200), right[3]) == ["period-sum"]


def test_a_row_of_a_district_in_words_of_its_own() -> None:
    def table(quarter: int, more: int = 0) -> str:
        rows = [
            f"{n}\t{name}\t{own[quarter] + (more if name == 'Cẩm Sơn' else 0)}"
            for n, (name, own) in enumerate(_TREES.items(), 1)
        ]
        return district(
            "Kết quả ra quân như sau:\nTT\tXã\tTrồng mới cây xanh (cây)\n" + "\n".join(rows), when=_QUARTERS[quarter]
        )

    below = [told(quarter, name) for quarter in range(3) for name in _TREES]
    assert kinds(*below, *(table(quarter) for quarter in range(3))) == []
    assert kinds(*below, table(0), table(1, 40), table(2)) == ["district-row"]
    assert kinds(*below, *(table(quarter, 40 + quarter) for quarter in range(3))) == []


def test_figures_taken_over_in_words_of_ones_own() -> None:
    def own(when: str, *figures: int) -> str:
        a, b, c, d, e, f = figures
        said = (
            f"Bà con hái {a} giỏ nấm, ủ {b} vại mắm.",
            f"Đan {c} tấm lưới, vá {d} chiếc thuyền.",
            f"Đốn {e} cây tre, bó {f} cây chổi.",
        )
        return commune(*said, when=when, subject="phong trào thi đua")

    first, second = (412, 85, 233, 64, 518, 149), (385, 91, 218, 58, 537, 171)
    third = (467, 77, 254, 61, 561, 158)
    assert kinds(own("quý I", *first), own("quý II", *second), own("quý III", *third)) == []
    assert kinds(own("quý I", *first), own("quý II", *second), own("quý III", *second)) == ["copied-figures"]


def test_what_an_account_opens_with_in_any_words() -> None:
    def own(quarter: int, opens: int, closes: int) -> str:
        new = 140 + 13 * quarter
        sold = opens + new - closes
        said = f"Rọ cũ của kỳ trước {opens} rọ, đan thêm {new} rọ, bán {sold} rọ, còn trong kho {closes} rọ."
        return commune(said, when=_QUARTERS[quarter], subject="phong trào thi đua")

    right = [own(0, 31, 44), own(1, 44, 57), own(2, 57, 38), own(3, 38, 42)]
    assert kinds(*right) == []
    assert kinds(*right[:3], own(3, 48, 52)) == ["opening"]
    said = "Số rọ cũ đã cập nhật tăng 10 rọ sau khi đối chiếu sổ kho."
    assert kinds(*right[:3], own(3, 48, 52).replace("\n\nNơi nhận", f"\n- {said}\n\nNơi nhận")) == []


def test_reports_of_one_sort_under_titles_of_their_own() -> None:
    more = "Thả {n} con cá giống, đan {n} tấm lưới, ủ {n} vại mắm."
    words = ("mặt trận", "thi đua", "ra quân", "hội viên")

    def own(at: int, quarter: int, other: str = more) -> str:
        name = list(_TREES)[at]
        said = _SAID[name].format(n=_TREES[name][quarter], m=_TREES[name][quarter] * 3 + 17)
        lines = said, other.format(n=700 + 13 * at + 7 * quarter)
        return commune(*lines, name=name, when=_QUARTERS[quarter], subject=f"phong trào {words[at]}")

    def whole(quarter: int, other: str = more) -> str:
        said = other.format(n=sum(700 + 13 * at + 7 * quarter for at in range(4)))
        return above(quarter, 90 if quarter == 2 else 0, said)

    below = [(at, quarter) for quarter in range(4) for at in range(4)]
    assert kinds(*(own(*one) for one in below), *map(whole, range(4))) == ["district-sum"]
    # who counts other things writes on something else
    rest = "Cấp {n} giấy, tiếp {n} lượt, xử lý {n} đơn."
    apart = [own(at, quarter, rest) for at, quarter in below]
    assert kinds(*apart, *map(whole, range(4))) == []


def test_what_could_not_be_read_is_not_called_blank() -> None:
    asked = [Asked("dossiers.resolved", "", None)]

    def loud(text: str) -> list[str]:
        return [clash.kind for clash in across(read(text), checklist=asked) if clash.severity != "info"]

    assert loud(commune("Giấy tờ bà con: vào sổ 120 hồ sơ, ký xong 96 hồ sơ, trả bưu điện 24 hồ sơ.")) == []
    assert loud(commune("Bà con hái 412 giỏ nấm, ủ 85 vại mắm.")) == ["checklist"]


def test_a_commune_whose_period_was_not_read_has_not_sent_none() -> None:
    asked = [Asked("dossiers.resolved", "xã An Phú", None)]
    own = commune("Đã giải quyết 96 hồ sơ.")
    other = commune("Đã giải quyết 75 hồ sơ.", name="Bình Minh", when="quý III")

    def loud(*texts: str) -> list[str]:
        found = across(read(*texts), checklist=asked)
        return [clash.kind for clash in found if clash.severity != "info" and clash.kind == "checklist"]

    assert loud(own.replace("quý II năm 2024", "vừa qua"), other) == []
    assert loud(own, other) == ["checklist"]
