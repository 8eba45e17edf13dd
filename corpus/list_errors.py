"""Errors in lists and tables: a part left out or twice, an item left out, cells in the wrong row or column."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from corpus.cuts import bullet_end, bullet_mark, item
from corpus.injector import Edit, Report, edited, printed_anew, restated
from corpus.truths import Number, Relation
from corpus.variants import line_starts

Maker = Callable[[Report, Number, random.Random], Edit | None]
Cut = tuple[int, int]
_BETWEEN = re.compile(r"\s*(?:[,;]\s+|[;.,]?\n\s*[-+*•–]\s*)")


def part_cut(source: Report, relation: Relation, part: Number) -> Cut | None:
    """Return what a part of a sum takes with it: an item of a line, what a cell holds, a bullet, a table row."""
    return _in_line(source, relation, part) or _whole_lines(source, relation, part)


def _in_line(source: Report, relation: Relation, part: Number) -> Cut | None:
    line, base, total = source.line(part), part.start - part.col, relation.one("total")
    same = sorted((n for n in relation.all("part") if n.line == part.line), key=lambda n: n.col)
    if len(same) < max(2, len(relation.all("part"))):
        return None
    if "\t" in line:
        return part.start, part.end
    since = total.end - base if total and total.line == part.line and total.col < same[0].col else 0
    at = [n.start for n in same].index(part.start)
    cut = item(line, [(n.col, n.end - base) for n in same], at, since)
    return None if cut is None else (base + cut[0], base + cut[1])


def _whole_lines(source: Report, relation: Relation, part: Number) -> Cut | None:
    lines, starts, at = source.text.split("\n"), line_starts(source.text), part.line - 1
    parts, total = relation.all("part"), relation.one("total")
    shapes = {_shape(lines[n.line - 1]) for n in parts}
    inside = total is not None and _shape(lines[total.line - 1]) in shapes - {"\t"}
    if len(shapes) > 1 or "" in shapes or inside or len({n.line for n in parts}) < len(parts):
        return None
    end = at + 1 if "\t" in shapes else bullet_end(lines, at)
    return (starts[at], starts[end]) if end < len(starts) else None


def _shape(line: str) -> str:
    return "\t" if "\t" in line else bullet_mark(line)


def _part(source: Report, number: Number, chance: random.Random) -> tuple[Relation, Cut] | None:
    """A sum of which a number is a part that can be cut out."""
    sums = [one for one in source.relations if one.kind == "sum" and "part" in one.roles(number)]
    cuts = [(one, cut) for one in sums if len(one.all("part")) > 1 and (cut := part_cut(source, one, number))]
    return chance.choice(cuts) if cuts else None


def _gone(source: Report, cut: Cut) -> dict[int, Number | None]:
    return {n.start: None for n in source.measures if cut[0] <= n.start < cut[1]}


def _dropped(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """A part of a sum left out; where one of two is left, nobody can say that it should be all."""
    found = _part(source, number, chance)
    if found is None:
        return None
    relation, cut = found
    must = len(relation.all("part")) > 2 and relation.one("total") is not None
    made = edited(source, "dropped_part", number, [(*cut, "")], _gone(source, cut), must=must)
    others = any(one.kind != "sum" or len(one.all("part")) > 2 for one in made.broken)
    return made if must or others else Edit("dropped_to_one", number, made.changes, made.variant, made.broken)


def _doubled(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """A part of a sum that stands there twice."""
    found = _part(source, number, chance)
    if found is None or ("\t" in source.line(number) and found[1] == (number.start, number.end)):
        return None
    relation, (start, end) = found
    if number.value == 0:
        return None
    again = source.text[start:end]
    made = edited(source, "doubled_part", number, [(end, end, again)], {})
    inside = {n.start for n in source.measures if start <= n.start < end}
    broken = tuple(one for one in source.relations if one.kind == "sum" and inside & {n.start for n in one.all("part")})
    return Edit(made.code, number, made.changes, made.variant, broken, must=relation in broken)


def _item(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """An item of a list whose length is said."""
    for relation in source.relations:
        if relation.kind == "enumeration" and "count" in relation.roles(number):
            cuts = list(_item_cuts(source.text, number.end, relation.listed))
            if cuts:
                cut = chance.choice(cuts)
                made = edited(source, "dropped_item", number, [(*cut, "")], _gone(source, cut))
                return Edit(made.code, number, made.changes, made.variant, (relation, *made.broken), must=True)
    return None


def _item_cuts(text: str, since: int, listed: Sequence[str]) -> Iterator[Cut]:
    """Each item but the last, with what stands between it and the next, where all are found in their order."""
    places = []
    for one in listed:
        start = text.find(one, since)
        if start < 0 or start - since > 1500:
            return
        places.append((start, start + len(one)))
        since = start + len(one)
    for (start, end), (after, _) in itertools.pairwise(places):
        if _BETWEEN.fullmatch(text[end:after]):
            yield start, after


def _cells(source: Report, line: int) -> list[tuple[Cut, Number | None]]:
    """The cells of a table row, each with the figure that fills it."""
    start = line_starts(source.text)[line - 1]
    text = source.text[start:].split("\n", 1)[0]
    filled = {(n.start, n.end): n for n in source.measures if n.line == line}
    cuts, at = [], start
    for cell in text.split("\t"):
        cuts.append((at, at + len(cell)))
        at += len(cell) + 1
    return [(cut, filled.get(cut)) for cut in cuts]


def _other_row(source: Report, number: Number, _: random.Random) -> Edit | None:
    """A cell and the one below it have changed places."""
    if "\t" not in source.line(number) or number.line >= source.text.count("\n"):
        return None
    here, below = _cells(source, number.line), _cells(source, number.line + 1)
    at = next((at for at, (_, one) in enumerate(here) if one is number), None)
    other = below[at][1] if at is not None and len(below) == len(here) else None
    if other is None or other.value == number.value:
        return None
    return printed_anew(source, "row_swap", number, {number: other.text, other: number.text})


def _shifted(source: Report, number: Number, _: random.Random) -> Edit | None:
    """From a cell on, all figures of a row have slipped one column to the right."""
    if "\t" not in source.line(number):
        return None
    cells = _cells(source, number.line)
    at = next((at for at, (_, one) in enumerate(cells) if one is number), len(cells))
    run: list[Number] = []
    for _cut, one in cells[at:]:
        if one is None:
            break
        run.append(one)
    if len(run) < 3 or len({one.value for one in run}) < 2:
        return None
    changes = [(one.start, one.end, text) for one, text in zip(run, ["", *(n.text for n in run[:-1])], strict=True)]
    changed: dict[int, Number | None] = {run[0].start: None}
    changed |= {one.start: restated(one, left.text) for left, one in itertools.pairwise(run)}
    return edited(source, "column_shift", number, changes, changed)


#: each error of a list or table by its code
LIST_ERRORS: Mapping[str, Maker] = {
    "dropped_part": _dropped,
    "doubled_part": _doubled,
    "dropped_item": _item,
    "row_swap": _other_row,
    "column_shift": _shifted,
}
