"""Values as a report would print them in the place of a number that it has."""

from __future__ import annotations

from decimal import Decimal

from extractors.numbers.number import Number
from extractors.relations.arithmetic import shown


def printed_as(number: Number, text: str, value: Decimal | None = None, of: Decimal | None = None) -> str:
    """Return a number with another value (or n of "k of n") as its own text is printed: scale, pair, leading 0.

    >>> from extractors.document import Span
    >>> pair = Number(Span(0, 5), "measure", "", Decimal(8), of=Decimal(12))
    >>> printed_as(pair, "08/12", Decimal(7)), printed_as(pair, "08/12", of=Decimal(21))
    ('07/12', '08/21')
    >>> printed_as(Number(Span(0, 3), "measure", "", Decimal(1_200_000), Decimal(100_000)), "1,2", Decimal(2_100_000))
    '2,1'
    """
    first, slash, second = text.partition("/")
    if number.of is None or not slash:
        return text if value is None else _alike(value / _scale(number, text), text)
    left = first if value is None else _alike(value, first)
    return f"{left}/{second if of is None else _alike(of, second)}"


def _scale(number: Number, text: str) -> Decimal:
    """Return how many ones a printed one is worth ("1,2 triệu")."""
    decimals = len(text.partition(",")[2]) if number.step > 1 else 0
    return number.step.scaleb(decimals) if number.step > 1 else Decimal(1)


def _alike(value: Decimal, text: str) -> str:
    made = shown(value)
    return made.zfill(2) if text.startswith("0") and text.isdigit() and made.isdigit() else made
