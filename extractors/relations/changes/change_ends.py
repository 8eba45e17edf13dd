"""The two ends of a change by their words: "từ 56 xuống 51, giảm 5", "nữ nhiều hơn nam 110", "năm 2022 tăng 10%"."""

from __future__ import annotations

import re

from extractors.relations.changes.change_events import CHANGES
from extractors.relations.changes.told_blocks import REACH, ToldBlock, is_alike, label_of

#: figures of before and after, right beside their change
_STARTS = re.compile(r"(?<!\w)(?:từ|sáp nhập|nhập|sắp xếp|gộp|hợp nhất|ghép|rút|nâng)(?: mức| chỗ| con số)?$")
_LEADS = re.compile(r"^(?:[^\W\d_]+ ){0,5}?(?:thành|xuống còn|xuống|lên|còn|tới|đến|lên tới|lên đến|lên thành)$")
_GOES_ON = re.compile(
    r"^[^,;.()]{0,40}[,(;] ?(?:tức |tức là |như vậy |vậy là |đã )?(?:tăng|giảm|bớt|nâng|rút)"
    r"(?: thêm| bớt| được| đi| là)?$"
)
_FROM_BEHIND = re.compile(r"^(?:[^\W\d_]+ ){0,2}?[,(]? ?từ(?: mức| chỗ)?$")
#: what one of two is more than the other by
_MORE_THAN = re.compile(
    r"(?:^|[,;:(.]\s*|(?<!\w)(?:trong đó|như vậy|và)\s+)(?P<first>[^,;:().]{1,40}?) (?:nhiều|ít|cao|thấp"
    r"|lớn|nhỏ|kém) hơn (?P<second>[^,;:().\d]{1,40}?)(?: là| tới| đến)?$"
)
#: a time whose figure has moved, and the one that it is compared with
_TIME = r"(?P<time>(?:năm|quý|tháng|vụ|kỳ|đợt|học kỳ) (?:\d{4}|[ivx]+|\d{1,2}))"
_TIME_MOVED = re.compile(
    rf"(?:^|[,;:(.]\s*|(?<!\w)(?:và|theo đó|như vậy|trong đó)\s+){_TIME} (?:đã )?(?:tăng|giảm)(?: thêm)?$"
)
_TIME_COMPARED = re.compile(rf"^[^,;:.()]{{0,20}}so(?: với)? {_TIME}(?!\w)")
#: the same, with the times that have no number
_TIME_SINCE = re.compile(
    r"^[^,;:.()]{0,30}so(?: với)? (?:thời điểm )?(?P<time>(?:đầu|cuối) (?:năm|kỳ|quý|tháng|vụ|nhiệm kỳ)(?: trước)?"
    r"|(?:năm|quý|tháng|vụ|kỳ|đợt|học kỳ) (?:\d{4}|[ivx]+|\d{1,2}))(?!\w)"
)
#: a base in a bracket before its change, how that goes on, and what it came to
_COMPARED_IN_BRACKET = re.compile(r"(?<!\w)so (?:với|cùng) [^\d:;()]{2,40}\((?:[^\d(),;]{0,20} )?$")
_MOVED = re.compile(r"^[^\d(;.]{0,12}\)[^\d();.]{0,60}(?<!\w)(?:tăng|giảm)(?: thêm| được| đi)?$")
_CAME_TO = re.compile(
    r"^[^\d,;:.()]{0,20}, (?:chỉ |nay |hiện )?(?:còn|xuống còn|xuống|lên|thành|đạt|là)(?: lại| đến| tới| có)?$"
)
#: a change right behind the two figures that it is between
_NEXT_CHANGED = re.compile(r"^[^\d,;:.()]{0,30}[,;] ?(?:như vậy )?(?:đã )?(?:tăng|giảm)(?: thêm| được| đi)?$")
_OF_ALL = re.compile(r"\s*(?:$|[,;.()–-]|(?:so|tương|tức|hay|bằng|và|nhưng|do|vì|nhờ|trong đó)(?!\w))")
_YEAR = re.compile(r"(?<!\w)năm ((?:19|20)\d\d)(?!\w)")
_THEN = re.compile(
    r"(?<!\w)(?:cùng kỳ(?: năm (?:trước|ngoái|\d{4}))?|(?:năm|kỳ|quý|tháng|vụ) (?:trước|ngoái))"
    r"(?: (?:là|có|đạt|chỉ|chỉ có|xảy ra|tiếp nhận|thu|nhận))*$"
)
#: how many figures a change is between
_TWO = 2


def led(block: ToldBlock, at: int) -> tuple[int, int] | None:
    """Return what a change led to and from, right before it ("từ 56 xuống 51, giảm 5") or behind it."""
    places = ((at - 2, bool(_GOES_ON.match(block.figures[at].before))), (at + 1, _is_from_behind(block, at)))
    return next(((first + 1, first) for first, told in places if told and _leads(block, first, at)), None)


def _is_from_behind(block: ToldBlock, at: int) -> bool:
    return at + 1 < len(block.figures) and bool(_FROM_BEHIND.match(block.between(at, at + 1)))


def _leads(block: ToldBlock, first: int, at: int) -> bool:
    """Whether a figure is led from to the next one, both of the sentence and unit of a change."""
    if first < 0 or first + 1 >= len(block.figures) or not block.is_base(at, first):
        return False
    starts = first > at or _STARTS.search(block.figures[first].before)
    here = block.figures[first + 1].home == block.figures[at].home
    led_to = _LEADS.match(block.between(first, first + 1))
    return bool(starts and here and led_to) and is_alike(block, first + 1, first, at)


