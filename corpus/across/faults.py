"""Faults between reports, each placed by a rule of its own; where one cannot stand it gives nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from corpus.across.figures import ABOVE
from corpus.across.folder import Base, plain_reports, reports
from corpus.across.gold import Fault, FaultKind, Printed
from corpus.across.plan import Plan
from corpus.across.style import style
from corpus.across.tables import own_fields
from corpus.across.told import PRIOR, RUNNING
from corpus.across.version_faults import version_changed, version_left, version_new
from corpus.across.world import DISTRICT, Field
from corpus.across.write import path_of

Place = Callable[[Base, Random, str, int], Fault | None]


def opening(of: Base, rng: Random, unit: str, number: int) -> Fault | None:
    """What came over from the last period is not what was left then; the report agrees with itself."""
    if not any(of.periods[number].follows(before) for before in of.periods[:number]):
        return None
    more = rng.choice((-2, -1, 1, 2, 3, 4, 7, 10))
    first, _, _, last = of.world.fields[0].balance
    told = {(unit, number, key): of.told[unit, number, key] + more for key in (first, last)}
    if min(told.values()) < 1:
        return None
    return Fault("opening", Plan(told=told), path_of(of.world, of.periods[number], unit), unit, number, (first,))


def cumulative(of: Base, rng: Random, unit: str, number: int) -> Fault | None:
    """A sum from the beginning of the year is less than it was a period before."""
    before, now = of.periods[number - 1], of.periods[number]
    if not number or before.year != now.year:
        return None
    path = path_of(of.world, now, unit)
    share = rng.randint(60, 95)
    if now.length > 1 and rng.random() < _BALANCED:
        return _balance_fell(of, path, unit, number, share)
    keys = [key for key in _said(of, unit, number) if key.startswith(RUNNING)] if now.length == 1 else plain_keys(of)
    key = rng.choice(keys)
    told = {(unit, number, key): of.told[unit, number - 1, key] * share // 100}
    return Fault("cumulative", Plan(told=told), path, unit, number, (key,))


def _balance_fell(of: Base, path: str, unit: str, number: int, share: int) -> Fault:
    """Both what came in and what was done are less than before; what is left over stays right."""
    _, new, out, _ = of.world.fields[0].balance
    less = of.told[unit, number, new] - of.told[unit, number - 1, new] * share // 100
    told = {(unit, number, key): of.told[unit, number, key] - less for key in (new, out)}
    for figure in of.world.fields[0].figures:
        if figure.kind == "part":
            told[unit, number, figure.key] = min(of.told[unit, number, figure.key], told[unit, number, out])
    return Fault("cumulative", Plan(told=told), path, unit, number, (new, out))


def commune_district(of: Base, rng: Random, unit: str, number: int) -> Fault | None:
    """The district's table has another figure of the commune than the commune's own report."""
    path = path_of(of.world, of.periods[number], DISTRICT)
    if rng.random() < _BALANCED:
        more, keys = rng.choice(_SLIPS), _in_and_left(of)
        told = {(ABOVE + unit, number, key): of.told[unit, number, key] + more for key in keys}
        return Fault("commune_district", Plan(told=told), path, unit, number, keys)
    field = own_fields(of.world, style(of.world, DISTRICT))[1]
    key = rng.choice([key for key in plain_keys(of) if key in {one.key for one in field.figures}])
    new = slipped(of.told[unit, number, key], rng)
    return Fault("commune_district", Plan(told={(ABOVE + unit, number, key): new}), path, unit, number, (key,))


def district_sum(of: Base, rng: Random, _unit: str, number: int) -> Fault | None:
    """A figure of the district is not the sum of its communes."""
    path = path_of(of.world, of.periods[number], DISTRICT)
    if rng.random() < _BALANCED:
        more, keys = rng.choice(_SLIPS), _in_and_left(of)
        plan = Plan(shift={(number, key): more for key in keys})
        return Fault("district_sum", plan, path, DISTRICT, number, keys)
    key = rng.choice(_summed(of))
    value = of.told[DISTRICT, number, key]
    plan = Plan(shift={(number, key): slipped(value, rng) - value})
    return Fault("district_sum", plan, path, DISTRICT, number, (key,))


#: how many of these faults stand in the balance of files, where a slip is carried through
_BALANCED = 0.5
_SLIPS = (1, 2, 3, 5, 9, 10, 20, 100)


def _in_and_left(of: Base) -> tuple[str, str]:
    _, new, _, last = of.world.fields[0].balance
    return new, last


def left_from_sum(of: Base, rng: Random, unit: str, number: int) -> Fault | None:
    """The district's sums of a field leave a commune out without a word."""
    summed = _summed(of)
    others = [one for one in of.world.fields if any(figure.key in summed for figure in one.figures)]
    field = of.world.fields[0] if rng.random() < _BALANCED else rng.choice(others)
    keys = [at[2] for at in of.told if at[:2] == (unit, number) and _bare(at[2]) in {one.key for one in field.figures}]
    plan = Plan(shift={(number, key): -of.told[unit, number, key] for key in keys})
    path = path_of(of.world, of.periods[number], DISTRICT)
    return Fault("left_from_sum", plan, path, DISTRICT, number, tuple(keys))


