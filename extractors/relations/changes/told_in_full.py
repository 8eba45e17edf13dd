"""Changes told in full: by how much, with which figure it is compared, and what it came to before it.

"Đàn lợn 3.920 con, tăng 245 con so với cùng kỳ (3.675 con)": the words and the bracket alone say what belongs together,
so the change is believed however far its figures are from each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from extractors.lexicon import unit_kind
from extractors.relations.amounts import ratio
from extractors.relations.changes.change_clauses import direction_of
from extractors.relations.changes.change_events import CHANGES
from extractors.relations.changes.change_words import Said, told_by
from extractors.relations.changes.changes import Change, changes, end_slipped, kinds_of, make_growth, slipped
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.shares.closed_words import content_words
from extractors.relations.world import World

#: how many figures between a change and what it came to; how many of one unit a paragraph may have
_REACH, _MOST = 12, 24
#: what anything that is counted may be called
_CASES = "trường hợp"
_SO = r"so (?:với|cùng)?|(?:cao|thấp|nhiều|ít|lớn|nhỏ|kém) hơn|hơn|vượt"
#: what may stand between a change and the bracket of its base, or the base itself
_BASE_BEHIND = re.compile(
    rf"(?:^|[^:;]*?[\s)])so(?: với| cùng)? (?!tổng|toàn)[^:;,]{{2,70}}?\s*\((?:[^(),;]{{0,40}}?[\s:])?\s*$"
    rf"|(?:^|[^:;]*?[\s)])so(?: với| cùng)? (?:(?:mức|con số|ngưỡng|kế hoạch|chỉ tiêu|dự toán|mục tiêu|số)(?: \w+){{0,5}}"
    rf"|[^:;,()]{{2,60}} (?:là|đạt|ở mức|có))$"
)
#: a bracket right behind a change, that holds its base only where something before the change is compared with
_BRACKET_BEHIND = re.compile(r"^(?:[^\W\d_]+ ){0,3}\((?:(?:từ|là|của|trước đó|năm trước|cùng kỳ)\s*:?\s*|[^(),;:]{2,40}: ?)?$")
#: a past or planned figure in a bracket before a change ("58,4 triệu đồng (kế hoạch 50), vượt 8,4 triệu đồng")
_BASE_BESIDE = re.compile(
    r"\((?:[^()]*?[\s(])?(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu|cùng kỳ|năm (?:trước|ngoái|\d{4}))(?: [^\W\d_]+){0,4}:?$"
    r"|(?:kế hoạch|chỉ tiêu|dự toán)(?: [^\W\d_]+){0,3} ?\($"
)
_PLAN_BEHIND = re.compile(r"^(?:[^\W\d_]+ ){0,3}[,(] ?(?:kế hoạch|chỉ tiêu|dự toán)(?: [^\W\d_]+){0,3}$")
#: a base before its change, in a bracket or at the end of its words
_BASE_BEFORE = re.compile(rf"(?<!\w)(?P<so>{_SO}) (?!tổng|toàn)[^:;]{{0,70}}?\((?:[^(),;]{{0,30}}[\s:])?\s*$")
_CHANGE_BEHIND = re.compile(r"^[^(;.]{0,20}\)[^(;.]*$")
_COMPARED = re.compile(r"(?<!\w)(?:so với|so cùng|so|hơn|cùng kỳ|năm trước)(?!\w)")
#: the same change told as a percentage, between it and its base
_ALSO = re.compile(
    r"^[^;:.]{0,20}[,(–—-]? ?(?:(?:tương đương|tương ứng|tức|bằng|hay|hoặc|và|đạt|tỷ lệ|tốc độ|mức|với|là|khoảng|giảm|tăng|vượt"
    r"|thấp hơn|cao hơn)(?: |$))*$"
)
#: figures of before and after, right beside their change
_STARTS = re.compile(r"(?<!\w)(?:từ|sáp nhập|nhập|sắp xếp|gộp|hợp nhất|ghép|rút|nâng)(?: mức| chỗ| con số)?$")
_LEADS = re.compile(r"^(?:[^\W\d_]+ ){0,5}?(?:thành|xuống còn|xuống|lên|còn|tới|đến|lên tới|lên đến|lên thành)$")
_GOES_ON = re.compile(
    r"^[^,;.()]{0,40}[,(;] ?(?:tức |tức là |như vậy |vậy là |đã )?(?:tăng|giảm|bớt|nâng|rút)(?: thêm| bớt| được| đi| là)?$"
)
_FROM_BEHIND = re.compile(r"^(?:[^\W\d_]+ ){0,2}?[,(]? ?từ(?: mức| chỗ)?$")
#: what one of two is more than the other by
_MORE_THAN = re.compile(
    r"(?:^|[,;:(.]\s*|(?<!\w)(?:trong đó|như vậy|và)\s+)(?P<first>[^,;:().]{1,40}?) (?:nhiều|ít|cao|thấp|lớn|nhỏ|kém) hơn "
    r"(?P<second>[^,;:().\d]{1,40}?)(?: là| tới| đến)?$"
)
#: a time whose figure has moved, and the one that it is compared with
_TIME = r"(?P<time>(?:năm|quý|tháng|vụ|kỳ|đợt|học kỳ) (?:\d{4}|[ivx]+|\d{1,2}))"
_TIME_MOVED = re.compile(rf"(?:^|[,;:(.]\s*|(?<!\w)(?:và|theo đó|như vậy|trong đó)\s+){_TIME} (?:đã )?(?:tăng|giảm)(?: thêm)?$")
_TIME_COMPARED = re.compile(rf"^[^,;:.()]{{0,20}}so(?: với)? {_TIME}(?!\w)")
_OWN = re.compile(r"[,;:.(–—)]\s*|(?<!\w)(?:và|nhưng|song|trong khi|còn)(?!\w)")
#: what a change, its time and its comparison are told by: they name nothing that changed
_NAMES_NOTHING = frozenset(
    "so với cùng kỳ năm trước ngoái học quý tháng tuần vụ đầu cuối kỳ nay hiện tăng giảm vượt hụt hơn cao thấp nhiều ít thêm"
    " bớt lớn nhỏ kém nâng tốc thực tế ròng thuần được thì nhưng vậy như tức giao"
    " lại còn cũng vẫn khá mạnh nhẹ sâu đáng kể đã có ước đạt tính điểm phần trăm tới gần khoảng nhau liền kề"
    " đó mức thiếu sụt nhích trung bình hằng i ii iii iv nên".split()
)
_EMPTY = re.compile(r"(?<!\w)(?:chỉ tiêu|mục tiêu|kế hoạch|dự toán|đề ra|nghị quyết(?: (?:hđnd|đảng ủy|đại hội))?|hồ sơ|cùng kỳ|học kỳ)(?!\w)")
_ASIDE = re.compile(r"(?<!\w)(?:phấn đấu|dự kiến|mỗi|đề ra là|ngoài ra)(?!\w)")
_PART = re.compile(r"(?<!\w)(?:riêng|trong đó|trong số)(?!\w)")


@dataclass(frozen=True, slots=True)
class _Block:
    """The figures of a block and what they say."""

    world: World
    figures: Sequence[Figure]
    told: Sequence[Said]

    def between(self, one: int, other: int) -> str:
        """Return the words between two figures."""
        span = self.world.numbers[self.figures[one].number].end, self.world.numbers[self.figures[other].number].span.start
        return " ".join(self.world.folded[slice(*span)].split())

    def is_base(self, at: int, base: int) -> bool:
        """Whether a figure may be measured as a change compares: of its unit, or of any where a percentage tells it."""
        change, figure = self.figures[at], self.figures[base]
        if figure.home != change.home or not figure.value:
            return False
        number = self.world.numbers[figure.number]
        if number.sign != "=" or number.of is not None:
            return False
        if change.unit == "%":
            return True
        if change.unit.startswith("điểm"):
            return figure.unit == "%" or figure.unit == change.unit
        return figure.unit == "" or ratio(_given(figure.unit), _given(change.unit)) is not None


def read_told_in_full(world: World, passages: Passages, known: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield the changes whose base is told by its place; those `known` are decided already."""
    for figures in passages.by_block.values():
        if len(figures) < 3:
            continue
        block = _Block(world, figures, told_by(figures))
        for at, figure in enumerate(figures):
            if figure.number in known or not _is_change(block, at):
                continue
            relation = _of_figure(block, at)
            if relation is not None:
                yield relation


