"""Changes in a closed world: two figures of one thing at two times and a third that words call their difference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from extractors.numbers.slips import one_slip
from extractors.relations.accounts.movements import movement
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import share_fits
from extractors.relations.changes.change_clauses import (
    clause_before,
    date_behind,
    direction_of,
    is_of_another,
    last_clause,
    named_times,
    names_more,
    times_before,
    words_of_its_own,
)
from extractors.relations.changes.change_words import Said, goes_with, is_of_part, told_by
from extractors.relations.changes.changes import Change, Kind, changes, kinds_of, make_growth, slipped
from extractors.relations.changes.freely_told import is_barely_told, is_of_all, is_told_freely
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: a figure with more of its unit around it than this is in no small world
_MOST = 6
#: changes below this meet the difference of two figures by chance
_LEAST = Decimal("1.1")
_BASE = r"(?:cùng kỳ|(?:năm|kỳ|quý|tháng|vụ|khóa|đợt|mùa|tuần) (?:trước|ngoái)|năm liền trước|đầu \w+|hôm trước)"
_POINTS = frozenset(("điểm phần trăm", "điểm %"))
_EARLIER = re.compile(
    r"(?<!\w)(?:trước(?! (?:hạn|ngày|và))|ngoái|cũ"
    r"|(?<!tháng )đầu (?:năm|kỳ|quý|tháng|nhiệm kỳ|giai đoạn|vụ|khóa|mùa|đợt)"
    r"|cùng kỳ|so với|từ|ban đầu|thời điểm)(?!\w)"
)
_MOVED = re.compile(r"(?<!\w)(?:tăng|giảm|thêm|bớt|chênh|hụt|sụt|dôi)(?! (?:thiểu|nghèo|cường|huyết))(?!\w)")
_NOW = re.compile(r"(?<!\w)(?:nay|giờ|hiện|bây giờ|đến nay)(?!\w)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: other bases, of which the figure is not told: they keep a difference from being that of the two that are
_PLANNED = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu|(?<!học )(?<!học tập )(?<!quán triệt )nghị quyết"
    r"|(?<!bàn )giao|mức(?! (?:tăng|giảm|sụt|chênh))"
    r"|toàn (?:tỉnh|huyện))(?!\w)"
)
_COMPARED = re.compile(rf"(?<!\w)so (?:với|cùng)(?!\w)|{_BASE}")
_PARTIAL = re.compile(r"(?<!\w)(?:riêng|trong đó|trong số|gồm)(?!\w)")
#: growth may be told at other prices than the figures
_PRICED = re.compile(r"(?<!\w)(?:giá (?:so sánh|cố định|hiện hành)|giá trị (?:sản xuất|tăng thêm)|grdp)(?!\w)")


@dataclass(frozen=True, slots=True)
class _Closed:
    """A change with the only two figures of its unit that stand before it, or around it, in their order."""

    figure: Figure
    first: Figure
    second: Figure
    direction: int


def read_closed_changes(world: World, passages: Passages, known: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield changes that no figures of their paragraph let hold; `known` are those that are decided already."""
    for figures in passages.by_block.values():
        said: list[Said] | None = None
        for at, figure in enumerate(figures):
            if figure.number in known or not figure.value:
                continue
            direction = direction_of(figure.before)
            if direction is None and figure.unit in _POINTS:  # "nâng lên 3,2 điểm phần trăm"
                direction = 0
            loose = direction is None and is_told_freely(figure)
            direction = 0 if loose else direction
            if direction is None and "từ" in figure.after:
                said = said or told_by(figures)
                closed, loose = _moved(figures, at, said), True
            elif direction is None or (is_of_part(figure) and not _is_of_same(figure, figures, loose=loose)):
                continue
            else:
                said = said or told_by(figures)
                closed = _closed(world, figures, at, direction, said)
            if closed is not None and not (loose and closed.direction == 0 and _is_elsewhere(closed)):
                yield from (r for r in _of_closed(world, figures, closed) if not loose or _is_swapped(r))


def _is_of_same(figure: Figure, figures: Sequence[Figure], *, loose: bool) -> bool:
    """Whether the noun behind a change is of all that is counted, or stands behind both its ends ("… tấn khoai")."""
    noun = re.split(r"[,;:.(]", figure.after)[0].strip()
    told = [f for f in figures if noun and f is not figure and re.match(rf"{re.escape(noun)}(?!\w)", f.after)]
    return (loose and is_of_all(figure, figures)) or len(told) > 1


def _moved(figures: Sequence[Figure], at: int, said: Sequence[Said]) -> _Closed | None:
    """Return what came or went with the two figures that it led from and to ("đón 46 cháu, từ 238 lên 284 cháu")."""
    if at + 2 >= len(figures) or (said[at + 1].tag, said[at + 2].tag) != ("from", "to"):
        return None
    figure, first, second = figures[at : at + 3]
    came = movement(last_clause(figure))
    alike = all(ratio(one.unit, figure.unit) is not None for one in (first, second))
    return _Closed(figure, first, second, came) if came and alike and second.home == figure.home else None


