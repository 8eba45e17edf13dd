"""Rows of figures that may be a total and its parts though no cue says so: those of one unit in a sentence or two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.catalogue.measures import Measure
from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.passages import Figure, Passages
from extractors.relations.sums.closed_sum_words import ASIDE, clause, is_rest
from extractors.relations.world import World

#: how many parts a total of a sentence may have
_MOST = 12
#: words that count things of any name
_ANYTHING = frozenset(("cái", "chiếc"))
_OF_ALL = re.compile(r"(?:[^\W\d_]+ ){0,3}(?:trong|trên)(?: tổng)?(?: số)?$")
_RANGE = re.compile(r"[-–]$|(?:đến|tới)(?: dưới)?$")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with those that may be its parts."""

    total: Figure
    parts: tuple[Figure, ...]

    @property
    def numbers(self) -> frozenset[int]:
        """All figures of the row."""
        return frozenset((self.total.number, *(part.number for part in self.parts)))


def read_rows(world: World, passages: Passages) -> Iterator[Row]:
    """Yield rows with each figure that may be their total: last, first, in the sentence beside, below a list."""
    for figures in passages.by_block.values():
        if len(figures) > 2:
            yield from (row for row in _in_block(world, figures) if not _has_others(world, figures, row))
    yield from _below_lists(world, passages)
    yield from _below_lines(world, passages)


def _in_block(world: World, figures: Sequence[Figure]) -> Iterator[Row]:
    sentences: dict[int, list[Figure]] = {}
    for figure in figures:
        sentences.setdefault(figure.sentence, []).append(figure)
    counts = {
        home: [f for f in own if _is_count(world, f) or _is_task(world, own, f)] for home, own in sentences.items()
    }
    for sentence, own in counts.items():
        following = counts.get(sentence + 1, [])
        if len(own) + len(following) < 3:
            continue
        printed = (figure.unit if is_printed(world, figure) else "" for figure in (*own, *following))
        for unit in dict.fromkeys(unit for unit in printed if unit != "%"):
            if sum([_is_of(world, f, unit) for f in (*own, *following)]) < 3:
                continue
            members, after = _members(world, own, unit), _members(world, following, unit)
            same = [f for f in members if not is_printed(world, f) or f.unit == unit]
            rows = (*_rows(members, after), *(_rows(same, ()) if len(same) < len(members) else ()))
            yield from (row for row in rows if _is_even(world, row, unit))


def _rows(members: Sequence[Figure], after: Sequence[Figure]) -> Iterator[Row]:
    """Yield rows of the figures of a unit in a sentence, and in the one after it."""
    if len(members) > 2:
        first = _first_clause(members)
        yield Row(members[-1], tuple(members[:-1]))
        if _OF_ALL.match(members[1].before):  # "27 vụ trong tổng số 32 vụ, không thành 3 vụ, đang hòa giải 2 vụ"
            yield Row(members[1], (members[0], *members[2:]))
        yield Row(members[0], tuple(members[1:]))
        if 2 < len(first) < len(members):
            yield Row(first[0], tuple(first[1:]))
    if len(members) > 1 and len(after) == 1:
        yield Row(after[0], tuple(members))
    if members and len(after) > 1:
        yield Row(after[-1], (*members, *after[:-1]))
    if len(members) == 1 and len(after) > 1:
        yield Row(members[0], tuple(after))


def _first_clause(members: Sequence[Figure]) -> Sequence[Figure]:
    """Return the figures before the first semicolon."""
    return members[: next((at for at, f in enumerate(members) if at and f.before.startswith(";")), len(members))]


def _is_even(world: World, row: Row, unit: str) -> bool:
    """Whether the parts print their unit, all or none, and the total does where any figure does."""
    one_way = len({is_printed(world, part) for part in row.parts}) == 1
    # behind a slash the same is counted in another way ("tiếp 814 lượt/902 người")
    one_way = one_way and len({figure.before.endswith("/") for figure in (row.total, *row.parts)}) == 1
    return one_way and len(row.parts) <= _MOST and (is_printed(world, row.total) or not unit)


def is_printed(world: World, figure: Figure) -> bool:
    """Whether a unit stands behind a figure."""
    return bool(world.numbers[figure.number].unit)


def _members(world: World, figures: Sequence[Figure], unit: str) -> list[Figure]:
    """Return the figures of a unit in a sentence up to one of another time or plan, those without a unit among them."""
    found: list[Figure] = []
    for figure in figures:
        if _is_of(world, figure, unit):
            if ASIDE.search(clause(figure)):
                return found if len(found) > 2 else []
            found.append(figure)
    return found


