"""What two places of papers have to do with each other, shown by how often their figures agree, not by their words.

A place is tied to others where the figures agree in so many papers that chance cannot do it: each figure that agrees
tells as much as it is large. Where a tie fails once, and nothing explains it, one of the figures is asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log2

from pipeline.compare.amounts import total
from pipeline.compare.clash import Clash, Tested, in_unit, said
from pipeline.compare.cues import RESTATED
from pipeline.compare.figures import Figure
from pipeline.compare.spans import Months
from pipeline.compare.spots import Spot

#: bits that the figures which agree must tell together; what one failure takes away; what a word in common gives
_ENOUGH, _FAILURE, _WORD = 12.0, 4.0, 4.0
#: the most that agreement of the same wordings elsewhere can give
_ELSEWHERE = 12.0
#: so many words more than usual are a remark
_REMARK = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """A figure beside those that make it up if their places are tied."""

    kind: str
    span: Months
    whole: Figure
    parts: tuple[Figure, ...]

    @property
    def holds(self) -> bool:
        """Whether the parts make up the whole."""
        return total(f.amount for f in self.parts).meets(self.whole.amount)


@dataclass(frozen=True, slots=True)
class Tie:
    """Two places and their trials over the papers; `among` is how many places could have been tied instead.

    `wordings` are what others may tie in the same words; `alike` is whether both have a word in common; `place` is, of
    a row, the commune, the words of the column and the commune's place.
    """

    whole: Hashable
    wordings: tuple[str, ...]
    trials: tuple[Trial, ...]
    among: int
    alike: bool
    place: tuple[str, str, str] = ("", "", "")

    @property
    def failures(self) -> int:
        """How often it does not hold."""
        return sum(not trial.holds for trial in self.trials)

    @property
    def bits(self) -> float:
        """What the figures that agree tell, each amount once."""
        amounts = {trial.whole.amount.said: trial.whole for trial in self.trials if trial.holds}
        return sum(map(_bits, amounts.values()))


def _bits(figure: Figure) -> float:
    amount = figure.amount
    width = max(Decimal(1), amount.high - amount.low) if not amount.exact else Decimal(1)
    return log2(float(max(Decimal(1), abs(amount.said) / width)))


def tested(ties: Iterable[Tie], explains: Callable[[Trial], bool]) -> Tested:
    """Return what fails of ties that are shown to stand, where no other tie of the place holds and nothing explains."""
    by_whole: dict[Hashable, list[Tie]] = defaultdict(list)
    some = [tie for tie in ties if tie.trials]
    elsewhere = _elsewhere(some)
    for tie in some:
        by_whole[tie.whole].append(tie)
    clashes, held = list[Clash](), list[tuple[Figure, ...]]()
    for group in by_whole.values():
        best = max(group, key=lambda tie: _weight(tie, elsewhere))
        if not _stands(best, elsewhere):
            continue
        others = [t for tie in group if tie is not best and _rivals(tie, best) for t in tie.trials if t.holds]
        open_to = {trial.whole.key for trial in others}
        for trial in best.trials:
            if trial.holds:
                held.append((trial.whole, *trial.parts))
            elif trial.whole.key not in open_to and not _remarked(trial, best.trials) and not explains(trial):
                clashes.append(_clash(trial))
    return Tested(tuple(clashes), tuple(held))


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """Bits and failures of all ties in the same wordings, and of the best tie of each author by the whole's wording."""

    alike: Mapping[Hashable, tuple[float, int]]
    best: Mapping[Hashable, tuple[float, int]]
    own: Mapping[Hashable, Tie]


def _elsewhere(ties: Sequence[Tie]) -> _Elsewhere:
    own: dict[Hashable, Tie] = {}
    for tie in ties:
        if tie.whole not in own or _alone(tie) > _alone(own[tie.whole]):
            own[tie.whole] = tie
    best = _summed((tie.wordings[:2], tie) for tie in own.values())
    return _Elsewhere(_summed((tie.wordings, tie) for tie in ties), best, own)


