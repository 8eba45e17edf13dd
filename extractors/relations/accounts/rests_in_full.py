"""Rests told in full: what there was, what was done of it, what is left ("96, đã thu 88,8, còn phải thu 7,2").

A share printed beside what was done, or two figures alone before the rest, say what is meant: the rest is believed
however far it is from what it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from extractors.numbers.slips import one_slip
from extractors.relations.accounts.gap_words import ASIDE, clause_of, is_of_same_work
from extractors.relations.amounts import is_measured, ratio
from extractors.relations.changes.change_clauses import direction_of
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.repeats.same_words import naming
from extractors.relations.sums.closed_sum_words import opposed, overlapping
from extractors.relations.sums.flat_lists import is_flat
from extractors.relations.sums.tallies import make_implied
from extractors.relations.world import World

#: what says right before a figure that it is left
_VERB = r"(?! (?:kể|tính|bao gồm|đầy|tới|đến|quá|rõ)(?!\w))(?: [^\W\d_]+)"
_LEFT = re.compile(
    rf"(?<!\w)(?:(?P<bare>(?:hiện |nay |chỉ |vẫn )?còn)"
    rf"|(?:số |phần |vẫn |hiện |chỉ )*còn (?:lại|thiếu|dư|thừa|nợ|tồn|lãi|(?:phải|cần){_VERB}{{1,3}})"
    rf"|(?<!còn )chưa{_VERB}{{1,7}}|số (?:thừa|dư|thiếu|tồn|còn lại|còn{_VERB}{{1,2}}|chưa{_VERB}{{1,3}})"
    r"|vắng(?: mặt)?|thừa|kết dư|tồn(?: lại| kho)?|phải (?:[^\W\d_]+ ){1,2}thêm|(?:phải|còn) (?:[^\W\d_]+ ){0,2}tiếp)"
    r"(?: là| cho| khoảng| được| có| tiếp)*:?$"
)
#: the same right behind it, up to the end of its clause
_LEFT_BEHIND = re.compile(r"^(?:[^\W\d_]+ ){0,2}?(?:còn lại|(?:hiện |còn |vẫn )?chưa (?!rõ))")
#: what may stand behind all that is left; another word tells some of it only
_PLAIN_BEHIND = re.compile(
    r"^(?:[^\W\d_]+ ?)?(?:$|[,;:.(–]|(?:ở|tại|của|trong|do|vì|chuyển|chưa|đang|chờ|nộp|sẽ|dự kiến|hoàn trả"
    r"|sang|tiếp tục|để|nữa|còn|có|cần|phải|tập trung|thuộc|là|và|theo|nên|hẹn|giao|hết|đến|tính|cho)(?!\w))"
)
_DONE = re.compile(
    r"(?<!\w)(?:đã|được|xong|hoàn thành|thực hiện|giải ngân|giải quyết|thu|chi|nộp|trả|đạt|cấp|bàn giao|quyết toán"
    r"|có mặt|(?:tham |đi )dự|dự họp|tham gia|trừ|sử dụng|xử lý|tiêm|về|tiêu thụ|chết|hỏng|bán)(?!\w)"
)
#: what is taken off before something else is told of the others; the time of a new state ("đến 31/12 còn 441")
_TAKEN_OFF = re.compile(r"(?<!\w)(?:trừ|không (?:tính|kể)|chưa (?:tính|kể))(?!\w)")
_STATE = re.compile(r"\d|(?<!\w)(?:cuối|đầu|năm nay|sau khi)(?!\w)")
_WHOLE = re.compile(r"(?<!\w)(?:cùng kỳ|năm trước|so với|mỗi|bình quân|trung bình|đầu năm)(?!\w)")
#: up to which value rests meet by chance where nothing but their number says what is meant
_CHANCE = 3
_SETTLES = frozenset(("sum", "balance", "difference", "ratio"))
_WHY = "phần đã làm và phần còn lại"


def read_rests_in_full(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield rests that are not what their whole and the done part leave; `known` tells shares, and what is settled."""
    told, pairs = _told(known), _shares(known)
    for figures in passages.by_block.values():
        for at, rest in enumerate(figures):
            if rest.number in told[0] or not _is_rest(world, rest):
                continue
            relation = _relation(world, figures, at, pairs, told[1])
            if relation is not None:
                numbers = {o.number for o in relation.operands if o.number is not None}
                told = (told[0] | numbers, told[1] | numbers)
                yield relation


def _told(known: Sequence[Relation]) -> tuple[set[int], set[int]]:
    """Return the figures that are no unsettled rest, and those that are no end of one."""
    failing = {o.number for r in known if r.verdict == "fails" for o in r.operands if o.number is not None}
    held = [r for r in known if r.verdict == "holds"]
    changes = {r.total for r in held if r.kind in ("growth", "difference") and r.total is not None}
    settled = {n for r in held if r.kind in _SETTLES for n in (r.total, *r.parts) if n is not None}
    return failing | changes | settled, failing | changes


def _shares(known: Sequence[Relation]) -> dict[int, int]:
    """Return the whole of each figure whose share of it is printed and holds."""
    shares = [r for r in known if r.kind == "percent" and r.verdict == "holds" and len(r.parts) == 1]
    return {r.parts[0]: r.total for r in shares if r.total is not None}


def _is_rest(world: World, figure: Figure) -> bool:
    """Whether words right beside a figure say that it is left."""
    number = world.numbers[figure.number]
    plain = figure.unit not in ("", "%", "sao") and number.sign in ("=", "~") and number.of is None and figure.value > 0
    if not plain or (direction_of(figure.before) in (1, -1) and not _LEFT.search(figure.before)):
        return False
    said = clause_of(figure)
    own = said.partition("#")[0]
    if ASIDE.search(f"{figure.before} {own}") or _TAKEN_OFF.search(own) or (_STATE.search(own) and _is_bare(figure)):
        return False
    return bool(_LEFT.search(figure.before.rstrip()) or _LEFT_BEHIND.match(figure.after))


