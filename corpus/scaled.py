"""A report with all its figures made so many times as great, so that every relation of its gold still holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.injector import Change, Report, is_plain
from corpus.slips import printed
from corpus.truths import Number, Relation

_SMALL = 60
_YEARLIKE = re.compile(r"(?:19|20)\d\d")
#: figures that stay: shares, and how long lists and rates are
_KEPT = {"percent": ("share",), "growth": ("share",), "distribution": ("part",), "enumeration": ("count",)}


def scaled(source: Report, factor: int) -> Iterator[Change]:
    """Yield the changes that make each figure `factor` times as great where its relations allow it.

    Shares stay, lengths of lists stay with all that they are added to, and of the factors of a product the first grows.
    """
    kept = _kept(source)
    for number in source.measures:
        if number.start not in kept:
            yield number.start, number.end, _times(number, factor)


def _times(number: Number, factor: int) -> str:
    sides = [side for side in (number.value, number.of) if side is not None]
    texts = number.text.split("/")
    return "/".join(printed(side * factor, text) for side, text in zip(sides, texts, strict=True))


def _kept(source: Report) -> set[int]:
    """The figures that stay as they are, with all that must stay with them."""
    group = {number.start: number.start for number in source.measures}
    kept = {n.start for n in source.measures if n.unit == "%" or not is_plain(n) or _YEARLIKE.fullmatch(n.text)}

    def root(at: int) -> int:
        while group.get(at, at) != at:
            at = group[at]
        return at

    related = {n.start for relation in source.relations for n in relation.numbers}
    # a small number that no relation names may count a list that gold does not mark
    kept |= {n.start for n in source.measures if n.start not in related and n.value < _SMALL and "," not in n.text}
    for relation in source.relations:
        tied = [one for one in _tied(relation) if one in group]
        kept |= {n.start for role in _KEPT.get(relation.kind, ()) for n in relation.all(role)}
        kept |= {n.start for n in relation.all("factor")[1:]}
        for one in tied[1:]:
            group[root(one)] = root(tied[0])
    fixed = {root(at) for at in kept}
    return {at for at in group if root(at) in fixed}


def _tied(relation: Relation) -> list[int]:
    """The figures of a relation that grow together."""
    if relation.kind == "product":
        return [n.start for n in (*relation.all("total"), *relation.all("factor")[:1])]
    left = _KEPT.get(relation.kind, ())
    return [n.start for role, n in relation.operands if role not in left]
