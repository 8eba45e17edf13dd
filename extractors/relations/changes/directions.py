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
    rf"(?<!\w)(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:(?: {_THEN})(?!\w)(?= ?[,;:.]|$)"
    r"|(?= ?: ?[^.;]*\d)|(?=,? (?:cụ thể )?từ \d))"
)
#: two figures behind a claim by their times
_EARLIER = re.compile(r"(?<!\w)(?:cùng kỳ|trước|ngoái|so(?! sánh)|cũ)(?!\w)")
_EARLIER_TIME = re.compile(r"(?<!\w)(?:cùng kỳ|(?:năm|kỳ|quý|tháng|vụ|nhiệm kỳ) trước|năm ngoái)(?!\w)")
_QUARTER = re.compile(r"(?<!\w)quý (i{1,3}|iv)(?!\w)")
_QUARTERS = ("i", "ii", "iii", "iv")
_MONTH = re.compile(r"(?<!\w)tháng (\d{1,2})(?![\d/])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OTHER = re.compile(
    r"(?<!\w)(?:phấn đấu|kế hoạch|chỉ tiêu|dự toán|không tăng|không giảm|chưa|lũy kế|mục tiêu|tỷ lệ|tỉ lệ"
    r"|tốc độ|thêm|bớt)(?!\w)"
)
#: the unit of the last figure and a comma
_NEXT_CLAUSE = re.compile(r"(?: ?%|(?: [^\W\d_]+){1,7})?\)?, (?:như vậy |tức |nghĩa là |là |đã |có )?")
#: from one figure to another
_FROM = re.compile(r"(?<!\w)từ$")
_TO = re.compile(r"(?<!\w)(?:lên|xuống|còn|đến|tới|thành)(?: (?:còn|đến|tới|mức|thành))?$")
_REACH = 150
#: how far behind a claim and its colon the figures of both times may stand
_FAR = 260


def read_directions(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each rise or fall that words tell without an amount, beside two figures of two times."""
    told = (_told(world, figures, found) for figures, found in found_in(world, passages, _CLAIM))
    yield from (relation for relation in told if relation is not None)


def _told(world: World, figures: Sequence[Figure], found: re.Match[str]) -> Relation | None:
    """Return the claim with the only two figures of its unit behind it, or before it in its sentence."""
    clause = re.split(r"[.;,]\s", world.folded[max(0, found.start() - 90) : found.start()])[-1]
    if _OTHER.search(clause):
        return None
    up = found["up"] is not None
    pair = _before(world, figures, found.start()) or _behind(world, figures, found.end())
    told = (_two_times(pair) if _is_pair(world, pair) else []) or _rows(world, figures, found, clause)
    if not told:
        return None
    right = [pair for pair in told if pair[0].value != pair[1].value and (pair[0].value > pair[1].value) == up]
    new, old = (right or told)[0]
    verdict: Verdict = "holds" if right else "fails"
    sign = ">" if new.value > old.value else "<" if new.value < old.value else "="
    text = f"{shown(new.value)} {sign} {shown(old.value)}"
    words = " ".join(found.group().split())
    said = Said(f"“{words}”", Span(found.start(), found.end()))
    return claim(world, said, (new.number, old.number), text, "số kỳ này so với số kỳ trước", verdict)


def _is_pair(world: World, pair: Sequence[Figure]) -> bool:
    """Whether the first two figures are the only ones of their unit, and plain."""
    if len(pair) < 2 or any(f.unit != pair[0].unit or not _is_plain(world, f) for f in pair[:2]):
        return False
    return len([f for f in pair if ratio(f.unit, pair[0].unit) is not None]) == 2


def _two_times(pair: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Return the newer and the older of two figures, nothing where words do not say."""
    newer = _newer(pair[0], pair[1])
    return [] if newer is None else [(pair[newer], pair[1 - newer])]


def _rows(world: World, figures: Sequence[Figure], found: re.Match[str], clause: str) -> list[tuple[Figure, Figure]]:
    """Return the figures behind "…: " and those of the time before behind them, one by one ("12 vụ, 9 người; …").

    Where the claim is on a number of things, only these are.
    """
    if not world.folded[found.end() :].lstrip().startswith(":"):
        return []
    behind = [f for f in figures if 0 < world.numbers[f.number].span.start - found.end() < _FAR]
    behind = [f for f in behind if f.sentence == behind[0].sentence]
    at = next((i for i, f in enumerate(behind) if i and _is_earlier(f, behind[0])), None)
    if at is None:
        return []
    rows = []
    for unit in dict.fromkeys(f.unit.partition(" ")[0] for f in behind[:at]):
        new, old = ([f for f in part if f.unit.partition(" ")[0] == unit] for part in (behind[:at], behind[at:]))
        if not unit or len(new) != len(old):
            return []
        rows += [(a, b) for a, b in zip(new, old, strict=True) if _is_plain(world, a) and _is_plain(world, b)]
    counted = [
        pair
        for pair in rows
        if re.search(rf"(?<!\w)số (?:lượt )?{re.escape(pair[0].unit.partition(' ')[0])}(?!\w)", clause)
    ]
    return counted[:1] or rows


def _is_earlier(figure: Figure, first: Figure) -> bool:
    """Whether a figure opens those of an earlier time."""
    clause = re.split(r"[;.]\s", figure.before)[-1]
    return bool(_EARLIER_TIME.search(clause)) or bool(_YEAR.search(clause) and not _YEAR.search(first.before))


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
    if _FROM.search(first.before) and _TO.search(second.before):
        return 1
    years = [_YEAR.findall(figure.before) for figure in (first, second)]
    if years[0] and years[1] and years[0][-1] != years[1][-1]:
        return 0 if years[0][-1] > years[1][-1] else 1
    for parts, order in ((_MONTH, int), (_QUARTER, _QUARTERS.index)):
        told = [parts.findall(figure.before) for figure in (first, second)]
        if told[0] and told[1] and told[0][-1] != told[1][-1]:
            return 0 if order(told[0][-1]) > order(told[1][-1]) else 1
    earlier = [bool(_EARLIER.search(re.split(r"[,;(]\s?(?=\w)", figure.before)[-1])) for figure in (first, second)]
    return None if earlier[0] == earlier[1] else 1 if earlier[0] else 0


def _is_plain(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    return world.is_exact(figure.number) and not (measure.target or measure.change or measure.plan)
