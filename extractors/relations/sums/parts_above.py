"""Parts above any whole that they could have: words tell them as parts, and no count before them holds them.

"185 lao động (170 theo kế hoạch), trong đó đi xa 121 người … Trong số này có 1.320 nữ": which count is the whole may be
in doubt, not that all of them together are fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike, money_scale
from extractors.relations.orders import CARRIED, make_order, names_some
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import clause, label
from extractors.relations.sums.part_orders import tells_another
from extractors.relations.sums.sum_doubts import TAKEN_AWAY
from extractors.relations.world import World

#: what is called the most of its kind is some of it
_MOST = re.compile(
    r"(?<!\w)(?:chiếm (?:nhiều|cao|đông|lớn) nhất|nhiều nhất|đông nhất|lớn nhất|chiếm đa số|phần lớn|chủ yếu)"
    r"(?: (?:là|với|có|thuộc))?(?: (?![,;:]|từng|mỗi|một)\w+){0,4} #"
)
#: the whole by its words ("trong số khai tử có 260 trường hợp")
_OF_NAMED = re.compile(
    r"(?<!\w)trong (?:tổng )?số (?P<whole>(?![^\d,;:.()]*(?<!\w)(?:này|đó|trên)(?!\w))[^\d,;:.()]{2,40}?)"
    r",? (?:thì )?có(?: tới| đến)?$"
)
#: the same by what some of the kind are ("; trong đó hộ nghèo là người dân tộc thiểu số 93 hộ")
_OF_KIND = re.compile(
    r"(?<!\w)trong đó,? (?:số )?(?P<whole>[^\W\d_]+ [^\W\d_]+(?: [^\W\d_]+)?) (?:là|thuộc) [^\d,;:.()]{3,40}$"
)
_MARK = re.compile(r"[,;:.()]")
#: amounts of one each add up to nothing
_OF_EACH = re.compile(r"(?<!\w)(?:mức|giá|mỗi|từng|bình quân|đơn giá|suất)(?!\w)")
#: what makes a figure some of the one right before it: its words, or the bracket that it stands in
_AMONG_THESE = re.compile(
    r"^[\s,;(]{0,3}trong (?:đó|số này|số đó)(?!\w)[^\d,;:.()]{0,40}$"
    r"|^[^\d,;:.()]{0,40}\((?:đã|đang|được|cho)(?!\w)"
    r"(?![^\d]*(?<!\w)(?:giao|điều chỉnh|gồm|tính|cộng|nâng|tăng|bổ sung|đăng ký|duyệt|phân bổ|lên|cam kết|quy|làm"
    r"|kế hoạch|chỉ tiêu|dự toán|chuyển|năm|kỳ)(?!\w))[^\d,;:.()]{0,40}$"
)
#: the same by what became of them: "292 hồ sơ, có 185 hồ sơ đã xử lý xong"
_HAS, _DONE = re.compile(r"^[^\d,;:.()]{0,40}, (?:đã )?có$"), re.compile(r"\s*(?:đã|được|bị|hoàn thành|đạt)(?!\w)")
#: what was meant may be passed
_PLANNED = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|giao|dự kiến|nhu cầu|đăng ký|phấn đấu|dự toán|mục tiêu|tối thiểu)(?!\w)"
)
#: a part without its unit, or in another one, that is so many times its whole counts something else
_FAR = 20
_ADDING = ("sum", "balance", "growth", "difference")


@dataclass(frozen=True, slots=True)
class _Paragraphs:
    """The figures by block, and those that relations which hold make parts, changes or accounts of others."""

    world: World
    passages: Passages
    inside: AbstractSet[int]

    def figure(self, number: int) -> Figure | None:
        """Return a figure of running text."""
        home = self.world.entry_of(number).block if number in self.world.measures else -1
        return next((f for f in self.passages.by_block.get(home, ()) if f.number == number), None)

    def beside(self, part: Figure) -> Sequence[Figure]:
        """Return the other figures of a paragraph that count in a like unit."""
        inside = self.passages.by_block[part.block]
        return [f for f in inside if f.number != part.number and counts_like(f.unit, part.unit)]


def with_parts_above(
    world: World, passages: Passages, relations: Sequence[Relation], again: Sequence[Relation]
) -> Iterator[Relation]:
    """Yield relations; a list fails that has a part above any whole it could have, and no doubt brakes that.

    Figures that are told `again` otherwise are no parts of wrong lists.
    """
    report = _report(world, passages, relations)
    told = {o.number for r in again if r.verdict == "fails" for o in r.operands}
    for relation in relations:
        listed = relation.source == "cue" and relation.total is not None
        listed = listed and told.isdisjoint(o.number for o in relation.operands)
        if (
            listed
            and relation.kind == "order"
            and relation.verdict == "undecided"
            and relation.missing != TAKEN_AWAY
            and _exceeds(report, relation)
        ):
            yield replace(relation, verdict="fails", certain=False, missing=None)
        elif listed and relation.kind == "sum" and relation.verdict == "fails" and _exceeds(report, relation):
            yield replace(relation, tied=True)
        else:
            yield relation


def read_parts_above(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield figures that words call some of those before them and that are above all of these together."""
    report = _report(world, passages, known)
    failing = {o.number for r in known if r.verdict == "fails" for o in r.operands}
    for figures in passages.by_block.values():
        for part in figures:
            if part.number in failing:
                continue
            whole = _named_below(report, part) or _bound_below(report, part)
            whole = whole or (_whole_below(report, part, ()) if _is_some(world, part) else None)
            if whole is not None:
                yield make_order(world, whole.number, part.number, "fails", certain=False)


