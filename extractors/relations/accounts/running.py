"""Running totals: what there was at first, what came and went by words, and what there is at last, in one unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product

from extractors.lexicon.stages import Stage
from extractors.numbers.slips import one_slip, slip_cost
from extractors.patterns import at_words
from extractors.relations.accounts.balances import balanced, make_balance
from extractors.relations.accounts.movements import movement, movement_word
from extractors.relations.amounts import ratio
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: how many figures may stand between what there was and what there is, and of these with no word of a direction
_MOST, _UNTOLD = 8, 2
_FIRST = re.compile(
    r"(?<!\w)(?:^tồn (?:kho|quỹ|sổ)|(?:đầu|đến đầu) (?:năm(?! học)|kỳ|quý|tháng|nhiệm kỳ|vụ|mùa|đợt|tuần|buổi)"
    r"|(?:kỳ|năm|quý|tháng|vụ) trước (?:chuyển|để lại|mang|tồn|còn)"
    r"|(?:dư|tồn|kết dư) (?:đầu|từ|năm trước|kỳ trước)|cuối (?:năm|kỳ|quý|tháng) trước|ban đầu|lúc đầu|vốn có"
    r"|trước đó|mang sang|(?:mở|vào) sổ|(?:khai giảng|đầu khóa|sang năm|bước vào (?:năm|vụ|kỳ)))(?!\w)"
)
#: the day or year of a state
_DAY = re.compile(
    r"(?<!\w)(?:đến|tại|ngày|điểm|hết|cuối năm)(?: \w+){0,2} (?:(?:\d{1,2}/){0,2}(?P<year>(?:19|20)\d\d)(?![\d/]))"
)
#: what there was, told by no word but that there was it
_HAD = re.compile(r"(?<!\w)(?:có|giữ|quản lý|nuôi|gồm|được)$")
_LAST = at_words(
    r"(?<!\w)(?:(?:đến |tới |vào )?cuối (?:năm(?! trước)|kỳ(?! trước)|quý(?! trước)|tháng(?! trước)|nhiệm kỳ|vụ"
    r"|khóa|mùa|đợt|tuần|ngày|buổi)"
    r"|(?:dư|tồn|tồn quỹ|số dư|kết dư)(?: \w+)? (?:cuối|chuyển|còn)|chuyển (?:sang|qua) (?:kỳ|năm|quý|tháng|vụ)"
    r"|(?:nâng|đưa|kéo|đẩy)(?! ra)(?: \w+){0,9} (?:lên|xuống|về|còn|thành)|hiện (?:còn|có|nay|đang|là)"
    r"|đến nay|tính đến nay"
    r"|(?:dừng|chốt|đứng|dừng lại) (?:ở|lại)|(?:quỹ|kho|két|sổ)(?: \w+)? (?:còn|hiện)"
    r"|(?:tính )?đến (?:hết )?ngày \d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?"
    r"|(?:số dư|dư nợ|dư quỹ|tồn|còn) (?:đến |tính đến |ngày )*\d{1,2}[/.]\d{1,2}"
    r"|(?:khóa|chốt|kết|đóng) sổ|bế giảng|(?:hết|kết thúc) (?:năm|kỳ|quý|tháng|vụ|khóa)"
    r"|(?:nay|vẫn|giờ)(?: \w+){0,2} (?:còn|có))(?!\w)"
)
#: words that lead from what moved to what there is, and that nothing else moved
_LINKED = re.compile(
    r"(?<!\w)(?:(?:nâng|đưa|kéo|đẩy)(?! ra)(?: \w+){0,9} (?:lên|xuống|về|còn|thành)|dừng ở|chốt (?:ở|lại)"
    r"|như vậy)(?!\w)"
)
_NOTHING = re.compile(r"(?<!\w)không (?:ai|có ai|có \w+|hộ nào|phát sinh|tăng|giảm)(?!\w)")
#: what keeps figures from being of one account
_ASIDE = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|cùng kỳ|so với|phấn đấu|dự kiến|lũy kế|bình quân|nhiệm kỳ trước|giao)(?!\w)"
)
#: what follows counts again what was counted
_WITHIN = re.compile(r"(?<!\w)(?:trong đó|gồm|bao gồm|cụ thể|riêng|chia ra|nữ|do|vì)(?!\w)|[(:]")
#: counts in words, of which others may be some
COUNTED_IN_WORDS = re.compile(
    r"(?<!\w)(?:một số|một vài|vài|nhiều)(?!\w)"
    r"|(?<!\w)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:hộ|người|đồng chí|hội viên|đảng viên|hồ sơ|đơn|vụ"
    r"|con|em|tổ)(?!\w)"
)
_MARK = re.compile(r"[,;:().–—]|(?<!\w)và(?!\w)")
#: words of any movement, of which others may be some
_ANY_WAY = frozenset(
    ("tăng", "tăng thêm", "tăng trong kỳ", "tăng mới", "giảm", "giảm trong kỳ", "thêm", "bớt", "trừ", "thu", "chi")
)


@dataclass(frozen=True, slots=True)
class _Account:
    """What there was, what moved with its directions (None: no word tells), what there is."""

    first: Figure
    moved: tuple[tuple[Figure, int | None, bool], ...]
    last: Figure


def read_running(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield the accounts of a paragraph: those that hold, and those that no reading of their figures lets hold."""
    for figures in passages.by_block.values():
        at = 0 if len(figures) > 2 else len(figures)
        while at < len(figures):
            account = _account(world, figures, at)
            if account is not None:
                yield from _relation(world, figures, account)
                at = next(i for i, f in enumerate(figures) if f is account.last)
            at += 1


