"""What is left of a total: "312 kiến nghị, đã tiếp thu 289, còn 33", "46 ý kiến, 41 được trả lời, 5 còn lại hẹn"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from extractors.cues import seeker
from extractors.lexicon.amounts import alike
from extractors.numbers.slips import one_slip
from extractors.relations.amounts import is_measured
from extractors.relations.arithmetic import addition, share_fits, shown, slack
from extractors.relations.passages import figures_of
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.shares.paired import on_whole
from extractors.relations.sums.flat_lists import is_flat
from extractors.relations.sums.tallies import is_plain
from extractors.relations.world import World

_CUE = (
    r"(?:(?:số\s+|phần\s+)?còn\s+lại|(?:hiện\s+|chỉ\s+|vẫn\s+|phần\s+)?còn(?:\s+tồn)?|tồn(?:\s+lại)?|dư(?:\s+lại)?"
    r"|(?:[^\W\d]+\s+)?chưa\s+(?:[^\W\d]+\s+){0,3}?[^\W\d]+|thừa|dôi(?:\s+dư)?"
    r"|(?:vẫn|còn)\s+(?:phải|cần|nợ|thiếu|đang|chờ)(?:\s+[^\W\d]+){0,3}?|phải\s+(?:[^\W\d]+\s+){1,3}?(?:thêm|tiếp|lại))"
)
#: words that make the number after them, or before them, what is left
_REST_BEFORE = seeker(rf"(?<!\w){_CUE}(?:\s+(?:là|có|gồm))?\s*[:–—-]?\s*$")
_REST_AFTER = re.compile(
    r"\s+(?:[^\W\d]+\s+){0,4}?(?:còn\s+lại|(?:nữa|còn|vẫn|hiện)\s+chưa|chưa\s+(?:xong|đạt|hoàn thành))(?!\w)"
)
#: what is not yet done must be what was done with the other part
_NOT_YET = re.compile(r"(?<!\w)chưa\s+(?:được\s+)?(?P<verb>[^\W\d]+)")
_ANY_WORK = frozenset(("xong", "đạt", "hoàn", "giải", "thực", "xử", "trả"))
#: what a rest may be said to be in for: waiting, not yet done, handed on
_WAITS = re.compile(
    r"[^,.;:\d]{0,40}?"
    r"(?:đang|chờ|chưa|tiếp tục|chuyển|hẹn|gia hạn|trong hạn|trong thời hạn|sang|giao|để|sẽ|còn lại)(?!\w)"
)
#: what was done with the part that is not left
_DONE = re.compile(
    r"(?<!\w)(?:đã|được|xong|giải quyết|xử lý|trả lời|tiếp thu|giải trình|hoàn thành|thực hiện|khắc phục|thu hồi"
    r"|giải ngân|thu|chi|nộp|trả|đạt|cấp|phản hồi|tháo gỡ|bàn giao|kiểm tra|thanh tra|số hóa|xét|duyệt"
    r"|kết nạp)(?!\w)"
)
_OTHERS = re.compile(r"(?<!\w)(?:tăng|giảm|vượt|so với|cùng kỳ|năm trước|kế hoạch|nợ(?=\s+\d)|thiếu|bình quân)(?!\w)")
#: a sentence that only compares, and one that opens with the rest
_COMPARES = re.compile(r"(?<=[.;])\s+so (?:với|cùng)\s[^.]*[.](?=\s)")
_OPENS = re.compile(r"[.]\s+(?:(?:số|án|đơn|hồ sơ|hiện|hiện nay|kết quả)\s+)*(?:còn|tồn)(?:\s+(?:tồn|lại|là))*\s*$")
_WHY = "phần đã làm và phần còn lại"
#: how far a share may be from that of the total and still be meant for it
_NEAR = Decimal("0.1")
#: how many figures before a rest are asked
_REACH = 5


def read_remainders(world: World) -> Iterator[Relation]:
    """Yield sums of what was done and what is left, to the total before them in their sentence or the one before."""
    for number in world.measures:
        if _is_rest(world, number):
            found = _relation(world, number)
            if found is not None:
                yield found


def _is_rest(world: World, number: int) -> bool:
    printed, entry = world.numbers[number], world.entry_of(number)
    if entry.path or not is_plain(world, number):
        return False
    after = world.folded[printed.end : printed.end + 60]
    if _REST_AFTER.match(after):
        return True
    before = world.folded[max(0, printed.span.start - 40) : printed.span.start]
    return bool(_REST_BEFORE(before)) and not _OTHERS.match(after.strip())


def _relation(world: World, rest: int) -> Relation | None:
    before = _figures_before(world, rest)
    before = [] if before and _is_of_pair(world, before[-1], rest) else before
    held = _holding(world, before, rest)
    if held is not None:
        return _sum(world, held[0], held[1], "holds", certain=True)
    differs = any(abs(world.value(a) - world.value(b)) == world.value(rest) for a, b in combinations(before, 2))
    if differs or len(before) < 2 or not _is_meant(world, before, rest):
        return None
    if is_flat(tuple(figures_of(world, world.entry_of(rest).block, (*before, rest)))):
        return None  # "cấp đổi 48 thửa, tách 31 thửa, chưa trả 6 thửa" are deeds of their own
    if len(before) > 2:
        return _of_several(world, before, rest)
    total, done = sorted(before, key=world.value, reverse=True) if on_whole(world, before[1]) == before[0] else before
    if _is_of_another(world, total, done) or world.value(total) <= world.value(done):
        return None
    return _sum(world, total, (done, rest), "fails", certain=_is_sure(world, total, done, rest))


def _is_of_pair(world: World, before: int, rest: int) -> bool:
    """Whether a pair between a figure and a rest leaves just the rest ("…, khác 3; đã giải quyết 21/23 đơn, còn 2")."""
    pairs = ((world.numbers[n].of, n) for n in range(before + 1, rest) if n in world.measures)
    return any(whole is not None and whole - world.value(n) == world.value(rest) for whole, n in pairs)


def _of_several(world: World, before: Sequence[int], rest: int) -> Relation | None:
    """Return that several things done and the rest do not make their total, where no choice of them does."""
    total, *done = before
    groups = {world.entry_of(number).group for number in done}
    apart = world.entry_of(rest).group not in groups or world.entry_of(rest).separator == ";"
    if len(groups) == 1 and None not in groups and apart:
        return None  # a list divides the total, and the rest stands behind it
    whole, values = world.value(total), [world.value(n) for n in done]
    left = {whole - sum(some, Decimal(0)) for size in range(len(values) + 1) for some in combinations(values, size)}
    added = sum(values, world.value(rest))
    # "gồm chi thường xuyên 54.672 và chi đầu tư 1.050; kết dư 318": what was done makes the total without it
    if {world.value(rest), Decimal(0)} & left or max(values) >= whole or abs(added - whole) * 3 > whole:
        return None
    return _sum(world, total, (*done, rest), "fails", certain=False)


def _figures_before(world: World, rest: int) -> list[int]:
    """Return the figures of the unit before a rest, those of its own sentence, and of the one before if it has few."""
    home = world.entry_of(rest)
    found: list[int] = []
    for number in range(rest - 1, max(-1, rest - 24), -1):
        measure = world.measures.get(number)
        if measure is None or not is_plain(world, number):
            continue
        entry = world.ledger.entries[measure.entry]
        if (
            entry.block != home.block
            or home.sentence - entry.sentence > 1 + _comparing(world, number, rest)
            or (len(found) > 1 and entry.sentence != home.sentence)
        ):
            break
        if entry.group is None or entry.group == home.group:
            of_whole = bool(found) and on_whole(world, found[-1]) == number  # "812 trên 846 hồ sơ, 34 hồ sơ còn lại"
            found += [number] if of_whole or alike(world.unit(number), world.unit(rest)) else []
        if len(found) == _REACH:
            break
    return found[::-1]


def _comparing(world: World, number: int, rest: int) -> int:
    """Return how many sentences between two figures only compare with another time."""
    return len(_COMPARES.findall(world.folded, world.numbers[number].end, world.numbers[rest].span.start))


def _holding(world: World, before: Sequence[int], rest: int) -> tuple[int, tuple[int, ...]] | None:
    """Return the total and parts with which a rest holds: what stands nearest before it counts first."""
    for size in (1, 2, 3):
        for at in range(len(before) - size, 0, -1):
            done = tuple(before[at : at + size])
            added = sum((world.value(n) for n in done), world.value(rest))
            room = {n: slack(world.numbers[n], [world.numbers[p] for p in (*done, rest)]) for n in before[:at]}
            total = next((n for n in reversed(before[:at]) if abs(world.value(n) - added) <= room[n]), None)
            if total is not None and added > world.value(rest):
                return total, (*done, rest)
    return None


def _is_meant(world: World, before: Sequence[int], rest: int) -> bool:
    """Whether words say that the one part is done and the rest is not, and of the same things."""
    printed, total, done = world.numbers[rest], before[0], before[-1]
    home = world.document.blocks[world.document.block_at(printed.span.start)].span
    words = _COMPARES.sub("", world.folded[world.numbers[total].end : printed.span.start])
    after = world.folded[printed.end : min(home.end, printed.end + 60)]
    plain_end = not re.match(r"\s*(?:[^\W\d]+\s*){3,}", after)
    waits = bool(_WAITS.match(after)) or plain_end
    pair = on_whole(world, done) == total
    same = _one_unit(world, done, rest) and (pair or _one_unit(world, rest, total))
    times = {world.measures[n].period for n in (total, done, rest)} - {None}
    opens = bool(_OPENS.search(words)) and _tells_share(world, total, done)
    together = (opens or world.entry_of(done).sentence == world.entry_of(rest).sentence) and len(times) < 2
    if pair:  # "đã giải quyết 128 đơn trên 137 đơn; còn 9 đơn": what was done stands before both
        start = min(world.numbers[total].span.start, world.numbers[done].span.start)
        words = f"{world.folded[max(home.start, start - 40) : start]} {words}"
    again = _NOT_YET.search(world.folded, world.numbers[done].end, printed.end + 40)
    worked = world.folded[world.numbers[total].end : again.start()] if again else ""
    if again and again["verb"] not in _ANY_WORK and again["verb"] not in worked:
        return False  # "đã xây 5 nhà văn hóa; còn 3 thôn chưa có đường": something else is not yet done
    stated = not _OTHERS.search(words) and len(re.findall(r"[.](?=\s)", words)) <= 1
    below = world.value(rest) <= world.value(total)
    fitting = below or one_slip(world.value(rest), world.value(total) - world.value(done))
    return same and together and waits and stated and bool(_DONE.search(words)) and fitting


def _one_unit(world: World, one: int, other: int) -> bool:
    """Whether two figures are counted in one unit, or measured in it ("51,3 km", "12,9 km đường đất")."""
    units = world.unit(one), world.unit(other)
    return units[0] == units[1] or (all(map(is_measured, units)) and alike(*units))


def _is_of_another(world: World, total: int, done: int) -> bool:
    """Whether the share printed beside what was done is one of something else than the total."""
    shares = [s for q in world.entry_of(done).quantities if q.number == done for s in q.shares]
    return bool(shares) and not any(share_fits(world.value(done), world.value(total), world.numbers[s]) for s in shares)


def _is_sure(world: World, total: int, done: int, rest: int) -> bool:
    """Whether the share printed beside the done part is that of the total: then nothing else is meant."""
    one_sentence = world.entry_of(rest).sentence == world.entry_of(done).sentence == world.entry_of(total).sentence
    said = one_sentence and bool(_REST_AFTER.match(world.folded, world.numbers[rest].end))
    return said or _tells_share(world, total, done)


def _tells_share(world: World, total: int, done: int) -> bool:
    """Whether the share printed beside the done part, or right behind it, is that of the total."""
    shares = [s for q in world.entry_of(done).quantities if q.number == done for s in q.shares]
    shares += [done + 1] if done + 1 in world.measures and world.numbers[done + 1].percent else []
    exact = world.value(done) * 100 / world.value(total) if world.value(total) else Decimal(0)
    return any(abs(exact - world.value(s)) <= max(_NEAR, world.numbers[s].step) for s in shares)


def _sum(world: World, total: int, parts: tuple[int, ...], verdict: Verdict, *, certain: bool) -> Relation:
    values = [world.value(p) for p in parts]
    added = sum(values, Decimal(0))
    text = addition(values) + ("" if verdict == "holds" else f" ≠ {shown(world.value(total))}")
    return Relation(
        kind="sum",
        source="cue",
        total=total,
        parts=parts,
        operands=(world.operand(total, "total"), *(world.operand(p, "part") for p in parts)),
        unit=world.unit(total),
        exhaustive=True,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, _WHY, verdict, parts, total),),
        expected=added,
        found=world.value(total),
        certain=certain,
    )