def _is_count(world: World, figure: Figure) -> bool:
    """Whether a figure counts exactly what is: no rate, pair, change, plan or bound."""
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    if "/" in figure.unit or number.of is not None or _is_aim(measure) or _is_bound(world, figure):
        return False
    return unit_kind(figure.unit) not in ("percent", "grade")


def _is_task(world: World, own: Sequence[Figure], figure: Figure) -> bool:
    """Whether a figure opens a sentence as what was to be done, and a rest of it ends it ("312 hộ đăng ký …")."""
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    plain = measure.target and not (measure.change or measure.plan) and number.sign == "=" and number.of is None
    return plain and own[0] is figure and own[-1] is not figure and is_rest(own[-1])


def _is_of(world: World, figure: Figure, unit: str) -> bool:
    """Whether a count is one in a unit, or prints none."""
    if not world.numbers[figure.number].unit:
        return True
    return bool(unit) and (figure.unit == unit or figure.unit in _ANYTHING or alike(figure.unit, unit))


def _is_aim(measure: Measure) -> bool:
    return measure.change or measure.plan or measure.target


def _is_bound(world: World, figure: Figure) -> bool:
    return world.numbers[figure.number].sign != "=" or bool(_RANGE.match(figure.after))


def _has_others(world: World, figures: Sequence[Figure], row: Row) -> bool:
    """Whether things of other names are counted among the figures, which may be parts as well; no row beside them."""
    numbers = row.numbers
    first, last = min(numbers), max(numbers)
    inside = [f for f in figures if first < f.number < last and f.number not in numbers]
    others = [f for f in inside if unit_kind(f.unit) in ("count", "unknown") and "/" not in f.unit]
    if len(others) + 1 >= len(row.parts) and len({f.unit for f in others}) == 1:
        return False  # "thôn A 12 hộ 40 khẩu, thôn B 10 hộ 35 khẩu, cộng 22 hộ 75 khẩu"
    # the number of the parts is none of them ("gộp cả 4 lĩnh vực"), nor what bounds one ("từ 6 đến 12 mét")
    return any(f.value != len(row.parts) and not _is_bound(world, f) for f in others)


def _below_lists(world: World, passages: Passages) -> Iterator[Row]:
    """Yield the only figure of the line below a list with that of each of its items."""
    for listed in world.ledger.lists:
        inside = [passages.by_block.get(block, ()) for block in (*listed.blocks, listed.blocks[-1] + 1)]
        # brackets divide an item; "Thu được từ 3 hội: 17.253.000" counts the items
        lines = [[f for f in line if not _is_in_bracket(world, f)] for line in inside]
        lines[-1] = [f for f in lines[-1] if len(lines[-1]) == 1 or f.value != len(listed.blocks)]
        figures = [line[0] for line in lines if len(line) == 1 and _is_count(world, line[0])]
        if any(ASIDE.search(f.before) for f in inside[-1]):
            continue
        if len(figures) == len(lines) > 3 and all(_is_of_line(world, f, figures[-1].unit) for f in figures):
            yield Row(figures[-1], tuple(figures[:-1]))


def _is_of_line(world: World, figure: Figure, unit: str) -> bool:
    """Whether a figure is one of a unit, or of its noun ("14 cuộc" of "28 cuộc kiểm tra, giám sát")."""
    return bool(_members(world, [figure], unit)) or (bool(figure.unit) and unit.startswith(f"{figure.unit} "))


def _is_in_bracket(world: World, figure: Figure) -> bool:
    group = world.group_of(world.entry_of(figure.number))
    return group is not None and group.kind == "bracket"


def _below_lines(world: World, passages: Passages) -> Iterator[Row]:
    """Yield the only figure of a line with all those of the line above it, in one unit."""
    for block, figures in passages.by_block.items():
        below = passages.by_block.get(block + 1, ())
        if len(below) != 1 or not 1 < len(figures) <= _MOST or len({f.sentence for f in figures}) > 1:
            continue
        total = below[0]
        if all(_is_count(world, f) and f.unit and alike(f.unit, total.unit) for f in (*figures, total)):
            members = _members(world, figures, total.unit)
            if len(members) == len(figures) and not ASIDE.search(clause(total)):
                yield Row(total, tuple(members))
