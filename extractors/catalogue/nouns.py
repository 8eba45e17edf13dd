"""The noun that a label counts."""

from __future__ import annotations

import re

from extractors.lexicon import unit_at, units_in

#: words that count persons of any kind
ANYONE = ("đồng chí", "người")


_COUNTED = re.compile(r"(?:tổng số|số lượng|số lượt|số|tổng)\s+")
#: a noun after these words names a dimension or a place, not what is counted
_DIMENSION = re.compile(r"(?:theo|từng|mỗi|các|ở|tại|của|trên|thuộc|toàn|cấp|đối với|giữa|về|cho|do)\s+(?:(?:các|từng)\s+)?$")


def label_unit(label: str) -> tuple[str, bool] | None:
    """Return the noun that a label counts and whether "số <noun>" says so."""
    counted = list(_COUNTED.finditer(label))
    for match in counted:
        if word := unit_at(label, match.end()):
            if word.kind not in ("time", "percent"):
                return word.text, True
    if re.search(r"(?<!\w)(?:tỷ lệ|tỉ lệ)(?!\w)", label):
        return "%", False
    nouns = [
        word.text
        for at, word in units_in(label, 0, len(label))
        if word.kind not in ("time", "percent", "score")
        and not _DIMENSION.search(label[:at])
        and not re.match(r"\s*(?:số\s+)?\d", label[at + len(word.text) :])
    ]
    return (nouns[0], False) if nouns else None
