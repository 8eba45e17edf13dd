"""What staff dismiss, from the table to the findings: one finding, a figure that they verified, all of a rule.

A dismissed finding stays a finding, with the reason; a row that fits nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.facts import Facts
from extractors.vietnamese import fold_key
from pipeline.analysis import Analysis, Failure
from pipeline.checks.finding import Dismissed, Finding
from pipeline.export.jsonl import Record
from pipeline.export.words import RULES
from pipeline.ingest.csv_cells import Fault, ignored_columns, told
from pipeline.ingest.dismissal_table import COLUMNS, Dismissal, parse_dismissals
from pipeline.ingest.folder import FoundFile, escape
from pipeline.ingest.names import DISMISSALS_NAME
from pipeline.ingest.overrides import as_key

#: of two rows that fit a finding the narrower one gives the reason
_ORDER = ("finding", "value", "rule")


class DismissalsError(Exception):
    """The table that was named cannot be read; `sentences` says in Vietnamese why."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(*sentences)
        self.sentences = tuple(sentences)


@dataclass(frozen=True, slots=True)
class DismissalFile:
    """The good rows of a table, what is wrong with the others (Vietnamese), and what of it is not used."""

    rows: tuple[Dismissal, ...] = ()
    notices: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def dismissals_in(folder: Path) -> DismissalFile:
    """Return what `bo-qua.csv` of a folder dismisses, nothing where there is none."""
    path = folder / DISMISSALS_NAME
    try:
        there = path.is_file()  # a pipe would block
    except (OSError, ValueError):
        return DismissalFile()
    if not there:
        return DismissalFile()
    try:
        return _parsed(path)
    except DismissalsError as error:
        return DismissalFile(notices=error.sentences)


def read_dismissals(path: Path) -> DismissalFile:
    """Return what the table that is named dismisses; raises DismissalsError for a file that cannot be read."""
    try:
        there = path.is_file()
    except (OSError, ValueError):
        there = False
    if not there:
        raise DismissalsError([f"{escape(path.as_posix())}: không có tệp này để lấy các điều bỏ qua."])
    return _parsed(path)


def _parsed(path: Path) -> DismissalFile:
    shown = escape(path.as_posix())
    try:
        table = parse_dismissals(path.read_bytes(), shown, RULES)
    except (OSError, ValueError) as error:
        raise DismissalsError([f"{shown}: không mở được tệp."]) from error
    whole = [fault for fault in table.faults if fault.row is None]
    if whole:
        raise DismissalsError([told(fault, shown, COLUMNS) for fault in whole])
    notices = tuple(told(_skipping(fault), shown, COLUMNS) for fault in table.faults)
    return DismissalFile(table.rows, notices, ignored_columns(table.strange, shown))


def _skipping(fault: Fault) -> Fault:
    return replace(fault, text=f"{fault.text}; dòng này không được dùng")


def for_file(rows: Iterable[Dismissal], shown: str, beside: str) -> tuple[Dismissal, ...]:
    """Return the rows that may hold for a file, by its path as shown and as seen from the table."""
    keys = {as_key(shown), as_key(beside)}
    return tuple(row for row in rows if not row.path or as_key(row.path) in keys)


# -- findings ------------------------------------------------------------------------------------------------------


def dismissed(result: Analysis | Failure, rows: Sequence[Dismissal]) -> Analysis | Failure:
    """Return a result with those of its findings marked that the rows dismiss."""
    if isinstance(result, Failure) or not rows:
        return result
    own = _names(result.facts.header.unit, result.facts.header.issuer)
    near = [row for row in rows if not row.unit or fold_key(row.unit) in own]
    return replace(result, findings=tuple(_marked(result, finding, near) for finding in result.findings))


def _names(*names: str | None) -> set[str]:
    return {fold_key(name) for name in names if name}


def _marked(result: Analysis, finding: Finding, rows: Sequence[Dismissal]) -> Finding:
    near = [row for row in rows if finding.id not in row.but]
    fitting = [row for row in near if _names_it(finding, row)]
    fitting += _verifying(result, finding, [row for row in near if row.kind == "value"])
    fitting.sort(key=lambda row: _ORDER.index(row.kind))
    if not fitting:
        return finding
    first = fitting[0]
    # what somebody decided may stand in several rows with one number: the widest of them says what it was
    kind = [row.kind for row in fitting if (row.table, row.row) == (first.table, first.row)][-1]
    why = Dismissed(kind, first.reason, tuple(dict.fromkeys(row.row for row in fitting)))
    return replace(finding, dismissed=why)


