"""Errors put into a report: what was changed where, which relations of the gold it breaks, whether it must be found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from corpus.marks import plain_values
from corpus.truths import Number, Place, Relation, broken, relations
from corpus.variants import Variant, line_starts, replaced

#: an offset in the report before and after what is replaced, and what stands there instead
Change = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: where its number stands, as printed, how deep."""

    line: int
    start: int
    number: str
    level: int


@dataclass(frozen=True, slots=True)
class Report:
    """A report with what its gold says: numbers of all roles, headings, relations that hold, date, own name.

    `related` are the offsets of the measures that any relation of the gold names, holding or not.
    """

    text: str
    numbers: tuple[Number, ...]
    headings: tuple[Heading, ...]
    relations: tuple[Relation, ...]
    related: frozenset[int]
    issued: date | None
    unit: str | None
    draft: bool

    @property
    def measures(self) -> tuple[Number, ...]:
        """The quantities."""
        return tuple(number for number in self.numbers if number.role == "measure")

    def line(self, number: Number) -> str:
        """Return the line that a number stands in."""
        start = number.start - number.col
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end]


@dataclass(frozen=True, slots=True)
class Edit:
    """One error: its code, the number or heading it was drawn for, the changes, the report after them.

    `broken` are the relations of the gold that no longer hold; `rules` those of the public record that tell an error
    of form (a date, a heading); `must` says whether gold leaves no reading by which the report is still right.
    """

    code: str
    number: Number
    changes: tuple[Change, ...]
    variant: Variant
    broken: tuple[Relation, ...] = ()
    rules: tuple[str, ...] = ()
    must: bool = False

    @property
    def text(self) -> str:
        """The report after the error."""
        return self.variant.text

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of relation that it breaks, of form where it breaks none."""
        return tuple(sorted({relation.kind for relation in self.broken})) or self.rules[:1]


def report(text: str, gold: Mapping[str, Any]) -> Report:
    """Return a report with what its gold says of it."""
    starts = line_starts(text)
    pairs = [(one, _number(one, starts)) for one in gold["numbers"]]
    usable = {n.place: n for one, n in pairs if one["role"] != "measure" or one.get("qualifier", "=") == "="}
    measures = [n for one, n in pairs if one["role"] == "measure" and one.get("value") is not None]
    related = {place for stated in gold["relations"] for place in _places_named(stated, measures)}
    return Report(
        text=text,
        numbers=tuple(n for one, n in pairs if one["role"] != "measure" or one.get("value") is not None),
        headings=tuple(found for one in gold["sections"] if (found := _heading(one, text, starts))),
        relations=relations(gold["relations"], usable),
        related=frozenset(n.start for n in measures if n.place in related),
        issued=_issued(gold["metadata"].get("date")),
        unit=gold["metadata"].get("unit"),
        draft="DỰ THẢO" in text.upper()[:400],
    )


def _places_named(stated: object, numbers: Sequence[Number]) -> Iterator[Place]:
    """Every number that a relation of the gold names, by its text where the column is not given."""
    inner: Sequence[object] = stated if isinstance(stated, list) else ()
    if isinstance(stated, Mapping):
        line, col, text = stated.get("line"), stated.get("col"), stated.get("text")
        yield from (n.place for n in numbers if n.line == line and (n.text == text if col is None else n.col == col))
        inner = list(stated.values())
    for one in inner:
        yield from _places_named(one, numbers)


def _number(stated: Mapping[str, Any], starts: Sequence[int]) -> Number:
    value, of = plain_values(stated["text"])
    said = stated.get("value")
    if said is not None and (value is None or value != Decimal(str(said))):
        value, of = Decimal(str(said)), None
    line, col = stated["line"], stated["col"]
    start = starts[line - 1] + col
    return Number(line, col, start, stated["text"], stated["role"], value or Decimal(0), of, stated.get("unit"))


def _heading(stated: Mapping[str, Any], text: str, starts: Sequence[int]) -> Heading | None:
    line, number = stated["line"], stated.get("number")
    if line is None or not number:
        return None
    start = text.find(number, starts[line - 1])
    return Heading(line, start, number, stated["level"]) if 0 <= start < starts[line - 1] + 8 else None


def _issued(stated: str | None) -> date | None:
    return date.fromisoformat(stated) if stated and re.fullmatch(r"\d{4}-\d\d-\d\d", stated) else None


def is_plain(number: Number) -> bool:
    """Tell whether the printed text of a quantity says its value by the plain rule."""
    return number.role == "measure" and plain_values(number.text)[0] == number.value


def restated(number: Number, text: str) -> Number:
    """Return a number as it is once another text stands in its place."""
    value, of = plain_values(text.removeprefix("-"))
    signed = (value or Decimal(0)) * (-1 if text.startswith("-") else 1)
    return replace(number, text=text, value=signed, of=of)


def printed_anew(
    source: Report, code: str, number: Number, texts: Mapping[Number, str], *, must: bool = True
) -> Edit | None:
    """Return the edit by which numbers are printed otherwise, None where nothing is changed."""
    texts = {one: text for one, text in texts.items() if text != one.text}
    if not texts:
        return None
    changed = {one.start: restated(one, text) for one, text in texts.items()}
    changes = tuple((one.start, one.end, text) for one, text in texts.items())
    return edited(source, code, number, changes, changed, must=must)


def edited(
    source: Report,
    code: str,
    number: Number,
    changes: Sequence[Change],
    changed: Mapping[int, Number | None],
    *,
    must: bool = True,
) -> Edit:
    """Return an edit with the relations that it breaks."""
    breaks = broken(source.relations, changed)
    return Edit(code, number, tuple(changes), replaced(source.text, changes), breaks, must=bool(breaks) and must)


def of_form(
    source: Report, code: str, number: Number, change: Change, rules: tuple[str, ...], *, must: bool = True
) -> Edit:
    """Return an edit of what is no quantity, with the rules of the public record that tell it."""
    return Edit(code, number, (change,), replaced(source.text, [change]), (), rules, must)


def place_of(edit: Edit) -> Place:
    """Return line and column of the drawn number after the edit."""
    return edit.variant.place(edit.number.start)
