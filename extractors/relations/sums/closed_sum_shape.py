"""What words and shape say for a sum of all figures of a unit in a sentence, and against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from extractors.lexicon.stages import stage_in
from extractors.relations.passages import Figure
from extractors.relations.sums.closed_rows import Row
from extractors.relations.sums.closed_sum_words import (
    TIMES,
    TOTAL,
    WHOLE,
    clause,
    closing,
    divided_alike,
    is_denied,
    is_opened,
    is_rest,
    label,
    leaves_rest,
    on_one_scale,
    opposed,
    tells_parts,
)
from extractors.relations.sums.closings import OWN_TOTAL
from extractors.relations.sums.flat_lists import is_flat
from extractors.relations.world import World

#: points of words that close a row
CLOSED = 3
#: what names no part
_FILLERS = frozenset(("", "là", "có", "được"))
_NAMED = re.compile(r"[^\W\d_]")
#: what a bracket with one figure leaves beside it
_BRACKETED = re.compile(r"\([^\d,;]*")
#: what ends a bracket with a figure
_IN_BRACKET = re.compile(r"[^\d(),;]{0,30}\),")
#: the second of a list told in turn
_IN_TURN = re.compile(
    r"(?<!\w)(?:(?:tiếp|kế) (?:đến|theo|tiếp|sau)|rồi (?:đến|tới)|xếp (?:sau|thứ)|đứng thứ|thứ (?:hai|nhì|2))(?!\w)"
)
#: the word behind a figure
_FOLLOWING = re.compile(r"\s*(đạt|có|được|bị|đã|chưa|thuộc|là)(?!\w)")
#: what is still under way, and the points of two opposites by one word
_PENDING, _OPPOSITE = re.compile(r"(?<!\w)(?:đang|tiếp tục|chờ|chuyển|còn|tạm)(?!\w)"), 3
_WORD, _MARK = re.compile(r"[^\W\d_]+"), re.compile(r"[,;:.()]")
#: the first of a pair
_IS_PAIR = re.compile(r"[^\d,;:.()]*/")


def is_divided(row: Row) -> bool:
    """Whether the parts open with one noun, with which the total does not: it would be one more of them."""
    said = [clause(part) for part in row.parts]
    return divided_alike(said) and not divided_alike([clause(row.total), *said])


def is_too_much(row: Row, value: Decimal, added: Decimal) -> bool:
    """Whether two opposite parts are more than what stands before them."""
    if row.total.number > row.parts[0].number or added <= value:
        return False
    return _are_bare(row) or (len(row.parts) == 2 and bool(opposed(*row.parts) or is_rest(row.parts[-1])))


def are_steps(row: Row) -> bool:
    """Whether the parts are steps of one scale, and the total is none ("giỏi 8, khá 15, trung bình 11; lớp có 34")."""
    said = [clause(part) for part in row.parts]
    return len(set(said)) == len(said) and on_one_scale(said) and not on_one_scale([clause(row.total)])


def are_outcomes(row: Row) -> bool:
    """Whether parts right behind their whole exclude each other by their words, whatever their figures are."""
    every = (row.total, *row.parts)
    if row.total.number > row.parts[0].number or row.total.home != row.parts[0].home:
        return False
    if any(figure.before.endswith("/") or _IS_PAIR.match(figure.after) for figure in every):
        return False  # "35 hộ nghèo/1.178 hộ" is of something else
    if divided_alike([clause(row.total), clause(row.parts[0])]):
        return False  # "vòng một loại 18 thí sinh, vòng hai loại 13 thí sinh"
    if len(row.parts) == 2:
        return opposed(*row.parts) == _OPPOSITE
    pairs = (pair for pair in combinations(row.parts, 2) if sum(part.value for part in pair) > row.total.value)
    if _outcomes(row.parts):
        return True
    whole = tells_parts(row.parts[0].before) or _are_bare(row)
    return whole and (are_steps(row) or any(opposed(*pair) == _OPPOSITE for pair in pairs))


def is_right_before(world: World, row: Row) -> bool:
    """Whether no count of something else stands between a total and parts that print no unit."""
    if ";" in row.parts[0].before:
        return False  # "thành lập mới 58 doanh nghiệp với vốn …; có 87 hoạt động trở lại, 33 tạm ngừng"
    between = range(row.total.number + 1, row.parts[0].number)
    printed = all(world.numbers[part.number].unit for part in row.parts)
    return printed or all(world.unit(n) == "%" for n in between if n in world.measures)


def _are_bare(row: Row) -> bool:
    """Whether the total names what is counted and its parts do not again ("32 trường hợp vi phạm, phạt tiền 27 …")."""
    names = bool(label(row.total.after)) and not row.total.after.startswith((",", ";", ":", "("))
    unit = row.total.unit.split(" ")[0]
    return names and all(not _NAMED.match(part.after.removeprefix(unit).lstrip()) for part in row.parts)


def points_of_words(row: Row) -> int:
    """Return the points of words and shape, less than none where they speak against a sum."""
    total, parts = row.total, row.parts
    dated = len({tuple(TIMES.findall(f"{part.before} {part.after}")) for part in parts}) > 1
    apart = total.home != parts[0].home
    if total.number > parts[-1].number:
        own = OWN_TOTAL.match(clause(total)) and any(OWN_TOTAL.match(clause(part)) for part in parts)
        if own or _tell_other_deeds(total, parts):
            return -1
        closes = closing(total.before, total.after, [part.before for part in parts])
        across = apart and parts[-1].home == total.home  # some of it in its own sentence, some before
        return (
            -1
            if (dated and not closes) or (across and closes < CLOSED)
            else closes + 2 * is_opened(parts[0].before) + apart
        )
    names = [name for part in parts if (name := label(part.before).lstrip("(")) not in _FILLERS]
    if leaves_rest(parts[-1]) or len(set(names)) < len(names):
        return -1
    listed, rest = tells_parts(parts[0].before), is_rest(parts[-1])
    steps = on_one_scale([clause(total), *(clause(part) for part in parts)])
    if steps or _is_item(row) or (not listed and _go_on_alike((total, *parts))):
        return -1
    contrast = 0 if apart else opposed(*parts) if len(parts) == 2 else _outcomes(parts)
    if not (listed or rest or contrast):
        told = apart and len(parts) > 2 and bool(TOTAL.search(total.before))  # "Tổng quỹ 126 triệu đồng. Cán bộ góp …"
        return int(told or _are_bare(row)) if (told or not apart) and not dated else -1
    return 2 * (listed or rest) + contrast + bool(WHOLE.search(f"{total.before} #"))


def _tell_other_deeds(total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether parts came in and what is told behind them was done: "xã nhận 48, huyện nhận 56; đã giải quyết 93"."""
    return stage_in(clause(total)) == "closed" and {stage_in(clause(part)) for part in parts} == {"new"}


