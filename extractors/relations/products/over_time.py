"""What comes each day, month or year against how many of these there were ("12 tháng … bình quân mỗi tháng 124 lượt").

How long it was no measure says: the number of days or months is read from the words of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from extractors.lexicon import unit_kind
from extractors.numbers.slips import one_slip
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.passages import Figure, Passages
from extractors.relations.products.product import make_written
from extractors.relations.products.product_words import tells_of_others
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_TIMES = r"ngày|tuần|tháng|quý|năm"
_LONG = re.compile(rf"(?<![\w/.,])(?P<count>\d{{1,3}}) (?P<time>{_TIMES})(?! (?:\d|tuổi|trước|nay))(?!\w)")
_OFTEN = re.compile(rf"(?:một|mỗi|hằng|hàng|từng|trên|/) ?(?P<time>{_TIMES})(?!\w)")
_AVERAGE = re.compile(r"(?<!\w)(?:bình quân|trung bình|mỗi|tính ra)(?!\w)")
#: a figure of one of the days, of another time or of a part
_ASIDE = re.compile(
    r"(?<!\w)(?:nhất|trong đó|riêng|cùng kỳ|năm trước|kỳ trước|so với|tăng|giảm|kế hoạch|chỉ tiêu|lũy kế|phấn đấu"
    r"|quy định|tối thiểu|tối đa|ít nhất|không quá)(?!\w)"
)
_SUM = re.compile(r"(?<!\w)(?:tổng|số tiền|kinh phí|cộng|thành|được|trị giá|hết|chi|thu)(?!\w)")
_MEAN, _ALL = "tổng số chia cho số kỳ", "số lượng nhân mức mỗi kỳ nhân số kỳ"
_CENT = Decimal("0.01")


def read_over_time(world: World, passages: Passages, told: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield means of a time against its total, then totals against what each gives each time; but those `told` of."""
    for block, figures in passages.where(_LONG):
        said = world.words(world.document.blocks[block].span)
        lengths = {found["time"]: Decimal(found["count"]) for found in _LONG.finditer(said)}
        if len(lengths) == len(_LONG.findall(said)):
            for at, figure in enumerate(figures):
                if figure.number not in told and not _ASIDE.search(figure.before):
                    yield from _mean(world, figures, at, lengths)
                    yield from _all(world, figures, at, lengths)


def _mean(world: World, figures: Sequence[Figure], at: int, lengths: dict[str, Decimal]) -> Iterator[Relation]:
    """Yield a mean for each day or month against the only total of its unit in its sentence and the one before."""
    mean = figures[at]
    given, _, time = mean.unit.partition("/")
    length = lengths.get(time, Decimal(0))
    if length < 2 or not _AVERAGE.search(mean.before) or not world.is_exact(mean.number):
        return
    totals = [f for f in figures if _is_total_of(world, f, mean, given)]
    if len(totals) != 1 or tells_of_others(f"{mean.before} {totals[0].after}"):
        return
    right = totals[0].value * (ratio(totals[0].unit, given) or Decimal(1)) / length
    step = world.numbers[mean.number].step
    holds = abs(right - mean.value) <= step
    if holds or one_slip(mean.value, right.quantize(step)) or one_slip(totals[0].value, mean.value * length):
        sides = f"{shown(totals[0].value)} / {shown(length)}"
        made = right.quantize(min(step, _CENT))
        yield make_written(world, mean.number, (totals[0].number,), sides, made, _MEAN, _verdict(holds=holds))


def _is_total_of(world: World, figure: Figure, mean: Figure, given: str) -> bool:
    near = figure is not mean and abs(figure.sentence - mean.sentence) < 2
    alike = "/" not in figure.unit and ratio(figure.unit, given) is not None
    return near and alike and world.is_exact(figure.number) and not _ASIDE.search(figure.before)


def _all(world: World, figures: Sequence[Figure], at: int, lengths: dict[str, Decimal]) -> Iterator[Relation]:
    """Yield the amount that a count of givers and what each gives each time come to, right before it."""
    if at < 2 or not _SUM.search(figures[at].before):  # the count, what each gives, their amount
        return
    count, each, total = figures[at - 2 : at + 1]
    given, _, per = each.unit.partition("/")
    often = _OFTEN.search(each.after.partition(",")[0])
    length = lengths.get(often["time"] if often else per, Decimal(0))
    told = per in lengths or (often is not None and (not per or ratio(per, count.unit) is not None))
    counted = unit_kind(count.unit) in ("count", "person", "unknown") and "/" not in count.unit
    if length < 2 or not (told and counted) or ratio(given, total.unit) is None or "/" in total.unit:
        return
    if not all(world.is_exact(f.number) for f in (count, each, total)) or total.sentence - count.sentence > 1:
        return
    made = count.value * each.value * length * (ratio(given, total.unit) or Decimal(1))
    holds = made == total.value
    if holds or (one_slip(total.value, made) and not tells_of_others(f"{each.after} {total.before}")):
        sides = f"{shown(count.value)} × {shown(each.value)} × {shown(length)}"
        factors = (count.number, each.number)
        yield make_written(world, total.number, factors, sides, made, _ALL, _verdict(holds=holds))


def _verdict(*, holds: bool) -> Verdict:
    return "holds" if holds else "fails"
