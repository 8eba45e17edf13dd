"""What tells who somebody is: names of persons, phone numbers, e-mail addresses, numbers of cards and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.document import Span
from extractors.vietnamese import fold
from pipeline.export.data.persons import find_persons, with_lines

Kind = Literal["người", "điện thoại", "thư điện tử", "giấy tờ", "tài khoản"]

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,40})+")
#: twelve digits of a citizen's number open with a province below 097; the old cards had nine
_CARD = re.compile(
    r"(?<!\w)(?:cccd|cmnd|cmtnd|cmt|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?(?: nhân dân)?"
    r"|định danh(?: cá nhân)?|hộ chiếu|thẻ bhyt|mã số bhxh)(?: gắn chip)?(?: ?/ ?cmnd)?(?: số| mang số| là)? ?:? ?"
    r"(?P<x>[a-z]{0,2}\d(?:[ .]?\d){6,14})(?!\w)|(?<![\w.,/-])(?P<y>0\d{11})(?![\w/]|[.,]\d)"
)
_ACCOUNT = re.compile(
    r"(?<!\w)(?:(?:số )?tài khoản(?: ngân hàng| số)?|số tk|stk|tk số)(?: là)? ?:? ?"
    r"(?P<x>\d(?:[ -]?\d){7,22})(?![\w,.]\d|\w)"
)
#: as phones are printed: mobile and landline numbers with 0 or +84, service numbers
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?P<x>(?:\+84|\(\+84\)|\(0\d{1,4}\)|0)(?:[ .-]?\d){7,10}|1[89]00(?:[ .-]?\d){4,6})(?![\w/]|[.,-]\d)"
)
#: what is dialled by the words before it
_CALLED = re.compile(
    r"(?<!\w)(?:điện thoại|đt|sđt|đtdđ|hotline|đường dây nóng|fax|zalo|số máy|gọi số|tổng đài)"
    r"(?: (?:của|số|di động|bàn|liên hệ|riêng|[^\W\d]+(?: [^\W\d]+){0,3} là|là|cá nhân)){0,3} ?[.:]? ?"
    r"(?P<x>\(?\+?\d(?:[ .()-]{0,2}\d){6,11})(?![\w/]|[.,-]\d)"
)


@dataclass(frozen=True, slots=True)
class Private:
    """A span and what stands there."""

    span: Span
    kind: Kind


def find_private(text: str, known: Sequence[str] = (), places: Sequence[str] = ()) -> list[Private]:
    """Return what tells who somebody is in NFC text, in order, none overlapping; `known`, `places` as for persons.

    >>> text = "Liên hệ chị Mùi, ĐT 0912.345.678, CCCD số 036189001234."
    >>> [(text[one.span.start : one.span.end], one.kind) for one in find_private(text)]
    [('Mùi', 'người'), ('0912.345.678', 'điện thoại'), ('036189001234', 'giấy tờ')]
    """
    found = [*find_numbers(text), *(Private(span, "người") for span in find_persons(text, known, places))]
    return _apart(found, len(text))


def find_numbers(text: str) -> list[Private]:
    """Return addresses and numbers of persons, without names; of two that overlap the surer one."""
    folded = with_lines(fold(text), text)
    found = list(_matches(_MAIL, text, "thư điện tử"))
    if any(char.isdigit() for char in folded):
        found += _matches(_ACCOUNT, folded, "tài khoản")
        found += _matches(_CARD, folded, "giấy tờ")
        found += _matches(_CALLED, folded, "điện thoại")
        found += _matches(_PHONE, folded, "điện thoại")
    return _apart(found, len(text))


def _matches(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Private]:
    for match in pattern.finditer(text):
        group = match.lastgroup or 0
        yield Private(Span(match.start(group), match.end(group)), kind)


def _apart(found: Sequence[Private], length: int) -> list[Private]:
    """In order of the text; what overlaps something that comes earlier in the list is left out."""
    taken = bytearray(length)
    kept: list[Private] = []
    for one in found:
        if not any(taken[one.span.start : one.span.end]):
            taken[one.span.start : one.span.end] = b"\1" * len(one.span)
            kept.append(one)
    return sorted(kept, key=lambda one: one.span.start)