def _of_figure(block: _Block, at: int) -> Relation | None:
    """Return the change that a figure tells against the figures that its words and place name, None where none do."""
    ends = _led(block, at) or _set_apart(block, at) or _of_times(block, at)
    if ends is not None:
        return _relation(block, at, ends[1], [ends[0]])
    base = _base_of(block, at)
    return None if base is None else _relation(block, at, base, _levels(block, at, base))


def _led(block: _Block, at: int) -> tuple[int, int] | None:
    """Return what a change led to and from, right before it ("từ 56 xuống 51, giảm 5") or behind it."""
    for first, mark in ((at - 2, _GOES_ON.match(block.figures[at].before)), (at + 1, None)):
        if first < 0 or first + 1 >= len(block.figures) or not block.is_base(at, first):
            continue
        if first > at:
            mark = _FROM_BEHIND.match(block.between(at, first))
        leads = _LEADS.match(block.between(first, first + 1))
        alike = _is_alike(block, first + 1, first, at)
        starts = first > at or _STARTS.search(block.figures[first].before)
        if mark and leads and alike and starts and block.figures[first + 1].home == block.figures[at].home:
            return first + 1, first
    return None


def _is_alike(block: _Block, one: int, other: int, change: int) -> bool:
    """Whether two figures are of one unit, or one has none of its own, and a change may be told in it."""
    units = [_given(block.figures[i].unit) for i in (one, other)]
    own = block.figures[change].unit
    known = [unit for unit in units if unit]
    fitting = own == "%" or all(unit == "%" if own.startswith("điểm") else ratio(unit, own) is not None for unit in known)
    return bool(known) and fitting and (len(known) < 2 or ratio(*units) is not None)


