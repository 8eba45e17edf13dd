"""What is said of each item of a list against the items: "đều vượt kế hoạch: 102%; 79%", "đều trên 90%: 95%; 88%"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.document import Span
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_PLAN = r"(?:kế hoạch|chỉ tiêu|dự toán|nghị quyết|mục tiêu|mức được giao)"
#: what is said of each: that plans were reached, that all rose or fell, that all are above or below a figure
_SAID = re.compile(
    r"(?<!\w)(?P<said>(?:đều|cùng|nào cũng|(?=(?:mỗi|từng) [^.;:(]*(?:ít nhất|tối thiểu|không dưới) \d)"
    r"(?:mỗi|từng)"
    r"|(?:cả|tất cả)(?: các)? (?P<all>\d{1,2}) [^.;:,(\d]{2,50}?(?= (?:đã )?(?:hoàn|đạt|vượt) )(?: đã)?) (?:"
    rf"(?P<plan>(?=hoàn|đạt|vượt)(?:hoàn thành )?(?:đạt )?(?:và )?(?:vượt )?(?:mức )?(?:các )?{_PLAN}(?!\w))"
    r"|(?P<up>tăng)(?!\w)|(?P<down>giảm)(?!\w)"
    r"|(?P<whole>(?:đã )?(?:(?!chưa|không)[^\W\d_]+ ){0,4}100 ?%(?! kế))"
    r"|(?:(?!tăng|giảm|chưa|không)[^\W\d_]+ ){0,5}?(?:(?P<above>trên|hơn|từ|vượt|ít nhất|tối thiểu|không dưới)"
    r"|(?P<below>dưới|không quá|tối đa)) (?=\d)))"
    r"(?P<rest>(?:[^.;:(]|(?<=\d)[.](?=\d)){0,60})[:(]"
)
_UP = re.compile(r"(?<!\w)(?:tăng|cao hơn|nhiều hơn)(?!\w)")
_DOWN = re.compile(r"(?<!\w)(?:giảm(?! nghèo)|thấp hơn|ít hơn|sụt)(?!\w)")
_FROM = re.compile(r"(?<!\w)từ$")
_TO = re.compile(r"(?:^|[^\W\d_]+ )(?:lên|xuống|còn|thành|về)(?: còn| tới| đến)?$")
#: words of a wish, and of figures that are in no list
_WISHED = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|yêu cầu|chỉ đạo|quyết tâm|sẽ|nhằm|cam kết|nếu|phải|(?<!chuyên )cần|trừ|ngoài|không"
    r"|chưa)(?!\w)"
)
#: of another time, or against what was said
_LATER = re.compile(r"(?<!\w)(?:(?:đầu|giữa|cuối) (?:tháng|quý|năm|vụ)|sau đó|tuy nhiên|nhưng|trừ)(?!\w)")
_ASIDE = re.compile(r"(?<!\w)(?:cùng kỳ|năm trước|so với|riêng|trừ|chỉ tiêu là|giao|yêu cầu|bình quân)(?!\w)")


def read_each(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each claim on every item of a list behind it, with the item that speaks most against it."""
    for block, figures in passages.where(_SAID):
        span = world.document.blocks[block].span
        for found in _SAID.finditer(world.folded, span.start, span.end):
            clause = re.split(r"[.;]\s", world.folded[span.start : found.start()])[-1]
            items = _items(world, figures, found)
            said = re.sub(r"không (?:dưới|quá)", "", found["said"])
            if len(items) > 1 and not _WISHED.search(f"{clause} {said}"):
                yield from _told(world, figures, found, items)


def _items(world: World, figures: Sequence[Figure], found: re.Match[str]) -> list[Figure]:
    """Return the figures of a list behind a claim, in its sentence or bracket."""
    behind = [f for f in figures if world.numbers[f.number].span.start >= found.end()]
    if not behind or world.numbers[behind[0].number].span.start - found.end() > 80:
        return []
    items = [f for f in behind if f.sentence == behind[0].sentence]
    if found.group().endswith("("):
        closing = world.folded.find(")", found.end())
        items = [f for f in items if world.numbers[f.number].span.start < closing]
    if found["all"] and not (found["plan"] and len(items) == int(found["all"])):
        return []  # "cả 5 xã hoàn thành chỉ tiêu: …" is told of each of five
    paired = bool(found["plan"] or found["whole"])
    return [
        f
        for f in items
        if (world.numbers[f.number].of is None or paired) and not _ASIDE.search(re.split(r"[:(]", f.before)[-1])
    ]


