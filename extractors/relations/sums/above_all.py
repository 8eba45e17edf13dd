"""Counts above all that there are: "toàn phường có 224 hòa giải viên … 254 hòa giải viên được bồi dưỡng".

The count of all is told once for a whole place, by a noun that nobody counts in turns; more of the same noun, told by
what happened to them, contradicts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.lexicon import unit_kind
from extractors.relations.orders import make_order
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import label
from extractors.relations.world import World

#: a sentence that tells how many there are of something in all
_OF_ALL = re.compile(
    r"^[\W\d]*(?:(?:hiện(?: nay| tại)?|đến nay|tính đến [^,;]{4,20}),? )?(?:toàn|tổng số)(?!\w)"
    r"(?!.*(?<!\w)(?:trong đó|trong số|gồm|riêng|bình quân|mỗi)(?!\w))[^;(]*$"
)
#: what happened to those counted, or what they have
_BEFALLEN = re.compile(r"\s*(?:được|đã|tham gia|đạt|bị|có|hoàn thành|thực hiện|tổ chức|đăng ký|xây dựng)(?!\w)")
#: counts of other times, of several times, or of what is wanted
_OTHER = re.compile(
    r"(?<!\w)(?:lượt|lũy kế|giai đoạn|nhiệm kỳ|cùng kỳ|năm trước|từ năm|trước đây|trước khi|dự kiến|phấn đấu|cần"
    r"|kế hoạch|chỉ tiêu|tỉnh|cả nước|so với|tăng|giảm|mỗi|bình quân|toàn|tổng|sáp nhập|thêm|mới)(?!\w)"
)
#: bodies that are there once each
_BODIES = re.compile(
    "thôn|ấp|bản|xã|phường|khu phố|tổ dân phố|khóm|buôn|trường|trạm y tế|chi bộ|chi hội|chi đoàn|hợp tác xã|chợ"
)

#: what may stand before a count of such; other words tell of another place or time
_PLAIN = frozenset(("đến", "nay", "đã", "có", "hiện", "trong", "cuối", "hết", "năm", "kỳ", "quý", "tháng", "nhờ", "đó"))


def read_above_all(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield counts above the one count of all of them in their paragraph; `known` relations that fail come first."""
    failing = {o.number for r in known if r.verdict == "fails" for o in r.operands}
    inside = {part for r in known if r.kind == "sum" and r.verdict == "holds" for part in r.parts}
    for figures in passages.by_block.values():
        for part in figures:
            if part.number in failing or not _is_some(world, part):
                continue
            whole = _all_of(world, figures, part)
            if whole is not None and whole.number not in failing | inside:
                yield make_order(world, whole.number, part.number, "fails", certain=False)


def _is_some(world: World, part: Figure) -> bool:
    """Whether a figure counts such of a noun as something befell."""
    printed, measure = world.numbers[part.number].unit or "", world.measures[part.number]
    counts = _BODIES.fullmatch(printed) is not None or (unit_kind(printed) == "person" and " " in printed)
    plain = world.is_exact(part.number) and not (measure.change or measure.plan or measure.target)
    befallen = _BEFALLEN.match(part.after.removeprefix(printed))
    own = set(label(part.before).split()) <= _PLAIN and not _OTHER.search(part.before)
    return counts and plain and befallen is not None and own


def _all_of(world: World, figures: Sequence[Figure], part: Figure) -> Figure | None:
    """Return the one count of all of the same noun before a figure, where it is less and none else is as many."""
    printed = world.numbers[part.number].unit
    same = [f for f in figures if f is not part and world.numbers[f.number].unit == printed]
    if any(max(f.value, world.numbers[f.number].of or f.value) >= part.value for f in same):
        return None
    told = [f for f in same if f.number < part.number and _OF_ALL.match(_sentence_up_to(world, figures, f))]
    return told[0] if len(told) == 1 and world.is_exact(told[0].number) else None


def _sentence_up_to(world: World, figures: Sequence[Figure], figure: Figure) -> str:
    """Return the folded words of a sentence before a figure, with the figures among them."""
    first = next(f for f in figures if f.home == figure.home)
    start = world.numbers[first.number].span.start
    return first.before + world.folded[start : world.numbers[figure.number].span.start]
