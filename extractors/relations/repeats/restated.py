"""Figures that words tell again nearby: "toàn bộ 412 đảng viên của Đảng bộ", "trên diện tích 4.216 ha ấy"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from extractors.numbers.slips import one_slip, slip_cost
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.doers import of_two_doers
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.repeats.same_words import naming, said_by, setting_apart
from extractors.relations.world import World

#: how many blocks and figures before a figure what it tells again may stand
_BLOCKS, _FIGURES = 3, 24
#: how many characters before a figure still name what it counts
_AROUND = 120
#: smaller figures are met by chance
_SMALL = 10
#: larger ones are not met with all but one digit the same
_LARGE = 1000
_LEAD = re.compile(
    r"(?<!\w)(?:(?P<all>toàn bộ|tất cả|toàn thể|cả thảy|hết thảy"
    r"|(?<!kể )(?<!gồm )(?<!tính )(?<!tổng )(?<!trong )cả)(?: (?:số|các))?"
    r"|(?P<among>(?:trong|trên) (?:tổng )?số|trong tổng|với|trên|trong)(?! đó(?!\w)))"
    r"(?P<of>(?: [^\W\d_]+){0,6})$"
)
#: a whole right behind its part ("9 trong 17 đảng viên")
_OF_PAIR = re.compile(r"^(?:[^\W\d_]+ ){1,3}(?:trong|trên)(?: tổng)?(?: số)?$")
_AGAIN = re.compile(
    r"^(?P<of>(?:[^\W\d_]+ ){0,5}?)(?:ấy|(?:đã )?(?:nói|kể|nêu|đề cập)(?: ở)? trên|trên đây|vừa (?:nêu|nói|kể)"
    r"|đã nêu|(?<!năm )(?<!học )(?<!kỳ )(?<!tháng )(?<!quý )(?<!vụ )(?<!khóa )(?<!đợt )này|đó)(?!\w)"
)
#: words behind a figure at which what it counts ends
VERB = re.compile(
    r"(?<!\w)(?:đều|đã|được|đang|cùng|thì|có|là|phải|vẫn|sẽ|ký|nộp|hoàn thành|chấp hành|nghe|xong|ấy|này|đó"
    r"|nói trên|kể trên"
    r"|nêu trên|vừa nêu|vừa kể|đã nêu|trên đây|trên)(?!\w)|[,;:().–—]"
)
#: a clause of its own tells a figure, it does not tell it again
_SAYS = re.compile(r"(?<!\w)(?:là|có|đạt|được|còn|gồm|lên|xuống|đến|đã)(?!\w)")
_TAKING_PART = frozenset(["tham", "gia", "dự", "tham", "dự", "đăng", "ký"])
_WHOLE = re.compile(r"^(?:dân |gia đình )?(?:trong|của|toàn|cả|ở) (?:toàn )?(?:xã|phường|thị trấn|huyện)(?!\w)")
_HAS = re.compile(r"(?:^|(?<!\w))(?:xã|phường|thị trấn|huyện)(?: [^\W\d_]+){0,3} (?:có|gồm|hiện có)$")
_IS_SAID = re.compile(r"(?<!trong đó )(?<!\w)(?:có|gồm|quản lý)$")
#: what makes a figure one of some of the things, or one of another time
_SOME = re.compile(r"(?<!\w)(?:có|thuộc|được|đã|bị|đủ|chưa|không|phải|cần|đang|tham gia)(?!\w)")
_THEN = re.compile(r"(?<!\w)(?:năm trước|năm ngoái|kỳ trước|tháng trước|quý trước|cùng kỳ|trước đó|trước đây)(?!\w)")
_ASIDE = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|cùng kỳ|so với|năm trước|dự kiến|phấn đấu|mỗi|bình quân|thêm|mới|còn)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class _Again:
    """A figure told again: the words of what it counts, and how its words say so ("ấy", "toàn bộ", "trong số")."""

    figure: Figure
    named: frozenset[str]
    sure: bool
    whole: bool
    among: bool = False


#: the place that a paragraph is about
_PLACE = re.compile(r"\s*(?:cụ thể,? |riêng |còn )?(?:tại|ở) (?P<place>[^,:;.\d]{3,60}|tp\.[^,:;.\d]{3,60})[,:]")


def read_restated(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield figures told again by words, with the figures that they should be."""
    before: dict[frozenset[str], list[Figure]] = {}
    last = {(figure.unit, figure.value): figure.number for figure in passages.figures}
    filed = 0
    for at, figure in enumerate(passages.figures):
        if figure.value < _SMALL or figure.unit in ("", "%") or "/" in figure.unit:
            continue
        again = _again(world, figure)
        if again is not None:
            later = last[figure.unit, figure.value] != figure.number
            yield from _of(world, passages.figures, at, again, later=later)
        elif world.numbers[figure.number].sign in ("~", ">=", ">"):
            told = list(_above_whole(world, passages.figures, at)) if _WHOLE.match(figure.after) else []
            for earlier in () if told else passages.figures[filed:at]:
                before.setdefault(_last_named(earlier), []).append(earlier)
                filed += 1
            yield from told or _rounded(world, figure, before.get(_last_named(figure), ()))


