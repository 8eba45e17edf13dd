"""Counts of the best steps of a scale together: "trước và đúng hạn", "hài lòng trở lên", after each step by itself.

"Sớm hẹn 806, đúng hẹn 461, trễ hẹn 06. Như vậy có 1.267 hồ sơ trước và đúng hẹn": the words say which two make it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.lexicon.amounts import alike
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.sums.closed_sum_words import clause
from extractors.relations.sums.tallies import make_implied
from extractors.relations.world import World

#: how many blocks before their sum the steps may stand
_REACH = 3
_IN_BRACKET = re.compile(r"\s*[(,]\s*(?:tương ứng |tức |gồm |với )?")
_WHY = "hai mức mà lời văn gộp lại"


@dataclass(frozen=True, slots=True)
class _Scale:
    """What names two steps of a scale together, and each alone."""

    together: re.Pattern[str]
    steps: tuple[re.Pattern[str], re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure and the clause that it is told in."""

    figure: Figure
    said: str


_AND = r"(?: ?(?:và|lẫn|hoặc|hay|,|/|-) ?)"
_TERM = r"(?:hạn|hẹn|thời hạn|ngày hẹn)"
_SCALES = (
    # trước hạn 58, đúng hạn 41; trước và đúng hạn 99
    _Scale(
        re.compile(
            rf"(?<!\w)(?:(?:trước|sớm)(?: {_TERM})?{_AND}đúng|đúng(?: {_TERM})?{_AND}(?:trước|sớm)) {_TERM}(?!\w)"
        ),
        (re.compile(rf"(?<!\w)(?:trước|sớm) {_TERM}(?!\w)"), re.compile(rf"(?<!\w)đúng {_TERM}(?!\w)")),
    ),
    # 108 phiếu rất hài lòng, 79 phiếu hài lòng; hài lòng trở lên 187 phiếu
    _Scale(
        re.compile(
            rf"(?<!\w)hài lòng[\"”]? trở lên(?!\w)|(?<!\w)rất hài lòng[\"”]?{_AND}[\"“]?hài lòng(?!\w)"
            rf"|(?<!\w)hài lòng[\"”]?{_AND}[\"“]?rất hài lòng(?!\w)"
        ),
        (
            re.compile(r"(?<!\w)rất hài lòng(?!\w)"),
            re.compile(r"(?<!rất )(?<!không )(?<!chưa )(?<!ít )(?<!tương đối )(?<!mức )(?<!\w)hài lòng(?!\w)"),
        ),
    ),
)
#: what is aimed at, or of another time or place
_ASIDE = re.compile(
    r"(?<!\w)(?:từ(?! (?:mức )?(?:độ )?[\"“]?(?:rất )?hài lòng)|phấn đấu|mục tiêu|chỉ tiêu|kế hoạch|cùng kỳ|năm trước"
    r"|kỳ trước|quý trước|năm \d{4}|riêng|tăng|giảm|trong đó|cấp (?:huyện|xã|tỉnh))(?!\w)"
)


def read_united_steps(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield sums of the two steps that the words of a figure unite, but for those that `known` relations tell."""
    told = {o.number for r in known if r.verdict == "fails" and r.kind in ("sum", "balance") for o in r.operands}
    told |= {r.total for r in known if r.kind == "sum" and r.verdict == "holds"}
    figures = [_Told(figure, said) for figure, said in zip(passages.figures, _clauses(passages), strict=True)]
    for at, one in enumerate(figures):
        for scale in _SCALES if one.figure.number not in told and _is_usable(world, one.figure) else ():
            if scale.together.search(one.said) and not _ASIDE.search(one.said):
                steps = _steps(world, figures[:at], one.figure, scale)
                if steps and told.isdisjoint(f.number for f in steps):
                    yield _relation(world, one.figure, steps)


def _clauses(passages: Passages) -> Iterator[str]:
    """Yield the clause of each figure; one alone in a bracket is told as the one before: "đạt 96,5% (415 phiếu)"."""
    said = ""
    for figure in passages.figures:
        said = said if _IN_BRACKET.fullmatch(figure.before) else clause(figure)
        yield said


def _is_usable(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    return world.is_exact(figure.number) and not (measure.change or measure.plan or measure.target)


def _steps(world: World, before: Sequence[_Told], total: Figure, scale: _Scale) -> list[Figure]:
    """Return the one figure of each step right before a figure of both, none where there are more or fewer."""
    near = [one for one in before[-24:] if total.block - one.figure.block <= _REACH]
    near = [one for one in near if _is_like(world, one.figure, total)]
    found: list[Figure] = []
    for step in scale.steps:
        own = [one for one in near if step.search(one.said) and not scale.together.search(one.said)]
        if len(own) != 1 or _ASIDE.search(own[0].said):
            return []
        found.append(own[0].figure)
    apart = abs(found[0].block - found[1].block) > 1 or found[0].number == found[1].number
    return [] if apart else sorted(found, key=lambda f: f.number)


def _is_like(world: World, figure: Figure, total: Figure) -> bool:
    same = alike(figure.unit, total.unit) or (not figure.unit and total.unit != "%")
    return same and _is_usable(world, figure)


def _relation(world: World, total: Figure, steps: Sequence[Figure]) -> Relation:
    room = sum((world.numbers[f.number].step for f in steps), Decimal(0)) if total.unit == "%" else Decimal(0)
    fits = abs(sum((f.value for f in steps), -total.value)) <= room
    verdict: Verdict = "holds" if fits else "fails"
    made = make_implied(world, total.number, [f.number for f in steps], _WHY, verdict)
    return replace(made, certain=False)
