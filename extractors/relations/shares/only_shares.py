"""Shares of sentences that count nothing but a part and its whole: "286/340 hộ …, ấy là tới ngưỡng 81%".

No word need tie the percentage to them; it is told only where one slip of the pen makes it of the right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import permutations

from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import share_fits
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.shares.closed_pairs import part_and_whole
from extractors.relations.shares.closed_words import BLOCKS, LINKS, OF_WHOLE, OUTCOMES, content_words
from extractors.relations.shares.quotients import exact_share, is_slip, make_percent, try_base
from extractors.relations.world import World

#: how many figures a paragraph may have beside, and words of its own a share that is no whole percentage may not have
_MOST, _FEW = 6, 3
_MARK = re.compile(r"[,;:.()–—]\s*")
#: "cứ một trăm em thì 35 em …"
_OF_HUNDRED = re.compile(
    r"(?<!\w)cứ (?:mỗi |trong )?(?:một trăm|trăm|100)(?!\w)[^,.;\d]{0,40}(?<!\w)(?:thì|có)(?: \w+){0,2}$"
)
_HUNDRED = 100
_RATE = re.compile(r"(?<!\w)(?:tỷ|tỉ) (?:lệ|trọng)(?!\w)")
#: all of it, told by a figure of speech
_ANY_WAY = re.compile(r"(?:chặng|quãng) đường|lộ trình|tổng thể|trong số đó|tất cả")
#: another scope or time
_ELSEWHERE = re.compile(r"(?<!\w)(?:toàn|cả|thời gian|thời hạn|tháng|quý|tuần|năm)(?!\w)")
_WHY = "hai số duy nhất trong câu"


@dataclass(frozen=True, slots=True)
class _Told:
    """A share with its part and its whole, the same number where a pair tells both."""

    share: Figure
    part: int
    whole: int


def read_only_shares(world: World, passages: Passages, decided: AbstractSet[int]) -> Iterator[Relation]:
    """Yield shares that one slip keeps from being those of the only two figures beside; not those `decided`."""
    for figures in passages.by_block.values():
        for at, figure in enumerate(figures):
            if figure.number not in decided and _is_share(world, figures, at):
                told = _told(world, figures, at)
                if told is not None and _is_meant(world, figures, told):
                    yield _relation(world, told)


def _is_share(world: World, figures: Sequence[Figure], at: int) -> bool:
    figure, number = figures[at], world.numbers[figures[at].number]
    measure = world.measures[figure.number]
    usable = number.sign == "=" and number.of is None and figure.value not in (0, _HUNDRED)
    if not usable or measure.change or measure.target:
        return False
    return figure.unit == "%" or bool(_OF_HUNDRED.search(_before(figures, at)))


def _before(figures: Sequence[Figure], at: int) -> str:
    """Return the words before a figure, over the 100 that it is told of."""
    return (
        f"{figures[at - 1].before} 100 {figures[at].before}"
        if at and figures[at - 1].value == _HUNDRED
        else figures[at].before
    )


def _told(world: World, figures: Sequence[Figure], at: int) -> _Told | None:
    """Return the part and whole of a share: the only figures of its sentence, or of the one before if it has none."""
    share = figures[at]
    beside = [f for f in figures if f.home == share.home and f is not share and f.value != _HUNDRED]
    if not beside:
        beside = [f for f in figures if f.block == share.block and f.sentence == share.sentence - 1]
    if len(figures) > _MOST or any(f.unit == "%" or "/" in f.unit or f.number > share.number for f in beside):
        return None
    if len(beside) == 1 and world.numbers[beside[0].number].of:
        return _Told(share, beside[0].number, beside[0].number)
    if len(beside) != 2 or not all(_is_plain(world, f) for f in beside):
        return None
    of_whole = bool(OF_WHOLE.search(beside[1].before))
    if not (of_whole or alike(beside[0].unit, beside[1].unit)):
        return None
    pair = part_and_whole(world, share.number, beside[0].number, beside[1].number)
    return None if pair is None else _Told(share, *pair)


def _is_plain(world: World, figure: Figure) -> bool:
    number, measure = world.numbers[figure.number], world.measures[figure.number]
    return number.sign == "=" and number.of is None and not measure.change and figure.unit != "" and figure.value > 0


def _is_meant(world: World, figures: Sequence[Figure], told: _Told) -> bool:
    """Whether one slip made the share, no other reading gives it, and its words name nothing of their own."""
    share, number = told.share, world.numbers[told.share.number]
    first = next(f for f in figures if f.number in (told.part, told.whole))
    before = f"{first.before} {world.folded[world.numbers[first.number].span.start : number.span.start]}"
    behind = _MARK.split(share.after)[0]
    if BLOCKS.search(f"{before} {behind}") or not is_slip(exact_share(world, told.part, told.whole), number):
        return False
    others = [f for f in figures if f is not share and f.unit != "%" and f.value != _HUNDRED]
    values = [way for f in others for way in (f.value, world.numbers[f.number].of or f.value)]
    ways = (*permutations(values, 2), *((abs(a - b), a) for a, b in permutations(values, 2)))
    if any(share_fits(a, b, number) for a, b in ways if b):
        return False
    return _names_nothing(before, behind, strictly=number.step >= 1)


def _names_nothing(before: str, behind: str, *, strictly: bool) -> bool:
    """Whether a percentage is told of what was counted, by its words before and behind it."""
    own = _MARK.split(before.rstrip("( "))[-1]
    said = content_words(before[: len(before) - len(own)])
    words, tail = content_words(LINKS.sub(" ", own)), content_words(_ANY_WAY.sub(" ", behind))
    covered = bool(words & (said | OUTCOMES))
    named = bool(words) and bool(_RATE.search(own))  # "24 cán bộ, 18 người đại học, tỷ lệ nữ 45%"
    if not strictly:
        return covered or not named
    fits = covered or (len(words) <= _FEW and not named)
    return fits and not _ELSEWHERE.search(own) and (not tail or named or bool(tail & said))


def _relation(world: World, told: _Told) -> Relation:
    reading = try_base(world, told.part, world.numbers[told.share.number], told.whole, _WHY)
    numbers = (told.part, told.whole, told.share.number)
    return make_percent(world, numbers, (reading,), source="cue", certain=False)
