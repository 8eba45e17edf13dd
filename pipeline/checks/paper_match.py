"""Whether two citations may mean one paper: their titles, issuers, dates and numbers compared."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.numbers.issuers import Issuer
from extractors.numbers.papers import Paper
from extractors.vietnamese import fold

_WORD = re.compile(r"[^\W_]+")
#: words that titles of one paper are told with or without
_SMALL = frozenset(
    ("về", "việc", "và", "của", "các", "những", "trong", "tại", "trên", "ở", "cho", "với", "để", "theo", "một", "số")
)
#: bodies whose papers have one issuer in the whole country
_NATIONAL = re.compile(r"CP|TTg|TW|UBTVQH\d*|QH\d*|TTCP|VPCP")
_NATIONAL_TYPES = frozenset(("NĐ", "TT", "TTLT", "PL"))
#: last parts of symbols that a body of every unit has
_SHARED = frozenset(
    ("UBND", "HĐND", "ĐU", "HU", "TU", "QU", "ThU", "TXU", "BCĐ", "MTTQ", "TTr", "BTT", "ĐTN", "HPN", "HND", "CCB")
)


@lru_cache(maxsize=512)
def words(title: str) -> tuple[str, ...]:
    """Return the words that carry a title, in order."""
    return tuple(word for word in _WORD.findall(title) if word not in _SMALL)


def agreement(one: str, other: str) -> float | None:
    """Return the share of the words of the shorter title that the longer has where the title stands, None if untold.

    >>> agreement("kiểm tra, giám sát", "kiểm tra, giám sát hoàn thành đúng tiến độ")
    1.0
    """
    short, long = sorted((words(one), words(other)), key=len)
    if len(short) < 2:
        return None
    # what follows the title in its sentence is no part of it
    return len(set(short) & set(long[: len(short) + 6])) / len(set(short))


def same_title(one: str, other: str, at_least: int) -> bool:
    """Whether two titles are the same word for word, and long enough to name one matter."""
    a, b = words(one), words(other)
    return len(a) >= at_least and a == b


def national(paper: Paper) -> bool:
    """Whether a paper is one of the central bodies: its symbol has one issuer."""
    body = paper.key[3].split("-")[0]
    return paper.key[2] in _NATIONAL_TYPES or bool(_NATIONAL.fullmatch(body))


def same_issuer(one: Paper, other: Paper) -> bool | None:
    """Whether two papers have one issuer, None where that is not told."""
    if one.key[3] == other.key[3] and (national(one) or one.key[3].split("-")[0] not in _SHARED):
        return True
    a, b = one.issuer or one.subject, other.issuer or other.subject
    if a is None or b is None:
        return None
    return agree(a, b)


#: bodies of which a report knows one: their own names tell the level
_OF_ONE_LEVEL = frozenset(("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy"))


def agree(a: Issuer, b: Issuer) -> bool | None:
    """Whether two issuers are one: other bodies, levels or names are two, what one leaves out is open."""
    if a.body != b.body:
        return False
    if (a.level and b.level and a.level != b.level) or (a.name and b.name and not _one_name(a.name, b.name)):
        return False
    # "của Đảng ủy" twice: told both times as bare, it is the one that the report knows
    return True if bool(a.level) == bool(b.level) or a.body in _OF_ONE_LEVEL else None


def _one_name(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)


def transposed(one: str, other: str) -> bool:
    """Whether two numbers or dates are the same but for two neighbouring digits that changed places.

    >>> transposed("45", "54"), transposed("45", "55"), transposed("118", "181")
    (True, False, True)
    """
    if len(one) != len(other) or one == other:
        return False
    at = next(i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return one[:at] + one[at + 1 : at + 2] + one[at] + one[at + 2 :] == other


def one_digit(one: str, other: str) -> bool:
    """Whether a single digit differs, or one more stands in one of them."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def far(one: str, other: str) -> bool:
    """Whether two numbers are too far apart for papers of one day that follow each other."""
    return one.isdigit() and other.isdigit() and abs(int(one) - int(other)) >= 10


def other_head(one: str, other: str) -> bool:
    """Whether two titles tell one matter and begin in different words: a short title cuts its end, never its head.

    >>> a = "đổi mới công tác dân vận của các cơ quan nhà nước"
    >>> other_head(a, "tăng cường và đổi mới công tác dân vận trong cơ quan nhà nước"), other_head(a, a[:24])
    (True, False)
    """
    a, b = words(one), words(other)
    short, long = sorted((a, b), key=len)
    if len(short) < 6 or a[:2] == b[:2] or fold(one)[:8] == fold(other)[:8]:
        return False
    shared = len(set(short) & set(long)) / len(set(short))
    return shared >= 0.8
