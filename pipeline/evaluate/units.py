"""When the unit of a record agrees with that of gold."""

from __future__ import annotations

import re

from pipeline.evaluate.printed import normal

#: words of reports for one and the same unit
_SYNONYMS = (
    ("người", "nhân khẩu", "đồng chí", "khẩu"),
    ("vụ", "vụ việc"),
    ("đơn", "đơn thư"),
    ("%", "phần trăm"),
    ("hồ sơ", "hs"),
    ("lượt", "lượt người"),
    ("hội nghị", "cuộc"),
    ("buổi", "cuộc"),
    ("chỉ tiêu", "tiêu chí"),
    ("thư", "bức thư", "lá thư"),
    ("km²", "km2"),
    ("m²", "m2"),
    ("triệu đồng", "triệu"),
    ("tỷ đồng", "tỷ"),
    ("sao", "*"),
)
#: who is counted where another reader would say "người"
_PERSONS = frozenset(
    {
        *("cán bộ", "công chức", "viên chức", "cán bộ công chức", "lao động", "tổ trưởng"),
        *("hòa giải viên", "thành viên", "đoàn viên", "hội viên", "đồng chí", "đại biểu"),
        *("giáo viên", "học sinh", "học viên", "thanh niên", "nữ"),
        *("nhân khẩu", "khẩu", "công dân"),
    }
)
_MARKS = re.compile(r"[,.;:]")


def same_unit(gold: str | None, found: str | None) -> bool:
    """Whether units agree: gold leaves it open, or they are equal, synonyms, or one is the other and more words.

    >>> same_unit(None, "hộ"), same_unit("vụ|đơn", "đơn thư"), same_unit("người", "học sinh")
    (True, True, True)
    >>> same_unit("hộ", "hộ nghèo"), same_unit("hộ/năm", "hộ"), same_unit("hộ", None), same_unit("vụ", "người")
    (True, False, False, False)
    """
    if gold and "|" in gold:
        return any(same_unit(choice, found) for choice in gold.split("|"))
    ours, theirs = (_MARKS.sub("", normal(unit)) for unit in (gold, found))
    return not ours or ours == theirs or _synonyms(ours, theirs) or _longer(ours, theirs) or _longer(theirs, ours)


def _synonyms(ours: str, theirs: str) -> bool:
    persons = "người" in (ours, theirs) and not _PERSONS.isdisjoint((ours, theirs))
    return persons or any(ours in group and theirs in group for group in _SYNONYMS)


def _longer(short: str, long: str) -> bool:
    """A rate ("hộ/năm") is not a longer way to say what it is a rate of."""
    return bool(short) and short.count("/") == long.count("/") and long.startswith(f"{short} ")