def _set_apart(block: _Block, at: int) -> tuple[int, int] | None:
    """Return the two figures that the words around "hơn" name, each by a word of its own ("nữ nhiều hơn nam 110")."""
    said = _MORE_THAN.search(block.figures[at].before)
    if said is None:
        return None
    names = {i: _words(_label(block.figures[i]).rpartition(",")[2] + " " + block.figures[i].after[:40].split(",")[0]) for i in range(max(0, at - _REACH), at)}
    names = {i: own for i, own in names.items() if block.figures[i].home == block.figures[at].home and _is_alike(block, i, i, at)}
    sides = [_words(said["first"]), _words(said["second"])]
    sides = [sides[0] - sides[1], sides[1] - sides[0]]
    found = [[i for i, own in names.items() if side and side <= own] for side in sides]
    return (found[0][0], found[1][0]) if [len(one) for one in found] == [1, 1] and found[0] != found[1] else None


def _of_times(block: _Block, at: int) -> tuple[int, int] | None:
    """Return the figures of the two times that a change names ("…; năm 2022 tăng 10%, … so với năm 2021")."""
    figure = block.figures[at]
    own = _TIME_MOVED.search(figure.before)
    if own is None or block.told[at].tag != "change":
        return None
    base = _TIME_COMPARED.search(figure.after)
    new = own["time"]
    year = re.fullmatch(r"năm (\d{4})", new)
    old = base["time"] if base else f"năm {int(year[1]) - 1}" if year else None
    found = [_dated(block, at, time) for time in (new, old)]
    return (found[0][0], found[1][0]) if [len(one) for one in found] == [1, 1] and old != new else None


def _dated(block: _Block, at: int, time: str | None) -> list[int]:
    """Return the figures before a change that stand right behind the name of a time."""
    near = range(max(0, at - _REACH), at)
    named = re.compile(rf"(?<!\w){re.escape(time or '-')}(?!\w)[^\d,;]{{0,24}}$")
    unit = block.figures[at].unit
    usable = [i for i in near if block.told[i].tag not in CHANGES and block.figures[at].sentence - block.figures[i].sentence < 2]
    return [i for i in usable if named.search(block.figures[i].before) and (unit == "%" or _is_alike(block, i, i, at))]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", text)) - {"có", "là", "số", "và", "được", "đạt", "của"}


