"""What a fault placed between reports is: the plan that places it, and where a finding must point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.across.folder import Base, changed, reports
from corpus.across.plan import Plan

FaultKind = Literal[
    "opening",
    "cumulative",
    "commune_district",
    "district_sum",
    "same_period",
    "left_from_sum",
    "clone",
    "other_name",
    "scale",
    "blank",
    "period",
    "missing",
    "version_changed",
    "version_left",
    "version_new",
]
#: faults of a whole report: a finding names it by its path or its unit, and says what is wrong by its kind
WHOLE = ("clone", "blank", "period", "missing")


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it stands in a report, with its line from 1."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault as placed: of `unit` in period `number`; `keys` are the wrong figures of its report (`path`).

    `places` are wrong figures or words at places known already, such as those of a file added.
    """

    kind: FaultKind
    plan: Plan
    path: str
    unit: str
    number: int
    keys: tuple[str, ...] = ()
    places: tuple[Printed, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """A fault in a folder: the wrong figures as printed, and all figures that became others by it."""

    fault: Fault
    wrong: tuple[Printed, ...]
    touched: tuple[Printed, ...]


def gold(of: Base, fault: Fault, plan: Plan) -> Gold:
    """Return where a fault stands in the folder that the whole plan (with other faults) makes."""
    now = reports(of, plan)
    marks = now[fault.path].marks if fault.path in now else ()
    owner = fault.unit
    wrong = [Printed(fault.path, one.line, one.printed) for one in marks if one.unit == owner and one.key in fault.keys]
    alone = {(path, one.unit, one.key) for path, some in changed(of, fault.plan).items() for one in some}
    touched = [
        Printed(path, one.line, one.printed)
        for path, report in now.items()
        for one in report.marks
        if (path, one.unit, one.key) in alone
    ]
    return Gold(fault, (*fault.places, *wrong), (*fault.places, *wrong, *touched))


def together(plans: Sequence[Plan]) -> Plan:
    """Return the plan that does all of them."""
    whole = Plan()
    for plan in plans:
        whole = whole.and_(plan)
    return whole
