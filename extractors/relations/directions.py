"""That something rose or fell, in words alone, against the two figures told with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Span
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages, found_in
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_UP = r"tăng(?: lên| mạnh| cao| nhẹ| đáng kể| đều| so)?|nhiều hơn|cao hơn|đi lên|khởi sắc hơn|dồi dào hơn|gia tăng"
_DOWN = (
    r"giảm(?: xuống| mạnh| sâu| nhẹ| rõ rệt| đáng kể| đều)?|ít hơn|thấp hơn|đi xuống|sụt giảm|được kéo giảm|giảm bớt"
)
_THEN = (
    r"(?:so )?(?:với )?(?:cùng kỳ(?: năm (?:trước|ngoái|\d{4}))?|năm (?:trước|ngoái|học trước|\d{4})|kỳ trước"
    r"|quý trước|tháng trước"
    r"|nhiệm kỳ trước|vụ trước|trước)"
)
_CLAIM = re.compile(
    rf"(?<!\w)(?:(?P<up>{_UP})|(?P<down>{_DOWN})) {_THEN}(?!\w)(?= ?[,;:.]|$)"
    rf"|(?<!\w)(?:(?P<rise>{_UP})|(?P<fall>{_DOWN}))(?= ?: ?[^.;]*\d)"
)
#: two figures behind a claim by their times
_EARLIER = re.compile(r"(?<!\w)(?:cùng kỳ|trước|ngoái|so với|cũ)(?!\w)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OTHER = re.compile(
    r"(?<!\w)(?:phấn đấu|kế hoạch|chỉ tiêu|dự toán|không tăng|không giảm|chưa|lũy kế|mục tiêu|tỷ lệ|tỉ lệ"
    r"|tốc độ|thêm|bớt)(?!\w)"
)
#: the unit of the last figure and a comma
_NEXT_CLAUSE = re.compile(r"(?: ?%| [^\W\d_]+(?: [^\W\d_]+)?)?\)?, (?:như vậy |tức |nghĩa là |là |đã |có )?")
_REACH = 150


def read_directions(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each rise or fall that words tell without an amount, beside two figures of two times."""
    told = (_told(world, figures, found) for figures, found in found_in(world, passages, _CLAIM))
    yield from (relation for relation in told if relation is not None)


def _told(world: World, figures: Sequence[Figure], found: re.Match[str]) -> Relation | None:
    """Return the claim with the only two figures of its unit behind it, or before it in its sentence."""
    pair = _before(world, figures, found.start()) or _behind(world, figures, found.end())
    if len(pair) < 2:
        return None
    clause = re.split(r"[.;,]\s", world.folded[max(0, found.start() - 90) : found.start()])[-1]
    if _OTHER.search(clause) or any(f.unit != pair[0].unit or not _is_plain(world, f) for f in pair[:2]):
        return None
    if len([f for f in pair if ratio(f.unit, pair[0].unit) is not None]) != 2:
        return None
    newer = _newer(pair[0], pair[1])
    if newer is None:
        return None
    new, old = (pair[0], pair[1]) if newer == 0 else (pair[1], pair[0])
    up = bool(found["up"] or found["rise"])
    right = new.value > old.value if up else new.value < old.value
    verdict: Verdict = "holds" if right else "fails"
    sign = ">" if new.value > old.value else "<" if new.value < old.value else "="
    text = f"{shown(new.value)} {sign} {shown(old.value)}"
    words = " ".join(found.group().split())
    said = Said(f"“{words}”", Span(found.start(), found.end()))
    return claim(world, said, (new.number, old.number), text, "số kỳ này so với số kỳ trước", verdict)


def _behind(world: World, figures: Sequence[Figure], end: int) -> list[Figure]:
    """Return the figures behind a claim, up to the sentence after its own."""
    behind = [f for f in figures if 0 <= world.numbers[f.number].span.start - end < _REACH]
    if not behind or re.search(r"[.;]\s", world.folded[end + 1 : world.numbers[behind[0].number].span.start]):
        return []
    return [f for f in behind if f.sentence <= behind[0].sentence + 1]


def _before(world: World, figures: Sequence[Figure], start: int) -> list[Figure]:
    """Return the two figures that a claim follows as a clause of its own ("… 1.320 tấn, cùng kỳ 1.485 tấn, giảm")."""
    before = [f for f in figures if world.numbers[f.number].end <= start][-2:]
    if len(before) < 2 or before[0].home != before[1].home:
        return []
    gap = world.folded[world.numbers[before[1].number].end : start]
    return before if _NEXT_CLAUSE.fullmatch(gap) else []


def _newer(first: Figure, second: Figure) -> int | None:
    """Return which of two figures is the newer one, None where words do not say."""
    years = [_YEAR.findall(figure.before) for figure in (first, second)]
    if years[0] and years[1] and years[0][-1] != years[1][-1]:
        return 0 if years[0][-1] > years[1][-1] else 1
    earlier = [bool(_EARLIER.search(re.split(r"[,;(]\s?(?=\w)", figure.before)[-1])) for figure in (first, second)]
    return None if earlier[0] == earlier[1] else 1 if earlier[0] else 0


def _is_plain(world: World, figure: Figure) -> bool:
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    return number.sign == "=" and number.of is None and not (measure.target or measure.change or measure.plan)
