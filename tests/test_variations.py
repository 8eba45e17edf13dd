"""What does not change what a report says does not change what is read of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.variants import Original, Variant, line_starts
from corpus.variations import VARIATIONS, varied
from extractors.vietnamese import fold_key
from pipeline.analyse import analyse_bytes
from pipeline.export.record import NumberRecord, Record, record

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared"
CORPUS = [(path, TOP / "gold") for path in sorted((TOP / "corpus" / "reports").glob("*.txt"))]
REAL = [(path, SHARED / "gold") for path in sorted((SHARED / "reports").glob("*.txt"))]
SEED = 20240614
#: a sentence ends at a stop or semicolon before a blank, and with its line
SENTENCE = re.compile(r"[^\n]+?(?:[.;!?](?=\s)|(?=\n)|$)")
Reading = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a variation changed of a report: sentences with a number that it touched, readings compared and not the same."""

    sentences: int
    readings: int
    changed: tuple[str, ...]


@cache
def original(path: Path, gold: Path) -> Original:
    text = path.read_bytes().decode("utf-8")
    return Original.of(text, json.loads((gold / f"{path.stem}.json").read_text("utf-8")))


def read(text: str) -> Record:
    return record(analyse_bytes(text.encode("utf-8"), "bao-cao.txt"))


@cache
def read_original(path: Path, gold: Path) -> Record:
    return read(original(path, gold).text)


def reading(number: NumberRecord, *, by_digit: bool) -> Reading:
    """What is read of a number; `by_digit`: its values are told as multiples of its digits."""
    values: tuple[Any, ...] = (number.value, number.of)
    if by_digit:
        sides = (*number.text.split("/"), "")[:2] if number.of is not None else (number.text, "")
        values = tuple(worth(value, side) for value, side in zip(values, sides, strict=True))
    unit = fold_key(number.unit or "")
    return (number.role, *values, unit, number.metric, number.qualifier, bool(number.target))


def worth(value: float | str | None, text: str) -> Fraction | str | None:
    digits = int(re.sub(r"\D", "", text) or 0)
    return Fraction(str(value)) / digits if digits and isinstance(value, int | float) else None


def readings(result: Record, place: Callable[[int, int], Any], *, by_digit: bool) -> dict[Any, Reading]:
    return {place(one.line, one.col): reading(one, by_digit=by_digit) for one in result.numbers}


def findings(result: Record, place: Callable[[int, int], Any]) -> Counter[Any]:
    """Findings by rule, kind, and the places of their numbers; without numbers, their lines."""
    return Counter(
        (one.rule, one.severity, *sorted(place(at.line, at.col) if at.number else (at.line, -1) for at in one.evidence))
        for one in result.findings
    )


def compared(path: Path, gold: Path, variation: str, seed: int) -> Outcome:
    source = original(path, gold)
    variant = varied(variation, source, seed)
    before, after = read_original(path, gold), read(variant.text)
    starts, by_digit = line_starts(source.text), variation == "figures"

    def moved(line: int, col: int) -> tuple[int, int]:
        return variant.place(starts[line - 1] + col)

    ours = readings(before, moved, by_digit=by_digit)
    theirs = readings(after, lambda line, col: (line, col), by_digit=by_digit)
    changed = [
        f"{path.stem}:{at[0]}: {ours.get(at)} ≠ {theirs.get(at)} | {quoted(variant, at)}"
        for at in sorted({*ours, *theirs})
        if ours.get(at) != theirs.get(at)
    ]
    if not by_digit:
        here, there = findings(before, moved), findings(after, lambda line, col: (line, col))
        changed += [f"{path.stem}: finding lost {one}" for one in (here - there).elements()]
        changed += [f"{path.stem}: finding new {one}" for one in (there - here).elements()]
    return Outcome(touched(source, variant), len(ours), tuple(changed))


def quoted(variant: Variant, at: tuple[int, int]) -> str:
    line = variant.text.split("\n")[at[0] - 1]
    return line[max(0, at[1] - 90) : at[1]] + "»" + line[at[1] : at[1] + 60]


def touched(source: Original, variant: Variant) -> int:
    """How many sentences with a number of the gold the variation changed."""
    starts = sorted(number.start for number in source.numbers)
    changed = sorted(variant.changed)
    return sum(
        any(m.start() <= at < m.end() for at in starts) and any(a < m.end() and m.start() <= b for a, b in changed)
        for m in SENTENCE.finditer(source.text)
    )