def _again(world: World, figure: Figure) -> _Again | None:
    if not is_plain(world, figure):
        return None
    lead, shown_again = _LEAD.search(figure.before), _AGAIN.match(figure.after)
    if lead is None and shown_again is None:
        return None
    behind = VERB.split(figure.after)[0]
    before = lead["of"] if lead is not None else ""
    if setting_apart(f"{before} # {behind}") - {figure.unit} or _SAYS.search(before):
        return None
    named = naming(f"{before} {behind}") - naming(figure.unit) - said_by(figure.unit)
    among = _OF_PAIR.match(figure.before) is not None
    return _Again(figure, named, shown_again is not None, lead is not None and lead["all"] is not None, among)


def _is_unit_of(figure: Figure, one: Figure) -> bool:
    """Whether a figure counts in the unit of one, or in its first word with the others beside ("hộ nghèo: 86 hộ")."""
    said = naming(f"{figure.before} {figure.unit}")
    return figure.unit == one.unit or (one.unit.startswith(f"{figure.unit} ") and naming(one.unit) <= said)


def _is_whole_of(again: _Again, rival: Figure, *, slip: bool, near: bool) -> bool:
    """Whether a whole right behind its part is meant for one figure: by several words beside it, else by a slip."""
    named = near and len(again.named) > 1 and again.figure.value < rival.value * 2
    return again.among and (named or (slip and again.figure.value >= _LARGE))


def _is_like(again: _Again, *, slip: bool, near: bool, close: bool) -> bool:
    """Whether a figure told again by words is a slip from one near it, or by several words close to any."""
    return bool(again.named) and ((slip and near) or ((slip or close) and len(again.named) > 1))


def is_plain(world: World, figure: Figure) -> bool:
    """Whether a figure tells exactly what is, no plan, aim or change."""
    measure = world.measures[figure.number]
    exact = world.is_exact(figure.number) and not (measure.target or measure.change or measure.plan)
    return exact and not _ASIDE.search(figure.before.rpartition("; ")[2])


def came(world: World, figure: Figure) -> bool:
    """Whether a figure tells exactly what came ("trồng mới 46.500 cây"): it may be told again as what there is."""
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    plain = number.sign == "=" and number.of is None and not (measure.target or measure.change or measure.plan)
    return plain and figure.before.endswith((" mới", " thêm", " được"))


def _of(world: World, figures: Sequence[Figure], at: int, again: _Again, *, later: bool) -> Iterator[Relation]:
    """Yield that a figure told again is the one told before, or that it is none of those that it may be.

    One that comes `later` once more is no slip.
    """
    one = again.figure
    before = [f for f in figures[max(0, at - _FIGURES) : at] if one.block - f.block <= _BLOCKS]
    before = [f for f in before if f.home != one.home or f.number < one.number]
    like = [f for f in before if ratio(f.unit, one.unit) is not None]
    same = next((f for f in reversed(like) if f.value == one.value), None)
    if same is not None:
        yield _relation(world, one, same, "holds", certain=True)
        return
    if not like or later or made_of(one, like):
        return
    plain = [f for f in like if _is_unit_of(f, one) and (is_plain(world, f) or (again.sure and came(world, f)))]
    plain = [f for f in plain if f.home != one.home] if again.among else plain  # not the part that it is the whole of
    rivals = [f for f in plain if _tells(f, again, "")] or [f for f in plain if _tells(f, again, _before(world, f))]
    if not rivals and not _is_apart(world, one):
        rivals = [f for f in like if is_plain(world, f) and _is_swapped(one, f)]
    if len({f.value for f in rivals}) != 1 or not _same_time(world, one, rivals[-1]):
        return
    rival = rivals[-1]
    if of_two_doers(world, rival, one):
        return
    places = {where["place"] for f in (one, rival) if (where := _PLACE.match(_opening(world, f)))}
    if len(places) > 1:
        return
    slip, near = one_slip(one.value, rival.value), abs(rival.sentence - one.sentence) <= 1 and rival.block == one.block
    told = bool(again.named)
    close = abs(one.value - rival.value) * 10 < rival.value
    known = told or (len(like) == 1 and bool(_IS_SAID.search(rival.before)))
    whole = again.whole and (slip or (known and rival.block == one.block)) and len(like) < 4  # of each place all
    if (again.sure and (told or slip or near)) or whole:
        relation = _relation(world, one, rival, "fails", certain=again.sure and slip and told)
        yield replace(relation, tied=again.sure)
    elif (
        (_is_swapped(one, rival) and not _is_apart(world, one))
        or _is_like(again, slip=slip, near=near, close=close)
        or _is_whole_of(again, rival, slip=slip, near=near)
    ):
        yield _relation(world, one, rival, "fails", certain=False)


