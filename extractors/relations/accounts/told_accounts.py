"""What was dealt with and what is left against all there was, as words alone tell them: gross errors included.

"Tổng số 2.807 việc, gồm 99 việc cũ và 2.708 việc mới. Đã thi hành 839 việc; chuyển kỳ sau 941 việc": one figure of each
is told, nothing else of their unit stands among them, and no word says that some were sent back or withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal

from extractors.lexicon.stages import Stage
from extractors.relations.accounts.balances import balanced, make_balance
from extractors.relations.accounts.stages import stage_of
from extractors.relations.amounts import ratio
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import clause
from extractors.relations.world import World

#: how many figures and sentences before what was done all there was may stand
_REACH, _SENTENCES = 8, 1
#: words of all that was to be dealt with
_ALL = re.compile(
    r"(?<!\w)(?:phải|cần) (?:giải quyết|xử lý|thi hành|thụ lý|hòa giải|xem xét|trả)(?!\w)|(?<!\w)thụ lý(?!\w)"
)
#: what else may have become of some
_ELSE = re.compile(
    r"(?<!\w)(?:trả lại|rút|đình chỉ|tạm đình chỉ|hủy|từ chối|không thụ lý|lưu"
    r"|chuyển (?:cơ quan|đơn|cấp|huyện|tỉnh|xã|đến|cho)|hướng dẫn|bổ sung|tạm dừng"
    r"|không đủ điều kiện|trùng|gộp|tách|nhập|trong đó còn|khoảng|hơn|gần|trên)(?!\w)"
)
_OLD_OR_NEW = re.compile(r"(?<!\w)(?:(?P<old>cũ|tồn)|mới|phát sinh)(?!\w)")
#: of another time or plan
_ASIDE = re.compile(r"(?<!\w)(?:cùng kỳ|so với|lũy kế|kế hoạch|chỉ tiêu|năm trước|quý trước|bình quân)(?!\w)")


def read_told_accounts(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield accounts that fail, but for figures that `known` relations which fail or balances tell already."""
    told = {o.number for r in known if r.verdict == "fails" for o in r.operands}
    told |= {o.number for r in known if r.kind == "balance" for o in r.operands}
    totals = {r.total for r in known if r.kind == "sum" and r.verdict == "holds" and _is_of_old_and_new(passages, r)}
    for figures in passages.by_block.values():
        stages = [_stage(world, figure) for figure in figures]
        for at in range(len(figures) - 1):
            found = _account(world, figures, stages, at, totals)
            if found and told.isdisjoint(f.number for f, _ in found):
                yield from _failing(world, figures, found)


def _is_of_old_and_new(passages: Passages, relation: Relation) -> bool:
    """Whether a sum is of what there was and what came."""
    figures = [f for f in passages.figures if f.number in relation.parts]
    return {_came(f) for f in figures} == {"opening", "new"}


def _came(figure: Figure) -> Stage | None:
    """Return whether a figure was there before or came, as its own words say ("99 việc cũ", "mới 2.708")."""
    if stage := stage_of(figure, None):
        return stage
    behind, before = clause(figure).partition(" # ")[2], clause(figure).partition(" # ")[0].split()[-3:]
    found = _OLD_OR_NEW.search(behind) or _OLD_OR_NEW.search(" ".join(before))
    return None if found is None else "opening" if found["old"] else "new"


def _stage(world: World, figure: Figure) -> Stage | None:
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    plain = number.sign == "=" and not (measure.target or measure.change or measure.plan)
    counted = figure.unit not in ("", "%") and "/" not in figure.unit
    return stage_of(figure, measure.metric) if plain and counted else None


def _account(
    world: World, figures: Sequence[Figure], stages: Sequence[Stage | None], at: int, totals: AbstractSet[int | None]
) -> Sequence[tuple[Figure, Stage]]:
    """Return all there was, or what there was and what came, with what was dealt with and what is left.

    None else is counted among these in their unit.
    """
    closed = figures[at]
    if stages[at] != "closed" or world.numbers[closed.number].of is not None:
        return ()
    behind = [i for i in range(at + 1, len(figures)) if _is_like(figures[i], closed) and not _is_inside(figures, at, i)]
    left = next(iter(behind), None)
    if left is None or stages[left] != "open" or figures[left].sentence - closed.sentence > _SENTENCES:
        return ()
    before = [f for f in figures[max(0, at - _REACH) : at] if _is_like(f, closed) and _is_near(f, closed)]
    wholes = [f for f in before if f.number in totals or (_ALL.search(_said(f)) and not _ASIDE.search(_said(f)))]
    others = [f for f in before if wholes and f.number > wholes[-1].number]
    plain = all(_came(f) in ("opening", "new") for f in others)
    done: Sequence[tuple[Figure, Stage]] = ((closed, "closed"), (figures[left], "open"))
    if wholes and plain:
        return ((wholes[-1], "new"), *done)
    came = [(f, stage) for f in before if (stage := _came(f)) is not None]
    pair = sorted(stage for _, stage in came) == ["new", "opening"] and len(before) == len(came)
    return (*came, *done) if pair and before[0].sentence == before[1].sentence else ()


def _is_like(one: Figure, other: Figure) -> bool:
    return ratio(one.unit, other.unit) == 1 if one.unit and one.unit != "%" else False


def _is_near(one: Figure, other: Figure) -> bool:
    return other.sentence - one.sentence <= _SENTENCES


def _said(figure: Figure) -> str:
    return f"{figure.before} # {figure.after}"


def _is_inside(figures: Sequence[Figure], first: int, at: int) -> bool:
    """Whether a bracket that opens behind the first figure is still open at another."""
    between = "".join(f.before for f in figures[first + 1 : at + 1])
    return between.count("(") > between.count(")")


def _failing(world: World, figures: Sequence[Figure], found: Sequence[tuple[Figure, Stage]]) -> Iterator[Relation]:
    """Yield an account that does not hold, where no other figure or word explains it."""
    told, (*came, closed, left) = [f for f, _ in found], [f for f, _ in found]
    gap = abs(sum((f.value for f in came), Decimal(0)) - closed.value - left.value)
    start = world.document.blocks[closed.block].span.start
    said = world.folded[world.numbers[came[0].number].end : world.numbers[left.number].end + 80].split("\n")[0]
    others = (f for f in figures if f not in told and _is_like(f, closed))
    explained = (
        any(f.value == gap for f in others)
        or _ELSE.search(said)
        or _ASIDE.search(world.folded, start, world.numbers[left.number].end)
    )
    if gap and not explained:
        balance = balanced(world, [(figure.number, stage) for figure, stage in found])
        yield replace(make_balance(world, balance, certain=False), tied=True)
