"""Totals that go on from one before ("đến hết tháng 6 là 512; tháng 7 thu 86, lũy kế 598"), with subtotals within.

All figures of a unit in a paragraph in their order; what is the sum of those before it takes their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from extractors.numbers.slips import one_slip
from extractors.patterns import at_words
from extractors.relations.accounts.movements import movement
from extractors.relations.amounts import ratio
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.tallies import make_implied
from extractors.relations.world import World

_LEAST, _MOST = 3, 9
#: totals below this meet by chance
_CHANCE = 20
#: beside subtotals one that is off by no more than this part of it is wrong
_NEAR = 4
#: a total that what follows is added to, and one that closes
_SO_FAR = at_words(
    r"(?<!\w)(?:đến hết|tới hết|tính đến|tính tới|đến|tới|hết|từ đầu|cộng dồn|lũy kế|tích lũy|trước đó|tháng trước"
    r"|kỳ trước|sẵn có|đã có|nửa đầu|(?:ba|sáu|chín|mấy) tháng đầu)(?!\w)"
)
_CLOSES = at_words(
    r"(?<!\w)(?:lũy kế|cộng dồn|tích lũy|dồn|đến hết|tới hết|hết|tính đến|tính tới|đến|tới|khép"
    r"|chốt|trọn|cả|vị chi|gộp|gom|thành|lên|đã là|nâng|qua|sau|(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:ngày|tuần"
    r"|tháng|quý|đợt|vòng|phiên|buổi|ca|chặng|bận|lượt|kỳ|vụ|khóa))(?!\w)"
)
#: a stretch of time, and parts of one
_WHOLE_TIME = at_words(r"(?<!\w)(?:cả|trọn|suốt|hết|nguyên) (?:ngày|đêm|tuần|tháng|quý|năm|vụ|đợt|kỳ|khóa|mùa)(?!\w)")
_TIME = at_words(r"(?<!\w)(?:buổi|sáng|chiều|tối|ngày|tuần|tháng|quý|đợt|phiên|vòng|kỳ|vụ|ca|lứa|học kỳ|nửa)(?!\w)")
_ASIDE = at_words(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|cùng kỳ|so với|phấn đấu|dự kiến|bình quân|nhiệm kỳ|trong đó|gồm|bao gồm"
    r"|trong số|mỗi|khoảng|nữ|ngoài ra|cần|phải|thiếu|còn|tăng|giảm|vượt|năm trước|năm ngoái|giai đoạn)(?!\w)"
)
_SUM_SO_FAR = "số trước đó cộng số thêm vào"


def read_closed_totals(world: World, passages: Passages, told: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield totals that one slip keeps from being what stands before them added up; those `told` of are left out."""
    for figures in passages.by_block.values():
        members = [f for f in figures if ratio(f.unit, figures[0].unit) == 1]
        usable = _LEAST <= len(members) <= _MOST and all(_is_plain(world, f) for f in members)
        if usable and members[-1].number not in told and members[-1].home[1] - members[0].home[1] <= 2:
            yield from _failing(world, members)


def _is_plain(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    exact = world.is_exact(figure.number) and not (measure.target or measure.plan) and figure.value > 0
    return exact and figure.unit not in ("", "%") and "/" not in figure.unit and not _ASIDE.search(figure.before)


def _failing(world: World, members: Sequence[Figure]) -> Iterator[Relation]:
    """Yield the last of some figures against what stands before it, subtotals in the place of theirs."""
    *before, total = members
    added, subtotals = _left(before)
    value = sum((f.value for f in added), Decimal(0))
    if value == total.value or total.value < _CHANCE or len(added) < 2 or not _CLOSES.search(total.before):
        return
    spans = bool(_WHOLE_TIME.search(total.before)) and all(_TIME.search(f.before) for f in before)
    if not (subtotals or spans or _SO_FAR.search(before[0].before)) or _differ(added):
        return
    near = subtotals > 0 and abs(total.value - value) * _NEAR <= value
    if (near or one_slip(total.value, value)) and total.value > max(f.value for f in added):
        yield make_implied(world, total.number, tuple(f.number for f in added), _SUM_SO_FAR, "fails")


def _differ(added: Sequence[Figure]) -> bool:
    """Whether some went and others did not."""
    ways = [movement(f.before) for f in added]
    return -1 in ways and set(ways) != {-1}


def _left(before: Sequence[Figure]) -> tuple[list[Figure], int]:
    """Return what is to be added, subtotals in the place of their parts, and how many of these there are."""
    added: list[Figure] = []
    subtotals = 0
    for figure in before:
        whole = len(added) > 1 and sum(f.value for f in added) == figure.value
        added = [figure] if whole else [*added, figure]
        subtotals += whole
    return added, subtotals
