"""What looks like a contradiction between reports and is none; nothing may be raised on these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from corpus.across.faults import plain_keys
from corpus.across.folder import Base, plain_reports, reports
from corpus.across.plan import Plan
from corpus.across.style import printed
from corpus.across.told import PRIOR, RUNNING
from corpus.across.version_faults import corrected, old_wrong
from corpus.across.world import DISTRICT
from corpus.across.write import named, path_of


@dataclass(frozen=True, slots=True)
class Trap:
    """A trap as laid: the plan, and the reports in which a finding would be a false alarm due to it."""

    kind: str
    plan: Plan
    paths: frozenset[str]


Lay = Callable[[Base, Random, str, int], Trap | None]


def trap(of: Base, kind: str, plan: Plan, *whose: tuple[str, int]) -> Trap:
    """Return a trap in the reports of units and periods and in the files that its plan adds."""
    paths = (path_of(of.world, of.periods[number], unit) for unit, number in whose)
    return Trap(kind, plan, frozenset((*paths, *plan.added)))


def corrected_beside(of: Base, rng: Random, unit: str, number: int) -> Trap | None:
    """The corrected report lies beside the old one, mends what was wrong there and changes nothing else."""
    made = corrected(of, unit, number, {})
    old = old_wrong(of, unit, number, rng)
    plan = Plan(told=old, kept=frozenset(old), added={made.path: made.text})
    return trap(of, "corrected_beside", plan, (unit, number))


def late_commune(of: Base, _rng: Random, unit: str, number: int) -> Trap | None:
    """A commune has not reported; the district says so and its sums do without it."""
    number = len(of.periods) - 1
    said = of.world.says("late_commune", _LATE).format(unit=unit, xa=of.world.kind(unit))
    own = {key: value for (whose, which, key), value in of.told.items() if (whose, which) == (unit, number)}
    plan = Plan(
        dropped=frozenset({path_of(of.world, of.periods[number], unit)}),
        shift={(number, key): -_left(of, own, key) for key in own if not key.startswith(PRIOR)},
        unlisted=frozenset({(unit, number)}),
        notes=((DISTRICT, number, said),),
    )
    return trap(of, "late_commune", plan, (DISTRICT, number), (unit, number), (unit, number - 1))


_LATE = "Đến thời điểm báo cáo, chưa có báo cáo của xã {unit}; số liệu toàn huyện chưa bao gồm xã {unit}."


def _left(of: Base, own: Mapping[str, int], key: str) -> int:
    """What the district's figure lacks: of a sum since January only what belongs to this period."""
    value = own[key.removeprefix(RUNNING)]
    return int(value >= 19) if of.world.figures[key.removeprefix(RUNNING)].kind == "level" else value


def january(of: Base, _rng: Random, _unit: str, _number: int) -> Trap | None:
    """What ran over a year begins anew in January; nothing is changed for it."""
    if of.cadence != "running":
        return None
    return trap(of, "january", Plan(), *((one, 1) for one in of.world.units))


def rounding(of: Base, _rng: Random, _unit: str, number: int) -> Trap | None:
    """The district rounds money to billions with one decimal; communes tell millions."""
    return trap(of, "rounding", Plan(money={(DISTRICT, number): "tỷ tròn"}), (DISTRICT, number))


def target(of: Base, _rng: Random, unit: str, number: int) -> Trap | None:
    """A plan for the next year names other figures than the results."""
    year = of.periods[number].year + 1
    ton, _, _, con = of.world.fields[0].balance
    more, poor = of.told[unit, number, "dt"] + 350, max(2, of.told[unit, number, "hn"] - 12)
    most = of.told[unit, number, ton] + of.told[unit, number, con]
    said = of.world.says("target", _TARGET).format(year=year, more=printed(Decimal(more)), poor=poor, most=most)
    return trap(of, "target", Plan(notes=((unit, number, said),)), (unit, number))


_TARGET = (
    "Mục tiêu năm {year}: phấn đấu thu ngân sách nhà nước trên địa bàn {more} triệu đồng; "
    "giảm số hộ nghèo xuống còn {poor} hộ; tỷ lệ hồ sơ giải quyết đúng hạn đạt trên 99%; "
    "không để tồn quá {most} hồ sơ."
)


