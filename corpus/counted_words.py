"""Candidates for the lexicon: the words that figures of a folder count and that no unit or noun of it covers whole.

`python -m corpus.counted_words FOLDER` writes a table, the most frequent first; a person reads it and adds rows to
`extractors/lexicon/nouns.csv` by hand.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.catalogue.explained import connectives
from extractors.document import Span
from extractors.lexicon import table, unit_at
from extractors.vietnamese import fold
from pipeline.analysis import Analysis, analyse
from pipeline.vietnamese_words import words

_SYLLABLE = re.compile(r" ([^\W\d_]+)")
#: what is read around a figure: words are told by their neighbours
_AROUND = 80
_HEAD = ("từ", "số lần", "số báo cáo", "có trong bảng", "ví dụ")


@dataclass(frozen=True, slots=True)
class Counted:
    """A word after a figure, folded, the unit of the lexicon that it begins with or "", and the words around it."""

    word: str
    unit: str
    around: str


def counted(result: Analysis) -> Iterator[Counted]:
    """Yield the word after each figure of a report that no unit of the lexicon covers whole."""
    text = result.document.text
    for index in result.facts.measures:
        number = result.facts.numbers[index].span
        block = result.document.blocks[result.document.block_at(number.start)].span
        first = _SYLLABLE.match(text, number.end, block.end)
        if first is None:
            continue
        start, end = max(block.start, number.start - _AROUND), min(block.end, number.end + _AROUND)
        around = text[start:end]
        word = _word(around, Span(first.start(1) - start, first.end(1) - start))
        unit = unit_at(fold(around), first.start(1) - start)
        known = fold(word) in _known() or connectives().fullmatch(fold(word))
        if not known and (unit is None or len(unit.text) < len(word)):
            yield Counted(fold(word), unit.text if unit else "", " ".join(around.split()))


@cache
def _known() -> frozenset[str]:
    """Return the nouns and compounds of the lexicon that are no units."""
    found = [row["noun"] for row in table("nouns.csv")] + [row["compound"] for row in table("compounds.csv")]
    return frozenset(map(fold, found))


def _word(text: str, syllable: Span) -> str:
    """Return the word that begins with a syllable."""
    whole = next((word for word in words(text) if word.start == syllable.start), syllable)
    return text[whole.start : whole.end]


def rows(reports: Iterable[Iterable[Counted]], least: int = 2) -> Iterator[tuple[str | int, ...]]:
    """Yield what comes at least so often: word, times, reports, unit that covers its beginning, an example."""
    times: Counter[tuple[str, str]] = Counter()
    told: Counter[tuple[str, str]] = Counter()
    example: dict[tuple[str, str], str] = {}
    for report in reports:
        found = list(report)
        keys = [(one.word, one.unit) for one in found]
        times.update(keys)
        told.update(set(keys))
        for key, one in zip(keys, found, strict=True):
            example.setdefault(key, one.around)
    for (word, unit), count in sorted(times.items(), key=lambda item: (-item[1], item[0])):
        if count >= least:
            yield word, count, told[word, unit], unit, example[word, unit]


def main(folder: Path) -> None:
    """Write the table of a folder's reports, which are read in the order of their names."""
    results = (analyse(path) for path in sorted(folder.rglob("*")) if path.is_file())
    writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows(rows(counted(result) for result in results if isinstance(result, Analysis)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
