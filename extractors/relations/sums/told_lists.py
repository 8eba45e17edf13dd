"""Lists that stand in one sentence with their whole before them, as words and marks alone tell them.

"286 người: dân quân 74, công an 58, …", "64,9 tỷ đồng, trong đó … với 48,2 tỷ đồng, … với 9,4 tỷ đồng, còn lại …":
a mark or word right before the first item opens the list, a mark ends it. No figure decides what belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.passages import Figure, Passages
from extractors.relations.sums.closed_sum_words import is_rest, label
from extractors.relations.sums.closings import ANY_THING
from extractors.relations.sums.segments import Opener, Segment, is_aside, opened, opened_by_whole, segments_from
from extractors.relations.world import World

#: more things of any name, beside those of the readers of closings
_THINGS = ANY_THING | frozenset(("cơ quan", "trường hợp", "đối tượng", "nội dung", "mô hình", "tập thể"))
#: words that open a sentence with nothing but a list of what stands before it
_OPENS = re.compile(
    r"[\W]*(?:cụ thể|trong (?:đó|số)|gồm|bao gồm|chia|phân|xét|tính|theo|về|cơ cấu|kết quả)(?!\w)"
    r"[^,;:()]{0,40}(?:[,:]|$)"
)
#: how far before a list its whole stands, and how many items a list has
_REACH, _FEWEST, _MOST = 5, 2, 14


@dataclass(frozen=True, slots=True)
class ToldList:
    """A whole and its items with their words, the opener between them, and whether a mark ends the list."""

    whole: Figure
    items: tuple[Figure, ...]
    words: tuple[str, ...]
    opener: Opener
    ended: bool


def read_told_lists(world: World, passages: Passages) -> Iterator[ToldList]:
    """Yield the lists of running text, one for each column that their items tell."""
    for every in passages.by_block.values():
        figures = list(_without_grades(world, every))
        for at in range(1, len(figures)):
            found = opened(figures[at].before) or opened_by_whole(figures[at - 1].before, figures[at].before)
            if found is not None and figures[at].home == figures[at - 1].home:
                yield from _lists_at(world, figures, at, *found)
            elif found is not None and found[0] in ("colon", "cue", "among"):
                yield from _lists_below(world, figures, at, *found)
        yield from (listed for at in range(2, len(figures)) for listed in _up_to_rest(world, figures, at))


def _up_to_rest(world: World, figures: Sequence[Figure], at: int) -> Iterator[ToldList]:
    """Yield the list that a rest ends and no mark opens: the first figure of its unit in the sentence is the whole.

    "417 ha thiếu nước, nặng nhất là cà phê 298 ha, còn lại là lúa 119 ha".
    """
    if not is_rest(figures[at]) or not world.numbers[figures[at].number].unit:
        return
    run = list(_run_to(world, figures, at))
    words = tuple(label(figure.before) for figure in run)
    if len(run) > _FEWEST and _may_be_whole(world, run[0], "among"):
        yield ToldList(run[0], tuple(run[1:]), words[1:], "among", ended=True)


def _run_to(world: World, figures: Sequence[Figure], at: int) -> Iterator[Figure]:
    """Yield the figures of a sentence that count what the rest at its end does, none where something is told aside."""
    last, depth = figures[at], 0
    own: list[Figure] = []
    for figure in (f for f in figures[: at + 1] if f.home == last.home):
        depth = max(0, depth + figure.before.count("(") - figure.before.count(")"))
        if depth or figure.unit == "%":
            continue
        if own and ";" in figure.before:
            return  # "284 hộ; đã xong 231 hộ, đang làm 38 hộ, còn lại 15 hộ": of a whole before the mark
        if own and (opened(figure.before) or is_aside(label(figure.before))):
            own = []
        if alike(figure.unit, last.unit):
            own.append(figure)
    yield from own if all(world.numbers[f.number].unit and world.numbers[f.number].of is None for f in own) else ()


def _without_grades(world: World, figures: Sequence[Figure]) -> Iterator[Figure]:
    """Yield figures but grades in stars, which are words of what they grade ("4 sao: 2 sản phẩm")."""
    passed = ""
    for figure in figures:
        if world.numbers[figure.number].rule == "stars":
            passed += f"{figure.before} * "
        else:
            yield replace(figure, before=f"{passed}{figure.before}")
            passed = ""


def _lists_at(world: World, figures: Sequence[Figure], at: int, opener: Opener, words: str) -> Iterator[ToldList]:
    """Yield the lists that open before a figure, for each whole before it."""
    segments = segments_from(world, figures, at, words)
    wholes = list(_wholes(world, figures, at, opener))
    bare = not world.numbers[figures[at].number].unit
    if not segments.items or (bare and len(wholes) > 1 and opener in ("among", "cue")):
        return  # "4.127 đối tượng, kinh phí 2.684 triệu đồng, trong đó người cao tuổi 1.968": of either
    columns = [list(_column(world, whole, segments.items, nearest=whole is wholes[0])) for whole in wholes]
    if not any(column and column[0][0] is figures[at] for column in columns):
        return
    if opener in ("colon", "bracket") and not columns[0]:
        return
    for whole, column in zip(wholes, columns, strict=True):
        if _FEWEST <= len(column) <= _MOST and whole.value != len(column):
            items, said = zip(*column, strict=True)
            yield ToldList(whole, items, said, opener, segments.ended and len(column) == len(segments.items))


def _lists_below(world: World, figures: Sequence[Figure], at: int, opener: Opener, words: str) -> Iterator[ToldList]:
    """Yield the list that opens a sentence, of the one figure of its unit in the sentence before it.

    "Thụ lý 83 vụ. Cụ thể: hình sự 31 vụ, dân sự 24 vụ, …": where that has two of the unit either may be meant.
    """
    first, above = figures[at], [f for f in figures if f.home == (figures[at].block, figures[at].sentence - 1)]
    opens = _OPENS.match(first.before) and figures[at - 1].home != first.home and not _closed(first.before)
    if not opens or not world.numbers[first.number].unit:
        return
    like = [f for f in above if alike(f.unit, first.unit)]
    segments = segments_from(world, figures, at, words)
    if len(like) != 1 or not segments.items or not _may_be_whole(world, like[0], opener):
        return
    column = list(_column(world, like[0], segments.items, nearest=True))
    if _FEWEST < len(column) == len(segments.items) <= _MOST:
        items, said = zip(*column, strict=True)
        yield ToldList(like[0], items, said, opener, segments.ended)


def _wholes(world: World, figures: Sequence[Figure], at: int, opener: Opener) -> Iterator[Figure]:
    """Yield the figures of one unit each that a list may divide, nearest first: none in a bracket before it."""
    depth, direct = _closed(figures[at].before), opener in ("colon", "bracket")
    units: list[str] = []
    if direct and ";" in figures[at].before.partition("(" if opener == "bracket" else ":")[0]:
        return
    for figure in reversed(figures[max(0, at - _REACH) : at]):
        if figure.home != figures[at].home:
            return
        if not depth and figure.unit != "%":
            fits = _may_be_whole(world, figure, opener)
            if direct and not (fits or units):
                return
            if not any(alike(figure.unit, unit) for unit in units):
                units.append(figure.unit)
                if fits:
                    yield figure
        if ";" in figure.before:
            return
        depth = max(0, depth + figure.before.count(")") - figure.before.count("("))


def _closed(before: str) -> int:
    """Return how many brackets that the words before a figure close were open before them."""
    depth = least = 0
    for sign in before:
        depth += (sign == "(") - (sign == ")")
        least = min(least, depth)
    return -least


def _may_be_whole(world: World, figure: Figure, opener: Opener) -> bool:
    measure, printed = world.measures[figure.number], world.numbers[figure.number]
    plain = (
        figure.unit != ""
        and not figure.before.endswith("/")
        and "/100" not in figure.after[: len(figure.unit) + 6]
        and "/" not in figure.unit
        and printed.of is None
        and printed.sign == "="
    )
    told = not (measure.plan or measure.target) and (opener == "bracket" or not measure.change)
    return plain and told and not (opener != "bracket" and is_aside(label(figure.before)))


def _column(world: World, whole: Figure, items: Sequence[Segment], *, nearest: bool) -> Iterator[tuple[Figure, str]]:
    """Yield the figure of each item that counts what a whole does, with the words of the item."""
    first = items[0].figures[0]
    bare = not world.numbers[first.number].unit if nearest else False
    bare = bare or alike(first.unit, whole.unit)
    kinds = nearest and _are_kinds(items, whole)
    for item in items:
        for figure in item.figures:
            printed = world.numbers[figure.number].unit
            first_of = figure is item.figures[0]
            if (alike(figure.unit, whole.unit) if printed else bare and first_of) or (kinds and first_of):
                yield figure, item.words
                break


def _are_kinds(items: Sequence[Segment], whole: Figure) -> bool:
    """Whether the figures of a list, each right behind a mark, count kinds of what its whole counts."""
    units = [item.figures[0].unit for item in items]
    if any(item.words for item in items):
        return False
    if unit_kind(whole.unit) == "person":
        return all(unit_kind(unit) == "person" for unit in units)
    counted = all(unit_kind(unit) in ("count", "unknown", "household") for unit in units)
    return counted and (whole.unit in _THINGS or any(alike(unit, whole.unit) for unit in units))