def _is_elsewhere(closed: _Closed) -> bool:
    """Whether a figure told freely may be something else than the difference of two that it stands behind."""
    ahead = closed.figure.number < closed.second.number and closed.figure.unit != "lần"
    return closed.figure.home != closed.second.home or ahead


def _is_swapped(relation: Relation) -> bool:
    """Whether one slip of the pen wrote a difference that no word calls so."""
    right, found = relation.expected, relation.found
    return right is not None and found is not None and one_slip(abs(right), found) and min(abs(right), found) >= _LEAST


def _closed(world: World, figures: Sequence[Figure], at: int, direction: int, said: Sequence[Said]) -> _Closed | None:
    """Return a change with its two ends, None where more or fewer figures may be these."""
    figure = figures[at]
    near = [i for i, f in enumerate(figures) if i != at and abs(f.sentence - figure.sentence) <= 1]
    if figure.before.startswith(";") and is_of_another(figures, at):
        return None
    levels = [i for i in near if _is_level(world, figures, i, figure)]
    told = [i for i in levels if i < at and figures[i].sentence >= figure.sentence - 1]
    ahead = _without_difference(figures, told)
    behind = [i for i in levels if i > at and figures[i].home == figure.home and not _is_apart(figures[i])]
    behind = [i for i in behind if not _closes(world, figure, figures[i])]
    ends = ahead[-2:] if len(ahead) > 1 else [*ahead, *behind[:1]]
    if not ahead and len(behind) == 2 and direction_of(figure.before) is not None:
        ends = behind  # "nới rộng ra 18 ha, năm ngoái 64 ha thì năm nay đã 82 ha"
    if (
        len(ends) != 2
        or len(ahead) > 2
        or (len(ahead) == 2 and figures[ahead[0]].sentence < figures[ahead[1]].sentence - 1)
    ):
        return None
    differing = [i for i in told if i not in ahead]
    between = [i for i in range(min(*ends, at), max(*ends, at) + 1) if i not in (*ends, *differing, at)]
    if any(ratio(figures[i].unit, figures[ends[0]].unit) is not None for i in between):
        return None
    first, second = (figures[i] for i in ends)
    if any(_is_change(figures[i]) and not _leads_to(said, i) for i in ends):
        return None
    if not _of_two_times(world, first, second, [said[i] for i in ends], said[at], figure):
        return None
    return _Closed(figure, first, second, direction)


def _closes(world: World, change: Figure, level: Figure) -> bool:
    """Whether the bracket of a change closes before a figure ("168 tỷ đồng (tăng 42 tỷ), khoản phải trả 187 triệu")."""
    between = world.folded[world.numbers[change.number].end : world.numbers[level.number].span.start]
    return ")" in between and "(" not in between[: between.index(")")]


def _is_apart(figure: Figure) -> bool:
    """Whether a semicolon stands before a figure, and no word behind it dates what it opens."""
    _, mark, own = figure.before.rpartition(";")
    return bool(mark) and not _EARLIER.search(own)


def _without_difference(figures: Sequence[Figure], levels: list[int]) -> list[int]:
    """Return two levels without the third that is their difference ("164 trẻ, 172 trẻ; sút 8 trẻ, giảm 4,65%")."""
    if len(levels) != 3 or abs(figures[levels[0]].value - figures[levels[1]].value) != figures[levels[2]].value:
        return levels
    return levels[:2]


def _is_change(figure: Figure) -> bool:
    return direction_of(figure.before) is not None or bool(_MOVED.search(last_clause(figure)))


def _leads_to(said: Sequence[Said], at: int) -> bool:
    """Whether a figure tells what one that it comes from has become ("từ 48,5 nhích lên 53,2")."""
    return at > 0 and said[at - 1].tag == "from"


def _is_level(world: World, figures: Sequence[Figure], at: int, change: Figure) -> bool:
    """Whether a figure may be an end of a change: exact, of its unit, or of any where a percentage tells it."""
    figure, number = figures[at], world.numbers[figures[at].number]
    if number.sign != "=" or number.of is not None:
        return False
    if change.unit in ("%", "lần") or change.unit in _POINTS:
        of_rates = change.unit in _POINTS or world.unit(figure.number) == "%"
        return (
            figure.unit == "%"
            if of_rates
            else any(i != at and ratio(f.unit, figure.unit) is not None for i, f in enumerate(figures))
        )
    return ratio(figure.unit.partition("/")[0], change.unit.partition("/")[0]) is not None