def _names_it(finding: Finding, row: Dismissal) -> bool:
    return finding.id == row.finding if row.kind == "finding" else row.kind == "rule" and finding.rule == row.rule


def _verifying(result: Analysis, finding: Finding, rows: Sequence[Dismissal]) -> list[Dismissal]:
    """Return the rows that verify the figures which a finding holds to be wrong, none if one figure is not verified."""
    figures = contested(result.facts, finding) if rows else []
    verified = [[row for row in rows if any(_is_figure(result, n, row) for n in group)] for group in figures]
    return list(dict.fromkeys(row for group in verified for row in group)) if all(verified) else []


def contested(facts: Facts, finding: Finding) -> list[set[int]]:
    """Return the figures that a finding holds to be wrong, each with the measures that print it.

    That is what it found. Where what should stand there is printed, too, one of two figures is wrong and nobody
    knows which: both are contested. Where what it found is counted and not printed, it is the only one that it shows.
    """
    shown = {e.number for e in finding.evidence if e.number is not None and e.number in facts.measures}
    found, expected = (
        {number for number in shown if value is not None and facts.numbers[number].value == value}
        for value in (finding.found, finding.expected)
    )
    if found:
        return [found, expected] if expected else [found]
    return [shown] if len(shown) == 1 else []


def _is_figure(result: Analysis, number: int, row: Dismissal) -> bool:
    """Whether a number is the figure that staff verified: what it measures and its value, also as printed."""
    read, measure = result.facts.numbers[number], result.facts.measures[number]
    metric = result.facts.catalogue.metric(measure.metric) if measure.metric else None
    names = _names(measure.label, measure.metric, metric.name_vi if metric else None)
    printed = result.document.quote(read.span).strip()
    return fold_key(row.metric) in names and (read.value == row.value or printed == row.written)


# -- rows that fit nothing -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use:
    """Of a report: its bytes, path and names, and the rows (of its table) that dismissed something in it."""

    sha256: str
    shown: str
    names: frozenset[str]
    rows: frozenset[tuple[str, int]]


def use_of(file: FoundFile, record: Record) -> Use:
    """Return what a report needed of the rows that hold for its file."""
    header: Mapping[str, str | None] = record["header"] or {}
    numbers = {row for finding in record["findings"] if finding["dismissed"] for row in finding["dismissed"]["rows"]}
    rows = frozenset((row.table, row.row) for row in file.dismissals if row.row in numbers)
    names = frozenset(_names(header.get("unit"), header.get("issuer")))
    return Use(record["source"]["sha256"], file.shown, names, rows)


def remarks_on(rows: Iterable[Dismissal], uses: Sequence[Use]) -> Iterator[str]:
    """Yield a sentence for each row that fits nothing, and for an id that several reports share."""
    units = {name for use in uses for name in use.names}
    for row in rows:
        needed = {use.sha256 for use in uses if (row.table, row.row) in use.rows}
        fault = _shared(row, len(needed)) if needed else _unused(row, units)
        if fault is not None:
            yield told(fault, row.table, COLUMNS)


def _unused(row: Dismissal, units: set[str]) -> Fault | None:
    """Return what to say of a row that fits nothing; a rule may well find nothing this time."""
    if row.unit and fold_key(row.unit) not in units:
        return Fault(row.row, "unit", f"không có báo cáo nào của “{row.unit}”")
    where = " ở tệp ấy" if row.path else " ở đơn vị ấy" if row.unit else ""
    if row.kind == "finding":
        return Fault(row.row, "finding", f"không có phát hiện nào mang mã “{row.finding}”{where}")
    if row.kind == "value":
        figure = f"số {row.written} của “{row.metric}”"
        return Fault(row.row, "value", f"không có phát hiện nào cho rằng {figure} sai{where}")
    return None


def _shared(row: Dismissal, reports: int) -> Fault | None:
    if row.kind != "finding" or row.path or reports == 1:
        return None
    return Fault(row.row, "finding", f"mã này có ở {reports} báo cáo, đều được bỏ qua; ghi thêm tệp nếu chỉ bỏ qua một")
