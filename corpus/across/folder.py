"""A folder of a district's reports: plain, or as a plan has it; the same from the same seed on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus.across.figures import ABOVE
from corpus.across.page import Mark, Written
from corpus.across.periods import Period, cadence
from corpus.across.plan import PLAIN, Plan
from corpus.across.told import Cell, told
from corpus.across.world import DISTRICT, World, world
from corpus.across.write import written


@dataclass(frozen=True, slots=True)
class Base:
    """A district over four periods with its true figures."""

    world: World
    cadence: str
    periods: tuple[Period, ...]
    told: Mapping[Cell, int]


@cache
def base(name: str, order: str) -> Base:
    """Return the district of a world in one of the cadences."""
    here = world(name)
    periods = cadence(order, here.year)
    return Base(here, order, periods, told(here, periods))


def cells(of: Base, plan: Plan) -> dict[Cell, int]:
    """Return the figures told under a plan, with the district's sums made to follow.

    Of those that a plan keeps from the district, it shows the true ones.
    """
    shown = (at for at in plan.kept if at in of.told)
    made = dict(of.told) | {(ABOVE + unit, number, key): of.told[unit, number, key] for unit, number, key in shown}
    for (unit, number, key), value in plan.told.items():
        at, above = (unit, number, key), (DISTRICT, number, key)
        if at not in plan.kept and above in made:
            made[above] += value - of.told[unit.removeprefix(ABOVE), number, key]
        made[at] = value
    for (number, key), more in plan.shift.items():
        made[DISTRICT, number, key] += more
    return made


@cache
def _plain(name: str, order: str) -> dict[str, Written]:
    of = base(name, order)
    every = [(unit, number) for number in range(len(of.periods)) for unit in of.world.units]
    made = (written(of.world, of.periods, unit, number, of.told, PLAIN) for unit, number in every)
    return {one.path: one for one in made}


def plain_reports(of: Base) -> dict[str, Written]:
    """Return the reports of the folder without any change."""
    return _plain(of.world.name, of.cadence)


def reports(of: Base, plan: Plan = PLAIN) -> dict[str, Written]:
    """Return the reports of units by path, without what the plan adds as mere text."""
    told, plain, new = cells(of, plan), plain_reports(of), _concerned(plan)
    made: dict[str, Written] = {}
    for path, one in plain.items():
        if path not in plan.dropped:
            changes = (one.unit, one.number) in new or any(where == path for where, _, _ in plan.words)
            made[path] = written(of.world, of.periods, one.unit, one.number, told, plan) if changes else one
    return made


def _concerned(plan: Plan) -> set[tuple[str, int]]:
    """Units and periods whose reports a plan may change; what it tells of a commune may reach the district."""
    told = [(unit, number) for unit, number, _ in (*plan.told, *plan.left_out, *plan.notes)]
    told += [*plan.unlisted, *plan.period, *plan.money, *((DISTRICT, number) for number, _ in plan.shift)]
    return {*told, *((DISTRICT, number) for _, number in told)}


def texts(of: Base, plan: Plan = PLAIN) -> dict[str, str]:
    """Return every file of the folder: path to text."""
    return {path: one.text for path, one in reports(of, plan).items()} | dict(plan.added)


def changed(of: Base, plan: Plan) -> dict[str, tuple[Mark, ...]]:
    """Return the figures by path that stand otherwise than in the plain folder."""
    plain, now = plain_reports(of), reports(of, plan)
    made: dict[str, tuple[Mark, ...]] = {}
    for path, one in now.items():
        before = [(mark.unit, mark.key, mark.printed) for mark in plain[path].marks]
        new = tuple(mark for mark in one.marks if (mark.unit, mark.key, mark.printed) not in before)
        made |= {path: new} if new else {}
    return made