def _summed(ties: Iterable[tuple[Hashable, Tie]]) -> Mapping[Hashable, tuple[float, int]]:
    found: dict[Hashable, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for key, tie in ties:
        bits, failures = found[key]
        found[key] = bits + tie.bits, failures + tie.failures
    return found


def _alone(tie: Tie) -> float:
    return tie.bits + _WORD * tie.alike - _FAILURE * tie.failures


def _weight(tie: Tie, elsewhere: _Elsewhere) -> float:
    return _alone(tie) + _others(tie, elsewhere) - log2(tie.among)


def _others(tie: Tie, elsewhere: _Elsewhere) -> float:
    """What all other ties in the same wordings tell, for or against; for the best of an author also those like it."""
    told = [elsewhere.alike[tie.wordings]]
    if elsewhere.own[tie.whole] is tie and tie.alike:
        told.append(elsewhere.best[tie.wordings[:2]])
    worth = max(bits - tie.bits - _FAILURE * (failures - tie.failures) for bits, failures in told)
    return max(-_ELSEWHERE, min(_ELSEWHERE, worth))


def _stands(tie: Tie, elsewhere: _Elsewhere) -> bool:
    """Whether it holds by more than chance, and not less often than it fails unless it holds everywhere else."""
    held = len(tie.trials) - tie.failures
    often = held >= tie.failures or (held > 0 and _others(tie, elsewhere) >= _ELSEWHERE)
    return held > 0 and often and _weight(tie, elsewhere) >= _ENOUGH


def _rivals(tie: Tie, best: Tie) -> bool:
    """Whether a tie may be what is meant instead: it holds at least as often."""
    return tie.bits > 0 and len(tie.trials) - tie.failures >= len(best.trials) - best.failures


def _remarked(trial: Trial, trials: Sequence[Trial]) -> bool:
    """Whether a figure is said to be told anew, or its line says more than where the tie holds."""
    if any(RESTATED.search(figure.words.sentence) for figure in (trial.whole, *trial.parts)):
        return True
    usual = max((_length(one.whole) for one in trials if one.holds), default=0)
    return bool(usual) and _length(trial.whole) >= usual + _REMARK


def _length(figure: Figure) -> int:
    """How many words the line of a figure has."""
    return len(figure.words.sentence.strip().partition("\n")[0].split())


_TOLD = {
    "district-row": ("bảng của cấp trên", "báo cáo của đơn vị"),
    "year-ago": ("số cùng kỳ nay nêu", "số đã báo cáo khi đó"),
    "period-sum": ("số từ đầu năm", "cộng các kỳ đã báo cáo"),
    "opening": ("số đầu kỳ", "số cuối kỳ trước"),
}


def _clash(trial: Trial) -> Clash:
    right = total(f.amount for f in trial.parts)
    gap = in_unit(abs(right.said - trial.whole.amount.said), right.unit)
    sums = " + ".join(said(f) for f in trial.parts)
    here, there = _TOLD[trial.kind]
    return Clash(
        kind=trial.kind,
        severity="warning",
        message=(
            f"{trial.whole.label or 'Số liệu'}, {trial.span.words()}: {here} là {said(trial.whole)}, nhưng {there} là"
            f" {in_unit(right.said, right.unit)} (lệch {gap}); ở các kỳ khác hai số này khớp nhau."
        ),
        reading=f"{sums} ≠ {said(trial.whole)} ({trial.span.words()})",
        figures=(trial.whole, *trial.parts),
        expected=right.said,
        found=trial.whole.amount.said,
        suggestion="Đề nghị đối chiếu hai số liệu và thống nhất.",
    )


def words_shared(one: Spot, other: Spot) -> bool:
    """Whether the labels of two places have a word in common that is not their unit."""
    return bool((one.words & other.words) - frozenset(one.unit.split()))


def pairs(spots: Sequence[tuple[str, Spot]]) -> Iterator[tuple[tuple[str, Spot], tuple[str, Spot]]]:
    """Yield every ordered pair of places of one unit."""
    by_unit: dict[str, list[tuple[str, Spot]]] = defaultdict(list)
    for place, spot in spots:
        by_unit[spot.unit].append((place, spot))
    for group in by_unit.values():
        for one in group:
            yield from ((one, other) for other in group if other is not one)
