"""A table of metrics to a catalogue: every example is read by the whole program before any report is.

The gate is that of the built-in catalogue: each phrase yields its metric from an example, no two metrics share a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.catalogue.measures import Measure
from extractors.catalogue.own import BUILT_IN, Catalogue, OwnPhrase, own_metrics, own_phrase, unit_fits
from extractors.document import Source
from extractors.facts import Facts
from extractors.header import NOTHING
from extractors.read import read
from pipeline.export.words import ROLES
from pipeline.ingest.catalogue_table import COLUMNS, CatalogueRow, CatalogueTable, catalogue_of, parse_catalogue
from pipeline.ingest.csv_cells import Fault, ignored_columns, told
from pipeline.ingest.folder import escape
from pipeline.ingest.names import CATALOGUE_NAME
from pipeline.ingest.text import read_text

_HEADING = "I. NỘI DUNG\n"


class CatalogueError(Exception):
    """A table of metrics is broken; `sentences` says in Vietnamese all that is wrong with it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(*sentences)
        self.sentences = tuple(sentences)


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """What a table of metrics says: its rows, the catalogue that they make, and what is passed over in it."""

    rows: tuple[CatalogueRow, ...] = ()
    catalogue: Catalogue = BUILT_IN
    remarks: tuple[str, ...] = ()


def catalogue_in(folder: Path) -> CatalogueFile:
    """Return what `danh-muc.csv` of a folder says, nothing where there is none; raises CatalogueError."""
    path = folder / CATALOGUE_NAME
    try:
        there = path.is_file()
    except (OSError, ValueError):  # of a folder that cannot be looked into nothing is read anyway
        return CatalogueFile()
    return read_catalogue(path) if there else CatalogueFile()


def read_catalogue(path: Path) -> CatalogueFile:
    """Return what a table of metrics says; raises CatalogueError for a file that is not there or is broken."""
    shown = escape(path.as_posix())
    try:
        if not path.is_file():  # a pipe would block
            raise CatalogueError([f"{shown}: không có tệp danh mục này."])
        table = parse_catalogue(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CatalogueError([f"{shown}: không mở được tệp."]) from error
    if faults := all_faults(table):
        raise CatalogueError([told(fault, shown, COLUMNS) for fault in faults])
    return CatalogueFile(table.rows, catalogue_of(table.rows), ignored_columns(table.strange, shown))


def all_faults(table: CatalogueTable) -> list[Fault]:
    """Return what is wrong with a table, its examples read by the whole program, in the order of the file."""
    order = [None, *COLUMNS]
    faults = [*table.faults, *gate(table.rows)]
    return sorted(faults, key=lambda f: (f.row or 0, order.index(f.column) if f.column in order else len(order)))


def gate(rows: Sequence[CatalogueRow]) -> list[Fault]:
    """Return what of some rows does not do what it says: an example without its metric, a phrase without an example."""
    catalogue = catalogue_of(rows)
    faults: list[Fault] = []
    for row in rows:
        wrong = [Fault(row.number, "example", text) for text in _misread(row, catalogue)]
        faults += wrong or [Fault(row.number, "phrases", text) for text in _unshown(row, rows, catalogue)]
    return faults


def _misread(row: CatalogueRow, catalogue: Catalogue) -> Iterator[str]:
    """Yield why examples of a row are not read as its metric."""
    return (text for example in row.examples if (text := example_fault(example, row, catalogue)))


def _unshown(row: CatalogueRow, rows: Sequence[CatalogueRow], catalogue: Catalogue) -> Iterator[str]:
    """Yield the phrases of a row that no example needs: each must do with the other phrases of its metric left out."""
    examples = [e for other in (row, *rows) if other.code == row.code for e in other.examples]
    others = tuple(phrase for phrase in catalogue.phrases if phrase.metric != row.code)
    if len(catalogue.phrases) - len(others) == 1:
        return  # the only one: the examples have shown it
    for words in row.phrases:
        alone = replace(catalogue, phrases=(*others, own_phrase(row.code, row.unit, words, row.refuse)))
        if not any(example_fault(example, row, alone) is None for example in dict.fromkeys(examples)):
            yield f'cụm từ “{words}” chưa có câu nào ở cột "ví dụ"; ngăn các câu bằng dấu |'


def example_fault(example: str, row: CatalogueRow, catalogue: Catalogue) -> str | None:
    """Return why the number in braces is not read as the metric of a row, None where it is."""
    facts, number = _read(example, catalogue)
    marked = example.partition("{")[2].partition("}")[0]
    if number is None:
        return f"“{{{marked}}}” không ôm trọn một con số"
    measure = facts.measures.get(number)
    if measure is None:
        return f"“{marked}” được đọc là {ROLES[facts.numbers[number].role]}, không phải số liệu của chỉ tiêu"
    best = _best(own_metrics(catalogue, measure.wording, measure.unit))
    if row.code in best and len(best) > 1 and measure.metric in best:
        other = next(code for code in best if code != row.code)
        return f"số này cũng thuộc chỉ tiêu “{other}”; mỗi chỗ chỉ được thuộc một chỉ tiêu"
    return None if measure.metric == row.code else _unlinked(measure, row, catalogue, row.code in best)


def _best(phrases: Sequence[OwnPhrase]) -> list[str]:
    """Return the metrics whose phrases have the most characters."""
    return [phrase.metric for phrase in phrases if phrase.length == phrases[0].length]


def _unlinked(measure: Measure, row: CatalogueRow, catalogue: Catalogue, fits: bool) -> str:
    """Return why a measure is not linked to the metric of a row."""
    if measure.metric and (other := catalogue.metric(measure.metric)):
        return f"số này được hiểu là “{other.name_vi}” ({other.code}); cần cụm từ dài hơn, cụ thể hơn"
    if not unit_fits(row.unit, measure.unit):
        return f"đơn vị đọc được là “{measure.unit}”, không phải “{row.unit}”"
    if measure.plan or measure.change:
        return f"số này là {'tỷ lệ so với kế hoạch hoặc kỳ khác' if measure.plan else 'mức tăng, giảm'}"
    if fits:
        return "số này chỉ là một phần hoặc mức bình quân"
    return 'gần số này không có cụm từ nào của dòng, hoặc có chữ ở cột "không có", chữ chỉ mức tăng hay một phần'


def _read(example: str, catalogue: Catalogue) -> tuple[Facts, int | None]:
    """Return what is read of an example under a plain heading, and which of its numbers is the one in braces."""
    before, _, rest = example.partition("{")
    marked, _, after = rest.partition("}")
    sentence = f"{before}{marked}{after}".rstrip(" .")
    document = read_text(f"{_HEADING}{sentence}.\n".encode(), Source("", "", "", "txt"))
    facts = read(document, NOTHING, catalogue)
    start = len(_HEADING) + len(before)
    spans = [(number.span.start, number.span.end) for number in facts.numbers]
    span = (start, start + len(marked))
    return facts, spans.index(span) if span in spans else None
