"""The noun that a label counts, and the words that only say what some of the counted are."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors.catalogue.no_nouns import NO_NOUN, NOT_COUNTED
from extractors.catalogue.unlisted import unlisted_noun
from extractors.lexicon import phrase_pattern, table, unit_at, unit_kind, units_in

#: words that count persons of any kind
ANYONE = ("đồng chí", "người")

_COUNTED = re.compile(
    r"(?:tổng số|số lượng|số lượt(?! (?:người|công dân|cán bộ|khách|hồ sơ|thư|phiếu|ý kiến|phản ánh|đơn vị|hộ|tin))"
    r"|số|tổng)\s+"
)
#: a noun after these words names a dimension or a place, not what is counted
_DIMENSION = re.compile(
    r"(?:theo|từng|mỗi|các|ở|tại|của|trên|thuộc|toàn|cấp|đối với|giữa|về|cho|do|vì"
    r"|ủng hộ|giúp|giúp đỡ)\s+(?:(?:các|từng)\s+)?$"
)
#: where "số" opens what is told, or what a bracket or an item tells
_OPENED = re.compile(r"(?:^|[,;:(+-]|trong đó|có|gồm|là)\s*(?:tổng\s+)?số(?: lượng| lượt)?\s+$")

#: a herd by its kind, or the kind alone, is counted in heads; bees are counted in hives
_KINDS = r"(?:gia súc|gia cầm|thủy cầm|trâu|bò|lợn|heo|dê|cừu|ngựa|gà|vịt|ngan|thỏ|hươu)"
_HERD = re.compile(
    rf"(?:tổng )?đàn (?:{_KINDS}|vật nuôi|chó|mèo)(?!\w)"
    rf"|{_KINDS}(?: (?:thịt|nái|đẻ|sữa|lai|sinh sản|con))?$"
)
#: what is done to a thing that the same words count ("phát tờ rơi 1.500", "cấp giấy khai sinh 58")
_GIVEN = re.compile(
    r"(?:cấp phát|cấp|phát|treo|tặng|trao|trồng|xây|sửa chữa|sửa|lắp đặt|lắp|mở|in|dán|dựng|mua|ban hành"
    r"|thành lập|lập)(?: mới| được)? (?:số )?"
)

_RATE = re.compile(r"(?<!\w)(?:tỷ lệ|tỉ lệ)(?!\w)")


@cache
def qualities() -> re.Pattern[str]:
    """Return the pattern of words for what some persons of a number are ("đảng viên", "nữ")."""
    return re.compile(phrase_pattern([row["phrase"] for row in table("qualities.csv")]))


@cache
def _dimensions() -> dict[str, str]:
    return {row["phrase"]: row["dimension"] for row in table("qualities.csv")}


def dimensions(words: str) -> set[str]:
    """Return the dimensions of which words say a quality ("nữ đảng viên": gender and party)."""
    return {_dimensions()[" ".join(found.group().split())] for found in qualities().finditer(words)}


@lru_cache(maxsize=1 << 7)
def label_unit(label: str) -> tuple[str, bool] | None:
    """Return the noun that a label counts and whether "số <noun>" says so."""
    for match in _COUNTED.finditer(label):
        if (word := unit_at(label, match.end())) and word.kind not in ("time", "percent"):
            return word.text, True
    if noun := _number_of(label):
        return noun, True
    if ("tỷ lệ" in label or "tỉ lệ" in label) and _RATE.search(label):
        return "%", False
    if _HERD.match(label):
        return "con", False
    nouns = [
        word.text
        for at, word in units_in(label, 0, len(label))
        if word.kind not in ("time", "percent", "score", "grade")
        and not _is_dimension(word.text, label[:at])
        and not re.match(r"\s*(?:số\s+)?\d", label[at + len(word.text) :])
    ]
    return (nouns[0], False) if nouns else None


def _is_dimension(noun: str, before: str) -> bool:
    """Whether a noun says by or where; what opens with "cấp" and names no level is what was issued ("cấp giấy")."""
    issued = before == "cấp " and unit_kind(noun) == "count" and not is_place(noun)
    return not issued and bool(_DIMENSION.search(before))


def _number_of(label: str) -> str | None:
    """Return the noun that is no unit behind the "số" that opens a label ("Số lò sấy": lò sấy)."""
    for match in _COUNTED.finditer(label):
        if not _OPENED.search(label[: match.end()]) or unit_at(label, match.end()):
            continue
        if match.group().endswith("lượt "):
            return "lượt"
        return unlisted_noun(label, match.end(), len(label), refuse=NO_NOUN | NOT_COUNTED)
    return None


@cache
def _places() -> frozenset[str]:
    return frozenset(row["word"] for row in table("places.csv"))


def is_place(noun: str) -> bool:
    """Whether a noun says who or where ("ấp", "cơ quan"): as the name of a row or item it is not what is counted."""
    return noun in _places()


def is_counted(noun: str, label: str) -> bool:
    """Whether a label is headed by what it counts ("Học sinh giỏi: 30"), not by who does it, where or by what way.

    >>> is_counted("học sinh", "học sinh giỏi"), is_counted("người dân", "người dân tự nộp trên mạng")
    (True, False)
    """
    head = label.lstrip(" -+*")
    return (head.startswith(noun) or (noun == "con" and bool(_HERD.match(head)))) and not is_place(noun)


def is_given(noun: str, label: str) -> bool:
    """Whether a label tells of nothing but what was done to a noun ("phát tờ rơi", not "trao quà cho hộ nghèo").

    >>> is_given("tờ rơi", "phát tờ rơi"), is_given("quà", "trao quà cho hộ nghèo")
    (True, False)
    """
    given = _GIVEN.match(label)
    return bool(
        given
        and label.startswith(noun, given.end())
        and not is_place(noun)
        and not units_in(label, given.end() + len(noun), len(label))
    )
