"""What is said of each item of a list against the items: "đều vượt kế hoạch: 102%; 79%", "đều trên 90%: 95%; 88%"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Span
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_PLAN = r"(?:kế hoạch|chỉ tiêu|dự toán|nghị quyết|mục tiêu|mức được giao)"
#: what is said of each: that plans were reached, that all rose or fell, that all are above or below a figure
_SAID = re.compile(
    r"(?<!\w)(?P<said>(?:đều|cùng) (?:"
    rf"(?P<plan>(?=hoàn|đạt|vượt)(?:hoàn thành )?(?:đạt )?(?:và )?(?:vượt )?(?:mức )?(?:các )?{_PLAN}(?!\w))"
    r"|(?P<up>tăng)(?!\w)|(?P<down>giảm)(?!\w)"
    r"|(?:đạt |có |ở mức )?(?:tỷ lệ )?(?:(?P<above>trên|hơn|từ|vượt)|(?P<below>dưới)) (?=\d)))"
    r"(?P<rest>(?:[^.;:(]|(?<=\d)[.](?=\d)){0,60})[:(]"
)
_UP = re.compile(r"(?<!\w)(?:tăng|cao hơn|nhiều hơn)(?!\w)")
_DOWN = re.compile(r"(?<!\w)(?:giảm(?! nghèo)|thấp hơn|ít hơn|sụt)(?!\w)")
#: words of a wish, and of figures that are in no list
_WISHED = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|yêu cầu|chỉ đạo|quyết tâm|sẽ|nhằm|cam kết|nếu|phải|cần|trừ|ngoài|không|chưa)(?!\w)"
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
            if len(items) > 1 and not _WISHED.search(clause):
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
    return [
        f for f in items if world.numbers[f.number].of is None and not _ASIDE.search(re.split(r"[:(]", f.before)[-1])
    ]


def _told(world: World, figures: Sequence[Figure], found: re.Match[str], items: Sequence[Figure]) -> Iterator[Relation]:
    if found["plan"]:
        shares = [f for f in items if f.unit == "%" and not world.measures[f.number].change]
        low = min(shares, key=lambda f: f.value, default=None)
        if low is not None and len(shares) > 1 and len(shares) == len([f for f in items if f.unit == "%"]):
            yield _relation(world, found, low, f"{shown(low.value)}%", low.value >= 100)
    elif found["up"] or found["down"]:
        against = _DOWN if found["up"] else _UP
        other = next(
            (f for f in items if against.search(f.before) and not _LATER.search(f"{f.before} # {f.after}")), None
        )
        if other is None:
            yield _relation(world, found, items[0], found["said"].partition(" ")[2], True)
        else:
            words = " ".join(re.split(r"[,;:(]", other.before)[-1].split()[-3:])
            yield _relation(world, found, other, f"{words} {shown(other.value)} {other.unit}", False)
    else:
        yield from _bounded(world, figures, found, items)


def _bounded(
    world: World, figures: Sequence[Figure], found: re.Match[str], items: Sequence[Figure]
) -> Iterator[Relation]:
    """Yield that items of a unit stay above or below the figure of a claim."""
    bound = next((f for f in figures if found.start() <= world.numbers[f.number].span.start < found.end()), None)
    same = [f for f in items if bound is not None and f.unit == bound.unit and world.numbers[f.number].sign == "="]
    if bound is None or len(same) < 2 or any(world.measures[f.number].change for f in same):
        return
    far = (min if found["above"] else max)(same, key=lambda f: f.value)
    right = far.value >= bound.value if found["above"] else far.value <= bound.value
    sign = "≥" if far.value >= bound.value else "<"
    yield _relation(world, found, far, f"{shown(far.value)} {sign} {shown(bound.value)}", right)


def _relation(world: World, found: re.Match[str], figure: Figure, text: str, right: bool) -> Relation:
    at = Span(found.start("said"), found.end("said"))
    verdict: Verdict = "holds" if right else "fails"
    said = Said(f"“{' '.join(found['said'].split())}”", at)
    return claim(world, said, (figure.number,), text, "mỗi mục của danh sách", verdict, certain=False)
