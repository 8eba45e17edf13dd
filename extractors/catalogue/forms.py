"""Official forms of figures: what their columns are called and make up, each with the days it was in force.

The tables are form_columns.csv (words of the heads, by form) and form_identities.csv (a column and those that make it,
by name or by its printed number, with source and trust).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.patterns import at_words

_TOTAL = re.compile(r"(?:tổng(?: số| cộng)?|cộng)(?!\w)")


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """A column of a form, or two, that others make up, the `optional` ones where the table has them.

    In force from `since` to the day before `ended` (ISO, "" for open). What is not `verified` is worth a look only.
    """

    form: str
    wholes: tuple[str, ...]
    parts: tuple[str, ...]
    optional: tuple[str, ...]
    since: str
    ended: str
    verified: bool
    source: str

    @property
    def by_number(self) -> bool:
        """Whether the columns are those of the row that numbers them."""
        return self.wholes[0].isdigit()

    def in_force(self, day: str) -> bool:
        """Whether the form was in force on a day or month (ISO)."""
        return self.since[: len(day)] <= day and (not self.ended or day < self.ended[: len(day)])


@dataclass(frozen=True, slots=True)
class _Column:
    """The words of a column: one of each group has to stand in its heads, none of the refused."""

    form: str
    name: str
    says: tuple[re.Pattern[str], ...]
    refuses: re.Pattern[str] | None


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of forms."""
    return list(csv.DictReader(files(__package__ or "").joinpath(name).read_text("utf-8").splitlines()))


@cache
def form_identities() -> tuple[FormIdentity, ...]:
    """Return the identities of all forms, as form_identities.csv has them."""
    return tuple(_identity(row) for row in rows_of("form_identities.csv"))


def _identity(row: dict[str, str]) -> FormIdentity:
    parts = row["parts"].split("|")
    return FormIdentity(
        row["form"],
        tuple(row["total"].split("|")),
        tuple(part for part in parts if not part.startswith("?")),
        tuple(part[1:] for part in parts if part.startswith("?")),
        row["valid_from"],
        row["valid_to"],
        row["trust"] == "verified",
        row["source"],
    )


@cache
def _columns() -> tuple[_Column, ...]:
    return tuple(
        _Column(
            row["form"],
            row["column"],
            tuple(_words(group) for group in row["says"].split("&")),
            _words(row["refuses"]) if row["refuses"] else None,
        )
        for row in rows_of("form_columns.csv")
    )


def _words(alternatives: str) -> re.Pattern[str]:
    return at_words(rf"(?<!\w)(?:{'|'.join(map(re.escape, alternatives.split('|')))})(?!\w)")


def columns_by_name(heads: Mapping[int, Sequence[str]]) -> dict[str, dict[str, int]]:
    """Return, for each form, the columns whose folded heads (from the top storey down) name one of its columns.

    >>> heads = {1: ["tổng số đơn"], 2: ["kỳ trước chuyển sang"], 3: ["đã xử lý"], 4: ["chưa xử lý"]}
    >>> columns_by_name(heads)["01/XLD"]
    {'petitions': 1, 'carried': 2, 'processed': 3, 'left': 4}
    """
    found: dict[str, dict[str, int]] = {}
    said = {at: " : ".join(path) for at, path in heads.items()}
    every = " : ".join(said.values())
    for column in _columns():
        if not all(group.search(every) for group in column.says):
            continue
        fitting = [at for at, words in said.items() if _fits(column, words)]
        # several columns under one head: the one that says that it is their total
        fitting = fitting if len(fitting) < 2 else [at for at in fitting if _TOTAL.match(heads[at][-1])]
        if len(fitting) == 1:
            found.setdefault(column.form, {})[column.name] = fitting[0]
    return found


def _fits(column: _Column, words: str) -> bool:
    said = all(group.search(words) for group in column.says)
    return said and not (column.refuses is not None and column.refuses.search(words))


def forms_named(caption: str) -> set[str]:
    """Return the forms that folded words above a table name ("biểu số 01/tcd", "ii.06/vpcp/kstt").

    >>> forms_named("biểu số: 01/xld"), forms_named("theo thông tư số 01/2020")
    ({'01/XLD'}, set())
    """
    named = {one.form for one in form_identities()}
    return {form for form in named if re.search(rf"(?<![\w/]){re.escape(form.lower())}[a-d]?(?!\w)", caption)}
