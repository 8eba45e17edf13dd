"""How many times a figure is another: "tăng gấp ba lần, từ 12 lên 36 em", "gấp đôi năm trước (18 vụ)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.document import Span
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_WORDS = {
    "rưỡi": Decimal("1.5"),
    "đôi": Decimal(2),
    "hai": Decimal(2),
    "ba": Decimal(3),
    "bốn": Decimal(4),
    "năm": Decimal(5),
    "sáu": Decimal(6),
    "bảy": Decimal(7),
    "tám": Decimal(8),
    "chín": Decimal(9),
    "mười": Decimal(10),
}
_CLAIM = re.compile(
    r"(?<!\w)(?:tăng )?(?P<about>gần |hơn |khoảng |xấp xỉ |ngót )?gấp(?P<near> gần| hơn| khoảng| xấp xỉ)?"
    rf" (?:(?P<pair>đôi|rưỡi)|(?P<word>{'|'.join(w for w in _WORDS if w not in ('đôi', 'rưỡi'))})"
    r" lần(?P<half> rưỡi)?)(?!\w)(?! (?:nhau|mức|giá|chi phí))"
)
_PARTS = {
    **dict.fromkeys(("một nửa", "phân nửa", "nửa"), Decimal("0.5")),
    "một phần ba": Decimal(1) / 3,
    "hai phần ba": Decimal(2) / 3,
    "một phần tư": Decimal("0.25"),
    "ba phần tư": Decimal("0.75"),
}
_LESS = re.compile(
    rf"(?<!\w)giảm (?:đi |được |tới |xuống còn )?(?P<about>gần |hơn |trên |khoảng )?(?P<part>{'|'.join(_PARTS)})(?!\w)"
)
#: words of a wish, and of two things rather than two times
_OTHER = re.compile(r"(?<!\w)(?:phấn đấu|mục tiêu|kế hoạch|chỉ tiêu|dự kiến|sẽ|nếu|có thể|giá|năng suất gấp)(?!\w)")
#: the figures of two times around a claim
_FROM = re.compile(r"(?<!\w)từ(?: mức| chỗ| con số)?$")
_TO = re.compile(r"(?<!\w)(?:lên|tới|đến|thành)(?: (?:tới|đến|thành|mức|con số))?$")
_THEN = re.compile(
    r"^\W*(?:so (?:với|cùng) )?(?:[^\W\d_]+ ){0,2}?(?:cùng kỳ|(?:năm|kỳ|quý|tháng|vụ|khóa|năm học) (?:trước|ngoái)"
    r"|(?:năm|năm học) \d{4}(?:[-–]\d{4})?)(?: [^\W\d_]+){0,3} ?"
    r"(?:\((?:(?:năm|kỳ|quý|tháng|vụ) (?:trước|ngoái) |cùng kỳ )?"
    r"(?:là |có |đạt |chi |thu |được )?|(?:là|với|có|chỉ có|chỉ|mới|đạt)) ?$"
)
#: how far a claim may be from the arithmetic, of which nobody says "gấp ba" and means two
_NEAR, _ABOUT = Decimal("0.12"), Decimal("0.3")
_REACH = 90


def read_multiples(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each claim in words that one figure is so many times another beside it."""
    for block, figures in passages.where(_CLAIM):
        span = world.document.blocks[block].span
        for found in _CLAIM.finditer(world.folded, span.start, span.end):
            pair = _pair(world, figures, found)
            if pair is not None and all(_is_plain(world, f) for f in pair):
                yield _judged(world, found, *pair)
    for block, figures in passages.where(_LESS):
        span = world.document.blocks[block].span
        for found in _LESS.finditer(world.folded, span.start, span.end):
            yield from _lessened(world, figures, found)


def _lessened(world: World, figures: Sequence[Figure], found: re.Match[str]) -> Iterator[Relation]:
    """Yield whether a figure fell by the part of itself that words say ("giảm một nửa, từ 64 xuống còn 32")."""
    behind = [f for f in figures if 0 <= world.numbers[f.number].span.start - found.end() < _REACH][:2]
    if len(behind) < 2 or not _FROM.search(behind[0].before) or not all(_is_plain(world, f) for f in behind):
        return
    old, new = behind
    if old.home != new.home or old.unit.split()[:1] != new.unit.split()[:1] or new.value >= old.value:
        return
    fell, part = (old.value - new.value) / old.value, _PARTS[found["part"]]
    room = Decimal("0.15") if found["about"] else Decimal("0.06")
    right = (
        fell > part - room if found["about"] and found["about"].strip() in ("hơn", "trên") else abs(fell - part) <= room
    )
    verdict: Verdict = "holds" if right else "fails"
    said = Said(f"“{' '.join(found.group().split())}”", Span(found.start(), found.end()))
    text = f"({shown(old.value)} - {shown(new.value)}) / {shown(old.value)} = {shown(fell.quantize(Decimal('0.01')))}"
    yield claim(world, said, (new.number, old.number), text, "phần giảm trên số cũ", verdict, certain=False)


def _pair(world: World, figures: Sequence[Figure], found: re.Match[str]) -> tuple[Figure, Figure] | None:
    """Return the older and the newer figure that a claim is on: "từ … lên …" around it, or one of then behind it."""
    before = [f for f in figures if 0 <= found.start() - world.numbers[f.number].end < _REACH]
    behind = [f for f in figures if 0 <= world.numbers[f.number].span.start - found.end() < _REACH]
    clause = world.folded[max(0, found.start() - 40) : found.start()]
    if _OTHER.search(re.split(r"[.;]\s", clause)[-1]):
        return None
    for two in (behind[:2], before[-2:]):
        if _from_to(two):
            return two[0], two[1]
    if before and behind and before[-1].home == behind[0].home and before[-1].unit == behind[0].unit:
        between = world.folded[found.end() : world.numbers[behind[0].number].span.start]
        return (behind[0], before[-1]) if _THEN.search(between) else None
    return None


def _from_to(two: Sequence[Figure]) -> bool:
    """Whether two figures of a unit are told as of one thing at two times ("từ 12 lên 36 em")."""
    if len(two) < 2 or two[0].home != two[1].home or two[0].unit.split()[:1] != two[1].unit.split()[:1]:
        return False
    return bool(_FROM.search(two[0].before) and _TO.search(two[1].before))


def _is_plain(world: World, figure: Figure) -> bool:
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    return number.of is None and figure.value > 0 and not (measure.target or measure.plan) and figure.unit != "lần"


def _judged(world: World, found: re.Match[str], old: Figure, new: Figure) -> Relation:
    times = _WORDS[found["pair"] or found["word"]] + (Decimal("0.5") if found["half"] else 0)
    ratio = new.value / old.value
    room = (_ABOUT if found["about"] or found["near"] else _NEAR) * times
    # who says "tăng gấp hai lần" may mean that twice as much was added
    admitted = (times, times + 1) if found.group().startswith("tăng") else (times,)
    right = any(abs(ratio - one) <= room for one in admitted)
    verdict: Verdict = "holds" if right else "fails"
    said = Said(f"“{' '.join(found.group().split())}”", Span(found.start(), found.end()))
    text = f"{shown(new.value)} / {shown(old.value)} = {shown(ratio.quantize(Decimal('0.01')))}"
    return claim(world, said, (new.number, old.number), text, "số sau chia cho số trước", verdict, certain=False)
