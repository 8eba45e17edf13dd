"""Why a list that does not make its whole may be right all the same: what else its words or its figures may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations

from extractors.lexicon import phrase_pattern, table
from extractors.lexicon.amounts import alike
from extractors.relations.accounts.movements import movement
from extractors.relations.passages import Figure, Passages
from extractors.relations.sums.closed_sum_words import TIMES, TOTAL, clause, label, overlapping
from extractors.relations.sums.flat_lists import are_stages
from extractors.relations.sums.sum_doubts import shares_of_another, tells_of_both, untold_items
from extractors.relations.sums.told_lists import ToldList
from extractors.relations.world import World

#: an item that is told of each, of the most, or of what there was at first
_OF_EACH = re.compile(
    r"(?<!\w)(?:mức|mỗi|đều|bình quân|trung bình(?= #)|lần lượt|đầu (?:năm|kỳ|tháng|quý)|trị giá)(?!\w)"
)
#: some of a whole, and work that was to be done
_SOME = re.compile(
    r"(?<!\w)(?:chủ yếu|nhất là|tiêu biểu|điển hình|như|tập trung (?:ở|tại|vào|chủ yếu)|riêng|kể cả|nổi bật"
    r"|đáng chú ý|gồm cả|trong đó có)(?!\w)"
)
_PLANNED = re.compile(r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu)(?!\w)")
#: what is in two parts, and a time that several parts make up
_BOTH = re.compile(
    r"(?<!\w)(?:cùng lúc|đồng thời|trùng(?! tu| dương)|vừa [^.;]{2,60} vừa|cũng (?:thuộc|là|nằm)|lồng ghép"
    r"|cả hai)(?!\w)"
)
_SPANS = re.compile(
    r"(?<!\w)(?:giai đoạn|lũy kế|từ năm|cả|tổng|cộng|trong \d+ (?:năm|tháng|quý)|\d+ (?:năm|tháng|đợt))(?!\w)"
)
#: where a thing is or which way it came
_PLACED = re.compile(r"(?:[^\W\d]+ ){0,2}?(?:tại|ở|qua)(?!\w)")
#: what parts items, and how many figures are put together in every way
_MARK, _MANY = re.compile(r"[,;]"), 7


def has_other_reading(world: World, passages: Passages, listed: ToldList) -> bool:
    """Whether words or figures let a list that does not make its whole be right."""
    values = [item.value for item in listed.items]
    words = _words_mean_other(world, listed) or _is_of_times(listed)
    return words or _figures_mean_other(passages, listed, values) or _doubts(world, listed, values)


def _words_mean_other(world: World, listed: ToldList) -> bool:
    said = [f"{words} # {clause(item).partition('#')[2]} {item.unit}" for words, item in _items(listed)]
    opening = _between(world, listed.whole, listed.items[0]).rstrip().removesuffix(listed.words[0])
    if any(_OF_EACH.search(own) or TOTAL.search(own) for own in said) or _comes_and_goes(listed, said):
        return True
    some = _SOME.search(opening) or _SOME.match(listed.words[0])
    if some or _PLANNED.search(label(listed.whole.before)) or _BOTH.search(_rest_of_sentence(world, listed)):
        return True
    unread = re.compile(rf"\d[\d.,]*\s*{re.escape(listed.whole.unit)}(?!\w)")
    return any(unread.search(words) for words in (*listed.words, listed.items[-1].after)) or overlapping(said)


def _items(listed: ToldList) -> Iterator[tuple[str, Figure]]:
    return zip(listed.words, listed.items, strict=True)


def _comes_and_goes(listed: ToldList, said: Sequence[str]) -> bool:
    """Whether some of a list went and others did not, or all went from what did not."""
    ways = set() if are_divided(listed.words) else {movement(own) for own in said}
    return -1 in ways and (len(ways) > 1 or movement(clause(listed.whole)) != -1)


def _between(world: World, one: Figure, other: Figure) -> str:
    return world.folded[world.numbers[one.number].end : world.numbers[other.number].span.start]


def _rest_of_sentence(world: World, listed: ToldList) -> str:
    """Return the words from the whole to some way behind the last item."""
    start, end = world.numbers[listed.whole.number].end, world.numbers[listed.items[-1].number].end
    return re.split(r"[.](?=\s|$)|\n", world.folded[end : end + 160], maxsplit=1)[0] + world.folded[start:end]


def _is_of_times(listed: ToldList) -> bool:
    """Whether items tell of several times what the whole does not span: "162 người (năm 2021: 158, năm 2022: 160)"."""
    times = set() if are_divided(listed.words) else {tuple(TIMES.findall(words)) for words in listed.words}
    return len(times) > 1 and not _SPANS.search(f"{listed.whole.before} {listed.whole.after}")


def _figures_mean_other(passages: Passages, listed: ToldList, values: Sequence[Decimal]) -> bool:
    """Whether other figures of the paragraph explain a list: their sum, the gap, each so many, a part of a part."""
    own = {listed.whole.number, *(item.number for item in listed.items)}
    others = [f for f in passages.by_block[listed.whole.block] if f.number not in own]
    added, whole = sum(values, Decimal(0)), listed.whole.value
    bare = not all(item.unit for item in listed.items)
    units = [listed.whole.unit, *(item.unit for item in listed.items)]
    same = [f for f in others if bare or any(alike(f.unit, unit) for unit in units)]
    if any(figure.value in (added, abs(added - whole)) for figure in same):
        return True
    before = [f.value for f in passages.by_block[listed.whole.block] if f.number <= listed.whole.number]
    if any(sum(before[at:], Decimal(0)) == added for at in range(len(before) - 1)):
        return True
    return _is_of_some(listed, values) or _is_product(passages, listed, values)


def _is_of_some(listed: ToldList, values: Sequence[Decimal]) -> bool:
    """Whether some of the figures make the whole or one of them, are taken off the largest, or fall as stages do."""
    whole = listed.whole.value
    if sum(values) > whole and len(values) <= _MANY and not _tells_twice(listed):
        sizes = range(1 + _are_placed(listed), len(values))
        if any(sum(some) == whole for size in sizes for some in combinations(values, size)):
            return True
    nested = any(
        values[at] == sum(values[at + 1 : end], Decimal(0))
        for at in range(len(values))
        for end in range(at + 3, len(values) + 1)
    )
    return nested or 2 * max(values) - sum(values) == whole or are_stages(whole, values)


def _tells_twice(listed: ToldList) -> bool:
    """Whether an item stands in the list twice, in the same words and with the same figure."""
    said = [(words, item.value, clause(item)) for words, item in _items(listed)]
    return len(set(said)) < len(said)


def _are_placed(listed: ToldList) -> bool:
    """Whether each item tells where or by which way its things came: none of them came by another, too."""
    return all(_PLACED.match(words) for words in listed.words) and len(set(listed.words)) == len(listed.words)


def _is_product(passages: Passages, listed: ToldList, values: Sequence[Decimal]) -> bool:
    """Whether as many figures of another unit, each times one of the list, make the whole ("12 suất mức 600.000")."""
    beside = [f for f in passages.by_block[listed.whole.block] if f.unit not in ("%", listed.whole.unit)]
    numbers = [f.number for f in beside if f.number not in {item.number for item in listed.items}]
    by = {f.number: f.value for f in beside}
    runs = (numbers[at : at + len(values)] for at in range(len(numbers) - len(values) + 1))
    return any(
        sum((by[n] * value for n, value in zip(run, values, strict=True)), Decimal(0)) == listed.whole.value
        for run in runs
    )


def _doubts(world: World, listed: ToldList, values: Sequence[Decimal]) -> bool:
    parts = tuple(item.number for item in listed.items)
    gap = listed.whole.value - sum(values, Decimal(0))
    if tells_of_both(world, listed.whole.number, parts, gap) or shares_of_another(world, listed.whole.number, parts):
        return True
    untold = sum(len(_MARK.findall(words)) for words in listed.words)
    named = untold and listed.whole.value == len(parts) + untold  # "06 làng (Ia Krêng, Bông, Klăh 1, …)"
    return gap > 0 and bool(named or gap == untold or untold_items(world, listed.whole.number, parts))


@cache
def _divisions() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(phrase_pattern(row["words"].split("|"))) for row in table("divisions.csv"))


def are_divided(words: Sequence[str]) -> bool:
    """Whether each item is told by another word of one division that leaves nothing out ("nội trú", "ngoại trú")."""
    found = ([division.search(said) for said in words] for division in _divisions())
    return any(None not in each and len({one.group() for one in each if one}) == len(words) for each in found)
