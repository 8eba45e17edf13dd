"""A pair "k of n" against what is said of the rest: "đạt 5/6 chỉ tiêu, còn chỉ tiêu 26", "18/21 xã …, còn 03 xã"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.document import Span
from extractors.lexicon import families
from extractors.numbers.number import Number
from extractors.relations.arithmetic import addition, shown
from extractors.relations.relation import Operand, Reading, Relation, Verdict
from extractors.relations.world import World
from extractors.vietnamese import fold

#: what may stand between the cue and the number of the rest
_REST_BEFORE = re.compile(
    r"(?<!\w)(?:chỉ\s+)?(?:còn(?:\s+(?:lại|thiếu))?|thiếu|(?:chưa|không)\s+(?:đạt|hoàn thành))"
    r"\s*:?\s*(?:(?:có|là|gồm)\s+)?$"
)
_NOT_REACHED = re.compile(
    r"[^,.;:\d]{0,30}?(?:(?:chưa|không)\s+(?:đạt|hoàn thành|xong|được công nhận)|còn\s+(?:lại|vướng|tồn))(?!\w)"
)
#: the rest of something else: "còn 03 thôn chưa có nhà văn hóa"
_OTHER_LACK = re.compile(
    r"[^,.;:\d]{0,24}?(?:chưa|không|đang|phấn đấu|có|thuộc|bị)\s+(?!đạt|hoàn thành|được công nhận)\w"
)
#: the rest of the same, said with what becomes of it
_UNDER_WAY = re.compile(
    r"[^,.;:\d]{0,24}?(?:đang|chưa|tiếp tục)\s+(?:được\s+)?(?:thực hiện|giải quyết|triển khai|xử lý)(?!\w)"
)
#: the rest of what is done, by what becomes of it: "giải quyết xong 12/31 vụ việc, đang tiếp tục giải quyết 19"
_STILL = re.compile(
    r"(?<!\w)(?:hiện )?(?:còn )?(?:đang|tiếp tục) (?:tiếp tục )?(?:được )?(?:thụ lý |xem xét |tổ chức )?"
    r"(?:giải quyết|xử lý|xác minh|xem xét|thực hiện|triển khai|thi công|điều tra|hòa giải)\s*:?\s*$"
)
_DONE = re.compile(
    r"(?<!\w)(?:xong|hoàn thành|(?:đã|được) (?:giải quyết|xử lý|thực hiện|triển khai))(?!\w)[^,;.()]{0,24}$"
)
#: names that open the rest by their numbers: "còn chỉ tiêu 26, 44"
_NAMED_REST = re.compile(r"(?<!\w)còn(?:\s+lại)?(?:\s+các)?\s+(?P<noun>\w+\s\w+?)(?:\s+số)?\s+$")
_NEXT_NAME = re.compile(r"\s*(?:,|và|,\s*và)\s*(?:\w+\s\w+\s+)?(?:số\s+)?$")
_SENTENCE_END = re.compile(r"[.;](?=\s|$)|\n")
#: what anything may be called when it is left
_ANYTHING = frozenset(("trường hợp",))
#: what follows is of a part, up to the next semicolon ("71 khu chưa bảo đảm, trong số này đã khắc phục 48, còn 17 khu")
_WITHIN = re.compile(r"(?<!\w)trong (?:tổng )?số (?:này|đó|ấy|trên)(?!\w)[^;]*$")
#: how far behind the pair the rest may be said
_REACH = 220


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is said of the rest: the numbers that say it, how many things they are, and whether just these.

    They are `still` under way where no other word says that they are left. `more` are counts of the same things
    behind it, which may belong to the rest ("còn 02 xã đạt 18, 01 xã đạt 17").
    """

    numbers: tuple[int, ...]
    count: Decimal
    sure: bool
    more: tuple[Decimal, ...] = ()
    still: bool = False


def read_rests(world: World) -> Iterator[Relation]:
    """Yield a relation for each rest that is said behind a pair "k of n" of the same things."""
    settled: set[int] = set()
    for index, rest in _rests(world):
        pairs = [pair for pair in _pairs_before(world, index, rest) if not _is_beside_another(world, pair, rest)]
        relation = _relation(world, rest, pairs) if pairs else None
        # what a pair leaves is told once: "1.668/1.741 …; còn 73 …. So với định mức còn thiếu 124"
        if relation is not None and (relation.verdict == "holds" or settled.isdisjoint(pairs)):
            settled.update(pairs if relation.verdict == "holds" else ())
            yield relation


