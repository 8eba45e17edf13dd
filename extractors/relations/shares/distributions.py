"""Shares that make a whole: answers of one question, structure of one total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from extractors.catalogue.nouns import dimensions
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import scales
from extractors.numbers.slips import one_slip, slip_cost
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.sums.closed_sum_words import overlapping
from extractors.relations.world import World

#: of one of these each is: their shares make no more than all
_KIND = re.compile(r"(?:và )?(?:dân tộc|tôn giáo|nguồn vốn|thành phần|quốc tịch)(?!\w)")
_COMPOSITION = re.compile(
    r"(?<!\w)(?:(?<!đổi )(?<!dịch )cơ cấu|tỷ trọng|thành phần|(?:phân |chia |tính |tỷ lệ [^,:;]{1,20} )theo "
    r"(?!kế hoạch|nghị quyết|chỉ tiêu|dự toán|quy định))(?!\w)"
)
#: the last of a list that leaves nothing out
_OTHERS = re.compile(r"(?<!\w)(?:khác|còn lại)(?!\w)")
_REST = re.compile(r"^[^.\n]*?[,;]\s*(?:\w+\s+){0,3}còn lại(?!\w)")
_BAND = re.compile(r"(?<!\w)(?P<of>dưới|trên|từ(?=\s+#?\d*)|trở lên)(?!\w)")
#: what shares of one whole come to at most, whatever slipped
_DOUBLE = 200


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
                if _is_share(world, share):
                    key = _family_key(world, entry, items.get(entry.block))
                    rows.setdefault(key, []).append((share, _words_beside(world, entry, quantity)))
    yield from (shares for shares in rows.values() if len(shares) > 1)


def _is_share(world: World, number: int) -> bool:
    printed, measure = world.numbers[number], world.measures[number]
    return printed.percent and printed.of is None and not (measure.plan or measure.change)


def _family_key(world: World, entry: Entry, item: tuple[int, str] | None) -> tuple[object, ...]:
    group = world.group_of(entry)
    if group is not None and group.kind == "bullets":
        return ("bullets", group.id)
    if item is not None and entry.sentence == 0 and entry.group is None:
        inside = [e for e in world.ledger.entries_of(entry.block) if e.group is None]
        if len(inside) == 1:
            return ("bullets", *item)
    if entry.path:
        return ("table", world.words(entry.path[0]), entry.block)
    return (entry.block, entry.sentence, entry.group)


def _words_beside(world: World, entry: Entry, quantity: Quantity) -> str:
    return f"{world.words(entry.label)} # {world.words(quantity.after)}"


def _distribution(world: World, shares: list[tuple[int, str]]) -> Relation | None:
    """Return what the first run that makes a whole, or should and nearly does, says."""
    failing: Relation | None = None
    for run, named in _runs(world, shares):
        total = sum((world.value(n) for n in run), Decimal(0))
        if any(world.value(n) == 100 for n in run):
            continue  # what all have is no part of a whole
        exact = {world.numbers[n].sign for n in run} == {"="}
        steps = sum((world.numbers[n].step for n in run if world.value(n)), Decimal(0))
        loose = Decimal(0) if exact else Decimal(3)
        # rounding moves each share by half a place at most, cutting off only downwards
        if 100 - steps - loose <= total <= 100 + steps / 2 + loose:
            return _make_whole(world, run, total, fits=True, named=named)
        if _is_of_share(world, run, total, steps):
            continue
        if (total < 100 and _leaves_rest(world, run)) or _overlap([words for n, words in shares if n in run]):
            continue
        shifted = named and len(run) > 2 and sum(_shift(world, n, total) for n in run) == 1
        # answers that only their list ties together: a slip of the pen away from a whole
        slipped = len(run) > 2 and _is_one_list(world, run) and any(_slip(world, n, total) for n in run)
        shifted = shifted or (slipped and total <= _DOUBLE and sum(_is_swapped(world, n, total) for n in run) == 1)
        slipped = slipped or _is_too_much(world, run, [words for n, words in shares if n in run])
        wider = failing is None or len(run) > len(failing.parts)
        if wider and exact and ((named and 85 <= total <= 130) or shifted or (slipped and 90 <= total <= 110)):
            failing = _make_whole(world, run, total, fits=False, named=named)
    return failing


def _is_of_share(world: World, run: list[int], total: Decimal, steps: Decimal) -> bool:
    """Whether shares make the one told before them ("tỷ lệ 99,7%; trong đó xuất sắc 35,2%, tốt 28,1%, …")."""
    home = world.entry_of(run[0]).block
    before = [n for n in range(max(0, run[0] - 6), run[0]) if n in world.measures and world.entry_of(n).block == home]
    shares = [n for n in before if world.numbers[n].percent and n not in run]
    return bool(shares) and abs(world.value(shares[-1]) - total) <= steps


def _overlap(labels: Sequence[str]) -> bool:
    """Whether shares are told by qualities of several kinds, which one person may have together ("nữ", "trẻ tuổi")."""
    return overlapping([words.partition("#")[0] for words in labels])


def _leaves_rest(world: World, run: list[int]) -> bool:
    """Whether a rest without its share stands behind the last of shares ("…, 33% là hộ, còn lại là nhóm hộ")."""
    start = world.numbers[max(run)].end
    following = next((n.span.start for n in world.numbers[max(run) + 1 :]), len(world.folded))
    return bool(_REST.search(world.folded[start : min(following, start + 160)]))


def _is_one_list(world: World, run: list[int]) -> bool:
    """Whether percentages stand alone, without counts, as all that a paragraph lists behind a colon."""
    entries = [world.entry_of(n) for n in run]
    alone = all(len(e.quantities) == 1 and e.quantities[0].number == n for e, n in zip(entries, run, strict=True))
    block = entries[0].block
    inside = len(world.ledger.entries_of(block))
    start = world.document.blocks[block].span.start
    opened = ":" in world.folded[start : world.numbers[run[0]].span.start]
    return alone and opened and inside == len(run) and all(e.block == block for e in entries)


def _slip(world: World, number: int, total: Decimal) -> bool:
    return one_slip(world.value(number), world.value(number) + 100 - total)


def _shift(world: World, number: int, total: Decimal) -> bool:
    """Whether a share ten times too large or too small keeps shares from a whole."""
    value = world.value(number)
    return value > 0 and any(abs(total - value + value * by - 100) <= 1 for by in (Decimal(10), Decimal("0.1")))


def _is_swapped(world: World, number: int, total: Decimal) -> bool:
    """Whether neighbours swapped in a share keep shares from a whole."""
    return slip_cost(world.value(number), world.value(number) + 100 - total) == 1


def _make_whole(world: World, run: list[int], total: Decimal, *, fits: bool, named: bool) -> Relation:
    verdict: Verdict = "holds" if fits else "fails"
    text = f"{' + '.join(shown(world.value(n)) + '%' for n in run)} = {shown(total)}%"
    if total != 100:
        text += " ≈ 100%" if fits else " ≠ 100%"
    return Relation(
        kind="distribution",
        source="cue",
        total=None,
        parts=tuple(run),
        operands=tuple(world.operand(n, "share") for n in run),
        unit="%",
        exhaustive=named or None,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, "các tỷ lệ của một câu hỏi", verdict),),
        expected=Decimal(100),
        found=total,
        certain=total > 100,
    )


def _runs(world: World, shares: list[tuple[int, str]]) -> Iterator[tuple[list[int], bool]]:
    """Yield runs of shares that may be one question, and whether their words say so.

    Those on one scale come first, then all of them.
    """
    for pattern in scales():
        on_scale = [(n, found.group()) for n, words in shares if (found := _last(pattern, words))]
        if len({word for _, word in on_scale}) == len(on_scale) > 1:
            yield [n for n, _ in on_scale], True
    labels = [words for _, words in shares]
    divided = _is_divided(labels) and not _by_several_qualities(labels)
    yield [n for n, _ in shares], divided or _are_bands(world, shares)


def _is_divided(labels: list[str]) -> bool:
    """Whether the words of a list say that it divides a whole: before its first share, or those of its last."""
    return bool(_COMPOSITION.search(labels[0]) or (len(labels) > 2 and _OTHERS.search(labels[-1])))


def _by_several_qualities(labels: list[str]) -> bool:
    """Whether two shares are of qualities of another kind: who has one may have the other, too.

    Women, the young and those of small peoples divide no council.
    """
    said = [kinds for words in labels if (kinds := dimensions(words))]
    return any(one.isdisjoint(other) for one, other in combinations(said, 2))


def _are_bands(world: World, shares: list[tuple[int, str]]) -> bool:
    """Whether shares without counts divide a measure from its lowest band to its highest ("dưới 31 tuổi", …)."""
    if any(world.entry_of(number).quantities[0].number != number for number, _ in shares):
        return False
    bands = [_BAND.search(label) for _, label in shares]
    said = [band["of"] if band else "" for band in bands]
    return len(said) > 2 and all(said) and "dưới" in said and bool({"trên", "trở lên"} & set(said))


def _is_too_much(world: World, run: list[int], words: list[str]) -> bool:
    """Whether shares of kinds of one thing, each of which is of one kind, come to more than all."""
    kinds = [found.group() if (found := _KIND.match(word)) else "" for word in words]
    total = sum((world.value(n) for n in run), Decimal(0))
    return len(run) > 2 and bool(kinds[0]) and len(set(kinds)) == 1 and 100 < total <= 130


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """Return the scale word of a share: right after its number, else the last one before it."""
    before, _, after = words.partition("#")
    found = pattern.search(after[:60])
    if found:
        return found
    return next(iter(reversed(list(pattern.finditer(before[-40:])))), None)
