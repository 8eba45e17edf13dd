"""What speaks for two figures' telling one fact, counted in points: a slip, their words, what is told with both."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from extractors.lexicon.amounts import alike
from extractors.numbers.slips import significant, slip_cost
from extractors.relations.arithmetic import share_fits
from extractors.relations.passages import Figure
from extractors.relations.repeats.restated import VERB
from extractors.relations.repeats.same_words import naming, setting_apart
from extractors.relations.sums.closed_sum_words import ASIDE, TIMES, clause, label
from extractors.relations.world import World
from extractors.vietnamese import UPPER

_ALL = re.compile(r"(?<!\w)(?:cả|toàn bộ|tất cả|toàn thể|đủ|hết thảy)(?: số)?$")
_DAY = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}(?:/\d{4})?(?!\d)")
_EARLIER = re.compile(r"(?<!\w)(?:cùng kỳ|(?:năm|kỳ|quý|tháng|tuần|vụ|khóa|nhiệm kỳ) (?:trước|ngoái))(?!\w)")
_ONE_OF = re.compile(
    r"(?<!\w)(?i:(?P<kind>tổ|thôn|ấp|bản|xóm|khối|lớp|đợt|lần|đội|nhóm|trường|xã(?! (?:viên|hội))|phường|khu"
    r"|buôn|làng|loại|ao|hồ|kênh|cầu"
    r"|tuyến|đường|chợ|quý|tháng|năm|vụ|chi bộ|hợp tác xã))"
    rf" (?P<name>\d+|[IVX]+(?!\w)|(?:một|hai|ba|bốn|năm|sáu)(?!\w)|[{UPPER}][^\W_]*(?: [{UPPER}][^\W_]*)*)"
)
#: a name of two words or more, no first word of a sentence
_NAME = re.compile(rf"(?<=\w )[{UPPER}]\w*(?: [{UPPER}]\w*)+")
#: what a figure is told of stands behind these
_OF = re.compile(r"(?<!\w)(?:của|cho|từ|với)(?!\w)")
#: words that point back to what was told
_DEFINITE = re.compile(r"(?<!\w)(?:(?:nói|nêu|kể) trên|trên đây|vừa (?:nêu|nói|kể)|ấy|đã nêu)(?!\w)")
#: a figure that others in its sentence are some of, and one that goes on from what was reached
WHOLE = re.compile(r"(?<!\w)(?:trong|trên)(?: tổng)?(?: số)?$")
GOES_ON = re.compile(r"^\W*với(?: (?:kết quả|số|tổng số|quy mô|con số))*(?: đạt)?$")
#: what all do of whom a sentence opens with, and words of a label that name nothing
_ALL_DO = re.compile(r"^(?:[^\W\d_]+ ){0,3}đều(?!\w)")
_EMPTY = re.compile(r"(?<!\w)(?:quy mô|con số|thành tích|kết quả)(?!\w)")


def points(world: World, figures: Sequence[Figure], one: Figure, other: Figure, proven: Set[int | None]) -> int:
    """Return what speaks for two figures' telling one fact: a slip, their words, what is told with both."""
    cost = slip_cost(one.value, other.value)
    if cost is None:
        return 0
    whole, definite = _sentence(figures, other), _is_definite(figures, one)
    heads = not one.before.strip() and bool(_ALL_DO.search(one.after))
    every = bool(_ALL.search(one.before)) or heads or (definite and "đều" in _sentence(figures, one).split())
    behind = VERB.split(one.after)[0].strip()
    said = (behind or _subject(figures, one)) if every else f"{_OF.split(label(one.before))[-1]} {one.unit} {behind}"
    words = naming(_EMPTY.sub(" ", said)) - (frozenset() if names(one.unit, other) else naming(one.unit))
    shared = words & naming(whole)
    anchored = _anchored(world, figures, one, other)
    beside = len(naming(_sentence(figures, one)) & naming(whole)) > 1
    if not (2 * len(shared) >= len(words) or (anchored > 1 and beside)):
        return 0
    if _is_set_apart(world, one, other) or _are_of_two(world, figures, one, other):
        return 0
    swapped = cost == 1 and len(significant(other.value)) > 2
    if one.value < other.value and not (every or swapped or definite or anchored) and not _is_same(one, other):
        return 0  # some of them
    alone = sum(f.unit.split()[:1] == one.unit.split()[:1] for f in figures if f.number < one.number) == 1
    most = bool(words) and len(words - naming(whole)) <= (len(shared) > 2)
    sole = 2 * (alone and most and bool(_ALL.search(one.before))) + (alone and heads and swapped)
    named = 2 * (len(shared) > 1) + (bool(shared) and words <= naming(whole))
    shifted = swapped and _same_digits(one, other)
    borne_out = other.number in proven and one.number not in proven
    return (
        (cost < 3)
        + 1
        + (len(significant(other.value)) > 2)
        + (every or definite or bool(GOES_ON.search(one.before)))
        + named
        + sole
        + anchored
        + shifted
        + borne_out
        + _as_whole(world, figures, one, other)
    )


def _is_definite(figures: Sequence[Figure], one: Figure) -> bool:
    """Whether words behind a figure, the first of its sentence, point back to what was told ("26 giải … ấy")."""
    own = [f for f in figures if f.sentence == one.sentence]
    behind = " ".join(f.after for f in own if f.number >= one.number)
    return own[0] is one and bool(_DEFINITE.search(re.split(r"[,;:]", behind)[0]))


