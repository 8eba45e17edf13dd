"""Of how many a report tells what each did, against how many it says there are: "có 09 thôn", later "8/8 thôn".

"Toàn bộ 8 thôn" tells the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.lexicon import families
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import told_apart
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.world import World

#: counts of all that a place has, by the family of the unit they are told in
_WHOLES = {"profile.villages": "village", "profile.subunits.communes": "unit", "party.cells": "cell"}
#: what may stand behind "8/8 thôn" where all of them are meant
_OF_ALL = re.compile(
    r"\s*(?:$|[,;.:)](?! ?(?:thị trấn|phường|xã|huyện|quận|đơn vị|thôn|buôn|làng|tổ|khu|ấp|bản|xóm|khóm)(?!\w))"
    r"|(?:đã|đều|có|được|đạt|hoàn thành|tổ chức|thực hiện|trên địa bàn"
    r"|(?:trong|của|toàn) (?:xã|phường|thị trấn|huyện)|tham gia|với|đăng ký"
    r"|ra mắt|thành lập|tiến hành|duy trì|xây dựng|triển khai|ký|nộp|tự)(?!\w))"
)
#: words of some of them, of another time or of a plan
_OF_SOME = re.compile(
    r"(?<!\w)(?:còn lại|thuộc diện|đặc biệt|khó khăn|cụm|cũ|trước|phấn đấu|kế hoạch|chỉ tiêu|năm \d{4}|được chọn"
    r"|điểm)(?!\w)"
)
#: words that mean all of them
_ALL = re.compile(r"(?<!\w)(?:toàn bộ|tất cả|(?<!kể )(?<!gồm )(?<!tính )(?<!tổng )cả)(?: các| số)?$")
_WHY = "số đơn vị của cả nơi báo cáo"


def read_wholes_again(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield the first pair "k of n", or all n, whose n is not the one number of villages, communes or cells told."""
    again = {figure.number for figure in passages.figures if _ALL.search(figure.before)}
    for metric, family in _WHOLES.items():
        told = [n for n, m in world.measures.items() if m.metric == metric and n not in again and _is_plain(world, n)]
        if told and len({world.value(n) for n in told}) == 1:
            units = {world.unit(n) for n in told}
            other = next((f for f in passages.figures if f.unit in units and _denies(world, f, family, told[0])), None)
            if other is not None:
                yield _relation(world, told[0], other)


def _is_plain(world: World, number: int) -> bool:
    measure, printed = world.measures[number], world.numbers[number]
    return not (measure.change or measure.target or measure.plan) and printed.sign == "=" and printed.of is None


def _denies(world: World, figure: Figure, family: str, told: int) -> bool:
    """Whether a pair is of all units of a kind, and their number is another than the one told."""
    measure, of = world.measures[figure.number], _whole(world, figure)
    if of is None or of == world.value(told) or family not in families(figure.unit):
        return False
    same_time = measure.period == world.measures[told].period and measure.moment is None
    plain = not (measure.change or measure.target or measure.plan)
    near = abs(of - world.value(told)) * 5 <= max(of, world.value(told))
    of_all = _OF_ALL.match(figure.after) and not _OF_SOME.search(f"{figure.before} {figure.after}")
    return bool(same_time and plain and near and of_all)


def _whole(world: World, figure: Figure) -> Decimal | None:
    """Return how many all are: the whole of a pair, or what words of all stand before."""
    return world.numbers[figure.number].of or (figure.value if _ALL.search(figure.before) else None)


def _relation(world: World, told: int, pair: Figure) -> Relation:
    of = world.numbers[pair.number].of
    one = shown(pair.value) if of is None else f"{shown(pair.value)}/{shown(of)}"
    reading = Reading(f"{one} ≠ {shown(world.value(told))}", _WHY, "fails")
    return replace(told_apart(world, pair.number, told, reading, certain=False), found=of or pair.value)
