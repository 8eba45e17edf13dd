"""All typed errors, drawn over the numbers of gold: each number alike, then an error that it can have."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from corpus.form_errors import FORM_ERRORS
from corpus.injector import Edit, Report
from corpus.list_errors import LIST_ERRORS
from corpus.number_errors import NUMBER_ERRORS, Maker
from corpus.slips import SLIPS
from corpus.truths import Number

#: every error by its code
ERRORS: Mapping[str, Maker] = {**NUMBER_ERRORS, **LIST_ERRORS, **FORM_ERRORS}
#: errors that nearly every number can have
COMMON = frozenset((*SLIPS, "copied_neighbour", "blanked_number", "other_commune"))


def drawn(reports: Mapping[str, Report], seed: int, count: int) -> Iterator[tuple[str, Edit]]:
    """Yield errors of named reports: their numbers drawn alike over all, no error twice.

    Of a number of a paper or heading the errors of form are drawn, of a quantity all that it can have.
    """
    chance = random.Random(seed)
    places = [(name, number) for name, source in reports.items() for number in candidates(source)]
    done: set[tuple[str, tuple[tuple[int, int, str], ...]]] = set()
    for name, number in chance.choices(places, k=count * 3) if places else ():
        edit = one_error(reports[name], number, chance)
        if edit is not None and (name, edit.changes) not in done:
            done.add((name, edit.changes))
            yield name, edit
            if len(done) == count:
                return


def candidates(source: Report) -> Sequence[Number]:
    """Return all numbers of a report, and its headings with Roman numbers or letters, which gold lists apart."""
    lines = {number.line for number in source.numbers if number.role == "numbering"}
    others = [one for one in source.headings if one.line not in lines]
    named = (Number(one.line, 0, one.start, one.number, "numbering", Decimal(0)) for one in others)
    return (*source.numbers, *named)


def one_error(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """Return one of the errors that a number can have, None where it can have none."""
    able = _able(number)
    # what few numbers can have is tried before what all can have, three times out of four
    order = sorted(able, key=lambda code: chance.random() * (1 if code in COMMON else 0.25))
    return next((edit for code in order if (edit := ERRORS[code](source, number, chance))), None)


def _able(number: Number) -> Sequence[str]:
    if number.role == "measure":
        return sorted((*NUMBER_ERRORS, *LIST_ERRORS, "other_commune"))
    return sorted(FORM_ERRORS)