def _same_digits(one: Figure, other: Figure) -> bool:
    """Whether two figures differ by a power of ten."""
    return significant(one.value) == significant(other.value)


def _as_whole(world: World, figures: Sequence[Figure], one: Figure, other: Figure) -> int:
    """Return the points of a figure told as the whole of others, the more if a share of these is one of the other."""
    own = [f for f in figures if f.sentence == one.sentence]
    parts = [f for f in own if alike(f.unit, one.unit) and f.value < min(one.value, other.value)]
    shares = [world.numbers[f.number] for f in own if f.unit == "%"]
    fits = any(
        share_fits(p.value, other.value, s) and not share_fits(p.value, one.value, s) for p in parts for s in shares
    )
    above = any(alike(f.unit, one.unit) and one.value < f.value <= other.value for f in own if f.number > one.number)
    if WHOLE.search(one.before) and above:
        return 3  # "trong 34.800 cây đã trồng có 36.100 cây sống"
    whole = bool(WHOLE.search(one.before) and parts)
    return 3 * fits + whole * (1 + (slip_cost(one.value, other.value) == 1))


def _is_set_apart(world: World, one: Figure, other: Figure) -> bool:
    """Whether words or times make two facts of two figures."""
    first, second = clause(one), clause(other)
    if _ALL.search(one.before):  # what is done with all of them sets nothing apart
        first = f"{label(one.before)} # {VERB.split(one.after)[0]}"
    periods = {world.measures[f.number].period for f in (one, other)} - {None}
    times = {tuple(TIMES.findall(said)) for said in (first, second)} - {()}
    aside = ASIDE.search(first) or ASIDE.search(second)
    marks = setting_apart(first) ^ setting_apart(second)
    if _ALL.search(one.before):  # what is done with all of them has its time, and where they are was said
        marks = setting_apart(first) - setting_apart(second) - {"part of time"}
    return bool(aside) or len(periods) > 1 or len(times) > 1 or bool(marks)


def _are_of_two(world: World, figures: Sequence[Figure], one: Figure, other: Figure) -> bool:
    """Whether two sentences name different ones of a kind or days ("tổ một … tổ hai", "ao Đồng Vọng … ao Đồng Mít")."""
    days = [set(_DAY.findall(said)) for said in (_subject(figures, one), _sentence(figures, other))]
    earlier = [bool(_EARLIER.search(_subject(figures, f))) for f in (one, other)]
    if (all(days) and days[0].isdisjoint(days[1])) or earlier[0] != earlier[1]:
        return True
    named: list[dict[str, set[str]]] = []
    for said in (_printed(world, one), _printed(world, other)):
        kinds: dict[str, set[str]] = {}
        for found in _ONE_OF.finditer(said):
            kinds.setdefault(found["kind"].lower(), set()).add(found["name"].lower())
        named.append(kinds)
    return any(named[0][kind].isdisjoint(named[1][kind]) for kind in named[0].keys() & named[1].keys())


def _printed(world: World, figure: Figure) -> str:
    """Return the sentence of a figure up to it, as printed."""
    start = world.document.blocks[figure.block].span.start
    return re.split(r"[.!?]\s", world.document.text[start : world.numbers[figure.number].span.start])[-1]


def _is_same(one: Figure, other: Figure) -> bool:
    """Whether two figures are told by the same label ("sức chứa 12,50 triệu m3"), or by its last word."""
    labels = [f.before.split(",")[-1] for f in (one, other)]
    first, second = (naming(said) for said in labels)
    last = [said.split()[-1:] for said in labels]
    return (bool(first) and first <= second) or (last[0] == last[1] and bool(naming(" ".join(last[0]))))


def _anchored(world: World, figures: Sequence[Figure], one: Figure, other: Figure) -> int:
    """Return the points of what is told with both: another figure of the same value, a day, a subject, a whole."""
    mine, theirs = ([f for f in figures if f.sentence == home] for home in (one.sentence, other.sentence))
    same = [f for f in mine if f is not one and any(f.value == g.value and alike(f.unit, g.unit) for g in theirs)]
    days = set(_DAY.findall(_sentence(figures, one))) & set(_DAY.findall(_sentence(figures, other)))
    paired = world.numbers[one.number].of is not None and bool(GOES_ON.search(one.before))
    names = [set(_NAME.findall(_printed(world, f))) for f in (one, other)]
    subject = _is_same(one, other) and _opens_alike(mine[0].before, theirs[0].before)
    return (
        max((2 + (len(significant(f.value)) > 2) for f in same), default=0)
        + bool(days or names[0] & names[1])
        + 3 * (paired or subject)
    )


def _opens_alike(first: str, second: str) -> bool:
    """Whether two sentences open with one name of five words or more ("tuyến đường liên ấp 4 - 5 …")."""
    words = [said.replace(",", " ,").split()[:5] for said in (first, second)]
    return len(words[0]) == 5 and words[0] == words[1]


def _sentence(figures: Sequence[Figure], one: Figure) -> str:
    """Return the words of the sentence of a figure, as far as they stand about its figures."""
    own = [f for f in figures if f.sentence == one.sentence]
    return " ".join([*(f.before for f in own), own[-1].after])


def _subject(figures: Sequence[Figure], one: Figure) -> str:
    """Return the words of the sentence of a figure before it."""
    return " ".join(f.before for f in figures if f.sentence == one.sentence and f.number <= one.number)


def names(unit: str, figure: Figure) -> bool:
    """Whether the words before a figure name a unit ("Số cử tri là 4.286 người")."""
    return bool(re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", figure.before))