def set_apart(block: ToldBlock, at: int) -> tuple[int, int] | None:
    """Return the two figures that the words around "hơn" name, each by a word of its own ("nữ nhiều hơn nam 110")."""
    said = _MORE_THAN.search(block.figures[at].before)
    if said is None:
        return None
    names = {
        i: _words(label_of(block.figures[i]).rpartition(",")[2] + " " + block.figures[i].after[:40].split(",")[0])
        for i in range(max(0, at - REACH), at)
    }
    names = {
        i: own
        for i, own in names.items()
        if block.figures[i].home == block.figures[at].home and is_alike(block, i, i, at)
    }
    sides = [_words(said["first"]), _words(said["second"])]
    sides = [sides[0] - sides[1], sides[1] - sides[0]]
    found = [[i for i, own in names.items() if side and side <= own] for side in sides]
    return (found[0][0], found[1][0]) if [len(one) for one in found] == [1, 1] and found[0] != found[1] else None


def of_times(block: ToldBlock, at: int) -> tuple[int, int] | None:
    """Return the figures of the two times that a change names ("…; năm 2022 tăng 10%, … so với năm 2021")."""
    figure = block.figures[at]
    own = _TIME_MOVED.search(figure.before)
    if own is None or block.told[at].tag != "change":
        return None
    base = _TIME_COMPARED.search(figure.after)
    new = own["time"]
    year = re.fullmatch(r"năm (\d{4})", new)
    old = base["time"] if base else f"năm {int(year[1]) - 1}" if year else None
    found = [_dated(block, at, time) for time in (new, old)]
    return (found[0][0], found[1][0]) if [len(one) for one in found] == [1, 1] and old != new else None


def went_to(block: ToldBlock, at: int) -> tuple[int, int] | None:
    """Return what a change came to, right behind it, and the base in a bracket before it.

    "So với cùng kỳ (7.173 đơn), số đơn giảm 560 đơn, còn 6.613 đơn".
    """
    base, new = at - 1, at + 1
    if base < 0 or new >= len(block.figures) or not block.is_base(at, base):
        return None
    told = _COMPARED_IN_BRACKET.search(block.figures[base].before) and _MOVED.match(block.figures[at].before)
    here = block.figures[new].home == block.figures[at].home
    return (
        (new, base)
        if told and here and _CAME_TO.match(block.between(at, new)) and is_alike(block, new, base, at)
        else None
    )


def of_now_and_then(block: ToldBlock, at: int) -> tuple[int, int] | None:
    """Return the two figures right before a change that are of two times, the only ones of their unit in the sentence.

    "5.615 vụ; cùng kỳ năm trước 6.568 vụ, giảm 953 vụ", "năm 2025 có 412 hộ, năm 2026 có 371 hộ, giảm 41 hộ".
    """
    figure = block.figures[at]
    if figure.unit in ("", "%") or block.told[at].tag != "change" or not _NEXT_CHANGED.match(figure.before):
        return None
    if not _OF_ALL.match(figure.after):
        return None  # "giảm 5 vụ trộm cắp" is no change of all
    here = [i for i in range(at) if block.figures[i].home == figure.home]
    pair = [i for i in here if is_alike(block, i, i, at)]
    if len(pair) != _TWO or pair != here[-_TWO:] or any(block.told[i].tag in CHANGES for i in pair):
        return None
    first, second = pair
    years = [_YEAR.findall(block.figures[i].before)[-1:] for i in pair]
    if all(years) and years[0] != years[1]:
        return (second, first) if years[0] < years[1] else (first, second)
    then = [bool(_THEN.search(block.figures[i].before)) for i in pair]
    return {(False, True): (first, second), (True, False): (second, first)}.get((then[0], then[1]))


def since_time(block: ToldBlock, at: int) -> tuple[int, int] | None:
    """Return what a change by an amount came to, right before it, and the one figure of the time it is told against.

    "Đầu năm có 1.437 hộ; … cuối năm còn 1.094 hộ, chiếm 3,5%, giảm 343 hộ so với đầu năm".
    """
    figure = block.figures[at]
    named = _TIME_SINCE.search(figure.after)
    if named is None or figure.unit in ("", "%"):
        return None
    old = _dated(block, at, named["time"])
    here = [i for i in range(at) if block.figures[i].home == figure.home and i not in old]
    new = [i for i in here if block.told[i].tag not in CHANGES and is_alike(block, i, i, at)]
    clause = all(";" not in f.before for f in block.figures[new[-1] + 1 : at + 1]) if new else False
    return (new[-1], old[0]) if clause and len(old) == 1 else None


def _dated(block: ToldBlock, at: int, time: str | None) -> list[int]:
    """Return the figures before a change that stand right behind the name of a time."""
    near = range(max(0, at - REACH), at)
    named = re.compile(rf"(?<!\w){re.escape(time or '-')}(?!\w)[^\d,;]{{0,24}}$")
    unit = block.figures[at].unit
    usable = [
        i
        for i in near
        if block.told[i].tag not in CHANGES and block.figures[at].sentence - block.figures[i].sentence < 2
    ]
    return [i for i in usable if named.search(block.figures[i].before) and (unit == "%" or is_alike(block, i, i, at))]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", text)) - {"có", "là", "số", "và", "được", "đạt", "của"}
