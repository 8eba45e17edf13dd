"""Faults drawn at random, several to a folder; fixed by the seed of the world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from corpus.across.faults import FAULTS, Place
from corpus.across.folder import Base, base, texts
from corpus.across.gold import Fault, Gold, gold, together
from corpus.across.lay import TRAPS
from corpus.across.periods import CADENCES
from corpus.across.plan import Plan
from corpus.across.traps import Trap
from corpus.across.world import DISTRICT
from corpus.across.write import path_of

#: faults placed in one folder of 52 reports, each in a commune of its own
EACH = 5
#: every fourth folder is compared with what earlier runs left; its faults stand in the last period
APART = 4
#: what a checklist asks for, by its code in the catalogue
ASKED = "dossiers.resolved"


@dataclass(frozen=True, slots=True)
class Folder:
    """Files by path, what the last run held, what was asked for, and the faults that stand in them."""

    name: str
    files: Mapping[str, str]
    golds: tuple[Gold, ...] = ()
    traps: tuple[Trap, ...] = ()
    previous: Mapping[str, str] = field(default_factory=dict)
    checklist: bytes | None = None


def faulty(name: str, count: int) -> Iterator[Folder]:
    """Give `count` folders of a world with faults; the kind placed least so far is tried first."""
    placed = dict.fromkeys(FAULTS, 0)
    for at in range(count):
        here = base(name, CADENCES[at % len(CADENCES)])
        rng = Random(f"{here.world.seed} folder {at}")
        apart = at % APART == APART - 1
        numbers = range(len(here.periods))[-1 if apart else 0 :]
        faults: list[Fault] = []
        for kind in sorted(FAULTS, key=lambda one: placed[one]):
            fault = place_one(here, rng, FAULTS[kind], faults, numbers) if len(faults) < EACH else None
            if fault:
                faults.append(fault)
                placed[kind] += 1
        yield folder(f"{name} {at} {here.cadence}", here, faults, numbers)


def place_one(of: Base, rng: Random, place: Place, others: list[Fault], numbers: range) -> Fault | None:
    """Place a fault in a commune that has none yet, or give nothing where it cannot stand."""
    for _ in range(12):
        free = [unit for unit in of.world.communes if all(unit not in _units(fault) for fault in others)]
        fault = place(of, rng, rng.choice(free), rng.choice(numbers))
        if fault and not any(_clash(fault, other) for other in others):
            return fault
    return None


def _units(fault: Fault) -> set[str]:
    told = {at[0].removeprefix("huyện>") for at in fault.plan.told}
    return told | {fault.unit} - {DISTRICT}


def _clash(one: Fault, other: Fault) -> bool:
    """Two faults of the same figure of the district would hide each other, or make a third."""
    same = one.number == other.number and DISTRICT in (one.unit, other.unit)
    return same and bool(set(_district_keys(one)) & set(_district_keys(other)))


def _district_keys(fault: Fault) -> list[str]:
    if fault.unit == DISTRICT:
        return [key for _, key in fault.plan.shift]
    return [key for unit, _, key in fault.plan.told if (unit, fault.number, key) not in fault.plan.kept]


def folder(name: str, of: Base, faults: list[Fault], numbers: range) -> Folder:
    """Return the folder in which the faults stand together; periods not in `numbers` are of earlier runs."""
    plan = together([fault.plan for fault in faults])
    asked = checklist(of, numbers) if any(fault.kind == "blank" for fault in faults) else None
    files = texts(of, plan)
    before = {path: text for path, text in files.items() if not _of_periods(of, path, numbers)}
    now = {path: text for path, text in files.items() if path not in before}
    return Folder(name, now, tuple(gold(of, fault, plan) for fault in faults), previous=before, checklist=asked)


def _of_periods(of: Base, path: str, numbers: range) -> bool:
    return any(path.startswith(f"{of.periods[number].code}/") for number in numbers)


def checklist(of: Base, numbers: range) -> bytes:
    """Return what was asked for: one metric of every commune in each of the periods, as a CSV with a BOM."""
    units = [f"{of.world.kind(unit)} {unit}" for unit in of.world.communes]
    rows = [f"{ASKED},{unit},{of.periods[number].words}" for number in numbers for unit in units]
    return "\n".join(("chi_tieu,don_vi,ky", *rows, "")).encode("utf-8-sig")


def plain(name: str) -> Iterator[Folder]:
    """Give the three folders of a world in which nothing is wrong."""
    for order in CADENCES:
        yield Folder(f"{name} {order}", texts(base(name, order), Plan()))


def trapped(name: str, count: int) -> Iterator[Folder]:
    """Give `count` folders of a world with traps and no fault; the kind laid least so far is tried first."""
    laid = dict.fromkeys(TRAPS, 0)
    for at in range(count):
        here = base(name, CADENCES[at % len(CADENCES)])
        rng = Random(f"{here.world.seed} trap {at}")
        communes = rng.sample(here.world.communes, len(here.world.communes))
        some: list[Trap] = []
        for kind in sorted(TRAPS, key=lambda one: laid[one]):
            if len(some) < EACH:
                one = TRAPS[kind](here, rng, communes[len(some)], rng.randrange(len(here.periods)))
                if one and not any(_meet(one, other, of=here) for other in some):
                    some.append(one)
                    laid[kind] += 1
        yield Folder(
            f"{name} {at} {here.cadence}", texts(here, together([one.plan for one in some])), traps=tuple(some)
        )


def _meet(one: Trap, other: Trap, of: Base) -> bool:
    """Whether two traps lie in one report, or both in the district's: of an alarm each would be blamed."""
    above = {path_of(of.world, period, DISTRICT) for period in of.periods}
    return bool(one.paths & other.paths) or bool(one.paths & above and other.paths & above)
