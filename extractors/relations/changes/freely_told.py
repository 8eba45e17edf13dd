"""Changes told by no known word: a clause of no more than a verb and its way before a figure ("…, loang ra 53 ha")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.relations.accounts.movements import movement
from extractors.relations.passages import Figure

#: a clause of its own with no more than a verb before its figure ("…, hạ được 32 tấn")
_BARELY = re.compile(
    r"[,;] (?:tức |vậy là |như vậy |như thế |nghĩa là )?(?:đã )?(?:hạ|nới|đẩy|leo|lùi|trồi|co|giãn|xuống|lên|tụt|kéo"
    r"|hơn|cắt|rút|vọt|nhảy|sút|nhô|ép|dôi|dư)(?: (?:được|thêm|đi|ra|lên|xuống|lại|bớt|tới|mất))?$"
)
#: the same with whatever verb before the word that tells the way, or the time compared with ("hơn cùng kỳ 3 tấn")
_TOLD_FREELY = re.compile(
    r"[,;–] (?:[^\W\d_]+ ){0,4}?(?:hạ|nới|co|giãn|xuống|lên|tụt|hơn|rút|vọt|sút|nhô|ép|dôi|dư|thêm|đi|ra|bớt|mất|kém"
    r"|trên|dưới|trội|sụt|hao)(?: (?:được|thêm|đi|ra|lên|xuống|lại|bớt|tới|mất|hơn|so với)){0,2}"
    r"(?: (?:cùng kỳ|năm liền trước|hôm trước|đầu \w+|(?:năm|kỳ|quý|tháng|vụ|khóa|đợt|mùa|tuần) (?:trước|ngoái)))?"
    r"(?: (?:là|tới|những|đến))?$"
)
#: the same before a percentage, which tells a share by other words only
_PERCENT_FREELY = re.compile(
    r"[,;–] (?!(?:[^\W\d_]+ )*(?:chiếm|đạt|bằng|tỷ|tỉ|tương|hoàn|thực|mới|chỉ|đúng|trên|trong|có|là|của|ở|vượt|trả|số)"
    r"(?!\w))(?:[^\W\d_]+ ){0,3}[^\W\d_]+$"
)
_WAY = re.compile(r"(?<!\w)(?:thêm|bớt|tăng|giảm|mất|hao|sụt)(?!\w)")
_TIMES_OF = re.compile(r"(?<!\w)(?:gấp|bằng|tăng|hơn)(?: (?:tới|đến|những|lên|gấp))?$")


def is_told_freely(figure: Figure) -> bool:
    """Whether a figure may be a change, though no known word of change stands right before it."""
    if figure.unit == "lần":
        return bool(_TIMES_OF.search(figure.before))
    percent = figure.unit == "%" and _PERCENT_FREELY.search(figure.before)
    told = _TOLD_FREELY.search(figure.before)
    return bool(percent or (told and movement(_WAY.sub(" ", told.group())) is None))  # "bán ra 66 tấn" is sold


def is_of_all(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a change is told of all that is counted ("giảm 35% số vụ"), or times what follows."""
    units = "|".join(re.escape(f.unit) for f in figures if f.unit not in ("", "%", "lần"))
    return figure.unit == "lần" or bool(
        units and re.match(rf"(?:tổng )?(?:số |lượng )?(?:{units})(?!\w)", figure.after)
    )


def is_barely_told(figure: Figure) -> bool:
    """Whether nothing but a verb of moving stands before a figure in its clause.

    >>> [is_barely_told(Figure(0, 0, 0, b, "", "ha", None)) for b in ("ha, hạ được", "ha, loang ra thêm")]
    [True, False]
    """
    return bool(_BARELY.search(figure.before))
