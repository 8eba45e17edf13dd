"""Quantities: bare numerals, pairs "k of n", ranges and stars, with printed unit, scale and qualifier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.cues import may_stand
from extractors.document import Span
from extractors.lexicon import unit_at, unit_kind
from extractors.lexicon.amounts import money_scale
from extractors.numbers.digits import NUMERAL, Habits, Value, numeral_after, parse
from extractors.numbers.number import Number, Sign
from extractors.numbers.qualifiers import sign_of, skip_blanks
from extractors.numbers.scan import at_numbers

_NUMERAL = re.compile(numeral_after(""))
_PAIR = re.compile(rf"(?P<k>{numeral_after('/')})\s?/\s?(?P<n>{NUMERAL})(?!\s?/\s?\d)")
#: counts side by side, each with its unit, as they open a list of such pairs ("208 lượt/226 người: …")
_PARALLEL = re.compile(rf"\d (?P<one>[^\W\d_]+(?: [^\W\d_]+)?)\s?/\s?{NUMERAL} (?P<other>[^\W\d_]+)")
_LISTED = re.compile(r"[^.;:\d]{0,60}(?::|[,(;-]\s*(?:trong đó|gồm|chia ra|cụ thể))\s*(?P<items>[^.]*)")
_RANGE = re.compile(
    rf"(?P<k>{numeral_after('/')})(?P<ku>\s*%)?(?:\s?-\s?|\s+(?:đến|tới)\s+(?:dưới\s+)?)(?P<n>{NUMERAL})(?![/-]\d)"
)
#: an amount of money in several scales, the least last ("12 tỷ 350 triệu đồng", "1 triệu 800 nghìn đồng")
_SCALED = re.compile(
    rf"(?P<most>{numeral_after('')}) (?P<scale>tỷ|tỉ|triệu)"
    r"(?P<further>(?: (?:đồng )?\d{1,3} (?:triệu|nghìn|ngàn)(?!\w)){1,2})(?: \d{1,3}(?= đồng))?"
)
_STARS = re.compile(r"(?<![\d.,/])(?P<x>\d)\*")
_SCALES = {"nghìn": 3, "ngàn": 3, "vạn": 4, "chục nghìn": 4, "trăm nghìn": 5}
_SCALE = re.compile(r"\s*(nghìn|ngàn|vạn)(?!\w)(?!\s*(?:đồng|đ\b|tỷ|tỉ|ha))")
#: one thing that each gets, no whole or plan that the amount is set against ("5,4 tỷ đồng/tổng dư nợ 21,6 tỷ đồng")
_THING = re.compile(r"(?!(?:tổng|kế|dự|chỉ|số|toàn|mức|tỷ|kh|tỉ)(?!\w))[^\W\d_]+(?=[\s,;.)]|$)")
#: what is set against an amount ("7.134 triệu đồng/kế hoạch 7.927 triệu đồng")
_AIM = re.compile(r"(?:kế hoạch|chỉ tiêu)(?: [^\W\d]+){0,3} \d")
_RATE = re.compile(r"(?:\s*/\s*(?:mỗi\s+|1\s+)?|\s+mỗi\s+)(?=[^\W\d_])")
_WORD_VALUE = re.compile(r"\s*\((?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)[^\W\d_ ]*(?: [^\W\d_]+){0,3}\)")


def quantities(
    folded: str, start: int, end: int, written: Habits, taken: bytearray, offset: int = 0
) -> Iterator[Number]:
    """Yield the quantities of a stretch of text outside the ranges already taken (`taken[i - start]`).

    `offset` is where the text begins in the document.
    """
    for match in at_numbers(_STARS, folded, start, end) if "*" in folded else ():
        if _free(taken, start, match.start(), match.end()):
            _take(taken, start, match.start(), match.end())
            value = Decimal(match["x"])
            right = offset + match.end()
            yield Number(Span(right - 2, right), "measure", "stars", value, unit="sao", end=right)
    yield from _scaled(folded, start, end, written, taken, offset)
    parallel = _parallel_lists(folded, start, end) if "/" in folded else ()
    for match in _PAIR.finditer(folded, start, end) if "/" in folded else ():
        if any(match.start() in stretch for stretch in parallel):
            continue  # two counts, not k of n
        if _free(taken, start, match.start(), match.end()) and not re.match(r"\s*/", folded[match.end() :]):
            _take(taken, start, match.start(), match.end())
            yield _pair(folded, match, written, offset)
    for match in _RANGE.finditer(folded, start, end) if "-" in folded or "đến" in folded or "tới" in folded else ():
        if _free(taken, start, match.start(), match.end()):
            found = _range(folded, match, written, offset)
            if found:
                _take(taken, start, match.start(), match.end())
                yield from found
    for match in _NUMERAL.finditer(folded, start, end):
        if _free(taken, start, match.start(), match.end()):
            _take(taken, start, match.start(), match.end())
            yield _bare(folded, match, written, offset)


def _parallel_lists(folded: str, start: int, end: int) -> tuple[range, ...]:
    """Return where bare pairs are each two counts, in the two units of what introduces them.

    >>> _parallel_lists("tiếp 208 lượt/226 người: thường xuyên 131/140, định kỳ 77/86", 0, 60)
    (range(25, 60),)
    >>> _parallel_lists("tiếp 208 lượt/226 người: thường xuyên 131/140 lượt", 0, 50)
    ()
    """
    found = []
    for lead in _PARALLEL.finditer(folded, start, end):
        units = [unit_at(folded, lead.start(name)) for name in ("one", "other")]
        listed = _LISTED.match(folded, lead.end(), end) if all(units) and units[0] != units[1] else None
        pairs = list(_PAIR.finditer(folded, *listed.span("items"))) if listed else []
        if listed and pairs and all(printed_unit(folded, pair.end())[0] is None for pair in pairs):
            found.append(range(*listed.span("items")))
    return tuple(found)


def _free(taken: bytearray, start: int, left: int, right: int) -> bool:
    return taken.find(1, left - start, right - start) < 0


def _take(taken: bytearray, start: int, left: int, right: int) -> None:
    taken[left - start : right - start] = b"\1" * (right - left)


def _bare(folded: str, match: re.Match[str], written: Habits, offset: int) -> Number:
    unit, scale, end = printed_unit(folded, match.end())
    value = parse(match.group(), unit_kind(unit), written)
    sign = sign_of(folded, match.start(), end)
    span = Span(offset + match.start(), offset + match.end())
    return _number(span, "bare numeral", value, (unit, scale, offset + end), sign)


def _scaled(folded: str, start: int, end: int, written: Habits, taken: bytearray, offset: int) -> Iterator[Number]:
    """Yield the amounts of money that are told in several scales."""
    for match in _SCALED.finditer(folded, start, end) if may_stand(_SCALED.pattern, folded) else ():
        if _free(taken, start, match.start(), match.end()) and (amount := _in_scales(folded, match, written, offset)):
            _take(taken, start, match.start(), match.end())
            yield amount


def _in_scales(folded: str, match: re.Match[str], written: Habits, offset: int) -> Number | None:
    """Return an amount told in several scales as one figure in the least of them, None where these do not descend."""
    told = re.findall(rf"({NUMERAL}) (tỷ|tỉ|triệu|nghìn|ngàn|đồng)", f"{match.group()} đồng".replace(" đồng ", " "))
    units = [word if word == "đồng" else f"{word} đồng" for _, word in told]
    worth = [money_scale(unit) for unit in units]
    if worth != sorted(worth, reverse=True) or len(set(worth)) < len(worth):
        return None
    values = [parse(text, "money", written).value for text, _ in told]
    total = sum((value * scale for value, scale in zip(values, worth, strict=True)), Decimal(0))
    last = match.start() + match.group().rfind(told[-1][0]) + len(told[-1][0])
    unit, _, end = printed_unit(folded, last)
    unit, end = (unit, end) if unit and money_scale(unit.partition("/")[0]) else (units[-1], match.end())
    value, sign = Value(total / worth[-1], Decimal(1)), sign_of(folded, match.start(), end)
    span = Span(offset + match.start(), offset + last)
    return _number(span, "amount in scales", value, (unit, 0, offset + end), sign)


def _pair(folded: str, match: re.Match[str], written: Habits, offset: int) -> Number:
    unit, scale, end = printed_unit(folded, match.end())
    kind = unit_kind(unit)
    part, whole = parse(match["k"], kind, written), parse(match["n"], kind, written)
    sign = sign_of(folded, match.start(), end)
    span = Span(offset + match.start(), offset + match.end())
    number = _number(span, "k of n", part, (unit, scale, offset + end), sign)
    return replace(number, of=whole.value)


def _range(folded: str, match: re.Match[str], written: Habits, offset: int) -> tuple[Number, Number] | None:
    """Return lower and upper end of a range, or None where the dash joins two other things."""
    unit, scale, end = printed_unit(folded, match.end())
    if match["ku"] and unit != "%":
        return None  # "tỷ lệ đỗ 98,88% - 176 em"
    before = folded[max(0, match.start() - 16) : match.start()]
    low, high = (parse(match[name], unit_kind(unit), written) for name in ("k", "n"))
    if low.value >= high.value or (unit is None and not before.rstrip().endswith("từ")):
        return None
    if re.search(r"(?:tăng|giảm|nâng)\b[^.;]{0,12}từ\s*$", before):
        return None
    left, right = (Span(offset + match.start(name), offset + match.end(name)) for name in ("k", "n"))
    end_of_lower = offset + match.end("ku") if match["ku"] else left.end
    lower = _number(left, "lower end of a range", low, (unit, scale, end_of_lower), ">=")
    return lower, _number(right, "upper end of a range", high, (unit, scale, offset + end), "<=")


def _number(span: Span, rule: str, value: Value, printed: tuple[str | None, int, int], sign: Sign) -> Number:
    unit, scale, end = printed
    exact, step = value.value, value.step
    if scale:
        factor = Decimal(1).scaleb(scale)
        exact, step = exact * factor, step * factor
    return Number(span, "measure", rule, exact, step, unit=unit, end=end, sign=sign, doubt=value.doubt)


def printed_unit(folded: str, after: int) -> tuple[str | None, int, int]:
    """Return the unit printed after a number, the power of ten of a scale word, and where they end.

    >>> printed_unit(" triệu đồng / người/năm.", 0)
    ('triệu đồng/người/năm', 0, 23)
    >>> printed_unit(" ngàn hồ sơ", 0)
    ('hồ sơ', 3, 11)
    """
    if after == len(folded):
        return None, 0, after
    at = after
    if spelt := _WORD_VALUE.match(folded, at):
        at = spelt.end()
    scale = 0
    if scaled := _SCALE.match(folded, at):
        scale, at = _SCALES[scaled[1]], scaled.end()
    begin = skip_blanks(folded, at)
    word = unit_at(folded, begin)
    if word is None and (bracketed := _bracketed(folded, begin)):
        return bracketed[0], scale, bracketed[1]
    if word is None:
        return None, scale, at if scale else after
    unit, end = word.text, begin + len(word.text)
    while (slash := _RATE.match(folded, end)) and (per := _per(folded, slash.end(), unit)):
        unit, end = f"{unit}/{per}", slash.end() + len(per)
    return {"phần trăm": "%"}.get(unit, unit), scale, end


def _per(folded: str, start: int, unit: str) -> str | None:
    """Return what a rate is for: a unit, of money and weights any thing ("60 triệu đồng/căn")."""
    if word := unit_at(folded, start):
        return None if _AIM.match(folded, start) else word.text
    stroke = folded[start - 1 : start] == "/" and unit_kind(unit) in ("money", "weight")
    thing = _THING.match(folded, start) if stroke else None
    return thing.group() if thing else None


def _bracketed(folded: str, begin: int) -> tuple[str, int] | None:
    """Return the unit that stands alone in a bracket after a number ("35 (triệu đồng)") and where the bracket ends."""
    word = unit_at(folded, begin + 1) if folded.startswith("(", begin) else None
    end = begin + 1 + len(word.text) if word else begin
    return (word.text, end + 1) if word and folded.startswith(")", end) else None
