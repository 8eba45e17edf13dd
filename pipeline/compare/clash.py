"""What comparing papers gives: clashes with their figures, what held, and one finding for one slip."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import Literal

from extractors.relations.arithmetic import shown
from extractors.vietnamese import fold_key
from pipeline.compare.amounts import Amount
from pipeline.compare.figures import Figure
from pipeline.export.cross import CrossFinding, CrossPlace

Severity = Literal["error", "warning", "info"]
_RANK = {"error": 0, "warning": 1, "info": 2}
#: a sum of a province has a hundred communes
_MOST_PLACES = 120
_MOST_READINGS = 256


@dataclass(frozen=True, slots=True)
class Clash:
    """What does not fit between papers; `figures` show it, the first is the one that is told to be asked about.

    `places` are further places that are no figures: names, whole papers.
    """

    kind: str
    severity: Severity
    message: str
    reading: str
    figures: tuple[Figure, ...] = ()
    places: tuple[CrossPlace, ...] = ()
    expected: Decimal | None = None
    found: Decimal | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Tested:
    """What came of a rule: clashes, and the figures of each comparison that held."""

    clashes: tuple[Clash, ...] = ()
    held: tuple[tuple[Figure, ...], ...] = ()


def gathered(tested: Iterable[Tested]) -> Tested:
    """Return all of several as one."""
    parts = tuple(tested)
    return Tested(tuple(c for t in parts for c in t.clashes), tuple(h for t in parts for h in t.held))


def said(figure: Figure) -> str:
    """Return a figure as its paper prints it, with its unit."""
    unit = figure.amount.unit
    if unit == "%":
        return f"{figure.text}%"
    return (
        f"{figure.text} {unit}".rstrip() if unit not in ("đồng", "m2", "kg", "m") else in_unit(figure.amount.said, unit)
    )


def in_unit(value: Decimal, unit: str) -> str:
    """Return a value in words that are read easily: money in millions.

    >>> in_unit(Decimal(1_500_000_000), "đồng"), in_unit(Decimal(540), "hồ sơ")
    ('1.500 triệu đồng', '540 hồ sơ')
    """
    if unit == "đồng":
        return f"{shown(value / 1_000_000)} triệu đồng"
    if unit == "m2":
        return f"{shown(value / 10_000)} ha"
    return f"{shown(value)}{'' if unit == '%' else ' '}{unit}".rstrip()


def choose(
    options: Sequence[Sequence[Figure]], fits: Callable[[tuple[Figure, ...]], bool]
) -> tuple[Figure, ...] | None:
    """Return the first choice of one figure of each for which `fits` holds, None where none does."""
    for count, picked in enumerate(product(*options)):
        if count >= _MOST_READINGS:
            return picked  # too many readings to say that none holds
        if fits(picked):
            return picked
    return None


def grade(figures: Iterable[Figure]) -> Severity:
    """Return "error" where every figure is sure and stands for one value, else "warning"."""
    return "error" if all(f.sure and f.amount.exact for f in figures) else "warning"


def one_defect(tested: Tested) -> tuple[Clash, ...]:
    """Return clashes with those joined that one wrong figure explains: the figure that most of them share.

    A figure that a comparison holds for is not suspected.
    """
    good = Counter(f.key for held in tested.held for f in held)
    left = list({(c.kind, c.reading, c.figures, c.message): c for c in tested.clashes}.values())
    joined: list[Clash] = []
    while left:
        fails = Counter(key for clash in left for key in {f.key for f in clash.figures})
        scored = sorted((good[key] > 0, -count, key) for key, count in fails.items())
        if not scored or scored[0][1] == -1 or scored[0][0]:
            joined += left
            break
        suspect = scored[0][2]
        same = [clash for clash in left if any(f.key == suspect for f in clash.figures)]
        joined.append(_joined(same, suspect))
        left = [clash for clash in left if clash not in same]
    return tuple(joined)


def _joined(clashes: Sequence[Clash], suspect: tuple[str, str]) -> Clash:
    first, *others = sorted(clashes, key=lambda c: _RANK[c.severity])
    figures = dict.fromkeys(f for clash in (first, *others) for f in clash.figures)
    ordered = sorted(figures, key=lambda f: f.key != suspect)
    also = "; ".join(clash.reading for clash in others[:3])
    more = f" Cũng không khớp: {also}." if also else ""
    return replace(first, figures=tuple(ordered), message=first.message + more)


def findings(clashes: Iterable[Clash]) -> Iterator[CrossFinding]:
    """Yield clashes as findings, errors first, each with an id made of kind and what is printed."""
    made: dict[str, CrossFinding] = {}
    for clash in sorted(clashes, key=lambda c: (_RANK[c.severity], c.kind, c.message)):
        finding = _finding(clash)
        made.setdefault(finding.id, finding)
    yield from made.values()


def _finding(clash: Clash) -> CrossFinding:
    places = [place_of(f) for f in clash.figures] + list(clash.places)
    words = ["cross", clash.kind, fold_key(clash.reading)]
    words += [f"{place.path}\x1e{fold_key(place.text)}" for place in places]
    digest = hashlib.sha256("\x1f".join(words).encode("utf-8", "backslashreplace")).hexdigest()[:12]
    return CrossFinding(
        id=f"cross-{digest}",
        rule="cross",
        kind=clash.kind,
        severity=clash.severity,
        message=clash.message,
        reading=clash.reading,
        evidence=places[:_MOST_PLACES],
        expected=_value(clash.expected),
        found=_value(clash.found),
        suggestion=clash.suggestion,
    )


def place_of(figure: Figure) -> CrossPlace:
    """Return where a figure stands."""
    return CrossPlace(figure.path, figure.line, figure.col, figure.text, figure.page, figure.number)


def _value(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral() and abs(value) < 10**18 else float(value)


def spread(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return figures with each amount once, the sure ones first."""
    kept: dict[Amount, Figure] = {}
    for figure in sorted(figures, key=lambda f: (not f.sure, f.path, f.line, f.col)):
        kept.setdefault(figure.amount, figure)
    return tuple(kept.values())
