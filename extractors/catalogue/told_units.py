"""Units of figures that stand with none: their words and those beside tell what is counted ("Qua mạng | 1.208")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from extractors.catalogue.context import Context, FoundUnit
from extractors.catalogue.lookup import concepts, find_metric, metrics, told_length
from extractors.catalogue.scopes import Wording
from extractors.catalogue.wording import Around, wording_of
from extractors.ledger.entries import Entry
from extractors.lexicon import families, unit_kind

#: what a name can be told of with a bare figure: things and persons, no shares, amounts or lengths
_COUNTED = ("count", "person")
#: what else says that a unit is spoken of
_ALSO = {"hồ sơ": ("thủ tục", "một cửa", "tthc"), "chi bộ": ("đảng bộ",), "phiếu": ("khảo sát", "hài lòng")}


def units_told(
    context: Context, found: Mapping[int, FoundUnit], titles: Mapping[int, str], labels: Sequence[str]
) -> dict[int, FoundUnit]:
    """Return, by number, the units that the metrics of bare figures come in.

    Each figure stands in the unit of the metric that most of its words tell; where several units may be, in the one
    that most of the words of its column or of the paragraphs beside it tell. `titles` stand over blocks, `labels`
    beside entries.
    """
    told: dict[int, dict[str, int]] = {}
    beside: dict[tuple[object, ...], Counter[str]] = {}
    places: dict[int, tuple[object, ...]] = {}
    for entry in context.ledger.entries:
        number = entry.quantities[0].number
        if not found[number][0]:
            around = Around(titles.get(entry.block, ""), frozenset(), labels[entry.id])
            wording = wording_of(context, entry, entry.quantities[0], "", around)
            told[number], places[number] = _lengths(wording), _place(context, entry)
            beside.setdefault(places[number], Counter()).update(told[number])
    chosen = {number: _longest(lengths, beside[places[number]]) for number, lengths in told.items()}
    return {number: (unit, "metric") for number, unit in chosen.items() if unit}


def _place(context: Context, entry: Entry) -> tuple[object, ...]:
    cell = context.document.blocks[entry.block].origin.cell
    return ("column", cell.table, cell.column) if cell is not None else ("block", entry.block // 8)


def _longest(own: Mapping[str, int], beside: Mapping[str, int]) -> str | None:
    """Return the unit for which most is told, None where two are told alike."""
    ranked = sorted(((beside[unit], length, unit) for unit, length in own.items() if length), reverse=True)
    return ranked[0][2] if ranked and (len(ranked) == 1 or ranked[0][:2] != ranked[1][:2]) else None


@cache
def _units() -> tuple[str, ...]:
    """Return the units in which the metrics of the catalogue count."""
    return tuple(dict.fromkeys(m.unit for m in metrics().values() if unit_kind(m.unit) in _COUNTED))


@lru_cache(maxsize=1 << 8)
def _lengths(wording: Wording) -> dict[str, int]:
    """Return, by unit, how many characters of the words tell a metric that comes in it."""
    lengths: dict[str, int] = {}
    around = f"{wording.own} ; {wording.path} ; {wording.sentence} ; {wording.lead}"
    for unit in _units():
        if not _meant(unit).search(around):
            continue  # no metric of this unit would be meant
        counted = _counted(wording, unit)
        metric = find_metric(counted, unit)
        if metric and metrics()[metric].unit == unit and _is_meant(metric, unit, around):
            # the unit itself is no word of the text
            said = replace(counted, near=wording.near, own=wording.own)
            lengths[unit] = told_length(metric, said, unit)
    return lengths


@cache
def _meant(unit: str) -> re.Pattern[str]:
    """Return the pattern of the words that speak of a unit or of the things of any metric that comes in it."""
    groups = dict.fromkeys(code.partition(".")[0] for code, metric in metrics().items() if metric.unit == unit)
    return re.compile("|".join((_spoken_of(unit).pattern, *(_own_words(group).pattern for group in groups))))


def _is_meant(metric: str, unit: str, around: str) -> bool:
    """Whether words speak of a unit, or tell of its things by a word of their own ("Toàn trường | 364" does not)."""
    return bool(_spoken_of(unit).search(around) or _own_words(metric.partition(".")[0]).search(around))


@cache
def _own_words(group: str) -> re.Pattern[str]:
    """Return the pattern of the ways of saying things that a group of metrics uses, one that never fits for none."""
    own = [pattern for families_of, pattern in concepts().values() if group in families_of]
    return re.compile("|".join(own) or r"(?!)")


@cache
def _spoken_of(unit: str) -> re.Pattern[str]:
    """Return the pattern of the words that say that a unit is spoken of: its own, and those of its kind."""
    words = {unit, *(word for key in families(unit) for word in (key,)), *_ALSO.get(unit, ())}
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words)))


def _counted(wording: Wording, unit: str) -> Wording:
    near, told, own = (words.replace("#", f"# {unit}") for words in (wording.near, wording.told, wording.own))
    return replace(wording, near=near, told=told, own=own)
