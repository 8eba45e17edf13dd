"""The words by which a count, a rate and a total say that they are a product, or that something else is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.relations.amounts import ratio, worth
from extractors.relations.passages import Figure
from extractors.relations.world import World

#: words by which a figure says that it is what the factors before it come to
_COMES_TO = re.compile(
    r"(?<!\w)(?:tổng(?! (?:nguồn|thu|chi|ngân sách|mức|vốn đầu))|cộng(?! (?:đồng|tác))|vị chi"
    r"|thành(?! (?:lập|viên|phần|tích))|tức|tính ra|trị giá)(?!\w)|="
)
#: words between a total and the things it is for ("1.260 kg gạo cho 42 hộ, mỗi hộ 30 kg")
_MADE_FOR = re.compile(r"^[^,;:]{0,40}(?<!\w)(?:cho|tại|ở|từ|của|gồm|trên|đến)(?!\w)[^,;:]{0,30}$")
#: words before an amount that may be what a count and a price come to, but may hold more
_SPENT = re.compile(
    r"(?<!\w)(?:tổng|hết|tốn|ngốn|mất|chi|kinh phí|trị giá|số tiền|thành tiền|thu về|thu được|bỏ ra|phải (?:trả"
    r"|chi)|quy ra"
    r"|được|vị chi|cộng)(?!\w)"
)
_EACH = re.compile(r"(?<!\w)(?:mỗi|mức|định mức|đơn giá|bình quân|trung bình|từng|một|cứ|mật độ)(?!\w)|[(]$")
_AVERAGE = re.compile(r"(?<!\w)(?:bình quân|trung bình|khoảng|gần|mật độ|tính ra|ước)(?!\w)")
#: of a harvest only: of ballots fewer may come back
_HARVESTED = re.compile(r"(?<!\w)(?:sản lượng|thu (?:về|được|hoạch)?|đạt|cho)(?!\w)")
#: a mean of more than what stands beside it ("01 xã đạt 14 tiêu chí; bình quân toàn huyện 17,8 tiêu chí/xã")
_OF_WHOLE = re.compile(r"(?<!\w)(?:toàn|cả|chung)(?!\w)")
_MEAN = re.compile(r"[,;(\s]*(?:tính )?(?:bình quân|trung bình|mật độ)(?: (?:dân số|chung|mỗi \w+))?(?: là| đạt| có)?$")
#: what else may be in a total, or keeps a rate from holding for all
_ELSE = re.compile(
    r"(?<!\w)(?:riêng|ngoài ra|thêm|trừ|một số|ít nhất|tối thiểu|tối đa|không quá|trở lên|trở xuống|còn|khác"
    r"|kể cả|gồm cả|bao gồm|cùng (?:các|với)|kèm|và (?:\w+ )?(?:quà|hiện vật|nhu yếu phẩm|túi|hàng|vé)|kế hoạch"
    r"|lần lượt|từ(?! (?:quỹ|nguồn|ngân sách|kinh phí|tiền|vận động|đóng góp|xã hội hóa))|hoặc|(?<!cả )đợt|lũy kế"
    r"|chưa kể)(?!\w)"
)
#: what goes on about who did it, why and from what
_WHY_SO = re.compile(r", (?:do|nhằm|để|giúp|nên|vì|bởi|lấy từ|từ nguồn|bằng nguồn|trích từ)(?!\w)")
#: of an area that is not said to be harvested a part may bear nothing
_BEARING = re.compile(r"(?<!\w)(?:thu hoạch|cho (?:sản phẩm|thu|quả|trái)|kinh doanh|gặt)(?!\w)")
#: what comes beside what a rate gives
_ADDED = re.compile(r"(?<!\w)(?:cộng (?:với|thêm)|ngoài ra(?: còn)?(?: có)?|chưa kể|không kể|kèm(?: theo)?)\s*$")


def is_added(figure: Figure) -> bool:
    """Return whether a figure is told beside a product, not as what it comes to ("…, cộng với 18 đại biểu")."""
    return bool(_ADDED.search(figure.before))


def is_average(rate: Figure) -> bool:
    """Whether a rate is a mean or an estimate, so that it does not hold exactly."""
    return bool(_AVERAGE.search(rate.before))


def tells_of_others(words: str) -> bool:
    """Whether words tell that something else is in a total, or that a rate does not hold for all."""
    return bool(_ELSE.search(_WHY_SO.split(words)[0]))


def is_spent(total: Figure) -> bool:
    """Whether the words before an amount let it be what a count and a price come to."""
    return bool(_SPENT.search(total.before))


def strength(world: World, figures: Sequence[Figure], count: int, rate: int, total: int, *, exact: bool) -> int:
    """Return how clearly words make three figures, by their places, a product: 2 say it, 1 suggest it, 0 do not."""
    first, last = min(count, rate, total), max(count, rate, total)
    said = " ".join(f.before for f in figures[first + 1 : last + 1])
    if tells_of_others(f"{said} {figures[last].after}") or _several(figures, rate):
        return 0
    if is_average(figures[rate]) and _OF_WHOLE.search(figures[rate].before) and is_parted(figures, count, rate):
        return 0
    loose = any(world.numbers[figures[i].number].sign != "=" for i in (count, rate, total))
    loose = loose or _others(figures, count, rate)
    mean = world.numbers[figures[count].number].of is None and _is_mean(figures, count, rate, total)
    if mean and not loose:
        return 2
    if total > max(count, rate):
        return _of_total(figures[count], figures[total], loose=loose)
    if not _EACH.search(figures[rate].before):
        return 0
    made_for = total < count < rate and exact and _MADE_FOR.match(figures[total].after)
    return 2 if made_for and not loose else 1


def is_of_other(figures: Sequence[Figure], count: int, total: int) -> bool:
    """Whether a semicolon parts what is counted from a total, and an amount of its own stands beside it, or none said.

    "Cho 163 hộ vay 7,2 tỷ đồng; quỹ 412 triệu đồng, bình quân …"; "ước thiệt hại 1,2 tỷ đồng; hỗ trợ 42 nhà, mức …".
    """
    parted = [";" in f.before.partition("(")[0] for f in figures]
    clause = [sum(parted[: at + 1]) for at in range(len(figures))]
    if clause[total] < clause[count] and not is_spent(figures[total]):
        return True
    own = (f for at, f in enumerate(figures) if clause[at] == clause[count] and f.home == figures[count].home)
    return clause[total] > clause[count] and any(ratio(f.unit, figures[total].unit) is not None for f in own)


def is_parted(figures: Sequence[Figure], one: int, other: int) -> bool:
    """Whether a semicolon stands between two figures of a paragraph ("giá 12 triệu đồng/máy; thuê 2 máy múc").

    >>> is_parted([Figure(0, 0, 0, "", "", "máy", None), Figure(1, 0, 0, "máy; giá", "", "đồng/máy", None)], 1, 0)
    True
    """
    between = figures[min(one, other) + 1 : max(one, other) + 1]
    return any(";" in f.before.partition("(")[0] for f in between)


def _is_mean(figures: Sequence[Figure], count: int, rate: int, total: int) -> bool:
    """Whether a mean is told right behind what it is of, or before the bracket with nothing else."""
    if max(count, total) < rate:
        return bool(_MEAN.match(figures[rate].before))
    opened = sorted((count, total)) == [rate + 1, rate + 2] and figures[rate + 1].before.startswith("(")
    return opened and bool(_AVERAGE.search(figures[rate].before))


def _of_total(count: Figure, total: Figure, *, loose: bool) -> int:
    """Return how clearly the words before a total say that it is what a count and a rate come to."""
    if worth(total.unit)[0] == "weight" and worth(count.unit)[0] == "area":
        said = _HARVESTED.search(total.before) and _BEARING.search(count.before + total.before)
    else:
        said = _COMES_TO.search(total.before)
    return 2 if said and not loose else 1


def _others(figures: Sequence[Figure], count: int, rate: int) -> bool:
    """Whether something else of the kind is counted in the sentence: the rate may be for all of it."""
    unit, home = figures[count].unit, figures[rate].home
    return any(f.home == home and i != count and ratio(f.unit, unit) is not None for i, f in enumerate(figures[:rate]))


def _several(figures: Sequence[Figure], rate: int) -> bool:
    """Whether another rate of the kind stands before with no total between: both may make the total."""
    kind = figures[rate].unit.partition("/")[0]
    for figure in reversed(figures[:rate]):
        given, per, _ = figure.unit.partition("/")
        if figure.home != figures[rate].home or (not per and ratio(given, kind) is not None):
            return False
        if per and ratio(given, kind) is not None:
            return True
    return False
