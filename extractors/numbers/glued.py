"""Figures that stand right behind a word without a blank ("Hải Tân116 ha"): read with the doubt kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Span
from extractors.lexicon import unit_kind
from extractors.numbers.designators import names_by_number
from extractors.numbers.digits import NUMERAL, Habits, parse
from extractors.numbers.number import Number
from extractors.numbers.qualifiers import sign_of
from extractors.numbers.quantities import printed_unit
from extractors.syllables import is_syllable

#: a written syllable and digits; capitals and digits are a name or a symbol ("KV2", "TT01")
_GLUED = re.compile(rf"(?<![\w.,/-])(?P<word>[^\W\d_][^\W\d_A-ZĐ]+)(?P<x>{NUMERAL})(?![\d/-]|[.,]\d)")


def glued(text: str, folded: str, written: Habits) -> Iterator[Number]:
    """Yield the figures of a block of text that a lost blank joins to a syllable; only a unit shows that they count.

    >>> from extractors.numbers.digits import habits
    >>> [(n.value, n.unit, n.doubt) for n in glued("Hải Tân116 ha", "hải tân116 ha", habits(""))]
    [(Decimal('116'), 'ha', '“Tân116” đọc là 116')]
    >>> list(glued("Tổ1 người, Covid19 ca", "tổ1 người, covid19 ca", habits("")))
    []
    """
    for match in _GLUED.finditer(text):
        unit, scale, end = printed_unit(folded, match.end())
        word = folded[match.start("word") : match.end("word")]
        if unit and not scale and is_syllable(word) and not names_by_number(word):
            value = parse(match["x"], unit_kind(unit), written)
            span = Span(match.start("x"), match.end("x"))
            doubt = f"“{match.group()}” đọc là {match['x']}"
            sign = sign_of(folded, match.start("x"), end)
            yield Number(
                span, "measure", "glued figure", value.value, value.step, unit=unit, end=end, sign=sign, doubt=doubt
            )
