"""Further traps: reports of another kind, scope or place beside the usual ones, and other ways to write the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from corpus.across.figures import values
from corpus.across.folder import Base, plain_reports
from corpus.across.periods import Period
from corpus.across.plan import Plan
from corpus.across.style import printed
from corpus.across.told import PRIOR, RUNNING, Cell, told
from corpus.across.traps import Trap, trap
from corpus.across.world import DISTRICT, World
from corpus.across.write import named, path_of, written


def another_period(of: Base, _rng: Random, unit: str, number: int) -> Trap | None:
    """A report of one month lies beside that of the quarter, half-year or year; it is not the last month of it."""
    period = of.periods[number]
    share = 3 * period.length
    own = {at: value for at, value in of.told.items() if at[:2] == (unit, number)}
    flows = {key for key, one in of.world.figures.items() if one.kind in ("flow", "out", "part")}
    small = {at: value // share if at[2].removeprefix(PRIOR) in flows else value for at, value in own.items()}
    first, new, out, last = ((unit, number, key) for key in of.world.fields[0].balance)
    small[first] += 2
    small[last] = small[first] + small[new] - small[out]
    _since_january(of, small, unit, number)
    made = written(of.world, of.periods, unit, number, small, Plan())
    month = period.day[1] - 1
    text = made.text.replace(named(of.world, period), f"tháng {month} năm {period.year}")
    text = text.replace(f"tháng {period.day[1]:02d} năm", f"tháng {month:02d} năm")
    path = made.path.replace("BC ", f"BC thang {month} ")
    return trap(of, "another_period", Plan(added={path: text}), (unit, number))


def _since_january(of: Base, small: dict[Cell, int], unit: str, number: int) -> None:
    for at in list(small):
        if at[2].startswith(RUNNING):
            before = of.told[unit, number - 1, at[2]] if number and of.periods[number].first else 0
            small[at] = before + small[unit, number, at[2].removeprefix(RUNNING)]


def same_name(of: Base, _rng: Random, unit: str, number: int) -> Trap | None:
    """Another district has a commune of the same name."""
    other = replace(of.world, district="Phước Long Hạ", seed=of.world.seed + 17)
    made = written(other, of.periods, unit, number, told(other, of.periods), Plan())
    return trap(of, "same_name", Plan(added={f"Phuoc Long Ha/{made.path}": made.text}), (unit, number))


def special_topic(of: Base, rng: Random, unit: str, number: int) -> Trap | None:
    """A report on one topic tells a part of what the general one tells."""
    period, first = of.periods[number], of.world.fields[0]
    share = rng.choice((3, 4, 5))
    small = {at: max(1, value // share) for at, value in of.told.items() if at[:2] == (unit, number)}
    opening, new, out, last = ((unit, number, key) for key in first.balance)
    small[last] = small[opening] + small[new] - small[out]
    others = frozenset((unit, number, field.key) for field in of.world.fields[1:])
    made = written(of.world, of.periods, unit, number, small, Plan(left_out=others))
    lines = made.text.split("\n")
    lines[lines.index("BÁO CÁO") + 1] = of.world.says("special_topic", _TOPIC).format(period=named(of.world, period))
    path = made.path.replace("BC ", "BC chuyen de dat dai ")
    return trap(of, "special_topic", Plan(added={path: "\n".join(lines)}), (unit, number))


_TOPIC = "Chuyên đề giải quyết thủ tục hành chính lĩnh vực đất đai {period}"


def boilerplate(of: Base, _rng: Random, _unit: str, number: int) -> Trap | None:
    """All communes took the same paragraphs from the district's outline; the figures are their own."""
    notes = tuple((one, number, said) for one in of.world.communes for said in of.world.outline or _OUTLINE)
    return trap(of, "boilerplate", Plan(notes=notes), *((one, number) for one in of.world.communes))


_OUTLINE = (
    "Công tác tuyên truyền được triển khai bằng nhiều hình thức phù hợp với điều kiện thực tế của địa phương.",
    "Nhận thức của cán bộ, đảng viên và nhân dân về chủ trương của Đảng, pháp luật của Nhà nước được nâng lên rõ rệt.",
    "Việc công khai thủ tục hành chính được thực hiện đầy đủ tại trụ sở và trên trang thông tin điện tử để tra cứu.",
    "Khó khăn: trang thiết bị chưa đồng bộ; một bộ phận người dân còn hạn chế về kỹ năng số, phải nhờ cán bộ hỗ trợ.",
    "Đề nghị cấp trên tiếp tục quan tâm tập huấn nghiệp vụ, bố trí kinh phí nâng cấp đường truyền, máy tính, máy quét.",
)


