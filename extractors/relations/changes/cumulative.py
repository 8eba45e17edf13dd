"""What a month or quarter brought against what there was since the year began: it cannot be more.

"Trong quý tiếp nhận 120 hồ sơ, lũy kế 9 tháng 358 hồ sơ": both in one sentence, in one unit, and nothing but words of
time or those of the first figure before the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.lexicon.amounts import alike
from extractors.relations.orders import make_order
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

#: "lũy kế từ đầu năm đến nay", and what may not stand in its clause
_RUNNING = re.compile(r"(?<!\w)(?:lũy kế|cộng dồn|tính chung)(?!\w)(?P<rest>[^.;]*)$")
_PERIOD = re.compile(r"(?<!\w)(?:(?:trong|riêng) (?:tháng|quý|tuần|kỳ)|(?:tháng|quý|tuần) \w+)(?!\w)")
_ASIDE = re.compile(
    r"(?<!\w)(?:cùng kỳ|so với|năm trước|kỳ trước|quý trước|tháng trước|kế hoạch|dự toán|chỉ tiêu|ước|còn|nợ|tồn|giảm"
    r"|tăng|bình quân|lũy kế|chưa|đang|số dư|khoảng)(?!\w)"
)
#: words of time, and those that only bind
_TIME = frozenset(
    ("từ", "đầu", "năm", "đến", "nay", "tới", "hết", "tháng", "quý", "tuần", "kỳ", "nhiệm", "là", "được", "đạt", "có",
     "đã", "số", "cả", "toàn", "trong", "các", "của", "và", "tổng", "i", "ii", "iii", "iv", "lên", "này", "báo", "cáo",
     "thời", "điểm", "ngày", "xã", "phường")
)  # fmt: skip
_CLAUSE_END = re.compile(r"[,;:().]|(?<!\w)(?:lũy kế|cộng dồn|tính chung)(?!\w)")
_WORD = re.compile(r"[^\W\d]+")


def read_cumulative(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield, for each running figure, that the one of its period before it does not exceed it."""
    for _, figures in passages.where(_RUNNING):
        for at, whole in enumerate(figures):
            running = _RUNNING.search(whole.before)
            part = _of_period(world, figures[:at], whole) if running and _is_plain(world, whole) else None
            if running is None or part is None or _ASIDE.search(running["rest"]):
                continue
            said = set(_WORD.findall(running["rest"])) - _TIME
            if said <= set(_WORD.findall(f"{part.before} {_CLAUSE_END.split(part.after)[0]} {part.unit}")):
                verdict: Verdict = "fails" if part.value > whole.value else "holds"
                yield make_order(world, whole.number, part.number, verdict, certain=True)


def _of_period(world: World, before: Sequence[Figure], whole: Figure) -> Figure | None:
    """Return the figure right before a running one if it is that of a month, quarter or week in the same sentence."""
    part = before[-1] if before else None
    if part is None or part.home != whole.home or not alike(part.unit, whole.unit) or not _is_plain(world, part):
        return None
    return part if _PERIOD.search(part.before) and not _ASIDE.search(part.before) else None


def _is_plain(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    told = not (measure.target or measure.plan or measure.change) and world.is_exact(figure.number)
    return told and figure.unit not in ("", "%") and "/" not in figure.unit
