"""What a percentage may be a share of: named, near, by the catalogue, sums and differences."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files

from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon.amounts import alike
from extractors.numbers.number import Number
from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.relation import Reading
from extractors.relations.world import World

OF_ALL = re.compile(r"\s*(?:so với |trên |của |trong )?(?:tổng|toàn|số)(?!\w)")
#: an item that tells what was reached of the one before it
_REACHED = re.compile(r"(?:đã|được|hoàn thành|giải quyết|xử lý|trả lời|hòa giải thành|giải ngân|thực hiện)(?!\w)")
#: "trên tổng số hồ sơ tiếp nhận mới, đạt 91,4%", "đạt 97,5% số đã giải quyết": the base by its words
_BASE_BEFORE = re.compile(r"\btrên\s+(?:tổng số|tổng|số)\s+(?P<words>[^.,;:()\d]{6,60}?)\s*,?\s*(?:đạt|chiếm|bằng|tương ứng|tương đương|tỷ lệ)")
_BASE_AFTER = re.compile(r"\s*(?:so với |trên |của |trong )?(?:tổng số|tổng|số)\s+(?P<words>[^.,;:()\d]{6,60}?)(?=[.,;:()]|\s+(?:và|trong|năm|của|tại)\s|$|\n)")


@cache
def rate_rows() -> tuple[tuple[str, str, str], ...]:
    text = files("extractors.catalogue").joinpath("rates.csv").read_text("utf-8")
    return tuple((row["rate"], row["part"], row["whole"]) for row in csv.DictReader(text.splitlines()))


def catalogue_bases(world: World, part: int, share: int) -> list[int]:
    """Return the one figure that the catalogue makes the base of a rate, none where there are several."""
    for rate, counted, whole in rate_rows():
        if world.measures[share].metric == rate and world.measures[part].metric == counted:
            period = world.measures[part].period
            bases = [n for n, m in world.measures.items() if m.metric == whole and m.period == period and not m.target]
            return bases if len(bases) == 1 else []
    return []


def named_bases(world: World, entry: Entry, quantity: Quantity, share: int) -> Iterator[int]:
    """Yield the bases that the text names: n of "k of n", the parents, the item that is predicated, the nearest total."""
    number = world.numbers[quantity.number]
    if number.of is not None:
        yield quantity.number
        return
    unit = world.unit(quantity.number)
    above = world.ledger.parent_of(entry)
    seen = 0
    while above is not None and seen < 4:
        yield from (q.number for q in above.quantities if alike(world.unit(q.number), unit))
        above, seen = world.ledger.parent_of(above), seen + 1
    by_words = _bases_by_words(world, entry, quantity, share)
    if by_words is not None:
        yield from by_words
        return
    says_total = bool(OF_ALL.match(world.folded, world.numbers[share].end))
    if says_total and (tail := _base_in_tail(world, entry, quantity, share)) is not None:
        yield tail
        return
    told = bool(_REACHED.match(world.words(entry.label)))
    if entry.separator == ";" and entry.group is None and not (says_total or told):
        return
    for other in _earlier(world, entry, same_sentence=not says_total):
        if any(q.shares for q in other.quantities):
            return  # a sibling with a share of its own has the same unnamed base
        for q in other.quantities:
            larger = world.value(q.number) >= world.value(quantity.number)
            if alike(world.unit(q.number), unit) and larger and q.number != quantity.number and not world.measures[q.number].plan:
                yield q.number
                return


def _bases_by_words(world: World, entry: Entry, quantity: Quantity, share: int) -> list[int] | None:
    """Return the figures that the words beside a share name, nearest first; None where no words name a base."""
    percent = world.numbers[share]
    before = _BASE_BEFORE.search(world.folded, world.numbers[quantity.number].end, percent.span.start)
    match = before or _BASE_AFTER.match(world.folded, percent.end)
    if match is None:
        return None
    words = " ".join(match["words"].split())
    core = re.sub(r"^(?:hồ sơ|đơn thư|đơn|vụ việc|vụ|hộ|phiếu|người|số)\s+(?=\S+ \S)", "", words)
    if len(core.split()) < 2:
        return None
    unit = world.unit(quantity.number)
    found = [
        q.number
        for other in sorted(world.ledger.entries, key=lambda e: (e.id > entry.id, abs(e.id - entry.id)))
        for q in other.quantities
        if q.number != quantity.number and alike(world.unit(q.number), unit) and core in world.measures[q.number].wording.own.replace("# ", "")
        and world.value(q.number) >= world.value(quantity.number)
    ]  # fmt: skip
    return found[:3] or None


def _base_in_tail(world: World, entry: Entry, quantity: Quantity, share: int) -> int | None:
    """Return the total that is said after the share ("đạt 56% tổng sản lượng 720 tấn")."""
    end = world.numbers[share].end
    for other in world.ledger.entries[entry.id + 1 : entry.id + 2]:
        number = other.quantities[0].number
        near = other.block == entry.block and 0 <= world.numbers[number].span.start - end < 60
        if near and "," not in world.folded[end : world.numbers[number].span.start] and alike(world.unit(number), world.unit(quantity.number)):
            return number
    return None


def _earlier(world: World, entry: Entry, *, same_sentence: bool) -> list[Entry]:
    """Return the entries before one in its block, nearest first."""
    found = [
        e for e in world.ledger.entries[max(0, entry.id - 25) : entry.id]
        if e.block == entry.block and (not same_sentence or e.sentence == entry.sentence) and not e.path
    ]  # fmt: skip
    return found[::-1]


def near_bases(world: World, entry: Entry, part: int) -> Iterator[int]:
    """Yield other numbers of the unit in this block and the two around it."""
    unit = world.unit(part)
    for other in world.ledger.entries[max(0, entry.id - 40) : entry.id + 40]:
        if abs(other.block - entry.block) <= (60 if entry.path else 3):
            for q in other.quantities:
                if q.number != part and alike(world.unit(q.number), unit):
                    yield q.number


def base_value(world: World, part: int, base: int) -> Decimal:
    of = world.numbers[base].of
    return of if base == part and of is not None else world.value(base)


def exact_share(world: World, part: int, base: int) -> Decimal | None:
    whole = base_value(world, part, base)
    return (world.value(part) * 100 / whole).quantize(Decimal("0.01")) if whole else None


def try_base(world: World, part: int, percent: Number, base: int, why: str) -> Reading:
    whole = base_value(world, part, base)
    fits = share_fits(world.value(part), whole, percent)
    exact = exact_share(world, part, base)
    text = f"{shown(world.value(part))} / {shown(whole)} = {shown(exact) if exact is not None else '?'}%"
    if not fits:
        text += f" ≠ {shown(percent.value or Decimal(0))}%"
    return Reading(text, why, "holds" if fits else "fails", (part,), base)


def derived(world: World, part: int, percent: Number, bases: list[int]) -> list[Reading]:
    """Return the bases that are a sum or difference of two named numbers (closed cases, the rest of a total)."""
    found = []
    values = list(dict.fromkeys(bases))[:8]
    for i, a in enumerate(values):
        for b in [part, *values[i + 1 :]]:
            for whole, sign in ((world.value(a) + world.value(b), "+"), (abs(world.value(a) - world.value(b)), "-")):
                if a != b and whole >= world.value(part) and share_fits(world.value(part), whole, percent) and percent.step < 1:
                    text = f"{shown(world.value(part))} / ({shown(world.value(a))} {sign} {shown(world.value(b))} = {shown(whole)}) = {shown(percent.value or Decimal(0))}%"
                    found.append(Reading(text, "mẫu số là tổng hoặc hiệu của hai số đã nêu", "holds", (part,), a))
    return found[:1]
