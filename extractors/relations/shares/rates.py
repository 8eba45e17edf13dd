"""Rates of the catalogue that stand apart from their counts ("Tỷ lệ hồ sơ trực tuyến đạt 76,13%")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.relations.arithmetic import share_fits
from extractors.relations.relation import Relation
from extractors.relations.shares.bases import near_bases, rate_rows
from extractors.relations.shares.quotients import exact_share, is_slip, make_percent, try_base
from extractors.relations.world import World

_ELSEWHERE = "các số của chỉ tiêu nêu ở chỗ khác, có thể khác phạm vi"

#: words by which a rate is that of another time
_THEN = re.compile(
    r"(?<!\w)(?:(?:năm|khi|hồi|lúc|kỳ|tháng|quý) (?:đó|ấy|trước|ngoái)|cùng kỳ|trước đây|so(?! sánh)|từ mức|lên"
    r"|phấn đấu)(?!\w)[^.;]*$"
)
#: how many blocks apart the figures of a rate may stand to contradict it without a slip of the pen
_NEAR = 3
_ANY = "any"
#: how many figures of one metric are tried
_MOST = 8


def read_rates(world: World) -> Iterator[Relation]:
    """Yield rates that stand apart from their counts, by the catalogue ("Tỷ lệ hồ sơ trực tuyến đạt 76,13%")."""
    told = _figures(world)
    ordered = {key: sorted(numbers) for key, numbers in told.items()}
    for rate, part, whole in rate_rows():
        for share in told.get((rate, _ANY), ()):
            measure = world.measures[share]
            if measure.share_of is None and not measure.plan and not _is_of_then(world, share):
                parts, wholes = (_nearest(ordered.get((code, measure.period), ()), share) for code in (part, whole))
                relation = _rate(world, share, parts, wholes)
                if relation is not None:
                    yield relation


def _is_of_then(world: World, share: int) -> bool:
    """Whether words before a rate say that it is of another time, or aimed at."""
    start = world.numbers[share].span.start
    return bool(_THEN.search(world.folded, max(0, start - 60), start))


def _figures(world: World) -> dict[tuple[str, str | None], list[int]]:
    """Return the figures that measure each metric in each period and in any, aims left out."""
    told: dict[tuple[str, str | None], list[int]] = {}
    for number, measure in world.measures.items():
        if measure.metric and not measure.target:
            for period in (measure.period, _ANY):
                told.setdefault((measure.metric, period), []).append(number)
    return told


def _nearest(numbers: Sequence[int], share: int) -> list[int]:
    """Return, of figures in order, the few that stand nearest to a percentage."""
    at = bisect_left(numbers, share)
    return sorted(sorted(numbers[max(0, at - _MOST) : at + _MOST], key=lambda n: abs(n - share))[:_MOST])


def _rate(world: World, share: int, parts: Sequence[int], wholes: Sequence[int]) -> Relation | None:
    """Return a percentage against the figures that measure its part and its whole."""
    printed, why = world.numbers[share], "tỷ lệ theo danh mục chỉ tiêu"
    pairs = [(p, w) for p in parts for w in wholes if world.value(w) >= world.value(p)]
    tried = [try_base(world, p, printed, w, why) for p, w in pairs]
    if not tried:
        return None
    chosen = next((i for i, reading in enumerate(tried) if reading.verdict == "holds"), 0)
    holds = tried[chosen].verdict == "holds"
    counted, base = pairs[chosen]
    exact = exact_share(world, counted, base)
    # figures of one name far apart may speak of other scopes: only a slip of the pen tells that they are meant
    near = are_near(world, share, counted, base) and not _fits_another(world, share, counted, base)
    meant = holds or near or is_slip(exact, printed)
    found = make_percent(
        world, (counted, base, share), tried, chosen, source="identity", certain=len(parts) == len(wholes) == 1
    )
    return found if meant else replace(found, verdict="undecided", missing=_ELSEWHERE)


def _fits_another(world: World, share: int, part: int, base: int) -> bool:
    """Whether the rate fits another figure beside its part, whose words were read for those of the rate."""
    others = (*near_bases(world, world.entry_of(part), part), *near_bases(world, world.entry_of(base), base))
    return any(share_fits(world.value(n), world.value(base), world.numbers[share]) for n in others)


def are_near(world: World, *numbers: int) -> bool:
    """Whether figures stand within a few blocks of each other."""
    blocks = [world.document.block_at(world.numbers[n].span.start) for n in numbers]
    return max(blocks) - min(blocks) <= _NEAR
