"""Accounts of a closed world: all figures of a unit in a paragraph, first what there was and last what there is.

"Có sẵn trước dịch 42 lít, huyện rót xuống 75 lít, phun hết 88 lít, giữ lại trong kho 29 lít": what came and what went
may be told by any verb. Only what no choice of directions lets hold and one slip of the pen explains is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from extractors.lexicon.amounts import money_scale
from extractors.lexicon.stages import Stage
from extractors.numbers.slips import one_slip
from extractors.patterns import at_words
from extractors.relations.accounts.balances import balanced, make_balance
from extractors.relations.accounts.movements import movement
from extractors.relations.accounts.running import COUNTED_IN_WORDS
from extractors.relations.amounts import ratio
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: the fewest and the most figures of an account, and how many of them may move by a verb that is not known
_LEAST, _MOST, _UNTOLD = 4, 8, 2
#: a moved figure below this is mended by chance
_CHANCE = 100
_FIRST = at_words(
    r"(?<!\w)(?:đầu|trước|ban đầu|lúc đầu|thoạt đầu|vào|bước vào|sẵn có|có sẵn|vốn có|vốn|để lại|chuyển sang|mang sang"
    r"|gối|cũ|tồn|dư|khai giảng|khởi đầu|mở sổ|mở đầu|sang|từ)(?!\w)"
)
_LAST = at_words(
    r"(?<!\w)(?:còn|cuối|sau|hết|chốt|tồn|dư|giữ lại|gối|chuyển|sang|hiện|nay|tổng kết|bế giảng|khép|kết thúc|kết sổ"
    r"|kiểm đếm|kiểm kê|dừng|đọng|thành thử|vì vậy|do đó|như vậy|vậy là|trong kho|trong két|trong tủ)(?!\w)"
)
_ASIDE = at_words(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|cùng kỳ|so với|phấn đấu|dự kiến|lũy kế|bình quân|nhiệm kỳ trước|trong đó|gồm"
    r"|bao gồm|riêng|trong số|mỗi|tổng số|tổng cộng|cả thảy|tỷ lệ|khoảng|nữ|cụ thể|chia ra|đạt|ngoài ra|cần"
    r"|phải|thiếu)(?!\w)"
)
_SPENT = re.compile(r"(?<!\w)(?:mua|sắm|sửa|tu bổ|thăm hỏi|trang trải|thuê)(?!\w)")
_MARK = re.compile(r"[,;:().–—]|(?<!\w)và(?!\w)")


@dataclass(frozen=True, slots=True)
class _Account:
    """What there was, what moved with its directions (None: no word tells), what there is."""

    first: Figure
    moved: tuple[tuple[Figure, int | None], ...]
    last: Figure


def read_closed_accounts(world: World, passages: Passages, told: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield accounts that one slip keeps from holding, but for figures `told` of otherwise."""
    for figures in passages.by_block.values():
        if len(figures) <= _MOST + 2:
            account = _account(world, figures)
            if account is not None and told.isdisjoint(_numbers(account)):
                yield from _relations(world, account)


def _account(world: World, figures: Sequence[Figure]) -> _Account | None:
    """Return the account that all figures of the first one's unit make."""
    members = [f for f in figures if ratio(f.unit, figures[0].unit) is not None]
    if not _LEAST <= len(members) <= _MOST or not all(_is_plain(world, f) for f in members):
        return None
    first, *moving, last = members
    opening = f"{first.before} {_MARK.split(first.after)[0]}"
    if not _FIRST.search(opening) or not _LAST.search(last.before) or movement(_clause(first)) == -1:
        return None
    moved = tuple((f, _way(f)) for f in moving)
    known = {way for _, way in moved if way}
    untold = sum(way is None for _, way in moved)
    return _Account(first, moved, last) if known and untold <= _UNTOLD and untold < len(moved) else None


def _way(figure: Figure) -> int | None:
    """Return whether a figure came or went by its words; what money is spent on came, but the money went."""
    if money_scale(figure.unit) and _SPENT.search(_clause(figure)):
        return -1
    return movement(_clause(figure)) or movement(_MARK.split(figure.after)[0])


def _is_plain(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    exact = world.is_exact(figure.number) and not (measure.target or measure.plan) and figure.value > 0
    return exact and figure.unit not in ("", "%") and "/" not in figure.unit and not _ASIDE.search(figure.before)


def _clause(figure: Figure) -> str:
    return _MARK.split(figure.before.rstrip(" :("))[-1]


def _numbers(account: _Account) -> set[int]:
    return {account.first.number, account.last.number, *(f.number for f, _ in account.moved)}


def _scaled(figure: Figure, account: _Account) -> Decimal:
    """Return a figure in the unit of what there was."""
    return figure.value * (ratio(figure.unit, account.first.unit) or Decimal(1))


def _relations(world: World, account: _Account) -> Iterator[Relation]:
    """Yield the account that holds as it is told, else one that a slip explains where no directions let it hold."""
    opening, closing = account.first.value, _scaled(account.last, account)
    values = [_scaled(f, account) for f, _ in account.moved]
    free = product(*(((way, 0) if way else (1, -1, 0)) for _, way in account.moved))
    gap = closing - opening
    made = {sum((v * w for v, w in zip(values, ways, strict=True)), Decimal(0)) for ways in free}
    sure = [way for _, way in account.moved if way]
    if len(sure) == len(values) and sum((v * w for v, w in zip(values, sure, strict=True)), Decimal(0)) == gap:
        yield _made(world, account, sure)
        return
    text = world.words(world.document.blocks[account.first.block].span)
    if COUNTED_IN_WORDS.search(text) or gap in made or opening == closing + sum(values) or closing == sum(values):
        return
    for ways in product(*(((way,) if way else (-1, 1)) for _, way in account.moved)):
        moves = [v * w for v, w in zip(values, ways, strict=True)]
        if len(set(ways)) > 1 and _is_slip(opening, closing, moves):
            yield _made(world, account, ways)
            return


def _is_slip(opening: Decimal, closing: Decimal, moves: Sequence[Decimal]) -> bool:
    """Whether one slip in what there is, or in a large figure before, lets an account hold."""
    right = opening + sum(moves, Decimal(0))
    if right > 0 and one_slip(closing, right):
        return True
    off = closing - right
    large = [v for v in (opening, *moves) if abs(v) >= _CHANCE]
    return any(
        abs(v) < abs(v + off) * 20 and (v > 0) == (v + off > 0) and one_slip(abs(v), abs(v + off)) for v in large
    )


def _made(world: World, account: _Account, ways: Sequence[int]) -> Relation:
    items: list[tuple[int, Stage]] = [(account.first.number, "opening")]
    items += [(f.number, "new" if way > 0 else "closed") for (f, _), way in zip(account.moved, ways, strict=True)]
    return make_balance(world, balanced(world, [*items, (account.last.number, "open")]), certain=False)
