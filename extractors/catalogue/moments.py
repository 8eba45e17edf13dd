"""Parts of time printed beside figures: a quarter, to date, the same time a year before."""

from __future__ import annotations

import re

from extractors.catalogue.context import Context, sentence_start
from extractors.cues import seeker
from extractors.ledger.entries import Entry, Quantity
from extractors.numbers.number import Number

_STOP = re.compile(r"[.](?=\s+\D)|\n")
#: a part of a year, said before a figure or in the bracket after it ("quý I 121", "1.538 hồ sơ (tháng 7)")
_MOMENT = r"(?:quý|tháng|năm|tuần|kỳ|đợt)\s+(?:[ivx]+|\d+(?:/\d+)?)"
_MOMENT_BEFORE = seeker(rf"(?<!\w)(?P<x>{_MOMENT}|(?:đầu|cuối) (?:kỳ|năm|quý|tháng))(?: là| có| đạt)?:?$")
#: the year of a day is no time of its own
_IN_DATE = re.compile(r"(?<!\w)ngày \d{1,2} tháng \d{1,2} năm \d{4}(?: là| có| đạt)?:?\s*$")
#: "quý IV tiếp nhận 710 hồ sơ, lũy kế cả năm 3.305 hồ sơ"
_TO_DATE = seeker(r"(?<!\w)(?P<x>lũy kế|cộng dồn)[^,;:.\d]{0,30}$")
#: a sentence that sums up to date does so to its end ("Lũy kế từ đầu năm tiếp nhận 599 hồ sơ, giải quyết 615 hồ sơ")
_SUMS_UP = re.compile(
    r"[-+*•\s]*(?P<x>lũy kế|cộng dồn|tính chung)(?: \w+){0,3}? (?:đầu|đến|cả|\d+ tháng|năm|quý)(?!\w)"
    r"(?!.*(?<!\w)(?:riêng|trong đó)(?!\w))"
)
#: a bracket opened behind a time that figures are compared with ("so với cùng kỳ năm 2023 (tiếp nhận mới 880 hồ sơ)")
_THEN_BRACKET = re.compile(r"(?<!\w)(?P<x>cùng kỳ|năm trước|năm ngoái)(?: năm)?(?: 20\d\d| trước)?\s*\([^()\d]*$")
_MOMENT_AFTER = re.compile(rf"[^#\d]{{0,20}}\((?P<x>{_MOMENT})\)")


def moment_of(context: Context, entry: Entry, quantity: Quantity) -> str | None:
    """Return the part of time that is printed right before a figure or in the bracket right after it."""
    number = context.numbers[quantity.number]
    before = context.folded_lines[max(0, number.span.start - 24) : number.span.start].rstrip()
    wide = context.folded_lines[max(0, number.span.start - 44) : number.span.start]
    dated = _IN_DATE.search(wide)
    found = (None if dated else _MOMENT_BEFORE(before)) or _TO_DATE(wide) or _THEN_BRACKET.search(wide)
    if found is None and context.folded_lines.find("(", number.end, number.end + 21) >= 0:
        found = _MOMENT_AFTER.match(context.folded_lines, number.end)
    return found["x"] if found else _summed_up(context, entry, number)


def _summed_up(context: Context, entry: Entry, number: Number) -> str | None:
    """Return the words by which the sentence of a figure sums up to date."""
    if entry.path:
        return None
    start = context.document.blocks[entry.block].span.start
    before = context.folded_lines[start : number.span.start]
    found = _SUMS_UP.match(before, sentence_start(before, _STOP))
    return found["x"] if found else None