def _rests(world: World) -> Iterator[tuple[int, _Rest]]:
    taken, pair = -1, -_REACH
    for index, number in enumerate(world.numbers):
        far = number.span.start - pair > _REACH  # then it is the rest of no pair
        pair = pair if number.of is None else number.end
        if index <= taken or far:
            continue
        before = _before(world, number)
        if index in world.measures and number.of is None and (rest := _counted_rest(world, index, before)):
            yield index, rest
        elif number.role == "name" and _NAMED_REST.search(before):
            rest = _named_rest(world, index)
            taken = rest.numbers[-1]
            yield index, rest


def _before(world: World, number: Number) -> str:
    return world.folded[max(0, number.span.start - 40) : number.span.start]


def _counted_rest(world: World, index: int, before: str) -> _Rest | None:
    """Return a count that is said to be left or not to reach the aim."""
    number = world.numbers[index]
    if number.value is None or number.sign != "=" or world.unit(index) in ("%", "") or number.step < 1:
        return None
    after = world.folded[number.end : number.end + 70]
    if not _REST_BEFORE.search(before) and not _NOT_REACHED.match(after):
        more = tuple(_more(world, index))
        return _Rest((index,), number.value, not more, more, still=True) if _STILL.search(before) else None
    said = _NOT_REACHED.match(after) or _UNDER_WAY.match(after) or not _OTHER_LACK.match(after)
    return _Rest((index,), number.value, bool(said), tuple(_more(world, index)))


def _more(world: World, index: int) -> Iterator[Decimal]:
    """Yield the counts of the same things behind a number in its sentence."""
    end = _SENTENCE_END.search(world.folded, world.numbers[index].end)
    for at in range(index + 1, len(world.numbers)):
        number = world.numbers[at]
        if end and number.span.start >= end.start():
            return
        if number.value is not None and number.of is None and world.unit(at) == world.unit(index):
            yield number.value


def _named_rest(world: World, first: int) -> _Rest:
    """Return the names that follow each other from the first on."""
    numbers = [first]
    for index in range(first + 1, len(world.numbers)):
        between = world.folded[world.numbers[numbers[-1]].end : world.numbers[index].span.start]
        if world.numbers[index].role != "name" or not _NEXT_NAME.fullmatch(between):
            break
        numbers.append(index)
    return _Rest(tuple(numbers), Decimal(len(numbers)), sure=False)


def _pairs_before(world: World, index: int, rest: _Rest) -> list[int]:
    """Return the pairs of the same block that the rest may belong to, the nearest first."""
    start = world.numbers[index].span.start
    block = world.document.blocks[world.document.block_at(start)].span
    found: list[int] = []
    for at in range(index - 1, -1, -1):
        number = world.numbers[at]
        if number.span.start < block.start or start - number.end > _REACH:
            break
        whole = number.of
        if whole is not None and _WITHIN.search(world.folded, number.end, start):
            break
        if whole is not None and number.value is not None and whole > 1 and _same_things(world, at, index, rest):
            found.append(at)
        if rest.still and (world.unit(at) != "%" or found):
            return [at] if found and _is_done(world, at, start) else []
    return found


def _is_beside_another(world: World, pair: int, rest: _Rest) -> bool:
    """Whether a rest and a figure told between make one of a pair: it is what that figure leaves.

    "85/85 cháu ra lớp, trong đó 82 cháu học tại xã, 03 cháu còn lại học nhờ": 82 and 3 are the 85.
    """
    of = world.value(pair), world.numbers[pair].of
    between = [n for n in range(pair + 1, rest.numbers[0]) if n in world.measures and world.is_exact(n)]
    if any(world.value(n) + rest.count in of and world.value(n) not in of for n in between):
        return True
    like = [n for n in between if world.unit(n) == world.unit(pair) and not _is_inside(world, pair, n)]
    return _is_of_some([world.value(n) for n in like], rest.count, least=1 if not _left(world, pair) else 2)


def _is_inside(world: World, pair: int, number: int) -> bool:
    """Whether a figure behind a pair stands in a bracket."""
    between = world.folded[world.numbers[pair].end : world.numbers[number].span.start]
    return between.count("(") > between.count(")")


def _is_of_some(values: Sequence[Decimal], count: Decimal, *, least: int) -> bool:
    """Whether a rest and the figures right before it make one told before these: it is what is left of that.

    "342/342 khu: 271 khu đạt, 71 khu chưa đạt, đã sửa 48, đóng cửa 6, còn 17 khu": 48, 6 and 17 are the 71.
    """
    runs = ((values[at], values[at + 1 :]) for at in range(len(values) - 1))
    return any(len(run) >= least and whole == sum(run, count) for whole, run in runs)


