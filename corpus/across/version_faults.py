"""Faults of a corrected version that lies beside the old report: changed what nobody asked, left, newly wrong."""

from __future__ import annotations

from random import Random

from corpus.across.folder import Base, cells
from corpus.across.gold import Fault, FaultKind, Printed
from corpus.across.page import Written
from corpus.across.plan import Plan
from corpus.across.told import Cell
from corpus.across.write import path_of, written

_NOTE = "Báo cáo này thay thế Báo cáo cùng nội dung đã gửi trước đây (chỉnh sửa theo ý kiến của cấp trên)."


def corrected(of: Base, unit: str, number: int, told: dict[Cell, int], plan: Plan | None = None) -> Written:
    """Return the corrected report with the figures told: a file of its own that says which report it replaces."""
    note = of.world.says("corrected", _NOTE)
    whole = (plan or Plan()).and_(Plan(notes=((unit, number, note),)))
    made = written(of.world, of.periods, unit, number, {**cells(of, Plan()), **told}, whole)
    path = made.path.removesuffix(".txt") + " (chinh sua).txt"
    return Written(path, unit, number, _dated(of, made), made.marks)


def _dated(of: Base, made: Written) -> str:
    """Every second commune dates the corrected report six days later; the others leave the date."""
    day, month, _ = of.periods[made.number].day
    later = f"ngày {day + 6:02d} tháng {month:02d} năm"
    moved = of.world.communes.index(made.unit) % 2 == 0
    return made.text.replace(f"ngày {day:02d} tháng {month:02d} năm", later, 1) if moved else made.text


def old_wrong(of: Base, unit: str, number: int, rng: Random) -> dict[Cell, int]:
    """Return what makes the old report contradict itself: the closing number is not what its own figures give."""
    last = of.world.fields[0].balance[3]
    return {(unit, number, last): of.told[unit, number, last] + rng.choice((1, 2, 3, 5, 10))}


def version_changed(of: Base, rng: Random, unit: str, number: int) -> Fault | None:
    """The corrected report mends what was wrong and changes another number."""
    used = {key for figure in of.world.figures.values() for key in figure.of}
    keys = [
        one.key for one in of.world.figures.values() if one.kind == "flow" and one.key not in used and not one.money
    ]
    key = rng.choice([one for one in keys if one not in of.world.fields[0].balance])
    value = of.told[unit, number, key]
    new = {(unit, number, key): value + rng.choice((1, 2, 5, 10, max(3, value // 10)))}
    return _fault(of, "version_changed", old_wrong(of, unit, number, rng), new, key)


def version_left(of: Base, rng: Random, unit: str, number: int) -> Fault | None:
    """The corrected report mends one figure and leaves another one wrong."""
    (_, _, key) = next(iter(old_wrong(of, unit, number, rng)))
    left = old_wrong(of, unit, number, rng)
    total = _told_total(of, unit, number)
    return _fault(of, "version_left", left | total, left, key) if total else None


def version_new(of: Base, rng: Random, unit: str, number: int) -> Fault | None:
    """The corrected report mends one figure and brings an error that was not there."""
    total = _told_total(of, unit, number)
    if not total:
        return None
    return _fault(of, "version_new", old_wrong(of, unit, number, rng), total, next(iter(total))[2])


def _told_total(of: Base, unit: str, number: int) -> dict[Cell, int]:
    first, new, *_ = of.world.fields[0].balance
    key = next(one.key for one in of.world.fields[0].figures if one.kind == "sum")
    right = of.told[unit, number, first] + of.told[unit, number, new]
    plain = written(of.world, of.periods, unit, number, of.told, Plan())
    return {(unit, number, key): right + 10} if any(one.key == key for one in plain.marks) else {}


def _fault(of: Base, kind: FaultKind, old: dict[Cell, int], new: dict[Cell, int], key: str) -> Fault:
    unit, number, _ = next(iter(old))
    made = corrected(of, unit, number, new)
    places = tuple(Printed(made.path, one.line, one.printed) for one in made.marks if one.key == key)
    plan = Plan(told=old, kept=frozenset(old), added={made.path: made.text})
    return Fault(kind, plan, path_of(of.world, of.periods[number], unit), unit, number, places=places)
