"""How well contradictions between reports are found: recall by kind of fault, precision, false alarms by trap."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from corpus.across.draw import Folder
from corpus.across.gold import WHOLE, Gold, Printed
from corpus.across.traps import Trap
from pipeline.export.cross import CrossFinding, CrossPlace

#: what is measured: the findings across the reports of a folder
Finder = Callable[[Folder], Sequence[CrossFinding]]

#: faults that a list of remarks may tell, so that a finding of any severity counts
LISTED = ("blank", "missing", "clone", "other_name", "version_changed", "version_left", "version_new")
#: what the kind or rule of a finding must be about where a fault has no figure to point at
ABOUT = {
    "clone": r"clone|cop(y|ied)|duplicat|repeat|same_text|near",
    "blank": r"blank|missing|checklist|absent|asked|unanswered",
    "missing": r"missing|absent|checklist|blank|unreported|coverage",
    "period": r".",
}
_WILSON = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of Wilson that holds the true share with 95 % confidence; everything where nothing was tried."""
        if not self.of:
            return 0.0, 1.0
        share, square = self.hits / self.of, _WILSON**2
        middle = share + square / (2 * self.of)
        half = _WILSON * sqrt(share * (1 - share) / self.of + square / (4 * self.of**2))
        whole = 1 + square / self.of
        return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)

    def __str__(self) -> str:
        """As a row of the table has it."""
        low, high = self.interval
        share = f"{self.hits / self.of:.3f}" if self.of else "    –"
        return f"{self.hits:4d}/{self.of:<4d} {share}  [{low:.3f}; {high:.3f}]"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one folder: golds found or not, and findings that are right, follow from a fault or are false."""

    folder: Folder
    found: tuple[tuple[Gold, bool], ...]
    right: tuple[CrossFinding, ...]
    following: tuple[CrossFinding, ...]
    false: tuple[CrossFinding, ...]
    remarks: int


def outcome(folder: Folder, findings: Sequence[CrossFinding]) -> Outcome:
    """Return what came of a folder. Remarks (`info`) that name no fault are counted, not held against it."""
    found = tuple((gold, any(names(one, gold) for one in findings)) for gold in folder.golds)
    loud = [one for one in findings if one.severity != "info"]
    right = [one for one in loud if any(names(one, gold) for gold in folder.golds)]
    following = [one for one in loud if one not in right and any(follows(one, gold) for gold in folder.golds)]
    false = [one for one in loud if one not in right and one not in following]
    return Outcome(folder, found, tuple(right), tuple(following), tuple(false), len(findings) - len(loud))


def names(finding: CrossFinding, gold: Gold) -> bool:
    """Whether a finding names the fault: shows a wrong figure as printed, or the report and what is wrong with it."""
    fault = gold.fault
    if finding.severity == "info" and fault.kind not in LISTED:
        return False
    if fault.kind not in WHOLE:
        return any(_shows(place, printed) for place in finding.evidence for printed in gold.wrong)
    about = re.search(ABOUT[fault.kind], f"{finding.kind} {finding.rule}", re.IGNORECASE)
    return bool(about) and _of_unit(finding, gold)


def follows(finding: CrossFinding, gold: Gold) -> bool:
    """Whether a finding shows a figure that a fault made to differ, or is about a report that is wrong as a whole."""
    if gold.fault.kind in WHOLE and _of_unit(finding, gold):
        return True
    return any(_shows(place, printed) for place in finding.evidence for printed in gold.touched)


def _of_unit(finding: CrossFinding, gold: Gold) -> bool:
    said = f"{finding.message} {finding.reading} {finding.suggestion or ''}".casefold()
    return any(place.path == gold.fault.path for place in finding.evidence) or gold.fault.unit.casefold() in said


def _shows(place: CrossPlace, printed: Printed) -> bool:
    if place.path != printed.path or (place.line is not None and place.line != printed.line):
        return False
    inside = re.escape(printed.text)
    return bool(re.search(rf"(?<![\w.,]){inside}(?!\w|[.,]\d)", place.text))


def recall(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Return how many faults of each kind were found, all together last."""
    every = [(gold.fault.kind, found) for one in outcomes for gold, found in one.found]
    kinds = sorted({kind for kind, _ in every})
    made = {kind: _share(found for one, found in every if one == kind) for kind in kinds}
    return made | {"all": _share(found for _, found in every)}


def precision(outcomes: Sequence[Outcome]) -> Share:
    """Return how many errors and warnings are due to a fault, of all in folders with faults, traps or neither."""
    due = sum(len(one.right) + len(one.following) for one in outcomes)
    return Share(due, due + sum(len(one.false) for one in outcomes))


def precision_by_kind(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Return by kind of finding how many errors and warnings are due to a fault."""
    due = [one.kind for made in outcomes for one in (*made.right, *made.following)]
    false = [one.kind for made in outcomes for one in made.false]
    return {kind: Share(due.count(kind), (due + false).count(kind)) for kind in sorted({*due, *false})}


def alarms(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Return for each kind of trap how many of those laid raised a false alarm that a plain folder does not."""
    known = {_what(finding) for one in outcomes if not (one.folder.golds or one.folder.traps) for finding in one.false}
    every = [
        (trap.kind, any(_in(finding, trap) for finding in one.false if _what(finding) not in known))
        for one in outcomes
        for trap in one.folder.traps
    ]
    return {kind: _share(loud for one, loud in every if one == kind) for kind in sorted({kind for kind, _ in every})}


def _in(finding: CrossFinding, trap: Trap) -> bool:
    return any(place.path in trap.paths for place in finding.evidence)


def distinct(outcomes: Sequence[Outcome]) -> int:
    """Return how many false alarms there are if one that comes again in another folder counts once."""
    return len({_what(finding) for one in outcomes for finding in one.false})


def _what(finding: CrossFinding) -> tuple[str, str]:
    """What a finding is about, in whichever folder: its rule and the places that it shows first."""
    first = min(((place.path, place.line or 0, place.text) for place in finding.evidence), default=())
    return finding.rule, str(first) or finding.message


def table(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the lines of the table that a run prints."""
    false = sum(len(one.false) for one in outcomes)
    lines = [
        f"precision            {precision(outcomes)}",
        f"false alarms {false} ({distinct(outcomes)} distinct), remarks {_remarks(outcomes)}",
    ]
    lines += [f"right {kind:20s} {share}" for kind, share in precision_by_kind(outcomes).items()]
    lines += [f"found {kind:20s} {share}" for kind, share in recall(outcomes).items()]
    return lines + [f"trap  {kind:20s} {share}" for kind, share in alarms(outcomes).items()]


def _remarks(outcomes: Sequence[Outcome]) -> int:
    return sum(one.remarks for one in outcomes)


def _share(hits: Iterable[bool]) -> Share:
    some = list(hits)
    return Share(sum(some), len(some))


def scored(finder: Finder, folders: Iterable[Folder]) -> list[Outcome]:
    """Return what came of each folder."""
    return [outcome(folder, finder(folder)) for folder in folders]
