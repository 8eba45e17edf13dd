"""Words of all against what was done of them: "tất cả các hộ đã ký (412 hộ trên tổng số 487)", "đều …, đạt 92%"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.document import Span
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.repeats.same_words import naming
from extractors.relations.shares.paired import on_whole
from extractors.relations.world import World

_EVERY = re.compile(
    r"(?<!\w)(?:100 ?%|toàn bộ|tất cả|mọi|cả thảy|hết thảy)(?: (?:các|số|những))?(?: \d[\d.]*)?"
    r" (?P<thing>[^\W\d_]+(?: [^,;.:()]+)?)"
)
#: what makes words those of a wish, another time or a part, and what takes some out
_WISHED = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|đảm bảo|yêu cầu|chỉ đạo|quyết tâm|sẽ|nhằm|(?<!ký )cam kết|kế hoạch|chỉ tiêu|nếu|phải"
    r"|cần|năm trước|cùng kỳ|trừ|ngoại trừ|ngoài|tiếp tục|hướng tới|giao(?! (?:thông|lưu|dịch|thừa)))(?!\w)"
)
#: what leads to the count of all, and how far behind the claim it may stand
_LED = re.compile(r"(?<!\w)(?:cụ thể|trong đó|gồm|là|tức|với|kết quả|đã có)\s*:?$|[:(]$")
_REACH = 120
#: a share of all, alone in its clause
_ALONE = re.compile(r"(?:^|[,;(]) ?(?:chỉ |mới )?(?:đạt|bằng|chiếm|đạt tỷ lệ|tỷ lệ|tỷ lệ đạt|đạt tỉ lệ)$|\($")
_DONE = re.compile(r"(?<!\w)(?:đều|đã|được)(?!\w)")
_ENDS = re.compile(r"\)?(?:[,;.]|$)")


def read_every(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each word of all that a pair of the same things, or a share of them, stands behind."""
    for block, figures in passages.where(_EVERY):
        span = world.document.blocks[block].span
        for found in _EVERY.finditer(world.folded, span.start, span.end):
            clause = re.split(r"[.;]\s", world.folded[span.start : found.start()])[-1]
            if not _WISHED.search(f"{clause} {found.group()}"):
                yield from _told(world, figures, found)


def _told(world: World, figures: Sequence[Figure], found: re.Match[str]) -> Iterator[Relation]:
    """Yield what a claim of all says of what follows: that none is missing."""
    following = [f for f in figures if world.numbers[f.number].span.start >= found.start() + 4]
    for figure in following[:3]:
        start = world.numbers[figure.number].span.start
        part = _part(world, found, figure)
        if start - found.end() <= _REACH and part is not None:
            value, of, text = part
            at = Span(found.start(), min(found.end(), start))
            verdict: Verdict = "holds" if value >= of else "fails"
            said = Said(f"“{world.words(at)}”", at)
            yield claim(world, said, (figure.number,), text, "tất cả thì không thiếu", verdict)
            return


def _part(world: World, found: re.Match[str], figure: Figure) -> tuple[Decimal, Decimal, str] | None:
    """Return how many of how many a figure tells of what a claim is on, and its words; None where it is of others."""
    number = world.numbers[figure.number]
    if figure.unit == "%":
        return (figure.value, Decimal(100), f"{shown(figure.value)}%") if _is_share(world, found, figure) else None
    of = number.of or _whole_of(world, figure.number)
    if of is None or not found["thing"].startswith(figure.unit):
        return None
    said, words = naming(found["thing"]), naming(_clause(figure)) - naming(figure.unit)
    led = _LED.search(figure.before)
    part = led is not None and led.group().startswith("trong đó")  # some of all may be more than all are
    if not (words and words <= said) and not (led and not part and not words - said):
        return None
    return figure.value, of, f"{shown(figure.value)}/{shown(of)} {figure.unit}"


def _is_share(world: World, found: re.Match[str], figure: Figure) -> bool:
    """Whether a percentage tells how many of all did what is said of all ("Tất cả các thôn đã …, đạt 87,5%")."""
    number, measure = world.numbers[figure.number], world.measures[figure.number]
    between = world.folded[found.start() + 4 : number.span.start]
    alone = _ALONE.search(figure.before) and _ENDS.match(figure.after) and not re.search(r"\d|[.;]\s", between)
    plain = number.sign == "=" and not (measure.target or measure.change or measure.plan)
    return bool(alone and plain and _DONE.search(found["thing"]))


def _whole_of(world: World, number: int) -> Decimal | None:
    """Return the count that stands behind one as its whole ("412 hộ ký cam kết trên tổng số 487 hộ"), if any."""
    whole = number + 1
    return world.value(whole) if whole in world.measures and on_whole(world, whole) == number else None


def _clause(figure: Figure) -> str:
    before = re.split(r"[,;:(.–—]", figure.before.rstrip(": "))[-1]
    behind = re.split(r"[,;:().–—]| và ", figure.after)[0]
    return f"{before} {behind}".strip()
