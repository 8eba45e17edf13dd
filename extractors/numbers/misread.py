"""Figures in which a scanner took a digit for a letter ("1O2 hồ sơ", "l2 hộ"): read with the doubt kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Span
from extractors.numbers.number import Number
from extractors.numbers.quantities import printed_unit

_LETTERS = str.maketrans("OolI", "0011")
_BESIDE = re.compile(r"[oOlI](?:(?<=\d.)|(?=\d))")
#: digits with O, o, l or I among them or before them, o after them; "5l" is litres, "L2" a name
_MISREAD = re.compile(r"(?<![\w.,/-])(?=[\doOlI]*[oOlI])(?:[oOlI]?\d[\doOlI]*\d|[oOlI]\d+|\d+[oO])(?![\w/-]|[.,]\d)")


def misread(text: str, folded: str) -> Iterator[Number]:
    """Yield the misread figures of a block of text; only a unit right after them shows that they count.

    >>> [(n.value, n.unit, n.doubt) for n in misread("Nhận 1O2 hồ sơ", "nhận 1o2 hồ sơ")]
    [(Decimal('102'), 'hồ sơ', '“1O2” đọc là 102')]
    >>> list(misread("Tổ A có 5l dầu, mẫu O2", "tổ a có 5l dầu, mẫu o2"))
    []
    """
    for match in _MISREAD.finditer(text) if _BESIDE.search(text) else ():
        unit, scale, end = printed_unit(folded, match.end())
        if unit:
            digits = match.group().translate(_LETTERS)
            value = Decimal(digits).scaleb(scale)
            doubt = f"“{match.group()}” đọc là {digits}"
            span = Span(match.start(), match.end())
            yield Number(
                span, "measure", "misread digit", value, Decimal(1).scaleb(scale), unit=unit, end=end, doubt=doubt
            )
