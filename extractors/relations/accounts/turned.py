"""Accounts told in any order: "đăng ký mới 18, chấm dứt 5, đến cuối kỳ có 164 hộ (đầu kỳ 151 hộ)".

Words say of each figure whether it is what there was, came, went, or is left; what each is, not where it stands, makes
the account. It is believed where words tell all figures of its unit and both what came and what went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Literal

from extractors.lexicon.amounts import money_scale
from extractors.lexicon.stages import Stage
from extractors.relations.accounts.balances import balanced, make_balance
from extractors.relations.accounts.movements import movement
from extractors.relations.accounts.running import COUNTED_IN_WORDS
from extractors.relations.amounts import is_measured, ratio
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.world import World

Role = Literal["opening", "came", "went", "left", "aside", "untold"]
#: how many sentences and how many figures an account has at most
_SENTENCES, _MOST = 3, 8
_OPENING = re.compile(
    r"(?<!\w)(?:(?:đầu|đến đầu) (?:năm(?! học)|kỳ|quý|tháng|vụ|đợt)"
    r"|(?:kỳ|năm|quý|tháng|vụ) trước (?:chuyển|để lại|mang)(?: sang| qua)?"
    r"|(?:dư|tồn|kết dư|tồn quỹ|số dư)(?: quỹ)?(?: đầu| từ| của)? (?:năm|kỳ|quý)(?: (?:trước|cũ))?"
    r"|ban đầu|lúc đầu|mang sang)(?!\w)"
)
_LEFT = re.compile(
    r"(?<!\w)(?:(?:đến |tới |vào )?cuối (?:năm|kỳ|quý|tháng|vụ|đợt)(?! trước)"
    r"|(?:tồn quỹ|số dư|kết dư|quỹ|kho)(?: \w+){0,2} (?:còn|là|hiện còn|cuối \w+)|tồn quỹ|còn tồn"
    r"|hiện(?: nay)?(?: đang)? (?:còn|có|nay|quản lý|nuôi|điều trị|theo dõi)"
    r"|đến nay (?:còn|có)|chuyển (?:sang|qua) (?:kỳ|năm|quý|tháng|vụ) sau)(?!\w)"
)
#: what is planned, of another time, or how much by
_ASIDE = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|cùng kỳ|so với|phấn đấu|dự kiến|bình quân|giao|vượt|hụt|trong đó|gồm|riêng"
    r"|bao gồm|chia ra|nữ|mỗi|trong số)(?!\w)"
)
#: verbs by which money comes
_RAISED = re.compile(r"(?<!\w)(?:vận động|quyên góp|trích|huy động|đóng góp|ủng hộ|tài trợ)(?!\w)")
_MARK = re.compile(r"[,;:().–—]|(?<!\w)và(?!\w)")
_LINK = re.compile(r"(?<!\w)(?:nên|thì|vì vậy|do đó|như vậy|do vậy)(?!\w)")


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure of an account with its role."""

    figure: Figure
    role: Role


def read_turned(world: World, passages: Passages, told: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield accounts whose figures words tell in any order, but for figures `told` of in others."""
    for figures in passages.by_block.values():
        for account in _accounts(world, figures):
            if told.isdisjoint(t.figure.number for t in account):
                yield from _relation(world, account)


def _accounts(world: World, figures: Sequence[Figure]) -> Iterator[list[_Told]]:
    """Yield the figures around each one that tells what there was, if words tell the role of all of them."""
    roles = [_Told(f, role) for f, role in zip(figures, _roles(world, figures), strict=True)]
    ends = [t for t in roles if t.role in ("opening", "left")]
    if {t.role for t in ends} != {"opening", "left"} or len(ends) != len(("opening", "left")):
        return
    first, last = ends[0].figure, ends[1].figure
    like = (t for t in roles if ratio(t.figure.unit, first.unit) is not None and t.figure.sentence <= last.sentence)
    near = [t for t in like if t.role != "aside"]
    spread = {t.figure.sentence for t in near}
    kinds = {t.role for t in near}
    if len(near) <= _MOST and max(spread) - min(spread) < _SENTENCES and kinds == {"opening", "came", "went", "left"}:
        yield near


def _roles(world: World, figures: Sequence[Figure]) -> Iterator[Role]:
    """Yield the role of each figure; what money was spent on besides goes on from what was spent on before."""
    spent: tuple[int, int] | None = None
    depth, home = 0, (-1, -1)
    for figure in figures:
        depth, home = depth * (figure.home == home), figure.home
        depth = max(0, depth + figure.before.count("(") - figure.before.count(")"))
        role = _role(world, figure, bracketed=depth > 0)
        if money_scale(figure.unit):
            role = "went" if role == "untold" and spent == home else role
            spent = home if role == "went" else spent if role == "aside" else None
        yield role


def _role(world: World, figure: Figure, *, bracketed: bool) -> Role:
    measure = world.measures[figure.number]
    own = _MARK.split(figure.before)[-1]
    if (
        figure.unit in ("", "%")
        or "/" in figure.unit
        or not world.is_exact(figure.number)
        or figure.before.startswith("/")
    ):
        return "aside"
    if measure.target or measure.plan or _ASIDE.search(figure.before):
        return "aside"
    opening, left = (_last(pattern, own) for pattern in (_OPENING, _LEFT))
    if max(opening, left) >= 0:
        return "opening" if opening >= left else "left"
    if bracketed:
        return "aside"
    way = movement(own) or movement(_MARK.split(figure.after)[0]) or movement(figure.before)
    if way is None and money_scale(figure.unit) and _RAISED.search(figure.before):
        way = 1
    return "untold" if way is None else "came" if way > 0 else "went"


def _last(pattern: re.Pattern[str], words: str) -> int:
    """Return where the last that a pattern finds ends, -1 for none."""
    return max((found.end() for found in pattern.finditer(words)), default=-1)


def _relation(world: World, account: Sequence[_Told]) -> Iterator[Relation]:
    """Yield an account that holds, or that no choice of what moved lets hold."""
    first, last = (next(t.figure for t in account if t.role == role) for role in ("opening", "left"))
    moved = [t for t in account if t.role in ("came", "went")]
    gap = _scaled(last, first) - first.value
    values = [_scaled(t.figure, first) * (1 if t.role == "came" else -1) for t in moved]
    off = abs(sum(values, Decimal(0)) - gap)
    made = any(sum(some, Decimal(0)) == gap for some in product(*((value, Decimal(0)) for value in values)))
    text = world.words(world.document.blocks[first.block].span)
    if off and (made or off <= _room(world, account) or COUNTED_IN_WORDS.search(text)):
        return
    items: list[tuple[int, Stage]] = [(first.number, "opening")]
    items += [(t.figure.number, "new" if t.role == "came" else "closed") for t in moved]
    yield make_balance(world, balanced(world, [*items, (last.number, "open")]), certain=False)


def _room(world: World, account: Sequence[_Told]) -> Decimal:
    """Return how far rounding may put an account off: nothing where all figures are printed to one place."""
    steps = {(world.numbers[t.figure.number].step, t.figure.unit) for t in account}
    if len(steps) == 1 or not is_measured(account[0].figure.unit):
        return Decimal(0)
    return sum((world.numbers[t.figure.number].step for t in account), Decimal(0))


def _scaled(figure: Figure, first: Figure) -> Decimal:
    return figure.value * (ratio(figure.unit, first.unit) or Decimal(1))
