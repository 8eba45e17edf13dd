"""Rates that words around a unit make of it ("mỗi thôn 03 người", "2 ngày trong tháng")."""

from __future__ import annotations

import re

from extractors.catalogue.context import Context, words_at
from extractors.ledger.entries import Quantity
from extractors.lexicon import unit_at, unit_kind

_EACH = re.compile(
    r"(?<!\w)(?<!của )mỗi\s+(?![^,;:.#()]*\d[^,;:.#()]*(?<!\w)(?:trên|ở|tại|thuộc)\s)(?P<per>[^,;:.#()]{2,50})$"
)
_FOR_EACH = re.compile(r"\s*(?:(?:cho |ở |tại |trong )?mỗi|cho một)\s+(?P<per>[^\W\d]+(?: [^\W\d]+)?)(?![\w]|\s*\d)")
#: "bình quân 08 thành viên một tổ"
_MEAN, _FOR_ONE = (
    re.compile(r"(?<!\w)(?:bình quân|trung bình)(?: (?:là|có|đạt))?\s*$"),
    re.compile(r"\s*(?:trên )?một\s+(?P<per>[^\W\d]+(?: [^\W\d]+)?)(?![\w]|\s*\d)"),
)
#: "94 tổ, bình quân 07 thành viên": a mean of what was just counted
_ON_AVERAGE = re.compile(
    r"\d\s(?P<per>[^\W\d_]+(?: [^\W\d_]+)?)[^\d.;]{0,30}[,;(]\s*(?:bình quân|trung bình)(?: có| là| được)?\s*$"
)
_OFTEN = re.compile(r"(?<!\w)(?:hàng|hằng|mỗi)\s+(tháng|tuần|quý|năm)(?!\w)[^,;]{0,20}$")
#: "2 ngày trong tháng", "2 ngày một tháng"
_WITHIN = re.compile(r"\s*(?:ngày\s+)?(?:trong|một|mỗi|hàng|hằng)(?: một| mỗi)? (tháng|tuần|quý)(?!\w|\s*\d)")


def rate_of(context: Context, quantity: Quantity, unit: str) -> str:
    """Return the rate that "hằng tháng có 2 ngày" means, any other unit as it is."""
    if "/" in unit or unit == "%":
        return unit
    start, end = context.numbers[quantity.number].span.start, context.numbers[quantity.number].end
    text, left = context.folded_lines, max(0, start - 60)
    each = _EACH.search(text, left, start) if text.find("mỗi", left, start) >= 0 else None
    each = each or _FOR_EACH.match(text, end, end + 40)
    if each is None and text.find("bình", left, start) >= 0:
        mean = _MEAN.search(text, left, start)
        each = _FOR_ONE.match(text, end, end + 40) if mean else None
        if each is None and unit_kind(unit) in ("count", "person"):
            each = _ON_AVERAGE.search(text, left, start)
    if each and (per := _per(each["per"])) and per != unit:
        return f"{_plain_unit(unit)}/{per}"
    often = None
    if unit_kind(unit) == "time":
        often = _OFTEN.search(words_at(context, quantity.before)) or _WITHIN.match(text, end)
    return f"{unit}/{often[1]}" if often else unit


def _per(words: str) -> str | None:
    """Return what each of which has or gets, the first words after "mỗi"; a year or so says when."""
    word = unit_at(words, 0)
    if word is None or word.kind in ("money", "percent"):
        return words.split(maxsplit=1)[0] if word is None and len(words.split()) < 3 else None
    return word.text


def _plain_unit(unit: str) -> str:
    """Return the first word of a unit where it is one by itself ("cuộc đối thoại": cuộc)."""
    word = unit_at(unit.split(maxsplit=1)[0], 0)
    return word.text if word is not None and unit_kind(unit) == word.kind == "count" else unit