def same_period(of: Base, rng: Random, unit: str, number: int) -> Fault | None:
    """What is called the figure of the same period last year is not what was reported then."""
    if of.cadence != "years" or number < 2:
        return None
    keys = [key for key in _said(of, unit, number) if key.startswith(PRIOR)]
    key = rng.choice(keys)
    told = {(unit, number, key): slipped(of.told[unit, number, key], rng)}
    return Fault("same_period", Plan(told=told), path_of(of.world, of.periods[number], unit), unit, number, (key,))


def clone(of: Base, _rng: Random, unit: str, number: int) -> Fault | None:
    """All figures are those of the last report; only dates and the period are new."""
    if not number or of.periods[number].length != of.periods[number - 1].length:
        return None
    told = {at: of.told[unit, number - 1, at[2]] for at in of.told if at[:2] == (unit, number)}
    plan = Plan(told=told, kept=frozenset(told))
    return Fault("clone", plan, path_of(of.world, of.periods[number], unit), unit, number)


def other_name(of: Base, rng: Random, unit: str, number: int) -> Fault | None:
    """The name of another commune was left in, from the text that was copied."""
    other = rng.choice([one for one in of.world.communes if one != unit])
    path = path_of(of.world, of.periods[number], unit)
    note = rng.choice(of.world.left_in or _NOTES).format(other=other, xa=of.world.kind(other))
    text = reports(of, Plan(notes=((unit, number, note),)))[path].text.split("\n")
    places = (Printed(path, text.index(note) + 1, other),)
    return Fault("other_name", Plan(notes=((unit, number, note),)), path, unit, number, places=places)


_NOTES = (
    "Thời gian tới, UBND xã {other} tiếp tục đôn đốc các ngành, đoàn thể hoàn thành nhiệm vụ được giao.",
    "Mặt trận và các đoàn thể xã {other} tích cực vận động hội viên tham gia các phong trào thi đua.",
    "Tình hình đời sống nhân dân trên địa bàn xã {other} cơ bản ổn định.",
)


def scale(of: Base, _rng: Random, unit: str, number: int) -> Fault | None:
    """Sums in millions are called billions."""
    keys = tuple(key for key in _said(of, unit, number) if of.world.figures[_bare(key)].money)
    path = path_of(of.world, of.periods[number], unit)
    return Fault("scale", Plan(money={(unit, number): "nhầm"}), path, unit, number, keys) if keys else None


def blank(of: Base, _rng: Random, unit: str, number: int) -> Fault | None:
    """A field that the checklist asks for is not in the report."""
    plan = Plan(left_out=frozenset({(unit, number, of.world.fields[0].key)}))
    return Fault("blank", plan, path_of(of.world, of.periods[number], unit), unit, number)


def period(of: Base, _rng: Random, unit: str, number: int) -> Fault | None:
    """The report names the last period in place of its own."""
    if not number:
        return None
    plan = Plan(period={(unit, number): number - 1})
    return Fault("period", plan, path_of(of.world, of.periods[number], unit), unit, number)


def missing(of: Base, _rng: Random, unit: str, number: int) -> Fault | None:
    """A commune's report is not in the folder, and the district says nothing of it."""
    path = path_of(of.world, of.periods[number], unit)
    return Fault("missing", Plan(dropped=frozenset({path})), path, unit, number)


FAULTS: Mapping[FaultKind, Place] = {
    "opening": opening,
    "cumulative": cumulative,
    "commune_district": commune_district,
    "district_sum": district_sum,
    "same_period": same_period,
    "left_from_sum": left_from_sum,
    "clone": clone,
    "other_name": other_name,
    "scale": scale,
    "blank": blank,
    "period": period,
    "missing": missing,
    "version_changed": version_changed,
    "version_left": version_left,
    "version_new": version_new,
}


def plain_keys(of: Base) -> list[str]:
    """Return flows from which a report computes nothing: a slip in one shows in no other figure of it."""
    used = {key for figure in of.world.figures.values() for key in figure.of}
    balance = {key for field in of.world.fields for key in field.balance}
    flows = (one for one in of.world.figures.values() if one.kind == "flow" and not one.money)
    return [one.key for one in flows if one.key not in used | balance]


def slipped(value: int, rng: Random) -> int:
    """Return the number with one digit other than it was, never zero."""
    text = str(value)
    at = rng.randrange(len(text))
    digit = rng.choice([one for one in "123456789" if one != text[at]])
    return int(text[:at] + digit + text[at + 1 :])


def _bare(key: str) -> str:
    return key.removeprefix(RUNNING).removeprefix(PRIOR)


def _said(of: Base, unit: str, number: int) -> list[str]:
    marks = plain_reports(of)[path_of(of.world, of.periods[number], unit)].marks
    return sorted({one.key for one in marks if one.unit == unit})


def _summed(of: Base) -> list[str]:
    """Plain figures that the district sums outside its tables of communes."""
    shown: tuple[Field, ...] = own_fields(of.world, style(of.world, DISTRICT))
    inside = {figure.key for field in shown for figure in field.figures}
    return [key for key in plain_keys(of) if key not in inside]
