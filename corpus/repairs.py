"""How well one slip can be located: the numbers that one single edit could put right."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.injector import Edit, Report, is_plain, restated
from corpus.slips import slips_to
from corpus.truths import Number, Relation, holds


def suspects(source: Report, edit: Edit) -> tuple[Number, ...]:
    """Return the numbers, as they were before, that one inserted, lost, changed or swapped digit could put right.

    Raises nothing; empty where the edit changed more than one number or breaks nothing.
    """
    changes = {(start, end): new for start, end, new in edit.changes}
    changed = {n.start: restated(n, changes[n.start, n.end]) for n in source.measures if (n.start, n.end) in changes}
    if len(edit.changes) != 1 or len(changed) != 1 or not edit.broken:
        return ()
    shared = set.intersection(*({n.start for n in relation.numbers} for relation in edit.broken))
    numbers = {n.start: n for relation in edit.broken for n in relation.numbers}
    return tuple(
        n for at, n in sorted(numbers.items()) if at in shared and is_plain(n) and _repairs(source, changed, n)
    )


def _repairs(source: Report, changed: dict[int, Number], number: Number) -> bool:
    """Whether some single edit of a number makes every relation hold that it or the error touches."""
    now = changed.get(number.start, number)
    touched = [one for one in source.relations if {n.start for n in one.numbers} & {number.start, *changed}]
    return any(_all_hold(touched, {**changed, number.start: restated(now, text)}) for text in single_edits(now.text))


def _all_hold(relations: Sequence[Relation], values: dict[int, Number]) -> bool:
    return all(
        holds(replace(one, operands=tuple((role, values.get(n.start, n)) for role, n in one.operands)))
        for one in relations
    )


def single_edits(text: str) -> Iterator[str]:
    """Yield each number that one inserted, lost, changed or swapped digit makes of a printed one; groups stay right.

    >>> sorted(one for one in single_edits("12") if one.startswith("2"))
    ['2', '21', '212', '22']
    """
    seen = {text}
    for side, sign in enumerate(sides := text.split("/")):
        plain = sign.replace(".", "")
        for new in _edited(plain):
            made = "/".join([*sides[:side], _grouped(new) if "." in sign or len(new) > 3 else new, *sides[side + 1 :]])
            for one in dict.fromkeys((made, "/".join([*sides[:side], new, *sides[side + 1 :]]))):
                if one not in seen and slips_to(text, one):
                    seen.add(one)
                    yield one


def _edited(plain: str) -> Iterator[str]:
    digits = [at for at, char in enumerate(plain) if char.isdigit()]
    for at in digits:
        yield plain[:at] + plain[at + 1 :]
        yield from (plain[:at] + digit + plain[at + 1 :] for digit in "0123456789")
        yield from (plain[: at + 1] + digit + plain[at + 1 :] for digit in "0123456789")
    yield from (digit + plain for digit in "123456789")
    for one, other in itertools.pairwise(digits):
        yield plain[:one] + plain[other] + plain[one + 1 : other] + plain[one] + plain[other + 1 :]


def _grouped(plain: str) -> str:
    whole, comma, rest = plain.partition(",")
    return (f"{int(whole):,}".replace(",", ".") if whole and whole[0] != "0" else whole) + comma + rest
