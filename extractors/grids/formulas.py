"""What tables state of their own columns: "(3)=(4)+(5)", "1=2+3=4+5", "7=3-4", "6=5/4*100"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: a cell that numbers its column, with or without a formula
_NUMBER = re.compile(r"[(\[]?\s*(?P<id>\d{1,2}|[a-h])\s*[)\]]?(?P<rest>\s*=.*)?$")
#: the same at the end of the words of a head
_IN_HEAD = re.compile(r"[(\[]?\s*(?P<id>\d{1,2})\s*[)\]]?(?P<rest>\s*=[\d()\[\]+\-:/*x%.…, =]*)?\s*[)\]]?$")
_FORMULA = re.compile(r"[\s\d()\[\]+\-:/*x×%.…,=a-h]+$")
_SHARE = re.compile(r"(?P<part>\w+)\s*[:/]\s*(?P<whole>\w+)\s*(?:[*x×.]?\s*100\s*%?|%)?$")
_RANGE = re.compile(r"(\d+)\+(?:\d+\+)*?(?:\.{2,}|…|,\.\.\.,)\+?(\d+)")


@dataclass(frozen=True, slots=True)
class Identity:
    """A column that others make up, or, with `share`, the percentage that the first part is of the second.

    `sure` is False where only the order of the columns says which are meant.
    """

    total: int
    parts: tuple[int, ...]
    share: bool = False
    sure: bool = True


def column_number(text: str) -> tuple[str, str] | None:
    """Return the number of a column and what follows it in a cell of a row that numbers columns, else None.

    >>> column_number("(3)=(4)+(5)"), column_number("b"), column_number("12 hồ sơ")
    (('3', '=(4)+(5)'), ('b', ''), None)
    """
    match = _NUMBER.match(text)
    if match is None or (match["rest"] and not _FORMULA.match(match["rest"])):
        return None
    return match["id"], (match["rest"] or "").strip()


def head_number(text: str) -> tuple[str, str] | None:
    """Return number and formula at the end of the words of a head ("tổng số (3)=(4)+(5)"), else None."""
    for match in re.finditer(r"(?<=\s)[(\[]?\s*\d", text):
        found = _IN_HEAD.match(text, match.start())
        if found and (found["rest"] or text[match.start()] in "(["):
            return found["id"], (found["rest"] or "").strip()
    return None


def identities(numbered: Mapping[int, tuple[str, str]]) -> tuple[Identity, ...]:
    """Return what the formulas of numbered columns state; `numbered` gives number and formula by column."""
    by_id: dict[str, int | None] = {}
    for column, (name, _) in numbered.items():
        by_id[name] = None if name in by_id else column
    found: list[Identity] = []
    for column, (name, rest) in numbered.items():
        for side in rest.strip("= ").split("=") if rest else ():
            found += _stated(column, name, side, by_id)
    return tuple(dict.fromkeys(found))


def _stated(column: int, name: str, side: str, by_id: Mapping[str, int | None]) -> Iterator[Identity]:
    """Yield what one side of a formula states of a column."""
    plain = re.sub(r"[()\[\]\s]", "", side)
    if share := _SHARE.match(plain):
        places = [_place(column, name, share[key], by_id) for key in ("part", "whole")]
        if None not in places:
            yield Identity(column, tuple(p for p in places if p is not None), share=True, sure=_all_known(share, by_id))
        return
    if re.search(r"-\s*[(\[][^()\[\]]*[+-]", side) or not re.fullmatch(r"\w+(?:[+-](?:\w+|…|\.{2,}))+", plain):
        return
    signed = re.findall(r"([+-]?)(\w+)", _spelt_out(plain))
    plus = [place for sign, key in signed if sign != "-" and (place := _place(column, name, key, by_id)) is not None]
    minus = [place for sign, key in signed if sign == "-" and (place := _place(column, name, key, by_id)) is not None]
    if len(plus) + len(minus) != len(signed):
        return
    sure = all(by_id.get(key) is not None for _, key in signed)
    if not minus:
        yield Identity(column, tuple(plus), sure=sure)
    elif len(plus) == 1:  # what is left and what went make what was there
        yield Identity(plus[0], (column, *minus), sure=sure)


def _all_known(share: re.Match[str], by_id: Mapping[str, int | None]) -> bool:
    return all(by_id.get(share[key]) is not None for key in ("part", "whole"))


def _spelt_out(side: str) -> str:
    """Return a sum with its range spelt out ("2+3+…+6").

    >>> _spelt_out("2+3+...+6")
    '2+3+4+5+6'
    """
    if match := _RANGE.search(side):
        first, last = int(match[1]), int(match[2])
        return side[: match.start()] + "+".join(str(n) for n in range(first, last + 1)) + side[match.end() :]
    return side


def _place(column: int, name: str, key: str, by_id: Mapping[str, int | None]) -> int | None:
    """Return the column of a number: by its name, else as far from the column as their numbers are apart."""
    if key in by_id:
        return by_id[key]
    if not (name.isdigit() and key.isdigit()) or len(by_id) > 1:
        return None
    place = column + int(key) - int(name)
    return place if place >= 0 else None


def numbers_columns(row: Sequence[str]) -> bool:
    """Whether a row only numbers or computes its columns: (1) (2) (3)=(1)+(2)."""
    filled = [text for text in row if text]
    read = [column_number(text) for text in filled]
    marked = all("(" in text for text in filled)
    if len(filled) < (2 if marked else 3) or None in read:
        return False
    plain = [int(one[0]) for one in read if one and not one[1] and one[0].isdigit()]
    computed = any(one and one[1] for one in read)
    rising = all(0 < b - a < 4 for a, b in pairwise(plain)) and plain[:1] in ([1], [2], [3], [4])
    return bool(plain) and rising and (computed or marked or len(set(filled)) == len(filled))
