"""The arithmetic of a change: what it should be from an old figure to a new one, and whether it prints so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.numbers.slips import one_slip, slips_of
from extractors.relations.amounts import is_measured, ratio
from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.relation import Reading, Relation, Source
from extractors.relations.world import World

Kind = Literal["amount", "points", "share", "index", "times", "gained"]
_WHY = {
    "amount": "số mới trừ số cũ",
    "points": "chênh lệch hai tỷ lệ (điểm phần trăm)",
    "share": "phần tăng, giảm so với số cũ",
    "index": "số mới so với số cũ",
    "times": "số lần so với số cũ",
    "gained": "phần tăng, giảm trên số cũ",
}
_ROLES = {"index": "share", "share": "share", "gained": "share", "times": "factor"}


@dataclass(frozen=True, slots=True)
class Change:
    """A stated change with the old and the new figure: what it should be, signed, and whether it is.

    `turned` says that the size is right and the direction is not, `contrary` that neither is.
    """

    figure: int
    new: int
    old: int
    kind: Kind
    right: Decimal
    fits: bool
    turned: bool = False
    contrary: bool = False


def changes(world: World, figure: int, new: int, old: int, direction: int, kinds: Sequence[Kind]) -> Iterator[Change]:
    """Yield the ways in which a figure may be the change from old to new, the likeliest first.

    `direction` is 1 for a rise, -1 for a fall, 0 where words do not say.
    """
    for kind in kinds:
        right = right_change(world, kind, new, old)
        if right is not None:
            grown = world.value(new) * _scale(world, new, old) - world.value(old)
            turned = bool(grown) and bool(direction) and (grown > 0) != (direction > 0)
            fits = _fits(world, figure, kind, (new, old), right)
            yield Change(figure, new, old, kind, right, fits and not turned, fits and turned, turned and not fits)


def kinds_of(world: World, figure: int, new: int) -> list[Kind]:
    """Return what a change in a unit may be of a figure in another: percentages change by points or by a share."""
    unit, of = world.unit(figure), world.unit(new)
    if of == "%":
        return ["points"] if unit.startswith("điểm") else ["points", "share"] if unit == "%" else []
    if unit == "%":
        return ["share"]
    return ["amount"] if ratio(_given(unit), _given(of)) is not None else []


#: ends of three digits are a slip away from what a change needs by no chance
_TELLING = 100
#: how many times a change may be the right one and still be meant for it
_FAR = 3


def _given(unit: str) -> str:
    """Return what a rate gives: "triệu đồng/người" grows by triệu đồng."""
    return unit.partition("/")[0]


def _scale(world: World, one: int, other: int) -> Decimal:
    return (
        ratio(world.unit(one), world.unit(other))
        or ratio(_given(world.unit(one)), _given(world.unit(other)))
        or Decimal(1)
    )


def right_change(world: World, kind: Kind, new: int, old: int) -> Decimal | None:
    """Return what a change from old to new is, None from an old figure of 0."""
    after, before = world.value(new) * _scale(world, new, old), world.value(old)
    if kind in ("amount", "points"):
        return after - before
    if not before:
        return None
    return {"share": (after - before) * 100, "index": after * 100, "gained": after * 100, "times": after}[kind] / before


def _fits(world: World, figure: int, kind: Kind, ends: tuple[int, int], right: Decimal) -> bool:
    """Whether a change prints as it should, rounded or cut off, the figures it leads from and to rounded as well."""
    number, before = world.numbers[figure], abs(world.value(ends[1]))
    printed = abs(world.value(figure))
    rounded = sum((half(world, end) for end in ends), Decimal(0))
    ways = [abs(right)]
    if kind in ("amount", "points"):
        ways = [abs(right) * _scale(world, ends[1], figure)]
        room = Decimal(0) if not rounded and not half(world, figure) else number.step + rounded
    else:
        room = number.step + rounded * (1 if kind == "times" else 100) / before if before else number.step
        ways += [abs(right - 1), abs(1 / right) if right else Decimal(0)] if kind == "times" else []
        ways += [100 - abs(right), 100 + abs(right)] if kind == "gained" else []  # "giảm 3 vụ, bằng 57,1% cùng kỳ (7)"
    if any(world.numbers[n].sign != "=" for n in (figure, *ends)):
        room = max(room * 2, printed / 10)
    off = min(abs(way - printed) for way in ways)
    return off < room or not off


def half(world: World, number: int) -> Decimal:
    """Return by how much a figure may be rounded: nothing for counts."""
    step = world.numbers[number].step
    return Decimal(0) if step == 1 and not is_measured(world.unit(number)) else step / 2


def slipped(world: World, change: Change) -> bool:
    """Whether one slip of the pen makes the printed change of the right one."""
    if change.contrary:
        return False  # two things wrong at once are none
    step = min(world.numbers[change.figure].step, Decimal(1))
    printed, right = abs(world.value(change.figure)), abs(change.right)
    tenfold = (right.scaleb(power).quantize(step) for power in (-2, -1, 1, 2))
    return one_slip(printed, right.quantize(step)) or (printed > 1 and printed in tenfold)


def end_slipped(world: World, change: Change) -> bool:
    """Whether one slip of the pen in the figure that a change leads from or to makes the change right.

    Ends that are below a hundred either way meet by chance.
    """
    if change.contrary:
        return False
    new, old = world.value(change.new) * _scale(world, change.new, change.old), world.value(change.old)
    printed = abs(world.value(change.figure))
    if change.kind in ("amount", "points"):
        meant = [(old, new - printed), (old, new + printed), (new, old + printed), (new, old - printed)]
        return any(right > 0 and max(value, right) >= _TELLING and one_slip(value, right) for value, right in meant)
    number = world.numbers[change.figure]
    if change.kind not in ("gained", "share") or number.step >= 1 or min(old, new) < 1:
        return False
    gained = new if change.kind == "gained" else None
    others = {Decimal(digits) for digits in slips_of(f"{old:f}") if digits.isdigit()} - {Decimal(0)}
    telling = (other for other in others if max(old, other) >= _TELLING)
    return any(share_fits(abs(new - other) if gained is None else gained, other, number) for other in telling)


def _is_out_of_reach(world: World, change: Change) -> bool:
    """Whether a change is another by far than the right one, by no slip: its figures tell of something else."""
    right, printed = abs(change.right), abs(world.value(change.figure))
    if change.kind in ("amount", "points"):
        right *= _scale(world, change.old, change.figure)
    far = right > printed * _FAR or printed > right * _FAR
    return far and not (change.turned or slipped(world, change) or end_slipped(world, change))


def make_growth(
    world: World,
    change: Change,
    tried: Sequence[Change],
    *,
    certain: bool,
    plan: bool = False,
    source: Source = "cue",
    borne_out: bool = False,
) -> Relation:
    """Return the relation of a change with the readings that were tried; `borne_out` says that its ends are sure."""
    readings = tuple(_reading(world, one) for one in dict.fromkeys((change, *tried[:6])))
    step = min(world.numbers[change.figure].step, Decimal(1))
    far = source == "cue" and not borne_out and readings[0].verdict == "fails" and _is_out_of_reach(world, change)
    return Relation(
        kind="difference" if plan or change.kind == "points" else "growth",
        source=source,
        total=change.figure,
        parts=(change.new, change.old),
        operands=(
            world.operand(change.new, "delta" if change.kind == "gained" else "new"),
            world.operand(change.old, "old"),
            world.operand(change.figure, _ROLES.get(change.kind, "delta")),
        ),
        unit=world.unit(change.figure) or None,
        exhaustive=None,
        verdict="undecided" if far else readings[0].verdict,
        reading=readings[0].arithmetic,
        tried=readings,
        missing="hai số có thể thuộc nội dung khác" if far else None,
        expected=abs(change.right).quantize(step),
        found=abs(world.value(change.figure)),
        certain=certain,
        notes=("ngược chiều",) if change.turned else (),
    )


def _reading(world: World, change: Change) -> Reading:
    new, old = shown(world.value(change.new)), shown(world.value(change.old))
    made = shown(change.right.quantize(Decimal("0.01")))
    high, low = (new, old) if change.right >= 0 else (old, new)
    unit = "%" if change.kind in ("share", "index", "gained", "points") else ""
    sides = {
        "share": f"({new} - {old}) / {old} = {made}%",
        "index": f"{new} / {old} = {made}%",
        "gained": f"{new} / {old} = {made}%",
        "times": f"{new} / {old} = {made} lần",
    }.get(change.kind, f"{high} - {low} = {shown(abs(change.right))}{unit}")
    wrong = f" ≠ {shown(abs(world.value(change.figure)))}{unit}"
    text = sides + ("" if change.fits or change.turned else wrong)
    return Reading(
        text, _WHY[change.kind], "holds" if change.fits else "fails", (change.new, change.old), change.figure
    )