def _report(world: World, passages: Passages, relations: Sequence[Relation]) -> _Paragraphs:
    held = [r for r in relations if r.verdict == "holds" and r.kind in _ADDING and r.total is not None]
    return _Paragraphs(world, passages, {part for r in held for part in r.parts if r.kind != "growth"})


def counts_like(one: str, other: str) -> bool:
    """Whether units count alike; amounts of money do where they are in one scale."""
    return alike(one, other) and money_scale(one) == money_scale(other)


def _is_some(world: World, figure: Figure) -> bool:
    """Whether words alone say that an exact count is some of those told before."""
    measure, said = world.measures[figure.number], clause(figure)
    plain = world.is_exact(figure.number) and not (measure.change or measure.plan or measure.target)
    counted = unit_kind(figure.unit) in ("count", "person", "household", "area") and "/" not in figure.unit
    return plain and counted and (names_some(figure) or bool(_MOST.search(said)))


def _exceeds(report: _Paragraphs, relation: Relation) -> bool:
    """Whether a part of a list is above its whole, bound to it, or above any that it could have."""
    world, total = report.world, report.figure(relation.total or 0)
    parts = [f for number in relation.parts if (f := report.figure(number)) is not None]
    if total is None or len(parts) != len(relation.parts) or total.before.endswith("/"):
        return False  # "108,7 bé trai/100 bé gái (699 bé trai, 643 bé gái)"
    above = [p for p in parts if p.value > total.value and counts_like(p.unit, total.unit)]
    return any(
        not _OF_EACH.search(p.before)
        and world.is_exact(p.number)
        and not tells_another(world, total.number, p.number)
        and _is_listed(world, p)
        and (world.numbers[p.number].unit or p.value <= total.value * _FAR)
        and (_is_bound(report, total, p) or _whole_below(report, p, relation.parts) is not None)
        for p in above
    )


def _is_listed(world: World, part: Figure) -> bool:
    """Whether words or marks list a part, none that opens with what stands beside a whole ("riêng …")."""
    group = world.group_of(world.entry_of(part.number))
    return group is not None and group.openness != "open"