def same_file_twice(of: Base, _rng: Random, unit: str, number: int) -> Trap | None:
    """The same report was saved under two names."""
    path = path_of(of.world, of.periods[number], unit)
    copy = f"nhan qua thu/{path.rpartition('/')[2].removesuffix('.txt')} - Copy.txt"
    return trap(of, "same_file_twice", Plan(added={copy: plain_reports(of)[path].text}), (unit, number))


def points(of: Base, _rng: Random, unit: str, number: int) -> Trap | None:
    """A change in points of per cent stands beside one in per cent; both are right."""
    if not number:
        return None
    told_at = [values(of.world, of.told, unit, at) for at in (number - 1, number)]
    rates, counts = ([one[key] for one in told_at] for key in ("tl_hn", "hn"))
    if rates[0] <= rates[1] or counts[0] <= counts[1]:
        return None
    less = (100 * (counts[0] - counts[1]) / counts[0]).quantize(Decimal("0.01"), ROUND_HALF_UP)
    before, fewer = named(of.world, of.periods[number - 1]), printed(rates[0] - rates[1])
    said = of.world.says("points", _POINTS).format(before=before, fewer=fewer, less=printed(less))
    return trap(of, "points", Plan(notes=((unit, number, said),)), (unit, number))


_POINTS = "So với báo cáo {before}, tỷ lệ hộ nghèo giảm {fewer} điểm phần trăm; số hộ nghèo giảm {less}%."


def unit_words(of: Base, _rng: Random, unit: str, number: int) -> Trap | None:
    """One commune counts “thủ tục” where the others count “hồ sơ”."""
    path = path_of(of.world, of.periods[number], unit)
    return trap(of, "unit_words", Plan(words=((path, " hồ sơ", " thủ tục"),)), (unit, number), (DISTRICT, number))


def nothing_happened(of: Base, _rng: Random, unit: str, number: int) -> Trap | None:
    """A commune reports zero."""
    if of.cadence != "quarters":
        return None
    told_zero = {(unit, number, key): 0 for key in ("vu", "thanh")}
    said = of.world.says("nothing_happened", _NOTHING)
    plan = Plan(told=told_zero, left_out=frozenset({(unit, number, "hoa")}), notes=((unit, number, said),))
    return trap(of, "nothing_happened", plan, (unit, number), (DISTRICT, number))


_NOTHING = "Trong kỳ, trên địa bàn xã không phát sinh vụ việc hòa giải (tiếp nhận 0 vụ, hòa giải thành 0 vụ)."


def merged(of: Base, _rng: Random, unit: str, number: int) -> Trap | None:
    """Two communes became one of July 2025 that keeps the name of one; its report sums over both, and says so."""
    unit, other = _MERGED
    seed = of.world.seed + 29 + number
    here = replace(of.world, year=2025, district="Phước Long Hạ", communes=_MERGED, seed=seed)
    halves = (Period(2025, 0, 2), Period(2025, 0, 3))
    cells = told(here, halves)
    now = {at: value + _joined(here, cells, other, at) for at, value in cells.items() if at[:2] == (unit, 1)}
    said = of.world.says("merged", _FOUNDED).format(unit=unit, other=other)
    made = [written(here, halves, one, 0, cells, Plan()) for one in (unit, other)]
    new = written(here, halves, unit, 1, now, Plan(notes=((unit, 1, said),)))
    text = new.text.replace(f"HUYỆN {here.district.upper()}", f"TỈNH {here.province.upper()}")
    text = text.replace(f"huyện {here.district}", f"tỉnh {here.province}")
    added = {one.path: one.text for one in made} | {new.path: text}
    return trap(of, "merged", Plan(added=added))


_FOUNDED = (
    "Từ ngày 01/7/2025, xã {unit} (mới) được thành lập trên cơ sở nhập xã {unit} và xã {other}; số liệu trong báo "
    "cáo này là của cả hai xã trước khi sắp xếp."
)


def _joined(of: World, cells: dict[Cell, int], other: str, at: Cell) -> int:
    """What the other commune adds to a figure; criteria that were met are no more by a merger."""
    level = at[2] in of.figures and of.figures[at[2]].kind == "level"
    return 0 if level else cells[other, at[1], at[2]]


#: nobody else in the folder is called so
_MERGED = ("Suối Vân", "Đồng Thủy")