def _given(unit: str) -> str:
    return unit.partition("/")[0]


def _is_change(block: _Block, at: int) -> bool:
    figure = block.figures[at]
    if block.world.numbers[figure.number].sign != "=" or figure.unit == "lần" or _ASIDE.search(_clause(figure)):
        return False
    return _direction(block, at) is not None


def _direction(block: _Block, at: int) -> int | None:
    """Return the way a figure says that it is a change, None where it says none."""
    figure, said = block.figures[at], block.told[at]
    if said.tag == "change":
        return said.direction
    told = direction_of(figure.before)
    if told is None and at and _BASE_BEFORE.search(block.figures[at - 1].before):
        way = _CHANGE_BEHIND.match(figure.before)
        led = way is not None and re.search(r"(?<!\w)(?P<up>cao|nhiều|lớn)?(?:thấp|ít|nhỏ|kém)? ?hơn(?!\w)", block.figures[at - 1].before)
        return None if not led else 1 if led["up"] else -1
    return told


def _base_of(block: _Block, at: int) -> int | None:
    """Return the place of the figure that a change is compared with, by where it stands."""
    figures = block.figures
    before = figures[at - 1] if at else None
    if before is not None and block.is_base(at, at - 1) and _BASE_BEFORE.search(before.before):
        if _CHANGE_BEHIND.match(figures[at].before):
            return at - 1
    if before is not None and block.is_base(at, at - 1) and _BASE_BESIDE.search(before.before):
        if re.match(r"^[^(;.]{0,20}\)[,;]? (?:[^\W\d_]+ ?){1,4}$", figures[at].before):
            return at - 1
    for other in range(at + 1, min(at + 3, len(figures))):
        last = block.between(other - 1, other)
        if other > at + 1 and not (figures[at + 1].unit == "%" and _ALSO.match(block.between(at, at + 1))):
            return None
        if not block.is_base(at, other):
            continue
        said = [f.before for f in figures[: at + 1] if f.home == figures[at].home]
        compared = any(map(_COMPARED.search, said)) or (other > at + 1 and _COMPARED.search(last))
        if _BASE_BEHIND.search(last) or (other == at + 1 and _FROM_BEHIND.match(last) and "(" in last) or _PLAN_BEHIND.match(last) or (compared and _BRACKET_BEHIND.match(last)):
            return other
    return None


def _clause(figure: Figure) -> str:
    return _OWN.split(figure.before)[-1]


def _subject(figure: Figure) -> frozenset[str]:
    """Return the words by which a change names what has changed, none where it goes on with what was told."""
    before = re.split(r"[,;:.()–—]", re.sub(r"\([^()]*\)|^[^()]*\)", "", figure.before))[-1]
    behind = re.split(r"[,;:.()–—]|(?<!\w)(?:so|do|nhờ|vì|bởi)(?!\w)", figure.after)[0]
    return content_words(_EMPTY.sub(" ", f"{before} {behind}")) - _NAMES_NOTHING - content_words(figure.unit)


def _names(block: _Block, at: int) -> frozenset[str]:
    figure = block.figures[at]
    behind = re.split(r"[,;:.()]", figure.after)[0]
    return content_words(_EMPTY.sub(" ", f"{_label(figure)} {behind}")) - _NAMES_NOTHING


def _label(figure: Figure) -> str:
    return re.split(r"[;:.]\s", figure.before)[-1]


def _levels(block: _Block, at: int, base: int) -> list[int]:
    """Return the places of figures that a change may have come to: of the unit of its base, before both."""
    found, first = [], min(at, base)
    unit = block.figures[base].unit or block.figures[at].unit
    for i in range(first - 1, max(-1, first - _REACH), -1):
        figure, number = block.figures[i], block.world.numbers[block.figures[i].number]
        if block.figures[at].sentence - figure.sentence > 1:
            break
        alike = ratio(_given(figure.unit), _given(unit)) is not None
        usable = block.told[i].tag not in (*CHANGES, "old", "from") or (i == first - 1 and _is_dated(block, i))
        plain = number.sign == "=" and number.of is None and usable
        if alike and plain and direction_of(figure.before) is None and not _in_bracket(block, i, first):
            found.append(i)
    return found or [i for i in (first - 1,) if i >= 0 and _is_any_case(block, at, i)]