def _is_bound(report: _Paragraphs, total: Figure, part: Figure) -> bool:
    """Whether a list hangs right behind a whole of its sentence, in the same printed unit."""
    world = report.world
    group = world.group_of(world.entry_of(part.number))
    if group is None or total.home != part.home or group.kind not in ("cue", "bracket"):
        return False
    between = [
        f
        for f in report.beside(part)
        if total.number < f.number and world.numbers[f.number].span.start < group.span.start
    ]
    printed = world.numbers[total.number].unit, world.numbers[part.number].unit
    same = printed[0] == printed[1] and bool(printed[0])
    return same and not between and not world.measures[total.number].change


def _whole_below(report: _Paragraphs, part: Figure, siblings: Sequence[int]) -> Figure | None:
    """Return the largest count before a part where all of its paragraph that may hold the part are fewer together."""
    beside = report.beside(part)
    before = [f for f in beside if f.number < part.number]
    if not before or any(_largest(report, f) >= part.value for f in beside):
        return None
    wholes = [f for f in before if f.number not in siblings and _is_whole(report, f)]
    if not wholes or sum((f.value for f in wholes), Decimal(0)) >= part.value:
        return None
    whole = max(wholes, key=lambda f: f.value)
    return None if part.unit != whole.unit and part.value > whole.value * _FAR else whole


def _named_below(report: _Paragraphs, part: Figure) -> Figure | None:
    """Return the one count before a part whose words name the whole of the part, where it is less."""
    named = _OF_NAMED.search(part.before) or _OF_KIND.search(part.before)
    if named is None or report.world.measures[part.number].change or not report.world.is_exact(part.number):
        return None
    words = f" {named['whole'].strip()}"
    before = [f for f in report.beside(part) if f.number < part.number]
    wholes = [f for f in before if f" {label(f.before)}".endswith(words) or _counted(report.world, f) == words.strip()]
    fits = len(wholes) == 1 and _is_whole(report, wholes[0]) and _largest(report, wholes[0]) < part.value
    return wholes[0] if fits else None


def _counted(world: World, figure: Figure) -> str:
    """Return the words behind a figure up to a mark, its unit among them."""
    start = world.numbers[figure.number].span.end
    return _MARK.split(world.folded[start : start + 60])[0].strip()


def _bound_below(report: _Paragraphs, part: Figure) -> Figure | None:
    """Return the count right before the words or the bracket of a part, where it is less, as is all of its clause.

    "Còn 7 trường hợp, trong đó 39 trường hợp chưa nhận tiền", "sầu riêng 1.620 ha (cho thu hoạch 1.720 ha)".
    """
    world, inside = report.world, report.passages.by_block[part.block]
    at, printed = inside.index(part), world.numbers[part.number].unit
    among = _AMONG_THESE.match(part.before) or (_HAS.match(part.before) and _DONE.match(part.after))
    if not at or not printed or not among:
        return None
    own = [f for f in inside[:at] if f.home == part.home]
    breaks = [i for i, f in enumerate(own) if ";" in f.before]
    own = own[breaks[-1] if breaks else 0 :]
    like = [f for f in own if world.numbers[f.number].unit and counts_like(f.unit, part.unit)]
    if not like or like[-1] is not inside[at - 1] or not _is_whole(report, like[-1]):
        return None
    span = world.document.blocks[part.block].span
    if CARRIED.search(world.folded, span.start, span.end) and "trong" not in part.before:
        return None
    exact = all(world.is_exact(f.number) for f in (part, like[-1])) and not world.measures[part.number].change
    below = sum((_largest(report, f) for f in like), Decimal(0)) < part.value and not _PLANNED.search(like[-1].before)
    return like[-1] if exact and below and not tells_another(world, like[-1].number, part.number) else None


def _largest(report: _Paragraphs, figure: Figure) -> Decimal:
    of = report.world.numbers[figure.number].of
    return max(figure.value, of) if of is not None else figure.value


def _is_whole(report: _Paragraphs, figure: Figure) -> bool:
    """Whether a figure counts what is, and no other figure has it among its parts."""
    measure = report.world.measures[figure.number]
    plain = not (measure.change or measure.plan or measure.target)
    return plain and figure.number not in report.inside