def _told(world: World, figures: Sequence[Figure], found: re.Match[str], items: Sequence[Figure]) -> Iterator[Relation]:
    pairs = _pairs(world, items)
    if pairs and (found["plan"] or found["whole"]):
        least = min(pairs, key=lambda f: f.value / (world.numbers[f.number].of or 1))
        of = world.numbers[least.number].of or least.value
        yield _relation(world, found, least, f"{shown(least.value)}/{shown(of)}", least.value >= of)
    elif found["plan"]:
        shares = [f for f in items if f.unit == "%" and not world.measures[f.number].change]
        low = min(shares, key=lambda f: f.value, default=None)
        if low is not None and len(shares) > 1 and len(shares) == len([f for f in items if f.unit == "%"]):
            yield _relation(world, found, low, f"{shown(low.value)}%", low.value >= 100)
    elif found["up"] or found["down"]:
        against = _DOWN if found["up"] else _UP
        other = _turned(items, up=bool(found["up"])) or next(
            (f for f in items if against.search(f.before) and not _LATER.search(f"{f.before} # {f.after}")), None
        )
        if other is None:
            yield _relation(world, found, items[0], found["said"].partition(" ")[2], True)
        else:
            words = " ".join(re.split(r"[,;:(]", other.before)[-1].split()[-3:])
            yield _relation(world, found, other, f"{words} {shown(other.value)} {other.unit}", False)
    elif not found["whole"]:
        yield from _bounded(world, figures, found, items)


def _pairs(world: World, items: Sequence[Figure]) -> list[Figure]:
    """Return the items "k of n" of a list that holds no others of their unit ("thôn Chài 42/42 ha, thôn Rọc 29/33")."""
    pairs = [f for f in items if world.numbers[f.number].of]
    alike = [f for f in items if pairs and f.unit == pairs[0].unit]
    plain = all(world.numbers[f.number].sign == "=" and not world.measures[f.number].change for f in alike)
    return pairs if plain and len(pairs) > 1 and alike == pairs else []


def _turned(items: Sequence[Figure], *, up: bool) -> Figure | None:
    """Return the end of the first pair of a list that leads the other way ("từ 4 lên 7 vụ" of those that fell)."""
    ends = [(a, b) for a, b in pairwise(items) if _FROM.search(a.before) and _TO.search(b.before)]
    return next((b for a, b in ends if a.home == b.home and a.value != b.value and (b.value > a.value) != up), None)


def _bounded(
    world: World, figures: Sequence[Figure], found: re.Match[str], items: Sequence[Figure]
) -> Iterator[Relation]:
    """Yield that items of a unit stay above or below the figure of a claim."""
    bound = next((f for f in figures if found.start() <= world.numbers[f.number].span.start < found.end()), None)
    unit = bound.unit.partition("/")[0] if bound is not None else ""
    same = [
        f
        for f in items
        if bound is not None and f.unit.partition("/")[0] == unit and world.numbers[f.number].sign == "="
    ]
    if bound is None or len(same) < 2 or any(world.measures[f.number].change for f in same):
        return
    far = (min if found["above"] else max)(same, key=lambda f: f.value)
    right = far.value >= bound.value if found["above"] else far.value <= bound.value
    sign = "≥" if far.value >= bound.value else "<"
    yield _relation(world, found, far, f"{shown(far.value)} {sign} {shown(bound.value)}", right)


def _relation(world: World, found: re.Match[str], figure: Figure, text: str, right: bool) -> Relation:
    at = _words(world, found)
    verdict: Verdict = "holds" if right else "fails"
    said = Said(f"“{world.words(at)}”", at)
    return claim(world, said, (figure.number,), text, "mỗi mục của danh sách", verdict, certain=False)


def _words(world: World, found: re.Match[str]) -> Span:
    """Return the place of a claim with the bound that it names ("đều có tỷ lệ từ 97% trở lên")."""
    end = found.end("said")
    bound = next((n for n in world.numbers if n.span.start == end), None) if found["above"] or found["below"] else None
    tail = re.compile(r" ?trở (?:lên|xuống)").match(world.folded, bound.end) if bound else None
    return Span(found.start("said"), tail.end() if tail else bound.end if bound else end)
