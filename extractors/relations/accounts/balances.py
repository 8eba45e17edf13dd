"""What there was and what came against what went and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from extractors.lexicon.stages import STAGES, Stage
from extractors.numbers.slips import one_slip
from extractors.relations.accounts.stages import stage_of
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation, Source, Verdict
from extractors.relations.world import World

#: how many blocks and figures around what there was a balance may reach, and how many figures it may have
_BLOCKS, _FIGURES, _MOST = 9, 30, 8
_WHY = "kỳ trước chuyển sang + tiếp nhận mới = đã giải quyết + còn lại"
_WHY_CHANGE = "đầu kỳ + tăng - giảm = cuối kỳ"
_RAISED = "nâng tổng số"
#: numbers with their stages, in order
Items = Sequence[tuple[int, Stage]]


@dataclass(frozen=True, slots=True)
class Balance:
    """Numbers by stage, and by how much what there was and came exceeds what went and is left."""

    items: tuple[tuple[int, Stage], ...]
    gap: Decimal

    def of(self, stage: Stage) -> list[int]:
        """Return the numbers of a stage."""
        return [number for number, own in self.items if own == stage]


def read_balances(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield the balances that running text states: one for each figure of what there was, then those without one."""
    stages = {f.number: stage for f in passages.figures if (stage := _stage(world, f))}
    raised = {f.number for f in passages.figures if _RAISED in f.before}
    used: set[int] = set()
    for first in ("opening", "new"):
        for at, figure in enumerate(passages.figures):
            if stages.get(figure.number) == first and figure.number not in used:
                items = _around(passages.figures, at, stages)
                used.update(number for number, _ in items)
                near = passages.figures[max(0, at - _MOST) : at + _FIGURES]
                yield from _of_items(world, items, near, raised)


def _stage(world: World, figure: Figure) -> Stage | None:
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    if figure.unit in ("", "%") or "/" in figure.unit or number.of is not None or measure.target or number.sign != "=":
        return None
    return stage_of(figure, measure.metric)


def _around(figures: Sequence[Figure], at: int, stages: Mapping[int, Stage]) -> list[tuple[int, Stage]]:
    """Return what came, went and is left around a figure of what there was, up to the next of these."""
    opening = figures[at]
    first = stages[opening.number]
    found: list[tuple[int, Stage]] = [(opening.number, first)]
    for direction in (1, -1) if first == "opening" else (1,):
        others = figures[at + 1 : at + _FIGURES] if direction > 0 else figures[max(0, at - _FIGURES) : at][::-1]
        for other in others:
            stage = stages.get(other.number)
            if abs(other.block - opening.block) > (_BLOCKS if direction > 0 else 1):
                break
            like = stage is not None and ratio(other.unit, opening.unit) is not None
            if like and stage == first:
                break
            if like and stage is not None:
                found.append((other.number, stage))
    return sorted(found[:_MOST])


def _of_items(world: World, items: Items, near: Sequence[Figure], raised: Set[int]) -> Iterator[Relation]:
    """Yield the balance that holds, else the one that fails by a slip, or that one paragraph tells in four figures."""
    held = best_balance(world, items)
    if held is not None:
        yield make_balance(world, held, certain=True)
        return
    told = [one for one in (balanced(world, _firsts(items)), balanced(world, items)) if _is_told(one)]
    slips = [one for one in told if slipped(world, one)]
    balance = next(iter(slips or told), None)
    if balance is None or not balance.of("opening") or _explained(world, balance, near):
        return
    homes = {figure.home for figure in near if any(figure.number == n for n, _ in balance.items)}
    blocks = {block for block, _ in homes}
    close = max(blocks) - min(blocks) <= len(items)
    single = len(_firsts(items)) == len(items)
    whole = bool(balance.of("new") and balance.of("closed"))
    if close and ((whole and (slips or (single and len(homes) == 1))) or (slips and raised & set(balance.of("open")))):
        every = balanced(world, items)
        if every.gap and len(homes) == 1 and all(world.entry_of(n).group is None for n, _ in items):
            yield make_balance(world, every, certain=single and bool(slips) and whole)  # all of its figures are told
        else:
            yield make_balance(world, balance, certain=bool(slips) and whole)