def _is_swapped(one: Figure, other: Figure) -> bool:
    """Whether a large figure is another of its paragraph but for two neighbours swapped: no chance makes such."""
    large = min(one.value, other.value) >= _LARGE and one.block == other.block
    return large and slip_cost(one.value, other.value) == 1


def _is_apart(world: World, one: Figure) -> bool:
    """Whether the words of a figure tell some of what was counted, or another time."""
    own = one.after.partition(",")[0]
    some = _SOME.search(own) and not _AGAIN.search(own.rpartition(" ")[2])
    return bool(some or _THEN.search(_before(world, one).rpartition(". ")[2]))


def _tells(figure: Figure, again: _Again, before: str) -> bool:
    """Whether the words of a figure, and those `before` it, name all that one told again names, to take part aside."""
    if setting_apart(f"{figure.before} # ") - {figure.unit}:
        return False
    own = figure.before if before else re.split(r"[,;] ", figure.before)[-1]
    words = naming(f"{before} {own} {re.split(r'[,;.]', figure.after)[0]}")
    return not again.named - words - (_TAKING_PART if again.named & words else frozenset())


def _opening(world: World, figure: Figure) -> str:
    """Return the first words of the block of a figure."""
    start = world.document.blocks[figure.block].span.start
    return world.folded[start : start + _AROUND]


def _before(world: World, figure: Figure) -> str:
    """Return what stands before a figure in its block, so far back."""
    start = world.numbers[figure.number].span.start
    return world.folded[max(world.document.blocks[figure.block].span.start, start - _AROUND) : start]


def _same_time(world: World, one: Figure, other: Figure) -> bool:
    periods = {world.measures[f.number].period for f in (one, other)} - {None}
    return len(periods) < 2 and world.measures[other.number].moment == world.measures[one.number].moment


def made_of(one: Figure, like: Sequence[Figure]) -> bool:
    """Whether figures before add up to one, or differ by it."""
    values = [f.value for f in like[-12:]]
    runs = (values[a:b] for a in range(len(values)) for b in range(a + 2, len(values) + 1))
    pairs = any(one.value in (a + b, abs(a - b)) for a, b in combinations(values, 2))
    return pairs or any(sum(run) == one.value for run in runs)


def _above_whole(world: World, figures: Sequence[Figure], at: int) -> Iterator[Relation]:
    """Yield that some of a commune, by a rounded figure, are more than all of it."""
    one = figures[at]
    wholes = [f for f in figures[:at] if f.unit == one.unit and is_plain(world, f) and _HAS.search(f.before)]
    if len({f.value for f in wholes}) == 1 and one.value > wholes[0].value * 11 / 10 and not _ASIDE.search(one.before):
        yield _relation(world, one, wholes[0], "fails", certain=False)


def _last_named(figure: Figure) -> frozenset[str]:
    """Return what the clause before a figure names."""
    return naming(figure.before.rpartition(",")[2])


def _rounded(world: World, one: Figure, figures: Sequence[Figure]) -> Iterator[Relation]:
    """Yield a rounded figure against the only exact one of those before it told in the same words, in any like unit."""
    if (
        len(_last_named(one)) < 2
        or setting_apart(f"{one.before} # {one.after}") - {"extreme"}
        or world.measures[one.number].target
    ):
        return
    same = [f for f in figures if is_plain(world, f)]
    like = [f for f in same if ratio(f.unit, one.unit) is not None and f.home != one.home]
    if len({f.value for f in like}) != 1 or not _same_time(world, one, like[0]) or of_two_doers(world, like[0], one):
        return
    exact = like[0].value * (ratio(like[0].unit, one.unit) or 1)
    step = max(abs(exact) / 10, world.numbers[one.number].step)
    fails = abs(exact - one.value) > step * 2
    yield _relation(world, one, like[0], "fails" if fails else "holds", certain=False)


def _relation(world: World, one: Figure, other: Figure, verdict: Verdict, *, certain: bool) -> Relation:
    sign = "≠" if verdict == "fails" else "=" if one.value == other.value else "≈"
    reading = Reading(f"{shown(one.value)} {sign} {shown(other.value)}", "nhắc lại số đã nêu", verdict)
    return two_tellings(world, one, other, reading, certain=certain)
