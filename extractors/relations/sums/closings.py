"""Totals that close a row of figures in whatever words: "…; cộng cả lại được 468", "số đơn đã nhận vì thế là 29"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import takewhile

from extractors.catalogue.nouns import dimensions
from extractors.lexicon import phrase_pattern, table, unit_kind
from extractors.lexicon.amounts import alike
from extractors.numbers.slips import one_slip
from extractors.relations.accounts.movements import movement
from extractors.relations.relation import Relation
from extractors.relations.sums.openness import are_men_and_women
from extractors.relations.sums.readings import in_one_unit, mends, read_sum
from extractors.relations.sums.tallies import is_plain, make_implied
from extractors.relations.world import World

#: what stands behind a total up to the end of its clause
_CLAUSE = re.compile(r"[^.,;:()\d]{0,40}")
#: words that make a figure something else than the sum of those before it
_OTHER = re.compile(
    r"(?<!\w)(?:khác|lặt vặt|linh tinh|lẻ tẻ|nhỏ lẻ|vụn vặt|nhỏ)(?: \w+){0,2} (?:gom|gộp|dồn|góp|tính|nhập)(?!\w)|"
    r"(?<!\w)(?:so với|cùng kỳ|kế hoạch|dự toán|chỉ tiêu|tăng|giảm|còn lại|còn|trong đó|riêng|mỗi|bình quân"
    r"|trung bình"
    r"|(?:trong|trên|của|so với) (?:tổng số|tổng|số)"
    r"|trở (?:lên|xuống)|(?:trước|sớm)(?: hạn| hẹn)? (?:và|lẫn) đúng"  # some steps of a scale together
    r"|nhiều nhất|ít nhất|phấn đấu|lũy kế|(?:năm|kỳ|quý|tháng|vụ) trước|năm ngoái|ngoài ra|chưa kể|không kể|chưa)(?!\w)"
)
#: a figure that is a total itself is no part of the next one
OWN_TOTAL = re.compile(r"(?:\d+ tháng \w+ )?(?:và )?tổng (?:số|cộng|diện tích|sản lượng|kinh phí|thu|chi)(?!\w)")
_THEN = re.compile(r"(?<!\w)(?:thì|là|đã|được)(?!\w)")
_NO_NOUN = re.compile(r"\s*(?:[,;.):–-]|$|và\s)")
_COUNTS = {"hai": "2", "ba": "3", "bốn": "4", "năm": "5", "sáu": "6", "bảy": "7", "tám": "8", "chín": "9", "mười": "10"}
#: "tuần ba", "ngày thứ hai" count nothing
_NO_ORDINAL = "".join(rf"(?<!{word} )" for word in ("tuần", "thứ", "lần", "vòng", "đợt", "phiên", "quý", "khối", "lớp"))
_COUNTED = re.compile(rf"(?<!\w){_NO_ORDINAL}(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}})\s+(?!(?:19|20)\d\d)[^\W\d_]+")
#: others behind the last of a row, without their number
_OTHERS = re.compile(r"(?:[,;]|(?<!\w)và) (?:(?:các|những|một số|nhiều) )?[^.;\d]{1,40}(?<!\w)khác(?!\w)")
_WHY = "tổng khép lại các số đứng trước"
_MOST = 12
#: how far behind a figure the next item of its list stands
_BEHIND = 80
#: how many figures of other units may stand between what closes a row and its total
_PARALLEL = 3
#: what things of any name may be counted as together
ANY_THING = frozenset(
    ["cơ sở", "nơi", "điểm", "công trình", "đơn vị", "hiện vật", "hạng mục", "món", "vật phẩm", "tài liệu", "ấn phẩm"]
) | frozenset(("phương tiện", "thiết bị", "sản phẩm", "đầu mối", "tài sản"))
#: the same of what was done or told
ANY_CASE = ANY_THING | frozenset(("trường hợp", "đối tượng", "cơ quan", "nội dung", "mô hình", "giấy", "văn bản"))
_MEASURED = frozenset(("percent", "money", "area", "weight", "length", "grade", "person"))
#: the least total that a slip of the pen alone speaks for
_LEAST = 30


@cache
def _words(strength: str) -> re.Pattern[str]:
    return re.compile(phrase_pattern([row["phrase"] for row in table("closings.csv") if row["strength"] == strength]))


def read_closings(world: World, known: Set[int]) -> Iterator[Relation]:
    """Yield sums that fail to the total that closes them; numbers `known` to be told of otherwise are left alone."""
    numbers = world.prose
    for at, total in enumerate(numbers):
        if total not in known and is_plain(world, total) and world.value(total):
            parts = _parts(world, numbers[max(0, at - 2 * _MOST) : at], total) if _is_level(world, total) else []
            if len(parts) > 1 and known.isdisjoint(parts):
                yield from _failing(world, total, parts, _strength(world, numbers, at, parts))


def _is_level(world: World, total: int) -> bool:
    """Whether a figure stands beside those before it: not in a bracket, unless the bracket begins with what closes."""
    return not _in_bracket(world, total) or bool(_words("strong").match(world.words(world.entry_of(total).label)))


def _strength(world: World, numbers: Sequence[int], at: int, parts: Sequence[int]) -> str:
    """Return how strongly the words around a figure say that it closes those before it: strong, weak, bare or none."""
    total = numbers[at]
    start = world.numbers[numbers[at - 1]].end if at else 0
    start = max(start, world.document.blocks[world.entry_of(total).block].span.start)
    home = world.entry_of(total)
    here = takewhile(lambda n: world.entry_of(n).block == home.block, map(numbers.__getitem__, range(at - 1, -1, -1)))
    own = [n for n in here if world.entry_of(n).sentence == home.sentence][::-1]
    if own and not any(alike(world.unit(n), world.unit(total)) for n in own) and len(own) < _PARALLEL:
        start = min(home.span.start, world.entry_of(own[0]).span.start)  # "cộng lại là 12 lớp với 341 cháu"
    before = world.folded[start : world.numbers[total].span.start]
    behind = _CLAUSE.match(world.folded, world.numbers[total].end)
    said = f"{before} # {behind.group() if behind else ''}"
    if _OTHER.search(said) or all(_is_total(world, group) for group in ((total,), parts)):
        return "none"
    if _words("strong").search(said) or _is_opened(world, parts[0], before) or _counts_parts(said, len(parts)):
        return "strong"
    if are_men_and_women(world, parts):
        return "strong"
    return "weak" if _words("weak").search(before) else "bare"


def _is_total(world: World, numbers: Sequence[int]) -> bool:
    """Whether one of several figures is told as a total of its own."""
    return any(OWN_TOTAL.match(world.words(world.entry_of(number).label)) for number in numbers)


def _is_opened(world: World, first: int, before: str) -> bool:
    """Whether words before a row say that it is to be added, and "thì" or a verb that the sum follows."""
    return bool(_words("opening").match(world.words(world.entry_of(first).label)) and _THEN.search(before))


def _counts_parts(said: str, parts: int) -> bool:
    """Whether words count the parts: "dư nợ của ba nguồn này", "thu được từ 3 hội"."""
    counted = (match["count"] for match in _COUNTED.finditer(said))
    return parts > 1 and any(_COUNTS.get(count, count) == str(parts) for count in counted)


def _parts(world: World, before: Sequence[int], total: int) -> list[int]:
    """Return, of figures before a total, its row: those of its sentence, else of the one before; none in doubt."""
    home = world.entry_of(total)
    row: list[int] = []
    for number in reversed(before):
        entry = world.entry_of(number)
        if entry.block != home.block:
            break
        if home.sentence - entry.sentence < 2 and is_plain(world, number):
            row.append(number)
    row.reverse()
    if len(row) < 2:
        return []
    things = world.unit(total) in ANY_THING
    like = [n for n in row if alike(world.unit(n), world.unit(total))] or (row if things else [])
    sentence = max((world.entry_of(n).sentence for n in like), default=-1)
    row = [n for n in row if world.entry_of(n).sentence == sentence]
    outside = [n for n in row if not _in_bracket(world, n)]
    like = [n for n in outside or row if alike(world.unit(n), world.unit(total))] or [
        n for n in row if alike(world.unit(n), world.unit(total))
    ]
    if not like and len(row) > 2 and things:
        own = [world.unit(n) for n in outside]
        if len(set(own)) == len(own) and all(unit_kind(unit) not in _MEASURED for unit in own):
            return outside  # "12 ngôi chùa, 3 thánh thất, 2 nhà thờ, nghĩa là 17 cơ sở"
    unsure = any(_is_bare(world, n) for n in outside if n not in like)
    return [] if unsure else like


def _is_bare(world: World, number: int) -> bool:
    """Whether no word says what a figure counts: then it may be one of the row."""
    return not world.numbers[number].unit and bool(_NO_NOUN.match(world.folded, world.numbers[number].end))


def _in_bracket(world: World, number: int) -> bool:
    group = world.group_of(world.entry_of(number))
    return group is not None and group.kind == "bracket"


def _failing(world: World, total: int, parts: list[int], strength: str) -> Iterator[Relation]:
    """Yield the sum of a row that no reading makes hold: all of it, its end, with one figure taken off."""
    mixed = not any(alike(world.unit(part), world.unit(total)) for part in parts)
    if strength == "none" or (strength == "bare" and (mixed or _goes_on(world, parts[-1], total))):
        return
    if any(movement(_words_of(world, part)) == -1 for part in parts):
        return  # what went is not added to what came
    readings = (tuple(parts[start:]) for start in range(len(parts)))
    if any(read_sum(world, total, run, _WHY).verdict == "holds" for run in readings) or _overlap(world, parts):
        return
    value, *values = in_one_unit(world, total, tuple(parts))
    if sum(part > value for part in values) > 1 and not one_slip(value, sum(values, Decimal(0))):
        return  # "chứng thực 704; hộ tịch 512; những mảng khác gom lại 200" closes no row
    added = sum(values, Decimal(0))
    if any(added - 2 * v == value for v in values) or (added < value and _leaves_others(world, parts[-1], total)):
        return
    near = abs(value - added) * 4 <= value
    tenfold = any(added * 10**power == value for power in (1, 2, 3))
    slip = tenfold or (abs(value - added) * 2 <= value and mends(world, total, tuple(parts), value - added))
    if strength == "bare":  # no word says that it closes the row: a slip of its own pen does
        said = (
            len(values) > 2
            and value >= _LEAST
            and value >= max(values)
            and near
            and (tenfold or one_slip(value, added))
        )
    else:
        said = slip or ((strength == "strong" or near) and len(values) > 2) or (strength == "strong" and near)
    if said and not _make_another(world, total, parts[0], added):
        relation = make_implied(world, total, parts, _WHY, "fails", scaled=True)
        yield replace(relation, certain=strength != "bare" and slip and len(values) > 2)


def _goes_on(world: World, last: int, total: int) -> bool:
    """Whether the sign before a figure parts it from one more item behind it: it closes nothing."""
    sign = re.match(r"[^,;\d]*([,;])", world.folded[world.numbers[last].end : world.numbers[total].span.start])
    behind = re.match(r"[^,;.\d]*([,;])[^,;.\d]*\d", world.folded[world.numbers[total].end :][:_BEHIND])
    return sign is not None and behind is not None and sign[1] == behind[1]


def _make_another(world: World, total: int, first: int, added: Decimal) -> bool:
    """Whether a row makes up a total that stands before it: what closes it counts something else of these."""
    before = (n for n in range(max(0, first - 2 * _MOST), first) if n in world.measures)
    return added >= _LEAST and any(world.value(n) == added and alike(world.unit(n), world.unit(total)) for n in before)


def _leaves_others(world: World, last: int, total: int) -> bool:
    """Whether a row ends with others that are not counted ("…, thôn 3 có 12 nhà và các thôn khác. Tổng cộng …")."""
    return bool(_OTHERS.search(world.folded, world.numbers[last].end, world.numbers[total].span.start))


def _overlap(world: World, parts: Sequence[int]) -> bool:
    """Whether figures count people by qualities of several kinds, which one person may have together."""
    if unit_kind(world.unit(parts[0])) != "person":
        return False
    said = [dimensions(f"{_words_of(world, p)} {world.unit(p)}") for p in parts]
    return sum(map(bool, said)) > 1 and len(set().union(*said)) > 1


def _words_of(world: World, number: int) -> str:
    entry = world.entry_of(number)
    return f"{world.words(entry.label)} {world.words(entry.quantities[0].after)}"
