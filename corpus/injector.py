"""Seeded errors in a report over the numbers of its gold, each with the relations of the gold that it breaks."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from corpus.marks import plain_values
from corpus.slips import bullet_end, bullet_mark, digit_slips, item, transpositions

Kind = Literal["digit_slip", "transposition", "dropped_part"]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A measure of the gold: line from 1, column from 0, text as printed, value and `of`."""

    line: int
    col: int
    text: str
    value: Decimal
    of: Decimal | None = None

    @property
    def place(self) -> Place:
        """Line and column."""
        return self.line, self.col

    @property
    def end(self) -> int:
        """The column after the number."""
        return self.col + len(self.text)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of the gold: parts with their total, or a percent (`total`) with its part and whole."""

    kind: Literal["sum", "percent", "distribution"]
    parts: tuple[Number, ...]
    total: Number | None = None
    whole: Number | None = None

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All numbers of the relation."""
        return tuple(n for n in (self.total, *self.parts, self.whole) if n is not None)


@dataclass(frozen=True, slots=True)
class Report:
    """A report with the measures of its gold and the relations that hold; `related` are the places in any relation."""

    lines: tuple[str, ...]
    numbers: tuple[Number, ...]
    relations: tuple[Relation, ...]
    related: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a report: at line and column `old` became `new`; `text` is the report after it."""

    kind: Kind
    number: Number
    old: str
    new: str
    line: int
    col: int
    text: str
    broken: tuple[Relation, ...]


def report(text: str, gold: Mapping[str, Any]) -> Report:
    """Return a report with what its gold says of it."""
    measures = [(n, _number(n)) for n in gold["numbers"] if n["role"] == "measure" and n.get("value") is not None]
    exact = {number.place: number for stated, number in measures if stated.get("qualifier", "=") == "="}
    made = [_relation(stated, exact) for stated in gold["relations"] if stated["holds"]]
    numbers = tuple(number for _, number in measures)
    related = frozenset(place for stated in gold["relations"] for place in _places(stated, numbers))
    return Report(tuple(text.split("\n")), numbers, tuple(one for one in made if one and holds(one)), related)


def _number(stated: Mapping[str, Any]) -> Number:
    value, of = plain_values(stated["text"])
    if value is None or value != Decimal(str(stated["value"])):
        value, of = Decimal(str(stated["value"])), None
    return Number(stated["line"], stated["col"], stated["text"], value, of)


def _places(stated: object, numbers: Sequence[Number]) -> Iterator[Place]:
    """Every measure that a relation of the gold names, by its text where the column is not given."""
    inner: Sequence[object] = stated if isinstance(stated, list) else ()
    if isinstance(stated, Mapping):
        line, col, text = stated.get("line"), stated.get("col"), stated.get("text")
        yield from (n.place for n in numbers if n.line == line and (n.text == text if col is None else n.col == col))
        inner = list(stated.values())
    for one in inner:
        yield from _places(one, numbers)


def _relation(stated: Mapping[str, Any], exact: Mapping[Place, Number]) -> Relation | None:
    """The relation whose arithmetic the gold pins down, or None for all others."""
    kind, total, parts, whole = stated["kind"], stated.get("total"), stated.get("parts", []), stated.get("whole")
    if kind not in ("sum", "percent", "distribution") or not stated.get("exhaustive", True):
        return None
    if kind == "percent":
        total, parts = stated["percent"], [stated["part"]]
    operands = (*parts, *(one for one in (total, whole) if isinstance(one, Mapping)))
    if any((one["line"], one["col"]) not in exact for one in operands):
        return None
    first, last = (exact[one["line"], one["col"]] if isinstance(one, Mapping) else None for one in (total, whole))
    return Relation(kind, tuple(exact[one["line"], one["col"]] for one in parts), first, last)


def holds(relation: Relation) -> bool:
    """Tell whether the arithmetic of a relation holds: exactly, or for shares within what printing them allows."""
    added = sum((n.value for n in relation.parts), Decimal(0))
    if relation.kind == "distribution":
        return abs(added - 100) * 2 <= sum(_unit(n.value) for n in relation.parts)
    if relation.total is None:
        return True
    if relation.kind == "sum":
        return added == relation.total.value
    whole = relation.whole.value if relation.whole else relation.parts[0].of
    return bool(whole) and abs(added * 100 / Decimal(whole or 1) - relation.total.value) < _unit(relation.total.value)


def _unit(value: Decimal) -> Decimal:
    """One in the last printed digit: a share may be rounded or cut off there."""
    return Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))


def broken(relations: Sequence[Relation], changed: Mapping[Place, Number | None]) -> tuple[Relation, ...]:
    """Return the relations that no longer hold once numbers have changed or, where None, are gone."""
    touched = (one for one in relations if any(n.place in changed for n in one.numbers))
    return tuple(one for one in touched if (after := _after(one, changed)) and not holds(after))


def _after(relation: Relation, changed: Mapping[Place, Number | None]) -> Relation | None:
    """The relation after a change; None where its total, its whole or all its parts are gone."""
    total, whole = (n and changed.get(n.place, n) for n in (relation.total, relation.whole))
    parts = tuple(n for n in (changed.get(part.place, part) for part in relation.parts) if n)
    gone = (relation.total and not total) or (relation.whole and not whole) or not parts
    return None if gone else Relation(relation.kind, parts, total, whole)


def digit_edits(source: Report, seed: int, rounds: int = 1) -> Iterator[Edit]:
    """Yield digit slips and transpositions: in every round each measure once, in an order drawn anew, none twice."""
    chance = random.Random(seed)
    left = {n.place: _variants(n.text) for n in source.numbers if plain_values(n.text)[0] == n.value}
    for _ in range(rounds):
        for number in chance.sample(source.numbers, len(source.numbers)):
            kinds = [kind for kind, texts in left.get(number.place, {}).items() if texts]
            if kinds:
                kind = chance.choice(kinds)
                texts = left[number.place][kind]
                yield _digit_edit(source, kind, number, texts.pop(chance.randrange(len(texts))))


def _variants(text: str) -> dict[Kind, list[str]]:
    return {"digit_slip": digit_slips(text), "transposition": transpositions(text)}


def _digit_edit(source: Report, kind: Kind, number: Number, new: str) -> Edit:
    value, of = plain_values(new)
    after = replace(number, text=new, value=value or Decimal(0), of=of)
    lines = list(source.lines)
    lines[number.line - 1] = _spliced(lines[number.line - 1], number.col, number.end, new)
    breaks = broken(source.relations, {number.place: after})
    return Edit(kind, number, number.text, new, *number.place, "\n".join(lines), breaks)


def _spliced(line: str, start: int, end: int, new: str = "") -> str:
    return line[:start] + new + line[end:]


def dropped_parts(source: Report) -> Iterator[Edit]:
    """Yield every removal of one part of a sum: an item of a list, a bullet, a table row or what a cell holds."""
    done = set()
    for relation in source.relations:
        for part in relation.parts if relation.kind == "sum" and len(relation.parts) > 1 else ():
            edit = _within_line(source, relation, part) or _whole_lines(source, relation, part)
            if edit and relation in edit.broken and (edit.line, edit.col, edit.old) not in done:
                done.add((edit.line, edit.col, edit.old))
                yield edit


def _within_line(source: Report, relation: Relation, part: Number) -> Edit | None:
    """The edit that cuts a part out of a list in its line or empties its cell."""
    line, total = source.lines[part.line - 1], relation.total
    same = sorted((n for n in relation.parts if n.line == part.line), key=lambda n: n.col)
    cut: tuple[int, int] | None = (part.col, part.end)
    if len(same) < max(2, len(relation.parts)):
        return None
    if "\t" not in line:
        since = total.end if total and total.line == part.line and total.col < same[0].col else 0
        cut = item(line, [(n.col, n.end) for n in same], same.index(part), since)
    if cut is None:
        return None
    lines = [*source.lines[: part.line - 1], _spliced(line, *cut), *source.lines[part.line :]]
    gone = [n for n in source.numbers if n.line == part.line and cut[0] <= n.col < cut[1]]
    return _drop(source, part, (part.line, cut[0], line[slice(*cut)]), gone, lines)


def _whole_lines(source: Report, relation: Relation, part: Number) -> Edit | None:
    """The edit that takes out a part's bullet, with the bullets below it, or its table row."""
    at = part.line - 1
    shapes = {_shape(source.lines[n.line - 1]) for n in relation.parts}
    inside = relation.total is not None and _shape(source.lines[relation.total.line - 1]) in shapes - {"\t"}
    if len(shapes) > 1 or "" in shapes or inside or len({n.line for n in relation.parts}) < len(relation.parts):
        return None
    end = at + 1 if "\t" in shapes else bullet_end(source.lines, at)
    gone = [n for n in source.numbers if at < n.line <= end]
    old = "".join(f"{line}\n" for line in source.lines[at:end])
    return _drop(source, part, (part.line, 0, old), gone, [*source.lines[:at], *source.lines[end:]])


def _shape(line: str) -> str:
    return "\t" if "\t" in line else bullet_mark(line)


def _drop(
    source: Report, part: Number, cut: tuple[int, int, str], gone: Sequence[Number], lines: Sequence[str]
) -> Edit:
    line, col, old = cut
    breaks = broken(source.relations, {n.place: None for n in gone})
    return Edit("dropped_part", part, old, "", line, col, "\n".join(lines), breaks)
