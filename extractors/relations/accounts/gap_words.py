"""Words of what is left, lacking or over: a clause that tells of it, and whether it is of the work told before."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.relations.passages import Figure
from extractors.relations.sums.closed_sum_words import clause, is_denied

#: what makes a figure one of another time, level or part
ASIDE = re.compile(
    r"(?<!\w)(?:trong đó|trong số|trong ấy|gồm|bao gồm|mỗi|bình quân|trung bình|phấn đấu|dự kiến|lũy kế"
    r"|cùng kỳ|năm trước|năm ngoái|kỳ trước|ngoài ra|kể cả|tối đa|tối thiểu)(?!\w)"
)
_DENIAL = re.compile(r"(?<!\w)(?:chưa|không|chẳng)(?: (?:được|chịu|kịp|thể|hề|phải|thấy|muốn|cho|đến|đi))*(?!\w)")
_OTHERS = re.compile(r"(?<!\w)(?:còn|khác|nữa|nốt|tiếp|dở|thừa|dư|dôi|trội)(?!\w)")
_WORDS = re.compile(r"[^\W\d_]+")
#: work of any kind
_ANY_WORK = frozenset(
    _WORDS.findall("xong đạt hoàn thành thực hiện làm tới kịp đủ bố trí triển khai đáp ứng giải quyết")
)


def is_left(words: str) -> bool:
    """Whether a clause tells of what is left, not done, or of the others.

    >>> is_left("# hộ kia vẫn ở tạm"), is_left("nợ lại # tổ"), is_left("đã họp # tổ")
    (True, True, False)
    """
    return is_denied(words) or bool(_OTHERS.search(words))


def clause_of(figure: Figure) -> str:
    """Return the clause of a figure, with the words before a colon right before it ("số cử tri không đi: 36")."""
    return clause(replace(figure, before=figure.before.rstrip(" :(–-")))


def is_of_same_work(figure: Figure, before: str, *, strictly: bool = False) -> bool:
    """Whether what is not yet done is what was done with the other part, or of no work that has a name.

    "đã xây 5 nhà văn hóa; 3 thôn chưa có đường" is not. `strictly` asks for a denial.
    """
    said = clause_of(figure)
    denied = _DENIAL.search(said)
    if denied is None:
        return not strictly
    work = _WORDS.findall(said[denied.end() :].replace("#", " "))[:2]
    words = frozenset(work) - frozenset(("có", *figure.unit.split()))
    return not work or bool(words & (_ANY_WORK | frozenset(_WORDS.findall(before))))
