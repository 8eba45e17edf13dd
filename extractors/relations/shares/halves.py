"""Words for a half, a third or most of a whole against the figures behind them: "hơn một nửa: 1.136 hộ trên 1.470"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.document import Span
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages, found_in
from extractors.relations.relation import Relation, Verdict
from extractors.relations.repeats.same_words import naming
from extractors.relations.shares.paired import on_whole
from extractors.relations.world import World

_PARTS = {
    **dict.fromkeys(("nửa", "một nửa", "phân nửa"), Decimal(1) / 2),
    **dict.fromkeys(("một phần ba", "1/3"), Decimal(1) / 3),
    **dict.fromkeys(("hai phần ba", "2/3"), Decimal(2) / 3),
    **dict.fromkeys(("một phần tư", "1/4"), Decimal(1) / 4),
    **dict.fromkeys(("ba phần tư", "3/4"), Decimal(3) / 4),
    **dict.fromkeys(("một phần năm", "1/5"), Decimal(1) / 5),
    **dict.fromkeys(("bốn phần năm", "4/5"), Decimal(4) / 5),
    **dict.fromkeys(("chín phần mười", "9/10"), Decimal(9) / 10),
}
_PART = rf"(?:{'|'.join(sorted(_PARTS, key=len, reverse=True))})(?! (?:đầu|cuối|sau|năm|tháng|giờ|ngày|thế kỷ))"
_CLAIM = re.compile(
    rf"(?<!\w)(?:(?:hơn|trên|quá|già) (?P<more>{_PART})|(?P<most>đa số|đa phần|phần lớn|hầu hết|đại đa số)"
    rf"|(?:(?:chưa|không|gần)(?: được| đến| tới| đầy| bằng)?|dưới|ngót) (?P<less>{_PART})|thiểu số(?! ))(?!\w)"
)
#: words of a wish, of another time, and of a whole of its own
_OTHER = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|kế hoạch|chỉ tiêu|ít nhất|tối thiểu|trong đó|riêng|cùng kỳ|năm trước)(?!\w)"
)
#: a percentage of something that its own words name
_OF_ALL = re.compile(r"\s*(?:của|tổng|số|dân số|toàn|diện tích|trên|so với)(?!\w)")
_REACH = 80
#: words between a claim and its figures that say how it was counted
_NAMELY = re.compile(
    r"[,;]?\s*\(?(?<!\w)(?:cụ thể|tức|tức là|nghĩa là|đó là|với|gồm|là)(?: có| là| với| đã có| gồm)?:?\s*$"
)
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
    behind = [f for f in figures if world.numbers[f.number].span.start >= found.end()]
    two = _two_counts(world, behind, found)
    if two is not None:
        return _judged(world, found, *two)
    figure = behind[0] if behind else None
    if figure and len(behind) > 1 and _is_in_bracket(world, behind[1], found):
        figure = behind[1]  # "quá nửa đảng viên ở độ tuổi dưới 40 (97/231 đồng chí)"
    between = world.folded[found.end() : world.numbers[figure.number].span.start] if figure else "."
    between = _NAMELY.sub("", between)
    if figure is not None and figure is not behind[0]:
        between = re.sub(r"\d+", "#", between)
    if figure is None or len(between) > _REACH or re.search(r"[.;,]\s|\d", between) or _OTHER.search(between):
        return None
    share = _share(world, figure)
    if share is None or not 0 < share[0] <= 1:
        return None
    return _judged(world, found, *share)


def _is_in_bracket(world: World, figure: Figure, found: re.Match[str]) -> bool:
    """Whether a bracket opens with a pair of what a claim counts, behind another figure ("trẻ dưới 5 tuổi (…")."""
    counted = world.folded[found.end() :].lstrip().startswith(figure.unit)
    return figure.before.endswith("(") and counted and figure.unit != "%" and _share(world, figure) is not None


def _two_counts(
    world: World, behind: Sequence[Figure], found: re.Match[str]
) -> tuple[Decimal, str, tuple[int, ...]] | None:
    """Return the share of the second of two counts behind a colon, the words of both being those of the claim.

    "Phần lớn diện tích lúa đổ ngã đã gặt kịp: đổ ngã 126 ha, gặt được 41 ha."
    """
    tail, mark, _ = world.folded[found.end() : found.end() + _REACH].partition(":")
    here = [f for f in behind if f.home == behind[0].home]
    if not mark or len(here) != 2 or here[0].unit != here[1].unit or re.search(r"[.;,(]\s|\d", tail):
        return None
    whole, part = here
    said = naming(tail) | naming(whole.unit)
    words = [naming(re.split(r"[,:]", f.before.rstrip(": "))[-1]) for f in here]
    plain = all(world.numbers[f.number].sign == "=" and world.numbers[f.number].of is None for f in here)
    if not plain or not all(words) or words[0] == words[1] or not all(one <= said for one in words):
        return None
    if _OTHER.search(tail) or not whole.value > part.value > 0:
        return None
    return part.value / whole.value, f"{shown(part.value)}/{shown(whole.value)}", (part.number, whole.number)


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
    part = found["more"] or found["less"] or "nửa"
    bound = _PARTS[part]
    right = ratio < bound if found["less"] else ratio > bound
    if abs(ratio - bound) * 25 < 1:
        return None  # by so little nobody is wrong
    words = Said(f"“{found.group()}”", Span(found.start(), found.end()))
    verdict: Verdict = "holds" if right else "fails"
    return claim(world, words, numbers, text, f"phần so với {part}", verdict, certain=False)


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
