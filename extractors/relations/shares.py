"""Percentages against their bases, and shares that make a whole."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files

from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import phrase_pattern, table
from extractors.lexicon.amounts import alike
from extractors.numbers.number import Number
from extractors.relations.arithmetic import one_slip, share_fits, shown
from extractors.relations.relation import Operand, Reading, Relation
from extractors.relations.world import World

_OF_ALL = re.compile(r"\s*(?:so với |trên |của |trong )?(?:tổng|toàn|số)(?!\w)")
#: an item that tells what was reached of the one before it
_REACHED = re.compile(r"(?:đã|được|hoàn thành|giải quyết|xử lý|trả lời|hòa giải thành|giải ngân|thực hiện)(?!\w)")
_COMPOSITION = re.compile(r"(?<!\w)(?:cơ cấu|tỷ trọng)(?!\w)")


@cache
def _scales() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["scale"], re.compile(phrase_pattern(row["words"].split("|")))) for row in table("scales.csv"))


def read_percents(world: World, sums: Sequence[Relation]) -> Iterator[Relation]:
    """Yield a relation for each percentage that hangs on a count, or that the catalogue makes a rate of two counts.

    `sums` give the totals that the counts are parts of.
    """
    totals: dict[int, list[int]] = {}
    for relation in sums:
        if relation.verdict == "holds" and relation.total is not None:
            for part in relation.parts:
                totals.setdefault(part, []).append(relation.total)
    for entry in world.ledger.entries:
        for quantity in entry.quantities:
            for share in quantity.shares:
                pair = world.numbers[quantity.number].of is not None
                if (pair or not world.measures[share].plan) and world.numbers[quantity.number].value is not None:
                    yield _percent(world, entry, quantity, share, totals.get(quantity.number, []))
    yield from _rates(world)


@cache
def _rate_rows() -> tuple[tuple[str, str, str], ...]:
    text = files("extractors.catalogue").joinpath("rates.csv").read_text("utf-8")
    return tuple((row["rate"], row["part"], row["whole"]) for row in csv.DictReader(text.splitlines()))


def _catalogue_bases(world: World, part: int, share: int) -> list[int]:
    """Return the one figure that the catalogue makes the base of a rate, none where there are several."""
    for rate, counted, whole in _rate_rows():
        if world.measures[share].metric == rate and world.measures[part].metric == counted:
            period = world.measures[part].period
            bases = [n for n, m in world.measures.items() if m.metric == whole and m.period == period and not m.target]
            return bases if len(bases) == 1 else []
    return []


def _rates(world: World) -> Iterator[Relation]:
    """Yield rates that stand apart from their counts, by the catalogue ("Tỷ lệ hồ sơ trực tuyến đạt 76,13%")."""
    for rate, part, whole in _rate_rows():
        own = [n for n, m in world.measures.items() if m.metric == rate and m.share_of is None and not m.target and not m.plan]
        for share in own:
            period = world.measures[share].period
            counts = {
                code: [n for n, m in world.measures.items() if m.metric == code and m.period == period and not m.target]
                for code in (part, whole)
            }
            tried = [
                _try(world, p, world.numbers[share], w, "tỷ lệ theo danh mục chỉ tiêu")
                for p in counts[part] for w in counts[whole] if world.value(w) >= world.value(p)
            ]  # fmt: skip
            if tried:
                yield _rate(world, share, tried, len(counts[part]) == len(counts[whole]) == 1)


def _rate(world: World, share: int, tried: list[Reading], certain: bool) -> Relation:
    held = next((r for r in tried if r.verdict == "holds"), None)
    chosen = held or tried[0]
    assert chosen.total is not None
    operands = (world.operand(chosen.parts[0], "part"), world.operand(chosen.total, "whole"), world.operand(share, "share"))
    expected = None if held else _exact(world, chosen.parts[0], chosen.total)
    return Relation("percent", "identity", chosen.total, chosen.parts, operands, "%", None, "holds" if held else "fails",
                    chosen.arithmetic, tuple(tried), expected=expected, found=world.value(share), certain=certain)  # fmt: skip


def _percent(world: World, entry: Entry, quantity: Quantity, share: int, totals: Sequence[int]) -> Relation:
    part, percent = quantity.number, world.numbers[share]
    named = list(dict.fromkeys([*totals, *_named_bases(world, entry, quantity, share)]))
    named = named or _catalogue_bases(world, quantity.number, share)
    near = [b for b in _near_bases(world, entry, part) if b not in named]
    tried: list[Reading] = []
    for base in named:
        tried.append(_try(world, part, percent, base, "tổng được nêu"))
    for base in near:
        tried.append(_try(world, part, percent, base, "số cùng đơn vị trong đoạn"))
    tried += _derived(world, part, percent, [*(b for b in named if b is not None), *near])
    held = next((r for r in tried if r.verdict == "holds"), None)
    value = world.numbers[share].value or Decimal(0)
    operands = [world.operand(part, "part"), world.operand(share, "share")]
    if held is not None:
        whole = held.total
        if whole is not None and whole != part:
            operands.insert(1, world.operand(whole, "whole"))
        return Relation("percent", "cue", whole, (part,), tuple(operands), "%", None, "holds", held.arithmetic,
                        tuple(tried), found=value)  # fmt: skip
    if not named:
        return Relation("percent", "cue", None, (part,), tuple(operands), "%", None, "undecided",
                        _implied(world, part, percent), tuple(tried), "mẫu số không nêu", found=value)  # fmt: skip
    base = named[0]
    if base != part:
        operands.insert(1, world.operand(base, "whole"))
    expected = _exact(world, part, base)
    certain = base in totals or _is_certain(world, entry, base, expected, percent)
    return Relation("percent", "cue", base, (part,), tuple(operands), "%", None, "fails", tried[0].arithmetic,
                    tuple(tried), expected=expected, found=value, certain=certain)  # fmt: skip


def _is_certain(world: World, entry: Entry, base: int, expected: Decimal | None, percent: Number) -> bool:
    """An error needs a base that the text names for sure; a base that only stands before it asks."""
    if expected is not None and expected > 100:
        return False
    parent = world.ledger.parent_of(entry)
    ancestor = parent is not None and any(q.number == base for q in parent.quantities)
    same_block = world.ledger.entries[world.measures[base].entry].block == entry.block
    says_total = same_block and bool(_OF_ALL.match(world.folded, percent.end))
    if expected is not None and one_slip(expected.quantize(percent.step) if percent.step < 1 else expected, percent.value or Decimal(0)):
        return True  # one slip of the pen makes the printed share of the exact one
    return ancestor or world.numbers[base].of is not None or entry.predicate or says_total


def _named_bases(world: World, entry: Entry, quantity: Quantity, share: int) -> Iterator[int]:
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
    says_total = bool(_OF_ALL.match(world.folded, world.numbers[share].end))
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


#: "trên tổng số hồ sơ tiếp nhận mới, đạt 91,4%", "đạt 97,5% số đã giải quyết": the base by its words
_BASE_BEFORE = re.compile(r"\btrên\s+(?:tổng số|tổng|số)\s+(?P<words>[^.,;:()\d]{6,60}?)\s*,?\s*(?:đạt|chiếm|bằng|tương ứng|tương đương|tỷ lệ)")
_BASE_AFTER = re.compile(r"\s*(?:so với |trên |của |trong )?(?:tổng số|tổng|số)\s+(?P<words>[^.,;:()\d]{6,60}?)(?=[.,;:()]|\s+(?:và|trong|năm|của|tại)\s|$|\n)")


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


def _near_bases(world: World, entry: Entry, part: int) -> Iterator[int]:
    """Yield other numbers of the unit in this block and the two around it."""
    unit = world.unit(part)
    for other in world.ledger.entries[max(0, entry.id - 40) : entry.id + 40]:
        if abs(other.block - entry.block) <= (60 if entry.path else 3):
            for q in other.quantities:
                if q.number != part and alike(world.unit(q.number), unit):
                    yield q.number


def _base_value(world: World, part: int, base: int) -> Decimal:
    of = world.numbers[base].of
    return of if base == part and of is not None else world.value(base)


def _exact(world: World, part: int, base: int) -> Decimal | None:
    whole = _base_value(world, part, base)
    return (world.value(part) * 100 / whole).quantize(Decimal("0.01")) if whole else None


def _try(world: World, part: int, percent: Number, base: int, why: str) -> Reading:
    whole = _base_value(world, part, base)
    fits = share_fits(world.value(part), whole, percent)
    exact = _exact(world, part, base)
    text = f"{shown(world.value(part))} / {shown(whole)} = {shown(exact) if exact is not None else '?'}%"
    if not fits:
        text += f" ≠ {shown(percent.value or Decimal(0))}%"
    return Reading(text, why, "holds" if fits else "fails", (part,), base)


def _derived(world: World, part: int, percent: Number, bases: list[int]) -> list[Reading]:
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


def _implied(world: World, part: int, percent: Number) -> str:
    if not percent.value:
        return f"{shown(world.value(part))} = 0%"
    whole = (world.value(part) * 100 / percent.value).quantize(Decimal(1))
    return f"{shown(world.value(part))} = {shown(percent.value)}% của khoảng {shown(whole)}"


# -- distributions -------------------------------------------------------------------------------------------------


def read_distributions(world: World) -> Iterator[Relation]:
    """Yield the shares of one question that should make a whole."""
    for shares in _families(world):
        relation = _distribution(world, shares)
        if relation is not None:
            yield relation


def _families(world: World) -> Iterator[list[tuple[int, str]]]:
    """Yield lists of (percentage, words) that stand side by side in one sentence, list or table column."""
    rows: dict[tuple[object, ...], list[tuple[int, str]]] = {}
    items = {b: (x.lead, x.mark) for x in world.ledger.lists for b in x.blocks}
    for entry in world.ledger.entries:
        for quantity in entry.quantities:
            for share in (quantity.number, *quantity.shares):
                number = world.numbers[share]
                measure = world.measures[share]
                if number.percent and not measure.plan and not measure.change and number.of is None:
                    rows.setdefault(_family_key(world, entry, items.get(entry.block)), []).append((share, _words(world, entry, quantity)))
    yield from (shares for shares in rows.values() if len(shares) > 1)


def _family_key(world: World, entry: Entry, item: tuple[int, str] | None) -> tuple[object, ...]:
    group = world.group_of(entry)
    if group is not None and group.kind == "bullets":
        return ("bullets", group.id)
    if item is not None and entry.sentence == 0 and entry.group is None:
        inside = [e for e in world.ledger.entries if e.block == entry.block and e.group is None]
        if len(inside) == 1:
            return ("bullets", *item)
    if entry.path:
        return ("table", world.words(entry.path[0]), entry.block)
    return (entry.block, entry.sentence, entry.group)


def _words(world: World, entry: Entry, quantity: Quantity) -> str:
    return f"{world.words(entry.label)} # {world.words(quantity.after)}"


def _distribution(world: World, shares: list[tuple[int, str]]) -> Relation | None:
    runs = _runs(world, shares)
    for run, scale in runs:
        values = [world.value(n) for n, _ in run]
        total = sum(values, Decimal(0))
        signs = {world.numbers[n].sign for n, _ in run}
        steps = sum((world.numbers[n].step for n, _ in run if world.value(n)), Decimal(0))
        loose = Decimal(3) if signs != {"="} else Decimal(0)
        # rounding moves each share by half a place at most, cutting off only downwards
        fits = 100 - steps - loose <= total <= 100 + steps / 2 + loose
        if not fits and (scale is None or total < 85 or total > 130 or signs != {"="}):
            continue
        text = f"{' + '.join(shown(v) + '%' for v in values)} = {shown(total)}%"
        text += "" if total == 100 else " ≈ 100%" if fits else " ≠ 100%"
        operands = tuple(world.operand(n, "share") for n, _ in run)
        return Relation(
            "distribution", "cue", None, tuple(n for n, _ in run), operands, "%", scale is not None or None,
            "holds" if fits else "fails", text, (Reading(text, "các tỷ lệ của một câu hỏi", "holds" if fits else "fails"),),
            expected=Decimal(100), found=total, certain=total > 100,
        )  # fmt: skip
    return None


def _runs(world: World, shares: list[tuple[int, str]]) -> Iterator[tuple[list[tuple[int, str]], str | None]]:
    """Yield runs of shares that may be one question: those on one scale first, then all of them."""
    for name, pattern in _scales():
        on_scale = [(n, found.group()) for n, words in shares if (found := _last(pattern, words))]
        if len({word for _, word in on_scale}) == len(on_scale) > 1:
            yield on_scale, name
    yield shares, "cơ cấu" if any(_COMPOSITION.search(words) for _, words in shares[:1]) else None


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """Return the scale word of a share: right after its number, else the last one before it."""
    before, _, after = words.partition("#")
    found = pattern.search(after[:60])
    if found:
        return found
    return next(iter(reversed(list(pattern.finditer(before[-40:])))), None)


__all__ = ["Operand", "read_distributions", "read_percents"]