def _relation(
    world: World, figures: Sequence[Figure], at: int, pairs: dict[int, int], told: AbstractSet[int]
) -> Relation | None:
    """Return a rest that is not what the figures that are meant leave."""
    rest = figures[at]
    shared = _shared(figures, at, pairs)
    ends = shared or _alone(figures, at)
    if ends is None or told & {end.number for end in ends}:
        return None
    whole, done = ends
    if whole.value <= 0 or any(world.numbers[end.number].sign != "=" for end in ends):
        return None
    left = _in_unit(whole, rest) - _in_unit(done, rest)
    if left < 0 or _fits(world, figures, rest, left, ends):
        return None
    if rest.value < left and not _LEFT_BEHIND.match(rest.after) and not _PLAIN_BEHIND.match(_behind(rest)):
        return None  # "còn 02 hồ sơ quá hạn" are some of those that are left
    before = " ".join(f"{end.before} {end.after}" for end in ends)
    apart = rest.home != done.home and _has_own_subject(rest, before)
    if apart or not is_of_same_work(rest, before) or overlapping([clause_of(f) for f in (*ends, rest)]):
        return None
    certain = bool(shared) or one_slip(rest.value, left)
    return replace(
        make_implied(world, whole.number, (done.number, rest.number), _WHY, "fails", scaled=True), certain=certain
    )


def _has_own_subject(rest: Figure, before: str) -> bool:
    """Whether "còn" is said of what was not named before: "Lúa 1.284 ha, ngô 137 ha. Cây mía còn 326 ha"."""
    subject = naming(clause_of(rest).partition("#")[0])
    return _is_bare(rest) and bool(subject - naming(before))


def _behind(figure: Figure) -> str:
    """Return the words behind a figure, without the noun that it counts."""
    return figure.after.removeprefix(figure.unit).strip()


def _shared(figures: Sequence[Figure], at: int, pairs: dict[int, int]) -> tuple[Figure, Figure] | None:
    """Return the whole and the done part that a share beside it puts together, the last before a rest."""
    rest = figures[at]
    for done in reversed(figures[:at]):
        if rest.sentence - done.sentence > 1:
            return None
        if done.number not in pairs:
            if _is_of_unit(done, rest) and done.number not in pairs.values():
                return None
            continue
        whole = next((f for f in figures if f.number == pairs[done.number]), None)
        if whole is rest:
            return None
        if whole is None or not _is_of_unit(done, rest) or not _is_of_unit(whole, rest):
            continue
        meant = whole is not done and whole is not rest and opposed(done, rest) and _is_done(done, rest)
        return (whole, done) if meant and not _WHOLE.search(f"{whole.before} {clause_of(done)}") else None
    return None


def _is_done(done: Figure, rest: Figure) -> bool:
    """Whether words say that a part is done, or that the other is left of it and no new state ("cuối năm còn 306")."""
    return bool(_DONE.search(clause_of(done))) or not _is_bare(rest)


def _is_bare(rest: Figure) -> bool:
    """Whether no more than "còn" says that a figure is left."""
    left = _LEFT.search(rest.before)
    return left is not None and left["bare"] is not None


def _alone(figures: Sequence[Figure], at: int) -> tuple[Figure, Figure] | None:
    """Return the only two figures of its unit before a rest, in its sentence or with the one before it."""
    rest = figures[at]
    near = [f for f in figures[:at] if rest.sentence - f.sentence <= 1 and _is_of_unit(f, rest)]
    here = [f for f in near if f.home == rest.home]
    ends = here if len(here) >= 2 else near
    if len(ends) != 2 or rest.value < _CHANCE:
        return None
    done, whole = sorted(ends, key=lambda end: _in_unit(end, rest))
    if any(ASIDE.search(f.before) or direction_of(f.before) is not None for f in ends):
        return None
    lacking = _LEFT.search(rest.before) and not _LEFT.search(clause_of(done).partition("#")[0].rstrip())
    if is_flat((*ends, rest)) or not (lacking or opposed(done, rest) > 1):
        return None
    said = bool(_DONE.search(clause_of(done))) or is_measured(rest.unit)
    return (whole, done) if said and _is_done(done, rest) else None


def _is_of_unit(figure: Figure, rest: Figure) -> bool:
    return ratio(figure.unit, rest.unit) is not None or figure.unit.startswith(f"{rest.unit} ")


def _in_unit(figure: Figure, rest: Figure) -> Decimal:
    return figure.value * (ratio(figure.unit, rest.unit) or Decimal(1))


def _fits(world: World, figures: Sequence[Figure], rest: Figure, left: Decimal, ends: tuple[Figure, Figure]) -> bool:
    """Whether a rest is what it should be, or the sum or difference of two other figures of its paragraph."""
    like = [f for f in figures if f is not rest and _is_of_unit(f, rest)]
    measured = is_measured(rest.unit)
    room = max(world.numbers[f.number].step * (ratio(f.unit, rest.unit) or 1) for f in (*ends, rest)) if measured else 0
    ways = {way for a, b in combinations(like, 2) for way in _ways(_in_unit(a, rest), _in_unit(b, rest))}
    return abs(left - rest.value) <= room or rest.value in ways or rest.value in {_in_unit(f, rest) for f in like}


def _ways(one: Decimal, other: Decimal) -> tuple[Decimal, ...]:
    return abs(one - other), one + other
