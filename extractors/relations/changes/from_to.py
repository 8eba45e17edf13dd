"""Figures that went up or down from one to another: "tỷ lệ hộ nghèo giảm từ 4,2% xuống 6,8%" goes up.

The words between the two say which must be greater, whatever they are of, planned or reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.document import Span
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_FROM = re.compile(r"(?<!\w)từ(?: mức| khoảng)?$")
#: from one figure to another: up, down, or as the word before both says
_TO = re.compile(
    r"^(?:[^.;:]{0,40}?(?<!\w))?(?:(?P<up>lên)|(?P<down>xuống)|còn|đến|tới|thành)(?: (?:còn|đến|tới|mức|thành|là))*$"
)
_UP = re.compile(r"(?<!\w)(?:tăng|nâng|gia tăng|mở rộng)(?!\w)[^,;:.]*$")
_DOWN = re.compile(r"(?<!\w)(?:giảm|hạ|rút ngắn|cắt giảm|thu hẹp|kéo giảm)(?!\w)[^,;:.]*$")
#: of ranks and grades the smaller is the higher; places and ages are gone through
_RANKED = re.compile(r"(?<!\w)(?:thứ|hạng|vị trí|bậc|cấp|loại|mức độ|nhóm|lớp|khóa|km|giờ|tuổi|xếp|số thứ tự)(?!\w)")
#: what comes on top of a figure
_MORE = re.compile(r"(?:khác|nữa|thêm|mới)(?!\w)")
_PASSED = frozenset(("tuổi", "giờ", "km", "m", "bậc", "hạng"))
_NO_UNIT = frozenset(("", "năm"))


def read_from_to(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each figure that words lead up or down to another, where it goes the other way."""
    for figures in passages.by_block.values():
        for old, new in pairwise(figures):
            way = _way(old, new) if _are_alike(world, old, new) else None
            if way and (new.value - old.value) * way < 0:
                yield _relation(world, old, new)


def _are_alike(world: World, old: Figure, new: Figure) -> bool:
    """Whether two figures of one sentence are of one unit, exact, and neither a rank nor a pair."""
    exact = all(world.numbers[f.number].sign == "=" and world.numbers[f.number].of is None for f in (old, new))
    exact = exact and not _MORE.match(new.after)
    like = ratio(old.unit, new.unit) == 1 and old.unit not in _NO_UNIT | _PASSED
    return old.home == new.home and exact and like and not _RANKED.search(f"{old.before[-40:]} {new.before}")


def _way(old: Figure, new: Figure) -> int | None:
    """Return 1 where words lead up from a figure to the next, -1 where they lead down, None where they do not say."""
    found = _TO.match(new.before) if _FROM.search(old.before) else None
    if found is None:
        return None
    verbs = (1 if _UP.search(old.before) else 0) - (1 if _DOWN.search(old.before) else 0)
    linked = 1 if found["up"] else -1 if found["down"] else 0
    return linked or verbs if verbs in (0, linked) or not linked else None


def _relation(world: World, old: Figure, new: Figure) -> Relation:
    span = Span(world.numbers[old.number].end, world.numbers[new.number].span.start)
    said = Said(f"“từ … {new.before}”", span)
    sign = ">" if new.value > old.value else "<"
    verdict: Verdict = "fails"
    text = f"{shown(new.value)} {sign} {shown(old.value)}"
    return claim(world, said, (new.number, old.number), text, "số sau so với số trước", verdict)