def _account(world: World, figures: Sequence[Figure], at: int) -> _Account | None:
    first = figures[at]
    day = _day(first)
    said = bool(day or _FIRST.search(first.before) or _FIRST.search(_MARK.split(first.after)[0]))
    if at + 2 >= len(figures) or not (said or _HAD.search(first.before)) or not _is_plain(world, first):
        return None
    if (_LAST.search(first.before) and not day) or movement(_clause(first.before)) is not None:
        return None
    moved: list[tuple[Figure, int | None, bool]] = []
    within, skipped, depth = False, "", 0
    for before, figure in pairwise(figures[at : at + 2 + _MOST]):
        depth = max(0, depth + figure.before.count("(") - figure.before.count(")"))
        if ratio(figure.unit, first.unit) is None:
            skipped = _clause(figure.before)
            continue
        last = _is_last(figure, day)
        if not _is_plain(world, figure) or (not last and _opens_anew(before, figure)):
            return None  # of another account
        if last:
            told_all = {told for _, told, _ in moved} == {1, -1}
            return _Account(first, tuple(moved), figure) if moved and (said or told_all) else None
        # "xuất cho 5 bản 5.250 kg": the words before a figure of another unit lead to this one, too
        led = figure.before if _MARK.search(figure.before) else f"{skipped} {figure.before}"
        told = movement(_clause(led)) or movement(_MARK.split(figure.after)[0]) or movement(led)
        goes_on = within and told in (None, moved[-1][1]) and not re.search(r"[;.)]", figure.before)
        within = _opens_parts(figure.before) or goes_on or depth > 0
        moved.append((figure, told, within))
        skipped = ""
    return None


def _opens_anew(before: Figure, figure: Figure) -> bool:
    """Whether words in a clause of their own, behind the figure before, tell what there was."""
    *others, clause = _MARK.split(figure.before)
    return bool((others or before.home != figure.home) and _FIRST.search(clause))


def _is_last(figure: Figure, first: str | None) -> bool:
    """Whether a figure tells what there is at last, at a later time than the year of what there was."""
    own = _day(figure)
    if own and first:
        return own > first
    return bool(_LAST.search(figure.before))


def _day(figure: Figure) -> str | None:
    """Return the year in which a figure tells how many there are."""
    found = _DAY.search(figure.before)
    return found["year"] if found else None


def _opens_parts(before: str) -> bool:
    """Whether words lead to parts of what was counted, and do not only say why it moved ("tiêu hủy do dịch")."""
    found = _WITHIN.search(before)
    if found is None or found.group() not in ("do", "vì"):
        return found is not None
    return movement(_clause(before[: found.start()])) is None


def _clause(before: str) -> str:
    return _MARK.split(before)[-1]


