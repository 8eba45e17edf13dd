"""Neighbouring parts of a list that can change places: each with a noun and a number of its own."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.variants import Exchange, Marked, Original

Cut = tuple[int, int]
_BRACKET = re.compile(r"\(([^()]*)\)")
#: words by which a part leans on what stands before or after it, or is none
_LEANS = re.compile(
    r"(?<!\w)(?:còn lại|còn|trong đó|riêng|số này|gồm|cụ thể|và|như|này|đó|trên|lần lượt|tương ứng|khác|tăng|giảm|vượt"
    r"|đạt|bằng|chiếm|tổng|cả|đều|cùng|so|tỷ lệ|trung bình|bình quân|tương đương|ước)(?!\w)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"([-+•]) [^;:]*;")


def exchanges(source: Original, chance: random.Random) -> Iterator[Exchange]:
    """Yield neighbours of bracketed lists, of lists with semicolons and of bullets; no part twice."""
    at = 0
    for line in source.text.split("\n"):
        if "\t" not in line:
            taken: list[Cut] = []
            for items in (*_bracketed(line, at), *_listed(line, at)):
                for pair in _pairs(source, items, chance):
                    if not any(one[0] < pair[1][1] and pair[0][0] < one[1] for one in taken):
                        taken.append((pair[0][0], pair[1][1]))
                        yield pair
        at += len(line) + 1
    yield from _bullets(source, chance)


def _bracketed(line: str, at: int) -> Iterator[list[Cut]]:
    for match in _BRACKET.finditer(line):
        mark = "; " if ";" in match[1] else ", "
        yield _split(match[1], mark, at + match.start(1))


def _split(text: str, mark: str, at: int) -> list[Cut]:
    cuts = []
    for part in text.split(mark):
        cuts.append((at, at + len(part)))
        at += len(part) + len(mark)
    return cuts


def _listed(line: str, at: int) -> Iterator[list[Cut]]:
    """Yield the parts between the semicolons of each sentence; the first only where a colon opens the list."""
    flat = _BRACKET.sub(lambda inside: "_" * len(inside.group()), line)
    for sentence in re.finditer(r".+?(?:\.(?= |$)|$)", flat):
        text = sentence.group().rstrip(" .;/")
        if ";" not in text:
            continue
        cuts = _split(text, "; ", at + sentence.start())
        first = text[: text.index(";")]
        opened = first.rfind(": ")
        # where the others have colons of their own, so may the first ("Lúa: 12 ha; ngô: 3 ha")
        whole = opened >= 0 and ": " not in text[text.index(";") :]
        yield ([(cuts[0][0] + opened + 2, cuts[0][1])] if whole else []) + cuts[1:]


def _bullets(source: Original, chance: random.Random) -> Iterator[Exchange]:
    """Yield neighbouring bullets of one line and one mark that end in semicolons."""
    lines = source.text.split("\n")
    ends = _split(source.text, "\n", 0)
    last = -1
    for at, (one, other) in enumerate(pairwise(lines)):
        marks = [_BULLET.fullmatch(line) for line in (one, other)]
        if at > last and all(marks) and len({mark[1] for mark in marks if mark}) == 1:
            for pair in _pairs(source, ends[at : at + 2], chance):
                last = at + 1
                yield pair


def _pairs(source: Original, items: Sequence[Cut], chance: random.Random) -> Iterator[Exchange]:
    """Yield pairs of neighbours that are both parts of the same shape, no part twice."""
    shapes = [_shape(source, item) for item in items]
    at = chance.randrange(2) if len(items) > 2 else 0
    while at + 1 < len(items):
        if shapes[at] and shapes[at] == shapes[at + 1]:
            yield items[at], items[at + 1]
            at += 1
        at += 1


def _shape(source: Original, item: Cut) -> tuple[bool, ...]:
    """Return whether words stand before the first number and after each; nothing for what is no part of its own."""
    text = source.text[slice(*item)]
    inside = [number for number in source.numbers if item[0] <= number.start < item[1]]
    own = re.sub(r"\([^()]*\)", "", text)
    if not inside or any(n.role != "measure" or n.end > item[1] for n in inside) or _LEANS.search(own):
        return ()
    if not re.search(r"[^\W\d_]{2,}", own) or _is_share(source, inside[0]):
        return ()
    before = bool(re.search(r"[^\W\d_]{2,}", source.text[item[0] : inside[0].start]))
    return (before, *(bool(re.match(r"\s?[^\W\d_]", source.text[n.end : item[1]])) for n in inside))


def _is_share(source: Original, number: Marked) -> bool:
    return number.unit == "%" or bool(re.match(r"\s?%", source.text[number.end : number.end + 2]))
