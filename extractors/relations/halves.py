"""Words for a half or most of a whole against the figures behind them: "hơn một nửa số hộ: 1.136 hộ trên 1.470 hộ"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.document import Span
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.paired import on_whole
from extractors.relations.passages import Figure, Passages, found_in
from extractors.relations.relation import Relation, Verdict
from extractors.relations.same_words import naming
from extractors.relations.world import World

_HALF = r"(?:một )?nửa(?! (?:đầu|cuối|sau|năm|tháng|giờ))"
_CLAIM = re.compile(
    rf"(?<!\w)(?:(?P<more>(?:hơn|trên|quá|già) {_HALF}|đa số|đa phần|phần lớn|hầu hết|đại đa số)"
    rf"|(?P<less>(?:chưa|không|gần)(?: được| đến| tới| đầy| bằng)? {_HALF}|dưới {_HALF}|thiểu số(?! ))"
    r"|(?P<two>(?:hơn|trên|quá) (?:hai phần ba|2/3)))(?!\w)"
)
#: words of a wish, of another time, and of a whole of its own
_OTHER = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|kế hoạch|chỉ tiêu|ít nhất|tối thiểu|trong đó|riêng|cùng kỳ|năm trước)(?!\w)"
)
#: a percentage of something that its own words name
_OF_ALL = re.compile(r"\s*(?:của|tổng|số|dân số|toàn|diện tích|trên|so với)(?!\w)")
_REACH = 80
_EMPTY = frozenset(("quy", "định", "thôn", "bản", "ấp"))
_THUS = re.compile(r"(?<!\w)(?:như vậy|như thế|vậy là|thế là|tức là|tức|nghĩa là|do đó)(?: là)?(?: đã có| có)?,?\s*$")
#: words by which a claim is on the rest
_DENIED = re.compile(r"(?<!\w)(?:chưa|không|còn lại|khác)(?!\w)")


def read_halves(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each word for a part of a whole that a pair or a percentage follows in its sentence."""
    told = (_told(world, figures, found) for figures, found in found_in(world, passages, _CLAIM))
    yield from (relation for relation in told if relation is not None)


def _told(world: World, figures: Sequence[Figure], found: re.Match[str]) -> Relation | None:
    concluded = _concluded(world, figures, found)
    if concluded is not None:
        return _judged(world, found, *concluded)
    figure = next((f for f in figures if world.numbers[f.number].span.start >= found.end()), None)
    between = world.folded[found.end() : world.numbers[figure.number].span.start] if figure else "."
    if figure is None or len(between) > _REACH or re.search(r"[.;,]\s|\d", between) or _OTHER.search(between):
        return None
    share = _share(world, figure)
    if share is None or not 0 < share[0] <= 1:
        return None
    return _judged(world, found, *share)


def _concluded(
    world: World, figures: Sequence[Figure], found: re.Match[str]
) -> tuple[Decimal, str, tuple[int, ...]] | None:
    """Return the share that a claim is concluded from: of a pair or of two counts of one thing before it.

    "Chợ có 132 hộ, đã có 95 hộ dùng …. Như vậy quá nửa số hộ …": a claim that goes on with another share is none.
    """
    tail = re.split(r"[.;,]\s|$", world.folded[found.end() : found.end() + 90])[0]
    if not _THUS.search(world.folded, max(0, found.start() - 24), found.start()) or _DENIED.search(tail):
        return None
    before = [f for f in figures if world.numbers[f.number].end <= found.start()]
    before = [f for f in before if f.sentence >= before[-1].sentence - 1]
    opening = world.numbers[before[0].number].span.start - len(before[0].before) - 1
    if naming(tail) - naming(world.folded[max(0, opening) : found.start()]) - _EMPTY:
        return None  # it may be on those that are left
    same = [
        f
        for f in before
        if f.unit and re.match(rf"(?: tổng)?(?: số)?(?: các)? {re.escape(f.unit.partition(' ')[0])}(?!\w)", tail)
    ]
    if len(same) == 1:
        return _share(world, same[0]) if world.numbers[same[0].number].of else None
    plain = [f for f in same if world.numbers[f.number].sign == "=" and not world.numbers[f.number].of]
    if len(same) != 2 or len(plain) != 2 or not plain[0].value > plain[1].value > 0:
        return None
    whole, part = plain
    told = part.value / whole.value, f"{shown(part.value)}/{shown(whole.value)}", (part.number, whole.number)
    return None if world.measures[part.number].change or _OTHER.search(part.before.replace("trong đó", "")) else told


def _judged(world: World, found: re.Match[str], ratio: Decimal, text: str, numbers: tuple[int, ...]) -> Relation | None:
    """Return the claim on a share that is told."""
    bound = Decimal(2) / 3 if found["two"] else Decimal("0.5")
    right = ratio < bound if found["less"] else ratio > bound
    if abs(ratio - bound) * 25 < 1:
        return None  # by so little nobody is wrong
    words = Said(f"“{found.group()}”", Span(found.start(), found.end()))
    verdict: Verdict = "holds" if right else "fails"
    why = "phần so với một nửa" if bound == Decimal("0.5") else "phần so với hai phần ba"
    return claim(world, words, numbers, text, why, verdict, certain=False)


def _share(world: World, figure: Figure) -> tuple[Decimal, str, tuple[int, ...]] | None:
    """Return the part of a whole that a figure tells, with its arithmetic and its figures; None for none."""
    number = world.numbers[figure.number]
    if world.measures[figure.number].target or number.sign != "=":
        return None
    if figure.unit == "%" and not _OF_ALL.match(world.folded, number.end):
        return figure.value / 100, f"{shown(figure.value)}%", (figure.number,)
    if number.of:
        return figure.value / number.of, f"{shown(figure.value)}/{shown(number.of)}", (figure.number,)
    whole = figure.number + 1
    if whole in world.measures and on_whole(world, whole) == figure.number and world.value(whole) > 0:
        return (
            figure.value / world.value(whole),
            f"{shown(figure.value)}/{shown(world.value(whole))}",
            (figure.number, whole),
        )
    return None