def _of_two_times(
    world: World, first: Figure, second: Figure, said: Sequence[Said], change: Said, figure: Figure
) -> bool:
    """Whether two figures are told of one thing at two times, the one that the change is compared with among them."""
    if ratio(first.unit, second.unit) is None or _PLANNED.search(
        f"{first.before} {second.before} {clause_before(figure)}"
    ):
        return False
    if _PARTIAL.search(f"{clause_before(first)} {clause_before(second)} {last_clause(figure)}"):
        return False
    if change.base and not any(goes_with(one, change) for one in said):
        return False
    behind = figure.unit == "lần" and figure.number < second.number and second.before.endswith("(")
    led = said[0].tag == "from" and (said[1].tag == "to" or _NOW.search(last_clause(second)))
    if led or (behind and _EARLIER.search(second.before)):
        return True
    words = [words_of_its_own(one) if one.number > figure.number else clause_before(one) for one in (first, second)]
    told = [f"{own} {date_behind(one)}" for own, one in zip(words, (first, second), strict=True)]
    years = [_YEAR.findall(one) for one in told]
    if is_barely_told(figure) or (direction_of(figure.before) is None and is_told_freely(figure)):
        years = [own or times_before(one) for own, one in zip(years, (first, second), strict=True)]
    plain = direction_of(figure.before) is not None and not names_more(figure, (first, second))
    if any(date_behind(one).startswith("(") for one in (first, second)) and not plain:
        return False
    if not any(years) and not change.base and figure.unit == "%" and plain:
        years = [times_before(one) for one in (first, second)]
    compared = change.base and _COMPARED.search(f"{figure.before} {figure.after}")
    named = not any(years) and not compared and direction_of(figure.before) is not None
    if named and not names_more(figure, (first, second)):
        years = [named_times(one) for one in (first, second)]
    dated = bool(years[0] and years[1] and set(years[0]) != set(years[1]))
    earlier = [bool(_EARLIER.search(one)) or (one_said.tag in ("old", "from") and bool(own.strip(" (")))
               for one, own, one_said in zip(told, words, said, strict=True)]  # fmt: skip
    periods = [world.measures[one.number].period for one in (first, second)]
    return dated or earlier[0] != earlier[1] or (None not in periods and periods[0] != periods[1])


def _of_closed(world: World, figures: Sequence[Figure], closed: _Closed) -> Iterator[Relation]:
    """Yield a change with its two ends in the order of their times."""
    ends = (closed.first, closed.second) if _is_older(closed) else (closed.second, closed.first)
    yield from change_between(world, figures, closed.figure, ends, closed.direction)


def change_between(
    world: World, figures: Sequence[Figure], figure: Figure, ends: tuple[Figure, Figure], direction: int
) -> Iterator[Relation]:
    """Yield whether a change leads from an old figure to a new one: it fails if no two figures differ by it."""
    number = figure.number
    new, old = ends
    if figure.unit == "%" and _PRICED.search(world.words(world.document.blocks[figure.block].span)):
        return
    alike = [f for f in figures if f.number != number and ratio(f.unit, new.unit) is not None]
    if len(alike) > _MOST:
        return
    tried = [c for a, b in permutations(alike, 2) for c in _ways(world, number, a, b, direction)]
    loose = world.numbers[number].sign == ">="  # "hơn 4,3" behind a comma tells by how much
    if loose:
        tried = [_exact(world, one) for one in tried]
    of_ends = [c for c in tried if (c.new, c.old) == (new.number, old.number)]
    for fitting in (c for c in of_ends if c.fits):
        yield make_growth(world, fitting, of_ends, certain=True)
        return
    if any(one.fits for one in tried) or _is_share(world, number, alike):
        return
    if not of_ends:
        return
    chosen = next((c for c in of_ends if c.turned or slipped(world, c)), of_ends[0])
    same = new.sentence == old.sentence == figure.sentence
    certain = same and not loose and (slipped(world, chosen) or chosen.turned or len(alike) == 2)
    yield make_growth(world, chosen, of_ends, certain=certain)


def _is_share(world: World, number: int, alike: Sequence[Figure]) -> bool:
    """Whether a percentage is what one figure is of another."""
    printed = replace(world.numbers[number], sign="=")  # "nhanh hơn 35%" tells no bound
    pairs = ((a.value, b.value) for a, b in permutations(alike, 2) if b.value)
    return world.unit(number) == "%" and any(share_fits(a, b, printed) for a, b in pairs)


def _ways(world: World, number: int, new: Figure, old: Figure, direction: int) -> Iterator[Change]:
    kinds: list[Kind] = ["times"] if world.unit(number) == "lần" else kinds_of(world, number, new.number)
    yield from changes(world, number, new.number, old.number, direction, kinds)


def _exact(world: World, change: Change) -> Change:
    """Return a change that "hơn" introduces, as the difference that it tells."""
    number = world.numbers[change.figure]
    return replace(
        change, fits=not change.turned and abs(abs(change.right) - world.value(change.figure)) <= number.step
    )


def _is_older(closed: _Closed) -> bool:
    """Whether the second of two figures is the older one."""
    if closed.figure.unit == "lần" and closed.figure.number < closed.second.number:
        return True
    years = [_YEAR.findall(f"{clause_before(f)} {date_behind(f)}") for f in (closed.first, closed.second)]
    if years[0] and years[1] and years[0][-1] != years[1][-1]:
        return int(years[1][-1]) < int(years[0][-1])
    return bool(_EARLIER.search(f"{clause_before(closed.second)} {date_behind(closed.second)}"))