def _is_any_case(block: _Block, at: int, level: int) -> bool:
    """Whether a change counts cases of whatever stands right before it ("46 đảng viên, giảm 9 trường hợp")."""
    figure, change = block.figures[level], block.figures[at]
    counted = unit_kind(figure.unit) in ("count", "person", "unknown") and "/" not in figure.unit
    number = block.world.numbers[figure.number]
    plain = number.sign == "=" and number.of is None and block.told[level].tag in ("", "to", "old")
    return change.unit == _CASES and counted and plain and figure.home == change.home and level == at - 1


def _is_dated(block: _Block, at: int) -> bool:
    """Whether a figure before a change is only dated, and compared with nothing ("quý II là 87.315 lượt, tăng")."""
    return block.told[at].tag == "old" and not _COMPARED.search(block.figures[at].before) and not block.told[at].plan


def _in_bracket(block: _Block, level: int, first: int) -> bool:
    """Whether a bracket that a figure stands in closes before a change."""
    between = block.world.folded[
        block.world.numbers[block.figures[level].number].end : block.world.numbers[block.figures[first].number].span.start
    ]
    return ")" in between and "(" not in between[: between.index(")")]


def _relation(block: _Block, at: int, base: int, levels: Sequence[int]) -> Relation | None:
    """Return the change with the level that fits, else with the one that its words mean."""
    figures, world = block.figures, block.world
    alike = [i for i, f in enumerate(figures) if i not in (at, base) and f.home <= figures[at].home]
    if not levels or len(alike) > _MOST:
        return None
    tried = [c for i in levels for c in _ways(block, at, i, base)]
    fitting = next((c for c in tried if c.fits), None)
    if fitting is not None:
        return make_growth(world, fitting, tried, certain=True)
    others = (c for i in alike for c in _ways(block, at, i, base))
    meant = levels[0] if len(levels) == 1 and _names_ends(block, at, base, levels[0]) else _meant(block, at, levels)
    if meant is None or any(c.fits for c in others):
        return None
    of_meant = [c for c in tried if c.new == figures[meant].number]
    if not of_meant:
        return None
    chosen = next((c for c in of_meant if slipped(world, c) or c.turned or end_slipped(world, c)), of_meant[0])
    certain = chosen.turned or slipped(world, chosen)
    return replace(make_growth(world, chosen, of_meant, certain=certain, borne_out=True), tied=True)


def _names_ends(block: _Block, at: int, base: int, level: int) -> bool:
    """Whether words name both ends of a change, so that its own need not."""
    return (level, base) in (_led(block, at), _set_apart(block, at), _of_times(block, at))


def _ways(block: _Block, at: int, level: int, base: int) -> Iterator[Change]:
    number, new, old = (block.figures[i].number for i in (at, level, base))
    kinds = kinds_of(block.world, number, new)
    if _is_any_case(block, at, level) and not kinds:
        kinds = ["amount"]
    elif ratio(_given(block.figures[level].unit), _given(block.figures[base].unit or block.figures[at].unit)) is None:
        return
    yield from changes(block.world, number, new, old, _direction(block, at) or 0, kinds)


def _meant(block: _Block, at: int, levels: Sequence[int]) -> int | None:
    """Return the level that the words of a change name, or the nearest where they name nothing."""
    subject = _subject(block.figures[at])
    here = [i for i in levels if block.figures[i].home == block.figures[at].home]
    if _PART.search(_clause(block.figures[at])):
        return None
    if not subject:
        return _nearest(block, here or levels)
    shared = {i: len(subject & _names(block, i)) for i in levels}
    most = max(shared.values())
    best = [i for i in levels if shared[i] == most]
    return best[0] if most and (len(best) == 1 or len({block.figures[i].home for i in best}) > 1) else None


def _nearest(block: _Block, levels: Sequence[int]) -> int | None:
    return levels[0] if levels else None