def _explained(world: World, balance: Balance, near: Sequence[Figure]) -> bool:
    """Whether a figure beside a balance, or two, are what it lacks: they may have gone or come under other words.

    What came may be told with what there was ("tiếp nhận 52 đơn, trong đó kỳ trước chuyển sang 06").
    """
    inside = {number for number, _ in balance.items}
    unit = next(figure.unit for figure in near if figure.number in inside)
    others = [f.value for f in near if f.number not in inside and ratio(f.unit, unit) is not None and f.value]
    opening = sum((world.value(n) for n in balance.of("opening")), Decimal(0))
    gaps = {abs(balance.gap), abs(balance.gap - opening)}
    return 0 in gaps or not gaps.isdisjoint(
        (*others, *(way for a, b in combinations(others[:12], 2) for way in (a + b, abs(a - b))))
    )


def slipped(world: World, balance: Balance) -> bool:
    """Whether one slip in one number would let a balance hold."""
    return any(one_slip(world.value(n), _right(world, balance, n, stage)) for n, stage in balance.items)


def _firsts(items: Items) -> list[tuple[int, Stage]]:
    """Return the first figure of each stage."""
    found: dict[Stage, int] = {}
    for number, stage in items:
        found.setdefault(stage, number)
    return sorted((number, stage) for stage, number in found.items())


def _right(world: World, balance: Balance, number: int, stage: Stage) -> Decimal:
    """Return what a number of a balance would have to be."""
    return world.value(number) + (-balance.gap if stage in ("opening", "new") else balance.gap)


def balanced(world: World, items: Items) -> Balance:
    """Return the balance of some figures."""
    came = sum((world.value(n) for n, stage in items if stage in ("opening", "new")), Decimal(0))
    went = sum((world.value(n) for n, stage in items if stage in ("closed", "open")), Decimal(0))
    return Balance(tuple(items), came - went)


def best_balance(world: World, items: Items) -> Balance | None:
    """Return the balance of the most figures that holds, None if none does."""
    signed = [(world.value(n) if stage in ("opening", "new") else -world.value(n)) for n, stage in items]
    for size in range(len(items), 2, -1):
        for some in combinations(range(len(items)), size):
            if sum(signed[i] for i in some) == 0:
                balance = balanced(world, [items[i] for i in some])
                if _is_told(balance):
                    return balance
    return None


def _is_told(balance: Balance) -> bool:
    """Whether a balance has what there was or came, what is left, and something that came or went besides."""
    if not balance.of("open"):
        return False
    if balance.of("opening"):
        return bool(balance.of("new") or balance.of("closed"))
    return bool(balance.of("new") and balance.of("closed"))


def make_balance(world: World, balance: Balance, *, certain: bool, source: Source = "cue") -> Relation:
    """Return the relation of a balance; its total is the figure of what is left."""
    came, went = ([n for stage in stages for n in balance.of(stage)] for stages in (STAGES[:2], STAGES[2:]))
    sides = [" + ".join(shown(world.value(n)) for n in side) for side in (came, went)]
    sums = [sum((world.value(n) for n in side), Decimal(0)) for side in (came, went)]
    text = f"{sides[0]} = {shown(sums[0])}; {sides[1]} = {shown(sums[1])}" if balance.gap else " = ".join(sides)
    verdict: Verdict = "fails" if balance.gap else "holds"
    total = balance.of("open")[0]
    why = _WHY if balance.of("new") and balance.of("closed") else _WHY_CHANGE
    return Relation(
        kind="balance",
        source=source,
        total=total,
        parts=tuple(n for n, _ in balance.items if n != total),
        operands=tuple(world.operand(n, stage) for n, stage in balance.items),
        unit=world.unit(total) or None,
        exhaustive=True,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, why, verdict, tuple(n for n, _ in balance.items), total),),
        expected=world.value(total) + balance.gap,
        found=world.value(total),
        certain=certain,
    )


def without_balanced(relations: Iterable[Relation], balances: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations without those that fail among figures of what there was, came and went: a balance tells these."""
    told = [frozenset(o.number for o in b.operands) for b in balances if b.source == "cue"]
    for relation in relations:
        if relation.verdict != "fails":
            yield relation
            continue
        numbers = {number for number in (relation.total, *relation.parts) if number is not None}
        if not any(len(numbers & items) > 2 and numbers <= items for items in told):
            yield relation
