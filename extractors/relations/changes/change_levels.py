"""What a change may have come to: the figures before it, and which of them its own words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.lexicon import unit_kind
from extractors.relations.amounts import ratio
from extractors.relations.changes.change_clauses import direction_of
from extractors.relations.changes.change_events import CHANGES
from extractors.relations.changes.told_blocks import REACH, ToldBlock, given, label_of, own_clause
from extractors.relations.passages import Figure
from extractors.relations.shares.closed_words import content_words

#: what anything that is counted may be called
_CASES = "trường hợp"
#: what a change, its time and its comparison are told by: they name nothing that changed
_NAMES_NOTHING = frozenset(
    word
    for line in (
        "so với cùng kỳ năm trước ngoái học quý tháng tuần vụ đầu cuối kỳ nay hiện tăng giảm vượt hụt hơn cao",
        "thấp nhiều ít thêm bớt lớn nhỏ kém nâng tốc thực tế ròng thuần được thì nhưng vậy như tức giao lại",
        "còn cũng vẫn khá mạnh nhẹ sâu đáng kể đã có ước đạt tính điểm phần trăm tới gần khoảng nhau liền kề",
        "đó mức thiếu sụt nhích trung bình hằng i ii iii iv nên",
    )
    for word in line.split()
)
_EMPTY = re.compile(
    r"(?<!\w)(?:chỉ tiêu|mục tiêu|kế hoạch|dự toán|đề ra|nghị quyết(?: (?:hđnd|đảng ủy|đại hội))?|hồ sơ|cùng kỳ"
    r"|học kỳ)(?!\w)"
)
_WHOLE = re.compile(r"(?<!\w)(?:toàn|cả (?:xã|huyện|tỉnh|phường|thị trấn|hai|ba)|tổng|chung)(?!\w)")
_PART = re.compile(r"(?<!\w)(?:riêng|trong đó|trong số)(?!\w)")
_COMPARED = re.compile(r"(?<!\w)(?:so với|so cùng|so|hơn|cùng kỳ|năm trước)(?!\w)")


def levels_of(block: ToldBlock, at: int, base: int) -> list[int]:
    """Return the places of figures that a change may have come to: of the unit of its base, before both."""
    found, first = [], min(at, base)
    unit = block.figures[base].unit or block.figures[at].unit
    for i in range(first - 1, max(-1, first - REACH), -1):
        figure, number = block.figures[i], block.world.numbers[block.figures[i].number]
        if block.figures[at].sentence - figure.sentence > 1:
            break
        alike = ratio(given(figure.unit), given(unit)) is not None
        usable = block.told[i].tag not in (*CHANGES, "old", "from") or (i == first - 1 and _is_dated(block, i))
        plain = number.sign == "=" and number.of is None and usable
        if alike and plain and direction_of(figure.before) is None and not _in_bracket(block, i, first):
            found.append(i)
    return found or [i for i in (first - 1,) if i >= 0 and is_any_case(block, at, i)]


def is_any_case(block: ToldBlock, at: int, level: int) -> bool:
    """Whether a change counts cases of whatever stands right before it ("46 đảng viên, giảm 9 trường hợp")."""
    figure, change = block.figures[level], block.figures[at]
    counted = unit_kind(figure.unit) in ("count", "person", "unknown") and "/" not in figure.unit
    number = block.world.numbers[figure.number]
    plain = number.sign == "=" and number.of is None and block.told[level].tag in ("", "to", "old")
    return change.unit == _CASES and counted and plain and figure.home == change.home and level == at - 1


def _is_dated(block: ToldBlock, at: int) -> bool:
    """Whether a figure before a change is only dated, and compared with nothing ("quý II là 87.315 lượt, tăng")."""
    return block.told[at].tag == "old" and not _COMPARED.search(block.figures[at].before) and not block.told[at].plan


def _in_bracket(block: ToldBlock, level: int, first: int) -> bool:
    """Whether a bracket that a figure stands in closes before a change."""
    between = block.world.folded[
        block.world.numbers[block.figures[level].number].end : block.world.numbers[
            block.figures[first].number
        ].span.start
    ]
    return ")" in between and "(" not in between[: between.index(")")]


def meant_level(block: ToldBlock, at: int, levels: Sequence[int]) -> int | None:
    """Return the level that the words of a change name, or the nearest where they name nothing."""
    subject = subject_of(block.figures[at])
    here = [i for i in levels if block.figures[i].home == block.figures[at].home]
    if _PART.search(own_clause(block.figures[at])):
        return None
    if _WHOLE.search(own_clause(block.figures[at])):  # what all have is no figure of one of them
        levels = [i for i in levels if _WHOLE.search(label_of(block.figures[i]))]
        here = [i for i in here if i in levels]
    if not levels:
        return None
    if not subject:
        return (here or levels)[0]
    shared = {i: len(subject & names_of(block, i)) for i in levels}
    most = max(shared.values())
    best = [i for i in levels if shared[i] == most]
    return best[0] if most and (len(best) == 1 or len({block.figures[i].home for i in best}) > 1) else None


def subject_of(figure: Figure) -> frozenset[str]:
    """Return the words by which a change names what has changed, none where it goes on with what was told."""
    before = re.split(r"[,;:.()–—]", re.sub(r"\([^()]*\)|^[^()]*\)", "", figure.before))[-1]
    behind = re.split(r"[,;:.()–—]|(?<!\w)(?:so|do|nhờ|vì|bởi)(?!\w)", figure.after)[0]
    return content_words(_EMPTY.sub(" ", f"{before} {behind}")) - _NAMES_NOTHING - content_words(figure.unit)


def names_of(block: ToldBlock, at: int) -> frozenset[str]:
    """Return the words by which a figure names what it counts."""
    figure = block.figures[at]
    behind = re.split(r"[,;:.()]", figure.after)[0]
    return content_words(_EMPTY.sub(" ", f"{label_of(figure)} {behind}")) - _NAMES_NOTHING
