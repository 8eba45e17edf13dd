"""Printed numerals to exact values, separators read by the evidence of the whole document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.slots import fills_slots

#: a numeral: grouped by dots, by commas (twice or more), by blanks, or plain with one separator
NUMERAL = (
    r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d]|[.,]\d)"
    r"|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?(?![\d]|[.,]\d)"
    r"|\d{1,3}(?:[ \u00a0]\d{3})+(?:,\d+)?(?![\d]|[.,]\d)(?=\s*[^\W\d_])"
    r"|\d+(?:[.,]\d+)?)"
)
#: the same behind its first digit: an expression that opens with a digit is sought fast
_REST = (
    r"(?:\d{0,2}(?:\.\d{3})+(?:,\d+)?(?![\d]|[.,]\d)"
    r"|\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?(?![\d]|[.,]\d)"
    r"|\d{0,2}(?:[ \u00a0]\d{3})+(?:,\d+)?(?![\d]|[.,]\d)(?=\s*[^\W\d_])"
    r"|\d*(?:[.,]\d+)?)"
)


def numeral_after(refused: str) -> str:
    """Return the expression of a numeral with none of some characters, no digit and no group of digits before it."""
    return rf"\d(?<![{refused}\d]\d)(?<!\d[.,]\d){_REST}"


#: the first digit of a figure; it comes before what must not stand there, for a digit is sought fast
_FIRST = r"\d(?<![\d.,/-]\d)"
_DOT_GROUPS = re.compile(rf"{_FIRST}\d{{0,2}}(?:\.\d{{3}})+(?![\d/-])")
_DOT_DECIMAL = re.compile(rf"{_FIRST}\d*\.\d{{1,2}}(?=\s*(?:%|km|ha|tấn|triệu|tỷ|m²))")
_COMMA_GROUPS = re.compile(rf"{_FIRST}\d{{0,2}}(?:,\d{{3}}){{2,}}(?![\d,])")
#: kinds of unit that come in whole numbers only
_WHOLE = ("count", "person")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document writes numbers: whether dots or commas group thousands anywhere for certain."""

    dot_groups: bool
    comma_groups: bool
    dot_decimals: bool


def habits(text: str) -> Habits:
    """Return the separators that a text uses where they cannot be misread."""
    return Habits(bool(_DOT_GROUPS.search(text)), bool(_COMMA_GROUPS.search(text)), bool(_DOT_DECIMAL.search(text)))


@fills_slots
@dataclass(frozen=True, slots=True)
class Value:
    """An exact value, the worth of its last printed place, and what else the digits may mean."""

    value: Decimal
    step: Decimal
    doubt: str | None = None


@lru_cache(maxsize=4096)
def parse(numeral: str, kind: str, written: Habits) -> Value:
    """Return the value of a printed numeral before a unit of some kind.

    >>> plain = Habits(True, False, False)
    >>> [str(parse(text, "area", plain).value) for text in ("2.306,47", "518,9306", "7.0", "05")]
    ['2306.47', '518.9306', '7.0', '5']
    >>> [str(parse(text, "count", plain).value) for text in ("0.125.300", "00,000,000", "0.125.300,5")]
    ['125300', '0', '125300.5']
    >>> str(parse("3,174", "count", Habits(False, True, False)).value)
    '3174'
    """
    text = re.sub(r"[ \u00a0]", "", numeral)
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", text):
        doubt = f"{text.replace('.', ',')} ?" if text.count(".") == 1 and _reads_as_decimal(kind, written) else None
        return _exact(text.replace(".", ""), doubt)
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+", text):
        return _exact(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?", text):
        return _exact(text.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", text) and (kind in _WHOLE or (written.comma_groups and kind != "percent")):
        return _exact(text.replace(",", ""))
    if max(text.count("."), text.count(",")) > 1 or (text.count(".") and text.count(",")):
        return _exact(_grouped(text))  # groups after a zero ("0.125.300")
    return _exact(text.replace(",", "."))


def _grouped(text: str) -> str:
    """Return a numeral without its group marks; the mark that comes last and once starts the decimals."""
    last = max(text.rfind("."), text.rfind(","))
    once = text.count(text[last]) == 1 and len({c for c in text if c in ".,"}) == 2
    whole = re.sub(r"[.,]", "", text[:last] if once else text)
    return f"{whole}.{text[last + 1 :]}" if once else whole


def _reads_as_decimal(kind: str, written: Habits) -> bool:
    return kind not in (*_WHOLE, "unknown", "money") and written.dot_decimals and not written.dot_groups


def _exact(plain: str, doubt: str | None = None) -> Value:
    whole, _, decimals = plain.partition(".")
    digits = f"{whole.lstrip('0') or '0'}.{decimals}" if decimals else whole.lstrip("0") or "0"
    return Value(Decimal(digits), Decimal(1).scaleb(-len(decimals)), doubt)
