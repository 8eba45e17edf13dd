"""Qualifiers of numbers: "gần" about, "trên" more than, "trở lên" at least, and the words that only look like them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from extractors.cues import may_stand
from extractors.lexicon import phrase_pattern, table, unit_at
from extractors.numbers.digits import NUMERAL
from extractors.numbers.number import Sign
from extractors.vietnamese import fold

_NUMERAL = re.compile(rf"(?<![\d])(?<!\d[.,]){NUMERAL}")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def skip_blanks(folded: str, at: int) -> int:
    """Return where the next word begins."""
    # the mark of a note may stand between a number and its unit
    while at < len(folded) and (folded[at] == " " or folded[at] in _RAISED):
        at += 1
    return at


#: "từ 98% người dân hài lòng trở lên"
_UPWARDS = re.compile(r"[^.,;:()\d]{0,50}?\btrở lên(?!\w)")
_UP = re.compile(r"\s+trở lên(?!\w)")
#: "1.217 trên 1.284", "412 hộ nghèo trên 1.950 hộ": the second number is what the first is counted on
_COUNTED_ON = re.compile(r"\d\s*(?:[^\W\d_]+ ?){0,3}$")
_MOST = re.compile(r"(?<!\w)(?:nhiều|đông|cao|lớn) nhất(?!\w)")
_SHARE_AFTER = re.compile(r"[^\d.;]{0,60}?(?P<x>\d{1,3}(?:,\d+)?)\s?%")
_NOT_BEYOND = re.compile(r"(?<!\w)không (?:để|cho)[^.;,\d]{0,40}(?<!\w)(?:quá|vượt|vượt quá)\s*$")


@cache
def _qualifiers() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, dict[str, str]]]:
    rows = {fold(row["phrase"]): row for row in table("qualifiers.csv")}
    signs = [re.escape(p) for p in rows if not p[0].isalnum()]
    words = phrase_pattern([p for p, row in rows.items() if row["side"] == "before" and p[0].isalnum()])
    before = re.compile(rf"(?:(?P<word>{words})|(?P<sign>{'|'.join(signs)}))(?:\s+(?:là|đạt|được|từ))?\s*$")
    following = phrase_pattern([p for p, row in rows.items() if row["side"] == "after"])
    after = re.compile(rf"\s*(?:\)|\")?\s*(?P<word>{following})")
    return before, after, rows


def sign_of(folded: str, start: int, end: int) -> Sign:
    """Return the qualifier of a number: "gần" ~, "trên" or "trở lên" >=, "dưới" <=, with their false friends.

    >>> sign_of("đạt từ 95% trở lên", 7, 10), sign_of("ngân sách cấp trên 12", 19, 21)
    ('>=', '=')
    """
    if end - start == len(folded):
        return "="
    before, after, rows = _qualifiers()
    if "trở lên" in folded and _is_upwards(folded, start, end):
        return ">="
    if "không " in folded and _NOT_BEYOND.search(folded, max(0, start - 48), start):
        return "<="
    if found := after.match(folded, end):
        return _sign(rows[" ".join(found["word"].split())])
    left = max(0, start - 28)
    if may_stand(before.pattern, folded[left:start]) and (found := before.search(folded, left, start)):
        row = rows[" ".join((found["word"] or found["sign"]).split())]
        previous = folded[max(0, found.start() - 14) : found.start()].rstrip()
        unit = folded[start:end].lstrip("0123456789., ")
        refused = any(re.search(rf"(?<!\w){word}$", previous) for word in row["refuse_before"].split("|") if word)
        refused = refused or (unit != "" and unit in row["refuse_after"].split("|"))
        refused = refused or (row["phrase"] == "trên" and _is_base(folded, found.start(), start, end))
        refused = refused or (row["phrase"] == "trên" and "/" in unit)  # "lắp đèn trên 4,2/6,5 km"
        # the least beside the most is an extreme, no minimum
        refused = refused or (row["phrase"] == "ít nhất" and bool(_MOST.search(folded, max(0, left - 40), end + 50)))
        if not refused:
            return _sign(row)
    return "="


def _is_upwards(folded: str, start: int, end: int) -> bool:
    """Whether "trở lên" follows what a number counts ("từ 98% người dân hài lòng trở lên", "95% đơn trở lên")."""
    if folded.endswith("từ ", max(0, start - 3), start) and _UPWARDS.match(folded, end):
        return True
    noun = unit_at(folded, after := skip_blanks(folded, end))
    return noun is not None and bool(_UP.match(folded, after + len(noun.text)))


def _is_base(folded: str, before: int, start: int, end: int) -> bool:
    """Whether a number after "trên" is what the one before is counted on: next to it, or as a percentage says."""
    if folded.startswith("%", end - 1):  # "29/29 người đạt trên 50% số phiếu" tells a threshold
        return False
    if _COUNTED_ON.search(folded, max(0, before - 48), before):
        return True
    parts = _NUMERAL.findall(folded, max(0, before - 60), before)
    share = _SHARE_AFTER.match(folded, end)
    whole = _plain(folded[start:end])
    if share is None or not whole:
        return False
    percent = _plain(share["x"])
    return any(abs(100 * _plain(part) / whole - percent) < Decimal("0.1") for part in parts)


def _plain(numeral: str) -> Decimal:
    """Return the worth of a numeral as it is commonly written, 0 for any other text."""
    found = _NUMERAL.match(numeral)
    return Decimal(found.group().replace(".", "").replace(",", ".")) if found else Decimal(0)


def _sign(row: dict[str, str]) -> Sign:
    sign: Sign = row["sign"]  # type: ignore[assignment]  # the table is checked by its test
    return sign