def forecast(of: Base, _rng: Random, unit: str, number: int) -> Trap | None:
    """An estimate for the time to come is no figure of this period."""
    new = of.world.fields[0].balance[1]
    guess = round(of.told[unit, number, new] * 14 // 10, -1)
    said = of.world.says("forecast", _FORECAST).format(guess=printed(Decimal(guess)))
    return trap(of, "forecast", Plan(notes=((unit, number, said),)), (unit, number))


_FORECAST = "Dự kiến kỳ tới tiếp nhận mới khoảng {guess} hồ sơ, các bộ phận chủ động bố trí nhân lực."


def own_offices(of: Base, rng: Random, _unit: str, number: int) -> Trap | None:
    """The district's own offices add to what the communes did, and the report says so."""
    key = rng.choice(_quiet_keys(of))
    figure, more = of.world.figures[key], rng.randint(11, 60)
    said = of.world.says("own_offices", _OFFICES).format(label=figure.labels[0], more=more, measured=figure.unit)
    plan = Plan(shift={(number, key): more}, notes=((DISTRICT, number, said),))
    return trap(of, "own_offices", plan, (DISTRICT, number))


_OFFICES = (
    "Số liệu “{label}” toàn huyện nêu trên gồm tổng số của các xã và {more} {measured} "
    "do các phòng, ban cấp huyện trực tiếp thực hiện."
)


def equal_figures(of: Base, rng: Random, unit: str, number: int) -> Trap | None:
    """Two figures happen to be what they were in the last quarter."""
    if of.cadence != "quarters" or not number:
        return None
    keys = rng.sample(_quiet_keys(of), 2)
    told = {(unit, number, key): of.told[unit, number - 1, key] for key in keys}
    return trap(of, "equal_figures", Plan(told=told), (unit, number), (DISTRICT, number))


def restated_base(of: Base, rng: Random, unit: str, number: int) -> Trap | None:
    """The figure of last year was revised since, and the report says so beside it."""
    if of.cadence != "years" or number < 2:
        return None
    path = path_of(of.world, of.periods[number], unit)
    mark = rng.choice([one for one in plain_reports(of)[path].marks if one.key.startswith(PRIOR)])
    value = of.told[unit, number, mark.key]
    told = {(unit, number, mark.key): value + rng.randint(1, 3) + value * rng.randint(0, 4) // 100}
    after = of.world.says("restated_base", " (số liệu cùng kỳ đã được điều chỉnh sau rà soát).")
    said = (path, *_line_with(of, path, mark.line, told, after))
    plan = Plan(told=told, kept=frozenset(told), words=(said,))
    return trap(of, "restated_base", plan, (unit, number))


def _line_with(of: Base, path: str, line: int, told: Mapping[tuple[str, int, str], int], after: str) -> tuple[str, str]:
    now = reports(of, Plan(told=told, kept=frozenset(told)))[path].text.split("\n")[line - 1]
    return now, now.removesuffix(".") + after


def restated_opening(of: Base, rng: Random, unit: str, number: int) -> Trap | None:
    """What came over was put right since the last report; commune and district say by how much."""
    if of.cadence != "quarters":
        return None
    number = len(of.periods) - 1
    first, _, _, last = of.world.fields[0].balance
    more = rng.randint(1, 4)
    told = {(unit, number, key): of.told[unit, number, key] + more for key in (first, last)}
    before = of.told[unit, number - 1, last]
    said = of.world.says("restated_opening", _RESTATED).format(
        more=f"{more:02d}", before=f"{before:02d}", now=f"{before + more:02d}"
    )
    above = of.world.says("restated_above", _RESTATED_ABOVE)
    above = above.format(more=f"{more:02d}", unit=unit, xa=of.world.kind(unit))
    plan = Plan(told=told, notes=((unit, number, said), (DISTRICT, number, above)))
    return trap(of, "restated_opening", plan, (unit, number), (unit, number - 1), (DISTRICT, number))


_RESTATED = (
    "Số tồn kỳ trước chuyển sang đã điều chỉnh tăng {more} hồ sơ (kỳ trước báo cáo {before} hồ sơ, "
    "số liệu đã điều chỉnh là {now} hồ sơ) sau khi rà soát trên hệ thống một cửa điện tử."
)
_RESTATED_ABOVE = "Số tồn kỳ trước chuyển sang toàn huyện đã điều chỉnh tăng {more} hồ sơ sau rà soát của xã {unit}."


def erratum(of: Base, rng: Random, unit: str, number: int) -> Trap | None:
    """A figure of the last report is put right by the next one in words."""
    if not number:
        return None
    key = rng.choice(_quiet_keys(of))
    figure, right = of.world.figures[key], of.told[unit, number - 1, key]
    wrong = max(1, right - rng.randint(1, 3))
    before = named(of.world, of.periods[number - 1])
    said = of.world.says("erratum", _ERRATUM).format(
        before=before, label=figure.labels[0], wrong=wrong, right=right, measured=figure.unit
    )
    plan = Plan(told={(unit, number - 1, key): wrong}, notes=((unit, number, said),))
    return trap(of, "erratum", plan, (unit, number), (unit, number - 1), (DISTRICT, number - 1))


_ERRATUM = (
    "Đính chính: tại báo cáo {before}, mục “{label}” xã đã ghi {wrong} {measured}; số đúng là {right} {measured}."
)


def _quiet_keys(of: Base) -> list[str]:
    """Plain figures of which no report tells the sum since January, nor the next year's what they were."""
    told = {field.key: " ".join((*field.running, *field.prior)) for field in of.world.fields}
    where = {figure.key: field.key for field in of.world.fields for figure in field.figures}
    return [
        key for key in plain_keys(of) if not any(f"{{{once}{key}}}" in told[where[key]] for once in (RUNNING, PRIOR))
    ]
