"""Sums by columns of what is told alike of a whole and of each of its kinds, one clause or paragraph after the other.

"Hai cấp thụ lý 1.215 vụ, giải quyết 1.103 vụ. Án hình sự: thụ lý 402 vụ, giải quyết 371 vụ. Án dân sự: thụ lý 813 vụ,
giải quyết 723 vụ." No cue opens such a list and none closes it: one column that adds up exactly says that it is whole,
and what the others come to is asked only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.readings import mends
from extractors.relations.sums.tallies import is_plain, make_implied, missed_by
from extractors.relations.world import World

#: the least total that kinds make exactly by design, not by chance, and that of two kinds
_PROVING, _OF_TWO = 100, 500
#: how many blocks a list may go over, how many figures a row and how many rows a list may have
_REACH, _WIDE, _LONG = 12, 16, 20
_WHY = "mỗi mục kể lại đúng các nội dung của tổng; có nội dung cộng lại khớp"
_CLAUSE = re.compile(r"[,;:.()/]")
_WORD = re.compile(r"[^\W\d_]+")
#: words that say nothing of what is told
_FILLERS = frozenset(
    word
    for line in (
        "đã được có là và gồm với số tổng cộng cả toàn vụ việc án người đơn hồ sơ lượt làm",
        "tỉnh huyện hiện nay đang bị",
    )
    for word in line.split()
)
#: words of another time or of a plan
_ASIDE = re.compile(
    r"(?<!\w)(?:so với|cùng kỳ|năm trước|năm ngoái|kế hoạch|chỉ tiêu|dự toán|tăng|giảm|bình quân|lũy kế|phấn đấu)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure and by what words it is told: the last two before it that say something, and what it counts."""

    figure: Figure
    role: tuple[str, str]


def read_told_alike(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the columns of lists that one column proves to be whole, but for sums among the `known` relations."""
    sums = [r for r in known if r.kind == "sum"]
    summed = {(r.total, frozenset(r.parts)) for r in sums}
    failed = {r.total for r in sums if r.verdict == "fails" and r.certain and not r.remark}
    told = [one for f in passages.figures if is_plain(world, f.number) and (one := _told(f)) is not None]
    places: dict[tuple[str, str], list[int]] = {}
    for at, one in enumerate(told):
        places.setdefault(one.role, []).append(at)
    done: set[int] = set()
    for at, one in enumerate(told):
        again = [place for place in places[one.role] if place >= at]
        if len(again) > 2 and one.figure.number not in done:
            rows = _rows(told, again)
            columns = _proven(world, rows)
            done |= {total for total, _ in columns}
            fresh = (c for c in columns if c[0] not in failed and (c[0], frozenset(c[1])) not in summed)
            yield from (_relation(world, *column) for column in fresh if _is_meant(world, *column))


def _told(figure: Figure) -> _Told | None:
    clause = _CLAUSE.split(figure.before)[-1]
    words = [word for word in _WORD.findall(clause) if word not in _FILLERS]
    if not words or _ASIDE.search(clause):
        return None
    return _Told(figure, (" ".join(words[-2:]), figure.unit.partition(" ")[0].rstrip(",")))


def _rows(told: Sequence[_Told], again: Sequence[int]) -> list[dict[tuple[str, str], int]]:
    """Return a row of figures by their words for each place where the first words are told again."""
    rows: list[dict[tuple[str, str], int]] = []
    home = told[again[0]].figure.block
    for start, end in zip(again, [*again[1:], len(told)], strict=True):
        if told[start].figure.block - home > _REACH or len(rows) > _LONG:
            break
        row: dict[tuple[str, str], int] = {}
        for one in told[start : min(end, start + _WIDE)]:
            if one.figure.block - told[start].figure.block < 3:
                row.setdefault(one.role, one.figure.number)
        rows.append(row)
    return rows


def _proven(world: World, rows: Sequence[dict[tuple[str, str], int]]) -> list[tuple[int, tuple[int, ...]]]:
    """Return the columns of the first row with those below it, as far down as one of them adds up exactly."""
    whole, *below = rows
    for end in range(2, len(below) + 1):
        columns = [
            (total, tuple(row[key] for row in below[:end])) for key, total in whole.items() if _has(below[:end], key)
        ]
        least = _PROVING if end > 2 else _OF_TWO
        if len(columns) > 1 and any(missed_by(world, t, p) == 0 and world.value(t) >= least for t, p in columns):
            return columns
    return []


def _has(rows: Sequence[dict[tuple[str, str], int]], key: tuple[str, str]) -> bool:
    return all(key in row for row in rows)


def _is_meant(world: World, total: int, parts: tuple[int, ...]) -> bool:
    """Whether a column is one: it adds up, or but for one slip of the pen it would."""
    gap = missed_by(world, total, parts)
    return gap == 0 or mends(world, total, parts, gap, small=False)


def _relation(world: World, total: int, parts: tuple[int, ...]) -> Relation:
    holds = missed_by(world, total, parts) == 0
    found = make_implied(world, total, parts, _WHY, "holds" if holds else "fails")
    return replace(found, certain=holds or len(parts) > 2)


def without_unproven(relations: Sequence[Relation], proven: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations but for sums that fail without being sure where a proven column puts their figures together."""
    made = {relation.total: relation.parts for relation in proven if relation.verdict == "holds"}
    for relation in relations:
        open_sum = relation.kind == "sum" and relation.verdict == "fails" and (relation.remark or not relation.certain)
        if not open_sum or set(relation.parts).isdisjoint(made.get(relation.total, ())):
            yield relation
