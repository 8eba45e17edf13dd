"""When two printed texts, or two values, are the same to a scorer."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from pipeline.evaluate.gold import Plain

#: the old place of the tone mark in an open syllable; inside "hoàn" it is the only one
_OPEN_OA = re.compile(r"oà(?!\w)")
_GROUP_DOT = re.compile(r"\.(?=\d{3}(?!\d))")
#: values that differ by less are one value read twice: relative above 1, absolute below
_CLOSE = Decimal("1e-9")


def normal(text: object) -> str:
    """Return a text for comparison: composed, lower case, one space, one way to write the tone.

    >>> normal("  Thủ Uỷ\\n hoà  "), normal("hoàn"), normal(None)
    ('thủ ủy hòa', 'hoàn', '')
    """
    composed = unicodedata.normalize("NFC", str(text or "")).lower().replace("uỷ", "ủy")
    return " ".join(_OPEN_OA.sub("òa", composed).split())


def has_digit(text: str) -> bool:
    """Whether a text holds a digit; numbers written in words are not scored."""
    return any(character.isdigit() for character in text)


def as_number(value: object) -> Decimal | None:
    """Return a plain value as a number, None where it is none.

    >>> as_number("7.50"), as_number(12), as_number("2024-06"), as_number(None)
    (Decimal('7.50'), Decimal('12'), None, None)
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def printed_number(text: str) -> Decimal | None:
    """Return the number that a piece of a Vietnamese text is.

    >>> printed_number("1.250,5"), printed_number("24/24")
    (Decimal('1250.5'), None)
    """
    return as_number(_GROUP_DOT.sub("", text).replace(",", "."))


def same_value(gold: Plain, found: Plain) -> bool:
    """Whether two values are equal to nine digits; what is no number is compared as text.

    >>> same_value(94.5, "94.50"), same_value(None, 0), same_value("III", "III")
    (True, False, True)
    """
    if gold is None or found is None:
        return gold is found
    ours, theirs = as_number(gold), as_number(found)
    if ours is None or theirs is None:
        return str(gold) == str(found)
    return abs(ours - theirs) < _CLOSE * max(Decimal(1), abs(ours))
