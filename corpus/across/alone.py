"""Folders of one single period, without earlier runs: faults that its own reports betray, traps, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

from corpus.across.draw import Folder, folder, place_one
from corpus.across.faults import FAULTS, Place
from corpus.across.folder import Base, base, texts
from corpus.across.gold import Fault, FaultKind
from corpus.across.lay import TRAPS
from corpus.across.periods import CADENCES
from corpus.across.plan import Plan
from corpus.across.write import path_of


def copied(of: Base, rng: Random, unit: str, number: int) -> Fault | None:
    """All figures are those of another commune in the same period; the district sums what it was sent."""
    other = rng.choice([one for one in of.world.communes if one != unit])
    told = {(unit, number, key): value for (who, when, key), value in of.told.items() if (who, when) == (other, number)}
    return Fault("clone", Plan(told=told), path_of(of.world, of.periods[number], unit), unit, number)


_SUMS: Mapping[FaultKind, Place] = {
    one: FAULTS[one] for one in ("commune_district", "district_sum", "left_from_sum", "scale", "other_name")
}
#: no sum of the district can be told wrong where a commune is missing, so these stand in folders of their own
_WHOLES: Mapping[FaultKind, Place] = {"missing": FAULTS["missing"], "clone": copied, "other_name": FAULTS["other_name"]}
#: of so many folders, one has the faults of whole reports
APART = 3
EACH = 3


def _kinds(at: int) -> Mapping[FaultKind, Place]:
    return _WHOLES if at % APART == APART - 1 else _SUMS


def _setting(name: str, at: int) -> tuple[Base, int]:
    here = base(name, CADENCES[at // APART % len(CADENCES)])
    return here, at % len(here.periods)


def faulty_alone(name: str, count: int) -> Iterator[Folder]:
    """Give `count` folders of one period with faults; the kind placed least so far is tried first."""
    placed = dict.fromkeys((*_SUMS, *_WHOLES), 0)
    for at in range(count):
        here, number = _setting(name, at)
        rng = Random(f"{here.world.seed} alone {at}")
        faults: list[Fault] = []
        for kind, place in sorted(_kinds(at).items(), key=lambda one: placed[one[0]]):
            fault = place_one(here, rng, place, faults, range(number, number + 1)) if len(faults) < EACH else None
            if fault:
                faults.append(fault)
                placed[kind] += 1
        yield _only(folder(f"{name} alone {at}", here, faults, range(number, number + 1)))


def trapped_alone(name: str, count: int) -> Iterator[Folder]:
    """Give `count` folders of one period with one trap each and no fault, kind after kind."""
    kinds = sorted(TRAPS)
    for at in range(count):
        here, number = _setting(name, at)
        rng = Random(f"{here.world.seed} alone trap {at}")
        trap = TRAPS[kinds[at % len(kinds)]](here, rng, rng.choice(here.world.communes), number)
        made = folder(f"{name} alone trap {at}", here, [], range(number, number + 1))
        yield _only(replace(made, files=_laid(here, trap.plan, number), traps=(trap,)) if trap else made)


def _laid(here: Base, plan: Plan, number: int) -> dict[str, str]:
    code = f"{here.periods[number].code}/"
    return {path: text for path, text in texts(here, plan).items() if path.startswith(code)}


def _only(one: Folder) -> Folder:
    """The folder as a clerk has it who starts: nothing of earlier periods, nothing asked for."""
    return replace(one, previous={}, checklist=None)