def _is_done(world: World, pair: int, start: int) -> bool:
    """Whether a pair in the sentence of what is under way says how many are done."""
    number = world.numbers[pair]
    before = world.folded[max(0, number.span.start - 60) : number.span.start]
    return bool(_DONE.search(before)) and not _SENTENCE_END.search(world.folded, number.end, start)


def _same_things(world: World, pair: int, index: int, rest: _Rest) -> bool:
    if world.numbers[index].role == "name":
        named = _NAMED_REST.search(_before(world, world.numbers[index]))
        return named is not None and fold(world.unit(pair)).endswith(named["noun"])
    ours, theirs = world.unit(pair), world.unit(rest.numbers[0])
    if theirs.startswith(f"{ours} "):
        return False  # "231/264 hộ đạt …; còn 5 hộ nghèo" counts some kind of these
    if theirs in _ANYTHING and ours != theirs:  # "16/18 thư, còn 03 trường hợp chưa gửi"
        between = world.folded[world.numbers[pair].end : world.numbers[index].span.start]
        return not _SENTENCE_END.search(between) and not any(character.isdigit() for character in between)
    return ours == theirs or bool(ours and theirs and families(ours) & families(theirs))


def _relation(world: World, rest: _Rest, pairs: Sequence[int]) -> Relation:
    tried = tuple(_reading(world, rest, pair) for pair in pairs)
    together = _together(world, rest, pairs)
    tried = (replace(tried[0], verdict="holds", arithmetic=together), *tried[1:]) if together else tried
    chosen = next((reading for reading in tried if reading.verdict == "holds"), tried[0])
    pair = pairs[tried.index(chosen)]
    last = world.numbers[rest.numbers[-1]]
    text = world.document.text[world.numbers[rest.numbers[0]].span.start : last.end]
    span = Span(world.numbers[rest.numbers[0]].span.start, last.end)
    counted = len(rest.numbers) == 1 and last.role == "measure"
    return Relation(
        kind="ratio",
        source="cue",
        total=None,
        parts=(),
        operands=(world.operand(pair, "whole"), Operand(rest.numbers[0] if counted else None, text, "part", span)),
        unit=world.unit(pair) or None,
        exhaustive=True,
        verdict=chosen.verdict,
        reading=chosen.arithmetic,
        tried=tried,
        expected=_left(world, pair),
        found=rest.count,
        missing="chỉ nêu một phần của số còn lại" if chosen.verdict == "undecided" else None,
        certain=rest.sure and len(pairs) == 1 and not rest.still,
    )


def _together(world: World, rest: _Rest, pairs: Sequence[int]) -> str | None:
    """Return the sum of several pairs of one whole and the rest ("3/5 trường …, 1/5 trường …, 1 trường chưa đạt")."""
    whole = world.numbers[pairs[0]].of
    values = [world.value(pair) for pair in pairs if world.numbers[pair].of == whole]
    fits = len(values) > 1 and whole == sum(values, rest.count)
    return addition([*reversed(values), rest.count]) if fits else None


def _left(world: World, pair: int) -> Decimal:
    return (world.numbers[pair].of or Decimal(0)) - world.value(pair)


def _others_left(world: World, rest: _Rest, pair: int) -> Iterator[Decimal]:
    """Yield what another figure between a pair and the rest leaves of all ("94/94 em …, trường đón 91 em, 03 em …")."""
    whole = world.numbers[pair].of or Decimal(0)
    for number in range(pair + 1, rest.numbers[0]):
        if number in world.measures and world.unit(number) == world.unit(pair) and world.is_exact(number):
            yield whole - world.value(number)


def _reading(world: World, rest: _Rest, pair: int) -> Reading:
    left = _left(world, pair)
    counts = {rest.count + sum(rest.more[:n], Decimal(0)) for n in range(len(rest.more) + 1)}
    counts |= {count - taken + left for count in counts for taken in _others_left(world, rest, pair)}
    short = rest.count < left and not rest.sure  # some of the rest only, or the rest of something else
    verdict: Verdict = "holds" if left in counts else "undecided" if short else "fails"
    sides = f"{shown(world.numbers[pair].of or Decimal(0))} - {shown(world.value(pair))} = {shown(left)}"
    text = sides if verdict == "holds" else f"{sides} ≠ {shown(rest.count)}"
    return Reading(text, "phần còn lại của tỷ số đứng trước", verdict, rest.numbers, pair)