def _is_plain(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    exact = world.is_exact(figure.number) and not (measure.target or measure.plan)
    return exact and figure.unit not in ("", "%") and "/" not in figure.unit and not _ASIDE.search(figure.before)


def _relation(world: World, figures: Sequence[Figure], account: _Account) -> Iterator[Relation]:
    gap = _scaled(account.last, account) - account.first.value
    plain = [(figure, told) for figure, told, within in account.moved if not within and told]
    if plain and sum((_scaled(f, account) * told for f, told in plain), Decimal(0)) == gap:
        yield _made(world, account, plain, certain=True)
        return
    untold = sum(told is None and not within for _, told, within in account.moved)
    if untold > _UNTOLD or any(_sum_of(account, way) == gap for way in product(*_signs(account))):
        return
    slip = next(_slipped(account, gap), None)
    moved = plain if untold == 0 else slip
    if not moved or not (_both_ways(account, moved) or _LINKED.search(account.last.before)):
        return  # what else came or went need not be told
    if _is_explained(world, figures, account, gap, moved):
        return
    left_out = any(_sum_of(account, way) == gap for way in product(*((told or 0, 0) for _, told, _ in account.moved)))
    yield _made(world, account, moved, certain=untold == 0 and not left_out and bool(slip or not _within(account)))


def _sum_of(account: _Account, way: Sequence[int]) -> Decimal:
    moved = (figure for figure, _, _ in account.moved)
    return sum((_scaled(figure, account) * sign for figure, sign in zip(moved, way, strict=True)), Decimal(0))


def _signs(account: _Account) -> Iterator[tuple[int, ...]]:
    """Yield the ways that each figure that moved may count: as its words say, and not at all if another has it."""
    for at, (figure, told, within) in enumerate(account.moved):
        own = _word(figure)
        before = [_word(f) for f, other, _ in account.moved[:at] if other == told]
        # "giải quyết 40, giải quyết trước hạn 30"; "giảm 43, thoát nghèo 40": the second may be in the first
        again = any(word == own or _ANY_WAY & {word, own} for word in before)
        yield (1, -1, 0) if told is None else (told, 0) if within or again else (told,)


def _word(figure: Figure) -> str | None:
    return movement_word(_clause(figure.before)) or movement_word(_MARK.split(figure.after)[0])


def _slipped(account: _Account, gap: Decimal) -> Iterator[list[tuple[Figure, int]]]:
    """Yield the ways in which one slip in a figure lets an account hold; a likely one where words tell no direction."""
    for way in product(*((0,) if within else (told,) if told else (1, -1) for _, told, within in account.moved)):
        moved = [(figure, sign) for (figure, _, _), sign in zip(account.moved, way, strict=True) if sign]
        most = 4 if all(told or within for _, told, within in account.moved) else 2
        full = _sum_of(account, way)
        pairs = [(account.last.value, account.first.value + full)]
        pairs += [(figure.value, figure.value + (gap - full) * sign) for figure, sign in moved]
        costs = (slip_cost(one, other) for one, other in pairs if other > 0 and one_slip(one, other))
        if any(cost is not None and cost <= most for cost in costs):
            yield moved


def _is_explained(
    world: World, figures: Sequence[Figure], account: _Account, gap: Decimal, moved: Sequence[tuple[Figure, int]]
) -> bool:
    """Whether a figure beside an account, or one in words, is what it lacks."""
    full = sum((_scaled(figure, account) * sign for figure, sign in moved), Decimal(0))
    others = {abs(f.value) for f in figures if f.number not in _numbers(account)}
    text = world.words(world.document.blocks[account.first.block].span)
    return abs(full - gap) in others or bool(COUNTED_IN_WORDS.search(text))


def _both_ways(account: _Account, plain: Sequence[tuple[Figure, int]]) -> bool:
    """Whether both what came and what went is told, or what was told last says that nothing else moved."""
    return len({told for _, told in plain}) > 1 or bool(_NOTHING.search(account.last.before))


def _within(account: _Account) -> int:
    return sum(within for _, _, within in account.moved)


def _numbers(account: _Account) -> set[int]:
    return {account.first.number, account.last.number, *(f.number for f, _, _ in account.moved)}


def _scaled(figure: Figure, account: _Account) -> Decimal:
    """Return a figure in the unit of what there was."""
    return figure.value * (ratio(figure.unit, account.first.unit) or Decimal(1))


def _made(world: World, account: _Account, plain: Sequence[tuple[Figure, int]], *, certain: bool) -> Relation:
    items: list[tuple[int, Stage]] = [(account.first.number, "opening")]
    items += [(figure.number, "new" if told > 0 else "closed") for figure, told in plain]
    return make_balance(world, balanced(world, [*items, (account.last.number, "open")]), certain=certain)