def _outcomes(parts: Sequence[Figure]) -> int:
    """Return the points of several outcomes of one work: two are opposites by its own word, the others not done yet."""
    pairs = (pair for pair in combinations(parts, 2) if opposed(*pair) == _OPPOSITE)
    rest = ([part for part in parts if part not in pair] for pair in pairs)
    return 2 * any(all(_PENDING.search(clause(part)) or is_denied(clause(part)) for part in others) for others in rest)


def _is_item(row: Row) -> bool:
    """Whether the figure before a row is one of its items: the next is told in turn, or all stand in like brackets."""
    figures = (row.total, *row.parts)
    if row.total.number < row.parts[0].number and _IN_BRACKET.match(row.total.after) and "(" in row.total.before:
        return True  # "chủ yếu do dân số (15 trường hợp), 3 trường hợp …, 2 trường hợp …"
    if _told_alike(figures):
        return True  # "14 đồng chí xếp loại A; 114 đồng chí xếp loại B và 1 đồng chí xếp loại C"
    if is_flat(figures) and (label(row.total.before) or any(part.value > row.total.value for part in row.parts)):
        return True
    if _IN_TURN.search(row.parts[0].before):
        return True
    inside = [f.before.endswith("(") for f in figures]
    if len(figures) > 3 and inside == [bool(at % 2) for at in range(len(figures))]:
        return True  # "thôn 1 có 12 hộ (5 hộ nghèo), thôn 2: 9 hộ (4 hộ nghèo)"
    return all(_BRACKETED.fullmatch(f"{f.before[-1:]}{f.after.partition(')')[0]}") and ")" in f.after for f in figures)


def _told_alike(figures: Sequence[Figure]) -> bool:
    """Whether the same two words stand behind the units of all figures, and others behind those."""
    said = [tuple(_WORD.findall(_MARK.split(f.after)[0].removeprefix(f.unit))) for f in figures]
    heads, tails = {words[:2] for words in said}, {words[2:] for words in said}
    return len(heads) == 1 and len(next(iter(heads))) == len("ab") and len(tails) == len(figures)


def _go_on_alike(figures: Sequence[Figure]) -> bool:
    """Whether the same word stands behind all figures: they tell of one thing each ("24 xã đạt …, 8 xã đạt …")."""
    following = [_FOLLOWING.match(figure.after) for figure in figures]
    return None not in following and len({found[1] for found in following if found}) == 1
